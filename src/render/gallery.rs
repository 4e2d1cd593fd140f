//! The gallery: every component, shown by the examples in its folder. For whoever works on the look; no part of a site.

use super::{COMPONENTS, Renderer, assets, files};
use crate::diagnostic::Diagnostic;
use crate::page::SiteView;
use serde::{Deserialize, Serialize};
use tera::Context;

/// What `examples.toml` of a component's folder holds.
#[derive(Deserialize)]
struct Examples {
    /// What the component is for.
    about: String,
    example: Vec<Example>,
}

/// One way to use it.
#[derive(Deserialize)]
struct Example {
    name: String,
    /// The call, as a template writes it.
    show: String,
    /// What the call names, and `page` and `site` where the component reads them.
    #[serde(default)]
    with: toml::Table,
}

/// A component on the page.
#[derive(Serialize)]
struct Shown {
    name: String,
    about: String,
    examples: Vec<ShownExample>,
}

#[derive(Serialize)]
struct ShownExample {
    name: String,
    call: String,
    html: String,
}

/// The files of the gallery: its page and what the pages of a site share.
///
/// # Errors
/// An example does not parse, or asks for what it does not have.
pub fn gallery() -> Result<Vec<(String, Vec<u8>)>, Box<Diagnostic>> {
    let renderer = Renderer::new(&[], &SiteView::default())?;
    let mut components = Vec::new();
    for (path, bytes) in files(&[("components", &COMPONENTS)], &[]) {
        let Some(name) = path.strip_prefix("components/").and_then(|rest| rest.strip_suffix("/examples.toml")) else {
            continue;
        };
        let written: Examples =
            toml::from_str(&String::from_utf8_lossy(&bytes)).map_err(|error| wrong(&path, &error))?;
        let mut examples = Vec::with_capacity(written.example.len());
        for one in written.example {
            let mut context = Context::from_serialize(&one.with).map_err(|error| wrong(&path, &error))?;
            context.insert("root", "");
            let html = renderer
                .tera
                .render_str(&one.show, &context, true)
                .map_err(|error| wrong(&format!("{path}「{}」", one.name), &error))?;
            examples.push(ShownExample { name: one.name, call: one.show, html });
        }
        components.push(Shown { name: name.to_owned(), about: written.about, examples });
    }
    let mut context = Context::new();
    context.insert("components", &components);
    let page =
        renderer.tera.render("components/gallery.html", &context).map_err(|error| wrong("gallery.html", &error))?;
    let mut out = vec![("index.html".to_owned(), page.into_bytes())];
    out.extend(assets(&[]).into_iter().map(|(path, bytes)| (path, bytes.into_owned())));
    Ok(out)
}

fn wrong(place: &str, error: &dyn std::fmt::Display) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("template", format!("{place}: {error}")).fatal())
}
