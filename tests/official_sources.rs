//! The counts that are known of the official files. Their folder is named by `OUCHI_OFFICIAL`; without it nothing is read.

use ouchi::model::{Record, SourceKind};
use ouchi::settings::{Keep, SourceSetting};
use ouchi::source::{Input, Reading, Scope, area, base, bureau, kaigo, navii};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folder, or `None` with a line that says so.
#[allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a test is told where the files are, and says so")]
fn official() -> Option<PathBuf> {
    let folder = std::env::var("OUCHI_OFFICIAL").ok().map(PathBuf::from);
    if folder.is_none() {
        println!("OUCHI_OFFICIAL が設定されていないので、公式データの試験を飛ばします。");
    }
    folder
}

#[allow(clippy::disallowed_methods, reason = "a test reads its files itself")]
fn inputs(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<Input> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| (path.file_name().expect("named").to_string_lossy().into_owned(), path))
        .filter(|(name, _)| wanted(name))
        .map(|(name, path)| Input { path: name, bytes: std::fs::read(path).expect("readable") })
        .collect()
}

fn scope(keep: Keep) -> Scope {
    Scope { keep, code: "122203".into(), prefecture: "千葉県".into(), municipality: "流山市".into() }
}

fn numbers(records: &[Record]) -> usize {
    records.iter().filter_map(|record| record.identifiers.first()).collect::<BTreeSet<_>>().len()
}

#[test]
fn care_offices_of_japan_are_counted() {
    let Some(folder) = official() else { return };
    let files = inputs(&folder.join("kaigo"), |name| name.ends_with(".csv"));
    assert_eq!(files.len(), 27);
    let mut reading = Reading::default();
    let records = kaigo::read(&files, &SourceSetting::default(), &scope(Keep::All), &mut reading);
    assert_eq!(records.len(), 56_442);
    assert!(!reading.diagnostics.is_fatal());
    assert!(records.iter().all(|record| record.source == SourceKind::Kaigo && record.care.len() == 1));
    for (code, count) in [
        ("coordinate-zero", 86),
        ("coordinate-abroad", 44),
        ("address-no-prefecture", 10_115),
        ("address-full-width", 17_153),
        // `^0\d+-\d+-\d+$` counts 3,056 where \d takes full-width digits too; three numbers are written with those.
        ("phone-form", 3_059),
        ("fax-empty", 526),
        ("fax-form", 2_977),
        ("corporate-number-empty", 2_623),
        ("operator-empty", 659),
        ("url-empty", 9_424),
        // Not one `http(s)://` and no space: 3,145. Counting every character that is not ASCII as bad gives more.
        ("url-form", 3_145),
        ("weekdays-empty", 25_711),
        ("capacity-zero", 22_280),
        ("address-building-twice", 7_915),
        // Letters of both widths and kanji: [A-Za-zＡ-Ｚａ-ｚ一-龥] counts 201.
        ("kana-not-kana", 201),
        ("kaigo-row-twice", 1),
        ("office-spelling", 8_529),
    ] {
        assert_eq!(reading.diagnostics.count(code), count, "{code}");
    }
}

