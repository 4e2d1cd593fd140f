//! National holidays: the Cabinet Office's file (`国民の祝日・休日月日,国民の祝日・休日名称`), or `date,name`.

use super::{Input, Reading};
use crate::diagnostic::Diagnostic;
use crate::place::Place;
use crate::table;
use jiff::civil::Date;

/// Reads the days, sorted. A row whose date cannot be read is left out and said.
pub fn read(inputs: &[Input], reading: &mut Reading) -> Vec<Date> {
    let mut days = Vec::new();
    for input in inputs {
        let Ok(decoded) = table::decode(&input.bytes) else {
            reading.diagnostics.push(
                Diagnostic::warning("holiday-unreadable", "祝日の表の文字コードがわかりません。")
                    .at(Place::whole(input.path.as_str()))
                    .help("UTF-8 か Shift_JIS の CSV を置いてください。"),
            );
            continue;
        };
        for (at, line) in decoded.text.trim_start_matches('\u{feff}').lines().enumerate() {
            let cell = line.split(',').next().unwrap_or_default().trim().trim_matches('"');
            match date(cell) {
                Some(day) => days.push(day),
                // The heading, and blank lines.
                None if at == 0 || cell.is_empty() => {}
                None => reading.diagnostics.push(
                    Diagnostic::warning("holiday-unreadable", format!("「{cell}」は日付として読めません。"))
                        .at(Place::text(input.path.as_str(), u32::try_from(at + 1).unwrap_or(u32::MAX), 1))
                        .help("2026-01-01 か 2026/1/1 のように書いてください。"),
                ),
            }
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// `2026-01-01` or `2026/1/1`.
fn date(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_layouts_are_read_and_a_broken_date_is_said() {
        let text = "国民の祝日・休日月日,国民の祝日・休日名称\n2026/1/1,元日\n2026-11-23,勤労感謝の日\n2026/13/1,?\n";
        let mut reading = Reading::default();
        let input = Input { path: "geodata/holidays/a.csv".into(), bytes: text.as_bytes().to_vec() };
        let days = read(&[input], &mut reading);
        assert_eq!(days, [jiff::civil::date(2026, 1, 1), jiff::civil::date(2026, 11, 23)]);
        assert_eq!(reading.diagnostics.count("holiday-unreadable"), 1);
    }
}
