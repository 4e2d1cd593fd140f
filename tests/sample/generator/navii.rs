//! 医療情報ネット（ナビイ）: institutions, consultation hours, pharmacies. UTF-8 with mark, CRLF, all quoted but the
//! coordinates.
//!
//! The header of the hospitals is verbatim. Those of clinics and dentists (the hospitals' first 57 columns), of the
//! hours, and of pharmacies are put together from descriptions: **unverified**, so readers go by the columns' names.
//! A flag is `1` when open and `0` when closed, the reverse of its column's name.

use super::File;
use super::address::{Site, Style};
use super::random::Random;
use super::text::{self, Quoting};
use super::world::{Institution, Sort, World};

const DAYS: [&str; 8] = ["月", "火", "水", "木", "金", "土", "日", "祝"];
const WIDE: [&str; 5] = ["１", "２", "３", "４", "５"];

/// All files of this source.
pub(crate) fn files(world: &World) -> Vec<File> {
    let mut random = Random::new(2026);
    let mut out = Vec::new();
    for (sort, main, hours) in [
        (Sort::Hospital, "01-1_hospital_facility_info", "01-2_hospital_speciality_hours"),
        (Sort::Clinic, "02-1_clinic_facility_info", "02-2_clinic_speciality_hours"),
        (Sort::Dental, "03-1_dental_facility_info", "03-2_dental_speciality_hours"),
    ] {
        let all: Vec<&Institution> = listed(world, sort);
        let rows: Vec<_> = all.iter().map(|one| institution(one, &mut random)).collect();
        out.push(file(main, &institution_header(sort), &rows, Quoting::AllBut(10, 11)));
        let rows: Vec<_> = all.iter().flat_map(|one| hours_rows(one)).collect();
        out.push(file(hours, &hours_header(), &rows, Quoting::AllBut(usize::MAX, usize::MAX)));
    }
    let rows: Vec<_> = listed(world, Sort::Pharmacy).iter().map(|one| pharmacy(one, &mut random)).collect();
    out.push(file("05_pharmacy", &pharmacy_header(), &rows, Quoting::AllBut(8, 9)));
    out
}

fn listed(world: &World, sort: Sort) -> Vec<&Institution> {
    world.institutions.iter().filter(|one| one.sort == sort && one.in_navii).collect()
}

fn file(name: &str, header: &[String], rows: &[Vec<String>], quoting: Quoting) -> File {
    File { path: format!("navii/{name}_20260601.csv"), bytes: text::with_mark(&text::rows(header, rows, quoting)) }
}

fn institution_header(sort: Sort) -> Vec<String> {
    let mut header = text::header(
        "ID,正式名称,正式名称（フリガナ）,略称,略称（フリガナ）,英語表記（ローマ字表記）,機関区分,都道府県コード,市区町村コード,所在地,所在地座標（緯度）,所在地座標（経度）,案内用ホームページアドレス",
    );
    header.extend(DAYS[..7].iter().map(|day| format!("毎週決まった曜日に休診（{day}）")));
    for week in 1..=5 {
        header.extend(DAYS[..7].iter().map(|day| format!("決まった週に休診（定期週）第{week}週（{day}）")));
    }
    header.extend(text::header("祝日に休診,その他の休診日（gw、お盆等）"));
    if sort == Sort::Hospital {
        header.extend(text::header("一般病床,療養病床,療養病床のうち医療保険適用,療養病床のうち介護保険適用,精神病床,結核病床,感染症病床,合計病床数"));
    }
    header
}

fn coordinate(degrees: f64) -> String {
    if degrees == 0.0 { "0.0".to_owned() } else { format!("{degrees:.6}") }
}

/// The address of this source: prefecture and city, then any manner; a space may stand before the building.
fn address(site: &Site, random: &mut Random) -> String {
    let style = *random.pick(&[Style::Chome, Style::Short, Style::Wide, Style::Kanji]);
    let gap = if site.building.is_empty() { "" } else { "\u{3000}" };
    format!("千葉県流山市{}{gap}{}", site.written(style), site.building)
}

