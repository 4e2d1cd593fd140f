//! Any table of establishments → records, by the headings that such tables usually have.
//!
//! Nothing is required but a column of names. Numbers of offices are taken only from columns that say so.

use super::Reading;
use crate::diagnostic::Diagnostic;
use crate::geo;
use crate::model::{Identifier, IdentifierKind, Kind, LonLat, Record, SourceKind};
use crate::place::{Origin, SourceId, Sourced};
use crate::table::{Row, Table, heading_key};
use crate::text::municipality::{self, Known};
use crate::text::{kana, phone, width};
use std::collections::BTreeMap;

/// Rows from the top among which headings are looked for.
const HEADER_WITHIN: usize = 40;
/// A name or address longer than this is not one; the rest is not compared.
const LONGEST: usize = 300;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Field {
    Name,
    Kana,
    Prefecture,
    Municipality,
    Address,
    Building,
    Phone,
    Latitude,
    Longitude,
    Operator,
    Corporate,
    CareNumber,
    InstitutionNumber,
    PrefectureCode,
    Division,
    Navii,
}

/// Headings that are taken as they are, the most usual first.
const EXACT: &[(Field, &[&str])] = &[
    (
        Field::Name,
        &[
            "名称",
            "名前",
            "事業所名",
            "医療機関名",
            "医療機関名称",
            "施設名",
            "施設名称",
            "正式名称",
            "事業所名称",
            "事業所の名称",
            "医療機関の名称",
            "施設の名称",
            "薬局名",
            "薬局名称",
            "病院名",
            "診療所名",
            "機関名",
            "name",
            "歯科医院名",
            "クリニック名",
            "医療機関等名称",
            "事業者名",
            "店舗名",
            "ステーション名",
            "団体名",
        ],
    ),
    (
        Field::Kana,
        &[
            "フリガナ",
            "ふりがな",
            "カナ",
            "かな",
            "ヨミ",
            "よみ",
            "ヨミガナ",
            "よみがな",
            "読み",
            "読み仮名",
            "事業所名カナ",
            "名称カナ",
            "名称_カナ",
            "名称(カナ)",
            "名称(フリガナ)",
            "正式名称(フリガナ)",
            "医療機関名(カナ)",
            "医療機関名カナ",
            "医療機関名フリガナ",
            "施設名カナ",
            "施設名フリガナ",
            "kana",
        ],
    ),
    (Field::Prefecture, &["都道府県名", "都道府県", "県名"]),
    (
        Field::Municipality,
        &["市区町村名", "市区町村", "市町村名", "市町村", "市町名", "自治体名", "所在市町村", "所在地市区町村"],
    ),
    (
        Field::Address,
        &[
            "住所",
            "所在地",
            "所在地住所",
            "医療機関所在地",
            "医療機関所在地(住所)",
            "事業所所在地",
            "事業所住所",
            "施設所在地",
            "施設住所",
            "所在地_連結表記",
            "所在地(住所)",
            "住所1",
            "address",
            "番地",
            "町名番地",
            "町名・番地",
            "所在",
        ],
    ),
    (
        Field::Building,
        &[
            "方書",
            "方書(ビル名等)",
            "建物名",
            "ビル名",
            "建物名等",
            "建物名・階",
            "建物",
            "住所2",
            "建物名等(方書)",
            "building",
        ],
    ),
    (
        Field::Phone,
        &[
            "電話番号",
            "電話",
            "tel",
            "連絡先電話番号",
            "代表電話",
            "代表電話番号",
            "電話番号(代表)",
            "tel番号",
            "連絡先",
            "phone",
            "℡",
            "☎",
            "事業所電話番号",
            "医療機関電話番号",
            "連絡先(電話)",
            "電話番号1",
        ],
    ),
    (Field::Latitude, &["緯度", "所在地座標(緯度)", "lat", "latitude", "座標(緯度)", "y"]),
    (Field::Longitude, &["経度", "所在地座標(経度)", "lon", "lng", "long", "longitude", "座標(経度)", "x"]),
    (
        Field::Operator,
        &[
            "法人の名称",
            "法人名",
            "法人名称",
            "運営法人",
            "運営法人名",
            "開設者",
            "開設者名",
            "開設者名称",
            "設置者",
            "設置者名",
            "事業者の名称",
            "運営主体",
        ],
    ),
    (Field::Corporate, &["法人番号"]),
    (Field::CareNumber, &["事業所番号", "介護保険事業所番号", "介護事業所番号"]),
    (Field::InstitutionNumber, &["医療機関番号", "医療機関コード", "保険医療機関番号", "保険医療機関コード"]),
    (Field::PrefectureCode, &["都道府県コード"]),
    (Field::Division, &["区分", "点数表区分", "点数表"]),
    (Field::Navii, &["id", "ナビイid", "医療情報ネットid"]),
];

