//! What a build found and did, for people and for machines.

mod changes;
mod disagreements;
mod review;
mod sheet;
mod summary;
mod terminal;
mod workbook;

use crate::diagnostic::Diagnostics;
use crate::fetch::links::Hidden;
use crate::output::Counts;
use crate::publication::Changes;
use jiff::civil::Date;
use std::path::PathBuf;
use std::time::Duration;

pub use changes::{changes_html, changes_workbook};
pub use disagreements::{DisagreementLine, disagreements_workbook};
pub use review::{Filled, read_review, review_workbook};
pub use summary::{findings_text, json, text};
pub use terminal::{Align, Look, table};
pub use workbook::findings_workbook;

/// The folder of a project in which staff find what is written for them.
pub const REPORTS: &str = "reports";

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
    /// Placed by their address: at its number or its block.
    pub placed_by_address: usize,
    /// Placed at their town's representative point.
    pub placed_by_town: usize,
    /// Without a place.
    pub unplaced: usize,
    /// New ids.
    pub new_ids: usize,
    /// Gone since the last build.
    pub gone: usize,
}

/// What was packed for the server.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Packed {
    /// The whole site.
    pub zip: PathBuf,
    /// Files in it.
    pub files: usize,
    /// The publication that the next figures compare with.
    pub since: Option<Date>,
    /// Only what changed since.
    pub changed_zip: Option<PathBuf>,
    /// Files in that.
    pub changed: usize,
    /// Names of files to delete on the server, one per line.
    pub delete_list: Option<PathBuf>,
    /// Names in it.
    pub delete: usize,
}

impl Packed {
    /// Every file that was written.
    pub fn paths(&self) -> Vec<PathBuf> {
        [Some(&self.zip), self.changed_zip.as_ref(), self.delete_list.as_ref()].into_iter().flatten().cloned().collect()
    }
}

/// What the report of an earlier build said, when nothing has changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// For people, without colours.
    pub text: String,
    /// For machines.
    pub json: String,
}

/// What a build found and did.
#[derive(Debug)]
pub struct Report {
    /// Nothing has changed: the report of the build that wrote the site stands for this one's.
    pub earlier: Option<Earlier>,
    /// Whether nothing has changed since the site was written.
    pub unchanged: bool,
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
    /// What changed since the last publication; `None`: nothing was published yet.
    pub changes: Option<Changes>,
    /// What the sources of one facility say differently.
    pub disagreements: Vec<DisagreementLine>,
    /// Reports that were written beside the site, for staff.
    pub documents: Vec<PathBuf>,
    /// What was packed for the server.
    pub packed: Option<Packed>,
    /// Why nothing was written although no finding forbids it: `--strict`, `--frozen`.
    pub refused: Option<String>,
    /// How long each stage took.
    pub stages: Vec<(&'static str, Duration)>,
    /// The day by which the site must be built again, and why.
    pub due: Option<(Date, String)>,
    /// Web addresses of facilities that are left out because they do not live.
    pub hidden_links: Vec<Hidden>,
}
