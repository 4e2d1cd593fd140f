//! Verdicts → clusters, checked for contradiction.

use super::candidates::Index;
use super::decided::{self, Earlier, Held};
use super::evidence::Evidence;
use super::follow::follow;
use super::groups::Groups;
use super::model::{self, Model, Pattern};
use super::profile::Profile;
use super::verdict::{Reason, Verdict, judge};
use super::{AddressAgreement, Doubt, Linked, NameAgreement};
use crate::model::{Decision, Identifier, Record, SourceKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Links registers first, then attaches the survey. What people decided stands above what the evidence says.
pub(super) fn cluster(records: &[Record], profiles: &[Profile], decisions: &[Decision]) -> Linked {
    let (held, followed) = decided::hold(records, decisions);
    let mut linked = Linked { followed, ..Linked::default() };
    let mut groups = Groups::new(records.len());
    let is_survey = |at: usize| records[at].source == SourceKind::Survey;
    let judged = judged(records, profiles, &held);
    for Judged { left, right, evidence, .. } in
        judged.iter().filter(|pair| pair.evidence.number_agrees && !is_survey(pair.left) && !is_survey(pair.right))
    {
        groups.join(*left, *right);
        linked.joined.push((*left, *right, *evidence));
    }
    let answered = follow(&held, records, profiles, &judged, &mut groups, &mut linked);
    join_registers(&mut groups, profiles, &judged, &is_survey, &mut linked);
    attach_survey(&mut groups, records, profiles, &judged, &answered, &mut linked);
    linked.doubts.extend(answered.asked);
    for doubt in &mut linked.doubts {
        let known = answered.background.iter().find(|(pair, _)| *pair == (doubt.left, doubt.right));
        doubt.earlier = doubt.earlier.take().or_else(|| known.map(|(_, earlier)| earlier.clone()));
    }
    drop_settled(records, &mut linked.doubts, &mut groups, &answered.joined);
    linked.clusters = groups.all();
    linked
}

/// So many pairs are compared by one thread at a time.
const AT_ONCE: usize = 16_384;

/// A pair and what was made of it.
pub(super) struct Judged {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) evidence: Evidence,
    pub(super) verdict: Verdict,
}

/// What people's decisions came to.
#[derive(Default)]
pub(super) struct Answered {
    /// The register's record that each survey row belongs to.
    pub(super) attached: BTreeMap<usize, (usize, Evidence)>,
    /// Records that were called one with another.
    pub(super) joined: BTreeSet<usize>,
    /// Pairs that could not be decided, or must be decided again.
    pub(super) asked: Vec<Doubt>,
    /// What is known of pairs that are doubtful anyway.
    pub(super) background: Vec<((usize, usize), Earlier)>,
}

