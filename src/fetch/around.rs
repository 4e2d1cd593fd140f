//! Whose rows are kept: the municipality's, its neighbours', and what lies near.

use crate::geo::{Bounds, distance, inside, metres_per_degree};
use crate::model::LonLat;
use crate::settings::{FetchSetting, Keep, Municipality};

/// Decides about rows.
#[derive(Debug, Clone)]
pub(super) struct Around {
    keep: Keep,
    /// Five digits each, the municipality's own first.
    codes: Vec<String>,
    prefecture: String,
    municipality: String,
    /// 都道府県 and 市区町村 of neighbours, as far as they are known.
    names: Vec<(String, String)>,
    metres: f64,
    shape: Vec<Vec<LonLat>>,
    bounds: Option<Bounds>,
}

/// What a row says of its place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'a> {
    /// Five digits or more, blank when it does not say.
    pub(super) code: &'a str,
    /// 都道府県.
    pub(super) prefecture: &'a str,
    /// 市区町村, blank when it does not say.
    pub(super) municipality: &'a str,
    /// Address, with or without 都道府県.
    pub(super) address: &'a str,
    /// Coordinates.
    pub(super) point: Option<LonLat>,
}

impl Around {
    /// From the settings. `shape` are the rings of the municipality's outline, or points of its towns.
    pub(super) fn new(keep: Keep, municipality: &Municipality, fetch: &FetchSetting, shape: Vec<Vec<LonLat>>) -> Self {
        let five = |code: &String| code.get(..5).unwrap_or(code).to_owned();
        let metres = fetch.distance_km.max(0.0) * 1000.0;
        let bounds = Bounds::around(shape.iter().flatten().copied()).map(|bounds| {
            let (lon, lat) = metres_per_degree(bounds.centre().lat);
            let (dx, dy) = (metres / lon, metres / lat);
            bounds
                .with(LonLat::new(bounds.low.lon - dx, bounds.low.lat - dy))
                .with(LonLat::new(bounds.high.lon + dx, bounds.high.lat + dy))
        });
        Self {
            keep,
            codes: std::iter::once(&municipality.code).chain(&fetch.neighbours).map(five).collect(),
            prefecture: municipality.prefecture.clone(),
            municipality: municipality.name.clone(),
            names: Vec::new(),
            metres,
            shape,
            bounds,
        }
    }

    /// Two digits of every prefecture that rows are kept of, the own first.
    pub(super) fn prefectures(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for code in self.codes.iter().filter_map(|code| code.get(..2)) {
            if !all.iter().any(|have| have == code) {
                all.push(code.to_owned());
            }
        }
        all
    }

    /// Five-digit codes, the own first.
    pub(super) fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Whether a row is the municipality's own. Wards belong to their city.
    pub(super) fn is_own(&self, place: &Place<'_>) -> bool {
        if place.code.len() >= 5 && place.code.get(..5) == self.codes.first().map(String::as_str) {
            return true;
        }
        if !place.prefecture.is_empty() && place.prefecture != self.prefecture {
            return false;
        }
        if !place.municipality.is_empty() {
            let ward = self.municipality.ends_with('市') && place.municipality.starts_with(&self.municipality);
            return place.municipality == self.municipality || ward;
        }
        is_in(place.address, &self.prefecture, &self.municipality)
    }

    /// Learns the names of neighbours (都道府県, 市区町村), for lists that have names and no codes.
    pub(super) fn learn(&mut self, names: Vec<(String, String)>) {
        self.names = names;
    }

    /// Whether rows can be chosen by names alone.
    pub(super) fn knows_names(&self) -> bool {
        self.keep == Keep::Municipality && self.names.len() + 1 >= self.codes.len()
    }

    /// Whether a row is kept.
    pub(super) fn wants(&self, place: &Place<'_>) -> bool {
        self.keep == Keep::All
            || self.is_own(place)
            || (place.code.len() >= 5 && self.codes.iter().any(|code| place.code.get(..5) == Some(code)))
            || (place.code.is_empty()
                && self.names.iter().any(|(prefecture, name)| {
                    (place.prefecture.is_empty() || place.prefecture == prefecture)
                        && is_in(place.address, prefecture, name)
                }))
            || place.point.is_some_and(|point| self.is_near(point))
    }

