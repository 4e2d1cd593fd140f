//! A municipality's plain facility list: 医療機関一覧, 介護サービス事業所一覧 and 公共施設一覧 of the 推奨データセット, and the
//! leading columns of the 自治体標準オープンデータセット.
//!
//! The headings of the 推奨データセット are verbatim; those of the new standard are known only as far as they were seen in
//! its other lists, so every column is found by name.

use super::cell::{self, Finder, origin};
use super::{Input, Reading, Scope, open};
use crate::model::{
    CareEntry, Clock, DayHours, Hours, HoursKind, Identifier, IdentifierKind, Kind, Record, Slot, SourceKind,
};
use crate::place::{Origin, Place, SourceId, Sourced};
use crate::settings::SourceSetting;
use crate::table::{Columns, Row, Sheets, find_header};
use crate::text::{address, kana, width};
use std::sync::Arc;

const TERMS: open::Terms = open::Terms {
    credit: "市の施設一覧（自治体標準オープンデータセット）",
    licence: "公開元の利用条件による",
    url: None,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Code,
    Id,
    CareNumber,
    InstitutionNumber,
    Prefecture,
    Municipality,
    Name,
    Kana,
    Kind,
    Services,
    Address,
    AddressPrefecture,
    AddressMunicipality,
    AddressTown,
    AddressRest,
    Building,
    Lat,
    Lon,
    Phone,
    Fax,
    CorporateNumber,
    Operator,
    Days,
    From,
    Until,
    DaysNote,
    Departments,
    Capacity,
    Url,
}

const COLUMNS: &[(Field, &[&str])] = &[
    (
        Field::Code,
        &[
            "都道府県コード又は市区町村コード",
            "所在地_全国地方公共団体コード",
            "全国地方公共団体コード",
            "市区町村コード",
            "都道府県コードまたは市区町村コード",
        ],
    ),
    (Field::Id, &["NO", "ID", "No.", "番号"]),
    (Field::CareNumber, &["事業所番号", "介護保険事業所番号"]),
    (Field::InstitutionNumber, &["医療機関コード", "医療機関番号"]),
    (Field::Prefecture, &["都道府県名"]),
    (Field::Municipality, &["市区町村名", "地方公共団体名"]),
    (Field::Name, &["名称", "介護サービス事業所名称", "医療機関名称", "事業所名", "施設名"]),
    (Field::Kana, &["名称_カナ", "介護サービス事業所名称_カナ", "フリガナ"]),
    (Field::Kind, &["医療機関の種類", "種別", "施設種別"]),
    (Field::Services, &["実施サービス", "サービスの種類"]),
    (Field::Address, &["住所", "所在地_連結表記", "所在地"]),
    (Field::AddressPrefecture, &["所在地_都道府県"]),
    (Field::AddressMunicipality, &["所在地_市区町村"]),
    (Field::AddressTown, &["所在地_町字"]),
    (Field::AddressRest, &["所在地_番地以下"]),
    (Field::Building, &["方書", "建物名等(方書)", "方書(ビル名等)"]),
    (Field::Lat, &["緯度"]),
    (Field::Lon, &["経度"]),
    (Field::Phone, &["電話番号", "TEL", "電話"]),
    (Field::Fax, &["FAX番号", "FAX"]),
    (Field::CorporateNumber, &["法人番号"]),
    (Field::Operator, &["法人の名称", "団体名"]),
    (Field::Days, &["診療曜日", "利用可能曜日"]),
    (Field::From, &["診療開始時間", "開始時間"]),
    (Field::Until, &["診療終了時間", "終了時間"]),
    (Field::DaysNote, &["診療日時特記事項", "利用可能曜日特記事項", "利用可能日時特記事項"]),
    (Field::Departments, &["診療科目"]),
    (Field::Capacity, &["定員"]),
    (Field::Url, &["URL"]),
];

