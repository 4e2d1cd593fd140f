//! The one function that knows every stage.
//!
//! ```text
//! project → read → link, unite, locate → ledger → consent → layers, pictures, pages → render → links → write
//! ```

mod cards;
mod changes;
mod facilities;
mod fetched;
mod findings;
mod finished;
mod guard;
mod layers;
mod pages;
mod papers;
mod preview;
mod publish;
mod read;
mod review;
mod run;
mod site;
mod unchanged;

pub use preview::{Asked, preview};
pub use publish::{Publishing, publish};
pub use review::{Reply, Review, Reviewed, import_review, write_review};

use crate::check::{self, Checked, Gone};
use crate::diagnostic::Diagnostic;
use crate::geo::Bounds;
use crate::io::{self, Trouble};
use crate::ledger::{self, Ledger};
use crate::model::{Audience, Facility};
use crate::output::{self, OutputFile};
use crate::place::Place;
use crate::project::{self, Project};
use crate::publication::Snapshot;
use crate::report::{self, Earlier, Report};
use crate::settings::{Field, Settings};
use crate::{consent, locate, merge, tally};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

use facilities::{assign, counts};
use run::Run;
use unchanged::Unchanged;

pub use papers::{Done, ResultFiles, read_returned, write_forms, write_results};

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
    /// For whom.
    pub audience: Audience,
    /// The day of the build.
    pub as_of: Date,
    /// Any error or warning: write nothing.
    pub strict: bool,
    /// A facility that needs a new id: write nothing.
    pub frozen: bool,
    /// Changes since the last publication that pass the limits of the settings are meant.
    pub accept: bool,
}

/// What is told of a stage as it begins, for a progress line.
pub type OnStage<'a> = &'a dyn Fn(&'static str);

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Everything but writing the site.
    Check,
    /// Writes the site.
    Build,
    /// Writes the site and packs its files.
    Publish,
    /// Hands the site's files over and writes nothing.
    Preview,
}

impl Purpose {
    const fn writes(self) -> bool {
        matches!(self, Self::Build | Self::Publish)
    }
}

/// Builds the site. What was found and done is in the report; nothing is written when the report says so.
///
/// # Errors
/// When the machine fails: the site is then as it was, or a mixture of whole old and whole new files that the next
/// build completes.
pub fn build(options: &Options, on_stage: OnStage<'_>) -> Result<Report, Trouble> {
    Ok(run(options, Purpose::Build, on_stage)?.0)
}

/// The same without writing anything: every finding, and what would change.
///
/// # Errors
/// When the machine fails.
pub fn check(options: &Options, on_stage: OnStage<'_>) -> Result<Report, Trouble> {
    Ok(run(options, Purpose::Check, on_stage)?.0)
}

fn run(options: &Options, purpose: Purpose, on_stage: OnStage<'_>) -> Result<(Report, Option<Made>), Trouble> {
    run_with(options, purpose, None, on_stage)
}

fn run_with(
    options: &Options,
    purpose: Purpose,
    asked: Option<&Asked<'_>>,
    on_stage: OnStage<'_>,
) -> Result<(Report, Option<Made>), Trouble> {
    let mut run = Run::new(options, on_stage);
    run.asked = asked;
    on_stage("データを読んでいます");
    let Some(mut project) = project::load(&options.project, &mut run.diagnostics)? else {
        return Ok((run.report(None), None));
    };
    run.site = Some(project.settings.site.name.clone());
    let writes = purpose.writes();
    let lock = if writes { self::lock(&project.root)? } else { None };
    if writes && lock.is_none() {
        run.diagnostics.push(running(&project.root));
        return Ok((run.report(None), None));
    };
    if let Some(refused) = guard::refuse(&options.target, guard::edition_for(options.audience), &project.root)? {
        run.diagnostics.push(refused);
        return Ok((run.report(None), None));
    }
    guard::closed_documents(&project).into_iter().for_each(|found| run.diagnostics.push(found));
    run.lap("project");
    let unchanged = if purpose == Purpose::Build { Unchanged::of(&project, options, &run.diagnostics)? } else { None };
    if let Some(unchanged) = unchanged.as_ref().filter(|_| !options.strict)
        && let Some((earlier, counts)) = unchanged.since_last(&project)?
    {
        run.lap("digest");
        let mut report = run.report(Some(counts));
        (report.earlier, report.unchanged) = (Some(earlier), true);
        return Ok((report, None));
    }
    if let Some(unchanged) = &unchanged {
        unchanged.forget()?;
    }
    run.lap("digest");
    let Some(mut made) = make(&mut project, options, purpose, &mut run)? else { return Ok((run.report(None), None)) };
    let counts = match &options.target {
        _ if !writes => None,
        Target::Folder(out) => Some(match made.counts.take() {
            Some(counts) => counts,
            None => output::write_folder(out, &made.files)?,
        }),
        Target::Zip(out) => Some(output::write_zip(out, &made.files)?),
    };
    let mut report = run.report(counts);
    if let Some((unchanged, counts)) = unchanged.zip(counts) {
        unchanged.remember(&made.ledger, counts, said_again(&mut report))?;
    }
    Ok((report, Some(made)))
}

