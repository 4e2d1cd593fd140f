//! Opening hours, never guessed: what the source leaves open or contradicts stays so.

use crate::place::Origin;
use std::fmt;

/// A day of the week, or a public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Day {
    /// 月
    Mon,
    /// 火
    Tue,
    /// 水
    Wed,
    /// 木
    Thu,
    /// 金
    Fri,
    /// 土
    Sat,
    /// 日
    Sun,
    /// 祝
    Holiday,
}

impl Day {
    /// Monday to Sunday, then holidays.
    pub const ALL: [Self; 8] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun, Self::Holiday];

    /// One character, as on a clinic's door.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Mon => "月",
            Self::Tue => "火",
            Self::Wed => "水",
            Self::Thu => "木",
            Self::Fri => "金",
            Self::Sat => "土",
            Self::Sun => "日",
            Self::Holiday => "祝",
        }
    }
}

/// A time of day in minutes from midnight, 0 to 2,880 (past midnight counts on).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock(pub u16);

impl Clock {
    /// Reads `9:00`, `09:00` and `25:30`; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let digits = |part: &str| {
            (part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u16>().ok()).flatten()
        };
        let (hour, minute) = (digits(hour)?, digits(minute)?);
        (hour <= 47 && minute < 60 && !text.is_empty()).then_some(Self(hour * 60 + minute))
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Written digit by digit: pages, lists and layers say millions of times.
        let (hour, minute) = (self.0 / 60, self.0 % 60);
        if hour > 99 {
            return write!(f, "{hour}:{minute:02}");
        }
        let digit = |n: u16| b'0' + n as u8;
        let text = [digit(hour / 10), digit(hour % 10), b':', digit(minute / 10), digit(minute % 10)];
        f.write_str(std::str::from_utf8(&text[usize::from(hour < 10)..]).unwrap_or_default())
    }
}

/// One stretch of opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// From.
    pub from: Clock,
    /// Until, later than `from`.
    pub until: Clock,
}

/// What is known of one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DayHours {
    /// The source says nothing.
    #[default]
    Unknown,
    /// The source says closed.
    Closed,
    /// The source says open, but not when.
    Open,
    /// Open at these times, sorted, not overlapping.
    Slots(Box<[Slot]>),
    /// The source contradicts itself (closed with times, impossible times): 「電話で確認」.
    Contradicts,
}

/// Whether an institution is open on a day of an n-th week; `None` = not answered.
pub type WeekFlags = [[Option<bool>; 7]; 5];

/// What the hours are the hours of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HoursKind {
    /// Consultation hours of an institution, or opening hours of a pharmacy.
    Consultation,
    /// Days on which a care service is available.
    Service,
}

/// A week's hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Hours of what.
    pub kind: HoursKind,
    /// Monday to Sunday, then holidays.
    pub days: [DayHours; 8],
    /// 第n週 rules, first to fifth week.
    pub weeks: WeekFlags,
    /// Free text of the source about closing days.
    pub note: Option<String>,
    /// Where it was read.
    pub origin: Origin,
}

impl Hours {
    /// Nothing known.
    pub fn unknown(kind: HoursKind, origin: Origin) -> Self {
        Self { kind, days: Default::default(), weeks: [[None; 7]; 5], note: None, origin }
    }

    /// Whether there is anything to show.
    pub fn says_something(&self) -> bool {
        self.days.iter().any(|day| *day != DayHours::Unknown) || self.note.is_some()
    }
}
