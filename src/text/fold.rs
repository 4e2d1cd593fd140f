//! The folded form under which text is searched; the script in the browser folds the query by the same tables.

use super::{kana, numeral, width};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Kanji that are written in several ways, and the one they are folded to.
pub const VARIANTS: &[(char, char)] = &[
    ('邊', '辺'),
    ('邉', '辺'),
    ('髙', '高'),
    ('﨑', '崎'),
    ('嵜', '崎'),
    ('碕', '崎'),
    ('齋', '斎'),
    ('齊', '斎'),
    ('斉', '斎'),
    ('櫻', '桜'),
    ('澤', '沢'),
    ('濱', '浜'),
    ('濵', '浜'),
    ('廣', '広'),
    ('國', '国'),
    ('圀', '国'),
    ('嶋', '島'),
    ('嶌', '島'),
    ('德', '徳'),
    ('惠', '恵'),
    ('會', '会'),
    ('學', '学'),
    ('醫', '医'),
    ('藥', '薬'),
    ('榮', '栄'),
    ('圓', '円'),
    ('驛', '駅'),
    ('龍', '竜'),
    ('瀧', '滝'),
    ('瀨', '瀬'),
    ('禮', '礼'),
    ('彌', '弥'),
    ('眞', '真'),
    ('淵', '渕'),
    ('渊', '渕'),
    ('萬', '万'),
    ('與', '与'),
    ('鷗', '鴎'),
    ('條', '条'),
    ('藏', '蔵'),
    ('壽', '寿'),
    ('黑', '黒'),
    ('增', '増'),
    ('靑', '青'),
    ('淸', '清'),
    ('曾', '曽'),
    ('冨', '富'),
    ('峯', '峰'),
    ('舘', '館'),
    ('檜', '桧'),
    ('籠', '篭'),
    ('冲', '沖'),
    ('籔', '薮'),
    ('藪', '薮'),
    ('緖', '緒'),
    ('龜', '亀'),
    ('寬', '寛'),
    ('祿', '禄'),
    ('實', '実'),
    ('聰', '聡'),
    ('辨', '弁'),
    ('瓣', '弁'),
    ('辯', '弁'),
    ('傳', '伝'),
    ('ヴ', 'ブ'),
];

/// Marks that are dropped, beside spaces, combining marks and dashes.
pub const DROPPED: &[char] = &[
    '(', ')', '[', ']', '{', '}', '<', '>', '「', '」', '『', '』', '【', '】', '〈', '〉', '《', '》', '〔', '〕',
    '・', '･', '.', ',', '、', '。', '\'', '"', '’', '‘', '“', '”', '~', '〜', '/', '&', '＆', ':', ';',
];

/// One variant character → the usual one.
pub fn usual(c: char) -> char {
    // Kana and letters, the most of any text, have one variant.
    if c < KANJI[0] && c != 'ヴ' {
        return c;
    }
    among_kanji(&USUAL, c).unwrap_or_else(|| listed(c))
}

/// First and last of the kanji that nearly all text is written with.
const KANJI: [char; 2] = ['\u{4e00}', '\u{9fff}'];

static USUAL: LazyLock<Vec<char>> = LazyLock::new(|| of_kanji(listed));

fn listed(c: char) -> char {
    VARIANTS.iter().find(|(variant, _)| *variant == c).map_or(c, |(_, usual)| *usual)
}

/// What every kanji becomes, in their order: names of a country are folded a hundred million characters long.
pub(super) fn of_kanji(becomes: impl Fn(char) -> char) -> Vec<char> {
    (KANJI[0]..=KANJI[1]).map(becomes).collect()
}

/// What a kanji becomes by such a table; `None`: it is not among them.
pub(super) fn among_kanji(table: &[char], c: char) -> Option<char> {
    table.get(u32::from(c).checked_sub(u32::from(KANJI[0]))? as usize).copied()
}

