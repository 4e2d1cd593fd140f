//! Files that are dropped, and what is seen in them.

use super::*;
use crate::settings;

fn settings() -> Settings {
    settings::parse("ouchi.toml", include_str!("../../../ouchi.toml")).expect("valid")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn of(name: &str, bytes: &[u8], chosen: Option<Kind>) -> Arrival {
    let file = Offered { name: name.into(), bytes: bytes.to_vec() };
    arrival(&file, chosen, root(), &settings()).expect("the machine works")
}

fn sample(path: &str) -> Vec<u8> {
    io::read(&root().join(path)).expect("there")
}

#[test]
fn a_care_file_is_named_by_what_is_in_it_and_replaces_its_own_part() {
    let bytes = sample("geodata/kaigo/jigyosho_130.csv");
    let one = of("名簿 (1).csv", &bytes, None);
    assert_eq!((one.kind, one.refusal.as_deref()), (Some(Kind::Kaigo), None));
    assert_eq!(one.to.as_deref(), Some("geodata/kaigo/jigyosho_130.csv"));
    assert_eq!(one.replaces, ["geodata/kaigo/jigyosho_130.csv"]);
    assert!(one.is_same && one.used > 0 && one.used_before == Some(one.used) && one.rows >= one.used, "{one:?}");
    let dated = of("jigyosho_130_all_20260709180319.csv", &bytes, None);
    assert_eq!(dated.to.as_deref(), Some("geodata/kaigo/jigyosho_130_all_20260709180319.csv"));
    assert_eq!(dated.replaces, ["geodata/kaigo/jigyosho_130.csv"], "the old edition goes");
    assert_eq!(dated.told, Some(jiff::civil::date(2026, 6, 30)));
    let hours = of(
        "02-2_clinic_speciality_hours_20250601.csv",
        &sample("geodata/navii/02-2_clinic_speciality_hours_20260601.csv"),
        None,
    );
    assert!(hours.told < hours.told_before, "an older edition is noticed: {:?}", (hours.told, hours.told_before));
    let wrong = of("jigyosho_110.csv", &bytes, None);
    assert_eq!(wrong.to.as_deref(), Some("geodata/kaigo/jigyosho_130.csv"), "not by a wrong name");
}

#[test]
fn the_other_sources_of_the_sample_are_known() {
    for (path, kind) in [
        ("geodata/navii/02-1_clinic_facility_info_20260601.csv", Kind::Navii),
        ("geodata/navii/02-2_clinic_speciality_hours_20260601.csv", Kind::Navii),
        ("geodata/bureau/12届出受理医療機関名簿（医科）見本.xlsx", Kind::Bureau),
        ("geodata/list/122203_public_facility.csv", Kind::List),
        ("geodata/area/towns.csv", Kind::Area),
        ("geodata/survey/在宅医療実態調査_令和8年度.xlsx", Kind::Survey(0)),
        ("geodata/survey/施設看取り調査_令和8年度.csv", Kind::Survey(1)),
        ("geodata/withhold.csv", Kind::Withhold),
        ("geodata/decisions.csv", Kind::Decisions),
    ] {
        let one = of(path.rsplit('/').next().expect("a name"), &sample(path), None);
        assert_eq!((one.kind, one.to.as_deref()), (Some(kind), Some(path)), "{one:?}");
        assert!(one.is_same && one.refusal.is_none(), "{path}: {:?}", one.refusal);
    }
}

#[test]
fn a_list_of_towns_without_areas_does_not_take_the_place_of_the_areas() {
    let plain = of("町の一覧.csv", "town,koaza,lat,lng\n加,,35.85,139.9\n".as_bytes(), None);
    assert_eq!((plain.kind, plain.to.as_deref()), (Some(Kind::Area), Some("geodata/area/町の一覧.csv")));
    assert!(plain.replaces.is_empty(), "{:?}", plain.replaces);
    let whole = of("圏域.csv", "町名,圏域\n加,東部\n".as_bytes(), None);
    assert_eq!(whole.replaces, ["geodata/area/towns.csv"]);
}

#[test]
fn a_layer_of_the_map_takes_the_place_of_what_it_draws_anew() {
    let ring = "[[[139.9,35.8],[139.95,35.8],[139.95,35.9],[139.9,35.8]]]";
    let boundary = |code: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"N03_001":"千葉県","N03_007":"{code}"}},"geometry":{{"type":"Polygon","coordinates":{ring}}}}}]}}"#
        )
    };
    let one = of("N03-20250101_12 (1).geojson", boundary("12220").as_bytes(), None);
    assert_eq!((one.kind, one.refusal.as_deref()), (Some(Kind::Base), None));
    assert_eq!(one.to.as_deref(), Some("geodata/base/N03-20250101_12.geojson"));
    assert_eq!(one.replaces, ["geodata/base/outline.geojson"], "and neither railways nor stations");
    assert_eq!(one.draws.as_deref(), Some("市区町村の境 1"));
    let other = of("N03.geojson", boundary("12217").as_bytes(), None);
    assert!(other.refusal.is_some_and(|why| why.contains("流山市")), "another city's");
    let cut = of("N03.geojson", &boundary("12220").as_bytes()[..80], None);
    assert!(cut.refusal.is_some_and(|why| why.contains("GeoJSON")), "half a file");
    let stations = of("駅.csv", "駅名,緯度,経度\n見本,35.85,139.92\n".as_bytes(), None);
    assert_eq!(stations.replaces, ["geodata/base/stations.csv"]);
}

#[test]
fn what_is_no_table_or_has_no_place_is_said() {
    let page = of("a.csv", b"<!DOCTYPE html><p>x", None);
    assert!(page.refusal.is_some_and(|why| why.contains("表として読めません")));
    let unknown = of("a.csv", "品名,値段\n茶,100\n".as_bytes(), None);
    assert_eq!((unknown.kind, unknown.to, unknown.refusal), (None, None, None));
    let forced = of("a.csv", "品名,値段\n茶,100\n".as_bytes(), Some(Kind::Kaigo));
    assert!(forced.refusal.is_some(), "a person cannot make it what it is not");
    assert!(of("../a.csv", b"a,b\n", None).refusal.is_some_and(|why| why.contains("フォルダ")));
    let nameless = of("クリニック.csv", &sample("geodata/navii/02-1_clinic_facility_info_20260601.csv"), None);
    assert!(nameless.refusal.is_some_and(|why| why.contains("名前")), "{:?}", nameless.to);
}
