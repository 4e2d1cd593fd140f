//! Any table of establishments → records, by the headings that such tables usually have.
//!
//! Nothing is required but a column of names. Numbers of offices are taken only from columns that say so.

mod headings;

use super::Reading;
use crate::diagnostic::Diagnostic;
use crate::geo;
use crate::model::{Identifier, IdentifierKind, Kind, LonLat, Record, SourceKind};
use crate::place::{Origin, SourceId, Sourced};
use crate::table::{HEADER_WITHIN, Row, Table};
use crate::text::municipality::{self, Known};
use crate::text::{kana, phone, width};
use headings::{Field, columns};
use std::collections::BTreeMap;

/// A name or address longer than this is not one; the rest is not compared.
const LONGEST: usize = 300;

/// The columns of a table of establishments.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Place of the heading row in the table, from 0; data begins after it.
    pub header: usize,
    columns: BTreeMap<Field, u16>,
}

impl Layout {
    fn cell<'a>(&self, row: Row<'a>, field: Field) -> &'a str {
        self.columns.get(&field).map_or("", |column| row.cell(*column).trim())
    }

    /// Headings that are used, for the summary: 「名称」「住所」.
    pub fn used(&self, table: &Table) -> Vec<String> {
        self.columns.values().map(|column| width::clean(table.cell(self.header, *column))).collect()
    }
}

/// Finds the heading row and the columns.
///
/// # Errors
/// A finding that says which headings were looked for, when there is no column of names.
pub fn layout(table: &Table, source: SourceId, reading: &Reading) -> Result<Layout, Diagnostic> {
    let mut best: Option<Layout> = None;
    for (header, row) in table.rows().take(HEADER_WITHIN).enumerate() {
        let columns = columns(row);
        if columns.contains_key(&Field::Name) && best.as_ref().is_none_or(|best| best.columns.len() < columns.len()) {
            best = Some(Layout { header, columns });
        }
    }
    best.ok_or_else(|| {
        let fullest = table.rows().take(HEADER_WITHIN).max_by_key(|row| {
            (row.cells().filter(|text| !text.trim().is_empty()).count(), std::cmp::Reverse(row.number))
        });
        let seen: Vec<String> = fullest
            .into_iter()
            .flat_map(|row| row.cells().map(width::clean).filter(|text| !text.is_empty()).take(12).collect::<Vec<_>>())
            .map(|text| text.chars().take(20).collect())
            .collect();
        let seen = if seen.is_empty() { "見出しらしい行がありません。".into() } else { format!("見つかった見出し: {}。", seen.join("、")) };
        Diagnostic::error("column-missing", "名称の列が見つかりません。")
            .at(reading.sources.place(Origin { source, row: 0, column: 0 }))
            .help(format!(
                "{seen}見出しの行に「名称」「事業所名」「医療機関名」「施設名」のどれかの列がいります。住所・電話番号・フリガナ・緯度・経度の列もあれば使います。"
            ))
            .fatal()
    })
}

/// Learns the municipalities that a row names in its own column or after a prefecture.
pub fn learn(row: Row<'_>, layout: &Layout, known: &mut Known) {
    let written = width::clean(layout.cell(row, Field::Municipality));
    let (_, name) = municipality::prefecture(&written);
    if !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) {
        known.learn(name);
        return;
    }
    let text = layout.cell(row, Field::Address);
    let (code, rest) = municipality::prefecture(text);
    let start = width::clean(&rest.chars().take(16).collect::<String>());
    if let Some(name) = municipality::guess(&start).filter(|_| code > 0) {
        known.learn(name);
    }
}

/// What a row says. `None` when it has no name.
///
/// The record's municipality is written as a name with its prefecture in front where that is known (千葉県見本市), because
/// such tables have names and not codes. A phone without area code is kept as its digits.
pub fn record(row: Row<'_>, layout: &Layout, known: &Known, source: SourceId) -> Option<Record> {
    let at =
        |field: Field| Origin { source, row: row.number, column: layout.columns.get(&field).copied().unwrap_or(0) };
    let cleaned = |field: Field| -> Option<Sourced<String>> {
        let raw = layout.cell(row, field);
        let cut = raw.char_indices().nth(LONGEST).map_or(raw, |(end, _)| &raw[..end]);
        let text = width::clean(cut);
        (!text.is_empty()).then(|| Sourced::new(text, at(field)))
    };
    let name = cleaned(Field::Name)?;
    let mut record = Record::new(SourceKind::List, Kind::Other, name);
    record.kana = cleaned(Field::Kana).map(|text| text.map(|text| kana::to_katakana(&text)));
    record.operator = cleaned(Field::Operator);
    record.phone = cleaned(Field::Phone).and_then(|text| Some(Sourced::new(number(&text.value)?, text.origin)));
    record.building = cleaned(Field::Building);
    let corporate: String =
        width::clean(layout.cell(row, Field::Corporate)).chars().filter(char::is_ascii_digit).collect();
    record.corporate_number = (corporate.len() == 13).then_some(corporate);
    place(row, layout, known, &mut record, cleaned(Field::Address));
    let degrees = |field: Field| width::clean(layout.cell(row, field)).parse::<f64>().ok().filter(|n| n.is_finite());
    if let (Some(lat), Some(lon)) = (degrees(Field::Latitude), degrees(Field::Longitude)) {
        // Swapped columns are put right: no place in Japan has such a latitude.
        let points = [LonLat::new(lon, lat), LonLat::new(lat, lon)];
        record.point = points
            .into_iter()
            .find(|point| geo::in_japan(*point))
            .map(|point| Sourced::new(point, at(Field::Latitude)));
    }
    record.identifiers = identifiers(row, layout);
    Some(record)
}

