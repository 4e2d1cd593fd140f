//! What the settings map that is not there.

use super::{KNOWN, Layout, Mapped};
use crate::diagnostic::Diagnostic;
use crate::model::question;
use crate::place::Origin;
use crate::settings::{SurveySetting, nearest};
use crate::source::Reading;
use crate::table::Table;
use crate::text::width;

/// Keys of the settings that mean nothing here.
pub(super) fn setting_mistakes(setting: &SurveySetting) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !setting.columns.contains_key("name") {
        found.push(
            Diagnostic::error(
                "survey-no-name",
                format!("調査「{}」の設定に、施設の名前の列がありません。", setting.name),
            )
            .help("`[survey.columns]` に `name = \"見出し\"` を書いてください。")
            .fatal(),
        );
    }
    for key in setting.columns.keys().filter(|key| !KNOWN.contains(&key.as_str())) {
        let near = nearest(key, KNOWN).map_or(String::new(), |near| format!("「{near}」ではありませんか。"));
        found.push(
            Diagnostic::error("survey-column-unknown", format!("調査の設定の「{key}」という項目はありません。"))
                .help(format!("{near}使えるのは {} です。", KNOWN.join("、")))
                .fatal(),
        );
    }
    let ids: Vec<&str> = crate::model::QUESTIONS.iter().map(|question| question.id).collect();
    for id in setting.questions.keys().chain(setting.choices.keys()).filter(|id| question(id).is_none()) {
        let near = nearest(id, &ids).map_or(String::new(), |near| format!("「{near}」ではありませんか。"));
        found.push(
            Diagnostic::error("survey-question-unknown", format!("「{id}」という質問はありません。"))
                .help(format!("{near}使えるのは {} です。", ids.join("、")))
                .fatal(),
        );
    }
    found
}

/// Reports mapped columns that the sheet has not: what depends on them is left out, and consent is none.
pub(super) fn report_missing(layout: &Layout<'_>, table: &Table, at: Origin, reading: &mut Reading) {
    let headings: Vec<String> =
        table.row(layout.columns.header).cells().map(width::clean).filter(|h| !h.is_empty()).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    for (n, (mapped, heading)) in layout.names.iter().enumerate() {
        if layout.columns.get(n).is_some() {
            continue;
        }
        let place = reading.sources.place(Origin { column: u16::MAX, ..at });
        let near = nearest(heading, &headings).map_or(String::new(), |near| format!("「{near}」ではありませんか。"));
        let help = format!("{near}表の見出しか、設定の見出しを直してください。");
        let diagnostic = match mapped {
            Mapped::Column(key) if key.starts_with("consent") => Diagnostic::error(
                "consent-column-missing",
                format!("同意の列「{heading}」がありません。同意はないものとして扱いました。"),
            ),
            _ => Diagnostic::warning(
                "survey-column-missing",
                format!("列「{heading}」がありません。この項目は読みませんでした。"),
            ),
        };
        reading.diagnostics.push(diagnostic.at(place).help(help));
    }
}
