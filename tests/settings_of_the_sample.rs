//! The project's own `ouchi.toml` can be read, and says what the sample is.

use ouchi::settings::{EmergencyKind, parse};

const TEXT: &str = include_str!("../ouchi.toml");

#[test]
fn the_settings_are_read_and_the_sample_is_marked() {
    let settings = parse("ouchi.toml", TEXT).unwrap_or_else(|error| panic!("{error:?}"));
    assert!(settings.site.sample);
    assert!(settings.site.url.is_none(), "the sample is published nowhere");
    assert_eq!(settings.municipality.code, "122203");
    assert_eq!(settings.surveys.len(), 2);
    let areas: Vec<&str> = settings.areas.iter().map(|area| area.id.as_str()).collect();
    assert_eq!(areas, ["north", "central", "east", "south"]);
    for desk in settings.areas.iter().filter_map(|area| area.desk.as_ref()) {
        assert!(desk.sample, "{} is invented", desk.name);
        assert!(desk.phone.as_deref().is_some_and(|phone| phone.starts_with("04-0000-90")), "{desk:?}");
    }
}

#[test]
fn every_question_is_in_the_vocabulary() {
    let settings = parse("ouchi.toml", TEXT).expect("valid");
    for survey in &settings.surveys {
        for id in survey.questions.keys().chain(survey.choices.keys()) {
            assert!(ouchi::model::question(id).is_some(), "{}: {id}", survey.name);
        }
    }
}

#[test]
fn hours_nobody_confirmed_are_not_shown() {
    let settings = parse("ouchi.toml", TEXT).expect("valid");
    let night = settings.emergency.iter().find(|call| call.kind == EmergencyKind::NightClinic).expect("listed");
    assert_eq!(night.hours, None);
    assert!(night.note.as_deref().is_some_and(|note| note.contains("電話で確認")));
}
