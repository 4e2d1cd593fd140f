//! Layers as others read them.

use super::{LayerFile, Names, fields, geojson, map, script_data, search, shards};
use crate::consent::{Belonging, Shown, ShownAnswer};
use crate::model::{
    Area, Areas, BaseMap, CareEntry, Clock, Day, DayHours, Hours, HoursKind, Identifier, IdentifierKind, Kind, Located,
    LonLat, Precision, Registration, Services, SourceKind, Town, TownId,
};
use crate::place::{Origin, SourceId};
use crate::settings::Settings;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

const ORIGIN: Origin = Origin { source: SourceId(0), row: 1, column: 0 };
const JUNE: Date = date(2026, 6, 1);
const OCTOBER: Date = date(2026, 10, 1);

fn settings() -> Settings {
    let text = "[site]\nname = \"おうちマップ見本\"\ndescription = \"\"\npublisher = \"見本市\"\nurl = \"https://example.jp/ouchi/\"\n[municipality]\ncode = \"122203\"\nprefecture = \"千葉県\"\nname = \"流山市\"\nreading = \"ながれやまし\"\n";
    crate::settings::parse("ouchi.toml", text).expect("valid")
}

fn services() -> Services {
    let text = "[[group]]\nid = \"visit\"\nname = \"家に来る\"\n\
        [[service]]\nid = \"home-visit\"\nname = \"訪問診療\"\nreading = \"ほうもんしんりょう\"\ngroup = \"visit\"\ntext = \"\"\nanswers = [\"home-visit\"]\nregistrations = [\"支援診\"]\n\
        [[service]]\nid = \"home-nursing\"\nname = \"訪問看護\"\nreading = \"ほうもんかんご\"\ngroup = \"visit\"\ntext = \"\"\nsynonyms = [\"ナース\"]\ncare = [\"130\"]\n";
    crate::settings::parse_toml("services.toml", text).expect("valid")
}

fn areas() -> Areas {
    Areas {
        areas: vec![Area { id: "south".into(), name: "南部".into(), desk: None, rings: vec![] }],
        towns: vec![Town {
            name: "大字見本".into(),
            reading: "みほん".into(),
            area: Some("south".into()),
            point: None,
        }],
        ..Areas::default()
    }
}

fn clinic() -> Shown {
    Shown {
        id: "abcd2345".into(),
        kind: Kind::Clinic,
        name: "見本 </script>クリニック".into(),
        official_name: None,
        kana: Some("ミホン クリニック".into()),
        sort_key: "みほん".into(),
        address: Some("千葉県流山市大字見本1-2".into()),
        building: Some("見本ビル, 2階 \"A\"".into()),
        phone: Some("04-0000-0001".into()),
        fax: None,
        url: None,
        located: Some(Located {
            point: LonLat::new(139.903_865_123, 35.838_035),
            precision: Precision::Published,
            origin: ORIGIN,
        }),
        town: Some(TownId(0)),
        area: Some("south".into()),
        operator: Some("=HYPERLINK(1)".into()),
        corporate_number: None,
        municipality: Some("122203".into()),
        identifiers: vec![Identifier::new(IdentifierKind::Institution, "1219999999")],
        services: vec![("home-visit".into(), Belonging::Offers)],
        care: vec![],
        registrations: vec![],
        departments: vec!["内科".into(), "外科".into()],
        answers: vec![ShownAnswer {
            question: "home-visit".into(),
            name: "訪問診療".into(),
            words: "している".into(),
            choices: vec![],
            affirmative: true,
            negative: false,
            as_of: Some(OCTOBER),
            expired: false,
            open_data: false,
            origin: ORIGIN,
        }],
        hours: vec![],
        navii: None,
        sources: vec![(SourceKind::Navii, Some(JUNE)), (SourceKind::Survey, Some(OCTOBER))],
        phone_source: Some((SourceKind::Navii, Some(JUNE))),
        address_source: None,
        same_place: vec![],
    }
}

