//! Of all that a facility ever answered, what stands now.

use crate::model::{Answered, Consent, Facility, Refusal};

/// What stands for one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing<'a> {
    /// The newest answer, and what is allowed of it after every later refusal.
    One(&'a Answered, Consent),
    /// Several of the same day that contradict each other.
    Contradicts(Vec<&'a Answered>),
}

/// Per question the newest answer, in the order in which questions were first met.
///
/// The newest counts whether it is allowed or not. Equal answers of one day are one, allowed as far as each allows.
pub fn standing(facility: &Facility) -> Vec<Standing<'_>> {
    standing_among(facility, |_| true)
}

/// As [`standing`], of the answers that `among` lets pass. Refusals always hold: taking back needs no day.
pub fn standing_among<'a>(facility: &'a Facility, among: impl Fn(&Answered) -> bool) -> Vec<Standing<'a>> {
    of(facility.answers.iter().filter(|answered| among(answered)), &facility.refusals)
}

/// What stands of answers that belong together, after their refusals.
pub(super) fn of<'a>(answers: impl Iterator<Item = &'a Answered>, refusals: &[Refusal]) -> Vec<Standing<'a>> {
    let mut newest: Vec<Vec<&Answered>> = Vec::new();
    for answered in answers {
        match newest.iter_mut().find(|have| have[0].question == answered.question) {
            Some(have) if have[0].as_of < answered.as_of => *have = vec![answered],
            Some(have) if have[0].as_of == answered.as_of => have.push(answered),
            Some(_) => {}
            None => newest.push(vec![answered]),
        }
    }
    newest
        .into_iter()
        .map(|all| {
            if all.iter().any(|one| one.answer != all[0].answer) {
                return Standing::Contradicts(all);
            }
            let refused = |one: &Answered| {
                let covering = refusals.iter().filter(|refusal| refusal.covers(one));
                covering.fold(one.consent, |left, refusal| left.and(refusal.leaves))
            };
            // Of all that are the same, the least is allowed.
            let mut consent = all.iter().map(|one| refused(one)).reduce(Consent::and).unwrap_or_default();
            consent.citizens &= !all.iter().any(|one| one.partners_only);
            Standing::One(all[0], consent)
        })
        .collect()
}