/// Words that a heading of a field holds, and words that make it another's.
const HOLDING: &[(Field, &[&str], &[&str])] = &[
    (
        Field::Kana,
        &["フリガナ", "ふりがな", "カナ", "かな", "読み"],
        &["法人", "住所", "所在", "開設", "管理", "代表", "運営", "市区", "都道府県", "略称", "町", "氏名"],
    ),
    (
        Field::Name,
        &["名称", "事業所名", "医療機関名", "施設名", "病院名", "診療所名", "薬局名"],
        &[
            "法人",
            "カナ",
            "フリガナ",
            "ふりがな",
            "かな",
            "略称",
            "英",
            "ローマ",
            "市区町村",
            "都道府県",
            "サービス",
            "運営",
            "開設",
            "届出",
            "診療科",
            "町",
            "建物",
            "ビル",
            "旧",
            "番号",
            "コード",
            "担当",
            "管理",
        ],
    ),
    (
        Field::Address,
        &["住所", "所在地"],
        &[
            "法人",
            "郵便",
            "座標",
            "カナ",
            "フリガナ",
            "緯度",
            "経度",
            "コード",
            "番号",
            "運営",
            "開設",
            "建物",
            "市区町村",
            "都道府県",
            "代表者",
            "管理者",
            "メール",
        ],
    ),
    (
        Field::Phone,
        &["電話", "tel"],
        &["fax", "ファ", "法人", "担当", "時間", "夜間", "緊急", "携帯", "内線", "運営", "可", "対応", "相談"],
    ),
    (Field::Latitude, &["緯度"], &[]),
    (Field::Longitude, &["経度"], &[]),
];

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

fn columns(row: Row<'_>) -> BTreeMap<Field, u16> {
    let headings: Vec<String> = row.cells().take(512).map(heading_key).collect();
    let mut found = BTreeMap::new();
    let mut taken = vec![false; headings.len()];
    for (field, names) in EXACT {
        let at = names.iter().find_map(|name| {
            let key = heading_key(name);
            headings.iter().position(|heading| *heading == key)
        });
        if let Some((at, column)) = at.and_then(|at| Some((at, u16::try_from(at).ok()?))).filter(|(at, _)| !taken[*at])
        {
            taken[at] = true;
            found.insert(*field, column);
        }
    }
    for (field, holds, not) in HOLDING {
        if found.contains_key(field) {
            continue;
        }
        let at = headings.iter().enumerate().position(|(at, heading)| {
            !taken[at]
                && heading.chars().count() <= 24
                && holds.iter().any(|word| heading.contains(&heading_key(word)))
                && !not.iter().any(|word| heading.contains(&heading_key(word)))
        });
        if let Some((at, column)) = at.and_then(|at| Some((at, u16::try_from(at).ok()?))) {
            taken[at] = true;
            found.insert(*field, column);
        }
    }
    found
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
    if code > 0 {
        if let Some(name) = municipality::guess(&width::clean(&rest.chars().take(16).collect::<String>())) {
            known.learn(name);
        }
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
