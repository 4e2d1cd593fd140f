//! One facility's sheet: what is known, what is asked, how it is matched back.

use crate::consent::{Standing, standing};
use crate::model::{Answer, Block, Facility, Form, Kind, Question, Vocabulary};
use crate::settings::{Settings, SurveyAnswers, SurveySetting};
use crate::source::survey::{choice_of, code};
use crate::text::wareki;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Words of a plain answer.
pub(super) const PLAIN: &[&str] = &["している・できる", "していない・できない", "要相談"];
/// Words of consent for one block.
pub(super) const CONSENT: &[&str] = &["市民に公表してよい", "関係者のみ", "公表しない"];
/// The same for how professionals reach them, which citizens are not shown whatever is ticked.
pub(super) const CONSENT_CONTACT: &[&str] = &["関係者のみ", "公表しない"];
/// Words of consent to open data.
pub(super) const OPEN: &[&str] = &["同意する", "同意しない"];

/// Beside the choices of a question.
const OTHER: &str = "そのほか";

/// What a line expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A tick or nothing.
    Tick,
    /// A number.
    Number,
    /// Words.
    Words,
    /// Nothing: it is shown only.
    Shown,
}

/// One line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What is known already, with its date.
    pub known: String,
    /// Label by which it is read again; unique on the sheet.
    pub label: String,
    /// What is filled in beforehand.
    pub answer: String,
    /// What is expected.
    pub asked: Asked,
}

/// A facility's sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// File name without ending.
    pub file: String,
    /// The facility's name.
    pub name: String,
    /// What stands at the top: purpose, where it is published, how to withdraw.
    pub words: Vec<String>,
    /// Headings with their lines.
    pub blocks: Vec<(String, Vec<Line>)>,
}

fn choice_label(question: &Question, choice: &str) -> String {
    format!("{}：{choice}", question.name)
}

fn consent_label(block: Block) -> String {
    format!("公表の同意（{}）", block.name())
}

/// Blocks that a kind of facility is asked.
fn blocks(kind: Kind) -> &'static [Block] {
    match kind {
        Kind::Hospital | Kind::Clinic | Kind::Maternity => &[Block::Visits, Block::Care, Block::Own, Block::Contact],
        Kind::Dental => &[Block::Dental, Block::Own, Block::Contact],
        Kind::Pharmacy => &[Block::Pharmacy, Block::Own, Block::Contact],
        Kind::Care | Kind::Other => &[Block::Visits, Block::Nursing, Block::Homes, Block::Own, Block::Contact],
    }
}

/// Of the questions of visits, a home for the aged is asked about the end of life alone.
fn is_asked(kind: Kind, question: &Question) -> bool {
    let care = matches!(kind, Kind::Care | Kind::Other);
    question.block != Block::Visits || !care || question.id.starts_with("end-of-life")
}

fn questions(vocabulary: &Vocabulary, kind: Kind, block: Block) -> Vec<&Question> {
    vocabulary.all().iter().filter(|question| question.block == block && is_asked(kind, question)).collect()
}

