//! A project's bytes → records, areas, base map; and, apart from them, catalogue and texts.

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
use crate::source::{self, Input, Reading, Scope};
use crate::tally::Counted;
use jiff::civil::Date;
use std::collections::BTreeMap;

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

/// Reads the texts and the catalogue of services; findings go to `diagnostics`.
pub(super) fn texts(inputs: &[Input], on: Date, asked: Option<&Asked<'_>>, diagnostics: &mut Diagnostics) -> Content {
    let showing = Showing { on, drafts: asked.is_some_and(|asked| asked.drafts) };
    let (content, found) = content::load(inputs, showing);
    diagnostics.absorb(found);
    content
}

/// Reads everything else; findings go to `diagnostics`.
/// Tables are let go of as soon as they are understood: the country's are large.
pub(super) fn read(project: &mut Project, on: Date, asked: Option<&Asked<'_>>, diagnostics: &mut Diagnostics) -> Read {
    let settings = &project.settings;
    let scope = Scope {
        keep: settings.sources.keep,
        code: settings.municipality.code.clone(),
        prefecture: settings.municipality.prefecture.clone(),
        municipality: settings.municipality.name.clone(),
    };
    let mut reading = Reading { memory: asked.map(|asked| asked.memory.tables()), ..Reading::default() };
    let brought = super::fetched::records(project, &mut reading);
    let setting = |setting: &Option<SourceSetting>| setting.clone().unwrap_or_default();
    let told = |wanted: &[Wanted], own: &Option<SourceSetting>| super::fetched::told(&brought, wanted, setting(own));
    let sources = &settings.sources;
    let mut read = source::kaigo::read(&project.kaigo, &told(&[Wanted::Kaigo], &sources.kaigo), &scope, &mut reading);
    discard(std::mem::take(&mut project.kaigo));
    read.extend(source::bureau::read(&project.bureau, &told(&[Wanted::Bureau], &sources.bureau), &scope, &mut reading));
    read.extend(source::navii::read(&project.navii, &told(&[Wanted::Navii], &sources.navii), &scope, &mut reading));
    discard(std::mem::take(&mut project.navii));
    read.extend(source::list::read(&project.list, &setting(&sources.list), &scope, &mut reading));
    let vocabulary = settings.vocabulary();
    let mut survey_sheets = Vec::new();
    for (survey, input) in settings.surveys.iter().zip(&project.surveys) {
        let before = reading.sources.len();
        if let Some(input) = input {
            read.extend(source::survey::read(input, survey, &scope, &vocabulary, &mut reading));
        }
        let sheets = before..reading.sources.len();
        survey_sheets.push(sheets.filter_map(|at| u16::try_from(at).ok().map(SourceId)).collect());
    }
    let mut areas = source::area::read(&project.area, &setting(&sources.area), &settings.areas, &mut reading);
    if scope.is_wide() && settings.areas.is_empty() {
        source::municipalities::areas(&mut areas, &read, &reading.municipalities);
    }
    let base = source::base::read(
        &project.base,
        &told(&[Wanted::Boundary, Wanted::Rail, Wanted::Water], &sources.base),
        &scope,
        &mut reading,
    );
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
