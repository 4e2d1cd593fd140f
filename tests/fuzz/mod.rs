//! Anything at all, given to every reader: no reader panics, each answers with a value, and none takes more memory than
//! its bounds. Files that bring out an answer that was not seen before are changed further.
#![allow(dead_code, reason = "the long run and the short one use their parts")]

pub(crate) mod chance;
pub(crate) mod change;
mod corpus;
pub(crate) mod targets;

use chance::Chance;
use change::changed;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use targets::Target;

/// Most files that are kept for further changes.
const POOL: usize = 300;

/// The row of changed files that one reader gets. The same seed gives the same row.
pub(crate) struct Row<'a> {
    target: &'a Target,
    others: Vec<Vec<u8>>,
    pool: Vec<Vec<u8>>,
    seen: BTreeSet<u64>,
    chance: Chance,
}

impl<'a> Row<'a> {
    pub(crate) fn new(target: &'a Target, seed: u64) -> Self {
        let pool = (target.corpus)();
        assert!(!pool.is_empty(), "{}: there is something to change", target.name);
        Self { target, others: pool.clone(), pool, seen: BTreeSet::new(), chance: Chance::new(seed) }
    }

    /// How many different answers were seen.
    pub(crate) fn answers(&self) -> usize {
        self.seen.len()
    }

    /// The next file.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let at = self.chance.below(self.pool.len());
        changed(&self.pool[at], self.target.form, &self.others, &mut self.chance)
    }

    /// Gives the file to the reader. `Err`: what the panic said.
    pub(crate) fn give(&mut self, file: &[u8]) -> Result<(), String> {
        let answer = catch_unwind(AssertUnwindSafe(|| (self.target.run)(file))).map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            text.unwrap_or_default().chars().take(300).collect::<String>()
        })?;
        if self.seen.insert(answer) && self.pool.len() < POOL {
            self.pool.push(file.to_vec());
        }
        Ok(())
    }
}
