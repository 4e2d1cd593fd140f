//! The whole municipality: one large button for each area.

use super::base::Ground;
use super::labels::{Label, Names, Taken, leader};
use super::svg::{Frame, escape, number, text_width};
use crate::geo::{Bounds, Projection, mean};
use crate::model::{Area, AreaId, Areas, BaseMap};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Units of the picture: one is a CSS pixel when the map fills a phone of 360 px.
const WIDTH: f64 = 360.0;
/// So that it stays at 44 px in a page that leaves margins beside the map.
const BUTTON: f64 = 54.0;
const NAME: f64 = 18.0;
const COUNT: f64 = 16.0;
const MARGIN: f64 = 14.0;

/// Draws the overview; nothing where there is neither a map nor an area. `counts` are facilities by area; `link` turns an area's id into the address of its page.
pub fn overview(
    base: &BaseMap,
    areas: &Areas,
    counts: &BTreeMap<AreaId, usize>,
    link: &dyn Fn(&str) -> String,
) -> String {
    let bounds =
        Bounds::around(base.outline.iter().flatten().copied()).or_else(|| Bounds::around(everything(base, areas)));
    let buttons: Vec<Button<'_>> =
        areas.areas.iter().map(|area| Button::new(area, areas, counts.get(&area.id).copied().unwrap_or(0))).collect();
    if bounds.is_none() && buttons.is_empty() {
        return String::new();
    }
    let map_height = bounds.map_or(0.0, |bounds| {
        let (width, height) = bounds.metres();
        ((WIDTH - 2.0 * MARGIN) * height / width.max(1.0) + 2.0 * MARGIN).clamp(260.0, 560.0).round()
    });

    let mut body = String::new();
    let mut below: Vec<&Button<'_>> = Vec::new();
    if let Some(bounds) = bounds {
        let frame = Frame { left: 0.0, top: 0.0, right: WIDTH, bottom: map_height };
        let projection = Projection::new(bounds, WIDTH, map_height, MARGIN);
        let ground = Ground { base, projection, frame };
        ground.draw(&mut body);
        for (index, area) in areas.areas.iter().enumerate() {
            ground.area(&mut body, &area.rings, index);
        }
        let mut taken = Taken::new(frame);
        ground.scale_bar(&mut body, &mut taken, 12.0);
        ground.notes(&mut body, &mut taken, 13.0);
        let mut plates = String::new();
        let stations = ground.stations(&mut plates, &mut taken, 8.0);
        let mut over = String::new();
        for button in &buttons {
            let wanted = button.point.map(|point| projection.place(point));
            let spot = wanted.and_then(|at| taken.nearest(at, (button.width + 6.0, BUTTON + 6.0), 6.0, 130.0));
            match (spot, wanted) {
                (Some(spot), Some(wanted)) => {
                    // Only when the button no longer covers what it names.
                    if !Frame::around(spot.0, spot.1, button.width, BUTTON).holds(wanted) {
                        leader(&mut over, spot, wanted);
                    }
                    button.draw(&mut over, spot, link);
                }
                _ => below.push(button),
            }
        }
        body.push_str(&plates);
        for (name, point) in stations {
            taken.beside(&mut body, point, 8.0, Label { names: Names::Station, text: &name, size: 13.0 });
        }
        ground.railway_names(&mut body, &mut taken, 12.0);
        body.push_str(&over);
    } else {
        below = buttons.iter().collect();
    }
    let height = rows_below(&mut body, &below, map_height, link);
    format!(
        "<svg class=\"map-svg map-svg--overview\" viewBox=\"0 0 {} {}\" role=\"group\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">\n{body}</svg>\n",
        number(WIDTH),
        number(height),
        if base.schematic { "地区の地図（略図）" } else { "地区の地図" }
    )
}

/// Buttons that found no place on the map stand in rows under it. Gives the height of the whole.
fn rows_below(out: &mut String, below: &[&Button<'_>], from: f64, link: &dyn Fn(&str) -> String) -> f64 {
    let (mut x, mut y) = (8.0, from + 8.0);
    for button in below {
        if x > 8.0 && x + button.width > WIDTH - 8.0 {
            x = 8.0;
            y += BUTTON + 8.0;
        }
        button.draw(out, (x + button.width / 2.0, y + BUTTON / 2.0), link);
        x += button.width + 8.0;
    }
    if below.is_empty() { from } else { y + BUTTON + 8.0 }
}

fn everything<'a>(base: &'a BaseMap, areas: &'a Areas) -> impl Iterator<Item = crate::model::LonLat> + 'a {
    let rails = base.railways.iter().flat_map(|railway| railway.paths.iter().flatten().copied());
    let stations = base.stations.iter().map(|station| station.point);
    let towns = areas.towns.iter().filter_map(|town| town.point);
    let rings = areas.areas.iter().flat_map(|area| area.rings.iter().flatten().copied());
    rails.chain(stations).chain(towns).chain(rings)
}

/// One area's button.
struct Button<'a> {
    area: &'a Area,
    count: usize,
    point: Option<crate::model::LonLat>,
    width: f64,
}

impl<'a> Button<'a> {
    fn new(area: &'a Area, areas: &Areas, count: usize) -> Self {
        let towns = areas.towns.iter().filter(|town| town.area.as_ref() == Some(&area.id));
        let point = mean(towns.filter_map(|town| town.point)).or_else(|| mean(area.rings.iter().flatten().copied()));
        let width = text_width(&area.name, NAME).max(text_width(&format!("{count}か所"), COUNT)) + 22.0;
        Self { area, count, point, width: width.clamp(BUTTON + 8.0, WIDTH - 16.0).round() }
    }

    fn draw(&self, out: &mut String, (x, y): (f64, f64), link: &dyn Fn(&str) -> String) {
        let Self { area, count, width, .. } = self;
        // A name longer than the map is wide is drawn smaller rather than cut off.
        let name = NAME.min(NAME * (width - 12.0) / text_width(&area.name, NAME));
        let _ = writeln!(
            out,
            "<a class=\"map-area-link\" href=\"{}\"><title>{}　{count}か所</title><rect class=\"map-area-button\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#fff\" stroke=\"#1d5138\" stroke-width=\"2\"/><text class=\"map-area-name\" x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"700\" text-anchor=\"middle\" fill=\"#1d5138\">{}</text><text class=\"map-area-count\" x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"middle\" fill=\"#222\">{count}か所</text></a>",
            escape(&link(&area.id)),
            escape(&area.name),
            number(x - width / 2.0),
            number(y - BUTTON / 2.0),
            number(*width),
            number(BUTTON),
            number(x),
            number(y - 5.0),
            number(name),
            escape(&area.name),
            number(x),
            number(y + 16.0),
            number(COUNT),
        );
    }
}
