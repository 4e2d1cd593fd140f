//! Public facilities, tallies and texts → every file of the site. A city's is held in memory until everything is known;
//! of a larger one most pages are made while they are written.

use super::Run;
use super::digests::Digests;
use super::finished::Finished;
use super::layers::Layers;
use super::pages::Maker;
use super::read::Read;
use crate::consent::{PublicFacility, Shown};
use crate::diagnostic::Diagnostic;
use crate::io::Trouble;
use crate::layer;
use crate::ledger::Ledger;
use crate::model::{AreaId, Audience, BaseMap};
use crate::output::{self, Counts, FolderWriter, Links, OutputFile};
use crate::page::content::Content;
use crate::page::{self, ClosedFacility, PagePlan, Parts, Pictures, SiteData, WholeCards};
use crate::picture::{self, Sheet};
use crate::project::Project;
use crate::render::Renderer;
use crate::tally::PublicSurvey;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a site is made of.
pub(super) struct Ingredients<'a> {
    pub(super) project: &'a Project,
    pub(super) digests: Option<&'a Digests>,
    pub(super) read: &'a Read,
    pub(super) content: &'a Content,
    pub(super) public: &'a [PublicFacility],
    pub(super) surveys: &'a [PublicSurvey],
    pub(super) ledger: &'a Ledger,
    pub(super) audience: Audience,
    pub(super) on: Date,
}

/// Pages of a site that are held until everything is known; of larger sites the rest is made while it is written.
const HELD: usize = 5_000;

/// What is to become of the files.
pub(super) enum Goal<'a> {
    /// Nothing: only what is found counts.
    Findings,
    /// They are written to a folder.
    Folder(&'a Path),
    /// They are handed over.
    Files,
}

/// What became of them.
#[derive(Default)]
pub(super) struct Done {
    /// What was written to a folder.
    pub(super) counts: Option<Counts>,
    /// The files, when they were to be handed over; sorted by path.
    pub(super) files: Vec<OutputFile>,
}

