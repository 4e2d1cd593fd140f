//! A publisher's page → addresses of files on it.

use crate::io::http::Page;
use crate::table::decode;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Endings of what is looked for.
const ENDINGS: [&str; 7] = [".csv", ".zip", ".xlsx", ".html", ".htm", ".geojson", ".shp"];

/// Where a file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    /// At the publisher's.
    Web(String),
    /// In a folder that staff filled.
    Disk(PathBuf),
    /// In a folder that staff filled, taken out of its zip: the folder, and the files in it that belong together.
    Unpacked(PathBuf, Vec<PathBuf>),
}

/// A file that might be wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its name without folders, as a person reads it.
    pub(super) name: String,
    /// Where it lies.
    pub(super) at: At,
}

impl Found {
    /// A file on the disk, under the name that its publisher gave it.
    pub(super) fn on_disk(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self { name: published_name(&name), at: At::Disk(path.to_owned()) }
    }

    /// As a person knows it: the address, or the path.
    pub(super) fn shown(&self) -> String {
        match &self.at {
            At::Web(url) => url.clone(),
            At::Disk(path) | At::Unpacked(path, _) => path.display().to_string(),
        }
    }
}

/// What browsers and file managers put behind a name when there is one of that name already.
const COPIES: [&str; 6] = [" - コピー", "-コピー", " のコピー", "のコピー", " - Copy", " copy"];

/// 「名前 (1).csv」, 「名前(1).csv」 and 「名前 - コピー.CSV」 are 「名前.csv」.
pub(super) fn published_name(name: &str) -> String {
    let lower = name.to_lowercase();
    // A browser that does not know the type adds its own guess.
    let lower = lower.strip_suffix(".csv.txt").map(|stem| format!("{stem}.csv")).unwrap_or(lower);
    let Some(ending) = ENDINGS.iter().find(|ending| lower.ends_with(*ending)) else { return name.to_owned() };
    let mut stem = name.get(..lower.len() - ending.len()).unwrap_or(name);
    loop {
        let numbered = stem
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once('('))
            .filter(|(_, number)| (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()));
        let shorter = numbered
            .map(|(rest, _)| rest.trim_end())
            .or_else(|| COPIES.iter().find_map(|copy| stem.strip_suffix(copy)));
        match shorter {
            Some(shorter) => stem = shorter,
            None => return format!("{stem}{ending}"),
        }
    }
}

/// The page's text, whatever its encoding.
pub(super) fn text(page: &Page) -> String {
    decode(&page.bytes).map(|decoded| decoded.text.into_owned()).unwrap_or_default()
}

/// Every file that a page names: in `href`, and in scripts as 国土数値情報 does (`DownLd('…','…','../data/….zip')`).
pub(super) fn files(page: &Page) -> Vec<Found> {
    let text = text(page);
    let mut found: Vec<Found> = Vec::new();
    let mut known = BTreeSet::new();
    let mut from = 0;
    let ends = |c: char| matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | ',') || c.is_ascii_whitespace();
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if !ends(c) {
            continue;
        }
        let token = &text[from..at];
        let start = from;
        from = at + c.len_utf8();
        let unquoted = token.strip_prefix("href=").or_else(|| token.strip_prefix("HREF="));
        let token = unquoted.unwrap_or(token).replace("&amp;", "&");
        let path = token.split(['?', '#']).next().unwrap_or_default().to_lowercase();
        if !ENDINGS.iter().any(|ending| path.ends_with(ending)) {
            continue;
        }
        // Looked at for names alone: behind each of a hundred thousand quotation marks this would go through all of them.
        let before = text[..start].trim_end_matches(['"', '\'', ' ']);
        let is_link = before.ends_with("href=") || before.ends_with("HREF=") || unquoted.is_some();
        if !(is_link || token.contains('/')) {
            continue;
        }
        let Ok(url) = page.url.join(&token) else { continue };
        if !matches!(url.scheme(), "http" | "https") {
            continue;
        }
        let name = url.path().rsplit('/').next().map(unescaped).unwrap_or_default();
        if known.insert(url.to_string()) {
            found.push(Found { name, at: At::Web(url.into()) });
        }
    }
    found
}

/// `%E4%B8%80` → 一.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%');
        let code =
            code.and_then(|code| std::str::from_utf8(code).ok()).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::http::Url;

    fn page(html: &str) -> Page {
        let url = Url::parse("https://example.jp/stf/list/page.html").expect("address");
        Page { url, bytes: html.as_bytes().to_vec(), content_type: "text/html".into() }
    }

    fn addresses(html: &str) -> Vec<String> {
        files(&page(html)).iter().map(Found::shown).collect()
    }

    #[test]
    fn links_of_every_spelling_are_found() {
        assert_eq!(
            addresses(
                "<a href=\"/content/a_1.csv\">A</a> <a class=x href='b.zip?x=1&amp;y=2'>B</a><a href=c.xlsx>C</a>"
            ),
            [
                "https://example.jp/content/a_1.csv",
                "https://example.jp/stf/list/b.zip?x=1&y=2",
                "https://example.jp/stf/list/c.xlsx"
            ]
        );
    }

    /// Nothing here takes as long as the square of the page.
    #[test]
    fn a_page_of_marks_or_of_links_alone_is_read_through() {
        assert!(addresses(&"\"".repeat(2 << 20)).is_empty());
        let links: String = (0..20_000).map(|n| format!("<a href=\"{n}.csv\">")).collect();
        assert_eq!(addresses(&links).len(), 20_000);
    }

    #[test]
    fn files_named_in_scripts_are_found_once() {
        let html = "<a onclick=\"javascript:DownLd('4.61MB','N03_12_GML.zip','../data/N03/N03_12_GML.zip' ,this);\">";
        assert_eq!(addresses(html), ["https://example.jp/stf/data/N03/N03_12_GML.zip"]);
    }

    #[test]
    fn names_are_read_as_people_do() {
        assert_eq!(files(&page("<a href=\"%E4%B8%80%E8%A6%A7.zip\">"))[0].name, "一覧.zip");
        assert_eq!(Found::on_disk(Path::new("/x/jigyosho_110 (2).csv")).name, "jigyosho_110.csv");
        assert_eq!(Found::on_disk(Path::new("/x/12届出（医科）.xlsx")).name, "12届出（医科）.xlsx");
        for (name, plain) in [
            ("jigyosho_110(1).csv", "jigyosho_110.csv"),
            ("jigyosho_110 - コピー (2).CSV", "jigyosho_110.csv"),
            ("jigyosho_110.csv.txt", "jigyosho_110.csv"),
            ("05_pharmacy_20260601.csv (1).zip", "05_pharmacy_20260601.csv.zip"),
            ("N03-20260101_12_GML のコピー.zip", "N03-20260101_12_GML.zip"),
            ("12届出受理医療機関名簿(医科)千葉r0710.xlsx", "12届出受理医療機関名簿(医科)千葉r0710.xlsx"),
            ("一覧(2026).csv", "一覧(2026).csv"),
        ] {
            assert_eq!(published_name(name), plain);
        }
    }
}
