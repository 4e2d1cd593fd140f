//! Counts of survey answers, with small cells suppressed.

use jiff::civil::Date;

/// One line of a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRow {
    /// The answer in words.
    pub label: String,
    /// How many; `None` when suppressed (fewer than three, or it would give one away).
    pub count: Option<u32>,
}

/// The answers to one question, counted, as everybody may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicTally {
    /// Question id.
    pub question: String,
    /// The question in words.
    pub name: String,
    /// The survey's name.
    pub survey: String,
    /// As of when.
    pub as_of: Date,
    /// How many answered this question.
    pub answered: u32,
    /// Lines, in the order of the vocabulary.
    pub rows: Vec<TallyRow>,
}
