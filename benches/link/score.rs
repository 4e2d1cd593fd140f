//! Precision, recall and the rest from pairs and truth.

use ouchi::merge::{Match, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Figures of one run. A right row joined to a wrong left row is a wrong merge and, when it has a true one, also a miss.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Score {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub f1: f64,
    /// Found as same or for review.
    pub(crate) recall_with_review: f64,
    /// Share of right rows for review.
    pub(crate) review: f64,
    pub(crate) wrong: usize,
}

/// Scores by keys: what rows stand for, so that rows of one facility count as one.
pub(crate) fn score<K: Ord + Clone>(
    pairs: &[Match],
    left: &[K],
    right: &[K],
    truth: &BTreeMap<K, K>,
    rows: usize,
) -> Score {
    let mut same: BTreeSet<(K, K)> = BTreeSet::new();
    let mut asked: BTreeSet<(K, K)> = BTreeSet::new();
    for pair in pairs {
        let key = (left[pair.left as usize].clone(), right[pair.right as usize].clone());
        if pair.verdict == Verdict::Same {
            same.insert(key)
        } else {
            asked.insert(key)
        };
    }
    let good = same.iter().filter(|(l, r)| truth.get(r) == Some(l)).count();
    let wrong = same.len() - good;
    let found = truth
        .iter()
        .filter(|(r, l)| {
            let key = ((*l).clone(), (*r).clone());
            same.contains(&key) || asked.contains(&key)
        })
        .count();
    let settled: BTreeSet<&K> = same.iter().map(|(_, r)| r).collect();
    let open: BTreeSet<&K> = asked.iter().map(|(_, r)| r).filter(|r| !settled.contains(r)).collect();
    let share = |n: usize, of: usize| if of == 0 { 1.0 } else { n as f64 / of as f64 };
    let (precision, recall) = (share(good, same.len()), share(good, truth.len()));
    Score {
        precision,
        recall,
        f1: if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 },
        recall_with_review: share(found, truth.len()),
        review: share(open.len(), rows),
        wrong,
    }
}
