//! Parts of written pages, as the templates take them.

use super::content::{Text, TextKind};
use super::document::{self, TextCard};
use super::entry::{self, Entry};
use super::find::{self, ServiceGroupView};
use super::frame::{DeskView, Link, Qr, desks};
use super::markdown::{Block, target};
use super::narrow;
use super::plan::service_path;
use super::plan_data::{self, Action, ChartView, Figure, GoalsView};
use super::site::SiteData;
use serde::Serialize;

/// A part of a written page, for the templates.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum BlockView {
    /// Text.
    Html {
        /// As HTML.
        html: String,
    },
    /// The way to a service's list, whole and by area. None of a long list is shown before the others.
    List {
        /// The whole list.
        link: Link,
        /// How many.
        count: usize,
        /// How many only registered.
        registered: usize,
        /// The list of each area.
        areas: Vec<Link>,
        /// All of a short list.
        entries: Vec<Entry>,
    },
    /// Where a service's map, list and data are.
    Layer {
        /// The list with its map.
        link: Link,
        /// The layer's file.
        file: String,
    },
    /// One facility.
    Facility {
        /// The facility.
        entry: Box<Entry>,
    },
    /// One that is no longer listed.
    Gone {
        /// Its page, which says what became of it.
        link: Link,
    },
    /// The numbers to call at once.
    Emergency,
    /// Desks.
    Desks {
        /// All of them.
        desks: Vec<DeskView>,
    },
    /// The overview map.
    Map {
        /// SVG.
        svg: String,
    },
    /// Every service.
    Services {
        /// By group.
        groups: Vec<ServiceGroupView>,
    },
    /// The emergency card.
    Card,
    /// Goals of the plan.
    Goals {
        /// By term.
        terms: Vec<GoalsView>,
        /// What they were read in.
        source: String,
    },
    /// What a scene of the plan holds.
    Plan {
        /// What is done.
        actions: Vec<Action>,
        /// 「令和5年度」.
        last_year: String,
        /// 「令和6年度」.
        this_year: String,
        /// What it was read in.
        source: String,
    },
    /// Figures side by side.
    Chart {
        /// With its picture.
        chart: Box<ChartView>,
    },
    /// One figure.
    Figure {
        /// The figure.
        figure: Figure,
        /// What it was read in.
        source: String,
    },
    /// Events or documents.
    Cards {
        /// Each with its page.
        cards: Vec<TextCard>,
        /// What to say when there is none.
        empty: &'static str,
    },
    /// The municipality's lists on ナビイ.
    Navii {
        /// Whose.
        municipality: String,
        /// Lists; `href` is a whole address.
        lists: Vec<Link>,
        /// The prefecture's page, from which a search begins.
        start: Link,
    },
    /// Ways on.
    Links {
        /// Each with how many stand behind it.
        links: Vec<Link>,
    },
    /// Empty lines to write on.
    Lines {
        /// One for each.
        lines: Vec<u8>,
    },
    /// A QR code.
    Qr {
        /// With its address; none until the site knows where it is.
        qr: Option<Qr>,
        /// The page.
        link: Link,
    },
}

/// A list of so few stands on the written page itself. Of a longer one nobody is shown before the others.
const SHORT: usize = 3;
/// Events and documents shown inside a written page.
const CARDS: usize = 5;

/// The parts of a text.
pub(super) fn blocks(site: &SiteData<'_>, text: &Text) -> Vec<BlockView> {
    text.blocks.iter().filter_map(|block| block_view(site, block)).collect()
}

fn block_view(site: &SiteData<'_>, block: &Block) -> Option<BlockView> {
    let plan = &site.parts.content.plan;
    Some(match block {
        Block::Html(html) => BlockView::Html { html: html.clone() },
        Block::List { service, area } => return list(site, service, area.as_deref()),
        Block::Layer(service) => {
            let service = site.parts.services.get(service)?;
            BlockView::Layer {
                link: Link::new(service_path(&service.id, None, 0), service.name.clone()),
                file: format!("geojson/{}.geojson", service.id),
            }
        }
        Block::Facility(id) => facility(site, id),
        Block::Navii => navii(site),
        Block::Filters { kind, only } => BlockView::Links { links: narrow::of_kind(site, kind, only.as_deref()) },
        Block::Lines(count) => BlockView::Lines { lines: (1..=*count).collect() },
        Block::Emergency => BlockView::Emergency,
        Block::Desks => BlockView::Desks { desks: desks(site, None) },
        Block::Map => BlockView::Map { svg: site.parts.pictures.overview.to_owned() },
        Block::Services => BlockView::Services { groups: find::services(site) },
        Block::Card => BlockView::Card,
        Block::Goals => BlockView::Goals { terms: plan_data::goals(site), source: plan.source.clone() },
        Block::Plan(scene) => BlockView::Plan {
            actions: plan.actions.iter().filter(|action| action.scene == *scene).cloned().collect(),
            last_year: plan.last_year.clone(),
            this_year: plan.this_year.clone(),
            source: plan.source.clone(),
        },
        Block::Chart(id) => BlockView::Chart { chart: Box::new(plan_data::chart(site, id)?) },
        Block::Figure(id) => BlockView::Figure {
            figure: plan.figures.iter().find(|figure| figure.id == *id)?.clone(),
            source: plan.source.clone(),
        },
        Block::Events => BlockView::Cards {
            cards: document::coming(site).into_iter().take(CARDS).collect(),
            empty: "いまお知らせできる催しはありません。",
        },
        Block::Documents(kind) => BlockView::Cards {
            cards: document::of_kind(site, kind_of(kind)?).into_iter().take(CARDS).collect(),
            empty: "いま載せているものはありません。",
        },
        Block::Qr(path) => {
            let path = target(path);
            let text = site.parts.content.at(&path);
            BlockView::Qr {
                qr: site
                    .absolute(&path)
                    .and_then(|address| Some(Qr { svg: (site.parts.pictures.qr)(&address)?, address })),
                link: Link::new(path, text.map_or("このページ", |text| text.title.as_str())),
            }
        }
    })
}

