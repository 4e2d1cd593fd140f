//! Sources of which nobody knows when they were true.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::place::Origin;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "source-undated",
        Severity::Warning,
        [
            "データがいつ時点のものか、設定かファイルに書かれているか。",
            "ページの「いつの情報か」が空になり、古くなっても知らせが出ません。",
            "[sources.kaigo] に as_of がない。",
            "ouchi.toml の [sources.◯◯] に as_of = 2026-06-30 のように書きます。",
        ],
    )
    .machine("L3-08"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    let mut told = BTreeSet::new();
    for (source, edition) in of.editions.iter() {
        if edition.as_of.is_none() && edition.kind.is_register() && told.insert(edition.kind) {
            found.at(Origin { source, row: 0, column: 0 }, || {
                format!("「{}」がいつ時点のデータか、わかりません。", edition.kind.word())
            });
        }
    }
}
