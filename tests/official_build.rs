//! A whole build on the real files of one city. Reads the folder named by `OUCHI_OFFICIAL` (see README.md); says so and
//! passes when it is not set. No row of those files is kept here: only counts and the names the figures are about.

#![allow(clippy::print_stdout, reason = "says when it skips")]

mod project;

use project::Copy;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

struct Site {
    copy: Copy,
    report: Value,
    features: Vec<Value>,
}

fn site() -> Option<Site> {
    let Ok(official) = std::env::var("OUCHI_OFFICIAL") else {
        println!("skipped: OUCHI_OFFICIAL does not name the folder of official files");
        return None;
    };
    let copy = Copy::empty();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/official/assemble.sh");
    let made = Command::new(script).arg(&official).arg(copy.path("city")).status().expect("started");
    assert!(made.success());
    let run = copy.run(&["build", "--project", "city", "--as-of", "2026-11-01", "--json"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let features = copy.json("city/dist/geojson/facilities.geojson")["features"].as_array().expect("features").clone();
    Some(Site { copy, report: run.json, features })
}

impl Site {
    fn named(&self, name: &str) -> Vec<&Value> {
        self.features.iter().filter(|one| text(one, "name").contains(name)).collect()
    }

    fn page(&self, one: &Value) -> String {
        std::fs::read_to_string(self.copy.path(&format!("city/dist/facility/{}.html", one["id"].as_str().expect("id"))))
            .expect("page")
    }

    fn with_source(&self, source: &str) -> usize {
        self.features.iter().filter(|one| sources(one).iter().any(|word| word.contains(source))).count()
    }
}

fn text(one: &Value, key: &str) -> String {
    one["properties"][key].as_str().unwrap_or_default().to_owned()
}

fn sources(one: &Value) -> Vec<String> {
    one["properties"]["sources"]
        .as_array()
        .expect("sources")
        .iter()
        .map(|word| word.as_str().expect("word").to_owned())
        .collect()
}

#[test]
fn the_official_files_of_one_city_become_its_site() {
    let Some(site) = site() else { return };

    // 45 care numbers, 129 institutions of the bureau; 9 of the ten みなし numbers are joined.
    let (care, bureau) = (site.with_source("介護サービス情報公表"), site.with_source("厚生局"));
    assert_eq!((care, bureau), (45, 129));
    let both = site.features.iter().filter(|one| {
        let words = sources(one).join(" ");
        words.contains("介護サービス情報公表") && words.contains("厚生局")
    });
    assert_eq!(both.count(), 9);

    // The tenth was renumbered: everything else agrees, and a person is asked.
    let renumbered = site.named("うのさわクリニック");
    assert_eq!(renumbered.len(), 2, "both are shown while it is doubtful");
    let asked = site.report["findings"].as_array().expect("findings").iter().any(|one| {
        one["code"] == "merge-review"
            && one["message"].as_str().is_some_and(|message| message.contains("うのさわクリニック"))
    });
    assert!(asked, "{}", site.report["findings"]);

    // One facility from three sources that write its address in three ways.
    let hospital = site.named("江陽台病院");
    assert_eq!(hospital.len(), 1);
    assert_eq!(sources(hospital[0]).len(), 3, "{}", hospital[0]);
    assert!(text(hospital[0], "navii").contains("prefCd=12&kikanCd=1201378100&kikanKbn=1"), "{}", hospital[0]);

    // Its day care has its own number: separate, and linked as the same place.
    let day_care = site.named("江陽台通所リハビリテーション");
    assert_eq!(day_care.len(), 1);
    assert_ne!(day_care[0]["id"], hospital[0]["id"]);
    let link = format!("{}.html", hospital[0]["id"].as_str().expect("id"));
    assert!(site.page(day_care[0]).contains(&link), "the day care does not name the hospital at its address");

    // Home visits by registration: 1 enhanced alone, 5 in cooperation, 6 of the original type.
    let list = std::fs::read_to_string(site.copy.path("city/dist/find/home-visit/index.html")).expect("list");
    let visits = site.copy.json("city/dist/geojson/home-visit.geojson");
    let mut classes = [0; 3];
    for one in visits["features"].as_array().expect("features") {
        let page = site.page(one);
        for (at, class) in ["支援診１", "支援診２", "支援診３"].iter().enumerate() {
            let half = class.replace('１', "1").replace('２', "2").replace('３', "3");
            if page.contains(class) || page.contains(&half) {
                classes[at] += 1;
                assert!(list.contains(&text(one, "name")), "{} is not in the list of home visits", text(one, "name"));
            }
        }
    }
    assert_eq!(classes, [1, 5, 6]);

    // No phone is left in the form that stopped ringing in 2003.
    let old = site.features.iter().filter(|one| text(one, "phone").starts_with("0471")).count();
    assert_eq!(old, 0);

    // Every point lies in the city's neighbourhood.
    for one in site.features.iter().filter(|one| !one["geometry"].is_null()) {
        let at = &one["geometry"]["coordinates"];
        let (lon, lat) = (at[0].as_f64().expect("lon"), at[1].as_f64().expect("lat"));
        assert!((139.85..139.98).contains(&lon) && (35.80..35.94).contains(&lat), "{one}");
    }
}
