//! Areas and classes side by side: both tables must tell no more of a small cell of an area and a class than one of
//! them tells by itself.
//!
//! Who reads both knows how many of each area and class answered, and from the pages what those said who allowed it. A
//! cell of theirs can then follow from nothing but noughts: an area in which nobody said one thing, and a class in which
//! nobody said the other, leave one answer to the one who belongs to both. So the proof goes the other way round: a cell
//! is safe when those who allowed nothing could have answered otherwise, that cell too, with every shown number as it is.

use super::overlap::Answerer;
use super::suppress::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// How one answer becomes another: from a line to another, or, where several may be ticked, to none more.
#[derive(Debug, Clone, Copy)]
struct Turn {
    from: usize,
    to: Option<usize>,
}

impl Turn {
    /// Whether somebody's answer could be turned. No tick is the last one taken away, and none is put beside a no.
    fn forward(self, one: &Answerer) -> bool {
        let has = |line: usize| one.lines.contains(&line);
        has(self.from)
            && match self.to {
                Some(to) => one.labels == 1 && !has(to),
                None => one.labels > 1,
            }
    }

    fn back(self, one: &Answerer) -> bool {
        let has = |line: usize| one.lines.contains(&line);
        !has(self.from)
            && match self.to {
                Some(to) => one.labels == 1 && has(to),
                None => one.may_add,
            }
    }
}

/// Both tables as a reader has them: which parts are shown in which line.
struct Tables<'a> {
    lines: usize,
    shown: [&'a [Vec<bool>]; 2],
    /// Lines that can be ticked beside others; not the no, or what was said in place of ticks.
    beside: Vec<bool>,
    /// Closed answerers by area and class.
    closed: BTreeMap<[usize; 2], Vec<&'a Answerer>>,
}

/// Whether the tables together give a small cell away that neither does alone. `several`: many lines may be ticked.
pub(super) fn tells(answerers: &[Answerer], lines: usize, shown: [&[Vec<bool>]; 2], several: bool) -> bool {
    let mut groups: BTreeMap<[usize; 2], Vec<Cell>> = BTreeMap::new();
    let mut closed: BTreeMap<[usize; 2], Vec<&Answerer>> = BTreeMap::new();
    for one in answerers {
        let cells = groups.entry(one.parts).or_insert_with(|| vec![Cell::default(); lines]);
        one.lines.iter().for_each(|line| cells[*line].add(one.open));
        if !one.open {
            closed.entry(one.parts).or_default().push(one);
        }
    }
    let plain = |line: usize| answerers.iter().any(|one| !one.may_add && one.lines.contains(&line));
    let beside = (0..lines).map(|line| several && !plain(line)).collect();
    let tables = Tables { lines, shown, beside, closed };
    groups.iter().any(|(group, cells)| {
        let mut small = (0..lines).filter(|line| cells[*line].is_small());
        small.any(|line| {
            let alone = [0, 1].iter().any(|table| tables.tells_alone(*table, *group, line));
            !alone && !tables.could_differ(*group, line)
        })
    })
}

impl Tables<'_> {
    /// Whether one table gives a cell away: of a part either all that is closed is the cell's, or all says the same.
    fn tells_alone(&self, table: usize, group: [usize; 2], line: usize) -> bool {
        let seen = |part: usize| self.shown[table][line].get(part).copied().unwrap_or(false);
        let (own, is_seen) = (group[table], seen(group[table]));
        let beside = |parts: &[usize; 2]| parts[table] == own || !(is_seen || seen(parts[table]));
        let mut of_part = self.closed.iter().filter(|(parts, _)| beside(parts));
        let alike = of_part.clone().flat_map(|(_, all)| all).all(|one| one.lines.contains(&line));
        alike || of_part.all(|(parts, _)| *parts == group)
    }

    /// Whether a cell could be another, for who reads both tables.
    fn could_differ(&self, group: [usize; 2], line: usize) -> bool {
        let others = (0..self.lines).filter(|other| *other != line).map(Some);
        let turns = others.chain(self.beside[line].then_some(None)).map(|to| Turn { from: line, to });
        let mut ways = turns.map(|turn| Ways::of(self, turn));
        ways.any(|ways| ways.turns(group))
    }

    /// A part as the reader tells it from others in the lines of a turn: those that are not shown are one.
    fn unit(&self, table: usize, part: usize, turn: Turn) -> usize {
        let seen = |line: usize| self.shown[table][line].get(part).copied().unwrap_or(false);
        if seen(turn.from) || turn.to.is_some_and(seen) { part + 1 } else { 0 }
    }
}

/// Where answers could be turned, and where turned back: areas and classes are the places, answerers the ways between.
/// A number stays as it is where each place is left as often as it is reached.
struct Ways {
    /// Of each area and class: its places, how many could be turned, how many turned back.
    all: BTreeMap<[usize; 2], ([usize; 2], usize, usize)>,
}

impl Ways {
    fn of(tables: &Tables<'_>, turn: Turn) -> Self {
        let way = |(parts, all): (&[usize; 2], &Vec<&Answerer>)| {
            let places = [0, 1].map(|table| tables.unit(table, parts[table], turn));
            let forward = all.iter().filter(|one| turn.forward(one)).count();
            let back = all.iter().filter(|one| turn.back(one)).count();
            (*parts, (places, forward, back))
        };
        Self { all: tables.closed.iter().map(way).collect() }
    }

    /// Whether one of a group could be turned, or turned back, and others with it so that every number stays.
    fn turns(&self, group: [usize; 2]) -> bool {
        let Some((places, forward, back)) = self.all.get(&group) else { return false };
        (*forward > 0 && self.leads(group, places[1], places[0], true))
            || (*back > 0 && self.leads(group, places[1], places[0], false))
    }

    /// Whether ways lead from a class to an area, each other one turned as the first was not. One of `group` is taken,
    /// and none of it is turned against that: the cell would be as it was.
    fn leads(&self, group: [usize; 2], class: usize, area: usize, first_forward: bool) -> bool {
        let mut reached = [BTreeSet::new(), BTreeSet::from([class])];
        let mut open = vec![(1, class)];
        while let Some((table, place)) = open.pop() {
            for (parts, (places, forward, back)) in &self.all {
                // From a class to an area the opposite of the first turn; from an area to a class the same.
                let as_first = table == 0;
                let free = if as_first == first_forward { *forward } else { *back };
                let own = *parts == group;
                let free = if own && !as_first { 0 } else { free.saturating_sub(usize::from(own)) };
                let next = places[1 - table];
                if places[table] == place && free > 0 && reached[1 - table].insert(next) {
                    if table == 1 && next == area {
                        return true;
                    }
                    open.push((1 - table, next));
                }
            }
        }
        false
    }
}
