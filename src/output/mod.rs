//! Files → disk: compare and write, prune, remember what was written; or a zip.

mod edition;
mod folder;
mod links;
mod upload;
mod zip;

pub use edition::{Edition, edition_of_folder, edition_of_zip, is_closed, partners_mark, staff_mark};
pub use folder::{Counts, FolderWriter, LIST, is_untouched, write_folder};
pub use links::{Links, Reread, has_place, has_twice};
pub use upload::{Manifest, Upload, read_manifest, upload, write_manifest};
pub use zip::write_zip;

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Path from the site's root, `/` between parts, never beginning with `/` or holding `..`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whether a path stays inside the folder it is written to, on every system.
pub fn is_safe(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && !part.contains(['\\', ':', '\0', '<', '>', '|', '?', '*', '"'])
        })
}
