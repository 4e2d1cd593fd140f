//! The one function that knows every stage.
//!
//! ```text
//! project → read → link, unite, locate → ledger → consent → layers, pictures, pages → render → links → write
//! ```

mod cards;
mod changes;
mod digests;
mod facilities;
mod fetched;
mod findings;
mod finished;
mod guard;
mod known;
mod layers;
mod memory;
mod pages;
mod papers;
mod preview;
mod publish;
mod read;
mod review;
mod run;
mod site;
mod unchanged;

pub use memory::Memory;
pub use preview::{Asked, preview};
pub use publish::{Publishing, publish};
pub use review::{Reply, Review, Reviewed, import_review, write_review};

use crate::check;
use crate::diagnostic::Diagnostic;
use crate::io::{self, Trouble};
use crate::ledger;
use crate::model::Audience;
use crate::output::{self, OutputFile};
use crate::place::Place;
use crate::project::{self, Project};
use crate::publication::Snapshot;
use crate::report::{self, Earlier, Report};
use crate::settings::Settings;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

use digests::Digests;
use known::Known;
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

fn make(
    project: &mut Project,
    options: &Options,
    purpose: Purpose,
    run: &mut Run<'_>,
) -> Result<Option<Made>, Trouble> {
    let digests = run.asked.map(|_| Digests::of(project));
    // Out of sight of what must not depend on them.
    let (texts, look) = (std::mem::take(&mut project.content), std::mem::take(&mut project.site));
    let wording = project.settings.take_wording();
    let content = read::texts(&texts, digests.as_ref(), options.as_of, run.asked, &mut run.diagnostics);
    run.lap("texts");
    let known = known::known(project, digests.as_ref(), &content.services, options, run);
    (project.content, project.site) = (texts, look);
    project.settings.put_back(wording);
    let Some(known) = known else { return Ok(None) };
    let project = &*project;
    let Known { read, public, surveys, ledger, .. } = &*known;
    read.refuse_empty(&mut run.diagnostics);
    // What was published was the citizens' edition; another audience's is not compared with it.
    let compares = options.audience == Audience::Citizens && !project.published.is_empty();
    // The facts of the country are many: they are written down only where somebody asks for them.
    let snapshot = (compares || purpose == Purpose::Publish)
        .then(|| Snapshot::of(public, &content.services, &read.areas, options.as_of));
    if let Some(snapshot) = snapshot.as_ref().filter(|_| compares) {
        run.changes = changes::since_last(project, snapshot, ledger, options.accept, &mut run.diagnostics)?;
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
        digests: digests.as_ref(),
        read,
        content: &content,
        public,
        surveys,
        ledger,
        audience: options.audience,
        on: options.as_of,
    };
    let written_ledger = ledger::write(ledger);
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
    discard((known, content));
    let (settings, published) = (project.settings.clone(), project.published.clone());
    Ok(Some(Made { files: done.files, ledger: written_ledger, counts: done.counts, snapshot, settings, published }))
}

/// Lets go of something large while the work goes on.
fn discard(large: impl Send + 'static) {
    std::thread::spawn(move || drop(large));
}
