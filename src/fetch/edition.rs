//! Names of files → which part of which edition each is; the newest edition.

use super::index::Found;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a file's name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Part of the publication: a service's code, a kind of institution.
    pub(super) part: String,
    /// As of when the edition is; `None` when the name does not say, which is older than any that does.
    pub(super) as_of: Option<Date>,
    /// Which of several issues of the same edition.
    pub(super) issue: u64,
}

/// The newest edition among some files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// As of when it is.
    pub(super) as_of: Option<Date>,
    /// Its files by part.
    pub(super) files: Vec<(String, Found)>,
    /// Parts that only an older edition has.
    pub(super) missing: Vec<String>,
}

/// Chooses the newest edition, and in it the newest issue of each part. `None` when no name is known.
pub(super) fn newest(found: Vec<Found>, label: &dyn Fn(&str) -> Option<Label>) -> Option<Choice> {
    let labelled: Vec<(Label, Found)> =
        found.into_iter().filter_map(|file| label(&file.name).map(|label| (label, file))).collect();
    let as_of = labelled.iter().map(|(label, _)| label.as_of).max()?;
    let every: BTreeSet<String> = labelled.iter().map(|(label, _)| label.part.clone()).collect();
    let mut best: BTreeMap<String, (u64, Found)> = BTreeMap::new();
    for (label, file) in labelled.into_iter().filter(|(label, _)| label.as_of == as_of) {
        if best.get(&label.part).is_none_or(|(issue, _)| *issue < label.issue) {
            best.insert(label.part, (label.issue, file));
        }
    }
    let missing = every.into_iter().filter(|part| !best.contains_key(part)).collect();
    Some(Choice { as_of, files: best.into_iter().map(|(part, (_, file))| (part, file)).collect(), missing })
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A name without the first of these endings that it has.
fn without_ending<'a>(name: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings.iter().find_map(|ending| name.strip_suffix(ending))
}

/// `20260601` → a date.
fn compact(text: &str) -> Option<Date> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    Date::new(part(0, 4)?, i8::try_from(part(4, 6)?).ok()?, i8::try_from(part(6, 8)?).ok()?).ok()
}

/// Care offices: `jigyosho_110.csv` and `jigyosho_110_all_20260709180319.csv`. An edition published from July on is
/// that of the end of June, one published earlier in the year that of the end of December.
pub(super) fn kaigo(name: &str) -> Option<Label> {
    let rest = without_ending(name, &[".csv.zip", ".csv", ".zip"])?.strip_prefix("jigyosho_")?;
    let (part, rest) = (rest.get(..3)?, rest.get(3..)?);
    let stamp = rest.rsplit('_').next().unwrap_or_default();
    if !digits(part) || !(rest.is_empty() || (rest.starts_with('_') && digits(stamp) && stamp.len() >= 8)) {
        return None;
    }
    let as_of = compact(stamp).and_then(|published| match published.month() {
        7.. => Date::new(published.year(), 6, 30).ok(),
        _ => Date::new(published.year() - 1, 12, 31).ok(),
    });
    Some(Label { part: part.to_owned(), as_of, issue: stamp.parse().unwrap_or(0) })
}

/// Files of ナビイ's publication, facilities before the hours that belong to them.
pub(super) const NAVII: [&str; 8] = [
    "01-1_hospital_facility_info",
    "01-2_hospital_speciality_hours",
    "02-1_clinic_facility_info",
    "02-2_clinic_speciality_hours",
    "03-1_dental_facility_info",
    "03-2_dental_speciality_hours",
    "04_maternity_home",
    "05_pharmacy",
];

/// ナビイ: `02-1_clinic_facility_info_20251201.zip`, since 2026 `…_20260601.csv.zip`; `.csv` when staff unpacked it.
pub(super) fn navii(name: &str) -> Option<Label> {
    let stem = without_ending(name, &[".csv.zip", ".zip", ".csv"])?;
    let (part, stamp) = stem.rsplit_once('_')?;
    let as_of = compact(stamp).filter(|_| stamp.len() == 8 && digits(stamp))?;
    NAVII.contains(&part).then(|| Label { part: part.to_owned(), as_of: Some(as_of), issue: 0 })
}

/// The bureau's lists: names by pattern (`*` is anything), the edition from `r0802` (令和8年2月), a new issue from
/// the number after it (`r0705-3`).
pub(super) fn bureau(name: &str, patterns: &[String]) -> Option<Label> {
    let pattern = patterns.iter().find(|pattern| fits(pattern, name))?;
    let part = pattern.split('*').next().unwrap_or_default().trim_end_matches("_r").trim_end_matches('_');
    let (year, month, issue) = era(name)?;
    Some(Label { part: part.to_owned(), as_of: Date::new(2018 + year, month, 1).ok(), issue })
}

