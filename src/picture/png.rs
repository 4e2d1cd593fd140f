//! QR codes as PNG, for posters and newsletters made in an office program.

use fast_qr::{ECL, QRBuilder};

/// Light modules that a reader needs around the code (ISO/IEC 18004).
const QUIET: usize = 4;
/// Dots per module: a code of 41 modules then prints at 300 dpi as about 4 cm.
const SCALE: usize = 10;

/// The QR code of an address as a black-and-white PNG; `None` when the address is too long for one.
pub fn qr_png(url: &str) -> Option<Vec<u8>> {
    let code = QRBuilder::new(url).ecl(ECL::M).build().ok()?;
    let side = (code.size + 2 * QUIET) * SCALE;
    let width = side.div_ceil(8);
    let mut rows = Vec::with_capacity((width + 1) * side);
    for y in 0..side {
        // Filter 0, then one bit a dot, 1 is white.
        rows.push(0);
        let mut row = vec![0xff_u8; width];
        for x in 0..side {
            let (column, line) = (x / SCALE, y / SCALE);
            let inside = |at: usize| (QUIET..QUIET + code.size).contains(&at);
            if inside(column) && inside(line) && code[line - QUIET][column - QUIET].value() {
                row[x / 8] &= !(0x80 >> (x % 8));
            }
        }
        rows.extend(row);
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let size = u32::try_from(side).ok()?.to_be_bytes();
    let mut head = [size, size].concat();
    head.extend([1, 0, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &head);
    chunk(&mut png, *b"IDAT", &stored(&rows));
    chunk(&mut png, *b"IEND", &[]);
    Some(png)
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let from = png.len();
    png.extend(kind);
    png.extend(data);
    let sum = crc(&png[from..]);
    png.extend(sum.to_be_bytes());
}

/// A zlib stream that is stored, not packed: a code is a few kilobytes and this needs no other crate.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut parts = data.chunks(0xffff).peekable();
    while let Some(part) = parts.next() {
        let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
        out.push(u8::from(parts.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(part);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend((b << 16 | a).to_be_bytes());
    out
}

/// CRC-32 as PNG wants it.
fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_standards() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(stored(b"Wikipedia")[16..], 0x11e6_0398_u32.to_be_bytes());
    }

    #[test]
    fn a_code_has_a_head_and_a_quiet_margin() {
        let png = qr_png("https://www.city.example.jp/ouchi/").expect("short enough");
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(&png[12..16], b"IHDR");
        let side = u32::from_be_bytes([png[16], png[17], png[18], png[19]]);
        assert_eq!(side % 10, 0);
        // The first row: filter byte, then nothing but white.
        let first = 33 + 8 + 2 + 5;
        assert_eq!(png[first], 0);
        assert!(png[first + 1..first + 1 + (side as usize).div_ceil(8)].iter().all(|byte| *byte == 0xff));
    }
}
