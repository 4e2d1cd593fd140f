//! What a citizen would phone by one name.

use super::{Answered, AreaId, CareEntry, Hours, Identifier, Kind, LonLat, Refusal, Registration, SourceKind, TownId};
use crate::place::{Origin, Sourced};
use std::sync::Arc;

/// The stable part of a facility's address: eight characters of `a-z2-7`.
pub type FacilityId = String;

/// How exactly a facility is placed; shown to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The source's own point, which passed the audit.
    Published,
    /// From its address, down to its number.
    Number,
    /// The representative point of its block.
    Block,
    /// The representative point of its town.
    Town,
}

impl Precision {
    /// What open data say of it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Published => "公表された位置",
            Self::Number => "住所の番地の位置",
            Self::Block => "住所の街区の代表点",
            Self::Town => "町の代表点",
        }
    }

    /// What a reader of the facility's page is told.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Published => "公表された位置です。",
            Self::Number => "住所の番地から求めた位置です。",
            Self::Block => "住所の街区の代表点です（近くですが、入口の場所ではありません）。",
            Self::Town => "町の代表点です（おおよその場所）。",
        }
    }

    /// Whether it is exact enough to be led there.
    pub const fn leads_there(self) -> bool {
        matches!(self, Self::Published | Self::Number)
    }
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
    /// Where only the survey knows it: what every row calls it, shown or not, so that its id never depends on who may
    /// see what. For the ledger alone.
    pub silent_identifiers: Vec<Identifier>,
    /// Whether only the survey knows it and no row of it may be shown: nothing here may then reach anybody but staff.
    pub is_silent: bool,
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
    pub hours: Vec<Arc<Hours>>,
    /// Kinds of source it was put together from, without the survey unless it stands alone there.
    pub sources: Vec<SourceKind>,
    /// First row of every record it was put together from.
    pub records: Vec<Origin>,
    /// Others at the same place: a clinic and its visiting nurses.
    pub same_place: Vec<FacilityId>,
}

impl Facility {
    /// What findings call it: staff's reports lie about, so a row that may be shown to nobody is not named there.
    pub fn called(&self) -> &str {
        if self.is_silent { "調査だけの施設" } else { &self.name.value }
    }

    /// A fact of it as findings repeat it, in 「」; nothing of a row that may be shown to nobody.
    pub fn quoted(&self, fact: &str) -> String {
        if self.is_silent { String::new() } else { format!("「{fact}」") }
    }
}
