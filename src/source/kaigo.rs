//! 介護サービス情報公表システム: one row per office and service, 24 columns, the same in every file.

mod service;
mod spelling;

use super::cell::{self, Finder, origin};
use super::{Input, Reading, Scope, open};
use crate::model::{CareEntry, Day, DayHours, Hours, HoursKind, Identifier, IdentifierKind, Kind, Record, SourceKind};
use crate::place::{Place, SourceId, Sourced};
use crate::settings::SourceSetting;
use crate::table::{Columns, Row, Sheets, Table, find_header};
use crate::text::{address, kana, width};
use jiff::civil::Date;
use rayon::prelude::*;
use spelling::Written;
use std::collections::BTreeSet;
use std::sync::Arc;

const TERMS: open::Terms = open::Terms {
    credit: "介護サービス情報公表システム（厚生労働省）",
    licence: "CC BY 4.0",
    url: Some("https://www.mhlw.go.jp/stf/kaigo-kouhyou_opendata.html"),
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Code,
    Prefecture,
    Municipality,
    Name,
    Kana,
    Service,
    Address,
    Building,
    Lat,
    Lon,
    Phone,
    Fax,
    CorporateNumber,
    Operator,
    Number,
    Days,
    DaysNote,
    Capacity,
    Url,
    Together,
    CareStandard,
    WelfareStandard,
}

const COLUMNS: &[(Field, &[&str])] = &[
    (Field::Code, &["都道府県コード又は市区町村コード", "都道府県コード又は市町村コード", "市区町村コード"]),
    (Field::Prefecture, &["都道府県名"]),
    (Field::Municipality, &["市区町村名"]),
    (Field::Name, &["事業所名"]),
    (Field::Kana, &["事業所名カナ"]),
    (Field::Service, &["サービスの種類"]),
    (Field::Address, &["住所"]),
    (Field::Building, &["方書(ビル名等)", "方書"]),
    (Field::Lat, &["緯度"]),
    (Field::Lon, &["経度"]),
    (Field::Phone, &["電話番号"]),
    (Field::Fax, &["FAX番号"]),
    (Field::CorporateNumber, &["法人番号"]),
    (Field::Operator, &["法人の名称"]),
    (Field::Number, &["事業所番号", "No"]),
    (Field::Days, &["利用可能曜日"]),
    (Field::DaysNote, &["利用可能曜日特記事項"]),
    (Field::Capacity, &["定員"]),
    (Field::Url, &["URL"]),
    (Field::Together, &["高齢者の方と障害者の方が同時一体的に利用できるサービス"]),
    (Field::CareStandard, &["介護保険の通常の指定基準を満たしている"]),
    (Field::WelfareStandard, &["障害福祉の通常の指定基準を満たしている"]),
];

const REQUIRED: &[Field] = &[Field::Code, Field::Name, Field::Service, Field::Address, Field::Phone, Field::Number];

/// Reads the files. One record per row that is wanted.
pub fn read(inputs: &[Input], setting: &SourceSetting, scope: &Scope, reading: &mut Reading) -> Vec<Record> {
    let mut ready = Vec::new();
    for (input, table) in open::tables(inputs, Sheets::First, reading) {
        match find_header(&table, COLUMNS, REQUIRED) {
            Ok(columns) => {
                let told = date_of(open::file_name(&input.path));
                let edition = open::edition(SourceKind::Kaigo, setting, &TERMS, told);
                let source = open::register(&table, Some(columns.header), edition, reading);
                ready.push((source, service::code_of_file(open::file_name(&input.path)), table, columns));
            }
            Err(missing) => reading
                .diagnostics
                .push(missing.diagnostic("介護サービス情報公表システム", Place::whole(input.path.as_str()))),
        }
    }
    let sources = &reading.sources;
    let read: Vec<_> = ready
        .par_iter()
        .map(|(source, code, table, columns)| {
            let mut finder = Finder::new(sources);
            let mut written = Vec::new();
            let records = rows(*source, *code, table, columns, scope, &mut finder, &mut written);
            (records, written, finder.found, finder.municipalities)
        })
        .collect();
    let mut finder = Finder::new(sources);
    for row in spelling::unlike(read.iter().flat_map(|(_, written, ..)| written.iter().copied())) {
        finder.note("office-spelling", row.origin, || {
            format!(
                "事業所番号 {} の名前・住所・緯度経度が、ほかのサービスのファイルと同じ字ではありません。",
                row.number
            )
        });
    }
    let unlike = finder.found;
    reading.diagnostics.absorb(unlike);
    let mut all = Vec::with_capacity(read.iter().map(|(records, ..)| records.len()).sum());
    for (records, _, found, met) in read {
        all.extend(records);
        reading.diagnostics.absorb(found);
        reading.municipalities.absorb(met);
    }
    all
}

