//! Facilities that stay apart but stand at one door: a clinic and its visiting nurses.

use crate::model::{Areas, Facility, FacilityId};
use crate::text::address;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// More at one address than this is a shopping centre, not "the same place".
const MOST: usize = 12;

/// Links facilities whose addresses agree to the last number, or whose phone agrees at a nearly equal address.
pub fn link_same_places(facilities: &mut [Facility], areas: &Areas) {
    let keys: Vec<Option<String>> = facilities.par_iter().map(|facility| key(facility, areas)).collect();
    let mut at_address: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.into_iter().enumerate().filter_map(|(at, key)| Some((at, key?))) {
        at_address.entry(key).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = at_address.values().cloned().collect();
    for (key, here) in &at_address {
        // An address that stops early (393番地) is the place of those that go on (393-1), if one phone rings at both.
        let longer = format!("{key}-");
        for (_, there) in at_address.range(longer.clone()..).take_while(|(other, _)| other.starts_with(&longer)) {
            for (a, b) in here.iter().flat_map(|a| there.iter().map(move |b| (*a, *b))) {
                if phone(&facilities[a]).is_some() && phone(&facilities[a]) == phone(&facilities[b]) {
                    groups.push(vec![a, b]);
                }
            }
        }
    }
    for group in groups.into_iter().filter(|group| group.len() > 1 && group.len() <= MOST) {
        let ids: Vec<FacilityId> = group.iter().map(|at| facilities[*at].id.clone()).collect();
        for (at, own) in group.iter().zip(&ids) {
            facilities[*at].same_place.extend(ids.iter().filter(|id| *id != own).cloned());
        }
    }
    for facility in facilities {
        facility.same_place.sort();
        facility.same_place.dedup();
    }
}

/// Town and numbers of an address that names a door.
fn key(facility: &Facility, areas: &Areas) -> Option<String> {
    let rest = facility.address.as_ref().filter(|_| !facility.is_silent)?;
    let parsed = address::parse(&rest.value, "", "");
    let town = address::town_key(&parsed.town_text);
    // 「南流山1」 names a whole 丁目, 「西深井393」 a lot.
    let first_is_chome = parsed
        .numbers
        .first()
        .is_some_and(|first| parsed.has_chome || areas.by_key.contains_key(&format!("{town}{first}丁目")));
    if parsed.numbers.len() <= usize::from(first_is_chome) {
        return None;
    }
    let numbers: Vec<String> = parsed.numbers.iter().map(ToString::to_string).collect();
    Some(format!("{town}/{}", numbers.join("-")))
}

fn phone(facility: &Facility) -> Option<&str> {
    facility.phone.as_ref().map(|phone| phone.value.as_str())
}
