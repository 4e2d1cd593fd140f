//! Written pages against the finished site: links that lead nowhere, pages that nothing leads to.

use super::content::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;

/// What is known of the finished site.
pub trait Finished {
    /// Whether it has a file.
    fn has(&self, path: &str) -> bool;
    /// Whether a page has the place that stands behind `#` in a link to it.
    fn has_place(&self, path: &str, place: &str) -> bool;
    /// Whether a page has an id more than once.
    fn has_twice(&self, path: &str, place: &str) -> bool;
}

/// Links of the texts that lead to no file of the site, or to no place on its page.
pub fn links(content: &Content, site: &dyn Finished, found: &mut Diagnostics) {
    for text in &content.texts {
        for link in text.links.iter().filter(|link| !content.unread.contains(&link.target)) {
            let (message, help) = if !site.has(&link.target) {
                (format!("リンク「/{}」の先がありません。", link.target), whole(&link.target).to_owned())
            } else if !link.part.is_empty() && !site.has_place(&link.target, &link.part) {
                let page = if link.target == text.path { String::new() } else { format!("/{}", link.target) };
                (format!("リンク「{page}#{}」の先の見出しがありません。", link.part), parts(content, &link.target))
            } else {
                continue;
            };
            found.push(Diagnostic::error("content-link", message).at(link.place.clone()).help(help).fatal());
        }
    }
}

/// Headings whose id their page has elsewhere too: a link to one would lead to the other.
pub fn heading_ids(content: &Content, site: &dyn Finished, found: &mut Diagnostics) {
    for text in &content.texts {
        for heading in text.headings.iter().filter(|heading| site.has_twice(&text.path, &heading.id)) {
            let message = format!("見出しの名前「{}」は、このページのほかのところで使っています。", heading.id);
            found.push(
                Diagnostic::error("content-heading-id", message)
                    .at(heading.place.clone())
                    .help("見出しのうしろに、ほかの名前を付けてください。例: ## 準備 {#junbi}")
                    .fatal(),
            );
        }
    }
}

fn whole(target: &str) -> &'static str {
    match target.split('/').next() {
        Some("facility") => "施設の id は、施設のページのアドレスの「facility/」のあとの文字です。",
        Some("area") => "地区の id は、ouchi.toml の [[area]] の id です。",
        _ => "ページの名前を確かめてください。ファイルなら content の下に置いてください。",
    }
}

/// The places to which a link may lead.
fn parts(content: &Content, target: &str) -> String {
    let headings = content.at(target).map(|text| text.headings.as_slice()).unwrap_or_default();
    if headings.is_empty() {
        return "「#」からあとを消してください。ページの先頭に行きます。".to_owned();
    }
    let all: Vec<String> = headings.iter().map(|one| format!("#{}（{}）", one.id, one.title)).collect();
    format!("見出しに行けます。このページにあるのは {} です。", all.join("、"))
}

/// Texts whose pages nobody can reach from the first one. `lost` are paths from the site's root; pages that the product
/// makes by itself are not for staff to mend, and tests hold them.
pub fn orphans(content: &Content, lost: &[&str], found: &mut Diagnostics) {
    for text in content.texts.iter().filter(|text| lost.contains(&text.path.as_str())) {
        found.push(
            Diagnostic::error("page-orphan", "どのページからもたどり着けないページです。")
                .at(Place::text(text.file.as_str(), 1, 1))
                .help("ほかのページの文章の中に、このページへのリンクを書いてください。")
                .fatal(),
        );
    }
}
