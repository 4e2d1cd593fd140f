//! Who can come to the house: by the area that each declared, never guessed.

use super::entry::{self, Entry};
use super::frame::{Frame, Link};
use super::plan::visit_path;
use super::site::SiteData;
use super::{Page, View, words};
use crate::consent::{Belonging, PublicFacility};
use crate::geo::distance;
use crate::layer::{Reach, reach, visits};
use crate::model::{Area, Kind, TownId};
use crate::text::kana;
use serde::Serialize;

/// In a straight line; beyond it the insurance pays doctors and dentists only for pressing reasons.
const INSURANCE: f64 = 16_000.0;
/// More of one profession than this are left to the lists.
const MOST: usize = 250;

/// Towns of one row of the syllabary, each leading to its area's page.
#[derive(Debug, Serialize)]
pub struct TownLinks {
    /// 「か行」.
    pub row: &'static str,
    /// Towns: name, and reading beside it.
    pub towns: Vec<Link>,
}

/// One profession.
#[derive(Debug, Serialize)]
pub struct Coming {
    /// Address inside the page.
    pub id: String,
    /// 「お医者さん」.
    pub name: String,
    /// Those that declared this area or a part of it.
    pub declared: Vec<Entry>,
    /// Those that visit, but declared no area that could be understood.
    pub open: Vec<Entry>,
    /// How many more of these there are.
    pub more: usize,
    /// Lists of the services of this profession.
    pub lists: Vec<Link>,
}

/// Who comes.
#[derive(Debug, Serialize)]
pub struct Visit {
    /// Area's id; empty on the first page.
    pub area: String,
    /// Area's name.
    pub area_name: String,
    /// Every town, on the first page.
    pub towns: Vec<TownLinks>,
    /// Areas, for whom a town's name says nothing.
    pub areas: Vec<Link>,
    /// By profession.
    pub coming: Vec<Coming>,
}

/// `visit/index.html`: pick a town. Without areas the lists stand here.
pub(crate) fn visit_index(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "visit/index.html", "うちに来てくれるのは、だれですか")
        .description(if site.parts.areas.is_wide() {
            "市区町村を選び、訪問診療・訪問看護・訪問介護などの一覧から、来てもらえるか電話でおたずねください。"
        } else {
            "町を選ぶと、お医者さん・歯医者さん・薬剤師・看護師・ヘルパーなど、来てもらえるところがわかります。"
        })
        .under("find/index.html", "さがす");
    let areas = site.parts.areas;
    let mut ids: Vec<TownId> = (0_u16..).zip(&areas.towns).map(|(at, _)| TownId(at)).collect();
    ids.sort_by_key(|id| {
        let town = areas.town(*id);
        (words::kana_row(&town.reading).0, kana::town_order(&town.reading), id.0)
    });
    let mut towns: Vec<TownLinks> = Vec::new();
    for id in ids {
        let town = areas.town(id);
        let Some(area) = town.area.as_deref().filter(|id| areas.get(id).is_some()) else { continue };
        let (_, row) = words::kana_row(&town.reading);
        if towns.last().is_none_or(|last| last.row != row) {
            towns.push(TownLinks { row, towns: Vec::new() });
        }
        let href = format!("{}?town={}", visit_path(area), words::percent(&town.name));
        if let Some(last) = towns.last_mut() {
            last.towns.push(Link::new(href, town.name.clone()).note(town.reading.clone()));
        }
    }
    let view = Visit {
        area: String::new(),
        area_name: String::new(),
        towns,
        areas: if areas.is_wide() {
            super::place::area_links(site)
        } else {
            areas.areas.iter().map(|area| Link::new(visit_path(&area.id), area.name.clone())).collect()
        },
        coming: if areas.areas.is_empty() { coming(site, None) } else { Vec::new() },
    };
    Page::new("visit.html", frame, View::Visit(Box::new(view)))
}

/// `visit/<area>.html`
pub(crate) fn visit_area(site: &SiteData<'_>, at: usize) -> Page {
    let area = &site.parts.areas.areas[at];
    let frame = Frame::new(site, &visit_path(&area.id), format!("{}に来てくれるところ", area.name))
        .description(format!("{}の家に来る、お医者さん・看護師・ヘルパーなどの一覧です。", area.name))
        .under("visit/index.html", "来てくれるところ")
        .in_area(site, Some(&area.id));
    let view = Visit {
        area: area.id.clone(),
        area_name: area.name.clone(),
        towns: Vec::new(),
        areas: Vec::new(),
        coming: coming(site, Some(area)),
    };
    Page::new("visit.html", frame, View::Visit(Box::new(view)))
}

