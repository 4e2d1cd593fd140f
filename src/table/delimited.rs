//! CSV and TSV → table.

use super::{CellKind, CellTrouble, MAX_ROWS, Table, TableTrouble, decode};
use csv::{ReaderBuilder, StringRecord};

pub(super) fn read(path: &str, bytes: &[u8]) -> Result<Table, TableTrouble> {
    let decoded = decode(bytes)?;
    let text = decoded.text.as_ref();
    let mut table = Table::named(path, None, decoded.encoding);
    table.text.reserve(text.len());
    table.troubles.extend(decoded.damaged.iter().map(|line| CellTrouble::damaged(*line, decoded.encoding)));
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    // The text is UTF-8 and rows may be of any length, so there is no other way to fail.
    while reader.read_record(&mut record).map_err(|_| TableTrouble::Binary)? {
        if table.rows.len() >= MAX_ROWS {
            return Err(TableTrouble::TooManyRows);
        }
        let byte = record.position().map_or(0, |position| position.byte());
        table.begin_row(lines.line_of(usize::try_from(byte).unwrap_or(usize::MAX)));
        for cell in &record {
            table.push_cell(cell, CellKind::Text)?;
        }
    }
    if is_cut_off(&table, text)
        && let Some(last) = table.rows.last()
    {
        let number = last.number;
        table.troubles.push(CellTrouble::cut_off(number));
    }
    if table.is_empty() { Err(TableTrouble::Empty) } else { Ok(table) }
}

/// Whether the text ends in the middle of a row: without a line end, and with fewer cells than the row before or
/// inside quotes. What programs write ends its last line or at least its last row.
fn is_cut_off(table: &Table, text: &str) -> bool {
    if text.ends_with(['\n', '\r']) {
        return false;
    }
    let mut last = table.rows().rev().map(super::Row::len);
    let is_short = last.next().zip(last.next()).is_some_and(|(last, before)| last < before);
    is_short || text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
}

/// Counts lines up to growing byte offsets.
///
/// The CSV reader's own line is one too small in files with CR LF and wrong after blank lines
/// (<https://github.com/BurntSushi/rust-csv/issues/184>), because a record's position is taken before the line end that
/// comes before it is skipped.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn line_of(&mut self, byte: usize) -> u32 {
        let mut end = byte.min(self.text.len()).max(self.at);
        while matches!(self.text.get(end), Some(b'\r' | b'\n')) {
            end += 1;
        }
        for i in self.at..end {
            let ends_line = match self.text[i] {
                b'\n' => true,
                // A carriage return alone ends a line too.
                b'\r' => self.text.get(i + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u32::from(ends_line);
        }
        self.at = end;
        self.line
    }
}

/// Tab or comma, whichever the first lines have more of outside quotes.
fn delimiter(text: &str) -> u8 {
    let (mut tabs, mut commas, mut quoted) = (0_usize, 0_usize, false);
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(5) {
        for byte in line.bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b'\t' if !quoted => tabs += 1,
                b',' if !quoted => commas += 1,
                _ => {}
            }
        }
    }
    if tabs > commas { b'\t' } else { b',' }
}