/// Compares and judges every candidate pair, in order.
///
/// Two records of one care file are no candidates unless they share the number: offices of one register differ.
/// Pairs that people decided are compared whatever they have in common.
fn judged(records: &[Record], profiles: &[Profile], held: &[Held]) -> Vec<Judged> {
    let (index, (mut model, shared)) = rayon::join(
        || Index::new(profiles),
        || rayon::join(|| Model::new(profiles, &[]), || sharing_numbers(profiles)),
    );
    let mut pairs: Vec<(usize, usize)> = held.iter().map(Held::pair).chain(shared).collect();
    let met = |(keys, found): &mut (Vec<u64>, Vec<u32>), at: usize| -> Vec<(usize, usize)> {
        index.find(&profiles[at], keys, found);
        let others = found.iter().map(|other| *other as usize).filter(|other| *other < at);
        others
            .filter(|other| {
                let (one, other) = (&records[at], &records[*other]);
                one.source != other.source || one.kind != other.kind || one.source == SourceKind::Survey
            })
            .map(|other| (other, at))
            .collect()
    };
    let found: Vec<Vec<(usize, usize)>> =
        (0..profiles.len()).into_par_iter().with_min_len(256).map_init(Default::default, met).collect();
    pairs.extend(found.into_iter().flatten());
    pairs.par_sort_unstable();
    pairs.dedup();
    let asked: BTreeSet<(usize, usize)> = held.iter().map(Held::pair).collect();
    let compared = |pairs: &[(usize, usize)]| {
        let (mut kept, mut patterns) = (Vec::new(), BTreeMap::<Pattern, u64>::new());
        for (left, right) in pairs.iter().copied() {
            let (a, b) = (&profiles[left], &profiles[right]);
            let evidence = Evidence::of(a, b, model.is_shared(&a.phone) || model.is_shared(&b.phone));
            *patterns.entry(model::pattern(&evidence)).or_default() += 1;
            // Of the country's pairs nearly all are neighbours, which no weight makes one: they are only counted.
            if can_matter(&evidence) || asked.contains(&(left, right)) {
                kept.push(Judged { left, right, evidence, verdict: Verdict::Different });
            }
        }
        (kept, patterns)
    };
    let parts: Vec<(Vec<Judged>, BTreeMap<Pattern, u64>)> = pairs.par_chunks(AT_ONCE).map(compared).collect();
    let (mut judged, mut patterns) = (Vec::new(), BTreeMap::new());
    for (kept, counted) in parts {
        judged.extend(kept);
        counted.into_iter().for_each(|(pattern, count)| *patterns.entry(pattern).or_default() += count);
    }
    drop(pairs);
    model.refine(&patterns, profiles.len(), profiles.len());
    judged.par_iter_mut().for_each(|pair| {
        model.weigh(&mut pair.evidence, &profiles[pair.left], &profiles[pair.right]);
        pair.verdict = judge(&pair.evidence);
    });
    judged
}

/// Whether a pair can become anything but different, whatever it weighs, or be worth a question to a survey's row.
fn can_matter(evidence: &Evidence) -> bool {
    let most = Evidence { score: 1.0, measured: true, ..*evidence };
    judge(&most) != Verdict::Different || (evidence.name == NameAgreement::Same && evidence.sort_fits)
}

/// Pairs that share a number. A chain is enough: whoever shares a number is joined anyway.
fn sharing_numbers(profiles: &[Profile]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut by_number: HashMap<&Identifier, usize> = HashMap::with_capacity(profiles.len());
    for (at, profile) in profiles.iter().enumerate() {
        for identifier in &profile.identifiers {
            pairs.extend(by_number.insert(identifier, at).filter(|before| *before != at).map(|before| (before, at)));
        }
    }
    pairs
}

/// Two groups, and the pair of records that says that they are one.
type SamePair = ((usize, usize), (usize, usize, Evidence));

/// Joins groups that evidence calls the same, unless one group would then claim two that contradict each other.
fn join_registers(
    groups: &mut Groups,
    keys: &[Profile],
    judged: &[Judged],
    is_survey: &dyn Fn(usize) -> bool,
    linked: &mut Linked,
) {
    let mut same: Vec<SamePair> = Vec::new();
    for Judged { left: i, right: j, evidence, verdict } in
        judged.iter().filter(|pair| !is_survey(pair.left) && !is_survey(pair.right))
    {
        let (a, b) = (groups.find(*i), groups.find(*j));
        if a == b || groups.are_apart(a, b) {
            continue;
        }
        match verdict {
            Verdict::Same => {
                same.push(((a.min(b), a.max(b)), (*i, *j, *evidence)));
            }
            Verdict::Review(reason) => {
                linked.doubts.push(Doubt::new(*i, *j, *evidence, *reason));
            }
            Verdict::Different => {}
        }
    }
    // Of two groups the first pair speaks.
    same.sort_by_key(|(pair, _)| *pair);
    same.dedup_by_key(|(pair, _)| *pair);
    let mut partners: HashMap<usize, Vec<usize>> = HashMap::new();
    for ((a, b), _) in &same {
        partners.entry(*a).or_default().push(*b);
        partners.entry(*b).or_default().push(*a);
    }
    for ((a, b), (i, j, evidence)) in &same {
        let torn = [(a, b), (b, a)].into_iter().any(|(one, other)| {
            partners[one].iter().any(|third| third != other && conflict(groups, keys, *third, *other))
        });
        if groups.are_apart(*a, *b) {
            continue;
        }
        if torn || conflict(groups, keys, *a, *b) {
            linked.doubts.push(Doubt::new(*i, *j, *evidence, Reason::Several));
        } else {
            groups.join(*a, *b);
            linked.joined.push((*i, *j, *evidence));
        }
    }
}

