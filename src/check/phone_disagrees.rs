//! Public lists that give different phone numbers of one facility.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::Record;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "phone-disagrees",
        Severity::Warning,
        [
            "1つの施設の電話番号が、国・厚生局・市の一覧の間で同じか。",
            "載せているのはそのうちの1つです。古いほうなら、電話がつながりません。",
            "厚生局では …0001、介護の公表では …0002。",
            "施設に電話して、正しい番号を確かめます。ちがうほうの公表元に訂正を頼みます。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for (facility, records) in of.with_records() {
        let Some(shown) = &facility.phone else { continue };
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        // Services of one care office may have a line each; two registers should not.
        let shown_by = records.iter().find(|record| record.phone.as_ref() == Some(shown));
        let differs = |record: &&&Record| {
            record.source.is_register()
                && shown_by.is_some_and(|by| by.source != record.source)
                && record.phone.as_ref().is_some_and(|phone| digits(&phone.value) != digits(&shown.value))
        };
        if let Some((other, phone)) = records.iter().find(differs).and_then(|one| Some((one, one.phone.as_ref()?))) {
            found.at(phone.origin, || {
                format!(
                    "「{}」の電話は「{}」と出していますが、{}では「{}」です。",
                    facility.called(),
                    shown.value,
                    other.source.short(),
                    phone.value
                )
            });
        }
    }
}
