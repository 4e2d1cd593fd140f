//! What one source says about one establishment.

use super::{Answered, Hours, Identifier, Kind, LonLat, Refusal, Registration, SourceKind};
use crate::place::{Origin, Sourced};
use std::sync::Arc;

/// One care service at an establishment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareEntry {
    /// Service code, three digits: `130`.
    pub code: String,
    /// サービスの種類 as published.
    pub name: String,
    /// 定員; `None` when blank or 0 (0 means "not stated" for services that visit).
    pub capacity: Option<u32>,
    /// Whether it is 共生型 (the columns say 通常の指定).
    pub inclusive: bool,
    /// Where it was read.
    pub origin: Origin,
}

/// What one source says about one establishment: a row, or the rows of one institution.
///
/// Values are cleaned (widths, dashes, phones in the hyphenated form) but nothing is guessed; what could not be
/// understood was reported and is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which kind of source.
    pub source: SourceKind,
    /// Its first row.
    pub origin: Origin,
    /// Six-digit municipality code, where the source has one.
    pub municipality: Option<String>,
    /// Numbers.
    pub identifiers: Vec<Identifier>,
    /// What sort of establishment.
    pub kind: Kind,
    /// Name, widths unified.
    pub name: Sourced<String>,
    /// Reading in katakana.
    pub kana: Option<Sourced<String>>,
    /// Address without prefecture and municipality, half-width digits, building apart.
    pub address: Option<Sourced<String>>,
    /// Building.
    pub building: Option<Sourced<String>>,
    /// Phone as `04-7159-1611`.
    pub phone: Option<Sourced<String>>,
    /// Fax as the phone.
    pub fax: Option<Sourced<String>>,
    /// Web address, `http://` or `https://`.
    pub url: Option<Sourced<String>>,
    /// Coordinate as published, if it is one at all (not 0,0).
    pub point: Option<Sourced<LonLat>>,
    /// Operator's name.
    pub operator: Option<Sourced<String>>,
    /// 法人番号, 13 digits.
    pub corporate_number: Option<String>,
    /// Care services.
    pub care: Vec<CareEntry>,
    /// Registrations.
    pub registrations: Vec<Registration>,
    /// 診療科目.
    pub departments: Vec<String>,
    /// Survey answers.
    pub answers: Vec<Answered>,
    /// Consents it refused.
    pub refusals: Vec<Refusal>,
    /// Opening hours.
    pub hours: Option<Arc<Hours>>,
}

impl Record {
    /// A record that knows only its name.
    pub const fn new(source: SourceKind, kind: Kind, name: Sourced<String>) -> Self {
        Self {
            source,
            origin: name.origin,
            municipality: None,
            identifiers: Vec::new(),
            kind,
            name,
            kana: None,
            address: None,
            building: None,
            phone: None,
            fax: None,
            url: None,
            point: None,
            operator: None,
            corporate_number: None,
            care: Vec::new(),
            registrations: Vec::new(),
            departments: Vec::new(),
            answers: Vec::new(),
            refusals: Vec::new(),
            hours: None,
        }
    }
}
