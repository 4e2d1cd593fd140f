//! What is compared: a record's facts in comparable form.

use crate::geo;
use crate::model::{Areas, Identifier, IdentifierKind, Kind, LonLat, Record, TownId};
use crate::text::label::{self, Label, Sort};
use crate::text::{address, fold, kana, municipality, name};
use std::hash::{Hash, Hasher};

/// A record's facts in comparable form: small, so that hundreds of thousands can be held.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The name taken apart.
    pub(super) label: Label,
    /// Reading, folded; with the operator when it was written so.
    pub(super) kana: Box<str>,
    /// Operators named in the name and in a column of their own, folded.
    pub(super) operators: [Box<str>; 2],
    /// 法人番号.
    pub(super) corporate: Option<Box<str>>,
    /// Where it is, as far as a municipality goes.
    pub(super) municipality: Municipality,
    /// Town without its 丁目; empty when unknown.
    pub(super) town: Box<str>,
    /// 丁目, 番, 号 and so on.
    pub(super) numbers: Box<[u32]>,
    /// Whether the first number is said to be a 丁目.
    pub(super) has_chome: bool,
    /// Lot of a land readjustment.
    pub(super) lot: Option<Box<str>>,
    /// Town of the municipality's table.
    pub(super) town_id: Option<TownId>,
    /// Phone digits; seven or so without area code.
    pub(super) phone: Box<str>,
    /// Published point.
    pub(super) point: Option<LonLat>,
    /// Every identifier, みなし institution numbers included.
    pub(super) identifiers: Box<[Identifier]>,
    /// Medical institution, or a care office that is not one.
    pub(super) side: Side,
}

/// Prefecture and municipality; empty or 0 where unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Municipality {
    pub(super) prefecture: u8,
    /// Name without county, or six-digit code.
    pub(super) name: Box<str>,
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
            (Self::Unsaid, _) | (_, Self::Unsaid) | (Self::Care, Self::Care) => true,
            (Self::Medical(a), Self::Medical(b)) => a.is_none() || b.is_none() || a == b || both_doctors(a, b),
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

impl Municipality {
    fn of(text: &str) -> Self {
        if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self { prefecture: text[..2].parse().unwrap_or(0), name: text.into() };
        }
        let (prefecture, name) = municipality::prefecture(text);
        Self { prefecture, name: municipality::without_county(name).into() }
    }

    fn is_code(&self) -> bool {
        self.name.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether two are one; `None` when one is unknown or they cannot be compared.
    pub(super) fn agrees(&self, other: &Self) -> Option<bool> {
        if self.prefecture > 0 && other.prefecture > 0 && self.prefecture != other.prefecture {
            return Some(false);
        }
        if self.name.is_empty() || other.name.is_empty() || self.is_code() != other.is_code() {
            return None;
        }
        if self.name == other.name {
            return Some(true);
        }
        if self.is_code() {
            // Wards of a designated city and the city itself: 121000, 121011.
            let ward_of_one = self.name[..4] == other.name[..4] && self.name.as_bytes()[2] == b'1';
            return if ward_of_one { None } else { Some(false) };
        }
        let (a, b) = (municipality::city(&self.name), municipality::city(&other.name));
        // 見本市 and 見本市中央区 may be one; 見本市北区 and 見本市南区 are not.
        if a == b {
            (a.len() == self.name.len() || b.len() == other.name.len()).then_some(true).or(Some(false))
        } else {
            Some(false)
        }
    }

    /// What stands in keys: the city without its ward; empty when it cannot be compared.
    pub(super) fn key(&self) -> &str {
        if self.is_code() { &self.name[..3] } else { municipality::city(&self.name) }
    }
}

