//! Ways to look: the first page, by need, by name.

use super::card::{Cards, Lister};
use super::content::TextKind;
use super::document::{self, BlockView, TextCard};
use super::entry::{self, Group};
use super::frame::{Frame, Link};
use super::narrow::{self, FilterGroup};
use super::plan::{PER_PAGE, names_path, service_in_path, service_path};
use super::site::SiteData;
use super::{Page, View, wide, words};
use crate::model::Service;
use serde::Serialize;

/// Services under their heading.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceGroupView {
    /// Heading's id.
    pub id: String,
    /// Heading.
    pub name: String,
    /// Services.
    pub services: Vec<ServiceView>,
}

/// A service as a way to look.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceView {
    /// Id.
    pub id: String,
    /// Its list.
    pub href: String,
    /// Name.
    pub name: String,
    /// One sentence.
    pub text: String,
    /// How many offer it.
    pub count: usize,
    /// How many only registered.
    pub registered: usize,
}

/// Services by group, in the order of the catalogue.
pub(crate) fn services(site: &SiteData<'_>) -> Vec<ServiceGroupView> {
    let catalogue = site.parts.services;
    catalogue
        .groups
        .iter()
        .map(|group| ServiceGroupView {
            id: group.id.clone(),
            name: group.name.clone(),
            services: catalogue
                .services
                .iter()
                .filter(|service| service.group == group.id)
                .map(|service| service_view(site, service))
                .collect(),
        })
        .filter(|group| !group.services.is_empty())
        .collect()
}

fn service_view(site: &SiteData<'_>, service: &Service) -> ServiceView {
    let members = site.members(&service.id);
    ServiceView {
        id: service.id.clone(),
        href: service_path(&service.id, None, 0),
        name: service.name.clone(),
        text: service.text.clone(),
        count: members.offers.len(),
        registered: members.registered.len(),
    }
}

/// The first page.
#[derive(Debug, Serialize)]
pub struct Home {
    /// What stands above everything, from `content/home.md`.
    pub lead: String,
    /// Its text.
    pub intro: Vec<BlockView>,
    /// Ways to look.
    pub groups: Vec<ServiceGroupView>,
    /// Areas.
    pub areas: Vec<Link>,
    /// Number of facilities.
    pub count: usize,
    /// Next events.
    pub events: Vec<TextCard>,
    /// Newest documents.
    pub documents: Vec<TextCard>,
}

/// `index.html`
pub(crate) fn home(site: &SiteData<'_>) -> Page {
    let settings = &site.parts.settings.site;
    let text = site.parts.content.at("index.html");
    let lead = text.map_or_else(|| settings.description.clone(), |text| text.title.clone());
    let frame = Frame::new(site, "index.html", settings.name.clone()).description(settings.description.clone());
    let view = Home {
        lead,
        intro: document::intro(site, "index.html"),
        groups: services(site),
        areas: super::place::area_links(site),
        count: site.parts.facilities.len(),
        events: document::coming(site).into_iter().take(3).collect(),
        documents: document::documents(site).into_iter().take(3).collect(),
    };
    Page::new("home.html", frame, View::Home(Box::new(view)))
}

/// Everything by which one may look.
#[derive(Debug, Serialize)]
pub struct Find {
    /// From `content/find.md`.
    pub intro: Vec<BlockView>,
    /// By need.
    pub groups: Vec<ServiceGroupView>,
    /// By what else.
    pub filters: Vec<FilterGroup>,
    /// By place.
    pub areas: Vec<Link>,
    /// By name, when all fit on this page.
    pub rows: Vec<NameRow>,
    /// Pages of names, when they do not.
    pub name_pages: Vec<Link>,
    /// Number of facilities.
    pub count: usize,
}

/// Names of one row of the syllabary.
#[derive(Debug, Clone, Serialize)]
pub struct NameRow {
    /// 「か行」.
    pub row: &'static str,
    /// Facilities: name, and town beside it.
    pub names: Vec<Link>,
}

/// Up to this many names stand on the find page itself.
const NAMES_INLINE: usize = 300;

