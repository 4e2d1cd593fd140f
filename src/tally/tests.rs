use super::{Counted, Frame, PublicSurvey, issues, tally};
use crate::model::{Answer, Answered, Consent, Facility, Kind, Record, SourceKind, Vocabulary, Withheld};
use crate::place::{Origin, SourceId, Sourced};
use jiff::civil::{Date, date};

pub(super) const HERE: Origin = Origin { source: SourceId(3), row: 5, column: 0 };

pub(super) fn facility(question: &str, answer: Answer, citizens: bool, area: &str) -> Facility {
    let consent = Consent { citizens, ..Default::default() };
    let mut record = Record::new(SourceKind::Survey, Kind::Care, Sourced::new("見本".to_owned(), HERE));
    record.answers.push(Answered {
        question: question.into(),
        answer,
        consent,
        as_of: Some(date(2026, 6, 1)),
        publish_on: None,
        partners_only: false,
        origin: HERE,
    });
    let linked = crate::merge::Linked { clusters: vec![vec![0]], ..Default::default() };
    let mut one = crate::merge::unite(&mut [record], &linked, &Default::default(), &|rows| rows.to_vec()).remove(0);
    one.area = Some(area.to_owned());
    one
}

pub(super) fn survey(publish_on: Option<Date>) -> Counted<'static> {
    Counted {
        name: "見本",
        as_of: date(2026, 6, 1),
        publish_on,
        sources: vec![SourceId(3)],
        kind: Kind::Care,
        asked: None,
        declared: std::collections::BTreeMap::new(),
    }
}

pub(super) fn counted(all: &[Facility], surveys: &[Counted<'_>]) -> Vec<PublicSurvey> {
    counted_without(all, surveys, &[])
}

pub(super) fn counted_without(all: &[Facility], surveys: &[Counted<'_>], withheld: &[Withheld]) -> Vec<PublicSurvey> {
    let vocabulary = Vocabulary::default();
    let areas = [("north".to_owned(), "北部".to_owned()), ("south".to_owned(), "南部".to_owned())];
    tally(all, surveys, &Frame { vocabulary: &vocabulary, areas: &areas, withheld, on: date(2026, 11, 1) })
}

fn many(count: usize, answer: &Answer, area: &str) -> Vec<Facility> {
    (0..count).map(|_| facility("end-of-life", answer.clone(), false, area)).collect()
}

#[test]
fn twenty_one_of_twenty_four() {
    let all = [many(21, &Answer::Yes, "north"), many(3, &Answer::No, "north")].concat();
    let one = &counted(&all, &[survey(None)])[0];
    assert_eq!((one.respondents, one.asked), (24, 24));
    let tally = &one.questions[0].tally;
    assert_eq!(tally.answered, 24);
    assert_eq!((tally.rows[0].count, tally.rows[1].count), (Some(21), Some(3)));
    assert!(one.questions[0].by_area.is_none(), "one area is no division");
}

#[test]
fn nothing_is_counted_before_its_day() {
    let all = many(5, &Answer::Yes, "north");
    assert!(counted(&all, &[survey(Some(date(2027, 1, 1)))]).is_empty());
}

#[test]
fn somebodys_own_words_are_no_label() {
    let words = Answer::Choices(vec!["北部".into(), "田中さんの町".into()]);
    let all: Vec<Facility> = (0..4).map(|_| facility("areas", words.clone(), false, "north")).collect();
    let one = &counted(&all, &[survey(None)])[0].questions[0].tally;
    let labels: Vec<&str> = one.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["北部", "その他の答え"]);
}

#[test]
fn numbers_are_counted_in_steps_and_professionals_questions_not_at_all() {
    let mut all: Vec<Facility> = [0, 3, 4, 2, 40, 50, 60]
        .iter()
        .map(|n| facility("end-of-life-count", Answer::Number(*n), true, "north"))
        .collect();
    let mut time = facility("conference", Answer::Yes, true, "north");
    time.answers[0].partners_only = true;
    all.push(time);
    let one = &counted(&all, &[survey(None)])[0];
    assert_eq!(one.questions.len(), 1);
    let rows: Vec<(&str, Option<u32>)> =
        one.questions[0].tally.rows.iter().map(|row| (row.label.as_str(), row.count)).collect();
    assert_eq!(rows, [("0件", Some(1)), ("1〜4件", Some(3)), ("30件以上", Some(3))]);
}

#[test]
fn an_area_without_cover_and_a_fall_are_issues() {
    let mut before = survey(None);
    before.as_of = date(2025, 6, 1);
    before.sources = vec![SourceId(9)];
    let mut all = [many(6, &Answer::Yes, "north"), many(4, &Answer::No, "south")].concat();
    for n in 0..10 {
        let mut old = facility("end-of-life", if n < 9 { Answer::Yes } else { Answer::No }, true, "north");
        old.answers[0].origin.source = SourceId(9);
        all.push(old);
    }
    let found = issues(&counted(&all, &[survey(None), before]));
    let rules: Vec<&str> = found.iter().map(|issue| issue.rule).collect();
    assert!(rules.contains(&"答えのあった地区に、できるところが1つもない"), "{found:?}");
    assert!(found.iter().any(|issue| issue.what.starts_with("南部には")), "{found:?}");
    assert!(rules.contains(&"前の調査より2割を超えて減った"), "{found:?}");
}

#[test]
fn an_area_with_one_answer_is_no_issue() {
    let all = [many(6, &Answer::Yes, "north"), many(3, &Answer::No, "north"), many(1, &Answer::No, "south")].concat();
    assert!(issues(&counted(&all, &[survey(None)])).iter().all(|issue| !issue.what.contains("南部")));
}