/// Reads the lists (CSV or xlsx). One record per row that is wanted.
pub fn read(inputs: &[Input], setting: &SourceSetting, scope: &Scope, reading: &mut Reading) -> Vec<Record> {
    let mut records = Vec::new();
    for (input, table) in open::tables(inputs, Sheets::First, reading) {
        let columns = match find_header(&table, COLUMNS, &[Field::Name]) {
            Ok(columns) if columns.get(Field::Address).or(columns.get(Field::AddressTown)).is_some() => columns,
            Ok(columns) => {
                let row = table.row(columns.header);
                let missing = crate::table::MissingColumns {
                    expected: vec!["住所".into()],
                    found: row.cells().map(width::clean).filter(|text| !text.is_empty()).collect(),
                    row: row.number,
                };
                reading.diagnostics.push(missing.diagnostic("施設一覧", Place::whole(input.path.as_str())));
                continue;
            }
            Err(missing) => {
                reading.diagnostics.push(missing.diagnostic("施設一覧", Place::whole(input.path.as_str())));
                continue;
            }
        };
        let edition = open::edition(SourceKind::List, setting, &TERMS, None);
        let source = open::register(&table, Some(columns.header), edition, reading);
        let file = open::file_name(&input.path);
        let list = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let mut finder = Finder::new(&reading.sources);
        for row in columns.data(&table) {
            let reader = RowReader { source, list, columns: &columns, row };
            records.extend(reader.record(scope, &mut finder));
        }
        let found = finder.found;
        reading.diagnostics.absorb(found);
    }
    records
}

struct RowReader<'a> {
    source: SourceId,
    list: &'a str,
    columns: &'a Columns<Field>,
    row: Row<'a>,
}

