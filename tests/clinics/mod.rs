//! The sample's sheet of clinics as rows that a test can change.
#![allow(dead_code, reason = "each test file uses its part")]

use crate::project::Copy;
use calamine::{Data, Reader, open_workbook_auto_from_rs};
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;

/// The sheet of the homes.
pub(crate) const HOMES: &str = "geodata/survey/施設看取り調査_令和8年度.csv";
/// The sheet of the clinics.
pub(crate) const CLINICS: &str = "geodata/survey/在宅医療実態調査_令和8年度.xlsx";
/// Headings of the clinics' sheet that hold no answer: number, identity, consent, date.
pub(crate) const NO_ANSWER: &[&str] =
    &["No", "医療機関名", "フリガナ", "所在地", "電話番号", "市民公表", "関係者", "オープンデータ", "回答日"];

pub(crate) type Rows = Vec<Vec<String>>;

/// Headings and rows of the clinics' sheet.
pub(crate) fn clinics() -> (Vec<String>, Rows) {
    let bytes = fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(CLINICS)).expect("the sample");
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range("回答").expect("the sheet");
    let shown = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::DateTime(_) => "2026/6/20".to_owned(),
        other => other.to_string(),
    };
    let mut rows: Rows = range.rows().skip(4).map(|row| row.iter().map(shown).collect()).collect();
    let header = rows.remove(0);
    (header, rows)
}

pub(crate) fn csv(header: &[String], rows: &Rows) -> String {
    let line = |row: &[String]| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    let mut text = line(header) + "\r\n";
    for row in rows {
        text += &(line(row) + "\r\n");
    }
    text
}

/// The sample with the clinics' sheet as CSV, so that a test can change it.
pub(crate) fn with_clinics(header: &[String], rows: &Rows) -> Copy {
    let copy = Copy::of_sample();
    copy.edit("ouchi.toml", &format!("path = \"{CLINICS}\"\nsheet = \"回答\""), "path = \"geodata/survey/試し.csv\"");
    fs::write(copy.path("geodata/survey/試し.csv"), csv(header, rows)).expect("written");
    copy
}

pub(crate) fn at(header: &[String], heading: &str) -> usize {
    header.iter().position(|one| one == heading).expect(heading)
}

/// No file holds a planted word, in capitals or not.
pub(crate) fn assert_no_canary(files: &BTreeMap<String, Vec<u8>>) {
    assert!(files.len() > 100);
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
        if let Some(found) = text.find("qzxv") {
            let end = (found + 20..).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
            panic!("{path}: {}", &text[found..end.min(text.len())]);
        }
    }
}
