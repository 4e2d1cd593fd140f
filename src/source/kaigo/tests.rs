use super::read;
use crate::model::{DayHours, Record};
use crate::settings::{Keep, SourceSetting};
use crate::source::{Input, Reading, Scope};

const HEADER: &str = "都道府県コード又は市区町村コード,No,都道府県名,市区町村名,事業所名,事業所名カナ,サービスの種類,住所,方書（ビル名等）,緯度,経度,電話番号,FAX番号,法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,高齢者の方と障害者の方が同時一体的に利用できるサービス,介護保険の通常の指定基準を満たしている,障害福祉の通常の指定基準を満たしている,備考";

fn scope() -> Scope {
    Scope {
        keep: Keep::Municipality,
        code: "122203".into(),
        prefecture: "千葉県".into(),
        municipality: "流山市".into(),
    }
}

fn file(path: &str, text: &str) -> (Vec<Record>, Reading) {
    let mut reading = Reading::default();
    let input = Input { path: path.into(), bytes: text.as_bytes().to_vec() };
    let records = read(&[input], &SourceSetting::default(), &scope(), &mut reading);
    (records, reading)
}

#[test]
fn a_dirty_row_is_cleaned_and_each_finding_counted() {
    let row = "12220,9990000001,千葉県,流山市,見本　デイケア,ミホンＡ,通所リハビリテーション,流山市南流山１－２－３見本ビル２階,見本ビル２階,0.000000000000000,0.000000000000000,０４‐００００‐０００１,,,,9990000001,\"平日,土曜日\",,0,www.example.jp,,,,";
    let (records, reading) = file("jigyosho_160.csv", &format!("\u{feff}{HEADER}\r\n{row}\r\n{row}\r\n"));
    let record = &records[0];
    assert_eq!(record.municipality.as_deref(), Some("122203"));
    assert_eq!(record.name.value, "見本 デイケア");
    assert_eq!(record.address.as_ref().map(|a| a.value.as_str()), Some("南流山1-2-3"));
    assert_eq!(record.building.as_ref().map(|a| a.value.as_str()), Some("見本ビル2階"));
    assert_eq!(record.phone.as_ref().map(|a| a.value.as_str()), Some("04-0000-0001"));
    assert_eq!(record.url.as_ref().map(|a| a.value.as_str()), Some("http://www.example.jp"));
    assert_eq!((record.point.clone(), record.care[0].code.as_str(), record.care[0].capacity), (None, "160", None));
    let days = &record.hours.as_ref().expect("days").days;
    assert_eq!((&days[0], &days[5], &days[6]), (&DayHours::Open, &DayHours::Open, &DayHours::Closed));
    assert_eq!(record.origin.row, 2);
    for code in [
        "coordinate-zero",
        "phone-form",
        "address-no-prefecture",
        "address-full-width",
        "address-building-twice",
        "fax-empty",
        "operator-empty",
        "corporate-number-empty",
        "capacity-zero",
        "kana-not-kana",
        "url-form",
    ] {
        assert_eq!(reading.diagnostics.count(code), 2, "{code}");
    }
    assert_eq!(reading.diagnostics.count("kaigo-row-twice"), 1);
    assert!(!reading.diagnostics.is_fatal());
    let found = reading.diagnostics.sorted();
    let place = found.iter().find(|d| d.code == "fax-empty").and_then(|d| d.place.clone()).expect("placed");
    assert_eq!(place.to_string(), "jigyosho_160.csv 2行目「FAX番号」");
}

#[test]
fn others_rows_are_neither_kept_nor_diagnosed() {
    let row = "131016,1,東京都,千代田区,見本,,訪問看護,１,,0,0,x,,,,1,,,,,,,,";
    let (records, reading) = file("jigyosho_130.csv", &format!("{HEADER}\n{row}\n"));
    assert!(records.is_empty() && reading.diagnostics.counts().is_empty());
}

#[test]
fn unusable_files_say_why() {
    for (text, code) in
        [("", "file-empty"), ("名前,番号\n見本,1\n", "column-missing"), ("<html></html>", "file-not-a-table")]
    {
        let (records, reading) = file("jigyosho_130.csv", text);
        assert!(records.is_empty() && reading.diagnostics.is_fatal());
        assert_eq!(reading.diagnostics.count(code), 1, "{code}");
    }
}

#[test]
fn the_service_is_known_by_name_when_the_file_was_renamed() {
    let row = "122203,1,千葉県,流山市,見本,,短期入所療養介護(療養病床を有する病院等）,千葉県流山市木1,,35.9,139.9,04-0000-0001,,,,9990000001,,,,,,,,";
    let (records, _) = file("介護.csv", &format!("{HEADER}\n{row}\n"));
    assert_eq!(records[0].care[0].code, "230");
    assert_eq!(
        super::date_of("jigyosho_110_all_20260709180319.csv").map(|d| d.to_string()).as_deref(),
        Some("2026-06-30")
    );
}
