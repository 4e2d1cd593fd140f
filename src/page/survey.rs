//! What the surveys came to, and what the data says of itself.

use super::document::{self, BlockView};
use super::frame::{Frame, Link};
use super::site::SiteData;
use super::{Page, View, words};
use crate::consent::PublicFacility;
use crate::model::{Kind, Precision, SourceKind};
use crate::tally::{Cross, PublicSurvey, QuestionTally};
use serde::Serialize;

/// One line of a tally.
#[derive(Debug, Clone, Serialize)]
pub struct TallyLine {
    /// Answer.
    pub label: String,
    /// Number; none when left out.
    pub count: Option<u32>,
    /// Number of the survey before; none when left out or not asked.
    pub before: Option<u32>,
}

/// Counts by parts, as a table.
#[derive(Debug, Clone, Serialize)]
pub struct CrossView {
    /// Headings.
    pub parts: Vec<String>,
    /// Lines.
    pub rows: Vec<CrossLine>,
}

/// One line of such a table.
#[derive(Debug, Clone, Serialize)]
pub struct CrossLine {
    /// Answer.
    pub label: String,
    /// Numbers; none when left out.
    pub counts: Vec<Option<u32>>,
}

/// A question's results.
#[derive(Debug, Clone, Serialize)]
pub struct TallyView {
    /// Address inside the page.
    pub id: String,
    /// The question.
    pub name: String,
    /// How many answered.
    pub answered: u32,
    /// Whether more than one answer was possible.
    pub several: bool,
    /// Answers.
    pub rows: Vec<TallyLine>,
    /// 「2025年6月」 of the survey before.
    pub before: Option<String>,
    /// By area.
    pub by_area: Option<CrossView>,
    /// By class of institution.
    pub by_class: Option<CrossView>,
    /// Bars as SVG.
    pub bars: String,
}

/// A survey's results.
#[derive(Debug, Clone, Serialize)]
pub struct SurveyView {
    /// Address inside the page.
    pub id: String,
    /// Name.
    pub name: String,
    /// 「2026年6月」.
    pub as_of: String,
    /// How many answered.
    pub respondents: u32,
    /// How many were asked.
    pub asked: u32,
    /// Percent that answered; none when nobody said how many were asked.
    pub rate: Option<u32>,
    /// Questions.
    pub tallies: Vec<TallyView>,
}

/// Results of the surveys.
#[derive(Debug, Serialize)]
pub struct Survey {
    /// From `content/survey.md`.
    pub intro: Vec<BlockView>,
    /// Surveys.
    pub surveys: Vec<SurveyView>,
    /// The page of indicators, and in the professionals' edition the contact times.
    pub links: Vec<Link>,
}

/// `survey/index.html`
pub(crate) fn survey(site: &SiteData<'_>) -> Page {
    let mut links = vec![Link::new("survey/indicators.html", "載せている施設の数と、情報の新しさ")];
    if site.parts.audience == crate::model::Audience::Partners {
        links.push(Link::new("survey/contact.html", "連絡がとれる時間の一覧（専門職向け）"));
    }
    let view = Survey {
        intro: document::intro(site, "survey/index.html"),
        surveys: site.parts.surveys.iter().zip(1..).map(|(one, number)| results(site, one, number)).collect(),
        links,
    };
    let frame =
        Frame::new(site, "survey/index.html", "調査と数字").description("医療機関や施設に聞いたことの集計です。");
    Page::new("survey.html", frame, View::Survey(Box::new(view)))
}

fn results(site: &SiteData<'_>, survey: &PublicSurvey, number: usize) -> SurveyView {
    SurveyView {
        id: format!("survey-{number}"),
        name: survey.name.clone(),
        as_of: words::month(survey.as_of),
        respondents: survey.respondents,
        asked: survey.asked,
        rate: (survey.asked > survey.respondents).then(|| survey.respondents * 100 / survey.asked),
        tallies: survey.questions.iter().map(|question| tally(site, question, number)).collect(),
    }
}

fn tally(site: &SiteData<'_>, question: &QuestionTally, number: usize) -> TallyView {
    let one = &question.tally;
    let before = |label: &str| {
        let rows = &question.before.as_ref()?.rows;
        rows.iter().find(|row| row.label == label)?.count
    };
    TallyView {
        id: format!("{}-{number}", one.question),
        name: one.name.clone(),
        answered: one.answered,
        several: !question.exclusive,
        rows: one
            .rows
            .iter()
            .map(|row| TallyLine { label: row.label.clone(), count: row.count, before: before(&row.label) })
            .collect(),
        before: question.before.as_ref().map(|before| words::month(before.as_of)),
        by_area: question.by_area.as_ref().map(cross),
        by_class: question.by_class.as_ref().map(cross),
        bars: (site.parts.pictures.bars)(one),
    }
}

