//! Cells that would tell of one clinic are not shown, nor what would give them away.
//!
//! Who reads the numbers may know every answer but one, from the pages and from colleagues. So where something is left
//! out, empty cells are left out with it: an answer that nobody else gave could then be any of them.

use super::TallyRow;

/// A cell with fewer is suppressed, unless everyone in it consented.
const FEWEST: u32 = 3;

/// A count before suppression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    pub(super) count: u32,
    /// Of these, how many did not allow their answer to be shown to everybody.
    closed: u32,
}

impl Cell {
    pub(super) fn add(&mut self, open: bool) {
        self.count += 1;
        self.closed += u32::from(!open);
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self { count: self.count + other.count, closed: self.closed + other.closed }
    }

    /// Whether it may not be shown by itself.
    pub(super) const fn is_small(self) -> bool {
        self.count < FEWEST && self.closed > 0
    }
}

/// Which cells of a line are left out: none, or every one under three and as many more, from the last, as are needed
/// for two cells that hold three besides those that are on the pages; all, where that cannot be reached. The order is
/// fixed, so that the choice tells nothing.
///
/// `told` are cells that something else gives away: they are left out as small ones are.
fn hidden(cells: &[Cell], told: &[bool], adds_up: bool) -> Vec<bool> {
    let mut hidden = told.to_vec();
    if !cells.iter().any(|cell| cell.is_small()) && !told.contains(&true) {
        return hidden;
    }
    for (cell, hidden) in cells.iter().zip(&mut hidden) {
        *hidden |= cell.count < FEWEST;
    }
    loop {
        let of = || (0..cells.len()).filter(|at| hidden[*at]);
        let closed: u32 = of().map(|at| cells[at].closed).sum();
        if of().count() >= 2 && (closed >= FEWEST || !adds_up) {
            return hidden;
        }
        let Some(next) = (0..cells.len()).rev().find(|at| !hidden[*at]) else { return hidden };
        hidden[next] = true;
    }
}

/// The answers to one question. `exclusive`: each answered once, so that the counts add up to the number of answers.
/// No line at all: so few answered, or so alike, that nothing can be shown.
pub(super) fn line(cells: &[(String, Cell)], told: &[bool], exclusive: bool) -> Vec<TallyRow> {
    let counts: Vec<Cell> = cells.iter().map(|(_, cell)| *cell).collect();
    let hidden = hidden(&counts, told, exclusive);
    if hidden.iter().all(|hidden| *hidden) {
        return Vec::new();
    }
    let rows = cells
        .iter()
        .zip(&hidden)
        .map(|((label, cell), hidden)| TallyRow { label: label.clone(), count: (!hidden).then_some(cell.count) });
    // Empty cells are told only where nothing is left out; there they say nothing that the others do not.
    rows.filter(|row| row.count != Some(0)).collect()
}

/// A question's answers by parts, one answer each: `table[answer][part]`. `shown` says which answers' totals are shown.
///
/// How many of a part answered may become known, so a part is shown whole or not at all, and the parts that are not
/// shown are together a part that could be shown: totals minus the others give it.
///
/// `moved` are those who came, left or answered anew since each earlier survey, by part: few of them are a small cell.
pub(super) fn whole_parts(table: &[Vec<Cell>], moved: &[Vec<Cell>], shown: &[bool]) -> Vec<Vec<Option<u32>>> {
    let parts = table.first().map_or(0, Vec::len);
    let lines = merged(table, shown);
    let small = |part: &[Cell]| part.iter().any(|cell| cell.is_small());
    let alike = |part: &[Cell]| part.iter().filter(|cell| cell.count > 0).count() == 1;
    let part = |at: usize| lines.iter().map(|line| line[at]).collect::<Vec<_>>();
    let few = |at: usize| moved.iter().any(|line| line[at].is_small());
    let mut hidden: Vec<bool> = (0..parts).map(|at| small(&part(at)) || few(at)).collect();
    loop {
        let sums = |lines: &[Vec<Cell>]| -> Vec<Cell> {
            lines
                .iter()
                .map(|line| line.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(cell, _)| *cell))
                .map(|cells| cells.fold(Cell::default(), Cell::and))
                .collect()
        };
        let together = sums(&lines);
        let tells = small(&together) || alike(&together) || small(&sums(moved));
        let Some(next) = (0..parts).rev().find(|at| !hidden[*at]).filter(|_| tells) else { break };
        hidden[next] = true;
    }
    let seen = |row: &[Cell], shown: bool| -> Vec<Option<u32>> {
        row.iter().zip(&hidden).map(|(cell, hidden)| (shown && !hidden).then_some(cell.count)).collect()
    };
    table.iter().zip(shown).map(|(row, shown)| seen(row, *shown)).collect()
}

