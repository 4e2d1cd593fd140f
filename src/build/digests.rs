//! The digest of every input, each file read through once: by it a build sees that nothing has changed, and a preview
//! what has.

use crate::project::Project;
use crate::source::Input;
use crate::source::memory::Digest;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

/// Of a survey that could not be had, which is not one without a file.
const NONE: Digest = [0; 32];

/// Digests of everything that was read from a project's folder but its settings, its ledger, which a build writes
/// itself, and what was published.
pub(super) struct Digests {
    pub(super) kaigo: Digest,
    pub(super) navii: Digest,
    pub(super) bureau: Digest,
    pub(super) list: Digest,
    pub(super) area: Digest,
    pub(super) base: Digest,
    pub(super) surveys: Vec<Digest>,
    pub(super) content: Digest,
    pub(super) site: Digest,
    /// What is read anew each time.
    others: Digest,
}

impl Digests {
    pub(super) fn of(project: &Project) -> Self {
        // Without `..`: whatever a project comes to hold is an input, or is left out here on purpose.
        let Project {
            root: _,
            settings: _,
            text: _,
            kaigo,
            navii,
            bureau,
            list,
            area,
            base,
            surveys,
            content,
            site,
            holidays,
            address,
            fetched,
            links,
            ledger: _,
            withhold,
            decisions,
            published: _,
        } = project;
        let others = [holidays, address].map(Vec::as_slice);
        let single = [fetched, links, withhold, decisions].map(Option::as_slice);
        let others: Vec<Digest> = others.into_iter().chain(single).map(files).collect();
        Self {
            kaigo: files(kaigo),
            navii: files(navii),
            bureau: files(bureau),
            list: files(list),
            area: files(area),
            base: files(base),
            surveys: surveys.iter().map(|survey| survey.as_deref().map_or(NONE, files)).collect(),
            content: files(content),
            site: files(site),
            others: Sha256::digest(others.concat()).into(),
        }
    }

    /// Of everything that facilities come from: neither texts nor look.
    pub(super) fn facilities(&self) -> Sha256 {
        let Self { kaigo, navii, bureau, list, area, base, surveys, content: _, site: _, others } = self;
        let mut all = Sha256::new();
        // Each has a place of its own: the same file means another thing as another source.
        for digest in [kaigo, navii, bureau, list, area, base, others].into_iter().chain(surveys) {
            all.update(digest);
        }
        all
    }

    /// Of everything.
    pub(super) fn all(&self) -> Sha256 {
        let mut all = self.facilities();
        all.update(self.content);
        all.update(self.site);
        all
    }
}

/// Of files with their names, in their order.
fn files(inputs: &[Input]) -> Digest {
    let digests: Vec<Digest> = inputs.par_iter().map(|input| Sha256::digest(&input.bytes).into()).collect();
    let mut all = Sha256::new();
    for (input, digest) in inputs.iter().zip(digests) {
        all.update(format!("{}|{}|", input.path, input.bytes.len()));
        all.update(digest);
    }
    all.finalize().into()
}
