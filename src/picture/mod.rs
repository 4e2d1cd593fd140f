//! Pictures drawn by the builder as SVG: overview, area sheets, the small map of a facility, charts, QR.

mod bars;
mod base;
mod figures;
mod labels;
mod list;
mod locator;
mod overview;
mod pair;
mod places;
mod png;
mod qr;
mod sheets;
mod svg;
mod symbol;
#[cfg(test)]
mod tests;

pub use bars::bars;
pub use figures::figures;
pub use list::numbered;
pub use locator::locator;
pub use overview::overview;
pub use pair::pair;
pub use png::qr_png;
pub use qr::qr;
pub use sheets::{sheets, sheets_of};

use crate::model::{AreaId, FacilityId, LonLat};

/// A pin of an area sheet: one place, one number, one or more facilities.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// The number on the map and in the list beside it, from 1 on each sheet.
    pub number: usize,
    /// Where.
    pub point: LonLat,
    /// Who is there, in the order of the list.
    pub facilities: Vec<FacilityId>,
}

/// One area sheet: a map with numbered pins and the list that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The area.
    pub area: AreaId,
    /// Which sheet of the area, from 1.
    pub number: usize,
    /// 「北部 1／3」.
    pub title: String,
    /// The map, to be placed in the page as it is.
    pub svg: String,
    /// Pins in order of their numbers.
    pub pins: Vec<Pin>,
    /// Facilities of the area that nothing located; they are listed without a number. Only on the area's last sheet.
    pub unplaced: Vec<FacilityId>,
}
