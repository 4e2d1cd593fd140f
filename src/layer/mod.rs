//! What others may take away and what scripts read: GeoJSON, open-data CSV, search and map data.
//!
//! Each function gives paths from the site's root and bytes. Order comes from the facilities, which arrive in the order
//! of the list, and from the catalogue; nothing here depends on the day of the build.

mod csv;
pub mod fields;
mod filter;
mod geojson;
mod map;
mod names;
mod open;
mod reach;
mod script;
mod search;
#[cfg(test)]
mod tests;

pub use filter::passes;
pub use names::Names;
pub use reach::{Reach, reach, visits};

use crate::consent::Shown;
use crate::model::{Areas, BaseMap, District, Services};
use crate::settings::Settings;

/// A file to be written: path from the site's root with `/`, and bytes.
pub type LayerFile = (String, Vec<u8>);

/// A part of the facilities with layers of its own: all of a municipality's or a prefecture's, or a prefecture's of the
/// country's, whose layers nobody could open in one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// Folder under `geojson/` with its `/`; empty when there is one shard.
    pub folder: String,
    /// What stands before the names of its files; empty when there is one shard.
    pub name: String,
    /// Its facilities, by their positions.
    pub facilities: std::ops::Range<usize>,
}

/// The shards of facilities, which are in the order of their areas.
pub fn shards(facilities: &[&Shown], areas: &Areas) -> Vec<Shard> {
    if areas.districts.len() < 2 {
        return vec![Shard { folder: String::new(), name: String::new(), facilities: 0..facilities.len() }];
    }
    let at = |facility: &Shown| facility.area.as_deref().and_then(|id| areas.position(id)).unwrap_or(usize::MAX);
    let shard = |district: &District| {
        let from = facilities.partition_point(|one| at(one) < district.areas.start);
        let until = facilities.partition_point(|one| at(one) < district.areas.end);
        Shard { folder: format!("{}/", district.id), name: format!("{} ", district.name), facilities: from..until }
    };
    areas.districts.iter().map(shard).collect()
}

impl Shard {
    /// Paths of its files, names and numbers of facilities, before any is made.
    pub fn files(
        &self,
        facilities: &[&Shown],
        services: &Services,
        settings: &Settings,
    ) -> Vec<(String, String, usize)> {
        let here = &facilities[self.facilities.clone()];
        let mut files = geojson::listed(self, here, services);
        files.extend(csv::listed(self, here, services, settings));
        files
    }

    /// Its GeoJSON and CSV.
    pub fn make(
        &self,
        facilities: &[&Shown],
        services: &Services,
        areas: &Areas,
        settings: &Settings,
    ) -> Vec<LayerFile> {
        let here = &facilities[self.facilities.clone()];
        let mut files = geojson::files(self, here, services, areas, settings);
        files.extend(csv::files(self, here, services, settings));
        files
    }
}

/// The scripts' data but for [`Names::files`].
pub fn script_data(
    facilities: &[&Shown],
    services: &Services,
    areas: &Areas,
    base: &BaseMap,
    settings: &Settings,
    names: &Names<'_>,
) -> Vec<LayerFile> {
    let mut files = search::files(facilities, services, areas, settings, names);
    files.push(map::file(base));
    files
}

/// Paths of [`script_data`] and of the names.
pub fn script_paths(facilities: usize, areas: &Areas) -> Vec<String> {
    let mut paths: Vec<String> = (0..search::parts(facilities, areas)).map(search::path).collect();
    if areas.is_wide() {
        paths.extend((0..names::parts(facilities)).map(names::path));
    }
    paths.push(map::PATH.to_owned());
    paths
}