fn nurses() -> Shown {
    let mut nurses = clinic();
    nurses.id = "nnnn2345".into();
    nurses.kind = Kind::Care;
    nurses.name = "見本 訪問看護".into();
    nurses.kana = None;
    nurses.located = None;
    nurses.answers.clear();
    nurses.sources = vec![(SourceKind::Kaigo, Some(JUNE))];
    nurses.services = vec![("home-nursing".into(), Belonging::Offers)];
    nurses.care = vec![CareEntry {
        code: "130".into(),
        name: "訪問看護".into(),
        capacity: None,
        inclusive: false,
        origin: ORIGIN,
    }];
    nurses
}

fn written(facilities: &[&Shown]) -> BTreeMap<String, String> {
    let (services, areas, settings) = (services(), areas(), settings());
    let mut files: Vec<LayerFile> = shards(facilities, &services, &areas)
        .iter()
        .flat_map(|shard| shard.make(facilities, &services, &areas, &settings))
        .collect();
    let names = Names::new(facilities, &areas);
    files.extend(script_data(facilities, &services, &areas, &BaseMap::default(), &settings, &names));
    files.extend(names.files(&areas));
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn geojson_is_what_the_format_asks_for() {
    let files = written(&[&clinic(), &nurses()]);
    let all: ::geojson::FeatureCollection = files["geojson/facilities.geojson"]
        .parse::<::geojson::GeoJson>()
        .expect("GeoJSON")
        .try_into()
        .expect("collection");
    assert_eq!(all.features.len(), 2);
    let all = json(&files["geojson/facilities.geojson"]);
    let first = &all["features"][0];
    assert_eq!(first["id"], "abcd2345");
    assert_eq!(first["geometry"]["coordinates"], serde_json::json!([139.903_865, 35.838_035]));
    let properties = &first["properties"];
    assert_eq!(properties["url"], "https://example.jp/ouchi/facility/abcd2345.html");
    assert_eq!(properties["area"], "南部");
    assert_eq!(properties["phone"], "04-0000-0001");
    assert_eq!(properties["precision"], "公表された位置");
    assert!(properties["navii"].is_null());
    assert!(all["features"][1]["geometry"].is_null());
    assert_eq!(files["geojson/facilities.geojson"].lines().count(), 4);
    assert_eq!(json(&files["geojson/home-nursing.geojson"])["features"][0]["id"], "nnnn2345");
    assert_eq!(json(&files["geojson/home-nursing.geojson"])["features"].as_array().map(Vec::len), Some(1));
}

#[test]
fn an_answer_without_open_data_consent_leaves_no_trace_in_downloads() {
    let silent = {
        let mut silent = clinic();
        silent.answers.clear();
        silent.services.clear();
        silent.sources.retain(|(kind, _)| *kind != SourceKind::Survey);
        silent
    };
    let (with, without) = (written(&[&clinic()]), written(&[&silent]));
    for (path, text) in with.iter().filter(|(path, _)| !path.starts_with("data/")) {
        assert_eq!(Some(text), without.get(path), "{path}");
    }

    let mut open = clinic();
    open.answers[0].open_data = true;
    let all = json(&written(&[&open])["geojson/home-visit.geojson"]);
    let properties = &all["features"][0]["properties"];
    assert_eq!(properties["home_care"]["home-visit"]["answer"], "している");
    assert_eq!(properties["as_of"], "2026-10-01");
    assert_eq!(properties["services"], serde_json::json!(["訪問診療"]));
}

#[test]
fn every_field_of_the_downloads_is_described_and_nothing_else() {
    let mut open = clinic();
    open.answers[0].open_data = true;
    let files = written(&[&open, &nurses()]);
    let all = json(&files["geojson/facilities.geojson"]);
    let feature = all["features"][0].as_object().expect("feature");
    let properties = feature["properties"].as_object().expect("properties");
    let beside = feature.keys().filter(|key| !matches!(key.as_str(), "type" | "properties"));
    let names = |of: &[fields::Field]| of.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(properties.keys().chain(beside).cloned().collect::<BTreeSet<_>>(), names(fields::GEOJSON));
    let answer = properties["home_care"]["home-visit"].as_object().expect("an answer");
    assert_eq!(answer.keys().cloned().collect::<BTreeSet<_>>(), names(fields::ANSWER));
    let mut columns = BTreeSet::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".csv")) {
        let header = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
        assert!(header.contains(','), "{path}");
        columns.extend(header.split(',').map(str::to_owned));
    }
    assert_eq!(columns, names(fields::CSV));
    for (name, meaning) in [fields::GEOJSON, fields::ANSWER, fields::CSV].concat() {
        assert!(!meaning.is_empty(), "{name}");
    }
}

