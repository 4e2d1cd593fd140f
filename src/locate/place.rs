//! Gives every facility its point, its town and its area, and says how exactly it is placed.

use super::{Audit, Fault, town_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::geo;
use crate::model::{AreaId, Facility, Located, LonLat, Precision, Record, SourceKind, TownId};
use crate::place::{Origin, Sourced, Sources};
use crate::source::{AddressBook, Level};
use crate::text::address;
use rayon::prelude::*;
use std::ops::Deref;

/// What facilities are placed by.
#[expect(missing_debug_implementations, reason = "the book is read when it is first asked")]
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// What published points are held against.
    pub audit: Audit<'a>,
    /// Points of the municipality's addresses.
    pub book: &'a (dyn Deref<Target = AddressBook> + Sync),
    /// The municipality's six-digit code: the book knows no other's addresses.
    pub code: &'a str,
}

/// Places facilities: the first published point that passes the audit, else the point of its address (number, block),
/// else the town's representative point, else nowhere. The area is that of the town named in the address, else that whose polygon holds the point.
///
/// `clusters[i]` are the records of `facilities[i]`.
pub fn locate(
    facilities: &mut [Facility],
    records: &[Record],
    clusters: &[Vec<usize>],
    ground: &Ground<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let placed: Vec<Placed> = facilities
        .par_iter()
        .zip(clusters)
        .map(|(facility, cluster)| place(facility, &cluster.iter().map(|at| &records[*at]).collect::<Vec<_>>(), ground))
        .collect();
    for (facility, placed) in facilities.iter_mut().zip(placed) {
        for (fault, point) in placed.faults {
            report(fault, point, &facility.name.value, sources, diagnostics);
        }
        (facility.town, facility.located, facility.area) = (placed.town, placed.located, placed.area);
    }
    report_stacks(facilities, sources, diagnostics);
}

/// Where a facility is, and what was wrong with the points that say so.
struct Placed {
    town: Option<TownId>,
    located: Option<Located>,
    area: Option<AreaId>,
    faults: Vec<(Fault, Origin)>,
}

fn place(facility: &Facility, members: &[&Record], ground: &Ground<'_>) -> Placed {
    let audit = &ground.audit;
    // Without a table of towns there is none to find.
    let address = facility.address.as_ref().filter(|_| !audit.areas.by_key.is_empty());
    let town = address.and_then(|rest| town_of(&address::parse(&rest.value, "", ""), audit.areas));
    let registers: Vec<&Record> = members.iter().copied().filter(|record| record.source.is_register()).collect();
    let code = facility.municipality.as_deref().unwrap_or_default();
    let (mut good, mut faults) = (None, Vec::new());
    for point in points(if registers.is_empty() { members } else { &registers }, &audit.trusted) {
        match audit.fault(point.value, town, code) {
            Some(fault) => faults.push((fault, point.origin)),
            None => good = good.or(Some(point)),
        }
    }
    let located = good
        .map(|point| Located { point: point.value, precision: Precision::Published, origin: point.origin })
        .or_else(|| by_address(town, facility, ground))
        .or_else(|| by_town(town, facility, audit));
    let area = match audit.areas.of_municipality(facility.municipality.as_deref()) {
        Some(area) if audit.areas.is_wide() => Some(area.id.clone()),
        _ => area(located, town, audit),
    };
    Placed { town, located, area, faults }
}

/// The points that records offer, most trusted first.
fn points<'a>(records: &[&'a Record], trusted: &[SourceKind]) -> Vec<&'a Sourced<LonLat>> {
    let mut points: Vec<(usize, &Sourced<LonLat>)> = records
        .iter()
        .filter_map(|record| {
            let rank = trusted.iter().position(|kind| *kind == record.source).unwrap_or(trusted.len());
            record.point.as_ref().map(|point| (rank, point))
        })
        .collect();
    points.sort_by_key(|(rank, _)| *rank);
    points.into_iter().map(|(_, point)| point).collect()
}

/// By the tables of addresses. A point that the audit doubts is not believed either.
fn by_address(town: Option<TownId>, facility: &Facility, ground: &Ground<'_>) -> Option<Located> {
    let address = facility.address.as_ref()?;
    if facility.municipality.as_deref().is_some_and(|code| code != ground.code) {
        return None;
    }
    let found = ground.book.find(&address.value)?;
    let precision = match found.level {
        Level::Number => Precision::Number,
        Level::Block => Precision::Block,
        // The municipality's own table of towns comes first.
        Level::Town if town.and_then(|town| ground.audit.areas.town(town).point).is_none() => Precision::Town,
        Level::Town => return None,
    };
    let fault = ground.audit.fault(found.point, town, ground.code);
    fault.is_none().then_some(Located { point: found.point, precision, origin: address.origin })
}