/// Under which heading a facility stands: the profession that comes.
fn heading(site: &SiteData<'_>, facility: &PublicFacility) -> Option<(String, String)> {
    let own = match facility.kind {
        Kind::Hospital | Kind::Clinic => Some(("doctor", "お医者さん")),
        Kind::Dental => Some(("dentist", "歯医者さん")),
        Kind::Pharmacy => Some(("pharmacist", "薬剤師")),
        Kind::Maternity | Kind::Care | Kind::Other => None,
    };
    if let Some((id, name)) = own {
        return Some((id.to_owned(), name.to_owned()));
    }
    let services = site.parts.services;
    let first = facility
        .services
        .iter()
        .filter(|(_, why)| *why == Belonging::Offers)
        .filter_map(|(id, _)| services.get(id))
        .find(|service| service.visits)?;
    let group = services.groups.iter().find(|group| group.id == first.group)?;
    let name = group.name.strip_suffix("が家に来る").unwrap_or(&group.name);
    Some((format!("g-{}", group.id), name.to_owned()))
}

fn coming(site: &SiteData<'_>, area: Option<&Area>) -> Vec<Coming> {
    let mut all: Vec<Coming> = Vec::new();
    for name in [("doctor", "お医者さん"), ("dentist", "歯医者さん"), ("pharmacist", "薬剤師")] {
        all.push(empty(name.0, name.1));
    }
    let municipality = &site.parts.settings.municipality.name;
    // Those of the reader's own area first: it is the nearest thing to "near" without a place.
    let here = |facility: &PublicFacility| area.is_some_and(|area| facility.area.as_ref() == Some(&area.id));
    let (own, others): (Vec<&PublicFacility>, Vec<&PublicFacility>) = site
        .parts
        .facilities
        .iter()
        .filter(|facility| visits(facility, site.parts.services))
        .partition(|facility| here(facility));
    for facility in own.into_iter().chain(others) {
        let Some((id, name)) = heading(site, facility) else { continue };
        let reach = reach(facility, site.parts.areas, municipality);
        let declared = area.is_some_and(|area| reach.touches(&area.id, site.parts.areas));
        if !declared && reach.is_declared() {
            continue;
        }
        let at = all.iter().position(|one| one.id == id).unwrap_or_else(|| {
            all.push(empty(&id, &name));
            all.len() - 1
        });
        let (list, most) = if declared { (&mut all[at].declared, usize::MAX) } else { (&mut all[at].open, MOST) };
        if list.len() < most {
            list.push(entry(site, facility, &reach, area));
        } else {
            all[at].more += 1;
        }
    }
    all.retain(|one| !one.declared.is_empty() || !one.open.is_empty());
    for one in &mut all {
        one.lists = lists(site, one);
    }
    all
}

fn empty(id: &str, name: &str) -> Coming {
    let (id, name) = (id.to_owned(), name.to_owned());
    Coming { id, name, declared: Vec::new(), open: Vec::new(), more: 0, lists: Vec::new() }
}

fn entry(site: &SiteData<'_>, facility: &PublicFacility, reach: &Reach, area: Option<&Area>) -> Entry {
    let mut entry = entry::entry(site, facility, None, None);
    entry.reach = (!reach.words.is_empty()).then(|| reach.words.join("、"));
    entry.far = area.and_then(|area| far(site, facility, area));
    entry
}

/// The warning for doctors and dentists beyond the insurance's limit from every town of the area. Within it nothing is
/// said: the limit is no promise to come.
fn far(site: &SiteData<'_>, facility: &PublicFacility, area: &Area) -> Option<String> {
    if !matches!(facility.kind, Kind::Hospital | Kind::Clinic | Kind::Dental) {
        return None;
    }
    let point = facility.located?.point;
    let towns = site.parts.areas.towns.iter().filter(|town| town.area.as_ref() == Some(&area.id));
    let nearest = towns.filter_map(|town| town.point).map(|town| distance(town, point)).min_by(f64::total_cmp)?;
    (nearest > INSURANCE).then(|| {
        format!(
            "直線でおよそ{:.0}kmはなれています。保険では原則16kmまでです。電話で確認してください。",
            nearest / 1000.0
        )
    })
}

/// The lists of the services under a heading.
fn lists(site: &SiteData<'_>, of: &Coming) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let ids = of.declared.iter().chain(&of.open).filter_map(|entry| site.by_id(&entry.id));
    for link in ids.flat_map(|facility| visiting(site, facility)) {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

fn visiting(site: &SiteData<'_>, facility: &PublicFacility) -> Vec<Link> {
    let visits = |link: &Link| {
        site.parts.services.services.iter().any(|one| one.visits && link.href == format!("find/{}/index.html", one.id))
    };
    entry::offered(site, facility).into_iter().filter(visits).collect()
}
