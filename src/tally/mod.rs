//! Counts of survey answers, with small cells suppressed.

mod suppress;

use crate::model::{Answer, Answered, Facility, QUESTIONS};
use crate::place::SourceId;
use jiff::civil::Date;
use std::collections::BTreeMap;
use suppress::{Cell, suppress};

/// One line of a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRow {
    /// The answer in words.
    pub label: String,
    /// How many; `None` when suppressed (fewer than three, or it would give one away).
    pub count: Option<u32>,
}

/// The answers to one question, counted, as everybody may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicTally {
    /// Question id.
    pub question: String,
    /// The question in words.
    pub name: String,
    /// The survey's name.
    pub survey: String,
    /// As of when.
    pub as_of: Date,
    /// How many answered this question.
    pub answered: u32,
    /// Lines, in the order of the vocabulary.
    pub rows: Vec<TallyRow>,
}

/// One survey whose answers are counted.
#[derive(Debug, Clone)]
pub struct Counted<'a> {
    /// Its name.
    pub name: &'a str,
    /// As of when.
    pub as_of: Date,
    /// From when it may be shown at all.
    pub publish_on: Option<Date>,
    /// The sheets it was read from.
    pub sources: Vec<SourceId>,
}

/// Counts every survey that may be shown on this day, question by question in the order of the vocabulary.
pub fn tally(facilities: &[Facility], surveys: &[Counted<'_>], on: Date) -> Vec<PublicTally> {
    let mut tallies = Vec::new();
    for survey in surveys.iter().filter(|survey| survey.publish_on.is_none_or(|day| day <= on)) {
        for question in QUESTIONS.iter().filter(|question| !question.partners_only) {
            let answers: Vec<&Answered> = facilities
                .iter()
                .flat_map(|facility| &facility.answers)
                .filter(|answered| answered.question == question.id && survey.sources.contains(&answered.origin.source))
                .collect();
            let cells = cells(&answers, &question.yes);
            if cells.is_empty() {
                continue;
            }
            tallies.push(PublicTally {
                question: question.id.to_string(),
                name: question.name.to_string(),
                survey: survey.name.to_owned(),
                as_of: survey.as_of,
                answered: u32::try_from(answers.len()).unwrap_or(u32::MAX),
                rows: suppress(cells),
            });
        }
    }
    tallies
}

/// Answers counted by what they say. Words are not counted; numbers neither, a sum over few would tell each.
fn cells(answers: &[&Answered], yes: &str) -> Vec<Cell> {
    let mut plain: BTreeMap<u8, Cell> = BTreeMap::new();
    let mut choices: BTreeMap<&str, Cell> = BTreeMap::new();
    for answered in answers {
        let open = answered.consent.citizens;
        match &answered.answer {
            Answer::Yes => plain.entry(0).or_insert_with(|| Cell::new(yes)).add(open),
            Answer::Consult => plain.entry(1).or_insert_with(|| Cell::new("相談に応じる")).add(open),
            Answer::No => plain.entry(2).or_insert_with(|| Cell::new("していない・できない")).add(open),
            Answer::Choices(chosen) => {
                for choice in chosen {
                    choices.entry(choice).or_insert_with(|| Cell::new(choice)).add(open);
                }
            }
            Answer::Number(_) | Answer::Text(_) => {}
        }
    }
    plain.into_values().chain(choices.into_values()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Consent;
    use crate::place::{Origin, Sourced};

    fn facility(answer: Answer, citizens: bool) -> Facility {
        let origin = Origin { source: SourceId(3), row: 5, column: 0 };
        let consent = Consent { citizens, ..Default::default() };
        let record = crate::model::Record::new(
            crate::model::SourceKind::Survey,
            crate::model::Kind::Care,
            Sourced::new("見本".to_owned(), origin),
        );
        let linked = crate::merge::Linked { clusters: vec![vec![0]], ..Default::default() };
        let mut one = crate::merge::unite(&[record], &linked).remove(0);
        one.answers.push(Answered {
            question: "end-of-life".into(),
            answer,
            consent,
            as_of: None,
            publish_on: None,
            partners_only: false,
            origin,
        });
        one
    }

    fn survey(publish_on: Option<Date>) -> Vec<Counted<'static>> {
        vec![Counted { name: "見本", as_of: jiff::civil::date(2026, 6, 1), publish_on, sources: vec![SourceId(3)] }]
    }

    #[test]
    fn twenty_one_of_twenty_four() {
        let mut all: Vec<Facility> = (0..21).map(|_| facility(Answer::Yes, false)).collect();
        all.extend((0..3).map(|_| facility(Answer::No, false)));
        let tallies = tally(&all, &survey(None), jiff::civil::date(2026, 11, 1));
        assert_eq!(tallies[0].answered, 24);
        assert_eq!(tallies[0].rows[0].count, Some(21));
        assert_eq!(tallies[0].rows[1].count, Some(3));
    }

    #[test]
    fn nothing_is_counted_before_its_day() {
        let all = [facility(Answer::Yes, true)];
        let later = survey(Some(jiff::civil::date(2027, 1, 1)));
        assert!(tally(&all, &later, jiff::civil::date(2026, 11, 1)).is_empty());
    }
}
