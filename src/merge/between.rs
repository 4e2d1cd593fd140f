//! Two tables → the pairs that are one facility, or may be.
//!
//! Duplicate rows are compared once. A row's best partner must beat the next by a margin, from both sides, unless the
//! rivals are one facility themselves; else a person is asked.

use super::candidates::{AsIs, Index};
use super::evidence::{Evidence, NameAgreement};
use super::model::{self, Model, Pattern};
use super::profile::Profile;
use super::verdict::{Reason, Verdict, judge};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

/// A partner must be likelier than its rival by this many bits.
const MARGIN: f64 = 4.0;
/// A rival beaten by this many bits is no question any more.
const CLEAR: f64 = 10.0;
/// Questions about one row at most.
const MOST_QUESTIONS: usize = 3;

/// A pair of rows of two tables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Place in the left table.
    pub left: u32,
    /// Place in the right table.
    pub right: u32,
    /// Same or review, never different.
    pub verdict: Verdict,
    /// What was found.
    pub evidence: Evidence,
}

/// Pairs of unequal profiles.
#[derive(Debug, Clone, Copy)]
struct Pair {
    left: u32,
    right: u32,
    bits: f64,
    evidence: Evidence,
    verdict: Verdict,
}

/// A table with every set of facts once.
struct Distinct {
    profiles: Vec<Profile>,
    /// Rows of each profile, ascending.
    rows: Vec<Vec<u32>>,
}

/// Links two tables. A row that says nothing is `None`. The pairs are ordered by left, then right.
///
/// Deterministic, and the same whichever table is left (with left and right exchanged).
pub fn between(left: Vec<Option<Profile>>, right: Vec<Option<Profile>>) -> Vec<Match> {
    let (left, right) = (distinct(left), distinct(right));
    if left.profiles.is_empty() || right.profiles.is_empty() {
        return Vec::new();
    }
    let mut model = Model::new(&left.profiles, &right.profiles);
    let (mut pairs, patterns) = compare(&left.profiles, &right.profiles, &model);
    model.refine(&patterns, left.profiles.len(), right.profiles.len());
    pairs.par_iter_mut().for_each(|pair| {
        let (a, b) = (&left.profiles[pair.left as usize], &right.profiles[pair.right as usize]);
        pair.bits = model.weigh(&mut pair.evidence, a, b);
        pair.verdict = judge(&pair.evidence);
    });
    second_look(&mut pairs, &left.profiles, &right.profiles, &model);
    pairs.retain(|pair| pair.verdict != Verdict::Different);
    settle(&mut pairs, &left.profiles, &right.profiles, &model);
    let mut found: Vec<Match> = pairs.iter().flat_map(|pair| spread(pair, &left, &right)).collect();
    found.sort_unstable_by_key(|one| (one.left, one.right));
    found
}

/// Weighs again what found no partner at its place. That it has moved is no surprise any more: what remains is how many
/// of those left over on both sides can be one, and that is far less of a haystack.
fn second_look(pairs: &mut [Pair], left: &[Profile], right: &[Profile], model: &Model) {
    let mut settled: Vec<Pair> = pairs.iter().filter(|pair| pair.verdict != Verdict::Different).copied().collect();
    settle(&mut settled, left, right, model);
    let (mut lefts, mut rights) = (vec![false; left.len()], vec![false; right.len()]);
    for pair in settled.iter().filter(|pair| pair.verdict == Verdict::Same) {
        (lefts[pair.left as usize], rights[pair.right as usize]) = (true, true);
    }
    let alone = |side: &[bool]| side.iter().filter(|settled| !**settled).count();
    let matched = left.len().min(right.len()) - alone(&lefts).min(alone(&rights)).min(left.len().min(right.len()));
    let bonus = model.bonus(alone(&lefts), alone(&rights), matched, left.len(), right.len());
    for pair in pairs.iter_mut().filter(|pair| !lefts[pair.left as usize] && !rights[pair.right as usize]) {
        pair.bits += model.again(&mut pair.evidence, pair.bits, bonus);
        pair.verdict = judge(&pair.evidence);
    }
}

