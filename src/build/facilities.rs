//! Facilities as the ledger and the report know them: ids given out, counts.

use crate::ledger::{Claim, Ledger};
use crate::merge;
use crate::model::{Facility, Precision};
use crate::report::FacilityCounts;
use jiff::civil::Date;

/// Gives every facility its id; how many are new.
pub(super) fn assign(ledger: &mut Ledger, facilities: &mut [Facility], on: Date) -> usize {
    let claims: Vec<Claim<'_>> = facilities
        .iter()
        .map(|facility| Claim {
            identifiers: &facility.identifiers,
            name: &facility.name.value,
            kind: facility.kind.word(),
            area: facility.area.as_ref(),
        })
        .collect();
    let (ids, new) = ledger.assign(&claims, on);
    for (facility, id) in facilities.iter_mut().zip(ids) {
        facility.id = id;
    }
    new.len()
}

/// Counts of what was merged; how many are public is known after consent.
pub(super) fn counts(
    facilities: &[Facility],
    linked: &merge::Linked,
    new_ids: usize,
    ledger: &Ledger,
) -> FacilityCounts {
    let placed = |precision| {
        facilities.iter().filter(|one| one.located.is_some_and(|located| located.precision == precision)).count()
    };
    FacilityCounts {
        merged: facilities.len(),
        public: 0,
        joined: linked.joined.len(),
        review: linked.doubts.iter().filter(|doubt| !doubt.is_put_off()).count(),
        placed: placed(Precision::Published),
        placed_by_address: placed(Precision::Number) + placed(Precision::Block),
        placed_by_town: placed(Precision::Town),
        unplaced: facilities.iter().filter(|one| one.located.is_none()).count(),
        new_ids,
        gone: ledger.entries().filter(|entry| entry.gone_since.is_some() && entry.redirect.is_none()).count(),
    }
}
