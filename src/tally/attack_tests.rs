//! Readers who work out what was left out, on random surveys.

use super::tests::{counted, facility, survey};
use super::{Cross, PublicSurvey, TallyRow};
use crate::model::{Answer, Facility, Kind};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Who answered: area, kind, answer, whether it may be shown.
type Person = (usize, usize, usize, bool);

const AREAS: [&str; 3] = ["north", "south", "nowhere"];
const KINDS: [Kind; 3] = [Kind::Clinic, Kind::Hospital, Kind::Dental];

fn answer(which: usize) -> Answer {
    [Answer::Yes, Answer::No, Answer::Consult, Answer::Text("木曜だけ".into())][which].clone()
}

fn made(people: &[Person]) -> Vec<Facility> {
    people
        .iter()
        .map(|(area, kind, said, open)| {
            let mut one = facility("end-of-life", answer(*said), *open, AREAS[*area]);
            one.kind = KINDS[*kind];
            one
        })
        .collect()
}

fn results(people: &[Person]) -> PublicSurvey {
    counted(&made(people), &[survey(None)]).remove(0)
}

/// Every table: of all, by area, by class.
fn tables(people: &[Person]) -> Option<(Vec<TallyRow>, [Option<Cross>; 2])> {
    results(people).questions.into_iter().next().map(|one| (one.tally.rows, [one.by_area, one.by_class]))
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    let said = prop_oneof![10 => Just(0_usize), 4 => Just(1), 2 => Just(2), 1 => Just(3)];
    // Mostly one kind to an area, so that areas and classes nearly agree.
    let kind = prop_oneof![1 => (0..3_usize).prop_map(Some), 6 => Just(None)];
    let person = (0..3_usize, kind, said, prop::bool::weighted(0.6));
    prop::collection::vec(person.prop_map(|(area, kind, said, open)| (area, kind.unwrap_or(area), said, open)), 3..45)
}

/// How many gave each answer.
fn counts(people: &[Person]) -> [usize; 4] {
    let mut counts = [0; 4];
    people.iter().for_each(|one| counts[one.2] += 1);
    counts
}

const PRIME: i64 = 1_000_003;

/// Whether a sum of unknowns follows from known sums: linear algebra, modulo a prime.
fn follows(known: &[Vec<i64>], target: &[i64]) -> bool {
    let mut reduced: Vec<(usize, Vec<i64>)> = Vec::new();
    let reduce = |row: &[i64], by: &[(usize, Vec<i64>)]| {
        let mut row = row.to_vec();
        for (lead, pivot) in by {
            let factor = row[*lead];
            if factor != 0 {
                row.iter_mut().zip(pivot).for_each(|(a, b)| *a = (*a - factor * b).rem_euclid(PRIME));
            }
        }
        row
    };
    for row in known {
        let row = reduce(row, &reduced);
        let Some(lead) = row.iter().position(|value| *value != 0) else { continue };
        let inverse = power(row[lead], PRIME - 2);
        reduced.push((lead, row.iter().map(|value| value * inverse % PRIME).collect()));
    }
    reduce(target, &reduced).iter().all(|value| *value == 0)
}

