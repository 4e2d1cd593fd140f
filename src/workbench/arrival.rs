//! A dropped file understood: what it is, what it says, where it would go, what it would replace, what is wrong with it.
//! The readers of the build prove it; nothing is written here.

use super::kind::{Kind, header, recognised};
use super::{layer, name};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::fetch::{Offered, Wanted, part_of};
use crate::io::{self, Trouble};
use crate::place::Place;
use crate::report;
use crate::settings::{Settings, SourceSetting};
use crate::source::{self, Input, Reading, Scope};
use crate::table::{self, Sheets, Table};
use jiff::civil::Date;
use std::path::Path;

/// Findings that are shown of one file; the others are counted.
const SHOWN: usize = 12;

/// A dropped file, understood.
#[derive(Debug)]
pub(super) struct Arrival {
    /// Its name as it was dropped.
    pub(super) name: String,
    /// What it is; `None`: nothing that is known.
    pub(super) kind: Option<Kind>,
    /// Rows of data in it.
    pub(super) rows: usize,
    /// Of them, those that the project uses: establishments, towns, answers.
    pub(super) used: usize,
    /// The same of the file that it would replace.
    pub(super) used_before: Option<usize>,
    /// The day that the file itself tells.
    pub(super) told: Option<Date>,
    /// The day that the file that it would replace tells.
    pub(super) told_before: Option<Date>,
    /// The day that holds where the file tells none.
    pub(super) set: Option<Date>,
    /// Where it would go, from the project's folder.
    pub(super) to: Option<String>,
    /// What would be taken out or written over.
    pub(super) replaces: Vec<String>,
    /// Whether the very same file is there already.
    pub(super) is_same: bool,
    /// What was found wrong, the gravest first.
    pub(super) findings: Vec<Diagnostic>,
    /// Findings that are not listed.
    pub(super) more: usize,
    /// Why it cannot be put in.
    pub(super) refusal: Option<String>,
    /// What a layer of the map draws.
    pub(super) draws: Option<String>,
}

/// What the readers said of a file.
struct Said {
    used: usize,
    told: Option<Date>,
    diagnostics: Diagnostics,
}

