//! One build at a time per folder.

use super::Trouble;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Held while a build writes; let go when dropped, or by the system when the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says `None` when another process has it.
    ///
    /// # Errors
    /// When the lock file cannot be made.
    pub fn take(path: &Path) -> Result<Option<Self>, Trouble> {
        let fail = |error| Trouble::new("作業中の印が書けません", path, error);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(fail)?;
        }
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(fail(error)),
        }
    }
}
