//! Workbooks whose bytes depend on nothing but their cells.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// A cell.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    /// Text, as typed.
    Text(String),
    /// A number.
    Number(u32),
    /// A day, as a real date of the spreadsheet.
    Day(u16, u8, u8),
}

impl Cell {
    /// Text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A workbook of one sheet. Empty text leaves the cell empty.
pub(crate) fn workbook(name: &str, rows: &[Vec<Cell>]) -> Vec<u8> {
    make(name, rows).expect("a sheet of this size can be written")
}

fn make(name: &str, rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without this the time of writing would be part of the bytes.
    let made = ExcelDateTime::from_ymd(2026, 11, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(format!("見本 {name}")).set_creation_datetime(&made));
    let day = Format::new().set_num_format("yyyy/m/d");
    let sheet: &mut Worksheet = workbook.add_worksheet().set_name(name)?;
    for (r, row) in (0_u32..).zip(rows) {
        for (c, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => {
                    sheet.write_string(r, c, text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number(r, c, *number)?;
                }
                Cell::Day(y, m, d) => {
                    sheet.write_datetime_with_format(r, c, ExcelDateTime::from_ymd(*y, *m, *d)?, &day)?;
                }
            }
        }
    }
    workbook.save_to_buffer()
}
