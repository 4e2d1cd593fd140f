use super::{CellKind, MAX_CELL_CHARS, Sheets, Table, TableTrouble, decode, find_header, read};
use crate::diagnostic::Diagnostics;
use crate::place::{Origin, Sources};
use encoding_rs::{EUC_JP, SHIFT_JIS};

fn csv(bytes: &[u8]) -> Table {
    read("見本.csv", bytes, Sheets::First).expect("readable").remove(0)
}

fn book(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("written")
}

#[test]
fn every_encoding_says_the_same() {
    let text = "名称,電話番号\r\n見本髙橋クリニック①,04-0000-0001\r\n";
    let wide = |big: bool, mark: bool| -> Vec<u8> {
        let mut units: Vec<u16> = if mark { vec![0xfeff] } else { Vec::new() };
        units.extend(text.encode_utf16());
        units.iter().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8", format!("\u{feff}{text}").into_bytes()),
        ("UTF-16LE", wide(false, true)),
        ("UTF-16BE", wide(true, true)),
        ("UTF-16LE", wide(false, false)),
        ("UTF-16BE", wide(true, false)),
        ("Shift_JIS", SHIFT_JIS.encode(text).0.into_owned()),
    ];
    for (encoding, bytes) in cases {
        let decoded = decode(&bytes).expect("text");
        assert_eq!((decoded.encoding, decoded.text.as_ref()), (encoding, text));
        assert!(decoded.damaged.is_empty());
    }
    let plain = text.replace('髙', "高").replace('①', "");
    assert_eq!(decode(&EUC_JP.encode(&plain).0).expect("text").encoding, "EUC-JP");
}

#[test]
fn broken_bytes_name_their_line() {
    let mut bytes = "\u{feff}名称\r\n見本\r\n".as_bytes().to_vec();
    bytes.extend(b"\xff\xff\r\n");
    let table = csv(&bytes);
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    table.register(Some(0), &mut sources, &mut found);
    assert_eq!(found.count("text-damaged"), 1);
    let place = found.sorted()[0].place.clone().expect("placed");
    assert!(place.to_string().contains("3行"), "{place}");
}

#[test]
fn lines_are_the_ones_people_see() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "1,2", "", "\"x", "y\",3", "4,5"].join(end);
        let numbers: Vec<u32> = csv(text.as_bytes()).rows().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2, 4, 6], "{end:?}");
    }
    let table = csv(b"a\tb,c\n1\t2\n");
    assert_eq!((table.cell(1, 0), table.cell(1, 1), table.cell(1, 9)), ("1", "2", ""));
}

#[test]
fn a_cell_over_the_limit_is_named() {
    let text = format!("a,b\n1,{}\n2,3\n", "x".repeat(MAX_CELL_CHARS + 1));
    let table = csv(text.as_bytes());
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    table.register(Some(0), &mut sources, &mut found);
    assert_eq!(found.count("cell-too-long"), 1);
    assert_eq!((table.cell(1, 1), table.cell(2, 1)), ("", "3"));
}

#[test]
fn workbooks_keep_true_rows_and_columns() {
    let bytes = book(|sheet| {
        let date = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d");
        sheet.set_name("回答").expect("named");
        sheet.write(2, 1, "名称").expect("written");
        sheet.write(4, 1, "見本").expect("written");
        sheet.write(4, 3, 471_000_001).expect("written");
        sheet.write_with_format(4, 4, 46_327.0, &date).expect("written");
        sheet.write(4, 5, 1.5).expect("written");
        sheet.write(4, 6, true).expect("written");
    });
    let table = read("見本.xlsx", &bytes, Sheets::Named("回答")).expect("read").remove(0);
    let row = table.row(1);
    assert_eq!((table.row(0).number, row.number), (3, 5));
    assert_eq!(row.cells().collect::<Vec<_>>(), ["", "見本", "", "471000001", "2026-11-01", "1.5", "TRUE"]);
    assert_eq!((row.kind(1), row.kind(3), row.kind(4)), (CellKind::Text, CellKind::Number, CellKind::Date));
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let source = table.register(Some(0), &mut sources, &mut found);
    assert_eq!(sources.place(Origin { source, row: 5, column: 3 }).to_string(), "見本.xlsx「回答」D5");
    let missing = read("見本.xlsx", &bytes, Sheets::Named("集計")).expect_err("no such sheet");
    assert_eq!(missing, TableTrouble::NoSheet("集計".into(), vec!["回答".into()]));
}

