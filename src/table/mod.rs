//! Bytes → encoding → rows of cells, from delimited text and workbooks. No word of the field is known here.
//!
//! Floor 3. A [`Table`] keeps the row numbers that a person sees, so that every finding can name a cell.

mod decode;
mod delimited;
mod header;
mod kind;
mod trouble;
mod workbook;

pub use decode::{Decoded, decode};
pub use header::{Columns, HEADER_WITHIN, MissingColumns, find_header, heading_key};
pub use kind::{FileKind, file_kind};
pub use trouble::{CellTrouble, TableTrouble};

use crate::diagnostic::Diagnostics;
use crate::place::{Origin, Source, SourceId, Sources};
use std::sync::Arc;

/// Bytes of the largest file that is read.
pub const MAX_FILE_BYTES: usize = 512 << 20;
/// Bytes of all parts of a workbook when unpacked.
pub const MAX_UNPACKED_BYTES: u64 = 1 << 30;
/// Characters of a cell, as in Excel.
pub const MAX_CELL_CHARS: usize = 32_767;
/// Rows of a table, as in Excel.
pub const MAX_ROWS: usize = 1_048_576;
/// Cells of a table, blank ones before used ones counted.
pub const MAX_CELLS: usize = 60_000_000;

/// Words of a formula that failed, as they stand in a CSV made from a workbook or where only values were pasted.
const ERRORS: &[&str] = &[
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BUSY!",
    "#CONNECT!",
    "#BLOCKED!",
    "#UNKNOWN!",
    "#GETTING_DATA",
];

/// What a workbook says a cell is. Cells of text files are [`CellKind::Text`], or an error's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum CellKind {
    /// Text, or blank.
    #[default]
    Text,
    /// A number: leading zeros are gone.
    Number,
    /// A date or time, given as ISO text.
    Date,
    /// TRUE or FALSE.
    Bool,
    /// An error such as #N/A; the cell reads as blank.
    Error,
}

#[derive(Debug, Clone, Copy)]
struct RowSpan {
    first: u32,
    number: u32,
}

/// Rows of cells: one buffer of text and the ends of the cells in it.
#[derive(Debug, Clone, Default)]
pub struct Table {
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    text: String,
    ends: Vec<u32>,
    kinds: Vec<CellKind>,
    rows: Vec<RowSpan>,
    troubles: Vec<CellTrouble>,
    /// What the text was decoded from: `UTF-8`, `Shift_JIS`; `xlsx` for a workbook.
    pub encoding: &'static str,
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    first: usize,
    cells: usize,
    /// Line of the file or row of the sheet, from 1.
    pub number: u32,
}

impl Table {
    fn named(file: &str, sheet: Option<&str>, encoding: &'static str) -> Self {
        Self { file: file.into(), sheet: sheet.map(Into::into), encoding, ..Self::default() }
    }

    fn begin_row(&mut self, number: u32) {
        self.rows.push(RowSpan { first: u32::try_from(self.ends.len()).unwrap_or(u32::MAX), number });
    }

