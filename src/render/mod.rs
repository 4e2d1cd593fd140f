//! Pages → bytes, by the templates in `site/`.
//!
//! Templates, components, styles and scripts are embedded; a file of the same name in the project's `site/` wins.

mod assets;
mod gallery;
mod worker;

pub use assets::assets;
pub use gallery::gallery;
pub use worker::worker;

use crate::diagnostic::Diagnostic;
use crate::page::{Entry, Page, SiteView};
use crate::place::Place;
use crate::source::Input;
use crate::text::phrase::number_held;
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/site/templates");
static COMPONENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/site/components");

/// Templates, ready. Shared by reference between threads.
pub struct Renderer {
    tera: Tera,
    customised: bool,
    around: Mutex<HashMap<AroundKey, Value>>,
}

/// What the parts around a page depend on: the way up, and the area whose desk stands at the end.
type AroundKey = (String, Option<String>);

/// The parts around a page that are the same on thousands of others, made once for each way up and area.
const AROUND: [(&str, &str, &str); 3] = [
    ("masthead", "around/masthead.html", "{{ <masthead /> }}"),
    ("desks", "around/desks.html", "{{ <desks_end /> }}"),
    ("foot", "around/foot.html", "{{ <foot /> }}"),
];

/// A template that is nothing but the lower part of a card.
const CARD_REST: (&str, &str) = ("around/card_rest.html", "{{ <card_rest entry={entry} /> }}");

impl Renderer {
    /// Reads the embedded templates and the project's own, and checks them all.
    ///
    /// # Errors
    /// A template does not parse, or uses a component, filter or template that is not there.
    pub fn new(overrides: &[Input], site: &SiteView) -> Result<Self, Box<Diagnostic>> {
        let mut tera = Tera::new();
        // The last part of a path: what a file is called when it is saved.
        tera.register_filter("file_name", |path: &str, _: Kwargs, _: &State<'_>| {
            path.rsplit('/').next().unwrap_or_default().to_owned()
        });
        tera.register_filter("number_held", |text: &str, _: Kwargs, _: &State<'_>| number_held(text).into_owned());
        tera.autoescape_on([".html"].to_vec());
        let files = files(&[("templates", &TEMPLATES), ("components", &COMPONENTS)], overrides);
        let mut texts: Vec<(String, Cow<'_, str>)> = Vec::new();
        for (path, bytes) in files.into_iter().filter(|(path, _)| path.ends_with(".html")) {
            let name = path.strip_prefix("templates/").unwrap_or(&path).to_owned();
            match bytes {
                Cow::Borrowed(bytes) => texts.push((name, String::from_utf8_lossy(bytes))),
                Cow::Owned(bytes) => texts.push((name, Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()))),
            }
        }
        texts.push((CARD_REST.0.to_owned(), Cow::Borrowed(CARD_REST.1)));
        texts.extend(AROUND.map(|(_, name, text)| (name.to_owned(), Cow::Borrowed(text))));
        tera.add_raw_templates(texts).map_err(|error| finding(&error))?;
        let customised = overrides.iter().any(|input| input.path.ends_with(".html"));
        Ok(Self { tera, customised, around: Mutex::default() }.of(site))
    }

    /// The same templates for another site.
    #[must_use]
    pub fn of(mut self, site: &SiteView) -> Self {
        self.tera.global_context().insert("site", site);
        // Was made with the site before.
        self.around = Mutex::default();
        self
    }

    /// Whether the project brought templates of its own, which may ask for what a page does not have.
    pub const fn is_customised(&self) -> bool {
        self.customised
    }

    /// The lower part of a card as the shipped component writes it, for the pages that have the same card. `None` when
    /// the project brought templates of its own: a card of theirs may ask for everything.
    pub fn card_rest(&self, entry: &Entry) -> Option<Arc<str>> {
        if self.customised {
            return None;
        }
        let mut context = Context::new();
        context.insert("entry", entry);
        // What is wrong with the component is told by the page, with its place.
        self.tera.render(CARD_REST.0, &context).ok().map(Into::into)
    }

    /// Renders one page.
    ///
    /// # Errors
    /// The template asks for what the page does not have.
    pub fn render(&self, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut context = Context::from_serialize(page).map_err(|error| finding(&error))?;
        context.insert_value("around", self.around(page, &context)?);
        let mut out = Vec::with_capacity(16 * 1024);
        self.tera.render_to(page.template, &context, &mut out).map_err(|error| finding(&error))?;
        Ok(out)
    }
}

