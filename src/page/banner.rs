//! The urgent notice above every page, from one file: `content/banner.md`.

use super::content::Text;
use super::site::SiteData;
use super::words;
use jiff::civil::DateTime;
use serde::Serialize;

/// Its page, for notices longer than a line.
pub(crate) const PATH: &str = "banner/index.html";

/// The notice.
#[derive(Debug, Clone, Serialize)]
pub struct Banner {
    /// What happened.
    pub name: String,
    /// One sentence.
    pub text: String,
    /// 「2026年11月2日（月）9:00から…まで」.
    pub period: String,
    /// Last moment as `2026-11-02T17:00`, after which the script hides it.
    pub until: Option<String>,
    /// Page with the rest.
    pub href: Option<&'static str>,
}

/// The text of a notice that was not over on the day of the build.
pub(super) fn current<'a>(site: &SiteData<'a>) -> Option<&'a Text> {
    let text = site.parts.content.at(PATH)?;
    text.end.is_none_or(|end| last_moment(end).date() >= site.parts.as_of).then_some(text)
}

/// The notice that stands above every page.
pub(super) fn banner(site: &SiteData<'_>) -> Option<Banner> {
    let text = current(site)?;
    let from = text.start.map(|start| format!("{}から", words::moment(start)));
    let until = text.end.map(|end| format!("{}まで", words::moment(end)));
    Some(Banner {
        name: text.title.clone(),
        text: text.description.clone(),
        period: [from, until].into_iter().flatten().collect(),
        until: text.end.map(|end| last_moment(end).strftime("%Y-%m-%dT%H:%M").to_string()),
        href: (!text.blocks.is_empty()).then_some(PATH),
    })
}

/// A day without a time lasts until midnight.
fn last_moment(end: DateTime) -> DateTime {
    if end.hour() == 0 && end.minute() == 0 { end.date().at(23, 59, 0, 0) } else { end }
}
