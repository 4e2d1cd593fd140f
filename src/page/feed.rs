//! `feed.xml`: the notice, the next events, the newest documents (Atom, RFC 4287).

use super::content::{Text, TextKind};
use super::site::SiteData;
use super::{banner, event};
use jiff::civil::Date;
use std::fmt::Write;

/// Its address.
pub(crate) const PATH: &str = "feed.xml";
/// A reader who comes once a month misses nothing.
const MOST: usize = 30;

/// The feed; `None` until the site knows its own address.
pub(super) fn feed(site: &SiteData<'_>) -> Option<(String, String)> {
    let home = site.absolute("index.html")?;
    let content = site.parts.content;
    let mut entries: Vec<(Date, &Text, &str)> = Vec::new();
    for kind in [TextKind::Minutes, TextKind::Newsletter, TextKind::Document, TextKind::Form, TextKind::Session] {
        entries.extend(content.of(kind).into_iter().filter_map(|text| Some((text.date?, text, "資料"))));
    }
    for text in content.of(TextKind::Event) {
        let over = event::days(text).is_some_and(|(_, last)| last < site.parts.as_of);
        // News of an event is dated by its announcement, or by the build until somebody writes that day.
        entries.extend((!over).then(|| (text.date.unwrap_or(site.parts.as_of), text, "催し")));
    }
    if let Some(text) = banner::current(site) {
        let day = text.start.map_or(site.parts.as_of, |start| start.date());
        entries.push((day, text, "急ぎのお知らせ"));
    }
    entries.sort_by(|a, b| (b.2 == "急ぎのお知らせ", b.0, &a.1.path).cmp(&(a.2 == "急ぎのお知らせ", a.0, &b.1.path)));
    entries.truncate(MOST);
    let settings = &site.parts.settings.site;
    let updated = entries.iter().map(|(day, ..)| *day).max().unwrap_or(site.parts.as_of);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ja\">\n\
         <title>{}</title>\n<id>{}</id>\n<link href=\"{}\"/>\n<link rel=\"self\" href=\"{}\"/>\n<updated>{}</updated>\n\
         <author><name>{}</name></author>\n",
        escape(&settings.name),
        escape(&home),
        escape(&home),
        escape(&site.absolute(PATH)?),
        moment(updated),
        escape(&settings.publisher),
    );
    for (day, text, kind) in entries {
        let address =
            if text.path == banner::PATH && text.blocks.is_empty() { home.clone() } else { site.absolute(&text.path)? };
        let when = event::event(site, text).map(|event| format!("{}　", event.when)).unwrap_or_default();
        let when = if text.path == banner::PATH {
            banner::banner(site).map(|banner| format!("{}　", banner.period)).unwrap_or_default()
        } else {
            when
        };
        let sample = if text.sample || settings.sample { "【見本】" } else { "" };
        let _ = write!(
            xml,
            "<entry>\n<title>{sample}{}</title>\n<id>{}</id>\n<link href=\"{}\"/>\n<updated>{}</updated>\n\
             <category term=\"{kind}\"/>\n<summary>{}</summary>\n</entry>\n",
            escape(&text.title),
            escape(&address),
            escape(&address),
            moment(day),
            escape(&format!("{when}{}", text.description)),
        );
    }
    xml.push_str("</feed>\n");
    Some((PATH.to_owned(), xml))
}

fn moment(day: Date) -> String {
    format!("{day}T00:00:00+09:00")
}

/// Text in XML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
