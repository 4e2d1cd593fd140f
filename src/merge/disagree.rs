//! What the sources of one facility say differently: every value with its source, beside the one that is shown.

use super::Linked;
use super::evidence::{AddressAgreement, Evidence, NameAgreement};
use super::profile::Profile;
use crate::geo;
use crate::model::{Areas, DayHours, Facility, Hours, Record, SourceKind};
use crate::place::Origin;
use rayon::prelude::*;
use std::fmt::Write;

/// What is disagreed about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disputed {
    /// Name.
    Name,
    /// Address.
    Address,
    /// Phone.
    Phone,
    /// Hours.
    Hours,
    /// Coordinate.
    Point,
}

impl Disputed {
    /// What staff read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "名称",
            Self::Address => "住所",
            Self::Phone => "電話",
            Self::Hours => "時間",
            Self::Point => "位置",
        }
    }

    const ALL: [Self; 5] = [Self::Name, Self::Address, Self::Phone, Self::Hours, Self::Point];
}

/// A value, who says so and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// As it is shown.
    pub value: String,
    /// The kind of source.
    pub source: SourceKind,
    /// The cell.
    pub origin: Origin,
}

/// One field of one facility that its sources do not agree about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// Place of the facility in the list of facilities.
    pub facility: usize,
    /// The field.
    pub about: Disputed,
    /// What is shown.
    pub shown: Claimed,
    /// What others say instead, each value of each kind of source once.
    pub others: Vec<Claimed>,
}

/// Metres from which on two points are not one door.
const APART: f64 = 100.0;

/// Every disagreement, in the order of the facilities. Spelling aside: widths, old characters, legal forms, 丁目.
pub fn disagreements(records: &[Record], linked: &Linked, facilities: &[Facility], areas: &Areas) -> Vec<Disagreement> {
    let told = |(at, (facility, cluster)): (usize, (&Facility, &Vec<usize>))| {
        let mut told = Vec::new();
        if cluster.len() > 1 {
            let members: Vec<(&Record, Profile)> =
                cluster.iter().map(|at| (&records[*at], Profile::of(&records[*at], areas))).collect();
            told.extend(Disputed::ALL.iter().filter_map(|about| one(at, *about, facility, &members)));
        }
        told
    };
    facilities.par_iter().zip(&linked.clusters).enumerate().with_min_len(64).flat_map_iter(told).collect()
}

fn one(at: usize, about: Disputed, facility: &Facility, members: &[(&Record, Profile)]) -> Option<Disagreement> {
    let origin = match about {
        Disputed::Name => Some(facility.name.origin),
        Disputed::Address => facility.address.as_ref().map(|address| address.origin),
        Disputed::Phone => facility.phone.as_ref().map(|phone| phone.origin),
        Disputed::Hours => facility.hours.first().map(|hours| hours.origin),
        Disputed::Point => facility.located.map(|located| located.origin),
    }?;
    let shown = members.iter().find(|(record, _)| claim(record, about).is_some_and(|claim| claim.origin == origin))?;
    let mut others: Vec<Claimed> = Vec::new();
    for member in members.iter().filter(|member| differ(about, shown, member)) {
        let Some(claim) = claim(member.0, about) else { continue };
        if !others.iter().any(|have| have.source == claim.source && have.value == claim.value) {
            others.push(claim);
        }
    }
    let shown = claim(shown.0, about)?;
    (!others.is_empty()).then_some(Disagreement { facility: at, about, shown, others })
}

fn claim(record: &Record, about: Disputed) -> Option<Claimed> {
    let (value, origin) = match about {
        Disputed::Name => (record.name.value.clone(), record.name.origin),
        Disputed::Address => record.address.as_ref().map(|one| (one.value.clone(), one.origin))?,
        Disputed::Phone => record.phone.as_ref().map(|one| (one.value.clone(), one.origin))?,
        Disputed::Hours => {
            let hours = record.hours.as_ref().filter(|hours| hours.says_something())?;
            (week(hours), hours.origin)
        }
        Disputed::Point => {
            let point = record.point.as_ref()?;
            (format!("{:.5},{:.5}", point.value.lat, point.value.lon), point.origin)
        }
    };
    Some(Claimed { value, source: record.source, origin })
}

fn differ(about: Disputed, a: &(&Record, Profile), b: &(&Record, Profile)) -> bool {
    match about {
        Disputed::Name => {
            let agrees = Evidence::of(&a.1, &b.1, false).name;
            !matches!(agrees, NameAgreement::Same | NameAgreement::Reading | NameAgreement::Unknown)
        }
        Disputed::Address => matches!(
            Evidence::of(&a.1, &b.1, false).address,
            AddressAgreement::Differs | AddressAgreement::Town | AddressAgreement::Chome | AddressAgreement::Block
        ),
        Disputed::Phone => !a.1.phone.is_empty() && !b.1.phone.is_empty() && a.1.phone != b.1.phone,
        Disputed::Hours => match (&a.0.hours, &b.0.hours) {
            (Some(a), Some(b)) if a.kind == b.kind => {
                let pairs = a.days.iter().zip(&b.days);
                let mut told = pairs.filter(|(a, b)| **a != DayHours::Unknown && **b != DayHours::Unknown);
                // That it is open is no other word than when.
                told.any(|(a, b)| a != b && !is_open_and_when(a, b) && !is_open_and_when(b, a))
            }
            _ => false,
        },
        Disputed::Point => match (&a.0.point, &b.0.point) {
            (Some(a), Some(b)) => geo::distance(a.value, b.value) > APART,
            _ => false,
        },
    }
}

fn is_open_and_when(a: &DayHours, b: &DayHours) -> bool {
    *a == DayHours::Open && matches!(b, DayHours::Slots(_))
}

/// 「月9:00-12:00、火休み」: a week in one line.
fn week(hours: &Hours) -> String {
    let mut days: Vec<String> = Vec::new();
    for (day, hours) in crate::model::Day::ALL.iter().zip(&hours.days) {
        let mut text = day.letter().to_owned();
        match hours {
            DayHours::Unknown => continue,
            DayHours::Closed => text.push_str("休み"),
            DayHours::Open => text.push_str("あり"),
            DayHours::Contradicts => text.push_str("食いちがい"),
            DayHours::Slots(slots) => {
                for (at, slot) in slots.iter().enumerate() {
                    let comma = if at > 0 { "・" } else { "" };
                    let _ = write!(text, "{comma}{}-{}", slot.from, slot.until);
                }
            }
        }
        days.push(text);
    }
    days.extend(hours.note.clone());
    days.join("、")
}
