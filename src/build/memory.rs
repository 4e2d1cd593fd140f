//! What a preview keeps from one build to the next: of each thing what the last build used.

use super::discard;
use super::known::Known;
use crate::diagnostic::Diagnostics;
use crate::page::content::Content;
use crate::page::{Showing, SiteView};
use crate::render::Renderer;
use crate::source::memory::{self as readers, Digest, Shelf};
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, Mutex, PoisonError};

/// What is kept.
#[derive(Default)]
pub struct Memory {
    /// What readers brought.
    pub(super) readers: Arc<readers::Memory>,
    /// What was known of the facilities.
    pub(super) known: Shelf<Known>,
    texts: Shelf<Read>,
    /// The templates of a look, by its files; lent to one site after another.
    templates: Mutex<Option<(Digest, Renderer)>>,
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

    /// The templates of the look with this digest, for another site; `None` when they are not there. They are to be
    /// given back.
    pub(super) fn templates(&self, look: Digest, site: &SiteView) -> Option<Renderer> {
        let kept = self.templates.lock().unwrap_or_else(PoisonError::into_inner).take();
        kept.filter(|(of, _)| *of == look).map(|(_, renderer)| renderer.of(site))
    }

    /// Keeps the templates of the look with this digest.
    pub(super) fn keep_templates(&self, look: Digest, renderer: Renderer) {
        *self.templates.lock().unwrap_or_else(PoisonError::into_inner) = Some((look, renderer));
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
