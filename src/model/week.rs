//! A week's hours in the words of the page, and as the script reads them.

use super::{Day, DayHours, Hours};
use std::fmt::Write;

/// One day's hours in words.
pub fn day_words(hours: &DayHours) -> String {
    match hours {
        DayHours::Unknown => "情報なし".into(),
        DayHours::Closed => "休み".into(),
        DayHours::Open => "あり（時間は電話で確認）".into(),
        DayHours::Contradicts => "電話で確認".into(),
        DayHours::Slots(slots) => {
            slots.iter().map(|slot| format!("{}–{}", slot.from, slot.until)).collect::<Vec<_>>().join("、")
        }
    }
}

/// Whether an n-th week rule makes a weekday's hours depend on the date.
pub fn depends_on_week(hours: &Hours, weekday: usize) -> bool {
    let said = |wanted: bool| hours.weeks.iter().any(|week| week[weekday] == Some(wanted));
    weekday < 7 && said(true) && said(false)
}

/// What the script picks today from: eight entries, Monday to Sunday and holidays. A day that an n-th week rule
/// touches is `"ask"`, so that nobody is told "open now" on the wrong week.
pub fn days_json(hours: &Hours) -> String {
    let mut out = String::with_capacity(256);
    out.push('[');
    for (at, day) in hours.days.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match day {
            _ if depends_on_week(hours, at) => out.push_str("\"ask\""),
            DayHours::Unknown => out.push_str("null"),
            DayHours::Closed => out.push_str("\"closed\""),
            DayHours::Open => out.push_str("\"open\""),
            DayHours::Contradicts => out.push_str("\"ask\""),
            DayHours::Slots(slots) => {
                for (n, slot) in slots.iter().enumerate() {
                    // Writing to a `String` cannot fail.
                    let _ = write!(out, "{}[\"{}\",\"{}\"]", if n == 0 { '[' } else { ',' }, slot.from, slot.until);
                }
                out.push_str(if slots.is_empty() { "[]" } else { "]" });
            }
        }
    }
    out.push(']');
    out
}

/// N-th week rules in words: 「土曜は第2・第4週が休み」.
pub fn rules(hours: &Hours) -> Vec<String> {
    (0..7)
        .filter(|weekday| depends_on_week(hours, *weekday))
        .map(|weekday| {
            let closed: Vec<String> = (0..5)
                .filter(|week| hours.weeks[*week][weekday] == Some(false))
                .map(|week| format!("第{}", week + 1))
                .collect();
            format!("{}曜は{}週が休み", Day::ALL[weekday].letter(), closed.join("・"))
        })
        .collect()
}

/// A week in one line: 「月〜水・金 9:00–12:00、14:00–18:00／土 9:00–12:00」. Days without times are left out;
/// `None` when no day has any.
pub fn line(hours: &Hours) -> Option<String> {
    let mut seen: Vec<(&DayHours, Vec<usize>)> = Vec::new();
    for (at, day) in hours.days.iter().enumerate() {
        if matches!(day, DayHours::Slots(_)) {
            match seen.iter_mut().find(|(known, _)| *known == day) {
                Some((_, days)) => days.push(at),
                None => seen.push((day, vec![at])),
            }
        }
    }
    if seen.is_empty() {
        let open: Vec<usize> = (0..8).filter(|at| hours.days[*at] == DayHours::Open).collect();
        return (!open.is_empty()).then(|| format!("{}（時間は電話で確認）", run_of_days(&open)));
    }
    let parts: Vec<String> =
        seen.iter().map(|(day, days)| format!("{} {}", run_of_days(days), day_words(day))).collect();
    Some(parts.join("／"))
}

/// 「月〜水・金」.
fn run_of_days(days: &[usize]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while at < days.len() {
        let mut end = at;
        // A holiday is no day after Sunday, so it never joins a run.
        while end + 1 < days.len() && days[end + 1] == days[end] + 1 && days[end + 1] < 7 {
            end += 1;
        }
        let (first, last) = (Day::ALL[days[at]].letter(), Day::ALL[days[end]].letter());
        match end - at {
            0 => parts.push(first.into()),
            1 => parts.push(format!("{first}・{last}")),
            _ => parts.push(format!("{first}〜{last}")),
        }
        at = end + 1;
    }
    parts.join("・")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Clock, HoursKind, Slot};
    use crate::place::{Origin, SourceId};

    fn hours() -> Hours {
        let slot = |from: u16, until: u16| Slot { from: Clock(from * 60), until: Clock(until * 60) };
        let mut hours = Hours::unknown(HoursKind::Consultation, Origin { source: SourceId(0), row: 1, column: 0 });
        for day in [0, 1, 2, 4] {
            hours.days[day] = DayHours::Slots([slot(9, 12), slot(14, 18)].into());
        }
        hours.days[3] = DayHours::Closed;
        hours.days[5] = DayHours::Slots([slot(9, 12)].into());
        hours
    }

    #[test]
    fn a_week_reads_like_a_door_plate() {
        assert_eq!(line(&hours()).as_deref(), Some("月〜水・金 9:00–12:00、14:00–18:00／土 9:00–12:00"));
    }

    #[test]
    fn a_day_with_an_nth_week_rule_is_never_guessed() {
        let mut hours = hours();
        for (week, row) in hours.weeks.iter_mut().enumerate() {
            row[5] = Some(week % 2 == 0);
        }
        assert_eq!(rules(&hours), ["土曜は第2・第4週が休み"]);
        assert!(days_json(&hours).ends_with("\"ask\",null,null]"), "{}", days_json(&hours));
    }
}
