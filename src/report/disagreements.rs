//! 食いちがい.xlsx: what the sources of one facility say differently, one row per other value.

use super::sheet::{self, Column};
use jiff::civil::Date;
use rust_xlsxwriter::{Workbook, XlsxError};

const COLUMNS: &[Column] = &[
    Column::new("施設", 30.0),
    Column::new("施設の番号", 12.0),
    Column::new("項目", 8.0),
    Column::new("載せている値", 34.0),
    Column::new("その出典", 12.0),
    Column::new("その日付", 12.0),
    Column::new("ちがう値", 34.0),
    Column::new("ちがう値の出典", 14.0),
    Column::new("ちがう値の日付", 14.0),
    Column::new("ちがう値の場所", 44.0),
];

/// One value beside the one that is shown.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DisagreementLine {
    /// The facility's name.
    pub facility: String,
    /// Its id.
    pub id: String,
    /// The field, in words.
    pub about: &'static str,
    /// What is shown, who says so, as of when.
    pub shown: (String, &'static str, Option<Date>),
    /// What another says, who, as of when.
    pub other: (String, &'static str, Option<Date>),
    /// File and cell of the other value.
    pub place: String,
}

/// Makes the workbook.
///
/// # Errors
/// When it cannot be put together.
pub fn disagreements_workbook(lines: &[DisagreementLine]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&sheet::properties("出典どうしの食いちがい")?);
    let list = book.add_worksheet();
    list.set_name("食いちがい")?;
    sheet::head(list, COLUMNS)?;
    let wrapped = sheet::wrapped();
    let day = |on: Option<Date>| on.map_or_else(|| "記載なし".to_owned(), |on| on.to_string());
    for (at, line) in lines.iter().enumerate().take(sheet::MOST_ROWS) {
        let (shown, other) = (&line.shown, &line.other);
        let texts = [
            &line.facility,
            &line.id,
            line.about,
            &shown.0,
            shown.1,
            &day(shown.2),
            &other.0,
            other.1,
            &day(other.2),
            &line.place,
        ];
        for (column, text) in (0_u16..).zip(texts) {
            list.write_string_with_format(sheet::row(at)?, column, sheet::cut(text), &wrapped)?;
        }
    }
    sheet::filter(list, COLUMNS, lines.len().max(1))?;
    book.save_to_buffer()
}
