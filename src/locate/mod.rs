//! Where a facility is: coordinate audit, address → town → representative point, point → area.

mod audit;
mod place;
mod prefecture;
mod town;

pub use audit::{Audit, Fault};
pub use place::{Ground, locate};
pub use town::town_of;
