//! What `ouchi fetch` came to, for people and for machines.

use super::wanted::Wanted;
use crate::diagnostic::{Diagnostic, Diagnostics};
use jiff::civil::Date;
use serde_json::json;

/// What became of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A new edition is in place.
    Updated,
    /// The edition in place is the newest.
    Same,
    /// The old edition stays; a finding says why.
    Kept,
    /// The folder holds no file of it.
    NotThere,
}

/// One source.
#[derive(Debug, Clone)]
pub struct Brought {
    /// Which.
    pub wanted: Wanted,
    /// What became of it.
    pub state: State,
    /// As of when the edition is.
    pub as_of: Option<Date>,
    /// Rows kept.
    pub rows: u64,
    /// Rows published.
    pub published: u64,
    /// Files.
    pub files: usize,
}

impl Brought {
    pub(super) const fn new(wanted: Wanted, state: State) -> Self {
        Self { wanted, state, as_of: None, rows: 0, published: 0, files: 0 }
    }
}

/// The whole run.
#[derive(Debug, Default)]
pub struct FetchReport {
    /// Each source that was asked for.
    pub brought: Vec<Brought>,
    /// What was found.
    pub diagnostics: Diagnostics,
}

impl FetchReport {
    /// Whether every source is the newest now.
    pub fn is_done(&self) -> bool {
        !self.diagnostics.is_fatal() && self.brought.iter().all(|one| one.state != State::Kept)
    }

    /// For a clerk.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for one in &self.brought {
            let as_of = one.as_of.map(|date| format!("{date} 時点の版")).unwrap_or_else(|| "最新の版".into());
            let counts = format!("{}ファイル、{} 行のうち {} 行を残しました", one.files, one.published, one.rows);
            let words = match one.state {
                State::Updated => format!("新しくなりました（{as_of}。{counts}）"),
                State::Same => format!("変わりありません（{as_of}）"),
                State::Kept => "取り込めませんでした。前のデータはそのままです".into(),
                State::NotThere => "フォルダにファイルがありません。いまのデータはそのままです".into(),
            };
            out.push_str(&format!("{}: {words}\n", one.wanted.title()));
        }
        for finding in self.diagnostics.sorted() {
            out.push_str(&said(finding));
        }
        if self.brought.iter().any(|one| one.state == State::Updated) {
            out.push_str("\n次は ouchi build を実行し、変わったところの報告を見てください。\n");
        }
        out
    }

    /// For a machine.
    pub fn json(&self) -> String {
        let brought: Vec<_> = self
            .brought
            .iter()
            .map(|one| {
                let state = match one.state {
                    State::Updated => "updated",
                    State::Same => "same",
                    State::Kept => "kept",
                    State::NotThere => "not-there",
                };
                json!({
                    "source": one.wanted.name(), "state": state, "as_of": one.as_of,
                    "rows": one.rows, "published": one.published, "files": one.files,
                })
            })
            .collect();
        json!({ "sources": brought, "findings": self.diagnostics.sorted() }).to_string()
    }
}

/// A finding as a clerk reads it.
pub(super) fn said(finding: &Diagnostic) -> String {
    let place = finding.place.as_ref().map(|place| format!("\n  場所: {place}")).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!("\n  どうするか: {help}")).unwrap_or_default();
    format!("\n[{}] {}{place}{help}\n", finding.severity.word(), finding.message)
}
