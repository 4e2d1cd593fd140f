//! 国土数値情報 → the base map's layers, cut to the municipality and simplified to a budget of bytes.

use super::around::Around;
use super::halt::Halt;
use super::raw::{Fresh, Raw};
use super::shape;
use super::unpack::Entry;
use crate::geo::{Bounds, simplify};
use crate::model::LonLat;
use geojson::{Feature, FeatureReader, GeometryValue, JsonObject, Position};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::BufReader;

/// Degrees around the outline within which railways and waters are kept: the reader's own margin for stations.
const AROUND: f64 = 0.03;
/// First tolerance in metres, and the last that is tried.
const FINE: f64 = 2.0;
const COARSE: f64 = 500.0;

/// A feature of a layer: its lines (rings, when closed) and what is said of it.
struct Part {
    properties: JsonObject,
    lines: Vec<Vec<LonLat>>,
    closed: bool,
}

/// The outline.
pub(super) fn boundary(raw: &Raw, around: &Around, budget: usize) -> Result<Vec<Fresh>, Halt> {
    let mut parts = Vec::new();
    let published = features(raw, "市の境", &|name| !name.to_lowercase().contains("prefecture"), &mut |feature| {
        let properties = feature.properties.unwrap_or_default();
        let word = |key: &str| properties.get(key).and_then(Value::as_str).unwrap_or_default();
        let city =
            [word("N03_004").to_owned(), word("N03_003").to_owned(), format!("{}{}", word("N03_003"), word("N03_004"))];
        let own = around.codes().first().is_some_and(|code| code == word("N03_007"))
            || city.iter().any(|city| {
                !city.is_empty()
                    && around.is_own(&super::around::Place {
                        prefecture: word("N03_001"),
                        municipality: city,
                        ..Default::default()
                    })
            });
        if let Some(geometry) = feature.geometry.filter(|_| own) {
            let lines = lines_of(&geometry.value);
            parts.push(Part { properties, lines, closed: true });
        }
    })?;
    if parts.is_empty() {
        return Err(raw.halt(
            "fetch-implausible",
            "行政区域のファイルに、この市区町村がありません。".to_owned(),
            "ouchi.toml の [municipality] の code と name を確かめてください。合併したばかりなら、公開元の新しい版を待ちます。",
        ));
    }
    Ok(vec![layer(raw, "outline.geojson", published, parts, budget)])
}

/// Railways and stations.
pub(super) fn rail(raw: &Raw, bounds: Bounds, budget: usize) -> Result<Vec<Fresh>, Halt> {
    let near = wider(bounds);
    let (mut lines, mut stations) = (Vec::new(), Vec::new());
    let chosen = |name: &str| name.contains("RailroadSection");
    let sections = features(raw, "鉄道", &chosen, &mut |feature| {
        let Some(geometry) = feature.geometry else { return };
        let cut = cut(lines_of(&geometry.value), near);
        if !cut.is_empty() {
            lines.push(Part { properties: feature.properties.unwrap_or_default(), lines: cut, closed: false });
        }
    })?;
    let mut seen: Vec<(String, LonLat)> = Vec::new();
    let all = features(raw, "駅", &|name| name.contains("Station"), &mut |feature| {
        let properties = feature.properties.unwrap_or_default();
        let name = properties.get("N02_005").and_then(Value::as_str).unwrap_or_default().to_owned();
        let line = feature.geometry.map(|geometry| lines_of(&geometry.value)).unwrap_or_default();
        let Some(middle) = line.first().and_then(|line| line.get(line.len() / 2)).copied() else { return };
        // The platforms of several lines are one station to those who walk there.
        let twin = seen.iter().any(|(other, at)| *other == name && crate::geo::distance(*at, middle) < 500.0);
        if !name.is_empty() && near.holds(middle) && !twin {
            seen.push((name, middle));
            stations.push(json!({
                "type": "Feature",
                "properties": properties,
                "geometry": { "type": "Point", "coordinates": [round(middle.lon), round(middle.lat)] },
            }));
        }
    })?;
    let rows = stations.len() as u64;
    let stations = Fresh {
        part: format!("{}_station", raw.part),
        name: "stations.geojson".into(),
        bytes: collection(&stations),
        rows,
        published: all,
        year: None,
    };
    let mut railways = layer(raw, "railways.geojson", sections, lines, budget);
    railways.part = format!("{}_section", raw.part);
    Ok(vec![railways, stations])
}

