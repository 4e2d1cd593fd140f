//! What of a public facility may enter downloads.
//!
//! Consent to be shown is not consent to open data. Whatever rests on a survey answer alone is left out here, be it the
//! answer, a service that the facility only answered to offer, a phone number from the sheet, or the survey's date.

use super::Belongs;
use crate::consent::{Belonging, Shown, ShownAnswer};
use crate::model::{Service, Services, SourceKind};
use jiff::civil::Date;

type DatedSource = (SourceKind, Option<Date>);

/// Whether anything about it may be downloaded: a register knows it, or it consented.
pub(super) fn is_open(facility: &Shown) -> bool {
    consented(facility) || facility.sources.iter().any(|(kind, _)| kind.is_register())
}

/// The answers that may be downloaded.
pub(super) fn answers(facility: &Shown) -> impl Iterator<Item = &ShownAnswer> {
    facility.answers.iter().filter(|answer| answer.open_data)
}

/// Sources that something downloadable came from.
pub(super) fn sources(facility: &Shown) -> impl Iterator<Item = DatedSource> {
    let consented = consented(facility);
    facility.sources.iter().copied().filter(move |(kind, _)| consented || *kind != SourceKind::Survey)
}

/// A contact field, unless only an answer without open-data consent gave it.
pub(super) fn contact<'a>(facility: &Shown, value: Option<&'a str>, source: Option<DatedSource>) -> Option<&'a str> {
    let from_survey = source.is_some_and(|(kind, _)| kind == SourceKind::Survey);
    value.filter(|_| !from_survey || consented(facility))
}

/// Positions of the services it belongs to by what may be downloaded, in the order of the catalogue.
///
/// Worked out anew: on the pages an answer that is not open data may have put it on a list or taken it off one.
pub(super) fn services(facility: &Shown, services: &Services) -> Belongs {
    let all = (0_u16..).zip(&services.services);
    all.filter_map(|(at, service)| Some((at, belonging(facility, service)?))).collect()
}

fn belonging(facility: &Shown, service: &Service) -> Option<Belonging> {
    let about = || answers(facility).filter(|answer| service.answers.contains(&answer.question));
    let by_code = facility.care.iter().any(|entry| service.care.contains(&entry.code));
    let by_kind = service.kinds.contains(&facility.kind);
    if by_code || by_kind || about().any(|answer| answer.affirmative) {
        return Some(Belonging::Offers);
    }
    let registered = facility
        .registrations
        .iter()
        .any(|entry| service.registrations.iter().any(|symbol| entry.symbol.starts_with(symbol.as_str())));
    (registered && !about().any(|answer| answer.negative)).then_some(Belonging::Registered)
}

fn consented(facility: &Shown) -> bool {
    answers(facility).next().is_some()
}
