//! One survey's answers counted by what they say.

use super::suppress::Cell;
use super::{Counted, Frame};
use crate::consent::{Standing, is_for_everybody, standing_among};
use crate::model::{Answer, Answered, Facility, Form, Question};
use std::collections::BTreeMap;

/// An answer counted once per facility, with whether everybody may see it.
pub(super) struct One<'a> {
    pub(super) facility: &'a Facility,
    pub(super) answered: &'a Answered,
    pub(super) open: bool,
}

/// What stands of one survey, of every facility that answered it. What the withhold list hides is nothing that
/// everybody may see.
pub(super) fn standing<'a>(facilities: &'a [Facility], survey: &Counted<'_>, frame: &Frame<'_>) -> Vec<One<'a>> {
    let mut all = Vec::new();
    for facility in facilities {
        let hides: Vec<Option<&str>> = frame
            .withheld
            .iter()
            .filter(|line| line.id == facility.id && line.holds(frame.on))
            .map(|line| line.field.as_deref())
            .collect();
        let is_hidden = |question: &str| {
            hides.iter().any(|field| field.is_none_or(|field| field == question || field == "answers"))
        };
        for standing in standing_among(facility, |answered| survey.sources.contains(&answered.origin.source)) {
            if let Standing::One(answered, consent) = standing {
                let open = consent.citizens && is_for_everybody(answered) && !is_hidden(&answered.question);
                all.push(One { facility, answered, open });
            }
        }
    }
    all
}

/// Order and label of what an answer says: none, one, or for a choice of several each.
///
/// A label is never somebody's own words, unless the same words are public on a page: those are counted as 「その他」.
pub(super) fn labels(question: &Question, answer: &Answer, is_known: &dyn Fn(&str) -> bool) -> Vec<(u32, String)> {
    match answer {
        Answer::Yes if question.form == Form::Number => vec![(99, "あり（件数なし）".to_owned())],
        Answer::Yes | Answer::YesWith(_) => vec![(0, question.yes.to_string())],
        Answer::Consult => vec![(1, "相談に応じる".to_owned())],
        Answer::No if question.form == Form::Several => vec![(200, "あてはまるものなし".to_owned())],
        Answer::No => vec![(2, "していない・できない".to_owned())],
        Answer::Number(n) => {
            let (order, words) = match n {
                0 => (10, "0"),
                1..=4 => (11, "1〜4"),
                5..=9 => (12, "5〜9"),
                10..=29 => (13, "10〜29"),
                _ => (14, "30"),
            };
            let unit = if question.form == Form::Number { question.yes.trim_end_matches("まで") } else { "件" };
            let more = if order == 14 { "以上" } else { "" };
            vec![(order, format!("{words}{unit}{more}"))]
        }
        Answer::Choices(choices) => {
            let mut labels: Vec<(u32, String)> = choices
                .iter()
                .map(|choice| {
                    let bare = choice.trim_end_matches("（要相談）");
                    match question.choices().position(|one| one == bare) {
                        Some(at) => (20 + u32::try_from(at).unwrap_or(0), bare.to_owned()),
                        None if is_known(bare) => (150, bare.to_owned()),
                        None => (300, "その他の答え".to_owned()),
                    }
                })
                .collect();
            labels.sort();
            labels.dedup();
            labels
        }
        Answer::Text(_) => vec![(300, "その他の答え".to_owned())],
    }
}

/// What anybody could have answered: these lines are there whatever was answered, so that a line tells of nobody.
fn possible(question: &Question, survey: &Counted<'_>, frame: &Frame<'_>) -> Vec<Answer> {
    let mut all = match question.form {
        Form::Plain => vec![Answer::Yes, Answer::Consult, Answer::No],
        Form::Number => [0, 1, 5, 10, 30].map(Answer::Number).to_vec(),
        Form::Several => {
            let one = |choice: String| Answer::Choices(vec![choice]);
            let mut all: Vec<Answer> = match survey.declared.get(&question.id.to_string()) {
                Some(declared) => declared.iter().cloned().map(one).collect(),
                None => question.choices().map(|choice| one(choice.to_owned())).collect(),
            };
            if question.id == "areas" {
                all.extend(frame.areas.iter().map(|(_, name)| one(name.clone())));
                all.push(one(WHOLE[0].to_owned()));
            }
            all.push(Answer::No);
            all
        }
        Form::Words => Vec::new(),
    };
    all.push(Answer::Text(String::new()));
    all
}

/// Words for the whole municipality.
pub(super) const WHOLE: [&str; 2] = ["市内全域", "全域"];

/// Counts by label, in the order of labels; of what could have been answered too, where nobody did.
pub(super) fn cells(
    answers: &[&One<'_>],
    question: &Question,
    (survey, frame): (&Counted<'_>, &Frame<'_>),
    is_known: &dyn Fn(&str) -> bool,
) -> Vec<(String, Cell)> {
    let mut cells: BTreeMap<(u32, String), Cell> = BTreeMap::new();
    for answer in possible(question, survey, frame) {
        cells.extend(labels(question, &answer, is_known).into_iter().map(|label| (label, Cell::default())));
    }
    for one in answers {
        for label in labels(question, &one.answered.answer, is_known) {
            cells.entry(label).or_default().add(one.open);
        }
    }
    cells.into_iter().map(|((_, label), cell)| (label, cell)).collect()
}

/// What class of institution it is: its registration for home care, else its first care service, else its kind.
pub(super) fn class(facility: &Facility) -> String {
    let registered = |symbol: &str| facility.registrations.iter().any(|one| one.symbol.starts_with(symbol));
    if registered("支援診") {
        "在宅療養支援診療所".to_owned()
    } else if registered("支援病") {
        "在宅療養支援病院".to_owned()
    } else if let Some(care) = facility.care.first().filter(|_| !facility.kind.is_medical()) {
        care.name.clone()
    } else if facility.kind.is_medical() {
        format!("その他の{}", facility.kind.word())
    } else {
        facility.kind.word().to_owned()
    }
}
