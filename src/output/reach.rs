//! Which pages can be reached from the first one by links.

use super::OutputFile;
use super::links::{resolve, targets};
use rayon::prelude::*;
use std::collections::{BTreeMap, VecDeque};

/// Paths of pages to which no chain of links leads from `index.html`, in order.
pub fn unreached(files: &[OutputFile]) -> Vec<&str> {
    let pages: Vec<&OutputFile> = files.iter().filter(|file| file.path.ends_with(".html")).collect();
    let at: BTreeMap<&str, usize> = pages.iter().enumerate().map(|(at, page)| (page.path.as_str(), at)).collect();
    let leads: Vec<Vec<usize>> = pages
        .par_iter()
        .map(|page| {
            let html = std::str::from_utf8(&page.bytes).unwrap_or_default();
            let mut to: Vec<usize> = targets(html)
                .filter_map(|target| resolve(&page.path, target))
                .filter_map(|path| at.get(path.as_str()).copied())
                .collect();
            to.sort_unstable();
            to.dedup();
            to
        })
        .collect();
    let mut seen = vec![false; pages.len()];
    let mut next: VecDeque<usize> = at.get("index.html").copied().into_iter().collect();
    while let Some(page) = next.pop_front() {
        if !std::mem::replace(&mut seen[page], true) {
            next.extend(leads[page].iter().filter(|to| !seen[**to]));
        }
    }
    pages.iter().zip(seen).filter(|(_, seen)| !seen).map(|(page, _)| page.path.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_links_out_is_not_reached() {
        let page = |path: &str, html: &str| OutputFile { path: path.into(), bytes: html.as_bytes().to_vec() };
        let files = [
            page("a/index.html", "<a href=\"../index.html\">上</a><a href=\"b.html\">次</a>"),
            page("a/b.html", ""),
            page("index.html", "<a href=\"a/index.html\">下</a>"),
            page("lost.html", "<a href=\"index.html\">上</a>"),
        ];
        assert_eq!(unreached(&files), ["lost.html"]);
    }
}
