//! From a new file to a published change: the change report, the limits, what goes to the server.

mod clean;
mod project;

use clean::{CARE, Clean, SETTINGS};
use project::Run;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;

const DAY: &str = "2026-11-01";

fn run(clean: &Clean, command: &str, day: &str, more: &[&str]) -> Run {
    let mut arguments = vec![command, "--as-of", day, "--json"];
    arguments.extend(more);
    clean.copy.run(&arguments, &[])
}

/// Drops care offices by their number in the clean project, and changes the first one.
fn change(clean: &Clean, drop: std::ops::Range<usize>) {
    let text = clean.read(CARE);
    let kept: String =
        text.lines().enumerate().filter(|(at, _)| !drop.contains(at)).map(|(_, line)| format!("{line}\r\n")).collect();
    let kept = kept
        .replace("見本 いちょう訪問看護", "見本 いちょう訪問看護センター")
        .replace(",04-0000-0003,", ",04-0000-0903,")
        .replace("南見本1丁目4番1号", "南見本1丁目44番1号");
    clean.write(CARE, &kept);
}

fn names(zip: &std::path::Path) -> BTreeSet<String> {
    let bytes = fs::read(zip).expect("zip");
    let zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    zip.file_names().map(|name| name.expect("UTF-8").into_owned()).collect()
}

