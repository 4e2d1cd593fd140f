//! The clock, and what the environment asks for.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use std::time::{Duration, Instant};

/// Today in Japan, whatever the machine's time zone. Japan has had no summer time since 1951.
pub fn today() -> Date {
    now().date()
}

/// Day and time in Japan.
pub fn now() -> DateTime {
    let japan = Offset::from_hours(9).map_or(TimeZone::UTC, TimeZone::fixed);
    Timestamp::now().to_zoned(japan).datetime()
}

/// Whether the person asked for no colours (`NO_COLOR`, see no-color.org).
pub fn asks_no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Measures how long stages take.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since the start or the last lap.
    pub fn lap(&mut self) -> Duration {
        let now = Instant::now();
        let lap = now - self.0;
        self.0 = now;
        lap
    }
}
