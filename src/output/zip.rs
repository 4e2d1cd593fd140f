//! The site as one zip file: same files, same bytes, no times of day.

use super::OutputFile;
use crate::io::{self, Trouble};
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes all files into a zip, whole or not at all.
///
/// # Errors
/// When the machine fails.
pub fn write_zip(out: &Path, files: &[OutputFile]) -> Result<super::Counts, Trouble> {
    let pack = || -> zip::result::ZipResult<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        for file in files {
            zip.start_file(&file.path, options)?;
            zip.write_all(&file.bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    };
    let bytes = pack().map_err(|error| Trouble::new("zip が作れません", out, std::io::Error::other(error)))?;
    let written = io::write_if_changed(out, &bytes)?;
    let all = files.len();
    let total = files.iter().map(|file| file.bytes.len() as u64).sum();
    Ok(match written {
        io::Written::Same => super::Counts { same: all, bytes: total, ..Default::default() },
        io::Written::New => super::Counts { new: all, bytes: total, ..Default::default() },
        io::Written::Changed => super::Counts { changed: all, bytes: total, ..Default::default() },
    })
}