fn conflict(groups: &mut Groups, keys: &[Profile], a: usize, b: usize) -> bool {
    let (a, b) = (groups.members(a), groups.members(b));
    a.iter().any(|i| b.iter().any(|j| keys[*i].identifiers_conflict(&keys[*j]) || !keys[*i].side.fits(keys[*j].side)))
}

/// Attaches each survey record to the one group it fits. It never joins two.
fn attach_survey(
    groups: &mut Groups,
    records: &[Record],
    keys: &[Profile],
    judged: &[Judged],
    answered: &Answered,
    linked: &mut Linked,
) {
    let is_survey = |at: usize| records[at].source == SourceKind::Survey;
    let mut found: BTreeMap<usize, Vec<(usize, Evidence, Verdict)>> = BTreeMap::new();
    for Judged { left: i, right: j, evidence, verdict } in judged {
        let (survey, register) = match (is_survey(*i), is_survey(*j)) {
            (true, false) => (*i, *j),
            (false, true) => (*j, *i),
            _ => continue,
        };
        found.entry(survey).or_default().push((register, *evidence, *verdict));
    }
    let surveys: Vec<usize> = (0..records.len()).filter(|at| is_survey(*at)).collect();
    for survey in surveys {
        if let Some((register, evidence)) = answered.attached.get(&survey) {
            groups.join(*register, survey);
            linked.joined.push((*register, survey, *evidence));
            continue;
        }
        let mut pairs = found.remove(&survey).unwrap_or_default();
        pairs.retain(|(register, ..)| !groups.are_apart(*register, survey));
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
                        linked.doubts.push(Doubt::new(register, survey, evidence, reason));
                    }
                }
            }
            _ => {
                for (register, evidence) in same.into_values() {
                    linked.doubts.push(Doubt::new(register, survey, evidence, Reason::Several));
                }
            }
        }
    }
    attach_repeated_answers(groups, records, keys, judged);
}

/// Two survey rows of one clinic (two years, two sheets) stand together when no register holds either.
///
/// One name at one door is enough there, whatever phone each row says: citizens ring it by one name, and of rows that
/// stand together the newest speaks and a refusal holds for all. Joined to no register, they move nothing of one.
fn attach_repeated_answers(groups: &mut Groups, records: &[Record], keys: &[Profile], judged: &[Judged]) {
    let is_survey = |at: usize| records[at].source == SourceKind::Survey;
    let one_door = |evidence: &Evidence, verdict: &Verdict| {
        matches!(verdict, Verdict::Review(_))
            && evidence.name == NameAgreement::Same
            && evidence.address == AddressAgreement::Same
            && evidence.depth >= 2
            && !evidence.number_conflicts
            && !evidence.hospital_and_clinic
            && evidence.operator != Some(false)
    };
    for Judged { left: i, right: j, evidence, verdict } in judged {
        let alone = |groups: &mut Groups, at: usize| groups.members(at).iter().all(|member| is_survey(*member));
        if is_survey(*i)
            && is_survey(*j)
            && (*verdict == Verdict::Same || one_door(evidence, verdict))
            && !groups.are_apart(*i, *j)
            && alone(groups, *i)
            && alone(groups, *j)
            && !conflict(groups, keys, *i, *j)
        {
            groups.join(*i, *j);
        }
    }
}