fn by_town(town: Option<TownId>, facility: &Facility, audit: &Audit<'_>) -> Option<Located> {
    let point = audit.areas.town(town?).point?;
    let origin = facility.address.as_ref().map_or(facility.name.origin, |address| address.origin);
    Some(Located { point, precision: Precision::Town, origin })
}

/// By town name first: a point near a boundary may fall on the wrong side. By polygon second.
fn area(located: Option<Located>, town: Option<TownId>, audit: &Audit<'_>) -> Option<AreaId> {
    town.and_then(|town| audit.areas.town(town).area.clone()).or_else(|| {
        let point = located?.point;
        audit.areas.areas.iter().find(|area| geo::inside(point, &area.rings)).map(|area| area.id.clone())
    })
}

fn report(fault: Fault, point: Origin, name: &str, sources: &Sources, diagnostics: &mut Diagnostics) {
    diagnostics.push_with(fault.code(), Severity::Warning, || {
        Diagnostic::warning(fault.code(), format!("「{name}」の{}", fault.words()))
            .at(sources.place(point))
            .help("この位置は使わず、住所からわかる位置（番地・街区・町の代表点）に置きました。公表元に訂正を頼むか、正しい緯度・経度を市の施設一覧に書いてください。")
    });
}

/// One published point under several different addresses: a geocoder that only knew the block.
fn report_stacks(facilities: &[Facility], sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut points: Vec<((i64, i64), usize)> = facilities
        .iter()
        .enumerate()
        .filter_map(|(at, facility)| {
            let located = facility.located.filter(|located| located.precision == Precision::Published)?;
            #[expect(clippy::cast_possible_truncation, reason = "degrees times a million fit easily")]
            let key = ((located.point.lon * 1e6).round() as i64, (located.point.lat * 1e6).round() as i64);
            Some((key, at))
        })
        .collect();
    points.par_sort_unstable();
    let numbers = |facility: &Facility| {
        facility.address.as_ref().map(|rest| {
            let parsed = address::parse(&rest.value, "", "");
            (address::town_key(&parsed.town_text), parsed.numbers)
        })
    };
    for stack in points.chunk_by(|(one, _), (other, _)| one == other).filter(|stack| stack.len() > 1) {
        let stack: Vec<&Facility> = stack.iter().map(|(_, at)| &facilities[*at]).collect();
        let first = numbers(stack[0]);
        if let Some((other, located)) =
            stack[1..].iter().find(|one| numbers(one) != first).and_then(|other| Some((other, other.located?)))
        {
            diagnostics.push(
                Diagnostic::note(
                    "point-stacked",
                    format!(
                        "「{}」と「{}」は住所がちがうのに緯度・経度が同じです（ほか{}件）。",
                        stack[0].name.value,
                        other.name.value,
                        stack.len() - 2
                    ),
                )
                .at(sources.place(located.origin))
                .help("番地までの正しい位置ではないかもしれません。地図ではひとつの印にまとめて出します。"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Area, Areas, BaseMap, Town};
    use crate::place::SourceId;

    #[test]
    fn the_towns_area_goes_before_the_polygon_under_the_point() {
        let square = |west: f64, east: f64| {
            let corners = [(west, 35.8), (east, 35.8), (east, 35.9), (west, 35.9), (west, 35.8)];
            vec![corners.iter().map(|(lon, lat)| LonLat::new(*lon, *lat)).collect()]
        };
        let of = |id: &str, rings| Area { id: id.into(), name: id.into(), desk: None, rings };
        let town = |area: Option<&str>| Town {
            name: "見本町".into(),
            reading: String::new(),
            area: area.map(Into::into),
            point: None,
        };
        let areas = Areas {
            areas: vec![of("west", square(139.8, 139.9)), of("east", square(139.9, 140.0))],
            towns: vec![town(Some("west")), town(None)],
            ..Areas::default()
        };
        let trusted = [SourceKind::List; 4];
        let audit = Audit { base: &BaseMap::default(), areas: &areas, bounds: None, beyond: false, trusted };
        // Ten metres over the line.
        let origin = Origin { source: SourceId(0), row: 1, column: 1 };
        let there = Some(Located { point: LonLat::new(139.9001, 35.85), precision: Precision::Published, origin });
        let found = |town| area(there, town, &audit).map(|id| id.to_string());
        assert_eq!(found(Some(TownId(0))).as_deref(), Some("west"), "the town is in the west");
        assert_eq!(found(Some(TownId(1))).as_deref(), Some("east"), "nothing is known of the town's area");
        assert_eq!(found(None).as_deref(), Some("east"));
        assert_eq!(area(None, Some(TownId(1)), &audit), None);
    }
}
