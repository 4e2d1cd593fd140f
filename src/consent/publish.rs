//! [`Facility`] → `Option<PublicFacility>`.

use super::answers::{self, Rule};
use super::membership::{self, Facts};
use super::{PublicFacility, Shown};
use crate::model::{
    Areas, Audience, Editions, Facility, FacilityId, Identifier, IdentifierKind, NOWHERE, Services, SourceKind,
    Vocabulary, Withheld,
};
use crate::place::{Origin, Sourced};
use crate::settings::Settings;
use crate::text::kana;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that decides about showing.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// Who we are, how long answers stay fresh.
    pub settings: &'a Settings,
    /// The catalogue.
    pub services: &'a Services,
    /// Towns and areas, for the order.
    pub areas: &'a Areas,
    /// Dates of the sources.
    pub editions: &'a Editions,
    /// The withhold list.
    pub withheld: &'a [Withheld],
    /// Web addresses that lead nowhere any more.
    pub dead_links: &'a BTreeSet<String>,
    /// For whom.
    pub audience: Audience,
    /// The day of the build.
    pub on: Date,
}

/// So many facilities are let go of at once.
const AT_ONCE: usize = 16_384;

/// Makes public what may be, in the neutral order of every list: area, town by reading, name by reading.
pub fn publish(facilities: &[Facility], publication: &Publication<'_>) -> Vec<PublicFacility> {
    let door = Door::of(publication);
    let public = facilities.par_iter().filter_map(|facility| door.through(facility)).collect();
    in_order(public, facilities.len(), publication)
}

/// The same, letting go of each facility as it is published: the country's would be held twice.
pub fn publish_all(facilities: Vec<Facility>, publication: &Publication<'_>) -> Vec<PublicFacility> {
    let (door, count) = (Door::of(publication), facilities.len());
    let mut public = Vec::with_capacity(count);
    let mut facilities = facilities.into_iter();
    while facilities.len() > 0 {
        let some: Vec<Facility> = facilities.by_ref().take(AT_ONCE).collect();
        public.par_extend(some.into_par_iter().filter_map(|facility| door.through(&facility)));
    }
    in_order(public, count, publication)
}

/// What decides about every facility.
struct Door<'a> {
    publication: &'a Publication<'a>,
    hidden: BTreeMap<&'a str, BTreeSet<Option<&'a str>>>,
    vocabulary: Vocabulary,
}

impl<'a> Door<'a> {
    fn of(publication: &'a Publication<'a>) -> Self {
        let mut hidden: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
        for line in publication.withheld.iter().filter(|line| line.holds(publication.on)) {
            hidden.entry(&line.id).or_default().insert(line.field.as_deref());
        }
        Self { publication, hidden, vocabulary: publication.settings.vocabulary() }
    }

    fn through(&self, facility: &Facility) -> Option<PublicFacility> {
        let none = BTreeSet::new();
        let fields = self.hidden.get(facility.id.as_str()).unwrap_or(&none);
        one(facility, fields, self.publication, &self.vocabulary)
    }
}

fn in_order(mut public: Vec<PublicFacility>, of: usize, publication: &Publication<'_>) -> Vec<PublicFacility> {
    if public.len() < of {
        let shown: BTreeSet<FacilityId> = public.iter().map(|facility| facility.id.clone()).collect();
        for facility in &mut public {
            facility.0.same_place.retain(|id| shown.contains(id));
        }
    }
    public.par_sort_by_cached_key(|facility| order(facility, publication.areas));
    public
}

fn order(facility: &Shown, areas: &Areas) -> (usize, (String, usize), String, FacilityId) {
    let area = facility.area.as_ref().and_then(|id| areas.position(id));
    let town = facility.town.map_or_else(Default::default, |id| {
        let town = areas.town(id);
        let (base, chome) = kana::town_order(if town.reading.is_empty() { &town.name } else { &town.reading });
        (base.to_owned(), chome)
    });
    (area.unwrap_or(usize::MAX), town, facility.sort_key.clone(), facility.id.clone())
}

