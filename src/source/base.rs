//! What maps are drawn on: boundary, railways and waters from GeoJSON, stations from CSV or GeoJSON.

use super::cell::{self, Finder, origin};
use super::{Input, Reading, Scope, open};
use crate::diagnostic::Diagnostic;
use crate::model::{BaseMap, LonLat, Railway, SourceKind, Station};
use crate::place::{Place, Source};
use crate::settings::SourceSetting;
use crate::table::{self, FileKind, Sheets, file_kind, find_header};
use crate::text::width;
use geojson::{Feature, GeoJson, GeometryValue, JsonObject, Position};

const TERMS: open::Terms =
    open::Terms { credit: "地図の下絵", licence: "公開元の利用条件による", url: None };

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Name,
    Lat,
    Lon,
    Closed,
}

const COLUMNS: &[(Field, &[&str])] = &[
    (Field::Name, &["駅名", "name", "名称"]),
    (Field::Lat, &["緯度", "lat"]),
    (Field::Lon, &["経度", "lng", "lon"]),
    (Field::Closed, &["closed", "廃止"]),
];

/// Degrees around the outline within which stations are kept.
const AROUND: f64 = 0.03;

/// Reads the files. A file that ends in `.geojson` or begins with `{` is GeoJSON, others are tables of stations.
pub fn read(inputs: &[Input], setting: &SourceSetting, scope: &Scope, reading: &mut Reading) -> BaseMap {
    let mut map = BaseMap::default();
    for input in inputs {
        if is_geojson(&input.path, &input.bytes) {
            json(input, setting, scope, &mut map, reading);
        } else {
            stations(input, setting, &mut map, reading);
        }
    }
    keep_near(&mut map);
    map
}

/// Whether a file is to be read as GeoJSON, by its name or by how it begins.
pub fn is_geojson(path: &str, bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    file_kind(bytes) == FileKind::Text && (path.ends_with("json") || start.starts_with(b"{"))
}

fn json(input: &Input, setting: &SourceSetting, scope: &Scope, map: &mut BaseMap, reading: &mut Reading) {
    let parsed = table::decode(&input.bytes).ok().map(|decoded| decoded.text.parse::<GeoJson>());
    let features = match parsed {
        Some(Ok(GeoJson::FeatureCollection(collection))) => {
            let flag = collection.foreign_members.as_ref().and_then(|members| members.get("schematic"));
            map.schematic |= flag.and_then(serde_json::Value::as_bool) == Some(true);
            collection.features
        }
        Some(Ok(GeoJson::Feature(feature))) => vec![feature],
        _ => {
            reading.diagnostics.push(
                Diagnostic::error("geojson-unreadable", "GeoJSONとして読めません。")
                    .at(Place::whole(input.path.as_str()))
                    .help("途中で切れていないか確かめ、FeatureCollectionの形のGeoJSONを置いてください。")
                    .fatal(),
            );
            return;
        }
    };
    let id = reading.sources.add(Source { file: input.path.as_str().into(), sheet: None, headings: [].into() });
    reading.editions.set(id, open::edition(SourceKind::Base, setting, &TERMS, None));
    let before = map.outline.len();
    let mut polygons = 0;
    let is_water_file =
        ["water", "river", "lake", "水", "川", "沼"].iter().any(|word| open::file_name(&input.path).contains(word));
    for feature in features {
        let Feature { geometry: Some(geometry), properties, .. } = feature else { continue };
        let properties = properties.unwrap_or_default();
        map.schematic |= properties.get("schematic").and_then(serde_json::Value::as_bool) == Some(true);
        let word = |key: &str| properties.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
        let water = is_water_file
            || ["kind", "type", "class"].iter().any(|key| ["water", "river", "lake"].contains(&word(key)));
        match geometry.value {
            GeometryValue::Polygon { coordinates } => {
                polygons += 1;
                polygon(vec![coordinates], water, &properties, scope, map);
            }
            GeometryValue::MultiPolygon { coordinates } => {
                polygons += 1;
                polygon(coordinates, water, &properties, scope, map);
            }
            GeometryValue::LineString { coordinates } => lines(vec![coordinates], water, &properties, map),
            GeometryValue::MultiLineString { coordinates } => lines(coordinates, water, &properties, map),
            GeometryValue::Point { coordinates } => {
                let name = named(&properties, &["N02_005", "name", "駅名"]);
                if let (Some(point), false) = (lon_lat(&coordinates), name.is_empty()) {
                    add_station(map, &name, point);
                }
            }
            _ => {}
        }
    }
    if polygons > 0 && map.outline.len() == before && !is_water_file && map.waters.is_empty() {
        reading.diagnostics.push(
            Diagnostic::warning("boundary-missing", format!("「{}」の境界が見つかりません。", scope.municipality))
                .at(Place::whole(input.path.as_str()))
                .help("国土数値情報N03（N03_007がコード）か、name に市区町村名のあるポリゴンを置いてください。"),
        );
    }
}

