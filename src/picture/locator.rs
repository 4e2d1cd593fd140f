//! The small map of one facility: where it stands to the nearest station.

use super::base::Ground;
use super::labels::{Label, Names, Taken};
use super::svg::{Frame, escape, number};
use super::symbol::{Look, REACH, Shape, pin};
use crate::consent::Shown;
use crate::geo::{Bounds, Projection, distance};
use crate::model::{Areas, BaseMap, LonLat, Precision, Station};
use std::fmt::Write;

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 220.0;
/// A station farther away in metres says nothing about where something is.
const FAR: f64 = 4_000.0;

/// Draws where a facility is; `None` when nothing located it.
pub fn locator(base: &BaseMap, areas: &Areas, facility: &Shown) -> Option<String> {
    let located = facility.located?;
    let point = located.point;
    let nearest = base
        .stations
        .iter()
        .map(|station| (distance(station.point, point), station))
        .filter(|(metres, _)| *metres < FAR)
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let bounds = around(point, nearest.map(|(_, station)| station));
    let frame = Frame { left: 0.0, top: 0.0, right: WIDTH, bottom: HEIGHT };
    let projection = Projection::new(bounds, WIDTH, HEIGHT, 46.0);
    let ground = Ground { base, projection, frame };

    let mut body = String::new();
    ground.draw(&mut body);
    let mut taken = Taken::new(frame.grown(-1.0));
    ground.scale_bar(&mut body, &mut taken, 12.0);
    ground.notes(&mut body, &mut taken, 12.0);
    let at = projection.place(point);
    let stations = ground.stations(&mut body, &mut taken, 9.0);
    let town = facility.town.and_then(|town| areas.towns.get(usize::from(town.0)));
    match located.precision {
        Precision::Published | Precision::Number | Precision::Block => {
            taken.take(Frame::around(at.0, at.1, REACH * 2.0, REACH * 2.0))
        }
        Precision::Town => {
            let radius = (300.0 * projection.scale()).clamp(26.0, 60.0);
            let _ = writeln!(
                body,
                "<circle class=\"map-about\" cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"#1d5138\" fill-opacity=\".12\" stroke=\"#1d5138\" stroke-width=\"2\" stroke-dasharray=\"5 4\"/>",
                number(at.0),
                number(at.1),
                number(radius)
            );
            let name = town.map_or("このあたり", |town| &town.name);
            let label = Label { names: Names::Station, text: name, size: 14.0 };
            if !taken.on(&mut body, at, label) {
                taken.beside(&mut body, at, 8.0, label);
            }
            taken.take(Frame::around(at.0, at.1, radius * 1.5, radius * 1.5));
        }
    }
    Ground::station_names(&mut body, &mut taken, &stations, 15.0);
    ground.railway_names(&mut body, &mut taken, 12.0);
    ground.town_names(&mut body, &mut taken, areas, 12.5);
    if located.precision != Precision::Town {
        pin(&mut body, at, Look { shape: Shape::of(facility.kind), town: false, several: false }, 0);
    }
    let label = spoken(facility, located.precision, nearest);
    Some(format!(
        "<svg class=\"map-svg map-svg--locator\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">\n<title>{}</title>\n{body}</svg>\n",
        number(WIDTH),
        number(HEIGHT),
        escape(&label),
        escape(&label)
    ))
}

/// The map in words, for whoever does not see it.
fn spoken(facility: &Shown, precision: Precision, nearest: Option<(f64, &Station)>) -> String {
    let what = match precision {
        Precision::Town => "の町のおおよその場所",
        Precision::Block => "の街区のおおよその場所",
        Precision::Published | Precision::Number => "の場所",
    };
    let near = nearest.map_or_else(String::new, |(metres, station)| {
        format!("。{}駅から{}約{}", station.name, "まっすぐ測って", rounded(metres))
    });
    format!("{}{what}{near}", facility.name)
}

/// A distance as one says it: 「350m」「1.2km」.
fn rounded(metres: f64) -> String {
    if metres < 950.0 {
        format!("{:.0}m", (metres / 50.0).round().max(1.0) * 50.0)
    } else {
        format!("{:.1}km", metres / 1_000.0)
    }
}

/// The facility near the middle, and its station in view.
fn around(point: LonLat, station: Option<&Station>) -> Bounds {
    let alone = Bounds { low: point, high: point };
    station.map_or(alone, |station| alone.with(station.point)).at_least(1_100.0, 700.0)
}
