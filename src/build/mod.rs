//! The one function that knows every stage.
//!
//! ```text
//! project → read → link, unite, locate → ledger → consent → layers, pictures, pages → render → links → write
//! ```

mod findings;
mod read;
mod site;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::io::{self, Stopwatch, Trouble};
use crate::ledger::{self, Claim, Ledger};
use crate::model::{Audience, Facility, Precision};
use crate::output::{self, OutputFile};
use crate::place::Place;
use crate::project::{self, Project};
use crate::report::{FacilityCounts, Report};
use crate::{consent, locate, merge, tally};
use jiff::civil::Date;
use std::path::PathBuf;
use std::time::Duration;

/// Where the site goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A folder, of which only our own files are touched.
    Folder(PathBuf),
    /// One zip file.
    Zip(PathBuf),
}

impl Target {
    fn path(&self) -> &PathBuf {
        match self {
            Self::Folder(path) | Self::Zip(path) => path,
        }
    }
}

/// How to build.
#[derive(Debug, Clone)]
pub struct Options {
    /// The project's folder.
    pub project: PathBuf,
    /// Where the site goes.
    pub target: Target,
    /// The day of the build.
    pub as_of: Date,
    /// Any error or warning: write nothing.
    pub strict: bool,
    /// A facility that needs a new id: write nothing.
    pub frozen: bool,
}

/// Builds the site. What was found and done is in the report; nothing is written when the report says so.
///
/// # Errors
/// When the machine fails: the site is then as it was, or a mixture of whole old and whole new files that the next
/// build completes.
pub fn build(options: &Options) -> Result<Report, Trouble> {
    let mut run = Run::new(options);
    let Some(project) = project::load(&options.project, &mut run.diagnostics)? else {
        return Ok(run.report(None));
    };
    run.site = Some(project.settings.site.name.clone());
    let Some(_lock) = io::Lock::take(&project.root.join(".ouchi/lock"))? else {
        run.diagnostics.push(
            Diagnostic::error("build-running", "別の ouchi がこのフォルダで作業しています。")
                .at(Place::whole(project.root.display().to_string()))
                .help("終わるのを待って、もう一度実行してください。")
                .fatal(),
        );
        return Ok(run.report(None));
    };
    run.lap("project");
    let Some(made) = make(&project, options, &mut run)? else { return Ok(run.report(None)) };
    if run.refuses(options) {
        return Ok(run.report(None));
    }
    // The ledger first: a page that was seen must keep its address even if writing stops half-way.
    io::write_if_changed(&project.root.join("geodata/ledger.csv"), &ledger::write(&made.ledger))?;
    let counts = match &options.target {
        Target::Folder(out) => output::write_folder(out, &made.files)?,
        Target::Zip(out) => output::write_zip(out, &made.files)?,
    };
    run.lap("write");
    Ok(run.report(Some(counts)))
}

/// What a build gathers on its way.
struct Run {
    diagnostics: Diagnostics,
    site: Option<String>,
    sources: Vec<crate::report::SourceLine>,
    facilities: FacilityCounts,
    refused: Option<String>,
    as_of: Date,
    out: PathBuf,
    watch: Stopwatch,
    stages: Vec<(&'static str, Duration)>,
}

impl Run {
    fn new(options: &Options) -> Self {
        Self {
            diagnostics: Diagnostics::new(),
            site: None,
            sources: Vec::new(),
            facilities: FacilityCounts::default(),
            refused: None,
            as_of: options.as_of,
            out: options.target.path().clone(),
            watch: Stopwatch::start(),
            stages: Vec::new(),
        }
    }

    fn lap(&mut self, stage: &'static str) {
        self.stages.push((stage, self.watch.lap()));
    }

