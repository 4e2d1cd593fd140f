//! 地方厚生局「届出受理医療機関名簿」: the whole list (全体, 24 columns) and lists by item (項目別, 19 columns).
//!
//! One institution stands in many rows, one per registration and remark; they become one record.

mod merge;

use super::cell::{self, Finder, origin};
use super::{Input, Reading, Scope, home_care, open};
use crate::diagnostic::Diagnostic;
use crate::model::{Identifier, IdentifierKind, Kind, Record, Registration, SourceKind};
use crate::place::{Place, SourceId, Sourced};
use crate::settings::{Keep, SourceSetting};
use crate::table::{Columns, Row, Sheets, Table, find_header};
use crate::text::{address, wareki, width};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;

const TERMS: open::Terms = open::Terms {
    credit: "地方厚生局「届出受理医療機関名簿」（厚生労働省）",
    licence: "公開元のサイトの利用規約による",
    url: None,
};

const WANTED: &str = "届出受理医療機関名簿";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Prefecture,
    PrefectureName,
    Division,
    Number,
    Name,
    Address,
    Phone,
    Fax,
    Beds,
    Title,
    Symbol,
    Receipt,
    Since,
}

const COLUMNS: &[(Field, &[&str])] = &[
    (Field::Prefecture, &["都道府県コード"]),
    (Field::PrefectureName, &["都道府県名"]),
    (Field::Division, &["区分"]),
    (Field::Number, &["医療機関番号"]),
    (Field::Name, &["医療機関名称"]),
    (Field::Address, &["医療機関所在地(住所)"]),
    (Field::Phone, &["電話番号"]),
    (Field::Fax, &["FAX番号"]),
    (Field::Beds, &["病床数"]),
    (Field::Title, &["受理届出名称"]),
    (Field::Symbol, &["受理記号"]),
    (Field::Receipt, &["受理番号"]),
    (Field::Since, &["算定開始年月日"]),
];

const REQUIRED: &[Field] =
    &[Field::Prefecture, Field::Number, Field::Name, Field::Address, Field::Title, Field::Symbol, Field::Since];

/// 点数表: which fee table the list is of; the third digit of the ten-digit number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum FeeTable {
    Medical,
    Dental,
    Pharmacy,
}

impl FeeTable {
    const fn digit(self) -> char {
        match self {
            Self::Medical => '1',
            Self::Dental => '3',
            Self::Pharmacy => '4',
        }
    }

    fn of_word(text: &str) -> Option<Self> {
        [("歯科", Self::Dental), ("薬局", Self::Pharmacy), ("調剤", Self::Pharmacy), ("医科", Self::Medical)]
            .into_iter()
            .find(|(word, _)| text.contains(word))
            .map(|(_, table)| table)
    }

    fn of_file(name: &str) -> Option<Self> {
        let name = width::clean(name);
        Self::of_word(&name).or_else(|| {
            [
                (":歯", Self::Dental),
                ("shika", Self::Dental),
                (":薬", Self::Pharmacy),
                ("yakkyoku", Self::Pharmacy),
                (":医", Self::Medical),
                ("ika", Self::Medical),
            ]
            .into_iter()
            .find(|(word, _)| name.contains(word))
            .map(|(_, table)| table)
        })
    }
}

/// One list, ready to be read.
struct List {
    source: SourceId,
    table: Table,
    columns: Columns<Field>,
    as_of: Option<Date>,
    fee_table: Option<FeeTable>,
    /// All registrations of each institution, not those of some items.
    whole: bool,
}

