//! `data/search.js`: names, towns and services with their folded text, so that the browser only looks for substrings;
//! and what each facility lets itself be narrowed by. Of a wide site the first file holds no facility: those of a
//! municipality are brought when the reader is there, and names are found by [`super::names`].

use super::{LayerFile, Names, filter, reach, script};
use crate::consent::{Belonging, Shown};
use crate::model::{Areas, HoursKind, Services, week};
use crate::settings::Settings;
use crate::text::{fold, kana};
use memchr::memmem;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// Facilities in one file; with the rest it stays well under 200 KB compressed.
const PER_FILE: usize = 2_000;

/// How many files there are.
pub(super) fn parts(facilities: usize, areas: &Areas) -> usize {
    let full = facilities.div_ceil(PER_FILE);
    if areas.is_wide() { full + 1 } else { full.max(1) }
}

/// For each municipality the first and the last file with its facilities, as they are numbered.
fn shards(facilities: &[&Shown]) -> Value {
    let mut shards: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, facility) in facilities.iter().enumerate() {
        let number = at / PER_FILE + 2;
        if let Some(area) = facility.area.as_deref() {
            shards.entry(area).or_insert((number, number)).1 = number;
        }
    }
    json!(shards)
}

/// The path of one, from 0.
pub(super) fn path(part: usize) -> String {
    if part == 0 { "data/search.js".to_owned() } else { format!("data/search-{}.js", part + 1) }
}

/// A list in which equal values stand once.
struct Table<K> {
    known: HashMap<K, usize>,
    values: Vec<Value>,
}

impl<K: Eq + Hash> Table<K> {
    fn new() -> Self {
        Self { known: HashMap::new(), values: Vec::new() }
    }

    fn at(&mut self, key: K, value: impl FnOnce(&K) -> Value) -> usize {
        if let Some(at) = self.known.get(&key) {
            return *at;
        }
        self.values.push(value(&key));
        self.known.insert(key, self.values.len() - 1);
        self.values.len() - 1
    }
}

/// What rows refer to by position.
struct Shared<'a> {
    services: &'a Services,
    areas: &'a Areas,
    settings: &'a Settings,
}

/// A facility's row, but for the positions of its week and source, which depend on the rows before.
struct Row {
    before: String,
    week: Option<Week>,
    source: String,
    after: String,
}

/// Hours in words, and as JSON.
#[derive(PartialEq, Eq, Hash)]
struct Week {
    line: Option<String>,
    days: String,
}

impl Row {
    fn placed(self, weeks: &mut Table<Week>, sources: &mut Table<String>) -> String {
        let week = self.week.map(|week| {
            weeks.at(week, |Week { line, days }| {
                json!([line, serde_json::from_str::<Value>(days).unwrap_or(Value::Null)])
            })
        });
        let week = week.map_or_else(|| "null".to_owned(), |at| at.to_string());
        let source = sources.at(self.source, |source| Value::String(source.clone()));
        // Two lists of JSON made one.
        format!(
            "{},{week},{source},{}",
            self.before.strip_suffix(']').unwrap_or_default(),
            self.after.strip_prefix('[').unwrap_or_default()
        )
    }
}

/// `data/search.js`, and `data/search-2.js` … when there are many.
pub(super) fn files(
    facilities: &[&Shown],
    services: &Services,
    areas: &Areas,
    settings: &Settings,
    names: &Names<'_>,
) -> Vec<LayerFile> {
    let named: Vec<Value> = services
        .services
        .iter()
        .map(|service| {
            let mut words = vec![service.name.as_str(), service.reading.as_str()];
            words.extend(service.synonyms.iter().map(String::as_str));
            json!([service.id, service.name, folded(&words)])
        })
        .collect();
    let areas_list: Vec<Value> = areas
        .areas
        .iter()
        .map(|area| {
            let desk = area.desk.as_ref().map(|desk| json!([desk.name, desk.phone]));
            json!([area.id, area.name, desk])
        })
        .collect();
    let towns: Vec<Value> = areas
        .towns
        .iter()
        .map(|town| {
            let area = town.area.as_ref().and_then(|id| areas.position(id));
            let short = town.name.strip_prefix("大字").unwrap_or(&town.name);
            let point = town.point.map(|point| json!([script::degrees(point.lon), script::degrees(point.lat)]));
            json!([town.name, town.reading, area, folded(&[short, &town.reading]), point])
        })
        .collect();
    let filters: Vec<Value> = settings.filters.iter().map(|filter| json!([filter.id, filter.name])).collect();
    let shared = Shared { services, areas, settings };
    // One facility a line, so that two builds can be compared.
    let (mut weeks, mut sources) = (Table::new(), Table::new());
    let wide = areas.is_wide();
    // Part by part: the rows of the country at once would be half a gigabyte.
    let mut rows: Vec<String> = facilities
        .chunks(PER_FILE)
        .map(|part| {
            let made: Vec<Row> = part.par_iter().map(|facility| row(facility, &shared)).collect();
            let place = |weeks: &mut Table<Week>, sources: &mut Table<String>| {
                made.into_iter().map(|row| row.placed(weeks, sources)).collect::<Vec<_>>().join(",\n")
            };
            if !wide {
                return place(&mut weeks, &mut sources);
            }
            // Read without the parts before it, so hours and sources come with it.
            let (mut weeks, mut sources) = (Table::new(), Table::new());
            let rows = place(&mut weeks, &mut sources);
            let (weeks, sources) = (Value::from(weeks.values), Value::from(sources.values));
            format!("{},{},[\n{rows}\n]", script::json(&weeks), script::json(&sources))
        })
        .collect();
    let mut head = json!({
        "parts": parts(facilities.len(), areas), "services": named, "areas": areas_list, "towns": towns,
        "filters": filters, "weeks": weeks.values, "sources": sources.values,
    });
    if wide {
        head["shards"] = shards(facilities);
        head["names"] = json!(names.borders());
        head["districts"] = areas.districts.iter().map(|one| json!([one.id, one.name, one.areas.end])).collect();
        rows.insert(0, String::new());
    }
    if rows.is_empty() {
        rows.push(String::new());
    }
    rows.into_iter()
        .enumerate()
        .map(|(part, rows)| {
            let text = if part == 0 {
                format!(
                    "window.ouchi=window.ouchi||{{}};ouchi.search={};\nouchi.search.facilities=[\n{rows}\n];\n",
                    script::json(&head)
                )
            } else if wide {
                format!("ouchi.rows({rows});\n")
            } else {
                format!("ouchi.search.facilities.push(\n{rows}\n);\n")
            };
            (path(part), text.into_bytes())
        })
        .collect()
}

