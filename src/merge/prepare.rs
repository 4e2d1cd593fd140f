//! Two tables → profiles of their rows.

use super::profile::Profile;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Areas;
use crate::place::SourceId;
use crate::source::Reading;
use crate::source::any::{self, Layout};
use crate::table::Table;
use crate::text::municipality::Known;
use rayon::prelude::*;

/// A table whose rows can be compared.
#[derive(Debug, Clone)]
pub struct Side {
    /// One for every data row; `None` for a blank row and for one without a name.
    pub profiles: Vec<Option<Profile>>,
    /// Headings of the columns that are used.
    pub headings: Vec<String>,
}

/// Both tables, and what was found wrong with single cells.
#[derive(Debug)]
pub struct Prepared {
    /// The first table.
    pub left: Side,
    /// The second.
    pub right: Side,
    /// Cells that could not be read.
    pub diagnostics: Diagnostics,
}

/// Finds the columns of both tables and makes every row comparable. Municipalities that one table names help to read the
/// other's addresses. A table is given up as soon as it was read, because it is large.
///
/// # Errors
/// A finding about the table that has no column of names.
pub fn prepare(left: Table, right: Table) -> Result<Prepared, Diagnostic> {
    let mut reading = Reading::default();
    let mut known = Known::default();
    let mut columns = |table: &Table| -> Result<(SourceId, Layout), Diagnostic> {
        let source = table.register(None, &mut reading.sources, &mut reading.diagnostics);
        let layout = any::layout(table, source, &reading)?;
        known.absorb(municipalities(table, &layout));
        Ok((source, layout))
    };
    let (of_left, of_right) = (columns(&left)?, columns(&right)?);
    let left = side(left, &of_left, &known);
    let right = side(right, &of_right, &known);
    Ok(Prepared { left, right, diagnostics: reading.diagnostics })
}

fn municipalities(table: &Table, layout: &Layout) -> Known {
    let learnt = (layout.header + 1..table.len()).into_par_iter().fold(Known::default, |mut known, row| {
        any::learn(table.row(row), layout, &mut known);
        known
    });
    learnt.reduce(Known::default, |mut all, more| {
        all.absorb(more);
        all
    })
}

fn side(table: Table, (source, layout): &(SourceId, Layout), known: &Known) -> Side {
    let areas = Areas::default();
    let places = places(&table, layout.header);
    let mut profiles: Vec<Option<Profile>> = vec![None; places.last().map_or(0, |last| last + 1)];
    let read: Vec<Option<Profile>> = (layout.header + 1..table.len())
        .into_par_iter()
        .map(|at| any::record(table.row(at), layout, known, *source).map(|record| Profile::of(&record, &areas)))
        .collect();
    for (at, profile) in places.into_iter().zip(read) {
        profiles[at] = profile;
    }
    Side { profiles, headings: layout.used(&table) }
}

/// Places of the data rows, from 0 under the headings, blank lines counted: rows as any program counts them.
fn places(table: &Table, header: usize) -> Vec<usize> {
    let mut places = Vec::with_capacity(table.len() - header);
    let mut place = 0;
    for at in header + 1..table.len() {
        let before = table.row(at - 1);
        let lines = (table.row(at).number - before.number) as usize;
        if lines > 1 {
            // A cell with line ends makes one row of several lines; a sheet counts its rows itself.
            let within: usize = match table.sheet() {
                Some(_) => 0,
                None => before.cells().map(|text| text.matches('\n').count()).sum(),
            };
            place += lines.saturating_sub(1 + within);
        }
        places.push(place);
        place += 1;
    }
    places
}
