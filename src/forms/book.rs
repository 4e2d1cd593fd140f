//! A sheet as a workbook with drop-downs.

use super::sheet::{Asked, Line, Sheet};
use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

/// Bytes of the workbook: what is known on the left, the label, the answer on the right.
///
/// # Errors
/// When the workbook cannot be made.
pub fn workbook(sheet: &Sheet, on: Date) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    dated(&mut book, &sheet.name, on)?;
    let page = book.add_worksheet();
    page.set_name("確認票")?;
    page.set_column_width(0, 24)?;
    page.set_column_width(1, 44)?;
    page.set_column_width(2, 34)?;
    page.set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let heading = Format::new().set_bold().set_background_color(Color::RGB(0xDCE8DF));
    let mut row = 0;
    for words in &sheet.words {
        page.merge_range(row, 0, row, 2, words, &wrapped)?;
        page.set_row_height(row, if row == 0 { 18 } else { 34 })?;
        row += 1;
    }
    for (title, lines) in &sheet.blocks {
        row += 1;
        page.merge_range(row, 0, row, 2, &format!("■ {title}"), &heading)?;
        for one in lines {
            row += 1;
            line(page, row, one)?;
        }
        row += 1;
    }
    book.save_to_buffer()
}

/// The workbook says the day of the survey, not the moment: the same sheet is the same bytes.
pub(super) fn dated(book: &mut Workbook, title: &str, on: Date) -> Result<(), XlsxError> {
    let day = |n: i8| u8::try_from(n).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(u16::try_from(on.year()).unwrap_or(2000), day(on.month()), day(on.day()))?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    Ok(())
}

fn line(page: &mut Worksheet, row: u32, line: &Line) -> Result<(), XlsxError> {
    let known = Format::new().set_font_color(Color::RGB(0x5A605C)).set_text_wrap();
    let cell = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_num_format("@");
    let fixed = Format::new().set_background_color(Color::RGB(0xEDEDED)).set_num_format("@");
    page.write_with_format(row, 0, &line.known, &known)?;
    page.write(row, 1, &line.label)?;
    let format = if line.asked == Asked::Shown { &fixed } else { &cell };
    page.write_with_format(row, 2, &line.answer, format)?;
    let list = |words: &[&str]| DataValidation::new().allow_list_strings(words);
    let rule = match &line.asked {
        Asked::OneOf(words) => {
            Some(list(words)?.set_input_title("選んでください")?.set_input_message(words.join("／"))?)
        }
        Asked::Tick => {
            Some(list(&["○", "要相談"])?.set_input_message("できるものに○、場合によるなら要相談。できないなら空")?)
        }
        Asked::Number | Asked::Words | Asked::Shown => None,
    };
    if let Some(rule) = rule {
        page.add_data_validation(row, 2, row, 2, &rule)?;
    }
    Ok(())
}
