//! The site's folder. Every file in it is whole at every moment: the previous version or the next.
//!
//! A site that is not there yet is written beside its place and takes its name when it is complete. In one that is
//! there, each file is written beside the folder and then takes its name; the list of our files is widened before and
//! narrowed after, so that a build killed anywhere leaves every file on a list, and the next one completes it.

use super::{OutputFile, is_safe};
use crate::io::{self, Trouble, Written};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

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

/// A folder that is being brought to hold exactly the files of one build. Files that no build wrote are left alone.
/// Several threads may write at once.
#[derive(Debug)]
pub struct FolderWriter {
    out: PathBuf,
    /// Beside `out`: the site that will take its name, or parts of files that will take theirs.
    beside: PathBuf,
    fresh: bool,
    parts: AtomicUsize,
    lock: PathBuf,
    _held: io::Lock,
    old: BTreeSet<String>,
    now: BTreeSet<String>,
    new: AtomicUsize,
    changed: AtomicUsize,
    same: AtomicUsize,
    bytes: AtomicU64,
}

impl FolderWriter {
    /// Begins, for the files of these paths.
    ///
    /// # Errors
    /// When the machine fails.
    pub fn open(out: &Path, paths: impl Iterator<Item = String>) -> Result<Self, Trouble> {
        let now: BTreeSet<String> = paths.collect();
        let beside = io::beside(out);
        let lock = io::beside(out).with_added_extension("lock");
        let Some(held) = io::Lock::take(&lock)? else {
            let busy = std::io::Error::from(std::io::ErrorKind::ResourceBusy);
            return Err(Trouble::new("ほかの ouchi が同じところに書いています", out, busy));
        };
        // What a killed build left.
        io::remove_folder(&beside)?;
        let fresh = !io::exists(out) && out.file_name().is_some();
        let old = if fresh { BTreeSet::new() } else { listed(out)? };
        let at = if fresh { &beside } else { out };
        let folders: BTreeSet<&str> =
            now.iter().map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder)).collect();
        for folder in folders {
            io::make_folder(&at.join(folder))?;
        }
        io::make_folder(&beside)?;
        let (parts, new, changed, same, bytes) = Default::default();
        let writer =
            Self { out: out.to_owned(), beside, fresh, parts, lock, _held: held, old, now, new, changed, same, bytes };
        let all: BTreeSet<String> = writer.old.union(&writer.now).cloned().collect();
        if all != writer.old {
            writer.put(LIST, list(&all).as_bytes())?;
        }
        Ok(writer)
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<Written, Trouble> {
        if self.fresh {
            return io::write_new(&self.beside.join(path), bytes).map(|()| Written::New);
        }
        io::replace_if_changed(&self.out.join(path), bytes, &self.part())
    }

    /// Writes one file, unless it is there with these bytes.
    ///
    /// # Errors
    /// When the machine fails; the file is then old or new.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let written = self.put(path, bytes)?;
        self.count(written, bytes.len() as u64);
        Ok(())
    }

    /// Writes one file that is too large to be held, piece by piece, unless it is there with these bytes.
    ///
    /// # Errors
    /// When a piece cannot be had or the machine fails; the file is then old or new.
    pub fn write_by_pieces(
        &self,
        path: &str,
        pieces: impl Iterator<Item = Result<Vec<u8>, Trouble>>,
    ) -> Result<(), Trouble> {
        let (written, bytes) = if self.fresh {
            (Written::New, io::write_new_by_pieces(&self.beside.join(path), pieces)?)
        } else {
            io::replace_by_pieces(&self.out.join(path), pieces, &self.part())?
        };
        self.count(written, bytes);
        Ok(())
    }

    /// Reads what was written before.
    ///
    /// # Errors
    /// When the machine fails.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Trouble> {
        let at = if self.fresh { &self.beside } else { &self.out };
        io::read(&at.join(path))
    }

    fn part(&self) -> PathBuf {
        self.beside.join(self.parts.fetch_add(1, Ordering::Relaxed).to_string())
    }

    fn count(&self, written: Written, bytes: u64) {
        let count = match written {
            Written::New => &self.new,
            Written::Changed => &self.changed,
            Written::Same => &self.same,
        };
        count.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Ends: what only an earlier build wrote is removed.
    ///
    /// # Errors
    /// When the machine fails; every file is then old or new.
    pub fn finish(self) -> Result<Counts, Trouble> {
        let mut removed = 0;
        if self.fresh {
            io::rename(&self.beside, &self.out)?;
        } else {
            for path in self.old.difference(&self.now) {
                let path = self.out.join(path);
                removed += usize::from(io::exists(&path));
                io::remove(&path, &self.out)?;
            }
            self.put(LIST, list(&self.now).as_bytes())?;
        }
        Ok(Counts {
            new: self.new.load(Ordering::Relaxed),
            changed: self.changed.load(Ordering::Relaxed),
            same: self.same.load(Ordering::Relaxed),
            removed,
            bytes: self.bytes.load(Ordering::Relaxed),
        })
    }
}