fn institution(one: &Institution, random: &mut Random) -> Vec<String> {
    let week = &one.week;
    let flag = |day: usize| match (week.has_flags, week.first[day].or(week.second[day])) {
        (false, _) => "",
        (true, Some(_)) => "1",
        (true, None) => "0",
    };
    let mut row: Vec<String> = vec![
        one.navii.clone(),
        one.name.clone(),
        one.kana.clone(),
        String::new(),
        String::new(),
        String::new(),
        one.navii[2..3].to_owned(),
        "12".to_owned(),
        "220".to_owned(),
        address(&one.site, random),
        coordinate(one.site.lat),
        coordinate(one.site.lon),
        one.url.clone(),
    ];
    // One clinic's flag says closed on Saturdays while its hours say open.
    let contradicts = one.number == "9900132";
    row.extend((0..7).map(|day| if contradicts && day == 5 { "0" } else { flag(day) }.to_owned()));
    // Second and fourth Saturday off in a few places; elsewhere nobody answered.
    let weeks = one.sort != Sort::Hospital && random.chance(10);
    for n in 1..=5 {
        row.extend((0..7).map(|day| match (weeks && day == 5, n) {
            (false, _) => String::new(),
            (true, 2 | 4) => "0".to_owned(),
            (true, _) => "1".to_owned(),
        }));
    }
    row.push(flag(7).to_owned());
    row.push(week.note.to_owned());
    if one.sort == Sort::Hospital {
        let beds = one.beds.to_string();
        row.extend([beds.as_str(), "0", "0", "0", "0", "0", "0", beds.as_str()].map(str::to_owned));
    }
    row
}

fn hours_header() -> Vec<String> {
    let mut header = text::header("ID,診療科目コード,診療科目名,診療時間帯");
    for word in ["診療", "外来受付"] {
        for day in DAYS {
            header.push(format!("{day}_{word}開始時間"));
            header.push(format!("{day}_{word}終了時間"));
        }
    }
    header
}

/// One row per 診療科目 and 時間帯; reception closes with the hours.
fn hours_rows(one: &Institution) -> Vec<Vec<String>> {
    if !one.week.has_hours {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (code, name) in &one.departments {
        for (slot, times) in [("1", &one.week.first), ("2", &one.week.second)] {
            let mut row = vec![one.navii.clone(), (*code).to_owned(), (*name).to_owned(), slot.to_owned()];
            for _ in ["診療", "外来受付"] {
                for time in times {
                    let (from, until) = time.unwrap_or(("", ""));
                    row.extend([from.to_owned(), until.to_owned()]);
                }
            }
            rows.push(row);
        }
    }
    rows
}

fn pharmacy_header() -> Vec<String> {
    let mut header = text::header(
        "ID,名称,フリガナ,ローマ字,機関区分,都道府県コード,市区町村コード,所在地,所在地座標（緯度）,所在地座標（経度）,薬局のホームページアドレス",
    );
    header.extend(DAYS.iter().map(|day| format!("営業日（{day}）")));
    header.extend(DAYS[..7].iter().map(|day| format!("定期閉店毎週（{day}）")));
    for week in WIDE {
        header.extend(DAYS[..7].iter().map(|day| format!("定期閉店第{week}週（{day}）")));
    }
    header.push("その他の閉店日（gw、お盆等）".to_owned());
    for day in DAYS {
        for slot in 1..=4 {
            header.push(format!("{day}_開店時間帯{slot}_開始時間"));
            header.push(format!("{day}_開店時間帯{slot}_終了時間"));
        }
    }
    header
}

fn pharmacy(one: &Institution, random: &mut Random) -> Vec<String> {
    let week = &one.week;
    let flag = |day: usize| if week.first[day].is_some() { "1" } else { "0" }.to_owned();
    let mut row: Vec<String> = vec![
        one.navii.clone(),
        one.name.clone(),
        one.kana.clone(),
        String::new(),
        "5".to_owned(),
        "12".to_owned(),
        "220".to_owned(),
        address(&one.site, random),
        coordinate(one.site.lat),
        coordinate(one.site.lon),
        one.url.clone(),
    ];
    row.extend((0..8).map(flag));
    row.extend((0..7).map(flag));
    row.extend((0..35).map(|_| String::new()));
    row.push(week.note.to_owned());
    for times in week.first {
        let (from, until) = times.unwrap_or(("", ""));
        row.extend([from, until, "", "", "", "", "", ""].map(str::to_owned));
    }
    row
}
