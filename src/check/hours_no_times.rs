//! Open, but when?

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::{Day, DayHours, HoursKind};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "hours-no-times",
        Severity::Note,
        [
            "診療すると答えた曜日に、時間が書かれているか。",
            "「開いています（時間は電話で確認）」としか出せません。",
            "月曜は診療（1）なのに、月曜の時間が空。",
            "施設に確かめ、公表元の登録に時間を書き足してもらいます。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for facility in of.facilities {
        for hours in facility.hours.iter().filter(|hours| hours.kind == HoursKind::Consultation) {
            let open: String = Day::ALL
                .iter()
                .zip(&hours.days)
                .filter(|(_, day)| **day == DayHours::Open)
                .map(|(day, _)| day.letter())
                .collect();
            if !open.is_empty() {
                found.at(hours.origin, || {
                    format!("「{}」は{open}に開いていますが、時間が書かれていません。", facility.called())
                });
            }
        }
    }
}
