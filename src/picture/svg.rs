//! The small vocabulary every picture is written in: numbers, escaped words, boxes, paths.
//!
//! No style attributes and no scripts, so that a strict content policy holds. Classes carry the look; presentation
//! attributes stand behind them for paper and for readers without our stylesheet.

use std::fmt::{self, Write};

/// A coordinate with one decimal at most, so that the same input gives the same bytes everywhere.
pub(super) const fn number(value: f64) -> Number {
    Number(value)
}

/// What [`number`] writes, without a text of its own: a map is made of coordinates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number(f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round();
        if tenths.abs() < 1e15 {
            // Whole numbers are written many times faster.
            let whole = tenths.abs() as u64;
            let mut digits = [0_u8; 20];
            let mut at = digits.len();
            let mut put = |byte: u8| {
                at -= 1;
                digits[at] = byte;
            };
            if !whole.is_multiple_of(10) {
                put(b'0' + (whole % 10) as u8);
                put(b'.');
            }
            let mut rest = whole / 10;
            loop {
                put(b'0' + (rest % 10) as u8);
                rest /= 10;
                if rest == 0 {
                    break;
                }
            }
            if tenths < 0.0 {
                put(b'-');
            }
            return f.write_str(std::str::from_utf8(&digits[at..]).unwrap_or_default());
        }
        if tenths % 10.0 == 0.0 { write!(f, "{:.0}", tenths / 10.0) } else { write!(f, "{:.1}", tenths / 10.0) }
    }
}

/// Text for an element or a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Not allowed in XML, even escaped.
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}

/// About how wide a line of text is drawn, for keeping labels apart; rather too wide than too narrow.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.62 } else { 1.04 }).sum::<f64>() * size
}

/// Cuts a text into lines no wider than `width`.
pub(super) fn lines(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for c in text.chars() {
        let mut tried = lines.last().cloned().unwrap_or_default();
        tried.push(c);
        // A closing mark may hang over rather than begin a line.
        let hangs =
            matches!(c, '、' | '。' | '）' | ')' | '」' | 'ー' | 'ッ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ャ' | 'ュ' | 'ョ');
        if text_width(&tried, size) > width && !hangs && tried.chars().count() > 1 {
            lines.push(c.to_string());
        } else if let Some(last) = lines.last_mut() {
            *last = tried;
        }
    }
    lines
}

/// A rectangle that something takes up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Frame {
    /// A rectangle around a middle.
    pub(super) fn around(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { left: x - width / 2.0, top: y - height / 2.0, right: x + width / 2.0, bottom: y + height / 2.0 }
    }

    /// Whether the two share any of their inside.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether it lies wholly inside another.
    pub(super) fn within(&self, other: &Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }

    /// Whether a point lies inside.
    pub(super) fn holds(&self, (x, y): (f64, f64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// Grown on every side.
    pub(super) fn grown(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }
}

/// Path data through points, relative after the first, which is shorter.
pub(super) fn path(points: &[(f64, f64)], closed: bool) -> String {
    let mut out = String::new();
    // Relative steps are taken between rounded points, so that rounding does not add up along the line.
    let rounded = |v: f64| (v * 10.0).round() / 10.0;
    let mut before: Option<(f64, f64)> = None;
    for &(x, y) in points {
        let (x, y) = (rounded(x), rounded(y));
        let _ = match before {
            None => write!(out, "M{} {}", number(x), number(y)),
            Some((bx, by)) if (bx, by) == (x, y) => Ok(()),
            Some((bx, by)) => write!(out, "l{} {}", number(x - bx), number(y - by)),
        };
        before = Some((x, y));
    }
    if closed && !out.is_empty() {
        out.push('z');
    }
    out
}

/// Cuts a polygon to a frame (Sutherland–Hodgman), so that a zoomed map does not carry the whole coast.
pub(super) fn clip_ring(ring: &[(f64, f64)], frame: Frame) -> Vec<(f64, f64)> {
    type Edge = (fn(&(f64, f64), f64) -> bool, fn((f64, f64), (f64, f64), f64) -> (f64, f64), f64);
    let at_x = |a: (f64, f64), b: (f64, f64), x: f64| (x, a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0));
    let at_y = |a: (f64, f64), b: (f64, f64), y: f64| (a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1), y);
    let edges: [Edge; 4] = [
        (|p, v| p.0 >= v, at_x, frame.left),
        (|p, v| p.0 <= v, at_x, frame.right),
        (|p, v| p.1 >= v, at_y, frame.top),
        (|p, v| p.1 <= v, at_y, frame.bottom),
    ];
    let mut points = ring.to_vec();
    for (keeps, cross, value) in edges {
        let Some(mut before) = points.last().copied() else { return points };
        let mut kept = Vec::with_capacity(points.len());
        for &here in &points {
            match (keeps(&before, value), keeps(&here, value)) {
                (true, true) => kept.push(here),
                (true, false) => kept.push(cross(before, here, value)),
                (false, true) => kept.extend([cross(before, here, value), here]),
                (false, false) => {}
            }
            before = here;
        }
        points = kept;
    }
    points
}

