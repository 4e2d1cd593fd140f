//! Writes the sample data: `cargo run --example sample -- geodata`.
//!
//! Only the generated files are written; `README.md`, `decisions.csv` and `withhold.csv` are kept by hand.

mod generator;

use std::fs::{self, File};
use std::io::{Error, Write};
use std::path::PathBuf;

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), None) = (arguments.next(), arguments.next()) else {
        return Err(Error::other("書き出すフォルダを1つ指定してください。例: cargo run --example sample -- geodata"));
    };
    let folder = PathBuf::from(folder);
    for file in generator::files() {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::DirBuilder::new().recursive(true).create(parent)?;
        }
        File::create(path)?.write_all(&file.bytes)?;
    }
    Ok(())
}
