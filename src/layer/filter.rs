//! Which facilities a filter of the settings lets through: by what they answered, or by their published hours.

use crate::consent::Shown;
use crate::model::{Clock, DayHours, HoursKind};
use crate::settings::{FilterSetting, OpenOn};
use crate::text::fold;

/// The question whose answer lists treatments.
const PROCEDURES: &str = "procedures";
/// 18:00.
const EVENING: Clock = Clock(18 * 60);

/// Whether a facility belongs to a filter. A registration never makes it belong: it is no offer.
pub fn passes(filter: &FilterSetting, shown: &Shown) -> bool {
    let answered = || {
        filter.answers.iter().any(|id| shown.answer(id).is_some_and(|answer| answer.affirmative))
            || (!filter.choices.is_empty()
                && shown.answer(PROCEDURES).is_some_and(|answer| {
                    answer.choices.iter().any(|choice| {
                        let choice = fold::search(choice);
                        filter.choices.iter().any(|word| choice.contains(&fold::search(word)))
                    })
                }))
    };
    filter.open.map_or_else(answered, |when| is_open(shown, when))
}

fn is_open(shown: &Shown, when: OpenOn) -> bool {
    let kind = |kind| shown.hours.iter().find(|hours| hours.kind == kind && hours.says_something());
    let Some(hours) = kind(HoursKind::Consultation).or_else(|| kind(HoursKind::Service)) else { return false };
    let open = |day: &DayHours| matches!(day, DayHours::Open | DayHours::Slots(_));
    match when {
        OpenOn::Weekday => hours.days[..5].iter().any(open),
        OpenOn::Saturday => open(&hours.days[5]),
        OpenOn::Sunday => open(&hours.days[6]),
        OpenOn::Evening => hours.days[..5].iter().any(|day| match day {
            DayHours::Slots(slots) => slots.iter().any(|slot| slot.until > EVENING),
            _ => false,
        }),
    }
}
