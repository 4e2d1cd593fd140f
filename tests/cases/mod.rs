//! The cases, in the groups of the registry.

mod fields;
mod files;
mod numbers;
mod places;
mod rules;
mod texts;

use crate::clean::Clean;

/// One code with what brings it about and what is near and does not.
pub(crate) struct Case {
    pub(crate) code: &'static str,
    pub(crate) edit: Edit,
}

/// How the clean project is changed.
#[derive(Clone, Copy)]
pub(crate) enum Edit {
    /// In a file, a text becomes the bad or the good one.
    Swap(&'static str, &'static str, &'static str, &'static str),
    /// Something larger: bad, good.
    Do(fn(&Clean), fn(&Clean)),
}

/// A text that becomes the bad or the good one.
pub(crate) const fn swap(code: &'static str, file: &'static str, [find, bad, good]: [&'static str; 3]) -> Case {
    Case { code, edit: Edit::Swap(file, find, bad, good) }
}

/// A larger change.
pub(crate) const fn does(code: &'static str, bad: fn(&Clean), good: fn(&Clean)) -> Case {
    Case { code, edit: Edit::Do(bad, good) }
}

/// Every case.
pub(crate) const ALL: [&[Case]; 6] =
    [files::CASES, texts::CASES, fields::CASES, numbers::CASES, places::CASES, rules::CASES];

/// Codes that no project can bring about in `ouchi check`, with the file and test that try them.
pub(crate) const ELSEWHERE: &[(&str, (&str, &str))] = &[
    // The reader leaves such points out; the audit is the second lock.
    ("point-outside-japan", ("src/locate/audit.rs", "each_fault_is_told_apart")),
    ("build-running", ("tests/publish.rs", "two_at_once_are_refused")),
    ("publish-rename", ("src/output/upload.rs", "what_would_break_the_site_is_refused")),
];
