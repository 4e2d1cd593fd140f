//! Which column says what, by the headings that tables of establishments usually have.

use crate::table::{Row, heading_key};
use std::collections::BTreeMap;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
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

/// The columns of a heading row.
pub(super) fn columns(row: Row<'_>) -> BTreeMap<Field, u16> {
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
