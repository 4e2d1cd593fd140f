//! What is written in an answer's cell → an answer, never guessed.

use super::choice;
use crate::model::{Answer, Form, Question};
use crate::settings::SurveyAnswers;
use crate::table::heading_key;
use crate::text::{numeral, phone, wareki, width};

const YES: &[&str] = &[
    "○",
    "〇",
    "◯",
    "o",
    "◎",
    "ok",
    "する",
    "可能です",
    "できます",
    "対応する",
    "実施する",
    "受け入れる",
    "●",
    "1",
    "✓",
    "✔",
    "☑",
    "レ",
    "はい",
    "ハイ",
    "可",
    "可能",
    "有",
    "有り",
    "あり",
    "している",
    "行っている",
    "している(実施中)",
    "対応している",
    "対応可",
    "対応可能",
    "対応できる",
    "できる",
    "受け入れている",
    "受入可",
    "受入可能",
    "受け入れ可",
    "実施",
    "実施している",
    "実施中",
    "同意する",
    "yes",
    "true",
];
const NO: &[&str] = &[
    "×",
    "✕",
    "✖",
    "✗",
    "x",
    "0",
    "いいえ",
    "不可",
    "不可能",
    "無",
    "無し",
    "なし",
    "していない",
    "行っていない",
    "対応していない",
    "対応不可",
    "対応できない",
    "できない",
    "受け入れていない",
    "受入不可",
    "受け入れ不可",
    "実施していない",
    "未実施",
    "同意しない",
    "no",
    "false",
];
const CONSULT: &[&str] = &[
    "要相談",
    "相談",
    "応相談",
    "△",
    "相談可",
    "要相談可",
    "相談に応じる",
    "相談に応じます",
    "相談による",
    "相談により可",
    "条件付き可",
    "条件付可",
    "条件付き",
    "条件による",
    "場合による",
    "要問合せ",
    "要問い合わせ",
];
const BLANK: &[&str] = &["-", "ー", "不明", "わからない", "未定", "未回答", "無回答", "回答なし", "n/a"];

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing.
    Nothing,
    /// An answer.
    Answer(Answer),
    /// Words that are not known; kept as they are.
    Unknown(String),
    /// The number of a choice, of which the meaning is not known.
    Coded,
    /// What belongs into another column: a date, a phone, a consent.
    Misplaced,
}

/// What a word means by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Yes,
    No,
    Consult,
}

/// The meaning of one word, the settings' own words first.
pub(super) fn word(text: &str, more: &SurveyAnswers) -> Option<Word> {
    let keys = [key(text), key(without_number(&width::clean(text))), plainly(text)];
    let own = |words: &[String]| words.iter().any(|own| keys.contains(&key(own)));
    let usual = |words: &[&str]| keys.iter().any(|key| words.contains(&key.as_str()));
    if own(&more.yes) {
        Some(Word::Yes)
    } else if own(&more.no) {
        Some(Word::No)
    } else if own(&more.consult) {
        Some(Word::Consult)
    } else if usual(YES) {
        Some(Word::Yes)
    } else if usual(NO) {
        Some(Word::No)
    } else if usual(CONSULT) {
        Some(Word::Consult)
    } else {
        None
    }
}

/// Reads the answer to a question.
pub(super) fn read(question: &Question, raw: &str, more: &SurveyAnswers) -> Said {
    let clean = width::clean(raw);
    if clean.is_empty() || BLANK.contains(&key(&clean).as_str()) || clean.chars().all(width::is_dash) {
        return Said::Nothing;
    }
    match question.form {
        Form::Number if is_misplaced(&clean) => return Said::Misplaced,
        Form::Number => return number(&clean, more),
        Form::Words => {
            return Said::Answer(Answer::Text(
                raw.lines().map(width::clean).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("、"),
            ));
        }
        Form::Plain | Form::Several => {}
    }
    match word(&clean, more) {
        Some(Word::Yes) => return Said::Answer(Answer::Yes),
        Some(Word::No) => return Said::Answer(Answer::No),
        Some(Word::Consult) => return Said::Answer(Answer::Consult),
        None => {}
    }
    if is_misplaced(&clean) {
        return Said::Misplaced;
    }
    // The number of a choice whose meaning nobody set.
    if question.form == Form::Plain && clean.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return Said::Coded;
    }
    if question.form == Form::Several {
        let choices = choice::several(question, raw);
        if choices.iter().all(|choice| choice.bytes().all(|b| b.is_ascii_digit())) && !choices.is_empty() {
            return Said::Coded;
        }
        return if choices.is_empty() { Said::Nothing } else { Said::Answer(Answer::Choices(choices)) };
    }
    remarked(&clean, more).unwrap_or(Said::Unknown(clean))
}

