//! What staff keep off the site: `geodata/withhold.csv`.

use super::FacilityId;
use crate::place::Origin;
use jiff::civil::Date;

/// One line of the withhold list: a facility, or one fact of it, that is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// The facility.
    pub id: FacilityId,
    /// The fact (`phone`, `address`, a question's id …); `None` hides the whole facility.
    pub field: Option<String>,
    /// Why, for staff.
    pub reason: String,
    /// Last day of hiding; `None`: until the line is taken out.
    pub until: Option<Date>,
    /// Where the line stands.
    pub origin: Origin,
}

impl Withheld {
    /// Whether it holds on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.until.is_none_or(|until| on <= until)
    }
}
