//! Phone numbers as `04-7159-1611`.

use super::{area_code, width};

/// Why a text is not a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhoneTrouble {
    /// Nothing written.
    Empty,
    /// Digits without an area code: 962-1008.
    NoAreaCode,
    /// Words or letters.
    Letters,
    /// Too few or too many digits, or several numbers.
    WrongLength,
}

impl PhoneTrouble {
    /// What staff read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Empty => "書かれていません",
            Self::NoAreaCode => "市外局番がありません",
            Self::Letters => "数字ではない文字があります",
            Self::WrongLength => "けた数が合いません",
        }
    }
}

/// A number, and how it had been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// Half-width, hyphenated; digits alone when `ungrouped`.
    pub number: String,
    /// It was written the way of before 2001 (`0471-XX-YYYY`), and is now `04-71XX-YYYY`.
    pub was_old: bool,
    /// It had no hyphens, and where they belong is not certain.
    pub ungrouped: bool,
}

/// The hyphenated half-width number.
///
/// # Errors
/// Why it is not a number.
pub fn parse(text: &str) -> Result<String, PhoneTrouble> {
    read(text).map(|phone| phone.number)
}

/// As [`parse`], and says how the number had been written.
///
/// # Errors
/// Why it is not a number.
pub fn read(text: &str) -> Result<Phone, PhoneTrouble> {
    let groups = groups(text)?;
    let mut digits = groups.concat();
    if !digits.starts_with('0') {
        return Err(if (5..=8).contains(&digits.len()) { PhoneTrouble::NoAreaCode } else { PhoneTrouble::WrongLength });
    }
    if digits.len() < 10 || digits.len() > 11 || (digits.len() == 11 && !is_eleven(&digits)) {
        return Err(PhoneTrouble::WrongLength);
    }
    if digits.len() == 10 && (digits.starts_with("00") || is_eleven(&digits)) {
        return Err(PhoneTrouble::WrongLength);
    }
    let was_old =
        digits.starts_with("0471") && groups.first().is_some_and(|group| group.len() == 4) && groups.len() > 1;
    let certain = grouping(&digits);
    // 047-157-1581 is 04-7157-1581: where the table is certain it holds, so that one number has one form.
    let kept = groups.len() == 3
        && groups[2].len() == 4
        && (2..=5).contains(&groups[0].len())
        && certain.is_none_or(|(area, _)| area == groups[0].len());
    let three_of_free = digits.len() == 10 && digits.starts_with("0120") && groups.len() == 3;
    let (number, ungrouped) = if kept || three_of_free {
        (groups.join("-"), false)
    } else if let Some((area, exchange)) = certain {
        digits.insert(area + exchange, '-');
        digits.insert(area, '-');
        (digits, false)
    } else {
        (digits, true)
    };
    Ok(Phone { number, was_old, ungrouped })
}

/// Whether a number is a mobile one, which belongs to a person more often than to a desk.
pub fn is_mobile(number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.len() == 11 && ["060", "070", "080", "090"].iter().any(|prefix| digits.starts_with(prefix))
}

/// Digits of the area code and of the exchange, when they are certain.
fn grouping(digits: &str) -> Option<(usize, usize)> {
    if digits.len() == 11 {
        return Some(if digits.starts_with("0800") { (4, 3) } else { (3, 4) });
    }
    if ["0120", "0570", "0990", "0180"].iter().any(|prefix| digits.starts_with(prefix)) {
        return Some((4, 3));
    }
    area_code::length(digits).map(|area| (area, 6 - area))
}

/// Whether a number of eleven digits is one: mobile, IP phone, or 0800.
fn is_eleven(digits: &str) -> bool {
    ["020", "050", "060", "070", "080", "090"].iter().any(|prefix| digits.starts_with(prefix))
}

