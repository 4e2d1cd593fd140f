//! Layers of the map that were dropped: boundary, railways, stations, waters. What is in a file tells which earlier one
//! it replaces.

use crate::diagnostic::Diagnostics;
use crate::io::{self, Trouble};
use crate::model::BaseMap;
use crate::settings::{Settings, SourceSetting};
use crate::source::{self, Input, Reading, Scope};
use std::path::Path;

/// What the build's reader finds in a file.
pub(super) fn read(name: &str, bytes: &[u8], scope: &Scope) -> (BaseMap, Diagnostics) {
    let input = Input { path: name.to_owned(), bytes: bytes.to_vec() };
    let mut reading = Reading::default();
    let map = source::base::read(&[input], &SourceSetting::default(), scope, &mut reading);
    (map, reading.diagnostics)
}

fn parts(map: &BaseMap) -> [(&'static str, usize); 4] {
    [
        ("市区町村の境", map.outline.len()),
        ("鉄道", map.railways.len()),
        ("駅", map.stations.len()),
        ("川や沼", map.waters.len()),
    ]
}

/// How many things a map draws.
pub(super) fn count(map: &BaseMap) -> usize {
    parts(map).iter().map(|(_, count)| count).sum()
}

/// What a map draws, in words.
pub(super) fn words(map: &BaseMap) -> String {
    let there = parts(map).into_iter().filter(|(_, count)| *count > 0);
    there.map(|(word, count)| format!("{word} {count}")).collect::<Vec<_>>().join("、")
}

/// The name under which the build reads a layer.
pub(super) fn own_name(name: &str) -> String {
    let known = [".geojson", ".json", ".csv"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    if known { name.to_owned() } else { format!("{name}.geojson") }
}

/// Files of a folder that draw nothing but what the new one draws: drawn twice, the old boundary would show beside it.
pub(super) fn replaced(
    root: &Path,
    folder: &str,
    here: &[String],
    new: &BaseMap,
    settings: &Settings,
) -> Result<Vec<String>, Trouble> {
    let new = parts(new);
    let mut old = Vec::new();
    for name in here {
        let bytes = io::read(&root.join(folder).join(name))?;
        let (map, _) = read(name, &bytes, &super::arrival::scope(settings));
        let within = parts(&map).iter().zip(new).all(|((_, had), (_, has))| *had == 0 || has > 0);
        if count(&map) > 0 && within {
            old.push(name.clone());
        }
    }
    Ok(old)
}
