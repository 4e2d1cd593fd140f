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

#[cfg(test)]
mod tests {
    use crate::merge::{Followed, Linked, link};
    use crate::model::{Areas, Decision, Facts, Identifier, IdentifierKind, Kind, Party, Record, Ruling, SourceKind};
    use crate::place::{Origin, SourceId, Sourced};

    fn record(source: SourceKind, row: u32, name: &str, address: &str, number: Option<&str>) -> Record {
        let origin = Origin { source: SourceId(0), row, column: 0 };
        let mut record = Record::new(source, Kind::Clinic, Sourced::new(name.to_owned(), origin));
        record.address = Some(Sourced::new(address.to_owned(), origin));
        record.municipality = Some("122203".into());
        let kind = if source == SourceKind::Navii { IdentifierKind::Navii } else { IdentifierKind::Institution };
        record.identifiers = number.map(|number| Identifier::new(kind, number)).into_iter().collect();
        record
    }

    /// Two clinics on the bureau's list, one of them in ナビイ too, and a survey row.
    fn records(survey: Option<&str>) -> Vec<Record> {
        vec![
            record(SourceKind::Bureau, 1, "見本あおぞら医院", "南見本1-2-3", Some("1210000001")),
            record(SourceKind::Bureau, 2, "見本ひなた内科", "南見本5-6-7", Some("1210000002")),
            record(SourceKind::Navii, 3, "見本あおぞら医院", "南見本1-2-3", Some("1229900000001")),
            record(SourceKind::Survey, 4, "見本あおぞら医院", "北見本9-9-9", survey),
        ]
    }

    const ONE: &str = "bureau/institution:1210000001";
    const TWO: &str = "bureau/institution:1210000002";
    const NAVII: &str = "navii/navii:1229900000001";
    const ROW: &str = "survey/name:見本アオゾラ医院@北見本";

    fn decided(left: &str, right: &str, ruling: Ruling) -> Decision {
        let party = |reference: &str| Party { reference: reference.to_owned(), facts: Facts::default() };
        Decision::new(party(left), party(right), ruling, None, String::new())
    }

    fn linked(decisions: &[Decision]) -> Linked {
        link(&records(None), &Areas::default(), decisions)
    }

    #[test]
    fn a_survey_row_follows_its_answer_and_bridges_nothing() {
        assert_eq!(linked(&[]).clusters, [vec![0, 2], vec![1], vec![3]]);
        assert_eq!(linked(&[]).doubts.len(), 1, "the name alone");
        assert_eq!(crate::merge::decided::reference(&records(None)[3]), ROW);
        let same = linked(&[decided(ONE, ROW, Ruling::Same)]);
        assert_eq!((same.clusters.len(), same.doubts.len()), (2, 0));
        assert_eq!(same.clusters[0], [0, 2, 3]);
        // By what it belongs to already.
        assert_eq!(linked(&[decided(NAVII, ROW, Ruling::Same)]).clusters[0], [0, 2, 3]);
        let both = linked(&[decided(ONE, ROW, Ruling::Same), decided(TWO, ROW, Ruling::Same)]);
        assert_eq!(both.clusters, [vec![0, 2], vec![1], vec![3]], "one row is not two facilities");
        assert_eq!(both.followed, [Followed::Contradicts, Followed::Contradicts]);
        assert!(both.doubts.iter().all(|doubt| !doubt.is_put_off()) && !both.doubts.is_empty());
    }

    #[test]
    fn different_keeps_whole_groups_apart_without_asking() {
        let apart = linked(&[decided(NAVII, ROW, Ruling::Different)]);
        assert_eq!(apart.clusters, [vec![0, 2], vec![1], vec![3]]);
        assert!(apart.doubts.is_empty());
        // Registers that evidence calls one stay two.
        let apart = linked(&[decided(ONE, NAVII, Ruling::Different)]);
        assert!(apart.clusters.contains(&vec![0]) && apart.clusters.contains(&vec![2]));
        let off = linked(&[decided(ONE, NAVII, Ruling::Unknown)]);
        assert!(off.clusters.contains(&vec![0]) && off.doubts.iter().any(super::Doubt::is_put_off));
    }

    #[test]
    fn answers_that_cannot_all_be_true_join_nothing() {
        let torn = linked(&[
            decided(ONE, TWO, Ruling::Same),
            decided(TWO, NAVII, Ruling::Same),
            decided(ONE, NAVII, Ruling::Different),
        ]);
        assert_eq!(torn.clusters.len(), 4, "{:?}", torn.clusters);
        assert_eq!(torn.followed, [Followed::Contradicts; 3]);
        // Two of them can be.
        let two = linked(&[decided(ONE, TWO, Ruling::Same), decided(ONE, NAVII, Ruling::Different)]);
        assert_eq!(two.clusters[0], [0, 1]);
        assert_eq!(two.followed, [Followed::Holds; 2]);
    }

    #[test]
    fn an_official_number_stands_above_an_answer_a_number_on_a_sheet_does_not() {
        let mut all = records(Some("1210000001"));
        all.push(record(SourceKind::List, 5, "見本あおぞら医院", "南見本1-2-3", Some("1210000001")));
        let list = "list/institution:1210000001";
        let one = link(&all, &Areas::default(), &[decided(ONE, list, Ruling::Different)]);
        assert_eq!(one.followed, [Followed::AgainstNumber]);
        assert!(one.clusters.iter().any(|cluster| cluster.contains(&0) && cluster.contains(&4)));
        // A survey row may carry somebody else's number.
        let row = "survey/institution:1210000001";
        let one = link(&all, &Areas::default(), &[decided(ONE, row, Ruling::Different)]);
        assert_eq!(one.followed, [Followed::Holds]);
        assert!(one.clusters.contains(&vec![3]));
        let two = link(&all, &Areas::default(), &[decided(ONE, TWO, Ruling::Same)]);
        assert!(two.clusters[0].starts_with(&[0, 1]), "a renumbered office, by decision");
    }

    #[test]
    fn a_row_whose_name_changed_is_found_again_by_its_phone_and_address() {
        let mut all = records(None);
        all[3].phone = Some(Sourced::new("04-0000-0001".to_owned(), all[3].origin));
        let mut decision = decided(ONE, ROW, Ruling::Different);
        decision.parties.iter_mut().find(|party| party.reference == ROW).expect("the row").facts =
            Facts::parse("名称=見本あおぞら医院｜住所=北見本9-9-9｜電話=04-0000-0001");
        assert!(link(&all, &Areas::default(), std::slice::from_ref(&decision)).doubts.is_empty());
        all[3].name.value = "見本あおぞらクリニック".to_owned();
        all[3].address.as_mut().expect("address").value = "北見本9-9-9".to_owned();
        let again = link(&all, &Areas::default(), &[decision]);
        assert_eq!(again.followed, [Followed::Changed]);
        assert_eq!(again.clusters, [vec![0, 2], vec![1], vec![3]]);
    }
}
