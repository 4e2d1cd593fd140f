//! What is compared: a record's facts in comparable form.

use crate::geo;
use crate::model::{Areas, Identifier, Kind, LonLat, Record, TownId};
use crate::text::{address, name};

/// A record's facts in comparable form.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    /// Name without legal form and operator, widths, kana and variants folded.
    pub(super) name: String,
    /// Town without its 丁目.
    pub(super) town: Option<String>,
    /// 丁目, 番, 号 and so on.
    pub(super) numbers: Vec<u32>,
    /// Town of the municipality's table.
    pub(super) town_id: Option<TownId>,
    /// Phone digits in the hyphenated form.
    pub(super) phone: Option<String>,
    /// Published point.
    pub(super) point: Option<LonLat>,
    /// Every identifier, みなし institution numbers included.
    pub(super) identifiers: Vec<Identifier>,
    /// Medical institution, or a care office that is not one.
    pub(super) side: Side,
}

/// The two sorts of establishment that never merge by themselves (a clinic and its visiting nurses).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// A medical institution of a kind, or the みなし office of one (kind then unknown).
    Medical(Option<Kind>),
    /// A care office.
    Care,
    /// A list or survey that does not say.
    Unsaid,
}

impl Side {
    /// Whether two can be one facility at all.
    pub(super) fn fits(self, other: Self) -> bool {
        match (self, other) {
            (Self::Unsaid, _) | (_, Self::Unsaid) => true,
            (Self::Medical(a), Self::Medical(b)) => a.is_none() || b.is_none() || a == b || both_doctors(a, b),
            (Self::Care, Self::Care) => true,
            (Self::Medical(_), Self::Care) | (Self::Care, Self::Medical(_)) => false,
        }
    }
}

/// Sources disagree about hospital or clinic; a dentist or a pharmacy is never either.
const fn both_doctors(a: Option<Kind>, b: Option<Kind>) -> bool {
    const fn doctor(kind: Option<Kind>) -> bool {
        matches!(kind, Some(Kind::Hospital | Kind::Clinic))
    }
    doctor(a) && doctor(b)
}

impl Keys {
    pub(super) fn of(record: &Record, areas: &Areas) -> Self {
        let mut identifiers = record.identifiers.clone();
        let deemed: Vec<Identifier> = identifiers.iter().filter_map(Identifier::institution_within).collect();
        let side = match record.kind {
            Kind::Care if deemed.is_empty() => Side::Care,
            Kind::Care => Side::Medical(None),
            Kind::Other => Side::Unsaid,
            kind => Side::Medical(Some(kind)),
        };
        identifiers.extend(deemed);
        let parsed = record.address.as_ref().map(|rest| address::parse(&rest.value, "", ""));
        let town = parsed.as_ref().map(|parsed| address::town_key(&parsed.town_text)).filter(|key| !key.is_empty());
        Self {
            name: name::key(&record.name.value),
            town_id: parsed.as_ref().and_then(|parsed| crate::locate::town_of(parsed, areas)),
            town,
            numbers: parsed.map(|parsed| parsed.numbers).unwrap_or_default(),
            phone: record.phone.as_ref().map(|phone| phone.value.clone()),
            point: record.point.as_ref().map(|point| point.value).filter(|point| geo::in_japan(*point)),
            identifiers,
            side,
        }
    }

    /// Whether two hold different numbers of one office's register, which says that they are two.
    pub(super) fn identifiers_conflict(&self, other: &Self) -> bool {
        self.identifiers.iter().any(|a| {
            let mut same_kind = other.identifiers.iter().filter(|b| comparable(a, b)).peekable();
            same_kind.peek().is_some() && same_kind.all(|b| a.value != b.value)
        })
    }

    /// Whether they share a number.
    pub(super) fn identifiers_agree(&self, other: &Self) -> bool {
        self.identifiers.iter().any(|a| other.identifiers.contains(a))
    }
}

/// Numbers are comparable within one register; institution numbers also only within one fee table.
fn comparable(a: &Identifier, b: &Identifier) -> bool {
    a.kind == b.kind && (a.kind != crate::model::IdentifierKind::Institution || a.value.get(..3) == b.value.get(..3))
}
