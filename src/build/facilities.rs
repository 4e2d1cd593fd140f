//! Facilities as the ledger and the report know them: ids given out, counts.

use crate::ledger::{Claim, Ledger, Told};
use crate::merge;
use crate::model::{Audience, Facility, Precision};
use crate::report::FacilityCounts;
use jiff::civil::Date;

/// Gives every facility its id; how many are new.
///
/// What the survey alone says of a facility is remembered as far as everybody may know it, for a page may say it later.
pub(super) fn assign(ledger: &mut Ledger, facilities: &mut [Facility], audience: Option<Audience>, on: Date) -> usize {
    let claims: Vec<Claim<'_>> = facilities
        .iter()
        .map(|facility| {
            let alone = !facility.silent_identifiers.is_empty();
            Claim {
                identifiers: if alone { &facility.silent_identifiers } else { &facility.identifiers },
                kind: facility.kind.word(),
                told: told(facility, audience),
            }
        })
        .collect();
    let (ids, new) = ledger.assign(&claims, on);
    for (facility, id) in facilities.iter_mut().zip(ids) {
        facility.id = id;
    }
    new.len()
}

fn told(facility: &Facility, audience: Option<Audience>) -> Option<Told<'_>> {
    let is_known = facility.sources.iter().any(|kind| kind.is_register());
    if is_known || (audience == Some(Audience::Citizens) && !facility.is_silent) {
        Some(Told { name: &facility.name.value, area: facility.area.as_ref() })
    } else {
        (audience == Some(Audience::Citizens)).then(Told::default)
    }
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