/// Prefecture and municipality from their columns or the address, and the address without them.
fn place(row: Row<'_>, layout: &Layout, known: &Known, record: &mut Record, address: Option<Sourced<String>>) {
    let written = width::clean(layout.cell(row, Field::Municipality));
    let (mut code, name) = municipality::prefecture(&written);
    let mut name = name.to_owned();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.clear();
    }
    if code == 0 {
        code = municipality::prefecture(&width::clean(layout.cell(row, Field::Prefecture))).0;
    }
    if let Some(address) = address {
        let (found, rest) = municipality::prefecture(front(&address.value));
        if code == 0 {
            code = found;
        }
        let mut rest = rest;
        if let Some(after) = strip_municipality(rest, &name) {
            rest = after;
        } else if let Some(front) =
            known.find(rest).or_else(|| (found > 0).then(|| municipality::guess(rest)).flatten())
        {
            rest = &rest[front.len()..];
            if name.is_empty() {
                name = front.to_owned();
            }
        }
        let rest = rest.trim_start();
        if !rest.is_empty() {
            record.address = Some(Sourced::new(rest.to_owned(), address.origin));
        }
    }
    if !name.is_empty() {
        let prefecture = code.checked_sub(1).and_then(|at| municipality::PREFECTURES.get(usize::from(at)));
        record.municipality = Some(format!("{}{name}", prefecture.unwrap_or(&"")));
    }
}

/// The text without a postal code in front.
fn front(text: &str) -> &str {
    let rest = text.trim_start_matches(['〒', ' ']);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || width::is_dash(c));
    if rest.len() - after.len() >= 7 { after.trim_start() } else { text }
}

fn strip_municipality<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    if name.is_empty() {
        return None;
    }
    let ward = name.strip_prefix(municipality::city(name)).filter(|ward| !ward.is_empty());
    [name, municipality::without_county(name), municipality::city(name)]
        .into_iter()
        .chain(ward)
        .find_map(|front| text.strip_prefix(front))
        .or_else(|| {
            let (at, county) = text.char_indices().take(6).find(|(_, c)| *c == '郡')?;
            text[at + county.len_utf8()..].strip_prefix(municipality::without_county(name))
        })
}

/// The hyphenated number; digits alone when the area code is missing.
fn number(text: &str) -> Option<String> {
    match phone::parse(text) {
        Ok(number) => Some(number),
        Err(phone::PhoneTrouble::NoAreaCode) => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            Some(digits)
        }
        Err(_) => {
            // Several numbers in one cell: the first.
            let first = text.split([',', '、', '/', ';', '・']).next().filter(|first| first.len() < text.len())?;
            phone::parse(first).ok()
        }
    }
}

fn identifiers(row: Row<'_>, layout: &Layout) -> Vec<Identifier> {
    let text = |field: Field| -> String {
        width::clean(layout.cell(row, field)).chars().filter(char::is_ascii_alphanumeric).collect()
    };
    let mut found = Vec::new();
    let care = text(Field::CareNumber);
    if care.len() == 10 {
        found.push(Identifier::new(IdentifierKind::CareOffice, care));
    }
    let institution = text(Field::InstitutionNumber);
    if institution.len() == 10 {
        found.push(Identifier::new(IdentifierKind::Institution, institution));
    } else if institution.len() == 7 {
        // Unique only with the prefecture and the fee table, which then must be said.
        let code = text(Field::PrefectureCode);
        let table = match width::clean(layout.cell(row, Field::Division)).as_str() {
            "医科" | "1" | "01" => Some('1'),
            "歯科" | "3" | "03" => Some('3'),
            "薬局" | "調剤" | "4" | "04" => Some('4'),
            _ => None,
        };
        if let (1..=2, Some(table)) = (code.len(), table) {
            found.push(Identifier::new(IdentifierKind::Institution, format!("{code:0>2}{table}{institution}")));
        }
    }
    let navii = text(Field::Navii);
    if navii.len() == 13 && navii.as_bytes()[..3].iter().all(u8::is_ascii_digit) {
        found.push(Identifier::new(IdentifierKind::Navii, navii));
    }
    found
}
