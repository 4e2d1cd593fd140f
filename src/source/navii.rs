//! 医療情報ネット（ナビイ）: facility files, and files of departments and hours joined to them by ID.
//!
//! The flags say the reverse of their headings: under 「…に休診」, `1` is open and `0` is closed; blank is not answered.

mod layout;
mod timetable;

use super::cell::{self, Finder, origin};
use super::{Input, Reading, Scope, open};
use crate::model::{DayHours, Hours, HoursKind, Identifier, IdentifierKind, Kind, Record, SourceKind, WeekFlags};
use crate::place::{Origin, Place, SourceId, Sourced};
use crate::settings::{Keep, SourceSetting};
use crate::table::{Row, Sheets, Table};
use crate::text::{address, kana, wareki, width};
use jiff::civil::Date;
use layout::{DAYS, Headings, Layout};
use rayon::prelude::*;
use std::collections::BTreeMap;
use timetable::Timetable;

const TERMS: open::Terms = open::Terms {
    credit: "医療情報ネット（ナビイ）オープンデータ（厚生労働省）を加工して作成",
    licence: "公共データ利用規約（第1.0版）",
    url: Some("https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/kenkou_iryou/iryou/newpage_43373.html"),
};

struct File {
    source: SourceId,
    layout: Layout,
    headings: Headings,
    table: Table,
}

/// Reads the files. One record per institution that is wanted, with departments and hours when their file is there.
pub fn read(inputs: &[Input], setting: &SourceSetting, scope: &Scope, reading: &mut Reading) -> Vec<Record> {
    let mut files = Vec::new();
    for (input, table) in open::tables(inputs, Sheets::First, reading) {
        let name = open::file_name(&input.path);
        match layout::recognise(name, &table) {
            Ok((layout, headings)) => {
                let edition = open::edition(SourceKind::Navii, setting, &TERMS, date_of(name));
                let source = open::register(&table, Some(headings.row), edition, reading);
                files.push(File { source, layout, headings, table });
            }
            Err((layout, missing)) => {
                reading.diagnostics.push(missing.diagnostic(layout.word(), Place::whole(input.path.as_str())));
            }
        }
    }
    let sources = &reading.sources;
    let facilities: Vec<_> = files
        .par_iter()
        .filter(|file| file.layout != Layout::Timetable)
        .map(|file| {
            let mut finder = Finder::new(sources);
            let found = facilities(file, scope, &mut finder);
            (found, finder.found)
        })
        .collect();
    let mut found = crate::diagnostic::Diagnostics::new();
    let mut wanted: BTreeMap<String, Facility> = BTreeMap::new();
    for (list, findings) in facilities {
        found.absorb(findings);
        for (id, facility) in list {
            // An institution that stands in two editions: the later file holds.
            wanted.insert(id, facility);
        }
    }
    for file in files.iter().filter(|file| file.layout == Layout::Timetable) {
        let mut finder = Finder::new(sources);
        timetables(file, &mut wanted, &mut finder);
        found.absorb(finder.found);
    }
    let mut finder = Finder::new(sources);
    let mut records: Vec<Record> = wanted.into_values().map(|facility| facility.finished(&mut finder)).collect();
    found.absorb(finder.found);
    reading.diagnostics.absorb(found);
    records.sort_by_key(|record| record.origin);
    records
}

/// `…_20260601.csv` → the day.
fn date_of(name: &str) -> Option<Date> {
    name.split(['_', '.']).filter(|part| part.len() == 8).find_map(wareki::parse)
}

/// A record whose hours are not put together yet.
struct Facility {
    record: Record,
    flags: [Option<bool>; 8],
    weeks: WeekFlags,
    note: Option<String>,
    times: Timetable,
    hours_at: Origin,
}

