//! Towns and areas: the municipality's table (町名, 読み, 圏域, 緯度, 経度) and geolonia's list (`town,koaza,lat,lng`).

use super::cell::{self, Finder, origin};
use super::{Input, Reading, open};
use crate::model::{Area, Areas, Desk, SourceKind, Town, TownId};
use crate::place::{Place, SourceId};
use crate::settings::{AreaSetting, SourceSetting};
use crate::table::{Columns, Row, Sheets, find_header, heading_key};
use crate::text::{address, kana, phone, width};

const TERMS: open::Terms =
    open::Terms { credit: "町と圏域の表", licence: "公開元の利用条件による", url: None };

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Town,
    Part,
    Reading,
    Area,
    Lat,
    Lon,
}

const COLUMNS: &[(Field, &[&str])] = &[
    (Field::Town, &["町名", "town", "町字名", "大字・丁目名", "大字町丁目名", "大字・町丁目名"]),
    (Field::Part, &["koaza", "小字・通称名"]),
    (Field::Reading, &["読み", "よみ", "ふりがな", "フリガナ", "kana"]),
    (Field::Area, &["圏域", "日常生活圏域", "area", "地区"]),
    (Field::Lat, &["緯度", "lat"]),
    (Field::Lon, &["経度", "lng", "lon"]),
];

/// Reads the tables. Files are put together by the town's name: one may say the area, another the point.
pub fn read(inputs: &[Input], setting: &SourceSetting, settings: &[AreaSetting], reading: &mut Reading) -> Areas {
    let mut areas = Areas { areas: settings.iter().map(area).collect(), ..Areas::default() };
    for (input, table) in open::tables(inputs, Sheets::First, reading) {
        let columns = match find_header(&table, COLUMNS, &[Field::Town]) {
            Ok(columns) => columns,
            Err(missing) => {
                reading.diagnostics.push(missing.diagnostic("町と圏域の表", Place::whole(input.path.as_str())));
                continue;
            }
        };
        let edition = open::edition(SourceKind::Area, setting, &TERMS, None);
        let source = open::register(&table, Some(columns.header), edition, reading);
        let mut finder = Finder::new(&reading.sources);
        for row in columns.data(&table) {
            town(source, &columns, row, &mut areas, &mut finder);
        }
        let found = finder.found;
        reading.diagnostics.absorb(found);
    }
    areas
}

fn area(setting: &AreaSetting) -> Area {
    let desk = setting.desk.as_ref().map(|desk| Desk {
        name: desk.name.clone(),
        phone: desk.phone.as_ref().map(|number| phone::parse(number).unwrap_or_else(|_| number.clone())),
        address: desk.address.clone(),
        hours: desk.hours.clone(),
        sample: desk.sample,
    });
    Area { id: setting.id.clone(), name: setting.name.clone(), desk, rings: Vec::new() }
}

fn town(source: SourceId, columns: &Columns<Field>, row: Row<'_>, areas: &mut Areas, finder: &mut Finder<'_>) {
    let raw = |field| columns.cell(row, field);
    let at = |field| origin(source, row.number, columns.get(field));
    let name = width::clean(&format!("{}{}", raw(Field::Town), raw(Field::Part)));
    let key = address::town_key(&name);
    if key.is_empty() {
        finder.warning("town-name-empty", at(Field::Town), || {
            ("町名がない行です。読みませんでした。".to_owned(), "町名を書くか、行を消してください。")
        });
        return;
    }
    let id = area_id(raw(Field::Area), areas, at(Field::Area), finder);
    let point = cell::point(finder, raw(Field::Lat), raw(Field::Lon), at(Field::Lat)).map(|point| point.value);
    let reading = kana::to_hiragana(&width::clean(raw(Field::Reading)));
    let Some(known) = areas.by_key.get(&key).copied() else {
        let Ok(number) = u16::try_from(areas.towns.len()) else { return };
        areas.by_key.insert(key, TownId(number));
        areas.towns.push(Town { name, reading, area: id, point });
        return;
    };
    let town = &mut areas.towns[usize::from(known.0)];
    if let (Some(before), Some(now)) = (&town.area, &id)
        && before != now
    {
        finder.warning("town-in-two-areas", at(Field::Area), || {
            (
                format!("「{name}」が2つの圏域（{before} と {now}）に書かれています。先の行を使いました。"),
                "どちらか1つにしてください。",
            )
        });
    }
    town.area = town.area.take().or(id);
    town.point = town.point.or(point);
    if town.reading.is_empty() {
        town.reading = reading;
    }
}

/// The area's id, which the table writes as an id or as a name.
fn area_id(raw: &str, areas: &Areas, at: crate::place::Origin, finder: &mut Finder<'_>) -> Option<String> {
    let wanted = heading_key(raw);
    if wanted.is_empty() {
        return None;
    }
    let bare = |text: &str| heading_key(text).trim_end_matches("圏域").trim_end_matches("地区").to_owned();
    let found = areas
        .areas
        .iter()
        .find(|area| heading_key(&area.id) == wanted)
        .or_else(|| areas.areas.iter().find(|area| bare(&area.name) == bare(raw)));
    if found.is_none() {
        finder.warning("area-unknown", at, || {
            let names: Vec<&str> = areas.areas.iter().map(|area| area.name.as_str()).collect();
            (
                format!("「{raw}」という圏域は設定にありません（あるのは「{}」）。", names.join("」「")),
                "表か、設定の `[[area]]` を直してください。",
            )
        });
    }
    found.map(|area| area.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Vec<AreaSetting> {
        [("north", "北部"), ("south", "南部")]
            .map(|(id, name)| AreaSetting { id: id.into(), name: name.into(), desk: None })
            .into()
    }

    fn areas(files: &[&str]) -> (Areas, Reading) {
        let inputs: Vec<Input> = files
            .iter()
            .enumerate()
            .map(|(n, text)| Input { path: format!("町{n}.csv"), bytes: text.as_bytes().to_vec() })
            .collect();
        let mut reading = Reading::default();
        let areas = read(&inputs, &SourceSetting::default(), &settings(), &mut reading);
        (areas, reading)
    }

    #[test]
    fn two_tables_say_one_town_together() {
        let (areas, reading) = areas(&[
            "町名,読み,圏域\n南流山一丁目,ミナミナガレヤマ,南部\n大字鰭ケ崎,,south\n木,き,西部\n",
            "town,koaza,lat,lng\n南流山１丁目,,35.838,139.904\n鰭ヶ崎,,35.841,139.911\n",
        ]);
        assert_eq!(areas.towns.len(), 3);
        let town = areas.town(areas.by_key[&address::town_key("南流山1丁目")]);
        assert_eq!(
            (town.name.as_str(), town.reading.as_str(), town.area.as_deref()),
            ("南流山一丁目", "みなみながれやま", Some("south"))
        );
        assert!(areas.towns[0].point.is_some() && areas.towns[1].point.is_some() && areas.towns[2].area.is_none());
        assert_eq!(reading.diagnostics.count("area-unknown"), 1);
    }

    #[test]
    fn a_table_without_towns_is_refused() {
        let (areas, reading) = areas(&["圏域,電話\n北部,1\n"]);
        assert!(areas.towns.is_empty() && reading.diagnostics.is_fatal());
    }
}
