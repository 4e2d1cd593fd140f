//! Verdicts → clusters, checked for contradiction.

use super::evidence::Evidence;
use super::keys::Keys;
use super::verdict::{Reason, Verdict, judge};
use super::{Doubt, Linked, NameAgreement};
use crate::model::{Record, SourceKind};
use std::collections::{BTreeMap, BTreeSet};

/// Links registers first, then attaches the survey.
pub(super) fn cluster(records: &[Record], keys: &[Keys], pairs: &[(usize, usize)]) -> Linked {
    let mut linked = Linked::default();
    let mut groups = Groups::new(records.len());
    let is_survey = |at: usize| records[at].source == SourceKind::Survey;
    let judged: Vec<(usize, usize, Evidence, Verdict)> = pairs
        .iter()
        .map(|(i, j)| {
            let evidence = Evidence::of(&keys[*i], &keys[*j]);
            (*i, *j, evidence, judge(&evidence))
        })
        .collect();
    for (i, j, evidence, _) in
        judged.iter().filter(|(i, j, evidence, _)| evidence.number_agrees && !is_survey(*i) && !is_survey(*j))
    {
        groups.join(*i, *j);
        linked.joined.push((*i, *j, *evidence));
    }
    join_registers(&mut groups, keys, &judged, &is_survey, &mut linked);
    attach_survey(&mut groups, records, keys, &judged, &mut linked);
    drop_settled(&mut linked.doubts, &mut groups);
    linked.clusters = groups.all();
    linked
}

/// Joins groups that evidence calls the same, unless one group would then claim two that contradict each other.
fn join_registers(
    groups: &mut Groups,
    keys: &[Keys],
    judged: &[(usize, usize, Evidence, Verdict)],
    is_survey: &dyn Fn(usize) -> bool,
    linked: &mut Linked,
) {
    let mut same: BTreeMap<(usize, usize), (usize, usize, Evidence)> = BTreeMap::new();
    for (i, j, evidence, verdict) in judged.iter().filter(|(i, j, ..)| !is_survey(*i) && !is_survey(*j)) {
        let (a, b) = (groups.find(*i), groups.find(*j));
        if a == b {
            continue;
        }
        match verdict {
            Verdict::Same => {
                same.entry((a.min(b), a.max(b))).or_insert((*i, *j, *evidence));
            }
            Verdict::Review(reason) => {
                linked.doubts.push(Doubt { left: *i, right: *j, evidence: *evidence, reason: *reason });
            }
            Verdict::Different => {}
        }
    }
    let mut partners: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (a, b) in same.keys() {
        partners.entry(*a).or_default().insert(*b);
        partners.entry(*b).or_default().insert(*a);
    }
    for ((a, b), (i, j, evidence)) in &same {
        let torn = [(a, b), (b, a)].into_iter().any(|(one, other)| {
            partners[one].iter().any(|third| third != other && conflict(groups, keys, *third, *other))
        });
        if torn || conflict(groups, keys, *a, *b) {
            linked.doubts.push(Doubt { left: *i, right: *j, evidence: *evidence, reason: Reason::Several });
        } else {
            groups.join(*a, *b);
            linked.joined.push((*i, *j, *evidence));
        }
    }
}

fn conflict(groups: &mut Groups, keys: &[Keys], a: usize, b: usize) -> bool {
    let (a, b) = (groups.members(a), groups.members(b));
    a.iter().any(|i| b.iter().any(|j| keys[*i].identifiers_conflict(&keys[*j]) || !keys[*i].side.fits(keys[*j].side)))
}

