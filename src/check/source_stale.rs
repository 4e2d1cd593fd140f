//! Sources that have surely been published anew.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::SourceKind;
use crate::place::Origin;
use crate::text::wareki;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "source-stale",
        Severity::Warning,
        [
            "データの時点が古すぎないか（設定の freshness.source_days）。",
            "閉じた施設や変わった電話番号を載せつづけます。国のデータは半年ごと、厚生局の名簿は毎月、新しくなります。",
            "2年前の介護サービスのデータ。",
            "公表元から新しいファイルをダウンロードして、置きかえます。",
        ],
    )
    .machine("L3-08"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    let most = i32::try_from(of.settings.freshness.source_days).unwrap_or(i32::MAX);
    let mut told = BTreeSet::new();
    for (source, edition) in of.editions.iter() {
        let Some(date) = edition.as_of.filter(|_| edition.kind.is_register()) else { continue };
        let days = (of.on - date).get_days();
        // One finding per publication, not one per file of it.
        if days > most && told.insert((edition.kind, date)) {
            found.at(Origin { source, row: 0, column: 0 }, || {
                let name = SourceKind::word(edition.kind);
                format!("「{name}」は {} のデータで、{days} 日たっています。", wareki::words(date))
            });
        }
    }
}