/// Cuts a line into the stretches that touch a frame (whole segments, so ends may hang out a little).
pub(super) fn clip_line(line: &[(f64, f64)], frame: Frame) -> Vec<Vec<(f64, f64)>> {
    let mut stretches: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut open = false;
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let near = Frame { left: a.0.min(b.0), top: a.1.min(b.1), right: a.0.max(b.0), bottom: a.1.max(b.1) }
            .grown(0.05)
            .meets(&frame);
        match (near, open, stretches.last_mut()) {
            (true, true, Some(last)) => last.push(b),
            (true, _, _) => stretches.push(vec![a, b]),
            (false, _, _) => {}
        }
        open = near;
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        assert_eq!(number(1.25).to_string(), "1.3");
        assert_eq!(number(-0.04).to_string(), "0");
        assert_eq!(number(3.0).to_string(), "3");
        assert_eq!(number(-2.55).to_string(), "-2.6");
        for tenths in (-20_000..20_000).map(f64::from) {
            let value = tenths / 10.0 + 0.0;
            let long = if tenths % 10.0 == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") };
            assert_eq!(number(value).to_string(), long);
        }
    }

    #[test]
    fn words_cannot_leave_their_element() {
        assert_eq!(escape("<a href=\"x\">'&\u{1}"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }

    #[test]
    fn a_ring_is_cut_at_the_frame() {
        let frame = Frame { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        let ring = [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)];
        let cut = clip_ring(&ring, frame);
        assert!(cut.iter().all(|p| frame.holds(*p)), "{cut:?}");
        assert_eq!(cut.len(), 4);
        assert!(clip_ring(&[(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)], frame).is_empty());
    }

    #[test]
    fn a_line_is_cut_into_stretches() {
        let frame = Frame { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        let line = [(1.0, 1.0), (2.0, 2.0), (50.0, 50.0), (60.0, 50.0), (60.0, -20.0), (5.0, -20.0), (5.0, 5.0)];
        assert_eq!(clip_line(&line, frame).len(), 2);
    }

    #[test]
    fn a_path_does_not_drift() {
        let points: Vec<(f64, f64)> = (0..100).map(|i| (f64::from(i) * 0.33, 0.0)).collect();
        let written = path(&points, false);
        let end: f64 = written
            .trim_start_matches("M0 0")
            .split('l')
            .filter_map(|s| s.split(' ').next()?.parse::<f64>().ok())
            .sum();
        assert!((end - 32.7).abs() < 0.051, "{end}");
    }

    #[test]
    fn long_words_are_cut_into_lines() {
        assert_eq!(lines("あいうえお", 10.0, 32.0), ["あいう", "えお"]);
        assert_eq!(lines("", 10.0, 32.0), [""]);
    }
}
