//! Lists of what the settings' filters let through, and the filters as links.

use super::card::{Cards, Lister};
use super::entry;
use super::find::{Choice, List};
use super::frame::{Frame, Link};
use super::plan::{PER_PAGE, filter_path, service_path};
use super::site::SiteData;
use super::{Page, View};
use crate::settings::FilterSetting;
use serde::Serialize;

/// Filters under their heading.
#[derive(Debug, Clone, Serialize)]
pub struct FilterGroup {
    /// Heading.
    pub name: &'static str,
    /// Filters.
    pub filters: Vec<FilterLink>,
}

/// A filter as a link to its list; the script combines them by their ids.
#[derive(Debug, Clone, Serialize)]
pub struct FilterLink {
    /// Id.
    pub id: String,
    /// Its list, and how many are on it.
    pub link: Link,
    /// Whether it is the list shown.
    pub current: bool,
}

const HEADINGS: [&str; 3] = ["来てくれる・応じる", "家でできる医療", "開いている日"];

/// The headings as `content/` names them.
pub(super) const KINDS: [&str; 3] = ["comes", "care", "open"];

/// Filters of one heading, as links.
pub(super) fn of_kind(site: &SiteData<'_>, kind: &str, only: Option<&str>) -> Vec<Link> {
    let name = KINDS.iter().position(|one| *one == kind).map(|at| HEADINGS[at]);
    let groups = filters(site, None).into_iter().filter(|group| Some(group.name) == name);
    let asked = |id: &str| only.is_none_or(|only| only.split_whitespace().any(|one| one == id));
    groups.flat_map(|group| group.filters).filter(|filter| asked(&filter.id)).map(|filter| filter.link).collect()
}

const fn heading(filter: &FilterSetting) -> &'static str {
    if filter.open.is_some() {
        HEADINGS[2]
    } else if filter.choices.is_empty() {
        HEADINGS[0]
    } else {
        HEADINGS[1]
    }
}

/// Whether a filter has lists of its own: one with a service's id leads to the service's, and a wide site has none.
pub(crate) fn has_lists(site: &SiteData<'_>, filter: &FilterSetting) -> bool {
    !site.parts.areas.is_wide() && site.parts.services.get(&filter.id).is_none()
}

/// Filters with anybody behind them, under their headings.
pub(crate) fn filters(site: &SiteData<'_>, shown: Option<&str>) -> Vec<FilterGroup> {
    let all: Vec<(&FilterSetting, FilterLink)> = site
        .parts
        .settings
        .filters
        .iter()
        .enumerate()
        .filter_map(|(at, filter)| {
            let is_service = site.parts.services.get(&filter.id).is_some();
            let count = if has_lists(site, filter) || is_service { site.passing(at).len() } else { 0 };
            let path = if has_lists(site, filter) {
                filter_path(&filter.id, None, 0)
            } else {
                service_path(&filter.id, None, 0)
            };
            let link = Link::new(path, filter.name.clone()).count(count);
            (count > 0)
                .then(|| (filter, FilterLink { id: filter.id.clone(), link, current: shown == Some(&filter.id) }))
        })
        .collect();
    HEADINGS
        .into_iter()
        .map(|name| FilterGroup {
            name,
            filters: all.iter().filter(|(of, _)| heading(of) == name).map(|(_, link)| link.clone()).collect(),
        })
        .filter(|group| !group.filters.is_empty())
        .collect()
}

/// `with/<filter>/…`
pub(crate) fn filtered(site: &SiteData<'_>, cards: &dyn Cards, at: usize, area: Option<usize>, part: usize) -> Page {
    let filter = &site.parts.settings.filters[at];
    let area = area.map(|at| &site.parts.areas.areas[at]);
    let area_id = area.map(|area| area.id.as_str());
    let all = site.passing(at);
    let here = area.map_or(all, |area| site.within(all, &area.id));
    let cut = &here[(part * PER_PAGE).min(here.len())..((part + 1) * PER_PAGE).min(here.len())];
    let heading = area.map_or_else(|| filter.name.clone(), |area| format!("{}（{}）", filter.name, area.name));
    let lister = Lister { site, cards, service: None };
    let mut frame = Frame::new(site, &filter_path(&filter.id, area_id, part), heading)
        .description(filter.text.clone())
        .under("find/index.html", "さがす")
        .in_area(site, area_id);
    if area.is_some() || part > 0 {
        frame = frame.under(filter_path(&filter.id, None, 0), filter.name.clone());
    }
    let mut areas = vec![Choice {
        link: Link::new(filter_path(&filter.id, None, 0), "すべて").count(all.len()),
        current: area.is_none(),
    }];
    areas.extend(site.parts.areas.areas.iter().filter_map(|one| {
        let count = site.within(all, &one.id).len();
        let link = Link::new(filter_path(&filter.id, Some(&one.id), 0), one.name.clone()).count(count);
        (count > 0).then(|| Choice { link, current: area_id == Some(&one.id) })
    }));
    let pages = here.len().div_ceil(PER_PAGE);
    let view = List {
        id: filter.id.clone(),
        name: filter.name.clone(),
        text: filter.text.clone(),
        groups: entry::by_area(&lister, cut, part * PER_PAGE + 1),
        registered: Vec::new(),
        count: here.len(),
        registered_count: 0,
        areas: if areas.len() > 2 { areas } else { Vec::new() },
        pages: (0..if pages > 1 { pages } else { 0 })
            .map(|at| Choice {
                link: Link::new(filter_path(&filter.id, area_id, at), format!("{}", at + 1)),
                current: at == part,
            })
            .collect(),
        near: Vec::new(),
        by_answers: filter.open.is_none(),
        answered: None,
        area: area.map(|area| area.name.clone()),
        scope: area_id.unwrap_or("all").to_owned(),
        filters: filters(site, Some(&filter.id)),
        service: String::new(),
        with: filter.id.clone(),
        map: (site.parts.pictures.numbered)(cut, part * PER_PAGE + 1),
    };
    Page::new("list.html", frame, View::List(Box::new(view)))
}
