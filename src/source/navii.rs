//! 医療情報ネット（ナビイ）: facility files, and files of departments and hours joined to them by ID.
//!
//! The flags say the reverse of their headings: under 「…に休診」, `1` is open and `0` is closed; blank is not answered.

mod layout;
mod timetable;

use super::cell::{self, Finder, origin};
use super::{Input, Reading, Scope, open};
use crate::model::{DayHours, Hours, HoursKind, Identifier, IdentifierKind, Kind, Record, SourceKind, WeekFlags};
use crate::place::{Origin, Place, SourceId, Sourced};
use crate::settings::SourceSetting;
use crate::table::{Row, Sheets, Table};
use crate::text::{address, kana, wareki, width};
use jiff::civil::Date;
use layout::{DAYS, Headings, Layout};
use rayon::prelude::*;
use std::sync::Arc;
use timetable::{Stretch, Timetable};

const TERMS: open::Terms = open::Terms {
    credit: "医療情報ネット（ナビイ）オープンデータ（厚生労働省）を加工して作成",
    licence: "公共データ利用規約（第1.0版）",
    url: Some("https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/kenkou_iryou/iryou/newpage_43373.html"),
};

struct File {
    source: SourceId,
    layout: Layout,
    headings: Headings,
    columns: Columns,
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
                let columns = Columns::of(layout, &headings);
                files.push(File { source, layout, headings, columns, table });
            }
            Err((layout, missing)) => {
                reading.diagnostics.push(missing.diagnostic(layout.word(), Place::whole(input.path.as_str())));
            }
        }
    }
    let sources = &reading.sources;
    let mut finder = Finder::new(sources);
    // Boxed, because they are put in order: each is large.
    let mut wanted: Vec<(String, Box<Facility>)> = Vec::new();
    for file in files.iter().filter(|file| file.layout != Layout::Timetable) {
        let read = by_rows(
            file,
            &mut finder,
            |row, finder| {
                if row.is_blank() { None } else { facility(file, row, scope, finder) }
            },
        );
        wanted.extend(read);
    }
    // An institution that stands in two editions: the later file holds.
    wanted.reverse();
    wanted.par_sort_by(|(one, _), (other, _)| one.cmp(other));
    wanted.dedup_by(|(one, _), (before, _)| one == before);
    for file in files.iter().filter(|file| file.layout == Layout::Timetable) {
        timetables(file, &mut wanted, &mut finder);
    }
    let mut records: Vec<Record> = wanted.into_iter().map(|(_, facility)| facility.finished(&mut finder)).collect();
    reading.municipalities.absorb(finder.municipalities);
    reading.diagnostics.absorb(finder.found);
    records.par_sort_by_key(|record| record.origin);
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
        record.hours = hours.says_something().then(|| Arc::new(hours));
        record
    }
}

fn facility(file: &File, row: Row<'_>, scope: &Scope, finder: &mut Finder<'_>) -> Option<(String, Box<Facility>)> {
    let columns = &file.columns;
    let raw = |column: Option<u16>| column.map_or("", |column| row.cell(column));
    let at = |column: Option<u16>| origin(file.source, row.number, column);
    let code = municipality(raw(columns.prefecture), raw(columns.city));
    let full = width::clean(raw(columns.address));
    let all = scope.is_wide();
    let in_name = address::parse(&full, &scope.prefecture, &scope.municipality);
    let inside = in_name.has_municipality && in_name.has_prefecture;
    // A ward has its own code; without a code the address decides.
    let ward = inside && (code.is_none() || in_name.rest.chars().take(5).any(|c| c == '区'));
    if !scope.wants(code.as_deref(), "", "") && (all || !ward) {
        return None;
    }
    let parsed = if all && !inside {
        let prefecture = address::prefecture_in(&full);
        let municipality = address::municipality_in(&full, prefecture);
        finder.municipalities.learn(code.as_deref(), || municipality.clone());
        address::parse(&full, prefecture, &municipality)
    } else {
        in_name
    };
    let id = width::clean(raw(columns.id)).to_ascii_uppercase();
    if id.len() != 13 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        finder.warning("navii-id-odd", at(columns.id), || {
            (
                format!("ID「{id}」は13けたではありません。読みませんでした。"),
                "CSVを表計算ソフトで保存しなおすと先頭の0が消えます。公開されたままのファイルを置いてください。",
            )
        });
        return None;
    }
    let name = cell::text(finder, raw(columns.name), at(columns.name))?;
    let mut record = Record::new(SourceKind::Navii, kind(file.layout, &id), name);
    record.origin = origin(file.source, row.number, None);
    record.municipality = code;
    record.identifiers.push(Identifier::new(IdentifierKind::Navii, id.clone()));
    let kana = cell::text(finder, raw(columns.kana), at(columns.kana));
    record.kana = kana.map(|kana| kana.map(|text| kana::to_katakana(&text)));
    record.address = cell::text(finder, &parsed.rest, at(columns.address));
    record.building = parsed.building.map(|building| Sourced::new(building, at(columns.address)));
    record.point = cell::point(finder, raw(columns.lat), raw(columns.lon), at(columns.lat));
    record.url = cell::url(finder, raw(columns.homepage).trim(), at(columns.homepage));
    let note = cell::text(
        finder,
        &raw(columns.closing)
            .replace("（改行）", "\n")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("、"),
        at(columns.closing),
    );
    let mut times = Timetable::default();
    times.add(&timetable::row(row, file.source, &file.columns.stretches, finder));
    let facility = Box::new(Facility {
        flags: file.columns.flags.map(|column| flag(file, row, column, finder)),
        weeks: weeks(file, row, finder),
        note: note.map(|note| note.value),
        times,
        hours_at: at(columns.weekly),
        record,
    });
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

