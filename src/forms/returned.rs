//! Who sent a sheet back, who did not, and what it changes.

use super::sheet::words;
use crate::consent::{Standing, standing};
use crate::model::{Facility, Record, Vocabulary};
use crate::text::name;

/// One answer that differs from what stood before.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// The facility.
    pub facility: String,
    /// The question.
    pub question: String,
    /// What stood.
    pub before: String,
    /// What was sent.
    pub after: String,
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Returned {
    /// Names of those who answered.
    pub answered: Vec<String>,
    /// Names of those who did not.
    pub missing: Vec<String>,
    /// Names on sheets that belong to none of those asked.
    pub unknown: Vec<String>,
    /// What changed.
    pub changes: Vec<Change>,
}

/// Whose sheet it is, among those asked: by its number, else by a name that only one has.
pub fn whose(asked: &[&Facility], record: &Record) -> Option<usize> {
    let by_number =
        asked.iter().position(|one| record.identifiers.iter().any(|number| one.identifiers.contains(number)));
    let key = name::key(&record.name.value);
    let mut same_name = (0..asked.len()).filter(|at| name::key(&asked[*at].name.value) == key);
    let by_name = same_name.next().filter(|_| same_name.next().is_none());
    by_number.or(by_name)
}

/// Holds what came back against whom was asked.
pub fn compare(asked: &[&Facility], records: &[Record], vocabulary: &Vocabulary) -> Returned {
    let mut returned = Returned::default();
    let mut found: Vec<(usize, &Record)> = Vec::new();
    for record in records {
        match whose(asked, record) {
            Some(at) => found.push((at, record)),
            None => returned.unknown.push(record.name.value.clone()),
        }
    }
    for (at, facility) in asked.iter().enumerate() {
        let own: Vec<&Record> = found.iter().filter(|(of, _)| *of == at).map(|(_, record)| *record).collect();
        let name = facility.name.value.clone();
        if own.iter().all(|record| record.answers.is_empty()) {
            returned.missing.push(name);
            continue;
        }
        let standing = standing(facility);
        for answered in own.iter().flat_map(|record| &record.answers) {
            let before = standing.iter().find_map(|standing| match standing {
                Standing::One(one, _) if one.question == answered.question => Some(&one.answer),
                _ => None,
            });
            if before != Some(&answered.answer) {
                let question = vocabulary.get(&answered.question).map(|question| question.name.to_string());
                returned.changes.push(Change {
                    facility: name.clone(),
                    question: question.unwrap_or_else(|| answered.question.clone()),
                    before: words(before),
                    after: words(Some(&answered.answer)),
                });
            }
        }
        returned.answered.push(name);
    }
    returned
}
