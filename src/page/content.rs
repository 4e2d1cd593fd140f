//! Written pages: Markdown with a head of TOML, the catalogue of services, the glossary.
//!
//! ```text
//! content/home.md → index.html          content/scene/daily.md → scene/daily/index.html
//! content/about.md → about/index.html   content/library/index.md → library/index.html
//! ```

use super::accessibility::Tested;
use super::anchor::Heading;
use super::draft::Showing;
use super::files;
use super::head::{Head, first_of, moment, split};
use super::head_rules;
use super::markdown::{self, Block, Known};
use super::plan_data::PlanData;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Services;
use crate::place::Place;
use crate::settings::parse_toml;
use crate::source::Input;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::value::Datetime;

/// What sort of page a text is. The folder decides unless the head says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextKind {
    /// Any page.
    Page,
    /// One of the four scenes (`content/scene/`).
    Scene,
    /// An event (`content/events/`).
    Event,
    /// A document with its summary (`content/library/`).
    Document,
    /// An issue of a newsletter.
    Newsletter,
    /// A report of a training session.
    Session,
    /// Minutes of a meeting.
    Minutes,
    /// A form to fill in.
    Form,
}

/// What a page says of itself.
#[derive(Debug, Clone)]
pub struct Text {
    /// File it was read from.
    pub file: String,
    /// Path of its page from the site's root.
    pub path: String,
    /// What sort.
    pub kind: TextKind,
    /// Title, the page's only `h1`.
    pub title: String,
    /// One sentence, for lists and search engines.
    pub description: String,
    /// Place among its kind.
    pub order: i32,
    /// Day of the document or of writing.
    pub date: Option<Date>,
    /// Day on which somebody confirmed what it says.
    pub checked: Option<Date>,
    /// Beginning of an event.
    pub start: Option<DateTime>,
    /// End of an event.
    pub end: Option<DateTime>,
    /// First day of the month of an event whose day is not known.
    pub month: Option<Date>,
    /// When, in words, where a date alone would say too much.
    pub when: Option<String>,
    /// Scenes it belongs to: `daily` `discharge` `emergency` `endoflife`.
    pub scenes: Vec<String>,
    /// Where an event is.
    pub place: Option<String>,
    /// For whom, in words.
    pub audience: Option<String>,
    /// Phone to apply.
    pub apply_phone: Option<String>,
    /// Form to apply.
    pub apply_url: Option<String>,
    /// Video of a session.
    pub video: Option<String>,
    /// The document itself.
    pub document: Option<FileFact>,
    /// Files handed out.
    pub handouts: Vec<FileFact>,
    /// Whether it is there to be printed and written on: on paper it has nothing that is only read.
    pub paper: bool,
    /// Whether it is invented: 「見本」 stands beside it.
    pub sample: bool,
    /// Whether it is for nobody yet.
    pub draft: bool,
    /// First day on which it is shown.
    pub publish_on: Option<Date>,
    /// The text.
    pub blocks: Vec<Block>,
    /// Words of the glossary that occur in it, by position.
    pub words: Vec<usize>,
    /// Links to pages and files of the site, to be checked when all are known.
    pub links: Vec<LinkUse>,
    /// Headings of its parts.
    pub headings: Vec<Heading>,
    /// Its words without marks, for the search.
    pub plain: String,
}

/// Something outside a page that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkUse {
    /// Path from the site's root.
    pub target: String,
    /// The place on that page, as it stands behind `#`; empty for the page as a whole.
    pub part: String,
    /// Where it is written.
    pub place: Place,
}

/// A file that a page offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFact {
    /// What it is called.
    pub title: String,
    /// Path from the site's root, or an address elsewhere.
    pub href: String,
    /// 「PDF、1.2MB」; empty when it lies elsewhere.
    pub note: String,
}

/// One word of the glossary.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The word.
    pub word: String,
    /// Reading in hiragana.
    #[serde(default)]
    pub reading: String,
    /// What it means, in plain words.
    pub meaning: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Glossary {
    #[serde(default)]
    word: Vec<Word>,
}

/// Everything under `content/`.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// Pages, by path.
    pub texts: Vec<Text>,
    /// Days on which further texts begin to be shown, with their titles.
    pub coming: Vec<(Date, String)>,
    /// Files that only texts name that are not shown yet.
    pub unshown: BTreeSet<String>,
    /// Pages of texts that could not be read, which is told of the texts: links to them are not broken.
    pub unread: BTreeSet<String>,
    /// Glossary, by reading.
    pub glossary: Vec<Word>,
    /// Services.
    pub services: Services,
    /// The plan and its figures (`plan.toml`).
    pub plan: PlanData,
    /// What people found when they tested for accessibility (`accessibility.toml`).
    pub tested: Tested,
}