/// Reads the lists. One record per institution, whatever number of lists and rows it stands in.
pub fn read(inputs: &[Input], setting: &SourceSetting, scope: &Scope, reading: &mut Reading) -> Vec<Record> {
    let mut lists = Vec::new();
    for (input, table) in open::tables(inputs, Sheets::First, reading) {
        if is_print_layout(&input.path, &table) {
            reading.diagnostics.push(print_layout(&input.path));
            continue;
        }
        let columns = match find_header(&table, COLUMNS, REQUIRED) {
            Ok(columns) => columns,
            Err(missing) => {
                reading.diagnostics.push(missing.diagnostic(WANTED, Place::whole(input.path.as_str())));
                continue;
            }
        };
        let above: String =
            (0..columns.header).flat_map(|row| table.row(row).cells()).map(width::clean).collect::<Vec<_>>().join(" ");
        let as_of = date_above(&above).or(setting.as_of);
        let fee_table = FeeTable::of_word(&above).or_else(|| FeeTable::of_file(open::file_name(&input.path)));
        let edition = open::edition(SourceKind::Bureau, setting, &TERMS, date_above(&above));
        let source = open::register(&table, Some(columns.header), edition, reading);
        if as_of.is_none() {
            reading.diagnostics.push(
                Diagnostic::warning("source-date-missing", "いつ時点の名簿か、見出しの上に書かれていません。")
                    .at(Place::whole(input.path.as_str()))
                    .help("設定の `[sources.bureau]` に `as_of = \"2025-09-01\"` のように書いてください。"),
            );
        }
        let whole = columns.get(Field::Division).is_some();
        lists.push(List { source, table, columns, as_of, fee_table, whole });
    }
    let sources = &reading.sources;
    let read: Vec<_> = lists
        .par_iter()
        .map(|list| {
            let mut finder = Finder::new(sources);
            let records = institutions(list, scope, &mut finder);
            (records, finder.found)
        })
        .collect();
    let mut editions = Vec::new();
    for (list, (records, found)) in lists.iter().zip(read) {
        reading.diagnostics.absorb(found);
        editions.push(merge::ListRecords { as_of: list.as_of, whole: list.whole, records });
    }
    merge::merge(editions)
}

/// 「[令和７年９月１日 現在 ]…」 → the day.
fn date_above(above: &str) -> Option<Date> {
    let before = above.split("現在").next().filter(|before| before.len() < above.len())?;
    let start = before.rfind(['[', '［', '(']).map_or(0, |at| at + 1);
    wareki::parse(before.get(start..).unwrap_or(before).trim_start_matches('［'))
}

/// コード内容別医療機関一覧表 is laid out for printing: several rows per institution and no headings.
fn is_print_layout(path: &str, table: &Table) -> bool {
    let name = open::file_name(path);
    name.contains("コード内容別")
        || name.starts_with("shitei_")
        || table
            .rows()
            .take(8)
            .any(|row| row.cells().any(|text| text.replace([' ', '　'], "").contains("コード内容別")))
}

fn print_layout(path: &str) -> Diagnostic {
    Diagnostic::error("bureau-print-layout", "「コード内容別医療機関一覧表」は印刷用の並びなので、読めません。")
        .at(Place::whole(path))
        .help("同じ厚生局の「届出受理医療機関名簿（全体）」のExcel（医科・歯科・薬局）を使ってください。")
        .fatal()
}

/// Groups the rows of a list by institution, in the order of first appearance, and reads those that are wanted.
fn institutions(list: &List, scope: &Scope, finder: &mut Finder<'_>) -> Vec<Record> {
    let mut groups: BTreeMap<(String, Option<FeeTable>, String), Vec<Row<'_>>> = BTreeMap::new();
    for row in list.columns.data(&list.table) {
        let number = digits(list.columns.cell(row, Field::Number), 7);
        let prefecture = digits(list.columns.cell(row, Field::Prefecture), 2);
        let division = FeeTable::of_word(list.columns.cell(row, Field::Division)).or(list.fee_table);
        groups.entry((prefecture, division, number)).or_default().push(row);
    }
    let mut records: Vec<Record> = groups
        .iter()
        .filter_map(|((prefecture, division, number), rows)| {
            institution(list, scope, finder, prefecture, *division, number, rows)
        })
        .collect();
    records.sort_by_key(|record| record.origin);
    records
}

/// Digits alone, with the zeros that a spreadsheet dropped.
fn digits(text: &str, length: usize) -> String {
    let digits: String = width::clean(text).chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    if digits.is_empty() { digits } else { format!("{digits:0>length$}") }
}

