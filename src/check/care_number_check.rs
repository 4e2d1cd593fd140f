//! The check digit of a care office's number.

use super::digits::modulus_10;
use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::IdentifierKind;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "care-number-check",
        Severity::Warning,
        [
            "介護保険事業所番号の最後の1けた（検査数字）が合うか。見本の番号は作りものなので調べません。",
            "番号の写しまちがいです。別の施設と結びつくことがあります。",
            "…0018 を …0081 と書いた。",
            "指定通知書か都道府県の一覧で番号を確かめます。",
        ],
    )
    .machine("L2-01"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    if of.settings.site.sample {
        return;
    }
    for (facility, record) in of.each_record() {
        for number in record.identifiers.iter().filter(|one| one.kind == IdentifierKind::CareOffice) {
            let value = number.value.as_str();
            // Numbers of institutions (1), of health facilities (5) and of nursing stations (6) are made otherwise.
            let checked = value.len() == 10 && value.is_ascii() && matches!(&value[2..3], "3" | "4" | "7" | "8" | "9");
            if checked && modulus_10(&value[..9]).is_some_and(|digit| value[9..] != *digit.to_string()) {
                found.at(of.cell(record, &["事業所番号", "介護保険事業所番号"]), || {
                    let number = of.quoted(record, value);
                    format!("「{}」の事業所番号{number}は、検査数字が合いません。", facility.called())
                });
            }
        }
    }
}
