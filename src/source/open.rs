//! Files → tables with their publication, several files at a time.

use super::{Input, Reading};
use crate::model::{Edition, SourceKind};
use crate::place::{Place, SourceId};
use crate::settings::SourceSetting;
use crate::table::{self, Columns, Sheets, Table, TableTrouble, find_header};
use jiff::civil::Date;
use rayon::prelude::*;

/// Reads every file as tables, in the order of the files. What cannot be read is a fatal finding.
pub(super) fn tables<'a>(inputs: &'a [Input], sheets: Sheets<'_>, reading: &mut Reading) -> Vec<(&'a Input, Table)> {
    let known = &*reading;
    let read: Vec<_> = inputs.par_iter().map(|input| known.tables(input, sheets)).collect();
    let mut opened = Vec::new();
    for (input, result) in inputs.iter().zip(read) {
        match result {
            Ok(tables) => opened.extend(tables.into_iter().map(|table| (input, table))),
            Err(trouble) => reading.diagnostics.push(trouble.diagnostic(Place::whole(input.path.as_str()))),
        }
    }
    opened
}

/// Registers a table under its publication.
pub(super) fn register(table: &Table, header: Option<usize>, edition: Edition, reading: &mut Reading) -> SourceId {
    let id = table.register(header, &mut reading.sources, &mut reading.diagnostics);
    reading.editions.set(id, edition);
    id
}

/// Opens one of the project's own lists, which staff may have emptied: table, columns and where it was registered. `what`
/// is what staff call it. `None`: there is nothing to read, and a finding says why unless the list is empty.
pub(super) fn own_list<F: Copy + Ord>(
    input: &Input,
    headings: &[(F, &[&str])],
    required: &[F],
    what: &str,
    reading: &mut Reading,
) -> Option<(Table, Columns<F>, SourceId)> {
    let whole = || Place::whole(input.path.as_str());
    let table = match table::read(&input.path, &input.bytes, Sheets::First) {
        Ok(tables) => tables.into_iter().next()?,
        Err(TableTrouble::Empty) => return None,
        Err(trouble) => {
            reading.diagnostics.push(trouble.diagnostic(whole()));
            return None;
        }
    };
    let columns = find_header(&table, headings, required)
        .map_err(|missing| reading.diagnostics.push(missing.diagnostic(what, whole())))
        .ok()?;
    let source = table.register(Some(columns.header), &mut reading.sources, &mut reading.diagnostics);
    Some((table, columns, source))
}

/// What a publisher asks to be said.
pub(super) struct Terms {
    /// Credit line.
    pub(super) credit: &'static str,
    /// Licence in words.
    pub(super) licence: &'static str,
    /// Where it is published.
    pub(super) url: Option<&'static str>,
}

/// The publication of a source: the settings' words, else the usual ones. `told` is the date the file itself tells.
pub(super) fn edition(kind: SourceKind, setting: &SourceSetting, terms: &Terms, told: Option<Date>) -> Edition {
    Edition {
        kind,
        as_of: told.or(setting.as_of),
        credit: setting.credit.clone().unwrap_or_else(|| terms.credit.to_owned()),
        licence: setting.licence.clone().unwrap_or_else(|| terms.licence.to_owned()),
        url: setting.url.clone().or_else(|| terms.url.map(str::to_owned)),
    }
}

/// The name of a file without its folders.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
