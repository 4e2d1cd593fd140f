//! Writes the gallery of components: `cargo run --example gallery -- FOLDER`, then open `FOLDER/index.html`.

use std::fs::{self, File};
use std::io::{Error, Write};
use std::path::PathBuf;

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), None) = (arguments.next(), arguments.next()) else {
        return Err(Error::other(
            "書き出すフォルダを1つ指定してください。例: cargo run --example gallery -- target/gallery",
        ));
    };
    let folder = PathBuf::from(folder);
    let files = ouchi::render::gallery().map_err(|finding| Error::other(finding.message))?;
    for (path, bytes) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::DirBuilder::new().recursive(true).create(parent)?;
        }
        File::create(path)?.write_all(&bytes)?;
    }
    Ok(())
}
