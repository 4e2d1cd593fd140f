//! Towns, the areas (圏域) they belong to, and the consultation desk of each.

use super::LonLat;
use std::collections::BTreeMap;

/// Address word of an area: `north`.
pub type AreaId = String;

/// Index of a town in [`Areas::towns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TownId(pub u16);

/// One town (大字・町・丁目).
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    /// As the municipality writes it: 「南流山一丁目」, 「大字西深井」.
    pub name: String,
    /// Reading in hiragana; empty when nobody wrote it down.
    pub reading: String,
    /// The area, when known.
    pub area: Option<AreaId>,
    /// Representative point.
    pub point: Option<LonLat>,
}

/// A consultation desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Name.
    pub name: String,
    /// Phone, hyphenated.
    pub phone: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Opening hours in words.
    pub hours: Option<String>,
    /// Whether it is invented: 「見本」 stands beside it.
    pub sample: bool,
}

/// One area (日常生活圏域).
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Address word.
    pub id: AreaId,
    /// Name: 「北部」.
    pub name: String,
    /// The desk of its people.
    pub desk: Option<Desk>,
    /// Its outline as rings of points, when a polygon was given.
    pub rings: Vec<Vec<LonLat>>,
}

/// Everything known of the municipality's parts.
#[derive(Debug, Clone, Default)]
pub struct Areas {
    /// In the order of the settings.
    pub areas: Vec<Area>,
    /// In the order of the table.
    pub towns: Vec<Town>,
    /// Folded town name → town, longest names tried first by the locator.
    pub by_key: BTreeMap<String, TownId>,
}

impl Areas {
    /// The area of an id.
    pub fn get(&self, id: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// The town of a number.
    pub fn town(&self, id: TownId) -> &Town {
        &self.towns[usize::from(id.0)]
    }
}
