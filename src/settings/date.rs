//! Dates of the settings, with or without quotation marks: `"2026-06-30"` and `2026-06-30`.

use jiff::civil::Date;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::fmt;

struct Dated;

impl<'de> Visitor<'de> for Dated {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("日付（2026-06-30 の形）")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Date, E> {
        text.parse()
            .map_err(|_| E::custom(format!("「{text}」は日付として読めません。2026-06-30 の形で書いてください。")))
    }

    // The TOML reader hands over its own dates as a map of one entry.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Date, A::Error> {
        let (_, text) =
            map.next_entry::<String, String>()?.ok_or_else(|| A::Error::custom("日付として読めません。"))?;
        self.visit_str(&text)
    }
}

/// Reads a date.
pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    from.deserialize_any(Dated)
}

/// Reads a date that may be left out.
pub(super) fn read_optional<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    read(from).map(Some)
}
