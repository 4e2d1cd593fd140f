//! The site of a prefecture, large enough that its pages are made while they are written; and of a small country.
//!
//! With `OUCHI_WIDE` set to a folder the country is kept there; `tests/browser/wide.test.mjs` opens it.

#[path = "../benches/scale/inputs.rs"]
#[allow(dead_code, reason = "the benchmark uses the rest")]
mod inputs;
mod project;

use flate2::Compression;
use flate2::write::GzEncoder;
use project::{Copy, Run, copy_folder, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

const FACILITIES: usize = 6_000;

fn prefecture() -> Copy {
    let copy = Copy::empty();
    inputs::write(&copy.path(""), FACILITIES);
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &copy.path("content"));
    copy
}

fn build(copy: &Copy, environment: &[(&str, &str)]) -> Run {
    let run = copy.run(&["build", "--as-of", "2026-11-01", "--json"], environment);
    assert_eq!(run.code, 0, "{}", run.out);
    run
}

fn site(copy: &Copy) -> BTreeMap<String, Vec<u8>> {
    tree(&copy.path("dist"))
}

#[test]
fn a_prefecture_is_divided_and_nothing_depends_on_the_machine() {
    let copy = prefecture();
    let report = build(&copy, &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "UTC")]);
    let counts = report.json["counts"].as_array().expect("counts");
    assert!(!counts.iter().any(|one| one["code"] == "link-broken"), "every link leads somewhere");
    let first = site(&copy);
    let pages: Vec<(&String, String)> = first
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes.clone()).expect("UTF-8")))
        .collect();
    assert!(pages.iter().filter(|(path, _)| path.starts_with("facility/")).count() >= FACILITIES);

    // Lists: of every municipality and service, never longer than 300.
    for (path, html) in &pages {
        let rows = html.matches("<li class=\"card\"").count() + html.matches("<li class=\"line\"").count();
        assert!(rows <= 300, "{path}: {rows} rows");
    }
    let area = first.keys().filter(|path| path.starts_with("area/1") && path.ends_with("/index.html")).count();
    assert_eq!(area, inputs::municipalities_of(FACILITIES));
    assert!(!first.contains_key("find/clinic/2.html"), "nobody reads a list of the whole prefecture");
    assert!(first.contains_key("find/clinic/12201.html"));

    // Every facility is met on a list.
    let listed: String =
        pages.iter().filter(|(path, _)| path.starts_with("area/")).map(|(_, html)| html.as_str()).collect();
    for path in first.keys().filter(|path| path.starts_with("facility/")) {
        assert!(listed.contains(&format!("../../{path}\"")), "{path} is on no list");
    }

    // The address is whole though the site is of no single municipality.
    let one = pages.iter().find(|(path, html)| path.starts_with("facility/") && html.contains("丁目")).expect("a page");
    assert!(one.1.contains("class=\"address\">千葉県"), "{}", one.0);

    // What scripts load comes in pieces.
    for (path, bytes) in first.iter().filter(|(path, _)| path.starts_with("data/") && path.ends_with(".js")) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("packed");
        let packed = encoder.finish().expect("packed").len();
        assert!(packed <= 200_000, "{path}: {packed} bytes compressed");
    }

    // Many threads, another language, another zone.
    let again = prefecture();
    build(
        &again,
        &[("RAYON_NUM_THREADS", "7"), ("LC_ALL", "ja_JP.UTF-8"), ("LANG", "ja_JP.UTF-8"), ("TZ", "Asia/Tokyo")],
    );
    let second = site(&again);
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(*bytes == second[path], "{path} differs");
    }

    // Nothing changed: nothing is written. One row: only what shows it.
    let nothing = build(&again, &[]);
    assert_eq!(
        (&nothing.json["unchanged"], &nothing.json["written"]["same"]),
        (&true.into(), &(first.len() - 1).into())
    );
    let text = std::fs::read_to_string(again.path("geodata/kaigo/jigyosho_110.csv")).expect("there");
    let row = text.lines().nth(1).expect("a row");
    let fax = row.split(',').nth(12).expect("a fax number");
    let changed = text.replacen(&format!(",{fax},"), ",04-0999-9999,", 1);
    std::fs::write(again.path("geodata/kaigo/jigyosho_110.csv"), changed).expect("written");
    let report = build(&again, &[]);
    let third = site(&again);
    let differ: Vec<&String> =
        third.iter().filter(|(path, bytes)| second.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert_eq!(report.json["written"]["changed"], differ.len());
    for path in &differ {
        assert!(String::from_utf8_lossy(&third[*path]).contains("04-0999-9999"), "{path} does not show the change");
    }
    assert!(!differ.is_empty() && differ.len() <= 3, "{differ:?}");
}

