//! Shapefiles: the lines and rings of a `.shp`, nothing else. Older 国土数値情報 has rivers and lakes in no other form.

use crate::model::LonLat;

const HEADER: usize = 100;
const FILE_CODE: i32 = 9994;
/// Points a file may have.
const POINTS: usize = 20_000_000;

fn big(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn little(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn number(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// Lines and rings of a `.shp` (polylines and polygons, with or without heights). `None` when it is none.
pub(super) fn lines(bytes: &[u8]) -> Option<Vec<Vec<LonLat>>> {
    if big(bytes, 0)? != FILE_CODE {
        return None;
    }
    let mut lines = Vec::new();
    let (mut at, mut points) = (HEADER, 0);
    while at + 8 <= bytes.len() {
        let words = usize::try_from(big(bytes, at + 4)?).ok()?;
        let end = at.checked_add(8)?.checked_add(words.checked_mul(2)?)?;
        let record = bytes.get(at + 8..end)?;
        at = end;
        // 3 lines, 5 polygons; 13, 15 with heights; 23, 25 with measures. 0 is nothing.
        if !matches!(little(record, 0)?, 3 | 5 | 13 | 15 | 23 | 25) {
            continue;
        }
        let parts = usize::try_from(little(record, 36)?).ok()?;
        let count = usize::try_from(little(record, 40)?).ok()?;
        points += count;
        if points > POINTS || parts > count {
            return None;
        }
        let first = 44_usize.checked_add(parts.checked_mul(4)?)?;
        let start = |part: usize| -> Option<usize> {
            if part == parts { Some(count) } else { usize::try_from(little(record, 44 + part * 4)?).ok() }
        };
        for part in 0..parts {
            let mut line = Vec::new();
            for point in start(part)?..start(part + 1)? {
                let lon = number(record, first + point * 16)?;
                let lat = number(record, first + point * 16 + 8)?;
                line.push(LonLat::new(lon, lat));
            }
            lines.push(line);
        }
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `.shp` of one polyline.
    fn shp(parts: &[&[(f64, f64)]]) -> Vec<u8> {
        let mut record = Vec::new();
        record.extend(3_i32.to_le_bytes());
        record.extend([0; 32]);
        let count: usize = parts.iter().map(|part| part.len()).sum();
        record.extend((parts.len() as i32).to_le_bytes());
        record.extend((count as i32).to_le_bytes());
        let mut start = 0_i32;
        for part in parts {
            record.extend(start.to_le_bytes());
            start += part.len() as i32;
        }
        for (lon, lat) in parts.iter().copied().flatten() {
            record.extend(lon.to_le_bytes());
            record.extend(lat.to_le_bytes());
        }
        let mut bytes = FILE_CODE.to_be_bytes().to_vec();
        bytes.resize(HEADER, 0);
        bytes.extend(1_i32.to_be_bytes());
        bytes.extend(((record.len() / 2) as i32).to_be_bytes());
        bytes.extend(record);
        bytes
    }

    #[test]
    fn parts_become_lines() {
        let bytes = shp(&[&[(139.0, 35.0), (139.1, 35.1)], &[(140.0, 36.0), (140.1, 36.1), (140.2, 36.0)]]);
        let lines = lines(&bytes).expect("a shapefile");
        assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(lines[1][0], LonLat::new(140.0, 36.0));
    }

    #[test]
    fn broken_ones_are_none() {
        let bytes = shp(&[&[(139.0, 35.0), (139.1, 35.1)]]);
        assert_eq!(lines(b"PK"), None);
        assert_eq!(lines(&bytes[..bytes.len() - 3]), None);
        let mut lie = bytes.clone();
        lie[HEADER + 8 + 36..HEADER + 8 + 40].copy_from_slice(&i32::MAX.to_le_bytes());
        assert_eq!(lines(&lie), None);
    }
}