fn cross(cross: &Cross) -> CrossView {
    CrossView {
        parts: cross.parts.clone(),
        rows: cross
            .rows
            .iter()
            .map(|(label, counts)| CrossLine { label: label.clone(), counts: counts.clone() })
            .collect(),
    }
}

/// An indicator computed from the data.
#[derive(Debug, Clone, Serialize)]
pub struct Indicator {
    /// What.
    pub name: String,
    /// Number with its unit.
    pub value: String,
}

/// Indicators under one heading.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorGroup {
    /// Address inside the page.
    pub id: &'static str,
    /// Heading.
    pub title: &'static str,
    /// What it means.
    pub text: &'static str,
    /// Lines.
    pub rows: Vec<Indicator>,
}

/// What the data says of itself.
#[derive(Debug, Serialize)]
pub struct Indicators {
    /// Groups.
    pub groups: Vec<IndicatorGroup>,
    /// What can be done, by area.
    pub cover: CrossView,
    /// Days after which an answer that changes often says 「電話で確認」.
    pub answer_days: u32,
}

/// Abilities counted by area: question and words.
const COVER: &[(&str, &str)] = &[
    ("home-visit", "訪問診療をしている"),
    ("house-call", "往診をしている"),
    ("night-contact", "24時間連絡ができる"),
    ("night-visit", "夜間・休日に往診する"),
    ("end-of-life", "看取りに対応している"),
    ("new-patients", "新しい方を受け入れている"),
];

/// `survey/indicators.html`: counted from what is shown, so that it tells nothing that the pages do not.
pub(crate) fn indicators(site: &SiteData<'_>) -> Page {
    let all = site.parts.facilities;
    let count = |which: &dyn Fn(&PublicFacility) -> bool| all.iter().filter(|one| which(one)).count();
    let line = |name: &str, count: usize| Indicator { name: name.to_owned(), value: format!("{count}件") };
    let share = |name: &str, count: usize, of: usize| {
        let percent = (count * 100).checked_div(of).unwrap_or(0);
        Indicator { name: name.to_owned(), value: format!("{count}件（{of}件の{percent}%）") }
    };
    let mut listed = vec![line("載せている施設", all.len())];
    for kind in [Kind::Hospital, Kind::Clinic, Kind::Dental, Kind::Pharmacy, Kind::Maternity, Kind::Care, Kind::Other] {
        let number = count(&|one| one.kind == kind);
        if number > 0 {
            listed.push(line(kind.word(), number));
        }
    }
    let medical = count(&|one| one.kind.is_medical());
    let consented = vec![
        line("調査の答えを載せている施設", count(&|one| !one.answers.is_empty())),
        share("うち医療機関", count(&|one| one.kind.is_medical() && !one.answers.is_empty()), medical),
        line("オープンデータにも載せている施設", count(&|one| one.answers.iter().any(|answer| answer.open_data))),
    ];
    let services = site.parts.services.services.iter();
    let services = services.map(|service| line(&service.name, site.members(&service.id).offers.len())).collect();
    let groups = vec![
        group("listed", "載せている施設", "国や県の公的な一覧と、市の調査からまとめた数です。", listed),
        group("consented", "公表に同意された答え", "調査の答えは、同意された分だけを載せています。", consented),
        group("services", "していること", "届出だけのものは数えていません。", services),
        group("freshness", "情報の新しさ", "いつの情報かを、出どころごとに数えました。", freshness(site)),
        group(
            "complete",
            "そろっている情報",
            "電話や場所がわかる施設の数です。",
            vec![
                share("電話がある", count(&|one| one.phone.is_some()), all.len()),
                share(
                    "曜日や時間がある",
                    count(&|one| one.hours.iter().any(|hours| hours.says_something())),
                    all.len(),
                ),
                share(
                    "公表された位置がある",
                    count(&|one| one.located.is_some_and(|at| at.precision == Precision::Published)),
                    all.len(),
                ),
            ],
        ),
    ];
    let view = Indicators { groups, cover: cover(site), answer_days: site.parts.settings.freshness.answer_days };
    let frame = Frame::new(site, "survey/indicators.html", "施設の数と、情報の新しさ")
        .description("載せている施設の数、公表に同意された答えの数、地区ごとの数、情報の新しさです。")
        .under("survey/index.html", "調査と数字");
    Page::new("indicators.html", frame, View::Indicators(Box::new(view)))
}

