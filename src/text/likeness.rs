//! How alike two short texts are.

/// Characters that tell one place from its neighbour: directions, numbers, new and old, main and branch.
const TELLING: &str =
    "東西南北中央上下左右前後大小新旧本分元第一二三四五六七八九十0123456789abcdefghijklmnopqrstuvwxyzabivx";

/// Longer texts are not compared character by character.
const LONGEST: usize = 64;

/// Whether two texts differ by one slip of the pen: a character left out, doubled or changed (or two swapped), in a text
/// of at least four, and not a character that tells neighbours apart.
///
/// A changed kanji is no slip (山本, 山木): only kana are changed by mistake so often that it may be assumed.
pub fn is_slip(a: &str, b: &str) -> bool {
    // One character is four bytes at most.
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let (mut in_a, mut in_b) = (['\0'; LONGEST + 1], ['\0'; LONGEST + 1]);
    let (a, b) = (taken(a, &mut in_a), taken(b, &mut in_b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 3 || long.len() > LONGEST || long.len() < 4 || long.len() - short.len() > 1 {
        return false;
    }
    let front = short.iter().zip(long.iter()).take_while(|(x, y)| x == y).count();
    let room = short.len() - front;
    let back = short.iter().rev().zip(long.iter().rev()).take(room).take_while(|(x, y)| x == y).count();
    let (odd_short, odd_long) = (&short[front..short.len() - back], &long[front..long.len() - back]);
    let telling = |chars: &[char]| chars.iter().any(|c| TELLING.contains(*c));
    match (odd_short, odd_long) {
        ([], [one]) => !telling(&[*one]) && (front >= 2),
        ([x], [y]) => !telling(&[*x, *y]) && is_kana(*x) && is_kana(*y) && front >= 2,
        ([x, y], [v, w]) => x == w && y == v && !telling(&[*x, *y]) && front >= 1,
        _ => false,
    }
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}')
}

/// The first characters of a text.
fn taken<'a>(text: &str, into: &'a mut [char]) -> &'a [char] {
    let mut count = 0;
    for (place, c) in into.iter_mut().zip(text.chars()) {
        *place = c;
        count += 1;
    }
    &into[..count]
}

/// Neighbouring characters, sorted.
fn pairs<'a>(text: &str, into: &'a mut [(char, char)]) -> &'a [(char, char)] {
    let mut chars = text.chars().take(LONGEST);
    let mut count = 0;
    if let Some(mut before) = chars.next() {
        for (place, c) in into.iter_mut().zip(chars) {
            *place = (before, c);
            before = c;
            count += 1;
        }
    }
    into[..count].sort_unstable();
    &into[..count]
}

/// Share of neighbouring character pairs in common (Dice), 0 to 1.
pub fn dice(a: &str, b: &str) -> f64 {
    let (mut in_a, mut in_b) = ([('\0', '\0'); LONGEST], [('\0', '\0'); LONGEST]);
    let (a, b) = (pairs(a, &mut in_a), pairs(b, &mut in_b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0_u32);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    2.0 * f64::from(common) / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_not_another_name() {
        for (a, b) in [
            ("サクラクリニツク", "サクラクリニク"),
            ("見本ファミリクリニツク", "見本ファミリクリニク"),
            ("緑川整形外科", "緑川整形科"),
            ("野口医院", "野口院"),
        ] {
            assert!(is_slip(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("見本東医院", "見本西医院"),
            ("山本クリニツク", "山木クリニツク"),
            ("見本薬局", "見本薬局2"),
            ("見本医院", "見本医院東"),
        ] {
            assert!(!is_slip(a, b), "{a} {b}");
        }
    }

    #[test]
    fn likeness_is_symmetric() {
        assert_eq!(dice("サクラ", "サクラ"), 1.0);
        assert_eq!(dice("サクラ", "ヒマワリ"), 0.0);
        assert_eq!(dice("サクラ医院", "サクラ"), dice("サクラ", "サクラ医院"));
    }
}