impl Profile {
    /// The comparable form of a record.
    pub fn of(record: &Record, areas: &Areas) -> Self {
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
        let (mut label, named_operator) = named(&record.name.value);
        if side == Side::Medical(None) {
            label.sort = None;
        }
        Self {
            operators: [
                named_operator,
                record.operator.as_ref().map(|operator| name::key(&operator.value).into()).unwrap_or_default(),
            ],
            label,
            kana: record.kana.as_ref().map(|kana| reading(&kana.value).into()).unwrap_or_default(),
            corporate: record.corporate_number.as_deref().map(Into::into),
            municipality: record.municipality.as_deref().map(Municipality::of).unwrap_or_default(),
            town_id: parsed
                .as_ref()
                .filter(|_| !areas.by_key.is_empty())
                .and_then(|parsed| crate::locate::town_of(parsed, areas)),
            town: parsed.as_ref().map(|parsed| address::town_key(&parsed.town_text).into()).unwrap_or_default(),
            has_chome: parsed.as_ref().is_some_and(|parsed| parsed.has_chome),
            lot: parsed.as_ref().and_then(|parsed| parsed.lot.as_deref().map(Into::into)),
            numbers: parsed.map(|parsed| parsed.numbers.into()).unwrap_or_default(),
            phone: record
                .phone
                .as_ref()
                .map(|phone| phone.value.chars().filter(char::is_ascii_digit).collect::<String>().into())
                .unwrap_or_default(),
            point: record.point.as_ref().map(|point| point.value).filter(|point| geo::in_japan(*point)),
            identifiers: identifiers.into(),
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

    /// Whether both can be one facility by what they are.
    pub(super) fn sort_fits(&self, other: &Self) -> bool {
        let words = match (self.label.sort, other.label.sort) {
            (Some(a), Some(b)) => a == b || (is_doctor(a) && is_doctor(b)),
            _ => true,
        };
        words && self.side.fits(other.side)
    }

    /// Whether one is called a hospital and the other a clinic.
    pub(super) fn hospital_and_clinic(&self, other: &Self) -> bool {
        matches!(
            (self.label.sort, other.label.sort),
            (Some(Sort::Hospital), Some(Sort::Clinic)) | (Some(Sort::Clinic), Some(Sort::Hospital))
        )
    }

    /// Whether it says nothing by which it could be linked.
    pub fn is_empty(&self) -> bool {
        self.label.core.is_empty() && self.identifiers.is_empty()
    }
}

/// By what tells most records apart; equality still compares everything.
impl Hash for Profile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.label.core, &self.kana, &self.town, &self.numbers, &self.phone, &self.municipality.name).hash(state);
        (&self.operators, &self.identifiers).hash(state);
        self.point.map(|point| (point.lon.to_bits(), point.lat.to_bits())).hash(state);
    }
}

/// Coordinates are finite, so that equality holds for each with itself.
impl Eq for Profile {}

const fn is_doctor(sort: Sort) -> bool {
    matches!(sort, Sort::Clinic | Sort::Hospital)
}

/// A name taken apart, and the operator named in front of it, folded.
fn named(text: &str) -> (Label, Box<str>) {
    let marked = ["法人", "会", "(", "（", "㈱", "㈲", ")", "）"].iter().any(|mark| text.contains(mark));
    if !marked {
        return (label::label(text), Box::default());
    }
    let parts = name::parts(text);
    if let Some(group) = parts.group {
        return (label::label(text), fold::search(&group).into());
    }
    // 「株式会社曙ケア 見本薬局」: what stands before the space is the operator if what follows is a name by itself.
    if let Some((front, rest)) = parts.legal.and(parts.core.split_once(' ')) {
        let own = label::label(&format!("{rest}{}", parts.service.as_deref().unwrap_or_default()));
        let says_what = |label: &Label| label.sort.is_some() && label.stem != label.plain;
        if says_what(&own) && own.stem.chars().count() >= 2 && label::label(front).sort.is_none() {
            return (own, fold::search(front).into());
        }
    }
    (label::label(text), Box::default())
}

/// A reading without marks, in large katakana, ヅ and ヂ as they sound.
fn reading(text: &str) -> String {
    kana::to_katakana(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| kana::SMALL.iter().find(|(small, _)| *small == c).map_or(c, |(_, large)| *large))
        .map(|c| match c {
            'ヅ' => 'ズ',
            'ヂ' => 'ジ',
            'ヴ' => 'ブ',
            c => c,
        })
        .filter(|c| matches!(c, '\u{30a1}'..='\u{30fa}') || c.is_ascii_alphanumeric())
        .collect()
}

/// Numbers are comparable within one register; institution numbers also only within one fee table.
fn comparable(a: &Identifier, b: &Identifier) -> bool {
    a.kind == b.kind && (a.kind != IdentifierKind::Institution || a.value.get(..3) == b.value.get(..3))
}