impl Renderer {
    fn around(&self, page: &Page, context: &Context) -> Result<Value, Box<Diagnostic>> {
        let key = (page.root.clone(), page.page.area.clone());
        if let Some(known) = self.around.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(known.clone());
        }
        let mut parts: BTreeMap<&str, String> = BTreeMap::new();
        for (part, name, _) in AROUND {
            parts.insert(part, self.tera.render(name, context).map_err(|error| finding(&error))?);
        }
        let value = Value::from_serializable(&parts);
        self.around.lock().unwrap_or_else(PoisonError::into_inner).insert(key, value.clone());
        Ok(value)
    }
}

/// Files by their path under `site/`; the project's win.
pub(crate) fn files<'a>(
    embedded: &[(&str, &'a Dir<'static>)],
    overrides: &'a [Input],
) -> BTreeMap<String, Cow<'a, [u8]>> {
    fn walk<'a>(dir: &'a Dir<'static>, under: &str, all: &mut BTreeMap<String, Cow<'a, [u8]>>) {
        for file in dir.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            all.insert(format!("{under}/{path}"), Cow::Borrowed(file.contents()));
        }
        for dir in dir.dirs() {
            walk(dir, under, all);
        }
    }
    let mut all = BTreeMap::new();
    for (under, dir) in embedded {
        walk(dir, under, &mut all);
    }
    for input in overrides {
        let path = input.path.strip_prefix("site/").unwrap_or(&input.path);
        if embedded.iter().any(|(under, _)| path.strip_prefix(under).is_some_and(|rest| rest.starts_with('/'))) {
            all.insert(path.to_owned(), Cow::Borrowed(input.bytes.as_slice()));
        }
    }
    all
}

/// What tera said, with the place in the template.
fn finding(error: &tera::Error) -> Box<Diagnostic> {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let file = |name: &str| match name {
        name if name.starts_with("components/") => format!("site/{name}"),
        name => format!("site/templates/{name}"),
    };
    let (message, place) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let place = Place::text(file(report.filename()), small(span.start_line), small(span.start_col) + 1);
            (report.message().to_owned(), Some(place))
        }
        _ => {
            // 「error: what --> home.html:3:9 | …」: a filter or a part that is not there.
            let said = error.to_string();
            let (what, rest) = said.split_once("-->").unwrap_or((&said, ""));
            let mut parts = rest.trim_start().splitn(3, ':');
            let place = parts.next().zip(parts.next()).and_then(|(name, line)| {
                let column = parts.next().and_then(|text| text.split_whitespace().next()?.parse().ok()).unwrap_or(1);
                Some(Place::text(file(name), line.parse().ok()?, column))
            });
            (what.trim().trim_start_matches("error: ").to_owned(), place)
        }
    };
    let mut diagnostic = Diagnostic::error("template", format!("テンプレートを使えません（{message}）。"))
        .help("site/ の下に置いたテンプレートを見直すか、いったん外してください。")
        .fatal();
    diagnostic.place = place;
    Box::new(diagnostic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> SiteView {
        SiteView::default()
    }

    #[test]
    fn embedded_templates_are_sound() {
        if let Err(finding) = Renderer::new(&[], &site()) {
            panic!("{:?} {}", finding.place, finding.message);
        }
    }

    #[test]
    fn a_broken_template_of_the_project_is_placed() {
        let own = Input { path: "site/templates/home.html".into(), bytes: b"<p>\n{{ page.title".to_vec() };
        let finding = Renderer::new(&[own], &site()).err().expect("refused");
        assert_eq!(finding.place.as_ref().map(|place| place.file.as_ref()), Some("site/templates/home.html"));
        assert!(finding.fatal);
        let own =
            Input { path: "site/templates/home.html".into(), bytes: b"<p>\n{{ page.title | none_such }}".to_vec() };
        let finding = Renderer::new(&[own], &site()).err().expect("refused");
        let place = finding.place.as_ref().expect("a place").to_string();
        assert!(place.starts_with("site/templates/home.html 2行"), "{place}: {}", finding.message);
        assert!(finding.message.contains("none_such") && !finding.message.contains("-->"), "{}", finding.message);
    }
}
