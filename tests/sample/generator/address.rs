//! One place, written in the many ways in which offices write it.

use super::random::Random;
use super::towns::Town;

/// Where an invented facility is said to stand.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// Town of the real table.
    pub(crate) town: Town,
    /// Invented lot number: `9012-3`.
    pub(crate) lot: String,
    /// Building, or nothing.
    pub(crate) building: String,
    /// Degrees north; 0 when the source has no coordinate.
    pub(crate) lat: f64,
    /// Degrees east; 0 when the source has no coordinate.
    pub(crate) lon: f64,
}

/// A manner of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// 東初石二丁目12番地の3
    Kanji,
    /// 東初石2丁目12番3号
    Chome,
    /// 東初石2-12-3
    Short,
    /// 東初石２－１２－３, as the bureau writes it.
    Wide,
}

/// Half-width digits and hyphens to full-width ones.
pub(crate) fn wide(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' => char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap_or(c),
            '-' => '－',
            _ => c,
        })
        .collect()
}

/// A town's name without 大字, and its 丁目.
fn split(town: &str) -> (&str, Option<usize>) {
    let town = town.strip_prefix("大字").unwrap_or(town);
    let chome = town.strip_suffix("丁目").and_then(|rest| {
        let numeral = rest.chars().last()?;
        let number = "一二三四五六七八九".chars().position(|c| c == numeral)? + 1;
        Some((&rest[..rest.len() - numeral.len_utf8()], Some(number)))
    });
    chome.unwrap_or((town, None))
}

impl Site {
    /// An invented spot near the representative point of a town.
    pub(crate) fn near(town: Town, random: &mut Random) -> Self {
        // Far above the numbers in use, so that nobody's home is called a clinic.
        let lot = format!("{}-{}", 9001 + random.below(900), 1 + random.below(18));
        let lat = town.lat + random.signed() * 0.0012;
        let lon = town.lon + random.signed() * 0.0012;
        Self { town, lot, building: String::new(), lat, lon }
    }

    /// From the town on.
    pub(crate) fn written(&self, style: Style) -> String {
        let (base, chome) = split(self.town.name);
        let (first, second) = self.lot.split_once('-').unwrap_or((&self.lot, "1"));
        let lot = &self.lot;
        match (style, chome) {
            (Style::Kanji, _) => format!("{}{first}番地の{second}", self.town.name),
            (Style::Chome, Some(n)) => format!("{base}{n}丁目{first}番{second}号"),
            (Style::Short, Some(n)) => format!("{base}{n}-{lot}"),
            (Style::Chome | Style::Short, None) => format!("{base}{lot}"),
            (Style::Wide, Some(n)) => format!("{base}{}", wide(&format!("{n}-{lot}"))),
            (Style::Wide, None) => format!("{base}{}", wide(lot)),
        }
    }
}
