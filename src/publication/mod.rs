//! What was published when: dated snapshots of the public facts, and what changed between two of them.
//!
//! A snapshot holds only what the citizens' site showed, so it can be kept with the project.

mod compare;
mod snapshot;

pub use compare::{Category, Change, Changes, compare};
pub use snapshot::{Fact, Facts, Snapshot, read, write};

use jiff::civil::Date;
use std::path::Path;

/// The name of a publication: its day, and a number for the second of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Edition {
    /// The day.
    pub on: Date,
    /// 1 for the first of the day.
    pub number: u32,
}

impl Edition {
    /// The edition of a file: `2026-11-01.csv`, `2026-11-01-2.files`.
    pub fn of_file(path: &Path) -> Option<Self> {
        let stem = path.file_stem()?.to_str()?;
        let date = stem.get(..10)?.parse().ok()?;
        match stem.get(10..)? {
            "" => Some(Self { on: date, number: 1 }),
            rest => Some(Self { on: date, number: rest.strip_prefix('-')?.parse().ok()? }),
        }
    }

    /// The name of its files without ending.
    pub fn stem(self) -> String {
        if self.number == 1 { self.on.to_string() } else { format!("{}-{}", self.on, self.number) }
    }

    /// The next edition of a day, after those there are.
    pub fn next(on: Date, known: impl Iterator<Item = Self>) -> Self {
        let last = known.filter(|one| one.on == on).map(|one| one.number).max().unwrap_or_default();
        Self { on, number: last + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_are_read_and_written() {
        let first = Edition { on: date(2026, 11, 1), number: 1 };
        assert_eq!(Edition::of_file(Path::new("geodata/published/2026-11-01.csv")), Some(first));
        let second = Edition::next(first.on, [first].into_iter());
        assert_eq!(second.stem(), "2026-11-01-2");
        assert_eq!(Edition::of_file(Path::new("2026-11-01-2.files")), Some(second));
        assert_eq!(Edition::of_file(Path::new("memo.csv")), None);
        assert!(first < second);
    }
}
