//! Cells that would tell of one clinic are not shown.

use super::TallyRow;

/// A cell with fewer is suppressed, unless everyone in it consented.
const FEWEST: u32 = 3;

/// A count before suppression.
pub(super) struct Cell {
    label: String,
    count: u32,
    all_open: bool,
}

impl Cell {
    pub(super) fn new(label: &str) -> Self {
        Self { label: label.to_owned(), count: 0, all_open: true }
    }

    pub(super) const fn add(&mut self, open: bool) {
        self.count += 1;
        self.all_open &= open;
    }

    const fn is_small(&self) -> bool {
        self.count < FEWEST && !self.all_open
    }
}

/// Hides small cells, and one more when a single hidden cell could be worked out from the total.
pub(super) fn suppress(cells: Vec<Cell>) -> Vec<TallyRow> {
    let mut hidden: Vec<bool> = cells.iter().map(Cell::is_small).collect();
    if hidden.iter().filter(|hidden| **hidden).count() == 1
        && let Some(next) = (0..cells.len()).filter(|at| !hidden[*at]).min_by_key(|at| (cells[*at].count, *at))
    {
        hidden[next] = true;
    }
    cells
        .into_iter()
        .zip(hidden)
        .map(|(cell, hidden)| TallyRow { label: cell.label, count: (!hidden).then_some(cell.count) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(label: &str, open: u32, closed: u32) -> Cell {
        let mut cell = Cell::new(label);
        (0..open).for_each(|_| cell.add(true));
        (0..closed).for_each(|_| cell.add(false));
        cell
    }

    #[test]
    fn a_lonely_small_cell_takes_another_with_it() {
        let rows = suppress(vec![cell("はい", 5, 5), cell("相談", 2, 2), cell("いいえ", 0, 1)]);
        assert_eq!(rows.iter().map(|row| row.count).collect::<Vec<_>>(), [Some(10), None, None]);
    }

    #[test]
    fn small_cells_of_consenting_clinics_are_shown() {
        let rows = suppress(vec![cell("はい", 5, 5), cell("いいえ", 1, 0)]);
        assert_eq!(rows.iter().map(|row| row.count).collect::<Vec<_>>(), [Some(10), Some(1)]);
    }
}
