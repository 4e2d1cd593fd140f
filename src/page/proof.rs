//! Written pages against the finished site: links that lead nowhere, pages that nothing leads to.

use super::content::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;

/// Links of the texts that lead to no file of the site, which `has` knows.
pub fn links(content: &Content, has: &dyn Fn(&str) -> bool, found: &mut Diagnostics) {
    for text in &content.texts {
        for link in text.links.iter().filter(|link| !has(&link.target)) {
            let help = match link.target.split('/').next() {
                Some("facility") => "施設の id は、施設のページのアドレスの「facility/」のあとの文字です。",
                Some("area") => "地区の id は、ouchi.toml の [[area]] の id です。",
                _ => "ページの名前を確かめてください。ファイルなら content の下に置いてください。",
            };
            found.push(
                Diagnostic::error("content-link", format!("リンク「/{}」の先がありません。", link.target))
                    .at(link.place.clone())
                    .help(help)
                    .fatal(),
            );
        }
    }
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
