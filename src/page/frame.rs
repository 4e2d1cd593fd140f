//! What stands around every page: title, way back, desk, date, how to correct it.

use super::content::TextKind;
use super::site::SiteData;
use super::words;
use crate::model::{Area, Audience, Desk};
use crate::settings::EmergencyCall;
use serde::Serialize;

/// A link inside the site. `href` is a path from the site's root; templates put `root` before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Path from the site's root.
    pub href: String,
    /// What is read.
    pub label: String,
    /// How many stand behind it, or a short remark.
    pub note: Option<String>,
}

impl Link {
    /// A link without a remark.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), note: None }
    }

    /// With 「23件」.
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.note = Some(format!("{count}件"));
        self
    }

    /// With 「23件」, or 「届出 8件」 when nobody offers it.
    #[must_use]
    pub fn offers(mut self, offers: usize, registered: usize) -> Self {
        let only_registered = offers == 0 && registered > 0;
        self.note = Some(if only_registered { format!("届出 {registered}件") } else { format!("{offers}件") });
        self
    }

    /// With a remark.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A phone as it is shown and as it is dialled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phone {
    /// As people write it.
    pub number: String,
    /// `tel:` address.
    pub href: String,
}

impl Phone {
    /// From a number as people write it.
    pub fn new(number: &str) -> Self {
        Self { number: number.to_owned(), href: words::tel(number) }
    }
}

/// A consultation desk and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeskView {
    /// Area's page.
    pub href: String,
    /// Area's name.
    pub area: String,
    /// Desk's name.
    pub name: String,
    /// Phone.
    pub phone: Option<Phone>,
    /// Address.
    pub address: Option<String>,
    /// Hours in words.
    pub hours: Option<String>,
    /// Whether it is invented.
    pub sample: bool,
}

/// A picture that leads to the page from paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Qr {
    /// SVG.
    pub svg: String,
    /// The same address in letters.
    pub address: String,
}

/// What stands around a page.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// Path from the site's root.
    pub path: String,
    /// The page's only `h1`.
    pub heading: String,
    /// Title of the window.
    pub title: String,
    /// One sentence for search engines and shared links.
    pub description: String,
    /// Absolute address, when the site knows its own.
    pub canonical: Option<String>,
    /// The way back, home first, without the page itself.
    pub crumbs: Vec<Link>,
    /// One of the four scenes, for its colour.
    pub scene: Option<String>,
    /// Area, when the page belongs to one.
    pub area: Option<String>,
    /// Desks at the end: the area's own, or all.
    pub desks: Vec<DeskView>,
    /// Address to which corrections are mailed, with the page named.
    pub mail: Option<String>,
    /// Form for corrections and wishes, with the page named where the settings say `{page}`.
    pub form: Option<String>,
    /// QR code for paper.
    pub qr: Option<Qr>,
    /// Where the reader is sent at once, for pages that moved.
    pub moved_to: Option<String>,
}

impl Frame {
    /// The frame of a page.
    pub fn new(site: &SiteData<'_>, path: &str, heading: impl Into<String>) -> Self {
        let settings = &site.parts.settings.site;
        let heading = heading.into();
        let title =
            if path == "index.html" { settings.name.clone() } else { format!("{heading} — {}", settings.name) };
        let canonical = site.absolute(path);
        let mail = settings.feedback.mail.as_ref().map(|mail| {
            let page = canonical.clone().unwrap_or_else(|| path.to_owned());
            let subject = words::percent(&format!("【{}】{heading}について", settings.name));
            let body = words::percent(&format!("ページ: {page}\r\n\r\nまちがっているところ・正しい内容・ご要望:\r\n"));
            format!("mailto:{mail}?subject={subject}&body={body}")
        });
        let form = settings
            .feedback
            .form
            .as_ref()
            .map(|form| form.replace("{page}", &words::percent(canonical.as_deref().unwrap_or(path))));
        let qr = canonical
            .as_deref()
            .and_then(|address| Some(Qr { svg: (site.parts.pictures.qr)(address)?, address: address.to_owned() }));
        Self {
            path: path.to_owned(),
            title,
            description: String::new(),
            canonical,
            crumbs: if path == "index.html" { Vec::new() } else { vec![Link::new("index.html", "はじめ")] },
            scene: None,
            area: None,
            desks: site.desks().to_vec(),
            mail,
            form,
            qr,
            moved_to: None,
            heading,
        }
    }

    /// Adds what search engines show.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// Adds a step of the way back.
    #[must_use]
    pub fn under(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.crumbs.push(Link::new(href, label));
        self
    }

    /// Says to which area the page belongs; its desk alone then stands at the end.
    #[must_use]
    pub fn in_area(mut self, site: &SiteData<'_>, area: Option<&str>) -> Self {
        if let Some(area) = area {
            let own = desks(site, Some(area));
            if !own.is_empty() {
                self.desks = own;
            }
            self.area = Some(area.to_owned());
        }
        self
    }
}

/// Desks of one area, or of all.
pub(super) fn desks(site: &SiteData<'_>, only: Option<&str>) -> Vec<DeskView> {
    let areas = site.parts.areas;
    let asked = match only {
        Some(id) => areas.position(id).map_or(&[][..], |at| &areas.areas[at..=at]),
        None => &areas.areas,
    };
    asked.iter().filter_map(|area| area.desk.as_ref().map(|desk| desk_view(area, desk))).collect()
}

/// One desk.
pub(super) fn desk_view(area: &Area, desk: &Desk) -> DeskView {
    DeskView {
        href: format!("area/{}/index.html", area.id),
        area: area.name.clone(),
        name: desk.name.clone(),
        phone: desk.phone.as_deref().map(Phone::new),
        address: desk.address.clone(),
        hours: desk.hours.clone(),
        // Said once: invented desks are usually named so already.
        sample: desk.sample && !desk.name.contains("見本"),
    }
}

