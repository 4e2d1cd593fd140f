//! The command as staff meet it: what it says, what it writes, what it leaves alone.

mod project;

use project::{Copy, tree};
use std::fs;

#[test]
fn the_sample_builds_and_an_unchanged_build_writes_no_file() {
    let copy = Copy::of_sample();
    let first = copy.build(&[]);
    assert_eq!(first.code, 0, "{}", first.out);
    assert!(first.json["written"]["new"].as_u64().is_some_and(|new| new > 300), "{}", first.out);
    let before = tree(&copy.path("dist"));
    let second = copy.build(&[]);
    assert_eq!(second.code, 0);
    for what in ["new", "changed", "removed"] {
        assert_eq!(second.json["written"][what], 0, "{what}: {}", second.out);
    }
    assert_eq!(tree(&copy.path("dist")), before);
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    let (one, two) = (Copy::of_sample(), Copy::of_sample());
    one.run(&["build", "--as-of", "2026-11-01"], &[("RAYON_NUM_THREADS", "1"), ("TZ", "Asia/Tokyo"), ("LANG", "C")]);
    two.run(
        &["build", "--as-of", "2026-11-01"],
        &[("RAYON_NUM_THREADS", "2"), ("TZ", "America/New_York"), ("LANG", "ja_JP.UTF-8")],
    );
    assert_eq!(tree(&one.path("dist")), tree(&two.path("dist")));
}

