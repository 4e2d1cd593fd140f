//! What was found wrong in the data, as a value: code, severity, place, message, help.
//!
//! Bad data never makes a stage fail; it makes a [`Diagnostic`]. Messages follow one grammar:
//! *what was found* (with the value in 「」), then why it matters when that is not plain; `help` says what to do.

mod entry;
mod registry;

pub use entry::{Entry, MACHINE_RULES, entry, machine_rule};
pub use registry::READING;

use crate::place::Place;
use std::collections::BTreeMap;

/// How bad a finding is, by definition and not by feeling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The page would mislead a reader, or the file breaks its own format.
    Error,
    /// The value should be looked at; what is shown is still right.
    Warning,
    /// Worth knowing; nothing to mend.
    Note,
}

impl Severity {
    /// The word that staff read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "誤り",
            Self::Warning => "注意",
            Self::Note => "参考",
        }
    }
}

/// Characters of the longest message. What was found is quoted, and one cell of a damaged file may hold all the rest of it:
/// nobody reads that, and a cell of the findings workbook cannot hold it.
const MESSAGE: usize = 1_000;
/// Characters of the longest help, which may propose a whole table of settings.
const HELP: usize = 16_000;

/// A text with its middle left out where it is longer.
fn short(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    let count = text.chars().count();
    if count <= most {
        return text;
    }
    let tail = most / 4;
    let start: String = text.chars().take(most - tail).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start}…（{}文字略）…{end}", count - most)
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Diagnostic {
    /// ASCII kebab-case, stable: staff and tests refer to it.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Where, as small as possible: the cell, not the row.
    pub place: Option<Place>,
    /// What was found, in plain Japanese.
    pub message: String,
    /// What to do about it, in plain Japanese.
    pub help: Option<String>,
    /// True when nothing may be written because of it (an unusable source, setting or page).
    pub fatal: bool,
}

impl Diagnostic {
    /// A finding of the given severity.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity, place: None, message: short(message.into(), MESSAGE), help: None, fatal: false }
    }

    /// The page would mislead, or the file breaks its format.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// Should be looked at.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Worth knowing.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Adds where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(short(help.into(), HELP));
        self
    }

    /// Marks that nothing may be written.
    #[must_use]
    pub fn fatal(mut self) -> Self {
        self.fatal = true;
        self
    }
}

/// Findings kept per code before only the count goes on.
pub const KEPT_PER_CODE: usize = 200;

/// Findings: capped per code, counted past the cap, mergeable.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    counts: BTreeMap<&'static str, (Severity, usize)>,
    fatal: bool,
}

impl Diagnostics {
    /// No finding yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a finding in. A fatal one is always kept.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.fatal |= diagnostic.fatal;
        self.push_with(diagnostic.code, diagnostic.severity, || diagnostic);
    }

    /// Counts a finding, and makes its text only if it is still kept. For rules that fire ten thousand times.
    pub fn push_with(&mut self, code: &'static str, severity: Severity, make: impl FnOnce() -> Diagnostic) {
        let entry = self.counts.entry(code).or_insert((severity, 0));
        entry.0 = entry.0.min(severity);
        entry.1 += 1;
        if entry.1 <= KEPT_PER_CODE {
            let diagnostic = make();
            self.fatal |= diagnostic.fatal;
            self.kept.push(diagnostic);
        }
    }

    /// Takes in what another stage or thread found.
    pub fn absorb(&mut self, other: Self) {
        let mut kept: BTreeMap<&'static str, usize> = BTreeMap::new();
        for diagnostic in &self.kept {
            *kept.entry(diagnostic.code).or_default() += 1;
        }
        for (code, (severity, count)) in other.counts {
            let entry = self.counts.entry(code).or_insert((severity, 0));
            entry.0 = entry.0.min(severity);
            entry.1 += count;
        }
        for diagnostic in other.kept {
            let have = kept.entry(diagnostic.code).or_default();
            if *have < KEPT_PER_CODE || diagnostic.fatal {
                *have += 1;
                self.kept.push(diagnostic);
            }
        }
        self.fatal |= other.fatal;
    }

    /// Whether nothing may be written.
    pub const fn is_fatal(&self) -> bool {
        self.fatal
    }

    /// Findings kept, worst first, then by place and code.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.kept.iter().collect();
        all.sort_by(|a, b| {
            (!a.fatal, a.severity, a.code, &a.place, &a.message)
                .cmp(&(!b.fatal, b.severity, b.code, &b.place, &b.message))
        });
        all
    }

    /// Severity and number of findings per code, past the cap too.
    pub const fn counts(&self) -> &BTreeMap<&'static str, (Severity, usize)> {
        &self.counts
    }

    /// Number of findings of one code.
    pub fn count(&self, code: &str) -> usize {
        self.counts.get(code).map_or(0, |(_, count)| *count)
    }

    /// Number of findings of one severity.
    pub fn count_of(&self, severity: Severity) -> usize {
        self.counts.values().filter(|(of, _)| *of == severity).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_goes_on_past_the_cap() {
        let mut all = Diagnostics::new();
        for n in 0..KEPT_PER_CODE + 50 {
            all.push(Diagnostic::warning("phone-odd", format!("{n}")));
        }
        let mut more = Diagnostics::new();
        more.push(Diagnostic::error("file-missing", "ない").fatal());
        more.push(Diagnostic::warning("phone-odd", "もう一つ"));
        all.absorb(more);
        assert_eq!(all.count("phone-odd"), KEPT_PER_CODE + 51);
        assert_eq!(all.sorted().len(), KEPT_PER_CODE + 1);
        assert!(all.is_fatal());
        assert_eq!(all.sorted()[0].code, "file-missing");
    }

    #[test]
    fn what_is_quoted_without_end_is_cut_in_its_middle() {
        let one = Diagnostic::note("phone-odd", format!("「{}」は番号ではありません。", "〇".repeat(50_000)));
        assert!(one.message.chars().count() < MESSAGE + 30);
        assert!(
            one.message.starts_with("「〇") && one.message.ends_with("」は番号ではありません。"),
            "{}",
            one.message
        );
        assert!(one.message.contains("文字略"));
        let whole = "あ".repeat(MESSAGE);
        assert_eq!(Diagnostic::note("phone-odd", whole.as_str()).message, whole);
    }
}
