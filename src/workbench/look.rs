//! Pages as text: templates that escape whatever stands in data, one style, one script.

use serde::Serialize;
use tera::{Context, Tera};

const TEMPLATES: [(&str, &str); 10] = [
    ("frame.html", include_str!("../../site/workbench/frame.html")),
    ("home.html", include_str!("../../site/workbench/home.html")),
    ("new.html", include_str!("../../site/workbench/new.html")),
    ("put.html", include_str!("../../site/workbench/put.html")),
    ("arrivals.html", include_str!("../../site/workbench/arrivals.html")),
    ("check.html", include_str!("../../site/workbench/check.html")),
    ("ask.html", include_str!("../../site/workbench/ask.html")),
    ("changes.html", include_str!("../../site/workbench/changes.html")),
    ("hand.html", include_str!("../../site/workbench/hand.html")),
    ("words.html", include_str!("../../site/workbench/words.html")),
];
pub(super) const STYLE: &str = include_str!("../../site/workbench/workbench.css");
pub(super) const SCRIPT: &str = include_str!("../../site/workbench/workbench.js");

/// The templates; without them when they are broken, which a test forbids.
pub(super) struct Templates {
    tera: Result<Tera, String>,
}

impl Templates {
    pub(super) fn new() -> Self {
        let mut tera = Tera::new();
        tera.autoescape_on([".html"].to_vec());
        let added = tera.add_raw_templates(TEMPLATES).map_err(|error| error.to_string());
        Self { tera: added.map(|()| tera) }
    }

    /// The page; what is wrong with its template instead when it cannot be made.
    pub(super) fn render(&self, template: &str, view: &impl Serialize) -> Result<String, String> {
        let tera = self.tera.as_ref().map_err(Clone::clone)?;
        let context = Context::from_serialize(view).map_err(|error| error.to_string())?;
        tera.render(template, &context).map_err(|error| format!("{error}: {:?}", std::error::Error::source(&error)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_whole() {
        assert_eq!(Templates::new().tera.err(), None);
    }

    #[test]
    fn no_style_or_script_stands_in_a_page() {
        for (name, text) in TEMPLATES {
            for bad in ["<style", "style=", " onclick", " onsubmit", "javascript:", "http:", "https:"] {
                assert!(!text.contains(bad), "{name}: {bad}");
            }
            assert_eq!(text.matches("<script").count(), usize::from(name == "frame.html"), "{name}");
            let plain = text.matches("| safe").count();
            assert_eq!(plain, usize::from(name == "ask.html"), "{name}: only the picture is not escaped");
        }
    }
}