/// The sheet of a facility for a day's survey.
pub fn sheet(facility: &Facility, settings: &Settings, on: Date) -> Sheet {
    let vocabulary = settings.vocabulary();
    let site = &settings.site;
    let standing: Vec<(&str, &Answer, Option<Date>)> = standing(facility)
        .into_iter()
        .filter_map(|standing| match standing {
            Standing::One(one, _) => Some((one.question.as_str(), &one.answer, one.as_of)),
            Standing::Contradicts(_) => None,
        })
        .collect();
    let answer = |id: &str| standing.iter().find(|(question, ..)| *question == id).copied();
    let known = |id: &str| {
        answer(id).and_then(|(.., date)| date).map_or_else(String::new, |date| format!("{}の答え", wareki::words(date)))
    };
    let text =
        |value: &Option<crate::place::Sourced<String>>| value.as_ref().map(|one| one.value.clone()).unwrap_or_default();
    let line = |known: &str, label: &str, answer: String, asked: Asked| Line {
        known: known.to_owned(),
        label: label.to_owned(),
        answer,
        asked,
    };
    let number = facility.identifiers.iter().min();
    let here = &settings.municipality;
    let own = facility.municipality.as_ref().is_none_or(|code| *code == here.code);
    let address = text(&facility.address);
    let address =
        if own && !address.is_empty() { format!("{}{}{address}", here.prefecture, here.name) } else { address };
    let register = "公的な一覧から";
    let mut first = vec![
        line(
            "変えないでください",
            "照合コード",
            number.map(|number| code(&here.code, number)).unwrap_or_default(),
            Asked::Shown,
        ),
        line(register, "施設の名前", facility.name.value.clone(), Asked::Words),
        line(register, "所在地", address, Asked::Words),
        line(register, "電話番号", text(&facility.phone), Asked::Words),
        line("", "回答日", String::new(), Asked::Words),
    ];
    for (n, registration) in facility.registrations.iter().enumerate() {
        let label = format!("届出{}（確認だけ）", n + 1);
        first.push(line("厚生局の届出から", &label, registration.name.clone(), Asked::Shown));
    }
    let mut all = vec![("施設について".to_owned(), first)];
    for block in blocks(facility.kind) {
        let mut lines = Vec::new();
        for question in questions(&vocabulary, facility.kind, *block) {
            let before = answer(&question.id).map(|(_, answer, _)| answer);
            let known = known(&question.id);
            match question.form {
                Form::Plain => lines.push(line(&known, &question.name, plain(before), Asked::OneOf(PLAIN))),
                Form::Number => lines.push(line(&known, &question.name, words(before), Asked::Number)),
                Form::Words => lines.push(line(&known, &question.name, words(before), Asked::Words)),
                Form::Several if question.choices().next().is_none() => {
                    lines.push(line(&known, &question.name, words(before), Asked::Words));
                }
                Form::Several => {
                    let mut left: Vec<String> = match before {
                        Some(Answer::Choices(have)) => have.clone(),
                        Some(other) => vec![words(Some(other))],
                        None => Vec::new(),
                    };
                    for choice in question.choices() {
                        let mark = ticked(question, choice, &mut left);
                        lines.push(line(&known, &choice_label(question, choice), mark.to_owned(), Asked::Tick));
                    }
                    lines.push(line(&known, &choice_label(question, OTHER), left.join("、"), Asked::Words));
                }
            }
        }
        if !lines.is_empty() {
            let consent = if *block == Block::Contact { CONSENT_CONTACT } else { CONSENT };
            lines.push(line("毎年おたずねします", &consent_label(*block), String::new(), Asked::OneOf(consent)));
            all.push((block.name().to_owned(), lines));
        }
    }
    let open = line("毎年おたずねします", "オープンデータの同意", String::new(), Asked::OneOf(OPEN));
    all.push(("オープンデータ".to_owned(), vec![open]));
    let phone = site.publisher_phone.as_ref().map(|phone| format!("（電話 {phone}）")).unwrap_or_default();
    Sheet {
        file: format!("{}_{}", facility.id, file_name(called(facility))),
        name: facility.name.value.clone(),
        words: vec![
            format!("在宅医療・介護の確認票（{}）　{}", wareki::words(on), site.publisher),
            format!("目的: 家で療養する方とご家族が、来てくれるところを見つけられるように、「{}」に載せる内容を確かめます。", site.name),
            "載せる場所: 「市民に公表してよい」の答えは市民向けのページと印刷物、「関係者のみ」の答えは医療・介護の関係者向けの版だけに載ります。答えのない欄と同意のない欄は載りません。".to_owned(),
            "オープンデータ: 同意した場合だけ、市民に公表してよい答えが、だれでも使えるデータ（GeoJSON・CSV）に入ります。".to_owned(),
            format!("取りやめ: いつでもできます。{}{phone}へ知らせてください。次にサイトを作るときから載りません。", site.publisher),
            "書きかた: 前の答えが入っています。変わったところを直し、空の欄をうめて、同意の欄を選んでください。灰色の欄は変えないでください。".to_owned(),
        ],
        blocks: all,
    }
}

/// What is ticked of a choice beforehand; taken out of what is left of the answer.
fn ticked(question: &Question, choice: &str, left: &mut Vec<String>) -> &'static str {
    let mut mark = "";
    left.retain(|one| {
        let bare = one.strip_suffix("（要相談）").unwrap_or(one);
        let is_it = choice_of(question, bare) == Some(choice);
        if is_it {
            mark = if bare.len() == one.len() { "○" } else { "要相談" };
        }
        !is_it
    });
    mark
}

