//! An address that ends at its town.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::text::address;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "address-no-number",
        Severity::Note,
        [
            "住所に番地があるか。",
            "町までの住所では、たずねて行けません。",
            "「千葉県我孫子市柴崎」",
            "公表元に番地を書き足すよう頼むか、市の施設一覧に正しい住所を書きます。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for facility in of.facilities {
        let Some(address) = &facility.address else { continue };
        let parsed = address::parse(&address.value, "", "");
        // The 丁目 belongs to the town.
        if parsed.numbers.len() <= usize::from(parsed.has_chome) && parsed.lot.is_none() {
            found.at(address.origin, || {
                let address = facility.quoted(&address.value);
                format!("「{}」の住所{address}に番地がありません。", facility.called())
            });
        }
    }
}
