//! The floor: how fast this machine takes these files at all. Two threads, the same names and sizes, nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Files that a thread takes at a time.
const TAKEN: usize = 64;

/// How each file comes to its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Written in place into a folder that takes its name in the end, as a new site is.
    Fresh,
    /// Written beside its place and renamed, as a changed file is.
    Beside,
}

/// Writes the files of a list (`size path` a line) into a folder that is not there.
pub(crate) fn write(list: &Path, out: &Path, way: Way) {
    let text = fs::read_to_string(list).expect("list");
    let files: Vec<(usize, &str)> = text
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(size, path)| (size.parse().expect("a size"), path))
        .collect();
    let largest = files.iter().map(|(size, _)| *size).max().unwrap_or_default();
    let bytes: Vec<u8> = (0..largest).map(|at| b' ' + u8::try_from(at % 90).unwrap_or(0)).collect();
    let at = if way == Way::Fresh { out.with_extension("part") } else { out.to_owned() };
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(_, path)| Path::new(path).parent()).collect();
    for folder in folders {
        fs::create_dir_all(at.join(folder)).expect("folder");
    }
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let from = next.fetch_add(TAKEN, Ordering::Relaxed);
                    if from >= files.len() {
                        break;
                    }
                    for (size, path) in &files[from..(from + TAKEN).min(files.len())] {
                        let path = at.join(path);
                        let first = if way == Way::Fresh { path.clone() } else { path.with_extension("part") };
                        fs::File::create_new(&first)
                            .and_then(|mut file| file.write_all(&bytes[..*size]))
                            .expect("written");
                        if way == Way::Beside {
                            fs::rename(&first, &path).expect("renamed");
                        }
                    }
                }
            });
        }
    });
    if way == Way::Fresh {
        fs::rename(&at, out).expect("renamed");
    }
}