/// The code of a care service's published name: 訪問看護 → 130.
pub fn code_of_service(name: &str) -> Option<&'static str> {
    service::code_of_name(name)
}

/// The end of June or December before the day in `jigyosho_110_all_20260709180319.csv`.
fn date_of(file: &str) -> Option<Date> {
    let stamp = file.strip_prefix("jigyosho_")?.get(3..)?.strip_prefix("_all_")?.get(..8)?;
    let published = crate::text::wareki::parse(stamp)?;
    if published.month() >= 7 {
        Date::new(published.year(), 6, 30).ok()
    } else {
        Date::new(published.year() - 1, 12, 31).ok()
    }
}

fn rows<'a>(
    source: SourceId,
    file_code: Option<&'static str>,
    table: &'a Table,
    columns: &'a Columns<Field>,
    scope: &Scope,
    finder: &mut Finder<'_>,
    written: &mut Vec<Written<'a>>,
) -> Vec<Record> {
    let mut records = Vec::new();
    let mut seen = BTreeSet::new();
    for row in columns.data(table) {
        let code = cell::municipality_code(columns.cell(row, Field::Code), &scope.code);
        let (prefecture, municipality) = (columns.cell(row, Field::Prefecture), columns.cell(row, Field::Municipality));
        if !scope.wants(code.as_deref(), prefecture, municipality) {
            continue;
        }
        if scope.is_wide() {
            finder.municipalities.learn(code.as_deref(), || width::clean(municipality));
        }
        let reader = RowReader { source, columns, row };
        if let Some(record) = reader.record(code, file_code, finder) {
            let key = (record.identifiers.clone(), record.care.first().map(|care| care.code.clone()));
            if !record.identifiers.is_empty() && !seen.insert(key) {
                finder.note("kaigo-row-twice", record.origin, || {
                    let number = record.identifiers.first().map(|id| id.value.clone()).unwrap_or_default();
                    format!("同じ事業所番号とサービスの行が2つあります（{number}）。")
                });
            }
            written.push(reader.written());
            records.push(record);
        }
    }
    records
}

struct RowReader<'a> {
    source: SourceId,
    columns: &'a Columns<Field>,
    row: Row<'a>,
}