/// Leaves one doubt per pair of groups, none inside a group, and none that rests on little where both are settled
/// otherwise: a neighbour of another name is no question once another register knows the same facility.
///
/// `joined` are records that people called one with another: what fitted several is thereby answered.
fn drop_settled(records: &[Record], doubts: &mut Vec<Doubt>, groups: &mut Groups, joined: &BTreeSet<usize>) {
    let mut seen = BTreeSet::new();
    // What is asked again because of a change says so.
    doubts.sort_by(|a, b| {
        (a.earlier.is_none().cmp(&b.earlier.is_none()))
            .then(b.evidence.score.total_cmp(&a.evidence.score))
            .then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    doubts.retain(|doubt| {
        let (a, b) = (groups.find(doubt.left), groups.find(doubt.right));
        let (of_a, of_b) = (groups.members(a), groups.members(b));
        let other =
            |members: &[usize], than: usize| members.iter().any(|at| records[*at].source == records[than].source);
        let by_hand = |members: &[usize]| members.iter().any(|at| joined.contains(at));
        let weak = matches!(doubt.reason, Reason::Moved | Reason::Successor);
        let settles = |members: &[usize], than: usize| {
            other(members, than) && (weak || (by_hand(members) && doubt.reason != Reason::Renumbered))
        };
        let settled = doubt.earlier.is_none() && (settles(&of_a, doubt.right) || settles(&of_b, doubt.left));
        a != b && !settled && seen.insert((a.min(b), a.max(b)))
    });
    doubts.sort_by_key(|doubt| (doubt.left, doubt.right));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::PhoneAgreement;

    #[test]
    fn what_is_only_counted_is_different_whatever_it_weighs() {
        use crate::merge::{AddressAgreement as Address, NameAgreement as Name, PhoneAgreement as Phone};
        let names = [
            Name::Unknown,
            Name::Differs,
            Name::Branch,
            Name::Alike,
            Name::Holds,
            Name::Stem,
            Name::Slip,
            Name::Reading,
            Name::Same,
        ];
        let addresses = [
            Address::Unknown,
            Address::Differs,
            Address::Town,
            Address::Chome,
            Address::Block,
            Address::Stops,
            Address::Near,
            Address::Same,
        ];
        let phones: [PhoneAgreement; 3] = [Phone::Unknown, Phone::Differs, Phone::Same];
        let maybe = [None, Some(false), Some(true)];
        let (mut counted, mut kept) = (0, 0);
        // Every combination of names, addresses and phones with everything that may stand beside them.
        for at in 0..9 * 8 * 3 * 3 * 3 * 2 * 2 * 2 * 8 {
            let mut rest = at;
            let mut next = |among: usize| {
                let one = rest % among;
                rest /= among;
                one
            };
            let mut evidence = Evidence {
                name: names[next(9)],
                address: addresses[next(8)],
                phone: phones[next(3)],
                reading: maybe[next(3)],
                operator: maybe[next(3)],
                municipality: [None, Some(false)][next(2)],
                distance: [None, Some(50.0)][next(2)],
                depth: [0, 2][next(2)],
                sort_fits: next(2) == 1,
                number_conflicts: next(2) == 1,
                hospital_and_clinic: next(2) == 1,
                number_agrees: false,
                score: 0.0,
                measured: false,
            };
            if can_matter(&evidence) {
                kept += 1;
                continue;
            }
            counted += 1;
            for (score, measured) in [(0.0, false), (0.0, true), (0.5, true), (1.0, false), (1.0, true)] {
                (evidence.score, evidence.measured) = (score, measured);
                assert_eq!(judge(&evidence), Verdict::Different, "{evidence:?}");
            }
        }
        assert!(counted > 50_000 && kept > 10_000, "{counted} are counted, {kept} kept");
    }
}
