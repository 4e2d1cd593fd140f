//! By place: areas, the map, sheets for paper, the desk of every town.

use super::card::{Cards, Lister};
use super::document::{self, BlockView};
use super::entry::{self, Entry, Group};
use super::find::Choice;
use super::frame::{DeskView, Frame, Link, desk_view};
use super::plan::{PER_PAGE, area_path, district_path, service_path, sheet_path};
use super::site::SiteData;
use super::{Page, View, wide};
use crate::model::{Area, TownId};
use crate::picture::Sheet;
use crate::text::kana;
use serde::Serialize;

/// An area in a list of areas.
#[derive(Debug, Clone, Serialize)]
pub struct AreaView {
    /// Id.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Name.
    pub name: String,
    /// Number of facilities.
    pub count: usize,
    /// Its towns.
    pub towns: Vec<String>,
    /// Its desk.
    pub desk: Option<DeskView>,
    /// Its sheets.
    pub sheets: Vec<Link>,
}

/// Areas as links with their number of facilities.
pub(crate) fn area_links(site: &SiteData<'_>) -> Vec<Link> {
    if site.parts.areas.is_wide() {
        return wide::place_links(site);
    }
    site.parts
        .areas
        .areas
        .iter()
        .map(|area| Link::new(area_path(&area.id, 0), area.name.clone()).count(site.in_area(&area.id).len()))
        .collect()
}

/// Sheets of an area as links.
pub(crate) fn sheet_links(site: &SiteData<'_>, area: &str) -> Vec<Link> {
    site.sheets_of(area)
        .iter()
        .map(|(at, number)| Link::new(sheet_path(area, *number), site.parts.sheets[*at].title.clone()))
        .collect()
}

/// The sheet on which a facility stands, as a link.
pub(crate) fn sheet_with(site: &SiteData<'_>, id: &str) -> Option<Link> {
    site.sheet_with(id).map(|sheet| Link::new(sheet_path(&sheet.area, sheet.number), sheet.title.clone()))
}

/// Towns of an area in the order of their reading.
fn towns(site: &SiteData<'_>, area: &str) -> Vec<TownId> {
    let areas = site.parts.areas;
    let mut towns: Vec<TownId> = (0_u16..)
        .zip(&areas.towns)
        .filter(|(_, town)| town.area.as_deref() == Some(area))
        .map(|(at, _)| TownId(at))
        .collect();
    towns.sort_by_key(|id| {
        let town = areas.town(*id);
        (town.reading.is_empty(), kana::town_order(&town.reading), id.0)
    });
    towns
}

fn area_view(site: &SiteData<'_>, area: &Area) -> AreaView {
    AreaView {
        id: area.id.clone(),
        href: area_path(&area.id, 0),
        name: area.name.clone(),
        count: site.in_area(&area.id).len(),
        towns: towns(site, &area.id).into_iter().map(|id| site.parts.areas.town(id).name.clone()).collect(),
        desk: area.desk.as_ref().map(|desk| desk_view(area, desk)),
        sheets: sheet_links(site, &area.id),
    }
}

/// All areas with what belongs to each; of a wide site the first choice of place.
pub(super) fn area_views(site: &SiteData<'_>) -> Vec<AreaView> {
    if !site.parts.areas.is_wide() {
        return site.parts.areas.areas.iter().map(|area| area_view(site, area)).collect();
    }
    let view = |(link, count): (Link, usize)| AreaView {
        id: link.href.split('/').nth(1).unwrap_or_default().to_owned(),
        href: link.href,
        name: link.label,
        count,
        towns: Vec::new(),
        desk: None,
        sheets: Vec::new(),
    };
    wide::places(site).into_iter().map(view).collect()
}

/// All areas.
#[derive(Debug, Serialize)]
pub struct AreasView {
    /// Areas.
    pub areas: Vec<AreaView>,
    /// Facilities in no area.
    pub elsewhere: usize,
}

/// `area/index.html`
pub(crate) fn areas(site: &SiteData<'_>) -> Page {
    if site.parts.areas.is_wide() {
        return wide::areas(site);
    }
    let frame =
        Frame::new(site, "area/index.html", "地区からさがす").description("地区ごとの相談窓口と施設の一覧です。");
    let view = AreasView {
        areas: site.parts.areas.areas.iter().map(|area| area_view(site, area)).collect(),
        elsewhere: site.parts.facilities.iter().filter(|facility| facility.area.is_none()).count(),
    };
    Page::new("areas.html", frame, View::Areas(Box::new(view)))
}

/// One area.
#[derive(Debug, Serialize)]
pub struct AreaPage {
    /// The area.
    pub area: AreaView,
    /// Services with somebody here, under their headings.
    pub services: Vec<Link>,
    /// Its facilities by town.
    pub towns: Vec<Group>,
    /// Pages of a long list.
    pub pages: Vec<Choice>,
    /// The other areas.
    pub others: Vec<Link>,
}

