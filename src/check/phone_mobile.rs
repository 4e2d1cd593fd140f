//! Mobile numbers in columns that everybody sees.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::text::phone;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "phone-mobile",
        Severity::Warning,
        [
            "公開する電話とFAXの欄に、携帯電話の番号がないか。",
            "個人の番号かもしれません。公開すると取り消せません。",
            "電話番号「090-0000-0001」",
            "施設の番号として公開してよいか、本人に確かめます。よくなければ geodata/withhold.csv で phone を隠します。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for facility in of.facilities {
        for (what, number) in [("電話", &facility.phone), ("FAX", &facility.fax)] {
            if let Some(number) = number.as_ref().filter(|number| phone::is_mobile(&number.value)) {
                found.at(number.origin, || {
                    let number = facility.quoted(&number.value);
                    format!("「{}」の{what}{number}は携帯電話の番号です。", facility.called())
                });
            }
        }
    }
}