impl<'a> RowReader<'a> {
    fn raw(&self, field: Field) -> &'a str {
        self.columns.cell(self.row, field)
    }

    fn at(&self, field: Field) -> Origin {
        origin(self.source, self.row.number, self.columns.get(field))
    }

    fn record(&self, scope: &Scope, finder: &mut Finder<'_>) -> Option<Record> {
        let code = cell::municipality_code(self.raw(Field::Code), &scope.code);
        let (whole, address_at) = self.address();
        let parsed = address::parse(&whole, &scope.prefecture, &scope.municipality);
        // Such a list is the municipality's own: a row is another's only when its code says so.
        let elsewhere =
            code.is_some() && !scope.wants(code.as_deref(), self.raw(Field::Prefecture), self.raw(Field::Municipality));
        if elsewhere && !parsed.has_municipality {
            return None;
        }
        let Some(name) = cell::text(finder, self.raw(Field::Name), self.at(Field::Name)) else {
            finder.warning("name-empty", self.at(Field::Name), || {
                ("名称がない行です。読みませんでした。".to_owned(), "名称を書くか、行を消してください。")
            });
            return None;
        };
        let kind = self.kind(&name.value);
        let mut record = Record::new(SourceKind::List, kind, name);
        record.origin = origin(self.source, self.row.number, None);
        record.municipality = if scope.is_wide() && !parsed.has_municipality { code } else { Some(scope.code.clone()) };
        record.identifiers = self.identifiers(scope, finder);
        record.kana = cell::text(finder, self.raw(Field::Kana), self.at(Field::Kana))
            .map(|kana| kana.map(|text| kana::to_katakana(&text)));
        let building = cell::text(finder, self.raw(Field::Building), self.at(Field::Building));
        record.building = building.or_else(|| parsed.building.map(|building| Sourced::new(building, address_at)));
        record.address = cell::text(finder, &parsed.rest, address_at);
        record.point = cell::point(finder, self.raw(Field::Lat), self.raw(Field::Lon), self.at(Field::Lat));
        record.phone = cell::number(finder, self.raw(Field::Phone), self.at(Field::Phone), &cell::PHONE);
        record.fax = cell::number(finder, self.raw(Field::Fax), self.at(Field::Fax), &cell::FAX);
        record.url = cell::url(finder, self.raw(Field::Url).trim(), self.at(Field::Url));
        record.operator = cell::text(finder, self.raw(Field::Operator), self.at(Field::Operator));
        let number = width::clean(self.raw(Field::CorporateNumber));
        record.corporate_number = (number.len() == 13 && number.bytes().all(|b| b.is_ascii_digit())).then_some(number);
        record.departments = parts(self.raw(Field::Departments));
        record.care = self.care();
        record.hours = self.hours(finder).map(Arc::new);
        Some(record)
    }

    /// The address in one piece, and where it was read.
    fn address(&self) -> (String, Origin) {
        let whole = self.raw(Field::Address);
        if !whole.trim().is_empty() {
            return (whole.to_owned(), self.at(Field::Address));
        }
        let parts = [Field::AddressPrefecture, Field::AddressMunicipality, Field::AddressTown, Field::AddressRest];
        (parts.map(|field| self.raw(field).trim()).concat(), self.at(Field::AddressTown))
    }

    fn kind(&self, name: &str) -> Kind {
        let written = width::clean(self.raw(Field::Kind));
        let known = |text: &str| {
            [
                ("歯科", Kind::Dental),
                ("薬局", Kind::Pharmacy),
                ("助産", Kind::Maternity),
                ("診療所", Kind::Clinic),
                ("クリニック", Kind::Clinic),
                ("医院", Kind::Clinic),
                ("病院", Kind::Hospital),
            ]
            .into_iter()
            .find(|(word, _)| text.contains(word))
            .map(|(_, kind)| kind)
        };
        if self.columns.get(Field::CareNumber).is_some() || self.columns.get(Field::Services).is_some() {
            return Kind::Care;
        }
        known(&written)
            .or_else(|| self.columns.get(Field::InstitutionNumber).and_then(|_| known(name)))
            .unwrap_or(Kind::Other)
    }

    fn identifiers(&self, scope: &Scope, finder: &mut Finder<'_>) -> Vec<Identifier> {
        let number = |field| -> String {
            width::clean(self.raw(field))
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_uppercase()
        };
        let mut all = Vec::new();
        let care = number(Field::CareNumber);
        match care.len() {
            0 => {}
            10 => all.push(Identifier::new(IdentifierKind::CareOffice, care)),
            9 if care.bytes().all(|b| b.is_ascii_digit()) => {
                all.push(Identifier::new(IdentifierKind::CareOffice, format!("0{care}")));
            }
            _ => finder.warning("care-number-odd", self.at(Field::CareNumber), || {
                (format!("事業所番号「{care}」は10けたではありません。"), "10けたで書いてください。")
            }),
        }
        let institution = number(Field::InstitutionNumber);
        // Seven digits need the fee table, which such a list does not say.
        let prefecture = scope.code.get(..2).unwrap_or_default();
        if institution.len() == 10
            && institution.starts_with(prefecture)
            && matches!(institution.as_bytes()[2], b'1' | b'3' | b'4')
        {
            all.push(Identifier::new(IdentifierKind::Institution, institution));
        }
        let row = width::clean(self.raw(Field::Id));
        if !row.is_empty() {
            all.push(Identifier::new(IdentifierKind::List, format!("{}:{row}", self.list)));
        }
        all
    }

    fn care(&self) -> Vec<CareEntry> {
        let at = self.at(Field::Services);
        let capacity = width::clean(self.raw(Field::Capacity)).parse::<u32>().ok().filter(|n| *n > 0);
        parts(self.raw(Field::Services))
            .into_iter()
            .filter_map(|name| {
                let code = super::kaigo::code_of_service(&name)?;
                Some(CareEntry { code: code.to_owned(), name, capacity, inclusive: false, origin: at })
            })
            .collect()
    }

    /// Days and one stretch of time, when both are plain; else the words alone.
    fn hours(&self, finder: &mut Finder<'_>) -> Option<Hours> {
        let (raw, at) = (width::clean(self.raw(Field::Days)), self.at(Field::Days));
        let care = self.columns.get(Field::CareNumber).is_some();
        let mut hours = Hours::unknown(if care { HoursKind::Service } else { HoursKind::Consultation }, at);
        hours.note = cell::text(finder, self.raw(Field::DaysNote), self.at(Field::DaysNote)).map(|note| note.value);
        let clock = |field| Clock::parse(&width::clean(self.raw(field)));
        let open = match (clock(Field::From), clock(Field::Until)) {
            (Some(from), Some(until)) if from < until => DayHours::Slots([Slot { from, until }].into()),
            _ => DayHours::Open,
        };
        match days(&raw) {
            Some(days) => {
                for n in days {
                    hours.days[n] = open.clone();
                }
            }
            None if !raw.is_empty() => {
                let words = hours.note.take().map_or(raw.clone(), |note| format!("{raw} {note}"));
                hours.note = Some(words);
            }
            None => {}
        }
        hours.says_something().then_some(hours)
    }
}

/// Several values in a cell, separated by `;` or 、.
fn parts(raw: &str) -> Vec<String> {
    raw.split([';', '；', '、', '，', '\n']).map(width::clean).filter(|part| !part.is_empty()).collect()
}