fn distinct(table: Vec<Option<Profile>>) -> Distinct {
    let sums: Vec<u64> = table
        .par_iter()
        .map(|profile| {
            let mut hasher = DefaultHasher::new();
            profile.hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    let mut seen: HashMap<u64, u32, BuildHasherDefault<AsIs>> =
        HashMap::with_capacity_and_hasher(table.len(), BuildHasherDefault::default());
    let mut profiles: Vec<Profile> = Vec::with_capacity(table.len());
    let mut rows: Vec<Vec<u32>> = Vec::with_capacity(table.len());
    for ((row, profile), sum) in (0_u32..).zip(table).zip(sums) {
        let Some(profile) = profile.filter(|profile| !profile.is_empty()) else { continue };
        let next = u32::try_from(profiles.len()).unwrap_or(u32::MAX);
        let at = *seen.entry(sum).or_insert(next);
        if at != next && profiles[at as usize] == profile {
            rows[at as usize].push(row);
        } else {
            profiles.push(profile);
            rows.push(vec![row]);
        }
    }
    Distinct { profiles, rows }
}

/// Compares candidates: those that any score could make one, and how often each pattern was met.
fn compare(left: &[Profile], right: &[Profile], model: &Model) -> (Vec<Pair>, BTreeMap<Pattern, u64>) {
    let index = Index::new(left);
    let chunk = right.len().div_ceil(rayon::current_num_threads() * 8).max(64);
    let parts: Vec<(Vec<Pair>, BTreeMap<Pattern, u64>)> = right
        .par_chunks(chunk)
        .enumerate()
        .map(|(nth, part)| {
            let (mut keys, mut found) = (Vec::new(), Vec::new());
            let (mut pairs, mut patterns) = (Vec::new(), BTreeMap::new());
            for (at, b) in part.iter().enumerate() {
                index.find(b, &mut keys, &mut found);
                let rings_often = model.is_shared(&b.phone);
                for l in &found {
                    let a = &left[*l as usize];
                    let evidence = Evidence::of(a, b, rings_often || model.is_shared(&a.phone));
                    *patterns.entry(model::pattern(&evidence)).or_default() += 1;
                    let hopeful = Evidence { score: 1.0, measured: true, ..evidence };
                    if judge(&hopeful) != Verdict::Different {
                        let right = u32::try_from(nth * chunk + at).unwrap_or(u32::MAX);
                        pairs.push(Pair { left: *l, right, bits: 0.0, evidence, verdict: Verdict::Different });
                    }
                }
            }
            (pairs, patterns)
        })
        .collect();
    let mut all = Vec::new();
    let mut counted = BTreeMap::new();
    for (pairs, patterns) in parts {
        all.extend(pairs);
        for (pattern, count) in patterns {
            *counted.entry(pattern).or_default() += count;
        }
    }
    (all, counted)
}

/// Lets every pair stand only if it is the best for both, and drops questions that are answered.
fn settle(pairs: &mut Vec<Pair>, left: &[Profile], right: &[Profile], model: &Model) {
    let beside = Neighbours::new(pairs, left.len(), right.len());
    let before: Vec<(Verdict, f64)> = pairs.iter().map(|pair| (pair.verdict, pair.bits)).collect();
    let rivals_differ = |one: &Pair, other: &Pair| {
        let (table, a, b) =
            if one.left == other.left { (right, one.right, other.right) } else { (left, one.left, other.left) };
        let (a, b) = (&table[a.min(b) as usize], &table[a.max(b) as usize]);
        let mut evidence = Evidence::of(a, b, model.is_shared(&a.phone));
        model.weigh(&mut evidence, a, b);
        judge(&evidence) != Verdict::Same
    };
    let mut after: Vec<Verdict> = before.iter().map(|(verdict, _)| *verdict).collect();
    for (at, pair) in pairs.iter().enumerate().filter(|(_, pair)| pair.verdict == Verdict::Same) {
        // A name that only resembles must also be far ahead of what would be asked.
        let resembles = pair.evidence.name < NameAgreement::Reading && !pair.evidence.number_agrees;
        for other in beside.of(pair).filter(|other| *other != at && (resembles || before[*other].0 == Verdict::Same)) {
            let lead = pair.bits - before[other].1;
            let needed = if before[other].0 == Verdict::Same { MARGIN } else { CLEAR };
            if lead >= needed || !rivals_differ(pair, &pairs[other]) {
                continue;
            }
            if lead <= -CLEAR {
                after[at] = Verdict::Different;
                break;
            }
            after[at] = Verdict::Review(Reason::Several);
        }
    }
    let mut keep: Vec<bool> = after.iter().map(|verdict| *verdict != Verdict::Different).collect();
    for (at, pair) in pairs.iter().enumerate().filter(|(at, _)| matches!(after[*at], Verdict::Review(_))) {
        let mut better_on = [0_usize; 2];
        for other in beside.of(pair).filter(|other| *other != at) {
            let lead = before[other].1 - pair.bits;
            // Settled with another.
            if after[other] == Verdict::Same && lead >= MARGIN {
                keep[at] = false;
                break;
            }
            if matches!(after[other], Verdict::Review(_)) && (lead > 0.0 || (lead == 0.0 && other < at)) {
                better_on[usize::from(pairs[other].left == pair.left)] += 1;
                keep[at] &= lead < CLEAR;
            }
        }
        keep[at] &= better_on.iter().all(|better| *better < MOST_QUESTIONS);
    }
    for (pair, verdict) in pairs.iter_mut().zip(&after) {
        pair.verdict = *verdict;
    }
    let mut kept = keep.into_iter();
    pairs.retain(|_| kept.next().unwrap_or(false));
}

/// Places of the pairs of each record.
struct Neighbours {
    left: Vec<u32>,
    right: Vec<u32>,
    by_left: Vec<u32>,
    by_right: Vec<u32>,
}

impl Neighbours {
    fn new(pairs: &[Pair], lefts: usize, rights: usize) -> Self {
        let table = |count: usize, of: &dyn Fn(&Pair) -> u32| {
            let mut ends = vec![0_u32; count + 1];
            pairs.iter().for_each(|pair| ends[of(pair) as usize + 1] += 1);
            for at in 1..ends.len() {
                ends[at] += ends[at - 1];
            }
            let mut next = ends.clone();
            let mut members = vec![0_u32; pairs.len()];
            for (at, pair) in (0_u32..).zip(pairs) {
                let slot = &mut next[of(pair) as usize];
                members[*slot as usize] = at;
                *slot += 1;
            }
            (ends, members)
        };
        let (left, by_left) = table(lefts, &|pair| pair.left);
        let (right, by_right) = table(rights, &|pair| pair.right);
        Self { left, right, by_left, by_right }
    }

    fn of(&self, pair: &Pair) -> impl Iterator<Item = usize> + '_ {
        let (l, r) = (pair.left as usize, pair.right as usize);
        let here = &self.by_left[self.left[l] as usize..self.left[l + 1] as usize];
        let there = &self.by_right[self.right[r] as usize..self.right[r + 1] as usize];
        here.iter().chain(there).map(|at| *at as usize)
    }
}

/// The pair for every row of both: rows of one set of facts are all named, without naming every combination.
fn spread<'a>(pair: &'a Pair, left: &'a Distinct, right: &'a Distinct) -> impl Iterator<Item = Match> + 'a {
    let (lefts, rights) = (&left.rows[pair.left as usize], &right.rows[pair.right as usize]);
    let one = move |l: u32, r: u32| Match { left: l, right: r, verdict: pair.verdict, evidence: pair.evidence };
    let first = rights.iter().map(move |r| one(lefts[0], *r));
    first.chain(lefts[1..].iter().map(move |l| one(*l, rights[0])))
}
