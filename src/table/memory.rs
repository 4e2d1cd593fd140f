//! Workbooks that were read before. Reading one takes longer than everything else of a city's site, and a preview reads
//! the same ones again and again.

use super::{FileKind, Sheets, Table, TableTrouble, file_kind, read};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Tables by what they were read from. Those not asked for between two [`Memory::forget_unused`] are forgotten.
#[derive(Debug, Default)]
pub struct Memory(Mutex<HashMap<[u8; 32], Kept>>);

#[derive(Debug)]
struct Kept {
    tables: Arc<Vec<Table>>,
    used: bool,
}

impl Memory {
    /// [`read`], or what it gave before for the same bytes. Text files are read again: they are quick.
    ///
    /// # Errors
    /// Why the file cannot be read as a table.
    pub fn read(&self, path: &str, bytes: &[u8], sheets: Sheets<'_>) -> Result<Vec<Table>, TableTrouble> {
        if file_kind(bytes) != FileKind::Zip {
            return read(path, bytes, sheets);
        }
        let mut digest = Sha256::new();
        digest.update(format!("{path}\n{sheets:?}\n"));
        digest.update(bytes);
        let key: [u8; 32] = digest.finalize().into();
        if let Some(kept) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&key) {
            kept.used = true;
            return Ok(Vec::clone(&kept.tables));
        }
        let tables = Arc::new(read(path, bytes, sheets)?);
        let kept = Kept { tables: Arc::clone(&tables), used: true };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, kept);
        Ok(Vec::clone(&tables))
    }

    /// Forgets what nobody asked for since the last time.
    pub fn forget_unused(&self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, kept| std::mem::take(&mut kept.used));
    }
}