/// Days from 「月火水木金」「平日;土」「月～金」; `None` when it says anything else.
fn days(text: &str) -> Option<Vec<usize>> {
    const LETTERS: &str = "月火水木金土日祝";
    let plain = text
        .replace("曜日", "")
        .replace("曜", "")
        .replace("祝日", "祝")
        .replace("平日", "月火水木金")
        .replace("祭日", "祝");
    let mut found: Vec<usize> = Vec::new();
    let mut through = false;
    for c in plain.chars() {
        if let Some(day) = LETTERS.chars().position(|letter| letter == c) {
            let from = found.last().copied().filter(|_| through).map_or(day, |last| last + 1);
            found.extend(from..=day);
            through = false;
        } else if matches!(c, '〜' | '~' | '-') {
            through = true;
        } else if !matches!(c, ';' | ',' | '、' | '・' | ' ' | '/') {
            return None;
        }
    }
    (!found.is_empty() && !through).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(path: &str, text: &str) -> (Vec<Record>, Reading) {
        let scope = Scope {
            keep: crate::settings::Keep::Municipality,
            code: "122203".into(),
            prefecture: "千葉県".into(),
            municipality: "流山市".into(),
        };
        let mut reading = Reading::default();
        let input = Input { path: path.into(), bytes: text.as_bytes().to_vec() };
        let records = read(&[input], &SourceSetting::default(), &scope, &mut reading);
        (records, reading)
    }

    #[test]
    fn the_old_medical_list_is_read() {
        let text = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,医療機関の種類,住所,方書,緯度,経度,電話番号,内線番号,FAX番号,法人番号,法人の名称,医療機関コード,診療曜日,診療開始時間,診療終了時間,診療日時特記事項,時間外における対応,診療科目,病床数,URL,備考\r\n122203,1,千葉県,流山市,見本医院,ミホンイイン,診療所,千葉県流山市木1-2,,35.85,139.91,04-0000-0001,,,,,1219900001,月～金,9:00,17:00,,,内科;小児科,,,\r\n122076,2,千葉県,松戸市,見本,,診療所,千葉県松戸市1,,,,,,,,,,,,,,,,,,\r\n";
        let (records, _) = list("122203_hospital.csv", text);
        assert_eq!(records.len(), 1);
        let record = &records[0];
        assert_eq!((record.kind, record.departments.len()), (Kind::Clinic, 2));
        let numbers: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(numbers, ["institution:1219900001", "list:122203_hospital:1"]);
        let days = &record.hours.as_ref().expect("hours").days;
        assert!(matches!(days[4], DayHours::Slots(_)) && days[5] == DayHours::Unknown);
    }

    #[test]
    fn the_new_columns_are_joined() {
        let text = "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,所在地_都道府県,所在地_市区町村,所在地_町字,所在地_番地以下,建物名等(方書),緯度,経度,電話番号\n12220,0000000001,流山市,見本会館,ミホンカイカン,千葉県,流山市,南流山一丁目,2番地3,見本ビル,139.91,35.85,0400000001\n";
        let (records, reading) = list("見本.csv", text);
        let record = &records[0];
        assert_eq!(record.address.as_ref().map(|a| a.value.as_str()), Some("南流山一丁目2番地3"));
        assert_eq!((record.kind, record.building.as_ref().map(|b| b.value.as_str())), (Kind::Other, Some("見本ビル")));
        assert_eq!(record.point.as_ref().map(|p| p.value.lat), Some(35.85));
        assert_eq!(reading.diagnostics.count("coordinate-swapped"), 1);
    }

    #[test]
    fn a_list_without_addresses_is_refused() {
        let (records, reading) = list("a.csv", "名称,電話番号\n見本,1\n");
        assert!(records.is_empty() && reading.diagnostics.is_fatal());
    }

    #[test]
    fn days_are_read_only_when_plain() {
        assert_eq!(days("月〜土"), Some(vec![0, 1, 2, 3, 4, 5]));
        assert_eq!(days("月火木"), Some(vec![0, 1, 3]));
        assert_eq!(days("平日;土曜日"), Some(vec![0, 1, 2, 3, 4, 5]));
        assert_eq!(days("第2土曜"), None);
    }
}