fn plain(before: Option<&Answer>) -> String {
    match before {
        Some(Answer::Yes) => PLAIN[0].to_owned(),
        Some(Answer::No) => PLAIN[1].to_owned(),
        Some(Answer::Consult) => PLAIN[2].to_owned(),
        other => words(other),
    }
}

/// An answer as one writes it into a cell.
pub(super) fn words(answer: Option<&Answer>) -> String {
    match answer {
        None => String::new(),
        Some(Answer::Yes) => "○".to_owned(),
        Some(Answer::YesWith(remark)) => format!("○（{remark}）"),
        Some(Answer::No) => "×".to_owned(),
        Some(Answer::Consult) => "要相談".to_owned(),
        Some(Answer::Number(n)) => n.to_string(),
        Some(Answer::Choices(choices)) => choices.join("、"),
        Some(Answer::Text(text)) => text.clone(),
    }
}

/// What its file is called: names of files are told on terminals and lie about, so what only a survey says is not in them.
fn called(facility: &Facility) -> &str {
    let registered = facility.sources.iter().any(|kind| kind.is_register());
    if registered { &facility.name.value } else { "調査だけの施設" }
}

fn file_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !"\\/:*?\"<>|.".contains(*c)).take(40).collect()
}

/// How the returned sheets of a kind are read.
pub fn survey_setting(settings: &Settings, kind: Kind, path: &str, on: Date) -> SurveySetting {
    let vocabulary = settings.vocabulary();
    let columns = [
        ("code", "照合コード"),
        ("name", "施設の名前"),
        ("address", "所在地"),
        ("phone", "電話番号"),
        ("answered_on", "回答日"),
        ("consent_open_data", "オープンデータの同意"),
    ];
    let mut setting = SurveySetting {
        // It stands on the page of results, for citizens.
        name: format!("在宅医療・介護の調査（{}・{}年）", kind.word(), on.year()),
        path: path.to_owned(),
        sheet: None,
        as_of: on,
        publish_on: None,
        kind,
        columns: columns.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).collect(),
        questions: BTreeMap::new(),
        choices: BTreeMap::new(),
        consents: BTreeMap::new(),
        public: Vec::new(),
        ignore: Vec::new(),
        asked: None,
        answers: SurveyAnswers {
            yes: vec![PLAIN[0].to_owned()],
            no: vec![PLAIN[1].to_owned()],
            ..SurveyAnswers::default()
        },
    };
    for block in blocks(kind) {
        let asked = questions(&vocabulary, kind, *block);
        if asked.is_empty() {
            continue;
        }
        setting.consents.insert(block.id().to_owned(), consent_label(*block));
        for question in asked {
            let choices: BTreeMap<String, String> =
                question.choices().map(|choice| (choice.to_owned(), choice_label(question, choice))).collect();
            if question.form == Form::Several && !choices.is_empty() {
                setting.questions.insert(question.id.to_string(), choice_label(question, OTHER));
                setting.choices.insert(question.id.to_string(), choices);
            } else {
                setting.questions.insert(question.id.to_string(), question.name.to_string());
            }
        }
    }
    setting
}

/// The same as lines to paste into `ouchi.toml`.
pub fn survey_toml(setting: &SurveySetting) -> String {
    let kind = serde_json::to_value(setting.kind).ok().and_then(|value| value.as_str().map(str::to_owned));
    let mut out = format!(
        "[[survey]]\nname = {:?}\npath = {:?}\nas_of = {}\nkind = {:?}\n# 公表の日。次の行の # を消すと、この日より前に作ったサイトには出ません。# のままなら、次に作るサイトから出ます\n# publish_on = {}-08-01\n",
        setting.name,
        setting.path,
        setting.as_of,
        kind.unwrap_or_default(),
        setting.as_of.year()
    );
    let mut section = |title: &str, lines: &BTreeMap<String, String>| {
        out.push_str(&format!("\n[{title}]\n"));
        for (left, right) in lines {
            out.push_str(&format!("{left:?} = {right:?}\n"));
        }
    };
    section("survey.columns", &setting.columns);
    section("survey.questions", &setting.questions);
    for (id, choices) in &setting.choices {
        section(&format!("survey.choices.{id}"), choices);
    }
    section("survey.consents", &setting.consents);
    out.push_str(&format!("\n[survey.answers]\nyes = {:?}\nno = {:?}\n", setting.answers.yes, setting.answers.no));
    out
}
