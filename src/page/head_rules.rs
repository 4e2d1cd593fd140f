//! What the head of a page must say for its kind: when an event is, from when until when a notice stands.

use super::content::{Text, TextKind, is_folder_page};
use super::{banner, event};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;

/// Looks at one page. `line_of` finds the line of a key, or the first line of the head.
pub(super) fn check(text: &Text, line_of: impl Fn(&str) -> Place, found: &mut Diagnostics) {
    let mut wrong = |code: &'static str, key: &str, message: &str, help: &str| {
        found.push(Diagnostic::error(code, message).at(line_of(key)).help(help).fatal());
    };
    if text.title.trim().is_empty() {
        wrong("content-head", "title", "題名（title）が空です。", "title = \"…\" に、ページの題名を書いてください。");
    }
    if text.kind == TextKind::Event && !is_folder_page(&text.path) && event::days(text).is_none() {
        wrong(
            "content-event",
            "title",
            "催しの日がありません。",
            "start = 2026-11-29T13:30:00 のように書きます。日がわからないときは month = \"2026-11\" と書きます。",
        );
    }
    if let (Some(start), Some(end)) = (text.start, text.end)
        && end < start
        // A day without a time lasts until midnight.
        && !(text.path == banner::PATH && end.date() == start.date() && end.hour() == 0)
    {
        wrong("content-event", "end", "終わり（end）が、始まり（start）より前です。", "日付と時刻を直してください。");
    }
    if text.path == banner::PATH && (text.start.is_none() || text.end.is_none()) {
        let key = if text.end.is_none() { "end" } else { "start" };
        wrong(
            "content-event",
            key,
            "お知らせの始まり（start）か終わり（end）がありません。",
            "start = 2026-12-01T09:00:00 と end = 2026-12-02T17:00:00 のように、両方書いてください。延ばすときは end を直します。",
        );
    }
    for (key, value) in [("apply_url", &text.apply_url), ("video", &text.video)] {
        if value.as_deref().is_some_and(|address| !address.starts_with("https://") && !address.starts_with("http://")) {
            wrong(
                "content-address",
                key,
                &format!("{key} がホームページのアドレスではありません。"),
                "https:// から始まるアドレスを書いてください。",
            );
        }
    }
    let document = matches!(
        text.kind,
        TextKind::Document | TextKind::Newsletter | TextKind::Session | TextKind::Minutes | TextKind::Form
    );
    if document && text.document.is_some() && text.plain.trim().is_empty() {
        wrong(
            "content-summary",
            "file",
            "資料の中身が、文章で書かれていません。",
            "PDFを開かなくても何の資料かわかるように、「+++」の下に短い文章を書いてください。",
        );
    }
}
