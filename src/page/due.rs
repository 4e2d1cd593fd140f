//! When the site must be built again: a static server changes nothing by itself.

use super::content::TextKind;
use super::site::SiteData;
use super::{banner, event};
use jiff::civil::Date;

/// The next day on which a page says something that is no longer so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// What changes, in words.
    pub why: String,
}

/// The next reason to build again, if there is any.
pub fn due(site: &SiteData<'_>) -> Option<Due> {
    let parts = &site.parts;
    let mut all: Vec<Due> = Vec::new();
    let mut add = |on: Option<Date>, why: String| all.extend(on.map(|on| Due { on, why }));
    for text in parts.content.of(TextKind::Event) {
        let after = event::days(text).and_then(|(_, last)| last.tomorrow().ok());
        add(after, format!("催し「{}」が終わります", text.title));
    }
    for (day, title) in &parts.content.coming {
        add(Some(*day), format!("「{title}」を載せる日です"));
    }
    if let Some(text) = banner::current(site) {
        let after = text.end.and_then(|end| end.date().tomorrow().ok());
        add(after, format!("お知らせ「{}」が終わります", text.title));
    }
    for survey in &parts.settings.surveys {
        add(survey.publish_on, format!("「{}」を公表する日です", survey.name));
        let days = i64::from(parts.settings.freshness.answer_days) + 1;
        let old = survey.as_of.checked_add(jiff::Span::new().days(days)).ok();
        add(old, format!("「{}」の変わりやすい答えが「電話で確認」になります", survey.name));
    }
    all.retain(|due| due.on > parts.as_of);
    all.into_iter().min_by(|a, b| (a.on, &a.why).cmp(&(b.on, &b.why)))
}
