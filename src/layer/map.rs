//! `data/map.js`: the drawn base map under the street map, for when its tiles do not come.

use super::{LayerFile, script};
use crate::geo::{Bounds, simplify};
use crate::model::{BaseMap, LonLat};
use serde_json::{Value, json};

/// Detail finer than this in metres is left out; the tiles above have it.
const DETAIL: f64 = 15.0;

pub(super) const PATH: &str = "data/map.js";

pub(super) fn file(base: &BaseMap) -> LayerFile {
    let lines = |lines: &[Vec<LonLat>]| -> Vec<Value> {
        lines.iter().map(|line| simplify(line, DETAIL).iter().map(pair).collect()).collect()
    };
    let rails: Vec<Value> =
        base.railways.iter().map(|railway| json!({"name": railway.name, "paths": lines(&railway.paths)})).collect();
    let stations: Vec<Value> =
        base.stations.iter().map(|station| json!([station.name, pair(&station.point)])).collect();
    let all = base.outline.iter().flatten().copied().chain(base.stations.iter().map(|station| station.point));
    let bounds = Bounds::around(all).map(|bounds| json!([pair(&bounds.low), pair(&bounds.high)]));
    let data = json!({
        "outline": lines(&base.outline),
        "waters": lines(&base.waters),
        "rails": rails,
        "stations": stations,
        "bounds": bounds,
        "schematic": base.schematic,
    });
    let text = format!("window.ouchi=window.ouchi||{{}};ouchi.map={};\n", script::json(&data));
    (PATH.to_owned(), text.into_bytes())
}

/// Latitude first, as the street map's library wants it.
fn pair(point: &LonLat) -> Value {
    json!([script::degrees(point.lat), script::degrees(point.lon)])
}
