//! Decisions → groups joined and kept apart, before any evidence is followed.

use super::cluster::{Answered, Judged};
use super::decided::{self, Followed, Held};
use super::groups::Groups;
use super::profile::Profile;
use super::verdict::{Reason, Verdict};
use super::{Doubt, Evidence, Linked};
use crate::model::{Record, Ruling, SourceKind};
use std::collections::{BTreeMap, BTreeSet};

/// Follows what people decided. Registers that were called one are joined; a survey row that was called one with a
/// register's record waits for its turn; what was called different, put off, or must be asked again is kept apart.
///
/// Answers that cannot all be true join nothing: apart is the safe side.
pub(super) fn follow(
    held: &[Held],
    records: &[Record],
    profiles: &[Profile],
    judged: &[Judged],
    groups: &mut Groups,
    linked: &mut Linked,
) -> Answered {
    let mut answered = Answered::default();
    let found: BTreeMap<(usize, usize), &Judged> = if held.is_empty() {
        BTreeMap::new()
    } else {
        judged.iter().map(|pair| ((pair.left, pair.right), pair)).collect()
    };
    let mut joins: Vec<(&Held, &Judged)> = Vec::new();
    let mut apart: Vec<(&Held, &Judged)> = Vec::new();
    for one in held {
        let Some(pair) = found.get(&one.pair()).copied() else { continue };
        let settled = match (one.earlier.ruling, pair.verdict) {
            (Ruling::Same, Verdict::Same) | (Ruling::Different, Verdict::Different) => true,
            (Ruling::Unknown, verdict) => !matches!(verdict, Verdict::Review(_)),
            _ => false,
        };
        match one.earlier.ruling {
            Ruling::Same if one.is_fresh() => joins.push((one, pair)),
            Ruling::Different if one.is_fresh() => apart.push((one, pair)),
            Ruling::Unknown if one.is_fresh() => {
                groups.keep_apart(one.decision, &one.records);
                answered.asked.push(asked(one, pair));
            }
            // The new facts say the same by themselves.
            _ if settled => {}
            // It is for review as before; the question only says that it was asked, and what is new.
            Ruling::Unknown => answered.background.push((one.pair(), one.earlier.clone())),
            Ruling::Same | Ruling::Different => {
                groups.keep_apart(one.decision, &one.records);
                answered.asked.push(asked(one, pair));
            }
        }
    }
    let torn = contradictions(&joins, &apart, records, profiles, groups, linked);
    for (one, _) in apart.iter().filter(|(one, _)| linked.followed[one.decision] != Followed::AgainstNumber) {
        groups.keep_apart(one.decision, &one.records);
    }
    for (one, pair) in joins {
        if torn.contains(&one.decision) {
            groups.keep_apart(one.decision, &one.records);
            let doubt = Doubt { reason: Reason::Contradicts, ..asked(one, pair) };
            // Not put off: somebody must look at the answers.
            answered.asked.push(Doubt { earlier: None, ..doubt });
        } else {
            join(one, pair.evidence, records, groups, &mut answered, linked);
        }
    }
    answered
}

fn asked(one: &Held, pair: &Judged) -> Doubt {
    let reason = match pair.verdict {
        Verdict::Review(reason) => reason,
        Verdict::Same | Verdict::Different => Reason::Changed,
    };
    Doubt { earlier: Some(one.earlier.clone()), ..Doubt::new(pair.left, pair.right, pair.evidence, reason) }
}

/// Joins the registers' records of a decision; notes what a survey's record belongs to.
fn join(
    one: &Held,
    evidence: Evidence,
    records: &[Record],
    groups: &mut Groups,
    answered: &mut Answered,
    linked: &mut Linked,
) {
    let is_survey = |at: &usize| records[*at].source == SourceKind::Survey;
    let (surveys, registers): (Vec<usize>, Vec<usize>) = one.records.iter().flatten().partition(|at| is_survey(at));
    answered.joined.extend(one.records.iter().flatten());
    match registers.first() {
        Some(first) => {
            for other in &registers[1..] {
                groups.join(*first, *other);
                linked.joined.push((*first, *other, evidence));
            }
            answered.attached.extend(surveys.into_iter().map(|survey| (survey, (*first, evidence))));
        }
        None => {
            for other in &surveys[1..] {
                groups.join(surveys[0], *other);
            }
        }
    }
}

/// Decisions to join that cannot all be followed: a chain of them leads from one side of a "different" to the other, or
/// from one survey row to two facilities.
fn contradictions(
    joins: &[(&Held, &Judged)],
    apart: &[(&Held, &Judged)],
    records: &[Record],
    profiles: &[Profile],
    groups: &Groups,
    linked: &mut Linked,
) -> BTreeSet<usize> {
    let is_survey = |at: usize| records[at].source == SourceKind::Survey;
    let mut all = groups.clone();
    for (one, _) in joins {
        let members: Vec<usize> = one.records.iter().flatten().copied().collect();
        members[1..].iter().for_each(|other| all.join(members[0], *other));
    }
    let mut torn_groups = BTreeSet::new();
    for (one, _) in apart {
        let (a, b) = one.pair();
        if groups.root(a) == groups.root(b) || decided::is_one_by_number(records, profiles, a, b) {
            linked.followed[one.decision] = Followed::AgainstNumber;
        } else if all.find(a) == all.find(b) {
            linked.followed[one.decision] = Followed::Contradicts;
            torn_groups.insert(all.find(a));
        }
    }
    // Registers alone: whether a survey's row would bridge two.
    let mut registers = groups.clone();
    for (one, _) in joins {
        let members: Vec<usize> = one.records.iter().flatten().copied().filter(|at| !is_survey(*at)).collect();
        for other in members.iter().skip(1) {
            registers.join(members[0], *other);
        }
    }
    let mut reached: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (one, _) in joins {
        let (surveys, others): (Vec<usize>, Vec<usize>) = one.records.iter().flatten().partition(|at| is_survey(**at));
        for survey in surveys {
            reached.entry(survey).or_default().extend(others.iter().map(|at| registers.root(*at)));
        }
    }
    for survey in reached.iter().filter(|(_, reached)| reached.len() > 1).map(|(survey, _)| *survey) {
        torn_groups.insert(all.find(survey));
    }
    let mut torn = BTreeSet::new();
    for (one, _) in joins {
        if torn_groups.contains(&all.find(one.pair().0)) {
            linked.followed[one.decision] = Followed::Contradicts;
            torn.insert(one.decision);
        }
    }
    torn
}