/// Words in a remark by which a yes is none.
const LIMITS: &[&str] =
    &["不可", "休止", "中止", "停止", "終了", "予定", "検討", "できない", "していない", "ただし", "満"];

/// 「○（月・水のみ）」「可　要予約」: a yes with what is added to it. An answer that the addition may turn is none.
fn remarked(clean: &str, more: &SurveyAnswers) -> Option<Said> {
    let at = clean.find(['(', ' ', ':', '※'])?;
    let (head, rest) = clean.split_at(at);
    let remark = rest.trim_matches(|c: char| matches!(c, '(' | ')' | ' ' | ':' | '※'));
    if remark.is_empty() || LIMITS.iter().any(|limit| remark.contains(limit)) {
        return None;
    }
    match word(head, more)? {
        Word::Yes if word(remark, more) == Some(Word::Consult) => Some(Said::Answer(Answer::Consult)),
        Word::Yes => Some(Said::Answer(Answer::YesWith(remark.to_owned()))),
        Word::Consult | Word::No => None,
    }
}

/// A whole date, a phone number, a mail address, or the words of a consent: the columns have slipped.
fn is_misplaced(clean: &str) -> bool {
    wareki::parse(clean).is_some()
        || phone::parse(clean).is_ok()
        || (clean.contains('@') && !clean.contains(' '))
        || super::consent::is_usual(&key(clean))
}

/// Whether a cell is surely an answer and no heading.
pub(super) fn is_somebodys(raw: &str) -> bool {
    let clean = width::clean(raw);
    let is_number = !clean.is_empty() && clean.bytes().all(|b| b.is_ascii_digit());
    is_number || matches!(clean.as_str(), "○" | "〇" | "◯" | "◎" | "×" | "△" | "要相談") || is_misplaced(&clean)
}

