//! A workbook with most of its rows left out, everything else as the publisher made it.
//!
//! The sheet's XML is cut between its `<row>` elements and nothing in it is understood, so styles, widths and texts stay.
//! Row numbers stay too: a cell is where it was in the publisher's file.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The workbook with only these rows (numbers from 1). `None` when it is not as simple as such lists are: then the
/// whole is kept.
pub(super) fn only_rows(bytes: &[u8], rows: &BTreeSet<u32>) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let sheets: Vec<String> = archive
        .file_names()
        .flatten()
        .filter(|name| name.starts_with("xl/worksheets/sheet"))
        .map(|name| name.into_owned())
        .collect();
    let [sheet] = sheets.as_slice() else { return None };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let name = archive.name_for_index(index)?.ok()?.into_owned();
        if name != *sheet {
            writer.raw_copy_file(archive.by_index_raw(index).ok()?).ok()?;
            continue;
        }
        let mut xml = String::new();
        archive.by_index(index).ok()?.read_to_string(&mut xml).ok()?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        writer.start_file(name, options).ok()?;
        writer.write_all(cut(&xml, rows)?.as_bytes()).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// The sheet without the rows that are not wanted.
fn cut(xml: &str, rows: &BTreeSet<u32>) -> Option<String> {
    let mut out = String::with_capacity(xml.len() / 4);
    let mut rest = xml;
    while let Some(at) = rest.find("<row") {
        let (before, row) = rest.split_at(at);
        out.push_str(before);
        if !row[4..].starts_with([' ', '>', '/', '\n', '\r', '\t']) {
            // <rowBreaks>, for instance.
            out.push_str(&row[..4]);
            rest = &row[4..];
            continue;
        }
        let head = &row[..=row.find('>')?];
        let length = if head.ends_with("/>") { head.len() } else { row.find("</row>")? + "</row>".len() };
        let number: u32 = head.split(" r=\"").nth(1)?.split('"').next()?.parse().ok()?;
        if rows.contains(&number) {
            out.push_str(&row[..length]);
        }
        rest = &row[length..];
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Sheets, read};

    #[test]
    fn rows_are_left_out_and_the_others_stay_where_they_were() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for row in 0..50 {
            sheet.write(row, 0, format!("行{row}")).expect("cell");
            sheet.write(row, 1, row).expect("cell");
        }
        let bytes = book.save_to_buffer().expect("workbook");
        let small = only_rows(&bytes, &BTreeSet::from([1, 7, 50])).expect("simple");
        let tables = read("x.xlsx", &small, Sheets::First).expect("readable");
        let seen: Vec<(u32, &str)> =
            tables[0].rows().filter(|row| !row.is_blank()).map(|row| (row.number, row.cell(0))).collect();
        assert_eq!(seen, [(1, "行0"), (7, "行6"), (50, "行49")]);
        assert_eq!(only_rows(&bytes, &BTreeSet::from([1, 7, 50])), Some(small), "the same bytes every time");
    }

    #[test]
    fn what_is_not_simple_is_left_alone() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write(0, 0, "a").expect("cell");
        book.add_worksheet().write(0, 0, "b").expect("cell");
        assert_eq!(only_rows(&book.save_to_buffer().expect("workbook"), &BTreeSet::from([1])), None);
        assert_eq!(only_rows(b"no zip", &BTreeSet::new()), None);
        assert_eq!(cut("<sheetData><row><c/></row></sheetData>", &BTreeSet::new()), None);
        let kept =
            cut("<sheetData><row r=\"1\"/><row r=\"2\"><c/></row></sheetData><rowBreaks/>", &BTreeSet::from([2]));
        assert_eq!(kept.as_deref(), Some("<sheetData><row r=\"2\"><c/></row></sheetData><rowBreaks/>"));
    }
}
