//! Keeping words, numbers and buttons apart: each takes the first free spot around the point it belongs to.

use super::svg::{Frame, number, text_width, words};
use std::fmt::Write;

/// What is already taken on a picture.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    sheet: Frame,
    frames: Vec<Frame>,
}

impl Taken {
    /// An empty picture; nothing may leave `sheet`.
    pub(super) const fn new(sheet: Frame) -> Self {
        Self { sheet, frames: Vec::new() }
    }

    /// Takes a place without asking.
    pub(super) fn take(&mut self, frame: Frame) {
        self.frames.push(frame);
    }

    /// Whether a place is free and on the picture.
    pub(super) fn is_free(&self, frame: &Frame) -> bool {
        frame.within(&self.sheet) && !self.frames.iter().any(|other| other.meets(frame))
    }

    /// The free place for a box nearest to a point, looking in rings outwards up to `reach`. It is taken.
    pub(super) fn nearest(
        &mut self,
        (x, y): (f64, f64),
        size: (f64, f64),
        step: f64,
        reach: f64,
    ) -> Option<(f64, f64)> {
        let mut radius = 0.0;
        while radius <= reach {
            let spots = if radius == 0.0 { 1 } else { 24 };
            for spot in 0..spots {
                // From above, clockwise and counter-clockwise in turn: above is where a reader expects a pin.
                let turn = f64::from((spot + 1) / 2) * if spot % 2 == 0 { 1.0 } else { -1.0 };
                let angle = turn * std::f64::consts::TAU / 24.0;
                let (cx, cy) = (x + radius * angle.sin(), y - radius * angle.cos());
                let frame = Frame::around(cx, cy, size.0, size.1);
                if self.is_free(&frame) {
                    self.take(frame);
                    return Some((cx, cy));
                }
            }
            radius += step;
        }
        None
    }

    /// Writes a label beside a point: right, left, above, below, then the corners. Nothing when no spot is free.
    pub(super) fn beside(
        &mut self,
        out: &mut String,
        point: (f64, f64),
        away: f64,
        size: f64,
        class: &str,
        fill: &str,
        text: &str,
    ) -> bool {
        let width = text_width(text, size) + 2.0;
        let (x, y) = point;
        let mid = size * 0.36;
        let spots = [
            (x + away, y + mid, "start"),
            (x - away, y + mid, "end"),
            (x, y - away, "middle"),
            (x, y + away + size * 0.8, "middle"),
            (x + away * 0.8, y - away * 0.6, "start"),
            (x - away * 0.8, y - away * 0.6, "end"),
            (x + away * 0.8, y + away * 0.6 + size * 0.8, "start"),
            (x - away * 0.8, y + away * 0.6 + size * 0.8, "end"),
        ];
        for (tx, ty, anchor) in spots {
            let left = match anchor {
                "start" => tx,
                "end" => tx - width,
                _ => tx - width / 2.0,
            };
            let frame = Frame { left, top: ty - size * 0.92, right: left + width, bottom: ty + size * 0.22 };
            if self.is_free(&frame) {
                self.take(frame);
                out.push_str(&words(class, tx, ty, size, anchor, fill, text));
                return true;
            }
        }
        false
    }

    /// Writes a label centred on a point, if it is free there.
    pub(super) fn on(
        &mut self,
        out: &mut String,
        (x, y): (f64, f64),
        size: f64,
        class: &str,
        fill: &str,
        text: &str,
    ) -> bool {
        let frame = Frame::around(x, y, text_width(text, size) + 2.0, size * 1.15);
        let free = self.is_free(&frame);
        if free {
            self.take(frame);
            out.push_str(&words(class, x, y + size * 0.36, size, "middle", fill, text));
        }
        free
    }
}

/// A thin line from a thing to where it belongs, with a dot there.
pub(super) fn leader(out: &mut String, from: (f64, f64), to: (f64, f64)) {
    let _ = writeln!(
        out,
        "<path class=\"map-leader\" d=\"M{} {}L{} {}\" stroke=\"#333\" stroke-width=\"1\"/><circle class=\"map-dot\" cx=\"{}\" cy=\"{}\" r=\"2.5\" fill=\"#333\" stroke=\"#fff\" stroke-width=\"1\"/>",
        number(from.0),
        number(from.1),
        number(to.0),
        number(to.1),
        number(to.0),
        number(to.1)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Frame {
        Frame { left: 0.0, top: 0.0, right: 200.0, bottom: 100.0 }
    }

    #[test]
    fn forty_on_one_spot_all_find_a_place_and_none_meet() {
        let mut taken = Taken::new(Frame { left: 0.0, top: 0.0, right: 640.0, bottom: 452.0 });
        let spots: Vec<_> =
            (0..40).map(|_| taken.nearest((630.0, 440.0), (22.0, 22.0), 6.0, 900.0).expect("room for all")).collect();
        for (i, a) in spots.iter().enumerate() {
            for b in &spots[..i] {
                assert!(!Frame::around(a.0, a.1, 22.0, 22.0).meets(&Frame::around(b.0, b.1, 22.0, 22.0)));
            }
        }
    }

    #[test]
    fn a_label_goes_left_when_right_is_taken_and_away_when_all_is() {
        let mut taken = Taken::new(sheet());
        taken.take(Frame { left: 104.0, top: 30.0, right: 200.0, bottom: 70.0 });
        let mut out = String::new();
        assert!(taken.beside(&mut out, (100.0, 50.0), 6.0, 12.0, "map-label", "#000", "駅"));
        assert!(out.contains("text-anchor=\"end\""), "{out}");
        taken.take(sheet());
        assert!(!taken.beside(&mut out, (100.0, 50.0), 6.0, 12.0, "map-label", "#000", "駅"));
    }
}
