//! Addresses: municipality apart, town, numbers, lot, building; and how close two of them are.

mod scan;

use super::{fold, kana, numeral, width};

/// An address taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// From the town on, half-width, without the building: 南流山1-2-3.
    pub rest: String,
    /// The town without its 丁目: 南流山.
    pub town_text: String,
    /// 丁目, 番, 号, as far as given.
    pub numbers: Vec<u32>,
    /// Whether the first number is said to be a 丁目.
    pub has_chome: bool,
    /// Building and floor.
    pub building: Option<String>,
    /// Lot of a land readjustment: 運B140街区9.
    pub lot: Option<String>,
    /// Whether it began with the prefecture.
    pub has_prefecture: bool,
    /// Whether the municipality was written.
    pub has_municipality: bool,
}

/// How close two addresses of one town are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closeness {
    /// All numbers are the same.
    Same,
    /// One is the beginning of the other: 393 and 393-1.
    Near,
    /// They differ.
    Differs,
    /// One of them has no number.
    Unknown,
}

impl Closeness {
    /// Compares the numbers of two addresses that are known to be in one town (lots, when there are no numbers).
    pub fn of(a: &Address, b: &Address) -> Self {
        let (short, long) =
            if a.numbers.len() <= b.numbers.len() { (&a.numbers, &b.numbers) } else { (&b.numbers, &a.numbers) };
        match (&a.lot, &b.lot) {
            (Some(x), Some(y)) if short.is_empty() => return if x == y { Self::Same } else { Self::Differs },
            _ if short.is_empty() => return Self::Unknown,
            _ => {}
        }
        if short == long {
            Self::Same
        } else if long.starts_with(short) {
            Self::Near
        } else {
            Self::Differs
        }
    }
}

impl Address {
    /// Folded names of the town it may be in, the most exact first: 南流山1丁目, 南流山.
    pub fn town_keys(&self) -> Vec<String> {
        let town = town_key(&self.town_text);
        if town.is_empty() {
            return Vec::new();
        }
        let mut keys = Vec::new();
        if let Some(first) = self.numbers.first().filter(|n| **n <= 60) {
            keys.push(format!("{town}{first}丁目"));
        }
        keys.push(town);
        // 中野久木字米ノ台: the 小字 is seldom in a table of towns.
        if let Some((large, _)) =
            self.town_text.trim_start_matches("大字").split_once('字').filter(|(l, _)| !l.is_empty())
        {
            keys.push(town_key(large));
        }
        keys
    }

    /// Whether two addresses say the same town, 丁目 aside.
    pub fn same_town(&self, other: &Self) -> bool {
        !self.town_text.is_empty() && town_key(&self.town_text) == town_key(&other.town_text)
    }
}

/// The comparable form of a town's name: 大字 and 字 left out, 丁目 in digits, variants unified.
///
/// 南流山一丁目, 南流山1丁目 and 南流山1- are one; 鰭ケ崎, 鰭ヶ崎 and 鰭が崎 are one.
pub fn town_key(town: &str) -> String {
    let mut clean = width::nfkc(town);
    clean.retain(|c| !c.is_whitespace());
    let bare = clean.strip_prefix("大字").or_else(|| clean.strip_prefix("字")).unwrap_or(&clean);
    let bare = if bare.is_empty() { &clean } else { bare };
    // A name of nothing but 字 keeps it.
    let only = bare.chars().all(|c| c == '字');
    let kept = bare.chars().filter(|c| only || *c != '字').map(fold::usual);
    let unified = kept.map(|c| match c {
        'ヶ' | 'が' | 'ガ' => 'ケ',
        'の' | 'ﾉ' => 'ノ',
        'ッ' | 'っ' => 'ツ',
        c => kana::katakana(c),
    });
    let unified = super::written(bare.len(), unified);
    let digits = fold::chome_digits(&unified);
    let trimmed = digits.trim_end_matches(width::is_dash);
    if trimmed.chars().last().is_some_and(|c| c.is_ascii_digit()) {
        format!("{trimmed}丁目")
    } else {
        trimmed.to_owned()
    }
}

/// Takes an address apart. Prefecture and municipality are removed where they stand in front, once.
pub fn parse(text: &str, prefecture: &str, municipality: &str) -> Address {
    let clean = width::clean(text);
    let mut rest = without_postal_code(&clean);
    let mut address = Address::default();
    if let Some(after) = stripped(rest, prefecture) {
        (rest, address.has_prefecture) = (stripped(after, prefecture).unwrap_or(after), true);
    }
    if let Some(after) = stripped(rest, municipality).or_else(|| after_county(rest, municipality)) {
        (rest, address.has_municipality) = (stripped(after, municipality).unwrap_or(after), true);
    }
    let parts = scan::scan(&with_dashes(rest));
    Address {
        rest: parts.rest,
        town_text: parts.town,
        numbers: parts.numbers,
        has_chome: parts.has_chome,
        building: parts.building,
        lot: parts.lot,
        ..address
    }
}