/// Rivers and lakes, from all their files.
pub(super) fn water(raws: &[Raw], bounds: Bounds, budget: usize) -> Result<Vec<Fresh>, Halt> {
    let near = wider(bounds);
    let (mut parts, mut published) = (Vec::new(), 0);
    for raw in raws {
        let (kind, mark) = if raw.part.starts_with("W09") { ("lake", "Lake") } else { ("river", "Stream") };
        let (mut pack, entries) = raw.pack("川と湖")?;
        let entry =
            entries.iter().find(|entry| entry.name.to_lowercase().ends_with(".shp") && entry.name.contains(mark));
        let entry = entry.ok_or_else(|| no_layer(raw, "川と湖", &entries))?;
        let bytes = pack.bytes(entry).map_err(|trouble| raw.unpack_halt(&trouble))?;
        let lines = shape::lines(&bytes).ok_or_else(|| {
            raw.halt("fetch-broken", "川と湖: 図形のファイル（.shp）がこわれています。", "もう一度実行してください。")
        })?;
        published += lines.len() as u64;
        let mut properties = JsonObject::new();
        properties.insert("kind".into(), Value::from(kind));
        let closed = kind == "lake";
        let lines = if closed {
            lines.into_iter().filter(|ring| ring.iter().any(|point| near.holds(*point))).collect()
        } else {
            cut(lines, near)
        };
        parts.extend(lines.into_iter().map(|line| Part { properties: properties.clone(), lines: vec![line], closed }));
    }
    let Some(first) = raws.first() else { return Ok(Vec::new()) };
    let mut fresh = layer(first, "waters.geojson", published, parts, budget);
    fresh.part = "water".into();
    Ok(vec![fresh])
}

fn no_layer(raw: &Raw, title: &str, entries: &[Entry]) -> Halt {
    let names = entries.iter().take(5).map(Entry::file_name).collect::<Vec<_>>().join("、");
    raw.halt(
        "fetch-wrong-type",
        format!("{title}: 地図のファイルがzipにありません（中身: {names}）。"),
        "公開元がファイルの形を変えたようです。前のデータはそのまま使えます。開発元に知らせてください。",
    )
}

/// Streams the features of the GeoJSON in a zip whose name is `chosen`, and counts them.
fn features(raw: &Raw, title: &str, chosen: &dyn Fn(&str) -> bool, take: &mut dyn FnMut(Feature)) -> Result<u64, Halt> {
    let (mut pack, entries) = raw.pack(title)?;
    // The same data lies there in Shift_JIS, in a folder of that name; variants of it have longer names.
    let entry = entries
        .iter()
        .filter(|entry| entry.name.to_lowercase().ends_with(".geojson") && !entry.name.contains("Shift"))
        .filter(|entry| chosen(entry.file_name()))
        .min_by_key(|entry| entry.file_name().len());
    let entry = entry.ok_or_else(|| no_layer(raw, title, &entries))?;
    let reader = pack.read(entry).map_err(|trouble| raw.unpack_halt(&trouble))?;
    let mut count = 0;
    for feature in FeatureReader::from_reader(BufReader::new(reader)).features() {
        let feature = feature.map_err(|_| {
            raw.halt(
                "fetch-broken",
                format!("{title}: GeoJSONとして読めません。"),
                "もう一度実行してください。くり返すときは、ダウンロードしなおして --from で取り込んでください。",
            )
        })?;
        count += 1;
        take(feature);
    }
    if count == 0 {
        return Err(raw.halt(
            "fetch-broken",
            format!("{title}: 地図のファイルに何もありません。"),
            "もう一度実行してください。",
        ));
    }
    Ok(count)
}

fn lines_of(value: &GeometryValue) -> Vec<Vec<LonLat>> {
    let line = |positions: &Vec<Position>| -> Vec<LonLat> {
        positions.iter().filter_map(|p| Some(LonLat::new(*p.as_slice().first()?, *p.as_slice().get(1)?))).collect()
    };
    match value {
        GeometryValue::LineString { coordinates } => vec![line(coordinates)],
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            coordinates.iter().map(line).collect()
        }
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().map(line).collect(),
        _ => Vec::new(),
    }
}

fn wider(bounds: Bounds) -> Bounds {
    let (low, high) = (bounds.low, bounds.high);
    bounds.with(LonLat::new(low.lon - AROUND, low.lat - AROUND)).with(LonLat::new(high.lon + AROUND, high.lat + AROUND))
}

/// The stretches of lines that lie in a box, with one point beyond at each end.
fn cut(lines: Vec<Vec<LonLat>>, near: Bounds) -> Vec<Vec<LonLat>> {
    let mut cut = Vec::new();
    for line in lines {
        let mut stretch: Vec<LonLat> = Vec::new();
        for (at, point) in line.iter().enumerate() {
            let beside = |step: Option<usize>| step.and_then(|at| line.get(at)).is_some_and(|p| near.holds(*p));
            if near.holds(*point) || beside(at.checked_sub(1)) || beside(Some(at + 1)) {
                stretch.push(*point);
            } else if !stretch.is_empty() {
                cut.push(std::mem::take(&mut stretch));
            }
        }
        cut.push(stretch);
    }
    cut.retain(|stretch| stretch.len() >= 2);
    cut
}

/// What of a feature's properties the reader of base maps looks at.
const KEPT: [&str; 9] =
    ["N03_001", "N03_003", "N03_004", "N03_005", "N03_007", "N02_003", "N02_004", "N02_005", "kind"];

