//! Hiragana and katakana.

/// Katakana → hiragana; everything else stays.
pub fn to_hiragana(text: &str) -> String {
    super::written(text.len(), text.chars().map(|c| shifted(c, '\u{30a1}', '\u{30f6}', -0x60)))
}

/// Hiragana → katakana; everything else stays.
pub fn to_katakana(text: &str) -> String {
    super::written(text.len(), text.chars().map(katakana))
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
    // Small kana lie among the first and the last of the katakana.
    if !matches!(c, '\u{30a1}'..='\u{30a9}' | 'ッ' | '\u{30e3}'..='\u{30f6}') {
        return c;
    }
    SMALL.iter().find(|(small, _)| *small == c).map_or(c, |(_, large)| *large)
}

/// Whether a reading is written in kana alone, with the marks that readings have.
pub fn is_kana_only(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_ascii_alphabetic() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ') || super::width::is_kanji(c))
}

/// What towns are sorted by: the reading without its 丁目, then the number of the 丁目, so that 二 stands before 三.
pub fn town_order(reading: &str) -> (&str, usize) {
    const NUMBERS: [&str; 12] =
        ["いっ", "に", "さん", "よん", "ご", "ろく", "なな", "はっ", "きゅう", "じゅっ", "じゅういっ", "じゅうに"];
    let Some(rest) = reading.strip_suffix("ちょうめ") else {
        return (reading, 0);
    };
    // The longest fits: じゅうに ends with に as well.
    (0..NUMBERS.len())
        .rev()
        .find_map(|at| rest.strip_suffix(NUMBERS[at]).map(|base| (base, at + 1)))
        .unwrap_or((reading, 0))
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

    #[test]
    fn chome_are_sorted_by_their_number() {
        let mut towns =
            ["さんちょうめ", "いっちょうめ", "じゅうにちょうめ", "にちょうめ"].map(|end| format!("かが{end}"));
        towns.sort_by(|a, b| town_order(a).cmp(&town_order(b)));
        assert_eq!(towns.map(|town| town_order(&town).1), [1, 2, 3, 12]);
        assert_eq!(town_order("あおた"), ("あおた", 0));
    }
}
