//! Widths: full-width letters and half-width kana made the usual ones, for showing.

use unicode_normalization::UnicodeNormalization;

/// The form in which text is shown: full-width ASCII and half-width kana unified, spaces collapsed and trimmed.
///
/// Kanji are kept as they are (NFKC would replace 塚 U+FA10 and the like, which people's names are written with),
/// and so are ー, ㈱ and ①. CP932's ～ becomes 〜.
pub fn clean(text: &str) -> String {
    if text.chars().all(is_clean) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    let mut space = false;
    // Kana join with nothing unless a mark or a half-width kana is about, which most texts do not have.
    let joins = text.chars().any(|c| matches!(c, '\u{ff5f}'..='\u{ff9f}' | '\u{3099}' | '\u{309a}'));
    for c in text.chars() {
        if is_invisible(c) {
            continue;
        }
        if c.is_whitespace() || c.is_control() {
            flush(&mut run, &mut out);
            space = !out.is_empty();
            continue;
        }
        if space {
            out.push(' ');
            space = false;
        }
        if joins && has_width(c) {
            run.push(c);
        } else {
            flush(&mut run, &mut out);
            out.push(match c {
                '\u{ff5e}' => '〜',
                '\u{ff01}'..='\u{ff5d}' => narrow(c),
                c => c,
            });
        }
    }
    flush(&mut run, &mut out);
    out
}

/// Characters that stay as they are, whatever stands beside them.
const fn is_clean(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{3001}' | '\u{3002}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}')
}

/// A full-width letter, digit or mark as the usual one.
fn narrow(c: char) -> char {
    char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
}

/// Whether a text holds only characters that nearly all Japanese text is written with.
pub(super) fn is_simple(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, ' '..='~' | '\u{3000}'..='\u{3002}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}'
            | '\u{ff01}'..='\u{ff5e}')
    })
}

/// NFKC; at once for the characters that nearly all Japanese text is written with.
pub(crate) fn nfkc(text: &str) -> String {
    if !is_simple(text) {
        return text.nfkc().collect();
    }
    let one = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => narrow(c),
        c => c,
    };
    super::written(text.len(), text.chars().map(one))
}

fn flush(run: &mut String, out: &mut String) {
    if !run.is_empty() {
        out.extend(run.nfkc());
        run.clear();
    }
}

/// Characters that take part in width folding: the half- and full-width forms, and kana that join with marks.
fn has_width(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff5d}' | '\u{ff61}'..='\u{ff9f}' | '\u{3041}'..='\u{309a}' | '\u{30a1}'..='\u{30fe}')
}

/// Characters that nobody sees: byte order marks, zero-width spaces and direction marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}')
}

/// Every character that people type for a dash, ー included.
pub const DASHES: &[char] = &[
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}', '\u{207b}', '\u{208b}',
    '\u{2500}', '\u{2501}', 'ー', 'ｰ', '\u{ff0d}', '\u{fe63}', '\u{fe58}',
];

/// Whether a character is one of [`DASHES`].
pub fn is_dash(c: char) -> bool {
    DASHES.contains(&c)
}

/// Whether a character is in the private use area: a gaiji that no other computer shows.
pub const fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Whether a character is a kanji.
pub const fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '々')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_are_unified_and_kanji_kept() {
        assert_eq!(clean(" ｻｸﾗ　クリニック（本院）　"), "サクラ クリニック(本院)");
        assert_eq!(clean("ｶﾞｯｺｳ ﾊﾟﾝ"), "ガッコウ パン");
        assert_eq!(clean("９：００～１７：００"), "9:00〜17:00");
        assert_eq!(clean("髙﨑 神(\u{fa19}) センター"), "髙﨑 神(\u{fa19}) センター");
        assert_eq!(clean("か\u{3099}"), "が");
        assert_eq!(clean("\u{feff}一\r\n二"), "一 二");
        assert_eq!(clean("㈱①"), "㈱①");
        assert_eq!(clean(" 南 流山  1-2 "), "南 流山 1-2");
    }

    proptest! {
        #[test]
        fn the_short_way_is_the_long_way(text in "[ -~ぁ-ヿ一-十Ａ-～　、。ｱ-ﾟ々]{0,12}") {
            prop_assert_eq!(nfkc(&text), text.nfkc().collect::<String>());
        }

        #[test]
        fn what_is_clean_is_cleaned_to_itself(text in "[!-~、。ぁ-ゖァ-ヾ一-十]{0,12}") {
            let longer = format!("{text}。 x");
            prop_assert_eq!(clean(&longer), longer);
            prop_assert_eq!(clean(&text), text);
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC*") {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
