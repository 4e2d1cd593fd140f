//! `geodata/links.csv`: what was learnt of each link, between runs.

use super::{Link, Verdict};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Where it lies in a project.
pub const LINKS_FILE: &str = "geodata/links.csv";

const HEADINGS: [&str; 5] = ["url", "result", "checked", "failures", "since"];

/// What is known of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// What the last question came to.
    pub verdict: Verdict,
    /// When that was.
    pub checked: Date,
    /// Days on which it failed, since it last lived.
    pub failures: u32,
    /// The first of them.
    pub since: Option<Date>,
}

/// What is known of every link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Memory(BTreeMap<String, Remembered>);

impl Memory {
    /// Reads the file; rows that cannot be read are links that are not known yet.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let rows = reader.records().flatten().filter_map(|row| {
            let checked = row.get(2)?.parse().ok()?;
            let verdict = Verdict::of(row.get(1)?)?;
            let failures = row.get(3).and_then(|text| text.parse().ok()).unwrap_or(0);
            let since = row.get(4).and_then(|text| text.parse().ok());
            Some((row.get(0)?.to_owned(), Remembered { verdict, checked, failures, since }))
        });
        Self(rows.collect())
    }

    /// The file's bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        // Writing into memory has no way to fail.
        let _ = writer.write_record(HEADINGS);
        for (url, known) in &self.0 {
            let since = known.since.map(|date| date.to_string()).unwrap_or_default();
            let row = [url, &known.verdict.word(), &known.checked.to_string(), &known.failures.to_string(), &since];
            let _ = writer.write_record(row);
        }
        let mut bytes = b"\xef\xbb\xbf".to_vec();
        bytes.extend(writer.into_inner().unwrap_or_default());
        bytes
    }

    pub(super) fn get(&self, url: &str) -> Option<&Remembered> {
        self.0.get(url)
    }

    /// Whether a link should be asked for: unless it lived some days ago, or was asked for today.
    pub(super) fn is_due(&self, url: &str, today: Date, days: u32) -> bool {
        let Some(known) = self.0.get(url) else { return true };
        let age = (today - known.checked).get_days();
        if known.failures > 0 { age != 0 } else { age < 0 || age >= i32::try_from(days).unwrap_or(i32::MAX) }
    }

    /// Takes in what a question came to. Several failures on one day count as one: it may have been a bad hour.
    pub(super) fn note(&mut self, url: &str, verdict: &Verdict, today: Date) {
        if *verdict == Verdict::Offline {
            return;
        }
        let old = self.0.get(url);
        let fails = matches!(verdict, Verdict::Gone(_) | Verdict::Unreachable | Verdict::Untrusted);
        let (before, since) = old.map_or((0, None), |old| (old.failures, old.since));
        let again = old.is_some_and(|old| old.checked == today && old.failures > 0);
        let known = if fails {
            let failures = if again { before } else { before + 1 };
            Remembered { verdict: verdict.clone(), checked: today, failures, since: since.or(Some(today)) }
        } else {
            Remembered { verdict: verdict.clone(), checked: today, failures: 0, since: None }
        };
        self.0.insert(url.to_owned(), known);
    }

    /// Forgets links that are neither on the site nor hidden from it.
    pub(super) fn keep_only(&mut self, links: &[Link]) {
        let on_site: BTreeSet<&str> = links.iter().map(|link| link.url.as_str()).collect();
        self.0.retain(|url, _| on_site.contains(url.as_str()));
    }
}

/// Addresses that failed on at least `after` days: those of facilities are left out of their pages.
pub fn dead(links_file: &[u8], after: u32) -> BTreeSet<String> {
    let memory = Memory::read(links_file);
    memory.0.into_iter().filter(|(_, known)| after > 0 && known.failures >= after).map(|(url, _)| url).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_of_failure_are_counted_and_a_good_day_ends_them() {
        let mut memory = Memory::default();
        let url = "https://a.example.jp/,x";
        for day in [1, 1, 2, 3] {
            memory.note(url, &Verdict::Gone(404), date(2026, 11, day));
        }
        assert_eq!(memory.get(url).map(|known| (known.failures, known.since)), Some((3, Some(date(2026, 11, 1)))));
        let memory = Memory::read(&memory.bytes());
        assert_eq!(dead(&memory.bytes(), 3).into_iter().collect::<Vec<_>>(), [url]);
        assert!(dead(&memory.bytes(), 4).is_empty());
        assert!(memory.is_due(url, date(2026, 11, 4), 7) && !memory.is_due(url, date(2026, 11, 3), 7));
        let mut memory = memory;
        memory.note(url, &Verdict::Moved("https://b.example.jp/".into()), date(2026, 11, 5));
        assert!(dead(&memory.bytes(), 1).is_empty());
        assert!(!memory.is_due(url, date(2026, 11, 11), 7) && memory.is_due(url, date(2026, 11, 12), 7));
        assert_eq!(Memory::read(&memory.bytes()), memory);
    }
}
