//! What others may take away and what scripts read: GeoJSON, open-data CSV, search and map data.
//!
//! Each function gives paths from the site's root and bytes. Order comes from the facilities, which arrive in the order
//! of the list, and from the catalogue; nothing here depends on the day of the build.

mod csv;
mod filter;
mod geojson;
mod map;
mod open;
mod reach;
mod script;
mod search;
#[cfg(test)]
mod tests;

pub use filter::passes;
pub use reach::{Reach, reach, visits};

use crate::consent::Shown;
use crate::model::{Areas, BaseMap, Services};
use crate::settings::Settings;

/// A file to be written: path from the site's root with `/`, and bytes.
pub type LayerFile = (String, Vec<u8>);

/// Every layer: GeoJSON, CSV and the scripts' data.
pub fn layers(
    facilities: &[&Shown],
    services: &Services,
    areas: &Areas,
    base: &BaseMap,
    settings: &Settings,
) -> Vec<LayerFile> {
    let mut files = geojson::files(facilities, services, areas, settings);
    files.extend(csv::files(facilities, services, settings));
    files.extend(search::files(facilities, services, areas, settings));
    files.push(map::file(base));
    files
}