fn one(
    facility: &Facility,
    hidden: &BTreeSet<Option<&str>>,
    publication: &Publication<'_>,
    vocabulary: &Vocabulary,
) -> Option<PublicFacility> {
    if hidden.contains(&None) {
        return None;
    }
    let is_hidden = |field: &str| hidden.contains(&Some(field));
    let rule = Rule {
        vocabulary,
        audience: publication.audience,
        on: publication.on,
        answer_days: publication.settings.freshness.answer_days,
    };
    let mut answers = answers::shown(facility, rule);
    answers.retain(|answer| !is_hidden(&answer.question) && !is_hidden("answers"));
    let registered = facility.sources.iter().any(|kind| kind.is_register());
    if !registered && (answers.is_empty() || facility.is_silent) {
        // Only the survey knows it, and nothing it said may be shown.
        return None;
    }
    let registrations = if is_hidden("registrations") { Vec::new() } else { facility.registrations.clone() };
    let care = if is_hidden("services") { Vec::new() } else { facility.care.clone() };
    let services = membership::services(
        publication.services,
        &Facts { kind: facility.kind, care: &care, registrations: &registrations, answers: &answers },
    );
    let field = |name: &str, value: &Option<Sourced<String>>| {
        value.as_ref().filter(|_| !is_hidden(name)).map(|sourced| sourced.value.clone())
    };
    let dated = |origin: Origin| publication.editions.get(origin.source).map(|edition| (edition.kind, edition.as_of));
    let source_of = |value: &Option<Sourced<String>>| value.as_ref().and_then(|sourced| dated(sourced.origin));
    let name = crate::text::name::shown(&facility.name.value);
    let kana = field("kana", &facility.kana);
    let mut shown = Shown {
        id: facility.id.clone(),
        kind: facility.kind,
        official_name: (name != facility.name.value).then(|| facility.name.value.clone()),
        name: name.clone(),
        sort_key: kana::to_hiragana(kana.as_deref().unwrap_or(&name)),
        kana,
        address: field("address", &facility.address).map(|rest| complete(&rest, facility, publication)),
        building: field("address", &facility.building),
        phone: field("phone", &facility.phone),
        fax: field("fax", &facility.fax),
        url: field("url", &facility.url).filter(|url| !publication.dead_links.contains(url)),
        located: facility.located.filter(|_| !is_hidden("location") && !is_hidden("address")),
        town: facility.town,
        area: facility.area.clone(),
        operator: field("operator", &facility.operator),
        corporate_number: facility.corporate_number.clone(),
        municipality: facility.municipality.clone(),
        identifiers: facility.identifiers.clone(),
        services,
        care,
        registrations,
        departments: facility.departments.clone(),
        answers,
        hours: if is_hidden("hours") { Vec::new() } else { facility.hours.clone() },
        navii: if publication.settings.site.sample { None } else { navii_link(&facility.identifiers) },
        sources: Vec::new(),
        phone_source: source_of(&facility.phone),
        address_source: source_of(&facility.address),
        same_place: facility.same_place.clone(),
    };
    shown.sources = sources(facility, &shown, publication.editions);
    Some(PublicFacility(shown))
}

/// The kinds of source behind what is shown, each with its newest date. The survey only when an answer is shown.
fn sources(facility: &Facility, shown: &Shown, editions: &Editions) -> Vec<(SourceKind, Option<Date>)> {
    let mut dates: BTreeMap<SourceKind, Option<Date>> = BTreeMap::new();
    for record in &facility.records {
        if let Some(edition) = editions.get(record.source).filter(|edition| edition.kind.is_register()) {
            let date = dates.entry(edition.kind).or_default();
            *date = (*date).max(edition.as_of);
        }
    }
    for answer in &shown.answers {
        let date = dates.entry(SourceKind::Survey).or_default();
        *date = (*date).max(answer.as_of);
    }
    dates.into_iter().collect()
}

fn complete(rest: &str, facility: &Facility, publication: &Publication<'_>) -> String {
    let here = &publication.settings.municipality;
    let areas = publication.areas;
    if let Some(area) = facility.area.as_deref().filter(|id| areas.is_wide() && *id != NOWHERE) {
        let prefecture = areas.district_of(area).map_or("", |district| &district.name);
        let name = areas.get(area).map_or("", |area| area.name.trim_start_matches(prefecture));
        // A municipality that nobody named says its code, which is no address.
        return if name.contains('（') { format!("{prefecture}{rest}") } else { format!("{prefecture}{name}{rest}") };
    }
    if facility.municipality.as_ref().is_none_or(|code| *code == here.code) {
        format!("{}{}{rest}", here.prefecture, here.name)
    } else {
        rest.to_owned()
    }
}

/// The address of an institution's page on ナビイ, from its 13-character ID.
///
/// `None` for pharmacies, whose screen is not verified. Form read in public code: prefCd, kikanKbn, kikanCd.
fn navii_link(identifiers: &[Identifier]) -> Option<String> {
    let id = &identifiers.iter().find(|identifier| identifier.kind == IdentifierKind::Navii)?.value;
    let valid = id.len() == 13 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let (prefecture, rest) = id.split_at_checked(2).filter(|_| valid)?;
    let (kind, code) = rest.split_at(1);
    matches!(kind, "1" | "2" | "3" | "4").then(|| {
        format!(
            "https://www.iryou.teikyouseido.mhlw.go.jp/znk-web/juminkanja/S2430/initialize?prefCd={prefecture}&kikanCd={code}&kikanKbn={kind}"
        )
    })
}