/// Attaches each survey record to the one group it fits. It never joins two.
fn attach_survey(
    groups: &mut Groups,
    records: &[Record],
    keys: &[Keys],
    judged: &[(usize, usize, Evidence, Verdict)],
    linked: &mut Linked,
) {
    let is_survey = |at: usize| records[at].source == SourceKind::Survey;
    let mut found: BTreeMap<usize, Vec<(usize, Evidence, Verdict)>> = BTreeMap::new();
    for (i, j, evidence, verdict) in judged {
        let (survey, register) = match (is_survey(*i), is_survey(*j)) {
            (true, false) => (*i, *j),
            (false, true) => (*j, *i),
            _ => continue,
        };
        found.entry(survey).or_default().push((register, *evidence, *verdict));
    }
    let surveys: Vec<usize> = (0..records.len()).filter(|at| is_survey(*at)).collect();
    for survey in surveys {
        let pairs = found.remove(&survey).unwrap_or_default();
        let mut same: BTreeMap<usize, (usize, Evidence)> = BTreeMap::new();
        for (register, evidence, verdict) in &pairs {
            if *verdict == Verdict::Same {
                same.entry(groups.find(*register)).or_insert((*register, *evidence));
            }
        }
        // A number written on the sheet decides between several.
        if same.len() > 1 && same.values().any(|(_, evidence)| evidence.number_agrees) {
            same.retain(|_, (_, evidence)| evidence.number_agrees);
        }
        match same.len() {
            1 => {
                for (register, evidence) in same.into_values() {
                    groups.join(register, survey);
                    linked.joined.push((register, survey, evidence));
                }
            }
            0 => {
                let mut asked = BTreeSet::new();
                for (register, evidence, verdict) in pairs {
                    let reason = match verdict {
                        Verdict::Review(reason) => reason,
                        // A survey row must belong somewhere: the same name is worth a question.
                        Verdict::Different if evidence.name == NameAgreement::Same && evidence.sort_fits => {
                            Reason::Moved
                        }
                        _ => continue,
                    };
                    if asked.insert(groups.find(register)) {
                        linked.doubts.push(Doubt { left: register, right: survey, evidence, reason });
                    }
                }
            }
            _ => {
                for (register, evidence) in same.into_values() {
                    linked.doubts.push(Doubt { left: register, right: survey, evidence, reason: Reason::Several });
                }
            }
        }
    }
    attach_repeated_answers(groups, records, keys, judged);
}

/// Two survey rows of one clinic (two years, two sheets) stand together when no register holds either.
fn attach_repeated_answers(
    groups: &mut Groups,
    records: &[Record],
    keys: &[Keys],
    judged: &[(usize, usize, Evidence, Verdict)],
) {
    let is_survey = |at: usize| records[at].source == SourceKind::Survey;
    for (i, j, _, verdict) in judged {
        let alone = |groups: &mut Groups, at: usize| groups.members(at).iter().all(|member| is_survey(*member));
        if is_survey(*i)
            && is_survey(*j)
            && *verdict == Verdict::Same
            && alone(groups, *i)
            && alone(groups, *j)
            && !conflict(groups, keys, *i, *j)
        {
            groups.join(*i, *j);
        }
    }
}

/// Leaves one doubt per pair of groups, and none inside a group.
fn drop_settled(doubts: &mut Vec<Doubt>, groups: &mut Groups) {
    let mut seen = BTreeSet::new();
    doubts.retain(|doubt| {
        let (a, b) = (groups.find(doubt.left), groups.find(doubt.right));
        a != b && seen.insert((a.min(b), a.max(b)))
    });
}

/// Disjoint groups of record indices; a group is named by its smallest member.
struct Groups {
    parent: Vec<usize>,
    members: BTreeMap<usize, Vec<usize>>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { parent: (0..count).collect(), members: (0..count).map(|at| (at, vec![at])).collect() }
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        let (keep, give) = (a.min(b), a.max(b));
        self.parent[give] = keep;
        let mut given = self.members.remove(&give).unwrap_or_default();
        let kept = self.members.entry(keep).or_default();
        kept.append(&mut given);
        kept.sort_unstable();
    }

    fn members(&mut self, at: usize) -> Vec<usize> {
        let root = self.find(at);
        self.members.get(&root).cloned().unwrap_or_default()
    }

    fn all(self) -> Vec<Vec<usize>> {
        self.members.into_values().collect()
    }
}
