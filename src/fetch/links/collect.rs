//! Outward links of the pages of a built site.

use crate::io::{self, Trouble};
use std::collections::BTreeMap;
use std::path::Path;

/// An address, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub url: String,
    /// Pages that link to it, in order.
    pub pages: Vec<String>,
    /// The facility whose page links to it, when exactly one does.
    pub facility: Option<String>,
    /// That page's title up to the site's name: the facility's name.
    pub name: Option<String>,
}

/// Every outward link of the pages below a folder, sorted. `own` is the site's own address.
///
/// # Errors
/// When the folder or a page cannot be read.
pub fn collect(site: &Path, own: Option<&str>) -> Result<Vec<Link>, Trouble> {
    let (entries, _) = io::list(site)?;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut titles: BTreeMap<&str, String> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.name.ends_with(".html")) {
        let bytes = io::read(&entry.path)?;
        let html = String::from_utf8_lossy(&bytes);
        if let Some(id) = facility_of(&entry.name) {
            titles.extend(title(&html).map(|title| (id, title)));
        }
        for url in outward(&html) {
            let pages = found.entry(url).or_default();
            if pages.last() != Some(&entry.name) {
                pages.push(entry.name.clone());
            }
        }
    }
    let own = own.filter(|own| !own.is_empty());
    Ok(found
        .into_iter()
        .filter(|(url, _)| own.is_none_or(|own| !url.starts_with(own.trim_end_matches('/'))))
        .map(|(url, pages)| {
            let mut ids = pages.iter().filter_map(|page| facility_of(page));
            let facility = ids.next().filter(|_| ids.next().is_none());
            let name = facility.and_then(|id| titles.get(id)).cloned();
            let facility = facility.map(str::to_owned);
            Link { url, pages, facility, name }
        })
        .collect())
}

/// What is asked of a host: the part after `#` stays in the browser, so that many links are one page.
pub fn asked(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

fn facility_of(page: &str) -> Option<&str> {
    page.strip_prefix("facility/")?.strip_suffix(".html")
}

/// What stands in `<title>` before the site's name.
fn title(html: &str) -> Option<String> {
    let title = html.split_once("<title>")?.1.split_once("</title>")?.0;
    let name = title.rsplit_once(" — ").map_or(title, |(name, _)| name);
    Some(unescaped(name.trim()))
}

/// Addresses of `<a href="http…">`. Styles, pictures and `<link>` are the builder's own affair.
fn outward(html: &str) -> Vec<String> {
    let mut urls = Vec::new();
    for (at, _) in html.match_indices("<a") {
        let tag = html[at + 2..].split('>').next().unwrap_or_default();
        if !tag.starts_with(|c: char| c.is_ascii_whitespace()) {
            continue;
        }
        let Some(value) = tag.find("href=").map(|at| &tag[at + 5..]) else { continue };
        let url = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default(),
            _ => value.split_ascii_whitespace().next().unwrap_or_default(),
        };
        let url = asked(&unescaped(url)).to_owned();
        let lower = url.get(..8).unwrap_or(&url).to_ascii_lowercase();
        if lower.starts_with("http:") || lower.starts_with("https:") {
            urls.push(url);
        }
    }
    urls
}

fn unescaped(text: &str) -> String {
    let marks = [("&#x2F;", "/"), ("&#39;", "'"), ("&#x27;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">")];
    marks.iter().fold(text.to_owned(), |text, (mark, sign)| text.replace(mark, sign)).replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_gathered_by_page_and_facility() {
        let folder = tempfile::tempdir().expect("folder");
        let put = |path: &str, html: &str| {
            io::write_if_changed(&folder.path().join(path), html.as_bytes()).expect("write");
        };
        put("index.html", "<a class='x' href=\"https://example.jp/?a=1&amp;b=2\">x</a><a href=\"about/\">y</a>");
        put(
            "facility/abc.html",
            "<a\nhref='https://clinic.example.jp/'>x</a><link href=\"https://own.example.jp/feed\">",
        );
        put(
            "facility/def.html",
            "<a href=https://example.jp/?a=1&amp;b=2#17/35.8/139.9>x</a><abbr href=\"https://no.example.jp\">",
        );
        put("about/index.html", "<a href=\"https://own.example.jp/ouchi/about/\">own</a>");
        let links = collect(folder.path(), Some("https://own.example.jp/ouchi/")).expect("read");
        let told: Vec<_> =
            links.iter().map(|link| (link.url.as_str(), link.pages.len(), link.facility.as_deref())).collect();
        assert_eq!(
            told,
            [("https://clinic.example.jp/", 1, Some("abc")), ("https://example.jp/?a=1&b=2", 2, Some("def"))]
        );
    }
}
