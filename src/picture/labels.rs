//! Keeping words, numbers and buttons apart: each takes the first free spot around the point it belongs to.

use super::svg::{Frame, escape, number, text_width};
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

    /// Writes a label beside a point: right, left, above, below, then the corners, then the same a little farther away.
    /// Nothing when no spot is free.
    pub(super) fn beside(&mut self, out: &mut String, (x, y): (f64, f64), away: f64, label: Label<'_>) -> bool {
        let Label { text, size, .. } = label;
        let width = text_width(text, size) + 2.0;
        let mid = size * 0.36;
        for away in [away, away + size] {
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
                    label.write(out, (tx, ty), anchor);
                    return true;
                }
            }
        }
        false
    }

    /// Writes a label centred on a point, if it is free there.
    pub(super) fn on(&mut self, out: &mut String, (x, y): (f64, f64), label: Label<'_>) -> bool {
        let size = label.size;
        let frame = Frame::around(x, y, text_width(label.text, size) + 2.0, size * 1.15);
        let free = self.is_free(&frame);
        if free {
            self.take(frame);
            label.write(out, (x, y + size * 0.36), "middle");
        }
        free
    }
}

/// What a label names; it decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Station,
    Railway,
    Town,
    Scale,
    Note,
}

/// Words on a map.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    pub(super) names: Names,
    pub(super) text: &'a str,
    pub(super) size: f64,
}

impl Label<'_> {
    /// Writes it with its baseline at a point. A white halo keeps it legible over lines.
    pub(super) fn write(&self, out: &mut String, (x, y): (f64, f64), anchor: &str) {
        let (class, fill) = match self.names {
            Names::Station => ("station", "#111"),
            Names::Railway => ("rail", "#565b55"),
            Names::Town => ("town", "#565b55"),
            Names::Scale => ("scale", "#333"),
            Names::Note => ("note", "#333"),
        };
        let _ = writeln!(
            out,
            "<text class=\"map-label map-label--{class}\" x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{anchor}\" fill=\"{fill}\" stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>",
            number(x),
            number(y),
            number(self.size),
            escape(self.text)
        );
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

    const LABEL: Label<'_> = Label { names: Names::Station, text: "駅", size: 12.0 };

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
        assert!(taken.beside(&mut out, (100.0, 50.0), 6.0, LABEL));
        assert!(out.contains("text-anchor=\"end\""), "{out}");
        taken.take(sheet());
        assert!(!taken.beside(&mut out, (100.0, 50.0), 6.0, LABEL));
    }
}
