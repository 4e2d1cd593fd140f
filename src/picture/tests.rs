//! Pictures as a whole: nothing lost, nothing colliding, nothing that a strict content policy refuses.

use super::{Sheet, bars, locator, overview, qr, sheets};
use crate::consent::Shown;
use crate::model::{Area, Areas, BaseMap, Kind, Located, LonLat, Precision, Railway, Station, Town, TownId};
use crate::place::{Origin, SourceId};
use crate::tally::{PublicTally, TallyRow};
use std::collections::{BTreeMap, BTreeSet};

const ORIGIN: Origin = Origin { source: SourceId(0), row: 1, column: 0 };

/// A facility that stands somewhere.
fn shown(index: usize, kind: Kind, at: Option<(f64, f64, Precision)>) -> Shown {
    Shown {
        id: format!("m{index:07}"),
        kind,
        name: format!("見本 {index}"),
        official_name: None,
        kana: None,
        sort_key: format!("みほん{index:04}"),
        address: None,
        building: None,
        phone: None,
        fax: None,
        url: None,
        located: at.map(|(lon, lat, precision)| Located { point: LonLat::new(lon, lat), precision, origin: ORIGIN }),
        town: Some(TownId(0)),
        area: Some("north".into()),
        operator: None,
        corporate_number: None,
        municipality: None,
        identifiers: vec![],
        services: vec![],
        care: vec![],
        registrations: vec![],
        departments: vec![],
        answers: vec![],
        hours: vec![],
        navii: None,
        sources: vec![],
        phone_source: None,
        address_source: None,
        same_place: vec![],
    }
}

fn base() -> BaseMap {
    let station = |name: &str, lon, lat| Station { name: name.into(), point: LonLat::new(lon, lat) };
    BaseMap {
        outline: vec![vec![
            LonLat::new(139.875, 35.915),
            LonLat::new(139.92, 35.919),
            LonLat::new(139.957, 35.86),
            LonLat::new(139.90, 35.828),
        ]],
        railways: vec![Railway {
            name: "見本線".into(),
            paths: vec![vec![LonLat::new(139.905, 35.93), LonLat::new(139.91, 35.89), LonLat::new(139.93, 35.80)]],
        }],
        stations: vec![station("見本北", 139.91, 35.89), station("見本南", 139.918, 35.85)],
        waters: vec![],
        schematic: true,
    }
}

fn areas() -> Areas {
    let area = |id: &str, name: &str| Area { id: id.into(), name: name.into(), desk: None, rings: vec![] };
    let town = |name: &str, area: &str, lon, lat| Town {
        name: name.into(),
        reading: String::new(),
        area: Some(area.into()),
        point: Some(LonLat::new(lon, lat)),
    };
    Areas {
        areas: vec![area("north", "北部"), area("south", "南部")],
        towns: vec![
            town("大字見本", "north", 139.905, 35.895),
            town("見本町一丁目", "south", 139.912, 35.845),
            town("見本町二丁目", "south", 139.914, 35.847),
        ],
        ..Areas::default()
    }
}

/// Points that look scattered and are the same every time.
fn scattered(count: usize) -> Vec<Shown> {
    let kinds = [Kind::Clinic, Kind::Care, Kind::Dental, Kind::Pharmacy, Kind::Hospital];
    (0..count)
        .map(|i| {
            let (a, b) = ((i * 7919 % 1009) as f64 / 1009.0, (i * 104_729 % 997) as f64 / 997.0);
            shown(i, kinds[i % 5], Some((139.89 + a * a * 0.03, 35.86 + b * b * 0.04, Precision::Published)))
        })
        .collect()
}

fn drawn_pins(svg: &str) -> Vec<(f64, f64)> {
    let map = svg.split("<g class=\"map-legend\">").next().unwrap_or_default();
    map.split("<g class=\"map-pin ")
        .skip(1)
        .filter_map(|part| {
            let at = part.split("translate(").nth(1)?.split(')').next()?;
            let (x, y) = at.split_once(' ')?;
            Some((x.parse().ok()?, y.parse().ok()?))
        })
        .collect()
}