type Rings = Vec<Vec<Position>>;

fn polygon(parts: Vec<Rings>, water: bool, properties: &JsonObject, scope: &Scope, map: &mut BaseMap) {
    let rings = parts.iter().flatten().map(|ring| points(ring)).filter(|ring| ring.len() >= 4);
    if water {
        map.waters.extend(rings);
    } else if is_outline(properties, scope) {
        map.outline.extend(rings);
    }
}

/// Whether a polygon is the municipality: by N03's code or names, by a code, by a name. One without any of these is.
fn is_outline(properties: &JsonObject, scope: &Scope) -> bool {
    let word = |key: &str| properties.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
    if properties.keys().any(|key| key.starts_with("N03_")) {
        let city = word("N03_003") == scope.municipality || word("N03_004") == scope.municipality;
        let ward = format!("{}{}", word("N03_003"), word("N03_004")) == scope.municipality
            || format!("{}{}", word("N03_004"), word("N03_005")) == scope.municipality;
        let named = (city || ward) && word("N03_001") == scope.prefecture;
        return scope.code.get(..5) == Some(word("N03_007")) || named;
    }
    let code = ["code", "CITY_CODE", "lg_code"].iter().map(|key| word(key)).find(|code| !code.is_empty());
    if let Some(code) = code {
        return code.get(..5) == scope.code.get(..5);
    }
    let name = named(properties, &["name", "名称", "市区町村名"]);
    name.is_empty() || name == scope.municipality || name == format!("{}{}", scope.prefecture, scope.municipality)
}

fn lines(parts: Rings, water: bool, properties: &JsonObject, map: &mut BaseMap) {
    let paths: Vec<Vec<LonLat>> = parts.iter().map(|path| points(path)).filter(|path| path.len() >= 2).collect();
    if water {
        map.waters.extend(paths);
        return;
    }
    let name = named(properties, &["N02_003", "name", "路線名", "line"]);
    match map.railways.iter_mut().find(|railway| railway.name == name) {
        Some(railway) => railway.paths.extend(paths),
        None if !paths.is_empty() => map.railways.push(Railway { name, paths }),
        None => {}
    }
}

fn named(properties: &JsonObject, keys: &[&str]) -> String {
    keys.iter()
        .find_map(|key| properties.get(*key).and_then(serde_json::Value::as_str))
        .map(width::clean)
        .unwrap_or_default()
}

fn points(positions: &[Position]) -> Vec<LonLat> {
    positions.iter().filter_map(lon_lat).collect()
}

fn lon_lat(position: &Position) -> Option<LonLat> {
    let numbers = position.as_slice();
    let (lon, lat) = (*numbers.first()?, *numbers.get(1)?);
    (lon.is_finite() && lat.is_finite()).then(|| LonLat::new(lon, lat))
}

fn add_station(map: &mut BaseMap, name: &str, point: LonLat) {
    let name = name.strip_suffix('駅').filter(|rest| !rest.is_empty()).unwrap_or(name);
    let twice = |other: &Station| {
        other.name == name && (other.point.lon - point.lon).abs() < 0.01 && (other.point.lat - point.lat).abs() < 0.01
    };
    if !map.stations.iter().any(twice) {
        map.stations.push(Station { name: name.to_owned(), point });
    }
}