impl Content {
    /// The text of a path.
    pub fn at(&self, path: &str) -> Option<&Text> {
        self.texts.iter().find(|text| text.path == path)
    }

    /// Texts of a kind, by their order.
    pub fn of(&self, kind: TextKind) -> Vec<&Text> {
        let mut found: Vec<&Text> =
            self.texts.iter().filter(|text| text.kind == kind && !is_folder_page(&text.path)).collect();
        found.sort_by_key(|text| (text.order, text.path.as_str()));
        found
    }
}

/// The four scenes of the national handbook.
pub(super) const SCENES: [&str; 4] = ["daily", "discharge", "emergency", "endoflife"];

/// Whether it is a folder's own page, which introduces the list and is not in it.
pub(super) fn is_folder_page(path: &str) -> bool {
    matches!(path, "library/index.html" | "events/index.html" | "scene/index.html")
}

/// Reads everything under `content/`. Unreadable files are fatal findings; the rest is read on.
pub fn load(inputs: &[Input], showing: Showing) -> (Content, Diagnostics) {
    let mut found = Diagnostics::new();
    let mut content = Content::default();
    for input in inputs {
        match input.path.strip_prefix("content/").unwrap_or(&input.path) {
            "services.toml" => {
                if let Some(services) = toml_file::<Services>(input, &mut found) {
                    check_services(&services, &input.path, &mut found);
                    content.services = services;
                }
            }
            "glossary.toml" => {
                if let Some(glossary) = toml_file::<Glossary>(input, &mut found) {
                    content.glossary = glossary.word;
                    content.glossary.sort_by(|a, b| (&a.reading, &a.word).cmp(&(&b.reading, &b.word)));
                }
            }
            "plan.toml" => content.plan = toml_file(input, &mut found).unwrap_or_default(),
            "accessibility.toml" => content.tested = toml_file(input, &mut found).unwrap_or_default(),
            _ => {}
        }
    }
    for input in inputs.iter().filter(|input| input.path.ends_with(".md")) {
        match text(input, inputs, &content, &mut found) {
            Some(text) => content.texts.push(text),
            None => content.unread.extend(path_of(&input.path)),
        }
    }
    content.coming = showing.next(&content.texts);
    content.unshown = showing.keep(&mut content.texts, &mut found);
    content.texts.sort_by(|a, b| a.path.cmp(&b.path));
    for pair in content.texts.windows(2).filter(|pair| pair[0].path == pair[1].path) {
        found.push(
            Diagnostic::error("content-twice", format!("「{}」と同じページになります。", pair[0].file))
                .at(Place::whole(pair[1].file.as_str()))
                .help("どちらかのファイルの名前を変えてください。")
                .fatal(),
        );
    }
    (content, found)
}

/// Files that are copied as they are: documents and pictures beside the pages.
pub fn attachments(inputs: &[Input]) -> Vec<(String, &[u8])> {
    inputs
        .iter()
        .filter(|input| !input.path.ends_with(".md") && !input.path.ends_with(".toml"))
        .map(|input| {
            let path = input.path.strip_prefix("content/").unwrap_or(&input.path);
            (path.to_owned(), input.bytes.as_slice())
        })
        .collect()
}

fn utf8<'a>(input: &'a Input, found: &mut Diagnostics) -> Option<&'a str> {
    let text = std::str::from_utf8(&input.bytes).ok();
    if text.is_none() {
        found.push(
            Diagnostic::error("content-not-utf8", "UTF-8 の文字として読めません。")
                .at(Place::whole(input.path.as_str()))
                .help("文字コードを UTF-8 にして保存し直してください。")
                .fatal(),
        );
    }
    text.map(|text| text.trim_start_matches('\u{feff}'))
}

fn toml_file<T: serde::de::DeserializeOwned>(input: &Input, found: &mut Diagnostics) -> Option<T> {
    let text = utf8(input, found)?;
    parse_toml(&input.path, text).map_err(|diagnostic| found.push(*diagnostic)).ok()
}

fn check_services(services: &Services, file: &str, found: &mut Diagnostics) {
    for service in &services.services {
        if !services.groups.iter().any(|group| group.id == service.group) {
            found.push(
                Diagnostic::error(
                    "service-group-unknown",
                    format!("「{}」の見出し「{}」がありません。", service.name, service.group),
                )
                .at(Place::whole(file))
                .help("[[group]] にある id のどれかを書いてください。")
                .fatal(),
            );
        }
        if !is_address_word(&service.id) {
            found.push(
                Diagnostic::error("service-id", format!("id「{}」はアドレスに使えません。", service.id))
                    .at(Place::whole(file))
                    .help("半角の小文字・数字・ハイフンだけにしてください。")
                    .fatal(),
            );
        }
    }
}

