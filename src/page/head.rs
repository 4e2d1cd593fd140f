//! The head of a written page: TOML between two lines of `+++`.

use super::content::TextKind;
use jiff::civil::DateTime;
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
    #[serde(default, rename = "type")]
    pub(super) file_type: Option<String>,
    #[serde(default)]
    pub(super) size: Option<String>,
    #[serde(default)]
    pub(super) sample: bool,
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
