//! A facility as it stands in a list: name, phone, what it does, where, when, as of when.

use super::card::{Card, Lister};
use super::frame::{Link, Phone};
use super::site::SiteData;
use super::words;
use crate::consent::{Belonging, PublicFacility, Shown};
use crate::model::{HoursKind, Registration, Service, week};
use crate::source::home_care;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// A facility in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Id, by which scripts know it.
    pub id: String,
    /// Place in the list, from 1; the number on the map of a sheet.
    pub number: Option<usize>,
    /// Path from the site's root.
    pub href: String,
    /// Name.
    pub name: String,
    /// Reading.
    pub kana: Option<String>,
    /// What sort, in words.
    pub kind: &'static str,
    /// Phone.
    pub phone: Option<Phone>,
    /// Town, else the address.
    pub town: Option<String>,
    /// What it does.
    pub services: Vec<String>,
    /// What it registered, word for word, when it stands in the list for that alone.
    pub registered: Vec<RegisteredView>,
    /// Hours in one line.
    pub hours: Option<String>,
    /// The same for the script, which picks today.
    pub days: Option<String>,
    /// To where it comes, in its own words, where that is asked.
    pub reach: Option<String>,
    /// A warning about the distance.
    pub far: Option<String>,
    /// Sources and dates.
    pub source: String,
}

/// A registration, as registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisteredView {
    /// What it says in plain words, by the code table; the published name when the table does not know it.
    pub name: String,
    /// Name as published, when the plain words differ.
    pub published: Option<String>,
    /// Symbol.
    pub symbol: String,
    /// 「2024年6月1日から」.
    pub since: Option<String>,
    /// 「厚生局 2025年9月」.
    pub source: String,
}

/// Registrations of a facility in words.
pub(super) fn registered(site: &SiteData<'_>, registration: &Registration) -> RegisteredView {
    let edition = site.parts.editions.get(registration.origin.source);
    let on = edition.and_then(|edition| edition.as_of);
    let plain = home_care::meaning(&registration.symbol, on).map(|known| known.meaning.to_owned());
    RegisteredView {
        published: plain.is_some().then(|| registration.name.clone()),
        name: plain.unwrap_or_else(|| registration.name.clone()),
        symbol: registration.symbol.clone(),
        since: registration.since.map(words::day),
        source: edition.map(words::edition).unwrap_or_default(),
    }
}

/// Whether a registration is one of a service's.
pub(super) fn belongs(registration: &Registration, service: &Service) -> bool {
    service.registrations.iter().any(|wanted| {
        let wanted: String = wanted.nfkc().filter(|c| !c.is_whitespace()).collect();
        registration.symbol.starts_with(&wanted)
    })
}

/// Hours in one line: consultation hours before the days of a service.
pub(super) fn hours_line(shown: &Shown) -> Option<String> {
    let of = |kind: HoursKind| shown.hours.iter().filter(move |hours| hours.kind == kind);
    of(HoursKind::Consultation).chain(of(HoursKind::Service)).find_map(|hours| week::line(hours))
}

/// Where it is, in the shortest words that help: the town.
pub(super) fn town(site: &SiteData<'_>, shown: &Shown) -> Option<String> {
    shown.town.map(|town| site.parts.areas.town(town).name.clone()).or_else(|| shown.address.clone())
}

/// Sources and dates in one line.
pub(super) fn sources(shown: &Shown) -> String {
    let mut seen: Vec<String> = Vec::new();
    for (kind, date) in &shown.sources {
        let words = words::source(*kind, *date);
        if !seen.contains(&words) {
            seen.push(words);
        }
    }
    seen.join("、")
}

/// A facility in a list. `list` is the service whose list it is.
pub(super) fn entry(
    site: &SiteData<'_>,
    facility: &PublicFacility,
    list: Option<&Service>,
    number: Option<usize>,
) -> Entry {
    let why = list
        .and_then(|service| facility.services.iter().find(|(id, _)| *id == service.id).map(|(_, why)| (service, *why)));
    let registered = match why {
        Some((service, Belonging::Registered)) => facility
            .registrations
            .iter()
            .filter(|registration| belongs(registration, service))
            .map(|registration| registered(site, registration))
            .collect(),
        _ => Vec::new(),
    };
    Entry {
        id: facility.id.clone(),
        number,
        href: facility.path(),
        name: facility.name.clone(),
        kana: facility.kana.clone(),
        kind: facility.kind.word(),
        phone: facility.phone.as_deref().map(Phone::new),
        town: town(site, facility),
        services: offered_words(site, facility),
        registered,
        hours: hours_line(facility),
        days: facility.hours.iter().find(|hours| hours.says_something()).map(|hours| week::days_json(hours)),
        reach: None,
        far: None,
        source: sources(facility),
    }
}

/// The services it offers, as links to their lists.
pub(super) fn offered(site: &SiteData<'_>, shown: &Shown) -> Vec<Link> {
    // On a wide site back to the list of the municipality, from where the reader came.
    let area = shown.area.as_deref().filter(|_| site.parts.areas.is_wide());
    shown
        .services
        .iter()
        .filter(|(_, why)| *why == Belonging::Offers)
        .filter_map(|(id, _)| site.parts.services.get(id))
        .map(|service| Link::new(super::plan::service_path(&service.id, area, 0), service.name.clone()))
        .collect()
}

/// What it does, without what its kind already says (a clinic is a clinic).
fn offered_words(site: &SiteData<'_>, shown: &Shown) -> Vec<String> {
    shown
        .services
        .iter()
        .filter(|(_, why)| *why == Belonging::Offers)
        .filter_map(|(id, _)| site.parts.services.get(id))
        .filter(|service| !(service.care.is_empty() && service.answers.is_empty() && !service.kinds.is_empty()))
        .map(|service| service.name.clone())
        .collect()
}

/// Entries under the name of their area.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// Area's name; `None` when there is no division.
    pub name: Option<String>,
    /// Area's id, as address inside the page.
    pub id: String,
    /// Its facilities.
    pub entries: Vec<Card>,
}

/// Puts facilities, already in order, under their areas. Numbers go on from `first`.
pub(super) fn by_area(lister: &Lister<'_>, facilities: &[u32], first: usize) -> Vec<Group> {
    let site = lister.site;
    let mut groups: Vec<Group> = Vec::new();
    for (number, at) in (first..).zip(facilities) {
        let facility = site.facility(*at);
        let area = facility.area.as_deref().and_then(|id| site.parts.areas.get(id));
        let id = area.map_or("elsewhere", |area| area.id.as_str());
        if groups.last().is_none_or(|group| group.id != id) {
            let name = match area {
                Some(area) => Some(area.name.clone()),
                None if site.parts.areas.areas.is_empty() => None,
                None => Some("地区のわからないところ・市外".to_owned()),
            };
            groups.push(Group { name, id: id.to_owned(), entries: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.entries.push(lister.card(*at, Some(number)));
        }
    }
    groups
}
