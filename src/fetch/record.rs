//! `geodata/sources.toml`: what was brought, from where, when, and what it must be credited with.

use crate::diagnostic::Diagnostic;
use crate::settings;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where it lies in a project.
pub const SOURCES_FILE: &str = "geodata/sources.toml";

const HEAD: &str = "# 取り込んだ公式データの控えです。ouchi fetch が書きます（手で直さないでください）。\n\n";

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRecords {
    /// One per source.
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceRecord>,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRecord {
    /// Name of the source: `kaigo`, `navii` …
    pub name: String,
    /// Whose data it is.
    pub title: String,
    /// The publisher's page.
    pub page: String,
    /// As of when the data is; none when the publisher does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// When it was brought.
    pub fetched: Date,
    /// How: `web`, or `folder` (files that staff downloaded).
    pub by: String,
    /// Terms of use.
    pub licence: String,
    /// Credit line that must be shown.
    pub credit: String,
    /// Rows that were kept, of all files.
    pub rows: u64,
    /// Its files.
    #[serde(default, rename = "file")]
    pub files: Vec<FileRecord>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// Part of the publication.
    pub part: String,
    /// Path in the project.
    pub path: String,
    /// Address it came from, or name of the file that staff downloaded.
    pub url: String,
    /// Digest of the file as published.
    pub original_sha256: String,
    /// Bytes of the file as published.
    pub original_bytes: u64,
    /// Rows as published.
    pub published_rows: u64,
    /// Rows that were kept.
    pub rows: u64,
    /// Digest of the file at `path`.
    pub sha256: String,
}

impl SourceRecords {
    /// Reads the file.
    ///
    /// # Errors
    /// A finding that says where it is broken.
    pub fn read(bytes: &[u8]) -> Result<Self, Box<Diagnostic>> {
        settings::parse_toml(SOURCES_FILE, &String::from_utf8_lossy(bytes))
    }

    /// The source of a name.
    pub fn get(&self, name: &str) -> Option<&SourceRecord> {
        self.sources.iter().find(|source| source.name == name)
    }

    /// Puts a source in the place of the one of its name.
    pub(super) fn set(&mut self, record: SourceRecord) {
        self.sources.retain(|source| source.name != record.name);
        self.sources.push(record);
        self.sources.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// The file's bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let text = toml::to_string(self).unwrap_or_default();
        format!("{HEAD}{text}").into_bytes()
    }
}

/// What was lost between two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Loss {
    /// What: 「110」「全国の行」…
    pub(super) what: String,
    /// Rows before.
    pub(super) before: u64,
    /// Rows now.
    pub(super) now: u64,
}

/// Rows below which a share says nothing.
const FEW: u64 = 10;

/// Parts that are gone or lost more than `percent` of their rows, and the kept rows as a whole.
pub(super) fn losses(old: &SourceRecord, new: &SourceRecord, percent: u32) -> Vec<Loss> {
    let too_few = |before: u64, now: u64| now < before && (before - now) * 100 > before * u64::from(percent);
    let mut losses = Vec::new();
    for file in &old.files {
        let now = new.files.iter().filter(|new| new.part == file.part).map(|new| new.published_rows).sum();
        let gone = !new.files.iter().any(|new| new.part == file.part);
        if gone || (file.published_rows >= FEW && too_few(file.published_rows, now)) {
            losses.push(Loss { what: file.part.clone(), before: file.published_rows, now });
        }
    }
    if old.rows >= FEW && too_few(old.rows, new.rows) {
        losses.push(Loss { what: "残した行".into(), before: old.rows, now: new.rows });
    }
    losses
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn record(parts: &[(&str, u64)], rows: u64) -> SourceRecord {
        let file = |(part, published): &(&str, u64)| FileRecord {
            part: (*part).into(),
            path: format!("geodata/kaigo/jigyosho_{part}.csv"),
            url: "https://example.jp/x".into(),
            original_sha256: "a".into(),
            original_bytes: 1,
            published_rows: *published,
            rows: 1,
            sha256: "b".into(),
        };
        SourceRecord {
            name: "kaigo".into(),
            title: "見本".into(),
            page: "https://example.jp/".into(),
            as_of: Some(date(2026, 6, 30)),
            fetched: date(2026, 7, 20),
            by: "web".into(),
            licence: "CC BY 4.0".into(),
            credit: "見本".into(),
            rows,
            files: parts.iter().map(file).collect(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut records = SourceRecords::default();
        records.set(record(&[("110", 100)], 5));
        records.set(record(&[("110", 90), ("120", 3)], 6));
        assert_eq!(records.sources.len(), 1);
        assert_eq!(SourceRecords::read(&records.bytes()).expect("valid"), records);
    }

    #[test]
    fn half_the_rows_gone_is_noticed_and_a_little_is_not() {
        let old = record(&[("110", 1000), ("120", 8), ("130", 50)], 40);
        assert_eq!(losses(&old, &record(&[("110", 850), ("120", 2), ("130", 50)], 35), 20), []);
        let lost = losses(&old, &record(&[("110", 500), ("120", 8)], 20), 20);
        assert_eq!(lost.iter().map(|loss| loss.what.as_str()).collect::<Vec<_>>(), ["110", "130", "残した行"]);
    }
}
