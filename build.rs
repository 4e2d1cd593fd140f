//! Finds what npm brought (the street map and the design tokens) and puts it where the crate embeds it from.
//! Never touches the network.

use std::path::{Path, PathBuf};
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
    println!("cargo:rerun-if-changed=src");
    println!(
        "cargo:rustc-env=OUCHI_ENGINE={:016x}",
        engine(&["src", "site/templates", "site/components", "site/styles", "site/scripts", "Cargo.lock"])?
    );
    Ok(())
}

/// A fingerprint (FNV-1a) of everything the builder is made of, so that a new builder never takes an old site for its own.
fn engine(parts: &[&str]) -> io::Result<u64> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let mut open: Vec<PathBuf> = parts.iter().map(|part| root.join(part)).collect();
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                open.push(entry?.path());
            }
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for path in files {
        let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        for byte in name.into_bytes().into_iter().chain(fs::read(&path)?) {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    Ok(sum)
}
