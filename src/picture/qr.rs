//! QR codes.

use super::svg::escape;
use fast_qr::{ECL, QRBuilder};
use std::fmt::Write;

/// Light modules that a reader needs around the code (ISO/IEC 18004).
const QUIET: usize = 4;

/// Draws the QR code of an address, black on white in every mode; `None` when the address is too long for one.
pub fn qr(url: &str) -> Option<String> {
    let code = QRBuilder::new(url).ecl(ECL::M).build().ok()?;
    let size = code.size + 2 * QUIET;
    let mut data = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let dark = row[x].value();
            let run = row[x..].iter().take_while(|module| module.value() == dark).count();
            if dark {
                let _ = write!(data, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run;
        }
    }
    let label = escape(&format!("QRコード（{url}）"));
    Some(format!(
        "<svg class=\"qr-svg\" viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"{label}\" xmlns=\"http://www.w3.org/2000/svg\" shape-rendering=\"crispEdges\">\n<title>{label}</title>\n<path class=\"qr-light\" d=\"M0 0h{size}v{size}h-{size}z\" fill=\"#fff\"/><path class=\"qr-dark\" d=\"{data}\" fill=\"#000\"/>\n</svg>\n"
    ))
}
