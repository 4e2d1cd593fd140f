use super::layout::DAYS;
use super::read;
use crate::model::{DayHours, Kind, Record};
use crate::settings::{Keep, SourceSetting};
use crate::source::{Input, Reading, Scope};

fn files(files: &[(&str, String)]) -> (Vec<Record>, Reading) {
    let inputs: Vec<Input> =
        files.iter().map(|(path, text)| Input { path: (*path).to_owned(), bytes: text.clone().into_bytes() }).collect();
    let scope = Scope {
        keep: Keep::Municipality,
        code: "122203".into(),
        prefecture: "千葉県".into(),
        municipality: "流山市".into(),
    };
    let mut reading = Reading::default();
    let records = read(&inputs, &SourceSetting::default(), &scope, &mut reading);
    (records, reading)
}

fn clinics(rows: &[(&str, &str, &str)]) -> String {
    let mut headings = vec!["ID,正式名称,正式名称（フリガナ）,機関区分,都道府県コード,市区町村コード,所在地,所在地座標（緯度）,所在地座標（経度）,案内用ホームページアドレス".to_owned()];
    headings.extend(DAYS[..7].iter().map(|day| format!("毎週決まった曜日に休診（{day}）")));
    for week in 1..=5 {
        headings.extend(DAYS[..7].iter().map(|day| format!("決まった週に休診（定期週）第{week}週（{day}）")));
    }
    headings.push("祝日に休診,その他の休診日（gw、お盆等）".into());
    let mut text = headings.join(",");
    for (id, city, flags) in rows {
        text += &format!(
            "\r\n{id},見本クリニック,ミホン,2,12,{city},千葉県流山市南流山１ー２ー３,0.0,0.0,,{flags},{},0,8/13～（改行）年末年始\r\n",
            ",".repeat(34)
        );
    }
    text
}

fn hours(rows: &[(&str, &str, &str, &str)]) -> String {
    let mut text = "ID,診療科目コード,診療科目名,診療時間帯".to_owned();
    for day in DAYS {
        text += &format!(",{day}_診療開始時間,{day}_診療終了時間");
    }
    for (id, name, from, until) in rows {
        text += &format!("\r\n{id},01001,{name},1,{from},{until}{}", ",".repeat(14));
    }
    text
}

#[test]
fn facilities_and_hours_are_joined() {
    let (records, reading) = files(&[
        (
            "02-1_clinic_facility_info_20260601.csv",
            clinics(&[("1229900000001", "220", "1,1,1,0,1,,0"), ("1229900000002", "207", "1,1,1,0,1,,0")]),
        ),
        (
            "02-2_clinic_speciality_hours_20260601.csv",
            hours(&[
                ("1229900000001", "内科", "09:00", "12:00"),
                ("1229900000001", "小児科", "11:00", "13:00"),
                ("1229900000009", "外科", "09:00", "12:00"),
            ]),
        ),
    ]);
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!((record.kind, record.municipality.as_deref()), (Kind::Clinic, Some("122203")));
    assert_eq!(record.departments, ["内科", "小児科"]);
    assert_eq!(record.address.as_ref().map(|a| a.value.as_str()), Some("南流山1-2-3"));
    assert_eq!(record.point, None);
    let hours = record.hours.as_ref().expect("hours");
    assert!(matches!(&hours.days[0], DayHours::Slots(slots) if slots.len() == 1 && slots[0].until.0 == 13 * 60));
    assert_eq!(
        (&hours.days[1], &hours.days[3], &hours.days[5]),
        (&DayHours::Open, &DayHours::Closed, &DayHours::Unknown)
    );
    assert_eq!(hours.days[7], DayHours::Closed);
    assert_eq!(hours.note.as_deref(), Some("8/13〜、年末年始"));
    assert_eq!(reading.diagnostics.count("coordinate-zero"), 1);
    let (_, edition) = reading.editions.iter().next().expect("registered");
    assert_eq!(edition.as_of.map(|day| day.to_string()).as_deref(), Some("2026-06-01"));
}

#[test]
fn headings_on_another_row_are_found() {
    let rows = [("1221201378101", "220", "1,1,1,1,1,0,0")];
    let below = format!("ナビイ 令和8年6月1日,\r\n,\r\n{}", clinics(&rows));
    let (records, reading) = files(&[
        ("02-1_clinic_facility_info_20260601.csv", below),
        ("02-2_clinic_speciality_hours_20260601.csv", format!("題\r\n{}", hours(&[]))),
    ]);
    assert!(!reading.diagnostics.is_fatal());
    assert_eq!(records.len(), 1, "the title is no row of data");
}

#[test]
fn contradictions_stay_contradictions() {
    let (records, reading) = files(&[
        (
            "02-1_clinic.csv",
            clinics(&[("1229900000001", "220", "0,1,1,0,1,,0"), ("1229900000003", "220", "0,0,0,0,0,0,0")]),
        ),
        ("02-2_clinic_speciality_hours.csv", hours(&[("1229900000001", "内科", "09:00", "12:00")])),
    ]);
    assert_eq!(records[0].hours.as_ref().map(|hours| hours.days[0].clone()), Some(DayHours::Contradicts));
    assert_eq!(records[1].hours.as_ref().map(|hours| hours.days[2].clone()), Some(DayHours::Contradicts));
    assert_eq!(reading.diagnostics.count("hours-never-open"), 1);
    assert_eq!(reading.diagnostics.count("hours-contradict"), 1);
}

#[test]
fn pharmacies_have_their_hours_in_the_same_file() {
    let mut text =
        "ID,名称,フリガナ,都道府県コード,市区町村コード,所在地,所在地座標（緯度）,所在地座標（経度）".to_owned();
    for day in DAYS {
        text += &format!(",営業日（{day}）");
    }
    text += ",月_開店時間帯1_開始時間,月_開店時間帯1_終了時間\n1259900000001,見本薬局,ミホンヤッキョク,12,220,千葉県流山市木1,35.85,139.91,1,1,1,1,1,0,0,0,09:00,18:00\n";
    let (records, _) = files(&[("05_pharmacy_20260601.csv", text)]);
    assert_eq!((records.len(), records[0].kind), (1, Kind::Pharmacy));
    assert!(matches!(&records[0].hours.as_ref().expect("hours").days[0], DayHours::Slots(_)));
}

#[test]
fn another_layout_is_refused_naming_the_columns() {
    let (records, reading) = files(&[("01-1_hospital_facility_info_20260601.csv", "ID,正式名称\n1,見本\n".into())]);
    assert!(records.is_empty() && reading.diagnostics.is_fatal());
    let found = reading.diagnostics.sorted();
    assert!(found[0].message.contains("所在地座標（緯度）"), "{}", found[0].message);
}
