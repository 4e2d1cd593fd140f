//! Which row holds the headings, and which column is which.

use super::{Row, Table};
use crate::diagnostic::Diagnostic;
use crate::place::Place;
use crate::settings::nearest;
use crate::text::width::nfkc;
use crate::text::written;
use std::collections::BTreeMap;

/// Rows from the top among which headings are looked for.
pub const HEADER_WITHIN: usize = 40;

/// The columns that were found.
#[derive(Debug, Clone)]
pub struct Columns<F> {
    /// Place of the heading row in the table, from 0; data begins after it.
    pub header: usize,
    by_field: BTreeMap<F, u16>,
}

/// Columns that were expected and not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingColumns {
    /// Usual headings of what is missing.
    pub expected: Vec<String>,
    /// Headings of the row that came nearest.
    pub found: Vec<String>,
    /// That row's number, from 1.
    pub row: u32,
}

/// A heading without widths, spaces, line ends and letter case.
pub fn heading_key(text: &str) -> String {
    let kept = nfkc(text);
    let kept = kept.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{feff}');
    written(text.len(), kept.flat_map(char::to_lowercase).map(|c| if c == '〜' { '~' } else { c }))
}

/// Finds the heading row among the first rows: the first that has every required column, else the one with most.
///
/// `aliases` lists for each field the headings it is known under, the most usual first.
///
/// # Errors
/// Which required columns no row has.
pub fn find_header<F: Copy + Ord>(
    table: &Table,
    aliases: &[(F, &[&str])],
    required: &[F],
) -> Result<Columns<F>, MissingColumns> {
    let keys: Vec<(F, Vec<String>)> =
        aliases.iter().map(|(field, names)| (*field, names.iter().map(|name| heading_key(name)).collect())).collect();
    let mut best: Option<Columns<F>> = None;
    for (index, row) in table.rows().take(HEADER_WITHIN).enumerate() {
        let columns = Columns { header: index, by_field: matched(row, &keys) };
        if !columns.by_field.is_empty() && required.iter().all(|field| columns.by_field.contains_key(field)) {
            return Ok(columns);
        }
        if best.as_ref().is_none_or(|best| best.by_field.len() < columns.by_field.len()) {
            best = Some(columns);
        }
    }
    let best = best.unwrap_or(Columns { header: 0, by_field: BTreeMap::new() });
    let expected = required
        .iter()
        .filter(|field| !best.by_field.contains_key(field))
        .filter_map(|field| aliases.iter().find(|(of, _)| of == field))
        .filter_map(|(_, names)| names.first().map(|name| (*name).to_owned()))
        .collect();
    let row = (!table.is_empty()).then(|| table.row(best.header));
    let found =
        row.map(|row| row.cells().map(crate::text::width::clean).filter(|text| !text.is_empty()).take(80).collect());
    Err(MissingColumns { expected, found: found.unwrap_or_default(), row: row.map_or(0, |row| row.number) })
}

fn matched<F: Copy + Ord>(row: Row<'_>, keys: &[(F, Vec<String>)]) -> BTreeMap<F, u16> {
    let headings: Vec<String> = row.cells().map(heading_key).collect();
    let mut found = BTreeMap::new();
    for (field, names) in keys {
        let at = names.iter().find_map(|name| headings.iter().position(|heading| heading == name));
        if let Some(at) = at.and_then(|at| u16::try_from(at).ok()) {
            found.insert(*field, at);
        }
    }
    found
}

impl<F: Copy + Ord> Columns<F> {
    /// The column of a field.
    pub fn get(&self, field: F) -> Option<u16> {
        self.by_field.get(&field).copied()
    }

    /// The cell of a field in a row; blank when there is no such column.
    pub fn cell<'a>(&self, row: Row<'a>, field: F) -> &'a str {
        self.get(field).map_or("", |column| row.cell(column))
    }

    /// How many columns were found.
    pub fn len(&self) -> usize {
        self.by_field.len()
    }

    /// Whether none was found.
    pub fn is_empty(&self) -> bool {
        self.by_field.is_empty()
    }

    /// Data rows: those after the headings that are not blank.
    pub fn data<'a>(&self, table: &'a Table) -> impl Iterator<Item = Row<'a>> + use<'a, F> {
        (self.header + 1..table.len()).map(|index| table.row(index)).filter(|row| !row.is_blank())
    }
}

impl MissingColumns {
    /// The finding. `wanted` says which file was expected: 「届出受理医療機関名簿」.
    pub fn diagnostic(&self, wanted: &str, place: Place) -> Diagnostic {
        let found: Vec<&str> = self.found.iter().map(String::as_str).collect();
        let near: Vec<String> = self
            .expected
            .iter()
            .filter_map(|name| nearest(name, &found).map(|near| format!("「{near}」は「{name}」ではありませんか。")))
            .collect();
        let seen = if found.is_empty() {
            "見出しは見つかりませんでした。".to_owned()
        } else {
            let more = if found.len() > 12 { " …" } else { "" };
            format!("{}行目に見つかった見出し: {}{more}。", self.row, found[..found.len().min(12)].join("、"))
        };
        Diagnostic::error("column-missing", format!("{wanted}の列「{}」が見つかりません。", self.expected.join("」「")))
            .at(place)
            .help(format!("{}{seen}{wanted}のファイルか、見出しの行があるか確かめてください。", near.concat()))
            .fatal()
    }
}
