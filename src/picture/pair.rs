//! Two places that may be one, side by side on the municipality's own ground: no tiles, so that nobody outside is asked.

use super::base::Ground;
use super::labels::Taken;
use super::svg::{Frame, escape, number};
use crate::geo::{Bounds, Projection, distance};
use crate::model::{BaseMap, LonLat};
use std::fmt::Write;

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 270.0;
/// Half of a mark.
const HALF: f64 = 13.0;

/// Draws both, as far as they are known: the first as a circle 「A」, the second as a square 「B」. `None` when neither is.
pub fn pair(base: &BaseMap, points: [Option<LonLat>; 2]) -> Option<String> {
    let first = points[0].or(points[1])?;
    let second = points[1].unwrap_or(first);
    // Both in view with a station's walk around them.
    let bounds = Bounds { low: first, high: first }.with(second).at_least(900.0, 550.0);
    let frame = Frame { left: 0.0, top: 0.0, right: WIDTH, bottom: HEIGHT };
    let projection = Projection::new(bounds, WIDTH, HEIGHT, 60.0);
    let ground = Ground { base, projection, frame };
    let mut body = String::new();
    ground.draw(&mut body);
    let mut taken = Taken::new(frame.grown(-1.0));
    ground.scale_bar(&mut body, &mut taken, 13.0);
    ground.notes(&mut body, &mut taken, 13.0);
    let at = points.map(|point| point.map(|point| projection.place(point)));
    for (x, y) in at.into_iter().flatten() {
        taken.take(Frame::around(x, y, HALF * 2.6, HALF * 2.6));
    }
    let stations = ground.stations(&mut body, &mut taken, 9.0);
    Ground::station_names(&mut body, &mut taken, &stations, 15.0);
    ground.railway_names(&mut body, &mut taken, 12.0);
    if let [Some(a), Some(b)] = at {
        let _ = writeln!(
            body,
            "<path class=\"map-between\" d=\"M{} {}L{} {}\" fill=\"none\" stroke=\"#1a1a1c\" stroke-width=\"1.5\" stroke-dasharray=\"4 4\"/>",
            number(a.0),
            number(a.1),
            number(b.0),
            number(b.1)
        );
    }
    marks(&mut body, at);
    let words = spoken(points);
    Some(format!(
        "<svg class=\"map-svg map-svg--pair\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{0}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">\n<title>{0}</title>\n{body}</svg>\n",
        escape(&words)
    ))
}

/// Circle and square; two that would hide each other stand beside their place, each on a stalk.
fn marks(out: &mut String, at: [Option<(f64, f64)>; 2]) {
    let near = matches!(at, [Some(a), Some(b)] if (a.0 - b.0).hypot(a.1 - b.1) < HALF * 2.4);
    for (side, point) in at.into_iter().enumerate() {
        let Some((x, y)) = point else { continue };
        let shift = if near { [-HALF * 1.5, HALF * 1.5][side] } else { 0.0 };
        let (mx, my) = (x + shift, if near { y - HALF * 2.2 } else { y });
        if near {
            let _ = writeln!(
                out,
                "<path d=\"M{} {}L{} {}\" stroke=\"#1a1a1c\" stroke-width=\"2\"/><circle cx=\"{}\" cy=\"{}\" r=\"3\" fill=\"#1a1a1c\"/>",
                number(x),
                number(y),
                number(mx),
                number(my),
                number(x),
                number(y)
            );
        }
        let shape = if side == 0 {
            format!("<circle cx=\"{}\" cy=\"{}\" r=\"{HALF}\"", number(mx), number(my))
        } else {
            format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{2}\" height=\"{2}\"",
                number(mx - HALF),
                number(my - HALF),
                HALF * 2.0
            )
        };
        let _ = writeln!(
            out,
            "{shape} fill=\"#fff\" stroke=\"#1d5138\" stroke-width=\"3\"/><text x=\"{}\" y=\"{}\" font-size=\"16\" font-weight=\"700\" text-anchor=\"middle\" fill=\"#1a1a1c\">{}</text>",
            number(mx),
            number(my + 5.8),
            ["A", "B"][side]
        );
    }
}

/// The picture in words.
fn spoken(points: [Option<LonLat>; 2]) -> String {
    match points {
        [Some(a), Some(b)] => {
            let metres = distance(a, b).round();
            if metres < 1.0 {
                "AとBは同じ位置です".to_owned()
            } else if metres < 1_000.0 {
                format!("AとBはまっすぐ測って{metres:.0}m離れています")
            } else {
                format!("AとBはまっすぐ測って{:.1}km離れています", metres / 1_000.0)
            }
        }
        [Some(_), None] => "Aの位置です。Bの位置はわかりません".to_owned(),
        _ => "Bの位置です。Aの位置はわかりません".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> Option<String> {
        pair(&BaseMap::default(), [a, b].map(|point| point.map(|(lon, lat)| LonLat::new(lon, lat))))
    }

    #[test]
    fn both_are_on_the_picture_and_told_apart_without_colour() {
        let picture = drawn(Some((139.9, 35.85)), Some((139.91, 35.855))).expect("drawn");
        assert!(picture.contains(">A</text>") && picture.contains(">B</text>"), "{picture}");
        assert!(picture.contains("<circle cx") && picture.contains("<rect x"), "two shapes");
        assert!(picture.contains("km離れています"), "{picture}");
        assert!(!picture.contains("style="), "the content policy forbids it");
    }

    #[test]
    fn two_at_one_place_do_not_hide_each_other() {
        let picture = drawn(Some((139.9, 35.85)), Some((139.9, 35.85))).expect("drawn");
        assert!(picture.contains("同じ位置") && picture.matches("<path d=").count() == 2, "{picture}");
    }

    #[test]
    fn one_that_nobody_located_is_said_and_neither_is_no_picture() {
        let picture = drawn(None, Some((139.9, 35.85))).expect("drawn");
        assert!(picture.contains("Aの位置はわかりません") && !picture.contains(">A</text>"), "{picture}");
        assert_eq!(drawn(None, None), None);
    }
}
