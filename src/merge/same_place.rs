//! Facilities that stay apart but stand at one door: a clinic and its visiting nurses.

use crate::model::{Areas, Facility, FacilityId};
use crate::text::address;
use rayon::prelude::*;

/// More at one address than this is a shopping centre, not "the same place".
const MOST: usize = 12;

/// Links facilities whose addresses agree to the last number, or whose phone agrees at a nearly equal address.
pub fn link_same_places(facilities: &mut [Facility], areas: &Areas) {
    let mut keys: Vec<(String, usize)> =
        facilities.par_iter().enumerate().filter_map(|(at, facility)| Some((key(facility, areas)?, at))).collect();
    keys.par_sort_unstable();
    let doors: Vec<&[(String, usize)]> = keys.chunk_by(|(one, _), (other, _)| one == other).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, here) in doors.iter().enumerate() {
        if here.len() > 1 {
            groups.push(here.iter().map(|(_, at)| *at).collect());
        }
        // An address that stops early (393番地) is the place of those that go on (393-1), if one phone rings at both.
        let key = &here[0].0;
        let goes_on = |door: &[(String, usize)]| door[0].0.strip_prefix(key).is_some_and(|rest| rest.starts_with('-'));
        let longer = doors[at + 1..].iter().skip_while(|door| door[0].0.starts_with(key) && !goes_on(door));
        for there in longer.take_while(|door| goes_on(door)) {
            for (a, b) in here.iter().flat_map(|(_, a)| there.iter().map(move |(_, b)| (*a, *b))) {
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
