//! Dates that have not come yet.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::place::Origin;
use crate::text::wareki;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "date-future",
        Severity::Warning,
        [
            "回答日、データの時点、確かめた日が、作る日より先でないか。",
            "まだ来ていない日の事実は書けません。年の書きまちがいなら、古い情報が新しく見えます。",
            "回答日「2062/6/1」",
            "正しい日付に直します。",
        ],
    )
    .machine("L3-05"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for (facility, record) in of.each_record() {
        // One finding per sheet and person: its answers share one date.
        let future = record.answers.iter().find_map(|one| one.as_of.filter(|date| *date > of.on));
        if let Some(date) = future {
            found.at(of.cell(record, &["回答日", "記入日", "回答年月日"]), || {
                format!("「{}」の回答日が {} で、まだ来ていない日です。", facility.called(), wareki::words(date))
            });
        }
    }
    for (source, edition) in of.editions.iter() {
        if let Some(date) = edition.as_of.filter(|date| *date > of.on) {
            found.at(Origin { source, row: 0, column: 0 }, || {
                format!("データの時点が {} で、まだ来ていない日です。", wareki::words(date))
            });
        }
    }
    for call in of.settings.emergency.iter().filter(|call| call.checked > of.on) {
        found.in_settings(|| {
            format!("「{}」を確かめた日が {} で、まだ来ていない日です。", call.name, wareki::words(call.checked))
        });
    }
}
