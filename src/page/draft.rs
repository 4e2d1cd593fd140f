//! Texts that are not for readers yet: drafts, and those of a later day.

use super::content::{Text, is_attachment};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;
use crate::source::Input;
use crate::text::wareki;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Documents and pictures that only texts name that are not shown: they wait with them. `all` are the files of every
/// text, `shown` the texts that are left.
pub(super) fn waiting(inputs: &[Input], all: &[String], shown: &[Text]) -> BTreeSet<String> {
    let written = |is_shown: bool| -> Vec<String> {
        let among =
            |input: &&Input| all.contains(&input.path) && shown.iter().any(|text| text.file == input.path) == is_shown;
        inputs.iter().filter(among).map(|input| String::from_utf8_lossy(&input.bytes).into_owned()).collect()
    };
    let (hidden, seen) = (written(false), written(true));
    let named = |texts: &[String], file: &str| texts.iter().any(|text| text.contains(file));
    let name = |input: &Input| input.path.rsplit('/').next().unwrap_or_default().to_owned();
    let waits = |input: &&Input| is_attachment(input) && named(&hidden, &name(input)) && !named(&seen, &name(input));
    inputs.iter().filter(waits).map(|input| input.path.clone()).collect()
}

/// Which texts are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Showing {
    /// The day of the build.
    pub on: Date,
    /// Drafts and texts of later days too; only ever for a preview.
    pub drafts: bool,
}

impl Showing {
    /// Takes out what is not wanted, and says so.
    pub(super) fn keep(self, texts: &mut Vec<Text>, found: &mut Diagnostics) {
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
            self.drafts
        });
    }

    /// The next day on which a text begins to be shown.
    pub(super) fn next(self, texts: &[Text]) -> Vec<(Date, String)> {
        let waits = texts.iter().filter(|text| !text.draft);
        waits.filter_map(|text| Some((text.publish_on.filter(|day| *day > self.on)?, text.title.clone()))).collect()
    }
}
