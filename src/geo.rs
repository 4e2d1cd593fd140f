//! Coordinates: distances, polygons, simplification, and the flat projection that pictures are drawn in.
//!
//! Functions only; the point itself is [`LonLat`]. Exact enough for a municipality (errors below 0.1 % over 50 km).

use crate::model::LonLat;

/// Mean radius of the earth in metres (IUGG).
const EARTH: f64 = 6_371_008.8;

/// Distance over the ground in metres (haversine).
pub fn distance(a: LonLat, b: LonLat) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.lon - a.lon).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH * h.sqrt().min(1.0).asin()
}

/// Coordinates of two cells; `None` for zeros, what lies outside Japan, and what is no number.
pub fn read_point(lat: &str, lon: &str) -> Option<LonLat> {
    let point = LonLat::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?);
    in_japan(point).then_some(point)
}

/// Whether a point lies in the box that holds Japan with its islands. Not a border: a check for swapped or broken values.
pub fn in_japan(point: LonLat) -> bool {
    (122.0..=154.0).contains(&point.lon) && (20.0..=46.0).contains(&point.lat)
}

/// Whether a point lies inside rings by the even–odd rule, so that holes are outside. Rings may be closed or open.
pub fn inside(point: LonLat, rings: &[Vec<LonLat>]) -> bool {
    let mut inside = false;
    for ring in rings {
        let Some(mut before) = ring.last().copied() else { continue };
        for &here in ring {
            let spans = (here.lat > point.lat) != (before.lat > point.lat);
            if spans {
                let t = (point.lat - here.lat) / (before.lat - here.lat);
                if point.lon < here.lon + t * (before.lon - here.lon) {
                    inside = !inside;
                }
            }
            before = here;
        }
    }
    inside
}

/// Middle of some points (their mean); `None` without any.
pub fn mean(points: impl IntoIterator<Item = LonLat>) -> Option<LonLat> {
    let (mut lon, mut lat, mut count) = (0.0, 0.0, 0.0);
    for point in points {
        lon += point.lon;
        lat += point.lat;
        count += 1.0;
    }
    (count > 0.0).then(|| LonLat::new(lon / count, lat / count))
}

/// The box around points, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// South-western corner.
    pub low: LonLat,
    /// North-eastern corner.
    pub high: LonLat,
}

impl Bounds {
    /// The least box around points; `None` without any finite one.
    pub fn around(points: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        points
            .into_iter()
            .filter(|p| p.lon.is_finite() && p.lat.is_finite())
            .fold(None, |bounds: Option<Self>, p| Some(bounds.map_or(Self { low: p, high: p }, |b| b.with(p))))
    }

    /// From west, south, east, north.
    pub fn of([west, south, east, north]: [f64; 4]) -> Self {
        Self { low: LonLat::new(west.min(east), south.min(north)), high: LonLat::new(west.max(east), south.max(north)) }
    }

    /// The box that also holds a point.
    #[must_use]
    pub fn with(self, p: LonLat) -> Self {
        Self {
            low: LonLat::new(self.low.lon.min(p.lon), self.low.lat.min(p.lat)),
            high: LonLat::new(self.high.lon.max(p.lon), self.high.lat.max(p.lat)),
        }
    }

    /// The middle.
    pub fn centre(self) -> LonLat {
        LonLat::new((self.low.lon + self.high.lon) / 2.0, (self.low.lat + self.high.lat) / 2.0)
    }

    /// Width and height in metres, measured through the middle.
    pub fn metres(self) -> (f64, f64) {
        let (lon, lat) = metres_per_degree(self.centre().lat);
        ((self.high.lon - self.low.lon) * lon, (self.high.lat - self.low.lat) * lat)
    }

    /// The same middle, grown so that it measures at least so many metres each way.
    #[must_use]
    pub fn at_least(self, width: f64, height: f64) -> Self {
        let (lon, lat) = metres_per_degree(self.centre().lat);
        let (w, h) = self.metres();
        let (dx, dy) = ((width - w).max(0.0) / lon / 2.0, (height - h).max(0.0) / lat / 2.0);
        Self {
            low: LonLat::new(self.low.lon - dx, self.low.lat - dy),
            high: LonLat::new(self.high.lon + dx, self.high.lat + dy),
        }
    }

    /// Whether it holds a point.
    pub fn holds(self, p: LonLat) -> bool {
        (self.low.lon..=self.high.lon).contains(&p.lon) && (self.low.lat..=self.high.lat).contains(&p.lat)
    }
}

/// Length of one degree of longitude and of latitude in metres at a latitude.
pub fn metres_per_degree(lat: f64) -> (f64, f64) {
    let degree = EARTH.to_radians();
    (degree * lat.to_radians().cos().max(1e-6), degree)
}

/// Degrees → points of a picture, the same scale both ways, north up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    centre: LonLat,
    per_degree: (f64, f64),
    middle: (f64, f64),
    scale: f64,
}

impl Projection {
    /// Fits a box into a picture of a size, leaving a margin on every side; the box is centred.
    pub fn new(bounds: Bounds, width: f64, height: f64, margin: f64) -> Self {
        let (w, h) = bounds.metres();
        let scale = ((width - 2.0 * margin) / w.max(1.0)).min((height - 2.0 * margin) / h.max(1.0)).max(1e-9);
        let centre = bounds.centre();
        Self { centre, per_degree: metres_per_degree(centre.lat), middle: (width / 2.0, height / 2.0), scale }
    }

    /// Where a point falls in the picture: x to the right, y downwards.
    pub fn place(&self, point: LonLat) -> (f64, f64) {
        (
            self.middle.0 + (point.lon - self.centre.lon) * self.per_degree.0 * self.scale,
            self.middle.1 - (point.lat - self.centre.lat) * self.per_degree.1 * self.scale,
        )
    }

