//! Which question a heading that nothing maps could be, as lines to paste into the settings.

use super::layout;
use crate::model::Vocabulary;
use crate::settings::SurveySetting;
use crate::source::Input;
use crate::table::{self, Sheets, Table, heading_key};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Usual words of identifying columns.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "name",
        &[
            "医療機関名",
            "医療機関の名称",
            "施設名",
            "施設の名称",
            "事業所名",
            "事業所の名称",
            "名称",
            "貴院名",
            "診療所名",
            "病院名",
            "薬局名",
        ],
    ),
    ("kana", &["フリガナ", "ふりがな", "カナ"]),
    ("address", &["所在地", "住所"]),
    ("phone", &["代表電話", "電話番号", "電話", "tel"]),
    ("care_number", &["介護保険事業所番号", "事業所番号"]),
    ("institution_number", &["医療機関コード", "医療機関番号", "保険医療機関番号"]),
    ("code", &["照合コード"]),
    ("answered_on", &["回答日", "記入日", "回答年月日", "記入年月日"]),
    ("consent", &["公表の可否", "公表の同意", "市民公表", "市民への公表", "公表", "掲載の可否", "掲載"]),
    ("consent_partners", &["関係者への提供", "関係機関への提供", "関係者への公表"]),
    ("consent_open_data", &["オープンデータ"]),
];

/// Usual words of questions; what a question is called is tried too.
const QUESTIONS: &[(&str, &[&str])] = &[
    ("home-visit", &["訪問診療", "訪問診療の実施", "訪問診療の可否"]),
    ("home-visit-plan", &["今後訪問診療", "訪問診療を行う予定", "訪問診療の予定"]),
    ("house-call", &["往診", "臨時往診", "かかりつけ患者臨時往診", "往診の可否"]),
    ("house-call-new", &["初診の往診", "かかりつけ以外の往診", "新規の往診", "初めての方"]),
    ("night-contact", &["24時間連絡", "24時間の連絡", "24時間対応", "24時間電話"]),
    ("night-visit", &["24時間往診", "夜間往診", "夜間休日の往診", "夜間・休日の往診", "時間外の往診"]),
    ("end-of-life", &["看取り", "在宅看取り", "看取りの対応", "ターミナル"]),
    ("end-of-life-count", &["看取り件数", "看取りの件数", "看取り数", "在宅看取り件数"]),
    ("home-patients", &["訪問患者数", "患者数", "在宅患者数"]),
    ("new-patients", &["新規受入", "新規受け入れ", "新規患者", "新患の受入", "受け入れ可否"]),
    ("areas", &["対応地域", "対応する地域", "訪問地域", "対応範囲", "訪問エリア", "診療エリア"]),
    ("distance", &["訪問距離", "対応距離", "半径"]),
    ("facility-visit", &["施設への訪問", "施設訪問"]),
    ("online", &["オンライン診療"]),
    ("procedures", &["医療行為", "対応可能な処置", "医療処置"]),
    ("conditions", &["対応疾患", "受け入れ可能な状態", "受入可能な疾患"]),
    ("dementia", &["認知症の方", "認知症対応", "認知症"]),
    ("dementia-doctor", &["認知症サポート医"]),
    ("mental", &["精神疾患", "精神"]),
    ("children", &["医療的ケア児", "小児", "子ども"]),
    ("narcotics", &["医療用麻薬", "麻薬"]),
    ("home-dental", &["訪問歯科", "歯科訪問診療"]),
    ("home-pharmacy", &["薬剤師の訪問", "訪問薬剤", "居宅療養管理指導", "在宅患者訪問"]),
    ("home-nursing", &["訪問看護"]),
    ("opinion-letter", &["主治医意見書"]),
    ("conference", &["担当者会議"]),
    ("information-system", &["情報共有システム", "ict"]),
    ("contact-time", &["連絡可能時間", "連絡時間", "連絡の時間", "ケアマネタイム", "対応可能時間"]),
    ("contact-person", &["担当者", "連絡の担当", "相談窓口担当", "窓口担当"]),
    ("contact-phone", &["直通"]),
    ("contact-mail", &["メール", "mail"]),
    ("remarks", &["備考", "その他", "自由記載", "要望"]),
];

/// Whether a folded heading is a usual one for names.
pub(super) fn is_name(key: &str) -> bool {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| COLUMNS[0].1.iter().map(|word| heading_key(word)).collect());
    NAMES.iter().any(|name| name == key)
}

/// Keys by which an establishment is told.
const WHO: &[&str] = &["name", "kana", "address", "phone", "care_number", "institution_number", "code", "answered_on"];

/// Columns of a row that are headed as those by which an establishment is told; none where that is neither its name nor
/// two others. Nobody answers with such words, so the row has headings, and they can be repeated.
pub(super) fn heads(table: &Table, row: usize, setting: &SurveySetting) -> Vec<u16> {
    let is_it = |key: &str, text: &str| {
        let own = setting.columns.get(key).is_some_and(|heading| heading_key(heading) == text);
        own || COLUMNS.iter().any(|(of, words)| *of == key && words.iter().any(|word| heading_key(word) == text))
    };
    let mut found: Vec<(&str, u16)> = Vec::new();
    for (column, text) in (0_u16..).zip(table.row(row).cells()) {
        let text = heading_key(text);
        let key = WHO.iter().find(|key| is_it(key, &text) && !found.iter().any(|(have, _)| have == *key));
        found.extend(key.map(|key| (*key, column)));
    }
    let surely = found.len() > 1 || found.first().is_some_and(|(key, _)| *key == "name");
    if !surely { Vec::new() } else { found.into_iter().map(|(_, column)| column).collect() }
}