#[test]
fn the_summary_ends_with_what_to_do_next() {
    let copy = Copy::of_sample();
    let run = copy.run(&["build", "--as-of", "2026-11-01"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let next = run.out.split("次にすること").nth(1).expect("next steps");
    assert!(next.contains("index.html"), "{next}");
    assert!(run.out.contains("2026") || run.out.contains("令和8年11月1日"), "{}", run.out);
}

#[test]
fn a_zip_holds_the_same_site() {
    let copy = Copy::of_sample();
    let run = copy.run(&["build", "--as-of", "2026-11-01", "--out", "site.zip"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    copy.build(&[]);
    let bytes = fs::read(copy.path("site.zip")).expect("zip");
    let zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let folder: Vec<String> = tree(&copy.path("dist")).into_keys().filter(|path| path != ".ouchi-files").collect();
    let mut names: Vec<String> = zip.file_names().map(|name| name.expect("UTF-8").into_owned()).collect();
    names.sort();
    assert_eq!(names, folder);
}

#[test]
fn strict_and_frozen_write_nothing() {
    let copy = Copy::of_sample();
    let strict = copy.build(&["--strict"]);
    assert_eq!(strict.code, 1, "{}", strict.out);
    assert!(strict.json["written"].is_null());
    let _ = fs::remove_file(copy.path("geodata/ledger.csv"));
    let frozen = copy.build(&["--frozen"]);
    assert_eq!(frozen.code, 1, "{}", frozen.out);
    assert!(!copy.path("dist").exists());
    assert!(!copy.path("geodata/ledger.csv").exists());
}

#[test]
fn a_machine_that_fails_is_told_apart() {
    let copy = Copy::of_sample();
    fs::write(copy.path("file"), "x").expect("written");
    let run = copy.run(&["build", "--as-of", "2026-11-01", "--out", "file/dist"], &[]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.out.contains("前に作ったサイトはそのまま"), "{}", run.out);
}

#[test]
fn an_unknown_setting_is_placed_and_the_nearest_named() {
    let copy = Copy::of_sample();
    copy.edit("ouchi.toml", "publisher = ", "publihser = ");
    let run = copy.run(&["build"], &[]);
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("ouchi.toml") && run.out.contains("行") && run.out.contains("「publisher」ではありませんか"),
        "{}",
        run.out
    );
}

#[test]
fn a_withheld_facility_and_a_withheld_fact_are_gone_from_every_file() {
    let copy = Copy::of_sample();
    copy.build(&[]);
    let geojson = copy.json("dist/geojson/facilities.geojson");
    let features = geojson["features"].as_array().expect("features");
    let with_phone: Vec<_> = features.iter().filter(|one| one["properties"]["phone"].is_string()).collect();
    let (whole, fact) = (with_phone[3], with_phone[7]);
    let word = |one: &serde_json::Value, key: &str| one["properties"][key].as_str().expect(key).to_owned();
    let list = format!(
        "id,field,reason,until\n{},,閉鎖の申し出,\n{},phone,番号の変更,2026-12-31\n",
        whole["id"].as_str().expect("id"),
        fact["id"].as_str().expect("id"),
    );
    fs::write(copy.path("geodata/withhold.csv"), list).expect("written");
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let (name, phone) = (word(whole, "name"), word(fact, "phone"));
    let shared = |one: &&serde_json::Value| one["properties"]["phone"] == fact["properties"]["phone"];
    let alone = features.iter().filter(shared).count() == 1;
    for (path, bytes) in tree(&copy.path("dist")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains(&name), "{path} still names {name}");
        assert!(!alone || !text.contains(&phone), "{path} still holds {phone}");
    }
    let page = fs::read_to_string(copy.path("dist").join(word(whole, "url"))).expect("the page stays");
    assert!(page.contains("載せていません"), "{page}");
}

#[test]
fn a_facility_that_disappears_keeps_its_page_and_a_merged_id_redirects() {
    let copy = Copy::of_sample();
    copy.build(&[]);
    let before = copy.json("dist/geojson/facilities.geojson");
    for file in ["jigyosho_720.csv", "jigyosho_710.csv"] {
        fs::remove_file(copy.path("geodata/kaigo").join(file)).expect("removed");
    }
    let run = copy.run(&["build", "--as-of", "2026-12-01"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let after = copy.json("dist/geojson/facilities.geojson");
    let ids = |of: &serde_json::Value| -> Vec<String> {
        of["features"]
            .as_array()
            .expect("features")
            .iter()
            .map(|one| one["id"].as_str().expect("id").to_owned())
            .collect()
    };
    let gone: Vec<String> = ids(&before).into_iter().filter(|id| !ids(&after).contains(id)).collect();
    assert!(!gone.is_empty(), "nothing disappeared");
    for id in gone {
        let page = fs::read_to_string(copy.path(&format!("dist/facility/{id}.html"))).expect("the page stays");
        assert!(page.contains("2026年12月") && page.contains("相談"), "{page}");
    }
}

#[test]
fn the_sample_shows_a_closed_a_merged_and_a_withheld_facility() {
    let copy = Copy::of_sample();
    assert_eq!(copy.build(&[]).code, 0);
    let page = |id: &str| fs::read_to_string(copy.path(&format!("dist/facility/{id}.html"))).expect("page");
    assert!(page("mihon222").contains("2026年6月"), "closed since June");
    let ledger = fs::read_to_string(copy.path("geodata/ledger.csv")).expect("ledger");
    let merged = ledger.lines().find(|line| line.starts_with("mihon333,")).expect("merged id");
    let target = merged.split(',').nth(7).expect("redirect");
    assert!(page("mihon333").contains(&format!("url={target}.html")), "{}", page("mihon333"));
    assert!(page(target).contains("見本 さくら在宅クリニック"));
    let withheld = fs::read_to_string(copy.path("geodata/withhold.csv")).expect("list");
    let whole =
        withheld.lines().find(|line| line.contains(",,")).and_then(|line| line.split(',').next()).expect("a line");
    let geojson = fs::read_to_string(copy.path("dist/geojson/facilities.geojson")).expect("layer");
    assert!(!geojson.contains(whole), "withheld from the layers");
    assert!(page(whole).contains("いまはこのサイトに載せていません"));
}

#[test]
fn layers_are_what_the_standard_says() {
    let copy = Copy::of_sample();
    assert_eq!(copy.build(&[]).code, 0);
    let mut layers = 0;
    for (path, bytes) in tree(&copy.path("dist/geojson")) {
        let text = String::from_utf8(bytes).expect("UTF-8 without a byte order mark");
        assert!(!text.starts_with('\u{feff}'), "{path}");
        let collection =
            geojson::FeatureCollection::try_from(text.parse::<geojson::GeoJson>().expect("GeoJSON")).expect(&path);
        let mut seen = std::collections::BTreeSet::new();
        for feature in collection.features {
            let Some(geojson::feature::Id::String(id)) = &feature.id else {
                panic!("{path}: a feature without a string id")
            };
            assert!(seen.insert(id.clone()), "{path}: {id} twice");
            let properties = feature.properties.as_ref().expect("properties");
            for key in ["name", "kana", "services", "address", "phone", "area", "url", "as_of", "navii", "sources"] {
                assert!(properties.contains_key(key), "{path} {id}: no {key}");
            }
            if let Some(geometry) = &feature.geometry {
                let geojson::GeometryValue::Point { coordinates } = &geometry.value else {
                    panic!("{path} {id}: no point")
                };
                assert!(
                    (122.0..154.0).contains(&coordinates[0]) && (20.0..46.0).contains(&coordinates[1]),
                    "{path} {id}"
                );
            }
        }
        layers += 1;
    }
    assert!(layers > 20, "one layer for all and one for each service: {layers}");
}
