//! The bureau's lists: a zip per 科 with one workbook per prefecture, of which the rows that are not wanted are left out.

use super::around::{Around, Place};
use super::edition::{self, half_width};
use super::halt::Halt;
use super::raw::{Fresh, Raw};
use super::rows::RowsTrouble;
use super::workbook::only_rows;
use crate::io;
use crate::place::Place as Where;
use crate::table::{self, FileKind, Sheets, find_header};
use std::collections::BTreeSet;

const TITLE: &str = "厚生局 届出受理医療機関名簿";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Prefecture,
    Number,
    Name,
    Address,
    Phone,
    Registration,
}

const COLUMNS: &[(Field, &[&str])] = &[
    (Field::Prefecture, &["都道府県名"]),
    (Field::Number, &["医療機関番号"]),
    (Field::Name, &["医療機関名称"]),
    (Field::Address, &["医療機関所在地（住所）"]),
    (Field::Phone, &["電話番号"]),
    (Field::Registration, &["受理届出名称"]),
];

const REQUIRED: &[Field] = &[Field::Number, Field::Name, Field::Address, Field::Registration];

/// The workbooks of the prefectures whose rows are kept.
pub(super) fn bureau(raw: &Raw, around: &Around) -> Result<Vec<Fresh>, Halt> {
    if raw.kind()? == FileKind::Zip && raw.name.to_lowercase().ends_with(".xlsx") {
        let bytes = io::read(&raw.path)?;
        return Ok(vec![workbook(raw, raw.part.clone(), &raw.name, bytes, around)?]);
    }
    let (mut pack, entries) = raw.pack(TITLE)?;
    let mut fresh = Vec::new();
    for prefecture in around.prefectures() {
        let books = entries.iter().filter(|entry| {
            let name = entry.file_name();
            let digits: String = name.chars().take(2).map(half_width).collect();
            digits == prefecture && name.to_lowercase().ends_with(".xlsx")
        });
        let mut any = false;
        for entry in books {
            any = true;
            let bytes = pack.bytes(entry).map_err(|trouble| raw.unpack_halt(&trouble))?;
            let part = format!("{}_{prefecture}", raw.part);
            fresh.push(workbook(raw, part, entry.file_name(), bytes, around)?);
        }
        if !any && fresh.is_empty() {
            let names: Vec<&str> = entries.iter().take(5).map(super::unpack::Entry::file_name).collect();
            return Err(raw.halt(
                "fetch-implausible",
                format!(
                    "{TITLE}: 都道府県の番号「{prefecture}」で始まるExcelファイルがzipにありません（中身: {}）。",
                    names.join("、")
                ),
                "ouchi.toml の [fetch.pages] の bureau が、自治体を受け持つ厚生局のページか確かめてください。",
            ));
        }
    }
    Ok(fresh)
}

fn workbook(raw: &Raw, part: String, name: &str, bytes: Vec<u8>, around: &Around) -> Result<Fresh, Halt> {
    let shown = format!("{}「{name}」", raw.shown);
    let tables = table::read(&shown, &bytes, Sheets::First)
        .map_err(|trouble| Halt::Finding(Box::new(trouble.diagnostic(Where::whole(shown.as_str())))))?;
    let Some(table) = tables.first() else { return Err(raw.rows_halt(TITLE, &RowsTrouble::Empty)) };
    let columns = find_header(table, COLUMNS, REQUIRED).map_err(|missing| {
        let trouble = RowsTrouble::Missing { expected: missing.expected, found: missing.found };
        raw.rows_halt(TITLE, &trouble)
    })?;
    let (mut published, mut good) = (0, 0);
    let mut wanted = BTreeSet::new();
    for row in columns.data(table) {
        published += 1;
        good += u64::from(!columns.cell(row, Field::Number).trim().is_empty());
        let place = Place {
            prefecture: columns.cell(row, Field::Prefecture).trim(),
            address: columns.cell(row, Field::Address).trim(),
            ..Place::default()
        };
        if around.wants(&place) {
            wanted.insert(row.number);
        }
    }
    if published == 0 {
        return Err(raw.rows_halt(TITLE, &RowsTrouble::Empty));
    }
    if good * 100 < published * 90 {
        return Err(raw.halt(
            "fetch-implausible",
            format!("{TITLE}: 医療機関番号のない行が多すぎます（{published} 行のうち {} 行）。", published - good),
            "列がずれているようです。前のデータはそのまま使えます。公開元のページで、正しいファイルか確かめてください。",
        ));
    }
    // The reader tells kind and date by the workbook's own words; a name without 科 gets it from the zip.
    let named = edition::bureau_workbook(name).is_some();
    let name = if named { name.to_owned() } else { kept_name(&raw.part, name) };
    let rows = wanted.len() as u64;
    // Everything above the data stays: title, date, headings.
    wanted.extend(1..=table.row(columns.header).number);
    let bytes = smaller(&shown, bytes, &wanted, rows, around);
    Ok(Fresh { part, name, bytes, rows, published, ..Fresh::default() })
}

/// The workbook with the wanted rows alone, if that can be read again; else as it is, and readers pass over the others.
fn smaller(shown: &str, bytes: Vec<u8>, wanted: &BTreeSet<u32>, rows: u64, around: &Around) -> Vec<u8> {
    let small = around.knows_names().then(|| only_rows(&bytes, wanted)).flatten();
    let same = |small: &Vec<u8>| {
        let tables = table::read(shown, small, Sheets::First).ok()?;
        let table = tables.first()?;
        let columns = find_header(table, COLUMNS, REQUIRED).ok()?;
        Some(columns.data(table).count() as u64 == rows)
    };
    small.filter(|small| same(small) == Some(true)).unwrap_or(bytes)
}

fn kept_name(part: &str, name: &str) -> String {
    let word = match part.rsplit('_').next() {
        Some("shika") => "歯科",
        Some("yakkyoku") => "薬局",
        _ => "医科",
    };
    let prefecture: String = name.chars().take(2).map(half_width).collect();
    format!("{prefecture}届出受理医療機関名簿（{word}）.xlsx")
}
