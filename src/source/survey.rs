//! The municipality's surveys: tables or single answer sheets, whose headings the settings map to questions.

mod answer;
mod choice;
mod code;
mod consent;
mod layout;
mod mapping;
mod propose;
mod row;

pub use choice::known as choice_of;
pub use code::code;

use super::cell::Finder;
use super::{Input, Reading, Scope};
use crate::diagnostic::Diagnostic;
use crate::model::{Edition, Record, SourceKind, Vocabulary};
use crate::place::{Origin, Place};
use crate::settings::SurveySetting;
use crate::table::{Sheets, Table, TableTrouble};
use layout::{Layout, Placing};
use rayon::prelude::*;
use row::{Cells, Row};

/// Keys of `columns` that are known.
const KNOWN: &[&str] = &[
    "name",
    "kana",
    "address",
    "phone",
    "care_number",
    "institution_number",
    "navii_id",
    "code",
    "answered_on",
    "consent",
    "consent_partners",
    "consent_open_data",
];

/// Rows looked at by one thread at a time.
const ROWS: usize = 500;

/// What one mapped heading stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mapped<'a> {
    Column(&'a str),
    Question(&'a str),
    Choice(&'a str, &'a str),
    Consent(&'a str),
}

/// What the settings map: meanings and headings, each with its number.
struct Names<'a> {
    setting: &'a SurveySetting,
    vocabulary: &'a Vocabulary,
    all: Vec<(Mapped<'a>, &'a str)>,
}

impl<'a> Names<'a> {
    fn new(setting: &'a SurveySetting, vocabulary: &'a Vocabulary) -> Self {
        let mut all: Vec<(Mapped<'a>, &'a str)> = Vec::new();
        all.extend(setting.columns.iter().map(|(key, heading)| (Mapped::Column(key), heading.as_str())));
        all.extend(setting.questions.iter().map(|(id, heading)| (Mapped::Question(id), heading.as_str())));
        for (id, choices) in &setting.choices {
            all.extend(choices.iter().map(|(choice, heading)| (Mapped::Choice(id, choice), heading.as_str())));
        }
        all.extend(setting.consents.iter().map(|(id, heading)| (Mapped::Consent(id), heading.as_str())));
        Self { setting, vocabulary, all }
    }

    fn number(&self, mapped: Mapped<'_>) -> Option<usize> {
        self.all.iter().position(|(have, _)| *have == mapped)
    }
}

/// Reads one survey: one file, or every file of its folder. One record per establishment that is named.
///
/// In a folder a file that cannot be read is left out and reported; when nothing at all can be read, or all is
/// another municipality's, that is fatal.
pub fn read(
    inputs: &[Input],
    setting: &SurveySetting,
    scope: &Scope,
    vocabulary: &Vocabulary,
    reading: &mut Reading,
) -> Vec<Record> {
    let mistakes = mapping::setting_mistakes(setting, vocabulary);
    let fatal = mistakes.iter().any(|mistake| mistake.fatal);
    for mistake in mistakes {
        let mistake = match (inputs.first(), mistake.code) {
            // Nothing is mapped yet: the sheet itself says what could be.
            (Some(input), "survey-no-name") => {
                let proposed = propose::whole(input, setting, vocabulary);
                let help = format!("{}{proposed}", mistake.help.as_deref().unwrap_or_default());
                mistake.help(help)
            }
            _ => mistake,
        };
        reading.diagnostics.push(mistake.at(Place::whole(setting.path.as_str())));
    }
    if fatal {
        return Vec::new();
    }
    let names = Names::new(setting, vocabulary);
    let mut records = Vec::new();
    let mut unusable = Vec::new();
    let mut usable = 0;
    let elsewhere = |reading: &Reading| reading.diagnostics.count("survey-elsewhere");
    let before = elsewhere(reading);
    for input in inputs {
        match file(input, &names, scope, reading) {
            Ok(found) => {
                usable += 1;
                records.extend(found);
            }
            Err(diagnostic) => unusable.push(*diagnostic),
        }
    }
    if inputs.is_empty() {
        reading.diagnostics.push(
            Diagnostic::error("survey-empty", format!("調査「{}」のフォルダにファイルがありません。", setting.name))
                .at(Place::whole(setting.path.as_str()))
                .help("回答のファイル（Excel か CSV）を置くか、設定のこの調査を消してください。")
                .fatal(),
        );
    }
    if records.is_empty() && elsewhere(reading) > before {
        // The wrong folder: building without it would take every answer off the site.
        let words = format!("調査「{}」の回答票は、どれもほかの自治体のものです。", setting.name);
        reading.diagnostics.push(
            Diagnostic::error("survey-elsewhere", words)
                .at(Place::whole(setting.path.as_str()))
                .help("この自治体の回答票を置くか、設定の `path` を直してください。")
                .fatal(),
        );
    }
    for mut diagnostic in unusable {
        if usable > 0 {
            diagnostic.fatal = false;
            let help = diagnostic.help.take().unwrap_or_default();
            diagnostic = diagnostic.help(format!("{help}このファイルだけ読まず、ほかは読みました。"));
        }
        reading.diagnostics.push(diagnostic);
    }
    records
}

/// One file: every one of its sheets that has the headings.
fn file(
    input: &Input,
    names: &Names<'_>,
    scope: &Scope,
    reading: &mut Reading,
) -> Result<Vec<Record>, Box<Diagnostic>> {
    let whole = || Place::whole(input.path.as_str());
    let sheets = names.setting.sheet.as_deref().map_or(Sheets::All, Sheets::Named);
    let tables = reading.tables(input, sheets).map_err(|trouble| {
        let only_pictures = trouble == TableTrouble::Empty && input.bytes.starts_with(b"PK");
        let mut diagnostic = trouble.diagnostic(whole());
        if only_pictures {
            diagnostic.message = "セルに文字がありません（図や写真だけのファイルのようです）。".into();
            diagnostic.help = Some("回答をセルに入力したファイルを置いてください。".into());
        }
        Box::new(diagnostic)
    })?;
    // Names of a workbook's parts are not packed, so that what was renamed is seen too.
    let holds_macros = || memchr::memmem::find(&input.bytes, b"xl/vbaProject.bin").is_some();
    if input.path.to_lowercase().ends_with(".xlsm") || holds_macros() {
        reading.diagnostics.push(
            Diagnostic::note("survey-macros", "マクロの入ったファイルです。マクロは動かさず、値だけを読みました。")
                .at(whole()),
        );
    }
    let found: Vec<(&Table, Layout)> =
        tables.iter().filter_map(|table| layout::find(table, names).map(|layout| (table, layout))).collect();
    let Some(most) = found.iter().map(|(_, layout)| layout.placing.len()).max() else {
        let first = tables.iter().find(|table| !table.is_empty()).unwrap_or(&tables[0]);
        return Err(Box::new(mapping::no_headings(names, first, whole())));
    };
    let several = found.len() > 1;
    let mut records = Vec::new();
    for (table, layout) in found {
        let name = table.sheet().unwrap_or_default();
        // A sheet that shows how to fill in, or an extract, holds nobody's answers.
        let is_other =
            layout.placing.len() * 2 < most || ["記入例", "記載例", "入力例"].iter().any(|word| name.contains(word));
        if several && is_other {
            let words = format!("シート「{name}」は記入例か抜き書きのようなので、読みませんでした。");
            let diagnostic = Diagnostic::note("survey-sheet-left", words).at(whole());
            reading
                .diagnostics
                .push(diagnostic.help("読むのはこのシートだけなら、設定の `sheet` に名前を書いてください。"));
        } else {
            records.extend(sheet(table, &layout, names, scope, reading));
        }
    }
    Ok(records)
}

fn sheet(table: &Table, layout: &Layout, names: &Names<'_>, scope: &Scope, reading: &mut Reading) -> Vec<Record> {
    let setting = names.setting;
    let header = match &layout.placing {
        Placing::Table { last, .. } => Some(*last),
        Placing::Form { .. } => None,
    };
    let source = table.register(header, &mut reading.sources, &mut reading.diagnostics);
    reading.editions.set(
        source,
        Edition {
            kind: SourceKind::Survey,
            as_of: Some(setting.as_of),
            credit: setting.name.clone(),
            licence: "答えた機関が同意した範囲で公表".into(),
            url: None,
        },
    );
    let row = header.map_or(0, |row| table.row(row).number);
    mapping::report(names, layout, table, Origin { source, row, column: 0 }, reading);
    let mut finder = Finder::discreet(&reading.sources);
    let records = match &layout.placing {
        Placing::Table { last, columns } => {
            let some = |from: usize| {
                let mut finder = Finder::discreet(&reading.sources);
                let rows = (from..(from + ROWS).min(table.len())).map(|index| table.row(index));
                let rows = rows.filter(|row| !row.is_blank());
                let record = |row| Row { names, source, cells: Cells::Row { row, columns } }.record(scope, &mut finder);
                (rows.filter_map(record).collect::<Vec<_>>(), finder)
            };
            let starts: Vec<usize> = (*last + 1..table.len()).step_by(ROWS).collect();
            let parts: Vec<(Vec<Record>, Finder<'_>)> = starts.into_par_iter().map(some).collect();
            let mut records = Vec::with_capacity(table.len());
            for (made, found) in parts {
                records.extend(made);
                finder.absorb(found);
            }
            records
        }
        Placing::Form { cells } => {
            let row = Row { names, source, cells: Cells::Form { table, cells } };
            row.record(scope, &mut finder).into_iter().collect()
        }
    };
    let found = finder.found;
    reading.diagnostics.absorb(found);
    records
}

#[cfg(test)]
mod tests;