/// Year and month of 令和 and number of the issue: `…r0802-3…` → 8, 2, 3.
fn era(name: &str) -> Option<(i16, i8, u64)> {
    name.match_indices(['r', 'R']).find_map(|(at, _)| {
        let stamp = name.get(at + 1..at + 5).filter(|stamp| digits(stamp))?;
        let issue = name.get(at + 5..)?.strip_prefix(['-', '_']).unwrap_or_default();
        let issue: String = issue.chars().take_while(char::is_ascii_digit).collect();
        let month = stamp[2..].parse().ok().filter(|month| (1..=12).contains(month))?;
        Some((stamp[..2].parse().ok()?, month, issue.parse().unwrap_or(0)))
    })
}

/// An unpacked workbook of a bureau's list, by its words: 「12届出受理医療機関名簿（医科）千葉r0710.xlsx」 → `shisetsu_ika_12`.
pub(super) fn bureau_workbook(name: &str) -> Option<Label> {
    if !name.to_lowercase().ends_with(".xlsx") || !name.contains("届出受理医療機関名簿") || name.contains("項目別")
    {
        return None;
    }
    let part =
        [("医科", "ika"), ("歯科", "shika"), ("薬局", "yakkyoku")].into_iter().find(|(word, _)| name.contains(word));
    let prefecture: String = name.chars().take(2).map(half_width).collect();
    let (year, month, issue) = era(name).unwrap_or((0, 1, 0));
    let as_of = (year > 0).then(|| Date::new(2018 + year, month, 1).ok()).flatten();
    digits(&prefecture).then_some(Label { part: format!("shisetsu_{}_{prefecture}", part?.1), as_of, issue })
}

/// A full-width digit as a half-width one.
pub(super) fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        c => c,
    }
}

/// 国土数値情報: `N03-20250101_12_GML.zip` by prefecture or for all Japan, `N02-24_GML.zip`.
pub(super) fn ksj(name: &str, code: &str, prefecture: &str) -> Option<Label> {
    let rest = name.strip_prefix(code)?.strip_prefix('-')?.strip_suffix("_GML.zip")?;
    let (stamp, part) = rest.split_once('_').unwrap_or((rest, ""));
    if !digits(stamp) || !(part.is_empty() || part == prefecture) {
        return None;
    }
    // 24 → 2024, 170101 → 2017-01-01. Data of the nineteen-hundreds have no such files.
    let as_of = match stamp.len() {
        2 => Date::new(2000 + stamp.parse::<i16>().ok()?, 1, 1).ok(),
        6 => compact(&format!("20{stamp}")),
        _ => compact(stamp),
    }?;
    // The prefecture's own file is smaller than that of all Japan.
    Some(Label { part: code.to_owned(), as_of: Some(as_of), issue: u64::from(!part.is_empty()) })
}

/// 国土数値情報's page of a data set: `KsjTmplt-N03-2025.html` is newer than `KsjTmplt-N03-v3_1.html`.
pub(super) fn ksj_page(name: &str, code: &str) -> Option<Label> {
    let rest = name.strip_prefix("KsjTmplt-")?.strip_prefix(code)?;
    let rest = rest.strip_suffix(".html").or_else(|| rest.strip_suffix(".htm"))?;
    let version = rest.strip_prefix('-').unwrap_or_default();
    if !(rest.is_empty() || rest.starts_with('-')) {
        return None;
    }
    let number = version.trim_start_matches('v').replace('_', "");
    let year = digits(version).then(|| version.get(..4)).flatten().and_then(|year| year.parse().ok());
    let as_of = year.and_then(|year| Date::new(year, 1, 1).ok());
    Some(Label { part: code.to_owned(), as_of, issue: number.parse().unwrap_or(0) })
}

/// 位置参照情報: `12220-24.0a.zip` (blocks), `12220-19.0b.zip` (towns), or the CSV in them as `12220_2025.csv`.
pub(super) fn address(name: &str, codes: &[String]) -> Option<Label> {
    let stem = name.strip_suffix(".zip")?;
    let (code, version) = stem.split_once('-')?;
    let number = version.get(..version.len().checked_sub(1)?)?.replace('.', "");
    let level = version.chars().last().filter(|c| matches!(c, 'a' | 'b'))?;
    let known = codes.iter().any(|known| known == code);
    (known && digits(&number)).then(|| Label {
        part: format!("{code}{level}"),
        as_of: None,
        issue: number.parse().unwrap_or(0),
    })
}

