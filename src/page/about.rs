//! Open data, and what this site is made of.

use super::document::{self, BlockView};
use super::frame::{Frame, Link};
use super::site::SiteData;
use super::{Page, View, words};
use crate::layer::fields;
use crate::model::{Edition, SourceKind};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A layer to download.
#[derive(Debug, Clone, Serialize)]
pub struct DownloadView {
    /// What it holds.
    pub name: String,
    /// Number of facilities.
    pub count: usize,
    /// Its files, called by their format.
    pub files: Vec<Link>,
}

/// One publication that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionView {
    /// What.
    pub name: &'static str,
    /// As of when, in words.
    pub as_of: String,
    /// The day, for machines.
    pub day: Option<jiff::civil::Date>,
    /// Credit.
    pub credit: String,
    /// Licence.
    pub licence: String,
    /// Where it was published.
    pub url: Option<String>,
}

/// Publications, each once, survey and base map too.
pub(crate) fn editions(site: &SiteData<'_>) -> Vec<EditionView> {
    editions_of(site, |_| true)
}

fn editions_of(site: &SiteData<'_>, wanted: impl Fn(SourceKind) -> bool) -> Vec<EditionView> {
    let mut kinds: Vec<(SourceKind, EditionView)> = Vec::new();
    // A survey whose day has not come, or of which nothing is published, is not named yet.
    let published = |edition: &Edition| site.parts.surveys.iter().any(|survey| survey.name == edition.credit);
    let editions = site.parts.editions.iter().map(|(_, edition)| edition).filter(|edition| wanted(edition.kind));
    for edition in editions.filter(|edition| edition.kind != SourceKind::Survey || published(edition)) {
        let view = EditionView {
            name: edition.kind.word(),
            as_of: edition.as_of.map_or_else(|| "時点の記載なし".to_owned(), words::day),
            day: edition.as_of,
            credit: edition.credit.clone(),
            licence: edition.licence.clone(),
            url: edition.url.clone(),
        };
        if !kinds.iter().any(|(_, known)| *known == view) {
            kinds.push((edition.kind, view));
        }
    }
    kinds.sort_by_key(|(kind, _)| *kind);
    kinds.into_iter().map(|(_, view)| view).collect()
}

/// The newest publication of each source that something shown came from, for the foot of every page:
/// 「厚生労働省 2026年6月」. A survey of which nothing is shown is not named.
pub(super) fn dates(site: &SiteData<'_>) -> Vec<String> {
    let mut newest: BTreeMap<SourceKind, Option<Date>> = BTreeMap::new();
    for (kind, as_of) in site.parts.facilities.iter().flat_map(|facility| &facility.sources) {
        let day = newest.entry(*kind).or_default();
        *day = (*day).max(*as_of);
    }
    newest.into_iter().map(|(kind, day)| words::source(kind, day)).collect()
}

/// Publications from which something in the downloads came: they are to be credited by those who use them.
pub(crate) fn open_editions(site: &SiteData<'_>) -> Vec<EditionView> {
    let used = fields::sources(site.parts.facilities.iter().map(|facility| &**facility));
    editions_of(site, |kind| used.contains(&kind))
}

