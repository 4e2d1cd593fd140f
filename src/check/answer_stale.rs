//! Answers that change quickly and are old.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::question;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "answer-stale",
        Severity::Note,
        [
            "新しい方の受け入れなど、変わりやすい答えが古くなっていないか（設定の freshness.answer_days）。",
            "古い答えは「電話で確認」と出ています。件数が多ければ、聞きなおすときです。",
            "1年より前の「新規受け入れ: 可」",
            "施設に聞きなおし、調査票の答えと回答日を新しくします。",
        ],
    )
    .machine("L3-05"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    let most = i32::try_from(of.settings.freshness.answer_days).unwrap_or(i32::MAX);
    for (facility, record) in of.each_record() {
        for answered in record.answers.iter().filter(|one| question(&one.question).is_some_and(|q| q.expires)) {
            let Some(date) = answered.as_of else { continue };
            let days = (of.on - date).get_days();
            if days > most {
                found.at(answered.origin, || {
                    format!("「{}」の答えは {days} 日前のものなので、「電話で確認」と出しています。", facility.called())
                });
            }
        }
    }
}