/// Where a file writes what is asked of every row, found once.
struct Columns {
    id: Option<u16>,
    prefecture: Option<u16>,
    city: Option<u16>,
    name: Option<u16>,
    kana: Option<u16>,
    address: Option<u16>,
    lat: Option<u16>,
    lon: Option<u16>,
    homepage: Option<u16>,
    /// Other closing days in words.
    closing: Option<u16>,
    /// The first of the weekly flags: where hours are said to be.
    weekly: Option<u16>,
    flags: [Option<u16>; 8],
    weeks: [[Option<u16>; 7]; 5],
    /// Opening and closing of every stretch of the day, by days.
    stretches: Vec<Stretch>,
}

impl Columns {
    fn of(layout: Layout, headings: &Headings) -> Self {
        let first = |names: &[String]| names.iter().find_map(|name| headings.get(name));
        let flags = std::array::from_fn(|n| {
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
            first(&names)
        });
        let weeks = std::array::from_fn(|week| {
            std::array::from_fn(|n| {
                let (week, day) = (week + 1, DAYS[n]);
                let names = ["決まった週に休診（定期週）", "決まった週に休業（定期週）", "定期閉店"];
                first(&names.map(|name| format!("{name}第{week}週（{day}）")))
            })
        });
        let stretch = |from: &dyn Fn(&str) -> [String; 2]| DAYS.map(|day| from(day).map(|name| headings.get(&name)));
        let (word, most) = match layout {
            Layout::Timetable => {
                let names = |day: &str| [format!("{day}_診療開始時間"), format!("{day}_診療終了時間")];
                return Self { stretches: vec![stretch(&names)], ..Self::named(headings, flags, weeks) };
            }
            Layout::Pharmacy => ("開店", 4),
            _ => ("就業", 3),
        };
        let stretches =
            (1..=most).map(|n| stretch(&|day| ["開始", "終了"].map(|end| format!("{day}_{word}時間帯{n}_{end}時間"))));
        Self { stretches: stretches.collect(), ..Self::named(headings, flags, weeks) }
    }

    /// Without stretches.
    fn named(headings: &Headings, flags: [Option<u16>; 8], weeks: [[Option<u16>; 7]; 5]) -> Self {
        let any = |names: &[&str]| headings.any(names);
        Self {
            id: any(&["ID"]),
            prefecture: any(&["都道府県コード"]),
            city: any(&["市区町村コード"]),
            name: any(&["正式名称", "名称"]),
            kana: any(&["正式名称（フリガナ）", "名称（フリガナ）", "フリガナ"]),
            address: any(&["所在地"]),
            lat: any(&["所在地座標（緯度）"]),
            lon: any(&["所在地座標（経度）"]),
            homepage: any(&["案内用ホームページアドレス", "薬局のホームページアドレス"]),
            closing: any(&[
                "その他の休診日（gw、お盆等）",
                "その他の休業日（gw、お盆等）",
                "その他の閉店日（gw、お盆等）",
            ]),
            weekly: any(&["毎週決まった曜日に休診（月）", "毎週決まった曜日に休業（月）", "営業日（月）"]),
            flags,
            weeks,
            stretches: Vec::new(),
        }
    }
}

/// `1` open, `0` closed, blank not answered.
fn flag(file: &File, row: Row<'_>, column: Option<u16>, finder: &mut Finder<'_>) -> Option<bool> {
    let column = column?;
    let raw = row.cell(column);
    if raw.is_empty() {
        return None;
    }
    match width::clean(raw).as_str() {
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

fn weeks(file: &File, row: Row<'_>, finder: &mut Finder<'_>) -> WeekFlags {
    file.columns.weeks.map(|week| week.map(|column| flag(file, row, column, finder)))
}

/// What a row of departments and hours says, and of which institution.
struct TimetableRow {
    at: usize,
    department: String,
    times: timetable::RowTimes,
}

fn timetables(file: &File, wanted: &mut [(String, Box<Facility>)], finder: &mut Finder<'_>) {
    let (id, name) = (file.headings.get("ID"), file.headings.get("診療科目名"));
    let cell = |row: Row<'_>, column: Option<u16>| width::clean(column.map_or("", |column| row.cell(column)));
    let known = &*wanted;
    let read = by_rows(file, finder, |row, finder| {
        let id = cell(row, id).to_ascii_uppercase();
        let at = known.binary_search_by(|(known, _)| known.cmp(&id)).ok()?;
        let times = timetable::row(row, file.source, &file.columns.stretches, finder);
        Some(TimetableRow { at, department: cell(row, name), times })
    });
    for TimetableRow { at, department, times } in read {
        let own = &mut wanted[at].1.times;
        if !department.is_empty() && !own.departments.contains(&department) {
            own.departments.push(department);
        }
        own.add(&times);
    }
}

/// Rows looked at by one thread at a time.
const ROWS: usize = 2_000;

/// Reads the rows under the headings, many at once; what they make comes in their order.
fn by_rows<T: Send>(
    file: &File,
    finder: &mut Finder<'_>,
    read: impl Fn(Row<'_>, &mut Finder<'_>) -> Option<T> + Sync,
) -> Vec<T> {
    let sources = finder.sources();
    let parts: Vec<(Vec<T>, Finder<'_>)> = (file.headings.row + 1..file.table.len())
        .step_by(ROWS)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|from| {
            let mut finder = Finder::new(sources);
            let rows = (from..(from + ROWS).min(file.table.len())).map(|at| file.table.row(at));
            (rows.filter_map(|row| read(row, &mut finder)).collect(), finder)
        })
        .collect();
    let mut all = Vec::with_capacity(file.table.len());
    for (made, found) in parts {
        all.extend(made);
        finder.absorb(found);
    }
    all
}

#[cfg(test)]
mod tests;
