//! Ids given out for ever: `geodata/ledger.csv`.
//!
//! An id is a short hash of a facility's strongest identifier when it was first seen. The ledger keeps every
//! identifier that ever led to it, so a changed number keeps its page; ids that were merged redirect, and ids whose
//! facility disappeared stay and say so. The same files give the same ids on any computer.

mod file;

pub use file::{read, write};

use crate::model::{AreaId, FacilityId, Identifier, IdentifierKind};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// One line of the ledger: everything known of one id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The id.
    pub id: FacilityId,
    /// Name when last seen; empty where it is nobody's to know.
    pub name: String,
    /// What sort it was when last seen, in words: 「診療所」.
    pub kind: Cow<'static, str>,
    /// Its area when last seen.
    pub area: Option<AreaId>,
    /// Every identifier it ever had, each once, in their order. A list: hundreds of thousands are held.
    pub identifiers: Vec<Identifier>,
    /// When it was first given out.
    pub first_seen: Date,
    /// Since when it is gone.
    pub gone_since: Option<Date>,
    /// The id whose page took its place.
    pub redirect: Option<FacilityId>,
    /// Whether its page was ever public: only then may a page say that it is gone.
    pub was_public: bool,
}

impl Entry {
    /// An id that is given out now.
    fn new(id: FacilityId, claim: &Claim<'_>, on: Date) -> Self {
        Self {
            id,
            name: String::new(),
            kind: Cow::Borrowed(""),
            area: None,
            identifiers: Vec::with_capacity(claim.identifiers.len()),
            first_seen: on,
            gone_since: None,
            redirect: None,
            was_public: false,
        }
    }

    /// Takes in what a facility is today.
    fn claimed(&mut self, claim: &Claim<'_>) {
        self.kind = Cow::Borrowed(claim.kind);
        if let Some(told) = claim.told {
            told.name.clone_into(&mut self.name);
            self.area = told.area.cloned();
        }
        for identifier in claim.identifiers {
            if let Err(at) = self.identifiers.binary_search(identifier) {
                self.identifiers.insert(at, identifier.clone());
            }
        }
        self.gone_since = None;
        self.redirect = None;
    }
}

/// The ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: BTreeMap<FacilityId, Entry>,
}

/// What the ledger needs to know of a facility.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// Its numbers.
    pub identifiers: &'a [Identifier],
    /// What sort, in words.
    pub kind: &'static str,
    /// What a page may say of it once it is gone; `None`: what is remembered stays.
    pub told: Option<Told<'a>>,
}

/// What is remembered of a facility for the page that says that it is gone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    /// Its name; empty where it may not be told any more.
    pub name: &'a str,
    /// Its area.
    pub area: Option<&'a AreaId>,
}

impl Ledger {
    /// All lines in the order of their ids.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Gives every facility its id, in the order of the claims: the one it had, or a new one.
    ///
    /// A facility that holds identifiers of several ids keeps the strongest's; the other ids redirect to it unless
    /// another facility still claims them. Ids that nobody claims are marked as gone. Returns the ids and those newly
    /// given.
    pub fn assign(&mut self, claims: &[Claim<'_>], on: Date) -> (Vec<FacilityId>, Vec<FacilityId>) {
        let known: Vec<Vec<FacilityId>> = {
            let mut by_identifier = HashMap::new();
            for entry in self.entries.values() {
                by_identifier.extend(entry.identifiers.iter().map(|identifier| (identifier, &entry.id)));
            }
            claims.iter().map(|claim| Self::known(claim, &by_identifier)).collect()
        };
        let mut taken: HashSet<FacilityId> = HashSet::with_capacity(claims.len());
        let mut ids: Vec<Option<FacilityId>> = vec![None; claims.len()];
        for (at, candidates) in known.iter().enumerate() {
            ids[at] = candidates.iter().find(|id| taken.insert((*id).clone())).cloned();
        }
        let mut new = Vec::new();
        let ids: Vec<FacilityId> = ids
            .into_iter()
            .zip(claims)
            .map(|(id, claim)| {
                id.unwrap_or_else(|| {
                    let id = self.fresh(claim, &taken);
                    taken.insert(id.clone());
                    new.push(id.clone());
                    id
                })
            })
            .collect();
        let mut newcomers = Vec::new();
        for ((id, claim), candidates) in ids.iter().zip(claims).zip(&known) {
            match self.entries.get_mut(id) {
                Some(entry) => entry.claimed(claim),
                None => {
                    let mut entry = Entry::new(id.clone(), claim, on);
                    entry.claimed(claim);
                    newcomers.push((id.clone(), entry));
                }
            }
            for other in candidates.iter().filter(|other| *other != id && !taken.contains(*other)) {
                if let Some(entry) = self.entries.get_mut(other) {
                    entry.redirect = Some(id.clone());
                    entry.gone_since = entry.gone_since.or(Some(on));
                }
            }
        }
        for entry in self.entries.values_mut().filter(|entry| !taken.contains(&entry.id)) {
            entry.gone_since = entry.gone_since.or(Some(on));
        }
        // All at once: one by one each would be looked for among hundreds of thousands.
        self.entries.append(&mut newcomers.into_iter().collect());
        (ids, new)
    }

    /// Ids that a claim's identifiers led to before, strongest identifier first, redirects followed.
    fn known(claim: &Claim<'_>, by_identifier: &HashMap<&Identifier, &FacilityId>) -> Vec<FacilityId> {
        let mut sorted: Vec<&Identifier> = claim.identifiers.iter().collect();
        sorted.sort();
        let mut known: Vec<FacilityId> = Vec::new();
        for id in sorted.into_iter().filter_map(|identifier| by_identifier.get(identifier)) {
            if !known.contains(id) {
                known.push((*id).clone());
            }
        }
        known
    }

    /// A new id: eight characters of the hash of the strongest identifier, more when they are taken.
    fn fresh(&self, claim: &Claim<'_>, taken: &HashSet<FacilityId>) -> FacilityId {
        let strongest = claim
            .identifiers
            .iter()
            .min()
            .map_or_else(|| Identifier::new(IdentifierKind::NameTown, "").to_string(), ToString::to_string);
        let full = hash(&strongest);
        (8..full.len())
            .map(|length| full[..length].to_owned())
            .find(|id| !self.entries.contains_key(id) && !taken.contains(id))
            .unwrap_or(full)
    }

    /// Remembers that these ids have a public page now.
    pub fn mark_public<'a>(&mut self, ids: impl Iterator<Item = &'a FacilityId>) {
        for id in ids {
            if let Some(entry) = self.entries.get_mut(id) {
                entry.was_public = true;
            }
        }
    }

