//! A folder for another municipality: made by flags or by questions, built at once, and built from real files.
#![allow(clippy::print_stdout, reason = "says when it skips")]

mod project;

use project::{Copy, Run, tree};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

fn new(copy: &Copy, more: &[&str]) -> Run {
    let mut arguments = vec!["new", "city", "--as-of", "2026-11-01"];
    arguments.extend(more);
    copy.run(&arguments, &[])
}

fn build(copy: &Copy) -> Run {
    copy.run(&["build", "--project", "city", "--as-of", "2026-11-01", "--json"], &[])
}

#[test]
fn a_new_folder_builds_at_once_and_names_nobody_else() {
    let copy = Copy::empty();
    let made = new(&copy, &["--code", "122173", "--reading", "かしわし"]);
    assert_eq!(made.code, 0, "{}", made.out);
    let settings = fs::read_to_string(copy.path("city/ouchi.toml")).expect("settings");
    assert!(
        settings.contains("name = \"柏市\"") && settings.contains("prefecture = \"千葉県\""),
        "the code says the name"
    );
    assert!(settings.contains("bounds = [139.92, 35.8, 140.03, 35.92]"), "roughly where it lies: {settings}");
    assert!(settings.contains("\"122203\"") && settings.contains("# 順に 松戸市、"), "its neighbours: {settings}");
    let built = build(&copy);
    assert_eq!(built.code, 0, "{}", built.out);
    let told: Vec<String> = built.json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|one| one["severity"] != "note")
        .map(ToString::to_string)
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(built.json["facilities"]["public"], 3);
    for (path, bytes) in tree(&copy.path("city")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // Codes of every municipality are in the program, not in the folder.
        // Its neighbour is named once, as such.
        let text = if path == "ouchi.toml" { text.replacen("流山市", "", 1) } else { text };
        for word in ["流山", "ながれやま", "なんでも相談室", "つむぐ", "東葛"] {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
    let page = fs::read_to_string(copy.path("city/dist/index.html")).expect("home");
    assert!(page.contains("柏") && page.contains("見本"), "{page}");
    // It has no areas yet: nobody is asked to choose one, or to print what is not there.
    let page = |path: &str| fs::read_to_string(copy.path(path)).expect("a page");
    let map = page("city/dist/map/index.html");
    assert!(!map.contains("地区を選ぶ") && !map.contains("map-svg--overview"), "{map}");
    let print = page("city/dist/print/index.html");
    assert!(print.contains("地区ごとの地図は、まだありません") && !print.contains("A4の紙を横に"), "{print}");
}

#[test]
fn another_prefecture_is_named_right() {
    let copy = Copy::empty();
    let made = new(&copy, &["--code", "01202", "--reading", "はこだてし"]);
    assert_eq!(made.code, 0, "{}", made.out);
    assert_eq!(build(&copy).code, 0);
    for (path, bytes) in tree(&copy.path("city/content")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("千葉"), "{path}");
    }
    let navii = fs::read_to_string(copy.path("city/dist/navii/index.html")).expect("page");
    assert!(
        navii.contains("ナビイの北海道のページ")
            && navii.contains("initialize?pref=01")
            && navii.contains("lo=101202&"),
        "{navii}"
    );
}

#[test]
fn answers_decisions_and_findings_are_ignored_by_git() {
    let copy = Copy::empty();
    assert_eq!(new(&copy, &["--code", "122173", "--reading", "かしわし"]).code, 0);
    let git = |arguments: &[&str]| {
        Command::new("git").args(arguments).current_dir(copy.path("city")).output().map(|out| out.status.success())
    };
    let Ok(true) = git(&["init", "-q"]) else {
        println!("skipped: git is not installed");
        return;
    };
    for kept in ["ouchi.toml", "content/home.md", "geodata/withhold.csv", "geodata/published/2026-11-01.csv"] {
        assert_eq!(git(&["check-ignore", "-q", kept]).ok(), Some(false), "{kept}");
    }
    for left in [
        "geodata/survey/a.xlsx",
        "geodata/decisions.csv",
        "reports/確認事項.xlsx",
        "dist/index.html",
        "upload/site.zip",
    ] {
        assert_eq!(git(&["check-ignore", "-q", left]).ok(), Some(true), "{left}");
    }
}

#[test]
fn what_is_not_said_is_asked() {
    let copy = Copy::empty();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ouchi"))
        .args(["new", "city", "--as-of", "2026-11-01"])
        .current_dir(copy.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    child.stdin.take().expect("input").write_all("122173\nかしわし\n".as_bytes()).expect("answered");
    let out = child.wait_with_output().expect("ended");
    assert!(out.status.success());
    let asked = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(asked.contains("市区町村コード") && asked.contains("読み") && !asked.contains("都道府県"), "{asked}");
    assert!(fs::read_to_string(copy.path("city/ouchi.toml")).expect("settings").contains("かしわし"));
}

#[test]
fn nothing_is_written_over_and_a_bad_code_is_told() {
    let copy = Copy::empty();
    let bad = new(&copy, &["--code", "122174", "--reading", "かしわし"]);
    assert_eq!(bad.code, 1);
    assert!(bad.out.contains("122174") && !copy.path("city").exists(), "{}", bad.out);
    fs::create_dir(copy.path("city")).expect("made");
    fs::write(copy.path("city/memo.txt"), "だいじ").expect("written");
    let taken = new(&copy, &["--code", "122173", "--reading", "かしわし"]);
    assert_eq!(taken.code, 1);
    assert_eq!(tree(&copy.path("city")).len(), 1, "{}", taken.out);
}

/// The real files of one prefecture, read by the new folder where they are. Skipped without them.
#[test]
fn another_city_is_built_from_official_files() {
    let Ok(official) = std::env::var("OUCHI_OFFICIAL") else {
        println!("skipped: OUCHI_OFFICIAL does not name the folder of official files");
        return;
    };
    let copy = Copy::empty();
    assert_eq!(new(&copy, &["--code", "122173", "--reading", "かしわし"]).code, 0);
    fs::remove_file(copy.path("city/geodata/list/122173_sample.csv")).expect("removed");
    copy.edit("city/ouchi.toml", "sample = true", "sample = false");
    copy.edit(
        "city/ouchi.toml",
        "[sources.list]",
        &format!(
            "[sources.kaigo]\npaths = [\"{official}/kaigo\"]\nas_of = 2025-12-31\n\n\
             [sources.bureau]\npaths = [\"{official}/bureau/12届出受理医療機関名簿（医科）千葉r0710.xlsx\"]\n\n\
             [sources.base]\npaths = [\"{official}/boundary/geolonia_admins_12217.geojson\"]\n\n[sources.list]"
        ),
    );
    let built = build(&copy);
    assert_eq!(built.code, 0, "{}", built.out);
    let count = |key: &str| built.json["facilities"][key].as_u64().expect("a count");
    assert!(count("public") > 300, "{}", built.json["facilities"]);
    let geojson = copy.json("city/dist/geojson/facilities.geojson");
    let features = geojson["features"].as_array().expect("features");
    let elsewhere = features
        .iter()
        .filter(|one| !one["properties"]["address"].as_str().is_some_and(|at| at.starts_with("千葉県柏市")))
        .count();
    assert_eq!(elsewhere, 0, "every facility is the city's");
    let checked = copy.run(&["check", "--project", "city", "--as-of", "2026-11-01", "--json"], &[]);
    assert_eq!(checked.code, 0, "{}", checked.out);
}
