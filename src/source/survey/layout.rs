//! Where on a sheet everything stands: under headings of one to three rows, or beside labels.

use super::propose;
use super::{Mapped, Names};
use crate::table::{Table, heading_key};
use crate::text::width;
use std::collections::{BTreeMap, BTreeSet};

/// Rows from the top among which headings are looked for.
const WITHIN: usize = 40;
/// Rows that headings may take.
const TALLEST: usize = 3;

/// Where everything stands.
pub(super) struct Layout {
    pub(super) placing: Placing,
    /// Headings that stand over several columns, by number, with the columns.
    pub(super) twice: Vec<(usize, Vec<u16>)>,
    /// Columns under headings that nothing maps, with the heading in full.
    pub(super) unplaced: Vec<(u16, String)>,
    /// The column of names, when it was found by its usual heading and not by the mapped one.
    pub(super) guessed_name: Option<String>,
}

/// By the number of each mapped heading.
pub(super) enum Placing {
    /// Columns below the headings; `last` is the lowest heading row's place in the table.
    Table { last: usize, columns: BTreeMap<usize, u16> },
    /// Cells beside labels: row's place in the table, and column.
    Form { cells: BTreeMap<usize, (usize, u16)> },
}

impl Placing {
    pub(super) fn has(&self, number: usize) -> bool {
        match self {
            Self::Table { columns, .. } => columns.contains_key(&number),
            Self::Form { cells } => cells.contains_key(&number),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Table { columns, .. } => columns.len(),
            Self::Form { cells } => cells.len(),
        }
    }
}

/// Finds the mapped headings. `None`: the sheet has none by which an establishment could be told.
pub(super) fn find(table: &Table, names: &Names<'_>) -> Option<Layout> {
    let keys: Vec<String> = names.all.iter().map(|(_, heading)| heading_key(heading)).collect();
    let under = under_headings(table, names, &keys);
    let beside = beside_labels(table, names, &keys);
    match (under, beside) {
        // A blank sheet of one establishment has labels below each other, of which a table would see one.
        (Some(under), Some(beside)) if beside.placing.len() > under.placing.len() => Some(beside),
        (Some(under), _) => Some(under),
        (None, beside) => beside,
    }
}

fn under_headings(table: &Table, names: &Names<'_>, keys: &[String]) -> Option<Layout> {
    // The fewest rows that say as much: what stands above headings and adds nothing may be somebody's answers.
    let mut best: Option<(usize, Layout)> = None;
    for first in 0..table.len().min(WITHIN) {
        for height in 1..=TALLEST.min(table.len() - first) {
            let Some(layout) = at(table, names, keys, first, height) else { continue };
            let (have, less) = best.as_ref().map_or((0, usize::MAX), |(height, best)| (best.placing.len(), *height));
            if layout.placing.len() > have || (layout.placing.len() == have && height < less) {
                best = Some((height, layout));
            }
        }
    }
    best.map(|(_, layout)| layout)
}

/// Whether a row holds what somebody answered: a tick, a number, a date, a phone, a consent. Such a row has no headings.
pub(super) fn holds_answers(table: &Table, row: usize) -> bool {
    table.row(row).cells().any(super::answer::is_somebodys)
}

/// The heading of one column: what stands lowest, and everything from the top.
struct Heading {
    lowest: String,
    /// What stands lowest, without the number of the question.
    bare: String,
    whole: String,
    shown: String,
}

/// Headings of some rows. What stands over several columns is carried to the right, over those that say more below.
pub(super) fn headings(table: &Table, first: usize, height: usize) -> Vec<(u16, String)> {
    stacked(table, first, height).into_iter().map(|(column, heading)| (column, heading.shown)).collect()
}

fn stacked(table: &Table, first: usize, height: usize) -> Vec<(u16, Heading)> {
    let rows: Vec<_> = (first..first + height).map(|row| table.row(row)).collect();
    let wide = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let mut carried = vec![String::new(); height];
    let mut all = Vec::new();
    for column in (0..wide).filter_map(|column| u16::try_from(column).ok()) {
        let own: Vec<String> = rows.iter().map(|row| width::clean(row.cell(column))).collect();
        let Some(lowest) = own.iter().rposition(|text| !text.is_empty()) else { continue };
        let mut parts: Vec<&str> = Vec::new();
        for level in 0..=lowest {
            if own[level].is_empty() {
                parts.push(&carried[level]);
            } else {
                parts.push(&own[level]);
            }
        }
        parts.retain(|part| !part.is_empty());
        let heading = Heading {
            bare: heading_key(super::answer::without_number(&own[lowest])),
            lowest: heading_key(&own[lowest]),
            whole: heading_key(&parts.concat()),
            shown: parts.join(" "),
        };
        for level in 0..height {
            if !own[level].is_empty() {
                carried[level].clone_from(&own[level]);
                // A new heading above ends what was carried below it.
                for under in carried.iter_mut().skip(level + 1) {
                    under.clear();
                }
            }
        }
        all.push((column, heading));
    }
    all
}

