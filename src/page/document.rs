//! Written pages, events, the library, the glossary.

use super::content::{Text, TextKind, Word};
use super::entry::{self, Entry};
use super::event::{EventView, event};
use super::find::{self, ServiceGroupView};
use super::frame::{DeskView, Frame, Link, desks, scene_id};
use super::markdown::Block;
use super::plan::service_path;
use super::site::SiteData;
use super::{Page, View, words};
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
    /// A service's first facilities and the way to the whole list.
    List {
        /// The whole list.
        link: Link,
        /// How many.
        count: usize,
        /// How many only registered.
        registered: usize,
        /// The first ones.
        entries: Vec<Entry>,
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
}

/// Facilities shown of a list inside a written page.
const FIRST: usize = 3;

fn blocks(site: &SiteData<'_>, text: &Text) -> Vec<BlockView> {
    text.blocks.iter().filter_map(|block| block_view(site, block)).collect()
}

fn block_view(site: &SiteData<'_>, block: &Block) -> Option<BlockView> {
    Some(match block {
        Block::Html(html) => BlockView::Html { html: html.clone() },
        Block::List { service, area } => {
            let service = site.parts.services.get(service)?;
            let area = area.as_deref().filter(|id| site.parts.areas.get(id).is_some());
            let all = &site.members(&service.id).offers;
            let here = area.map_or_else(|| all.clone(), |area| site.within(all, area));
            let area = area.filter(|_| !here.is_empty());
            BlockView::List {
                link: Link::new(service_path(&service.id, area, 0), service.name.clone()).count(here.len()),
                count: here.len(),
                registered: area.map_or_else(
                    || site.members(&service.id).registered.len(),
                    |area| site.within(&site.members(&service.id).registered, area).len(),
                ),
                entries: here
                    .iter()
                    .take(FIRST)
                    .map(|at| entry::entry(site, site.facility(*at), Some(service), None))
                    .collect(),
            }
        }
        Block::Emergency => BlockView::Emergency,
        Block::Desks => BlockView::Desks { desks: desks(site, None) },
        Block::Map => BlockView::Map { svg: site.parts.pictures.overview.to_owned() },
        Block::Services => BlockView::Services { groups: find::services(site) },
        Block::Card => BlockView::Card,
    })
}

/// What `content/` says at the head of a page that the product makes itself.
pub(crate) fn intro(site: &SiteData<'_>, path: &str) -> Vec<BlockView> {
    site.parts.content.at(path).map(|text| blocks(site, text)).unwrap_or_default()
}

/// Whether a text is a page by itself, and not the head of one that the product makes.
pub(crate) fn has_own_page(text: &Text) -> bool {
    const HEADS: [&str; 10] = [
        "index.html",
        "find/index.html",
        "area/index.html",
        "map/index.html",
        "consult/index.html",
        "survey/index.html",
        "data/index.html",
        "about/index.html",
        "events/index.html",
        "library/index.html",
    ];
    !HEADS.contains(&text.path.as_str()) && text.path != "banner/index.html"
}

/// A written page.
#[derive(Debug, Serialize)]
pub struct TextView {
    /// One sentence under the title.
    pub lead: String,
    /// Its parts.
    pub blocks: Vec<BlockView>,
    /// Words to explain.
    pub words: Vec<Word>,
    /// 「2026年10月1日」.
    pub date: Option<String>,
    /// When somebody confirmed it.
    pub checked: Option<String>,
    /// Facts of an event.
    pub event: Option<EventView>,
    /// The document itself.
    pub file: Option<FileView>,
    /// Video.
    pub video: Option<String>,
    /// For whom, in words.
    pub audience: Option<String>,
    /// Whether it is invented.
    pub sample: bool,
    /// The other scenes, or other pages of the kind.
    pub others: Vec<Link>,
}

/// A document to open.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Where.
    pub href: String,
    /// Whether it lies outside the site.
    pub outside: bool,
    /// 「PDF、1.2MB」.
    pub note: String,
}

fn file(text: &Text) -> Option<FileView> {
    let href = text.document.clone()?;
    let outside = href.contains("://");
    let note = [text.file_type.clone(), text.size.clone()].into_iter().flatten().collect::<Vec<_>>().join("、");
    Some(FileView { href: href.trim_start_matches('/').to_owned(), outside, note })
}

/// A written page; without one, the page says that it is being prepared.
pub(crate) fn text(site: &SiteData<'_>, text: Option<&Text>) -> Page {
    let Some(text) = text else {
        return navii_without_text(site);
    };
    let mut frame = Frame::new(site, &text.path, text.title.clone()).description(text.description.clone());
    let mut others = Vec::new();
    let mut template = "text.html";
    match text.kind {
        TextKind::Scene => {
            frame.scene = Some(scene_id(&text.path).to_owned());
            others = find::scene_links(site);
            others.retain(|link| link.href != text.path);
        }
        TextKind::Event => {
            frame = frame.under("events/index.html", "催し");
            template = "event.html";
        }
        TextKind::Document | TextKind::Newsletter | TextKind::Session => {
            frame = frame.under("library/index.html", "資料");
            template = "document.html";
        }
        TextKind::Page => {}
    }
    let view = TextView {
        lead: text.description.clone(),
        blocks: blocks(site, text),
        words: text.words.iter().map(|at| site.parts.content.glossary[*at].clone()).collect(),
        date: text.date.map(words::day),
        checked: text.checked.map(words::month),
        event: event(site, text),
        file: file(text),
        video: text.video.clone(),
        audience: text.audience.clone(),
        sample: text.sample,
        others,
    };
    Page::new(template, frame, View::Text(Box::new(view)))
}

