//! `geojson/facilities.geojson` and one file per service, RFC 7946.

use super::{LayerFile, Open, Shard, open};
use crate::consent::{Belonging, Shown};
use crate::model::{Areas, Services};
use crate::settings::Settings;
use geojson::feature::Id;
use geojson::{Feature, Geometry, GeometryValue, JsonObject, JsonValue};
use rayon::prelude::*;
use serde_json::{Map, json};

/// What the layer of all facilities is called.
pub(super) const ALL: &str = "すべての施設";

/// The path of a layer; `folder` is a shard's.
pub(super) fn path(folder: &str, id: &str) -> String {
    format!("geojson/{folder}{id}.geojson")
}

/// The layers of a shard: path, name, number of facilities.
pub(super) fn listed(
    shard: &Shard,
    facilities: &[&Shown],
    services: &Services,
    in_service: &[usize],
) -> Vec<(String, String, usize)> {
    let path = |id: &str| path(&shard.folder, id);
    let mut all = vec![(path("facilities"), format!("{}{ALL}", shard.name), shard.open(facilities).count())];
    for (service, count) in services.services.iter().zip(in_service) {
        all.push((path(&service.id), format!("{}{}", shard.name, service.name), *count));
    }
    all
}

pub(super) fn files(
    shard: &Shard,
    facilities: &[&Shown],
    services: &Services,
    areas: &Areas,
    settings: &Settings,
) -> Vec<LayerFile> {
    let path = |id: &str| path(&shard.folder, id);
    let open: Vec<Open<'_>> = shard.open(facilities).collect();
    let features: Vec<String> =
        open.par_iter().map(|facility| feature(facility, services, areas, settings).to_string()).collect();
    let all = collection(&settings.site.name, features.iter());
    let mut files = vec![(path("facilities"), all)];
    files.par_extend(services.services.par_iter().enumerate().map(|(at, service)| {
        let those = features.iter().zip(&open).filter(|(_, facility)| facility.belongs_to(at));
        let name = format!("{} {}", settings.site.name, service.name);
        (path(&service.id), collection(&name, those.map(|(feature, _)| feature)))
    }));
    files
}

/// The layer of everything where there are several shards, in pieces: the layers of all facilities of each shard, one
/// after the other, are its features.
pub(super) fn joined<E, S: Iterator<Item = Result<Vec<u8>, E>>>(
    settings: &Settings,
    shards: S,
) -> impl Iterator<Item = Result<Vec<u8>, E>> + use<E, S> {
    let head = collection(&settings.site.name, std::iter::empty());
    let (head, foot) = head.split_at(head.len() - FOOT.len());
    let mut any = false;
    let mut features = move |shard: Vec<u8>| {
        let from = memchr::memchr(b'\n', &shard).unwrap_or(shard.len());
        let lines = shard.get(from..shard.len() - FOOT.len()).unwrap_or_default();
        let comma: &[u8] = if any && !lines.is_empty() { b"," } else { b"" };
        any |= !lines.is_empty();
        [comma, lines].concat()
    };
    let lines = shards.map(move |shard| shard.map(&mut features));
    std::iter::once(Ok(head.to_vec())).chain(lines).chain(std::iter::once(Ok(foot.to_vec())))
}

/// What a layer ends with.
const FOOT: &str = "\n]}\n";

/// One feature a line, so that two editions can be compared line by line.
fn collection<'a>(name: &str, features: impl Iterator<Item = &'a String>) -> Vec<u8> {
    let mut out = format!("{{\"type\":\"FeatureCollection\",\"name\":{},\"features\":[", JsonValue::from(name));
    for (index, feature) in features.enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(feature);
    }
    out.push_str(FOOT);
    out.into_bytes()
}

fn feature(facility: &Open<'_>, services: &Services, areas: &Areas, settings: &Settings) -> Feature {
    let geometry = facility.shown.located.map(|located| {
        Geometry::new(GeometryValue::new_point([rounded(located.point.lon), rounded(located.point.lat)]))
    });
    Feature {
        bbox: None,
        geometry,
        id: Some(Id::String(facility.shown.id.clone())),
        properties: Some(properties(facility, services, areas, settings)),
        foreign_members: None,
    }
}

fn properties(of: &Open<'_>, services: &Services, areas: &Areas, settings: &Settings) -> JsonObject {
    let facility = of.shown;
    // A registration is not an offer, and says so in a file that travels without its page.
    let names: Vec<String> = of
        .services(services)
        .map(|(service, belonging)| match belonging {
            Belonging::Offers => service.name.clone(),
            Belonging::Registered => format!("{}（届出）", service.name),
        })
        .collect();
    let ids: Vec<&str> = of.services(services).map(|(service, _)| service.id.as_str()).collect();
    let sources: Vec<String> = open::sources(facility)
        .map(|(kind, date)| date.map_or_else(|| kind.word().to_owned(), |date| format!("{} {date}", kind.word())))
        .collect();
    let as_of = open::sources(facility).filter_map(|(_, date)| date).max();
    let precision = facility.located.map(|located| located.precision.word());
    let area = facility.area.as_ref().and_then(|id| areas.get(id)).map(|area| area.name.as_str());
    let path = facility.path();
    let url = match &settings.site.url {
        Some(site) => format!("{}/{path}", site.trim_end_matches('/')),
        None => path,
    };
    let address = open::contact(facility, facility.address.as_deref(), facility.address_source);
    let phone = open::contact(facility, facility.phone.as_deref(), facility.phone_source);
    let home_care: Map<String, JsonValue> = open::answers(facility)
        .map(|answer| {
            let as_of = answer.as_of.map(|date| date.to_string());
            (answer.question.clone(), json!({"name": answer.name, "answer": answer.words, "as_of": as_of}))
        })
        .collect();
    let mut properties = JsonObject::new();
    let mut set = |key: &str, value: JsonValue| properties.insert(key.to_owned(), value);
    set("name", json!(facility.name));
    set("kana", json!(facility.kana));
    set("kind", json!(facility.kind.word()));
    set("services", json!(names));
    set("service_ids", json!(ids));
    set("address", json!(address));
    set("phone", json!(phone));
    set("area", json!(area));
    set("url", json!(url));
    set("as_of", json!(as_of.map(|date| date.to_string())));
    set("navii", json!(facility.navii));
    set("sources", json!(sources));
    set("precision", json!(precision));
    if !home_care.is_empty() {
        set("home_care", JsonValue::Object(home_care));
    }
    properties
}

/// Six decimals: a tenth of a metre, finer than any source.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}
