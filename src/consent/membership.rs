//! To which services a facility belongs, and why: from public facts only.

use super::{Belonging, ShownAnswer};
use crate::model::{CareEntry, Kind, Registration, Service, ServiceId, Services};

/// The facts that decide.
pub(super) struct Facts<'a> {
    pub(super) kind: Kind,
    pub(super) care: &'a [CareEntry],
    pub(super) registrations: &'a [Registration],
    pub(super) answers: &'a [ShownAnswer],
}

/// Services in the order of the catalogue.
pub(super) fn services(catalogue: &Services, facts: &Facts<'_>) -> Vec<(ServiceId, Belonging)> {
    catalogue
        .services
        .iter()
        .filter_map(|service| belonging(service, facts).map(|why| (service.id.clone(), why)))
        .collect()
}

fn belonging(service: &Service, facts: &Facts<'_>) -> Option<Belonging> {
    let answers: Vec<&ShownAnswer> =
        facts.answers.iter().filter(|answer| service.answers.contains(&answer.question)).collect();
    let by_care = facts.care.iter().any(|entry| service.care.contains(&entry.code));
    let by_kind = service.kinds.contains(&facts.kind);
    if by_care || by_kind || answers.iter().any(|answer| answer.affirmative) {
        return Some(Belonging::Offers);
    }
    // Who publicly answered "no" is not listed for its registration: the reader would ring in vain.
    let refused = answers.iter().any(|answer| answer.negative);
    let registered = facts.registrations.iter().any(|registration| {
        service.registrations.iter().any(|symbol| registration.symbol.starts_with(symbol.as_str()))
    });
    (registered && !refused).then_some(Belonging::Registered)
}
