//! The only door from [`Facility`] to what may be shown.
//!
//! Consent, audience, embargo and the withhold list are read here and nowhere else. Later stages take
//! [`PublicFacility`], which cannot be made elsewhere.

mod answers;
mod membership;
mod publish;
mod speaking;
mod standing;
#[cfg(test)]
mod tests;

pub use answers::is_for_everybody;
pub use publish::{Publication, publish, publish_all};
pub use speaking::speaking;
pub use standing::{Standing, standing, standing_among};

use crate::model::{
    AreaId, CareEntry, FacilityId, Hours, Identifier, Kind, Located, Registration, ServiceId, SourceKind, TownId,
};
use crate::place::Origin;
use jiff::civil::Date;
use std::ops::Deref;
use std::sync::Arc;

/// One fact in the words of the page, with its source and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownAnswer {
    /// Question id.
    pub question: String,
    /// What stands before the answer: 「訪問診療」.
    pub name: String,
    /// The answer in words: 「している」「要相談」「電話で確認」.
    pub words: String,
    /// Choices, when the answer is a choice of several.
    pub choices: Vec<String>,
    /// Whether it makes the facility belong to lists.
    pub affirmative: bool,
    /// Whether the answer is a plain "no".
    pub negative: bool,
    /// The day of the answer.
    pub as_of: Option<Date>,
    /// Whether it has gone stale and only says 「電話で確認」.
    pub expired: bool,
    /// Whether it may enter downloads.
    pub open_data: bool,
    /// Where it was read.
    pub origin: Origin,
}

/// Why a facility belongs to a service's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Belonging {
    /// It is that (care service code, kind of institution), or answered so.
    Offers,
    /// Only by a registration: shown as registered, never as an offer.
    Registered,
}

/// What may be shown of a facility. The address is complete, from the prefecture on.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Address of its page.
    pub id: FacilityId,
    /// What sort.
    pub kind: Kind,
    /// The name people know it by.
    pub name: String,
    /// The name as published, when it says more: legal form and operator in front.
    pub official_name: Option<String>,
    /// Reading in katakana.
    pub kana: Option<String>,
    /// Reading in hiragana for sorting; the name when there is no reading.
    pub sort_key: String,
    /// From the prefecture on.
    pub address: Option<String>,
    /// Building.
    pub building: Option<String>,
    /// Half-width, hyphenated.
    pub phone: Option<String>,
    /// As the phone.
    pub fax: Option<String>,
    /// Own web site.
    pub url: Option<String>,
    /// Where, how exactly.
    pub located: Option<Located>,
    /// Town.
    pub town: Option<TownId>,
    /// Area.
    pub area: Option<AreaId>,
    /// Operator.
    pub operator: Option<String>,
    /// 法人番号, 13 digits.
    pub corporate_number: Option<String>,
    /// Six-digit municipality code.
    pub municipality: Option<String>,
    /// Numbers, strongest first.
    pub identifiers: Vec<Identifier>,
    /// The services it belongs to, in the order of the catalogue, and why.
    pub services: Vec<(ServiceId, Belonging)>,
    /// Care services by code.
    pub care: Vec<CareEntry>,
    /// Registrations, as registered.
    pub registrations: Vec<Registration>,
    /// 診療科目.
    pub departments: Vec<String>,
    /// Answers that may be shown.
    pub answers: Vec<ShownAnswer>,
    /// Opening hours.
    pub hours: Vec<Arc<Hours>>,
    /// Deep link to its page on ナビイ.
    pub navii: Option<String>,
    /// Every kind of source that something shown came from, with its date.
    pub sources: Vec<(SourceKind, Option<Date>)>,
    /// Which source each shown contact field came from.
    pub phone_source: Option<(SourceKind, Option<Date>)>,
    /// Source and date of the address.
    pub address_source: Option<(SourceKind, Option<Date>)>,
    /// Public facilities at the same place.
    pub same_place: Vec<FacilityId>,
}

impl Shown {
    /// The answer to a question.
    pub fn answer(&self, question: &str) -> Option<&ShownAnswer> {
        self.answers.iter().find(|answer| answer.question == question)
    }

    /// The newest date of anything shown.
    pub fn as_of(&self) -> Option<Date> {
        self.sources.iter().filter_map(|(_, date)| *date).max()
    }

    /// Path of its page from the site's root.
    pub fn path(&self) -> String {
        format!("facility/{}.html", self.id)
    }
}

/// A facility as the audience may see it. Read it like a [`Shown`]; only this module can make one.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicFacility(Shown);

impl Deref for PublicFacility {
    type Target = Shown;

    fn deref(&self) -> &Shown {
        &self.0
    }
}
