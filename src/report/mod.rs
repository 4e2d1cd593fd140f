//! What a build found and did, for people and for machines.

mod summary;

use crate::diagnostic::Diagnostics;
use crate::output::Counts;
use jiff::civil::Date;
use std::path::PathBuf;
use std::time::Duration;

pub use summary::{json, text};

/// One source in the summary.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SourceLine {
    /// What it is.
    pub name: String,
    /// Files or sheets.
    pub files: usize,
    /// Records that were used.
    pub records: usize,
    /// Newest date it holds for.
    pub as_of: Option<Date>,
}

/// How many facilities there are and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct FacilityCounts {
    /// After merging.
    pub merged: usize,
    /// That may be shown.
    pub public: usize,
    /// Pairs joined.
    pub joined: usize,
    /// Pairs for a person to decide.
    pub review: usize,
    /// Placed by their own point.
    pub placed: usize,
    /// Placed at their town's representative point.
    pub placed_by_town: usize,
    /// Without a place.
    pub unplaced: usize,
    /// New ids.
    pub new_ids: usize,
    /// Gone since the last build.
    pub gone: usize,
}

/// What a build found and did.
#[derive(Debug)]
pub struct Report {
    /// The site's name, when the settings could be read.
    pub site: Option<String>,
    /// The day it was built for.
    pub as_of: Date,
    /// What was read.
    pub sources: Vec<SourceLine>,
    /// Facilities.
    pub facilities: FacilityCounts,
    /// Findings.
    pub diagnostics: Diagnostics,
    /// What was written; `None`: nothing.
    pub written: Option<Counts>,
    /// Where to.
    pub out: PathBuf,
    /// Why nothing was written although no finding forbids it: `--strict`, `--frozen`.
    pub refused: Option<String>,
    /// How long each stage took.
    pub stages: Vec<(&'static str, Duration)>,
    /// The day by which the site must be built again, and why.
    pub due: Option<(Date, String)>,
}
