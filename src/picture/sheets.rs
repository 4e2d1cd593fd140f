//! Area sheets: numbered maps for paper, with the list that belongs to each.

use super::base::Ground;
use super::labels::{Taken, leader};
use super::places::{Spot, share, spots};
use super::svg::{Frame, escape, number, text_width};
use super::symbol::{Look, REACH, Shape, pin};
use super::{Pin, Sheet};
use crate::consent::Shown;
use crate::geo::{Bounds, Projection};
use crate::model::{Area, Areas, BaseMap};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A4 landscape. At two thirds of the paper's width a digit is 4 mm high.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 452.0;
const LEGEND: f64 = 30.0;
/// The least ground a sheet shows, in metres, so that a single pin still has streets' worth of surroundings.
const LEAST: (f64, f64) = (1_600.0, 1_100.0);

/// Draws the sheets of every area, in the order of the areas. `facilities` come in the order of the list.
pub fn sheets(base: &BaseMap, areas: &Areas, facilities: &[&Shown]) -> Vec<Sheet> {
    areas.areas.iter().flat_map(|area| sheets_of(base, areas, area, facilities)).collect()
}

/// The sheets of one area: at least one, even when nobody is there, so that its address stays.
pub fn sheets_of(base: &BaseMap, areas: &Areas, area: &Area, facilities: &[&Shown]) -> Vec<Sheet> {
    let here: Vec<(usize, &Shown)> = facilities
        .iter()
        .enumerate()
        .filter(|(_, facility)| facility.area.as_ref() == Some(&area.id))
        .map(|(index, facility)| (index, *facility))
        .collect();
    let shared = share(spots(&here));
    let count = shared.len();
    let mut sheets: Vec<Sheet> = shared
        .iter()
        .enumerate()
        .map(|(index, spots)| {
            let number = index + 1;
            let title = if count == 1 { area.name.clone() } else { format!("{} {number}／{count}", area.name) };
            let svg = draw(base, areas, area, &title, spots);
            let pins = spots
                .iter()
                .enumerate()
                .map(|(index, spot)| Pin {
                    number: index + 1,
                    point: spot.point,
                    facilities: spot.facilities.iter().map(|facility| facility.id.clone()).collect(),
                })
                .collect();
            Sheet { area: area.id.clone(), number, title, svg, pins, unplaced: Vec::new() }
        })
        .collect();
    if let Some(last) = sheets.last_mut() {
        let without = here.iter().filter(|(_, facility)| facility.located.is_none());
        last.unplaced = without.map(|(_, facility)| facility.id.clone()).collect();
    }
    sheets
}

fn draw(base: &BaseMap, areas: &Areas, area: &Area, title: &str, spots: &[Spot<'_>]) -> String {
    let towns = || areas.towns.iter().filter(|town| town.area.as_ref() == Some(&area.id)).filter_map(|town| town.point);
    let bounds = Bounds::around(spots.iter().map(|spot| spot.point))
        .or_else(|| Bounds::around(towns()))
        .or_else(|| Bounds::around(area.rings.iter().flatten().copied()))
        .or_else(|| Bounds::around(base.outline.iter().flatten().copied()));
    let mut body = String::new();
    if let Some(bounds) = bounds {
        let frame = Frame { left: 0.0, top: 0.0, right: WIDTH, bottom: HEIGHT - LEGEND };
        let projection = Projection::new(bounds.at_least(LEAST.0, LEAST.1), WIDTH, HEIGHT - LEGEND, REACH + 14.0);
        fill(&mut body, Ground { base, projection, frame }, areas, area, spots);
    }
    legend(&mut body, spots);
    let schematic = if base.schematic { "略図" } else { "地図" };
    let label = format!("{title}の{schematic}。番号{}か所。番号は一覧の番号と同じです。", spots.len());
    format!(
        "<svg class=\"map-svg map-svg--sheet\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">\n<title>{}</title>\n{body}</svg>\n",
        number(WIDTH),
        number(HEIGHT),
        escape(&label),
        escape(title)
    )
}

fn fill(out: &mut String, ground: Ground<'_>, areas: &Areas, area: &Area, spots: &[Spot<'_>]) {
    let Ground { projection, frame, .. } = ground;
    ground.draw(out);
    ground.area(out, &area.rings, 0);
    let mut taken = Taken::new(frame.grown(-1.0));
    ground.scale_bar(out, &mut taken, 11.5);
    ground.notes(out, &mut taken, 12.0);
    let mut plates = String::new();
    // Pins first, then stations' names, then towns: what matters more has the first choice of room.
    let mut pins = String::new();
    let mut leaders = String::new();
    let stations = ground.stations(&mut plates, &mut taken, 9.0);
    for (index, spot) in spots.iter().enumerate() {
        let wanted = projection.place(spot.point);
        let look = look(spot);
        let room = look.reach() * 2.0;
        let at = taken.nearest(wanted, (room, room), 5.0, WIDTH + HEIGHT).unwrap_or(wanted);
        if (at.0 - wanted.0).hypot(at.1 - wanted.1) > 1.0 {
            leader(&mut leaders, at, wanted);
        }
        pin(&mut pins, at, look, index + 1);
    }
    out.push_str(&plates);
    let mut names = String::new();
    Ground::station_names(&mut names, &mut taken, &stations, 13.5);
    ground.railway_names(&mut names, &mut taken, 11.5);
    ground.town_names(&mut names, &mut taken, areas, 11.5);
    out.push_str(&leaders);
    out.push_str(&names);
    out.push_str(&pins);
}

pub(super) fn look(spot: &Spot<'_>) -> Look {
    let shape = spot.facilities.first().map_or(Shape::Hexagon, |facility| Shape::of(facility.kind));
    Look { shape, town: spot.town_only, several: spot.facilities.len() > 1 }
}

/// What the shapes mean; only those on this sheet.
fn legend(out: &mut String, spots: &[Spot<'_>]) {
    let looks: BTreeSet<Look> = spots.iter().map(look).collect();
    let shapes: BTreeSet<Shape> = looks.iter().map(|look| look.shape).collect();
    let mut entries: Vec<(Look, &str)> = Shape::ALL
        .into_iter()
        .filter(|shape| shapes.contains(shape))
        .map(|shape| (Look { shape, town: false, several: false }, shape.word()))
        .collect();
    if looks.iter().any(|look| look.several) {
        entries.push((Look { shape: Shape::Circle, town: false, several: true }, "同じ場所に2つ以上"));
    }
    if looks.iter().any(|look| look.town) {
        entries.push((Look { shape: Shape::Circle, town: true, several: false }, "町のおおよその場所"));
    }
    let _ = writeln!(
        out,
        "<g class=\"map-legend\"><rect class=\"map-legend-ground\" x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#fff\"/>",
        number(HEIGHT - LEGEND),
        number(WIDTH),
        number(LEGEND)
    );
    let y = HEIGHT - LEGEND / 2.0;
    let mut x = 16.0;
    for (look, word) in entries {
        let mut mark = String::new();
        pin(&mut mark, (0.0, 0.0), look, 0);
        let _ = writeln!(
            out,
            "<g transform=\"translate({} {}) scale(.72)\">{}</g><text class=\"map-label\" x=\"{}\" y=\"{}\" font-size=\"13\" fill=\"#111\">{word}</text>",
            number(x),
            number(y),
            mark.trim_end(),
            number(x + 13.0),
            number(y + 4.7)
        );
        x += 13.0 + text_width(word, 13.0) + 18.0;
    }
    out.push_str("</g>\n");
}
