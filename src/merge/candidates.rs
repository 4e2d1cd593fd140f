//! Which pairs are looked at: those that share something, never everything with everything.

use super::profile::Profile;
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A block larger than this says nothing (「さくら」 in a nation's list): its pairs are left to other keys.
const LARGEST_BLOCK: u32 = 120;
/// So many profiles are indexed by one thread at a time.
const AT_ONCE: usize = 4_096;
/// Looked at per record at most.
const MOST: usize = 600;
/// Side of a square of the grid of points, in degrees (about 250 m).
const SQUARE: f64 = 0.0025;

/// Keys are hashes already.
#[derive(Default, Clone)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        // The map looks for a key by its low bits: keys that come sorted fill it from one end to the other.
        self.0.rotate_left(24)
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

/// Records by what they could share with another.
pub(super) struct Index {
    blocks: HashMap<u64, (u32, u32), BuildHasherDefault<AsIs>>,
    members: Vec<u32>,
}

impl Index {
    /// Indexes profiles by every key.
    pub(super) fn new(profiles: &[Profile]) -> Self {
        let of_some = |(some, profiles): (usize, &[Profile])| {
            let mut pairs: Vec<(u64, u32)> = Vec::with_capacity(profiles.len() * 16);
            let mut keys = Vec::new();
            // Indices of records are kept in four bytes: a table has a million rows at most.
            for (at, profile) in (u32::try_from(some * AT_ONCE).unwrap_or(u32::MAX)..).zip(profiles) {
                keys.clear();
                keys_of(profile, For::Index, &mut keys);
                keys.sort_unstable();
                keys.dedup();
                pairs.extend(keys.iter().map(|key| (*key, at)));
            }
            pairs
        };
        let parts: Vec<Vec<(u64, u32)>> = profiles.par_chunks(AT_ONCE).enumerate().map(of_some).collect();
        let mut pairs: Vec<(u64, u32)> = Vec::with_capacity(parts.iter().map(Vec::len).sum());
        parts.into_iter().for_each(|part| pairs.extend(part));
        pairs.par_sort_unstable();
        let members = pairs.iter().map(|(_, at)| *at).collect();
        let mut blocks: HashMap<u64, (u32, u32), BuildHasherDefault<AsIs>> =
            HashMap::with_capacity_and_hasher(pairs.len() / 2, BuildHasherDefault::default());
        let mut start = 0;
        while start < pairs.len() {
            let key = pairs[start].0;
            let length = pairs[start..].iter().take_while(|(other, _)| *other == key).count();
            if let (Ok(first), Ok(count)) = (u32::try_from(start), u32::try_from(length)) {
                blocks.insert(key, (first, count));
            }
            start += length;
        }
        Self { blocks, members }
    }

    /// Records that share a key with a profile, ascending, each once. Small blocks are taken first, so that a record
    /// with many common keys still meets those it shares rare ones with.
    pub(super) fn find(&self, profile: &Profile, keys: &mut Vec<u64>, found: &mut Vec<u32>) {
        keys.clear();
        found.clear();
        keys_of(profile, For::Question, keys);
        keys.sort_unstable();
        keys.dedup();
        let mut blocks: Vec<(u32, u32)> = keys
            .iter()
            .filter_map(|key| self.blocks.get(key).copied())
            .filter(|(_, count)| *count <= LARGEST_BLOCK)
            .collect();
        blocks.sort_unstable_by_key(|(first, count)| (*count, *first));
        for (first, count) in blocks {
            found.extend_from_slice(&self.members[first as usize..(first + count) as usize]);
            if found.len() >= MOST {
                break;
            }
        }
        found.sort_unstable();
        found.dedup();
    }
}

/// Which side of the comparison the keys are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// The index.
    Index,
    /// A question to it.
    Question,
}

