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

use crate::consent::{Belonging, Shown};
use crate::model::{Areas, BaseMap, District, Service, Services};
use crate::settings::Settings;
use rayon::prelude::*;

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
    /// What each of them belongs to by what may be downloaded; `None` where nothing about it may.
    open: Vec<Option<Belongs>>,
}

/// The shards of facilities, which are in the order of their areas.
pub fn shards(facilities: &[&Shown], services: &Services, areas: &Areas) -> Vec<Shard> {
    // Every layer, list and count asks for this; it is worked out once.
    let open = |within: std::ops::Range<usize>| {
        facilities[within].par_iter().map(|one| open::is_open(one).then(|| open::services(one, services))).collect()
    };
    if areas.districts.len() < 2 {
        let facilities = 0..facilities.len();
        return vec![Shard { folder: String::new(), name: String::new(), open: open(facilities.clone()), facilities }];
    }
    let at = |facility: &Shown| facility.area.as_deref().and_then(|id| areas.position(id)).unwrap_or(usize::MAX);
    let shard = |district: &District| {
        let from = facilities.partition_point(|one| at(one) < district.areas.start);
        let until = facilities.partition_point(|one| at(one) < district.areas.end);
        let (folder, name) = (format!("{}/", district.id), format!("{} ", district.name));
        Shard { folder, name, facilities: from..until, open: open(from..until) }
    };
    areas.districts.iter().map(shard).collect()
}

/// Positions of services and how a facility belongs to each, ascending.
type Belongs = Box<[(u16, Belonging)]>;

/// A facility about which something may be downloaded.
#[derive(Clone, Copy)]
struct Open<'a> {
    /// Its position in the shard.
    at: usize,
    shown: &'a Shown,
    /// Positions of the services to which it belongs, ascending.
    belongs: &'a [(u16, Belonging)],
}

impl Open<'_> {
    fn belongs_to(&self, service: usize) -> bool {
        self.belongs.iter().any(|(at, _)| usize::from(*at) == service)
    }

    fn services<'s>(&self, services: &'s Services) -> impl Iterator<Item = (&'s Service, Belonging)> {
        self.belongs.iter().map(|(at, belonging)| (&services.services[usize::from(*at)], *belonging))
    }
}

/// The layer of all facilities where there are several shards: path, name, number of facilities.
pub fn whole(shards: &[Shard]) -> Option<(String, String, usize)> {
    let count = || shards.iter().flat_map(|shard| &shard.open).flatten().count();
    (shards.len() > 1).then(|| (geojson::path("", "facilities"), geojson::ALL.to_owned(), count()))
}

/// The pieces of [`whole`], from the layers of all facilities of each shard, which `made` gives by their paths.
///
/// # Errors
/// What `made` says.
pub fn whole_in_pieces<'a, E, M: Fn(&str) -> Result<Vec<u8>, E>>(
    shards: &'a [Shard],
    settings: &Settings,
    made: M,
) -> impl Iterator<Item = Result<Vec<u8>, E>> + use<'a, E, M> {
    geojson::joined(settings, shards.iter().map(move |shard| made(&geojson::path(&shard.folder, "facilities"))))
}

impl Shard {
    /// Its facilities about which something may be downloaded, in order.
    fn open<'a>(&'a self, facilities: &'a [&'a Shown]) -> impl Iterator<Item = Open<'a>> + Clone {
        self.open
            .iter()
            .zip(&facilities[self.facilities.clone()])
            .enumerate()
            .filter_map(|(at, (belongs, shown))| belongs.as_deref().map(|belongs| Open { at, shown, belongs }))
    }

    /// Paths of its files, names and numbers of facilities, before any is made.
    pub fn files(
        &self,
        facilities: &[&Shown],
        services: &Services,
        settings: &Settings,
    ) -> Vec<(String, String, usize)> {
        let mut in_service = vec![0; services.services.len()];
        for (at, _) in self.open(facilities).flat_map(|one| one.belongs) {
            in_service[usize::from(*at)] += 1;
        }
        let mut files = geojson::listed(self, facilities, services, &in_service);
        files.extend(csv::listed(self, facilities, services, settings, &in_service));
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
        let (mut files, tables) = rayon::join(
            || geojson::files(self, facilities, services, areas, settings),
            || csv::files(self, facilities, services, settings),
        );
        files.extend(tables);
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
