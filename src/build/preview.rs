//! The site for somebody who is changing it: the same line of stages, nothing written, and first of all the pages that
//! are being looked at.

use super::{Memory, OnStage, Options, Purpose, run_with};
use crate::io::Trouble;
use crate::output::OutputFile;
use crate::report::Report;
use std::collections::BTreeSet;

/// What a preview wants.
pub struct Asked<'a> {
    /// Drafts, and texts of later days.
    pub drafts: bool,
    /// Paths of pages that are being looked at.
    pub first: &'a BTreeSet<String>,
    /// Takes these pages, and what every page needs, before the others are made. A fatal finding may still follow.
    pub early: &'a (dyn Fn(Vec<OutputFile>) + Sync),
    /// What was understood before.
    pub memory: &'a Memory,
}

/// Builds the site in memory; `None` instead of its files when a build would write nothing.
///
/// # Errors
/// When the machine fails.
pub fn preview(
    options: &Options,
    asked: &Asked<'_>,
    on_stage: OnStage<'_>,
) -> Result<(Report, Option<Vec<OutputFile>>), Trouble> {
    let (report, made) = run_with(options, Purpose::Preview, Some(asked), on_stage)?;
    Ok((report, made.map(|made| made.files)))
}
