//! Which pages there are, in their order.

use super::card::Cards;
use super::content::{Text, TextKind};
use super::site::SiteData;
use super::{
    Page, about, accessibility, consult, document, facility, find, keep, metadata, narrow, place, survey, visit, wide,
};

/// Facilities on one page of a list; longer lists go on on the next page.
pub(crate) const PER_PAGE: usize = 250;

/// What a page shows. Positions are into the slices of [`SiteData`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// The first page.
    Home,
    /// Everything by which one may look.
    Find,
    /// Facilities of a service, of one area or all; part from 0.
    Service(usize, Option<usize>, usize),
    /// Municipalities of a district with a service, on a wide site.
    ServiceIn(usize, usize),
    /// Municipalities of a district, on a wide site.
    District(usize),
    /// What a filter lets through, of one area or all; part from 0.
    Filter(usize, Option<usize>, usize),
    /// Who can come: pick a town.
    Visits,
    /// Who can come to an area.
    Visit(usize),
    /// The shortlist.
    Shortlist,
    /// Every sheet.
    Booklet,
    /// No network.
    Offline,
    /// All names, part from 0.
    Names(usize),
    /// A facility.
    Facility(usize),
    /// A facility that is gone.
    Closed(usize),
    /// A facility that was merged into another.
    Moved(usize),
    /// All areas.
    Areas,
    /// One area, part from 0.
    Area(usize, usize),
    /// The map.
    Map,
    /// All sheets for paper.
    Print,
    /// One sheet.
    Sheet(usize),
    /// Desk by town.
    Consult,
    /// A written page.
    Text(usize),
    /// All events.
    Events,
    /// All documents.
    Library,
    /// The glossary.
    Words,
    /// Results of the surveys.
    Survey,
    /// What the data says of itself.
    Indicators,
    /// Contact times for professionals.
    Contact,
    /// Open data.
    Data,
    /// What was tested for everybody's use (JIS X 8341-3).
    Accessibility,
    /// Sources, licences, order, corrections.
    About,
    /// No such page.
    Missing,
}

impl Shows {
    /// Whether it is one of the pages that the others hang on, few at any size: everything that staff wrote or that
    /// leads to it.
    pub const fn is_first(&self) -> bool {
        !matches!(
            self,
            Self::Service(_, Some(_), _)
                | Self::Service(_, _, 1..)
                | Self::ServiceIn(..)
                | Self::District(_)
                | Self::Filter(..)
                | Self::Visit(_)
                | Self::Names(_)
                | Self::Facility(_)
                | Self::Closed(_)
                | Self::Moved(_)
                | Self::Area(..)
                | Self::Sheet(_)
        )
    }
}

impl Shows {
    /// The area, by its position, whose facilities stand on the page as cards.
    pub const fn lists_area(&self) -> Option<usize> {
        match self {
            Self::Service(_, area, _) | Self::Filter(_, area, _) => *area,
            Self::Area(area, _) => Some(*area),
            _ => None,
        }
    }
}

/// One page to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePlan {
    /// Path from the site's root.
    pub path: String,
    /// What it shows.
    pub shows: Shows,
}

/// `find/home-visit/index.html`, `find/home-visit/2.html`, `find/home-visit/north.html`, `find/home-visit/north-2.html`.
pub(crate) fn service_path(service: &str, area: Option<&str>, part: usize) -> String {
    match (area, part) {
        (None, 0) => format!("find/{service}/index.html"),
        (None, part) => format!("find/{service}/{}.html", part + 1),
        (Some(area), 0) => format!("find/{service}/{area}.html"),
        (Some(area), part) => format!("find/{service}/{area}-{}.html", part + 1),
    }
}

/// `find/home-visit/p12.html`.
pub(crate) fn service_in_path(service: &str, district: &str) -> String {
    format!("find/{service}/{district}.html")
}

/// `area/p12/index.html`.
pub(crate) fn district_path(district: &str) -> String {
    format!("area/{district}/index.html")
}

/// `with/ventilator/index.html`, and on as [`service_path`].
pub(crate) fn filter_path(filter: &str, area: Option<&str>, part: usize) -> String {
    service_path(filter, area, part).replacen("find/", "with/", 1)
}