fn stations(input: &Input, setting: &SourceSetting, map: &mut BaseMap, reading: &mut Reading) {
    let inputs = std::slice::from_ref(input);
    for (_, table) in open::tables(inputs, Sheets::First, reading) {
        let columns = match find_header(&table, COLUMNS, &[Field::Name, Field::Lat, Field::Lon]) {
            Ok(columns) => columns,
            Err(missing) => {
                reading.diagnostics.push(missing.diagnostic("駅の表", Place::whole(input.path.as_str())));
                continue;
            }
        };
        let edition = open::edition(SourceKind::Base, setting, &TERMS, None);
        let source = open::register(&table, Some(columns.header), edition, reading);
        let mut finder = Finder::new(&reading.sources);
        for row in columns.data(&table).filter(|row| !matches!(columns.cell(*row, Field::Closed), "1" | "true")) {
            let at = origin(source, row.number, columns.get(Field::Lat));
            let name = width::clean(columns.cell(row, Field::Name));
            let point = cell::point(&mut finder, columns.cell(row, Field::Lat), columns.cell(row, Field::Lon), at);
            if let (Some(point), false) = (point, name.is_empty()) {
                add_station(map, &name, point.value);
            }
        }
        let found = finder.found;
        reading.diagnostics.absorb(found);
    }
}

/// Leaves out stations far from the outline: national files have ten thousand.
fn keep_near(map: &mut BaseMap) {
    let outline: Vec<LonLat> = map.outline.iter().flatten().copied().collect();
    if outline.is_empty() {
        return;
    }
    let range = |of: fn(&LonLat) -> f64| {
        outline.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)))
    };
    let ((west, east), (south, north)) = (range(|p| p.lon), range(|p| p.lat));
    map.stations.retain(|station| {
        (west - AROUND..=east + AROUND).contains(&station.point.lon)
            && (south - AROUND..=north + AROUND).contains(&station.point.lat)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Keep;

    fn base(files: &[(&str, &str)]) -> (BaseMap, Reading) {
        let inputs: Vec<Input> =
            files.iter().map(|(path, text)| Input { path: (*path).into(), bytes: text.as_bytes().to_vec() }).collect();
        let scope = Scope {
            keep: Keep::All,
            code: "122203".into(),
            prefecture: "千葉県".into(),
            municipality: "流山市".into(),
        };
        let mut reading = Reading::default();
        let map = read(&inputs, &SourceSetting::default(), &scope, &mut reading);
        (map, reading)
    }

    const RING: &str = "[[[139.9,35.8],[139.95,35.8],[139.95,35.9],[139.9,35.8]]]";

    #[test]
    fn the_municipality_is_picked_and_far_stations_left_out() {
        let n03 = format!(
            r#"{{"type":"FeatureCollection","features":[
            {{"type":"Feature","properties":{{"N03_001":"千葉県","N03_007":null}},"geometry":{{"type":"Polygon","coordinates":{RING}}}}},
            {{"type":"Feature","properties":{{"N03_001":"千葉県","N03_004":"流山市","N03_007":"12220"}},"geometry":{{"type":"MultiPolygon","coordinates":[{RING}]}}}},
            {{"type":"Feature","properties":{{"name":"見本線"}},"geometry":{{"type":"LineString","coordinates":[[139.9,35.8],[139.95,35.9]]}}}}]}}"#
        );
        let stations = "駅名,緯度,経度\n見本駅,35.85,139.92\n見本,35.8501,139.9201\n遠い,43.0,141.3\n";
        let (map, reading) = base(&[("N03.geojson", &n03), ("駅.csv", stations)]);
        assert_eq!((map.outline.len(), map.railways.len(), map.stations.len()), (1, 1, 1));
        assert_eq!(map.stations[0].name, "見本");
        assert!(reading.diagnostics.counts().is_empty());
    }

    #[test]
    fn broken_files_are_refused_and_others_told_apart() {
        let (_, reading) = base(&[("a.geojson", "{\"type\":\"FeatureColl")]);
        assert!(reading.diagnostics.is_fatal());
        let other = format!(
            r#"{{"type":"FeatureCollection","schematic":true,"features":[{{"type":"Feature","properties":{{"name":"千葉県柏市"}},"geometry":{{"type":"Polygon","coordinates":{RING}}}}}]}}"#
        );
        let (map, reading) = base(&[("b.geojson", &other)]);
        assert!(map.schematic && map.outline.is_empty());
        assert_eq!(reading.diagnostics.count("boundary-missing"), 1);
    }
}