/// The groups of digits.
fn groups(text: &str) -> Result<Vec<String>, PhoneTrouble> {
    let text = width::clean(text);
    let mut rest = text.as_str();
    if rest.is_empty() || rest.chars().all(width::is_dash) {
        return Err(PhoneTrouble::Empty);
    }
    for label in ["TEL", "Tel", "tel", "FAX", "Fax", "fax", "電話番号", "電話", "℡", "☎", ":"] {
        rest = rest.strip_prefix(label).unwrap_or(rest).trim_start_matches([':', '.', ' ']);
    }
    for remark in ["(代表)", "(代)", "代表", "(直通)", "、", "/", ","] {
        rest = rest.strip_suffix(remark).unwrap_or(rest).trim_end();
        rest = rest.strip_prefix(remark).unwrap_or(rest).trim_start();
    }
    let international = rest.strip_prefix("+81").map(|rest| rest.trim_start_matches(|c| c == ' ' || width::is_dash(c)));
    let mut groups: Vec<String> = vec![String::new()];
    if let Some(abroad) = international {
        let abroad = abroad.strip_prefix("(0)").unwrap_or(abroad);
        rest = abroad.strip_prefix('0').unwrap_or(abroad);
        groups[0].push('0');
    }
    for c in rest.chars() {
        if c.is_ascii_digit() {
            if let Some(last) = groups.last_mut() {
                last.push(c);
            }
        } else if width::is_dash(c) || matches!(c, '(' | ')' | ' ' | '.' | '・' | '~' | '〜') {
            if groups.last().is_some_and(|last| !last.is_empty()) {
                groups.push(String::new());
            }
        } else {
            return Err(PhoneTrouble::Letters);
        }
    }
    if groups.last().is_some_and(String::is_empty) {
        groups.pop();
    }
    if groups.is_empty() { Err(PhoneTrouble::Letters) } else { Ok(groups) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_writing_is_one_number() {
        for text in [
            "04-7159-1611",
            "０４－７１５９－１６１１",
            "04‐7159‐1611",
            "04−7159−1611",
            "04ー7159ー1611",
            "04ｰ7159ｰ1611",
            "04–7159—1611",
            "04(7159)1611",
            "(04)7159-1611",
            "（０４）７１５９　１６１１",
            "0471591611",
            "0471-59-1611",
            "(0471)59-1611",
            "TEL：04-7159-1611",
            "04-7159-1611(代)",
            "+81-4-7159-1611",
            "04-71591611",
            "047-159-1611",
            "04⁻7159₋1611",
            "04-7159-1611、",
        ] {
            assert_eq!(parse(text).as_deref(), Ok("04-7159-1611"), "{text}");
        }
        assert!(read("0471-59-1611").expect("valid").was_old);
        assert!(!read("0471591611").expect("valid").was_old);
    }

    #[test]
    fn other_networks_are_grouped() {
        for (text, number) in [
            ("0120123456", "0120-123-456"),
            ("0120-12-3456", "0120-12-3456"),
            ("09012345678", "090-1234-5678"),
            ("05012345678", "050-1234-5678"),
            ("0312345678", "03-1234-5678"),
            ("0612345678", "06-1234-5678"),
            ("0433123456", "043-312-3456"),
            ("0438123456", "0438-12-3456"),
            ("0499212345", "04992-1-2345"),
            ("08001234567", "0800-123-4567"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(number), "{text}");
        }
        assert!(is_mobile("090-1234-5678") && !is_mobile("04-7159-1611"));
    }

    #[test]
    fn what_is_no_number_says_why() {
        for (text, trouble) in [
            ("", PhoneTrouble::Empty),
            ("－", PhoneTrouble::Empty),
            ("962-1008", PhoneTrouble::NoAreaCode),
            ("なし", PhoneTrouble::Letters),
            ("04-7159-161", PhoneTrouble::WrongLength),
            ("050-1752-129", PhoneTrouble::WrongLength),
            ("04-7159-1611、04-7159-1612", PhoneTrouble::Letters),
            ("04-7159-1611 04-7159-1612", PhoneTrouble::WrongLength),
        ] {
            assert_eq!(parse(text), Err(trouble), "{text}");
        }
        assert_eq!(parse("090-96775645").as_deref(), Ok("090-9677-5645"));
        // The grouping of this exchange is not certain, so none is made up.
        assert!(read("0866999999").is_ok_and(|phone| phone.ungrouped && phone.number == "0866999999"));
    }

    proptest! {
        #[test]
        fn parsing_again_changes_nothing(text in "[0０+(（]?[0-9０-９()（）‐−ー－ -]{0,14}") {
            if let Ok(number) = parse(&text) {
                prop_assert_eq!(parse(&number), Ok(number));
            }
        }
    }
}
