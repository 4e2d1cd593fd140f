//! Written pages against the finished site: links that lead nowhere, pages that nothing leads to.

use super::content::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;
use std::collections::BTreeSet;

/// Links of the texts that lead to no file of the site.
pub fn links(content: &Content, paths: &BTreeSet<&str>, found: &mut Diagnostics) {
    for text in &content.texts {
        for link in text.links.iter().filter(|link| !paths.contains(link.target.as_str())) {
            found.push(
                Diagnostic::error("content-link", format!("リンク「/{}」の先がありません。", link.target))
                    .at(Place::text(text.file.as_str(), link.line, 1))
                    .help("ページの名前を確かめてください。ファイルなら content の下に置いてください。")
                    .fatal(),
            );
        }
    }
}

/// Texts whose pages nobody can reach from the first one. `lost` are paths from the site's root.
pub fn orphans(content: &Content, lost: &[&str], found: &mut Diagnostics) {
    for path in lost {
        let text = content.texts.iter().find(|text| text.path == *path);
        let place =
            text.map_or_else(|| Place::whole(format!("dist/{path}")), |text| Place::text(text.file.as_str(), 1, 1));
        let finding = Diagnostic::error("page-orphan", "どのページからもたどり着けないページです。")
            .at(place)
            .help("ほかのページの文章の中に、このページへのリンクを書いてください。");
        found.push(if text.is_some() { finding.fatal() } else { finding });
    }
}
