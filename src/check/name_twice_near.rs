//! The same name twice in one neighbourhood.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::geo;
use crate::model::Facility;
use crate::text::{address, name};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "name-twice-near",
        Severity::Warning,
        [
            "同じ名前で同じ種類の施設が、同じ町か1km以内に2つないか（同じ住所は除きます）。",
            "移転した1つの施設が2つに見えているか、まぎらわしい別の施設です。",
            "「見本クリニック」が1丁目と3丁目にある。",
            "1つの施設なら、古いほうの一覧を直してもらいます。別の施設なら、このままにします。",
        ],
    ),
    check,
};

const NEAR: f64 = 1_000.0;

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    let mut of_record: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, cluster) in of.linked.clusters.iter().enumerate() {
        of_record.extend(cluster.iter().map(|record| (*record, at)));
    }
    // Pairs that staff are asked about anyway.
    let asked: BTreeSet<(usize, usize)> = of
        .linked
        .doubts
        .iter()
        .filter_map(|doubt| Some((*of_record.get(&doubt.left)?, *of_record.get(&doubt.right)?)))
        .flat_map(|(a, b)| [(a, b), (b, a)])
        .collect();
    let mut by_name: BTreeMap<(String, &str), Vec<usize>> = BTreeMap::new();
    for (at, facility) in of.facilities.iter().enumerate() {
        by_name.entry((name::key(&facility.name.value), facility.kind.word())).or_default().push(at);
    }
    for group in by_name.values().filter(|group| group.len() > 1) {
        for (n, a) in group.iter().enumerate() {
            for b in &group[n + 1..] {
                let (left, right) = (&of.facilities[*a], &of.facilities[*b]);
                if !asked.contains(&(*a, *b)) && is_near(left, right) && !same_door(left, right) {
                    found.at(right.name.origin, || {
                        if left.is_silent || right.is_silent {
                            return "調査だけの施設と同じ名前の施設が、近くにあります。".to_owned();
                        }
                        let place = |one: &Facility| one.address.as_ref().map_or("住所なし", |at| &at.value).to_owned();
                        format!("「{}」が2つあります（{} と {}）。", left.name.value, place(left), place(right))
                    });
                }
            }
        }
    }
}

fn is_near(a: &Facility, b: &Facility) -> bool {
    let same_town = a.town.is_some() && a.town == b.town;
    let close = a.located.zip(b.located).is_some_and(|(a, b)| geo::distance(a.point, b.point) <= NEAR);
    same_town || close
}

fn same_door(a: &Facility, b: &Facility) -> bool {
    let key = |one: &Facility| {
        one.address.as_ref().map(|at| {
            let parsed = address::parse(&at.value, "", "");
            (address::town_key(&parsed.town_text), parsed.numbers)
        })
    };
    a.same_place.contains(&b.id) || (key(a).is_some() && key(a) == key(b))
}