fn words(value: &serde_json::Value) -> &str {
    value.as_str().expect("a text")
}

fn number(value: &serde_json::Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a position")
}

fn list(value: &serde_json::Value) -> &[serde_json::Value] {
    value.as_array().expect("a list")
}

/// What a script of one call is given.
fn arguments(files: &BTreeMap<String, Vec<u8>>, path: &str, call: &str) -> serde_json::Value {
    let text = std::str::from_utf8(&files[path]).expect("UTF-8");
    let inside = text.strip_prefix(call).and_then(|rest| rest.trim_end().strip_suffix(");")).expect("one call");
    serde_json::from_str(&format!("[{inside}]")).expect("JSON")
}

/// A country of three prefectures with four municipalities each, and its site.
fn country() -> (Copy, BTreeMap<String, Vec<u8>>) {
    let copy = Copy::empty();
    inputs::write_over(&copy.path(""), 4_000, 12, &[11, 12, 26]);
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &copy.path("content"));
    let settings = std::fs::read_to_string(copy.path("ouchi.toml")).expect("there");
    let settings = settings.replace("sample = true", &format!("sample = false\nurl = \"{ADDRESS}\""));
    std::fs::write(copy.path("ouchi.toml"), settings).expect("written");
    let report = build(&copy, &[]);
    let counts = report.json["counts"].as_array().expect("counts");
    assert!(!counts.iter().any(|one| one["code"] == "link-broken"), "every link leads somewhere");
    let files = site(&copy);
    (copy, files)
}

const ADDRESS: &str = "https://www.example.jp/map/";

