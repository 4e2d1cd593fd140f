//! Which pairs are looked at: those that share something, never everything with everything.

use super::keys::Keys;
use crate::model::Record;
use std::collections::{BTreeMap, BTreeSet};

/// A block larger than this says nothing (a national call centre's phone, 「さくら」): its pairs are left to others.
const LARGEST_BLOCK: usize = 60;

/// Pairs `(i, j)` with `i < j` that share an identifier, a phone, a name, an address or a spot.
///
/// Two records of one care file are no candidates unless they share the number: offices of one register differ.
pub(super) fn pairs(records: &[Record], keys: &[Keys]) -> Vec<(usize, usize)> {
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_number: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate() {
        for identifier in &key.identifiers {
            by_number.entry(identifier.to_string()).or_default().push(at);
        }
        if let Some(phone) = &key.phone {
            blocks.entry(format!("p{phone}")).or_default().push(at);
        }
        if key.name.chars().count() > 1 {
            blocks.entry(format!("n{}", key.name)).or_default().push(at);
        }
        if let (Some(town), Some(first)) = (&key.town, key.numbers.first()) {
            blocks.entry(format!("a{town}/{first}")).or_default().push(at);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for block in by_number.values() {
        // A chain is enough: whoever shares a number is joined anyway.
        pairs.extend(block.windows(2).map(|two| (two[0], two[1])));
    }
    for block in blocks.values().filter(|block| block.len() <= LARGEST_BLOCK) {
        for (at, i) in block.iter().enumerate() {
            for j in &block[at + 1..] {
                if records[*i].source != records[*j].source || records[*i].kind != records[*j].kind {
                    pairs.insert((*i, *j));
                }
            }
        }
    }
    pairs.into_iter().collect()
}
