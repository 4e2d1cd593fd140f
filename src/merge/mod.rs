//! Records → facilities: keys, candidate pairs, evidence, verdicts, clusters, one facility each.
//!
//! Precision before recall: a wrong merge sends somebody to the wrong door. Register records are joined first; the
//! survey's are then attached to what the registers made and can never bridge two of them, so that no unconsented
//! answer moves anything public.

mod between;
mod candidates;
mod cluster;
mod compare;
mod decided;
mod disagree;
mod evidence;
mod follow;
mod groups;
mod model;
mod prepare;
mod profile;
mod question;
mod same_place;
mod unite;
mod verdict;

pub use between::{Match, between};
pub use decided::{Earlier, Followed};
pub use disagree::{Claimed, Disagreement, Disputed, disagreements};
pub use evidence::{AddressAgreement, Evidence, NameAgreement, PhoneAgreement, PlaceAgreement};
pub use prepare::{Prepared, Side, prepare};
pub use profile::Profile;
pub use question::{Before, Known, Past, Question, Seen, past, questions};
pub use same_place::link_same_places;
pub use unite::{Speakers, unite};
pub use verdict::{Reason, Verdict, judge};

use crate::model::{Areas, Decision, Record};
use rayon::prelude::*;

/// A pair that no rule may decide: a person is asked, and until then both stay apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// Index of a record of the one.
    pub left: usize,
    /// Index of a record of the other.
    pub right: usize,
    /// What was found.
    pub evidence: Evidence,
    /// Why it is doubtful.
    pub reason: Reason,
    /// What was answered before.
    pub earlier: Option<Earlier>,
}

impl Doubt {
    /// A pair that nobody was asked about yet.
    pub(crate) const fn new(left: usize, right: usize, evidence: Evidence, reason: Reason) -> Self {
        Self { left, right, evidence, reason, earlier: None }
    }

    /// Whether somebody was asked, could not find out, and nothing changed since: it is not asked about again.
    pub fn is_put_off(&self) -> bool {
        self.earlier.as_ref().is_some_and(|earlier| earlier.changed.is_empty())
    }
}

/// What merging came to.
#[derive(Debug, Clone, Default)]
pub struct Linked {
    /// Groups of record indices; each becomes one facility. Register records first, in reading order.
    pub clusters: Vec<Vec<usize>>,
    /// Pairs for a person to decide.
    pub doubts: Vec<Doubt>,
    /// Joined pairs and why, for the report.
    pub joined: Vec<(usize, usize, Evidence)>,
    /// What came of each decision, in their order.
    pub followed: Vec<Followed>,
}

/// Links records as far as decisions and evidence go. Deterministic: depends only on the order and contents of both.
pub fn link(records: &[Record], areas: &Areas, decisions: &[Decision]) -> Linked {
    let profiles: Vec<Profile> = records.par_iter().map(|record| Profile::of(record, areas)).collect();
    cluster::cluster(records, &profiles, decisions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Identifier, IdentifierKind, Kind, SourceKind};
    use crate::place::{Origin, SourceId, Sourced};

    fn record(source: SourceKind, kind: Kind, name: &str, number: (IdentifierKind, &str)) -> Record {
        let origin = Origin { source: SourceId(0), row: 1, column: 1 };
        let mut record = Record::new(source, kind, Sourced::new(name.to_owned(), origin));
        record.identifiers.push(Identifier::new(number.0, number.1.to_owned()));
        record
    }

    #[test]
    fn a_deemed_office_is_its_institution_whatever_it_calls_itself() {
        let care =
            |number| record(SourceKind::Kaigo, Kind::Care, "見本訪問リハビリ", (IdentifierKind::CareOffice, number));
        let bureau = record(SourceKind::Bureau, Kind::Clinic, "見本内科", (IdentifierKind::Institution, "1219900001"));
        let clusters = |care| link(&[care, bureau.clone()], &Areas::default(), &[]).clusters.len();
        assert_eq!(clusters(care("1219900001")), 1, "121 and the institution's seven digits");
        assert_eq!(clusters(care("1219900002")), 2, "another institution's");
        assert_eq!(clusters(care("1279900001")), 2, "no institution's");
    }
}
