//! A reader who holds areas against classes: every way in which those who allowed nothing could have answered is tried.

use super::tests::{counted, facility, survey};
use super::{Cross, QuestionTally};
use crate::model::{Answer, Facility, Kind};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Who answered: area, kind, the lines it counts in, whether everybody may see that.
type Person = (usize, usize, Vec<usize>, bool);

const AREAS: [&str; 2] = ["north", "south"];
const AREA_NAMES: [&str; 2] = ["北部", "南部"];
const KINDS: [Kind; 2] = [Kind::Clinic, Kind::Hospital];

/// One question: its lines, and every answer that somebody can give.
struct Asked {
    id: &'static str,
    labels: &'static [&'static str],
    answers: &'static [&'static [usize]],
}

const ONE: Asked = Asked {
    id: "end-of-life",
    labels: &["対応している", "していない・できない", "相談に応じる", "その他の答え"],
    answers: &[&[0], &[1], &[2], &[3]],
};
const SEVERAL: Asked = Asked {
    id: "procedures",
    // The last is seldom ticked, so that it is left out: who ticked nothing that is shown may have ticked that.
    labels: &["点滴", "輸血", "注射", "あてはまるものなし", "インスリン"],
    answers: &[
        &[0],
        &[1],
        &[2],
        &[0, 1],
        &[0, 2],
        &[1, 2],
        &[0, 1, 2],
        &[3],
        &[4],
        &[0, 4],
        &[1, 4],
        &[2, 4],
        &[0, 1, 4],
        &[0, 2, 4],
        &[1, 2, 4],
        &[0, 1, 2, 4],
    ],
};

impl Asked {
    fn answer(&self, lines: &[usize]) -> Answer {
        match (self.id, lines) {
            ("end-of-life", [line]) => {
                [Answer::Yes, Answer::No, Answer::Consult, Answer::Text("木曜だけ".into())][*line].clone()
            }
            (_, [3]) => Answer::No,
            (_, lines) => Answer::Choices(lines.iter().map(|line| self.labels[*line].to_owned()).collect()),
        }
    }

    fn results(&self, people: &[Person]) -> QuestionTally {
        let made = |(area, kind, lines, open): &Person| -> Facility {
            let mut one = facility(self.id, self.answer(lines), *open, AREAS[*area]);
            one.kind = KINDS[*kind];
            one
        };
        let all: Vec<Facility> = people.iter().map(made).collect();
        counted(&all, &[survey(None)]).remove(0).questions.remove(0)
    }
}

/// Which numbers of a table are shown: line and part.
fn shown(asked: &Asked, cross: Option<&Cross>, part: impl Fn(&str) -> Option<usize>) -> Vec<(usize, usize)> {
    let cells = cross.into_iter().flat_map(|cross| {
        cross.rows.iter().flat_map(|(label, counts)| {
            cross.parts.iter().zip(counts).filter(|(_, count)| count.is_some()).map(move |(part, _)| (label, part))
        })
    });
    let line = |label: &str| asked.labels.iter().position(|one| *one == label);
    cells.filter_map(|(label, name)| Some((line(label)?, part(name)?))).collect()
}

