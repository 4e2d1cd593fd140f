//! The head of a written page: TOML between two lines of `+++`.

use super::content::TextKind;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use toml::value::Datetime;

/// The head of a page, between two lines of `+++`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) title: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) kind: Option<TextKind>,
    #[serde(default)]
    pub(super) order: i32,
    #[serde(default)]
    pub(super) date: Option<Datetime>,
    #[serde(default)]
    pub(super) checked: Option<Datetime>,
    #[serde(default)]
    pub(super) start: Option<Datetime>,
    #[serde(default)]
    pub(super) end: Option<Datetime>,
    #[serde(default)]
    pub(super) month: Option<String>,
    #[serde(default)]
    pub(super) when: Option<String>,
    #[serde(default)]
    pub(super) scenes: Vec<String>,
    #[serde(default, rename = "handout")]
    pub(super) handouts: Vec<Handout>,
    #[serde(default)]
    pub(super) place: Option<String>,
    #[serde(default)]
    pub(super) audience: Option<String>,
    #[serde(default)]
    pub(super) apply_phone: Option<String>,
    #[serde(default)]
    pub(super) apply_url: Option<String>,
    #[serde(default)]
    pub(super) video: Option<String>,
    #[serde(default)]
    pub(super) file: Option<String>,
    #[serde(default)]
    pub(super) paper: bool,
    #[serde(default)]
    pub(super) sample: bool,
    #[serde(default)]
    pub(super) draft: bool,
    #[serde(default)]
    pub(super) publish_on: Option<Datetime>,
}

/// A file handed out at an event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Handout {
    pub(super) title: String,
    pub(super) file: String,
}

/// The head and the rest.
pub(super) fn split(source: &str) -> Option<(&str, &str)> {
    let rest = source.strip_prefix("+++")?.trim_start_matches('\r').strip_prefix('\n')?;
    let mut from = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some((&rest[..from], &rest[from + line.len()..]));
        }
        from += line.len();
    }
    None
}

/// The first day of a month written `2023-11`.
pub(super) fn first_of(month: &str) -> Option<Date> {
    let (year, month) = month.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()
}

/// A TOML date or date with time.
pub(super) fn moment(value: Datetime) -> Option<DateTime> {
    let date = value.date?;
    let (hour, minute) = value.time.map_or((0, 0), |time| (time.hour, time.minute));
    let small = |n: u8| i8::try_from(n).ok();
    DateTime::new(
        i16::try_from(date.year).ok()?,
        small(date.month)?,
        small(date.day)?,
        small(hour)?,
        small(minute)?,
        0,
        0,
    )
    .ok()
}
