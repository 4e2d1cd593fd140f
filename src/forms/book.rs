//! A sheet as a workbook with drop-downs.

use super::sheet::{Asked, Line, Sheet};
use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use unicode_width::UnicodeWidthStr;

/// A workbook's property by which it is known as staff's, wherever somebody puts it.
pub const STAFF_PROPERTY: &str = "ouchi_shokuin";
/// Excel's number of the paper.
const A4: u8 = 9;
/// Half-width characters that fit across the three columns.
const ACROSS: usize = 96;

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
    on_paper(page, &sheet.name);
    page.set_repeat_rows(0, 0)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let title = wrapped.clone().set_bold().set_font_size(13);
    let heading = Format::new().set_bold().set_background_color(Color::RGB(0xDCE8DF));
    let mut row = 0;
    for words in &sheet.words {
        page.merge_range(row, 0, row, 2, words, if row == 0 { &title } else { &wrapped })?;
        tall(page, row, &[(words, ACROSS)])?;
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
    page.set_print_area(0, 0, row, 2)?;
    book.save_to_buffer()
}

/// A4, as wide as the page, with what it is and the number of the page below.
pub(super) fn on_paper(page: &mut Worksheet, name: &str) {
    // In a footer `&` begins a code.
    let name = name.replace('&', "&&");
    page.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    page.set_footer(format!("&L{name}&R&P / &N"));
}

/// As tall as the longest of these texts in a column so many half-width characters wide: rows do not grow by themselves
/// in every program.
pub(super) fn tall(page: &mut Worksheet, row: u32, texts: &[(&str, usize)]) -> Result<(), XlsxError> {
    // A line breaks before its column is full: words are not cut.
    let lines = |(text, wide): &(&str, usize)| text.width().div_ceil(wide.saturating_sub(2).max(1)).max(1);
    let most = texts.iter().map(lines).max().unwrap_or(1);
    page.set_row_height(row, u32::try_from(15 * most + 2).unwrap_or(u32::MAX)).map(drop)
}

/// The workbook says the day of the survey, not the moment: the same sheet is the same bytes.
pub(super) fn dated(book: &mut Workbook, title: &str, on: Date) -> Result<(), XlsxError> {
    let day = |n: i8| u8::try_from(n).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(u16::try_from(on.year()).unwrap_or(2000), day(on.month()), day(on.day()))?;
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&made);
    book.set_properties(&properties.set_custom_property(STAFF_PROPERTY, "職員用"));
    Ok(())
}

fn line(page: &mut Worksheet, row: u32, line: &Line) -> Result<(), XlsxError> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let known = plain.clone().set_font_color(Color::RGB(0x5A605C));
    let cell = plain.clone().set_border(FormatBorder::Thin).set_num_format("@");
    let fixed = plain.clone().set_background_color(Color::RGB(0xEDEDED)).set_num_format("@");
    tall(page, row, &[(&line.known, 24), (&line.label, 44), (&line.answer, 34)])?;
    page.write_with_format(row, 0, &line.known, &known)?;
    page.write_with_format(row, 1, &line.label, &plain)?;
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
