//! What lies in a folder.

use super::Trouble;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path.
    pub path: PathBuf,
    /// Its path from the folder that was listed, `/` between parts.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// Something in the folder that is no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Odd {
    /// A link that leads back to a folder it lies in.
    Cycle(PathBuf),
    /// A link that leads nowhere.
    Broken(PathBuf),
    /// A folder named like a data file.
    FolderNamedLikeFile(PathBuf),
    /// A pipe, a socket or a device: reading it would wait for ever.
    Special(PathBuf),
}

/// Every file below a folder, sorted by name, and what is odd there. Hidden files, Excel's lock files (`~$…`) and
/// half-written ones are left out. A folder that is not there is empty.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(folder: &Path) -> Result<(Vec<Entry>, Vec<Odd>), Trouble> {
    let mut files = Vec::new();
    let mut odd = Vec::new();
    if !folder.exists() {
        return Ok((files, odd));
    }
    let hidden = |name: &str| name.starts_with('.') || name.starts_with("~$") || name.ends_with(".ouchi-part");
    let mut walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                if error.loop_ancestor().is_some() {
                    odd.push(Odd::Cycle(path));
                } else if path.is_symlink() {
                    odd.push(Odd::Broken(path));
                } else {
                    let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other("?"));
                    return Err(Trouble::new("フォルダが読めません", &path, error));
                }
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        if entry.depth() > 0 && hidden(&entry.file_name().to_string_lossy()) {
            if is_folder {
                walk.skip_current_dir();
            }
            continue;
        }
        if is_folder && entry.path_is_symlink() && leads_up(entry.path()) {
            odd.push(Odd::Cycle(entry.into_path()));
            walk.skip_current_dir();
            continue;
        }
        if is_folder {
            let name = entry.file_name().to_string_lossy().to_lowercase();
            if entry.depth() > 0 && [".csv", ".xlsx", ".geojson", ".toml", ".md"].iter().any(|end| name.ends_with(end))
            {
                odd.push(Odd::FolderNamedLikeFile(entry.path().to_owned()));
            }
            continue;
        }
        if !entry.file_type().is_file() {
            odd.push(Odd::Special(entry.into_path()));
            continue;
        }
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let size = entry.metadata().map(|metadata| metadata.len()).unwrap_or_default();
        files.push(Entry { path: entry.path().to_owned(), name, size });
    }
    Ok((files, odd))
}

/// Folders right below a folder, hidden ones and links left out, by name.
///
/// # Errors
/// When the folder cannot be read.
pub fn folders(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let fail = |error| Trouble::new("フォルダが読めません", folder, error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// Every file below a folder that has one of these names or endings, hidden ones too, links not followed.
/// Folders that cannot be entered are passed over; a folder that is not there is empty.
pub fn named(folder: &Path, names: &[&str], endings: &[&str]) -> Vec<PathBuf> {
    if !folder.is_dir() {
        return Vec::new();
    }
    let wanted = |name: &str| {
        let lower = name.to_lowercase();
        names.contains(&name) || endings.iter().any(|ending| lower.ends_with(ending))
    };
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && wanted(&entry.file_name().to_string_lossy()))
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// Whether a link leads to a folder that it lies in, inside the walk or above it.
fn leads_up(link: &Path) -> bool {
    let here = link.parent().and_then(|folder| folder.canonicalize().ok());
    here.zip(link.canonicalize().ok()).is_some_and(|(here, target)| here.starts_with(target))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_that_leads_up_is_told_and_not_followed() {
        let root = tempfile::tempdir().expect("folder");
        let folder = root.path().join("data");
        std::fs::create_dir(&folder).expect("made");
        std::fs::write(folder.join("a.csv"), "x").expect("written");
        std::fs::write(folder.join("~$a.xlsx"), "x").expect("written");
        symlink(root.path(), folder.join("round")).expect("link");
        symlink("nowhere", folder.join("broken")).expect("link");
        let (files, odd) = list(&folder).expect("listed");
        assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["a.csv"]);
        assert_eq!(odd, [Odd::Broken(folder.join("broken")), Odd::Cycle(folder.join("round"))]);
    }

    #[test]
    fn what_would_wait_for_ever_is_told_and_not_read() {
        let root = tempfile::tempdir().expect("folder");
        let socket = root.path().join("a.csv");
        let _bound = std::os::unix::net::UnixListener::bind(&socket).expect("bound");
        let (files, odd) = list(root.path()).expect("listed");
        assert!(files.is_empty());
        assert_eq!(odd, [Odd::Special(socket.clone())]);
        assert!(crate::io::is_special(&socket) && !crate::io::is_special(root.path()));
    }
}
