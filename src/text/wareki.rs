//! Japanese dates.

use super::{numeral, width};
use jiff::civil::Date;

/// Eras by name, letter and the year before their first.
const ERAS: &[(&str, &str, char, i16)] = &[
    ("令和", "令", 'R', 2018),
    ("平成", "平", 'H', 1988),
    ("昭和", "昭", 'S', 1925),
    ("大正", "大", 'T', 1911),
    ("明治", "明", 'M', 1867),
];

/// Reads a date: 令和 6年 6月 1日, R7.6.1, 昭32. 7. 1, 2025/6/1, 2025-06-01, 2025年6月1日, 20250601.
///
/// `None` for anything that is not one whole date.
pub fn parse(text: &str) -> Option<Date> {
    let text: String = width::clean(text).chars().filter(|c| !c.is_whitespace()).collect();
    let mut base = 0;
    let mut rest = text.as_str();
    for (name, short, letter, before) in ERAS {
        let stripped = rest
            .strip_prefix(name)
            .or_else(|| rest.strip_prefix(short))
            .or_else(|| rest.strip_prefix(*letter))
            .or_else(|| rest.strip_prefix(letter.to_ascii_lowercase()));
        if let Some(after) = stripped {
            (base, rest) = (*before, after);
            break;
        }
    }
    if base == 0 && rest.len() == 8 && rest.bytes().all(|b| b.is_ascii_digit()) {
        return date(rest[..4].parse().ok()?, rest[4..6].parse().ok()?, rest[6..].parse().ok()?);
    }
    // A time after an ISO date is left out.
    let rest = rest.split_once('T').map_or(rest, |(day, _)| day);
    let rest = rest.strip_suffix('日').unwrap_or(rest);
    let parts: Vec<&str> =
        rest.split(|c: char| matches!(c, '年' | '月' | '/' | '.' | '．') || width::is_dash(c)).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let year = if *year == "元" { 1 } else { number(year)? };
    let year =
        if base == 0 { (year >= 1868).then_some(year)? } else { base.checked_add((year < 100).then_some(year)?)? };
    date(year, number(month)?, number(day)?)
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn number(text: &str) -> Option<i16> {
    if !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    numeral::parse(text).and_then(|n| i16::try_from(n).ok())
}

/// A date in words: 令和8年11月1日, 令和元年5月1日.
pub fn words(date: Date) -> String {
    const STARTS: &[(i16, i8, i8, &str, i16)] = &[
        (2019, 5, 1, "令和", 2018),
        (1989, 1, 8, "平成", 1988),
        (1926, 12, 25, "昭和", 1925),
        (1912, 7, 30, "大正", 1911),
    ];
    let (year, month, day) = (date.year(), date.month(), date.day());
    let era = STARTS.iter().find(|(y, m, d, ..)| (year, month, day) >= (*y, *m, *d));
    match era {
        Some((.., name, before)) if year - before == 1 => format!("{name}元年{month}月{day}日"),
        Some((.., name, before)) => format!("{name}{}年{month}月{day}日", year - before),
        None => format!("{year}年{month}月{day}日"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_is_read() {
        for (text, iso) in [
            ("令和 6年 6月 1日", "2024-06-01"),
            ("平成14年 4月 1日", "2002-04-01"),
            ("令和元年５月１日", "2019-05-01"),
            ("R7.6.1", "2025-06-01"),
            ("昭32. 7. 1", "1957-07-01"),
            ("2025/6/1", "2025-06-01"),
            ("2025-06-01", "2025-06-01"),
            ("2025-06-01T00:00:00", "2025-06-01"),
            ("2025年6月1日", "2025-06-01"),
            ("20250601", "2025-06-01"),
            ("令和八年十一月一日", "2026-11-01"),
        ] {
            assert_eq!(parse(text).map(|date| date.to_string()).as_deref(), Some(iso), "{text}");
        }
        for text in ["", "令和7年", "13/1", "2025-13-01", "きのう", "R7.2.30", "04-7159-1611"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn words_know_the_first_year() {
        assert_eq!(words(Date::constant(2026, 11, 1)), "令和8年11月1日");
        assert_eq!(words(Date::constant(2019, 5, 1)), "令和元年5月1日");
        assert_eq!(words(Date::constant(2019, 4, 30)), "平成31年4月30日");
    }
}