/// The searched form: NFKC, lower case, katakana, large kana, no ー, dashes, spaces or brackets, variants unified,
/// が and ヶ as ケ, kanji before 丁目 as digits.
///
/// Each character is folded by itself (but for 丁目), so that what is part of a text stays part of the folded text.
pub fn search(text: &str) -> String {
    // NFKC of what was left when something in between was dropped may join again; it settles at once.
    let mut folded = match plainly(text) {
        // Only 丁目 could fold again among plain characters.
        Some(plain) if !plain.contains("丁目") => return plain,
        Some(plain) => chome_digits(&plain),
        None => at_length(text),
    };
    for _ in 0..3 {
        let next = once(&folded);
        if next == folded {
            break;
        }
        folded = next;
    }
    folded
}

/// Characters of which folding makes one character or none, looked at by themselves: nearly all of any list.
const fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{3000}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー' | '・' | '\u{4e00}'..='\u{9fff}')
}

/// Folded but for 丁目; `None`: not all of it is plain.
fn plainly(text: &str) -> Option<String> {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_plain(c) {
            return None;
        }
        if !is_dropped(c) {
            kept.push(match usual(kana::enlarge(kana::katakana(c.to_ascii_lowercase()))) {
                'ガ' => 'ケ',
                c => c,
            });
        }
    }
    Some(kept)
}

fn once(text: &str) -> String {
    plainly(text).map_or_else(|| at_length(text), |plain| chome_digits(&plain))
}

/// Folded whatever it is made of.
fn at_length(text: &str) -> String {
    let lower: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let kept: String = lower
        .nfkc()
        .filter(|c| !is_dropped(*c))
        .map(|c| usual(kana::enlarge(kana::katakana(c))))
        .map(|c| if c == 'ガ' { 'ケ' } else { c })
        .collect();
    chome_digits(&kept)
}

/// Whether folding drops a character.
pub(super) fn is_dropped(c: char) -> bool {
    // Kanji, kana and ASCII letters and digits, which are most of any name.
    if matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'a'..='z' | 'A'..='Z' | '0'..='9')
    {
        return false;
    }
    c.is_whitespace() || c.is_control() || width::is_dash(c) || is_combining_mark(c) || DROPPED.contains(&c)
}

/// Kanji numerals before 丁目 as digits: 一丁目 → 1丁目, 十二丁目 → 12丁目.
pub fn chome_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("丁目") {
        let before = &rest[..at];
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| numeral::is_numeral(*c))
            .last()
            .map_or(before.len(), |(i, _)| i);
        match numeral::parse(&before[start..]) {
            Some(number) => out.push_str(&format!("{}{number}", &before[..start])),
            None => out.push_str(before),
        }
        out.push_str("丁目");
        rest = &rest[at + "丁目".len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_short_way_leads_to_the_same() {
        let long = |text: &str| {
            let lower: String = text.nfkc().flat_map(char::to_lowercase).collect();
            let kept = lower.nfkc().filter(|c| !is_dropped(*c)).map(|c| usual(kana::enlarge(kana::katakana(c))));
            chome_digits(&kept.map(|c| if c == 'ガ' { 'ケ' } else { c }).collect::<String>())
        };
        for c in ('\u{1}'..='\u{9fff}').filter(|c| is_plain(*c)) {
            let text = format!("一{c}丁目");
            assert_eq!(once(&text), long(&text), "{c:?}");
        }
    }

    #[test]
    fn what_people_type_meets_what_is_written() {
        for (typed, written) in [
            ("ｻｸﾗ", "さくら"),
            ("渡辺", "渡邊"),
            ("渡辺", "渡邉"),
            ("鰭が崎", "鰭ヶ崎"),
            ("鰭ケ崎", "鰭ヶ崎"),
            ("南流山１丁目", "南流山一丁目"),
            ("高島", "髙嶋"),
            ("りはびりてしよん", "リハビリテーション"),
            ("abc", "ＡＢＣ"),
        ] {
            assert_eq!(search(typed), search(written), "{typed} {written}");
        }
        assert!(search("見本ヶ丘クリニック").contains(&search("が丘")));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = search(&text);
            prop_assert_eq!(search(&once), once);
        }

        #[test]
        fn folding_japanese_twice_changes_nothing(text in "[ぁ-ヿ一-九十丁目ｦ-ﾟ・ー０-９ ]{0,12}") {
            let once = search(&text);
            prop_assert_eq!(search(&once), once);
        }
    }
}
