//! Every internal link leads to a file of the site. Pages are read as they are made and need not be kept.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;
use memchr::memmem::Finder;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError, RwLock};

/// The links of a site whose files are known by their paths.
pub struct Links<'a> {
    paths: &'a [String],
    at: HashMap<&'a str, u32>,
    leads: Vec<OnceLock<Box<[u32]>>>,
    broken: Mutex<Vec<(u32, String)>>,
    /// Places on other pages to which links lead, each with the first page that has the link. A page may be made before
    /// the one to which it leads, so they are looked for when all are known.
    places: Mutex<BTreeMap<(u32, String), u32>>,
    /// By how deep pages lie: how one of them ends, whose links there are written from the root and lead somewhere. Thousands
    /// of pages end so.
    ends: RwLock<BTreeMap<usize, Arc<[u8]>>>,
}

/// Gives a page of the site again.
pub type Reread<'a> = &'a dyn Fn(&str) -> Option<Cow<'a, [u8]>>;

impl<'a> Links<'a> {
    /// For a site that will hold these files.
    pub fn new(paths: &'a [String]) -> Self {
        let at = (0_u32..).zip(paths).map(|(at, path)| (path.as_str(), at)).collect();
        let leads = paths.iter().map(|_| OnceLock::new()).collect();
        Self { paths, at, leads, broken: Mutex::default(), places: Mutex::default(), ends: RwLock::default() }
    }

    /// Whether the site has a file.
    pub fn has(&self, path: &str) -> bool {
        self.at.contains_key(path)
    }

    /// Looks at every `href` and `src` of a page and remembers what it leads to, for [`Self::unreached`].
    pub fn note(&self, page: &str, html: &[u8]) {
        let mut to = Vec::new();
        self.look(page, html, html, |at| to.push(at));
        to.sort_unstable();
        to.dedup();
        if let Some(from) = self.at.get(page) {
            let _ = self.leads[*from as usize].set(to.into());
        }
    }

    /// Looks at a page of which nobody asks where it leads.
    pub fn note_one_of_many(&self, page: &str, html: &[u8]) {
        let folders = page.matches('/').count();
        let known = self.ends.read().unwrap_or_else(PoisonError::into_inner).get(&folders).map(Arc::clone);
        if let Some(end) = known {
            self.look(page, html, &html[..own(html, &end)], |_| ());
            return;
        }
        self.look(page, html, html, |_| ());
        if let Some(end) = self.good_end(html, folders) {
            self.ends.write().unwrap_or_else(PoisonError::into_inner).entry(folders).or_insert_with(|| end.into());
        }
    }