fn at(table: &Table, names: &Names<'_>, keys: &[String], first: usize, height: usize) -> Option<Layout> {
    let headings = stacked(table, first, height);
    let mut columns = BTreeMap::new();
    let mut twice = Vec::new();
    for (number, key) in keys.iter().enumerate() {
        let with = |of: fn(&Heading) -> &String| -> Vec<u16> {
            headings.iter().filter(|(_, heading)| of(heading) == key).map(|(column, _)| *column).collect()
        };
        let whole = with(|heading| &heading.whole);
        let mut found = if whole.is_empty() { with(|heading| &heading.lowest) } else { whole };
        if found.is_empty() {
            found = with(|heading| &heading.bare);
        }
        match found[..] {
            [] => {}
            [only] => {
                columns.insert(number, only);
            }
            [first, ..] => {
                // Which is meant cannot be told, but for a name the first is.
                if names.all[number].0 == Mapped::Column("name") {
                    columns.insert(number, first);
                } else {
                    twice.push((number, found));
                }
            }
        }
    }
    let mut guessed_name = None;
    let name = names.number(Mapped::Column("name"))?;
    if !columns.contains_key(&name) {
        let usual: Vec<&(u16, Heading)> = headings
            .iter()
            .filter(|(column, heading)| {
                propose::is_name(&heading.lowest) && !columns.values().any(|taken| taken == column)
            })
            .collect();
        let [(column, heading)] = usual[..] else { return None };
        if columns.len() < 2 {
            return None;
        }
        guessed_name = Some(heading.shown.clone());
        columns.insert(name, *column);
    }
    let last = first + height - 1;
    let ignored: Vec<String> = names.setting.ignore.iter().map(|heading| heading_key(heading)).collect();
    let unplaced = headings
        .iter()
        .filter(|(column, heading)| {
            !columns.values().any(|taken| taken == column)
                && !twice.iter().any(|(_, several)| several.contains(column))
                && !ignored.contains(&heading.lowest)
                && !ignored.contains(&heading.whole)
                && (last + 1..table.len()).any(|row| !table.cell(row, *column).trim().is_empty())
        })
        .map(|(column, heading)| (*column, heading.shown.clone()))
        .collect();
    Some(Layout { placing: Placing::Table { last, columns }, twice, unplaced, guessed_name })
}

/// A sheet of one establishment: what is asked on the left, the answer on the right.
fn beside_labels(table: &Table, names: &Names<'_>, keys: &[String]) -> Option<Layout> {
    let mut labels: BTreeMap<usize, Vec<(usize, u16)>> = BTreeMap::new();
    for (index, row) in table.rows().enumerate().take(1_000) {
        for (column, text) in (0_u16..).zip(row.cells()).filter(|(_, text)| !text.is_empty()) {
            let key = heading_key(text);
            let bare = heading_key(super::answer::without_number(&width::clean(text)));
            for number in (0..keys.len()).filter(|number| keys[*number] == key || keys[*number] == bare) {
                labels.entry(number).or_default().push((index, column));
            }
        }
    }
    let mut cells = BTreeMap::new();
    let mut twice = Vec::new();
    let taken: Vec<(usize, u16)> = labels.values().flatten().copied().collect();
    for (number, places) in &labels {
        let [(row, column)] = places[..] else {
            twice.push((*number, places.iter().map(|(_, column)| *column).collect()));
            continue;
        };
        let wide = u16::try_from(table.row(row).len()).unwrap_or(u16::MAX);
        let beside = (column + 1..wide)
            .take_while(|next| !taken.contains(&(row, *next)))
            .find(|next| !table.cell(row, *next).trim().is_empty());
        cells.insert(*number, (row, beside.unwrap_or(column + 1)));
    }
    let name = names.number(Mapped::Column("name"))?;
    let filled = cells.get(&name).is_some_and(|(row, column)| !table.cell(*row, *column).trim().is_empty());
    let rows: BTreeSet<usize> = cells.values().map(|(row, _)| *row).collect();
    let is_form = filled || (cells.contains_key(&name) && rows.len() >= 3);
    (is_form && cells.len() >= 3).then(|| Layout {
        placing: Placing::Form { cells },
        twice,
        unplaced: Vec::new(),
        guessed_name: None,
    })
}
