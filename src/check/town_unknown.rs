//! Addresses whose town is in no table.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "town-unknown",
        Severity::Note,
        [
            "市内の施設の住所の町が、町の表（geodata/area）にあるか。",
            "圏域が決まらず、位置のないときの代表点もわかりません。",
            "新しくできた町や、書きまちがえた町。",
            "町の表に町を足すか、住所の書きまちがいを直してもらいます。",
        ],
    )
    .machine("L3-06"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    if of.areas.towns.is_empty() {
        return;
    }
    for facility in of.facilities.iter().filter(|one| of.is_ours(one) && one.town.is_none()) {
        if let Some(address) = &facility.address {
            found.at(address.origin, || {
                let address = facility.quoted(&address.value);
                format!("「{}」の住所{address}の町が、町の表にありません。", facility.called())
            });
        }
    }
}
