//! Whose edition a folder or a zip holds.

use super::OutputFile;
use crate::forms::STAFF_PROPERTY;
use crate::io::{self, Trouble};
use crate::project::STAFF_MARK;
use std::io::{Cursor, Read};
use std::path::Path;

/// Lies in the professionals' edition, and in no other.
const MARK: &str = "KANKEISHA.txt";
const MARK_TEXT: &str = "これは関係者版です。市民の方が見られる場所に置かないでください。\r\n";

/// What lies beside what staff make for themselves: confirmation sheets with answers, who did not answer.
const STAFF_TEXT: &str = "このフォルダは職員用です（公表しない答えや、答えていない施設の一覧が入ります）。公開する場所に置かないでください。\r\n";
/// Bytes of a workbook's own properties that are looked at.
const LONGEST_PROPERTIES: u64 = 100_000;

/// Whose edition it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// For everybody.
    Citizens,
    /// For professionals.
    Partners,
    /// For staff alone; no site.
    Staff,
}

/// The file by which the professionals' edition is known.
pub fn partners_mark() -> OutputFile {
    OutputFile { path: MARK.to_owned(), bytes: MARK_TEXT.as_bytes().to_vec() }
}

/// The file by which a folder of staff is known.
pub fn staff_mark() -> OutputFile {
    OutputFile { path: STAFF_MARK.to_owned(), bytes: STAFF_TEXT.as_bytes().to_vec() }
}

/// Whether a document says of itself that it is not for everybody.
pub fn is_closed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && matches!(edition_of(bytes), Some(Edition::Partners | Edition::Staff))
}

/// The edition in a folder; `None` when no build wrote there.
///
/// # Errors
/// When the list is there and cannot be read.
pub fn edition_of_folder(folder: &Path) -> Result<Option<Edition>, Trouble> {
    if !io::is_folder(folder) {
        return Ok(None);
    }
    if io::exists(&folder.join(STAFF_MARK)) {
        return Ok(Some(Edition::Staff));
    }
    let list = io::read_if_there(&folder.join(super::LIST))?;
    Ok(list.map(|bytes| {
        let marked = String::from_utf8_lossy(&bytes).lines().any(|path| path == MARK);
        if marked { Edition::Partners } else { Edition::Citizens }
    }))
}

/// The edition in a zip or a workbook; `None` when there is none or it is nothing of ours.
///
/// # Errors
/// When it is there and cannot be read.
pub fn edition_of_zip(path: &Path) -> Result<Option<Edition>, Trouble> {
    if io::is_folder(path) {
        return Ok(None);
    }
    let Some(bytes) = io::read_if_there(path)? else { return Ok(None) };
    Ok(edition_of(&bytes))
}

fn edition_of(bytes: &[u8]) -> Option<Edition> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = zip.file_names().filter_map(Result::ok).map(Into::into).collect();
    let has = |name: &str| names.iter().any(|have| have == name);
    // In a folder that somebody packed whole, names begin with the folder's.
    let holds = |mark: &str| names.iter().any(|name| name.rsplit('/').next() == Some(mark));
    let ours = has("index.html") && has("geojson/facilities.geojson");
    let known = match (holds(STAFF_MARK), holds(MARK), ours) {
        (true, ..) => Some(Edition::Staff),
        (_, true, _) => Some(Edition::Partners),
        (_, _, true) => Some(Edition::Citizens),
        _ => None,
    };
    known.or_else(|| {
        let mut text = String::new();
        let properties = zip.by_name("docProps/custom.xml").ok()?;
        properties.take(LONGEST_PROPERTIES).read_to_string(&mut text).ok()?;
        text.contains(STAFF_PROPERTY).then_some(Edition::Staff)
    })
}
