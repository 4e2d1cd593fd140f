//! Address → point, offline: blocks and towns of 位置参照情報, and what the address search answered earlier.

use super::Input;
use crate::geo;
use crate::model::LonLat;
use crate::table::{self, Columns, Sheets, find_header};
use crate::text::address;
use std::collections::BTreeMap;

/// How exact a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The representative point of the town or 丁目.
    Town,
    /// The block (街区).
    Block,
    /// The number itself (番地, or 番 and 号).
    Number,
}

impl Level {
    /// What staff read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Town => "町",
            Self::Block => "街区",
            Self::Number => "番・号",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        [Self::Town, Self::Block, Self::Number].into_iter().find(|level| level.word() == word)
    }
}

/// A point found for an address.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct AddressPoint {
    /// Where.
    pub point: LonLat,
    /// How exact.
    pub level: Level,
}

/// Points of a municipality's addresses.
#[derive(Debug, Clone, Default)]
pub struct AddressBook {
    prefecture: String,
    municipality: String,
    towns: BTreeMap<String, LonLat>,
    /// By town and block.
    blocks: BTreeMap<(String, u32), AddressPoint>,
    /// Answers of the address search, by address.
    answers: BTreeMap<String, AddressPoint>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Prefecture,
    Municipality,
    Town,
    Block,
    Lat,
    Lon,
    Resident,
    Query,
    Level,
}

const COLUMNS: &[(Field, &[&str])] = &[
    (Field::Prefecture, &["都道府県名"]),
    (Field::Municipality, &["市区町村名"]),
    (Field::Town, &["大字・丁目名", "大字・町丁目名", "大字町丁目名"]),
    (Field::Block, &["街区符号・地番"]),
    (Field::Lat, &["緯度"]),
    (Field::Lon, &["経度"]),
    (Field::Resident, &["住居表示フラグ"]),
    (Field::Query, &["住所"]),
    (Field::Level, &["確かさ"]),
];

impl AddressBook {
    /// Reads the files of `geodata/address`. What is no table of addresses is passed over: it was proven when fetched.
    pub fn read(inputs: &[Input], prefecture: &str, municipality: &str) -> Self {
        let mut book =
            Self { prefecture: prefecture.to_owned(), municipality: municipality.to_owned(), ..Self::default() };
        for input in inputs {
            let Ok(tables) = table::read(&input.path, &input.bytes, Sheets::First) else { continue };
            let Some(table) = tables.first() else { continue };
            if let Ok(columns) = find_header(table, COLUMNS, &[Field::Query, Field::Lat, Field::Lon, Field::Level]) {
                book.take_answers(table, &columns);
            } else if let Ok(columns) = find_header(table, COLUMNS, &[Field::Town, Field::Lat, Field::Lon]) {
                book.take_places(table, &columns);
            }
        }
        book
    }

    fn take_places(&mut self, table: &table::Table, columns: &Columns<Field>) {
        for row in columns.data(table) {
            let cell = |field| columns.cell(row, field).trim();
            let ours = cell(Field::Prefecture) == self.prefecture
                && (cell(Field::Municipality) == self.municipality
                    || (self.municipality.ends_with('市')
                        && cell(Field::Municipality).starts_with(&self.municipality)));
            let Some(point) = geo::read_point(cell(Field::Lat), cell(Field::Lon)).filter(|_| ours) else {
                continue;
            };
            let town = address::town_key(cell(Field::Town));
            if columns.get(Field::Block).is_none() {
                self.towns.entry(town).or_insert(point);
            } else if let Ok(block) = cell(Field::Block).parse() {
                // Without 住居表示 the column holds the number of the lot, not of a block.
                let level = if cell(Field::Resident) == "0" { Level::Number } else { Level::Block };
                self.blocks.entry((town, block)).or_insert(AddressPoint { point, level });
            }
        }
    }

