//! What a build gathers on its way to its report.

use super::{Asked, OnStage, Options};
use crate::diagnostic::{Diagnostics, Severity};
use crate::io::Stopwatch;
use crate::output;
use crate::publication::Changes;
use crate::report::{self, DisagreementLine, FacilityCounts, Report};
use jiff::civil::Date;
use std::path::PathBuf;
use std::time::Duration;

/// What a build gathers on its way.
pub(super) struct Run<'a> {
    pub(super) diagnostics: Diagnostics,
    pub(super) strict: bool,
    pub(super) site: Option<String>,
    pub(super) sources: Vec<report::SourceLine>,
    pub(super) facilities: FacilityCounts,
    pub(super) refused: Option<String>,
    pub(super) changes: Option<Changes>,
    pub(super) disagreements: Vec<DisagreementLine>,
    pub(super) documents: Vec<PathBuf>,
    pub(super) as_of: Date,
    pub(super) out: PathBuf,
    pub(super) watch: Stopwatch,
    pub(super) stages: Vec<(&'static str, Duration)>,
    pub(super) due: Option<crate::page::Due>,
    pub(super) hidden_links: Vec<crate::fetch::links::Hidden>,
    pub(super) on_stage: OnStage<'a>,
    /// What a preview wants.
    pub(super) asked: Option<&'a Asked<'a>>,
}

impl<'a> Run<'a> {
    pub(super) fn new(options: &Options, on_stage: OnStage<'a>) -> Self {
        let mut run = Self::at(options.as_of, options.target.path().clone(), on_stage);
        run.strict = options.strict;
        run
    }

    pub(super) fn at(as_of: Date, out: PathBuf, on_stage: OnStage<'a>) -> Self {
        Self {
            diagnostics: Diagnostics::new(),
            strict: false,
            site: None,
            sources: Vec::new(),
            facilities: FacilityCounts::default(),
            refused: None,
            changes: None,
            disagreements: Vec::new(),
            documents: Vec::new(),
            as_of,
            out,
            watch: Stopwatch::start(),
            stages: Vec::new(),
            due: None,
            hidden_links: Vec::new(),
            on_stage,
            asked: None,
        }
    }

    pub(super) fn lap(&mut self, stage: &'static str) {
        self.stages.push((stage, self.watch.lap()));
    }

    /// Whether nothing may be written, and why.
    pub(super) fn refuses(&mut self, options: &Options) -> bool {
        let doubtful = self.diagnostics.count_of(Severity::Error) + self.diagnostics.count_of(Severity::Warning);
        if self.diagnostics.is_fatal() {
            return true;
        }
        if options.strict && doubtful > 0 {
            self.refused =
                Some(format!("--strict が付いていて、誤りと注意が {doubtful} 件あるので、書きませんでした。"));
        } else if options.frozen && self.facilities.new_ids > 0 {
            let new = self.facilities.new_ids;
            self.refused = Some(format!("--frozen が付いていて、新しい施設が {new} あるので、書きませんでした。"));
        }
        self.refused.is_some()
    }

    pub(super) fn report(self, written: Option<output::Counts>) -> Report {
        Report {
            earlier: None,
            unchanged: false,
            site: self.site,
            as_of: self.as_of,
            sources: self.sources,
            facilities: self.facilities,
            diagnostics: self.diagnostics,
            written,
            out: self.out,
            refused: self.refused,
            changes: self.changes,
            disagreements: self.disagreements,
            documents: self.documents,
            packed: None,
            stages: self.stages,
            due: self.due.map(|due| (due.on, due.why)),
            hidden_links: self.hidden_links,
        }
    }
}