#[test]
fn a_change_is_told_against_the_last_publication() {
    let clean = Clean::new();
    let first = run(&clean, "build", DAY, &[]);
    assert!(first.json["changes"].is_null(), "{}", first.out);
    assert_eq!(run(&clean, "publish", DAY, &[]).code, 0);
    let frozen = clean.read("geodata/published/2026-11-01.csv");
    assert!(frozen.starts_with("id,field,value,source\n") && frozen.contains(",phone,04-0000-0001,"), "{frozen}");

    change(&clean, 1..2);
    let built = run(&clean, "build", "2026-12-01", &[]);
    assert_eq!(built.code, 0, "{}", built.out);
    let changed = &built.json["changed"];
    for (kind, count) in [("gone", 1), ("new", 0), ("renamed", 1), ("phone", 1), ("moved", 1)] {
        assert_eq!(changed[kind], count, "{kind}: {changed}");
    }
    let one = built.json["changes"]["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .find(|one| one["category"] == "phone")
        .expect("the phone");
    assert_eq!((one["old"].as_str(), one["new"].as_str()), (Some("04-0000-0003"), Some("04-0000-0903")));
    assert!(one["source"].as_str().is_some_and(|source| source.contains("2026-06-30")), "{one}");

    let html = clean.read("reports/変更点.html");
    assert!(html.contains("見本 いちょう訪問看護センター") && html.contains("載らなくなる"), "{html}");
    assert!(clean.copy.path("reports/変更点.xlsx").exists());
    // A build after a build still compares with the publication.
    assert_eq!(run(&clean, "build", "2026-12-02", &[]).json["changed"]["phone"], 1);
    let told = clean.copy.run(&["build", "--as-of", "2026-12-02"], &[]);
    assert!(told.out.contains("載らなくなる 1") && told.out.contains("変更点.html"), "{}", told.out);
}

#[test]
fn strict_refuses_a_landslide_until_it_is_accepted() {
    let clean = Clean::new();
    assert_eq!(run(&clean, "publish", DAY, &[]).code, 0);
    change(&clean, 1..9);
    // What is gone is told as such on its day; the limit is about the share.
    let refused = run(&clean, "build", "2026-12-01", &["--strict"]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    let over: Vec<&str> = refused.json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|one| one["code"] == "changes-over-limit")
        .filter_map(|one| one["message"].as_str())
        .collect();
    assert_eq!(over.len(), 1, "{over:?}");
    assert!(over[0].contains("載らなくなる") && over[0].contains('8'), "{over:?}");
    assert!(clean.read("reports/変更点.html").contains("載らなくなる（8 施設）"));
    // Without --strict it is only told.
    assert_eq!(run(&clean, "build", "2026-12-01", &[]).code, 0);
    let accepted = run(&clean, "build", "2026-12-02", &["--strict", "--accept"]);
    assert_eq!(accepted.code, 0, "{}", accepted.out);
    // Limits are the settings'.
    clean.append(SETTINGS, "\n[limits]\ngone_percent = 50\n");
    assert_eq!(run(&clean, "build", "2026-12-03", &["--strict"]).code, 0);
}

#[test]
fn the_upload_is_whole_and_the_difference_is_the_difference() {
    let clean = Clean::new();
    let first = run(&clean, "publish", DAY, &["--zip", "first.zip"]);
    assert_eq!(first.code, 0, "{}", first.out);
    assert!(first.json["packed"]["changed_zip"].is_null(), "nothing to compare with yet");
    let whole = names(&clean.copy.path("first.zip"));
    // The strictest CMS takes small letters, digits, hyphens and one dot, in names that are short.
    for name in &whole {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_/.".contains(c);
        assert!(name.chars().all(plain) && name.rsplit('/').all(|part| part.len() <= 40), "{name}");
    }
    assert!(whole.contains("index.html") && whole.iter().all(|name| !name.starts_with('/') && !name.contains("..")));

    let again = run(&clean, "publish", DAY, &["--zip", "again.zip"]);
    assert_eq!((&again.json["packed"]["changed"], &again.json["packed"]["delete"]), (&0.into(), &0.into()));
    assert!(!clean.copy.path("geodata/published/2026-11-01-2.csv").exists(), "nothing new, nothing frozen");

    change(&clean, 1..1);
    clean.write("content/extra.md", "+++\ntitle = \"ふえた\"\n+++\n");
    clean.append("content/about.md", "\n\n[ふえた](/extra/)\n");
    fs::remove_file(clean.copy.path("content/library/newsletter-2026-10.md")).expect("removed");
    let second = run(&clean, "publish", DAY, &["--zip", "second.zip"]);
    assert_eq!(second.code, 0, "{}", second.out);
    let now = names(&clean.copy.path("second.zip"));
    let changed = names(&clean.copy.path("second-changed.zip"));
    let list = fs::read_to_string(clean.copy.path("second-delete.txt")).expect("list");
    let delete: BTreeSet<String> = list.lines().map(str::to_owned).collect();
    assert!(changed.len() < now.len() && changed.is_subset(&now) && changed.contains("extra/index.html"));
    assert_eq!(delete, whole.difference(&now).cloned().collect::<BTreeSet<_>>());
    assert!(delete.contains("library/newsletter-2026-10/index.html"), "{delete:?}");
    // The last upload, with the difference laid over it and the list deleted, is this one.
    let laid: BTreeSet<String> = whole.union(&changed).filter(|name| !delete.contains(*name)).cloned().collect();
    assert_eq!(laid, now);
    assert!(clean.copy.path("geodata/published/2026-11-01-2.csv").exists(), "the second of one day");
    // From a day before the first publication there is nothing to compare with.
    let since = run(&clean, "publish", DAY, &["--zip", "third.zip", "--changed-since", "2026-10-01"]);
    assert!(since.json["packed"]["changed_zip"].is_null(), "{}", since.out);
}

#[test]
fn a_server_that_refuses_an_ending_gets_another() {
    let clean = Clean::new();
    clean.append(SETTINGS, "\n[publish]\ngzip = true\n[publish.rename]\ngeojson = \"json\"\n");
    let done = run(&clean, "publish", DAY, &["--zip", "site.zip"]);
    assert_eq!(done.code, 0, "{}", done.out);
    let names = names(&clean.copy.path("site.zip"));
    assert!(names.contains("geojson/facilities.json") && names.contains("index.html.gz"));
    assert!(!names.iter().any(|name| name.ends_with(".geojson")));
    let bytes = fs::read(clean.copy.path("site.zip")).expect("zip");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut page = String::new();
    zip.by_name("data/index.html").expect("the page of data").read_to_string(&mut page).expect("text");
    assert!(page.contains("facilities.json\"") && !page.contains(".geojson\""), "{page}");
    clean.copy.edit(SETTINGS, "geojson = \"json\"", "html = \"htm\"");
    let refused = run(&clean, "publish", DAY, &["--zip", "other.zip"]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(!clean.copy.path("other.zip").exists());
}

#[test]
fn two_at_once_are_refused() {
    let clean = Clean::new();
    let lock = ouchi::io::Lock::take(&clean.copy.path(".ouchi/lock")).expect("the machine works").expect("free");
    let refused = run(&clean, "publish", DAY, &[]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(refused.out.contains("build-running"), "{}", refused.out);
    drop(lock);
    assert_eq!(run(&clean, "publish", DAY, &[]).code, 0);
}

#[test]
fn unconsented_answers_are_in_no_snapshot() {
    let clean = Clean::new();
    clean.copy.edit(clean::SURVEY, "2026/6/10,可,", "2026/6/10,不可,");
    assert_eq!(run(&clean, "publish", DAY, &[]).code, 0);
    let frozen = clean.read("geodata/published/2026-11-01.csv");
    assert!(!frozen.contains("answer:") && !frozen.contains("車いす"), "{frozen}");
}
