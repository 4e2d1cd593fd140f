//! What a preview keeps from one build to the next: of each thing what the last build used.

use super::discard;
use super::known::Known;
use crate::diagnostic::Diagnostics;
use crate::page::Showing;
use crate::page::content::Content;
use crate::source::memory::{self as readers, Digest, Shelf};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// What is kept.
#[derive(Default)]
pub struct Memory {
    /// What readers brought.
    pub(super) readers: Arc<readers::Memory>,
    /// What was known of the facilities.
    pub(super) known: Shelf<Known>,
    texts: Shelf<Read>,
}

/// Texts, and what was found in them.
struct Read {
    content: Arc<Content>,
    found: Diagnostics,
}

impl Memory {
    /// What readers brought.
    pub(super) fn readers(&self) -> Arc<readers::Memory> {
        Arc::clone(&self.readers)
    }

    /// The texts of files with this digest, as they are shown on a day: recalled, or loaded.
    pub(super) fn texts(
        &self,
        files: Digest,
        showing: Showing,
        load: impl FnOnce() -> (Content, Diagnostics),
    ) -> (Arc<Content>, Diagnostics) {
        let mut all = Sha256::new();
        all.update(files);
        all.update(format!("{showing:?}"));
        let digest = all.finalize().into();
        let read = self.texts.find(digest).unwrap_or_else(|| {
            let (content, found) = load();
            let read = Arc::new(Read { content: Arc::new(content), found });
            self.texts.keep(digest, Arc::clone(&read));
            read
        });
        discard(self.texts.forget_unused());
        (Arc::clone(&read.content), read.found.clone())
    }
}
