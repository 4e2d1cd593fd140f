//! `docs/settings.md` is what the settings say of themselves.
//!
//! `OUCHI_UPDATE=1 cargo test --test docs` rewrites it.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

#[test]
fn the_reference_of_the_settings_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md");
    let fresh = ouchi::settings::reference();
    if std::env::var_os("OUCHI_UPDATE").is_some() {
        File::create(&path).and_then(|mut file| file.write_all(fresh.as_bytes())).expect("docs/settings.md is written");
    }
    let mut kept = String::new();
    File::open(&path).and_then(|mut file| file.read_to_string(&mut kept)).expect("docs/settings.md is there");
    assert!(kept == fresh, "docs/settings.md is old; run `OUCHI_UPDATE=1 cargo test --test docs`");
}