/// What the next build says when nothing has changed: the same, but for what this one did.
fn said_again(report: &mut Report) -> Earlier {
    let (written, facilities) = (report.written, report.facilities);
    report.written = written.map(|did| output::Counts {
        same: did.new + did.changed + did.same,
        bytes: did.bytes,
        ..output::Counts::default()
    });
    report.facilities.new_ids = 0;
    report.unchanged = true;
    let entries = check::entries();
    let said =
        Earlier { text: report::text(report, report::Look::default()), json: report::json(report, &entries, None) };
    (report.written, report.facilities, report.unchanged) = (written, facilities, false);
    said
}

/// The project's lock; `None` when somebody else has it.
///
/// # Errors
/// When the lock file cannot be made.
pub fn lock(root: &Path) -> Result<Option<io::Lock>, Trouble> {
    io::Lock::take(&root.join(".ouchi/lock"))
}

/// Another process is at work in the folder.
pub fn running(root: &Path) -> Diagnostic {
    Diagnostic::error("build-running", "別の ouchi がこのフォルダで作業しています。")
        .at(Place::whole(root.display().to_string()))
        .help("終わるのを待って、もう一度実行してください。")
        .fatal()
}

/// A finished site.
struct Made {
    /// Its files, when they are wanted beside the folder or are not written yet.
    files: Vec<OutputFile>,
    /// The ledger as it was written.
    ledger: Vec<u8>,
    /// What was written to the folder already.
    counts: Option<output::Counts>,
    /// The facts, when they are to be frozen.
    snapshot: Option<Snapshot>,
    settings: Settings,
    /// Files of earlier publications.
    published: Vec<PathBuf>,
}

/// What was read, as facilities with their ids.
struct Gathered {
    read: read::Read,
    linked: merge::Linked,
    facilities: Vec<Facility>,
    ledger: Ledger,
    new_ids: usize,
}

/// Reads, links, places and names; `None` when the ledger cannot be read.
///
/// `audience` is who will see it: the survey's rows that they may not see say nothing of a facility that no register
/// knows. `None`: staff, who see every row.
fn gather(project: &mut Project, audience: Option<Audience>, on: Date, run: &mut Run<'_>) -> Option<Gathered> {
    let read = read::read(project, on, run.asked, &mut run.diagnostics);
    run.sources = read.lines();
    // The bytes of what was read are understood now. The country's are large.
    discard(project.take_tables());
    let project = &*project;
    run.lap("read");
    (run.on_stage)("同じ施設をまとめています");
    let linked = merge::link(&read.records, &read.areas, &read.decisions.all);
    let speakers: merge::Speakers<'_> = &|rows| match audience {
        Some(audience) => consent::speaking(rows, audience, on),
        None => rows.to_vec(),
    };
    let mut facilities = merge::unite(&read.records, &linked, &project.settings.precedence, speakers);
    findings::report_doubts(&read.records, &linked, &read.sources, &mut run.diagnostics);
    findings::report_decisions(&read.decisions.all, &linked, &read.sources, &mut run.diagnostics);
    run.lap("merge");
    let bounds = project.settings.municipality.bounds.map(Bounds::of);
    let trusted = project.settings.precedence.order(Field::Point);
    let audit = locate::Audit { base: &read.base, areas: &read.areas, bounds, beyond: read.beyond, trusted };
    let book = fetched::addresses(project);
    let ground = locate::Ground { audit, book: &book, code: &project.settings.municipality.code };
    locate::locate(&mut facilities, &read.records, &linked.clusters, &ground, &read.sources, &mut run.diagnostics);
    run.lap("locate");
    let mut ledger = opened_ledger(project, run)?;
    let new_ids = assign(&mut ledger, &mut facilities, audience, on);
    merge::link_same_places(&mut facilities, &read.areas);
    Some(Gathered { read, linked, facilities, ledger, new_ids })
}