/// Understands a file; as `chosen`, when a person said what it is.
pub(super) fn arrival(
    file: &Offered,
    chosen: Option<Kind>,
    root: &Path,
    settings: &Settings,
) -> Result<Arrival, Trouble> {
    let mut arrival = Arrival {
        name: file.name.clone(),
        kind: chosen,
        rows: 0,
        used: 0,
        used_before: None,
        told: None,
        told_before: None,
        set: None,
        to: None,
        replaces: Vec::new(),
        is_same: false,
        findings: Vec::new(),
        more: 0,
        refusal: name::refusal(&file.name).map(str::to_owned),
        draws: None,
    };
    if arrival.refusal.is_some() {
        return Ok(arrival);
    }
    let is_layer = source::base::is_geojson(&file.name, &file.bytes);
    let tables = match table::read(&file.name, &file.bytes, Sheets::All) {
        _ if is_layer => Vec::new(),
        Ok(tables) => tables,
        Err(trouble) => {
            let found = trouble.diagnostic(Place::whole(file.name.as_str()));
            arrival.refusal = Some(format!("表として読めません。{}", found.message));
            arrival.findings.push(found);
            return Ok(arrival);
        }
    };
    let known = || if is_layer { Some(Kind::Base) } else { recognised(&tables, settings) };
    let Some(kind) = chosen.or_else(known) else { return Ok(arrival) };
    arrival.kind = Some(kind);
    arrival.rows = rows(kind, &tables);
    let said = said(kind, &file.name, &file.bytes, settings);
    (arrival.used, arrival.told) = (said.used, said.told);
    // Hours have no place of their own: they follow their facilities, which are in another file.
    let follows = kind == Kind::Navii
        && tables.iter().any(|table| header(Kind::Navii, table).is_some_and(|at| has_hours(table, at)));
    if follows {
        arrival.used = arrival.rows;
    }
    let setting = setting(kind, settings);
    arrival.set = setting.and_then(|setting| setting.as_of);
    if let Kind::Survey(at) = kind {
        arrival.set = settings.surveys.get(at).map(|survey| survey.as_of);
    }
    if kind == Kind::Base {
        let (map, _) = layer::read(&file.name, &file.bytes, &scope(settings));
        arrival.draws = Some(layer::words(&map));
        if said.used == 0 {
            arrival.refusal =
                Some(format!("「{}」の境も、鉄道・駅・川も、1つもありません。", settings.municipality.name));
        }
    }
    let fatal = said.diagnostics.sorted().into_iter().find(|one| one.fatal).cloned();
    if let Some(fatal) = &fatal {
        arrival.refusal = Some(format!("このままでは使えません。{}", fatal.message));
    }
    let wanted: Vec<&Diagnostic> =
        said.diagnostics.sorted().into_iter().filter(|one| one.fatal || one.severity != Severity::Note).collect();
    arrival.more = wanted.len().saturating_sub(SHOWN);
    arrival.findings = wanted.into_iter().take(SHOWN).cloned().collect();
    if kind.is_taken_in() {
        arrival.to = Some("geodata/decisions.csv".into());
        return Ok(arrival);
    }
    match place(kind, file, &tables, root, settings)? {
        Err(refusal) => arrival.refusal = Some(refusal),
        Ok((to, replaces)) => {
            let there = io::read_if_there(&root.join(&to))?;
            arrival.is_same = there.as_ref() == Some(&file.bytes) && replaces.iter().all(|path| *path == to);
            if let Some(path) = replaces.first()
                && let Some(bytes) = io::read_if_there(&root.join(path))?
            {
                let before = self::said(kind, path, &bytes, settings);
                arrival.used_before = (!follows).then_some(before.used);
                arrival.told_before = before.told;
            }
            arrival.to = Some(to);
            arrival.replaces = replaces;
        }
    }
    Ok(arrival)
}

fn has_hours(table: &Table, header: usize) -> bool {
    let wanted = table::heading_key("診療科目コード");
    table.row(header).cells().any(|text| table::heading_key(text) == wanted)
}

/// Rows of data: what stands under the headings and is not blank.
fn rows(kind: Kind, tables: &[Table]) -> usize {
    let of =
        |table: &Table| header(kind, table).map(|at| table.rows().skip(at + 1).filter(|row| !row.is_blank()).count());
    let told: Vec<usize> = tables.iter().filter_map(of).collect();
    if !told.is_empty() {
        return told.iter().sum();
    }
    tables.first().map_or(0, |table| table.rows().skip(1).filter(|row| !row.is_blank()).count())
}

fn setting(kind: Kind, settings: &Settings) -> Option<&SourceSetting> {
    let sources = &settings.sources;
    match kind {
        Kind::Kaigo => sources.kaigo.as_ref(),
        Kind::Navii => sources.navii.as_ref(),
        Kind::Bureau => sources.bureau.as_ref(),
        Kind::List => sources.list.as_ref(),
        Kind::Area => sources.area.as_ref(),
        Kind::Base => sources.base.as_ref(),
        _ => None,
    }
}

/// Whose rows the project wants.
pub(super) fn scope(settings: &Settings) -> Scope {
    let municipality = &settings.municipality;
    Scope {
        keep: settings.sources.keep,
        code: municipality.code.clone(),
        prefecture: municipality.prefecture.clone(),
        municipality: municipality.name.clone(),
    }
}

