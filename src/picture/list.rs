//! The map of a list: the same numbers as in the list, for paper and for the room beside it.

use super::base::Ground;
use super::labels::{Taken, leader};
use super::places::spots;
use super::sheets::look;
use super::svg::{Frame, number};
use super::symbol::{REACH, pin};
use crate::consent::Shown;
use crate::geo::{Bounds, Projection};
use crate::model::{Areas, BaseMap};
use std::fmt::Write;

/// Sheets for ground that is wide, and for ground that is tall.
const WIDE: (f64, f64) = (640.0, 420.0);
const TALL: (f64, f64) = (560.0, 640.0);
/// More numbers than this cover each other at any size; then every place is a dot.
const NUMBERS: usize = 60;
/// The least ground shown, in metres.
const LEAST: (f64, f64) = (2_000.0, 1_300.0);

/// Draws the facilities of a list, numbered from `first`; empty when nothing located any of them.
pub fn numbered(base: &BaseMap, areas: &Areas, facilities: &[&Shown], first: usize) -> String {
    let listed: Vec<(usize, &Shown)> = facilities.iter().enumerate().map(|(at, one)| (at, *one)).collect();
    let spots = spots(&listed);
    let Some(bounds) = Bounds::around(spots.iter().map(|spot| spot.point)) else { return String::new() };
    let bounds = bounds.at_least(LEAST.0, LEAST.1);
    let (east, north) = bounds.metres();
    let (width, height) = if north > east { TALL } else { WIDE };
    let frame = Frame { left: 0.0, top: 0.0, right: width, bottom: height };
    let projection = Projection::new(bounds, width, height, REACH + 14.0);
    let ground = Ground { base, projection, frame };
    let mut body = String::new();
    ground.draw(&mut body);
    let mut taken = Taken::new(frame.grown(-1.0));
    ground.scale_bar(&mut body, &mut taken, 12.0);
    ground.notes(&mut body, &mut taken, 12.5);
    let stations = ground.stations(&mut body, &mut taken, 9.0);
    let (mut leaders, mut pins) = (String::new(), String::new());
    for spot in &spots {
        let wanted = projection.place(spot.point);
        if spots.len() > NUMBERS {
            let (x, y) = (number(wanted.0), number(wanted.1));
            let _ = writeln!(
                pins,
                "<circle class=\"map-dot\" cx=\"{x}\" cy=\"{y}\" r=\"4.5\" fill=\"#1d5138\" stroke=\"#fff\"/>"
            );
            continue;
        }
        let look = look(spot);
        let room = look.reach() * 2.0;
        let at = taken.nearest(wanted, (room, room), 5.0, width + height).unwrap_or(wanted);
        if (at.0 - wanted.0).hypot(at.1 - wanted.1) > 1.0 {
            leader(&mut leaders, at, wanted);
        }
        pin(&mut pins, at, look, first + spot.first);
    }
    let mut names = String::new();
    Ground::station_names(&mut names, &mut taken, &stations, 14.0);
    ground.railway_names(&mut names, &mut taken, 12.0);
    ground.town_names(&mut names, &mut taken, areas, 12.0);
    let what =
        if spots.len() > NUMBERS { "点が一覧の場所です" } else { "番号は一覧の番号と同じです" };
    format!(
        "<svg class=\"map-svg map-svg--list\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"一覧の地図。{}か所。{what}。\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">\n{body}{leaders}{names}{pins}</svg>\n",
        number(width),
        number(height),
        spots.len()
    )
}