fn list(site: &SiteData<'_>, service: &str, area: Option<&str>) -> Option<BlockView> {
    let service = site.parts.services.get(service)?;
    let area = area.filter(|id| site.parts.areas.get(id).is_some());
    let all = &site.members(&service.id).offers;
    let here = area.map_or(all.as_slice(), |area| site.within(all, area));
    let area = area.filter(|_| !here.is_empty());
    let registered = &site.members(&service.id).registered;
    let areas = site.parts.areas.areas.iter().filter_map(|one| {
        let (offers, registered) = (site.within(all, &one.id).len(), site.within(registered, &one.id).len());
        (offers + registered > 0).then(|| {
            Link::new(service_path(&service.id, Some(&one.id), 0), one.name.clone()).offers(offers, registered)
        })
    });
    let short = here.len() <= SHORT;
    Some(BlockView::List {
        link: Link::new(service_path(&service.id, area, 0), service.name.clone()).count(here.len()),
        count: here.len(),
        registered: area.map_or_else(|| registered.len(), |area| site.within(registered, area).len()),
        areas: if area.is_none() && !short { areas.collect() } else { Vec::new() },
        entries: here
            .iter()
            .take(if short { SHORT } else { 0 })
            .map(|at| entry::entry(site, site.facility(*at), Some(service), None))
            .collect(),
    })
}

/// A facility by an id of any time: the one into which it was merged, or the way to what its page says now.
fn facility(site: &SiteData<'_>, id: &str) -> BlockView {
    let now = site.parts.redirects.iter().find(|(old, _)| old == id).map_or(id, |(_, new)| new.as_str());
    if let Some(facility) = site.by_id(now) {
        return BlockView::Facility { entry: Box::new(entry::entry(site, facility, None, None)) };
    }
    let name =
        site.parts.closed.iter().find(|closed| closed.id == id).map_or("この施設", |closed| closed.name.as_str());
    BlockView::Gone { link: Link::new(format!("facility/{id}.html"), name) }
}

/// ナビイ takes a municipality's code in its address: 「1」 and five digits (seen in use, documented nowhere).
fn navii(site: &SiteData<'_>) -> BlockView {
    const NAVII: &str = "https://www.iryou.teikyouseido.mhlw.go.jp/znk-web/juminkanja";
    let municipality = &site.parts.settings.municipality;
    let code = &municipality.code;
    let (prefecture, five) = (code.get(..2).unwrap_or_default(), code.get(..5).unwrap_or_default());
    let list = |query: String, name: &str| {
        Link::new(format!("{NAVII}/S2400/initialize?{query}"), format!("{}の{name}", municipality.name))
    };
    BlockView::Navii {
        municipality: municipality.name.clone(),
        lists: vec![
            list(format!("sortNo=1&sjk=3&jc=MC-01&lo=1{five}&page=0"), "医療機関"),
            list(format!("sjk=4&jc=P-01&lo=1{five}&cp=x_0_0__A&page=0&size=20"), "薬局"),
        ],
        start: Link::new(
            format!("{NAVII}/S2310/initialize?pref={prefecture}"),
            format!("ナビイの{}のページ", municipality.prefecture),
        ),
    }
}

fn kind_of(word: &str) -> Option<TextKind> {
    Some(match word {
        "document" => TextKind::Document,
        "newsletter" => TextKind::Newsletter,
        "session" => TextKind::Session,
        "minutes" => TextKind::Minutes,
        "form" => TextKind::Form,
        _ => return None,
    })
}

/// What `content/` says at the head of a page that the product makes itself.
pub(crate) fn intro(site: &SiteData<'_>, path: &str) -> Vec<BlockView> {
    site.parts.content.at(path).map(|text| blocks(site, text)).unwrap_or_default()
}
