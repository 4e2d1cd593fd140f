//! Municipalities as the sources name them: the areas of a site of a prefecture or of the country.

use crate::model::{Area, Areas, District, NOWHERE, Record};
use crate::text::municipality::PREFECTURES;
use std::collections::{BTreeMap, BTreeSet};

/// Names by the first five digits of the code; the first that is met stays.
#[derive(Debug, Clone, Default)]
pub struct Municipalities(BTreeMap<String, String>);

impl Municipalities {
    /// Takes a name in: 「流山市」 of `122203`.
    pub(super) fn learn(&mut self, code: Option<&str>, name: impl FnOnce() -> String) {
        let Some(five) = code.and_then(|code| code.get(..5)) else { return };
        if !self.0.contains_key(five) {
            let name = name();
            if !name.is_empty() {
                self.0.insert(five.to_owned(), name);
            }
        }
    }

    /// Takes in what another met later.
    pub(super) fn absorb(&mut self, later: Self) {
        for (code, name) in later.0 {
            self.0.entry(code).or_insert(name);
        }
    }
}

/// One area for every municipality that has a record, under its prefecture, in the order of the codes. Names that
/// occur in two prefectures are led by the prefecture.
pub fn areas(areas: &mut Areas, records: &[Record], met: &Municipalities) {
    let codes: BTreeSet<&str> = records.iter().filter_map(|record| record.municipality.as_deref()?.get(..5)).collect();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for code in &codes {
        *count.entry(met.0.get(*code).map_or("", String::as_str)).or_default() += 1;
    }
    for code in codes {
        let number: usize = code.get(..2).and_then(|digits| digits.parse().ok()).unwrap_or_default();
        let prefecture = number.checked_sub(1).and_then(|at| PREFECTURES.get(at)).copied().unwrap_or_default();
        let name = match met.0.get(code) {
            Some(name) if count.get(name.as_str()) == Some(&1) => name.clone(),
            Some(name) => format!("{prefecture}{name}"),
            None => format!("{prefecture}（市区町村コード{code}）"),
        };
        add(areas, &format!("p{number:02}"), prefecture, code, name);
    }
    if records.iter().any(|record| record.municipality.is_none()) {
        // On the site of a prefecture they stand with its municipalities.
        let district = match areas.districts.as_slice() {
            [only] => (only.id.clone(), only.name.clone()),
            _ => ("p00".to_owned(), String::new()),
        };
        add(areas, &district.0, &district.1, NOWHERE, "市区町村のわからないところ".to_owned());
    }
}

fn add(areas: &mut Areas, district: &str, prefecture: &str, id: &str, name: String) {
    let at = areas.areas.len();
    areas.areas.push(Area { id: id.to_owned(), name, desk: None, rings: Vec::new() });
    match areas.districts.last_mut() {
        Some(last) if last.id == district => last.areas.end = at + 1,
        _ => areas.districts.push(District { id: district.to_owned(), name: prefecture.to_owned(), areas: at..at + 1 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, SourceKind};
    use crate::place::{Origin, SourceId, Sourced};

    #[test]
    fn municipalities_stand_under_their_prefecture() {
        let mut met = Municipalities::default();
        for (code, name) in [("342084", "府中市"), ("132063", "府中市"), ("122203", "流山市"), ("122203", "別の名")]
        {
            met.learn(Some(code), || name.to_owned());
        }
        let at = Origin { source: SourceId(0), row: 1, column: 0 };
        let record = |code: Option<&str>| {
            let mut record = Record::new(SourceKind::Kaigo, Kind::Care, Sourced::new("見本".to_owned(), at));
            record.municipality = code.map(str::to_owned);
            record
        };
        let records = [Some("342084"), Some("122203"), None, Some("132063"), Some("122025")].map(record);
        let mut found = Areas::default();
        areas(&mut found, &records, &met);
        let names: Vec<&str> = found.areas.iter().map(|area| area.name.as_str()).collect();
        assert_eq!(
            names,
            ["千葉県（市区町村コード12202）", "流山市", "東京都府中市", "広島県府中市", "市区町村のわからないところ"]
        );
        let districts: Vec<(&str, usize)> =
            found.districts.iter().map(|one| (one.id.as_str(), one.areas.len())).collect();
        assert_eq!(districts, [("p12", 2), ("p13", 1), ("p34", 1), ("p00", 1)]);
        assert_eq!(found.of_municipality(Some("122203")).map(|area| area.id.as_str()), Some("12220"));
        assert_eq!(found.of_municipality(None).map(|area| area.id.as_str()), Some("other"));
        assert_eq!(found.district_of("13206").map(|one| one.name.as_str()), Some("東京都"));
    }
}