#[test]
fn questions_and_sources_are_those_of_the_downloads() {
    let (mut facility, nurses) = (clinic(), nurses());
    let of = |facility: &Shown| {
        let both = [facility, &nurses];
        let questions = fields::questions(both.into_iter()).into_keys().map(str::to_owned).collect::<Vec<_>>();
        (questions, fields::sources(both.into_iter()).contains(&SourceKind::Survey))
    };
    assert_eq!(of(&facility), (vec![], false), "shown on its page, but not open data");
    facility.answers[0].open_data = true;
    assert_eq!(of(&facility), (vec!["home-visit".to_owned()], true));
}

#[test]
fn a_phone_that_only_the_survey_gave_is_not_open_data() {
    let mut facility = clinic();
    facility.phone_source = Some((SourceKind::Survey, Some(OCTOBER)));
    let files = written(&[&facility]);
    assert!(json(&files["geojson/facilities.geojson"])["features"][0]["properties"]["phone"].is_null());
    assert!(!files["csv/122203_hospital.csv"].contains("04-0000-0001"));

    facility.sources.retain(|(kind, _)| *kind == SourceKind::Survey);
    assert_eq!(
        json(&written(&[&facility])["geojson/facilities.geojson"])["features"].as_array().map(Vec::len),
        Some(0)
    );
}

#[test]
fn a_registration_is_not_worded_as_an_offer() {
    let mut facility = clinic();
    facility.answers.clear();
    facility.services = vec![("home-visit".into(), Belonging::Registered)];
    facility.registrations = vec![Registration {
        symbol: "支援診2".into(),
        name: "在宅療養支援診療所２".into(),
        since: None,
        origin: ORIGIN,
    }];
    let all = json(&written(&[&facility])["geojson/home-visit.geojson"]);
    assert_eq!(all["features"][0]["properties"]["services"], serde_json::json!(["訪問診療（届出）"]));
}

#[test]
fn csv_opens_in_a_spreadsheet_and_runs_nothing() {
    let mut facility = clinic();
    let mut hours = Hours::unknown(HoursKind::Consultation, ORIGIN);
    let slot = |from: &str, until: &str| crate::model::Slot {
        from: Clock::parse(from).expect("a time"),
        until: Clock::parse(until).expect("a time"),
    };
    hours.days[Day::Mon as usize] = DayHours::Slots([slot("9:00", "12:00"), slot("14:00", "18:00")].into());
    hours.days[Day::Tue as usize] = DayHours::Slots([slot("9:00", "12:00")].into());
    hours.days[Day::Wed as usize] = DayHours::Closed;
    hours.weeks[1][5] = Some(false);
    facility.hours = vec![hours.into()];
    let files = written(&[&facility, &nurses()]);
    let text = &files["csv/122203_hospital.csv"];
    assert!(text.starts_with("\u{feff}都道府県コード又は市区町村コード,NO,"));
    assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
    let mut reader = ::csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().expect("headers").clone();
    let rows: Vec<::csv::StringRecord> = reader.records().map(|row| row.expect("even rows")).collect();
    assert_eq!((headers.len(), rows.len()), (26, 1));
    let cell = |name: &str| &rows[0][headers.iter().position(|header| header == name).expect("a column")];
    assert_eq!(cell("方書"), "見本ビル, 2階 \"A\"");
    assert_eq!(cell("法人の名称"), "'=HYPERLINK(1)");
    assert_eq!(cell("診療曜日"), "月火");
    assert_eq!((cell("診療開始時間"), cell("診療終了時間")), ("09:00", "18:00"));
    assert_eq!(cell("診療日時特記事項"), "月 09:00-12:00、14:00-18:00。火 09:00-12:00。第2週の土は休み");
    assert_eq!(cell("診療科目"), "内科;外科");
    assert_eq!(cell("医療機関コード"), "1219999999");
    assert_eq!(cell("緯度"), "35.838035");
    let care = &files["csv/122203_care_service.csv"];
    assert_eq!(care.lines().count(), 2);
    assert!(care.contains(",見本 訪問看護,") && !care.contains("クリニック,"));
}

