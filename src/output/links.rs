//! Every link between the site's own files leads somewhere.

use super::OutputFile;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Looks at every `href` and `src` of every page. A link that leads nowhere would strand a reader: an error.
pub fn check_links(files: &[OutputFile], diagnostics: &mut Diagnostics) {
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let broken: Vec<(&str, String)> = files
        .par_iter()
        .filter(|file| file.path.ends_with(".html"))
        .flat_map_iter(|file| {
            let html = std::str::from_utf8(&file.bytes).unwrap_or_default();
            let mut bad = BTreeSet::new();
            for target in targets(html) {
                if let Some(path) = resolve(&file.path, target)
                    && !paths.contains(path.as_str())
                {
                    bad.insert(target.to_owned());
                }
            }
            bad.into_iter().map(|target| (file.path.as_str(), target)).collect::<Vec<_>>()
        })
        .collect();
    for (page, target) in broken {
        diagnostics.push(
            Diagnostic::error("link-broken", format!("リンク「{target}」の先がサイトの中にありません。"))
                .at(Place::whole(format!("dist/{page}")))
                .help(
                    "文章の中のリンクなら content の該当ページを、それ以外なら site のテンプレートを直してください。",
                ),
        );
    }
}

/// Values of `href` and `src`. The pages are our own output, so attributes are always in double quotes.
pub(super) fn targets(html: &str) -> impl Iterator<Item = &str> {
    [" href=\"", " src=\""]
        .into_iter()
        .flat_map(move |mark| html.match_indices(mark).map(move |(at, _)| &html[at + mark.len()..]))
        .filter_map(|rest| rest.split_once('"').map(|(value, _)| value))
}

/// The file a relative link leads to; `None` for what is not a file of the site.
pub(super) fn resolve(page: &str, target: &str) -> Option<String> {
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let scheme =
        target.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if target.is_empty() || scheme || target.starts_with("//") {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            // Climbing above the root leads outside the site, which no file answers.
            ".." => {
                if parts.pop().is_none() {
                    return Some(target.to_owned());
                }
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_link_is_found_and_a_live_one_is_not() {
        let page = |path: &str, html: &str| OutputFile { path: path.into(), bytes: html.as_bytes().to_vec() };
        let files = [
            page("index.html", "<a href=\"a/b.html#x\">よい</a><a href=\"tel:119\">電話</a>"),
            page(
                "a/b.html",
                "<a href=\"../index.html\">よい</a><a href=\"c.html\">わるい</a><a href=\"../../x.html\">外</a>",
            ),
        ];
        let mut diagnostics = Diagnostics::new();
        check_links(&files, &mut diagnostics);
        assert_eq!(diagnostics.count("link-broken"), 2);
        assert!(diagnostics.sorted().iter().any(|one| one.message.contains("c.html")));
    }
}
