//! The one door to disk, clock and network.
//!
//! Everything else in the crate is a function of its arguments. `clippy.toml` refuses `std::fs` and the clock elsewhere.
#![allow(clippy::disallowed_methods, reason = "this module is the door")]

mod browser;
mod clock;
mod disk;
pub mod http;
mod lock;
mod secret;
mod serve;
mod trouble;
mod walk;
mod watch;

pub use browser::open_in_browser;
pub use clock::{Stopwatch, asks_no_colour, now, today};
pub use disk::{
    Touched, Written, absolute, beside, current_folder, exists, is_broken_link, is_folder, is_open_elsewhere,
    is_special, make_folder, open, program_folder, read, read_if_there, remove, remove_folder, rename,
    replace_by_pieces, replace_if_changed, take_name, touched, write_beside, write_if_changed, write_new,
    write_new_by_pieces,
};
pub use lock::Lock;
pub use secret::secret;
pub use serve::{Answer, Answers, Bytes, Head, Server, is_taken};
pub use walk::{Entry, Odd, folders, list, named};
pub use watch::{Waker, Watch};

use std::path::{Path, PathBuf};

/// The machine failed: disk full, no permission, gone while reading.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {}（{}）", path.display(), trouble::words(source))]
pub struct Trouble {
    /// What was being done, in Japanese.
    pub what: &'static str,
    /// To which file.
    pub path: PathBuf,
    /// What the machine said.
    #[source]
    pub source: std::io::Error,
}

impl Trouble {
    pub(crate) fn new(what: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self { what, path: path.to_owned(), source }
    }
}
