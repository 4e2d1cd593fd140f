//! Several lists and editions → one record per institution.

use crate::model::{Identifier, Record};
use crate::source::home_care;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The records of one list.
pub(super) struct ListRecords {
    /// The list's day.
    pub(super) as_of: Option<Date>,
    /// All registrations of each institution.
    pub(super) whole: bool,
    /// One record per institution.
    pub(super) records: Vec<Record>,
}

/// Prefecture and fee table: the first three digits of the number.
fn region(id: &Identifier) -> String {
    id.value.chars().take(3).collect()
}

/// Older lists first; a newer whole list replaces the older ones of its prefecture and fee table, one by item adds to it.
pub(super) fn merge(mut lists: Vec<ListRecords>) -> Vec<Record> {
    // With equal dates the whole list comes first, so that the ones by item add to it.
    lists.sort_by_key(|list| (list.as_of, !list.whole));
    let mut newest_whole: BTreeMap<String, usize> = BTreeMap::new();
    for (n, list) in lists.iter().enumerate().filter(|(_, list)| list.whole) {
        for id in list.records.iter().filter_map(|record| record.identifiers.first()) {
            newest_whole.insert(region(id), n);
        }
    }
    let mut merged: BTreeMap<Identifier, Record> = BTreeMap::new();
    let mut nameless = Vec::new();
    for (n, list) in lists.into_iter().enumerate() {
        for record in list.records {
            let Some(id) = record.identifiers.first().cloned() else {
                nameless.push(record);
                continue;
            };
            if newest_whole.get(&region(&id)).is_some_and(|newest| *newest > n) {
                continue;
            }
            match merged.remove(&id) {
                Some(older) if !list.whole => merged.insert(id, joined(older, record)),
                _ => merged.insert(id, record),
            };
        }
    }
    let mut records: Vec<Record> = merged.into_values().chain(nameless).collect();
    records.sort_by_key(|record| record.origin);
    records
}

/// An older record with what a newer list by item says.
fn joined(older: Record, newer: Record) -> Record {
    let families: BTreeSet<&str> =
        newer.registrations.iter().filter_map(|registration| home_care::family(&registration.symbol)).collect();
    let symbols: BTreeSet<String> =
        newer.registrations.iter().map(|registration| registration.symbol.clone()).collect();
    let mut registrations: Vec<_> = older
        .registrations
        .into_iter()
        .filter(|old| !symbols.contains(&old.symbol))
        .filter(|old| home_care::family(&old.symbol).is_none_or(|family| !families.contains(family)))
        .collect();
    registrations.extend(newer.registrations.iter().cloned());
    Record {
        registrations,
        phone: newer.phone.or(older.phone),
        fax: newer.fax.or(older.fax),
        address: newer.address.or(older.address),
        building: newer.building.or(older.building),
        // Its rows in the whole list are the ones to look at.
        origin: older.origin,
        ..newer
    }
}
