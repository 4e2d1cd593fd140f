//! What the numbers ask to be talked about, by rule. Only what is shown is used, so that no issue gives anyone away.

use super::{PublicSurvey, QuestionTally};

/// Questions whose lack in an area matters to who lives there.
const COVER: &[&str] = &[
    "home-visit",
    "house-call",
    "night-contact",
    "night-visit",
    "end-of-life",
    "new-patients",
    "home-dental",
    "home-pharmacy",
];
/// Abilities that are worth telling when they are rare.
const ABLE: &[&str] = &["dementia", "mental", "disability", "children", "narcotics", "facility-visit"];
/// Below this share of the asked, results say little.
const FEW_ANSWERS: u32 = 60;
/// Below this share of the answers, an ability is rare.
const RARE: u32 = 30;

/// One thing to talk about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The survey.
    pub survey: String,
    /// What the numbers show.
    pub what: String,
    /// By which rule it is listed.
    pub rule: &'static str,
}

/// Every issue of every survey, in a fixed order.
pub fn issues(surveys: &[PublicSurvey]) -> Vec<Issue> {
    let mut all = Vec::new();
    for survey in surveys {
        let mut add = |what: String, rule: &'static str| {
            all.push(Issue { survey: survey.name.clone(), what, rule });
        };
        if survey.asked > 0 && survey.respondents * 100 < survey.asked * FEW_ANSWERS {
            let percent = survey.respondents * 100 / survey.asked;
            add(
                format!("回答は{}施設のうち{}施設（{percent}%）です。", survey.asked, survey.respondents),
                "回答率が60%より低い",
            );
        }
        for question in survey.questions.iter().filter(|one| COVER.contains(&one.tally.question.as_str())) {
            uncovered(question, &mut add);
        }
        let named = |id: &str| COVER.contains(&id) || ABLE.contains(&id);
        for question in survey.questions.iter().filter(|one| named(&one.tally.question)) {
            rare(question, &mut add);
        }
        for question in survey.questions.iter().filter(|one| one.exclusive) {
            fewer(question, &mut add);
        }
    }
    all
}

/// Labels that say yes: all but the plain no and what is counted as other.
fn says_yes(label: &str) -> bool {
    !matches!(label, "していない・できない" | "その他の答え")
}

fn uncovered(question: &QuestionTally, add: &mut impl FnMut(String, &'static str)) {
    let Some(cross) = &question.by_area else { return };
    for (at, area) in cross.parts.iter().enumerate() {
        let none = cross.rows.iter().filter(|(label, _)| says_yes(label)).all(|(_, counts)| counts[at] == Some(0));
        let seen = cross.rows.iter().any(|(_, counts)| counts[at].is_some_and(|count| count > 0));
        if none && seen {
            add(
                format!("{area}には、「{}」ができる・相談に応じると答えたところがありません。", question.tally.name),
                "答えのあった地区に、できるところが1つもない",
            );
        }
    }
}

fn rare(question: &QuestionTally, add: &mut impl FnMut(String, &'static str)) {
    let yes: Vec<Option<u32>> =
        question.tally.rows.iter().filter(|row| says_yes(&row.label)).map(|row| row.count).collect();
    let Some(yes) = yes.into_iter().sum::<Option<u32>>() else { return };
    let answered = question.tally.answered;
    if question.tally.rows.is_empty() {
        return;
    }
    if answered > 0 && yes * 100 < answered * RARE {
        add(
            format!("「{}」ができる・相談に応じるのは、{answered}施設のうち{yes}施設です。", question.tally.name),
            "できるところが30%より少ない",
        );
    }
}

fn fewer(question: &QuestionTally, add: &mut impl FnMut(String, &'static str)) {
    let Some(before) = &question.before else { return };
    let Some(first) = question.tally.rows.first().filter(|row| says_yes(&row.label)) else { return };
    let was = before.rows.iter().find(|row| row.label == first.label).and_then(|row| row.count);
    if let (Some(now), Some(was)) = (first.count, was)
        && now * 100 < was * 80
    {
        add(
            format!(
                "「{}」が「{}」のところは、前の調査の{was}から{now}に減りました。",
                question.tally.name, first.label
            ),
            "前の調査より2割を超えて減った",
        );
    }
}