/// Makes the site. `permit` is asked once, when everything that may forbid writing is known. `None` when something
/// forbids it, or `permit` does.
///
/// # Errors
/// When the machine fails.
pub(super) fn make(
    of: &Ingredients<'_>,
    goal: &Goal<'_>,
    run: &mut Run<'_>,
    permit: Permit<'_>,
) -> Result<Option<Done>, Trouble> {
    let Ingredients { project, read, content, .. } = *of;
    let shown: Vec<&Shown> = of.public.iter().map(|facility| &**facility).collect();
    let layers = Layers { of, shards: layer::shards(&shown, &content.services, &read.areas), shown: &shown };
    let (sheets, overview) = pictures(of, &shown);
    run.lap("pictures");
    let (closed, redirects) = former(of);
    let downloads = layers.downloads();
    // Where nothing of the country is drawn, a pin alone says nothing; the street map is there.
    let blank = read.areas.is_wide() && read.base == BaseMap::default();
    let locator = |facility: &PublicFacility| match blank {
        true => String::new(),
        false => picture::locator(&read.base, &read.areas, facility).unwrap_or_default(),
    };
    let numbered = |listed: &[u32], first: usize| {
        let listed: Vec<&Shown> = listed.iter().map(|at| shown[*at as usize]).collect();
        picture::numbered(&read.base, &read.areas, &listed, first)
    };
    let site = SiteData::new(Parts {
        settings: &project.settings,
        services: &content.services,
        areas: &read.areas,
        facilities: of.public,
        closed: &closed,
        redirects: &redirects,
        surveys: of.surveys,
        sheets: &sheets,
        downloads: &downloads,
        editions: &read.editions,
        content,
        audience: of.audience,
        as_of: of.on,
        holidays: &read.holidays,
        pictures: Pictures {
            locator: &locator,
            qr: &picture::qr,
            bars: &picture::bars,
            numbered: &numbered,
            overview: &overview,
        },
    });
    let view = page::site_view(&site);
    let lender = run.asked.map(|asked| asked.memory).zip(of.digests.map(|digests| digests.site));
    let kept = lender.and_then(|(memory, look)| memory.templates(look, &view));
    let renderer = match kept.map_or_else(|| Renderer::new(&project.site, &view), Ok) {
        Ok(renderer) => renderer,
        Err(diagnostic) => {
            run.diagnostics.push(*diagnostic);
            return Ok(None);
        }
    };
    let plans = page::plan(&site);
    let hold = matches!(goal, Goal::Files) || plans.len() <= HELD;
    let mut held = others(of, &site, &plans);
    if let Some(asked) = run.asked.filter(|_| !run.diagnostics.is_fatal()) {
        let pages = plans.par_iter().filter(|plan| asked.first.contains(&plan.path));
        let mut early: Vec<OutputFile> = pages
            .filter_map(|plan| {
                let bytes = renderer.render(&page::page(&site, plan, &WholeCards)).ok()?;
                Some(OutputFile { path: plan.path.clone(), bytes })
            })
            .collect();
        early.extend(held.iter().cloned());
        early.extend(layers.scripts().into_iter().map(|(path, bytes)| OutputFile { path, bytes }));
        (asked.early)(early);
    }
    if hold {
        held.extend(layers.all());
    }
    let mut paths: Vec<String> = held.iter().map(|file| file.path.clone()).collect();
    if !hold {
        paths.extend(layers.paths());
    }
    run.lap("layers");
    paths.extend(plans.iter().map(|plan| plan.path.clone()));
    paths.par_sort_unstable();
    refuse_unsafe(&paths, run);
    let links = Links::new(&paths);
    for file in held.iter().filter(|file| file.path.ends_with(".html")) {
        links.note(&file.path, &file.bytes);
    }
    let (first, rest): (Vec<&PagePlan>, Vec<&PagePlan>) = plans.iter().partition(|plan| hold || plan.shows.is_first());
    let maker = Maker { site: &site, renderer: &renderer, links: &links };
    held.extend(maker.hold(&first, run));
    // Findings of the rest must be known beforehand where they forbid writing.
    let proves = !rest.is_empty() && (matches!(goal, Goal::Findings) || run.strict || renderer.is_customised());
    if proves {
        maker.prove(&rest, run);
    }
    run.due = page::due(&site);
    let again =
        |path: &str| plans.iter().find(|plan| plan.path == path).and_then(|plan| maker.bytes(plan, &WholeCards).ok());
    let whole = Finished { links: &links, held: &held, again: &again };
    page::heading_ids(content, &whole, &mut run.diagnostics);
    page::links(content, &whole, &mut run.diagnostics);
    // A link of a text is told once, by the line in which it is written.
    if run.diagnostics.count("content-link") == 0 && content.unread.is_empty() {
        links.report(&|path| whole.bytes(path), true, &mut run.diagnostics);
    }
    if content.unread.is_empty() {
        page::orphans(content, &lost(&links, &closed, &redirects), &mut run.diagnostics);
    }
    run.lap("render");
    if !permit(run)? {
        return Ok(None);
    }
    let mut done = Done::default();
    match goal {
        Goal::Findings => {}
        Goal::Files => {
            held.sort_by(|a, b| a.path.cmp(&b.path));
            done.files = held;
        }
        Goal::Folder(out) => {
            (run.on_stage)("書いています");
            let writer = FolderWriter::open(out, paths.iter().cloned())?;
            held.par_iter().try_for_each(|file| writer.write(&file.path, &file.bytes))?;
            drop(held);
            let (layers, pages) = rayon::join(
                || if hold { Ok(()) } else { layers.write(&writer) },
                || maker.write(&rest, !proves, &writer),
            );
            layers?;
            for diagnostic in pages? {
                run.diagnostics.push(diagnostic);
            }
            done.counts = Some(writer.finish()?);
            let whole = Finished { links: &links, held: &[], again: &again };
            links.report(&|path| whole.bytes(path), false, &mut run.diagnostics);
            run.lap("write");
        }
    }
    if let Some((memory, look)) = lender {
        memory.keep_templates(look, renderer);
    }
    Ok(Some(done))
}

