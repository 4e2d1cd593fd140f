//! Phones of another part of the country.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::Facility;
use crate::place::Sourced;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "phone-other-area",
        Severity::Warning,
        [
            "電話の市外局番が、同じ市区町村のほかの施設とかけはなれていないか。",
            "本社の代表番号や、書きまちがいのことがあります。",
            "ほとんどが 04-71… の市で、1つだけ 06-…",
            "その番号で施設につながるか、電話して確かめます。",
        ],
    ),
    check,
};

/// Fewer numbers than this say nothing about an area.
const LEAST: usize = 20;
/// A code is odd when at most one number in so many has it.
const ONE_IN: usize = 20;

/// A facility, its number, and what tells the number's area.
type Number<'a> = (&'a Facility, &'a Sourced<String>, String);

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    let mut towns: BTreeMap<&str, Vec<Number<'_>>> = BTreeMap::new();
    for facility in of.facilities {
        let (Some(code), Some(phone)) = (&facility.municipality, &facility.phone) else { continue };
        if let Some(area) = area(&phone.value) {
            towns.entry(code).or_default().push((facility, phone, area));
        }
    }
    for numbers in towns.values().filter(|numbers| numbers.len() >= LEAST) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (.., area) in numbers {
            *counts.entry(area).or_default() += 1;
        }
        let usual = counts.iter().max_by_key(|(_, count)| **count).map_or("", |(area, _)| *area);
        for (facility, phone, area) in numbers {
            if counts[area.as_str()] * ONE_IN <= numbers.len() {
                found.at(phone.origin, || {
                    let (name, number) = (facility.called(), facility.quoted(&phone.value));
                    format!("「{name}」の電話{number}は、ほかの施設（多くは {usual}）とちがう地域の番号です。")
                });
            }
        }
    }
}

/// What tells the area: the area code, and for 04, which spans three prefectures, two digits more. `None` for numbers
/// that belong to no area.
fn area(number: &str) -> Option<String> {
    let (code, rest) = number.split_once('-')?;
    if number.bytes().filter(u8::is_ascii_digit).count() != 10 || matches!(code, "0120" | "0570" | "0990" | "0180") {
        return None;
    }
    Some(if code == "04" { format!("{code}-{}", rest.get(..2)?) } else { code.to_owned() })
}
