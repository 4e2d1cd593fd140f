//! Texts that do not fit on a card.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::{Answer, question};
use crate::place::Origin;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "text-long",
        Severity::Note,
        [
            "名前が40文字、住所と建物が60文字、調査の答えと休みの説明が120文字を超えていないか。",
            "一覧や印刷で何行にもなり、電話番号が見つけにくくなります。",
            "「その他」の答えに、案内文がまるごと貼られている。",
            "短い文に直します。くわしいことは施設のホームページに案内します。",
        ],
    )
    .machine("L1-07"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    let mut look = |name: &str, what: &str, text: &str, most: usize, origin: Origin| {
        let length = text.chars().count();
        if length > most {
            found.at(origin, || format!("「{}」の{what}が {length} 文字あります（{most} 文字まで）。", short(name)));
        }
    };
    for facility in of.facilities {
        let name = facility.called();
        look(name, "名前", &facility.name.value, 40, facility.name.origin);
        for (what, value) in [("住所", &facility.address), ("建物", &facility.building)] {
            if let Some(value) = value {
                look(name, what, &value.value, 60, value.origin);
            }
        }
        for hours in &facility.hours {
            look(name, "休みの説明", hours.note.as_deref().unwrap_or_default(), 120, hours.origin);
        }
        for answered in &facility.answers {
            if let Answer::Text(text) = &answered.answer {
                let asked = question(&answered.question).map_or("答え".into(), |q| q.name.clone());
                look(name, &asked, text, 120, answered.origin);
            }
        }
    }
}

/// The beginning of a text.
fn short(text: &str) -> String {
    let begin: String = text.chars().take(20).collect();
    if begin.len() < text.len() { format!("{begin}…") } else { begin }
}
