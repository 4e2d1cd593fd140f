//! What is written in a cell for consent → whom it allows; unknown words allow nobody.

use super::answer::{Word, key, plainly, without_number, word};
use crate::settings::SurveyAnswers;
use crate::text::{phone, wareki, width};

/// What a consent cell allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Allowed {
    /// Everybody.
    Citizens,
    /// Professionals alone.
    Partners,
    /// Nobody, or nothing is written.
    Nobody,
}

const CITIZENS: &[&str] = &[
    "公表可",
    "公表してよい",
    "公表に同意する",
    "公表に同意",
    "同意",
    "市民",
    "市民に公表してよい",
    "市民に公表可",
    "市民へ公表可",
    "市民への公表可",
    "市民に公開してよい",
    "市民に公開可",
    "市民まで可",
    "公開可",
    "公開してよい",
    "公開に同意する",
    "掲載可",
    "掲載してよい",
    "掲載に同意する",
    "同意します",
    "承諾する",
];
const PARTNERS: &[&str] = &[
    "関係者のみ",
    "関係機関のみ",
    "関係者だけ",
    "関係者のみ可",
    "関係機関のみ可",
    "関係者のみ公表可",
    "関係機関のみ公表可",
    "専門職のみ",
];
const NOBODY: &[&str] = &[
    "非公表",
    "非公開",
    "公表しない",
    "公表不可",
    "公表を希望しない",
    "公開しない",
    "公開不可",
    "掲載しない",
    "掲載不可",
    "同意なし",
    "不同意",
    "希望しない",
    "撤回",
    "撤回する",
    "同意を撤回する",
    "取り消し",
    "取り消す",
    "取消",
    "取りやめ",
    "取りやめる",
    "取り下げ",
    "取り下げる",
];

/// Reads a consent cell. `None`: words that are not known, which allow nothing.
pub(super) fn read(raw: &str, more: &SurveyAnswers) -> Option<Allowed> {
    let clean = width::clean(raw);
    if clean.is_empty() {
        return Some(Allowed::Nobody);
    }
    let keys = [key(&clean), key(without_number(&clean)), plainly(&clean)];
    let own = |words: &[String]| words.iter().any(|own| keys.contains(&key(own)));
    let usual = |words: &[&str]| keys.iter().any(|key| words.contains(&key.as_str()));
    if own(&more.consent_citizens) {
        Some(Allowed::Citizens)
    } else if own(&more.consent_partners) {
        Some(Allowed::Partners)
    } else if usual(NOBODY) {
        Some(Allowed::Nobody)
    } else if usual(PARTNERS) {
        Some(Allowed::Partners)
    } else if usual(CITIZENS) {
        Some(Allowed::Citizens)
    } else {
        match word(&clean, more) {
            Some(Word::Yes) => Some(Allowed::Citizens),
            Some(Word::No) => Some(Allowed::Nobody),
            Some(Word::Consult) | None => None,
        }
    }
}

/// Whether these are the usual words of some consent.
pub(super) fn is_usual(key: &str) -> bool {
    [CITIZENS, PARTNERS, NOBODY].concat().contains(&key)
}

/// Whether a cell for consent holds a date, a time, a phone number or a mail address instead.
pub(super) fn is_no_consent(raw: &str) -> bool {
    let clean = width::clean(raw);
    wareki::parse(&clean).is_some()
        || phone::parse(&clean).is_ok()
        || clean.contains('@')
        || clean.starts_with(|c: char| c.is_ascii_digit()) && clean.contains(['時', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_is_never_assumed() {
        let more = SurveyAnswers::default();
        for (text, allowed) in [
            ("", Some(Allowed::Nobody)),
            ("市民に公表してよい", Some(Allowed::Citizens)),
            ("関係者のみ", Some(Allowed::Partners)),
            ("非公表", Some(Allowed::Nobody)),
            ("不可", Some(Allowed::Nobody)),
            ("要相談", None),
            ("たぶん", None),
            ("市民に公開してもよいです", Some(Allowed::Citizens)),
            ("公表に同意します", Some(Allowed::Citizens)),
            ("公表に同意いたしません", None),
            ("公開しても良いが住所は出さない", None),
            ("公表しない", Some(Allowed::Nobody)),
            ("同意を撤回します", Some(Allowed::Nobody)),
        ] {
            assert_eq!(read(text, &more), allowed, "{text}");
        }
    }
}
