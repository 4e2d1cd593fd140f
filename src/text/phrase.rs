//! Where a line may not end. Browsers break Japanese between any two letters, and before any number.

use std::borrow::Cow;

/// Keeps the two letters around it on one line, and is not seen.
const JOINER: char = '\u{2060}';

/// 「第5回」, 「令和6年」 → the same with the number held to the word before it.
pub fn number_held(text: &str) -> Cow<'_, str> {
    let holds = |before: char, digit: char| {
        digit.is_ascii_digit() && !before.is_ascii() && (before.is_alphabetic() || before == '〜')
    };
    if !text.chars().zip(text.chars().skip(1)).any(|(before, digit)| holds(before, digit)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + JOINER.len_utf8());
    let mut before = ' ';
    for letter in text.chars() {
        if holds(before, letter) {
            out.push(JOINER);
        }
        out.push(letter);
        before = letter;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_with_its_word() {
        assert_eq!(number_held("つむぐ会 第5回（令和6年3月）"), "つむぐ会 第\u{2060}5回（令和\u{2060}6年\u{2060}3月）");
        assert_eq!(number_held("令和3〜5年度"), "令和\u{2060}3〜\u{2060}5年度");
        for same in ["", "24時間", "A4の紙 2枚", "（3月）", "訪問診療"] {
            assert!(matches!(number_held(same), Cow::Borrowed(_)), "{same}");
        }
    }
}