/// The cells of an area and a class that both tables give away and neither does by itself.
fn told(asked: &Asked, people: &[Person], question: &QuestionTally) -> Vec<(usize, usize, usize)> {
    let area = |name: &str| AREA_NAMES.iter().position(|one| *one == name);
    let kind = |name: &str| KINDS.iter().position(|kind| name == format!("その他の{}", kind.word()));
    let tables = [shown(asked, question.by_area.as_ref(), area), shown(asked, question.by_class.as_ref(), kind)];
    // A line that is not there is empty, and so is known.
    let totals: Vec<usize> = (0..asked.labels.len())
        .filter(|line| {
            let row = question.tally.rows.iter().find(|row| row.label == asked.labels[*line]);
            row.is_none_or(|row| row.count.is_some())
        })
        .collect();
    let seen = |people: &[Person], read: [bool; 2]| -> Vec<usize> {
        let count = |which: &dyn Fn(&Person) -> bool| people.iter().filter(|one| which(one)).count();
        let mut all: Vec<usize> = totals.iter().map(|line| count(&|one| one.2.contains(line))).collect();
        if read[0] {
            all.extend(tables[0].iter().map(|(line, part)| count(&|one| one.0 == *part && one.2.contains(line))));
        }
        if read[1] {
            all.extend(tables[1].iter().map(|(line, part)| count(&|one| one.1 == *part && one.2.contains(line))));
        }
        all
    };
    let mut cells: BTreeMap<(usize, usize, usize), (usize, bool)> = BTreeMap::new();
    for (area, kind, lines, open) in people {
        for line in lines {
            let (count, closed) = cells.entry((*area, *kind, *line)).or_default();
            (*count, *closed) = (*count + 1, *closed || !open);
        }
    }
    cells.retain(|_, (count, closed)| *count < 3 && *closed);
    let closed: Vec<usize> = (0..people.len()).filter(|at| !people[*at].3).collect();
    let reads = [[true, true], [true, false], [false, true]];
    let truth = reads.map(|read| seen(people, read));
    let mut values: BTreeMap<(usize, usize, usize), [BTreeSet<usize>; 3]> = BTreeMap::new();
    for way in 0..asked.answers.len().pow(u32::try_from(closed.len()).expect("few")) {
        let (mut other, mut rest) = (people.to_vec(), way);
        for at in &closed {
            other[*at].2 = asked.answers[rest % asked.answers.len()].to_vec();
            rest /= asked.answers.len();
        }
        for (at, read) in reads.into_iter().enumerate() {
            if seen(&other, read) == truth[at] {
                for (area, kind, line) in cells.keys().copied() {
                    let same = |one: &&Person| one.0 == area && one.1 == kind && one.2.contains(&line);
                    let count = other.iter().filter(same).count();
                    values.entry((area, kind, line)).or_default()[at].insert(count);
                }
            }
        }
    }
    let is_told = |values: &[BTreeSet<usize>; 3]| values[0].len() == 1 && values[1].len() > 1 && values[2].len() > 1;
    values.into_iter().filter(|(_, values)| is_told(values)).map(|(cell, _)| cell).collect()
}

/// Mostly open answers, so that much is shown; a few closed ones.
fn people(asked: &'static Asked, closed: usize) -> impl Strategy<Value = Vec<Person>> {
    // Each area and class leans to an answer of its own, so that noughts meet.
    let person = (0..2_usize, 0..2_usize, 0..asked.answers.len(), prop::bool::weighted(0.3));
    (prop::collection::vec(person, 10..26), prop::collection::vec(0..asked.answers.len(), 4)).prop_map(
        move |(all, leaning)| {
            let mut left = closed;
            all.into_iter()
                .enumerate()
                .map(|(at, (area, kind, said, is_closed))| {
                    let said = if at % 5 == 0 { said } else { leaning[area * 2 + kind] };
                    let is_closed = is_closed && left > 0;
                    left -= usize::from(is_closed);
                    (area, kind, asked.answers[said].to_vec(), !is_closed)
                })
                .collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_tables_tell_no_small_cell_that_neither_tells(people in people(&ONE, 5)) {
        let question = ONE.results(&people);
        prop_assert_eq!(told(&ONE, &people, &question), [], "{:?}", question);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_tables_tell_no_tick_that_neither_tells(people in people(&SEVERAL, 2)) {
        let question = SEVERAL.results(&people);
        prop_assert_eq!(told(&SEVERAL, &people, &question), [], "{:?}", question);
    }
}

/// So many of an area and a class with one answer, nobody of whom allowed it to be shown.
fn closed(all: &[(usize, usize, usize, usize)]) -> Vec<Person> {
    all.iter().flat_map(|(count, area, kind, line)| vec![(*area, *kind, vec![*line], false); *count]).collect()
}

#[test]
fn noughts_that_meet_leave_one_answer_to_the_one_hospital_of_an_area() {
    // In the north nobody is asked first; of the hospitals none says no: the north's one hospital can but say yes.
    let people = closed(&[(2, 0, 0, 0), (3, 0, 0, 1), (1, 0, 1, 0), (3, 1, 0, 0), (3, 1, 1, 0), (3, 1, 1, 2)]);
    let question = ONE.results(&people);
    assert!(question.tally.rows.iter().all(|row| row.count.is_some()), "{question:?}");
    assert!(question.by_area.is_some() && question.by_class.is_none(), "{question:?}");
}

#[test]
fn where_it_could_have_answered_otherwise_both_tables_stay() {
    // The north's one hospital could say no: then one in the south would have to say yes, and clinics the other way.
    let people =
        closed(&[(4, 0, 0, 0), (4, 0, 0, 1), (1, 0, 1, 0), (4, 1, 0, 0), (4, 1, 0, 1), (3, 1, 1, 0), (3, 1, 1, 1)]);
    let question = ONE.results(&people);
    assert!(question.by_area.is_some() && question.by_class.is_some(), "{question:?}");
}