fn allowed(svg: &str) {
    for forbidden in ["style=", "<style", "<script", "onclick", "NaN", "inf "] {
        assert!(!svg.contains(forbidden), "{forbidden} in {svg}");
    }
    assert!(svg.contains("role=\"") && svg.contains("aria-label=\""), "{svg}");
}

#[test]
fn every_facility_of_an_area_is_on_exactly_one_sheet() {
    let facilities = scattered(230);
    let mut facilities: Vec<&Shown> = facilities.iter().collect();
    let nowhere = shown(900, Kind::Care, None);
    facilities.push(&nowhere);
    let sheets = sheets(&base(), &areas(), &facilities);
    let north: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.area == "north").collect();
    assert_eq!(north.len(), 6);
    assert_eq!(north[0].title, "北部 1／6");
    let listed: Vec<&String> =
        north.iter().flat_map(|sheet| sheet.pins.iter().flat_map(|pin| &pin.facilities)).collect();
    assert_eq!(listed.len(), 230);
    assert_eq!(listed.iter().collect::<BTreeSet<_>>().len(), 230);
    assert_eq!(north[5].unplaced, ["m0000900"]);
    for sheet in north {
        allowed(&sheet.svg);
        assert!(sheet.pins.len() <= 40 && sheet.pins.len() >= 30, "{}", sheet.pins.len());
        let firsts: Vec<&str> = sheet.pins.iter().map(|pin| pin.facilities[0].as_str()).collect();
        assert!(firsts.is_sorted(), "the numbers follow the list");
        let pins = drawn_pins(&sheet.svg);
        assert_eq!(pins.len(), sheet.pins.len());
        for (i, a) in pins.iter().enumerate() {
            for b in &pins[..i] {
                assert!((a.0 - b.0).abs() >= 24.8 || (a.1 - b.1).abs() >= 24.8, "pins {a:?} and {b:?} meet");
            }
        }
    }
    assert_eq!(sheets.last().map(|sheet| (sheet.title.as_str(), sheet.pins.len())), Some(("南部", 0)));
}

#[test]
fn one_door_is_one_pin_and_a_town_is_not_a_door() {
    let at = |precision| Some((139.9, 35.89, precision));
    let facilities = [
        shown(0, Kind::Clinic, at(Precision::Published)),
        shown(1, Kind::Care, at(Precision::Town)),
        shown(2, Kind::Care, Some((139.900_05, 35.89, Precision::Published))),
        shown(3, Kind::Dental, at(Precision::Town)),
        shown(4, Kind::Pharmacy, Some((139.900_2, 35.89, Precision::Published))),
    ];
    let facilities: Vec<&Shown> = facilities.iter().collect();
    let sheets = sheets(&base(), &areas(), &facilities);
    let pins: Vec<&[String]> = sheets[0].pins.iter().map(|pin| pin.facilities.as_slice()).collect();
    assert_eq!(pins, [&["m0000000", "m0000002"][..], &["m0000001", "m0000003"], &["m0000004"]]);
    assert!(sheets[0].svg.contains("同じ場所に2つ以上") && sheets[0].svg.contains("町のおおよその場所"));
}

#[test]
fn the_overview_links_every_area_with_its_count() {
    let counts = BTreeMap::from([("north".to_owned(), 12), ("south".to_owned(), 3)]);
    let svg = overview(&base(), &areas(), &counts, &|id| format!("area/{id}/index.html?a&b"));
    allowed(&svg);
    assert!(svg.contains("href=\"area/north/index.html?a&amp;b\""));
    assert!(svg.contains("12か所") && svg.contains("略図"));
}

