//! Plans → pages → bytes, on every core.

use super::Run;
use super::cards::MadeCards;
use crate::diagnostic::Diagnostic;
use crate::io::Trouble;
use crate::output::{FolderWriter, Links, OutputFile};
use crate::page::{self, Cards, PagePlan, SiteData};
use crate::render::Renderer;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Pages without lists that one thread makes in a row.
const BATCH: usize = 64;

/// Makes pages, several at once.
pub(super) struct Maker<'a> {
    pub(super) site: &'a SiteData<'a>,
    pub(super) renderer: &'a Renderer,
    pub(super) links: &'a Links<'a>,
}

impl Maker<'_> {
    pub(super) fn bytes(&self, plan: &PagePlan, cards: &dyn Cards) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.renderer.render(&page::page(self.site, plan, cards))
    }

    /// Pages in batches: those on which the same cards stand together, so that a card is forgotten when nobody asks for
    /// it any more, and then the rest as they come.
    fn batches<'p>(plans: &[&'p PagePlan]) -> Vec<Vec<&'p PagePlan>> {
        let mut lists: BTreeMap<usize, Vec<&PagePlan>> = BTreeMap::new();
        let mut others = Vec::new();
        for plan in plans {
            match plan.shows.lists_area() {
                Some(area) => lists.entry(area).or_default().push(plan),
                None => others.push(*plan),
            }
        }
        lists.into_values().chain(others.chunks(BATCH).map(<[_]>::to_vec)).collect()
    }

    /// Pages that are kept until everything is known.
    pub(super) fn hold(&self, plans: &[&PagePlan], run: &mut Run<'_>) -> Vec<OutputFile> {
        let cards = MadeCards::new(self.renderer);
        let made: Vec<Result<OutputFile, Box<Diagnostic>>> = plans
            .par_iter()
            .map(|plan| {
                let bytes = self.bytes(plan, &cards)?;
                self.links.note(&plan.path, &bytes);
                Ok(OutputFile { path: plan.path.clone(), bytes })
            })
            .collect();
        let mut files = Vec::with_capacity(made.len());
        for one in made {
            match one {
                Ok(file) => files.push(file),
                Err(diagnostic) => run.diagnostics.push(diagnostic.fatal()),
            }
        }
        files
    }

    /// Makes pages only to know what is wrong with them.
    pub(super) fn prove(&self, plans: &[&PagePlan], run: &mut Run<'_>) {
        let found: Vec<Box<Diagnostic>> = Self::batches(plans)
            .into_par_iter()
            .map(|batch| {
                let cards = MadeCards::new(self.renderer);
                let note = |plan: &PagePlan| {
                    self.bytes(plan, &cards).map(|bytes| self.links.note_one_of_many(&plan.path, &bytes)).err()
                };
                batch.into_iter().filter_map(note).collect::<Vec<_>>()
            })
            .flatten_iter()
            .collect();
        for diagnostic in found {
            run.diagnostics.push(diagnostic.fatal());
        }
    }

    /// Makes pages and writes each at once; gives what is wrong with them.
    pub(super) fn write(
        &self,
        plans: &[&PagePlan],
        note: bool,
        writer: &FolderWriter,
    ) -> Result<Vec<Diagnostic>, Trouble> {
        let found: Result<Vec<Vec<Diagnostic>>, Trouble> = Self::batches(plans)
            .into_par_iter()
            .map(|batch| {
                let cards = MadeCards::new(self.renderer);
                let mut found = Vec::new();
                for plan in batch {
                    match self.bytes(plan, &cards) {
                        Ok(bytes) => {
                            if note {
                                self.links.note_one_of_many(&plan.path, &bytes);
                            }
                            writer.write(&plan.path, &bytes)?;
                        }
                        Err(diagnostic) => found.push(*diagnostic),
                    }
                }
                Ok(found)
            })
            .collect();
        Ok(found?.into_iter().flatten().collect())
    }
}
