//! Counts of survey answers, with small cells suppressed.

mod count;
mod crossing;
mod issues;
mod moved;
mod overlap;
mod suppress;

pub use issues::{Issue, issues};

use crate::model::{Answer, AreaId, Facility, Form, Kind, Question, Vocabulary, Withheld};
use crate::place::SourceId;
use count::One;
use jiff::civil::Date;
use moved::Moved;
use overlap::Answerer;
use std::collections::{BTreeMap, BTreeSet};
use suppress::Cell;

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
    /// Lines, in the order of the vocabulary; none when nothing can be shown.
    pub rows: Vec<TallyRow>,
}

/// The same answers by parts: areas, or classes of institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cross {
    /// The parts in words.
    pub parts: Vec<String>,
    /// One line per answer, one count per part.
    pub rows: Vec<(String, Vec<Option<u32>>)>,
}

/// One question with everything that may be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionTally {
    /// The counts.
    pub tally: PublicTally,
    /// Whether an answerer gave one answer only.
    pub exclusive: bool,
    /// By area.
    pub by_area: Option<Cross>,
    /// By class of institution.
    pub by_class: Option<Cross>,
    /// The survey before, of the same question.
    pub before: Option<PublicTally>,
}

/// One survey's results, as everybody may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicSurvey {
    /// Its name.
    pub name: String,
    /// As of when.
    pub as_of: Date,
    /// Who was asked.
    pub kind: Kind,
    /// How many answered anything.
    pub respondents: u32,
    /// How many were asked.
    pub asked: u32,
    /// Questions, in the order of the vocabulary.
    pub questions: Vec<QuestionTally>,
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
    /// Who was asked.
    pub kind: Kind,
    /// How many were asked, when the settings say.
    pub asked: Option<u32>,
    /// Choices that the settings name, by question.
    pub declared: BTreeMap<String, BTreeSet<String>>,
}

/// What decides how answers are counted.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The questions.
    pub vocabulary: &'a Vocabulary,
    /// Areas in order: id and name.
    pub areas: &'a [(AreaId, String)],
    /// The withhold list: what it hides is counted as not shown.
    pub withheld: &'a [Withheld],
    /// The day.
    pub on: Date,
}

