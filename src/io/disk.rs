//! Files.

use super::Trouble;
use std::fs;
use std::io::{BufRead, ErrorKind, Write};
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

/// The folder in which this program itself lies; `None` when the machine does not say.
pub fn program_folder() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    Some(plain(program.parent()?))
}

/// The whole path, with links resolved as far as it exists, in the form that people and other programs write.
pub fn absolute(path: &Path) -> PathBuf {
    let full = if path.is_absolute() {
        path.to_owned()
    } else {
        current_folder().map_or_else(|_| path.to_owned(), |here| here.join(path))
    };
    let mut rest = Vec::new();
    let mut at = full.as_path();
    while !exists(at) {
        let (Some(name), Some(parent)) = (at.file_name(), at.parent()) else { break };
        rest.push(name.to_owned());
        at = parent;
    }
    let mut whole = fs::canonicalize(at).map_or_else(|_| at.to_owned(), |whole| plain(&whole));
    whole.extend(rest.iter().rev());
    whole
}

/// Windows resolves to `\\?\C:\…` and `\\?\UNC\server\share`, which neither Excel nor a clerk understands.
fn plain(path: &Path) -> PathBuf {
    let Some(text) = path.to_str() else { return path.to_owned() };
    match text.strip_prefix(r"\\?\UNC\") {
        Some(share) => PathBuf::from(format!(r"\\{share}")),
        None => PathBuf::from(text.strip_prefix(r"\\?\").unwrap_or(text)),
    }
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

/// Whether Excel or LibreOffice has a file open, as far as the file that they lay beside it tells.
pub fn is_open_elsewhere(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    [format!("~${name}"), format!(".~lock.{name}#")].iter().any(|lock| exists(&path.with_file_name(lock)))
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
    replace_if_changed(path, bytes, &beside(path))
}

/// The same by way of a place of the caller's choice, which may be in a folder that nobody looks into.
///
/// # Errors
/// When it cannot be written; the old file is then as it was.
pub fn replace_if_changed(path: &Path, bytes: &[u8], part: &Path) -> Result<Written, Trouble> {
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
    create(part).and_then(|mut file| file.write_all(bytes)).map_err(|error| failed(part, path, error))?;
    put_in_place(part, path)?;
    Ok(old)
}

/// The same for a file too large to be held: `pieces` come one after the other.
///
/// # Errors
/// When a piece cannot be had or the file cannot be written; the old file is then as it was.
pub fn replace_by_pieces(
    path: &Path,
    pieces: impl Iterator<Item = Result<Vec<u8>, Trouble>>,
    part: &Path,
) -> Result<(Written, u64), Trouble> {
    let written = create(part).map_err(|error| failed(part, path, error)).and_then(|file| fill(file, part, pieces));
    let bytes = written.inspect_err(|_| {
        let _ = fs::remove_file(part);
    })?;
    let old = match fs::metadata(path) {
        Ok(metadata) if metadata.len() == bytes && says_the_same(path, part) => {
            let _ = fs::remove_file(part);
            return Ok((Written::Same, bytes));
        }
        Ok(_) => Written::Changed,
        Err(_) => Written::New,
    };
    put_in_place(part, path)?;
    Ok((old, bytes))
}

/// Writes pieces of a file that is not there, in place, and gives its bytes; as [`write_new`].
///
/// # Errors
/// When a piece cannot be had, or the file cannot be written or is there.
pub fn write_new_by_pieces(
    path: &Path,
    pieces: impl Iterator<Item = Result<Vec<u8>, Trouble>>,
) -> Result<u64, Trouble> {
    let file = fs::File::create_new(path).map_err(|error| Trouble::new("ファイルが書けません", path, error))?;
    fill(file, path, pieces)
}

fn fill(
    mut file: fs::File,
    path: &Path,
    pieces: impl Iterator<Item = Result<Vec<u8>, Trouble>>,
) -> Result<u64, Trouble> {
    let mut bytes = 0;
    for piece in pieces {
        let piece = piece?;
        file.write_all(&piece).map_err(|error| Trouble::new("ファイルが書けません", path, error))?;
        bytes += piece.len() as u64;
    }
    Ok(bytes)
}

/// Whether two files of one length hold the same bytes.
fn says_the_same(one: &Path, other: &Path) -> bool {
    const PIECE: usize = 1 << 16;
    let same = || -> std::io::Result<bool> {
        let mut one = std::io::BufReader::with_capacity(PIECE, fs::File::open(one)?);
        let mut other = std::io::BufReader::with_capacity(PIECE, fs::File::open(other)?);
        loop {
            let (a, b) = (one.fill_buf()?, other.fill_buf()?);
            let common = a.len().min(b.len());
            if common == 0 {
                return Ok(a.len() == b.len());
            }
            if a[..common] != b[..common] {
                return Ok(false);
            }
            one.consume(common);
            other.consume(common);
        }
    };
    same().unwrap_or(false)
}

fn create(part: &Path) -> std::io::Result<fs::File> {
    match fs::File::create(part) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(part.parent().unwrap_or(Path::new("")))?;
            fs::File::create(part)
        }
        other => other,
    }
}

fn failed(part: &Path, path: &Path, error: std::io::Error) -> Trouble {
    let _ = fs::remove_file(part);
    Trouble::new("ファイルが書けません", path, error)
}

/// Gives a finished part its name, or gives it up.
fn put_in_place(part: &Path, path: &Path) -> Result<(), Trouble> {
    match fs::rename(part, path) {
        // The folder is a place of its own for the system (a mounted disk): then the part must lie in it.
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let near = beside(path);
            let copied = fs::copy(part, &near);
            let _ = fs::remove_file(part);
            copied.and_then(|_| fs::rename(&near, path)).map_err(|error| failed(&near, path, error))
        }
        other => other.map_err(|error| failed(part, path, error)),
    }
}