/// What the build's readers say of a file.
fn said(kind: Kind, name: &str, bytes: &[u8], settings: &Settings) -> Said {
    let scope = scope(settings);
    let input = Input { path: name.to_owned(), bytes: bytes.to_vec() };
    let inputs = std::slice::from_ref(&input);
    // Without the settings' own date: what is told then is the file's.
    let bare = SourceSetting::default();
    let mut reading = Reading::default();
    let used = match kind {
        Kind::Kaigo => source::kaigo::read(inputs, &bare, &scope, &mut reading).len(),
        Kind::Navii => source::navii::read(inputs, &bare, &scope, &mut reading).len(),
        Kind::Bureau => source::bureau::read(inputs, &bare, &scope, &mut reading).len(),
        Kind::List => source::list::read(inputs, &bare, &scope, &mut reading).len(),
        Kind::Area => source::area::read(inputs, &bare, &settings.areas, &mut reading).towns.len(),
        Kind::Holidays => source::holidays::read(inputs, &mut reading).len(),
        Kind::Base => {
            let (map, found) = layer::read(name, bytes, &scope);
            reading.diagnostics.absorb(found);
            layer::count(&map)
        }
        Kind::Survey(at) => settings.surveys.get(at).map_or(0, |survey| {
            source::survey::read(inputs, survey, &scope, &settings.vocabulary(), &mut reading).len()
        }),
        Kind::Withhold => source::withhold::read(&input, &mut reading).len(),
        Kind::Decisions => source::decisions::read(&input, &mut reading).all.len(),
        Kind::Review => match report::read_review(name, bytes) {
            Ok((filled, unclear)) => {
                unclear.into_iter().for_each(|one| reading.diagnostics.push(one));
                filled.len()
            }
            Err(finding) => {
                reading.diagnostics.push(*finding);
                0
            }
        },
        Kind::Findings => 0,
    };
    let told = reading.editions.iter().filter_map(|(_, edition)| edition.as_of).max();
    Said { used, told: told.filter(|_| !matches!(kind, Kind::Survey(_))), diagnostics: reading.diagnostics }
}

type Placed = Result<(String, Vec<String>), String>;

