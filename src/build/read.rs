//! A project's bytes → records, areas, base map; and, apart from them, catalogue and texts.

use super::digests::Digests;
use super::{Asked, discard};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fetch::Wanted;
use crate::model::{Areas, BaseMap, Editions, Record, SourceKind, Withheld};
use crate::page::Showing;
use crate::page::content::{self, Content};
use crate::place::{Place, SourceId, Sources};
use crate::project::Project;
use crate::report::SourceLine;
use crate::settings::{Keep, Settings, SourceSetting};
use crate::source::decisions::Decisions;
use crate::source::memory::{Digest, Files};
use crate::source::{self, Input, Reading, Scope};
use crate::tally::Counted;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything but the texts that was read and understood.
pub(super) struct Read {
    pub(super) records: Vec<Record>,
    /// How many there were; they are let go of before the rest.
    count: usize,
    pub(super) areas: Areas,
    pub(super) base: BaseMap,
    pub(super) holidays: Vec<Date>,
    pub(super) withheld: Vec<Withheld>,
    pub(super) decisions: Decisions,
    pub(super) sources: Sources,
    pub(super) editions: Editions,
    /// Whether rows of other municipalities are kept too.
    pub(super) beyond: bool,
    /// Sheets of each `[[survey]]`.
    survey_sheets: Vec<Vec<SourceId>>,
}

/// Reads the texts and the catalogue of services, or recalls them; findings go to `diagnostics`.
pub(super) fn texts(
    inputs: &[Input],
    digests: Option<&Digests>,
    on: Date,
    asked: Option<&Asked<'_>>,
    diagnostics: &mut Diagnostics,
) -> Arc<Content> {
    let showing = Showing { on, drafts: asked.is_some_and(|asked| asked.drafts) };
    let load = || content::load(inputs, showing);
    let (content, found) = match asked.zip(digests) {
        Some((asked, digests)) => asked.memory.texts(digests.content, showing, load),
        None => {
            let (content, found) = load();
            (Arc::new(content), found)
        }
    };
    diagnostics.absorb(found);
    content
}

/// Reads everything else; findings go to `diagnostics`.
/// Tables are let go of as soon as they are understood: the country's are large.
pub(super) fn read(
    project: &mut Project,
    digests: Option<&Digests>,
    on: Date,
    asked: Option<&Asked<'_>>,
    diagnostics: &mut Diagnostics,
) -> Read {
    let settings = &project.settings;
    let scope = Scope {
        keep: settings.sources.keep,
        code: settings.municipality.code.clone(),
        prefecture: settings.municipality.prefecture.clone(),
        municipality: settings.municipality.name.clone(),
    };
    let mut reading = Reading { memory: asked.map(|asked| asked.memory.readers()), ..Reading::default() };
    let brought = super::fetched::records(project, &mut reading);
    let setting = |setting: &Option<SourceSetting>| setting.clone().unwrap_or_default();
    let told = |wanted: &[Wanted], own: &Option<SourceSetting>| super::fetched::told(&brought, wanted, setting(own));
    let sources = &settings.sources;
    let of = |digest: fn(&Digests) -> Digest| digests.map(digest);
    let files = Files { inputs: &project.kaigo, digest: of(|all| all.kaigo) };
    let own = (told(&[Wanted::Kaigo], &sources.kaigo), &scope);
    let mut read = reading.take("kaigo", files, &own, |files, own, to| source::kaigo::read(files, &own.0, own.1, to));
    discard(std::mem::take(&mut project.kaigo));
    let files = Files { inputs: &project.bureau, digest: of(|all| all.bureau) };
    let own = (told(&[Wanted::Bureau], &sources.bureau), &scope);
    read.extend(reading.take("bureau", files, &own, |files, own, to| source::bureau::read(files, &own.0, own.1, to)));
    let files = Files { inputs: &project.navii, digest: of(|all| all.navii) };
    let own = (told(&[Wanted::Navii], &sources.navii), &scope);
    read.extend(reading.take("navii", files, &own, |files, own, to| source::navii::read(files, &own.0, own.1, to)));
    discard(std::mem::take(&mut project.navii));
    let files = Files { inputs: &project.list, digest: of(|all| all.list) };
    let own = (setting(&sources.list), &scope);
    read.extend(reading.take("list", files, &own, |files, own, to| source::list::read(files, &own.0, own.1, to)));
    let vocabulary = settings.vocabulary();
    let mut survey_sheets = Vec::new();
    for (at, (survey, inputs)) in settings.surveys.iter().zip(&project.surveys).enumerate() {
        let before = reading.sources.len();
        if let Some(inputs) = inputs {
            let files = Files { inputs, digest: digests.map(|all| all.surveys[at]) };
            let own = (survey, &scope, &vocabulary);
            read.extend(
                reading
                    .take("survey", files, &own, |files, own, to| source::survey::read(files, own.0, own.1, own.2, to)),
            );
        }
        let sheets = before..reading.sources.len();
        survey_sheets.push(sheets.filter_map(|at| u16::try_from(at).ok().map(SourceId)).collect());
    }
    let files = Files { inputs: &project.area, digest: of(|all| all.area) };
    let own = (setting(&sources.area), &settings.areas);
    let mut areas = reading.take("area", files, &own, |files, own, to| source::area::read(files, &own.0, own.1, to));
    if scope.is_wide() && settings.areas.is_empty() {
        source::municipalities::areas(&mut areas, &read, &reading.municipalities);
    }
    let files = Files { inputs: &project.base, digest: of(|all| all.base) };
    let own = (told(&[Wanted::Boundary, Wanted::Rail, Wanted::Water], &sources.base), &scope);
    let base = reading.take("base", files, &own, |files, own, to| source::base::read(files, &own.0, own.1, to));
    let holidays = source::holidays::read(&project.holidays, &mut reading);
    let withheld = project.withhold.as_ref().map_or_else(Vec::new, |input| source::withhold::read(input, &mut reading));
    let decisions =
        project.decisions.as_ref().map(|input| source::decisions::read(input, &mut reading)).unwrap_or_default();
    super::fetched::credit(&brought, project, &mut reading);
    diagnostics.absorb(reading.diagnostics);
    remind_unchecked(settings, on, diagnostics);
    Read {
        count: read.len(),
        records: read,
        areas,
        base,
        holidays,
        withheld,
        decisions,
        sources: reading.sources,
        editions: reading.editions,
        beyond: sources.keep != Keep::Municipality,
        survey_sheets,
    }
}