fn rows(site: &SiteData<'_>, facilities: &[u32]) -> Vec<NameRow> {
    let mut out: Vec<NameRow> = Vec::new();
    for at in facilities {
        let facility = site.facility(*at);
        let (_, name) = words::kana_row(&facility.sort_key);
        if out.last().is_none_or(|last| last.row != name) {
            out.push(NameRow { row: name, names: Vec::new() });
        }
        if let Some(last) = out.last_mut() {
            let mut link = Link::new(facility.path(), facility.name.clone());
            link.note = entry::town(site, facility);
            last.names.push(link);
        }
    }
    out
}

/// How many pages of names there are: none when they fit on the find page.
pub(crate) fn names_parts(site: &SiteData<'_>) -> usize {
    if site.parts.areas.is_wide() {
        return 0;
    }
    let count = site.parts.facilities.len();
    if count <= NAMES_INLINE { 0 } else { count.div_ceil(NAMES_INLINE) }
}

/// `find/index.html`
pub(crate) fn find(site: &SiteData<'_>) -> Page {
    let count = site.parts.facilities.len();
    let frame =
        Frame::new(site, "find/index.html", "さがす").description("名前・町・ことば、必要なこと、地区からさがせます。");
    let parts = names_parts(site);
    let view = Find {
        intro: document::intro(site, "find/index.html"),
        groups: services(site),
        filters: narrow::filters(site, None),
        areas: super::place::area_links(site),
        rows: if parts == 0 && !site.parts.areas.is_wide() { rows(site, site.by_name()) } else { Vec::new() },
        name_pages: (0..parts).map(|part| Link::new(names_path(part), format!("{}ページ", part + 1))).collect(),
        count,
    };
    Page::new("find.html", frame, View::Find(Box::new(view)))
}

/// One page of names.
#[derive(Debug, Serialize)]
pub struct Names {
    /// Rows.
    pub rows: Vec<NameRow>,
    /// All pages.
    pub pages: Vec<Link>,
    /// This one, from 0.
    pub part: usize,
}

/// `find/name/index.html`
pub(crate) fn names(site: &SiteData<'_>, part: usize) -> Page {
    let all = site.by_name();
    let from = (part * NAMES_INLINE).min(all.len());
    let until = (from + NAMES_INLINE).min(all.len());
    let frame = Frame::new(site, &names_path(part), format!("名前からさがす（{}）", part + 1))
        .under("find/index.html", "さがす");
    let view = Names {
        rows: rows(site, &all[from..until]),
        pages: (0..names_parts(site)).map(|part| Link::new(names_path(part), format!("{}", part + 1))).collect(),
        part,
    };
    Page::new("names.html", frame, View::Names(Box::new(view)))
}

/// A service's list.
#[derive(Debug, Serialize)]
pub struct List {
    /// Service's id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub text: String,
    /// Those that offer it, by area.
    pub groups: Vec<Group>,
    /// Those that only registered.
    pub registered: Vec<Group>,
    /// How many offer it.
    pub count: usize,
    /// How many only registered.
    pub registered_count: usize,
    /// The same list by area; the one shown has no address.
    pub areas: Vec<Choice>,
    /// Pages of a long list.
    pub pages: Vec<Choice>,
    /// Services of the same group.
    pub near: Vec<Link>,
    /// Whether survey answers decide who belongs.
    pub by_answers: bool,
    /// The newest answer, 「2026年6月」.
    pub answered: Option<String>,
    /// Area's name when the list is of one.
    pub area: Option<String>,
    /// Area's id, else `all`.
    pub scope: String,
    /// By what else the list can be narrowed.
    pub filters: Vec<FilterGroup>,
    /// The service whose list it is; empty when it is a filter's.
    pub service: String,
    /// The filter whose list it is, else empty.
    pub with: String,
    /// The numbered map for paper as SVG; empty when nobody is placed.
    pub map: String,
}

/// One of several; the current one is marked.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// Where.
    pub link: Link,
    /// Whether it is this page.
    pub current: bool,
}

