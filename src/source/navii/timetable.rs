//! Times of opening: slots of several departments united, contradictions kept as such.

use super::layout::DAYS;
use crate::model::{Clock, DayHours, Slot};
use crate::place::{Origin, SourceId};
use crate::source::cell::{Finder, origin};
use crate::table::Row;
use crate::text::width;

/// What the times of one institution say.
#[derive(Debug, Clone, Default)]
pub(super) struct Timetable {
    /// 診療科目, in the order of the rows.
    pub(super) departments: Vec<String>,
    slots: [Vec<Slot>; 8],
    impossible: [bool; 8],
}

impl Timetable {
    /// Adds a row's times.
    pub(super) fn add(&mut self, row: &RowTimes) {
        for (n, known) in &row.0 {
            match known {
                Some(slot) => self.slots[*n].push(*slot),
                None => self.impossible[*n] = true,
            }
        }
    }

    /// What is known of a day, by its flag (`true` = open) and its times.
    pub(super) fn day(&self, n: usize, flag: Option<bool>) -> DayHours {
        if self.impossible[n] {
            return DayHours::Contradicts;
        }
        match (flag, self.slots[n].is_empty()) {
            (Some(false), false) => DayHours::Contradicts,
            (Some(false), true) => DayHours::Closed,
            (Some(true), true) => DayHours::Open,
            (None, true) => DayHours::Unknown,
            (_, false) => DayHours::Slots(united(&self.slots[n]).into()),
        }
    }
}

/// Columns of opening and closing, by days.
pub(super) type Stretch = [[Option<u16>; 2]; 8];

/// Times of one row: the day, and its stretch or `None` for an impossible one.
pub(super) struct RowTimes(Vec<(usize, Option<Slot>)>);

/// Reads a row's times.
pub(super) fn row(row: Row<'_>, source: SourceId, stretches: &[Stretch], finder: &mut Finder<'_>) -> RowTimes {
    let mut times = Vec::new();
    for (n, columns) in stretches.iter().flat_map(|stretch| stretch.iter().enumerate()) {
        let cell = |column: Option<u16>| column.map_or("", |column| row.cell(column));
        let [from, until] = columns.map(cell);
        if from.is_empty() && until.is_empty() {
            continue;
        }
        let (from, until) = (width::clean(from), width::clean(until));
        if from.is_empty() && until.is_empty() {
            continue;
        }
        let known = slot(&from, &until);
        if known.is_none() {
            report(finder, &from, &until, DAYS[n], origin(source, row.number, columns[0]));
        }
        times.push((n, known));
    }
    RowTimes(times)
}

fn report(finder: &mut Finder<'_>, from: &str, until: &str, day: &str, at: Origin) {
    finder.note("hours-impossible", at, || {
        format!("{day}の時間「{from}〜{until}」はありえないので、この日は「電話で確認」とします。")
    });
}

/// A stretch within one day. Past midnight is not guessed at: most such rows are slips.
fn slot(from: &str, until: &str) -> Option<Slot> {
    let (from, until) = (Clock::parse(from)?, Clock::parse(until)?);
    (from < until && until.0 <= 24 * 60).then_some(Slot { from, until })
}

/// Sorted, overlapping and touching ones joined.
fn united(slots: &[Slot]) -> Vec<Slot> {
    let mut sorted = slots.to_vec();
    sorted.sort_unstable();
    let mut joined: Vec<Slot> = Vec::new();
    for slot in sorted {
        match joined.last_mut() {
            Some(last) if slot.from <= last.until => last.until = last.until.max(slot.until),
            _ => joined.push(slot),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_united_and_impossible_ones_refused() {
        let of = |pairs: &[(&str, &str)]| pairs.iter().filter_map(|(a, b)| slot(a, b)).collect::<Vec<_>>();
        let words = |slots: &[Slot]| slots.iter().map(|s| format!("{}-{}", s.from, s.until)).collect::<Vec<_>>();
        let slots = united(&of(&[("14:00", "17:00"), ("09:00", "12:00"), ("11:00", "12:30"), ("09:00", "12:00")]));
        assert_eq!(words(&slots), ["9:00-12:30", "14:00-17:00"]);
        assert!(of(&[("09:00", "09:00"), ("17:00", "9:00"), ("朝", "12:00"), ("9:00", "25:00")]).is_empty());
    }

    #[test]
    fn flags_and_times_that_disagree_say_so() {
        let mut times = Timetable::default();
        times.slots[0].extend(slot("09:00", "12:00"));
        assert_eq!(times.day(0, Some(false)), DayHours::Contradicts);
        assert!(matches!(times.day(0, None), DayHours::Slots(_)));
        assert_eq!(times.day(1, Some(true)), DayHours::Open);
        assert_eq!(times.day(1, Some(false)), DayHours::Closed);
        assert_eq!(times.day(1, None), DayHours::Unknown);
    }
}