fn stripped<'a>(text: &'a str, front: &str) -> Option<&'a str> {
    if front.is_empty() { None } else { text.strip_prefix(front).map(str::trim_start) }
}

/// The prefecture in front of an address; empty when there is none.
pub fn prefecture_in(text: &str) -> &str {
    let end = if text.starts_with("北海道") || ["東京都", "大阪府", "京都府"].iter().any(|name| text.starts_with(name))
    {
        Some(3)
    } else {
        text.chars().take(4).position(|c| c == '県').filter(|at| *at >= 2).map(|at| at + 1)
    };
    let bytes = end.map_or(0, |end| text.chars().take(end).map(char::len_utf8).sum());
    &text[..bytes]
}

/// The municipality in front of an address that may begin with its prefecture: 千葉市中央区, 流山市, 栄町. Empty when
/// none is plain. Names with 市, 町 or 村 inside them are told apart by a list of those there are.
pub fn municipality_in(text: &str, prefecture: &str) -> String {
    const INSIDE: &[&str] = &[
        "四日市市",
        "廿日市市",
        "野々市市",
        "市川市",
        "市原市",
        "八日市場市",
        "余市町",
        "上市町",
        "下市町",
        "市貝町",
        "市川町",
        "市川三郷町",
        "町田市",
        "大町市",
        "十日町市",
        "村上市",
        "村山市",
        "東村山市",
        "武蔵村山市",
        "羽村市",
        "大村市",
        "田村市",
        "中村区",
        "玉村町",
        "村田町",
    ];
    let rest = stripped(text, prefecture).unwrap_or(text);
    // 郡山市 and 蒲郡市 are no counties.
    let county = rest
        .char_indices()
        .skip(1)
        .take(5)
        .find(|(i, c)| *c == '郡' && !rest[*i..].starts_with("郡市") && !rest[*i..].starts_with("郡山"));
    let rest = county.map_or(rest, |(at, c)| rest[at + c.len_utf8()..].trim_start());
    if let Some(name) = INSIDE.iter().find(|name| rest.starts_with(**name)) {
        return (*name).to_owned();
    }
    let end = |text: &str, ends: &[char]| {
        text.char_indices().skip(1).take(7).find(|(_, c)| ends.contains(c)).map(|(at, c)| at + c.len_utf8())
    };
    let Some(first) = end(rest, &['市', '区', '町', '村']) else { return String::new() };
    if !rest[..first].ends_with('市') {
        return rest[..first].to_owned();
    }
    // The ward of a designated city; of towns ending in 区 there are none among the first four characters after 市.
    let ward = rest[first..].char_indices().take(4).find(|(_, c)| *c == '区').map(|(at, c)| first + at + c.len_utf8());
    rest[..ward.unwrap_or(first)].to_owned()
}

/// 印旛郡栄町… → what comes after 栄町.
fn after_county<'a>(text: &'a str, municipality: &str) -> Option<&'a str> {
    let (at, county) = text.char_indices().take(6).find(|(_, c)| *c == '郡')?;
    stripped(text[at + county.len_utf8()..].trim_start(), municipality)
}

fn without_postal_code(text: &str) -> &str {
    let marked = text.strip_prefix('〒').map(str::trim_start);
    let rest = marked.unwrap_or(text);
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return text;
    }
    let digits: String = rest.chars().take(8).collect();
    let chars: Vec<char> = digits.chars().collect();
    let code = |from: usize, to: usize| chars.get(from..to).is_some_and(|d| d.iter().all(char::is_ascii_digit));
    if code(0, 3) && chars.get(3).is_some_and(|c| width::is_dash(*c)) && code(4, 8) {
        return rest[digits.len()..].trim_start();
    }
    if marked.is_some() && code(0, 7) {
        return rest[7..].trim_start();
    }
    text
}

/// Every dash after a digit or 丁目 as `-`.
fn with_dashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    for c in text.chars() {
        let after_number =
            previous.is_ascii_digit() || matches!(previous, '目' | '番' | '地') || numeral::is_numeral(previous);
        let dash = width::is_dash(c)
            && (after_number || c != 'ー')
            && !(c == 'ー' && numeral::is_numeral(previous) && is_word_like(text));
        let c = if dash { '-' } else { c };
        out.push(c);
        previous = c;
    }
    out
}

/// A text without any digit, in which ー after 一 is rather part of a word.
fn is_word_like(text: &str) -> bool {
    !text.chars().any(|c| c.is_ascii_digit() || numeral::digit(c).is_some())
}

#[cfg(test)]
mod tests;