    /// Adds a cell to the row begun last. A cell over the limit, and one that holds the word of an error, is left blank
    /// and reported.
    fn push_cell(&mut self, text: &str, kind: CellKind) -> Result<(), TableTrouble> {
        let is_error = kind == CellKind::Error || (text.starts_with('#') && ERRORS.contains(&text.trim_end()));
        let (text, kind) = if is_error { ("", CellKind::Error) } else { (text, kind) };
        if is_error && let Some(row) = self.rows.last() {
            let column = u16::try_from(self.ends.len() - row.first as usize).unwrap_or(u16::MAX);
            self.troubles.push(CellTrouble::formula_error(row.number, column));
        }
        let too_long = text.len() > MAX_CELL_CHARS && text.chars().count() > MAX_CELL_CHARS;
        if too_long {
            if let Some(row) = self.rows.last() {
                let column = u16::try_from(self.ends.len() - row.first as usize).unwrap_or(u16::MAX);
                self.troubles.push(CellTrouble::too_long(row.number, column));
            }
        } else {
            self.text.push_str(text);
        }
        if self.ends.len() >= MAX_CELLS {
            return Err(TableTrouble::TooManyCells);
        }
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| TableTrouble::TooManyCells)?);
        if kind != CellKind::Text && self.kinds.is_empty() {
            self.kinds = vec![CellKind::Text; self.ends.len() - 1];
        }
        if !self.kinds.is_empty() {
            self.kinds.push(kind);
        }
        Ok(())
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The sheet's name, for a workbook.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// Path of the file, as the person knows it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// A row by its place in the table, from 0.
    pub fn row(&self, index: usize) -> Row<'_> {
        let span = self.rows[index];
        let end = self.rows.get(index + 1).map_or(self.ends.len(), |next| next.first as usize);
        let first = span.first as usize;
        Row { table: self, first, cells: end - first, number: span.number }
    }

    /// All rows.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + ExactSizeIterator {
        (0..self.rows.len()).map(|index| self.row(index))
    }

    /// A cell's text; blank where there is none.
    pub fn cell(&self, row: usize, column: u16) -> &str {
        self.row(row).cell(column)
    }

    /// Registers the table and reports what was wrong with single cells. `header` is the heading row's place.
    pub fn register(&self, header: Option<usize>, sources: &mut Sources, diagnostics: &mut Diagnostics) -> SourceId {
        let headings = header
            .map(|row| self.row(row).cells().map(|text| crate::text::width::clean(text).into()).collect())
            .unwrap_or_default();
        let id = sources.add(Source { file: self.file.clone(), sheet: self.sheet.clone(), headings });
        for trouble in &self.troubles {
            let place = sources.place(Origin { source: id, row: trouble.row, column: trouble.column });
            diagnostics.push(trouble.diagnostic(place));
        }
        id
    }
}

impl<'a> Row<'a> {
    /// Number of cells.
    pub const fn len(self) -> usize {
        self.cells
    }

    /// Whether every cell is blank.
    pub fn is_blank(self) -> bool {
        self.cells().all(|text| text.trim().is_empty())
    }

    /// Whether there is no cell.
    pub const fn is_empty(self) -> bool {
        self.cells == 0
    }

    /// A cell's text; blank past the end of a short row.
    pub fn cell(self, column: u16) -> &'a str {
        let column = usize::from(column);
        if column >= self.cells {
            return "";
        }
        let at = self.first + column;
        let start = if at == 0 { 0 } else { self.table.ends[at - 1] as usize };
        &self.table.text[start..self.table.ends[at] as usize]
    }

    /// What a workbook says the cell is.
    pub fn kind(self, column: u16) -> CellKind {
        let column = usize::from(column);
        if column >= self.cells {
            return CellKind::Text;
        }
        self.table.kinds.get(self.first + column).copied().unwrap_or_default()
    }

    /// All cells.
    pub fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.cells).map(move |column| self.cell(u16::try_from(column).unwrap_or(u16::MAX)))
    }
}

/// Which sheets of a workbook are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheets<'a> {
    /// The first.
    First,
    /// The one of this name.
    Named(&'a str),
    /// Every one.
    All,
}

/// Reads a file of any kind that holds tables: CSV, TSV, xlsx.
///
/// # Errors
/// Why the file cannot be read as a table.
pub fn read(path: &str, bytes: &[u8], sheets: Sheets<'_>) -> Result<Vec<Table>, TableTrouble> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(TableTrouble::TooLarge);
    }
    match file_kind(bytes) {
        FileKind::Text => Ok(vec![delimited::read(path, bytes)?]),
        FileKind::Zip => workbook::read(path, bytes, sheets),
        FileKind::Empty => Err(TableTrouble::Empty),
        FileKind::Ole => Err(TableTrouble::Old),
        FileKind::Locked => Err(TableTrouble::Locked),
        FileKind::Pdf => Err(TableTrouble::Pdf),
        FileKind::Html => Err(TableTrouble::Html),
        FileKind::Binary => Err(TableTrouble::Binary),
    }
}

#[cfg(test)]
mod tests;