    /// What lies under a point of the picture: the inverse of [`Projection::place`].
    pub fn ground(&self, (x, y): (f64, f64)) -> LonLat {
        LonLat::new(
            self.centre.lon + (x - self.middle.0) / self.per_degree.0 / self.scale,
            self.centre.lat - (y - self.middle.1) / self.per_degree.1 / self.scale,
        )
    }

    /// Units of the picture per metre.
    pub const fn scale(&self) -> f64 {
        self.scale
    }
}

/// Leaves out the points of a line that lie within `metres` of the line without them (Douglas–Peucker).
/// The first and last point always stay.
pub fn simplify(line: &[LonLat], metres: f64) -> Vec<LonLat> {
    let (lon, lat) = metres_per_degree(line.first().map_or(0.0, |point| point.lat));
    let flat: Vec<(f64, f64)> = line.iter().map(|p| (p.lon * lon, p.lat * lat)).collect();
    line.iter().zip(kept(&flat, metres)).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// The same for points of a picture, in its units.
pub fn simplify_flat(line: &[(f64, f64)], off: f64) -> Vec<(f64, f64)> {
    line.iter().zip(kept(line, off)).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

fn kept(flat: &[(f64, f64)], tolerance: f64) -> Vec<bool> {
    let last = flat.len().saturating_sub(1);
    let mut keep: Vec<bool> = (0..flat.len()).map(|at| at == 0 || at == last).collect();
    // A stack instead of recursion: a coast has tens of thousands of points.
    let mut open = vec![(0, last)];
    while let Some((from, until)) = open.pop() {
        let farthest = (from + 1..until)
            .map(|at| (off_segment(flat[at], flat[from], flat[until]), at))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((off, at)) = farthest
            && off > tolerance
        {
            keep[at] = true;
            open.push((from, at));
            open.push((at, until));
        }
    }
    keep
}

/// Distance of a flat point from a segment.
fn off_segment(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let t = if length == 0.0 { 0.0 } else { (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length).clamp(0.0, 1.0) };
    (p.0 - a.0 - t * dx).hypot(p.1 - a.1 - t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNGA: LonLat = LonLat::new(139.906_063, 35.914_392);
    const MINAMI: LonLat = LonLat::new(139.903_865, 35.838_035);

    fn square(low: f64, high: f64) -> Vec<LonLat> {
        vec![LonLat::new(low, low), LonLat::new(high, low), LonLat::new(high, high), LonLat::new(low, high)]
    }

    #[test]
    fn a_distance_is_that_of_the_ground() {
        let metres = distance(UNGA, MINAMI);
        assert!((8_480.0..8_510.0).contains(&metres), "{metres}");
        assert_eq!(distance(UNGA, UNGA), 0.0);
    }

    #[test]
    fn a_hole_is_outside() {
        let rings = [square(0.0, 10.0), square(4.0, 6.0)];
        assert!(inside(LonLat::new(1.0, 5.0), &rings));
        assert!(!inside(LonLat::new(5.0, 5.0), &rings));
        assert!(!inside(LonLat::new(11.0, 5.0), &rings));
        assert!(!inside(LonLat::new(5.0, 5.0), &[]));
    }

    #[test]
    fn swapped_and_zero_points_are_not_in_japan() {
        assert!(in_japan(UNGA));
        assert!(!in_japan(LonLat::new(UNGA.lat, UNGA.lon)));
        assert!(!in_japan(LonLat::new(0.0, 0.0)));
        assert!(!in_japan(LonLat::new(f64::NAN, 35.0)));
    }

    #[test]
    fn a_picture_keeps_its_margin_and_north_is_up() {
        let bounds = Bounds::around([UNGA, MINAMI]).expect("points");
        let projection = Projection::new(bounds, 300.0, 400.0, 20.0);
        let (north, south) = (projection.place(UNGA), projection.place(MINAMI));
        assert!((north.1 - 20.0).abs() < 0.01 && (south.1 - 380.0).abs() < 0.01, "{north:?} {south:?}");
        let drawn = (north.0 - south.0).hypot(north.1 - south.1) / projection.scale();
        let back = projection.ground(north);
        assert!(distance(back, UNGA) < 0.01, "{back:?}");
        assert!((drawn / distance(UNGA, MINAMI) - 1.0).abs() < 0.001);
    }

    #[test]
    fn one_point_can_be_drawn() {
        let bounds = Bounds::around([UNGA]).expect("a point");
        assert_eq!(Projection::new(bounds, 100.0, 100.0, 10.0).place(UNGA), (50.0, 50.0));
        let (width, height) = bounds.at_least(1_000.0, 500.0).metres();
        assert!((width - 1_000.0).abs() < 0.1 && (height - 500.0).abs() < 0.1);
        assert!(Bounds::around([LonLat::new(f64::NAN, 1.0)]).is_none());
    }

    #[test]
    fn simplifying_keeps_corners_and_drops_what_is_straight() {
        let line: Vec<LonLat> = (0..=100)
            .map(|i| LonLat::new(139.9 + f64::from(i.min(50)) * 1e-4, 35.8 + f64::from((i - 50).max(0)) * 1e-4))
            .collect();
        let short = simplify(&line, 1.0);
        assert_eq!(short, [line[0], line[50], line[100]]);
        assert_eq!(simplify(&line[..2], 1.0), line[..2]);
        assert_eq!(simplify(&[], 1.0), []);
    }

    #[test]
    fn the_mean_of_nothing_is_nothing() {
        assert_eq!(mean([]), None);
        assert_eq!(mean(square(0.0, 2.0)), Some(LonLat::new(1.0, 1.0)));
    }
}
