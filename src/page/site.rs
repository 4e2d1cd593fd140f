//! Everything pages are made of, and the indexes over it.

use super::content::Content;
use super::frame::{self, DeskView};
use super::words;
use crate::consent::{Belonging, PublicFacility};
use crate::layer;
use crate::model::{AreaId, Areas, Audience, Editions, FacilityId, Services};
use crate::picture::Sheet;
use crate::settings::Settings;
use crate::tally::{PublicSurvey, PublicTally};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A facility that is gone; its page stays and says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedFacility {
    /// Address of its page.
    pub id: FacilityId,
    /// Name it had.
    pub name: String,
    /// What sort it was, in words: 「診療所」.
    pub kind: String,
    /// The first publication without it.
    pub gone_since: Option<Date>,
    /// Its area, for the desk.
    pub area: Option<AreaId>,
}

/// A file offered on the data page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Path from the site's root: `geojson/home-visit.geojson`.
    pub path: String,
    /// What it holds, in words.
    pub name: String,
    /// Number of facilities in it.
    pub count: usize,
}

/// What pages need that other stages draw, one facility at a time.
pub struct Pictures<'a> {
    /// The small map of a facility as SVG; empty when nothing located it.
    pub locator: &'a (dyn Fn(&PublicFacility) -> String + Sync),
    /// QR code of an absolute address as SVG.
    pub qr: &'a (dyn Fn(&str) -> Option<String> + Sync),
    /// Bars of a tally as SVG.
    pub bars: &'a (dyn Fn(&PublicTally) -> String + Sync),
    /// The numbered map of a list as SVG, facilities by their position, numbered from the
    /// second; empty when nobody is placed.
    pub numbered: &'a (dyn Fn(&[u32], usize) -> String + Sync),
    /// Overview map as SVG.
    pub overview: &'a str,
}

/// Everything pages are made of. `facilities` are in the order of `consent::publish`.
pub struct Parts<'a> {
    /// Settings.
    pub settings: &'a Settings,
    /// Catalogue of services.
    pub services: &'a Services,
    /// Areas and towns.
    pub areas: &'a Areas,
    /// Facilities, in the neutral order of every list.
    pub facilities: &'a [PublicFacility],
    /// Facilities that are gone.
    pub closed: &'a [ClosedFacility],
    /// Old id → id it was merged into.
    pub redirects: &'a [(FacilityId, FacilityId)],
    /// Results of the surveys.
    pub surveys: &'a [PublicSurvey],
    /// Area sheets.
    pub sheets: &'a [Sheet],
    /// Files on the data page.
    pub downloads: &'a [Download],
    /// Publications that were read.
    pub editions: &'a Editions,
    /// Written pages.
    pub content: &'a Content,
    /// National holidays, as far as they are known.
    pub holidays: &'a [Date],
    /// For whom.
    pub audience: Audience,
    /// The day for which the site is built.
    pub as_of: Date,
    /// What is drawn.
    pub pictures: Pictures<'a>,
}

/// [`Parts`] with the indexes that pages look into. Facilities are named by their position.
pub struct SiteData<'a> {
    /// What it was made of.
    pub parts: Parts<'a>,
    by_id: BTreeMap<&'a str, u32>,
    by_service: BTreeMap<&'a str, Members>,
    by_area: BTreeMap<&'a str, Vec<u32>>,
    by_name: Vec<u32>,
    by_filter: Vec<Vec<u32>>,
    sheets_of: BTreeMap<&'a str, Vec<(usize, usize)>>,
    sheet_with: BTreeMap<&'a str, usize>,
    desks: OnceLock<Vec<DeskView>>,
}

/// Who belongs to a service.
#[derive(Debug, Default)]
pub struct Members {
    /// Those that offer it.
    pub offers: Vec<u32>,
    /// Those that only registered.
    pub registered: Vec<u32>,
}

