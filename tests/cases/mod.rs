//! The cases, in the groups of the registry.

mod fields;
mod files;
mod numbers;
mod places;
mod rules;
mod surveys;
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
pub(crate) const ALL: [&[Case]; 7] =
    [files::CASES, texts::CASES, fields::CASES, numbers::CASES, places::CASES, rules::CASES, surveys::CASES];

/// Codes that no project can bring about in `ouchi check`, with the file and test that try them.
pub(crate) const ELSEWHERE: &[(&str, (&str, &str))] = &[
    // The reader leaves such points out; the audit is the second lock.
    ("point-outside-japan", ("src/locate/audit.rs", "each_fault_is_told_apart")),
    ("build-running", ("tests/publish.rs", "two_at_once_are_refused")),
    ("answer-misplaced", ("tests/survey.rs", "answers_in_the_wrong_column_are_named_by_cell")),
    (
        "answers-contradict",
        ("tests/survey.rs", "the_newest_year_wins_question_by_question_and_contradictions_are_told"),
    ),
    ("consent-slipped", ("tests/consent.rs", "a_consent_that_slipped_from_another_column_allows_nothing")),
    ("edition-mixed", ("tests/consent.rs", "the_editions_never_share_a_place")),
    ("survey-column-unplaced", ("tests/survey.rs", "columns_that_nothing_maps_are_proposed_as_lines_to_paste")),
    ("answer-coded", ("tests/survey.rs", "answers_by_number_and_rows_of_totals_are_not_read")),
    ("survey-date-serial", ("tests/survey.rs", "two_hundred_columns_formula_errors_and_serial_dates")),
    ("survey-total", ("tests/survey.rs", "answers_by_number_and_rows_of_totals_are_not_read")),
    ("survey-sheet-left", ("tests/survey.rs", "every_sheet_with_the_headings_is_read_but_the_example")),
    ("survey-heading-twice", ("tests/survey.rs", "a_heading_that_stands_twice_is_not_guessed")),
    ("forms-none", ("tests/check.rs", "an_empty_folder_of_returned_sheets_is_told")),
    ("review-file", ("tests/review.rs", "what_is_no_such_workbook_is_refused")),
    ("review-answer", ("tests/review.rs", "a_spoiled_workbook_costs_only_its_spoiled_rows")),
    ("review-answers-waiting", ("tests/review.rs", "answers_that_were_not_taken_in_are_not_overwritten")),
    ("publish-rename", ("src/output/upload.rs", "what_would_break_the_site_is_refused")),
];

/// Codes of bringing files and trying links, which `tests/fetch*.rs` try against a server of their own.
pub(crate) fn is_of_the_network(code: &str) -> bool {
    code.starts_with("fetch-") || code == "site-missing" || (code.starts_with("link-") && code != "link-broken")
}
