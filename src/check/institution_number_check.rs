//! The check digit of a medical institution's number.

use super::digits::modulus_10;
use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::{IdentifierKind, SourceKind};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "institution-number-check",
        Severity::Warning,
        [
            "医療機関番号（7けた）の最後の1けた（検査数字）が合うか。見本の番号は作りものなので調べません。",
            "番号の写しまちがいです。別の医療機関と結びつくことがあります。",
            "調査票の医療機関番号が1けたちがう。",
            "厚生局の名簿で番号を確かめます。",
        ],
    )
    .machine("L2-01"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    if of.settings.site.sample {
        return;
    }
    for (facility, record) in of.each_record().filter(|(_, record)| record.source != SourceKind::Kaigo) {
        for number in record.identifiers.iter().filter(|one| one.kind == IdentifierKind::Institution) {
            let value = number.value.as_str();
            let seven = value.get(3..).filter(|seven| seven.len() == 7 && seven.is_ascii());
            let Some((six, last)) = seven.map(|seven| seven.split_at(6)) else { continue };
            if modulus_10(six).is_some_and(|digit| last != digit.to_string()) {
                found.at(of.cell(record, &["医療機関番号", "医療機関コード"]), || {
                    let number = of.quoted(record, &format!("{six}{last}"));
                    format!("「{}」の医療機関番号{number}は、検査数字が合いません。", facility.called())
                });
            }
        }
    }
}