#[test]
fn many_areas_never_cover_each_other() {
    let mut areas = areas();
    areas.areas =
        (0..40).map(|i| Area { id: format!("a{i}"), name: format!("第{i}地区"), desk: None, rings: vec![] }).collect();
    areas.towns = (0..40)
        .map(|i| Town {
            name: format!("町{i}"),
            reading: String::new(),
            area: Some(format!("a{i}")),
            point: Some(LonLat::new(139.9 + f64::from(i % 5) * 0.004, 35.85 + f64::from(i / 5) * 0.004)),
        })
        .collect();
    let svg = overview(&base(), &areas, &BTreeMap::new(), &|id| id.to_owned());
    let value = |part: &str, key: &str| -> f64 {
        part.split(&format!(" {key}=\"")).nth(1).and_then(|v| v.split('"').next()?.parse().ok()).expect("a number")
    };
    let frames: Vec<[f64; 4]> = svg
        .split("<rect class=\"map-area-button\"")
        .skip(1)
        .map(|part| ["x", "y", "width", "height"].map(|key| value(part, key)))
        .collect();
    assert_eq!(frames.len(), 40);
    for (i, a) in frames.iter().enumerate() {
        assert!(a[2] >= 54.0 && a[3] >= 54.0 && a[0] >= 0.0 && a[0] + a[2] <= 360.0, "{a:?}");
        for b in &frames[..i] {
            let apart = a[0] >= b[0] + b[2] || b[0] >= a[0] + a[2] || a[1] >= b[1] + b[3] || b[1] >= a[1] + a[3];
            assert!(apart, "{a:?} and {b:?}");
        }
    }
}

#[test]
fn without_any_base_map_there_are_still_buttons_and_sheets() {
    let mut nothing = areas();
    nothing.towns.clear();
    let svg = overview(&BaseMap::default(), &nothing, &BTreeMap::new(), &|id| id.to_owned());
    allowed(&svg);
    assert_eq!(svg.matches("<a ").count(), 2);
    let sheets = sheets(&BaseMap::default(), &nothing, &[]);
    assert_eq!(sheets.len(), 2);
    allowed(&sheets[0].svg);
}

#[test]
fn a_locator_says_how_exactly() {
    let exact = shown(0, Kind::Clinic, Some((139.911, 35.888, Precision::Published)));
    let svg = locator(&base(), &areas(), &exact).expect("located");
    allowed(&svg);
    assert!(svg.contains("map-pin--clinic") && svg.contains("見本北駅"), "{svg}");
    let town = shown(1, Kind::Clinic, Some((139.911, 35.888, Precision::Town)));
    let svg = locator(&base(), &areas(), &town).expect("located");
    assert!(svg.contains("map-about") && !svg.contains("map-pin--"), "{svg}");
    assert!(locator(&base(), &areas(), &shown(2, Kind::Care, None)).is_none());
    assert!(locator(&BaseMap::default(), &Areas::default(), &exact).is_some());
}

#[test]
fn a_suppressed_bar_has_no_length() {
    let row = |label: &str, count| TallyRow { label: label.into(), count };
    let tally = PublicTally {
        question: "end-of-life".into(),
        name: "看取り".into(),
        survey: "見本の調査".into(),
        as_of: jiff::civil::date(2026, 6, 1),
        answered: 24,
        rows: vec![row("対応している", Some(21)), row("<要相談>", None), row("していない", Some(0))],
    };
    let svg = bars(&tally);
    allowed(&svg);
    assert_eq!(svg.matches("chart-bar").count(), 1);
    assert!(svg.contains("21件") && svg.contains("3件未満など") && svg.contains("0件"));
    assert!(!svg.contains("<要相談>"));
}

#[test]
fn a_code_has_its_quiet_zone_and_too_long_is_none() {
    let svg = qr("https://example.jp/facility/m0000001.html").expect("short enough");
    allowed(&svg);
    // Version 3 at level M: 29 modules and four light ones on each side.
    assert!(svg.contains("viewBox=\"0 0 37 37\""), "{svg}");
    assert!(svg.contains("M4 4h7v1h-7z"), "{svg}");
    assert!(qr(&"x".repeat(5_000)).is_none());
}

#[test]
fn the_same_input_gives_the_same_picture() {
    let facilities = scattered(90);
    let facilities: Vec<&Shown> = facilities.iter().collect();
    assert_eq!(sheets(&base(), &areas(), &facilities), sheets(&base(), &areas(), &facilities));
}