impl<'a> RowReader<'a> {
    fn raw(&self, field: Field) -> &'a str {
        self.columns.cell(self.row, field)
    }

    fn written(&self) -> Written<'a> {
        let cells = [Field::Name, Field::Address, Field::Lat, Field::Lon].map(|field| self.raw(field).trim());
        Written { number: self.raw(Field::Number).trim(), cells, origin: self.at(Field::Number) }
    }

    fn at(&self, field: Field) -> crate::place::Origin {
        origin(self.source, self.row.number, self.columns.get(field))
    }

    fn record(&self, code: Option<String>, file_code: Option<&'static str>, finder: &mut Finder<'_>) -> Option<Record> {
        let Some(name) = cell::text(finder, self.raw(Field::Name), self.at(Field::Name)) else {
            finder.warning("name-empty", self.at(Field::Name), || {
                ("事業所名がない行です。読みませんでした。".to_owned(), "公開元のファイルを確かめてください。")
            });
            return None;
        };
        let mut record = Record::new(SourceKind::Kaigo, Kind::Care, name);
        record.origin = origin(self.source, self.row.number, None);
        if code.is_none() {
            let raw = self.raw(Field::Code);
            finder.warning("municipality-code-odd", self.at(Field::Code), || {
                (format!("市区町村コード「{raw}」が読めません。"), "6けたの数字で書いてください。")
            });
        }
        record.municipality = code;
        record.identifiers.extend(self.identifier(finder));
        record.kana = self.kana(finder);
        self.place(&mut record, finder);
        record.phone = cell::number(finder, self.raw(Field::Phone), self.at(Field::Phone), &cell::PHONE);
        if self.raw(Field::Phone).is_empty() {
            finder.note("phone-empty", self.at(Field::Phone), || "電話番号がありません。".to_owned());
        }
        record.fax = cell::number(finder, self.raw(Field::Fax), self.at(Field::Fax), &cell::FAX);
        self.empty(finder, Field::Fax, "fax-empty", "FAX番号");
        record.url = cell::url(finder, self.raw(Field::Url), self.at(Field::Url));
        self.empty(finder, Field::Url, "url-empty", "URL");
        record.operator = cell::text(finder, self.raw(Field::Operator), self.at(Field::Operator));
        self.empty(finder, Field::Operator, "operator-empty", "法人の名称");
        record.corporate_number = self.corporate_number(finder);
        record.care.extend(self.care(file_code, finder));
        record.hours = self.days(finder).map(Arc::new);
        Some(record)
    }

    fn empty(&self, finder: &mut Finder<'_>, field: Field, code: &'static str, what: &'static str) {
        if self.raw(field).is_empty() {
            finder.note(code, self.at(field), || format!("{what}が書かれていません。"));
        }
    }

    /// The office's number: ten characters, letters occur.
    fn identifier(&self, finder: &mut Finder<'_>) -> Option<Identifier> {
        let raw = self.raw(Field::Number);
        let number = width::clean(raw).to_ascii_uppercase();
        // A spreadsheet that took it for a number has dropped the zero of 01–09.
        let number =
            if number.len() == 9 && number.bytes().all(|b| b.is_ascii_digit()) { format!("0{number}") } else { number };
        if number.len() == 10 && number.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Some(Identifier::new(IdentifierKind::CareOffice, number));
        }
        finder.warning("care-number-odd", self.at(Field::Number), || {
            (format!("事業所番号「{raw}」は10けたではありません。"), "公開元のファイルを確かめてください。")
        });
        None
    }

    fn kana(&self, finder: &mut Finder<'_>) -> Option<Sourced<String>> {
        let raw = self.raw(Field::Kana);
        let read = cell::text(finder, raw, self.at(Field::Kana))?.map(|text| kana::to_katakana(&text));
        if !kana::is_kana_only(raw) {
            finder.note("kana-not-kana", self.at(Field::Kana), || {
                format!("事業所名カナ「{raw}」に英字か漢字があります。")
            });
        }
        Some(read)
    }

    fn place(&self, record: &mut Record, finder: &mut Finder<'_>) {
        let (raw, building) = (self.raw(Field::Address), self.raw(Field::Building));
        let (prefecture, municipality) = (self.raw(Field::Prefecture), self.raw(Field::Municipality));
        let at = self.at(Field::Address);
        if !prefecture.is_empty() && !raw.starts_with(prefecture) {
            finder.note("address-no-prefecture", at, || format!("住所「{raw}」が都道府県から書かれていません。"));
        }
        if raw.contains(|c| ('０'..='９').contains(&c)) {
            finder.note("address-full-width", at, || format!("住所「{raw}」に全角の数字があります。"));
        }
        let mut whole = raw.to_owned();
        if !building.trim().is_empty() && raw.contains(building) {
            finder.note("address-building-twice", at, || format!("方書「{building}」が住所にも書かれています。"));
            whole = raw.replacen(building, " ", 1);
        }
        let parsed = address::parse(&whole, prefecture, municipality);
        let named = cell::text(finder, building, self.at(Field::Building));
        record.building = named.or_else(|| parsed.building.map(|building| Sourced::new(building, at)));
        record.address = cell::text(finder, &parsed.rest, at);
        record.point = cell::point(finder, self.raw(Field::Lat), self.raw(Field::Lon), self.at(Field::Lat));
    }

    fn corporate_number(&self, finder: &mut Finder<'_>) -> Option<String> {
        let raw = self.raw(Field::CorporateNumber);
        let number = width::clean(raw);
        if number.is_empty() {
            finder.note("corporate-number-empty", self.at(Field::CorporateNumber), || {
                "法人番号が書かれていません。".to_owned()
            });
            return None;
        }
        let good = number.len() == 13 && number.bytes().all(|b| b.is_ascii_digit());
        if !good {
            finder.note("corporate-number-odd", self.at(Field::CorporateNumber), || {
                format!("法人番号「{raw}」は13けたの数字ではありません。")
            });
        }
        good.then_some(number)
    }

    fn care(&self, file_code: Option<&'static str>, finder: &mut Finder<'_>) -> Option<CareEntry> {
        let at = self.at(Field::Service);
        let name = cell::text(finder, self.raw(Field::Service), at)?.value;
        let Some(code) = file_code.or_else(|| service::code_of_name(&name)) else {
            finder.warning("care-service-unknown", at, || {
                (
                    format!("「{name}」は知らないサービスです。"),
                    "ファイルの名前を公開されたままの「jigyosho_NNN.csv」にしてください。",
                )
            });
            return None;
        };
        let raw = self.raw(Field::Capacity);
        if raw == "0" {
            finder.note("capacity-zero", self.at(Field::Capacity), || {
                "定員が0です。「書かれていない」として扱いました。".to_owned()
            });
        }
        let capacity = width::clean(raw).parse::<u32>().ok().filter(|n| *n > 0);
        let inclusive = self.raw(Field::Together) == "あり"
            || [Field::CareStandard, Field::WelfareStandard].into_iter().any(|field| self.raw(field) == "共生型");
        Some(CareEntry { code: code.to_owned(), name, capacity, inclusive, origin: at })
    }

    /// Days on which the service is available. An empty list says nothing; a list says the others are not.
    fn days(&self, finder: &mut Finder<'_>) -> Option<Hours> {
        let (raw, at) = (self.raw(Field::Days), self.at(Field::Days));
        let mut hours = Hours::unknown(HoursKind::Service, at);
        hours.note = cell::text(finder, self.raw(Field::DaysNote), self.at(Field::DaysNote)).map(|note| note.value);
        if raw.trim().is_empty() {
            finder.note("weekdays-empty", at, || {
                "利用可能曜日が書かれていません（休みという意味ではありません）。".to_owned()
            });
        } else {
            let mut open = [false; 8];
            for word in raw.split([',', '、', '，']) {
                match word.trim() {
                    "平日" => open[..5].fill(true),
                    "土曜日" => open[5] = true,
                    "日曜日" => open[6] = true,
                    "祝日" => open[7] = true,
                    "" => {}
                    other => {
                        finder.note("weekdays-odd", at, || format!("利用可能曜日「{other}」は知らない言葉です。"));
                        return hours.says_something().then_some(hours);
                    }
                }
            }
            for (n, _) in Day::ALL.iter().enumerate() {
                hours.days[n] = if open[n] { DayHours::Open } else { DayHours::Closed };
            }
        }
        hours.says_something().then_some(hours)
    }
}

#[cfg(test)]
mod tests;
