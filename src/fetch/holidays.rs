//! National holidays, as `ouchi fetch holidays` keeps them.

use crate::table::{self, Sheets, find_header};
use crate::text::width;
use jiff::civil::Date;

/// Where they lie in a project.
pub const HOLIDAYS_FILE: &str = "geodata/holidays/syukujitsu.csv";

/// A national holiday.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Its name: 勤労感謝の日, or 休日 for one that another holiday made.
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Date,
    Name,
}

const COLUMNS: &[(Field, &[&str])] =
    &[(Field::Date, &["国民の祝日・休日月日"]), (Field::Name, &["国民の祝日・休日名称"])];

/// Reads [`HOLIDAYS_FILE`], in order. Rows that are no days are left out; a file that is no such table has none.
pub fn holidays(bytes: &[u8]) -> Vec<Holiday> {
    let Ok(tables) = table::read(HOLIDAYS_FILE, bytes, Sheets::First) else { return Vec::new() };
    let Some(table) = tables.first() else { return Vec::new() };
    let Ok(columns) = find_header(table, COLUMNS, &[Field::Date]) else { return Vec::new() };
    let mut days: Vec<Holiday> = columns
        .data(table)
        .filter_map(|row| {
            let mut parts = columns.cell(row, Field::Date).trim().split(['/', '-']);
            let date = Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some(Holiday { date: date.ok()?, name: width::clean(columns.cell(row, Field::Name)) })
        })
        .collect();
    days.sort();
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_in_order() {
        let text =
            "\u{feff}国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/11/23,勤労感謝の日\r\n2026/1/1,元日\r\nx,y\r\n";
        let days = holidays(text.as_bytes());
        assert_eq!(days.iter().map(|day| day.date).collect::<Vec<_>>(), [date(2026, 1, 1), date(2026, 11, 23)]);
        assert_eq!(days[1].name, "勤労感謝の日");
        assert!(holidays(b"<html>").is_empty());
    }
}