/// ナビイ has a fixed address, so its page exists even when nobody wrote one.
fn navii_without_text(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "navii/index.html", "医療情報ネット（ナビイ）")
        .description("全国の病院・診療所・薬局をさがせる、厚生労働省のしくみです。");
    let view = TextView {
        lead: frame.description.clone(),
        blocks: vec![BlockView::Html {
            html: "<p>医療情報ネット（ナビイ）では、全国の病院・診療所・歯科診療所・助産所・薬局を、\
                   診療科目や曜日・時間からさがせます。</p>"
                .into(),
        }],
        words: Vec::new(),
        date: None,
        checked: None,
        event: None,
        file: None,
        video: None,
        audience: None,
        sample: false,
        others: Vec::new(),
    };
    Page::new("text.html", frame, View::Text(Box::new(view)))
}

/// A written page in a list.
#[derive(Debug, Clone, Serialize)]
pub struct TextCard {
    /// Its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// One sentence.
    pub text: String,
    /// Date or time.
    pub date: Option<String>,
    /// What sort, in words.
    pub kind: &'static str,
    /// For whom, in words.
    pub audience: Option<String>,
    /// Facts of an event.
    pub event: Option<EventView>,
    /// 「PDF、1.2MB」.
    pub file: Option<FileView>,
    /// Whether it is invented.
    pub sample: bool,
}

fn card(site: &SiteData<'_>, text: &Text) -> TextCard {
    TextCard {
        href: text.path.clone(),
        title: text.title.clone(),
        text: text.description.clone(),
        date: text.date.map(words::day),
        kind: match text.kind {
            TextKind::Event => "催し",
            TextKind::Newsletter => "たより",
            TextKind::Session => "研修の記録",
            TextKind::Document => "資料",
            TextKind::Page | TextKind::Scene => "ページ",
        },
        audience: text.audience.clone(),
        event: event(site, text),
        file: file(text),
        sample: text.sample,
    }
}

/// Events that were not over when the site was built, next first.
pub(crate) fn coming(site: &SiteData<'_>) -> Vec<TextCard> {
    all_events(site).into_iter().filter(|card| card.event.as_ref().is_none_or(|event| !event.over)).collect()
}

fn all_events(site: &SiteData<'_>) -> Vec<TextCard> {
    let mut texts = site.parts.content.of(TextKind::Event);
    texts.sort_by_key(|text| text.start);
    texts.into_iter().map(|text| card(site, text)).collect()
}

/// Documents, newest first.
pub(crate) fn documents(site: &SiteData<'_>) -> Vec<TextCard> {
    let content = site.parts.content;
    let mut texts: Vec<&Text> = [TextKind::Document, TextKind::Newsletter, TextKind::Session]
        .into_iter()
        .flat_map(|kind| content.of(kind))
        .collect();
    texts.sort_by_key(|text| (std::cmp::Reverse(text.date), text.order, text.path.as_str()));
    texts.into_iter().map(|text| card(site, text)).collect()
}

/// A list of written pages.
#[derive(Debug, Serialize)]
pub struct Shelf {
    /// What stands above.
    pub intro: Vec<BlockView>,
    /// To come, or all.
    pub now: Vec<TextCard>,
    /// Over.
    pub past: Vec<TextCard>,
    /// What to say when there is nothing.
    pub empty: &'static str,
    /// Heading of `past`.
    pub past_title: &'static str,
}

/// `events/index.html`
pub(crate) fn events(site: &SiteData<'_>) -> Page {
    let path = "events/index.html";
    let title = site.parts.content.at(path).map_or("催し", |text| text.title.as_str());
    let mut past: Vec<TextCard> =
        all_events(site).into_iter().filter(|card| card.event.as_ref().is_some_and(|event| event.over)).collect();
    past.reverse();
    let view = Shelf {
        intro: intro(site, path),
        now: coming(site),
        past,
        empty: "いまお知らせできる催しはありません。",
        past_title: "終わった催し",
    };
    let frame = Frame::new(site, path, title).description("講座や研修などの催しです。");
    Page::new("shelf.html", frame, View::Shelf(Box::new(view)))
}

/// `library/index.html`
pub(crate) fn library(site: &SiteData<'_>) -> Page {
    let path = "library/index.html";
    let title = site.parts.content.at(path).map_or("資料", |text| text.title.as_str());
    let view = Shelf {
        intro: intro(site, path),
        now: documents(site),
        past: Vec::new(),
        empty: "いま載せている資料はありません。",
        past_title: "",
    };
    let frame = Frame::new(site, path, title).description("会議の記録、たより、冊子などです。");
    Page::new("shelf.html", frame, View::Shelf(Box::new(view)))
}

/// The glossary.
#[derive(Debug, Serialize)]
pub struct WordsView {
    /// Words by reading.
    pub words: Vec<Word>,
}

/// `words/index.html`
pub(crate) fn words_page(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "words/index.html", "ことばの説明")
        .description("在宅療養でよく出てくることばを、やさしく説明します。");
    let view = WordsView { words: site.parts.content.glossary.clone() };
    Page::new("words.html", frame, View::Words(Box::new(view)))
}
