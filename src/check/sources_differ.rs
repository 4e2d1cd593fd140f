//! Public lists that say different things of one facility.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::merge::{Claimed, Disputed};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "sources-differ",
        Severity::Note,
        [
            "1つの施設の名称・住所・時間・位置が、国・厚生局・市の一覧や調査の間でちがわないか。",
            "載せているのはそのうちの1つです（どれを載せるかは ouchi.toml の [precedence]）。",
            "厚生局では1丁目、ナビイでは3丁目。",
            "ouchi check で作る 食いちがい.xlsx で見くらべ、古いほうの公表元に訂正を頼みます。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for one in of.disagreements {
        // Phones have a rule of their own; one office in several service files too.
        let Some(other) = one.others.iter().find(|other| other.source != one.shown.source) else { continue };
        if one.about == Disputed::Phone {
            continue;
        }
        let by = |claimed: &Claimed| {
            let day = of.editions.get(claimed.origin.source).and_then(|edition| edition.as_of);
            let day = day.map(|on| format!(" {on}")).unwrap_or_default();
            let source = claimed.source.short();
            // What a survey's row says of itself is not repeated: the place says where to look.
            if claimed.source.is_register() {
                format!("「{}」（{source}{day}）", claimed.value)
            } else {
                format!("別のこと（{source}{day}）")
            }
        };
        let name = of.facilities[one.facility].called();
        found.at(other.origin, || {
            let (about, shown, other) = (one.about.word(), by(&one.shown), by(other));
            format!("「{name}」の{about}は{shown}を載せていますが、{other}も書かれています。")
        });
    }
}