/// 「1.はい」「②外来」 → without the number of the choice.
pub(super) fn without_number(text: &str) -> &str {
    let circled = text.trim_start_matches(|c| ('①'..='⑳').contains(&c));
    if circled.len() < text.len() {
        return circled.trim_start_matches(['.', ' ']);
    }
    let (asked, is_question) = ["設問", "質問", "問", "Q", "q"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .map_or((text, false), |rest| (rest.trim_start(), true));
    let (inner, is_bracketed) = asked.strip_prefix('(').map_or((asked, false), |rest| (rest, true));
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == inner.len() {
        return text;
    }
    let after = rest.trim_start_matches(['.', ':', ')', '、', ' ', '-']);
    let separated = after.len() < rest.len() || is_question;
    if separated
        && (!is_bracketed || rest.starts_with(')'))
        && !after.is_empty()
        && !after.starts_with(|c: char| c.is_ascii_digit())
    {
        after
    } else {
        text
    }
}

/// Numbers by which a spreadsheet means the days from 2000 to 2099.
pub(super) const SERIAL_DAYS: std::ops::RangeInclusive<u32> = 36_526..=73_050;

/// 「12件」「約10」「十件」; a range or words stay words.
fn number(clean: &str, more: &SurveyAnswers) -> Said {
    let bare = clean
        .trim_start_matches("約")
        .trim_start_matches("年")
        .trim_end_matches(['件', '人', '名', '程', '度', '例', 'k', 'm', 'K', '内', '以'])
        .trim();
    let digits: String = bare.chars().filter(|c| *c != ',').collect();
    if let Some(n) = digits.parse::<u32>().ok().or_else(|| numeral::parse(bare)) {
        // No clinic has so many of anything: a date has lost its format, or a column has slipped.
        if SERIAL_DAYS.contains(&n) {
            return Said::Misplaced;
        }
        return Said::Answer(Answer::Number(n));
    }
    match word(clean, more) {
        Some(Word::No) => Said::Answer(Answer::Number(0)),
        Some(Word::Yes) => Said::Answer(Answer::Yes),
        _ => Said::Unknown(clean.to_owned()),
    }
}

pub(super) fn key(text: &str) -> String {
    heading_key(text).trim_end_matches('。').to_owned()
}

/// Ways of saying the same: 「公開してもよいです」 → 「公開してよい」.
pub(super) fn plainly(text: &str) -> String {
    let text = key(without_number(text)).replace("良い", "よい").replace("てもよい", "てよい");
    let text = ["です", "とします"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(&text).to_owned();
    let text = text.strip_suffix("ています").map_or(text.clone(), |stem| format!("{stem}ている"));
    let text = text.strip_suffix("いたします").map_or(text.clone(), |stem| format!("{stem}する"));
    text.strip_suffix("します").map_or(text.clone(), |stem| format!("{stem}する"))
}

/// Whether a cell for a date holds an answer or a consent instead: the row has slipped.
pub(super) fn is_answer(raw: &str, more: &SurveyAnswers) -> bool {
    let clean = width::clean(raw);
    !clean.is_empty() && (word(&clean, more).is_some() || super::consent::read(&clean, more).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(id: &str) -> &'static Question {
        crate::model::question(id).expect("known")
    }

    #[test]
    fn words_mean_what_people_mean() {
        let more = SurveyAnswers { yes: vec!["条件つきで可".into()], ..SurveyAnswers::default() };
        for (text, said) in [
            ("○", Some(Answer::Yes)),
            ("〇", Some(Answer::Yes)),
            ("◯", Some(Answer::Yes)),
            ("１", Some(Answer::Yes)),
            ("1．はい", Some(Answer::Yes)),
            ("条件つきで可", Some(Answer::Yes)),
            ("×", Some(Answer::No)),
            ("2.いいえ", Some(Answer::No)),
            ("無", Some(Answer::No)),
            ("要相談", Some(Answer::Consult)),
            ("", None),
            (" 　", None),
            ("－", None),
        ] {
            let expected = said.map_or(Said::Nothing, Said::Answer);
            assert_eq!(read(of("home-visit"), text, &more), expected, "{text}");
        }
        assert_eq!(read(of("home-visit"), "木曜のみ", &more), Said::Unknown("木曜のみ".into()));
        for (text, remark) in
            [("○（月・水のみ）", "月・水のみ"), ("可　要予約", "要予約"), ("している（半径5km）", "半径5km")]
        {
            let said = Said::Answer(Answer::YesWith(remark.into()));
            assert_eq!(read(of("home-visit"), text, &more), said, "{text}");
        }
        assert_eq!(read(of("home-visit"), "○（要相談）", &more), Said::Answer(Answer::Consult));
        for text in ["○（現在休止中）", "可（新規は不可）", "×（かかりつけのみ可）", "要相談（月2名まで）"]
        {
            assert!(matches!(read(of("home-visit"), text, &more), Said::Unknown(_)), "{text}");
        }
        assert_eq!(read(of("home-visit"), "3", &more), Said::Coded);
        assert_eq!(read(of("procedures"), "1,3,5", &more), Said::Coded);
        for (text, bare) in [
            ("(1)訪問診療", "訪問診療"),
            ("Q2.往診", "往診"),
            ("問3 看取り", "看取り"),
            ("問4看取り", "看取り"),
            ("24時間連絡", "24時間連絡"),
            ("②往診", "往診"),
        ] {
            assert_eq!(without_number(text), bare);
        }
    }

    #[test]
    fn numbers_and_lists_are_read() {
        let more = SurveyAnswers::default();
        assert_eq!(read(of("end-of-life-count"), "１２件", &more), Said::Answer(Answer::Number(12)));
        assert_eq!(read(of("end-of-life-count"), "なし", &more), Said::Answer(Answer::Number(0)));
        assert_eq!(read(of("end-of-life-count"), "5～10件", &more), Said::Unknown("5〜10件".into()));
        assert_eq!(read(of("areas"), "市内全域", &more), Said::Answer(Answer::Choices(vec!["市内全域".into()])));
    }
}
