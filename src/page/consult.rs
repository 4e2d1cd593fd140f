//! `consult/`: whom to ask, by the name of the town.

use super::document::{self, BlockView};
use super::frame::{DeskView, Frame, Link, desk_view};
use super::place::{AreaView, area_views};
use super::plan::area_path;
use super::site::SiteData;
use super::{Page, View, words};
use crate::model::{Town, TownId};
use crate::text::kana;
use serde::Serialize;

/// Desk by town.
#[derive(Debug, Serialize)]
pub struct Consult {
    /// From `content/consult.md`.
    pub intro: Vec<BlockView>,
    /// Areas with their desks and towns.
    pub areas: Vec<AreaView>,
    /// Every town by reading.
    pub towns: Vec<TownRow>,
    /// Towns whose area nobody wrote down.
    pub unknown: Vec<String>,
}

/// Towns of one row of the syllabary, each with its desk.
#[derive(Debug, Serialize)]
pub struct TownRow {
    /// 「か行」.
    pub row: &'static str,
    /// Towns.
    pub towns: Vec<TownDesk>,
}

/// A town and its desk.
#[derive(Debug, Serialize)]
pub struct TownDesk {
    /// Town; 丁目 of one desk together: 「江戸川台東一〜四丁目」.
    pub town: String,
    /// Reading.
    pub reading: String,
    /// Area's page.
    pub area: Link,
    /// Desk.
    pub desk: Option<DeskView>,
}

/// `consult/index.html`
pub(crate) fn consult(site: &SiteData<'_>) -> Page {
    let areas = site.parts.areas;
    let text = site.parts.content.at("consult/index.html");
    let frame = Frame::new(site, "consult/index.html", text.map_or("相談する", |text| text.title.as_str()))
        .description(
            text.map(|text| text.description.clone())
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| "お住まいの町から、相談窓口と電話番号がわかります。".into()),
        );
    let mut ids: Vec<u16> = (0_u16..).zip(&areas.towns).map(|(at, _)| at).collect();
    ids.sort_by_key(|at| {
        let town = areas.town(TownId(*at));
        (words::kana_row(&town.reading).0, kana::town_order(&town.reading), *at)
    });
    let (known, unknown): (Vec<&Town>, Vec<&Town>) = ids
        .into_iter()
        .map(|at| areas.town(TownId(at)))
        .partition(|town| town.area.as_deref().is_some_and(|id| areas.get(id).is_some()));
    let mut towns: Vec<TownRow> = Vec::new();
    for group in known.chunk_by(|a, b| a.area == b.area && quarter(&a.name).is_some() && stem(&a.name) == stem(&b.name))
    {
        let town = group[0];
        let Some(area) = town.area.as_deref().and_then(|id| areas.get(id)) else { continue };
        let (_, row) = words::kana_row(&town.reading);
        if towns.last().is_none_or(|last| last.row != row) {
            towns.push(TownRow { row, towns: Vec::new() });
        }
        if let Some(last) = towns.last_mut() {
            last.towns.push(TownDesk {
                town: together(group),
                reading: shared(group),
                area: Link::new(area_path(&area.id, 0), area.name.clone()),
                desk: area.desk.as_ref().map(|desk| desk_view(area, desk)),
            });
        }
    }
    let view = Consult {
        intro: document::intro(site, "consult/index.html"),
        areas: area_views(site),
        towns,
        unknown: unknown.into_iter().map(|town| town.name.clone()).collect(),
    };
    Page::new("consult.html", frame, View::Consult(Box::new(view)))
}

const NUMERALS: &str = "一二三四五六七八九十";

/// 「江戸川台東一丁目」 without its 丁目.
fn stem(name: &str) -> &str {
    name.strip_suffix("丁目").map_or(name, |name| name.trim_end_matches(|c| NUMERALS.contains(c)))
}

/// 「一」 of 「江戸川台東一丁目」.
fn quarter(name: &str) -> Option<&str> {
    name.strip_prefix(stem(name))?.strip_suffix("丁目").filter(|number| !number.is_empty())
}

/// 「江戸川台東一〜四丁目」; with a gap 「一・三丁目」.
fn together(group: &[&Town]) -> String {
    let numbers: Vec<&str> = group.iter().filter_map(|town| quarter(&town.name)).collect();
    let [first, .., last] = numbers[..] else { return group[0].name.clone() };
    let at = |number: &str| NUMERALS.chars().position(|one| number.chars().eq([one]));
    let gapless = numbers.windows(2).all(|two| at(two[0]).is_some_and(|one| Some(one + 1) == at(two[1])));
    let numbers = if gapless && numbers.len() > 2 { format!("{first}〜{last}") } else { numbers.join("・") };
    format!("{}{numbers}丁目", stem(&group[0].name))
}

/// The reading that all of a group begin with.
fn shared(group: &[&Town]) -> String {
    let first = group[0].reading.as_str();
    let common = |other: &str| first.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let length = group.iter().map(|town| common(&town.reading)).min().unwrap_or_default();
    first.chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_of_one_desk_are_said_together() {
        let town =
            |name: &str, reading: &str| Town { name: name.into(), reading: reading.into(), area: None, point: None };
        let (one, two, three) =
            (town("加一丁目", "かいっちょうめ"), town("加二丁目", "かにちょうめ"), town("加三丁目", "かさんちょうめ"));
        assert_eq!(together(&[&one, &two, &three]), "加一〜三丁目");
        assert_eq!(together(&[&one, &three]), "加一・三丁目");
        assert_eq!(together(&[&two]), "加二丁目");
        assert_eq!(shared(&[&one, &two, &three]), "か");
        assert_eq!((stem("三輪野山"), quarter("三輪野山")), ("三輪野山", None));
    }
}
