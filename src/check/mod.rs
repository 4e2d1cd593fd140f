//! Rules over what was read and merged: one rule per file, each with the text of its page.
//!
//! Reading reports what is wrong with a cell by itself; a rule here sees the whole record, the facility, its
//! neighbours, or the calendar. A rule only tells: nothing is changed or left out because of it.

mod address_no_number;
mod answer_stale;
mod area_unassigned;
mod care_number_check;
mod consent_missing;
mod corporate_number_check;
mod date_future;
mod desk_phone_missing;
mod digits;
mod facility_gone;
mod hours_no_times;
mod hours_unusual;
mod institution_number_check;
mod municipality_code_check;
mod name_twice_near;
mod office_differs;
mod phone_disagrees;
mod phone_mobile;
mod phone_other_area;
mod reference;
mod sample_real;
mod setting_phone_odd;
mod source_stale;
mod source_undated;
mod sources_differ;
mod text_long;
mod text_personal;
mod town_unknown;

pub use digits::municipality as municipality_digit;
pub use reference::reference;

use crate::diagnostic::{Diagnostic, Diagnostics, Entry, READING};
use crate::merge::{Disagreement, Linked};
use crate::model::{Areas, Editions, Facility, FacilityId, Record};
use crate::place::{Origin, Place, Sources};
use crate::settings::Settings;
use jiff::civil::Date;
use rayon::prelude::*;

/// Everything that rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// Records of every source.
    pub records: &'a [Record],
    /// Merged, located, with their ids; `linked.clusters[i]` are the records of `facilities[i]`.
    pub facilities: &'a [Facility],
    /// What merging came to.
    pub linked: &'a Linked,
    /// What the sources of one facility say differently.
    pub disagreements: &'a [Disagreement],
    /// Towns and areas.
    pub areas: &'a Areas,
    /// Publications.
    pub editions: &'a Editions,
    /// For turning origins into places.
    pub sources: &'a Sources,
    /// Settings.
    pub settings: &'a Settings,
    /// Facilities of the last edition that are not in this one.
    pub gone: &'a [Gone],
    /// The day of the build.
    pub on: Date,
}

/// A facility that the last edition had and this one has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its id.
    pub id: FacilityId,
    /// Its name when last seen.
    pub name: String,
    /// What sort it was, in words.
    pub kind: String,
}

/// One rule.
struct Rule {
    entry: Entry,
    check: fn(&Checked<'_>, &mut Findings<'_>),
}

/// The list of rules.
const RULES: &[Rule] = &[
    address_no_number::RULE,
    answer_stale::RULE,
    area_unassigned::RULE,
    care_number_check::RULE,
    consent_missing::RULE,
    corporate_number_check::RULE,
    date_future::RULE,
    desk_phone_missing::RULE,
    facility_gone::RULE,
    hours_no_times::RULE,
    hours_unusual::RULE,
    institution_number_check::RULE,
    municipality_code_check::RULE,
    name_twice_near::RULE,
    office_differs::RULE,
    phone_disagrees::RULE,
    phone_mobile::RULE,
    phone_other_area::RULE,
    sample_real::RULE,
    setting_phone_odd::RULE,
    source_stale::RULE,
    source_undated::RULE,
    sources_differ::RULE,
    text_long::RULE,
    text_personal::RULE,
    town_unknown::RULE,
];

/// Runs every rule.
pub fn check(of: &Checked<'_>) -> Diagnostics {
    let mut all = Diagnostics::new();
    let found: Vec<Diagnostics> = RULES
        .par_iter()
        .map(|rule| {
            let mut findings = Findings { entry: &rule.entry, sources: of.sources, found: Diagnostics::new() };
            (rule.check)(of, &mut findings);
            findings.found
        })
        .collect();
    for one in found {
        all.absorb(one);
    }
    all
}

/// The page of every code there is, by code.
pub fn entries() -> Vec<&'static Entry> {
    let mut all: Vec<&Entry> =
        READING.iter().flat_map(|group| group.iter()).chain(RULES.iter().map(|rule| &rule.entry)).collect();
    all.sort_by_key(|entry| entry.code);
    all
}

/// Takes what one rule finds: the code, severity and remedy are the rule's.
struct Findings<'a> {
    entry: &'static Entry,
    sources: &'a Sources,
    found: Diagnostics,
}

impl Findings<'_> {
    /// A finding at a cell.
    fn at(&mut self, origin: Origin, message: impl FnOnce() -> String) {
        let place = self.sources.place(origin);
        self.push(place, message);
    }

    /// A finding in the settings.
    fn in_settings(&mut self, message: impl FnOnce() -> String) {
        self.push(Place::whole("ouchi.toml"), message);
    }

    fn push(&mut self, place: Place, message: impl FnOnce() -> String) {
        let entry = self.entry;
        self.found.push_with(entry.code, entry.severity, || {
            Diagnostic::new(entry.severity, entry.code, message()).at(place).help(entry.mend)
        });
    }
}

impl Checked<'_> {
    /// Facilities with the records they are made of.
    fn with_records(&self) -> impl Iterator<Item = (&Facility, Vec<&Record>)> {
        self.facilities
            .iter()
            .zip(&self.linked.clusters)
            .map(|(facility, cluster)| (facility, cluster.iter().map(|at| &self.records[*at]).collect()))
    }

    /// Every record with the facility that it became part of.
    fn each_record(&self) -> impl Iterator<Item = (&Facility, &Record)> {
        self.with_records().flat_map(|(facility, records)| records.into_iter().map(move |record| (facility, record)))
    }

    /// What a register says, in 「」; nothing of what a survey's row says.
    fn quoted(&self, record: &Record, value: &str) -> String {
        if record.source.is_register() { format!("「{value}」") } else { String::new() }
    }

    /// The cell of a record's first row under one of these headings; the row itself when there is none.
    fn cell(&self, record: &Record, headings: &[&str]) -> Origin {
        let known = &self.sources.get(record.origin.source).headings;
        let column = known.iter().position(|heading| headings.contains(&heading.trim()));
        let column = column.and_then(|at| u16::try_from(at).ok()).unwrap_or(record.origin.column);
        Origin { column, ..record.origin }
    }

    /// Whether a facility lies in the municipality that the site is for, as far as its source says.
    fn is_ours(&self, facility: &Facility) -> bool {
        let ours = &self.settings.municipality.code;
        facility.municipality.as_ref().is_none_or(|code| code.get(..5) == ours.get(..5))
    }
}
