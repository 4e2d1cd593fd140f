//! Areas against classes: what one table shows minus what the other shows must not be a small cell either.

use super::suppress::Cell;
use std::collections::BTreeMap;

/// Most parts of which every combination is tried; of more, each alone and all together.
const EVERY: usize = 7;

/// One who answered: its part in either table, the lines it counts in, and whether everybody may see that.
pub(super) struct Answerer {
    pub(super) parts: [usize; 2],
    pub(super) lines: Vec<usize>,
    /// How many lines it counts in, those of no table too.
    pub(super) labels: usize,
    /// Whether it could have ticked one more.
    pub(super) may_add: bool,
    pub(super) open: bool,
}

/// Whether a small cell can be worked out. `shown[table][line]` are the parts whose count of that line is shown; what is
/// left is known too, as the total minus these.
pub(super) fn tells(answerers: &[Answerer], lines: usize, shown: [&[Vec<bool>]; 2]) -> bool {
    let mut groups: BTreeMap<[usize; 2], Vec<Cell>> = BTreeMap::new();
    for one in answerers {
        let cells = groups.entry(one.parts).or_insert_with(|| vec![Cell::default(); lines]);
        one.lines.iter().for_each(|line| cells[*line].add(one.open));
    }
    if groups.len() > 128 {
        // Too many to try: as if it told.
        return true;
    }
    let keys: Vec<[usize; 2]> = groups.keys().copied().collect();
    let cells: Vec<&Vec<Cell>> = groups.values().collect();
    (0..lines).any(|line| {
        let sums = [0, 1].map(|table| sums(&keys, table, &shown[table][line]));
        let small = |set: u128| {
            let those = (0..keys.len()).filter(|at| set >> at & 1 == 1).map(|at| cells[at][line]);
            those.fold(Cell::default(), Cell::and).is_small()
        };
        sums[0].iter().any(|one| {
            sums[1].iter().any(|other| {
                let both = one & other;
                (both == *other && small(one & !other)) || (both == *one && small(other & !one))
            })
        })
    })
}

/// Every set of groups whose count can be read off one table.
fn sums(keys: &[[usize; 2]], table: usize, shown: &[bool]) -> Vec<u128> {
    let of = |which: &dyn Fn(usize) -> bool| {
        (0..keys.len()).filter(|at| which(keys[*at][table])).fold(0_u128, |set, at| set | 1 << at)
    };
    let is_shown = |part: usize| shown.get(part).copied().unwrap_or(false);
    let mut units: Vec<u128> =
        (0..shown.len()).filter(|part| shown[*part]).map(|part| of(&|one| one == part)).collect();
    units.push(of(&|one| !is_shown(one)));
    units.retain(|unit| *unit != 0);
    let all = units.iter().fold(0, |all, unit| all | unit);
    if units.len() > EVERY {
        let without: Vec<u128> = units.iter().map(|unit| all & !unit).collect();
        units.extend(without);
        units.push(all);
        return units;
    }
    (1..1_usize << units.len())
        .map(|which| {
            let chosen = units.iter().enumerate().filter(|(at, _)| which >> at & 1 == 1);
            chosen.fold(0, |set, (_, unit)| set | unit)
        })
        .collect()
}