impl Facility {
    fn finished(self, finder: &mut Finder<'_>) -> Record {
        let mut record = self.record;
        let mut hours = Hours::unknown(HoursKind::Consultation, self.hours_at);
        let never_open = self.flags[..7].iter().all(|flag| *flag == Some(false));
        if never_open {
            finder.note("hours-never-open", self.hours_at, || {
                "すべての曜日が休みと答えられているので、「電話で確認」とします。".to_owned()
            });
        }
        for (n, day) in hours.days.iter_mut().enumerate() {
            *day = if never_open { DayHours::Contradicts } else { self.times.day(n, self.flags[n]) };
            if !never_open && *day == DayHours::Contradicts && self.flags[n] == Some(false) {
                finder.note("hours-contradict", self.hours_at, || {
                    format!("{}は休みと答えられ、時間も書かれているので、「電話で確認」とします。", DAYS[n])
                });
            }
        }
        hours.weeks = self.weeks;
        hours.note = self.note;
        record.departments = self.times.departments;
        record.hours = hours.says_something().then_some(hours);
        record
    }
}

fn facilities(file: &File, scope: &Scope, finder: &mut Finder<'_>) -> Vec<(String, Facility)> {
    file.table
        .rows()
        .skip(file.headings.row + 1)
        .filter(|row| !row.is_blank())
        .filter_map(|row| facility(file, row, scope, finder))
        .collect()
}

fn facility(file: &File, row: Row<'_>, scope: &Scope, finder: &mut Finder<'_>) -> Option<(String, Facility)> {
    let column = |names: &[&str]| file.headings.any(names);
    let raw = |names: &[&str]| column(names).map_or("", |column| row.cell(column));
    let at = |names: &[&str]| origin(file.source, row.number, column(names));
    let code = municipality(raw(&["都道府県コード"]), raw(&["市区町村コード"]));
    let full = width::clean(raw(&["所在地"]));
    let all = scope.keep == Keep::All;
    let in_name = address::parse(&full, &scope.prefecture, &scope.municipality);
    let inside = in_name.has_municipality && in_name.has_prefecture;
    // A ward has its own code; without a code the address decides.
    let ward = inside && (code.is_none() || in_name.rest.chars().take(5).any(|c| c == '区'));
    if !all && !scope.wants(code.as_deref(), "", "") && !ward {
        return None;
    }
    let parsed = if all && !inside {
        let prefecture = address::prefecture_in(&full);
        address::parse(&full, prefecture, &address::municipality_in(&full, prefecture))
    } else {
        in_name
    };
    let id = width::clean(raw(&["ID"])).to_ascii_uppercase();
    if id.len() != 13 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        finder.warning("navii-id-odd", at(&["ID"]), || {
            (
                format!("ID「{id}」は13けたではありません。読みませんでした。"),
                "CSVを表計算ソフトで保存しなおすと先頭の0が消えます。公開されたままのファイルを置いてください。",
            )
        });
        return None;
    }
    let name = cell::text(finder, raw(&["正式名称", "名称"]), at(&["正式名称", "名称"]))?;
    let mut record = Record::new(SourceKind::Navii, kind(file.layout, &id), name);
    record.origin = origin(file.source, row.number, None);
    record.municipality = code;
    record.identifiers.push(Identifier::new(IdentifierKind::Navii, id.clone()));
    let readings = &["正式名称（フリガナ）", "名称（フリガナ）", "フリガナ"];
    record.kana = cell::text(finder, raw(readings), at(readings)).map(|kana| kana.map(|text| kana::to_katakana(&text)));
    record.address = cell::text(finder, &parsed.rest, at(&["所在地"]));
    record.building = parsed.building.map(|building| Sourced::new(building, at(&["所在地"])));
    let (lat, lon) = (&["所在地座標（緯度）"], &["所在地座標（経度）"]);
    record.point = cell::point(finder, raw(lat), raw(lon), at(lat));
    let homepage = &["案内用ホームページアドレス", "薬局のホームページアドレス"];
    record.url = cell::url(finder, raw(homepage).trim(), at(homepage));
    let closing = &["その他の休診日（gw、お盆等）", "その他の休業日（gw、お盆等）", "その他の閉店日（gw、お盆等）"];
    let note = cell::text(
        finder,
        &raw(closing)
            .replace("（改行）", "\n")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("、"),
        at(closing),
    );
    let mut times = Timetable::default();
    let (stretch, most) = if file.layout == Layout::Pharmacy { ("開店", 4) } else { ("就業", 3) };
    for n in 1..=most {
        let names =
            |day: &str| (format!("{day}_{stretch}時間帯{n}_開始時間"), format!("{day}_{stretch}時間帯{n}_終了時間"));
        times.add(row, file.source, &file.headings, names, finder);
    }
    let weekly = ["毎週決まった曜日に休診（月）", "毎週決まった曜日に休業（月）", "営業日（月）"];
    let facility = Facility {
        flags: flags(file, row, finder),
        weeks: weeks(file, row, finder),
        note: note.map(|note| note.value),
        times,
        hours_at: at(&weekly),
        record,
    };
    Some((id, facility))
}

