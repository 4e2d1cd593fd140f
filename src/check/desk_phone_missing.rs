//! Areas whose desk cannot be rung.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "desk-phone-missing",
        Severity::Warning,
        [
            "圏域の相談窓口と、その電話が設定に書かれているか。",
            "困っている人に「どこへ電話すればよいか」を示せません。",
            "[[area]] に [area.desk] がない。",
            "[area.desk] に name と phone を書きます。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for area in &of.settings.areas {
        match &area.desk {
            None => found.in_settings(|| format!("「{}」の相談窓口が書かれていません。", area.name)),
            Some(desk) if desk.phone.is_none() => {
                found.in_settings(|| format!("「{}」の相談窓口「{}」に電話がありません。", area.name, desk.name));
            }
            Some(_) => {}
        }
    }
}
