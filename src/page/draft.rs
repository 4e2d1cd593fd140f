//! Texts that are not for readers yet: drafts, and those of a later day.

use super::content::Text;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;
use crate::text::wareki;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Which texts are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Showing {
    /// The day of the build.
    pub on: Date,
    /// Drafts and texts of later days too; only ever for a preview.
    pub drafts: bool,
}

impl Showing {
    /// Takes out what is not wanted, and says so. Files that nothing else names go with it: a leaflet is no more public
    /// than the text that announces it.
    pub(super) fn keep(self, texts: &mut Vec<Text>, found: &mut Diagnostics) -> BTreeSet<String> {
        let mut unshown = BTreeSet::new();
        texts.retain(|text| {
            let later = text.publish_on.filter(|day| *day > self.on);
            let why = match (text.draft, later) {
                (true, _) => "下書き（draft = true）です".to_owned(),
                (false, Some(day)) => format!("{}から載ります", wareki::words(day)),
                (false, None) => return true,
            };
            let verb =
                if self.drafts { "確かめる画面にだけ載せています" } else { "載せていません" };
            found.push(
                Diagnostic::note("content-draft", format!("「{}」は{why}。{verb}。", text.title))
                    .at(Place::whole(text.file.as_str()))
                    .help("載せるときは、draft の行を消すか、publish_on の日付を直してください。"),
            );
            if !self.drafts {
                unshown.extend(files_of(text));
            }
            self.drafts
        });
        let named: BTreeSet<String> = texts.iter().flat_map(files_of).collect();
        unshown.difference(&named).cloned().collect()
    }

    /// The next day on which a text begins to be shown.
    pub(super) fn next(self, texts: &[Text]) -> Vec<(Date, String)> {
        let waits = texts.iter().filter(|text| !text.draft);
        waits.filter_map(|text| Some((text.publish_on.filter(|day| *day > self.on)?, text.title.clone()))).collect()
    }
}

/// Files of the site that a text names: its document, what is handed out, what it links to or shows.
fn files_of(text: &Text) -> impl Iterator<Item = String> {
    let offered = text.document.iter().chain(&text.handouts).map(|file| file.href.as_str());
    let linked = text.links.iter().map(|link| link.target.as_str());
    offered.chain(linked).map(|path| path.trim_start_matches('/').to_owned())
}