    /// The end of a page behind the last link that is not from the root to a file: wherever it stands as deep, its links are
    /// good.
    fn good_end<'h>(&self, html: &'h [u8], folders: usize) -> Option<&'h [u8]> {
        let is_good = |target: &&str| from_root(target, folders).is_some_and(|path| self.at.contains_key(path));
        let last = targets(html).filter(|target| !is_good(target)).map(|target| target.as_ptr().addr()).max();
        let rest = &html[last.map_or(0, |at| at - html.as_ptr().addr())..];
        memchr::memchr(b'<', rest).map(|tag| &rest[tag..])
    }

    /// Looks at the links in a part of a page.
    fn look(&self, page: &str, html: &[u8], part: &[u8], mut leads: impl FnMut(u32)) {
        let Some(from) = self.at.get(page).copied() else { return };
        let folders = page.matches('/').count();
        let mut bad: Vec<&str> = Vec::new();
        let mut path = String::new();
        for target in targets(part) {
            if let Some(place) = target.strip_prefix('#') {
                if !has_place(html, place) {
                    bad.push(target);
                }
                continue;
            }
            // Nearly every link is written from the root, and names its file as the site does.
            if let Some(at) = from_root(target, folders).and_then(|path| self.at.get(path).copied()) {
                leads(at);
                continue;
            }
            if !resolve_into(page, target, &mut path) {
                continue;
            }
            let Some(at) = self.at.get(path.as_str()).copied() else {
                bad.push(target);
                continue;
            };
            if let Some((_, place)) = target.split_once('#').filter(|_| path.ends_with(".html")) {
                self.keep_place(at, place, from);
            }
            leads(at);
        }
        if !bad.is_empty() {
            bad.sort_unstable();
            bad.dedup();
            let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
            broken.extend(bad.into_iter().map(|target| (from, target.to_owned())));
        }
    }

    fn keep_place(&self, to: u32, place: &str, from: u32) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let first = places.entry((to, place.to_owned())).or_insert(from);
        *first = from.min(*first);
    }

    /// Reports the links that lead nowhere, and those to a place that its page does not have: each would strand a
    /// reader. `fatal` while nothing is written yet.
    pub fn report(&self, reread: Reread<'_>, fatal: bool, diagnostics: &mut Diagnostics) {
        let mut broken = std::mem::take(&mut *self.broken.lock().unwrap_or_else(PoisonError::into_inner));
        let places = std::mem::take(&mut *self.places.lock().unwrap_or_else(PoisonError::into_inner));
        let mut page: Option<(u32, Option<Cow<'_, [u8]>>)> = None;
        for ((to, place), from) in places {
            let path = self.paths[to as usize].as_str();
            if page.as_ref().is_none_or(|(at, _)| *at != to) {
                page = Some((to, reread(path)));
            }
            let html = page.as_ref().and_then(|(_, html)| html.as_deref());
            if html.is_some_and(|html| !has_place(html, &place)) {
                broken.push((from, format!("{path}#{place}")));
            }
        }
        broken.sort_unstable();
        broken.dedup();
        for (page, target) in broken {
            let what = if target.contains('#') { "先の場所" } else { "先" };
            let mut one = Diagnostic::error(
                "link-broken",
                format!("リンク「{target}」の{what}がサイトの中にありません。"),
            )
            .at(Place::whole(format!("dist/{}", self.paths[page as usize])))
            .help("文章の中のリンクなら content の該当ページを、それ以外なら site のテンプレートを直してください。");
            one.fatal = fatal;
            diagnostics.push(one);
        }
    }

    /// Pages whose links were remembered and to which no chain of such links leads from `index.html`, in the order of
    /// the paths.
    pub fn unreached(&self) -> Vec<&'a str> {
        let mut seen = vec![false; self.paths.len()];
        let mut next: VecDeque<u32> = self.at.get("index.html").copied().into_iter().collect();
        while let Some(page) = next.pop_front() {
            if !std::mem::replace(&mut seen[page as usize], true)
                && let Some(leads) = self.leads[page as usize].get()
            {
                next.extend(leads.iter().filter(|to| !seen[**to as usize]));
            }
        }
        let noted = self.leads.iter().map(|leads| leads.get().is_some());
        self.paths
            .iter()
            .zip(seen.iter().zip(noted))
            .filter(|(_, (seen, noted))| *noted && !**seen)
            .map(|(path, _)| path.as_str())
            .collect()
    }
}

/// Values of `href` and `src`. The pages are our own output, so attributes are always in double quotes.
pub(super) fn targets(html: &[u8]) -> impl Iterator<Item = &str> {
    [&*HREF, &*SRC].into_iter().flat_map(move |mark| {
        mark.find_iter(html).filter_map(move |at| {
            let rest = html.get(at + mark.needle().len()..)?;
            std::str::from_utf8(&rest[..memchr::memchr(b'"', rest)?]).ok()
        })
    })
}

/// How much of a page is its own, when one that ends so is known.
fn own(html: &[u8], end: &[u8]) -> usize {
    let same = html.iter().rev().zip(end.iter().rev()).take_while(|(one, other)| one == other).count();
    let from = html.len() - same;
    // A link that begins in its own part is not cut in two: both parts end where a tag begins.
    memchr::memchr(b'<', &html[from..]).map_or(html.len(), |tag| from + tag)
}

/// Whether a page has the place that stands behind `#` in a link to it.
pub fn has_place(html: &[u8], place: &str) -> bool {
    // The head of a page is always there; what begins so is looked for as words.
    if place.is_empty() || place == "top" || place.starts_with(":~:") {
        return true;
    }
    let place = percent_decode_str(place).decode_utf8_lossy();
    ids(html, &place).next().is_some()
}

