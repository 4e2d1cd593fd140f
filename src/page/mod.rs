//! What each page shows, as plain structs: the contract with the templates.
//!
//! [`plan`] names every page without making any; [`page`] makes one, so that a site of 450,000 pages is made while it
//! is written. Paths are from the site's root; templates put the way up (`root`) before them.

pub mod content;

mod about;
mod accessibility;
mod anchor;
mod banner;
mod blocks;
mod card;
mod consult;
mod document;
mod draft;
mod due;
mod entry;
mod event;
mod facility;
mod feed;
mod files;
mod find;
mod frame;
mod head;
mod head_rules;
mod keep;
mod markdown;
mod metadata;
mod narrow;
mod place;
mod plan;
mod plan_data;
mod proof;
mod ruby;
mod shortcode;
mod site;
mod survey;
mod visit;
mod wide;
mod words;

pub use card::{CardKey, Cards, WholeCards};
pub use draft::Showing;
pub use due::{Due, due};
pub use entry::Entry;
pub use facility::facility_page;
pub use frame::{Frame, SiteView, site_view};
pub use metadata::companions;
pub use plan::{PagePlan, Shows, page, plan};
pub use proof::{Finished, heading_ids, links, orphans};
pub use site::{ClosedFacility, Download, Members, Parts, Pictures, SiteData};

use serde::Serialize;

/// One page, ready for its template.
#[derive(Debug, Serialize)]
pub struct Page {
    /// Path from the site's root.
    #[serde(skip)]
    pub path: String,
    /// Name of the template.
    #[serde(skip)]
    pub template: &'static str,
    /// The way up to the site's root: empty, `../`, `../../`, or the site's absolute address.
    pub root: String,
    /// What stands around.
    pub page: Frame,
    /// What the page is about.
    pub view: View,
    /// What search engines read of it: schema.org as JSON that cannot close its script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structured: Option<String>,
}

impl Page {
    /// A page at its frame's path.
    pub(crate) fn new(template: &'static str, frame: Frame, view: View) -> Self {
        let root = "../".repeat(frame.path.matches('/').count());
        Self { path: frame.path.clone(), template, root, page: frame, view, structured: None }
    }
}

/// What pages are about, one struct per template.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum View {
    /// `home.html`
    Home(Box<find::Home>),
    /// `find.html`
    Find(Box<find::Find>),
    /// `list.html`
    List(Box<find::List>),
    /// `names.html`
    Names(Box<find::Names>),
    /// `facility.html`
    Facility(Box<facility::FacilityView>),
    /// `closed.html`
    Closed(Box<facility::Closed>),
    /// `moved.html`
    Moved(facility::Moved),
    /// `areas.html`
    Areas(Box<place::AreasView>),
    /// `area.html`
    Area(Box<place::AreaPage>),
    /// `map.html`
    Map(Box<place::MapView>),
    /// `print.html`
    Print(Box<place::Print>),
    /// `sheet.html`
    Sheet(Box<place::SheetView>),
    /// `consult.html`
    Consult(Box<consult::Consult>),
    /// `text.html`, `event.html`, `document.html`
    Text(Box<document::TextView>),
    /// `shelf.html`: events, library
    Shelf(Box<document::Shelf>),
    /// `words.html`
    Words(Box<document::WordsView>),
    /// `survey.html`
    Survey(Box<survey::Survey>),
    /// `indicators.html`
    Indicators(Box<survey::Indicators>),
    /// `contact.html`
    Contact(Box<survey::Contact>),
    /// `data.html`
    Data(Box<about::Data>),
    /// `accessibility.html`
    Accessibility(Box<accessibility::Accessibility>),
    /// `about.html`
    About(Box<about::About>),
    /// `visit.html`: who can come
    Visit(Box<visit::Visit>),
    /// `places.html`: on a wide site
    Places(Box<wide::Places>),
    /// `shortlist.html`
    Shortlist(keep::Shortlist),
    /// `booklet.html`: every sheet
    Booklet(Box<keep::Booklet>),
    /// `offline.html`
    Offline(keep::Shortlist),
    /// `missing.html`: the 404 page
    Missing(about::Missing),
}
