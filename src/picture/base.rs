//! The ground every map is drawn on: outline, waters, railways, stations, scale, and the word 略図.

use super::labels::{Label, Names, Taken};
use super::svg::{Frame, clip_line, clip_ring, number, path};
use crate::geo::{Bounds, Projection, mean, simplify_flat};
use crate::model::{Areas, BaseMap, LonLat};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Finer than this, in units of the picture, nobody sees.
const DETAIL: f64 = 0.4;

/// What is drawn, how, and into which frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) base: &'a BaseMap,
    pub(super) projection: Projection,
    pub(super) frame: Frame,
}

impl Ground<'_> {
    /// Outline, waters and railways, cut to the frame and without detail finer than half a unit.
    pub(super) fn draw(&self, out: &mut String) {
        let Self { base, frame, .. } = self;
        let _ = writeln!(
            out,
            "<rect class=\"map-ground\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#fff\"/>",
            number(frame.left),
            number(frame.top),
            number(frame.right - frame.left),
            number(frame.bottom - frame.top)
        );
        self.rings(out, &base.outline, "map-outline", "fill=\"#f4f2ea\" stroke=\"#8a8f86\" stroke-width=\"1.5\"");
        self.rings(out, &base.waters, "map-water", "fill=\"#d3e4ee\"");
        let mut tracks = String::new();
        for line in base.railways.iter().flat_map(|railway| &railway.paths) {
            for stretch in self.stretches(line) {
                tracks.push_str(&path(&stretch, false));
            }
        }
        if !tracks.is_empty() {
            let _ = writeln!(
                out,
                "<path class=\"map-rail\" d=\"{tracks}\" fill=\"none\" stroke=\"#6b6f6a\" stroke-width=\"3.5\"/><path class=\"map-rail-gap\" d=\"{tracks}\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.7\" stroke-dasharray=\"7 7\"/>"
            );
        }
    }

    fn rings(&self, out: &mut String, rings: &[Vec<LonLat>], class: &str, look: &str) {
        let mut data = String::new();
        for ring in rings {
            let cut = clip_ring(&self.flat(ring), self.frame.grown(4.0));
            data.push_str(&path(&simplify_flat(&cut, DETAIL), true));
        }
        if !data.is_empty() {
            let _ = writeln!(out, "<path class=\"{class}\" d=\"{data}\" fill-rule=\"evenodd\" {look}/>");
        }
    }

    /// An area's outline in the same projection.
    pub(super) fn area(&self, out: &mut String, rings: &[Vec<LonLat>], tint: usize) {
        const TINTS: [&str; 4] = ["#eaf1e6", "#f6efdf", "#e8eef3", "#f3e9ec"];
        let look = format!("fill=\"{}\" stroke=\"#a9aea4\" stroke-width=\"1\"", TINTS[tint % TINTS.len()]);
        self.rings(out, rings, &format!("map-area map-area--{}", tint % TINTS.len()), &look);
    }

    fn flat(&self, line: &[LonLat]) -> Vec<(f64, f64)> {
        line.iter().map(|point| self.projection.place(*point)).collect()
    }

    /// What of a line is seen. Cut first: a small map sees little of a long coast.
    fn stretches(&self, line: &[LonLat]) -> Vec<Vec<(f64, f64)>> {
        let cut = clip_line(&self.flat(line), self.frame.grown(4.0));
        cut.iter().map(|stretch| simplify_flat(stretch, DETAIL)).collect()
    }

    /// Stations as small white plates, and what they take up.
    pub(super) fn stations(&self, out: &mut String, taken: &mut Taken, size: f64) -> Vec<(String, (f64, f64))> {
        let mut seen = Vec::new();
        for station in &self.base.stations {
            let (x, y) = self.projection.place(station.point);
            if !self.frame.grown(-size).holds((x, y)) {
                continue;
            }
            let _ = writeln!(
                out,
                "<rect class=\"map-station\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\" fill=\"#fff\" stroke=\"#333\" stroke-width=\"1.6\"/>",
                number(x - size / 2.0),
                number(y - size / 2.0),
                number(size),
                number(size)
            );
            taken.take(Frame::around(x, y, size + 2.0, size + 2.0));
            seen.push((station.name.clone(), (x, y)));
        }
        seen
    }

    /// Names of stations beside their plates, 「…駅」.
    pub(super) fn station_names(out: &mut String, taken: &mut Taken, stations: &[(String, (f64, f64))], size: f64) {
        for (name, point) in stations {
            let text = format!("{name}駅");
            taken.beside(out, *point, 8.0, Label { names: Names::Station, text: &text, size });
        }
    }

    /// Names of towns at their points, where there is still room.
    pub(super) fn town_names(&self, out: &mut String, taken: &mut Taken, areas: &Areas, size: f64) {
        let corners = [(self.frame.left, self.frame.bottom), (self.frame.right, self.frame.top)];
        let Some(seen) = Bounds::around(corners.map(|corner| self.projection.ground(corner))) else { return };
        for (name, point) in whole_towns(areas, seen) {
            let at = self.projection.place(point);
            let label = Label { names: Names::Town, text: &name, size };
            if self.frame.holds(at) && !taken.on(out, at, label) {
                taken.beside(out, at, 6.0, label);
            }
        }
    }

    /// Names of railways beside their lines, where there is room.
    pub(super) fn railway_names(&self, out: &mut String, taken: &mut Taken, size: f64) {
        for railway in &self.base.railways {
            let spots: Vec<(f64, f64)> = railway
                .paths
                .iter()
                .flat_map(|line| self.stretches(line))
                .flat_map(|stretch| {
                    stretch
                        .windows(2)
                        .flat_map(|pair| {
                            [0.5, 0.3, 0.7].map(|t| {
                                (pair[0].0 + t * (pair[1].0 - pair[0].0), pair[0].1 + t * (pair[1].1 - pair[0].1))
                            })
                        })
                        .collect::<Vec<_>>()
                })
                .filter(|point| self.frame.holds(*point))
                .collect();
            for spot in spots {
                if taken.beside(out, spot, 7.0, Label { names: Names::Railway, text: &railway.name, size }) {
                    break;
                }
            }
        }
    }

    /// Where the scale will stand: it is taken before anything else is placed.
    pub(super) fn scale_bar(&self, out: &mut String, taken: &mut Taken, size: f64) {
        let frame = &self.frame;
        let longest = (frame.right - frame.left) * 0.22;
        let Some((metres, label)) = SCALES.iter().rev().find(|(metres, _)| metres * self.projection.scale() <= longest)
        else {
            return;
        };
        let length = metres * self.projection.scale();
        let (right, y) = (frame.right - 10.0, frame.bottom - 9.0);
        let left = right - length;
        let _ = writeln!(
            out,
            "<path class=\"map-scale\" d=\"M{} {}v5h{}v-5\" fill=\"none\" stroke=\"#333\" stroke-width=\"1.4\"/>",
            number(left),
            number(y - 5.0),
            number(length)
        );
        Label { names: Names::Scale, text: label, size }.write(out, ((left + right) / 2.0, y - 6.0), "middle");
        taken.take(Frame { left: left - 4.0, top: y - 10.0 - size, right: frame.right, bottom: frame.bottom });
    }

    /// Which way is north, and that the drawing is rough if it is.
    pub(super) fn notes(&self, out: &mut String, taken: &mut Taken, size: f64) {
        let note = if self.base.schematic { "略図　上が北" } else { "上が北" };
        let (x, y) = (self.frame.left + 8.0, self.frame.bottom - 8.0);
        Label { names: Names::Note, text: note, size }.write(out, (x, y), "start");
        let width = super::svg::text_width(note, size);
        taken.take(Frame {
            left: self.frame.left,
            top: y - size * 1.1,
            right: x + width + 4.0,
            bottom: self.frame.bottom,
        });
    }
}

