//! A filled-in sheet without consent to anybody.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::SourceKind;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "consent-missing",
        Severity::Note,
        [
            "調査に答えがあるのに、公表の同意がない施設。",
            "答えは1つも載せていません（空欄は「同意なし」として扱います）。書き忘れなら、聞けば載せられます。",
            "訪問診療は「している」、公表の可否は空欄。",
            "書き忘れかどうかを本人に確かめます。同意しないという答えなら、このままにします。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for (facility, record) in of.each_record().filter(|(_, record)| record.source == SourceKind::Survey) {
        let Some(first) = record.answers.first() else { continue };
        if !record.answers.iter().any(|answer| answer.consent.citizens || answer.consent.partners) {
            found.at(crate::place::Origin { column: record.name.origin.column, ..first.origin }, || {
                format!(
                    "「{}」は {} の質問に答えていますが、公表の同意がありません。",
                    facility.called(),
                    record.answers.len()
                )
            });
        }
    }
}
