//! CSV publications: which columns they must have, which of their rows are kept.

use super::around::{Around, Place};
use super::halt::Halt;
use super::raw::{Fresh, Raw, csv_name};
use super::rows::{Cells, Layout};
use crate::geo::read_point;
use jiff::civil::Date;
use std::cell::Cell;
use std::collections::BTreeSet;

const KAIGO: Layout = Layout {
    title: "介護サービス情報公表システム",
    columns: &[
        &["都道府県コード又は市区町村コード", "都道府県コード又は市町村コード", "市区町村コード"],
        &["都道府県名"],
        &["市区町村名"],
        &["緯度"],
        &["経度"],
        &["事業所名"],
        &["サービスの種類"],
        &["住所"],
        &["電話番号"],
        &["事業所番号"],
    ],
};

const NAVII_FACILITIES: Layout = Layout {
    title: "医療情報ネット（ナビイ）",
    columns: &[
        &["ID"],
        &["都道府県コード"],
        &["市区町村コード"],
        &["所在地"],
        &["所在地座標（緯度）"],
        &["所在地座標（経度）"],
        &["正式名称", "名称"],
    ],
};

const NAVII_HOURS: Layout = Layout {
    title: "医療情報ネット（ナビイ）診療時間",
    columns: &[&["ID"], &["診療科目コード"], &["診療科目名"], &["診療時間帯"]],
};

const HOLIDAYS: Layout = Layout {
    title: "国民の祝日",
    columns: &[&["国民の祝日・休日月日"], &["国民の祝日・休日名称"]],
};

const BLOCKS: Layout = Layout {
    title: "街区レベル位置参照情報",
    columns: &[
        &["都道府県名"],
        &["市区町村名"],
        &["大字・丁目名", "大字・町丁目名", "大字町丁目名"],
        &["街区符号・地番"],
        &["緯度"],
        &["経度"],
        &["代表フラグ"],
    ],
};

const TOWNS: Layout = Layout {
    title: "大字・町丁目レベル位置参照情報",
    columns: &[
        &["都道府県名"],
        &["市区町村名"],
        &["大字町丁目名", "大字・町丁目名"],
        &["緯度"],
        &["経度"],
        &["市区町村コード"],
    ],
};

/// A code column in which this share of rows holds no code is another column.
const PLAUSIBLE: u64 = 90;