/// `visit/north.html`.
pub(crate) fn visit_path(area: &str) -> String {
    format!("visit/{area}.html")
}

/// `area/north/index.html`, `area/north/2.html`.
pub(crate) fn area_path(area: &str, part: usize) -> String {
    if part == 0 { format!("area/{area}/index.html") } else { format!("area/{area}/{}.html", part + 1) }
}

/// `find/name/index.html`, `find/name/2.html`.
pub(crate) fn names_path(part: usize) -> String {
    if part == 0 { "find/name/index.html".into() } else { format!("find/name/{}.html", part + 1) }
}

/// `print/north-1.html`.
pub(crate) fn sheet_path(area: &str, number: usize) -> String {
    format!("print/{area}-{number}.html")
}

fn parts(count: usize) -> usize {
    count.div_ceil(PER_PAGE).max(1)
}

/// Written pages that have no page of their own kind.
pub(crate) fn extra_texts<'a>(site: &SiteData<'a>) -> Vec<&'a Text> {
    const OWN: [&str; 11] =
        ["index", "consult", "navii", "about", "survey", "data", "map", "find", "print", "banner", "accessibility"];
    let content = site.parts.content;
    content
        .of(TextKind::Page)
        .into_iter()
        .filter(|text| !OWN.contains(&text.path.split(['/', '.']).next().unwrap_or_default()))
        .collect()
}

/// Every page of the site, always in the same order. Cheap: nothing is drawn and no data copied.
pub fn plan(site: &SiteData<'_>) -> Vec<PagePlan> {
    let mut all: Vec<PagePlan> = Vec::with_capacity(site.parts.facilities.len() + 256);
    let mut add = |path: String, shows: Shows| all.push(PagePlan { path, shows });
    let parts_of = &site.parts;
    let is_wide = parts_of.areas.is_wide();
    let districts = if wide::has_districts(site) { parts_of.areas.districts.as_slice() } else { &[] };
    add("index.html".into(), Shows::Home);
    add("find/index.html".into(), Shows::Find);
    for (at, service) in parts_of.services.services.iter().enumerate() {
        let members = site.members(&service.id);
        // On a wide site one chooses a place first: nobody reads a list of the country.
        for part in 0..if is_wide { 1 } else { parts(members.len()) } {
            add(service_path(&service.id, None, part), Shows::Service(at, None, part));
        }
        for (district_at, district) in districts.iter().enumerate() {
            let (offers, registered) = wide::in_district(site, service, district);
            if offers + registered > 0 {
                add(service_in_path(&service.id, &district.id), Shows::ServiceIn(at, district_at));
            }
        }
        for (area_at, area) in parts_of.areas.areas.iter().enumerate() {
            let here = site.within(&members.offers, &area.id).len() + site.within(&members.registered, &area.id).len();
            if here > 0 {
                for part in 0..parts(here) {
                    let path = service_path(&service.id, Some(&area.id), part);
                    add(path, Shows::Service(at, Some(area_at), part));
                }
            }
        }
    }
    for (at, filter) in parts_of.settings.filters.iter().enumerate() {
        let passing = site.passing(at);
        if passing.is_empty() || !narrow::has_lists(site, filter) {
            continue;
        }
        for part in 0..parts(passing.len()) {
            add(filter_path(&filter.id, None, part), Shows::Filter(at, None, part));
        }
        for (area_at, area) in parts_of.areas.areas.iter().enumerate() {
            let here = site.within(passing, &area.id).len();
            for part in 0..if here > 0 { parts(here) } else { 0 } {
                add(filter_path(&filter.id, Some(&area.id), part), Shows::Filter(at, Some(area_at), part));
            }
        }
    }
    add("visit/index.html".into(), Shows::Visits);
    for (at, area) in parts_of.areas.areas.iter().enumerate().filter(|_| !is_wide) {
        add(visit_path(&area.id), Shows::Visit(at));
    }
    add("shortlist/index.html".into(), Shows::Shortlist);
    if parts_of.settings.site.offline {
        add("offline.html".into(), Shows::Offline);
    }
    for part in 0..find::names_parts(site) {
        add(names_path(part), Shows::Names(part));
    }
    add("area/index.html".into(), Shows::Areas);
    for (at, district) in districts.iter().enumerate() {
        add(district_path(&district.id), Shows::District(at));
    }
    for (at, area) in parts_of.areas.areas.iter().enumerate() {
        for part in 0..parts(site.in_area(&area.id).len()) {
            add(area_path(&area.id, part), Shows::Area(at, part));
        }
    }
    add("map/index.html".into(), Shows::Map);
    add("print/index.html".into(), Shows::Print);
    if !parts_of.sheets.is_empty() {
        add("print/booklet.html".into(), Shows::Booklet);
    }
    for (at, sheet) in parts_of.sheets.iter().enumerate() {
        add(sheet_path(&sheet.area, sheet.number), Shows::Sheet(at));
    }
    add("consult/index.html".into(), Shows::Consult);
    for (at, text) in parts_of.content.texts.iter().enumerate() {
        if document::has_own_page(text) {
            add(text.path.clone(), Shows::Text(at));
        }
    }
    if parts_of.content.at("navii/index.html").is_none() {
        add("navii/index.html".into(), Shows::Text(usize::MAX));
    }
    add("events/index.html".into(), Shows::Events);
    add("library/index.html".into(), Shows::Library);
    if !parts_of.content.glossary.is_empty() {
        add("words/index.html".into(), Shows::Words);
    }
    add("survey/index.html".into(), Shows::Survey);
    add("survey/indicators.html".into(), Shows::Indicators);
    if parts_of.audience == crate::model::Audience::Partners {
        add("survey/contact.html".into(), Shows::Contact);
    }
    add("data/index.html".into(), Shows::Data);
    add("accessibility/index.html".into(), Shows::Accessibility);
    add("about/index.html".into(), Shows::About);
    add("404.html".into(), Shows::Missing);
    for (at, facility) in parts_of.facilities.iter().enumerate() {
        add(facility.path(), Shows::Facility(at));
    }
    for (at, closed) in parts_of.closed.iter().enumerate() {
        add(format!("facility/{}.html", closed.id), Shows::Closed(at));
    }
    for (at, (old, _)) in parts_of.redirects.iter().enumerate() {
        add(format!("facility/{old}.html"), Shows::Moved(at));
    }
    all
}