/// Asked once before anything is written.
pub(super) type Permit<'a> = &'a mut dyn FnMut(&mut Run<'_>) -> Result<bool, Trouble>;

/// The area sheets and the overview. A wide site has neither: its areas are chosen from lists.
fn pictures(of: &Ingredients<'_>, shown: &[&Shown]) -> (Vec<Sheet>, String) {
    let read = of.read;
    if read.areas.is_wide() {
        return (Vec::new(), String::new());
    }
    let sheets = picture::sheets(&read.base, &read.areas, shown);
    let overview =
        picture::overview(&read.base, &read.areas, &count_by_area(shown), &|area| format!("../area/{area}/index.html"));
    (sheets, overview)
}

/// Every file that is neither page nor layer.
fn others(of: &Ingredients<'_>, site: &SiteData<'_>, plans: &[PagePlan]) -> Vec<OutputFile> {
    let project = of.project;
    let unshown = &of.content.unshown;
    let copies = page::content::attachments(&project.content).into_iter();
    let copies = copies.filter(|(path, _)| !unshown.contains(path)).map(|(path, bytes)| (path, bytes.to_vec()));
    let assets = crate::render::assets(&project.site).into_iter().map(|(path, bytes)| (path, bytes.into_owned()));
    let companions = page::companions(site, plans).into_iter().map(|(path, text)| (path, text.into_bytes()));
    let others = copies.chain(assets).chain(companions).chain(worker(project));
    let mut files: Vec<OutputFile> = others.map(|(path, bytes)| OutputFile { path, bytes }).collect();
    if of.audience == Audience::Partners {
        files.push(output::partners_mark());
    }
    files
}

/// Pages that no link leads to, but those that are only met by an old address or without a connection, and the notice,
/// whose page outlives its links.
fn lost<'a>(links: &Links<'a>, closed: &[ClosedFacility], redirects: &[(String, String)]) -> Vec<&'a str> {
    let old: BTreeSet<String> = closed
        .iter()
        .map(|one| &one.id)
        .chain(redirects.iter().map(|(old, _)| old))
        .map(|id| format!("facility/{id}.html"))
        .collect();
    let kept =
        |path: &&str| !matches!(*path, "404.html" | "offline.html" | "banner/index.html") && !old.contains(*path);
    links.unreached().into_iter().filter(kept).collect()
}

/// `sw.js`, when the settings ask for it.
fn worker(project: &Project) -> Option<(String, Vec<u8>)> {
    project.settings.site.offline.then(|| crate::render::worker(&KEPT))
}

/// What the browser keeps from the first visit on: the ways in, and what every page needs.
const KEPT: [&str; 8] = [
    "index.html",
    "offline.html",
    "find/index.html",
    "consult/index.html",
    "assets/site.css",
    "assets/app.js",
    "assets/finder.js",
    "data/search.js",
];

fn count_by_area(shown: &[&Shown]) -> BTreeMap<AreaId, usize> {
    let mut counts = BTreeMap::new();
    for area in shown.iter().filter_map(|facility| facility.area.clone()) {
        *counts.entry(area).or_default() += 1;
    }
    counts
}

/// Pages that once were and must not die: of facilities that are gone or hidden now, and of merged ids.
fn former(of: &Ingredients<'_>) -> (Vec<ClosedFacility>, Vec<(String, String)>) {
    let Ingredients { ledger, public, .. } = *of;
    let withheld =
        |id: &str| of.read.withheld.iter().any(|line| line.id == id && line.field.is_none() && line.holds(of.on));
    let now: BTreeSet<&str> = public.iter().map(|facility| facility.id.as_str()).collect();
    let mut closed = Vec::new();
    let mut redirects = Vec::new();
    for entry in ledger.entries().filter(|entry| entry.was_public && !now.contains(entry.id.as_str())) {
        match ledger.target(&entry.id).filter(|target| now.contains(target.as_str())) {
            Some(target) => redirects.push((entry.id.clone(), target.clone())),
            None => closed.push(ClosedFacility {
                id: entry.id.clone(),
                // A withheld facility is not gone, and its name may be what must not be shown, then or later.
                name: if entry.gone_since.is_some() && !entry.name.is_empty() && !withheld(&entry.id) {
                    entry.name.clone()
                } else {
                    "この施設".to_owned()
                },
                kind: entry.kind.clone().into_owned(),
                gone_since: entry.gone_since,
                area: entry.area.clone(),
            }),
        }
    }
    (closed, redirects)
}

/// `paths` are sorted.
fn refuse_unsafe(paths: &[String], run: &mut Run<'_>) {
    for pair in paths.windows(2).filter(|pair| pair[0] == pair[1]) {
        run.diagnostics.push(
            Diagnostic::error("path-twice", format!("「{}」に書くものが2つあります。", pair[0]))
                .help("content か site の中の、同じ名前になるファイルを1つにしてください。")
                .fatal(),
        );
    }
    for path in paths.iter().filter(|path| !output::is_safe(path)) {
        run.diagnostics.push(
            Diagnostic::error("path-unsafe", format!("「{path}」という名前のファイルは書けません。"))
                .help("ファイルの名前から記号を取ってください。")
                .fatal(),
        );
    }
}
