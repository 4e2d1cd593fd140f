//! Whose word on name, phone and address may be shown where no register knows an establishment.

use super::answers::allowed;
use crate::model::{Answered, Audience, Record, Refusal};
use jiff::civil::Date;

/// Of the survey's rows on one establishment, those that an audience sees an answer of, the newest first.
///
/// The others were filled in by somebody who did not allow it, or who took it back: not even what they call themselves
/// may be shown.
pub fn speaking<'r>(rows: &[&'r Record], audience: Audience, on: Date) -> Vec<&'r Record> {
    let answers = || rows.iter().flat_map(|row| &row.answers);
    let refusals: Vec<Refusal> = rows.iter().flat_map(|row| row.refusals.iter().cloned()).collect();
    let shown: Vec<&Answered> = allowed(answers(), &refusals, audience, on).map(|(answered, _)| answered).collect();
    let newest = |row: &Record| {
        let own = row.answers.iter().filter(|answered| shown.iter().any(|one| std::ptr::eq(*one, *answered)));
        own.map(|answered| answered.as_of).max()
    };
    let mut speaking: Vec<_> = rows.iter().filter_map(|row| Some((newest(row)?, *row))).collect();
    speaking.sort_by(|(a, _), (b, _)| b.cmp(a));
    speaking.into_iter().map(|(_, row)| row).collect()
}