/// One line of the numbers to call at once.
#[derive(Debug, Clone, Serialize)]
pub struct CallView {
    /// `life` `own-doctor` `unsure` `child` `night-clinic`.
    pub kind: crate::settings::EmergencyKind,
    /// When.
    pub when: String,
    /// Whom.
    pub name: String,
    /// Number.
    pub phone: Option<Phone>,
    /// Number for phones that cannot dial the short one.
    pub other: Option<Phone>,
    /// Hours in words.
    pub hours: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// 「2025年9月 確認」.
    pub checked: String,
    /// What it was confirmed by.
    pub source: String,
}

fn call(call: &EmergencyCall) -> CallView {
    CallView {
        kind: call.kind,
        when: call.when.clone(),
        name: call.name.clone(),
        phone: call.phone.as_deref().map(Phone::new),
        other: call.phone_other.as_deref().map(Phone::new),
        hours: call.hours.clone(),
        address: call.address.clone(),
        note: call.note.clone(),
        checked: words::month(call.checked),
        source: call.source.clone(),
    }
}

/// One of the four scenes.
#[derive(Debug, Clone, Serialize)]
pub struct SceneView {
    /// `daily` `discharge` `emergency` `endoflife`.
    pub id: String,
    /// Path from the site's root.
    pub href: String,
    /// Name.
    pub name: String,
    /// One sentence.
    pub text: String,
}

/// What every page may use: the `site` of the templates.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SiteView {
    /// Name.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
    /// Their phone.
    pub publisher_phone: Option<Phone>,
    /// Form for corrections.
    pub form: Option<String>,
    /// Municipality's name.
    pub municipality: String,
    /// Whether facilities and desks are invented.
    pub sample: bool,
    /// Whether search engines must leave it alone.
    pub noindex: bool,
    /// Whether it is the professionals' edition.
    pub partners: bool,
    /// The day for which it was built.
    pub as_of: String,
    /// As of when its data is, each with its source.
    pub data_dates: Vec<String>,
    /// Numbers to call at once.
    pub emergency: Vec<CallView>,
    /// Scenes in order.
    pub scenes: Vec<SceneView>,
    /// Pages of the foot.
    pub foot: Vec<Link>,
    /// Holidays from this year on, `2026-11-23,…`; empty when not known.
    pub holidays: String,
    /// Whether pages are kept for a visit without a network.
    pub offline: bool,
    /// Whether its areas are the municipalities of a prefecture or of the country.
    pub wide: bool,
    /// What staff want everybody to see now (`content/banner.md`).
    pub banner: Option<super::banner::Banner>,
    /// Address of the feed, when the site knows its own.
    pub feed: Option<String>,
}

/// What every page may use.
pub fn site_view(site: &SiteData<'_>) -> SiteView {
    let parts = &site.parts;
    let settings = &parts.settings.site;
    SiteView {
        name: settings.name.clone(),
        description: settings.description.clone(),
        publisher: settings.publisher.clone(),
        publisher_phone: settings.publisher_phone.as_deref().map(Phone::new),
        form: settings.feedback.form.clone(),
        municipality: parts.settings.municipality.name.clone(),
        sample: settings.sample,
        noindex: site.noindex(),
        partners: parts.audience == Audience::Partners,
        as_of: words::day(parts.as_of),
        data_dates: super::about::dates(site),
        emergency: parts.settings.emergency.iter().map(call).collect(),
        scenes: parts
            .content
            .of(TextKind::Scene)
            .into_iter()
            .map(|text| SceneView {
                id: scene_id(&text.path).to_owned(),
                href: text.path.clone(),
                name: text.title.clone(),
                text: text.description.clone(),
            })
            .collect(),
        foot: foot(site),
        banner: super::banner::banner(site),
        feed: site.absolute(super::feed::PATH),
        // Outside the years of the file nothing is known, so they are named by their days alone.
        holidays: parts
            .holidays
            .iter()
            .filter(|day| day.year() >= parts.as_of.year())
            .map(|day| format!("{}-{:02}-{:02}", day.year(), day.month(), day.day()))
            .collect::<Vec<_>>()
            .join(","),
        offline: settings.offline,
        wide: parts.areas.is_wide(),
    }
}

/// `daily` of `scene/daily/index.html`.
pub(super) fn scene_id(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

fn foot(site: &SiteData<'_>) -> Vec<Link> {
    let mut foot = vec![
        Link::new("find/index.html", "さがす"),
        Link::new("map/index.html", "地図"),
        Link::new("area/index.html", "地区から"),
        Link::new("consult/index.html", "相談する"),
        Link::new("navii/index.html", "ナビイの使い方"),
        Link::new("print/index.html", "印刷用の地図"),
    ];
    if !site.parts.content.of(TextKind::Event).is_empty() {
        foot.push(Link::new("events/index.html", "催し"));
    }
    if !super::document::documents(site).is_empty() {
        foot.push(Link::new("library/index.html", "資料"));
    }
    if !site.parts.content.glossary.is_empty() {
        foot.push(Link::new("words/index.html", "ことば"));
    }
    foot.push(Link::new("survey/index.html", "調査と数字"));
    foot.push(Link::new("data/index.html", "データ"));
    foot.push(Link::new("about/index.html", "このサイトについて"));
    foot.push(Link::new("accessibility/index.html", "アクセシビリティ"));
    for text in super::plan::extra_texts(site) {
        foot.push(Link::new(text.path.clone(), text.title.clone()));
    }
    foot
}
