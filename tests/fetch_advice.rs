//! What `ouchi fetch` says besides bringing: settings that no longer fit, files that are not there yet, a run beside it.

#[path = "fetch_server/city.rs"]
mod city;
mod fetch_server;
#[path = "fetch_server/files.rs"]
mod files;

use city::City;
use ouchi::fetch::{FetchOptions, State, Wanted};

/// A city with more settings behind the usual ones.
fn city(more: &str) -> City {
    let city = City::new();
    let settings = format!("{}\n{more}", city.text("ouchi.toml"));
    city.write("ouchi.toml", settings.as_bytes());
    city.publish_kaigo(12, 40);
    city
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let city = city("");
    let nowhere = city.root().join("ダウンロード");
    let report = city.run(&FetchOptions { from: Some(nowhere), ..city.options(&[Wanted::Kaigo]) });
    assert_eq!(report.diagnostics.count("fetch-folder-missing"), 1, "{}", report.text());
    assert!(!report.is_done() && report.text().contains("ダウンロード") && city.server.seen().is_empty());
}

#[test]
fn two_at_once_are_refused() {
    let city = city("");
    let lock = ouchi::io::Lock::take(&city.root().join(".ouchi/fetch/lock")).expect("the machine works").expect("free");
    let report = city.fetch(&[Wanted::Kaigo]);
    assert_eq!(report.diagnostics.count("fetch-running"), 1, "{}", report.text());
    assert!(!report.is_done() && city.server.seen().is_empty());
    drop(lock);
    assert!(city.fetch(&[Wanted::Kaigo]).is_done());
}

#[test]
fn a_page_that_tells_no_date_leaves_it_to_a_person() {
    let city = city("");
    city.server.put("/stf/kaigo.html", "text/html", "<a href='/c/jigyosho_110.csv'>訪問介護</a>");
    city.server.put("/c/jigyosho_110.csv", "text/csv", files::kaigo(4, 0, 9));
    let report = city.fetch(&[Wanted::Kaigo]);
    assert!(report.is_done(), "{}", report.text());
    assert_eq!((report.brought[0].as_of, report.diagnostics.count("fetch-no-date")), (None, 1), "{}", report.text());
    // Whoever wrote the date down is not asked again.
    let told = city_with_date();
    assert_eq!(told.fetch(&[Wanted::Kaigo]).diagnostics.count("fetch-no-date"), 0);
}

fn city_with_date() -> City {
    let city = city("[sources.kaigo]\npaths = [\"geodata/kaigo\"]\nas_of = 2025-12-31\n");
    city.server.put("/stf/kaigo.html", "text/html", "<a href='/c/jigyosho_110.csv'>訪問介護</a>");
    city.server.put("/c/jigyosho_110.csv", "text/csv", files::kaigo(4, 0, 9));
    city
}

#[test]
fn settings_that_read_elsewhere_or_speak_of_the_edition_before_are_named() {
    let elsewhere = city("[sources.kaigo]\npaths = [\"geodata/old\"]\n");
    let report = elsewhere.fetch(&[Wanted::Kaigo]);
    assert_eq!(report.diagnostics.count("fetch-not-read"), 1, "{}", report.text());
    assert!(report.is_done() && report.text().contains("geodata/kaigo"), "{}", report.text());
    let stale = city("[sources.kaigo]\npaths = [\"geodata/kaigo\"]\nas_of = 2025-12-31\n");
    let report = stale.fetch(&[Wanted::Kaigo]);
    assert_eq!(report.diagnostics.count("fetch-setting-stale"), 1, "{}", report.text());
    assert!(report.text().contains("as_of を 2026-06-30 に直し"), "{}", report.text());
    let fresh = city("[sources.kaigo]\npaths = [\"geodata/kaigo\"]\nas_of = 2026-06-30\n");
    let report = fresh.fetch(&[Wanted::Kaigo]);
    let found = ["fetch-not-read", "fetch-setting-stale"].map(|code| report.diagnostics.count(code));
    assert_eq!(found, [0, 0], "{}", report.text());
}

#[test]
fn a_part_that_is_not_published_yet_is_named_and_costs_nobody_a_page() {
    let city = city("");
    assert!(city.fetch(&[Wanted::Kaigo]).is_done());
    let before = city.geodata();
    // A new edition of which one service is still missing.
    let page = "<a href='/c/jigyosho_110_all_20270115000000.csv'>110</a><a href='/content/12300000/jigyosho_120_all_20260709180811.csv'>120</a>";
    city.server.put("/stf/kaigo.html", "text/html", page);
    city.server.put("/c/jigyosho_110_all_20270115000000.csv", "text/csv", files::kaigo(13, 3, 41));
    let report = city.fetch(&[Wanted::Kaigo]);
    assert_eq!(report.diagnostics.count("fetch-part-missing"), 1, "{}", report.text());
    assert!(report.text().contains("「120」"), "{}", report.text());
    assert_eq!((report.brought[0].state, city.geodata() == before), (State::Kept, true), "{}", report.text());
}
