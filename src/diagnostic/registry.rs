//! Every code that reading, merging, locating and writing can give. Codes of the rules of `check` stand beside them.

mod fetching;
mod fields;
mod files;
mod numbers;
mod places;
mod surveys;
mod texts;

use super::Entry;

/// The entries, in groups.
pub const READING: &[&[Entry]] = &[
    files::ENTRIES,
    texts::ENTRIES,
    fetching::ENTRIES,
    fields::ENTRIES,
    numbers::ENTRIES,
    places::ENTRIES,
    surveys::ENTRIES,
];