/// A field of the downloads.
#[derive(Debug, Serialize)]
pub struct FieldView {
    /// As it stands in the file.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

fn described(fields: &[fields::Field]) -> Vec<FieldView> {
    fields.iter().map(|(name, meaning)| FieldView { name, meaning }).collect()
}

/// A question whose answers are in the downloads.
#[derive(Debug, Serialize)]
pub struct QuestionView {
    /// As it stands in the file.
    pub id: String,
    /// What citizens read.
    pub name: String,
}

/// Open data.
#[derive(Debug, Serialize)]
pub struct Data {
    /// From `content/data.md`.
    pub intro: Vec<BlockView>,
    /// Files.
    pub downloads: Vec<DownloadView>,
    /// Whether they are cut by prefecture.
    pub divided: bool,
    /// Publications.
    pub editions: Vec<EditionView>,
    /// The catalogue for machines.
    pub catalogue: &'static str,
    /// Properties of a feature.
    pub fields: Vec<FieldView>,
    /// Columns of the lists.
    pub columns: Vec<FieldView>,
    /// What stands under a question, when there is one.
    pub answer: Vec<FieldView>,
    /// Questions whose answers are in the downloads.
    pub questions: Vec<QuestionView>,
}

/// `data/index.html`
pub(crate) fn data(site: &SiteData<'_>) -> Page {
    let mut downloads: Vec<DownloadView> = Vec::new();
    for file in site.parts.downloads {
        let format = if file.path.ends_with(".csv") { "CSV" } else { "GeoJSON" };
        let link = Link::new(file.path.clone(), format);
        match downloads.iter_mut().find(|known| known.name == file.name) {
            Some(known) => known.files.push(link),
            None => downloads.push(DownloadView { name: file.name.clone(), count: file.count, files: vec![link] }),
        }
    }
    let questions = fields::questions(site.parts.facilities.iter().map(|facility| &**facility));
    let view = Data {
        intro: document::intro(site, "data/index.html"),
        downloads,
        divided: super::wide::has_districts(site),
        editions: open_editions(site),
        catalogue: super::metadata::CATALOGUE,
        fields: described(fields::GEOJSON),
        columns: described(fields::CSV),
        answer: if questions.is_empty() { Vec::new() } else { described(fields::ANSWER) },
        questions: questions.into_iter().map(|(id, name)| QuestionView { id: id.into(), name: name.into() }).collect(),
    };
    let frame = Frame::new(site, "data/index.html", "データ（GeoJSON・CSV）")
        .description("このサイトに載せている公開データを、そのまま使える形で置いています。");
    Page::new("data.html", frame, View::Data(Box::new(view)))
}

/// Something that others made and every site holds.
#[derive(Debug, Serialize)]
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// What it does here.
    pub what: &'static str,
    /// Its licence.
    pub licence: &'static str,
    /// The licence's text, as a file of the site.
    pub href: &'static str,
}

const PARTS: &[Part] = &[
    Part {
        name: "Leaflet",
        what: "「動く地図をひらく」を押したときの地図",
        licence: "BSD 2-Clause License（英語）",
        href: "assets/leaflet/licence.txt",
    },
    Part {
        name: "デジタル庁デザインシステム デザイントークン",
        what: "色と文字の大きさの基準",
        licence: "MIT License（英語）",
        href: "assets/tokens-licence.txt",
    },
];

/// What this site is.
#[derive(Debug, Serialize)]
pub struct About {
    /// From `content/about.md`.
    pub intro: Vec<BlockView>,
    /// Publications.
    pub editions: Vec<EditionView>,
    /// Number of facilities.
    pub count: usize,
    /// Days after which an answer that changes often says 「電話で確認」.
    pub answer_days: u32,
    /// What others made and the site holds.
    pub parts: &'static [Part],
    /// Numbers to call, with what confirmed them and when.
    pub links: Vec<Link>,
}

/// `about/index.html`
pub(crate) fn about(site: &SiteData<'_>) -> Page {
    let path = "about/index.html";
    let title = site.parts.content.at(path).map_or("このサイトについて", |text| text.title.as_str());
    let view = About {
        intro: document::intro(site, path),
        editions: editions(site),
        count: site.parts.facilities.len(),
        answer_days: site.parts.settings.freshness.answer_days,
        parts: PARTS,
        links: vec![
            Link::new("data/index.html", "データ"),
            Link::new("survey/index.html", "調査と数字"),
            Link::new("accessibility/index.html", "ウェブアクセシビリティの試験結果"),
        ],
    };
    let frame = Frame::new(site, path, title).description("情報の出どころと時点、並びの決め方、直し方です。");
    Page::new("about.html", frame, View::About(Box::new(view)))
}

/// The 404 page.
#[derive(Debug, Serialize)]
pub struct Missing {
    /// Scenes.
    pub links: Vec<Link>,
}

/// `404.html`: shown at any address, so its links are absolute as soon as the site knows where it is.
pub(crate) fn missing(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "404.html", "ページが見つかりません")
        .description("お探しのページは、移ったか、なくなったようです。");
    let links = super::find::scene_links(site);
    let mut page = Page::new("missing.html", frame, View::Missing(Missing { links }));
    if let Some(url) = &site.parts.settings.site.url {
        page.root = format!("{}/", url.trim_end_matches('/'));
    }
    page
}
