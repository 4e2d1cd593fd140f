//! Two years side by side: what changed between their tables must not tell of one who came, left or answered anew.

use super::count::{self, One};
use super::suppress::Cell;
use crate::model::{Facility, Question};
use std::collections::BTreeMap;

/// Who does not stand in both years' tables alike, of one question and one earlier survey.
pub(super) struct Moved<'a> {
    all: Vec<Mover<'a>>,
}

struct Mover<'a> {
    one: &'a One<'a>,
    /// Labels that it counts in one year alone; `None` when it answered one year alone, which every line tells of.
    labels: Option<Vec<String>>,
    open: bool,
}

impl<'a> Moved<'a> {
    /// `exclusive`: the lines add up, so that whoever moved is told by every line.
    pub(super) fn of(
        question: &Question,
        now: &[&'a One<'a>],
        before: &[&'a One<'a>],
        exclusive: bool,
        is_known: &dyn Fn(&str) -> bool,
    ) -> Self {
        let told = |one: &One<'_>| -> Vec<String> {
            count::labels(question, &one.answered.answer, is_known).into_iter().map(|(_, label)| label).collect()
        };
        let by_facility = |all: &[&'a One<'a>]| -> BTreeMap<*const Facility, &'a One<'a>> {
            all.iter().map(|one| (std::ptr::from_ref(one.facility), *one)).collect()
        };
        let (is, was) = (by_facility(now), by_facility(before));
        let mut all = Vec::new();
        for (facility, one) in &is {
            match was.get(facility) {
                None => all.push(Mover { one, labels: None, open: one.open }),
                Some(old) => {
                    let (new, old_labels) = (told(one), told(old));
                    let differ = |a: &[String], b: &[String]| -> Vec<String> {
                        a.iter().filter(|label| !b.contains(label)).cloned().collect()
                    };
                    let changed = [differ(&new, &old_labels), differ(&old_labels, &new)].concat();
                    if !changed.is_empty() {
                        let labels = (!exclusive).then_some(changed);
                        all.push(Mover { one, labels, open: one.open && old.open });
                    }
                }
            }
        }
        let left = was.iter().filter(|(facility, _)| !is.contains_key(*facility));
        all.extend(left.map(|(_, one)| Mover { one, labels: None, open: one.open }));
        Self { all }
    }

    /// Those who moved in a line, by a part of each.
    pub(super) fn cell(&self, label: &str, among: impl Fn(&One<'_>) -> bool) -> Cell {
        let mut cell = Cell::default();
        for mover in self.all.iter().filter(|mover| among(mover.one)) {
            if mover.labels.as_ref().is_none_or(|labels| labels.iter().any(|one| one == label)) {
                cell.add(mover.open);
            }
        }
        cell
    }

    /// Whether so few moved in a line that the two years' difference tells of them.
    pub(super) fn tells(&self, label: &str) -> bool {
        self.cell(label, |_| true).is_small()
    }
}