    /// Whether nothing may be written, and why.
    fn refuses(&mut self, options: &Options) -> bool {
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

    fn report(self, written: Option<output::Counts>) -> Report {
        Report {
            site: self.site,
            as_of: self.as_of,
            sources: self.sources,
            facilities: self.facilities,
            diagnostics: self.diagnostics,
            written,
            out: self.out,
            refused: self.refused,
            stages: self.stages,
        }
    }
}

/// A finished site, not yet written.
struct Made {
    files: Vec<OutputFile>,
    ledger: Ledger,
}

fn make(project: &Project, options: &Options, run: &mut Run) -> Result<Option<Made>, Trouble> {
    let read = read::read(project, options.as_of, &mut run.diagnostics);
    run.sources = read.lines();
    run.lap("read");
    let linked = merge::link(&read.records, &read.areas);
    let mut facilities = merge::unite(&read.records, &linked);
    findings::report_doubts(&read.records, &linked, &read.sources, &mut run.diagnostics);
    run.lap("merge");
    let audit = locate::Audit { base: &read.base, areas: &read.areas, beyond: read.beyond };
    locate::locate(&mut facilities, &read.records, &linked.clusters, &audit, &read.sources, &mut run.diagnostics);
    run.lap("locate");
    let Some(mut ledger) = opened_ledger(project, run) else { return Ok(None) };
    let new_ids = assign(&mut ledger, &mut facilities, options.as_of);
    merge::link_same_places(&mut facilities, &read.areas);
    findings::report_withheld(&read.withheld, &facilities, &read.sources, &mut run.diagnostics);
    let publication = consent::Publication {
        settings: &project.settings,
        services: &read.content.services,
        areas: &read.areas,
        editions: &read.editions,
        withheld: &read.withheld,
        audience: Audience::Citizens,
        on: options.as_of,
    };
    let public = consent::publish(&facilities, &publication);
    ledger.mark_public(public.iter().map(|facility| &facility.id));
    let tallies = tally::tally(&facilities, &read.counted(&project.settings), options.as_of);
    run.facilities = counts(&facilities, &linked, public.len(), new_ids, &ledger);
    run.lap("publish");
    let files = site::files(
        &site::Ingredients {
            project,
            read: &read,
            public: &public,
            tallies: &tallies,
            ledger: &ledger,
            on: options.as_of,
        },
        run,
    );
    Ok(files.map(|files| Made { files, ledger }))
}

fn opened_ledger(project: &Project, run: &mut Run) -> Option<Ledger> {
    match project.ledger.as_ref().map(ledger::read) {
        None => Some(Ledger::default()),
        Some(Ok(ledger)) => Some(ledger),
        Some(Err(diagnostic)) => {
            run.diagnostics.push(*diagnostic);
            None
        }
    }
}

/// Gives every facility its id; how many are new.
fn assign(ledger: &mut Ledger, facilities: &mut [Facility], on: Date) -> usize {
    let claims: Vec<Claim<'_>> = facilities
        .iter()
        .map(|facility| Claim {
            identifiers: &facility.identifiers,
            name: &facility.name.value,
            kind: facility.kind.word(),
            area: facility.area.as_ref(),
        })
        .collect();
    let (ids, new) = ledger.assign(&claims, on);
    for (facility, id) in facilities.iter_mut().zip(ids) {
        facility.id = id;
    }
    new.len()
}

fn counts(
    facilities: &[Facility],
    linked: &merge::Linked,
    public: usize,
    new_ids: usize,
    ledger: &Ledger,
) -> FacilityCounts {
    let placed = |precision| {
        facilities.iter().filter(|one| one.located.is_some_and(|located| located.precision == precision)).count()
    };
    FacilityCounts {
        merged: facilities.len(),
        public,
        joined: linked.joined.len(),
        review: linked.doubts.len(),
        placed: placed(Precision::Published),
        placed_by_town: placed(Precision::Town),
        unplaced: facilities.iter().filter(|one| one.located.is_none()).count(),
        new_ids,
        gone: ledger.entries().filter(|entry| entry.gone_since.is_some() && entry.redirect.is_none()).count(),
    }
}
