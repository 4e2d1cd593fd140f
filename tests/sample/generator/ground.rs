//! What everything stands on: towns and areas, outline, railways, stations, and the city's own plain list.

use super::File;
use super::address::{Site, Style};
use super::random::Random;
use super::text::{self, Quoting};
use super::towns::{self, TOWNS};
use serde_json::{Value, json};

/// A point, longitude first, as GeoJSON wants it.
type Point = [f64; 2];

/// Stations: names and points are facts, rounded to 0.001 degrees (Seo-4d696b75/station_database, CC BY 4.0).
const STATIONS: &[(&str, Point)] = &[
    ("運河", [139.906, 35.914]),
    ("江戸川台", [139.910, 35.897]),
    ("初石", [139.918, 35.884]),
    ("流山おおたかの森", [139.926, 35.872]),
    ("流山セントラルパーク", [139.915, 35.855]),
    ("南流山", [139.904, 35.838]),
    ("流山", [139.902, 35.856]),
    ("平和台", [139.901, 35.851]),
    ("鰭ヶ崎", [139.911, 35.841]),
];

/// A rough drawing around towns and stations. It is **not** the city's boundary.
const OUTLINE: &[Point] = &[
    [139.876, 35.910],
    [139.884, 35.895],
    [139.888, 35.870],
    [139.889, 35.845],
    [139.890, 35.831],
    [139.912, 35.830],
    [139.935, 35.834],
    [139.956, 35.831],
    [139.957, 35.845],
    [139.950, 35.862],
    [139.945, 35.880],
    [139.934, 35.897],
    [139.924, 35.913],
    [139.910, 35.918],
    [139.892, 35.916],
    [139.876, 35.910],
];

/// Lines: stations by name, or points on the way to the edge.
fn railways() -> Value {
    let stop = |name: &str| STATIONS.iter().find(|(known, _)| *known == name).expect("a station of the table").1;
    let lines = [
        (
            "東武野田線（アーバンパークライン）",
            vec![stop("運河"), stop("江戸川台"), stop("初石"), stop("流山おおたかの森")],
        ),
        ("つくばエクスプレス", vec![stop("流山おおたかの森"), stop("流山セントラルパーク"), stop("南流山")]),
        ("流鉄流山線", vec![stop("流山"), stop("平和台"), stop("鰭ヶ崎")]),
        ("武蔵野線", vec![[139.892, 35.840], stop("南流山"), [139.920, 35.833]]),
    ];
    let features: Vec<Value> = lines
        .into_iter()
        .map(|(name, path)| {
            json!({
                "type": "Feature",
                "properties": { "name": name, "schematic": true },
                "geometry": { "type": "LineString", "coordinates": path },
            })
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features })
}

fn outline() -> Value {
    json!({
        "type": "FeatureCollection",
        "features": [{
            "type": "Feature",
            "properties": { "name": "流山市", "schematic": true, "note": "市の境ではありません。見本の略図です。" },
            "geometry": { "type": "Polygon", "coordinates": [OUTLINE] },
        }],
    })
}

/// Everything under `area/`, `base/` and `list/`.
pub(crate) fn files() -> Vec<File> {
    vec![
        File { path: "area/towns.csv".to_owned(), bytes: towns_csv() },
        json_file("base/outline.geojson", &outline()),
        json_file("base/railways.geojson", &railways()),
        File { path: "base/stations.csv".to_owned(), bytes: stations_csv() },
        File { path: "list/122203_public_facility.csv".to_owned(), bytes: list_csv() },
    ]
}

fn json_file(path: &str, value: &Value) -> File {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain values");
    bytes.push(b'\n');
    File { path: path.to_owned(), bytes }
}

fn towns_csv() -> Vec<u8> {
    let rows: Vec<Vec<String>> = TOWNS
        .iter()
        .map(|town| {
            vec![
                town.name.to_owned(),
                town.reading.to_owned(),
                town.invented_area().to_owned(),
                format!("{:.3}", town.lat),
                format!("{:.3}", town.lon),
                "圏域は見本（実際の割り当てではありません）".to_owned(),
            ]
        })
        .collect();
    text::with_mark(&text::rows(&text::header("町名,読み,圏域,緯度,経度,備考"), &rows, Quoting::Minimal))
}

fn stations_csv() -> Vec<u8> {
    let rows: Vec<Vec<String>> = STATIONS
        .iter()
        .map(|(name, [lon, lat])| vec![(*name).to_owned(), format!("{lat:.3}"), format!("{lon:.3}")])
        .collect();
    text::with_mark(&text::rows(&text::header("駅名,緯度,経度"), &rows, Quoting::Minimal))
}

/// Name, kana, town, explanation, hours of each facility on the city's list.
const LISTED: &[(&str, &str, &str, &str, &str)] = &[
    (
        "見本 夜間休日診療所",
        "ミホン ヤカンキュウジツシンリョウジョ",
        "西初石四丁目",
        "夜間と休日の診療（作りもの）",
        "",
    ),
    (
        "見本 北部ふれあいセンター",
        "ミホン ホクブフレアイセンター",
        "江戸川台東二丁目",
        "体操教室、家族介護者のつどい",
        "平日",
    ),
    (
        "見本 中部ふれあいセンター",
        "ミホン チュウブフレアイセンター",
        "おおたかの森西二丁目",
        "体操教室、もの忘れ相談",
        "平日",
    ),
    ("見本 東部ふれあいセンター", "ミホン トウブフレアイセンター", "名都借", "体操教室、家族介護者のつどい", "平日"),
    (
        "見本 南部ふれあいセンター",
        "ミホン ナンブフレアイセンター",
        "平和台三丁目",
        "体操教室、もの忘れ相談",
        "平日,土曜日",
    ),
];

/// 公共施設一覧, header verbatim from the older recommended data set.
fn list_csv() -> Vec<u8> {
    let mut random = Random::new(5);
    let header = text::header(
        "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,名称_通称,POIコード,住所,方書,緯度,経度,電話番号,内線番号,法人番号,団体名,利用可能曜日,開始時間,終了時間,利用可能日時特記事項,説明,バリアフリー情報,URL,備考",
    );
    let rows: Vec<Vec<String>> = (1_u32..)
        .zip(LISTED)
        .map(|(number, (name, kana, town, text, days))| {
            let site = Site::near(towns::find(town), &mut random);
            let (from, until) = if days.is_empty() { ("", "") } else { ("09:00", "17:00") };
            [
                "122203",
                &format!("99{number:04}"),
                "千葉県",
                "流山市",
                name,
                kana,
                "",
                "",
                &format!("千葉県流山市{}", site.written(Style::Chome)),
                "",
                &format!("{:.6}", site.lat),
                &format!("{:.6}", site.lon),
                &format!("04-0000-{:04}", 9100 + number),
                "",
                "",
                "見本市",
                days,
                from,
                until,
                "",
                text,
                "",
                "",
                "見本（作りものの施設です）",
            ]
            .map(str::to_owned)
            .to_vec()
        })
        .collect();
    text::with_mark(&text::rows(&header, &rows, Quoting::Minimal))
}
