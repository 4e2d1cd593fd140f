//! Everything about facilities that no text and no look decides: records, merged, placed, named, checked, and what of
//! them may be shown. A preview keeps it from one build to the next, by the digest of all that it came from.

use super::digests::Digests;
use super::facilities::{assign, counts};
use super::read::{self, Read};
use super::run::Run;
use super::{Options, discard, fetched, findings};
use crate::check::{self, Checked, Gone};
use crate::consent::PublicFacility;
use crate::diagnostic::Diagnostics;
use crate::fetch::links::Hidden;
use crate::geo::Bounds;
use crate::ledger::{self, Ledger};
use crate::model::{Audience, Facility, Services};
use crate::project::Project;
use crate::report::{DisagreementLine, FacilityCounts, SourceLine};
use crate::settings::Field;
use crate::source::memory::Digest;
use crate::tally::PublicSurvey;
use crate::{consent, locate, merge, tally};
use jiff::civil::Date;
use sha2::Digest as _;
use std::sync::Arc;

/// What is known of the facilities.
pub(super) struct Known {
    /// What was read; of the records only how many.
    pub(super) read: Read,
    pub(super) public: Vec<PublicFacility>,
    pub(super) surveys: Vec<PublicSurvey>,
    pub(super) ledger: Ledger,
    told: Told,
}

/// What the run is told of it.
#[derive(Clone)]
struct Told {
    diagnostics: Diagnostics,
    sources: Vec<SourceLine>,
    facilities: FacilityCounts,
    disagreements: Vec<DisagreementLine>,
    hidden_links: Vec<Hidden>,
}

/// What is known of the facilities of a project whose texts, look and wording were taken out: they can change nothing
/// here but through the catalogue of services. `None` when the ledger cannot be read.
pub(super) fn known(
    project: &mut Project,
    digests: Option<&Digests>,
    services: &Services,
    options: &Options,
    run: &mut Run<'_>,
) -> Option<Arc<Known>> {
    debug_assert!(project.content.is_empty() && project.site.is_empty(), "texts and look are out of sight");
    let memory = run.asked.map(|asked| asked.memory);
    let digest = digests.map(|digests| digest(project, digests, services, options));
    let recalled = memory.zip(digest).and_then(|(memory, digest)| memory.known.find(digest));
    let known = match recalled {
        Some(known) => known,
        None => {
            // What was found before belongs to the run alone.
            let before = std::mem::take(&mut run.diagnostics);
            let made = understand(project, digests, services, options, run);
            if let Some(memory) = memory {
                discard(memory.readers.forget_unused());
            }
            let own = std::mem::replace(&mut run.diagnostics, before);
            let Some(mut known) = made else {
                run.diagnostics.absorb(own);
                return None;
            };
            known.told.diagnostics = own;
            let known = Arc::new(known);
            if let Some((memory, digest)) = memory.zip(digest) {
                memory.known.keep(digest, Arc::clone(&known));
            }
            known
        }
    };
    if let Some(memory) = memory {
        discard(memory.known.forget_unused());
    }
    let told = known.told.clone();
    run.diagnostics.absorb(told.diagnostics);
    (run.sources, run.facilities) = (told.sources, told.facilities);
    (run.disagreements, run.hidden_links) = (told.disagreements, told.hidden_links);
    Some(known)
}

/// Of everything that [`understand`] is given.
fn digest(project: &Project, digests: &Digests, services: &Services, options: &Options) -> Digest {
    let mut all = digests.facilities();
    all.update(project.ledger.as_ref().map_or(b"none".as_slice(), |input| &input.bytes));
    all.update(format!("|{}|{:?}|{services:?}|{:?}", options.as_of, options.audience, project.settings));
    all.finalize().into()
}

/// What was read, as facilities with their ids.
pub(super) struct Gathered {
    pub(super) read: Read,
    pub(super) linked: merge::Linked,
    pub(super) facilities: Vec<Facility>,
    ledger: Ledger,
    new_ids: usize,
}

/// Reads, links, places and names; `None` when the ledger cannot be read.
///
/// `audience` is who will see it: the survey's rows that they may not see say nothing of a facility that no register
/// knows. `None`: staff, who see every row.
pub(super) fn gather(
    project: &mut Project,
    digests: Option<&Digests>,
    audience: Option<Audience>,
    on: Date,
    run: &mut Run<'_>,
) -> Option<Gathered> {
    let mut read = read::read(project, digests, on, run.asked, &mut run.diagnostics);
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
    let mut facilities = merge::unite(&mut read.records, &linked, &project.settings.precedence, speakers);
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

fn understand(
    project: &mut Project,
    digests: Option<&Digests>,
    services: &Services,
    options: &Options,
    run: &mut Run<'_>,
) -> Option<Known> {
    let gathered = gather(project, digests, Some(options.audience), options.as_of, run)?;
    let Gathered { mut read, linked, facilities, mut ledger, new_ids } = gathered;
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
        services,
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
    run.lap("consent");
    let told = Told {
        diagnostics: Diagnostics::new(),
        sources: std::mem::take(&mut run.sources),
        facilities: std::mem::take(&mut run.facilities),
        disagreements: std::mem::take(&mut run.disagreements),
        hidden_links: std::mem::take(&mut run.hidden_links),
    };
    Some(Known { read, public, surveys, ledger, told })
}

/// Facilities that had a page and disappeared with this day's data.
fn just_gone(ledger: &Ledger, on: Date) -> Vec<Gone> {
    ledger
        .entries()
        .filter(|entry| entry.was_public && entry.redirect.is_none() && entry.gone_since == Some(on))
        .map(|entry| Gone { id: entry.id.clone(), name: entry.name.clone(), kind: entry.kind.clone().into_owned() })
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