/// Parts that say the same of themselves as one: a railway is published in hundreds of sections.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: BTreeMap<String, Part> = BTreeMap::new();
    for mut part in parts {
        part.properties.retain(|key, _| KEPT.contains(&key.as_str()));
        let key = format!("{}{}", part.closed, Value::Object(part.properties.clone()));
        match joined.get_mut(&key) {
            Some(same) => same.lines.extend(part.lines),
            None => {
                joined.insert(key, part);
            }
        }
    }
    joined.into_values().collect()
}

/// The layer with the finest tolerance that fits the budget. When even the coarsest does not, the shortest lines are
/// left out until it does: a brook before a river, a rock before an island.
fn layer(raw: &Raw, name: &str, published: u64, parts: Vec<Part>, budget: usize) -> Fresh {
    let mut parts = joined(parts);
    let mut metres = FINE;
    loop {
        let features: Vec<Value> = parts.iter().filter_map(|part| feature(part, metres)).collect();
        let bytes = collection(&features);
        let fits = bytes.len() <= budget;
        if !fits && metres >= COARSE && leave_out(&mut parts) {
            continue;
        }
        if fits || metres >= COARSE {
            let rows = features.len() as u64;
            return Fresh { part: raw.part.clone(), name: name.into(), bytes, rows, published, year: None };
        }
        metres *= 1.5;
    }
}

/// Leaves out the shorter half of the lines of all parts together; `false` when there is only one left.
fn leave_out(parts: &mut Vec<Part>) -> bool {
    let length = |line: &[LonLat]| line.windows(2).map(|pair| crate::geo::distance(pair[0], pair[1])).sum::<f64>();
    let mut lengths: Vec<f64> = parts.iter().flat_map(|part| part.lines.iter().map(|line| length(line))).collect();
    if lengths.len() < 2 {
        return false;
    }
    lengths.sort_by(f64::total_cmp);
    let least = lengths[lengths.len() / 2];
    let all = lengths.len();
    for part in parts.iter_mut() {
        part.lines.retain(|line| length(line) >= least);
    }
    parts.retain(|part| !part.lines.is_empty());
    parts.iter().map(|part| part.lines.len()).sum::<usize>() < all
}

fn feature(part: &Part, metres: f64) -> Option<Value> {
    let least = if part.closed { 4 } else { 2 };
    let longest = part.lines.iter().map(Vec::len).max().unwrap_or(0);
    let lines: Vec<Vec<[f64; 2]>> = part
        .lines
        .iter()
        .map(|line| {
            let short = simplify(line, metres);
            // The largest ring is kept however coarse the rest becomes.
            let kept = if short.len() < least && line.len() == longest { line.clone() } else { short };
            kept.iter().map(|point| [round(point.lon), round(point.lat)]).collect::<Vec<_>>()
        })
        .filter(|line| line.len() >= least)
        .collect();
    if lines.is_empty() {
        return None;
    }
    let geometry = if part.closed {
        json!({ "type": "MultiPolygon", "coordinates": lines.iter().map(|ring| [ring]).collect::<Vec<_>>() })
    } else {
        json!({ "type": "MultiLineString", "coordinates": lines })
    };
    Some(json!({ "type": "Feature", "properties": part.properties, "geometry": geometry }))
}

/// Five decimals: about a metre.
fn round(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

fn collection(features: &[Value]) -> Vec<u8> {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    text.push_str(&lines.join(",\n"));
    text.push_str("\n]}\n");
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw() -> Raw {
        let path = std::path::PathBuf::from("W05.zip");
        Raw { part: "W05".into(), name: "W05.zip".into(), shown: "W05.zip".into(), path, limit: 0 }
    }

    fn brook(n: u32, length: f64, name: &str) -> Part {
        let lat = 35.8 + f64::from(n) * 1e-4;
        let line =
            (0..=40).map(|at| LonLat::new(139.8 + f64::from(at) * length / 40.0, lat + f64::from(at % 2) * 0.01));
        let mut properties = JsonObject::new();
        properties.insert("N02_003".into(), Value::from(name));
        properties.insert("N02_001".into(), Value::from(n));
        Part { properties, lines: vec![line.collect()], closed: false }
    }

    #[test]
    fn sections_of_one_line_are_one_feature() {
        let parts = (0..50).map(|n| brook(n, 0.01, if n < 30 { "見本線" } else { "別の線" })).collect();
        let fresh = layer(&raw(), "railways.geojson", 50, parts, 1 << 20);
        let text = String::from_utf8(fresh.bytes).expect("text");
        assert_eq!((fresh.rows, text.matches("見本線").count(), text.contains("N02_001")), (2, 1, false));
    }

    #[test]
    fn a_layer_fits_its_budget_however_much_there_is() {
        // Each brook winds by a kilometre, so that no tolerance makes it short enough.
        let parts = (1..=300).map(|n| brook(n, f64::from(n) * 0.001, &format!("川{n}"))).collect();
        let fresh = layer(&raw(), "waters.geojson", 300, parts, 8 << 10);
        let text = String::from_utf8(fresh.bytes).expect("text");
        assert!(text.len() <= 8 << 10, "{}", text.len());
        assert!(text.contains("川300") && !text.contains("\"川1\""), "the longest stay: {text}");
    }
}
