//! Cells that would tell of one clinic are not shown, nor what would give them away.

use super::TallyRow;

/// A cell with fewer is suppressed, unless everyone in it consented.
const FEWEST: u32 = 3;

/// A count before suppression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) count: u32,
    all_open: bool,
}

impl Cell {
    pub(super) const fn new() -> Self {
        Self { count: 0, all_open: true }
    }

    pub(super) const fn add(&mut self, open: bool) {
        self.count += 1;
        self.all_open &= open;
    }

    const fn is_small(&self) -> bool {
        self.count > 0 && self.count < FEWEST && !self.all_open
    }
}

/// Hides more cells of a line whose total may be known, until what is hidden cannot be worked out: at least two cells
/// that together hold at least three. Returns whether that could be reached.
fn protect(cells: &[&Cell], hidden: &mut [bool]) -> bool {
    loop {
        let of: Vec<usize> = (0..cells.len()).filter(|at| hidden[*at]).collect();
        let sum: u32 = of.iter().map(|at| cells[*at].count).sum();
        if of.is_empty() || (of.len() >= 2 && sum >= FEWEST) {
            return true;
        }
        // A cell of which everybody consented hides badly: its count can be read off the pages. Empty ones come last.
        let next = (0..cells.len())
            .filter(|at| !hidden[*at])
            .min_by_key(|at| (cells[*at].count == 0, cells[*at].all_open, cells[*at].count, *at));
        match next {
            Some(next) => hidden[next] = true,
            None => return false,
        }
    }
}

/// The answers to one question. `exclusive`: each answered once, so that the counts add up to the number of answers.
/// `None`: so few answered that even their number would tell.
pub(super) fn line(cells: &[(String, Cell)], exclusive: bool) -> Option<Vec<TallyRow>> {
    let mut hidden: Vec<bool> = cells.iter().map(|(_, cell)| cell.is_small()).collect();
    if exclusive {
        let line: Vec<&Cell> = cells.iter().map(|(_, cell)| cell).collect();
        if !protect(&line, &mut hidden) {
            return None;
        }
    }
    let rows = cells.iter().zip(hidden);
    Some(
        rows.map(|((label, cell), hidden)| TallyRow { label: label.clone(), count: (!hidden).then_some(cell.count) })
            .collect(),
    )
}

/// A question's answers by parts: `table[answer][part]`. `shown` says which answers' totals are shown. No cell under
/// three can be worked out from the totals of answers, nor from a part's number of answers, should it become known.
pub(super) fn table(table: &[Vec<Cell>], shown: &[bool], exclusive: bool) -> Vec<Vec<Option<u32>>> {
    let parts = table.first().map_or(0, Vec::len);
    let mut hidden: Vec<Vec<bool>> = table
        .iter()
        .zip(shown)
        .map(|(row, shown)| row.iter().map(|cell| !shown || cell.is_small()).collect())
        .collect();
    loop {
        let before = hidden.clone();
        for (row, hidden) in table.iter().zip(&mut hidden) {
            let line: Vec<&Cell> = row.iter().collect();
            if !protect(&line, hidden) {
                hidden.fill(true);
            }
        }
        for part in (0..parts).filter(|_| exclusive) {
            let line: Vec<&Cell> = table.iter().map(|row| &row[part]).collect();
            let mut down: Vec<bool> = hidden.iter().map(|row| row[part]).collect();
            let kept = protect(&line, &mut down);
            for (row, down) in hidden.iter_mut().zip(down) {
                row[part] = down || !kept;
            }
        }
        if hidden == before {
            break;
        }
    }
    table
        .iter()
        .zip(hidden)
        .map(|(row, hidden)| row.iter().zip(hidden).map(|(cell, hidden)| (!hidden).then_some(cell.count)).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(open: u32, closed: u32) -> Cell {
        let mut cell = Cell::new();
        (0..open).for_each(|_| cell.add(true));
        (0..closed).for_each(|_| cell.add(false));
        cell
    }

    fn counts(cells: &[Cell], exclusive: bool) -> Option<Vec<Option<u32>>> {
        let named: Vec<(String, Cell)> = cells.iter().map(|cell| ("答え".to_owned(), cell.clone())).collect();
        line(&named, exclusive).map(|rows| rows.iter().map(|row| row.count).collect())
    }

    #[test]
    fn a_lonely_small_cell_takes_another_with_it() {
        assert_eq!(counts(&[cell(5, 5), cell(2, 2), cell(0, 1)], true), Some(vec![Some(10), None, None]));
    }

    #[test]
    fn two_hidden_ones_must_not_add_up_to_two() {
        assert_eq!(counts(&[cell(5, 5), cell(0, 1), cell(0, 1)], true), Some(vec![None, None, None]));
        assert_eq!(counts(&[cell(0, 1), cell(0, 1)], true), None);
    }

    #[test]
    fn small_cells_of_consenting_clinics_are_shown() {
        assert_eq!(counts(&[cell(5, 5), cell(1, 0)], true), Some(vec![Some(10), Some(1)]));
    }

    #[test]
    fn a_choice_of_several_adds_up_to_nothing() {
        assert_eq!(counts(&[cell(5, 5), cell(0, 1)], false), Some(vec![Some(10), None]));
    }

    #[test]
    fn nothing_can_be_worked_out_across_parts() {
        // Totals 8 and 9 are known; the lonely 1 takes one of its row, and each of those one of its column.
        let cells = vec![vec![cell(2, 2), cell(0, 1), cell(3, 0)], vec![cell(0, 3), cell(2, 1), cell(3, 0)]];
        let seen = table(&cells, &[true, true], true);
        for row in &seen {
            assert_ne!(row.iter().filter(|count| count.is_none()).count(), 1, "{seen:?}");
        }
        for part in 0..3 {
            assert_ne!(seen.iter().filter(|row| row[part].is_none()).count(), 1, "{seen:?}");
        }
        assert_eq!(seen[0][1], None);
    }

    #[test]
    fn a_part_with_one_answer_shows_not_even_its_noughts() {
        let cells = vec![vec![cell(0, 6), cell(0, 0)], vec![cell(0, 3), cell(0, 1)]];
        let seen = table(&cells, &[true, true], true);
        assert_eq!((seen[0][1], seen[1][1]), (None, None), "{seen:?}");
    }
}