#[test]
fn every_wrong_file_says_what_it_is() {
    let good = book(|sheet| {
        for row in 0..500 {
            sheet.write(row, 0, format!("見本 {row}")).expect("written");
        }
    });
    let mut other = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    other.start_file::<_, ()>("a.csv", zip::write::FileOptions::default()).expect("started");
    let other = other.finish().expect("finished").into_inner();
    let cases: [(&[u8], &str); 9] = [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf\r\n", "file-empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "file-old-or-locked"),
        (b"%PDF-1.7", "file-not-a-table"),
        (b"<!DOCTYPE html><html>", "file-not-a-table"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x0d", "file-not-a-table"),
        (&other, "file-not-a-table"),
        (&good[..good.len() / 2], "file-broken"),
        (&good[..40], "file-broken"),
    ];
    for (bytes, code) in cases {
        assert_eq!(read("x.xlsx", bytes, Sheets::First).expect_err("refused").code(), code, "{bytes:02x?}");
    }
    assert_eq!(read("x.xlsx", &other, Sheets::First), Err(TableTrouble::ZipOfOthers(vec!["a.csv".into()])));
}

#[test]
fn a_workbook_that_would_unpack_without_end_is_not_unpacked() {
    let mut bytes = book(|sheet| {
        sheet.write(0, 0, "見本").expect("written");
    });
    let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").expect("directory");
    // Bytes 24 to 27 of a directory entry say how long the part is when unpacked.
    bytes[entry + 24..entry + 28].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
    assert_eq!(read("x.xlsx", &bytes, Sheets::First), Err(TableTrouble::Bomb));
}

/// A workbook with one more part, packed as tightly as it goes.
fn with_part(name: &str, length: usize) -> Vec<u8> {
    use std::io::Write;
    let bytes = book(|sheet| {
        sheet.write(0, 0, "見本").expect("written");
    });
    let mut zip = zip::ZipWriter::new_append(std::io::Cursor::new(bytes)).expect("a zip");
    let tight = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file(name, tight).expect("started");
    for _ in 0..length >> 20 {
        zip.write_all(&[b' '; 1 << 20]).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

#[test]
fn a_part_that_is_packed_like_a_bomb_is_not_unpacked() {
    assert_eq!(read("x.xlsx", &with_part("xl/x.xml", 70 << 20), Sheets::First), Err(TableTrouble::Bomb));
    assert!(read("x.xlsx", &with_part("xl/x.xml", 7 << 20), Sheets::First).is_ok(), "small ones are harmless");
}

/// The crate that unpacks stops where the directory says that a part ends.
#[test]
fn a_part_that_is_longer_than_it_says_is_not_read_on() {
    let mut bytes = book(|sheet| {
        for row in 0..2000 {
            sheet.write(row, 0, f64::from(row)).expect("written");
        }
    });
    assert!(read("x.xlsx", &bytes, Sheets::First).is_ok());
    let name = b"xl/worksheets/sheet1.xml";
    let places: Vec<usize> = (0..bytes.len() - name.len()).filter(|at| bytes[*at..].starts_with(name)).collect();
    // The name stands 30 bytes after the mark of the part, 46 after that of its line in the directory.
    for (at, size) in places.into_iter().zip([30 - 22, 46 - 24]) {
        bytes[at - size..at - size + 4].copy_from_slice(&3000_u32.to_le_bytes());
    }
    assert_eq!(read("x.xlsx", &bytes, Sheets::First), Err(TableTrouble::Broken));
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.ends == other.ends
    }
}

#[test]
fn headings_are_found_below_notes() {
    let table = csv("令和8年度 調査,,\n\n名 称,ＴＥＬ,住所\n見本,04-0000-0001,\n".as_bytes());
    let aliases: &[(u8, &[&str])] = &[(0, &["名称"]), (1, &["電話番号", "TEL"]), (2, &["座標"])];
    let columns = find_header(&table, aliases, &[0, 1]).expect("found");
    assert_eq!((columns.header, columns.get(0), columns.get(1), columns.get(2)), (1, Some(0), Some(1), None));
    assert_eq!(columns.data(&table).count(), 1);
    let missing = find_header(&table, aliases, &[0, 2]).expect_err("no such column");
    assert_eq!((missing.expected, missing.row), (vec!["座標".to_owned()], 3));
}

#[test]
fn damage_anywhere_never_panics() {
    let good = book(|sheet| {
        sheet.write(0, 0, "見本").expect("written");
    });
    for at in (0..good.len()).step_by(7) {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        let _ = read("x.xlsx", &bad, Sheets::All);
        let _ = read("x.xlsx", &good[..at], Sheets::All);
    }
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        let _ = read("x.csv", &bytes, Sheets::First);
        let _ = decode(&bytes);
    }

    #[test]
    fn what_was_written_is_read_back(cells in proptest::collection::vec("[あ-ん,\"\r\n0-9]{0,6}", 2..5)) {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        let table = csv(format!("見出し\r\n\r\n{}\r\n", quoted.join(",")).as_bytes());
        proptest::prop_assert_eq!(table.row(1).number, 3);
        proptest::prop_assert_eq!(table.row(1).cells().collect::<Vec<_>>(), cells);
    }
}
