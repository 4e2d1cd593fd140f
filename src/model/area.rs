//! Towns, the areas (圏域) they belong to, and the consultation desk of each.

use super::LonLat;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

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

/// Where areas stand together on a wide site, whose areas are municipalities: a prefecture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Address word: `p12`.
    pub id: String,
    /// Name: 「千葉県」; empty for municipalities of which nobody said where they are.
    pub name: String,
    /// Its areas, by their positions.
    pub areas: Range<usize>,
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
    /// Of a wide site, in the order of the areas; empty for a municipality's.
    pub districts: Vec<District>,
    /// Positions of many areas by their ids.
    pub(crate) positions: OnceLock<HashMap<AreaId, usize>>,
}

/// The area of a wide site for facilities whose municipality nobody wrote down.
pub const NOWHERE: &str = "other";
/// Fewer areas than this are gone through one by one.
const MANY: usize = 32;

impl Areas {
    /// The area of an id.
    pub fn get(&self, id: &str) -> Option<&Area> {
        self.position(id).map(|at| &self.areas[at])
    }

    /// The position of the area of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        if self.areas.len() < MANY {
            return self.areas.iter().position(|area| area.id == id);
        }
        let all = || (0..).zip(&self.areas).map(|(at, area)| (area.id.clone(), at)).collect();
        self.positions.get_or_init(all).get(id).copied()
    }

    /// Whether the areas are municipalities, of a prefecture or of the country.
    pub const fn is_wide(&self) -> bool {
        !self.districts.is_empty()
    }

    /// The area of a municipality's code on a wide site.
    pub fn of_municipality(&self, code: Option<&str>) -> Option<&Area> {
        code.and_then(|code| self.get(code.get(..5)?)).or_else(|| self.get(NOWHERE))
    }

    /// Takes away the last place of a wide site when it is for those without a municipality, and there is nobody.
    pub fn leave_out_nowhere(&mut self, is_needed: impl Fn(&str) -> bool) {
        if !self.is_wide() || self.areas.last().is_none_or(|last| last.id != NOWHERE || is_needed(NOWHERE)) {
            return;
        }
        self.areas.pop();
        self.positions.take();
        let until = self.areas.len();
        if let Some(last) = self.districts.last_mut() {
            last.areas.end = until;
        }
        self.districts.retain(|district| !district.areas.is_empty());
    }

    /// The district of an area.
    pub fn district_of(&self, area: &str) -> Option<&District> {
        let at = self.position(area)?;
        self.districts.iter().find(|district| district.areas.contains(&at))
    }

    /// The town of a number.
    pub fn town(&self, id: TownId) -> &Town {
        &self.towns[usize::from(id.0)]
    }
}