fn is_code(text: &str, digits: std::ops::RangeInclusive<usize>) -> bool {
    digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn check_codes(raw: &Raw, layout: &Layout, good: u64, published: u64, column: &str) -> Result<(), Halt> {
    if good * 100 >= published * PLAUSIBLE {
        return Ok(());
    }
    Err(raw.halt(
        "fetch-implausible",
        format!(
            "{}: 列「{column}」に番号の入っていない行が多すぎます（{published} 行のうち {} 行）。",
            layout.title,
            published - good
        ),
        "列がずれているようです。前のデータはそのまま使えます。公開元のページで、正しいファイルか確かめてください。",
    ))
}

/// One service's file of care offices.
pub(super) fn kaigo(raw: &Raw, around: &Around) -> Result<Fresh, Halt> {
    let mut good = 0;
    let kept = raw.csv(&KAIGO, &|_| true, &mut |cells| {
        let code = cells.get(0);
        // Spreadsheets drop the first zero of Hokkaido to Tochigi.
        let code = if code.len() == 5 { format!("0{code}").into() } else { code };
        good += u64::from(is_code(&code, 6..=6) && is_code(&cells.get(9), 10..=10));
        around.wants(&Place {
            code: &code,
            prefecture: &cells.get(1),
            municipality: &cells.get(2),
            address: "",
            point: read_point(&cells.get(3), &cells.get(4)),
        })
    })?;
    check_codes(raw, &KAIGO, good, kept.published, "事業所番号")?;
    Ok(Fresh {
        part: raw.part.clone(),
        name: csv_name(&raw.name),
        bytes: kept.bytes,
        rows: kept.rows,
        published: kept.published,
        ..Fresh::default()
    })
}

/// All files of ナビイ, facilities before their hours. Hours have no place of their own: they follow their facility.
pub(super) fn navii(raws: &[Raw], around: &Around) -> Result<Vec<Fresh>, Halt> {
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let mut fresh = Vec::new();
    for raw in raws {
        let is_hours = raw.part.ends_with("_hours");
        let layout = if is_hours { &NAVII_HOURS } else { &NAVII_FACILITIES };
        let mut good = 0;
        let chosen = |name: &str| name.starts_with(&raw.part);
        let kept = raw.csv(layout, &chosen, &mut |cells| {
            let id = cells.get(0);
            good += u64::from(is_code(&id, 13..=13));
            if is_hours {
                return ids.contains(id.as_ref());
            }
            let wanted = around.wants(&navii_place(cells, &format!("{:0>2}{:0>3}", cells.get(1), cells.get(2))));
            if wanted {
                ids.insert(id.into_owned());
            }
            wanted
        })?;
        check_codes(raw, layout, good, kept.published, "ID")?;
        fresh.push(Fresh {
            part: raw.part.clone(),
            name: csv_name(&raw.name),
            bytes: kept.bytes,
            rows: kept.rows,
            published: kept.published,
            ..Fresh::default()
        });
    }
    Ok(fresh)
}

fn navii_place<'a>(cells: &Cells<'a>, code: &'a str) -> Place<'a> {
    // A cell that had to be unescaped has no point in this layout, so blank is as good.
    let address = match cells.get(3) {
        std::borrow::Cow::Borrowed(text) => text,
        std::borrow::Cow::Owned(_) => "",
    };
    Place { code, prefecture: "", municipality: "", address, point: read_point(&cells.get(4), &cells.get(5)) }
}

/// Holidays from last year on, as UTF-8.
pub(super) fn holidays(raw: &Raw, today: Date) -> Result<Fresh, Halt> {
    let year = |text: &str| text.split(['/', '-']).next().and_then(|year| year.parse::<i16>().ok());
    let (mut good, mut this_year) = (0, 0);
    let kept = raw.csv(&HOLIDAYS, &|_| true, &mut |cells| {
        let year = year(&cells.get(0));
        good += u64::from(year.is_some() && !cells.get(1).is_empty());
        this_year += u64::from(year == Some(today.year()));
        year.is_some_and(|year| year >= today.year() - 1)
    })?;
    check_codes(raw, &HOLIDAYS, good, kept.published, "国民の祝日・休日月日")?;
    if this_year == 0 {
        return Err(raw.halt(
            "fetch-implausible",
            format!("国民の祝日: {}年の祝日が1つもありません。", today.year()),
            "公開元のファイルが古いか、パソコンの日付がずれています。前のデータはそのまま使えます。",
        ));
    }
    Ok(Fresh {
        part: raw.part.clone(),
        name: "syukujitsu.csv".into(),
        bytes: kept.bytes,
        rows: kept.rows,
        published: kept.published,
        ..Fresh::default()
    })
}

/// Blocks (`…a`) or towns (`…b`) with their points.
pub(super) fn address(raw: &Raw, around: &Around) -> Result<Fresh, Halt> {
    let blocks = raw.part.ends_with('a');
    let layout = if blocks { &BLOCKS } else { &TOWNS };
    let mut good = 0;
    let year = Cell::new(year_of(&raw.path.file_name().unwrap_or_default().to_string_lossy()));
    let chosen = |name: &str| {
        year.set(year_of(name).or(year.get()));
        true
    };
    let kept = raw.csv(layout, &chosen, &mut |cells| {
        let (lat, lon) = if blocks { (4, 5) } else { (3, 4) };
        let placed = read_point(&cells.get(lat), &cells.get(lon)).is_some();
        good += u64::from(placed);
        let code = if blocks { "".into() } else { cells.get(5) };
        let place = Place { code: &code, prefecture: &cells.get(0), municipality: &cells.get(1), ..Place::default() };
        placed && (!blocks || cells.get(6) == "1") && around.wants(&place)
    })?;
    check_codes(raw, layout, good, kept.published, "緯度")?;
    let word = if blocks { "blocks" } else { "towns" };
    let code: String = raw.part.chars().filter(char::is_ascii_digit).collect();
    Ok(Fresh {
        part: raw.part.clone(),
        name: format!("{word}_{code}.csv"),
        bytes: kept.bytes,
        rows: kept.rows,
        published: kept.published,
        year: year.get(),
    })
}

/// `12220_2025.csv` → 2025.
fn year_of(name: &str) -> Option<i16> {
    let year = name.strip_suffix(".csv")?.rsplit_once('_')?.1;
    year.parse().ok().filter(|year| (2000..2100).contains(year))
}
