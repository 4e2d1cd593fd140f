//! Facilities of the last edition that this one has not.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::place::Place;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "facility-gone",
        Severity::Warning,
        [
            "前に載せていた施設が、今度のデータからなくなっていないか。",
            "ページは「この施設は、いまの一覧にありません」に変わります。データの抜けなら、利用している人が困ります。",
            "新しいファイルに差しかえたら、1つの事業所がなくなった。",
            "廃止か移転かを確かめます。ファイルの置き忘れなら置きなおします。",
        ],
    )
    .machine("L3-08"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for gone in of.gone {
        found.push(Place::whole("geodata/ledger.csv"), || {
            format!("「{}」（{}、番号 {}）が、今度のデータにありません。", gone.name, gone.kind, gone.id)
        });
    }
}
