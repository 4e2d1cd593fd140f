//! `{{…}}`: the few words in braces that stand for parts of the site.

use super::markdown::{Known, target};
use crate::settings::nearest;

/// A part of a written page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Text, as HTML that came from Markdown alone.
    Html(String),
    /// `{{list service="home-visit" area="north"}}`: how many, the first few, and where the whole list is.
    List {
        /// Service.
        service: String,
        /// Only of an area.
        area: Option<String>,
    },
    /// `{{layer service="home-visit"}}`: where the map, the list and the data of a service are.
    Layer(String),
    /// `{{facility id="…"}}`: one facility.
    Facility(String),
    /// `{{emergency}}`: the numbers to call at once.
    Emergency,
    /// `{{desks}}`: the desks of the areas.
    Desks,
    /// `{{map}}`: the overview map.
    Map,
    /// `{{services}}`: every service by group.
    Services,
    /// `{{card}}`: the emergency card, filled in and printed in the browser.
    Card,
    /// `{{goals}}`: the goals of the plan.
    Goals,
    /// `{{plan scene="daily"}}`: what is difficult, what was done and what is planned in a scene.
    Plan(String),
    /// `{{chart id="…"}}`: figures of the plan as table and bars.
    Chart(String),
    /// `{{figure id="…"}}`: one figure of the plan with its source.
    Figure(String),
    /// `{{events}}`: the next events.
    Events,
    /// `{{documents kind="minutes"}}`: documents of a kind, newest first.
    Documents(String),
    /// `{{qr path="/card/"}}`: a QR code that leads to a page.
    Qr(String),
    /// `{{navii}}`: the municipality's lists on ナビイ.
    Navii,
    /// `{{filters kind="comes" only="night-contact night-visit"}}`: filters of a heading, as links to their lists.
    Filters {
        /// Heading.
        kind: String,
        /// Only these, by id.
        only: Option<String>,
    },
    /// `{{lines count="3"}}`: empty lines to write on, on paper alone.
    Lines(u8),
}

impl Block {
    /// A page of the site without which the part would be empty: proved when all pages are known.
    pub(super) fn needs(&self) -> Option<String> {
        match self {
            Self::Qr(path) => Some(target(path)),
            Self::Facility(id) => Some(format!("facility/{id}.html")),
            Self::List { area: Some(area), .. } => Some(format!("area/{area}/index.html")),
            _ => None,
        }
    }
}

const NAMES: [&str; 18] = [
    "list",
    "layer",
    "facility",
    "emergency",
    "desks",
    "map",
    "services",
    "card",
    "goals",
    "plan",
    "chart",
    "figure",
    "events",
    "documents",
    "qr",
    "navii",
    "filters",
    "lines",
];

/// Kinds of documents that may be listed.
pub(super) const KINDS: [&str; 5] = ["document", "newsletter", "session", "minutes", "form"];

/// What is wrong, and what to do.
pub(super) type Wrong = (String, String);

/// Reads what stands between the braces.
pub(super) fn read(inside: &str, known: &Known<'_>) -> Result<Block, Wrong> {
    let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let pairs = pairs(inside, rest)?;
    let value = |key: &str| pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned());
    let allowed: &[&str] = match name {
        "list" => &["service", "area"],
        "layer" => &["service"],
        "facility" | "chart" | "figure" => &["id"],
        "plan" => &["scene"],
        "documents" => &["kind"],
        "filters" => &["kind", "only"],
        "lines" => &["count"],
        "qr" => &["path"],
        _ => &[],
    };
    if let Some((odd, _)) = pairs.iter().find(|(key, _)| !allowed.contains(key)) {
        let help = if allowed.is_empty() {
            "何も付けずに書きます。".to_owned()
        } else {
            format!("書けるのは {} です。", allowed.join("、"))
        };
        return Err((format!("「{{{{{name}}}}}」に「{odd}」は書けません。"), help));
    }
    let one_of = |key: &str, all: Vec<&str>, what: &str| {
        let given = value(key).unwrap_or_default();
        if all.contains(&given.as_str()) {
            return Ok(given);
        }
        let near = nearest(&given, &all).map(|near| format!("「{near}」ではありませんか。")).unwrap_or_default();
        let list =
            if all.len() <= 8 { format!("書けるのは {} です。", all.join("、")) } else { String::new() };
        Err((format!("「{given}」という{what}はありません。"), format!("{near}{list}")))
    };
    let service = || {
        let ids: Vec<&str> = known.services.services.iter().map(|service| service.id.as_str()).collect();
        one_of("service", ids, "サービス")
            .map_err(|(message, near)| (message, format!("{near}content/services.toml の id を書いてください。")))
    };
    Ok(match name {
        "list" => Block::List { service: service()?, area: value("area") },
        "layer" => Block::Layer(service()?),
        "facility" => Block::Facility(value("id").unwrap_or_default()),
        "emergency" => Block::Emergency,
        "desks" => Block::Desks,
        "map" => Block::Map,
        "services" => Block::Services,
        "card" => Block::Card,
        "goals" => Block::Goals,
        "plan" => Block::Plan(one_of("scene", known.plan.scenes(), "場面")?),
        "chart" => Block::Chart(one_of("id", known.plan.charts(), "図")?),
        "figure" => Block::Figure(one_of("id", known.plan.figures(), "数")?),
        "events" => Block::Events,
        "documents" => Block::Documents(one_of("kind", KINDS.to_vec(), "種類")?),
        "qr" => Block::Qr(value("path").unwrap_or_default()),
        "navii" => Block::Navii,
        "filters" => {
            Block::Filters { kind: one_of("kind", super::narrow::KINDS.to_vec(), "種類")?, only: value("only") }
        }
        "lines" => match value("count").and_then(|count| count.parse().ok()).filter(|count| (1..=9).contains(count)) {
            Some(count) => Block::Lines(count),
            None => return Err(("行の数（count）がちがいます。".into(), "1から9までの数を書いてください。".into())),
        },
        _ => {
            let near = nearest(name, &NAMES).map(|near| format!("「{near}」ではありませんか。")).unwrap_or_default();
            return Err((
                format!("「{{{{{name}}}}}」は使えません。"),
                format!("{near}使えるのは {} です。", NAMES.join("、")),
            ));
        }
    })
}

fn pairs<'a>(inside: &str, rest: &'a str) -> Result<Vec<(&'a str, &'a str)>, Wrong> {
    let mut pairs = Vec::new();
    let mut rest = rest.trim();
    while !rest.is_empty() {
        let broken =
            || (format!("「{{{{{inside}}}}}」の書き方がちがいます。"), "名前=\"値\" の形で書いてください。".to_owned());
        let (key, after) = rest.split_once("=\"").ok_or_else(broken)?;
        let (value, after) = after.split_once('"').ok_or_else(broken)?;
        pairs.push((key.trim(), value));
        rest = after.trim();
    }
    Ok(pairs)
}
