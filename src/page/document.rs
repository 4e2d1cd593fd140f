//! Written pages, events, the library, the glossary.

use super::anchor::Heading;
use super::blocks::blocks;
pub(crate) use super::blocks::{BlockView, intro};
use super::content::{FileFact, Text, TextKind, Word};
use super::event::{self, EventView, event};
use super::find;
use super::frame::{Frame, Link, scene_id};
use super::markdown::Block;
use super::site::SiteData;
use super::{Page, View, words};
use serde::Serialize;

/// Whether a text is a page by itself, and not the head of one that the product makes.
pub(crate) fn has_own_page(text: &Text) -> bool {
    const HEADS: [&str; 11] = [
        "index.html",
        "find/index.html",
        "area/index.html",
        "map/index.html",
        "consult/index.html",
        "survey/index.html",
        "data/index.html",
        "about/index.html",
        "accessibility/index.html",
        "events/index.html",
        "library/index.html",
    ];
    !HEADS.contains(&text.path.as_str()) && (text.path != super::banner::PATH || !text.blocks.is_empty())
}

/// A written page.
#[derive(Debug, Serialize)]
pub struct TextView {
    /// One sentence under the title.
    pub lead: String,
    /// Its parts.
    pub blocks: Vec<BlockView>,
    /// Its parts, when it is long.
    pub contents: Vec<Link>,
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
    /// Files handed out.
    pub handouts: Vec<FileView>,
    /// Calendar of all events.
    pub calendar: Option<&'static str>,
    /// Video.
    pub video: Option<String>,
    /// For whom, in words.
    pub audience: Option<String>,
    /// Whether it is there to be printed and written on.
    pub paper: bool,
    /// Whether it is invented.
    pub sample: bool,
    /// The other scenes.
    pub others: Vec<Link>,
    /// Pages that belong to this scene, or the scenes to which this page belongs.
    pub related: Vec<Link>,
    /// Ways to send an event on without scripts.
    pub shares: Vec<Link>,
}

/// A document to open.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// What it is called.
    pub title: String,
    /// Where.
    pub href: String,
    /// Whether it lies outside the site.
    pub outside: bool,
    /// 「PDF、1.2MB」.
    pub note: String,
}

fn file(fact: &FileFact) -> FileView {
    FileView {
        title: fact.title.clone(),
        href: fact.href.clone(),
        outside: fact.href.contains("://"),
        note: fact.note.clone(),
    }
}

/// Pages of a scene, or a page's scenes.
fn related(site: &SiteData<'_>, text: &Text) -> Vec<Link> {
    let content = site.parts.content;
    let link = |text: &Text| Link::new(text.path.clone(), text.title.clone());
    if text.kind == TextKind::Scene {
        let scene = scene_id(&text.path);
        let mut texts: Vec<&Text> =
            content.texts.iter().filter(|one| one.scenes.iter().any(|of| of == scene) && has_own_page(one)).collect();
        texts.sort_by_key(|text| (text.kind, text.order, text.path.as_str()));
        return texts.into_iter().map(link).collect();
    }
    text.scenes.iter().filter_map(|scene| content.at(&format!("scene/{scene}/index.html"))).map(link).collect()
}

/// A page of so many parts says at its head what it holds.
const LONG: usize = 6;

fn contents(text: &Text) -> Vec<Link> {
    // Nothing stands above the numbers to call at once.
    let parts: Vec<&Heading> = text.headings.iter().filter(|heading| heading.level == 2).collect();
    if text.paper || parts.len() < LONG || text.blocks.first() == Some(&Block::Emergency) {
        return Vec::new();
    }
    parts.into_iter().map(|part| Link::new(format!("#{}", part.id), part.title.clone())).collect()
}

