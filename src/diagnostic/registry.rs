//! Every code that reading, merging, locating and writing can give. Codes of the rules of `check` stand beside them.

mod fields;
mod files;
mod numbers;
mod places;
mod texts;

use super::Entry;

/// The entries, in groups.
pub const READING: &[&[Entry]] = &[files::ENTRIES, texts::ENTRIES, fields::ENTRIES, numbers::ENTRIES, places::ENTRIES];
