//! Which answers an audience may see, and in which words.

use super::ShownAnswer;
use crate::model::{Answer, Answered, Audience, Question, question};
use jiff::civil::Date;

/// What decides about answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// For whom.
    pub(super) audience: Audience,
    /// The day of the build.
    pub(super) on: Date,
    /// Days after which an answer that goes stale only says 「電話で確認」.
    pub(super) answer_days: u32,
}

/// The answers that may be shown: per question the newest, if *that* one is allowed.
///
/// An older consented answer never stands in for a newer one without consent: that would undo a withdrawal.
pub(super) fn shown(answers: &[Answered], rule: Rule) -> Vec<ShownAnswer> {
    let mut newest: Vec<&Answered> = Vec::new();
    for answered in answers {
        match newest.iter_mut().find(|have| have.question == answered.question) {
            Some(have) if have.as_of < answered.as_of => *have = answered,
            Some(_) => {}
            None => newest.push(answered),
        }
    }
    let mut shown: Vec<ShownAnswer> = newest
        .into_iter()
        .filter(|answered| may_show(answered, rule))
        .map(|answered| in_words(answered, rule))
        .collect();
    shown.sort_by_key(|answer| crate::model::QUESTIONS.iter().position(|question| question.id == answer.question));
    shown
}

fn may_show(answered: &Answered, rule: Rule) -> bool {
    let embargo_over = answered.publish_on.is_none_or(|day| day <= rule.on);
    let for_them =
        rule.audience == Audience::Partners || !question(&answered.question).is_some_and(|q| q.partners_only);
    embargo_over && for_them && answered.consent.allows(rule.audience)
}

fn in_words(answered: &Answered, rule: Rule) -> ShownAnswer {
    let known = question(&answered.question);
    let expired = known.is_some_and(|q| q.expires) && is_stale(answered.as_of, rule);
    let (words, choices) =
        if expired { ("電話で確認".to_owned(), Vec::new()) } else { words(&answered.answer, known) };
    ShownAnswer {
        question: answered.question.clone(),
        name: known.map_or_else(|| answered.question.clone(), |q| q.name.to_owned()),
        words,
        choices,
        affirmative: !expired && answered.answer.is_affirmative(),
        negative: !expired && answered.answer == Answer::No,
        as_of: answered.as_of,
        expired,
        open_data: answered.consent.open_data,
        origin: answered.origin,
    }
}

/// An answer without a date cannot be known to be fresh.
fn is_stale(as_of: Option<Date>, rule: Rule) -> bool {
    as_of.is_none_or(|date| (rule.on - date).get_days() > i32::try_from(rule.answer_days).unwrap_or(i32::MAX))
}

fn words(answer: &Answer, known: Option<&Question>) -> (String, Vec<String>) {
    let yes = known.map_or("はい", |q| q.yes);
    match answer {
        Answer::Yes => (yes.to_owned(), Vec::new()),
        Answer::No => (negated(yes), Vec::new()),
        Answer::Consult => ("相談に応じる".to_owned(), Vec::new()),
        Answer::Number(n) => (format!("{n}件"), Vec::new()),
        Answer::Choices(choices) => (choices.join("、"), choices.clone()),
        Answer::Text(text) => (text.clone(), Vec::new()),
    }
}

/// している → していない, できる → できない, あり → なし.
fn negated(yes: &str) -> String {
    if let Some(stem) = yes.strip_suffix("いる") {
        format!("{stem}いない")
    } else if let Some(stem) = yes.strip_suffix("できる") {
        format!("{stem}できない")
    } else if yes == "あり" {
        "なし".to_owned()
    } else {
        "いいえ".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Consent;
    use crate::place::{Origin, SourceId};
    use jiff::civil::date;

    const HERE: Origin = Origin { source: SourceId(0), row: 5, column: 2 };

    fn answered(question: &str, answer: Answer, citizens: bool, as_of: Date) -> Answered {
        let consent = Consent { citizens, partners: citizens, open_data: false };
        Answered { question: question.into(), answer, consent, as_of: Some(as_of), publish_on: None, origin: HERE }
    }

    fn rule(on: Date) -> Rule {
        Rule { audience: Audience::Citizens, on, answer_days: 365 }
    }

    #[test]
    fn without_consent_nothing_is_shown() {
        let all = [answered("home-visit", Answer::Yes, false, date(2026, 6, 1))];
        assert!(shown(&all, rule(date(2026, 11, 1))).is_empty());
    }

    #[test]
    fn a_withdrawal_is_not_undone_by_last_years_consent() {
        let all = [
            answered("home-visit", Answer::Yes, true, date(2025, 6, 1)),
            answered("home-visit", Answer::Yes, false, date(2026, 6, 1)),
        ];
        assert!(shown(&all, rule(date(2026, 11, 1))).is_empty());
    }

    #[test]
    fn new_patients_goes_stale_and_home_visits_do_not() {
        let all = [
            answered("new-patients", Answer::Yes, true, date(2025, 6, 1)),
            answered("home-visit", Answer::Yes, true, date(2025, 6, 1)),
        ];
        let words: Vec<String> = shown(&all, rule(date(2026, 11, 1))).into_iter().map(|a| a.words).collect();
        assert_eq!(words, ["している", "電話で確認"]);
    }

    #[test]
    fn an_embargo_holds_until_its_day() {
        let mut one = answered("home-visit", Answer::No, true, date(2026, 6, 1));
        one.publish_on = Some(date(2026, 8, 1));
        assert!(shown(&[one.clone()], rule(date(2026, 7, 31))).is_empty());
        assert_eq!(shown(&[one], rule(date(2026, 8, 1)))[0].words, "していない");
    }

    #[test]
    fn what_is_for_professionals_stays_with_them() {
        let all = [answered("contact-time", Answer::Text("13時から".into()), true, date(2026, 6, 1))];
        assert!(shown(&all, rule(date(2026, 11, 1))).is_empty());
        let partners = Rule { audience: Audience::Partners, ..rule(date(2026, 11, 1)) };
        assert_eq!(shown(&all, partners).len(), 1);
    }
}