/// The keys of a profile.
///
/// What is common in a nation is met within the municipality; who does not say theirs is met everywhere.
fn keys_of(profile: &Profile, purpose: For, keys: &mut Vec<u64>) {
    let core = &*profile.label.core;
    let place = profile.municipality.key();
    let mut local = |kind: u8, parts: [&str; 2], numbers: &[u32]| {
        let within = |place: &str| numbered(hash(kind, &[place, parts[0], parts[1]]), numbers);
        match (purpose, place.is_empty()) {
            (For::Index, true) => keys.extend([within("*"), within("")]),
            (For::Index, false) => keys.extend([within("*"), within(place)]),
            (For::Question, true) => keys.push(within("*")),
            (For::Question, false) => keys.extend([within(place), within("")]),
        }
    };
    if core.chars().count() > 1 {
        local(1, [core, ""], &[]);
        if profile.label.plain != profile.label.core {
            local(1, [&profile.label.plain, ""], &[]);
        }
        // A name in kana is another's reading.
        local(3, [core, ""], &[]);
    }
    if !profile.kana.is_empty() {
        local(3, [&profile.kana, ""], &[]);
    }
    if !profile.town.is_empty() {
        let town = town_tail(&profile.town);
        local(5, [&profile.label.stem, town], &[]);
        if let Some(first) = profile.numbers.first() {
            local(6, [town, ""], &[*first]);
            local(7, [town, ""], &[*first, profile.numbers.get(1).copied().unwrap_or(0)]);
        } else if let Some(lot) = &profile.lot {
            local(8, [town, lot], &[]);
        }
    }
    if profile.phone.len() >= 5 {
        for digits in [7, 6] {
            keys.push(hash(4, &[&profile.phone[profile.phone.len().saturating_sub(digits)..]]));
        }
    }
    for identifier in &profile.identifiers {
        keys.push(hash(9, &[identifier.kind.word(), &identifier.value]));
    }
    if let Some(point) = profile.point {
        let (x, y) = ((point.lon / SQUARE).floor(), (point.lat / SQUARE).floor());
        let reach: &[f64] = if purpose == For::Question { &[-1.0, 0.0, 1.0] } else { &[0.0] };
        for (dx, dy) in reach.iter().flat_map(|dx| reach.iter().map(move |dy| (dx, dy))) {
            keys.push(numbered(hash(10, &[&profile.label.stem]), &[(x + dx) as u32, (y + dy) as u32]));
        }
    }
}

/// The last characters of a town, by which it is met though a municipality stands in front of one.
fn town_tail(town: &str) -> &str {
    town.char_indices().rev().nth(2).map_or(town, |(at, _)| &town[at..])
}

fn hash(kind: u8, parts: &[&str]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(kind);
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    mixed(sum)
}

fn numbered(sum: u64, numbers: &[u32]) -> u64 {
    numbers.iter().fold(sum, |sum, n| mixed(sum ^ u64::from(*n).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// Spreads the bits, because the map takes a key as it is.
const fn mixed(sum: u64) -> u64 {
    let sum = (sum ^ (sum >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    sum ^ (sum >> 29)
}

#[cfg(test)]
mod tests {
    use super::{Index, LARGEST_BLOCK, MOST, Profile};
    use crate::model::{Areas, Kind, Record, SourceKind};
    use crate::place::{Origin, SourceId, Sourced};

    #[test]
    fn nobody_is_compared_with_everybody() {
        // One name and one phone at nine addresses, nine thousand times.
        let crowd: Vec<Profile> = (0..9_000_u32)
            .map(|row| {
                let text = |text: String| Sourced::new(text, Origin { source: SourceId(0), row, column: 0 });
                let mut record = Record::new(SourceKind::List, Kind::Clinic, text("さくら医院".to_owned()));
                record.address = Some(text(format!("本町1-2-{}", row % 9)));
                record.phone = Some(text("04-0000-0001".to_owned()));
                Profile::of(&record, &Areas::default())
            })
            .collect();
        let index = Index::new(&crowd);
        let (mut keys, mut found) = (Vec::new(), Vec::new());
        for profile in crowd.iter().step_by(500) {
            index.find(profile, &mut keys, &mut found);
            assert!(found.len() < MOST + LARGEST_BLOCK as usize, "{}", found.len());
        }
    }
}