#[test]
fn a_country_is_cut_into_pieces_that_lead_to_everybody() {
    let (copy, files) = country();
    let facilities: BTreeSet<&str> =
        files.keys().filter_map(|path| path.strip_prefix("facility/")?.strip_suffix(".html")).collect();
    assert!(facilities.len() > 3_500, "{}", facilities.len());

    // Search data: everybody once, in a file that the shard of the municipality names, with hours and sources of the file.
    let text = std::str::from_utf8(&files["data/search.js"]).expect("UTF-8");
    let (_, rest) = text.split_once("ouchi.search=").expect("a beginning");
    let (head, rows) = rest.split_once(";\nouchi.search.facilities=").expect("an end");
    let head: serde_json::Value = serde_json::from_str(head).expect("JSON");
    assert_eq!(rows.trim_end(), "[\n\n];", "nobody is brought before a place is chosen");
    assert!(list(&head["weeks"]).is_empty() && list(&head["sources"]).is_empty());
    let mut met = BTreeMap::new();
    for part in 2..=number(&head["parts"]) {
        let parts = arguments(&files, &format!("data/search-{part}.js"), "ouchi.rows(");
        for row in list(&parts[2]) {
            let shard = &head["shards"][words(&head["areas"][number(&row[4])][0])];
            assert!(number(&shard[0]) <= part && part <= number(&shard[1]), "{row}");
            assert!(row[11].is_null() || parts[0][number(&row[11])].is_array());
            assert!(parts[1][number(&row[12])].is_string());
            assert!(met.insert(words(&row[0]).to_owned(), (row[1].clone(), row[5].clone())).is_none(), "twice: {row}");
        }
    }
    assert!(met.keys().map(String::as_str).eq(facilities.iter().copied()));

    // Names: everybody, between the borders by which a browser chooses files.
    let borders: Vec<&str> = list(&head["names"]).iter().map(words).collect();
    assert!(borders.len() >= 2 && borders.is_sorted());
    let mut named = BTreeSet::new();
    for part in 1..=borders.len() {
        let parts = arguments(&files, &format!("data/names-{part}.js"), "ouchi.names(");
        assert_eq!(parts[0], part);
        for line in list(&parts[2]) {
            let key = words(&line[0]);
            assert!(borders[part - 1] <= key && borders.get(part).is_none_or(|next| key <= *next), "{line}");
            assert_eq!((&line[2], &line[4]), (&met[words(&line[1])].0, &met[words(&line[1])].1));
            named.insert(words(&line[1]).to_owned());
        }
    }
    assert!(named.iter().map(String::as_str).eq(facilities.iter().copied()));

    // Layers lie by prefecture, hold everybody once, and the data page names them.
    let page = String::from_utf8_lossy(&files["data/index.html"]).into_owned();
    assert!(page.contains("都道府県ごとに分けています"));
    let mut drawn = Vec::new();
    for district in ["p12", "p13", "p27"] {
        let path = format!("geojson/{district}/facilities.geojson");
        assert!(page.contains(&format!("../{path}")), "{path}");
        let layer: serde_json::Value = serde_json::from_slice(&files[&path]).expect("JSON");
        drawn.extend(list(&layer["features"]).iter().map(|one| words(&one["id"]).to_owned()));
    }
    // One file holds everybody too, feature for feature, and the page names it.
    assert!(page.contains("../geojson/facilities.geojson"));
    let whole: serde_json::Value = serde_json::from_slice(&files["geojson/facilities.geojson"]).expect("JSON");
    assert!(list(&whole["features"]).iter().map(|one| words(&one["id"])).eq(drawn.iter().map(String::as_str)));
    drawn.sort();
    assert!(drawn.iter().map(String::as_str).eq(facilities.iter().copied()));
    assert!(files.keys().filter(|path| path.starts_with("area/p")).count() == 3, "no prefecture is empty");
    let map = String::from_utf8_lossy(&files["map/index.html"]).into_owned();
    assert!(!map.contains(">0件<") && map.matches("class=\"row\"").count() == 3, "places say how many they have");

    // Every page's address stands in the sitemap once, whole.
    let sitemap = String::from_utf8_lossy(&files["sitemap.xml"]).into_owned();
    let mut listed: Vec<&str> = sitemap.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
    let pages =
        files.keys().filter(|path| path.ends_with(".html") && !matches!(path.as_str(), "404.html" | "offline.html"));
    let mut pages: Vec<String> =
        pages.map(|path| format!("{ADDRESS}{}", path.strip_suffix("index.html").unwrap_or(path))).collect();
    listed.sort_unstable();
    pages.sort();
    assert_eq!(listed, pages);
    let robots = String::from_utf8_lossy(&files["robots.txt"]).into_owned();
    assert!(robots.contains(&format!("Sitemap: {ADDRESS}sitemap.xml\n")), "{robots}");

    if let Some(folder) = std::env::var_os("OUCHI_WIDE") {
        copy_folder(&copy.path("dist"), Path::new(&folder));
    }
}

#[test]
fn the_sample_is_the_same_on_every_machine() {
    let one = Copy::of_sample();
    build(&one, &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "America/Los_Angeles")]);
    let other = Copy::of_sample();
    build(&other, &[("RAYON_NUM_THREADS", "8"), ("LC_ALL", "ja_JP.UTF-8"), ("TZ", "Asia/Tokyo")]);
    assert!(site(&one) == site(&other));
}
