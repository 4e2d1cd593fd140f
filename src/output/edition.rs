//! Whose edition a folder or a zip holds.

use super::OutputFile;
use crate::io::{self, Trouble};
use std::io::Cursor;
use std::path::Path;

/// Lies in the professionals' edition, and in no other.
const MARK: &str = "KANKEISHA.txt";
const MARK_TEXT: &str = "これは関係者版です。市民の方が見られる場所に置かないでください。\r\n";

/// Whose edition it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// For everybody.
    Citizens,
    /// For professionals.
    Partners,
}

/// The file by which the professionals' edition is known.
pub fn partners_mark() -> OutputFile {
    OutputFile { path: MARK.to_owned(), bytes: MARK_TEXT.as_bytes().to_vec() }
}

/// The edition in a folder; `None` when no build wrote there.
///
/// # Errors
/// When the list is there and cannot be read.
pub fn edition_of_folder(folder: &Path) -> Result<Option<Edition>, Trouble> {
    if !io::is_folder(folder) {
        return Ok(None);
    }
    let list = io::read_if_there(&folder.join(super::LIST))?;
    Ok(list.map(|bytes| {
        let marked = String::from_utf8_lossy(&bytes).lines().any(|path| path == MARK);
        if marked { Edition::Partners } else { Edition::Citizens }
    }))
}

/// The edition in a zip; `None` when there is none or it is no site of ours.
///
/// # Errors
/// When it is there and cannot be read.
pub fn edition_of_zip(path: &Path) -> Result<Option<Edition>, Trouble> {
    if io::is_folder(path) {
        return Ok(None);
    }
    let Some(bytes) = io::read_if_there(path)? else { return Ok(None) };
    let Ok(zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(None) };
    let has = |name: &str| zip.index_for_name(name).is_some();
    let ours = has("index.html") && has("geojson/facilities.geojson");
    Ok(match (has(MARK), ours) {
        (true, _) => Some(Edition::Partners),
        (false, true) => Some(Edition::Citizens),
        (false, false) => None,
    })
}