#[test]
fn care_offices_of_the_city_are_sixty_rows() {
    let Some(folder) = official() else { return };
    let files = inputs(&folder.join("kaigo"), |name| name.ends_with(".csv"));
    let mut reading = Reading::default();
    let records = kaigo::read(&files, &SourceSetting::default(), &scope(Keep::Municipality), &mut reading);
    assert_eq!((records.len(), numbers(&records)), (60, 45));
    assert!(records.iter().all(|record| record.point.is_some() && record.phone.is_some() && record.address.is_some()));
    let strange: Vec<_> = records
        .iter()
        .filter_map(|record| record.address.as_ref())
        .filter(|address| address.value.starts_with("千葉県") || address.value.starts_with("流山市"))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn institutions_of_the_city_are_on_the_bureau_list() {
    let Some(folder) = official() else { return };
    let files = inputs(&folder.join("bureau"), |name| name.contains("（医科）"));
    let mut reading = Reading::default();
    let records = bureau::read(&files, &SourceSetting::default(), &scope(Keep::Municipality), &mut reading);
    assert_eq!((records.len(), numbers(&records)), (129, 129));
    let (_, edition) = reading.editions.iter().next().expect("one list");
    assert_eq!(edition.as_of.map(|day| day.to_string()).as_deref(), Some("2025-09-01"));
    for (symbol, count) in
        [("支援診1", 1), ("支援診2", 5), ("支援診3", 6), ("在医総管1", 17), ("がん疼", 9), ("在宅DX", 6)]
    {
        let having = records
            .iter()
            .filter(|record| record.registrations.iter().any(|registration| registration.symbol == symbol))
            .count();
        assert_eq!(having, count, "{symbol}");
    }
    let old: Vec<&Record> = records
        .iter()
        .filter(|record| record.phone.as_ref().is_some_and(|phone| phone.value.starts_with("0471")))
        .collect();
    assert!(old.is_empty(), "{old:?}");
    assert_eq!(reading.diagnostics.count("phone-old-area-code"), 20);
    assert!(records.iter().all(|record| record.registrations.iter().all(|registration| registration.since.is_some())));
    assert!(
        records.iter().all(|record| record.address.as_ref().is_some_and(|address| !address.value.contains("流山市")))
    );
}

#[test]
fn every_bureau_list_is_read_and_merged() {
    let Some(folder) = official() else { return };
    let files = inputs(&folder.join("bureau"), |name| name.ends_with(".xlsx"));
    assert_eq!(files.len(), 4);
    let mut reading = Reading::default();
    let records = bureau::read(&files, &SourceSetting::default(), &scope(Keep::All), &mut reading);
    assert!(!reading.diagnostics.is_fatal());
    let chiba = records.iter().filter(|record| record.identifiers[0].value.starts_with("121")).count();
    assert!(chiba >= 3_676, "{chiba}");
    assert_eq!(reading.diagnostics.count("date-unreadable"), 0);
    assert_eq!(numbers(&records), records.len());
}

#[test]
fn hospitals_of_navii_are_read() {
    let Some(folder) = official() else { return };
    let files = inputs(&folder.join("navii"), |name| name.starts_with("01-1"));
    let mut reading = Reading::default();
    let records = navii::read(&files, &SourceSetting::default(), &scope(Keep::All), &mut reading);
    assert!(!reading.diagnostics.is_fatal(), "{:?}", reading.diagnostics.sorted());
    assert!(records.len() >= 9 && numbers(&records) == records.len());
    assert!(records.iter().all(|record| record.address.is_some() && record.municipality.is_some()));
}

#[test]
fn towns_boundary_and_stations_are_read() {
    let Some(folder) = official() else { return };
    let mut reading = Reading::default();
    let towns = area::read(&inputs(&folder.join("address"), |_| true), &SourceSetting::default(), &[], &mut reading);
    assert_eq!(towns.towns.len(), 134);
    assert!(towns.towns.iter().all(|town| town.point.is_some()));
    let n03 = |name: &str| name.starts_with("smartnews");
    let whole = inputs(&folder.join("boundary"), n03).into_iter().chain(inputs(&folder.join("stations"), |_| true));
    let map = base::read(&whole.collect::<Vec<_>>(), &SourceSetting::default(), &scope(Keep::All), &mut reading);
    assert!(!map.outline.is_empty() && map.stations.iter().any(|station| station.name == "流山おおたかの森"));
    assert!(map.stations.len() < 60, "{}", map.stations.len());
    let plain = inputs(&folder.join("boundary"), |name| name.starts_with("geolonia"));
    let map = base::read(&plain, &SourceSetting::default(), &scope(Keep::All), &mut reading);
    assert_eq!((map.outline.len(), map.outline[0].len()), (1, 2_026));
    assert!(!reading.diagnostics.is_fatal());
}
