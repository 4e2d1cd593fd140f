//! Finds what npm brought (the street map and the design tokens) and puts it where the crate embeds it from.
//! Never touches the network.

use std::path::Path;
use std::{env, fs, io};

/// From `site/node_modules/`, and the name under which it is embedded.
const WANTED: [(&str, &str); 5] = [
    ("leaflet/dist/leaflet.js", "leaflet.js"),
    ("leaflet/dist/leaflet.css", "leaflet.css"),
    ("leaflet/LICENSE", "leaflet-LICENSE.txt"),
    ("@digital-go-jp/design-tokens/dist/tokens-simple.css", "tokens.css"),
    ("@digital-go-jp/design-tokens/LICENSE", "tokens-LICENSE.txt"),
];

fn main() -> io::Result<()> {
    let site = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("site");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    for folder in ["templates", "components", "styles", "scripts"] {
        println!("cargo:rerun-if-changed=site/{folder}");
    }
    for (from, to) in WANTED {
        let from = site.join("node_modules").join(from);
        println!("cargo:rerun-if-changed={}", from.display());
        if !from.is_file() {
            return Err(io::Error::other(format!(
                "{} がありません。先に次を実行してください: npm ci --prefix site",
                from.display()
            )));
        }
        fs::copy(&from, Path::new(&out).join(to))?;
    }
    Ok(())
}
