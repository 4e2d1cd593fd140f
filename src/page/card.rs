//! A facility on the long lists, where the same card stands on many pages.

use super::entry::{Entry, entry};
use super::site::SiteData;
use crate::consent::Belonging;
use crate::model::Service;
use serde::Serialize;
use std::sync::Arc;

/// A facility on a list of facilities: everything, or its card as it was made for another page.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Card {
    /// Everything a template may ask for.
    Whole(Box<Entry>),
    /// What differs from list to list, and the rest as HTML.
    Made(Made),
}

/// A card whose lower part was made before.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    /// Id, by which scripts know it.
    pub id: String,
    /// Place in the list, from 1.
    pub number: Option<usize>,
    /// Path from the site's root.
    pub href: String,
    /// Name.
    pub name: String,
    /// What stands under the name, as HTML.
    pub rest: Arc<str>,
}

/// What the lower part of a card depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CardKey {
    /// The facility's position.
    pub at: u32,
    /// The service, by its position, on whose list it stands for a registration alone.
    pub registered: Option<usize>,
}

/// Makes the lower part of a card, or has made it for another page. `None` where cards are to be whole.
pub trait Cards: Sync {
    /// HTML, as the shipped component writes it.
    fn rest(&self, key: CardKey, entry: &dyn Fn() -> Entry) -> Option<Arc<str>>;
}

/// Every card whole.
#[derive(Debug, Clone, Copy)]
pub struct WholeCards;

impl Cards for WholeCards {
    fn rest(&self, _: CardKey, _: &dyn Fn() -> Entry) -> Option<Arc<str>> {
        None
    }
}

/// Puts facilities on the list of one page.
pub(super) struct Lister<'a> {
    pub(super) site: &'a SiteData<'a>,
    pub(super) cards: &'a dyn Cards,
    /// The service whose list it is.
    pub(super) service: Option<&'a Service>,
}

impl Lister<'_> {
    /// The card of the facility at a position.
    pub(super) fn card(&self, at: u32, number: Option<usize>) -> Card {
        let facility = self.site.facility(at);
        let registered = self.service.filter(|service| {
            facility.services.iter().any(|(id, why)| *id == service.id && *why == Belonging::Registered)
        });
        let key =
            CardKey { at, registered: registered.and_then(|service| self.site.parts.services.position(&service.id)) };
        let whole = || entry(self.site, facility, self.service, number);
        match self.cards.rest(key, &whole) {
            None => Card::Whole(Box::new(whole())),
            Some(rest) => Card::Made(Made {
                id: facility.id.clone(),
                number,
                href: facility.path(),
                name: facility.name.clone(),
                rest,
            }),
        }
    }
}