impl Drop for FolderWriter {
    fn drop(&mut self) {
        let _ = io::remove_folder(&self.beside);
        let _ = io::remove(&self.lock, &self.lock);
    }
}

/// Brings a folder to hold exactly these files of ours.
///
/// # Errors
/// When the machine fails; every file is then old or new.
pub fn write_folder(out: &Path, files: &[OutputFile]) -> Result<Counts, Trouble> {
    let writer = FolderWriter::open(out, files.iter().map(|file| file.path.clone()))?;
    files.par_iter().try_for_each(|file| writer.write(&file.path, &file.bytes))?;
    writer.finish()
}

/// Whether a folder holds the files that a build wrote, of which there were so many with so many bytes, and none was
/// touched after the file that was written last.
///
/// # Errors
/// When the list is there and cannot be read.
pub fn is_untouched(out: &Path, files: usize, bytes: u64, last: &Path) -> Result<bool, Trouble> {
    let listed: Vec<String> = listed(out)?.into_iter().collect();
    let Some(limit) = io::touched(last).filter(|_| listed.len() == files) else { return Ok(false) };
    let sizes: Option<Vec<u64>> = listed
        .par_iter()
        .map(|path| io::touched(&out.join(path)).filter(|file| file.at <= limit.at).map(|file| file.bytes))
        .collect();
    Ok(sizes.is_some_and(|sizes| sizes.iter().sum::<u64>() == bytes))
}

/// Paths that a build wrote into a folder.
fn listed(out: &Path) -> Result<BTreeSet<String>, Trouble> {
    Ok(io::read_if_there(&out.join(LIST))?
        .map(|bytes| {
            String::from_utf8_lossy(&bytes).lines().filter(|path| is_safe(path)).map(ToOwned::to_owned).collect()
        })
        .unwrap_or_default())
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
    fn a_site_that_is_not_there_appears_whole() {
        let folder = tempfile::tempdir().expect("folder");
        let out = folder.path().join("in/dist");
        let names = || ["a/1.html", "b.html"].map(str::to_owned).into_iter();
        let writer = FolderWriter::open(&out, names()).expect("begun");
        writer.write("a/1.html", b"1").expect("written");
        assert!(!io::exists(&out), "nothing is seen before everything is there");
        drop(writer);
        assert!(!io::exists(&io::beside(&out)), "what was given up is removed");
        let writer = FolderWriter::open(&out, names()).expect("begun");
        writer.write("a/1.html", b"1").expect("written");
        writer.write("b.html", b"b").expect("written");
        assert_eq!(writer.finish().expect("finished").new, 2);
        assert_eq!(io::read(&out.join("a/1.html")).expect("there"), b"1");
        assert_eq!(io::read(&out.join(LIST)).expect("there"), b"a/1.html\nb.html\n");
    }

    #[test]
    fn a_file_in_pieces_is_written_only_where_it_differs() {
        let folder = tempfile::tempdir().expect("folder");
        let out = folder.path().join("dist");
        let build = |pieces: &[&str]| {
            let writer = FolderWriter::open(&out, ["a/all.json".to_owned()].into_iter()).expect("begun");
            let pieces = pieces.iter().map(|piece| Ok(piece.as_bytes().to_vec()));
            writer.write_by_pieces("a/all.json", pieces).expect("written");
            assert!(writer.read("a/all.json").is_ok());
            let counts = writer.finish().expect("finished");
            (counts.new, counts.changed, counts.same, counts.bytes)
        };
        assert_eq!(build(&["one", "two"]), (1, 0, 0, 6));
        assert_eq!(io::read(&out.join("a/all.json")).expect("there"), b"onetwo");
        assert_eq!(build(&["onet", "", "wo"]), (0, 0, 1, 6));
        assert_eq!(build(&["one", "tw0"]), (0, 1, 0, 6), "as long, and another");
        assert_eq!(build(&["one"]), (0, 1, 0, 3));
        let writer = FolderWriter::open(&out, ["a/all.json".to_owned()].into_iter()).expect("begun");
        let broken = || Err(Trouble::new("読めません", &out, std::io::Error::other("gone")));
        assert!(writer.write_by_pieces("a/all.json", [Ok(b"x".to_vec()), broken()].into_iter()).is_err());
        drop(writer);
        assert_eq!(io::read(&out.join("a/all.json")).expect("there"), b"one", "the old one stays");
    }

    #[test]
    fn a_path_cannot_leave_the_folder() {
        assert!(is_safe("facility/abc.html"));
        for bad in ["", "/etc/x", "../x", "a/../../x", "c:/x", "a\\b", "a//b"] {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