/// Counts every survey that may be shown on this day, question by question in the order of the vocabulary.
pub fn tally(facilities: &[Facility], surveys: &[Counted<'_>], frame: &Frame<'_>) -> Vec<PublicSurvey> {
    surveys
        .iter()
        .filter(|survey| survey.publish_on.is_none_or(|day| day <= frame.on))
        .map(|survey| {
            let before = earlier(survey, surveys, frame)
                .into_iter()
                .max_by_key(|one| one.as_of)
                .map(|before| questions(facilities, before, surveys, frame))
                .unwrap_or_default();
            let mut questions = questions(facilities, survey, surveys, frame);
            for one in &mut questions {
                let same = before.iter().find(|before| before.tally.question == one.tally.question);
                one.before = same.map(|before| before.tally.clone());
            }
            let respondents = respondents(facilities, survey).count();
            let listed = facilities.iter().filter(|one| is_listed(one, survey)).count();
            PublicSurvey {
                name: survey.name.to_owned(),
                as_of: survey.as_of,
                kind: survey.kind,
                respondents: small(respondents),
                asked: survey.asked.unwrap_or(small(listed)).max(small(respondents)),
                questions,
            }
        })
        .collect()
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Facilities that answered anything in a survey.
pub fn respondents<'a>(facilities: &'a [Facility], survey: &Counted<'_>) -> impl Iterator<Item = &'a Facility> {
    facilities.iter().filter(|one| one.answers.iter().any(|answered| survey.sources.contains(&answered.origin.source)))
}

/// Whether a facility stands on the survey's sheets, answered or not.
pub fn is_listed(facility: &Facility, survey: &Counted<'_>) -> bool {
    facility.records.iter().any(|origin| survey.sources.contains(&origin.source))
}

/// Surveys of the same sort whose tables anybody may have kept.
fn earlier<'a, 'b>(survey: &Counted<'_>, surveys: &'a [Counted<'b>], frame: &Frame<'_>) -> Vec<&'a Counted<'b>> {
    let told = surveys.iter().filter(|one| one.publish_on.is_none_or(|day| day <= frame.on));
    told.filter(|one| one.kind == survey.kind && one.as_of < survey.as_of).collect()
}

fn questions(
    facilities: &[Facility],
    survey: &Counted<'_>,
    surveys: &[Counted<'_>],
    frame: &Frame<'_>,
) -> Vec<QuestionTally> {
    let all = count::standing(facilities, survey, frame);
    let before: Vec<Vec<One<'_>>> =
        earlier(survey, surveys, frame).into_iter().map(|one| count::standing(facilities, one, frame)).collect();
    let asked = frame.vocabulary.all().iter().filter(|question| question.form != Form::Words);
    asked
        .filter_map(|question| {
            let own = |all: &'_ [One<'_>]| -> Vec<usize> {
                let asked = |one: &One<'_>| one.answered.question == question.id && !one.answered.partners_only;
                (0..all.len()).filter(|at| asked(&all[*at])).collect()
            };
            let answers: Vec<&One<'_>> = own(&all).into_iter().map(|at| &all[at]).collect();
            let earlier: Vec<Vec<&One<'_>>> =
                before.iter().map(|all| own(all).into_iter().map(|at| &all[at]).collect()).collect();
            one(question, &answers, &earlier, survey, frame)
        })
        .collect()
}

fn one(
    question: &Question,
    answers: &[&One<'_>],
    earlier: &[Vec<&One<'_>>],
    survey: &Counted<'_>,
    frame: &Frame<'_>,
) -> Option<QuestionTally> {
    if answers.is_empty() {
        return None;
    }
    let declared = survey.declared.get(&question.id.to_string());
    let is_known = |label: &str| {
        declared.is_some_and(|declared| declared.contains(label))
            || frame.areas.iter().any(|(_, name)| name == label)
            || count::WHOLE.contains(&label)
    };
    let cells = count::cells(answers, question, (survey, frame), &is_known);
    let exclusive = question.form != Form::Several;
    // What was not asked before is in no table that could be held beside this one.
    let moved: Vec<Moved<'_>> = earlier
        .iter()
        .filter(|before| !before.is_empty())
        .map(|before| Moved::of(question, answers, before, exclusive, &is_known))
        .collect();
    let told: Vec<bool> = cells.iter().map(|(label, _)| moved.iter().any(|moved| moved.tells(label))).collect();
    let rows = suppress::line(&cells, &told, exclusive);
    let area = |one: &One<'_>| {
        let at = one.facility.area.as_ref().and_then(|id| frame.areas.iter().position(|(area, _)| area == id));
        at.map_or_else(|| (usize::MAX, "地区のわからないところ・市外".to_owned()), |at| (at, frame.areas[at].1.clone()))
    };
    let class = |one: &One<'_>| (0, count::class(one.facility));
    let by =
        |part: &dyn Fn(&One<'_>) -> (usize, String)| Parted::new(question, answers, &moved, &rows, &is_known, part);
    let (by_area, by_class) = (by(&area), by(&class));
    let tells = Parted::tell(&by_area, &by_class, answers, exclusive);
    let cross = |parted: Parted| parted.cross(&rows);
    Some(QuestionTally {
        tally: PublicTally {
            question: question.id.to_string(),
            name: question.name.to_string(),
            survey: survey.name.to_owned(),
            as_of: survey.as_of,
            answered: small(answers.len()),
            rows: rows.clone(),
        },
        exclusive,
        by_class: (!tells).then(|| cross(by_class)).flatten(),
        by_area: cross(by_area),
        before: None,
    })
}

/// Answers by parts, before and after suppression.
struct Parted {
    parts: Vec<String>,
    /// Of each who answered, its part.
    of: Vec<usize>,
    /// Of each who answered, its lines.
    lines: Vec<Vec<usize>>,
    counts: Vec<Vec<Option<u32>>>,
    shown: Vec<bool>,
}

impl Parted {
    fn new(
        question: &Question,
        answers: &[&One<'_>],
        moved: &[Moved<'_>],
        rows: &[TallyRow],
        is_known: &dyn Fn(&str) -> bool,
        part: &dyn Fn(&One<'_>) -> (usize, String),
    ) -> Self {
        let own: Vec<(usize, String)> = answers.iter().map(|one| part(one)).collect();
        let all: BTreeSet<&(usize, String)> = own.iter().collect();
        let parts: Vec<&(usize, String)> = all.into_iter().collect();
        let of: Vec<usize> = own.iter().filter_map(|one| parts.iter().position(|part| *part == one)).collect();
        let at = |label: &str| rows.iter().position(|row| row.label == label);
        let lines: Vec<Vec<usize>> = answers
            .iter()
            .map(|one| count::labels(question, &one.answered.answer, is_known))
            .map(|labels| labels.iter().filter_map(|(_, label)| at(label)).collect())
            .collect();
        let mut table = vec![vec![Cell::default(); parts.len()]; rows.len()];
        for ((one, part), lines) in answers.iter().zip(&of).zip(&lines) {
            lines.iter().for_each(|line| table[*line][*part].add(one.open));
        }
        let shown: Vec<bool> = rows.iter().map(|row| row.count.is_some()).collect();
        let cell = |moved: &Moved<'_>, label: &str, at: usize| moved.cell(label, |one| part(one) == *parts[at]);
        let counts = match question.form {
            Form::Several => {
                let few = |label: &str, at: usize| moved.iter().any(|moved| cell(moved, label, at).is_small());
                let told: Vec<Vec<bool>> =
                    rows.iter().map(|row| (0..parts.len()).map(|at| few(&row.label, at)).collect()).collect();
                suppress::lines_of_parts(&table, &told, &shown)
            }
            Form::Plain | Form::Number | Form::Words => {
                let lines: Vec<Vec<Cell>> =
                    moved.iter().map(|moved| (0..parts.len()).map(|at| cell(moved, "", at)).collect()).collect();
                suppress::whole_parts(&table, &lines, &shown)
            }
        };
        Self { parts: parts.into_iter().map(|(_, name)| name.clone()).collect(), of, lines, counts, shown }
    }

    /// Whether the two tables together tell what neither does.
    fn tell(area: &Self, class: &Self, answers: &[&One<'_>], exclusive: bool) -> bool {
        let rest = exclusive && !area.shown.iter().all(|shown| *shown);
        // Answers whose totals are left out are one line, where answers add up; else they are in no table.
        let kept: Vec<usize> = (0..area.shown.len()).filter(|at| area.shown[*at]).collect();
        let line = |at: &usize| match kept.iter().position(|kept| kept == at) {
            Some(line) => Some(line),
            None => rest.then_some(kept.len()),
        };
        let answerers: Vec<Answerer> = answers
            .iter()
            .enumerate()
            .map(|(at, one)| Answerer {
                parts: [area.of[at], class.of[at]],
                lines: area.lines[at].iter().filter_map(line).collect(),
                labels: area.lines[at].len(),
                may_add: matches!(one.answered.answer, Answer::Choices(_)),
                open: one.open,
            })
            .collect();
        let seen = |parted: &Self| -> Vec<Vec<bool>> {
            let of = |at: &usize| parted.counts[*at].iter().map(Option::is_some).collect::<Vec<_>>();
            let mut seen: Vec<Vec<bool>> = kept.iter().map(of).collect();
            if rest {
                // A part is shown whole: its other answers are what its number of answers leaves.
                seen.push(seen.first().cloned().unwrap_or_else(|| vec![false; parted.parts.len()]));
            }
            seen
        };
        let (lines, shown) = (kept.len() + usize::from(rest), [seen(area), seen(class)]);
        let shown = [shown[0].as_slice(), shown[1].as_slice()];
        overlap::tells(&answerers, lines, shown) || crossing::tells(&answerers, lines, shown, !exclusive)
    }

    /// None where there is but one part, or nothing could be shown.
    fn cross(self, rows: &[TallyRow]) -> Option<Cross> {
        let nothing = self.counts.iter().flatten().all(Option::is_none);
        (self.parts.len() >= 2 && !nothing).then(|| Cross {
            parts: self.parts,
            rows: rows.iter().map(|row| row.label.clone()).zip(self.counts).collect(),
        })
    }
}

#[cfg(test)]
mod attack_tests;
#[cfg(test)]
mod crossing_tests;
#[cfg(test)]
mod tests;