/// Where a file goes by the settings, and what it replaces there; or why it has no place.
fn place(kind: Kind, file: &Offered, tables: &[Table], root: &Path, settings: &Settings) -> Result<Placed, Trouble> {
    let fixed = match kind {
        Kind::Withhold => Some("geodata/withhold.csv"),
        Kind::Decisions => Some("geodata/decisions.csv"),
        Kind::Findings => Some("reports/確認事項.xlsx"),
        Kind::Holidays => Some("geodata/holidays/syukujitsu.csv"),
        _ => None,
    };
    if let Some(path) = fixed {
        return Ok(Ok(at(root, path)));
    }
    if let Kind::Survey(which) = kind {
        let Some(survey) = settings.surveys.get(which) else {
            return Ok(Err("この調査は設定にありません。".into()));
        };
        let folder = survey.path.trim_end_matches('/');
        let named = Path::new(folder).extension().is_some();
        let is_folder = io::is_folder(&root.join(folder)) || (!named && !io::exists(&root.join(folder)));
        return Ok(Ok(at(root, &if is_folder { format!("{folder}/{}", file.name) } else { folder.to_owned() })));
    }
    let (wanted, custom) = match kind {
        Kind::Kaigo => (Some(Wanted::Kaigo), "geodata/kaigo"),
        Kind::Navii => (Some(Wanted::Navii), "geodata/navii"),
        Kind::Bureau => (Some(Wanted::Bureau), "geodata/bureau"),
        Kind::Area => (None, "geodata/area"),
        Kind::Base => (None, "geodata/base"),
        _ => (None, "geodata/list"),
    };
    let name = match own_name(kind, file, tables) {
        Ok(name) => name,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let paths = setting(kind, settings).map_or_else(|| vec![custom.to_owned()], |setting| setting.paths.clone());
    let folder = paths.iter().map(|path| path.trim_end_matches('/')).find(|path| {
        let whole = root.join(path);
        io::is_folder(&whole) || (!io::exists(&whole) && Path::new(path).extension().is_none())
    });
    let Some(folder) = folder else {
        // The settings name files: the one that is meant must be plain.
        return Ok(match paths.as_slice() {
            [only] => Ok(at(root, only)),
            _ => Err("設定の paths に、ファイルがいくつも書かれています。どれを新しくするか決められないので、手で置いてください。".into()),
        });
    };
    let to = format!("{folder}/{name}");
    let part = wanted.and_then(|wanted| part_of(wanted, &name).map(|part| (wanted, part)));
    let (entries, _) = io::list(&root.join(folder))?;
    let here: Vec<String> = entries.into_iter().map(|entry| entry.name).filter(|name| !name.contains('/')).collect();
    let tables_here: Vec<&String> = here.iter().filter(|name| name.to_lowercase().ends_with(".csv")).collect();
    if let (Kind::Area, [only]) = (kind, tables_here.as_slice())
        && tables.iter().any(says_areas)
    {
        // One table of areas is the rule. A list of towns without them is read beside it, and must not take its place.
        let path = format!("{folder}/{only}");
        let there = io::read_if_there(&root.join(&path))?.unwrap_or_default();
        if table::read(&path, &there, Sheets::First).is_ok_and(|tables| tables.iter().any(says_areas)) {
            return Ok(Ok(at(root, &path)));
        }
    }
    if kind == Kind::Base {
        let (map, _) = layer::read(&file.name, &file.bytes, &scope(settings));
        let mut replaced = layer::replaced(root, folder, &here, &map, settings)?;
        replaced.extend(here.into_iter().filter(|have| *have == name));
        replaced.dedup();
        return Ok(Ok((to, replaced.into_iter().map(|have| format!("{folder}/{have}")).collect())));
    }
    let replaced = here.into_iter().filter(|have| {
        *have == name || part.as_ref().is_some_and(|(wanted, part)| part_of(*wanted, have).as_ref() == Some(part))
    });
    Ok(Ok((to, replaced.map(|have| format!("{folder}/{have}")).collect())))
}

/// Whether a table of towns says which area each belongs to.
fn says_areas(table: &Table) -> bool {
    let wanted = ["圏域", "日常生活圏域", "area", "地区"].map(table::heading_key);
    header(Kind::Area, table)
        .is_some_and(|at| table.row(at).cells().any(|text| wanted.contains(&table::heading_key(text))))
}

/// A place, and the file that is there.
fn at(root: &Path, path: &str) -> (String, Vec<String>) {
    let there = io::exists(&root.join(path)) && !io::is_folder(&root.join(path));
    (path.to_owned(), there.then(|| path.to_owned()).into_iter().collect())
}

/// The name under which the readers know what the file is: the publisher's, else one made from what is in it.
fn own_name(kind: Kind, file: &Offered, tables: &[Table]) -> Result<String, String> {
    match kind {
        Kind::Kaigo => {
            let code = service(tables).ok_or("サービスの種類が読みとれません。公開元のファイルのまま入れてください。")?;
            let is_own = part_of(Wanted::Kaigo, &file.name).as_deref() == Some(code);
            Ok(if is_own { unnumbered(&file.name) } else { format!("jigyosho_{code}.csv") })
        }
        Kind::Navii if part_of(Wanted::Navii, &file.name).is_none() => Err(
            "ナビイのどのファイルか、名前からわかりません。公開されているときの名前（例: 02-1_clinic_facility_info_20260601.csv）に戻してください。".into(),
        ),
        Kind::Base => Ok(layer::own_name(&unnumbered(&file.name))),
        _ => Ok(unnumbered(&file.name)),
    }
}

/// A name without what browsers put behind the second download: 「 (1)」.
fn unnumbered(name: &str) -> String {
    let Some((stem, ending)) = name.rsplit_once('.') else { return name.to_owned() };
    let number = stem.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    match number {
        Some((stem, n)) if !n.is_empty() && n.len() < 4 && n.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{stem}.{ending}")
        }
        _ => name.to_owned(),
    }
}

/// The code of the care service that a file is about.
fn service(tables: &[Table]) -> Option<&'static str> {
    let table = tables.first()?;
    let head = header(Kind::Kaigo, table)?;
    let wanted = table::heading_key("サービスの種類");
    let column = table.row(head).cells().position(|text| table::heading_key(text) == wanted)?;
    let column = u16::try_from(column).ok()?;
    table.rows().skip(head + 1).find_map(|row| source::kaigo::code_of_service(row.cell(column)))
}

#[cfg(test)]
mod tests;
