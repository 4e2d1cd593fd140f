//! Cards that stand on many lists, made once.

use crate::page::{CardKey, Cards, Entry};
use crate::render::Renderer;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What was made of cards so far: of a whole site, or of one area's lists.
pub(super) struct MadeCards<'a> {
    renderer: &'a Renderer,
    made: Mutex<HashMap<CardKey, Option<Arc<str>>>>,
}

impl<'a> MadeCards<'a> {
    pub(super) fn new(renderer: &'a Renderer) -> Self {
        Self { renderer, made: Mutex::default() }
    }
}

impl Cards for MadeCards<'_> {
    fn rest(&self, key: CardKey, entry: &dyn Fn() -> Entry) -> Option<Arc<str>> {
        if self.renderer.is_customised() {
            return None;
        }
        let known = self.made.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        // Two threads may make the same one; nobody waits.
        known.unwrap_or_else(|| {
            let rest = self.renderer.card_rest(&entry());
            self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(key, rest.clone());
            rest
        })
    }
}