/// Whether a name fits a pattern in which `*` is anything.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::index::At;
    use jiff::civil::date;

    fn found(names: &[&str]) -> Vec<Found> {
        names
            .iter()
            .map(|name| Found { name: (*name).into(), at: At::Web(format!("https://example.jp/{name}")) })
            .collect()
    }

    fn names(choice: &Choice) -> Vec<&str> {
        choice.files.iter().map(|(_, file)| file.name.as_str()).collect()
    }

    #[test]
    fn the_newest_of_both_generations_is_chosen() {
        let choice = newest(
            found(&[
                "jigyosho_110.csv",
                "jigyosho_120.csv",
                "jigyosho_110_all_20260709180319.csv",
                "jigyosho_110_all_20260115090000.csv",
                "jigyosho_110_all_20260801000000.csv",
                "jigyosho_nope.csv",
            ]),
            &kaigo,
        )
        .expect("some");
        assert_eq!(names(&choice), ["jigyosho_110_all_20260801000000.csv"]);
        assert_eq!((choice.as_of, choice.missing), (Some(date(2026, 6, 30)), vec!["120".to_owned()]));
        let old = newest(found(&["jigyosho_110.csv", "jigyosho_120.csv"]), &kaigo).expect("some");
        assert_eq!((old.as_of, old.files.len()), (None, 2));
        assert_eq!(
            kaigo("jigyosho_110_all_20260115090000.csv").and_then(|label| label.as_of),
            Some(date(2025, 12, 31))
        );
    }

    #[test]
    fn the_changed_ending_is_the_same_part() {
        let both = ["02-1_clinic_facility_info_20251201.zip", "02-1_clinic_facility_info_20260601.csv.zip"];
        assert_eq!(names(&newest(found(&both), &navii).expect("some")), [both[1]]);
        assert_eq!(navii("05_pharmacy_20260601.csv").map(|label| label.part).as_deref(), Some("05_pharmacy"));
        assert_eq!(navii("06_new_20260601.csv"), None);
    }

    #[test]
    fn reissued_lists_win() {
        let patterns = ["shisetsu_ika_r*.zip".to_owned(), "shisetsu_yakkyoku_r*.zip".to_owned()];
        let label = |name: &str| bureau(name, &patterns);
        let all = [
            "shisetsu_ika_r0801.zip",
            "shisetsu_ika_r0802.zip",
            "shisetsu_ika_r0802-3.zip",
            "shisetsu_yakkyoku_r0802.zip",
        ];
        let choice = newest(found(&all), &label).expect("some");
        assert_eq!(names(&choice), ["shisetsu_ika_r0802-3.zip", "shisetsu_yakkyoku_r0802.zip"]);
        assert_eq!(choice.as_of, Some(date(2026, 2, 1)));
        let workbook = bureau_workbook("12届出受理医療機関名簿（医科）千葉r0710.xlsx").expect("known");
        assert_eq!((workbook.part.as_str(), workbook.as_of), ("shisetsu_ika_12", Some(date(2025, 10, 1))));
    }

    #[test]
    fn the_prefectures_own_file_and_the_newest_page_win() {
        let label = |name: &str| ksj(name, "N03", "12");
        let all =
            ["N03-20250101_12_GML.zip", "N03-20250101_GML.zip", "N03-170101_12_GML.zip", "N03-20250101_13_GML.zip"];
        assert_eq!(names(&newest(found(&all), &label).expect("some")), [all[0]]);
        assert_eq!(ksj("N02-24_GML.zip", "N02", "12").and_then(|label| label.as_of), Some(date(2024, 1, 1)));
        let page = |name: &str| ksj_page(name, "N03");
        let pages =
            ["KsjTmplt-N03-v3_1.html", "KsjTmplt-N03-2025.html", "KsjTmplt-N03-2026.html", "KsjTmplt-N02-2026.html"];
        assert_eq!(names(&newest(found(&pages), &page).expect("some")), [pages[2]]);
    }

    #[test]
    fn stars_are_anything() {
        assert!(fits("a_*.zip", "a_1.zip") && fits("a*b*c", "a1b2c") && fits("abc", "abc"));
        assert!(!fits("a_*.zip", "a_1.csv") && !fits("abc", "abcd") && !fits("a*b", "ac"));
    }
}
