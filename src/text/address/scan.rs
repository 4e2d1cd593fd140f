//! From the town on: where the town ends, the numbers, the lot, the building.

use crate::text::numeral;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) rest: String,
    pub(super) town: String,
    pub(super) numbers: Vec<u32>,
    pub(super) has_chome: bool,
    pub(super) building: Option<String>,
    pub(super) lot: Option<String>,
}

/// One number as written, and where it ends (in characters).
struct Number {
    value: u32,
    end: usize,
    kanji: bool,
}

/// Words between two numbers, longest first, and whether they say 丁目.
const JOINTS: &[(&str, bool)] = &[
    ("丁目の", true),
    ("丁目-", true),
    ("丁目", true),
    ("番地の", false),
    ("番地ノ", false),
    ("番地-", false),
    ("番地", false),
    ("地割", false),
    ("番の", false),
    ("番-", false),
    ("番", false),
    ("号の", false),
    ("号-", false),
    ("の", false),
    ("ノ", false),
    ("-", false),
];

pub(super) fn scan(text: &str) -> Scanned {
    let chars: Vec<char> = text.trim().chars().collect();
    let mut found = Scanned::default();
    let Some(start) = numbers_start(&chars) else {
        let (before, lot, after) = split_lot(&chars, 0);
        // 「双子山 見本ビル」: without numbers, what follows a space is the building.
        let (town, building) = before.split_once(' ').unwrap_or((before.as_str(), ""));
        let (town, building) = (town.to_owned(), building_of(building, &after));
        found.rest = with_lot(&town, lot.as_deref());
        (found.town, found.lot, found.building) = (town, lot, building);
        return found;
    };
    found.town = chars[..start].iter().collect::<String>().trim().to_owned();
    let mut at = start;
    let mut written_end = start;
    while let Some(number) = number_at(&chars, at) {
        let after = &chars[number.end..];
        let room = ["号室", "号棟", "号館", "階", "F", "棟", "街区"].iter().any(|word| starts_with(after, word));
        if room && !found.numbers.is_empty() {
            break;
        }
        let ends = chars.get(number.end).is_none_or(|c| matches!(c, ' ' | '(' | '番' | '号' | '-'));
        if number.kanji && !found.numbers.is_empty() && !ends && !follows_number(&chars, number.end) {
            break;
        }
        found.numbers.push(number.value);
        written_end = number.end;
        match joint(&chars, number.end) {
            Some((length, chome)) => {
                found.has_chome |= chome && found.numbers.len() == 1;
                let strong = !matches!(chars[number.end..number.end + length], ['-' | 'の' | 'ノ']);
                if strong {
                    written_end = number.end + length;
                }
                at = number.end + length;
                if strong && chars.get(at) == Some(&' ') && number_at(&chars, at + 1).is_some() {
                    at += 1;
                }
            }
            None => {
                if chars.get(number.end) == Some(&'号') {
                    written_end = number.end + 1;
                }
                break;
            }
        }
    }
    // 「12番-」: a joint that leads nowhere is not shown.
    let written: String = chars[start..written_end].iter().collect();
    let written = written.trim_end_matches(['-', 'の', 'ノ']);
    let (before, lot, after) = split_lot(&chars, written_end);
    found.building = building_of(&before, &after);
    found.rest = with_lot(&[found.town.as_str(), written].concat(), lot.as_deref());
    found.lot = lot;
    found
}

/// The building in what stands before and behind a lot; most addresses have neither.
fn building_of(before: &str, after: &str) -> Option<String> {
    if before.is_empty() && after.is_empty() { None } else { cleaned_building(&[before, " ", after].concat()) }
}

fn with_lot(rest: &str, lot: Option<&str>) -> String {
    lot.map_or_else(|| rest.to_owned(), |lot| format!("{rest}({lot})"))
}

