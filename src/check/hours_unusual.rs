//! Times that are possible, and still look like slips.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::{Clock, Day, DayHours, HoursKind, Slot};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "hours-unusual",
        Severity::Warning,
        [
            "診療・営業の時間が、朝5時より前、夜11時より後、続けて18時間以上になっていないか。",
            "午前と午後の取りちがえや、「24時間対応」のつもりの 0:00〜23:59 があります。",
            "「0:00〜23:59」「3:00〜18:00」",
            "施設に確かめ、ちがっていれば公表元の登録を直してもらいます。本当なら、このままにします。",
        ],
    ),
    check,
};

const EARLIEST: Clock = Clock(5 * 60);
const LATEST: Clock = Clock(23 * 60);
const LONGEST: u16 = 18 * 60;

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for facility in of.facilities {
        for hours in facility.hours.iter().filter(|hours| hours.kind == HoursKind::Consultation) {
            let odd = Day::ALL.iter().zip(&hours.days).find_map(|(day, known)| match known {
                DayHours::Slots(slots) => slots.iter().find(|slot| is_odd(**slot)).map(|slot| (day, slot)),
                _ => None,
            });
            if let Some((day, slot)) = odd {
                found.at(hours.origin, || {
                    let (name, day) = (facility.called(), day.letter());
                    format!("「{name}」の{day}の時間が「{}〜{}」です。", slot.from, slot.until)
                });
            }
        }
    }
}

const fn is_odd(slot: Slot) -> bool {
    slot.from.0 < EARLIEST.0 || slot.until.0 > LATEST.0 || slot.until.0 - slot.from.0 >= LONGEST
}
