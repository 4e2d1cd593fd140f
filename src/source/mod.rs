//! Tables → records: one file per official format, one for surveys.

mod address;
pub mod any;
pub mod area;
pub mod base;
pub mod bureau;
mod cell;
pub mod decisions;
pub mod holidays;
pub mod home_care;
pub mod kaigo;
pub mod list;
pub mod memory;
pub mod municipalities;
pub mod navii;
mod open;
pub mod survey;
pub mod withhold;

pub use address::{AddressBook, AddressPoint, Level};

use crate::diagnostic::Diagnostics;
use crate::model::Editions;
use crate::place::Sources;
use crate::settings::Keep;
use crate::table::{self, Sheets, Table, TableTrouble};
use memory::Memory;
use municipalities::Municipalities;
use std::sync::Arc;

/// A file as it came through the door.
#[derive(Debug, Clone)]
pub struct Input {
    /// Path as the person knows it, `/` between parts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whose rows are wanted.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Only the municipality's rows, or all.
    pub keep: Keep,
    /// Six-digit code.
    pub code: String,
    /// 都道府県.
    pub prefecture: String,
    /// 市区町村.
    pub municipality: String,
}

/// What reading gathers besides records.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Every file and sheet read.
    pub sources: Sources,
    /// Which publication each is.
    pub editions: Editions,
    /// What was found wrong.
    pub diagnostics: Diagnostics,
    /// Municipalities that were met, when several are wanted.
    pub municipalities: Municipalities,
    /// What was read before, when somebody keeps it.
    pub memory: Option<Arc<Memory>>,
}

impl Reading {
    /// The tables of a file.
    ///
    /// # Errors
    /// Why it cannot be read as a table.
    fn tables(&self, input: &Input, sheets: Sheets<'_>) -> Result<Vec<Table>, TableTrouble> {
        match &self.memory {
            Some(memory) => memory.tables(input, sheets),
            None => table::read(&input.path, &input.bytes, sheets),
        }
    }
}

impl Scope {
    /// Whether rows of several municipalities are wanted.
    pub fn is_wide(&self) -> bool {
        self.keep != Keep::Municipality
    }

    /// Whether a row of this municipality code and name is wanted. Wards belong to their city.
    pub fn wants(&self, code: Option<&str>, prefecture: &str, municipality: &str) -> bool {
        match self.keep {
            Keep::All => return true,
            Keep::Prefecture => {
                let by_code = code.is_some_and(|code| code.get(..2) == self.code.get(..2));
                return by_code || (code.is_none() && prefecture == self.prefecture);
            }
            Keep::Municipality => {}
        }
        // The sixth digit only checks the other five.
        let same_prefecture = prefecture.is_empty() || prefecture == self.prefecture;
        let same_code = same_prefecture && code.is_some_and(|code| code.get(..5) == self.code.get(..5));
        let ward = same_prefecture
            && self.municipality.ends_with('市')
            && municipality.len() > self.municipality.len()
            && municipality.starts_with(&self.municipality);
        same_code || ward || (code.is_none() && !municipality.is_empty() && municipality == self.municipality)
    }
}
