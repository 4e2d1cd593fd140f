//! Dates, phones and hours in the words of the page.

use crate::model::{Day, Edition, SourceKind};
use jiff::civil::{Date, DateTime};

/// 「2026年6月」: as exact as a source's date deserves on a card.
pub(super) fn month(date: Date) -> String {
    format!("{}年{}月", date.year(), date.month())
}

/// 「2026年6月3日」.
pub(super) fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// 「2026年6月3日（水）」.
pub(super) fn day_of_week(date: Date) -> String {
    let letter = Day::ALL[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())].letter();
    format!("{}（{letter}）", day(date))
}

/// 「2026年6月3日（水）13:30」, without the time when it is midnight.
pub(super) fn moment(at: DateTime) -> String {
    let time =
        if at.hour() == 0 && at.minute() == 0 { String::new() } else { format!("{}:{:02}", at.hour(), at.minute()) };
    format!("{}{time}", day_of_week(at.date()))
}

/// 「調査 2026年6月」, as it stands beside a fact.
pub(super) fn source(kind: SourceKind, as_of: Option<Date>) -> String {
    kind.dated(as_of)
}

/// As [`source`], of an edition.
pub(super) fn edition(edition: &Edition) -> String {
    source(edition.kind, edition.as_of)
}

/// `tel:` address of a phone as people write it; `#` must be escaped or the browser drops the number.
pub(super) fn tel(phone: &str) -> String {
    let mut href = String::from("tel:");
    for c in phone.chars() {
        match c {
            '#' => href.push_str("%23"),
            '0'..='9' | '+' | '*' => href.push(c),
            _ => {}
        }
    }
    href
}

/// Percent-encodes a part of an address.
pub(super) fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)])));
        }
    }
    out
}

/// Row of the syllabary of a reading; what does not begin with kana comes last.
pub(super) fn kana_row(reading: &str) -> (usize, &'static str) {
    const ROWS: [(&str, &str); 10] = [
        ("あ行", "ぁあぃいぅうぇえぉおゔ"),
        ("か行", "かがきぎくぐけげこご"),
        ("さ行", "さざしじすずせぜそぞ"),
        ("た行", "ただちぢっつづてでとど"),
        ("な行", "なにぬねの"),
        ("は行", "はばぱひびぴふぶぷへべぺほぼぽ"),
        ("ま行", "まみむめも"),
        ("や行", "ゃやゅゆょよ"),
        ("ら行", "らりるれろ"),
        ("わ行", "わゐゑをん"),
    ];
    let first = reading.chars().next().map(|c| match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        other => other,
    });
    first
        .and_then(|c| ROWS.iter().position(|(_, kana)| kana.contains(c)))
        .map_or((ROWS.len(), "読みのわからないところ"), |at| (at, ROWS[at].0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_can_be_dialled() {
        assert_eq!(tel("#7119"), "tel:%237119");
        assert_eq!(tel("04-0000-0123"), "tel:0400000123");
    }

    #[test]
    fn katakana_and_small_kana_stand_in_their_row() {
        assert_eq!(kana_row("ガーデン").1, "か行");
        assert_eq!(kana_row("っぽい").1, "た行");
        assert_eq!(kana_row("A病院").1, "読みのわからないところ");
    }
}