/// Whether rows are headings and nothing else: one names who answers, and below and above those words the other is
/// blank, where a row of answers would say who gave them.
fn are_headings(table: &Table, rows: std::ops::Range<usize>, setting: &SurveySetting) -> bool {
    let Some((own, columns)) =
        rows.clone().map(|row| (row, heads(table, row, setting))).find(|(_, columns)| !columns.is_empty())
    else {
        return false;
    };
    let blank = |row: usize| columns.iter().all(|column| table.cell(row, *column).trim().is_empty());
    rows.filter(|row| *row != own).all(blank)
}

/// What a heading could be: section, and left and right of its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    section: String,
    left: String,
    heading: String,
}

/// Proposes a line for each heading that looks like something not mapped yet.
pub(super) fn lines(headings: &[(u16, String)], setting: &SurveySetting, vocabulary: &Vocabulary) -> Vec<Line> {
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for (_, heading) in headings {
        let Some((score, section, left)) = nearest(heading, setting, vocabulary) else { continue };
        let line = Line { section, left, heading: heading.replace(' ', "") };
        match lines.iter_mut().find(|(_, have)| have.section == line.section && have.left == line.left) {
            // One question, two columns: the one that fits better.
            Some((have, other)) if *have < score => (*have, *other) = (score, line),
            Some(_) => {}
            None => lines.push((score, line)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

fn nearest(heading: &str, setting: &SurveySetting, vocabulary: &Vocabulary) -> Option<(usize, String, String)> {
    let key = heading_key(heading);
    let mut best: Option<(usize, String, String)> = None;
    let mut try_words = |word: &str, section: &str, left: &str| {
        let word = heading_key(word);
        if word.chars().count() >= 2 && key.contains(&word) {
            // The longest word wins; one that is the whole heading wins over all.
            let score = word.chars().count() + if key == word { 100 } else { 0 };
            if best.as_ref().is_none_or(|(have, ..)| *have < score) {
                best = Some((score, section.to_owned(), left.to_owned()));
            }
        }
    };
    for (left, words) in COLUMNS.iter().filter(|(left, _)| !setting.columns.contains_key(*left)) {
        words.iter().for_each(|word| try_words(word, "survey.columns", left));
    }
    let free = |id: &str| !setting.questions.contains_key(id);
    for (id, words) in QUESTIONS.iter().filter(|(id, _)| free(id)) {
        words.iter().for_each(|word| try_words(word, "survey.questions", id));
    }
    for question in vocabulary.all().iter().filter(|question| free(&question.id)) {
        try_words(&question.name, "survey.questions", &question.id);
        let mapped = setting.choices.get(question.id.as_ref());
        for choice in question.choices().filter(|choice| !mapped.is_some_and(|mapped| mapped.contains_key(*choice))) {
            try_words(choice, &format!("survey.choices.{}", question.id), choice);
            let bare = choice.split(['（', '(']).next().unwrap_or(choice);
            try_words(bare, &format!("survey.choices.{}", question.id), choice);
        }
    }
    best
}

/// The lines as TOML, ready to paste.
pub(super) fn toml(lines: &[Line]) -> String {
    let mut sections: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        sections.entry(&line.section).or_default().push(line);
    }
    let mut out = String::new();
    for (section, lines) in sections {
        out.push_str(&format!("\n[{section}]"));
        for line in lines {
            let plain = line.left.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
            let left = if plain { line.left.clone() } else { format!("{:?}", line.left) };
            out.push_str(&format!("\n{left} = {:?}", line.heading));
        }
    }
    out
}

/// Lines for a sheet of which nothing is mapped yet.
pub(super) fn whole(input: &Input, setting: &SurveySetting, vocabulary: &Vocabulary) -> String {
    let sheets = setting.sheet.as_deref().map_or(Sheets::All, Sheets::Named);
    let tables = table::read(&input.path, &input.bytes, sheets).unwrap_or_default();
    tables.iter().find_map(|table| for_table(table, setting, vocabulary)).unwrap_or_default()
}

/// As [`whole`], for one sheet: the rows that look most like headings.
pub(super) fn for_table(table: &Table, setting: &SurveySetting, vocabulary: &Vocabulary) -> Option<String> {
    let blank = SurveySetting { columns: BTreeMap::new(), ..setting.clone() };
    let rows = 0..table.len().min(40);
    let candidates = rows.flat_map(|first| (1..=2.min(table.len() - first)).map(move |height| (first, height)));
    let mut best: Vec<Line> = Vec::new();
    for (first, height) in candidates {
        let rows = first..first + height;
        if !are_headings(table, rows.clone(), setting) || rows.clone().any(|row| layout::holds_answers(table, row)) {
            continue;
        }
        let lines = lines(&layout::headings(table, first, height), &blank, vocabulary);
        if lines.len() > best.len() {
            best = lines;
        }
    }
    (best.len() >= 2)
        .then(|| format!("\n表の見出しから作った案です。確かめて ouchi.toml に貼ってください。{}", toml(&best)))
}
