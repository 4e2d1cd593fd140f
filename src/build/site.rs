//! Public facilities, tallies and texts → every file of the site, in memory.

use super::Run;
use super::read::Read;
use crate::consent::{PublicFacility, Shown};
use crate::diagnostic::Diagnostic;
use crate::ledger::Ledger;
use crate::model::{AreaId, Audience};
use crate::output::{self, OutputFile};
use crate::page::{self, ClosedFacility, Download, Parts, Pictures, SiteData};
use crate::project::Project;
use crate::render::Renderer;
use crate::tally::PublicSurvey;
use crate::{layer, picture};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a site is made of.
pub(super) struct Ingredients<'a> {
    pub(super) project: &'a Project,
    pub(super) read: &'a Read,
    pub(super) public: &'a [PublicFacility],
    pub(super) surveys: &'a [PublicSurvey],
    pub(super) ledger: &'a Ledger,
    pub(super) audience: Audience,
    pub(super) on: Date,
}

/// Every file of the site, sorted by path; `None` when something forbids writing any.
pub(super) fn files(of: &Ingredients<'_>, run: &mut Run<'_>) -> Option<Vec<OutputFile>> {
    let Ingredients { project, read, .. } = *of;
    let shown: Vec<&Shown> = of.public.iter().map(|facility| &**facility).collect();
    let layers = layer::layers(&shown, &read.content.services, &read.areas, &read.base, &project.settings);
    run.lap("layers");
    let sheets = picture::sheets(&read.base, &read.areas, &shown);
    let overview = picture::overview(&read.base, &read.areas, &count_by_area(&shown), &|area| {
        format!("../area/{area}/index.html")
    });
    run.lap("pictures");
    let (closed, redirects) = former(of.ledger, of.public);
    let downloads = downloads(&layers, of);
    let locator = |facility: &PublicFacility| picture::locator(&read.base, &read.areas, facility).unwrap_or_default();
    let numbered = |listed: &[u32], first: usize| {
        let listed: Vec<&Shown> = listed.iter().map(|at| shown[*at as usize]).collect();
        picture::numbered(&read.base, &read.areas, &listed, first)
    };
    let site = SiteData::new(Parts {
        settings: &project.settings,
        services: &read.content.services,
        areas: &read.areas,
        facilities: of.public,
        closed: &closed,
        redirects: &redirects,
        surveys: of.surveys,
        sheets: &sheets,
        downloads: &downloads,
        editions: &read.editions,
        content: &read.content,
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
    let renderer = match Renderer::new(&project.site, &page::site_view(&site)) {
        Ok(renderer) => renderer,
        Err(diagnostic) => {
            run.diagnostics.push(*diagnostic);
            return None;
        }
    };
    let plans = page::plan(&site);
    let rendered: Vec<Result<OutputFile, Box<Diagnostic>>> = plans
        .par_iter()
        .map(|plan| {
            let page = page::page(&site, plan);
            renderer.render(&page).map(|bytes| OutputFile { path: page.path, bytes })
        })
        .collect();
    let mut files = Vec::with_capacity(rendered.len());
    for result in rendered {
        match result {
            Ok(file) => files.push(file),
            Err(diagnostic) => run.diagnostics.push(diagnostic.fatal()),
        }
    }
    let copies = page::content::attachments(&project.content).into_iter().map(|(path, bytes)| (path, bytes.to_vec()));
    let assets = crate::render::assets(&project.site).into_iter().map(|(path, bytes)| (path, bytes.into_owned()));
    let companions = page::companions(&site, &plans).into_iter().map(|(path, text)| (path, text.into_bytes()));
    let others = layers.into_iter().chain(copies).chain(assets).chain(companions).chain(worker(project));
    files.extend(others.map(|(path, bytes)| OutputFile { path, bytes }));
    if of.audience == Audience::Partners {
        files.push(output::partners_mark());
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    run.lap("render");
    refuse_unsafe(&files, run);
    run.due = page::due(&site);
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    page::links(&read.content, &paths, &mut run.diagnostics);
    // A link of a text is told once, by the line in which it is written.
    if run.diagnostics.count("content-link") == 0 {
        output::check_links(&files, &mut run.diagnostics);
    }
    page::orphans(&read.content, &lost(&files, &closed, &redirects), &mut run.diagnostics);
    run.lap("check links");
    Some(files)
}

/// Pages that no link leads to, but those that are only met by an old address or without a connection, and the notice,
/// whose page outlives its links.
fn lost<'a>(files: &'a [OutputFile], closed: &[ClosedFacility], redirects: &[(String, String)]) -> Vec<&'a str> {
    let old: BTreeSet<String> = closed
        .iter()
        .map(|one| &one.id)
        .chain(redirects.iter().map(|(old, _)| old))
        .map(|id| format!("facility/{id}.html"))
        .collect();
    let kept =
        |path: &&str| !matches!(*path, "404.html" | "offline.html" | "banner/index.html") && !old.contains(*path);
    output::unreached(files).into_iter().filter(kept).collect()
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
fn former(ledger: &Ledger, public: &[PublicFacility]) -> (Vec<ClosedFacility>, Vec<(String, String)>) {
    let now: BTreeSet<&str> = public.iter().map(|facility| facility.id.as_str()).collect();
    let mut closed = Vec::new();
    let mut redirects = Vec::new();
    for entry in ledger.entries().filter(|entry| entry.was_public && !now.contains(entry.id.as_str())) {
        match ledger.target(&entry.id).filter(|target| now.contains(target.as_str())) {
            Some(target) => redirects.push((entry.id.clone(), target.clone())),
            None => closed.push(ClosedFacility {
                id: entry.id.clone(),
                // A withheld facility is not gone, and its name may be what must not be shown.
                name: if entry.gone_since.is_some() { entry.name.clone() } else { "この施設".to_owned() },
                kind: entry.kind.clone(),
                gone_since: entry.gone_since,
                area: entry.area.clone(),
            }),
        }
    }
    (closed, redirects)
}

/// Files that the data page offers, with the number of facilities in each.
fn downloads(layers: &[(String, Vec<u8>)], of: &Ingredients<'_>) -> Vec<Download> {
    layers
        .iter()
        .filter_map(|(path, bytes)| {
            let (folder, file) = path.split_once('/')?;
            let (id, ending) = file.rsplit_once('.')?;
            // One line for each facility: under the heading in CSV, between the first and the last line in GeoJSON.
            let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
            let count = match folder {
                "geojson" => lines.saturating_sub(2),
                "csv" => lines.saturating_sub(1),
                _ => return None,
            };
            let service = of.read.content.services.get(id);
            let name = match (service, ending) {
                (Some(service), _) => service.name.clone(),
                (None, "geojson") => "すべての施設".to_owned(),
                _ if file.contains("care_service") => "介護サービス事業所一覧".to_owned(),
                _ => "医療機関一覧".to_owned(),
            };
            Some(Download { path: path.clone(), name, count })
        })
        .collect()
}

fn refuse_unsafe(files: &[OutputFile], run: &mut Run<'_>) {
    for pair in files.windows(2).filter(|pair| pair[0].path == pair[1].path) {
        run.diagnostics.push(
            Diagnostic::error("path-twice", format!("「{}」に書くものが2つあります。", pair[0].path))
                .help("content か site の中の、同じ名前になるファイルを1つにしてください。")
                .fatal(),
        );
    }
    for file in files.iter().filter(|file| !output::is_safe(&file.path)) {
        run.diagnostics.push(
            Diagnostic::error("path-unsafe", format!("「{}」という名前のファイルは書けません。", file.path))
                .help("ファイルの名前から記号を取ってください。")
                .fatal(),
        );
    }
}
