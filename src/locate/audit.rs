//! Is a published point believable?

use super::prefecture;
use crate::geo::{self, Bounds};
use crate::model::{Areas, BaseMap, LonLat, SourceKind, TownId};

/// Farther than this from every town of its name is another place. Towns reach about 1 km; sources err by 0.1 km.
const FAR_FROM_TOWN: f64 = 2_000.0;
/// Farther than this outside the municipality's outline is another place.
const FAR_FROM_OUTLINE: f64 = 3_000.0;

/// Farther than this outside the box around its offices is another place: a municipality reaches beyond its offices.
const FAR_FROM_BOX: f64 = 10_000.0;

/// What is wrong with a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// Outside Japan: a geocoder's default.
    OutsideJapan,
    /// In Japan, but in another prefecture.
    OutsidePrefecture,
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
            Self::OutsidePrefecture => "point-outside-prefecture",
            Self::OutsideMunicipality(_) => "point-outside-municipality",
            Self::FarFromTown(_) => "point-far-from-town",
        }
    }

    /// What staff read.
    pub fn words(self) -> String {
        match self {
            Self::OutsideJapan => "緯度・経度が日本の外を指しています。".into(),
            Self::OutsidePrefecture => "緯度・経度が別の都道府県を指しています。".into(),
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
    /// Roughly where the municipality lies, which stands in for an outline that is not there.
    pub bounds: Option<Bounds>,
    /// Whether rows of other municipalities are kept too, which the outline says nothing about.
    pub beyond: bool,
    /// Sources in the order in which their points are believed.
    pub trusted: [SourceKind; 4],
}

impl Audit<'_> {
    /// Looks at one point with the town of its address and its six-digit municipality code (empty when unknown).
    pub fn fault(&self, point: LonLat, town: Option<TownId>, code: &str) -> Option<Fault> {
        if !geo::in_japan(point) {
            return Some(Fault::OutsideJapan);
        }
        if prefecture::outside(point, code) {
            return Some(Fault::OutsidePrefecture);
        }
        if let Some(at) = town.and_then(|town| self.areas.town(town).point) {
            let metres = geo::distance(at, point);
            return (metres > FAR_FROM_TOWN).then_some(Fault::FarFromTown(metres));
        }
        if self.beyond {
            return None;
        }
        if let Some(bounds) = self.bounds.filter(|_| self.base.outline.is_empty()) {
            let nearest = LonLat::new(
                point.lon.clamp(bounds.low.lon, bounds.high.lon),
                point.lat.clamp(bounds.low.lat, bounds.high.lat),
            );
            let metres = geo::distance(nearest, point);
            return (metres > FAR_FROM_BOX).then_some(Fault::OutsideMunicipality(metres));
        }
        let metres = self.metres_outside(point)?;
        (metres > FAR_FROM_OUTLINE).then_some(Fault::OutsideMunicipality(metres))
    }

    /// Metres outside the municipality: from its outline, or from its nearest town without one.
    fn metres_outside(&self, point: LonLat) -> Option<f64> {
        if geo::inside(point, &self.base.outline) {
            return Some(0.0);
        }
        let corners = self.base.outline.iter().flatten().copied();
        let towns = self.areas.towns.iter().filter_map(|town| town.point);
        corners.chain(towns).map(|at| geo::distance(at, point)).min_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Town;

    #[test]
    fn each_fault_is_told_apart() {
        let towns = vec![Town {
            name: "見本町".into(),
            reading: "みほんちょう".into(),
            area: None,
            point: Some(LonLat::new(139.90, 35.86)),
        }];
        let areas = Areas { towns, ..Areas::default() };
        let square = [(139.88, 35.83), (139.95, 35.83), (139.95, 35.91), (139.88, 35.91), (139.88, 35.83)];
        let outline = vec![square.iter().map(|(lon, lat)| LonLat::new(*lon, *lat)).collect()];
        let base = BaseMap { outline, ..Default::default() };
        let audit = Audit { base: &base, areas: &areas, bounds: None, beyond: false, trusted: [SourceKind::List; 4] };
        let fault = |lon, lat, town| audit.fault(LonLat::new(lon, lat), town, "122203");
        assert_eq!(fault(-8.24389, 53.41291, None), Some(Fault::OutsideJapan));
        assert_eq!(fault(140.9, 38.3, None), Some(Fault::OutsidePrefecture));
        assert!(matches!(fault(140.1, 35.6, None), Some(Fault::OutsideMunicipality(_))));
        assert!(matches!(fault(139.93, 35.90, Some(TownId(0))), Some(Fault::FarFromTown(_))));
        assert_eq!(fault(139.905, 35.861, Some(TownId(0))), None);
        assert_eq!(fault(139.90, 35.90, None), None);
        // Without an outline the box of the settings tells as much as it can.
        let empty = BaseMap::default();
        let bounds = Bounds { low: LonLat::new(139.88, 35.83), high: LonLat::new(139.95, 35.91) };
        let audit = Audit { base: &empty, bounds: Some(bounds), ..audit };
        let fault = |lon, lat| audit.fault(LonLat::new(lon, lat), None, "122203");
        assert!(matches!(fault(140.1, 35.6), Some(Fault::OutsideMunicipality(_))));
        assert_eq!((fault(139.9, 35.85), fault(140.0, 35.85)), (None, None));
    }
}
