//! `data/search.js`: names, towns and services with their folded text, so that the browser only looks for substrings.

use super::{LayerFile, script};
use crate::consent::{Belonging, Shown};
use crate::model::{Areas, Services};
use crate::text::{fold, kana};
use serde_json::{Value, json};

/// Facilities in one file; with the rest it stays well under 200 KB compressed.
const PER_FILE: usize = 3_000;

/// `data/search.js`, and `data/search-2.js` … when there are many.
pub(super) fn files(facilities: &[&Shown], services: &Services, areas: &Areas) -> Vec<LayerFile> {
    let named: Vec<Value> = services
        .services
        .iter()
        .map(|service| {
            let mut words = vec![service.name.as_str(), service.reading.as_str()];
            words.extend(service.synonyms.iter().map(String::as_str));
            json!([service.id, service.name, folded(&words)])
        })
        .collect();
    let areas_list: Vec<Value> = areas
        .areas
        .iter()
        .map(|area| {
            let desk = area.desk.as_ref().map(|desk| json!([desk.name, desk.phone]));
            json!([area.id, area.name, desk])
        })
        .collect();
    let towns: Vec<Value> = areas
        .towns
        .iter()
        .map(|town| {
            let area = town.area.as_ref().and_then(|id| areas.areas.iter().position(|area| area.id == *id));
            let short = town.name.strip_prefix("大字").unwrap_or(&town.name);
            json!([town.name, town.reading, area, folded(&[short, &town.reading])])
        })
        .collect();
    let parts = facilities.len().div_ceil(PER_FILE).max(1);
    let mut files = Vec::with_capacity(parts);
    for part in 0..parts {
        let those = facilities.iter().skip(part * PER_FILE).take(PER_FILE);
        // One facility a line, so that two builds can be compared.
        let rows: Vec<String> = those.map(|facility| script::json(&row(facility, services, areas))).collect();
        let rows = rows.join(",\n");
        files.push(if part == 0 {
            let head = json!({"parts": parts, "services": named, "areas": areas_list, "towns": towns});
            let text = format!(
                "window.ouchi=window.ouchi||{{}};ouchi.search={};\nouchi.search.facilities=[\n{rows}\n];\n",
                script::json(&head)
            );
            ("data/search.js".to_owned(), text.into_bytes())
        } else {
            let text = format!("ouchi.search.facilities.push(\n{rows}\n);\n");
            (format!("data/search-{}.js", part + 1), text.into_bytes())
        });
    }
    files
}

/// Id, name, reading, town, area's position, phone, services' positions, longitude, latitude, folded text.
fn row(facility: &Shown, services: &Services, areas: &Areas) -> Value {
    let reading = facility.kana.as_deref().map(kana::to_hiragana).unwrap_or_default();
    let town = facility.town.and_then(|town| areas.towns.get(usize::from(town.0))).map(|town| town.name.as_str());
    let area = facility.area.as_ref().and_then(|id| areas.areas.iter().position(|area| area.id == *id));
    // A registration is not an offer: its position is written as -1 - position, and the script says 「届出」.
    let belongs: Vec<i64> = facility
        .services
        .iter()
        .filter_map(|(id, belonging)| {
            let at = i64::try_from(services.services.iter().position(|service| service.id == *id)?).ok()?;
            Some(if *belonging == Belonging::Offers { at } else { -1 - at })
        })
        .collect();
    let (lon, lat) = facility.located.map_or((Value::Null, Value::Null), |located| {
        (json!(script::degrees(located.point.lon)), json!(script::degrees(located.point.lat)))
    });
    let mut words = vec![facility.name.as_str(), &reading];
    words.extend(facility.address.as_deref());
    words.extend(town);
    words.extend(facility.building.as_deref());
    words.extend(facility.phone.as_deref());
    words.extend(facility.operator.as_deref());
    words.extend(facility.departments.iter().map(String::as_str));
    words.push(facility.kind.word());
    json!([
        facility.id,
        facility.name,
        reading,
        town.unwrap_or_default(),
        area,
        facility.phone.as_deref().unwrap_or_default(),
        belongs,
        lon,
        lat,
        folded(&words)
    ])
}

/// Folded words with a bar between them, which no folded text holds, so that no match runs from one into the next.
fn folded(words: &[&str]) -> String {
    let mut each: Vec<String> = Vec::new();
    for word in words {
        let folded = fold::search(word).replace('|', "");
        if !folded.is_empty() && !each.iter().any(|known| known.contains(&folded)) {
            each.push(folded);
        }
    }
    each.join("|")
}