const fn group(id: &'static str, title: &'static str, text: &'static str, rows: Vec<Indicator>) -> IndicatorGroup {
    IndicatorGroup { id, title, text, rows }
}

fn freshness(site: &SiteData<'_>) -> Vec<Indicator> {
    let mut rows: Vec<Indicator> = Vec::new();
    let mut kinds: Vec<SourceKind> =
        site.parts.facilities.iter().flat_map(|one| one.sources.iter().map(|(kind, _)| *kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let dates: Vec<_> = site
            .parts
            .facilities
            .iter()
            .filter_map(|one| one.sources.iter().find(|(of, _)| *of == kind).and_then(|(_, date)| *date))
            .collect();
        let Some((oldest, newest)) = dates.iter().min().zip(dates.iter().max()) else { continue };
        let (oldest, newest) = (words::month(*oldest), words::month(*newest));
        let value = if oldest == newest { newest } else { format!("{oldest}から{newest}") };
        rows.push(Indicator { name: format!("{}の時点", kind.word()), value });
    }
    let answers = || site.parts.facilities.iter().flat_map(|one| &one.answers);
    let year = |answer: &&crate::consent::ShownAnswer| {
        answer.as_of.is_some_and(|date| (site.parts.as_of - date).get_days() <= 365)
    };
    rows.push(Indicator {
        name: "1年以内に答えられたもの".into(),
        value: format!("{}件", answers().filter(year).count()),
    });
    rows.push(Indicator {
        name: "古くなって「電話で確認」としたもの".into(),
        value: format!("{}件", answers().filter(|answer| answer.expired).count()),
    });
    rows
}

fn cover(site: &SiteData<'_>) -> CrossView {
    let areas = if site.parts.areas.is_wide() { &[] } else { site.parts.areas.areas.as_slice() };
    let says = |one: &PublicFacility, question: &str| one.answer(question).is_some_and(|answer| answer.affirmative);
    let within = |question: &str, area: Option<&str>| {
        let all = site.parts.facilities.iter();
        let those = all.filter(|one| area.is_none_or(|area| one.area.as_deref() == Some(area)) && says(one, question));
        u32::try_from(those.count()).ok()
    };
    let mut parts = vec!["全体".to_owned()];
    parts.extend(areas.iter().map(|area| area.name.clone()));
    let rows = COVER
        .iter()
        .map(|(question, label)| CrossLine {
            label: (*label).to_owned(),
            counts: std::iter::once(None)
                .chain(areas.iter().map(|area| Some(area.id.as_str())))
                .map(|area| within(question, area))
                .collect(),
        })
        .collect();
    CrossView { parts, rows }
}

/// One clinic's line in the list of contact times.
#[derive(Debug, Clone, Serialize)]
pub struct ContactLine {
    /// Its page and name.
    pub link: Link,
    /// Area.
    pub area: String,
    /// Number that everybody knows.
    pub phone: Option<super::frame::Phone>,
    /// What it answered for professionals: question and words.
    pub facts: Vec<Indicator>,
    /// 「2026年6月」.
    pub as_of: String,
}

/// Contact times for professionals.
#[derive(Debug, Serialize)]
pub struct Contact {
    /// Lines in the order of every list.
    pub lines: Vec<ContactLine>,
}

/// `survey/contact.html`, in the professionals' edition alone.
pub(crate) fn contact(site: &SiteData<'_>) -> Page {
    let vocabulary = site.parts.settings.vocabulary();
    let lines = site
        .parts
        .facilities
        .iter()
        .filter_map(|one| {
            let own = one
                .answers
                .iter()
                .filter(|answer| vocabulary.get(&answer.question).is_some_and(|question| question.partners_only));
            let facts: Vec<Indicator> = own
                .clone()
                .map(|answer| Indicator { name: answer.name.clone(), value: answer.words.clone() })
                .collect();
            let newest = own.filter_map(|answer| answer.as_of).max();
            let area = one.area.as_deref().and_then(|id| site.parts.areas.get(id));
            (!facts.is_empty()).then(|| ContactLine {
                link: Link::new(one.path(), one.name.clone()),
                area: area.map_or_else(String::new, |area| area.name.clone()),
                phone: one.phone.as_deref().map(super::frame::Phone::new),
                facts,
                as_of: newest.map(words::month).unwrap_or_default(),
            })
        })
        .collect();
    let frame = Frame::new(site, "survey/contact.html", "連絡がとれる時間（専門職向け）")
        .description("調査で答えのあった、専門職からの連絡がとれる時間と担当です。")
        .under("survey/index.html", "調査と数字");
    Page::new("contact.html", frame, View::Contact(Box::new(Contact { lines })))
}
