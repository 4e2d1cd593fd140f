//! What a citizen would phone by one name.

use super::{Answered, AreaId, CareEntry, Hours, Identifier, Kind, LonLat, Refusal, Registration, SourceKind, TownId};
use crate::place::{Origin, Sourced};

/// The stable part of a facility's address: eight characters of `a-z2-7`.
pub type FacilityId = String;

/// How exactly a facility is placed; shown to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The source's own point, which passed the audit.
    Published,
    /// The representative point of its town.
    Town,
}

/// A facility's point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Located {
    /// Where.
    pub point: LonLat,
    /// How exactly.
    pub precision: Precision,
    /// Where it was read.
    pub origin: Origin,
}

/// One facility, merged. It still holds what may not be shown: only `consent` turns it into what may.
#[derive(Debug, Clone, PartialEq)]
pub struct Facility {
    /// Address of its page, given by the ledger.
    pub id: FacilityId,
    /// Every number it has.
    pub identifiers: Vec<Identifier>,
    /// Six-digit municipality code.
    pub municipality: Option<String>,
    /// What sort.
    pub kind: Kind,
    /// Name.
    pub name: Sourced<String>,
    /// Reading in katakana.
    pub kana: Option<Sourced<String>>,
    /// Address from the town on.
    pub address: Option<Sourced<String>>,
    /// Building.
    pub building: Option<Sourced<String>>,
    /// Phone as `04-7159-1611`.
    pub phone: Option<Sourced<String>>,
    /// Fax.
    pub fax: Option<Sourced<String>>,
    /// Web address.
    pub url: Option<Sourced<String>>,
    /// Point.
    pub located: Option<Located>,
    /// Town.
    pub town: Option<TownId>,
    /// Area.
    pub area: Option<AreaId>,
    /// Operator.
    pub operator: Option<Sourced<String>>,
    /// 法人番号, 13 digits.
    pub corporate_number: Option<String>,
    /// Care services by code.
    pub care: Vec<CareEntry>,
    /// Registrations.
    pub registrations: Vec<Registration>,
    /// 診療科目.
    pub departments: Vec<String>,
    /// Survey answers, consented or not.
    pub answers: Vec<Answered>,
    /// Consents it refused, which take back older ones.
    pub refusals: Vec<Refusal>,
    /// Opening hours.
    pub hours: Vec<Hours>,
    /// Kinds of source it was put together from, without the survey unless it stands alone there.
    pub sources: Vec<SourceKind>,
    /// First row of every record it was put together from.
    pub records: Vec<Origin>,
    /// Others at the same place: a clinic and its visiting nurses.
    pub same_place: Vec<FacilityId>,
}