/// Prefecture (2) and municipality (3) → six digits.
fn municipality(prefecture: &str, city: &str) -> Option<String> {
    let part = |text: &str, length: usize| {
        let text = width::clean(text);
        let good = !text.is_empty() && text.len() <= length && text.bytes().all(|b| b.is_ascii_digit());
        good.then(|| format!("{text:0>length$}"))
    };
    Some(cell::with_check_digit(&format!("{}{}", part(prefecture, 2)?, part(city, 3)?)))
}

/// 機関区分 is the third character of the ID.
fn kind(layout: Layout, id: &str) -> Kind {
    match (id.as_bytes().get(2), layout) {
        (_, Layout::Maternity) | (Some(b'4'), _) => Kind::Maternity,
        (_, Layout::Pharmacy) | (Some(b'5'), _) => Kind::Pharmacy,
        (Some(b'1'), _) => Kind::Hospital,
        (Some(b'3'), _) => Kind::Dental,
        _ => Kind::Clinic,
    }
}

/// `1` open, `0` closed, blank not answered.
fn flag(file: &File, row: Row<'_>, names: &[String], finder: &mut Finder<'_>) -> Option<bool> {
    let column = names.iter().find_map(|name| file.headings.get(name))?;
    match width::clean(row.cell(column)).as_str() {
        "1" => Some(true),
        "0" => Some(false),
        "" => None,
        other => {
            finder.note("hours-flag-odd", origin(file.source, row.number, Some(column)), || {
                format!("「{other}」は1（診療）でも0（休み）でもありません。答えなしとして扱いました。")
            });
            None
        }
    }
}

fn flags(file: &File, row: Row<'_>, finder: &mut Finder<'_>) -> [Option<bool>; 8] {
    std::array::from_fn(|n| {
        let day = DAYS[n];
        let mut names: Vec<String> = [
            format!("毎週決まった曜日に休診（{day}）"),
            format!("毎週決まった曜日に休業（{day}）"),
            format!("営業日（{day}）"),
            format!("定期閉店毎週（{day}）"),
        ]
        .into();
        if day == "祝" {
            names.extend(["祝日に休診".to_owned(), "祝日に休業".to_owned()]);
        }
        flag(file, row, &names, finder)
    })
}

fn weeks(file: &File, row: Row<'_>, finder: &mut Finder<'_>) -> WeekFlags {
    std::array::from_fn(|week| {
        std::array::from_fn(|n| {
            let (week, day) = (week + 1, DAYS[n]);
            let names = ["決まった週に休診（定期週）", "決まった週に休業（定期週）", "定期閉店"];
            flag(file, row, &names.map(|name| format!("{name}第{week}週（{day}）")), finder)
        })
    })
}

fn timetables(file: &File, wanted: &mut BTreeMap<String, Facility>, finder: &mut Finder<'_>) {
    let column = |name: &str| file.headings.get(name);
    for row in file.table.rows().skip(file.headings.row + 1) {
        let id = width::clean(column("ID").map_or("", |column| row.cell(column))).to_ascii_uppercase();
        let Some(facility) = wanted.get_mut(&id) else { continue };
        let department = width::clean(column("診療科目名").map_or("", |column| row.cell(column)));
        if !department.is_empty() && !facility.times.departments.contains(&department) {
            facility.times.departments.push(department);
        }
        let names = |day: &str| (format!("{day}_診療開始時間"), format!("{day}_診療終了時間"));
        facility.times.add(row, file.source, &file.headings, names, finder);
    }
}

#[cfg(test)]
mod tests;
