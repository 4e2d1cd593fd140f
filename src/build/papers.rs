//! What staff make besides the site: confirmation sheets, what came back, the results for the meeting.

use super::known::gather;
use super::read::{self, Read};
use super::{Run, Target, guard};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::forms::{self, Meeting, Missing, Returned};
use crate::io::{self, Trouble};
use crate::model::{Facility, Kind};
use crate::output::{self, Edition};
use crate::place::Place;
use crate::project::{self, Project};
use crate::settings::Keep;
use crate::source::{self, Reading, Scope};
use crate::{picture, tally};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What one of these commands came to.
#[derive(Debug, Default)]
pub struct Done {
    /// Findings.
    pub diagnostics: Diagnostics,
    /// Files written.
    pub written: Vec<PathBuf>,
    /// What came back, when a folder of returned sheets was read.
    pub returned: Option<Returned>,
}

/// Everything that was read of a project, as of a day.
struct Opened {
    project: Project,
    read: Read,
    facilities: Vec<Facility>,
}

fn open(folder: &Path, on: Date, done: &mut Done) -> Result<Option<Opened>, Trouble> {
    let Some(mut project) = project::load(folder, &mut done.diagnostics)? else { return Ok(None) };
    let mut run = Run::at(on, folder.to_owned(), &|_| {});
    read::texts(&project.content, None, on, None, &mut run.diagnostics);
    let gathered = gather(&mut project, None, None, on, &mut run);
    if let Some(gathered) = &gathered {
        gathered.read.refuse_empty(&mut run.diagnostics);
    }
    let fatal = run.diagnostics.is_fatal();
    if fatal {
        done.diagnostics = run.diagnostics;
    }
    Ok(gathered.filter(|_| !fatal).map(|gathered| Opened {
        project,
        read: gathered.read,
        facilities: gathered.facilities,
    }))
}

impl Opened {
    fn asked(&self, kinds: &[Kind]) -> Vec<&Facility> {
        let code = &self.project.settings.municipality.code;
        let here = |one: &&Facility| one.municipality.as_ref().is_none_or(|have| have == code);
        self.facilities.iter().filter(|one| kinds.contains(&one.kind)).filter(here).collect()
    }
}

/// What holds answers must not lie where citizens read.
fn refused(path: &Path, folder: bool, project: &Path, done: &mut Done) -> Result<bool, Trouble> {
    let refused = refusal(path, folder, project)?;
    let is_refused = refused.is_some();
    refused.into_iter().for_each(|diagnostic| done.diagnostics.push(diagnostic));
    Ok(is_refused)
}

/// Why what holds answers must not be written at a path.
pub(super) fn refusal(path: &Path, folder: bool, project: &Path) -> Result<Option<Diagnostic>, Trouble> {
    let target = if folder { Target::Folder(path.to_owned()) } else { Target::Zip(path.to_owned()) };
    guard::refuse(&target, Edition::Staff, project)
}

fn write(path: PathBuf, bytes: Result<Vec<u8>, rust_xlsxwriter::XlsxError>, done: &mut Done) -> Result<(), Trouble> {
    let bytes =
        bytes.map_err(|error| Trouble::new("Excelのファイルが作れません", &path, std::io::Error::other(error)))?;
    io::write_if_changed(&path, &bytes)?;
    done.written.push(path);
    Ok(())
}

/// Says in a folder that it is staff's, so that no edition is ever written in or around it.
fn mark(folder: &Path) -> Result<(), Trouble> {
    let mark = output::staff_mark();
    io::write_if_changed(&folder.join(mark.path), &mark.bytes).map(drop)
}

/// As [`mark`], of where results go; not where the project itself lies, whose site could then be written nowhere.
fn mark_beside(file: &Path, project: &Path) -> Result<(), Trouble> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if guard::holds(folder, project) { Ok(()) } else { mark(folder) }
}

/// Writes one sheet per facility of these kinds, a page to print, and the lines for the settings.
///
/// # Errors
/// When the machine fails.
pub fn write_forms(folder: &Path, out: &Path, kinds: &[Kind], on: Date) -> Result<Done, Trouble> {
    let mut done = Done::default();
    if refused(out, true, folder, &mut done)? {
        return Ok(done);
    }
    let Some(opened) = open(folder, on, &mut done)? else { return Ok(done) };
    let settings = &opened.project.settings;
    mark(out)?;
    let mut sheets = Vec::new();
    for facility in opened.asked(kinds) {
        let sheet = forms::sheet(facility, settings, on);
        write(out.join(format!("{}.xlsx", sheet.file)), forms::workbook(&sheet, on), &mut done)?;
        sheets.push(sheet);
    }
    write(out.join("印刷用.html"), Ok(forms::html(&sheets).into_bytes()), &mut done)?;
    for kind in kinds {
        let path = format!("geodata/survey/確認票_{}_{}", on.year(), kind.word());
        let lines = forms::survey_toml(&forms::survey_setting(settings, *kind, &path, on));
        write(out.join(format!("設定の案_{}.toml", kind.word())), Ok(lines.into_bytes()), &mut done)?;
    }
    Ok(done)
}