impl Members {
    /// How many in all.
    pub const fn len(&self) -> usize {
        self.offers.len() + self.registered.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

static NOBODY: Members = Members { offers: Vec::new(), registered: Vec::new() };

impl<'a> SiteData<'a> {
    /// Builds the indexes.
    pub fn new(parts: Parts<'a>) -> Self {
        let mut by_id = BTreeMap::new();
        let mut by_service: BTreeMap<&str, Members> = BTreeMap::new();
        let mut by_area: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        let mut sheets_of: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, facility) in (0_u32..).zip(parts.facilities) {
            by_id.insert(facility.id.as_str(), at);
            for (service, why) in &facility.services {
                let members = by_service.entry(service).or_default();
                match why {
                    Belonging::Offers => members.offers.push(at),
                    Belonging::Registered => members.registered.push(at),
                }
            }
            if let Some(area) = &facility.area {
                by_area.entry(area).or_default().push(at);
            }
        }
        let mut sheet_with = BTreeMap::new();
        for (at, sheet) in parts.sheets.iter().enumerate() {
            sheets_of.entry(&sheet.area).or_default().push((at, sheet.number));
            for id in sheet.pins.iter().flat_map(|pin| &pin.facilities).chain(&sheet.unplaced) {
                sheet_with.insert(id.as_str(), at);
            }
        }
        // Nobody reads the names of a whole prefecture from the first to the last.
        let named = if parts.areas.is_wide() { &[] } else { parts.facilities };
        let mut by_name: Vec<(usize, u32)> =
            (0_u32..).zip(named).map(|(at, facility)| (words::kana_row(&facility.sort_key).0, at)).collect();
        by_name.sort_by(|(row_a, a), (row_b, b)| {
            let (a, b) = (&parts.facilities[*a as usize], &parts.facilities[*b as usize]);
            (row_a, &a.sort_key, &a.id).cmp(&(row_b, &b.sort_key, &b.id))
        });
        let by_name = by_name.into_iter().map(|(_, at)| at).collect();
        let by_filter = parts
            .settings
            .filters
            .par_iter()
            .map(|filter| {
                (0_u32..)
                    .zip(parts.facilities)
                    .filter(|(_, one)| layer::passes(filter, one))
                    .map(|(at, _)| at)
                    .collect()
            })
            .collect();
        let desks = OnceLock::new();
        Self { parts, by_id, by_service, by_area, by_name, by_filter, sheets_of, sheet_with, desks }
    }

    /// A facility by its position.
    pub fn facility(&self, at: u32) -> &'a PublicFacility {
        &self.parts.facilities[at as usize]
    }

    /// A facility by its id.
    pub fn by_id(&self, id: &str) -> Option<&'a PublicFacility> {
        self.by_id.get(id).map(|at| self.facility(*at))
    }

    /// Who belongs to a service.
    pub fn members(&self, service: &str) -> &Members {
        self.by_service.get(service).unwrap_or(&NOBODY)
    }

    /// Whom a filter of the settings lets through, by its position.
    pub fn passing(&self, filter: usize) -> &[u32] {
        &self.by_filter[filter]
    }

    /// Everybody by reading.
    pub fn by_name(&self) -> &[u32] {
        &self.by_name
    }

    /// Who is in an area.
    pub fn in_area(&self, area: &str) -> &[u32] {
        self.by_area.get(area).map_or(&[], Vec::as_slice)
    }

    /// Of these, which are ascending, who is in an area. Facilities of an area stand together in every list.
    pub fn within<'l>(&self, facilities: &'l [u32], area: &str) -> &'l [u32] {
        let [first, .., last] = *self.in_area(area) else {
            let Some(only) = self.in_area(area).first() else { return &[] };
            return facilities.binary_search(only).map_or(&[], |at| &facilities[at..=at]);
        };
        let (from, until) =
            (facilities.partition_point(|at| *at < first), facilities.partition_point(|at| *at <= last));
        &facilities[from..until]
    }

    /// Sheets of an area: position and number on the sheet's title.
    pub fn sheets_of(&self, area: &str) -> &[(usize, usize)] {
        self.sheets_of.get(area).map_or(&[], Vec::as_slice)
    }

    /// The desks of all areas. Most pages ask for them, and the country has many areas.
    pub(super) fn desks(&self) -> &[DeskView] {
        self.desks.get_or_init(|| frame::desks(self, None))
    }

    /// The sheet on which a facility stands.
    pub fn sheet_with(&self, id: &str) -> Option<&'a Sheet> {
        self.sheet_with.get(id).map(|at| &self.parts.sheets[*at])
    }

    /// Whether search engines must leave the site alone.
    pub fn noindex(&self) -> bool {
        self.parts.settings.site.sample || self.parts.audience == Audience::Partners
    }

    /// Absolute address of a path, when the settings say where the site is.
    pub fn absolute(&self, path: &str) -> Option<String> {
        let base = self.parts.settings.site.url.as_deref()?.trim_end_matches('/');
        Some(format!("{base}/{}", path.strip_suffix("index.html").unwrap_or(path)))
    }
}