/// Writes the next version of a file beside it, where it waits to take its name ([`take_name`]).
///
/// # Errors
/// When it cannot be written; nothing stays beside the file then.
pub fn write_beside(path: &Path, bytes: &[u8]) -> Result<PathBuf, Trouble> {
    let part = beside(path);
    create(&part).and_then(|mut file| file.write_all(bytes)).map_err(|error| failed(&part, path, error))?;
    Ok(part)
}

/// Lets what was written beside a file take its name.
///
/// # Errors
/// When another program holds the file; both are then as they were.
pub fn take_name(part: &Path, path: &Path) -> Result<(), Trouble> {
    fs::rename(part, path).map_err(|error| Trouble::new("ファイルが書けません", path, error))
}

/// Writes a file that is not there, in place: only for folders that nobody looks into yet.
///
/// # Errors
/// When it cannot be written, or is there.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let write = || fs::File::create_new(path)?.write_all(bytes);
    write().map_err(|error| Trouble::new("ファイルが書けません", path, error))
}

/// A file's size and when it was last touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched {
    /// Bytes.
    pub bytes: u64,
    /// When anything of it changed, its name too where the system says so; nanoseconds.
    pub at: i128,
}

/// When a file was last touched; `None` when there is none.
pub fn touched(path: &Path) -> Option<Touched> {
    let known = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    #[cfg(unix)]
    let at = {
        use std::os::unix::fs::MetadataExt;
        i128::from(known.ctime()) * 1_000_000_000 + i128::from(known.ctime_nsec())
    };
    #[cfg(not(unix))]
    let at = {
        let since = known.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        i128::try_from(since.as_nanos()).ok()?
    };
    Some(Touched { bytes: known.len(), at })
}

/// Makes a folder and those above it. One that is there is no trouble.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(path: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(path).map_err(|error| Trouble::new("フォルダが作れません", path, error))
}

/// Removes a folder with everything in it. No folder is no trouble.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn remove_folder(path: &Path) -> Result<(), Trouble> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Trouble::new("フォルダが消せません", path, error)),
        _ => Ok(()),
    }
}

/// Gives a folder its name.
///
/// # Errors
/// When it cannot be moved, or something with that name holds files.
pub fn rename(from: &Path, to: &Path) -> Result<(), Trouble> {
    fs::rename(from, to).map_err(|error| Trouble::new("フォルダの名前を変えられません", to, error))
}

/// Where the next version of a file or folder is written before it takes its name.
pub fn beside(path: &Path) -> PathBuf {
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
    fn paths_are_written_as_people_write_them() {
        let said = |path: &str| plain(Path::new(path)).to_string_lossy().into_owned();
        assert_eq!(said(r"\\?\UNC\server\share\住民課\地図"), r"\\server\share\住民課\地図");
        assert_eq!(said(r"\\?\C:\地図 1"), r"C:\地図 1");
        assert_eq!(said("/home/地図"), "/home/地図");
        let folder = tempfile::tempdir().expect("folder");
        let here = fs::canonicalize(folder.path()).expect("there");
        assert_eq!(absolute(&folder.path().join("まだ/ない")), here.join("まだ/ない"));
    }

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
