//! The site of a prefecture, large enough that its pages are made while they are written.

#[path = "../benches/scale/inputs.rs"]
#[allow(dead_code, reason = "the benchmark uses the rest")]
mod inputs;
mod project;

use flate2::Compression;
use flate2::write::GzEncoder;
use project::{Copy, Run, copy_folder, tree};
use std::collections::BTreeMap;
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

#[test]
fn the_sample_is_the_same_on_every_machine() {
    let one = Copy::of_sample();
    build(&one, &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "America/Los_Angeles")]);
    let other = Copy::of_sample();
    build(&other, &[("RAYON_NUM_THREADS", "8"), ("LC_ALL", "ja_JP.UTF-8"), ("TZ", "Asia/Tokyo")]);
    assert!(site(&one) == site(&other));
}