/// `area/<area>/…`
pub(crate) fn area(site: &SiteData<'_>, cards: &dyn Cards, at: usize, part: usize) -> Page {
    let area = &site.parts.areas.areas[at];
    let lister = Lister { site, cards, service: None };
    let all = site.in_area(&area.id);
    let from = (part * PER_PAGE).min(all.len());
    let here = &all[from..(from + PER_PAGE).min(all.len())];
    let mut towns: Vec<Group> = Vec::new();
    for at in here {
        let facility = site.facility(*at);
        let (id, name) = facility.town.map_or_else(
            || ("t".to_owned(), "町のわからないところ".to_owned()),
            |town| (format!("t{}", town.0), site.parts.areas.town(town).name.clone()),
        );
        if towns.last().is_none_or(|group| group.id != id) {
            towns.push(Group { name: Some(name), id, entries: Vec::new() });
        }
        if let Some(group) = towns.last_mut() {
            group.entries.push(lister.card(*at, None));
        }
    }
    let frame = Frame::new(site, &area_path(&area.id, part), format!("{}の案内", area.name))
        .description(format!("{}の相談窓口と、訪問診療・介護などの施設の一覧です。", area.name))
        .under("area/index.html", "地区から")
        .in_area(site, Some(&area.id));
    let pages = all.len().div_ceil(PER_PAGE);
    let view = AreaPage {
        area: area_view(site, area),
        services: site
            .parts
            .services
            .services
            .iter()
            .filter_map(|service| {
                let members = site.members(&service.id);
                let offers = site.within(&members.offers, &area.id).len();
                let registered = site.within(&members.registered, &area.id).len();
                (offers + registered > 0).then(|| {
                    Link::new(service_path(&service.id, Some(&area.id), 0), service.name.clone())
                        .offers(offers, registered)
                })
            })
            .collect(),
        towns,
        pages: (0..if pages > 1 { pages } else { 0 })
            .map(|at| Choice { link: Link::new(area_path(&area.id, at), format!("{}", at + 1)), current: at == part })
            .collect(),
        others: others(site, area),
    };
    Page::new("area.html", frame, View::Area(Box::new(view)))
}

/// Where one goes from an area: to the others, or up to its district on a wide site.
fn others(site: &SiteData<'_>, area: &Area) -> Vec<Link> {
    match site.parts.areas.district_of(&area.id) {
        Some(district) if wide::has_districts(site) => {
            vec![Link::new(district_path(&district.id), district.name.clone())]
        }
        Some(_) => vec![Link::new("area/index.html", "ほかの市区町村")],
        None => area_links(site).into_iter().filter(|link| link.href != area_path(&area.id, 0)).collect(),
    }
}

/// The map.
#[derive(Debug, Serialize)]
pub struct MapView {
    /// Overview as SVG.
    pub svg: String,
    /// Areas.
    pub areas: Vec<AreaView>,
    /// From `content/map.md`.
    pub intro: Vec<BlockView>,
}

/// `map/index.html`
pub(crate) fn map(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "map/index.html", "地図からさがす")
        .description("地区ごとの施設の数と場所を地図で見られます。");
    let view = MapView {
        svg: site.parts.pictures.overview.to_owned(),
        areas: area_views(site),
        intro: document::intro(site, "map/index.html"),
    };
    Page::new("map.html", frame, View::Map(Box::new(view)))
}

/// All sheets for paper.
#[derive(Debug, Serialize)]
pub struct Print {
    /// Areas with their sheets.
    pub areas: Vec<AreaView>,
    /// Whether there is a booklet of them.
    pub booklet: bool,
}

/// `print/index.html`
pub(crate) fn print(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "print/index.html", "印刷用の地図と一覧")
        .description("A4の紙に印刷できる、番号つきの地図と一覧です。");
    let view = Print { areas: area_views(site), booklet: !site.parts.sheets.is_empty() };
    Page::new("print.html", frame, View::Print(Box::new(view)))
}

/// One sheet.
#[derive(Debug, Serialize)]
pub struct SheetView {
    /// 「北部 1／3」.
    pub title: String,
    /// Area's name.
    pub area: String,
    /// Map as SVG.
    pub svg: String,
    /// Facilities with their numbers on the map; those at one place share a number.
    pub entries: Vec<Entry>,
    /// Facilities that nothing located.
    pub unplaced: Vec<Entry>,
    /// Other sheets of the area.
    pub sheets: Vec<Choice>,
}

/// `print/<area>-<n>.html`
pub(crate) fn sheet(site: &SiteData<'_>, sheet: &Sheet) -> Page {
    let path = sheet_path(&sheet.area, sheet.number);
    let frame = Frame::new(site, &path, format!("{}の地図と一覧", sheet.title))
        .description("A4の紙に印刷できる、番号つきの地図と一覧です。")
        .under("print/index.html", "印刷用の地図")
        .in_area(site, Some(&sheet.area));
    Page::new("sheet.html", frame, View::Sheet(Box::new(sheet_view(site, sheet))))
}

/// A sheet and its list.
pub(crate) fn sheet_view(site: &SiteData<'_>, sheet: &Sheet) -> SheetView {
    let area = site.parts.areas.get(&sheet.area).map_or_else(|| sheet.area.clone(), |area| area.name.clone());
    let path = sheet_path(&sheet.area, sheet.number);
    let listed = |ids: &[String], number: Option<usize>| -> Vec<Entry> {
        ids.iter().filter_map(|id| site.by_id(id)).map(|facility| entry::entry(site, facility, None, number)).collect()
    };
    SheetView {
        title: sheet.title.clone(),
        area,
        svg: sheet.svg.clone(),
        entries: sheet.pins.iter().flat_map(|pin| listed(&pin.facilities, Some(pin.number))).collect(),
        unplaced: listed(&sheet.unplaced, None),
        sheets: sheet_links(site, &sheet.area)
            .into_iter()
            .map(|link| Choice { current: link.href == path, link })
            .collect(),
    }
}
