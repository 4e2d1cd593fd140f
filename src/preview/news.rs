//! What the page is told after each build: what stands in the way, and where.

use super::Look;
use crate::diagnostic::{Diagnostic, Severity};
use crate::io::Trouble;
use crate::report::Report;
use jiff::civil::Date;
use serde::Serialize;
use std::time::Duration;

/// Findings that a page lists; the others are counted.
const LISTED: usize = 40;

/// What came of the last build.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Outcome {
    /// Whether the site that is shown is the newest.
    is_new: bool,
    /// The day of the build.
    on: Option<Date>,
    drafts: bool,
    errors: usize,
    warnings: usize,
    /// What forbids building, then errors and warnings.
    findings: Vec<Line>,
    /// Findings that are not listed.
    more: usize,
    took_ms: u128,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Line {
    fatal: bool,
    severity: &'static str,
    place: String,
    message: String,
    help: String,
}

/// How long it took is no news.
impl PartialEq for Outcome {
    fn eq(&self, other: &Self) -> bool {
        let key = |of: &Self| (of.is_new, of.on, of.drafts, of.errors, of.warnings, of.more);
        key(self) == key(other) && self.findings == other.findings
    }
}

impl Outcome {
    pub(super) fn of(report: &Report, is_new: bool, look: Look, took: Duration) -> Self {
        let found = &report.diagnostics;
        let sorted = found.sorted();
        let wanted: Vec<&&Diagnostic> =
            sorted.iter().filter(|one| one.fatal || one.severity != Severity::Note).collect();
        let (errors, warnings) = (found.count_of(Severity::Error), found.count_of(Severity::Warning));
        Self {
            is_new,
            on: Some(look.day()),
            drafts: look.drafts,
            errors,
            warnings,
            findings: wanted.iter().take(LISTED).map(|one| Line::of(one)).collect(),
            more: (errors + warnings).saturating_sub(LISTED),
            took_ms: took.as_millis(),
        }
    }

    /// The machine failed: most often a file that Excel holds.
    pub(super) fn failed(trouble: &Trouble, look: Look, took: Duration) -> Self {
        let line = Line {
            fatal: true,
            severity: Severity::Error.word(),
            place: trouble.path.display().to_string(),
            message: trouble.to_string(),
            help: "ファイルを Excel で開いていたら閉じて、保存し直してください。".into(),
        };
        Self {
            on: Some(look.day()),
            drafts: look.drafts,
            errors: 1,
            findings: vec![line],
            took_ms: took.as_millis(),
            ..Self::default()
        }
    }
}

impl Line {
    fn of(one: &Diagnostic) -> Self {
        Self {
            fatal: one.fatal,
            severity: one.severity.word(),
            place: one.place.as_ref().map(ToString::to_string).unwrap_or_default(),
            message: one.message.clone(),
            help: one.help.clone().unwrap_or_default(),
        }
    }
}
