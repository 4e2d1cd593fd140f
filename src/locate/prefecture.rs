//! Prefectures as boxes, to catch a point that fell into another part of Japan.

use crate::model::LonLat;

/// West, south, east, north in degrees, rounded outward to a tenth from the extreme points of each prefecture, islands
/// included; in the order of the prefecture codes 01 to 47.
const BOXES: [[f64; 4]; 47] = [
    [139.3, 41.3, 148.9, 45.6],
    [139.4, 40.2, 141.8, 41.6],
    [140.6, 38.7, 142.1, 40.5],
    [140.2, 37.7, 141.7, 39.1],
    [139.6, 38.8, 141.0, 40.6],
    [139.5, 37.7, 140.7, 39.3],
    [139.1, 36.7, 141.1, 38.0],
    [139.6, 35.7, 140.9, 37.0],
    [139.3, 36.1, 140.3, 37.2],
    [138.3, 35.9, 139.7, 37.1],
    [138.7, 35.7, 140.0, 36.3],
    [139.7, 34.8, 140.9, 36.2],
    [136.0, 20.4, 154.0, 36.0],
    [138.9, 35.1, 139.9, 35.7],
    [137.6, 36.7, 140.0, 38.6],
    [136.7, 36.2, 137.8, 37.0],
    [136.2, 36.0, 137.4, 37.9],
    [135.4, 35.3, 136.9, 36.4],
    [138.1, 35.1, 139.2, 36.0],
    [137.3, 35.1, 138.8, 37.1],
    [136.2, 35.1, 137.7, 36.5],
    [137.4, 34.5, 139.2, 35.7],
    [136.6, 34.5, 137.9, 35.5],
    [135.8, 33.7, 137.0, 35.3],
    [135.7, 34.7, 136.5, 35.8],
    [134.8, 34.7, 136.1, 35.8],
    [135.0, 34.2, 135.8, 35.1],
    [134.2, 34.1, 135.5, 35.7],
    [135.5, 33.8, 136.3, 34.8],
    [134.9, 33.4, 136.1, 34.4],
    [133.1, 35.0, 134.6, 35.7],
    [131.6, 34.3, 133.4, 37.3],
    [133.2, 34.2, 134.5, 35.4],
    [132.0, 34.0, 133.5, 35.2],
    [130.7, 33.7, 132.5, 34.8],
    [133.6, 33.5, 134.9, 34.3],
    [133.4, 34.0, 134.5, 34.6],
    [132.0, 32.8, 133.7, 34.4],
    [132.4, 32.7, 134.4, 33.9],
    [129.9, 33.0, 131.2, 34.3],
    [129.7, 32.9, 130.6, 33.7],
    [128.1, 31.9, 130.4, 34.8],
    [129.9, 32.0, 131.4, 33.2],
    [130.8, 32.7, 132.2, 33.8],
    [130.7, 31.3, 131.9, 32.9],
    [128.3, 27.0, 131.3, 32.4],
    [122.9, 24.0, 131.4, 27.9],
];

/// Whether a point lies outside the box of the prefecture that a municipality code begins with. `false` when the code
/// names none.
pub(super) fn outside(point: LonLat, code: &str) -> bool {
    let number = code.get(..2).and_then(|digits| digits.parse::<usize>().ok()).unwrap_or_default();
    number.checked_sub(1).and_then(|at| BOXES.get(at)).is_some_and(|[west, south, east, north]| {
        !(*west..=*east).contains(&point.lon) || !(*south..=*north).contains(&point.lat)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sendai_is_not_in_chiba_and_the_islands_are_in_tokyo() {
        assert!(outside(LonLat::new(140.9, 38.3), "122203"));
        assert!(!outside(LonLat::new(139.9, 35.86), "122203"));
        assert!(!outside(LonLat::new(142.2, 27.1), "134210"));
        assert!(!outside(LonLat::new(0.0, 0.0), ""));
    }
}
