//! What speaks for and against a pair, as a value that people can read.

use super::keys::Keys;
use crate::geo;
use std::fmt;

/// How two names compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameAgreement {
    /// Nothing in common worth saying.
    Differs,
    /// One holds the other.
    Holds,
    /// The same once folded.
    Same,
}

/// How two addresses compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressAgreement {
    /// One is missing.
    Unknown,
    /// Another town or other numbers.
    Differs,
    /// The same town, and one stops earlier (393 and 393-1).
    Near,
    /// The same to the last number.
    Same,
}

/// What was found for a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Names.
    pub name: NameAgreement,
    /// Addresses.
    pub address: AddressAgreement,
    /// Phones; `None` when one is missing.
    pub phone: Option<bool>,
    /// Metres between the points; `None` when one is missing.
    pub distance: Option<f64>,
    /// They share a number.
    pub number_agrees: bool,
    /// They have different numbers of one register.
    pub number_conflicts: bool,
    /// They can be one facility by their sort.
    pub sort_fits: bool,
}

impl Evidence {
    pub(super) fn of(a: &Keys, b: &Keys) -> Self {
        Self {
            name: names(&a.name, &b.name),
            address: addresses(a, b),
            phone: a.phone.as_ref().zip(b.phone.as_ref()).map(|(a, b)| a == b),
            distance: a.point.zip(b.point).map(|(a, b)| geo::distance(a, b)),
            number_agrees: a.identifiers_agree(b),
            number_conflicts: a.identifiers_conflict(b),
            sort_fits: a.side.fits(b.side),
        }
    }

    /// Whether the points are at most 100 m apart.
    pub fn is_close(&self) -> bool {
        self.distance.is_some_and(|metres| metres <= 100.0)
    }
}

fn names(a: &str, b: &str) -> NameAgreement {
    if a.is_empty() || b.is_empty() {
        NameAgreement::Differs
    } else if a == b {
        NameAgreement::Same
    } else {
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let telling = short.chars().count() >= 3;
        if telling && long.contains(short) { NameAgreement::Holds } else { NameAgreement::Differs }
    }
}

fn addresses(a: &Keys, b: &Keys) -> AddressAgreement {
    let (Some(a_town), Some(b_town)) = (&a.town, &b.town) else { return AddressAgreement::Unknown };
    let same_town = a_town == b_town || (a.town_id.is_some() && a.town_id == b.town_id);
    if !same_town {
        return AddressAgreement::Differs;
    }
    let (short, long) =
        if a.numbers.len() <= b.numbers.len() { (&a.numbers, &b.numbers) } else { (&b.numbers, &a.numbers) };
    if a.numbers == b.numbers {
        if a.numbers.is_empty() { AddressAgreement::Unknown } else { AddressAgreement::Same }
    } else if short.is_empty() {
        AddressAgreement::Unknown
    } else if long.starts_with(short) {
        AddressAgreement::Near
    } else {
        AddressAgreement::Differs
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Vec::new();
        if self.number_agrees {
            words.push("番号一致".to_owned());
        }
        if self.number_conflicts {
            words.push("番号がちがう".to_owned());
        }
        words.push(
            match self.name {
                NameAgreement::Same => "名称一致",
                NameAgreement::Holds => "名称は片方が片方を含む",
                NameAgreement::Differs => "名称がちがう",
            }
            .to_owned(),
        );
        match self.phone {
            Some(true) => words.push("電話一致".to_owned()),
            Some(false) => words.push("電話がちがう".to_owned()),
            None => {}
        }
        match self.address {
            AddressAgreement::Same => words.push("住所一致".to_owned()),
            AddressAgreement::Near => words.push("住所は途中まで一致".to_owned()),
            AddressAgreement::Differs => words.push("住所がちがう".to_owned()),
            AddressAgreement::Unknown => {}
        }
        if let Some(metres) = self.distance {
            words.push(if metres < 1000.0 {
                format!("距離{metres:.0}m")
            } else {
                format!("距離{:.1}km", metres / 1000.0)
            });
        }
        write!(f, "{}", words.join("・"))
    }
}
