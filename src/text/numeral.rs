//! Numbers written in kanji.

/// The value of a kanji numeral's character: 〇 to 九; ten, hundred and thousand are not digits.
pub const fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壱' => 1,
        '二' | '弐' => 2,
        '三' | '参' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

const fn unit(c: char) -> Option<u32> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// Whether a character may stand in a kanji numeral.
pub const fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some()
}

/// The number that kanji write: 十二 → 12, 二〇三 → 203, 三百九十三 → 393. `None` for anything else.
pub fn parse(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 8 {
        return None;
    }
    let (mut total, mut current, mut positional) = (0_u32, None::<u32>, true);
    for c in text.chars() {
        if let Some(value) = digit(c) {
            current = Some(match current {
                Some(before) if positional => before.checked_mul(10)?.checked_add(value)?,
                Some(_) => return None,
                None => value,
            });
        } else {
            positional = false;
            total = total.checked_add(current.take().unwrap_or(1).checked_mul(unit(c)?)?)?;
        }
    }
    total.checked_add(current.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kanji_count() {
        for (text, value) in
            [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二〇三", 203), ("三百九十三", 393), ("千五", 1005)]
        {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        assert_eq!(parse("木"), None);
        assert_eq!(parse(""), None);
    }
}