fn institution(
    list: &List,
    scope: &Scope,
    finder: &mut Finder<'_>,
    prefecture: &str,
    division: Option<FeeTable>,
    number: &str,
    rows: &[Row<'_>],
) -> Option<Record> {
    let first = *rows.first()?;
    let raw = |field| list.columns.cell(first, field);
    let at = |field| origin(list.source, first.number, list.columns.get(field));
    let prefecture_name =
        if raw(Field::PrefectureName).is_empty() { &scope.prefecture } else { raw(Field::PrefectureName) };
    let all = scope.is_wide();
    if scope.keep != Keep::All && scope.code.get(..2) != Some(prefecture) {
        return None;
    }
    let clean = width::clean(raw(Field::Address));
    let municipality = if all { address::municipality_in(&clean, prefecture_name) } else { scope.municipality.clone() };
    let parsed = address::parse(&clean, prefecture_name, &municipality);
    if !all && !parsed.has_municipality {
        return None;
    }
    let Some(name) = cell::text(finder, raw(Field::Name), at(Field::Name)) else {
        finder.warning("name-empty", at(Field::Name), || {
            ("医療機関名称がない行です。読みませんでした。".to_owned(), "公開元のファイルを確かめてください。")
        });
        return None;
    };
    let kind = kind(division, raw(Field::Beds), &name.value);
    let mut record = Record::new(SourceKind::Bureau, kind, name);
    record.origin = origin(list.source, first.number, None);
    record.municipality = (!all).then(|| scope.code.clone());
    match division {
        Some(division) if number.len() == 7 => record
            .identifiers
            .push(Identifier::new(IdentifierKind::Institution, format!("{prefecture}{}{number}", division.digit()))),
        _ => finder.warning("institution-number-odd", at(Field::Number), || {
            (
                format!(
                    "医療機関番号「{}」が7けたでないか、医科・歯科・薬局のどの名簿かわかりません。",
                    raw(Field::Number)
                ),
                "ファイルの名前を公開されたままにしてください（「医科」「歯科」「薬局」のどれかを含む名前）。",
            )
        }),
    }
    record.address = cell::text(finder, &parsed.rest, at(Field::Address));
    record.building = parsed.building.map(|building| Sourced::new(building, at(Field::Address)));
    record.phone = cell::number(finder, raw(Field::Phone), at(Field::Phone), &cell::PHONE);
    record.fax = cell::number(finder, raw(Field::Fax), at(Field::Fax), &cell::FAX);
    record.registrations = registrations(list, rows, finder);
    Some(record)
}

/// Registrations about home care. Remarks repeat a registration's row, so one per symbol and receipt is taken.
fn registrations(list: &List, rows: &[Row<'_>], finder: &mut Finder<'_>) -> Vec<Registration> {
    let mut found: Vec<(Registration, String)> = Vec::new();
    for row in rows {
        let symbol = home_care::normal(list.columns.cell(*row, Field::Symbol));
        if symbol.is_empty() || !home_care::is_home_care(&symbol) {
            continue;
        }
        let receipt = width::clean(list.columns.cell(*row, Field::Receipt));
        if found.iter().any(|(had, number)| had.symbol == symbol && *number == receipt) {
            continue;
        }
        let at = |field| origin(list.source, row.number, list.columns.get(field));
        if home_care::meaning(&symbol, list.as_of).is_none() {
            finder.note("registration-unknown", at(Field::Symbol), || {
                format!("受理記号「{symbol}」の意味は、まだ登録されていません。")
            });
        }
        let since_text = list.columns.cell(*row, Field::Since);
        let since = wareki::parse(since_text);
        if since.is_none() && !since_text.trim().is_empty() {
            finder.warning("date-unreadable", at(Field::Since), || {
                (
                    format!("算定開始年月日「{since_text}」が日付として読めません。"),
                    "「令和 6年 6月 1日」の形か確かめてください。",
                )
            });
        }
        let name = width::clean(list.columns.cell(*row, Field::Title));
        found.push((Registration { symbol, name, since, origin: at(Field::Symbol) }, receipt));
    }
    let mut registrations: Vec<Registration> = Vec::new();
    for (registration, _) in found {
        // The same registration received twice: the later one holds.
        match registrations.iter_mut().find(|had| had.symbol == registration.symbol) {
            Some(had) if had.since < registration.since => *had = registration,
            Some(_) => {}
            None => registrations.push(registration),
        }
    }
    registrations
}

/// What sort of institution it is.
///
/// 医療法 第1条の5: 20 beds make a hospital, 19 a clinic. The list has beds for all that have any; the name decides only
/// where the cell is blank, and 「…病院付属診療所」 is a clinic.
fn kind(division: Option<FeeTable>, beds: &str, name: &str) -> Kind {
    let named_hospital =
        name.contains("病院") && !["診療所", "クリニック", "医院"].iter().any(|word| name.contains(word));
    let beds: Option<u32> = total_beds(beds);
    let hospital = beds.map_or(named_hospital, |beds| beds >= 20);
    match division {
        Some(FeeTable::Pharmacy) => Kind::Pharmacy,
        _ if hospital => Kind::Hospital,
        Some(FeeTable::Dental) => Kind::Dental,
        _ => Kind::Clinic,
    }
}

/// Beds of all kinds together: 「一般　　120⏎療養　51」. A kind without a number heads the lines under it.
fn total_beds(text: &str) -> Option<u32> {
    let clean = width::clean(text);
    let numbers: Vec<u32> = clean.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    (!numbers.is_empty()).then(|| numbers.iter().fold(0_u32, |sum, n| sum.saturating_add(*n)))
}

#[cfg(test)]
mod tests;
