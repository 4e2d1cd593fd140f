//! xlsx → tables, with true rows and columns.

mod texts;

use super::{CellKind, MAX_ROWS, MAX_UNPACKED_BYTES, Sheets, Table, TableTrouble};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(super) fn read(path: &str, bytes: &[u8], sheets: Sheets<'_>) -> Result<Vec<Table>, TableTrouble> {
    check_parts(bytes)?;
    // A damaged workbook may make the crate that reads it stumble (it adds up the letters of a cell's name without a
    // limit): that is one file less, not the end of the program.
    catch_unwind(AssertUnwindSafe(|| unpacked(path, bytes, sheets))).unwrap_or(Err(TableTrouble::Broken))
}

fn unpacked(path: &str, bytes: &[u8], sheets: Sheets<'_>) -> Result<Vec<Table>, TableTrouble> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| TableTrouble::Broken)?;
    let have = book.sheet_names();
    let wanted: Vec<String> = match sheets {
        Sheets::All => have,
        Sheets::First => have.into_iter().take(1).collect(),
        Sheets::Named(name) => {
            let tight = |text: &str| super::heading_key(text);
            let found =
                have.iter().find(|sheet| *sheet == name).or_else(|| have.iter().find(|s| tight(s) == tight(name)));
            match found {
                Some(found) => vec![found.clone()],
                None => return Err(TableTrouble::NoSheet(name.to_owned(), have)),
            }
        }
    };
    if wanted.is_empty() {
        return Err(TableTrouble::Broken);
    }
    let mut tables = Vec::with_capacity(wanted.len());
    for name in &wanted {
        match sheet(path, name, &mut book)? {
            Some(table) => tables.push(table),
            // A chart sheet among the others holds no cells.
            None if sheets == Sheets::All => {}
            None => return Err(TableTrouble::Broken),
        }
    }
    if tables.iter().all(Table::is_empty) { Err(TableTrouble::Empty) } else { Ok(tables) }
}

/// How many times larger than packed a part may be, once it is over [`SMALL`]. Official lists reach about 10.
const RATIO: u64 = 200;
/// Parts up to this size may be packed as tightly as they like.
const SMALL: u64 = 8 << 20;

/// Columns of a sheet, as in Excel.
const MAX_COLUMNS: u32 = 16_384;

/// Looks into the zip's directory before anything is unpacked. That a part is no longer than the directory says is seen
/// to by who unpacks it.
fn check_parts(bytes: &[u8]) -> Result<(), TableTrouble> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableTrouble::Broken)?;
    let (mut total, mut is_book, mut names, mut texts) = (0_u64, false, Vec::new(), Vec::new());
    for index in 0..zip.len() {
        let part = zip.by_index_raw(index).map_err(|_| TableTrouble::Broken)?;
        total = total.saturating_add(part.size());
        if part.size() > SMALL && part.size() / RATIO > part.compressed_size() {
            return Err(TableTrouble::Bomb);
        }
        if texts::is_part(part.name_raw()) {
            texts.push(index);
        }
        let name = String::from_utf8_lossy(part.name_raw()).into_owned();
        is_book |= name.eq_ignore_ascii_case("xl/workbook.xml");
        if names.len() < 3 {
            names.push(name);
        }
    }
    if total > MAX_UNPACKED_BYTES {
        return Err(TableTrouble::Bomb);
    }
    if !is_book {
        return Err(TableTrouble::ZipOfOthers(names));
    }
    for index in texts {
        let part = zip.by_index(index).map_err(|_| TableTrouble::Broken)?;
        let bytes = part.size();
        if !texts::can_be_counted(part.take(bytes), bytes)? {
            return Err(TableTrouble::Broken);
        }
    }
    Ok(())
}

fn sheet(path: &str, name: &str, book: &mut Xlsx<Cursor<&[u8]>>) -> Result<Option<Table>, TableTrouble> {
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(None) };
    let mut table = Table::named(path, Some(name), "xlsx");
    let mut current: Option<(u32, u32)> = None;
    while let Some(cell) = cells.next_cell().map_err(|_| TableTrouble::Broken)? {
        let (row, column) = cell.get_position();
        if row as usize >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(TableTrouble::Broken);
        }
        let (text, kind) = shown(cell.get_value());
        if kind == CellKind::Text && text.is_empty() {
            continue;
        }
        let mut next = match current {
            Some((last, next)) if last == row => next,
            Some((last, _)) if last > row => return Err(TableTrouble::Broken),
            _ => {
                if table.rows.len() >= MAX_ROWS {
                    return Err(TableTrouble::TooManyRows);
                }
                table.begin_row(row + 1);
                0
            }
        };
        if next > column {
            return Err(TableTrouble::Broken);
        }
        while next < column {
            table.push_cell("", CellKind::Text)?;
            next += 1;
        }
        table.push_cell(&text, kind)?;
        current = Some((row, column + 1));
    }
    Ok(Some(table))
}

/// A cell as text: whole numbers without a point, dates in ISO.
fn shown<'a>(value: &'a DataRef<'_>) -> (std::borrow::Cow<'a, str>, CellKind) {
    match value {
        DataRef::Empty => ("".into(), CellKind::Text),
        DataRef::String(text) => (text.as_str().into(), CellKind::Text),
        DataRef::SharedString(text) => ((*text).into(), CellKind::Text),
        DataRef::Int(n) => (n.to_string().into(), CellKind::Number),
        DataRef::Float(n) => (number(*n).into(), CellKind::Number),
        DataRef::Bool(b) => (if *b { "TRUE" } else { "FALSE" }.into(), CellKind::Bool),
        DataRef::DateTime(date) => (iso(date).into(), CellKind::Date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.as_str().into(), CellKind::Date),
        DataRef::Error(_) => ("".into(), CellKind::Error),
    }
}

fn number(n: f64) -> String {
    // Up to 15 digits a double is exact, which is all that Excel shows.
    if n.fract() == 0.0 && n.abs() < 1e15 { format!("{n:.0}") } else { n.to_string() }
}

/// `2026-11-01`, `2026-11-01T09:30`, or `9:30` for a time alone.
fn iso(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let value = date.as_f64();
    if date.is_duration() || (0.0..1.0).contains(&value) {
        let minutes = (value * 1440.0).round() as i64;
        return format!("{}:{:02}", minutes / 60, minutes % 60);
    }
    if hour == 0 && minute == 0 && second == 0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
    }
}