/// Makes one page, with cards that other pages may have had already.
pub fn page(site: &SiteData<'_>, plan: &PagePlan, cards: &dyn Cards) -> Page {
    match plan.shows {
        Shows::Home => find::home(site),
        Shows::Find => find::find(site),
        Shows::Service(service, area, part) => find::service(site, cards, service, area, part),
        Shows::ServiceIn(service, district) => wide::service_in(site, service, district),
        Shows::District(at) => wide::district(site, at),
        Shows::Filter(filter, area, part) => narrow::filtered(site, cards, filter, area, part),
        Shows::Visits => visit::visit_index(site),
        Shows::Visit(at) => visit::visit_area(site, at),
        Shows::Shortlist => keep::shortlist(site),
        Shows::Booklet => keep::booklet(site),
        Shows::Offline => keep::offline(site),
        Shows::Names(part) => find::names(site, part),
        Shows::Facility(at) => {
            let facility = &site.parts.facilities[at];
            metadata::with_facility(site, facility::facility_page(site, facility), facility)
        }
        Shows::Closed(at) => facility::closed(site, &site.parts.closed[at]),
        Shows::Moved(at) => facility::moved(site, &site.parts.redirects[at]),
        Shows::Areas => place::areas(site),
        Shows::Area(area, part) => place::area(site, cards, area, part),
        Shows::Map => place::map(site),
        Shows::Print => place::print(site),
        Shows::Sheet(at) => place::sheet(site, &site.parts.sheets[at]),
        Shows::Consult => consult::consult(site),
        Shows::Text(at) => document::text(site, site.parts.content.texts.get(at)),
        Shows::Events => document::events(site),
        Shows::Library => document::library(site),
        Shows::Words => document::words_page(site),
        Shows::Survey => survey::survey(site),
        Shows::Indicators => survey::indicators(site),
        Shows::Contact => survey::contact(site),
        Shows::Data => about::data(site),
        Shows::Accessibility => accessibility::page(site),
        Shows::About => about::about(site),
        Shows::Missing => about::missing(site),
    }
}
