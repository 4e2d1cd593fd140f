//! Where something was read: a file, a sheet, a cell, a line.
//!
//! Ground floor. Nothing here knows what a facility is.

use std::fmt;
use std::sync::Arc;

/// Number of a [`Source`] in [`Sources`]; small, so that every value can carry one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u16);

/// Where one value stands inside a source. Twelve bytes, because hundreds of thousands are kept.
///
/// `row` is what the person sees: the sheet's row number, or the line of a text file; both from 1.
/// `column` is the cell's position in the row, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file or sheet.
    pub source: SourceId,
    /// Row of a sheet or line of a file, from 1. 0 means the whole source.
    pub row: u32,
    /// Column of the cell, from 0.
    pub column: u16,
}

/// A value and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// Puts a value together with its origin.
    pub const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// The same origin, another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: f(self.value), origin: self.origin }
    }
}

/// A place in words and numbers, ready to be shown to a person.
///
/// Lines and columns count from 1, columns in Unicode scalar values, a byte order mark not counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Place {
    /// Path as the person knows it, relative to the project when it lies inside.
    pub file: Arc<str>,
    /// Where in the file.
    pub spot: Spot,
}

/// A spot inside a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spot {
    /// The whole file.
    Whole,
    /// A line, and a column in characters, of a text file.
    Text {
        /// Line from 1.
        line: u32,
        /// Column from 1, in characters.
        column: u32,
    },
    /// A value of a delimited text file.
    Field {
        /// Line from 1.
        line: u32,
        /// The column's heading.
        column: Arc<str>,
    },
    /// A cell of a workbook.
    Cell {
        /// Sheet name.
        sheet: Arc<str>,
        /// Row from 1.
        row: u32,
        /// Column from 0.
        column: u16,
    },
    /// A whole sheet of a workbook.
    Sheet(Arc<str>),
}

impl Place {
    /// The whole of a file.
    pub fn whole(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), spot: Spot::Whole }
    }

    /// A line and column of a text file.
    pub fn text(file: impl Into<Arc<str>>, line: u32, column: u32) -> Self {
        Self { file: file.into(), spot: Spot::Text { line, column } }
    }

    /// A byte offset of a text file, counted into line and characters.
    pub fn byte(file: impl Into<Arc<str>>, text: &str, byte: usize) -> Self {
        let (line, column) = line_column(text, byte);
        Self::text(file, line, column)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = &self.file;
        match &self.spot {
            Spot::Whole => write!(f, "{file}"),
            Spot::Text { line, column } => write!(f, "{file} {line}行{column}文字目"),
            Spot::Field { line, column } => write!(f, "{file} {line}行目「{column}」"),
            Spot::Cell { sheet, row, column } => {
                write!(f, "{file}「{sheet}」{}{row}", column_letters(*column))
            }
            Spot::Sheet(sheet) => write!(f, "{file}「{sheet}」"),
        }
    }
}

/// Line and column (both from 1, column in characters) of a byte offset. A leading byte order mark is not counted.
pub fn line_column(text: &str, byte: usize) -> (u32, u32) {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before[start..].chars().filter(|c| *c != '\u{feff}').count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

/// A spreadsheet's letters for a column counted from 0: 0 → A, 26 → AA.
pub fn column_letters(column: u16) -> String {
    let mut left = u32::from(column) + 1;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// One file, or one sheet of a workbook, that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path as the person knows it.
    pub file: Arc<str>,
    /// Sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// Headings by position, for naming a field.
    pub headings: Arc<[Arc<str>]>,
}

/// Every source that was read, so that an [`Origin`] can be turned into a [`Place`].
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The number of the first.
    first: usize,
    all: Vec<Source>,
}

impl Sources {
    /// None yet; those to come have the numbers behind these.
    #[must_use]
    pub const fn behind(&self) -> Self {
        Self { first: self.len(), all: Vec::new() }
    }

    /// Takes in those that were numbered behind these.
    pub fn append(&mut self, behind: Self) {
        debug_assert_eq!(behind.first, self.len(), "numbers follow each other");
        self.all.extend(behind.all);
    }

    /// Takes a source in and gives it its number.
    ///
    /// # Panics
    /// With more than 65,535 sources, which the reader refuses long before.
    pub fn add(&mut self, source: Source) -> SourceId {
        let id = u16::try_from(self.len()).expect("fewer than 65,536 sources");
        self.all.push(source);
        SourceId(id)
    }

    /// The source of a number.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.all[usize::from(id.0) - self.first]
    }

    /// How many there are, those before these too.
    pub const fn len(&self) -> usize {
        self.first + self.all.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of an origin.
    pub fn place(&self, origin: Origin) -> Place {
        let source = self.get(origin.source);
        let spot = match (&source.sheet, origin.row) {
            (Some(sheet), 0) => Spot::Sheet(sheet.clone()),
            (Some(sheet), row) => Spot::Cell { sheet: sheet.clone(), row, column: origin.column },
            (None, 0) => Spot::Whole,
            (None, line) => match source.headings.get(usize::from(origin.column)) {
                Some(column) => Spot::Field { line, column: column.clone() },
                None => Spot::Text { line, column: 1 },
            },
        };
        Place { file: source.file.clone(), spot }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_follow_the_spreadsheet() {
        assert_eq!(column_letters(0), "A");
        assert_eq!(column_letters(25), "Z");
        assert_eq!(column_letters(26), "AA");
        assert_eq!(column_letters(701), "ZZ");
        assert_eq!(column_letters(702), "AAA");
    }

    #[test]
    fn columns_count_characters_and_skip_the_mark() {
        let text = "\u{feff}名前 = 1\r\n電話 = 2";
        let byte = text.find("= 2").expect("present");
        assert_eq!(line_column(text, byte), (2, 4));
        assert_eq!(line_column(text, text.find('=').expect("present")), (1, 4));
    }
}
