//! Which answers an audience may see, and in which words.

use super::ShownAnswer;
use super::standing::{self, Standing};
use crate::model::{Answer, Answered, Audience, Consent, Facility, Form, Question, Refusal, Vocabulary, question};
use crate::text::width;
use jiff::civil::Date;

/// The longest answer in words that citizens are shown: what a clinic does fits, an advertisement does not.
const LONGEST: usize = 60;

/// What decides about answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'a> {
    /// The questions.
    pub(super) vocabulary: &'a Vocabulary,
    /// For whom.
    pub(super) audience: Audience,
    /// The day of the build.
    pub(super) on: Date,
    /// Days after which an answer that goes stale only says 「電話で確認」.
    pub(super) answer_days: u32,
}

/// The answers that may be shown: per question the newest, if *that* one is allowed.
///
/// An older consented answer never stands in for a newer one without consent: that would undo a withdrawal. Where the
/// newest contradict each other none is shown.
pub(super) fn shown(facility: &Facility, rule: Rule<'_>) -> Vec<ShownAnswer> {
    let mut shown: Vec<ShownAnswer> = allowed(&facility.answers, &facility.refusals, rule.audience, rule.on)
        .map(|(answered, consent)| in_words(answered, consent, rule))
        .collect();
    shown.sort_by_key(|answer| rule.vocabulary.position(&answer.question));
    shown
}

/// The answers themselves that an audience may see on a day, and what is allowed of each.
pub(super) fn allowed<'a>(
    answers: impl IntoIterator<Item = &'a Answered>,
    refusals: &[Refusal],
    audience: Audience,
    on: Date,
) -> impl Iterator<Item = (&'a Answered, Consent)> {
    // Until its day a new survey changes nothing: last year's answers stay, unless they were taken back.
    let embargo_over = |answered: &&Answered| answered.publish_on.is_none_or(|day| day <= on);
    standing::of(answers.into_iter().filter(embargo_over), refusals)
        .into_iter()
        .filter_map(|standing| match standing {
            Standing::One(answered, consent) => Some((answered, consent)),
            Standing::Contradicts(_) => None,
        })
        .filter(move |(answered, consent)| may_show(answered, *consent, audience))
}

fn may_show(answered: &Answered, consent: Consent, audience: Audience) -> bool {
    let for_them = audience == Audience::Partners || is_for_everybody(answered);
    for_them && consent.allows(audience)
}

/// Whether an answer is of the kind that everybody may see, consent aside: not for professionals alone, and nothing in
/// it that looks like a person's phone or mail, or an advertisement.
pub fn is_for_everybody(answered: &Answered) -> bool {
    // Who to ring is asked for professionals; where a column is expressly marked as public, it is meant to be seen.
    let is_marked = question(&answered.question).is_some_and(|question| question.partners_only);
    let fits = |text: &str| text.chars().count() <= LONGEST && (is_marked || !holds_contact(text));
    !answered.partners_only
        && match &answered.answer {
            Answer::Text(text) => fits(text),
            Answer::Choices(choices) => choices.iter().all(|choice| fits(choice)),
            // What was added is left out where it is not for everybody; the answer is a plain one.
            Answer::Yes | Answer::YesWith(_) | Answer::No | Answer::Consult | Answer::Number(_) => true,
        }
}

/// Whether a text holds what looks like a phone number or a mail address.
fn holds_contact(text: &str) -> bool {
    let mut digits = 0;
    for c in width::clean(text).chars() {
        if c.is_ascii_digit() {
            digits += 1;
            if digits >= 9 {
                return true;
            }
        } else if !(width::is_dash(c) || matches!(c, '(' | ')' | ' ')) {
            digits = 0;
        }
    }
    text.contains(['@', '＠'])
}

fn in_words(answered: &Answered, consent: Consent, rule: Rule<'_>) -> ShownAnswer {
    let known = rule.vocabulary.get(&answered.question);
    let expired = known.is_some_and(|q| q.expires) && is_stale(answered.as_of, rule);
    let (words, choices) =
        if expired { ("電話で確認".to_owned(), Vec::new()) } else { words(&told(answered, consent, rule), known) };
    ShownAnswer {
        question: answered.question.clone(),
        name: known.map_or_else(|| answered.question.clone(), |q| q.name.to_string()),
        words,
        choices,
        affirmative: !expired && answered.answer.is_affirmative(),
        negative: !expired && answered.answer == Answer::No,
        as_of: answered.as_of,
        expired,
        open_data: consent.citizens && consent.open_data && is_for_everybody(answered),
        origin: answered.origin,
    }
}

/// The answer without what may not be told: the addition of a yes, where it holds a phone, a mail or an advertisement.
fn told(answered: &Answered, consent: Consent, rule: Rule<'_>) -> Answer {
    let for_all = rule.audience == Audience::Citizens || consent.open_data;
    match &answered.answer {
        Answer::YesWith(remark) if for_all && (remark.chars().count() > LONGEST || holds_contact(remark)) => {
            Answer::Yes
        }
        answer => answer.clone(),
    }
}

/// An answer without a date cannot be known to be fresh.
fn is_stale(as_of: Option<Date>, rule: Rule<'_>) -> bool {
    as_of.is_none_or(|date| (rule.on - date).get_days() > i32::try_from(rule.answer_days).unwrap_or(i32::MAX))
}

fn words(answer: &Answer, known: Option<&Question>) -> (String, Vec<String>) {
    let yes = known.map_or("はい", |q| if q.form == Form::Number { "あり" } else { &q.yes });
    match answer {
        Answer::Yes => (yes.to_owned(), Vec::new()),
        Answer::YesWith(remark) => (format!("{yes}（{remark}）"), Vec::new()),
        Answer::No => (negated(yes), Vec::new()),
        Answer::Consult => ("相談に応じる".to_owned(), Vec::new()),
        Answer::Number(16) if known.is_some_and(|q| q.id == "distance") => (BY_INSURANCE.to_owned(), Vec::new()),
        Answer::Number(n) => {
            let unit = known.filter(|q| q.form == Form::Number).map_or("件", |q| &q.yes);
            (format!("{n}{unit}"), Vec::new())
        }
        Answer::Choices(choices) => {
            let choices: Vec<String> = choices.iter().map(|choice| place(choice, known)).collect();
            (choices.join("、"), choices)
        }
        Answer::Text(text) => (place(text, known), Vec::new()),
    }
}

/// What stands for "16 km": the limit of the insurance, never a promise to come.
const BY_INSURANCE: &str = "保険で訪問できる16kmまでのうち、行けるところ（電話で確認）";

fn place(text: &str, known: Option<&Question>) -> String {
    let folded = width::clean(text).to_lowercase().replace(['㎞', 'キ'], "k").replace("kロ", "k");
    let limit = folded.contains("16k") && known.is_some_and(|q| matches!(q.id.as_ref(), "areas" | "distance"));
    if limit { BY_INSURANCE.to_owned() } else { text.to_owned() }
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
