//! What the workbooks of this product have in common: heading row, filter, widths, no time of day.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Rows under the heading that a sheet takes.
pub(super) const MOST_ROWS: usize = 1_048_000;
/// Characters that a cell takes.
const MOST_TEXT: usize = 32_000;

/// A column of a sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its heading.
    pub(super) heading: &'static str,
    width: f64,
    hidden: bool,
}

impl Column {
    /// A column of a width in characters.
    pub(super) const fn new(heading: &'static str, width: f64) -> Self {
        Self { heading, width, hidden: false }
    }

    /// A column that is there for the next run, not for the reader.
    pub(super) const fn hidden(heading: &'static str) -> Self {
        Self { heading, width: 10.0, hidden: true }
    }
}

/// Properties without the hour, so that the same facts make the same bytes.
pub(super) fn properties(title: &str) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?))
}

/// The heading row, which stays in view.
pub(super) fn head(sheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00F1_F1F4))
        .set_border_bottom(FormatBorder::Medium)
        .set_align(FormatAlign::Top);
    for (at, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, at, column.heading, &bold)?;
        sheet.set_column_width(at, column.width)?;
        if column.hidden {
            sheet.set_column_hidden(at)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// A filter over the heading row.
pub(super) fn filter(sheet: &mut Worksheet, columns: &[Column], rows: usize) -> Result<(), XlsxError> {
    let last = row(rows.min(MOST_ROWS).saturating_sub(1))?;
    sheet.autofilter(0, 0, last, u16::try_from(columns.len().saturating_sub(1)).unwrap_or_default())?;
    Ok(())
}

/// The sheet's row of a thing counted from 0.
pub(super) fn row(at: usize) -> Result<u32, XlsxError> {
    u32::try_from(at + 1).map_err(|_| XlsxError::RowColumnLimitError)
}

/// Lines broken inside the cell.
pub(super) fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// As much of a text as a cell takes.
pub(super) fn cut(text: &str) -> &str {
    text.char_indices().nth(MOST_TEXT).map_or(text, |(at, _)| &text[..at])
}