/// Where the first number of the address starts, which is not part of the town's name.
fn numbers_start(chars: &[char]) -> Option<usize> {
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c == '(' {
            at += chars[at..].iter().position(|c| *c == ')').unwrap_or(chars.len() - at);
        } else if c.is_ascii_digit() {
            let end = run_end(chars, at, |c| c.is_ascii_digit());
            let after = &chars[end..];
            if starts_with(after, "街区") {
                return None;
            }
            // 北1条西2丁目: a numbered 条 or 線 belongs to the name.
            if !matches!(after.first(), Some('条' | '線')) {
                return if at > 0 && chars[at - 1] == '第' { Some(at - 1) } else { Some(at) };
            }
            at = end;
            continue;
        } else if numeral::is_numeral(c) {
            let end = run_end(chars, at, numeral::is_numeral);
            if at > 0 && follows_number(chars, end) {
                return Some(at);
            }
            // 一番町, 十余二, 三郷: part of the name.
            at = end;
            continue;
        }
        at += 1;
    }
    None
}

/// Whether what follows a kanji numeral makes it a number of the address.
fn follows_number(chars: &[char], end: usize) -> bool {
    let after = &chars[end..];
    if ["丁目", "番地", "号", "地割"].iter().any(|word| starts_with(after, word)) {
        return true;
    }
    match *after {
        ['番'] => true,
        ['番' | '-', c, ..] => c.is_ascii_digit() || numeral::is_numeral(c),
        ['の', c, ..] => numeral::is_numeral(c),
        _ => false,
    }
}

fn starts_with(chars: &[char], word: &str) -> bool {
    let mut chars = chars.iter();
    word.chars().all(|c| chars.next() == Some(&c))
}

fn run_end(chars: &[char], from: usize, is: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|c| !is(*c)).map_or(chars.len(), |n| from + n)
}

fn number_at(chars: &[char], at: usize) -> Option<Number> {
    let at = if chars.get(at) == Some(&'第') { at + 1 } else { at };
    let first = *chars.get(at)?;
    let kanji = numeral::is_numeral(first);
    if !kanji && !first.is_ascii_digit() {
        return None;
    }
    let end = run_end(chars, at, |c| if kanji { numeral::is_numeral(c) } else { c.is_ascii_digit() });
    let run = &chars[at..end];
    let value = if kanji {
        numeral::parse(&run.iter().collect::<String>())?
    } else {
        run.iter().try_fold(0_u32, |sum, c| sum.checked_mul(10)?.checked_add(c.to_digit(10)?))?
    };
    Some(Number { value, end, kanji })
}

/// The word after a number that leads to the next, and its length in characters.
fn joint(chars: &[char], at: usize) -> Option<(usize, bool)> {
    let after = &chars[at..];
    if !matches!(after.first(), Some('丁' | '番' | '地' | '号' | 'の' | 'ノ' | '-')) {
        return None;
    }
    JOINTS.iter().find(|(word, _)| starts_with(after, word)).map(|(word, chome)| (word.chars().count(), *chome))
}

/// What stands from a character on: before the lot (…街区…), the lot, after it.
fn split_lot(chars: &[char], from: usize) -> (String, Option<String>, String) {
    let tail = &chars[from..];
    let Some(at) = tail.windows(2).position(|pair| pair == ['街', '区']) else {
        let text: String = tail.iter().collect();
        return (text.trim().to_owned(), None, String::new());
    };
    let open = tail[..at].iter().rposition(|c| *c == '(');
    let close = tail[at..].iter().position(|c| *c == ')').map(|n| at + n);
    let (start, end, skip) = match (open, close) {
        (Some(open), close) => (open + 1, close.unwrap_or(tail.len()), 1),
        _ => {
            let back = tail[..at].iter().rev().take_while(|c| c.is_ascii_alphanumeric()).count();
            let end = tail[at..].iter().position(|c| *c == ' ').map_or(tail.len(), |n| at + n);
            (at - back, end, 0)
        }
    };
    let lot: String = tail[start..end].iter().filter(|c| **c != ' ').collect();
    let before: String = tail[..start - skip].iter().collect();
    let after: String = tail.get(end + skip..).unwrap_or_default().iter().collect();
    (before.trim().to_owned(), (!lot.is_empty()).then_some(lot), after.trim().to_owned())
}

/// The building, without the brackets or marks it stood in.
fn cleaned_building(text: &str) -> Option<String> {
    let text = text.trim_matches([' ', ',', '、', '-', '.']);
    let inside =
        text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|rest| !rest.contains(['(', ')']));
    let text = inside.unwrap_or(text).trim();
    (!text.is_empty()).then(|| text.to_owned())
}