pub(super) fn is_address_word(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Site path of a file under `content/`.
fn path_of(file: &str) -> Option<String> {
    let inside = file.strip_prefix("content/").unwrap_or(file).strip_suffix(".md")?;
    if inside.split('/').any(|part| !is_address_word(part)) {
        return None;
    }
    Some(match inside {
        "home" => "index.html".into(),
        _ if inside.ends_with("/index") => format!("{inside}.html"),
        _ => format!("{inside}/index.html"),
    })
}

fn text(input: &Input, inputs: &[Input], content: &Content, found: &mut Diagnostics) -> Option<Text> {
    let source = utf8(input, found)?;
    let file = input.path.as_str();
    let Some(path) = path_of(file) else {
        found.push(
            Diagnostic::error("content-name", format!("ファイルの名前「{file}」はアドレスに使えません。"))
                .at(Place::whole(file))
                .help("半角の小文字・数字・ハイフンだけの名前にしてください。")
                .fatal(),
        );
        return None;
    };
    let Some((head_text, body)) = split(source) else {
        found.push(
            Diagnostic::error("content-head", "はじめの「+++」の行で囲んだ部分がありません。")
                .at(Place::text(file, 1, 1))
                .help("1行目に +++、次に title = \"…\"、そのあとに +++ の行を書いてください。")
                .fatal(),
        );
        return None;
    };
    // The blank first line stands for the `+++`, so that lines are those of the file.
    let head: Head = match parse_toml(file, &format!("\n{head_text}")) {
        Ok(head) => head,
        Err(mut diagnostic) => {
            diagnostic.code = "content-head";
            found.push(*diagnostic);
            return None;
        }
    };
    let folder_kind = match path.split('/').next() {
        Some("scene") => TextKind::Scene,
        Some("events") => TextKind::Event,
        Some("library") => TextKind::Document,
        _ => TextKind::Page,
    };
    let padded = format!("{}{body}", "\n".repeat(head_text.lines().count() + 2));
    let known = Known { services: &content.services, glossary: &content.glossary, plan: &content.plan, inputs };
    let document = markdown::read(file, &path, &padded, &known, found);
    let head_place = |key: &str| {
        let line = head_text.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |at| at + 2);
        Place::text(file, u32::try_from(line).unwrap_or(1), 1)
    };
    let month = head.month.as_deref().and_then(first_of);
    if head.month.is_some() && month.is_none() {
        found.push(
            Diagnostic::error("content-month", "month の書き方がちがいます。")
                .at(head_place("month"))
                .help("month = \"2026-11\" のように、年4けたと月2けたで書いてください。")
                .fatal(),
        );
    }
    for scene in head.scenes.iter().filter(|scene| !SCENES.contains(&scene.as_str())) {
        found.push(
            Diagnostic::error("content-scene", format!("「{scene}」という場面はありません。"))
                .at(head_place("scenes"))
                .help(format!("書けるのは {} です。", SCENES.join("、")))
                .fatal(),
        );
    }
    let mut offered = |title: &str, href: &str, key: &str| files::offered(inputs, title, href, head_place(key), found);
    let document_file = head.file.as_deref().and_then(|href| offered("ファイル", href, "file"));
    let handouts = head.handouts.iter().filter_map(|one| offered(&one.title, &one.file, "file")).collect();
    let words = (0..content.glossary.len()).filter(|at| document.plain.contains(&content.glossary[*at].word)).collect();
    let at = |value: Option<Datetime>| value.and_then(moment);
    let text = Text {
        file: file.to_owned(),
        path,
        kind: head.kind.unwrap_or(folder_kind),
        title: head.title,
        description: head.description,
        order: head.order,
        date: at(head.date).map(DateTime::date),
        checked: at(head.checked).map(DateTime::date),
        start: at(head.start),
        end: at(head.end),
        month,
        when: head.when,
        scenes: head.scenes,
        place: head.place,
        audience: head.audience,
        apply_phone: head.apply_phone,
        apply_url: head.apply_url,
        video: head.video,
        document: document_file,
        handouts,
        paper: head.paper,
        sample: head.sample,
        draft: head.draft,
        publish_on: at(head.publish_on).map(DateTime::date),
        blocks: document.blocks,
        words,
        links: document.links,
        headings: document.headings,
        plain: document.plain,
    };
    head_rules::check(&text, head_place, found);
    Some(text)
}

#[cfg(test)]
mod tests;