/// As [`whole_parts`], of a choice of several: every answer is a line of its own whose total may be known.
/// `told` are cells of which the difference from an earlier year tells.
pub(super) fn lines_of_parts(table: &[Vec<Cell>], told: &[Vec<bool>], shown: &[bool]) -> Vec<Vec<Option<u32>>> {
    let one = |row: &[Cell], told: &[bool], shown: bool| {
        let hidden = if shown { hidden(row, told, true) } else { vec![true; row.len()] };
        row.iter().zip(hidden).map(|(cell, hidden)| (!hidden).then_some(cell.count)).collect()
    };
    table.iter().zip(told).zip(shown).map(|((row, told), shown)| one(row, told, *shown)).collect()
}

/// The lines whose totals are shown, and all others as one: that one is what can be worked out.
pub(super) fn merged(table: &[Vec<Cell>], shown: &[bool]) -> Vec<Vec<Cell>> {
    let mut lines: Vec<Vec<Cell>> = Vec::new();
    let mut rest: Option<Vec<Cell>> = None;
    for (row, shown) in table.iter().zip(shown) {
        if *shown {
            lines.push(row.clone());
        } else {
            let sum = rest.get_or_insert_with(|| vec![Cell::default(); row.len()]);
            sum.iter_mut().zip(row).for_each(|(sum, cell)| *sum = sum.and(*cell));
        }
    }
    lines.extend(rest);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(open: u32, closed: u32) -> Cell {
        let mut cell = Cell::default();
        (0..open).for_each(|_| cell.add(true));
        (0..closed).for_each(|_| cell.add(false));
        cell
    }

    fn counts(cells: &[Cell], exclusive: bool) -> Vec<Option<u32>> {
        let named: Vec<(String, Cell)> = cells.iter().map(|cell| ("答え".to_owned(), *cell)).collect();
        line(&named, &vec![false; named.len()], exclusive).iter().map(|row| row.count).collect()
    }

    #[test]
    fn a_lonely_small_cell_takes_another_with_it() {
        assert_eq!(counts(&[cell(5, 5), cell(2, 2), cell(0, 1)], true), [Some(10), None, None]);
    }

    #[test]
    fn two_hidden_ones_must_not_add_up_to_two() {
        assert!(counts(&[cell(5, 5), cell(0, 1), cell(0, 1)], true).is_empty());
        assert!(counts(&[cell(0, 1), cell(0, 1)], true).is_empty());
    }

    #[test]
    fn three_hidden_ones_of_one_each_are_joined_by_an_empty_one() {
        let all = [cell(9, 9), cell(0, 1), cell(0, 1), cell(0, 1), cell(0, 0)];
        assert_eq!(counts(&all, true), [Some(18), None, None, None, None]);
    }

    #[test]
    fn small_cells_of_consenting_clinics_are_shown() {
        assert_eq!(counts(&[cell(5, 5), cell(1, 0), cell(0, 0)], true), [Some(10), Some(1)]);
    }

    #[test]
    fn a_choice_of_several_adds_up_to_nothing() {
        assert_eq!(counts(&[cell(5, 5), cell(0, 1), cell(0, 0)], false), [Some(10), None, None]);
    }

    #[test]
    fn nothing_can_be_worked_out_across_parts() {
        // The second part has a lonely one: it is left out, with another, since totals are known.
        let cells = vec![vec![cell(2, 2), cell(0, 1), cell(3, 0)], vec![cell(0, 3), cell(2, 1), cell(3, 0)]];
        let seen = whole_parts(&cells, &[], &[true, true]);
        assert_eq!(seen, [[Some(4), None, None], [Some(3), None, None]]);
    }

    #[test]
    fn a_part_with_one_answer_shows_not_even_its_noughts() {
        let cells = vec![vec![cell(0, 6), cell(0, 0)], vec![cell(0, 3), cell(0, 1)]];
        let seen = whole_parts(&cells, &[], &[true, true]);
        assert!(seen.iter().flatten().all(Option::is_none), "{seen:?}");
    }
}
