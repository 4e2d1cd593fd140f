//! From facilities to pins: who stands at one spot, and how spots are shared out over sheets.

use crate::consent::Shown;
use crate::geo::{Bounds, distance};
use crate::model::{LonLat, Precision};

/// Closer than this, two pins would be one blot and one front door.
const SAME_SPOT: f64 = 8.0;
/// More than this on one sheet cannot be read on a phone.
pub(super) const PER_SHEET: usize = 40;

/// One spot and the facilities there, in list order.
#[derive(Debug, Clone)]
pub(super) struct Spot<'a> {
    pub(super) point: LonLat,
    pub(super) town_only: bool,
    pub(super) facilities: Vec<&'a Shown>,
    /// Position of the first in the list.
    pub(super) first: usize,
}

/// Puts those at one place together. What is known only by its town shares the town's spot and no other.
pub(super) fn spots<'a>(facilities: &[(usize, &'a Shown)]) -> Vec<Spot<'a>> {
    let mut spots: Vec<Spot<'a>> = Vec::new();
    for &(index, facility) in facilities {
        let Some(located) = facility.located else { continue };
        let town_only = located.precision == Precision::Town;
        let near = spots
            .iter_mut()
            // The latitude is looked at first: thousands of spots are compared with each other.
            .find(|spot| {
                spot.town_only == town_only
                    && (spot.point.lat - located.point.lat).abs() < 1e-4
                    && distance(spot.point, located.point) < SAME_SPOT
            });
        match near {
            Some(spot) => spot.facilities.push(facility),
            None => {
                spots.push(Spot { point: located.point, town_only, facilities: vec![facility], first: index });
            }
        }
    }
    spots
}

/// Splits spots into sheets of at most [`PER_SHEET`], halving the longer side each time, so that sheets are compact and
/// about equally full. North comes before south and west before east; inside a sheet the list order stays.
pub(super) fn share<'a>(spots: Vec<Spot<'a>>) -> Vec<Vec<Spot<'a>>> {
    if spots.len() <= PER_SHEET {
        let mut spots = spots;
        spots.sort_by_key(|spot| spot.first);
        return vec![spots];
    }
    let (width, height) = Bounds::around(spots.iter().map(|spot| spot.point)).map_or((0.0, 0.0), Bounds::metres);
    let mut spots = spots;
    if width > height {
        spots.sort_by(|a, b| a.point.lon.total_cmp(&b.point.lon).then(a.first.cmp(&b.first)));
    } else {
        spots.sort_by(|a, b| b.point.lat.total_cmp(&a.point.lat).then(a.first.cmp(&b.first)));
    }
    // As many sheets as needed and no more: 90 spots are three sheets of 30, not four of 23.
    let sheets = spots.len().div_ceil(PER_SHEET);
    let second = spots.split_off(spots.len() * sheets.div_ceil(2) / sheets);
    let mut shared = share(spots);
    shared.extend(share(second));
    shared
}