#[test]
fn each_list_numbers_its_rows_itself() {
    let (mut day, nurses) = (nurses(), nurses());
    day.id = "dddd2345".into();
    day.name = "見本デイ".into();
    day.care[0].code = "150".into();
    let files = written(&[&day, &nurses]);
    let row = |file: &str, name: &str| {
        let line = files[file].lines().find(|line| line.contains(name)).expect("on the list");
        line.split(',').nth(1).expect("a number").to_owned()
    };
    assert_eq!(row("csv/122203_care_service.csv", "見本デイ"), "1");
    assert_eq!(row("csv/122203_care_service.csv", &nurses.name), "2");
    assert_eq!(row("csv/home-nursing.csv", &nurses.name), "1");
}

#[test]
fn a_service_is_found_by_its_id() {
    let services = services();
    let at: Vec<_> = services.services.iter().map(|service| services.position(&service.id)).collect();
    assert_eq!(at, [Some(0), Some(1)]);
    assert_eq!(services.position("nothing"), None);
}

#[test]
fn search_data_cannot_close_a_script_and_finds_by_folded_words() {
    let files = written(&[&clinic(), &nurses()]);
    let text = &files["data/search.js"];
    assert!(!text.contains("</script"), "{text}");
    assert!(text.contains("|ミホンクリニツク|") && text.contains("みほん くりにっく"), "{text}");
    assert!(text.contains("ナス") && text.contains("\"parts\":1"));
    assert!(text.contains("[\"大字見本\",\"みほん\",0,\"見本|ミホン\","), "{text}");
}

#[test]
fn many_facilities_are_shared_out_over_files() {
    let one = clinic();
    let many: Vec<&Shown> = std::iter::repeat_n(&one, 6_001).collect();
    let paths: Vec<String> = search::files(&many, &services(), &areas(), &settings(), &Names::new(&many, &areas()))
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(paths, ["data/search.js", "data/search-2.js", "data/search-3.js", "data/search-4.js"]);
}

#[test]
fn the_base_map_is_written_for_scripts() {
    let base = BaseMap {
        outline: vec![vec![LonLat::new(139.9, 35.8), LonLat::new(139.95, 35.8), LonLat::new(139.9, 35.9)]],
        ..BaseMap::default()
    };
    let (path, bytes) = map::file(&base);
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(path, "data/map.js");
    let data = json(text.split("ouchi.map=").nth(1).and_then(|t| t.trim_end().strip_suffix(';')).expect("a value"));
    assert_eq!(data["bounds"], serde_json::json!([[35.8, 139.9], [35.9, 139.95]]));
    assert_eq!(data["outline"][0].as_array().map(Vec::len), Some(3));
}

#[test]
fn layers_of_shards_are_joined_feature_for_feature() {
    let head = r#"{"type":"FeatureCollection","name":"x","features":["#;
    let shard = |lines: &str| format!("{head}{lines}\n]}}\n").into_bytes();
    let joined = |shards: &[&str]| {
        let made = shards.iter().map(|lines| Ok::<_, std::convert::Infallible>(shard(lines)));
        let bytes: Vec<u8> = geojson::joined(&settings(), made).flat_map(|Ok(piece)| piece).collect();
        String::from_utf8(bytes).expect("UTF-8")
    };
    let (one, two) = (r#"{"id":1}"#, r#"{"id":2}"#);
    let all = joined(&["", &format!("\n{one},\n{two}"), "", &format!("\n{one}"), ""]);
    assert!(all.ends_with(&format!("[\n{one},\n{two},\n{one}\n]}}\n")), "{all}");
    assert_eq!(json(&all)["features"].as_array().map(Vec::len), Some(3));
    assert_eq!(json(&joined(&["", ""]))["features"].as_array().map(Vec::len), Some(0));
}
