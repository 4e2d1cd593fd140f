//! What sources say differently of one facility: listed for staff with values, sources and dates, and decided by the
//! settings, field by field.

mod clean;
mod project;

use clean::{Clean, SETTINGS};
use ouchi::table::{self, Sheets};
use serde_json::Value;
use std::fs;

/// The clinic of the bureau, ナビイ and the survey, in the city's list with other values.
fn with_list() -> Clean {
    let clean = Clean::new();
    clean.append(
        clean::LIST,
        "122203,990002,千葉県,流山市,見本 すずらん医院,ミホン スズランイイン,,,千葉県流山市北見本2丁目2番9号,,35.88220,139.92020,04-0000-0201,,,見本市,,,,,,,,\r\n",
    );
    clean
}

fn sheet(clean: &Clean) -> Vec<Vec<String>> {
    let run = clean.copy.run(&["check", "--as-of", "2026-11-01"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("出典どうしの食いちがい"), "{}", run.out);
    let bytes = fs::read(clean.copy.path("reports/食いちがい.xlsx")).expect("the workbook");
    let tables = table::read("x.xlsx", &bytes, Sheets::First).expect("readable");
    tables[0].rows().map(|row| row.cells().map(str::to_owned).collect()).collect()
}

fn clinic(clean: &Clean) -> Value {
    let run = clean.copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let all = clean.copy.json("dist/geojson/facilities.geojson");
    let named = |one: &&Value| one["properties"]["name"].as_str().is_some_and(|name| name.contains("すずらん"));
    let mut found = all["features"].as_array().expect("features").iter().filter(named);
    let one = found.next().expect("the clinic").clone();
    assert!(found.next().is_none(), "one facility");
    one
}

#[test]
fn every_value_is_listed_with_source_and_date() {
    let clean = with_list();
    let rows = sheet(&clean);
    let of = |about: &str| rows.iter().find(|row| row[2] == about).unwrap_or_else(|| panic!("{about}: {rows:?}"));
    let address = of("住所");
    assert_eq!(address[3..6], ["北見本2丁目2番1号", "厚生局", "2026-09-01"].map(str::to_owned));
    assert_eq!(address[6..8], ["北見本2丁目2番9号", "市の一覧"].map(str::to_owned));
    assert!(address[9].contains("122203_public_facility.csv 3行目"), "{address:?}");
    let point = of("位置");
    assert_eq!((point[4].as_str(), point[7].as_str()), ("市の一覧", "ナビイ"));
    assert!(rows.iter().all(|row| row[2] != "電話"), "the phones agree: {rows:?}");
}

#[test]
fn what_is_only_written_otherwise_is_no_disagreement() {
    let clean = Clean::new();
    clean.append(
        clean::LIST,
        "122203,990002,千葉県,流山市,医療法人見本会　見本すずらん醫院,,,,千葉県流山市大字北見本２ー２ー１,,35.88021,139.92021,０４（００００）０２０１,,,見本市,,,,,,,,\r\n",
    );
    let run = clean.copy.run(&["check", "--as-of", "2026-11-01"], &[]);
    assert!(!run.out.contains("食いちがい"), "{}", run.out);
}

#[test]
fn the_settings_say_which_source_stands_for_each_field() {
    let clean = with_list();
    let before = clinic(&clean);
    let text = |one: &Value, key: &str| one["properties"][key].as_str().unwrap_or_default().to_owned();
    assert!(text(&before, "address").contains("2番1号"), "{before}");
    assert_eq!(text(&before, "name"), "見本 すずらん医院");
    let settings = clean.read(SETTINGS);
    clean.write(SETTINGS, &format!("{settings}\n[precedence]\naddress = [\"list\"]\npoint = [\"navii\"]\n"));
    let after = clinic(&clean);
    assert!(text(&after, "address").contains("2番9号"), "{after}");
    assert_eq!(text(&after, "name"), "見本 すずらん医院", "other fields stay");
    assert_ne!(after["geometry"], before["geometry"]);
    assert_eq!(after["id"], before["id"]);
    // A word that is no source is refused, with the ones that are.
    clean.write(SETTINGS, &format!("{settings}\n[precedence]\nphone = [\"navi\"]\n"));
    let run = clean.copy.build(&[]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("navii"), "{}", run.out);
}
