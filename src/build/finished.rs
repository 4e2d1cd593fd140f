//! The finished site before it is written, for what is proved of its pages.

use crate::output::{self, Links, OutputFile};
use crate::page;
use std::borrow::Cow;

/// Every page of a site: those that were kept, and others made again.
pub(super) struct Finished<'a> {
    pub(super) links: &'a Links<'a>,
    pub(super) held: &'a [OutputFile],
    pub(super) again: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

impl Finished<'_> {
    /// A page; `None` when it cannot be made, which was told as it was tried.
    pub(super) fn bytes(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        let held = self.held.iter().find(|file| file.path == path);
        held.map(|file| Cow::Borrowed(file.bytes.as_slice())).or_else(|| (self.again)(path).map(Cow::Owned))
    }
}

impl page::Finished for Finished<'_> {
    fn has(&self, path: &str) -> bool {
        self.links.has(path)
    }

    fn has_place(&self, path: &str, place: &str) -> bool {
        self.bytes(path).is_none_or(|html| output::has_place(&html, place))
    }

    fn has_twice(&self, path: &str, place: &str) -> bool {
        self.bytes(path).is_some_and(|html| output::has_twice(&html, place))
    }
}
