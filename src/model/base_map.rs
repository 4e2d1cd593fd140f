//! What maps are drawn on: outline, railways, stations, waters.

use super::LonLat;

/// A railway line.
#[derive(Debug, Clone, PartialEq)]
pub struct Railway {
    /// Name, e.g. 「つくばエクスプレス」.
    pub name: String,
    /// Its stretches.
    pub paths: Vec<Vec<LonLat>>,
}

/// A station.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Name without 「駅」.
    pub name: String,
    /// Where.
    pub point: LonLat,
}

/// The base map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BaseMap {
    /// Outline of the municipality, as closed rings.
    pub outline: Vec<Vec<LonLat>>,
    /// Railways.
    pub railways: Vec<Railway>,
    /// Stations.
    pub stations: Vec<Station>,
    /// Rivers and lakes.
    pub waters: Vec<Vec<LonLat>>,
    /// Whether the outline is a rough drawing (略図), which is said on the map.
    pub schematic: bool,
}
