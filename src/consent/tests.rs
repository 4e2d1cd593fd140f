use super::answers::{Rule, shown};
use super::{Standing, is_for_everybody, standing};
use crate::model::{Answer, Answered, Audience, Consent, Facility, Kind, Record, Refusal, SourceKind, Vocabulary};
use crate::place::{Origin, SourceId, Sourced};
use jiff::civil::{Date, date};

const HERE: Origin = Origin { source: SourceId(0), row: 5, column: 2 };
const LATER_ROW: Origin = Origin { source: SourceId(1), row: 9, column: 2 };
const ALL: Consent = Consent { citizens: true, partners: true, open_data: true };
const NONE: Consent = Consent { citizens: false, partners: false, open_data: false };

fn facility(answers: Vec<Answered>, refusals: Vec<Refusal>) -> Facility {
    let mut record = Record::new(SourceKind::Survey, Kind::Clinic, Sourced::new("見本".to_owned(), HERE));
    record.answers = answers;
    record.refusals = refusals;
    let linked = crate::merge::Linked { clusters: vec![vec![0]], ..Default::default() };
    crate::merge::unite(&mut [record], &linked, &Default::default(), &|rows| rows.to_vec()).remove(0)
}

fn answered(question: &str, answer: Answer, consent: Consent, as_of: Date) -> Answered {
    Answered {
        question: question.into(),
        answer,
        consent,
        as_of: Some(as_of),
        publish_on: None,
        partners_only: false,
        origin: HERE,
    }
}

fn seen(facility: &Facility, audience: Audience, on: Date) -> Vec<String> {
    let vocabulary = Vocabulary::default();
    let rule = Rule { vocabulary: &vocabulary, audience, on, answer_days: 365 };
    shown(facility, rule).into_iter().map(|answer| answer.words).collect()
}

fn public(facility: &Facility) -> Vec<String> {
    seen(facility, Audience::Citizens, date(2026, 11, 1))
}

#[test]
fn without_consent_nothing_is_shown() {
    let one = facility(vec![answered("home-visit", Answer::Yes, NONE, date(2026, 6, 1))], vec![]);
    assert!(public(&one).is_empty());
    assert!(seen(&one, Audience::Partners, date(2026, 11, 1)).is_empty());
}

#[test]
fn a_withdrawal_is_not_undone_by_last_years_consent() {
    let one = facility(
        vec![
            answered("home-visit", Answer::Yes, ALL, date(2025, 6, 1)),
            answered("home-visit", Answer::Yes, NONE, date(2026, 6, 1)),
        ],
        vec![],
    );
    assert!(public(&one).is_empty());
}

#[test]
fn a_refusal_takes_back_what_was_answered_before_and_not_answered_again() {
    let old = answered("house-call", Answer::Yes, ALL, date(2025, 6, 1));
    let mut refusal = Refusal { question: None, leaves: NONE, as_of: Some(date(2026, 6, 1)), origin: LATER_ROW };
    assert!(public(&facility(vec![old.clone()], vec![refusal.clone()])).is_empty());
    refusal.leaves.partners = true;
    let for_partners = facility(vec![old.clone()], vec![refusal.clone()]);
    assert!(public(&for_partners).is_empty());
    assert_eq!(seen(&for_partners, Audience::Partners, date(2026, 11, 1)), ["している"]);
    refusal.question = Some("home-visit".into());
    assert_eq!(public(&facility(vec![old], vec![refusal])), ["している"]);
}

#[test]
fn new_patients_goes_stale_and_home_visits_do_not() {
    let all = ["new-patients", "home-visit"].map(|id| answered(id, Answer::Yes, ALL, date(2025, 6, 1)));
    assert_eq!(public(&facility(all.to_vec(), vec![])), ["している", "電話で確認"]);
}

#[test]
fn an_embargo_holds_until_its_day_and_leaves_last_year_standing() {
    let mut new = answered("home-visit", Answer::No, ALL, date(2026, 6, 1));
    new.publish_on = Some(date(2026, 8, 1));
    let one = facility(vec![answered("home-visit", Answer::Yes, ALL, date(2025, 6, 1)), new], vec![]);
    assert_eq!(seen(&one, Audience::Citizens, date(2026, 7, 31)), ["している"]);
    assert_eq!(seen(&one, Audience::Citizens, date(2026, 8, 1)), ["していない"]);
}

#[test]
fn what_is_for_professionals_stays_with_them() {
    let mut time = answered("contact-time", Answer::Text("13時から".into()), ALL, date(2026, 6, 1));
    time.partners_only = true;
    let one = facility(vec![time], vec![]);
    assert!(public(&one).is_empty());
    assert_eq!(seen(&one, Audience::Partners, date(2026, 11, 1)), ["13時から"]);
}

#[test]
fn words_with_a_phone_a_mail_or_an_advertisement_are_not_for_everybody() {
    let long = "地域で一番の実績。".repeat(10);
    for text in ["担当 090-0000-0000", "ｔｅｌ０４ー００００ー０００１", "info@example.jp", &long] {
        let one = answered("home-visit", Answer::Text(text.to_owned()), ALL, date(2026, 6, 1));
        assert!(!is_for_everybody(&one), "{text}");
        assert!(public(&facility(vec![one], vec![])).is_empty());
    }
    let hours = answered("home-visit", Answer::Text("木曜 14:00-17:00".into()), ALL, date(2026, 6, 1));
    assert!(is_for_everybody(&hours));
}

#[test]
fn answers_of_one_day_that_contradict_are_all_held_back() {
    let yes = answered("home-visit", Answer::Yes, ALL, date(2026, 6, 1));
    let no = Answered { answer: Answer::No, origin: LATER_ROW, ..yes.clone() };
    let one = facility(vec![yes.clone(), no], vec![]);
    assert!(matches!(standing(&one)[..], [Standing::Contradicts(_)]));
    assert!(public(&one).is_empty());
    let narrower = Answered { consent: NONE, origin: LATER_ROW, ..yes.clone() };
    assert!(public(&facility(vec![yes, narrower], vec![])).is_empty(), "the narrower consent holds");
}

#[test]
fn sixteen_kilometres_are_the_limit_of_the_insurance_and_no_promise() {
    for answer in [Answer::Choices(vec!["半径１６ｋｍ圏域".into()]), Answer::Text("16キロ以内".into())] {
        let one = facility(vec![answered("areas", answer, ALL, date(2026, 6, 1))], vec![]);
        assert!(public(&one)[0].contains("保険で") && public(&one)[0].contains("電話で確認"));
    }
}
