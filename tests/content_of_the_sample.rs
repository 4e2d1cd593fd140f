//! The catalogue of services that ships with the project is whole.

use ouchi::model::{Services, question};
use ouchi::settings::parse_toml;
use std::collections::BTreeSet;

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