/// Id, name, reading, town, area's position, phone, services' positions, longitude, latitude, folded text, filters'
/// positions, week's position, source's position, kind, reach.
fn row(facility: &Shown, shared: &Shared<'_>) -> Row {
    let (services, areas) = (shared.services, shared.areas);
    let reading = facility.kana.as_deref().map(kana::to_hiragana).unwrap_or_default();
    let town = facility.town.and_then(|town| areas.towns.get(usize::from(town.0))).map(|town| town.name.as_str());
    let area = facility.area.as_ref().and_then(|id| areas.position(id));
    // A registration is not an offer: its position is written as -1 - position, and the script says 「届出」.
    let belongs: Vec<i64> = facility
        .services
        .iter()
        .filter_map(|(id, belonging)| {
            let at = i64::try_from(services.position(id)?).ok()?;
            Some(if *belonging == Belonging::Offers { at } else { -1 - at })
        })
        .collect();
    let (lon, lat) = facility
        .located
        .map(|located| (script::degrees(located.point.lon), script::degrees(located.point.lat)))
        .unzip();
    let mut words = vec![facility.name.as_str(), &reading];
    words.extend(facility.address.as_deref());
    words.extend(town);
    words.extend(facility.building.as_deref());
    words.extend(facility.phone.as_deref());
    words.extend(facility.operator.as_deref());
    words.extend(facility.departments.iter().map(String::as_str));
    words.push(facility.kind.word());
    let filters: Vec<usize> = (0..)
        .zip(&shared.settings.filters)
        .filter(|(_, setting)| filter::passes(setting, facility))
        .map(|(at, _)| at)
        .collect();
    let before = (
        &facility.id,
        &facility.name,
        reading.as_str(),
        town.unwrap_or_default(),
        area,
        facility.phone.as_deref().unwrap_or_default(),
        belongs,
        lon,
        lat,
        folded(&words),
        filters,
    );
    let after = (facility.kind.word(), reach_of(facility, shared));
    Row {
        before: script::json(&before),
        week: week_of(facility),
        source: source_of(facility),
        after: script::json(&after),
    }
}

/// Hours in one line, and the days from which the script picks today.
fn week_of(facility: &Shown) -> Option<Week> {
    let of = |kind: HoursKind| facility.hours.iter().find(move |hours| hours.kind == kind && hours.says_something());
    let hours = of(HoursKind::Consultation).or_else(|| of(HoursKind::Service))?;
    let days = week::days_json(hours);
    Some(Week { line: week::line(hours), days })
}

/// Sources of a facility in a few words.
pub(super) fn source_of(facility: &Shown) -> String {
    let mut said: Vec<String> = Vec::new();
    for (kind, date) in &facility.sources {
        let words = kind.dated(*date);
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said.join("、")
}

/// `null`: nobody comes. Else towns' positions, areas as -2 - position, the whole as -1; empty: not declared.
fn reach_of(facility: &Shown, shared: &Shared<'_>) -> Value {
    if !reach::visits(facility, shared.services) {
        return Value::Null;
    }
    let reach = reach::reach(facility, shared.areas, &shared.settings.municipality.name);
    let mut all: Vec<i64> = reach.towns.iter().map(|town| i64::from(town.0)).collect();
    let places = reach.areas.iter().filter_map(|id| shared.areas.position(id));
    all.extend(places.filter_map(|at| i64::try_from(at).ok()).map(|at| -2 - at));
    if reach.whole {
        all.push(-1);
    }
    json!(all)
}

/// Folded words with a bar between them, which no folded text holds, so that no match runs from one into the next.
fn folded(words: &[&str]) -> String {
    let mut each: Vec<String> = Vec::new();
    for word in words {
        let mut folded = fold::search(word);
        folded.retain(|c| c != '|');
        let holds = |known: &String| memmem::find(known.as_bytes(), folded.as_bytes()).is_some();
        if !folded.is_empty() && !each.iter().any(holds) {
            each.push(folded);
        }
    }
    each.join("|")
}