    /// Where an id leads in the end, through any chain of redirects; `None` when its facility is gone.
    pub fn target(&self, id: &str) -> Option<&FacilityId> {
        let mut at = self.entries.get(id)?.redirect.as_ref()?;
        for _ in 0..self.entries.len() {
            let entry = self.entries.get(at)?;
            match &entry.redirect {
                Some(next) => at = next,
                None => return entry.gone_since.is_none().then_some(at),
            }
        }
        None
    }
}

/// Base 32 (`a-z2-7`) of SHA-256.
fn hash(text: &str) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let digest = Sha256::digest(text.as_bytes());
    let mut out = String::new();
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in digest {
        buffer = (buffer << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(buffer >> bits & 31) as usize]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn care(number: &str) -> Identifier {
        Identifier::new(IdentifierKind::CareOffice, number)
    }

    fn navii(number: &str) -> Identifier {
        Identifier::new(IdentifierKind::Navii, number)
    }

    fn claim<'a>(identifiers: &'a [Identifier], name: &'a str) -> Claim<'a> {
        Claim { identifiers, kind: "診療所", told: Some(Told { name, area: None }) }
    }

    #[test]
    fn a_changed_number_keeps_its_page() {
        let mut ledger = Ledger::default();
        let first = [care("1290000001"), navii("1219900000001")];
        let (ids, new) = ledger.assign(&[claim(&first, "見本")], date(2026, 11, 1));
        assert_eq!(new, ids);
        let second = [care("1290000002"), navii("1219900000001")];
        let (again, new) = ledger.assign(&[claim(&second, "見本")], date(2026, 12, 1));
        assert_eq!(again, ids);
        assert!(new.is_empty());
    }

    #[test]
    fn merged_ids_redirect_and_gone_ones_stay() {
        let mut ledger = Ledger::default();
        let (a, b) = ([care("1290000001")], [navii("1219900000001")]);
        let (ids, _) = ledger.assign(&[claim(&a, "甲"), claim(&b, "乙")], date(2026, 11, 1));
        let both = [care("1290000001"), navii("1219900000001")];
        let (one, _) = ledger.assign(&[claim(&both, "甲")], date(2026, 12, 1));
        assert_eq!(one[0], ids[0]);
        assert_eq!(ledger.target(&ids[1]), Some(&ids[0]));
        ledger.assign(&[], date(2027, 1, 1));
        let gone: Vec<_> = ledger.entries().map(|entry| entry.gone_since).collect();
        assert!(gone.iter().all(Option::is_some));
        assert_eq!(ledger.target(&ids[1]), None, "a redirect to what is gone leads nowhere");
    }

    #[test]
    fn two_computers_give_the_same_ids() {
        let (a, b) = ([care("1290000001")], [care("1290000002")]);
        let (mut one, mut other) = (Ledger::default(), Ledger::default());
        let (ids, _) = one.assign(&[claim(&a, "甲"), claim(&b, "乙")], date(2026, 11, 1));
        let (reversed, _) = other.assign(&[claim(&b, "乙"), claim(&a, "甲")], date(2026, 11, 1));
        assert_eq!(ids, [reversed[1].clone(), reversed[0].clone()]);
        assert!(ids.iter().all(|id| id.len() == 8));
    }
}
