//! Files.

use super::Trouble;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What writing a file came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It had these bytes already.
    Same,
    /// It was not there.
    New,
    /// It had other bytes.
    Changed,
}

/// The folder the command was started in.
///
/// # Errors
/// When the machine does not say.
pub fn current_folder() -> Result<PathBuf, Trouble> {
    std::env::current_dir().map_err(|error| Trouble::new("今いるフォルダがわかりません", Path::new("."), error))
}

/// The path with links resolved, or as it is when it does not exist.
pub fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether there is anything at a path.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether there is a folder at a path.
pub fn is_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Whether a path is a link that leads nowhere, or round in a circle.
pub fn is_broken_link(path: &Path) -> bool {
    path.is_symlink() && fs::metadata(path).is_err()
}

/// Whether a path leads to a pipe, a socket or a device: no file, no folder, and reading it would wait for ever.
pub fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_dir() && !metadata.is_file())
}

/// All bytes of a file.
///
/// # Errors
/// When it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    fs::read(path).map_err(|error| Trouble::new("ファイルが読めません", path, error))
}

/// A file to be read in parts.
///
/// # Errors
/// When it cannot be opened.
pub fn open(path: &Path) -> Result<fs::File, Trouble> {
    fs::File::open(path).map_err(|error| Trouble::new("ファイルが読めません", path, error))
}

/// All bytes of a file, `None` when there is none.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Trouble::new("ファイルが読めません", path, error)),
    }
}

/// Writes a file unless it already has these bytes. Another process sees the old file or the new one, never a part:
/// the bytes go to a file beside it, which then takes its name.
///
/// # Errors
/// When it cannot be written; the old file is then as it was.
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<Written, Trouble> {
    let old = match fs::metadata(path) {
        Ok(metadata) if metadata.len() == bytes.len() as u64 => {
            if fs::read(path).is_ok_and(|old| old == bytes) {
                return Ok(Written::Same);
            }
            Written::Changed
        }
        Ok(_) => Written::Changed,
        Err(_) => Written::New,
    };
    let beside = beside(path);
    let fail = |error: std::io::Error| {
        let _ = fs::remove_file(&beside);
        Trouble::new("ファイルが書けません", path, error)
    };
    let create = || fs::File::create(&beside);
    let mut file = match create() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(|error| Trouble::new("フォルダが作れません", folder, error))?;
            }
            create().map_err(fail)?
        }
        other => other.map_err(fail)?,
    };
    file.write_all(bytes).map_err(fail)?;
    drop(file);
    fs::rename(&beside, path).map_err(fail)?;
    Ok(old)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".ouchi-part");
    path.with_file_name(name)
}

/// Removes a file, and folders above it that are empty then, up to (not including) `root`. No file is no trouble.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn remove(path: &Path, root: &Path) -> Result<(), Trouble> {
    match fs::remove_file(path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(Trouble::new("ファイルが消せません", path, error)),
    }
    let mut folder = path.parent();
    while let Some(here) = folder.filter(|here| here.starts_with(root) && *here != root) {
        if fs::remove_dir(here).is_err() {
            break;
        }
        folder = here.parent();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unchanged_bytes_are_not_written_again() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a/b.txt");
        assert_eq!(write_if_changed(&path, b"1").expect("write"), Written::New);
        let before = fs::metadata(&path).expect("there").modified().expect("time");
        assert_eq!(write_if_changed(&path, b"1").expect("write"), Written::Same);
        assert_eq!(fs::metadata(&path).expect("there").modified().expect("time"), before);
        assert_eq!(write_if_changed(&path, b"2").expect("write"), Written::Changed);
        remove(&path, folder.path()).expect("remove");
        assert!(!folder.path().join("a").exists());
    }
}
