//! Is a published point believable?

use crate::geo;
use crate::model::{Areas, BaseMap, LonLat, TownId};

/// Farther than this from every town of its name is another place. Towns reach about 1 km; sources err by 0.1 km.
const FAR_FROM_TOWN: f64 = 2_000.0;
/// Farther than this outside the municipality's outline is another place.
const FAR_FROM_OUTLINE: f64 = 3_000.0;

/// What is wrong with a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// Outside Japan: a geocoder's default.
    OutsideJapan,
    /// In Japan, but metres outside the municipality.
    OutsideMunicipality(f64),
    /// Metres from the town that the address names.
    FarFromTown(f64),
}

impl Fault {
    /// The code of its finding.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OutsideJapan => "point-outside-japan",
            Self::OutsideMunicipality(_) => "point-outside-municipality",
            Self::FarFromTown(_) => "point-far-from-town",
        }
    }

    /// What staff read.
    pub fn words(self) -> String {
        match self {
            Self::OutsideJapan => "緯度・経度が日本の外を指しています。".into(),
            Self::OutsideMunicipality(metres) => {
                format!("緯度・経度が市の外を指しています（市の境から{:.1}km）。", metres / 1000.0)
            }
            Self::FarFromTown(metres) => {
                format!("緯度・経度が住所の町から離れています（{:.1}km）。", metres / 1000.0)
            }
        }
    }
}

/// What points are held against.
#[derive(Debug, Clone, Copy)]
pub struct Audit<'a> {
    /// Outline.
    pub base: &'a BaseMap,
    /// Towns.
    pub areas: &'a Areas,
    /// Whether rows of other municipalities are kept too, which the outline says nothing about.
    pub beyond: bool,
}

impl Audit<'_> {
    /// Looks at one point with the town of its address.
    pub fn fault(&self, point: LonLat, town: Option<TownId>) -> Option<Fault> {
        if !geo::in_japan(point) {
            return Some(Fault::OutsideJapan);
        }
        if let Some(at) = town.and_then(|town| self.areas.town(town).point) {
            let metres = geo::distance(at, point);
            return (metres > FAR_FROM_TOWN).then_some(Fault::FarFromTown(metres));
        }
        if self.beyond {
            return None;
        }
        let metres = self.from_municipality(point)?;
        (metres > FAR_FROM_OUTLINE).then_some(Fault::OutsideMunicipality(metres))
    }

    /// Metres outside the municipality: from its outline, or from its nearest town without one.
    fn from_municipality(&self, point: LonLat) -> Option<f64> {
        if geo::inside(point, &self.base.outline) {
            return Some(0.0);
        }
        let corners = self.base.outline.iter().flatten().copied();
        let towns = self.areas.towns.iter().filter_map(|town| town.point);
        corners.chain(towns).map(|at| geo::distance(at, point)).min_by(f64::total_cmp)
    }
}