fn make(
    project: &mut Project,
    options: &Options,
    purpose: Purpose,
    run: &mut Run<'_>,
) -> Result<Option<Made>, Trouble> {
    let gathered = gather(project, Some(options.audience), options.as_of, run);
    let Some(Gathered { mut read, linked, facilities, mut ledger, new_ids }) = gathered else { return Ok(None) };
    let project = &*project;
    findings::report_answers(&facilities, &read.sources, &mut run.diagnostics);
    findings::report_withheld(&read.withheld, &facilities, &read.sources, &mut run.diagnostics);
    run.lap("ledger");
    (run.on_stage)("確かめています");
    let disagreements = merge::disagreements(&read.records, &linked, &facilities, &read.areas);
    run.disagreements = findings::disagreement_lines(&disagreements, &facilities, &read.sources, &read.editions);
    run.diagnostics.absorb(check::check(&Checked {
        disagreements: &disagreements,
        records: &read.records,
        facilities: &facilities,
        linked: &linked,
        areas: &read.areas,
        editions: &read.editions,
        sources: &read.sources,
        settings: &project.settings,
        gone: &just_gone(&ledger, options.as_of),
        on: options.as_of,
    }));
    discard(std::mem::take(&mut read.records));
    run.lap("check");
    let dead = fetched::dead_links(project, &facilities);
    run.hidden_links = fetched::report_dead(&dead, &facilities, &read.sources, &mut run.diagnostics);
    let publication = consent::Publication {
        settings: &project.settings,
        services: &read.content.services,
        areas: &read.areas,
        editions: &read.editions,
        withheld: &read.withheld,
        dead_links: &dead,
        audience: options.audience,
        on: options.as_of,
    };
    // A column for each of a thousand municipalities would be read by nobody.
    let counted = if read.areas.is_wide() { &[] } else { read.areas.areas.as_slice() };
    let areas: Vec<_> = counted.iter().map(|area| (area.id.clone(), area.name.clone())).collect();
    let frame = tally::Frame {
        vocabulary: &project.settings.vocabulary(),
        areas: &areas,
        withheld: &read.withheld,
        on: options.as_of,
    };
    let surveys = tally::tally(&facilities, &read.counted(&project.settings), &frame);
    run.facilities = counts(&facilities, &linked, new_ids, &ledger);
    discard(linked);
    let public = consent::publish_all(facilities, &publication);
    // Only when everybody is known one can tell that nobody is left without a municipality.
    read.areas.leave_out_nowhere(|id| public.iter().any(|one| one.area.as_deref() == Some(id)));
    run.facilities.public = public.len();
    // What only professionals saw must not leave a page for everybody when it goes.
    if options.audience == Audience::Citizens {
        ledger.mark_public(public.iter().map(|facility| &facility.id));
    }
    // What was published was the citizens' edition; another audience's is not compared with it.
    let compares = options.audience == Audience::Citizens && !project.published.is_empty();
    // The facts of the country are many: they are written down only where somebody asks for them.
    let snapshot = (compares || purpose == Purpose::Publish)
        .then(|| Snapshot::of(&public, &read.content.services, &read.areas, options.as_of));
    if let Some(snapshot) = snapshot.as_ref().filter(|_| compares) {
        run.changes = changes::since_last(project, snapshot, &ledger, options.accept, &mut run.diagnostics)?;
    }
    run.lap("publish");
    (run.on_stage)("ページを作っています");
    let goal = match (&options.target, purpose) {
        (_, Purpose::Check) => site::Goal::Findings,
        (_, Purpose::Preview) => site::Goal::Files,
        (Target::Folder(out), Purpose::Build) => site::Goal::Folder(out),
        _ => site::Goal::Files,
    };
    let of = site::Ingredients {
        project,
        read: &read,
        public: &public,
        surveys: &surveys,
        ledger: &ledger,
        audience: options.audience,
        on: options.as_of,
    };
    let written_ledger = ledger::write(&ledger);
    let mut permit = |run: &mut Run<'_>| {
        if !purpose.writes() {
            return Ok(purpose == Purpose::Check || !run.diagnostics.is_fatal());
        }
        run.documents = changes::write(project, run.changes.as_ref())?;
        if run.refuses(options) {
            return Ok(false);
        }
        // The ledger first: a page that was seen must keep its address even if writing stops half-way.
        io::write_if_changed(&project.root.join("geodata/ledger.csv"), &written_ledger)?;
        Ok(true)
    };
    let Some(done) = site::make(&of, &goal, run, &mut permit)? else { return Ok(None) };
    discard((public, read));
    let (settings, published) = (project.settings.clone(), project.published.clone());
    Ok(Some(Made { files: done.files, ledger: written_ledger, counts: done.counts, snapshot, settings, published }))
}

/// Lets go of something large while the work goes on.
fn discard(large: impl Send + 'static) {
    std::thread::spawn(move || drop(large));
}

/// Facilities that had a page and disappeared with this day's data.
fn just_gone(ledger: &Ledger, on: Date) -> Vec<Gone> {
    ledger
        .entries()
        .filter(|entry| entry.was_public && entry.redirect.is_none() && entry.gone_since == Some(on))
        .map(|entry| Gone { id: entry.id.clone(), name: entry.name.clone(), kind: entry.kind.clone() })
        .collect()
}

fn opened_ledger(project: &Project, run: &mut Run<'_>) -> Option<Ledger> {
    match project.ledger.as_ref().map(ledger::read) {
        None => Some(Ledger::default()),
        Some(Ok(ledger)) => Some(ledger),
        Some(Err(diagnostic)) => {
            run.diagnostics.push(*diagnostic);
            None
        }
    }
}
