//! What ships in `content/` is whole: the catalogue of services, and pages whose links and heads lead somewhere.

use ouchi::model::{Services, question};
use ouchi::settings::parse_toml;
use std::collections::BTreeSet;
use std::fs::{File, read_dir};
use std::io::Read;
use std::path::Path;

/// Every code of 介護サービス情報公表システム's open data.
const CODES: [&str; 35] = [
    "110", "120", "130", "140", "150", "155", "160", "170", "210", "220", "230", "320", "331", "332", "334", "335",
    "336", "337", "361", "362", "364", "410", "430", "510", "520", "530", "540", "550", "551", "710", "720", "730",
    "760", "770", "780",
];

fn services() -> Services {
    parse_toml("content/services.toml", include_str!("../content/services.toml"))
        .unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn every_care_code_leads_to_one_service() {
    let services = services();
    let by_code = services.by_care_code();
    for code in CODES {
        assert_eq!(by_code.get(code).map(Vec::len), Some(1), "{code}");
    }
    assert_eq!(by_code.len(), CODES.len(), "no code that does not exist");
}

#[test]
fn services_stand_under_groups_and_ask_known_questions() {
    let services = services();
    let groups: BTreeSet<&str> = services.groups.iter().map(|group| group.id.as_str()).collect();
    let mut ids = BTreeSet::new();
    for service in &services.services {
        assert!(groups.contains(service.group.as_str()), "{}", service.id);
        assert!(ids.insert(&service.id), "{} twice", service.id);
        assert!(!service.text.is_empty() && service.text.ends_with('。'), "{}", service.id);
        for id in &service.answers {
            assert!(question(id).is_some(), "{}: {id}", service.id);
        }
    }
    let used: BTreeSet<&str> = services.services.iter().map(|service| service.group.as_str()).collect();
    assert_eq!(used, groups, "no empty heading");
}

/// Every page under `content/`: its name without ending, and its text.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut pages = Vec::new();
    for folder in ["", "scene/", "library/", "events/"] {
        for entry in read_dir(root.join(folder)).expect("a folder of content") {
            let name = entry.expect("an entry").file_name().into_string().expect("a name in Unicode");
            let Some(word) = name.strip_suffix(".md") else { continue };
            let mut text = String::new();
            let path = root.join(folder).join(&name);
            File::open(path).and_then(|mut file| file.read_to_string(&mut text)).expect("readable");
            pages.push((format!("{folder}{word}"), text));
        }
    }
    pages.sort();
    pages
}

#[test]
fn every_page_has_a_head_with_title_and_description() {
    for (name, text) in pages() {
        let head = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")).map(|(head, _)| head);
        let head: toml::Table = toml::from_str(head.unwrap_or_else(|| panic!("{name}: no head"))).expect("TOML");
        for key in ["title", "description"] {
            assert!(
                head.get(key).and_then(toml::Value::as_str).is_some_and(|value| !value.is_empty()),
                "{name}: {key}"
            );
        }
    }
}

#[test]
fn links_and_lists_lead_somewhere() {
    let services = services();
    let pages = pages();
    for (name, text) in &pages {
        for link in text.split("](/").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
            let word = link.trim_end_matches('/');
            let known = pages.iter().any(|(page, _)| page == word)
                || word.starts_with("library/files/")
                || ["visit", "shortlist", "print"].contains(&word)
                || word.strip_prefix("find/").is_some_and(|id| services.get(id).is_some());
            assert!(known, "{name}: /{link}");
        }
        for id in text.split("service=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(services.get(id).is_some(), "{name}: {id}");
        }
    }
}

#[test]
fn phone_numbers_stand_in_the_settings_alone() {
    for (name, text) in pages() {
        // An invented event may be applied for at a number that cannot ring.
        let text = if text.contains("sample = true") { text.replace("04-0000-", "") } else { text };
        let words: Vec<&str> = text.split(|c: char| !(c.is_ascii_digit() || c == '-')).collect();
        assert!(!words.iter().any(|word| word.starts_with('0') && word.matches('-').count() == 2), "{name}");
    }
}

#[test]
fn what_is_invented_says_so_in_its_title() {
    for (name, text) in pages().into_iter().filter(|(_, text)| text.contains("\nsample = true")) {
        assert!(text.contains("title = \"見本 ") && text.contains("見本です"), "{name}");
    }
}

#[test]
fn every_scene_answers_the_same_questions() {
    for (name, text) in pages().into_iter().filter(|(name, _)| name.starts_with("scene/")) {
        for part in ["電話", "だれ", "お金のこと", "- [ ]", "{{list", "{{layer", "(/navii/)", "kaigokensaku", "(word:)"]
        {
            assert!(text.contains(part), "{name}: {part}");
        }
        assert!(!text.contains('円'), "{name}: no sum that the plan does not state");
    }
}

#[test]
fn discharge_names_the_hard_situations_and_whom_to_call() {
    let (_, text) = pages().into_iter().find(|(name, _)| name == "scene/discharge").expect("the page");
    for situation in ["独居", "経済困難", "認知症", "精神疾患", "障害"] {
        let part = text.split("\n### ").find(|part| part.lines().next().is_some_and(|head| head.contains(situation)));
        let line = part.and_then(|part| part.lines().find(|line| line.contains("まず話す人")));
        let line = line.unwrap_or_else(|| panic!("{situation}"));
        assert!(line.contains("病院の相談員") || line.contains("相談室"), "{line}");
    }
}