/// Whether a page has an id more than once.
pub fn has_twice(html: &[u8], id: &str) -> bool {
    ids(html, id).nth(1).is_some()
}

/// Where a page has an id.
fn ids<'a>(html: &'a [u8], id: &str) -> impl Iterator<Item = usize> + use<'a> {
    let mark = Finder::new(&format!("id=\"{id}\"")).into_owned();
    let mut from = 0;
    let found = std::iter::from_fn(move || {
        let at = from + mark.find(html.get(from..)?)?;
        from = at + 1;
        Some(at)
    });
    // Else `data-id` would do.
    found.filter(|at| *at > 0 && html[*at - 1].is_ascii_whitespace())
}

/// What stands before a target.
static HREF: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(" href=\""));
static SRC: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(" src=\""));

/// What a target names from the site's root, when it climbs as many folders as the page lies in.
fn from_root(mut target: &str, folders: usize) -> Option<&str> {
    for _ in 0..folders {
        target = target.strip_prefix("../")?;
    }
    Some(target)
}

/// The file a relative link leads to; `None` for what is not a file of the site.
pub(super) fn resolve(page: &str, target: &str) -> Option<String> {
    let mut path = String::new();
    resolve_into(page, target, &mut path).then_some(path)
}

/// The same into a string that is used again and again; `false` for what is not a file of the site.
fn resolve_into(page: &str, target: &str, path: &mut String) -> bool {
    path.clear();
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let scheme =
        target.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if target.is_empty() || scheme || target.starts_with("//") {
        return false;
    }
    path.push_str(page.rsplit_once('/').map_or("", |(folder, _)| folder));
    for part in target.split('/') {
        match part {
            "." => {}
            // Climbing above the root leads outside the site, which no file answers.
            ".." if path.is_empty() => {
                path.push_str(target);
                return true;
            }
            ".." => path.truncate(path.rfind('/').unwrap_or_default()),
            part => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(part);
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted<'a>(paths: &'a [String], pages: &[(&str, &str)]) -> Links<'a> {
        let links = Links::new(paths);
        for (path, html) in pages {
            links.note(path, html.as_bytes());
        }
        links
    }

    #[test]
    fn a_dead_link_is_found_and_a_live_one_is_not() {
        let paths = ["index.html", "a/b.html"].map(str::to_owned);
        let links = noted(
            &paths,
            &[
                ("index.html", "<a href=\"a/b.html#x\">よい</a><a href=\"tel:119\">電話</a>"),
                (
                    "a/b.html",
                    "<a href=\"../index.html\">よい</a><a href=\"c.html\">わるい</a><a href=\"../../x.html\">外</a>",
                ),
            ],
        );
        let mut diagnostics = Diagnostics::new();
        links.report(&|_| None, true, &mut diagnostics);
        assert_eq!(diagnostics.count("link-broken"), 2);
        assert!(diagnostics.sorted().iter().any(|one| one.message.contains("c.html")));
    }

    #[test]
    fn what_only_links_out_is_not_reached() {
        let paths = ["a/b.html", "a/index.html", "index.html", "lost.html", "picture.svg"].map(str::to_owned);
        let links = noted(
            &paths,
            &[
                ("a/index.html", "<a href=\"../index.html\">上</a><a href=\"b.html\">次</a>"),
                ("a/b.html", ""),
                ("index.html", "<a href=\"a/index.html\">下</a>"),
                ("lost.html", "<a href=\"index.html\">上</a>"),
            ],
        );
        assert_eq!(links.unreached(), ["lost.html"]);
    }

    #[test]
    fn a_dead_link_among_many_pages_is_found_on_each() {
        let paths = ["facility/a.html", "facility/b.html", "index.html"].map(str::to_owned);
        let links = Links::new(&paths);
        for page in &paths[..2] {
            links.note_one_of_many(page, b"<a href=\"../index.html\">x</a> <a href=\"c.html\">y</a>");
        }
        let mut diagnostics = Diagnostics::new();
        links.report(&|_| None, true, &mut diagnostics);
        assert_eq!(diagnostics.count("link-broken"), 2);
    }

    #[test]
    fn how_pages_end_is_looked_at_once_and_never_taken_for_good() {
        let paths = ["a/1.html", "a/2.html", "a/3.html", "b/1.html", "c.html", "foot.html", "index.html"];
        let paths = paths.map(str::to_owned);
        let foot = "<a href=\"../foot.html\">足</a><a href=\"../index.html\">上</a>";
        let (good, bad) = ("<a href=\"1.html\">", "<a href=\"none.html\">");
        for (pages, broken) in [
            // What stands before the end is looked at on every page, a link that differs only in its first letters too.
            (vec![("a/1.html", good, foot), ("a/2.html", bad, foot), ("a/3.html", bad, foot)], 2),
            (
                vec![
                    ("a/1.html", good, foot),
                    ("a/2.html", good, "<a href=\"../oot.html\">足</a><a href=\"../index.html\">上</a>"),
                ],
                1,
            ),
            (vec![("a/1.html", "", foot), ("a/2.html", "<a href=\"../no", "t/index.html\">上</a>")], 1),
            // As deep in another folder: what is not written from the root is another file there.
            (vec![("a/1.html", "", "<a href=\"2.html\">"), ("b/1.html", "", "<a href=\"2.html\">")], 1),
            // Not as deep.
            (vec![("a/1.html", "", foot), ("c.html", "", foot)], 2),
            // An end with a broken link is told of every page.
            (vec![("a/1.html", "", bad), ("a/2.html", "", bad), ("a/3.html", foot, bad)], 3),
            // A place of its own that this page lacks.
            (vec![("a/1.html", "<i id=\"x\">", "<a href=\"#x\">"), ("a/2.html", "<i>", "<a href=\"#x\">")], 1),
        ] {
            let links = Links::new(&paths);
            for (page, own, end) in &pages {
                links.note_one_of_many(page, format!("<p>{own}{end}</p>").as_bytes());
            }
            let mut found = Diagnostics::new();
            links.report(&|_| None, true, &mut found);
            assert_eq!(found.count("link-broken"), broken, "{pages:?}");
        }
    }

    #[test]
    fn a_place_that_its_page_does_not_have_is_found() {
        let paths = ["a.html", "b.html", "c.pdf"].map(str::to_owned);
        let there = "<h2 id=\"here\"><i data-id=\"no\"></i><p\nid=\"ある\">";
        let good = "<a href=\"b.html#here\"> <a href=\"b.html?q#%E3%81%82%E3%82%8B\"> <a href=\"c.pdf#page=2\"> \
                    <a href=\"#own\"> <i id=\"own\"> <a href=\"#\"> <a href=\"#top\"> <a href=\"b.html#top\">";
        let reread = |path: &str| (path == "b.html").then(|| there.as_bytes().into());
        let found = |html: &str, many: bool| {
            let links = Links::new(&paths);
            // Twice: what was met before is told once.
            for _ in 0..2 {
                match many {
                    true => links.note_one_of_many("a.html", html.as_bytes()),
                    false => links.note("a.html", html.as_bytes()),
                }
            }
            let mut found = Diagnostics::new();
            links.report(&reread, true, &mut found);
            let once = found.count("link-broken");
            links.report(&reread, true, &mut found);
            assert_eq!(found.count("link-broken"), once, "told once");
            found.sorted().iter().map(|one| one.message.clone()).collect::<Vec<_>>()
        };
        for many in [false, true] {
            assert!(found(good, many).is_empty());
            for bad in ["b.html#no", "b.html#her", "#none"] {
                let told = found(&format!("{good}<a href=\"{bad}\">"), many);
                assert!(matches!(&told[..], [one] if one.contains(bad)), "{bad}: {told:?}");
            }
        }
    }

    #[test]
    fn links_are_resolved_against_their_page() {
        for (page, target, path) in [
            ("index.html", "a/b.html#x", Some("a/b.html")),
            ("a/b.html", "../index.html", Some("index.html")),
            ("a/b/c.html", "../../d.html?e", Some("d.html")),
            ("a/b.html", "../../x.html", Some("../../x.html")),
            ("a/b.html", "./c.html", Some("a/c.html")),
            ("a/b.html", "https://example.jp/", None),
            ("a/b.html", "#top", None),
        ] {
            assert_eq!(resolve(page, target).as_deref(), path, "{page} {target}");
        }
    }
}
