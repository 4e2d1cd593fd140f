//! What is known of a municipality by its code: name, roughly where it lies, whom it borders on.
//!
//! From the places of care offices in 介護サービス情報公表システム（厚生労働省）, CC BY 4.0: the box around a municipality's
//! offices, and the municipalities with an office within 3 km of one of them. Candidates that a person looks through, no
//! boundaries. A few municipalities without any office are missing.

const MUNICIPALITIES: &str = include_str!("municipalities.csv");

/// A designated city's wards follow its own code, by at most this many.
const WARDS: u32 = 30;

/// What is known of a municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// 都道府県.
    pub prefecture: String,
    /// 市区町村.
    pub name: String,
    /// West, south, east, north in degrees.
    pub bounds: Option<[f64; 4]>,
    /// Six-digit codes, the one with the nearest office first.
    pub neighbours: Vec<String>,
}

/// What is known of a six-digit code.
pub fn known(code: &str) -> Option<Known> {
    let row = rows().find(|(of, _)| *of == code).map(|(_, known)| known);
    row.or_else(|| city_of_wards(code))
}

fn rows() -> impl Iterator<Item = (&'static str, Known)> {
    MUNICIPALITIES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (code, prefecture, name) = (cells.next()?, cells.next()?, cells.next()?);
        let bounds: Vec<f64> = cells.by_ref().take(4).filter_map(|cell| cell.parse().ok()).collect();
        let neighbours = cells.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        let (prefecture, name) = (prefecture.to_owned(), name.to_owned());
        Some((code, Known { prefecture, name, bounds: bounds.try_into().ok(), neighbours }))
    })
}

/// 札幌市, of which the table has only the wards.
fn city_of_wards(code: &str) -> Option<Known> {
    let five = |code: &str| code.get(..5).and_then(|five| five.parse::<u32>().ok());
    let own = five(code)?;
    let wards: Vec<(&str, Known)> = rows()
        .filter(|(of, known)| {
            five(of).is_some_and(|of| of > own && of < own + WARDS)
                && known.name.ends_with('区')
                && known.name.contains('市')
        })
        .collect();
    // The next city's wards may follow close behind.
    let (city, _) = wards.first()?.1.name.split_once('市')?;
    let name = format!("{city}市");
    // A city's own number ends in 0, and its first ward's is the next.
    if own % 10 != 0 || five(wards.first()?.0) != Some(own + 1) {
        return None;
    }
    let wards: Vec<(&str, Known)> = wards.into_iter().filter(|(_, known)| known.name.starts_with(&name)).collect();
    let bounds = wards
        .iter()
        .filter_map(|(_, known)| known.bounds)
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let mut neighbours: Vec<String> = Vec::new();
    for code in wards.iter().flat_map(|(_, known)| &known.neighbours) {
        if !neighbours.contains(code) && !wards.iter().any(|(ward, _)| ward == code) {
            neighbours.push(code.clone());
        }
    }
    Some(Known { prefecture: wards.first()?.1.prefecture.clone(), name, bounds, neighbours })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_name_place_and_neighbours() {
        let one = known("122203").expect("known");
        assert_eq!((one.prefecture.as_str(), one.name.as_str()), ("千葉県", "流山市"));
        let names: Vec<String> = one.neighbours.iter().filter_map(|code| known(code)).map(|known| known.name).collect();
        assert_eq!(names, ["柏市", "松戸市", "三郷市", "野田市", "吉川市"], "all that it borders on");
        let [west, south, east, north] = one.bounds.expect("a box");
        assert!(west < 139.90 && east > 139.93 && south < 35.84 && north > 35.91);
        assert_eq!(known("999999"), None);
    }

    #[test]
    fn a_city_of_wards_is_known_by_them() {
        let city = known("011002").expect("known");
        assert_eq!((city.prefecture.as_str(), city.name.as_str()), ("北海道", "札幌市"));
        assert!(city.neighbours.iter().all(|code| !known(code).is_some_and(|known| known.name.starts_with("札幌市"))));
        assert_eq!(known("141305").map(|city| city.name).as_deref(), Some("川崎市"));
        assert_eq!(known("141500").map(|city| city.name).as_deref(), Some("相模原市"));
        assert_eq!(known("131008"), None, "the wards of Tokyo are no city's");
    }

    #[test]
    fn every_row_is_whole() {
        for (code, known) in rows() {
            assert!(
                crate::check::municipality_digit(&code[..5]).is_some_and(|digit| code.ends_with(&digit.to_string()))
            );
            assert!(!known.prefecture.is_empty() && !known.name.is_empty(), "{code}");
            if let Some([west, south, east, north]) = known.bounds {
                assert!(west < east && south < north && east - west < 3.0 && north - south < 3.0, "{code}");
            }
            assert!(!known.neighbours.iter().any(|other| other == code), "{code}");
        }
    }
}
