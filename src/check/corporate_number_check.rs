//! The check digit of a 法人番号.

use super::digits::corporate;
use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "corporate-number-check",
        Severity::Note,
        [
            "法人番号の最初の1けた（検査用数字）が合うか。見本の番号は作りものなので調べません。",
            "番号の写しまちがいです。別の法人の番号かもしれません。",
            "6000012070001 を 9000012070001 と書いた。",
            "国税庁の法人番号公表サイトで確かめます。",
        ],
    )
    .machine("L2-01"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    if of.settings.site.sample {
        return;
    }
    for record in of.records {
        let Some(number) = record.corporate_number.as_deref().filter(|one| one.len() == 13 && one.is_ascii()) else {
            continue;
        };
        if corporate(&number[1..]).is_some_and(|digit| number[..1] != *digit.to_string()) {
            found.at(of.cell(record, &["法人番号"]), || {
                format!("「{}」の法人番号「{number}」は、検査用数字が合いません。", record.name.value)
            });
        }
    }
}