impl Read {
    /// A site without a single facility is a mistake in the settings, not a site.
    pub(super) fn refuse_empty(&self, diagnostics: &mut Diagnostics) {
        if self.count == 0 && !diagnostics.is_fatal() {
            diagnostics.push(
                Diagnostic::error("no-facility", "施設が1つも読めませんでした。")
                    .at(Place::whole("ouchi.toml"))
                    .help("[municipality] の code と、geodata の下のファイルを確かめてください。")
                    .fatal(),
            );
        }
    }

    /// Surveys whose answers may be counted, each with its sheets.
    pub(super) fn counted<'a>(&self, settings: &'a Settings) -> Vec<Counted<'a>> {
        let pairs = settings.surveys.iter().zip(&self.survey_sheets);
        pairs
            .map(|(survey, sheets)| Counted {
                name: &survey.name,
                as_of: survey.as_of,
                publish_on: survey.publish_on,
                sources: sheets.clone(),
                kind: survey.kind,
                asked: survey.asked,
                declared: survey
                    .choices
                    .iter()
                    .map(|(id, choices)| (id.clone(), choices.keys().cloned().collect()))
                    .collect(),
            })
            .collect()
    }

    /// One line per kind of source, for the summary.
    pub(super) fn lines(&self) -> Vec<SourceLine> {
        let mut lines: BTreeMap<SourceKind, SourceLine> = BTreeMap::new();
        for (_, edition) in self.editions.iter() {
            let line = lines.entry(edition.kind).or_insert_with(|| SourceLine {
                name: edition.kind.word().to_owned(),
                files: 0,
                records: 0,
                as_of: None,
            });
            line.files += 1;
            line.as_of = line.as_of.max(edition.as_of);
        }
        for record in &self.records {
            if let Some(line) = lines.get_mut(&record.source) {
                line.records += 1;
            }
        }
        lines.into_values().collect()
    }
}

/// Phone numbers in the settings that nobody has confirmed for long.
fn remind_unchecked(settings: &Settings, on: Date, diagnostics: &mut Diagnostics) {
    let most = i32::try_from(settings.freshness.checked_days).unwrap_or(i32::MAX);
    for call in &settings.emergency {
        let days = (on - call.checked).get_days();
        if days > most && call.phone.is_some() {
            diagnostics.push(
                Diagnostic::note("setting-unchecked", format!("「{}」は {days} 日前に確かめたままです。", call.name))
                    .at(Place::whole("ouchi.toml"))
                    .help("電話番号と時間を確かめて、checked の日付を新しくしてください。"),
            );
        }
    }
}