/// Names of towns with one point each: 「南流山一丁目」 to 「八丁目」 are written once, in the middle of those seen.
fn whole_towns(areas: &Areas, seen: Bounds) -> Vec<(String, LonLat)> {
    let mut order: Vec<&str> = Vec::new();
    let mut points: BTreeMap<&str, Vec<LonLat>> = BTreeMap::new();
    for town in &areas.towns {
        let Some(point) = town.point.filter(|point| seen.holds(*point)) else { continue };
        let name = town.name.strip_prefix("大字").unwrap_or(&town.name);
        let whole = name
            .strip_suffix("丁目")
            .map(|rest| rest.trim_end_matches(|c: char| "一二三四五六七八九十".contains(c) || c.is_numeric()));
        let name = whole.filter(|rest| !rest.is_empty()).unwrap_or(name);
        let of_town = points.entry(name).or_default();
        if of_town.is_empty() {
            order.push(name);
        }
        of_town.push(point);
    }
    order.into_iter().filter_map(|name| Some((name.to_owned(), mean(points.get(name)?.iter().copied())?))).collect()
}

const SCALES: [(f64, &str); 10] = [
    (20.0, "20m"),
    (50.0, "50m"),
    (100.0, "100m"),
    (200.0, "200m"),
    (500.0, "500m"),
    (1_000.0, "1km"),
    (2_000.0, "2km"),
    (5_000.0, "5km"),
    (10_000.0, "10km"),
    (50_000.0, "50km"),
];
