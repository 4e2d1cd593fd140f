//! One care office under several names or addresses in the files of its services.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::{IdentifierKind, Record, SourceKind};
use crate::text::{address, name};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "office-differs",
        Severity::Note,
        [
            "同じ事業所番号の名前と住所が、サービスごとのファイルの間でちがわないか。",
            "1つのページには、そのうちの1つしか出せません。",
            "訪問介護のファイルでは1丁目、通所介護のファイルでは3丁目。",
            "施設に正しいほうを確かめ、公表元の登録を直してもらいます。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    let mut offices: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in of.records.iter().filter(|record| record.source == SourceKind::Kaigo) {
        for number in record.identifiers.iter().filter(|one| one.kind == IdentifierKind::CareOffice) {
            offices.entry(&number.value).or_default().push(record);
        }
    }
    for (number, records) in offices.iter().filter(|(_, records)| records.len() > 1) {
        let first = records[0];
        let other = records[1..].iter().find_map(|record| difference(first, record).map(|what| (record, what)));
        if let Some((record, (what, left, right))) = other {
            found.at(record.name.origin, || {
                format!("事業所番号 {number} の{what}が、「{left}」と「{right}」でちがいます。")
            });
        }
    }
}

fn difference(a: &Record, b: &Record) -> Option<(&'static str, String, String)> {
    if name::key(&a.name.value) != name::key(&b.name.value) {
        return Some(("名前", a.name.value.clone(), b.name.value.clone()));
    }
    let (left, right) = (a.address.as_ref()?, b.address.as_ref()?);
    let key = |text: &str| {
        let parsed = address::parse(text, "", "");
        (address::town_key(&parsed.town_text), parsed.numbers)
    };
    (key(&left.value) != key(&right.value)).then(|| ("住所", left.value.clone(), right.value.clone()))
}