/// Reads a folder of returned sheets: who answered, who did not, what changed, in a workbook of staff's.
///
/// # Errors
/// When the machine fails.
pub fn read_returned(folder: &Path, returned: &Path, out: &Path, kinds: &[Kind], on: Date) -> Result<Done, Trouble> {
    let mut done = Done::default();
    if refused(out, true, folder, &mut done)? {
        return Ok(done);
    }
    let Some(opened) = open(folder, on, &mut done)? else { return Ok(done) };
    let settings = &opened.project.settings;
    let (entries, _) = io::list(returned)?;
    let mut inputs = Vec::new();
    for entry in entries {
        let ending = entry.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        if [output::staff_mark().path.as_str(), forms::RETURNED].contains(&entry.name.as_str())
            || ending == "toml"
            || ending == "html"
            || entry.size > project::LARGEST_FILE
        {
            continue;
        }
        inputs.push(source::Input { bytes: io::read(&entry.path)?, path: entry.name });
    }
    if inputs.is_empty() {
        done.diagnostics.push(
            Diagnostic::error("forms-none", "回答票が1つもありません。")
                .at(Place::whole(returned.display().to_string()))
                .help("返ってきたExcelのファイルを入れたフォルダを指定してください。")
                .fatal(),
        );
        return Ok(done);
    }
    let scope = Scope {
        keep: Keep::All,
        code: settings.municipality.code.clone(),
        prefecture: settings.municipality.prefecture.clone(),
        municipality: settings.municipality.name.clone(),
    };
    let vocabulary = settings.vocabulary();
    let mut records = Vec::new();
    let mut reading = Reading::default();
    let asked = opened.asked(kinds);
    let first = kinds.first().copied().unwrap_or(Kind::Clinic);
    let setting = |kind: Kind| forms::survey_setting(settings, kind, &returned.display().to_string(), on);
    // A sheet says whose it is; of what kind that is decides what was asked on it.
    let kind_of = |input: &source::Input| {
        let mut scratch = Reading::default();
        let one = std::slice::from_ref(input);
        let found = source::survey::read(one, &setting(first), &scope, &vocabulary, &mut scratch);
        let facility = forms::whose(&asked, found.first()?)?;
        Some(asked[facility].kind)
    };
    let mut by_kind: Vec<(Kind, Vec<source::Input>)> = Vec::new();
    let mut unknown = Vec::new();
    for input in inputs {
        match kind_of(&input) {
            None => unknown.push(input),
            Some(kind) => match by_kind.iter_mut().find(|(have, _)| *have == kind) {
                Some((_, inputs)) => inputs.push(input),
                None => by_kind.push((kind, vec![input])),
            },
        }
    }
    match by_kind.first_mut() {
        Some((_, inputs)) => inputs.extend(unknown),
        None => by_kind.push((first, unknown)),
    }
    for (kind, inputs) in by_kind {
        records.extend(source::survey::read(&inputs, &setting(kind), &scope, &vocabulary, &mut reading));
    }
    done.diagnostics.absorb(reading.diagnostics);
    let found = forms::compare(&asked, &records, &vocabulary);
    mark(out)?;
    write(out.join(forms::RETURNED), forms::returned_workbook(&found, on), &mut done)?;
    done.returned = Some(found);
    Ok(done)
}

/// Where the results go.
#[derive(Debug, Clone, Default)]
pub struct ResultFiles {
    /// Workbook for the meeting.
    pub workbook: Option<PathBuf>,
    /// Page to print for the meeting.
    pub print: Option<PathBuf>,
    /// Workbook for staff, with who did not answer.
    pub staff: Option<PathBuf>,
}

/// Writes the results, embargoed surveys included: the meeting comes before the day of publication.
///
/// # Errors
/// When the machine fails.
pub fn write_results(folder: &Path, files: &ResultFiles, on: Date) -> Result<Done, Trouble> {
    let mut done = Done::default();
    for path in [&files.workbook, &files.print, &files.staff].into_iter().flatten() {
        if refused(path, false, folder, &mut done)? {
            return Ok(done);
        }
    }
    let Some(opened) = open(folder, on, &mut done)? else { return Ok(done) };
    let settings = &opened.project.settings;
    let mut counted = opened.read.counted(settings);
    counted.iter_mut().for_each(|survey| survey.publish_on = None);
    let areas: Vec<_> = opened.read.areas.areas.iter().map(|area| (area.id.clone(), area.name.clone())).collect();
    let frame = tally::Frame { vocabulary: &settings.vocabulary(), areas: &areas, withheld: &opened.read.withheld, on };
    let surveys = tally::tally(&opened.facilities, &counted, &frame);
    let issues = tally::issues(&surveys);
    let meeting = Meeting { site: &settings.site.name, surveys: &surveys, issues: &issues, on };
    if let Some(path) = &files.workbook {
        write(path.clone(), forms::meeting_workbook(&meeting), &mut done)?;
    }
    if let Some(path) = &files.print {
        write(path.clone(), Ok(forms::meeting_html(&meeting, &picture::bars).into_bytes()), &mut done)?;
    }
    for path in [&files.workbook, &files.print, &files.staff].into_iter().flatten() {
        mark_beside(path, folder)?;
    }
    if let Some(path) = &files.staff {
        let missing = missing(&opened, &counted);
        write(path.clone(), forms::staff_workbook(&meeting, &missing), &mut done)?;
    }
    Ok(done)
}

/// Facilities of a survey's kind that answered nothing in it.
fn missing(opened: &Opened, counted: &[tally::Counted<'_>]) -> Vec<Missing> {
    let mut all = Vec::new();
    for survey in counted {
        let answered: Vec<&Facility> = tally::respondents(&opened.facilities, survey).collect();
        for facility in opened.asked(&[survey.kind]) {
            let listed = tally::is_listed(facility, survey);
            if answered.iter().any(|one| one.id == facility.id) || (survey.kind == Kind::Care && !listed) {
                continue;
            }
            all.push(Missing {
                survey: survey.name.to_owned(),
                name: facility.name.value.clone(),
                phone: facility.phone.as_ref().map(|phone| phone.value.clone()).unwrap_or_default(),
                how: if listed { "表にあるが答えなし" } else { "表にない" },
            });
        }
    }
    all
}