/// `find/<service>/…`
pub(crate) fn service(
    site: &SiteData<'_>,
    cards: &dyn Cards,
    service: usize,
    area: Option<usize>,
    part: usize,
) -> Page {
    let service = &site.parts.services.services[service];
    let is_wide = site.parts.areas.is_wide();
    if is_wide && area.is_none() {
        return wide::service(site, service);
    }
    let area = area.map(|at| &site.parts.areas.areas[at]);
    let members = site.members(&service.id);
    let pick = |all: &'_ [u32]| -> Vec<u32> { area.map_or(all, |area| site.within(all, &area.id)).to_vec() };
    let (offers, registered) = (pick(&members.offers), pick(&members.registered));
    let total = offers.len() + registered.len();
    let (from, until) = (part * PER_PAGE, ((part + 1) * PER_PAGE).min(total));
    let cut_of = |all: &[u32], skip: usize| {
        all[from.saturating_sub(skip).min(all.len())..until.saturating_sub(skip).min(all.len())].to_vec()
    };
    let area_id = area.map(|area| area.id.as_str());
    let lister = Lister { site, cards, service: Some(service) };
    let cut = |all: &[u32], skip: usize| entry::by_area(&lister, &cut_of(all, skip), skip.max(from) + 1);
    let heading = area.map_or_else(|| service.name.clone(), |area| format!("{}（{}）", service.name, area.name));
    let mut frame = Frame::new(site, &service_path(&service.id, area_id, part), heading)
        .description(service.text.clone())
        .under("find/index.html", "さがす")
        .in_area(site, area_id);
    if area.is_some() || part > 0 {
        frame = frame.under(service_path(&service.id, None, 0), service.name.clone());
    }
    let mut areas = vec![Choice {
        link: Link::new(service_path(&service.id, None, 0), "すべて")
            .offers(members.offers.len(), members.registered.len()),
        current: area.is_none(),
    }];
    let district = area.filter(|_| wide::has_districts(site)).and_then(|area| site.parts.areas.district_of(&area.id));
    if let Some(district) = district {
        let (offers, registered) = wide::in_district(site, service, district);
        let link = Link::new(service_in_path(&service.id, &district.id), district.name.clone());
        areas.push(Choice { link: link.offers(offers, registered), current: false });
    }
    // The municipalities of a wide site are chosen on the pages before.
    let beside = if is_wide { area.map_or(&[][..], std::slice::from_ref) } else { &site.parts.areas.areas };
    for one in beside {
        let (offers, registered) =
            (site.within(&members.offers, &one.id).len(), site.within(&members.registered, &one.id).len());
        if offers + registered > 0 {
            let link =
                Link::new(service_path(&service.id, Some(&one.id), 0), one.name.clone()).offers(offers, registered);
            areas.push(Choice { link, current: area_id == Some(&one.id) });
        }
    }
    let pages = total.div_ceil(PER_PAGE);
    let newest = offers
        .iter()
        .flat_map(|at| site.facility(*at).answers.iter())
        .filter(|answer| service.answers.contains(&answer.question))
        .filter_map(|answer| answer.as_of)
        .max();
    let view = List {
        id: service.id.clone(),
        name: service.name.clone(),
        text: service.text.clone(),
        groups: cut(&offers, 0),
        registered: cut(&registered, offers.len()),
        count: offers.len(),
        registered_count: registered.len(),
        areas: if areas.len() > 2 || is_wide { areas } else { Vec::new() },
        pages: (0..if pages > 1 { pages } else { 0 })
            .map(|at| Choice {
                link: Link::new(service_path(&service.id, area_id, at), format!("{}", at + 1)),
                current: at == part,
            })
            .collect(),
        near: near(site, service),
        by_answers: !service.answers.is_empty(),
        answered: newest.map(words::month),
        area: area.map(|area| area.name.clone()),
        scope: area_id.unwrap_or("all").to_owned(),
        filters: narrow::filters(site, None),
        service: service.id.clone(),
        with: String::new(),
        map: (site.parts.pictures.numbered)(
            &[cut_of(&offers, 0), cut_of(&registered, offers.len())].concat(),
            from + 1,
        ),
    };
    Page::new("list.html", frame, View::List(Box::new(view)))
}

/// Services of the same group.
pub(super) fn near(site: &SiteData<'_>, service: &Service) -> Vec<Link> {
    let others = site.parts.services.services.iter();
    others
        .filter(|other| other.group == service.group && other.id != service.id)
        .map(|other| {
            let members = site.members(&other.id);
            Link::new(service_path(&other.id, None, 0), other.name.clone())
                .offers(members.offers.len(), members.registered.len())
        })
        .collect()
}

/// Scenes have their own pages; this is how other pages name them.
pub(crate) fn scene_links(site: &SiteData<'_>) -> Vec<Link> {
    site.parts
        .content
        .of(TextKind::Scene)
        .into_iter()
        .map(|text| Link::new(text.path.clone(), text.title.clone()))
        .collect()
}
