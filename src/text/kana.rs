//! Hiragana and katakana.

/// Katakana → hiragana; everything else stays.
pub fn to_hiragana(text: &str) -> String {
    text.chars().map(|c| shifted(c, '\u{30a1}', '\u{30f6}', -0x60)).collect()
}

/// Hiragana → katakana; everything else stays.
pub fn to_katakana(text: &str) -> String {
    text.chars().map(katakana).collect()
}

/// Hiragana → katakana of one character.
pub(super) fn katakana(c: char) -> char {
    shifted(c, '\u{3041}', '\u{3096}', 0x60)
}

fn shifted(c: char, from: char, to: char, by: i32) -> char {
    if !(from..=to).contains(&c) {
        return c;
    }
    u32::try_from(c as i32 + by).ok().and_then(char::from_u32).unwrap_or(c)
}

/// Small kana and the large ones they are folded to.
pub const SMALL: &[(char, char)] = &[
    ('ァ', 'ア'),
    ('ィ', 'イ'),
    ('ゥ', 'ウ'),
    ('ェ', 'エ'),
    ('ォ', 'オ'),
    ('ッ', 'ツ'),
    ('ャ', 'ヤ'),
    ('ュ', 'ユ'),
    ('ョ', 'ヨ'),
    ('ヮ', 'ワ'),
    ('ヵ', 'カ'),
    ('ヶ', 'ケ'),
];

/// Small katakana → large.
pub(super) fn enlarge(c: char) -> char {
    SMALL.iter().find(|(small, _)| *small == c).map_or(c, |(_, large)| *large)
}

/// Whether a reading is written in kana alone, with the marks that readings have.
pub fn is_kana_only(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_ascii_alphabetic() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ') || super::width::is_kanji(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kana_go_both_ways() {
        assert_eq!(to_katakana("さくらゔー"), "サクラヴー");
        assert_eq!(to_hiragana("サクラ・ヴヵ"), "さくら・ゔゕ");
        assert!(is_kana_only("サクラ クリニック"));
        assert!(!is_kana_only("サクラA"));
    }
}