/// LINE and mail, by plain links.
fn shares(site: &SiteData<'_>, text: &Text) -> Vec<Link> {
    let Some(address) = site.absolute(&text.path) else { return Vec::new() };
    let words = words::percent(&format!("{}\n{address}", text.title));
    vec![
        Link::new(format!("https://line.me/R/msg/text/?{words}"), "LINEで送る"),
        Link::new(format!("mailto:?subject={}&body={words}", words::percent(&text.title)), "メールで送る"),
    ]
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
        TextKind::Document | TextKind::Newsletter | TextKind::Session | TextKind::Minutes | TextKind::Form => {
            frame = frame.under("library/index.html", "資料");
            template = "document.html";
        }
        TextKind::Page => {}
    }
    let view = TextView {
        lead: text.description.clone(),
        blocks: blocks(site, text),
        contents: contents(text),
        words: text.words.iter().map(|at| site.parts.content.glossary[*at].clone()).collect(),
        date: text.date.map(words::day),
        checked: text.checked.map(words::month),
        event: (text.kind == TextKind::Event).then(|| event(site, text)).flatten(),
        file: text.document.as_ref().map(file),
        handouts: text.handouts.iter().map(file).collect(),
        calendar: (text.kind == TextKind::Event).then_some(event::CALENDAR),
        video: text.video.clone(),
        audience: text.audience.clone(),
        paper: text.paper,
        sample: text.sample,
        others,
        related: related(site, text),
        shares: if text.kind == TextKind::Event { shares(site, text) } else { Vec::new() },
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
        contents: Vec::new(),
        words: Vec::new(),
        date: None,
        checked: None,
        event: None,
        file: None,
        handouts: Vec::new(),
        calendar: None,
        video: None,
        audience: None,
        paper: false,
        sample: false,
        others: Vec::new(),
        related: Vec::new(),
        shares: Vec::new(),
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
    let is_event = text.kind == TextKind::Event;
    TextCard {
        href: text.path.clone(),
        title: text.title.clone(),
        text: text.description.clone(),
        // The day on which an event was announced would be read as its own.
        date: text.date.map(words::day).or_else(|| text.month.map(words::month)).filter(|_| !is_event),
        kind: match text.kind {
            TextKind::Event => "催し",
            TextKind::Newsletter => "たより",
            TextKind::Session => "研修の記録",
            TextKind::Minutes => "会議録",
            TextKind::Form => "様式",
            TextKind::Document => "資料",
            TextKind::Page | TextKind::Scene => "ページ",
        },
        audience: text.audience.clone(),
        event: is_event.then(|| event(site, text)).flatten(),
        file: text.document.as_ref().map(file),
        sample: text.sample,
    }
}

/// Events that were not over when the site was built, next first.
pub(crate) fn coming(site: &SiteData<'_>) -> Vec<TextCard> {
    all_events(site).into_iter().filter(|card| card.event.as_ref().is_none_or(|event| !event.over)).collect()
}

fn all_events(site: &SiteData<'_>) -> Vec<TextCard> {
    let mut texts = site.parts.content.of(TextKind::Event);
    texts.sort_by_key(|text| (event::days(text), text.order, text.path.as_str()));
    texts.into_iter().map(|text| card(site, text)).collect()
}

/// Kinds of documents in the order of the library, with the heading of each.
const LIBRARY: [(TextKind, &str); 5] = [
    (TextKind::Minutes, "会議録"),
    (TextKind::Newsletter, "たより・情報紙"),
    (TextKind::Form, "様式"),
    (TextKind::Document, "計画と取り組み"),
    (TextKind::Session, "つむぐ会・研修の記録"),
];

/// Documents of a kind, newest first.
pub(super) fn of_kind(site: &SiteData<'_>, kind: TextKind) -> Vec<TextCard> {
    let mut texts = site.parts.content.of(kind);
    texts.sort_by_key(|text| (std::cmp::Reverse(text.date.or(text.month)), text.order, text.path.as_str()));
    texts.into_iter().map(|text| card(site, text)).collect()
}

/// All documents, kind by kind, each newest first.
pub(crate) fn documents(site: &SiteData<'_>) -> Vec<TextCard> {
    LIBRARY.into_iter().flat_map(|(kind, _)| of_kind(site, kind)).collect()
}

/// A list of written pages.
#[derive(Debug, Serialize)]
pub struct Shelf {
    /// What stands above.
    pub intro: Vec<BlockView>,
    /// To come, or all.
    pub now: Vec<TextCard>,
    /// Under headings of their own.
    pub groups: Vec<ShelfGroup>,
    /// Calendar to subscribe to.
    pub calendar: Option<String>,
    /// Feed to subscribe to.
    pub feed: Option<String>,
    /// Over.
    pub past: Vec<TextCard>,
    /// What to say when there is nothing.
    pub empty: &'static str,
    /// Heading of `past`.
    pub past_title: &'static str,
}

/// Documents of a kind.
#[derive(Debug, Serialize)]
pub struct ShelfGroup {
    /// Heading.
    pub name: &'static str,
    /// Documents.
    pub cards: Vec<TextCard>,
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
        groups: Vec::new(),
        // Without an event there is no calendar file.
        calendar: (!site.parts.content.of(TextKind::Event).is_empty())
            .then(|| site.absolute(event::CALENDAR).unwrap_or_else(|| event::CALENDAR.to_owned())),
        feed: site.absolute(super::feed::PATH),
        past,
        empty: "いまお知らせできる催しはありません。",
        past_title: "これまでの催し",
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
        now: Vec::new(),
        groups: LIBRARY
            .into_iter()
            .map(|(kind, name)| ShelfGroup { name, cards: of_kind(site, kind) })
            .filter(|group| !group.cards.is_empty())
            .collect(),
        calendar: None,
        feed: None,
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