    fn take_answers(&mut self, table: &table::Table, columns: &Columns<Field>) {
        for row in columns.data(table) {
            let cell = |field| columns.cell(row, field).trim();
            let point = geo::read_point(cell(Field::Lat), cell(Field::Lon));
            if let (Some(point), Some(level)) = (point, Level::of(cell(Field::Level))) {
                self.answers.insert(self.key(cell(Field::Query)), AddressPoint { point, level });
            }
        }
    }

    /// The most exact point known for an address, with or without prefecture and municipality.
    pub fn find(&self, text: &str) -> Option<AddressPoint> {
        let asked = self.answers.get(&self.key(text)).copied();
        let parsed = address::parse(text, &self.prefecture, &self.municipality);
        let keys = parsed.town_keys();
        let has_town_with_chome = keys.len() == 2;
        let own = keys.iter().enumerate().find_map(|(at, key)| {
            let first = usize::from(has_town_with_chome && at == 0);
            let number = parsed.numbers.get(first)?;
            let found = self.blocks.get(&(key.clone(), *number)).copied()?;
            // 「393番地1」 is on the lot 393 or beside it: as exact as a block.
            let further = parsed.numbers.len() > first + 1;
            let level = if further { found.level.min(Level::Block) } else { found.level };
            Some(AddressPoint { level, ..found })
        });
        let town = keys.iter().find_map(|key| self.towns.get(key));
        let town = town.map(|point| AddressPoint { point: *point, level: Level::Town });
        [own, asked, town]
            .into_iter()
            .flatten()
            .reduce(|best, other| if other.level > best.level { other } else { best })
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.towns.is_empty() && self.blocks.is_empty() && self.answers.is_empty()
    }

    fn key(&self, text: &str) -> String {
        let parsed = address::parse(text, &self.prefecture, &self.municipality);
        let numbers: Vec<String> = parsed.numbers.iter().map(u32::to_string).collect();
        format!("{}{}", address::town_key(&parsed.town_text), numbers.join("-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> AddressBook {
        let file = |path: &str, text: &str| Input { path: path.into(), bytes: text.as_bytes().to_vec() };
        let blocks = "都道府県名,市区町村名,大字・丁目名,街区符号・地番,緯度,経度,住居表示フラグ\n見本県,見本市,中央一丁目,2,35.85,139.90,1\n見本県,見本市,大字木,393,35.86,139.91,0\n見本県,隣市,中央一丁目,2,36.0,140.0,1\n";
        let towns = "都道府県名,市区町村名,大字町丁目名,緯度,経度\n見本県,見本市,中央一丁目,35.8,139.8\n見本県,見本市,大字木,35.7,139.7\n";
        let answers = "住所,答え,緯度,経度,確かさ,聞いた日\n中央1-9-9,見本県見本市中央一丁目9番9号,35.855,139.905,番・号,2026-11-22\n木1,,,,,2026-11-22\n";
        AddressBook::read(&[file("b.csv", blocks), file("t.csv", towns), file("g.csv", answers)], "見本県", "見本市")
    }

    #[test]
    fn each_point_says_how_exact_it_is() {
        let book = book();
        let found = |text: &str| book.find(text).map(|found| (found.level, found.point.lat));
        assert_eq!(found("見本県見本市中央１丁目２番３号 見本ビル２階"), Some((Level::Block, 35.85)));
        assert_eq!(found("中央1-2"), Some((Level::Block, 35.85)));
        assert_eq!(found("木393番地"), Some((Level::Number, 35.86)));
        assert_eq!(found("見本市大字木393-1"), Some((Level::Block, 35.86)));
        assert_eq!(found("中央一丁目7番"), Some((Level::Town, 35.8)));
        assert_eq!(found("中央1丁目9番9号"), Some((Level::Number, 35.855)));
        assert_eq!(found("木1"), Some((Level::Town, 35.7)));
        assert_eq!(found("どこか5-5"), None);
    }
}
