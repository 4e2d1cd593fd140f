//! The site's folder. Every file in it is whole at every moment: the previous version or the next.

use super::{OutputFile, is_safe};
use crate::io::{self, Trouble, Written};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// Names the files that a build wrote, so that the next build removes only its own. Lies beside what it describes.
pub const LIST: &str = ".ouchi-files";

/// What writing came to, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Counts {
    /// Not there before.
    pub new: usize,
    /// Had other bytes.
    pub changed: usize,
    /// Had these bytes already, and were not touched.
    pub same: usize,
    /// Of the last build, not of this one.
    pub removed: usize,
    /// Bytes of the whole site.
    pub bytes: u64,
}

/// Brings a folder to hold exactly these files of ours. Files that no build wrote are left alone.
///
/// The list is widened before writing and narrowed after, so that a build killed anywhere leaves every file on a list.
///
/// # Errors
/// When the machine fails; every file is then old or new.
pub fn write_folder(out: &Path, files: &[OutputFile]) -> Result<Counts, Trouble> {
    let list_path = out.join(LIST);
    let old: BTreeSet<String> = io::read_if_there(&list_path)?
        .map(|bytes| {
            String::from_utf8_lossy(&bytes).lines().filter(|path| is_safe(path)).map(ToOwned::to_owned).collect()
        })
        .unwrap_or_default();
    let now: BTreeSet<String> = files.iter().map(|file| file.path.clone()).collect();
    let all: BTreeSet<String> = old.union(&now).cloned().collect();
    if all != old {
        io::write_if_changed(&list_path, list(&all).as_bytes())?;
    }
    let written: Vec<Written> = files
        .par_iter()
        .map(|file| io::write_if_changed(&out.join(&file.path), &file.bytes))
        .collect::<Result<_, _>>()?;
    let count = |what| written.iter().filter(|written| **written == what).count();
    let mut removed = 0;
    for path in old.difference(&now) {
        let path = out.join(path);
        removed += usize::from(io::exists(&path));
        io::remove(&path, out)?;
    }
    io::write_if_changed(&list_path, list(&now).as_bytes())?;
    Ok(Counts {
        new: count(Written::New),
        changed: count(Written::Changed),
        same: count(Written::Same),
        removed,
        bytes: files.iter().map(|file| file.bytes.len() as u64).sum(),
    })
}

fn list(paths: &BTreeSet<String>) -> String {
    paths.iter().flat_map(|path| [path.as_str(), "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> OutputFile {
        OutputFile { path: path.into(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn only_its_own_files_are_removed() {
        let folder = tempfile::tempdir().expect("folder");
        let out = folder.path();
        let first = write_folder(out, &[file("a/1.html", "1"), file("b.html", "b")]).expect("written");
        assert_eq!((first.new, first.removed), (2, 0));
        io::write_if_changed(&out.join("a/theirs.txt"), b"keep").expect("written");
        let second = write_folder(out, &[file("b.html", "b")]).expect("written");
        assert_eq!((second.same, second.removed), (1, 1));
        assert!(!io::exists(&out.join("a/1.html")));
        assert!(io::exists(&out.join("a/theirs.txt")));
        let third = write_folder(out, &[file("b.html", "b")]).expect("written");
        assert_eq!((third.new, third.changed, third.removed), (0, 0, 0));
    }

    #[test]
    fn a_path_cannot_leave_the_folder() {
        assert!(is_safe("facility/abc.html"));
        for bad in ["", "/etc/x", "../x", "a/../../x", "c:/x", "a\\b", "a//b"] {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