fn power(base: i64, mut exponent: i64) -> i64 {
    let (mut base, mut result) = (base.rem_euclid(PRIME), 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

const LABELS: [&str; 4] = ["対応している", "していない・できない", "相談に応じる", "その他の答え"];

/// What is unknown: how many of an area and a kind gave an answer.
struct Unknowns(Vec<(usize, usize, usize)>);

impl Unknowns {
    fn of(people: &[Person]) -> Self {
        let places: BTreeSet<(usize, usize)> = people.iter().map(|one| (one.0, one.1)).collect();
        Self(places.iter().flat_map(|(area, kind)| (0..4).map(move |said| (*area, *kind, said))).collect())
    }

    fn sum(&self, which: impl Fn(&(usize, usize, usize)) -> bool) -> Vec<i64> {
        self.0.iter().map(|one| i64::from(which(one))).collect()
    }
}

/// The shown cells of a table, answer and part. Of a part where all answered alike the cells are left out here: that
/// three said the same tells of each of them, which no rule about small cells prevents.
fn shown(cross: Option<&Cross>, part_at: impl Fn(&str) -> usize) -> Vec<(usize, usize)> {
    let Some(cross) = cross else { return Vec::new() };
    let mut all = Vec::new();
    let alike = |at: usize| cross.rows.iter().filter(|(_, counts)| counts[at] != Some(0)).count() < 2;
    for (label, counts) in &cross.rows {
        let said = LABELS.iter().position(|one| one == label).expect("a label");
        for (at, (part, count)) in cross.parts.iter().zip(counts).enumerate() {
            if count.is_some() && !alike(at) {
                all.push((said, part_at(part)));
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Who knows every answer but one, and how cells are left out, cannot tell a small answer from all others, though
    /// areas and classes are there to be read too.
    #[test]
    fn knowing_all_but_one_does_not_give_the_last(people in people()) {
        let seen = tables(&people);
        let counts = counts(&people);
        // Two who answered in own words and one small cell: nothing is left that could stand for it.
        if counts[3] >= 2 {
            return Ok(());
        }
        for at in 0..people.len() {
            let (.., said, open) = people[at];
            if open || counts[said] >= 3 || said == 3 {
                continue;
            }
            let others = (0..4).filter(|other| *other != said);
            let same = others.map(|other| {
                let mut changed = people.clone();
                changed[at].2 = other;
                tables(&changed)
            }).any(|other| other == seen);
            prop_assert!(same, "{counts:?} {seen:?}");
        }
    }

    /// No cell under three can be worked out from all tables, when it is known how many of whom answered.
    #[test]
    fn no_small_cell_follows_from_all_tables(people in people()) {
        let results = results(&people);
        let Some(question) = results.questions.first() else { return Ok(()) };
        if question.tally.rows.len() < 2 {
            return Ok(());
        }
        let unknowns = Unknowns::of(&people);
        let mut known: Vec<Vec<i64>> = Vec::new();
        let places: BTreeSet<(usize, usize)> = people.iter().map(|one| (one.0, one.1)).collect();
        known.extend(places.iter().map(|place| unknowns.sum(|one| (one.0, one.1) == *place)));
        for (said, label) in LABELS.iter().enumerate() {
            // A line that is not there is empty.
            let row = question.tally.rows.iter().find(|row| row.label == *label);
            if row.is_none_or(|row| row.count.is_some()) {
                known.push(unknowns.sum(|one| one.2 == said));
            }
            if row.is_none() {
                known.extend(unknowns.0.iter().filter(|one| one.2 == said).map(|cell| unknowns.sum(|one| one == cell)));
            }
        }
        let area = |part: &str| ["北部", "南部"].iter().position(|name| *name == part).unwrap_or(2);
        for (said, part) in shown(question.by_area.as_ref(), area) {
            known.push(unknowns.sum(|one| one.2 == said && one.0 == part));
        }
        let kind = |part: &str| KINDS.iter().position(|kind| part == format!("その他の{}", kind.word())).expect("a kind");
        for (said, part) in shown(question.by_class.as_ref(), kind) {
            known.push(unknowns.sum(|one| one.2 == said && one.1 == part));
        }
        let mut cells: BTreeMap<(usize, usize, usize), (usize, usize)> = BTreeMap::new();
        for (area, kind, said, open) in &people {
            for cell in [(0, *area, *said), (1, *kind, *said), (2, 0, *said)] {
                let (count, closed) = cells.entry(cell).or_default();
                *count += 1;
                *closed += usize::from(!open);
            }
        }
        for ((table, part, said), (count, closed)) in cells {
            if count < 3 && closed > 0 {
                let target = unknowns.sum(|one| one.2 == said && (table == 2 || [one.0, one.1][table] == part));
                prop_assert!(!follows(&known, &target), "{people:?} {:?} {:?} {:?}", question.tally.rows, question.by_area, question.by_class);
            }
        }
    }

    /// Choices of several: a small cell is never shown, and never alone in its line.
    #[test]
    fn ticks_of_few_are_not_shown(ticks in prop::collection::vec((0..3_usize, prop::collection::vec(0..4_usize, 0..4), prop::bool::weighted(0.6)), 1..40)) {
        let words = ["点滴", "輸血", "注射", "気管切開の管理"];
        let all: Vec<Facility> = ticks
            .iter()
            .map(|(area, ticked, open)| {
                let choices = ticked.iter().collect::<BTreeSet<_>>().into_iter().map(|at| words[*at].to_owned()).collect::<Vec<_>>();
                let said = if choices.is_empty() { Answer::No } else { Answer::Choices(choices) };
                facility("procedures", said, *open, AREAS[*area])
            })
            .collect();
        let results = counted(&all, &[survey(None)]).remove(0);
        let Some(question) = results.questions.first() else { return Ok(()) };
        let closed = |label: &str, area: Option<&str>| {
            let those = ticks.iter().filter(|(at, ticked, _)| {
                let says = if label == "あてはまるものなし" { ticked.is_empty() } else { ticked.iter().any(|one| words[*one] == label) };
                says && area.is_none_or(|area| AREAS[*at] == area)
            });
            those.fold((0_u32, false), |(count, closed), (.., open)| (count + 1, closed || !open))
        };
        for row in &question.tally.rows {
            let (count, closed) = closed(&row.label, None);
            prop_assert!(row.count.is_none_or(|shown| shown == count && !(count < 3 && closed)));
        }
        let hidden = question.tally.rows.iter().filter(|row| row.count.is_none()).count();
        prop_assert!(hidden != 1, "{:?}", question.tally.rows);
        if let Some(cross) = &question.by_area {
            for (label, counts) in &cross.rows {
                prop_assert!(counts.iter().filter(|count| count.is_none()).count() != 1, "{cross:?}");
                for (part, count) in cross.parts.iter().zip(counts) {
                    let area = match part.as_str() { "北部" => "north", "南部" => "south", _ => "nowhere" };
                    let (true_count, closed) = closed(label, Some(area));
                    prop_assert!(count.is_none_or(|shown| shown == true_count && !(true_count < 3 && closed)));
                }
            }
        }
    }
}

#[test]
fn what_everybody_may_see_but_staff_withheld_is_small_again() {
    let mut people: Vec<Person> = vec![(0, 0, 0, true); 9];
    people.extend([(0, 0, 1, true), (0, 0, 2, true)]);
    let mut all = made(&people);
    all.iter_mut().zip(1..).for_each(|(one, number)| one.id = format!("id{number}"));
    let seen = |withheld: &[crate::model::Withheld]| {
        let results = super::tests::counted_without(&all, &[survey(None)], withheld).remove(0);
        results.questions.first().map(|one| one.tally.rows.iter().map(|row| row.count).collect::<Vec<_>>())
    };
    assert_eq!(seen(&[]), Some(vec![Some(9), Some(1), Some(1)]));
    let line = crate::model::Withheld {
        id: "id10".into(),
        field: None,
        reason: String::new(),
        until: None,
        origin: super::tests::HERE,
    };
    assert_eq!(seen(&[line]), Some(vec![]));
}

/// The same people as two years of one survey: who answered the first, and with what; who the second.
fn two_years(people: &[(Person, Option<usize>, bool)]) -> Vec<PublicSurvey> {
    let mut old = survey(None);
    old.as_of = jiff::civil::date(2025, 6, 1);
    old.sources = vec![crate::place::SourceId(9)];
    let all: Vec<Facility> = people
        .iter()
        .map(|(now, before, answers_now)| {
            let mut one = made(&[*now]).remove(0);
            if let Some(before) = before {
                let mut earlier = one.answers[0].clone();
                earlier.answer = answer(*before);
                earlier.origin.source = crate::place::SourceId(9);
                earlier.as_of = Some(old.as_of);
                one.answers.push(earlier);
            }
            if !answers_now {
                one.answers.remove(0);
            }
            one
        })
        .collect();
    counted(&all, &[survey(None), old])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of one who came, or who answers anew, without consent, while all others stand still, this year's tables tell
    /// nothing, whatever it said.
    #[test]
    fn one_newcomer_is_not_told_by_two_years(people in people(), area in 0..3_usize, before in prop::option::of(0..4_usize)) {
        let seen = |said: usize| {
            let mut all: Vec<(Person, Option<usize>, bool)> = people.iter().map(|one| (*one, Some(one.2), true)).collect();
            all.push(((area, area, said, false), before, true));
            two_years(&all).remove(0).questions
        };
        let told: Vec<usize> = (0..4).filter(|said| before != Some(*said)).collect();
        for said in &told[1..] {
            prop_assert_eq!(seen(told[0]), seen(*said));
        }
    }

    /// One who left: with or without a word more this year's tables do not give last year's answer.
    #[test]
    fn one_leaver_is_not_told_by_two_years(people in people(), area in 0..3_usize) {
        let mut all: Vec<(Person, Option<usize>, bool)> = people.iter().map(|one| (*one, Some(one.2), true)).collect();
        all.push(((area, area, 0, false), Some(0), false));
        for question in two_years(&all).remove(0).questions {
            prop_assert!(question.tally.rows.is_empty() && question.by_area.is_none() && question.by_class.is_none());
        }
    }

    /// Of an area in which one newcomer answered, the area's column tells nothing, however much moved elsewhere.
    #[test]
    fn one_newcomer_of_an_area_is_not_told_by_its_column(people in people()) {
        let seen = |said: usize| {
            let mut all: Vec<(Person, Option<usize>, bool)> = people.iter().map(|one| (*one, Some(one.2), true)).collect();
            all.extend((0..6).map(|n| ((1, 1, n % 2, false), None, true)));
            all.push(((0, 0, said, false), None, true));
            two_years(&all).remove(0).questions.remove(0).by_area
        };
        for said in 0..3 {
            if let Some(cross) = seen(said) {
                let at = cross.parts.iter().position(|part| part == "北部").expect("its area");
                prop_assert!(cross.rows.iter().all(|(_, counts)| counts[at].is_none()), "{cross:?}");
            }
        }
    }
}

#[test]
fn two_years_stay_useful() {
    // Forty answered both years; five changed, three came: everything that one year would show is shown.
    let mut all: Vec<(Person, Option<usize>, bool)> = (0..40_usize)
        .map(|n| {
            ((n % 2, n % 2, usize::from(n % 4 == 0), false), Some(usize::from(n % 4 == 0) ^ usize::from(n < 5)), true)
        })
        .collect();
    all.extend((0..4).map(|n| ((n % 2, n % 2, 0, false), None, true)));
    let questions = two_years(&all).remove(0).questions;
    assert!(questions[0].tally.rows.iter().all(|row| row.count.is_some()));
    assert!(questions[0].before.is_some() && questions[0].by_area.is_some(), "{questions:?}");
    // Nobody moved: nothing new is told.
    all.iter_mut().for_each(|(now, before, _)| *before = Some(now.2));
    let questions = two_years(&all).remove(0).questions;
    assert!(!questions[0].tally.rows.is_empty() && questions[0].by_area.is_some());
}