    /// Whether a distance was asked for that cannot be measured for want of an outline.
    pub(super) fn lacks_shape(&self) -> bool {
        self.metres > 0.0 && self.shape.is_empty()
    }

    fn is_near(&self, point: LonLat) -> bool {
        self.metres > 0.0
            && self.bounds.is_some_and(|bounds| bounds.holds(point))
            && (inside(point, &self.shape) || self.shape.iter().any(|ring| self.touches(point, ring)))
    }

    fn touches(&self, point: LonLat, ring: &[LonLat]) -> bool {
        let (lon, lat) = metres_per_degree(point.lat);
        let flat = |p: LonLat| ((p.lon - point.lon) * lon, (p.lat - point.lat) * lat);
        ring.iter().any(|p| distance(*p, point) <= self.metres)
            || ring.windows(2).any(|pair| to_segment(flat(pair[0]), flat(pair[1])) <= self.metres)
    }
}

/// Whether an address begins with a municipality, its prefecture or its county (郡) before it or not.
fn is_in(address: &str, prefecture: &str, municipality: &str) -> bool {
    let rest = address.strip_prefix(prefecture).unwrap_or(address);
    let after_county = rest.split_once('郡').filter(|(county, _)| county.chars().count() <= 5).map(|(_, rest)| rest);
    rest.starts_with(municipality) || after_county.is_some_and(|rest| rest.starts_with(municipality))
}

/// Distance of the origin from a segment.
fn to_segment(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { (-(a.0 * dx + a.1 * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (a.0 + t * dx).hypot(a.1 + t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(km: f64) -> Around {
        let municipality = Municipality {
            code: "992003".into(),
            prefecture: "見本県".into(),
            name: "見本市".into(),
            reading: String::new(),
            bounds: None,
        };
        let fetch = FetchSetting { neighbours: vec!["992011".into()], distance_km: km, ..FetchSetting::default() };
        let corner = |lon, lat| LonLat::new(lon, lat);
        let square = vec![
            corner(139.0, 35.0),
            corner(139.1, 35.0),
            corner(139.1, 35.1),
            corner(139.0, 35.1),
            corner(139.0, 35.0),
        ];
        Around::new(Keep::Municipality, &municipality, &fetch, vec![square])
    }

    #[test]
    fn own_rows_neighbours_and_near_ones_are_kept() {
        let here = around(2.0);
        let code = |code| Place { code, ..Place::default() };
        assert!(here.wants(&code("992003")) && here.wants(&code("99201")) && !here.wants(&code("99202")));
        let ward =
            Place { code: "992101", prefecture: "見本県", municipality: "見本市中央区", ..Place::default() };
        assert!(here.is_own(&ward));
        let other = Place { code: "13101", prefecture: "東京都", municipality: "見本市", ..Place::default() };
        assert!(!here.is_own(&other));
        assert!(here.is_own(&Place { address: "見本県見本市一丁目", ..Place::default() }));
        let named = |address| Place { prefecture: "見本県", address, ..Place::default() };
        assert!(!here.wants(&named("見本町二丁目")) && !here.knows_names());
        let mut here = here;
        here.learn(vec![("見本県".into(), "見本町".into())]);
        assert!(here.knows_names() && here.wants(&named("見本町二丁目")) && here.wants(&named("遠見郡見本町1")));
        assert!(!here.wants(&named("遠方市見本町1")));
        let at = |lon, lat| Place { code: "99299", point: Some(LonLat::new(lon, lat)), ..Place::default() };
        assert!(here.wants(&at(139.05, 35.05)) && here.wants(&at(139.115, 35.05)) && !here.wants(&at(139.13, 35.05)));
        assert!(!around(0.0).wants(&at(139.05, 35.05)));
    }
}
