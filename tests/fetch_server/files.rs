//! Small files in the official layouts, all of invented rows.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Rows of an invented city `991015` 見本市 in 見本県, of its neighbour `991023`, and of others.
pub(crate) const OWN: &str = "991015";
pub(crate) const NEIGHBOUR: &str = "991023";
pub(crate) const FAR: &str = "981010";

pub(crate) const KAIGO_HEADER: &str = "都道府県コード又は市区町村コード,No,都道府県名,市区町村名,事業所名,事業所名カナ,サービスの種類,住所,方書（ビル名等）,緯度,経度,電話番号,FAX番号,法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,高齢者の方と障害者の方が同時一体的に利用できるサービス,介護保険の通常の指定基準を満たしている,障害福祉の通常の指定基準を満たしている,備考";

/// A service's file: so many rows of the city, its neighbour and elsewhere. The last own row lies far off in Ireland.
pub(crate) fn kaigo(own: usize, neighbour: usize, far: usize) -> String {
    let mut text = format!("\u{feff}{KAIGO_HEADER}\r\n");
    let kinds =
        [(OWN, "見本県", "見本市", own), (NEIGHBOUR, "見本県", "見本町", neighbour), (FAR, "遠方県", "遠方市", far)];
    let mut n = 0;
    for (code, prefecture, city, count) in kinds {
        for _ in 0..count {
            n += 1;
            let (lat, lon) = if code == FAR {
                ("43.000000000000000", "141.300000000000000")
            } else {
                ("35.850000000000000", "139.900000000000000")
            };
            text.push_str(&format!(
                "{code},99999{n:05},{prefecture},{city},見本 事業所{n},ミホン,訪問介護,\"{city}一丁目1,2\",,{lat},{lon},04-0000-{n:04},,,見本 法人,99999{n:05},,,0,,,,,\r\n"
            ));
        }
    }
    text
}

/// Headings of ナビイ's files as the sample has them; those of maternity homes are made up from what is known of them.
pub(crate) fn navii_header(part: &str) -> String {
    let sample: &[u8] = match &part[..4] {
        "01-1" => include_bytes!("../../geodata/navii/01-1_hospital_facility_info_20260601.csv"),
        "02-1" => include_bytes!("../../geodata/navii/02-1_clinic_facility_info_20260601.csv"),
        "03-1" => include_bytes!("../../geodata/navii/03-1_dental_facility_info_20260601.csv"),
        "05_p" => include_bytes!("../../geodata/navii/05_pharmacy_20260601.csv"),
        "04_m" => "\u{feff}\"ID\",\"正式名称\",\"正式名称（フリガナ）\",\"機関区分\",\"都道府県コード\",\"市区町村コード\",\"所在地\",\"所在地座標（緯度）\",\"所在地座標（経度）\",\"案内用ホームページアドレス\",\"毎週決まった曜日に休業（月）\",\"毎週決まった曜日に休業（火）\",\"毎週決まった曜日に休業（水）\",\"毎週決まった曜日に休業（木）\",\"毎週決まった曜日に休業（金）\",\"毎週決まった曜日に休業（土）\",\"毎週決まった曜日に休業（日）\",\"祝日に休業\",\"その他の休業日（gw、お盆等）\",\"月_就業時間帯1_開始時間\",\"月_就業時間帯1_終了時間\",\"月_就業時間帯2_開始時間\",\"月_就業時間帯2_終了時間\",\"月_就業時間帯3_開始時間\",\"月_就業時間帯3_終了時間\",\"火_就業時間帯1_開始時間\",\"火_就業時間帯1_終了時間\",\"火_就業時間帯2_開始時間\",\"火_就業時間帯2_終了時間\",\"火_就業時間帯3_開始時間\",\"火_就業時間帯3_終了時間\",\"水_就業時間帯1_開始時間\",\"水_就業時間帯1_終了時間\",\"水_就業時間帯2_開始時間\",\"水_就業時間帯2_終了時間\",\"水_就業時間帯3_開始時間\",\"水_就業時間帯3_終了時間\",\"木_就業時間帯1_開始時間\",\"木_就業時間帯1_終了時間\",\"木_就業時間帯2_開始時間\",\"木_就業時間帯2_終了時間\",\"木_就業時間帯3_開始時間\",\"木_就業時間帯3_終了時間\",\"金_就業時間帯1_開始時間\",\"金_就業時間帯1_終了時間\",\"金_就業時間帯2_開始時間\",\"金_就業時間帯2_終了時間\",\"金_就業時間帯3_開始時間\",\"金_就業時間帯3_終了時間\",\"土_就業時間帯1_開始時間\",\"土_就業時間帯1_終了時間\",\"土_就業時間帯2_開始時間\",\"土_就業時間帯2_終了時間\",\"土_就業時間帯3_開始時間\",\"土_就業時間帯3_終了時間\",\"日_就業時間帯1_開始時間\",\"日_就業時間帯1_終了時間\",\"日_就業時間帯2_開始時間\",\"日_就業時間帯2_終了時間\",\"日_就業時間帯3_開始時間\",\"日_就業時間帯3_終了時間\",\"祝_就業時間帯1_開始時間\",\"祝_就業時間帯1_終了時間\",\"祝_就業時間帯2_開始時間\",\"祝_就業時間帯2_終了時間\",\"祝_就業時間帯3_開始時間\",\"祝_就業時間帯3_終了時間\"\r\n".as_bytes(),
        _ => include_bytes!("../../geodata/navii/02-2_clinic_speciality_hours_20260601.csv"),
    };
    let text = std::str::from_utf8(sample).expect("UTF-8");
    text.lines().next().expect("headings").to_owned()
}

/// A row in the layout of a header; what is not given is blank. Coordinates alone stand without quotation marks.
pub(crate) fn navii_row(header: &str, cells: &[(&str, &str)]) -> String {
    let row: Vec<String> = header
        .trim_start_matches('\u{feff}')
        .split(',')
        .map(|heading| {
            let heading = heading.trim_matches('"');
            let value = cells.iter().find(|(name, _)| *name == heading).map_or("", |(_, value)| *value);
            if heading.contains("座標") { value.to_owned() } else { format!("\"{value}\"") }
        })
        .collect();
    row.join(",") + "\r\n"
}

/// One of ナビイ's facility files.
pub(crate) fn navii_facilities(part: &str, kind: u8, own: usize, far: usize) -> String {
    let header = navii_header(part);
    let mut text = format!("{header}\r\n");
    for n in 0..own + far {
        let (prefecture, address) = if n < own { ("99", "見本県見本市") } else { ("98", "遠方県遠方市") };
        let (id, name) = (format!("{prefecture}{kind}{n:010}"), format!("見本 医療{n}"));
        let (address, kind) = (format!("{address}一丁目{n}"), kind.to_string());
        text.push_str(&navii_row(
            &header,
            &[
                ("ID", &id),
                ("正式名称", &name),
                ("名称", &name),
                ("機関区分", &kind),
                ("都道府県コード", prefecture),
                ("市区町村コード", "101"),
                ("所在地", &address),
                ("所在地座標（緯度）", "35.85"),
                ("所在地座標（経度）", "139.9"),
            ],
        ));
    }
    text
}

/// The hours of the first so many facilities of a kind, at home and far off.
pub(crate) fn navii_hours(part: &str, kind: u8, own: usize, far: usize) -> String {
    let header = navii_header(part);
    let mut text = format!("{header}\r\n");
    for n in 0..own + far {
        let id = format!("{}{kind}{n:010}", if n < own { "99" } else { "98" });
        for band in ["1", "2"] {
            let cells = [
                ("ID", id.as_str()),
                ("診療科目コード", "01001"),
                ("診療科目名", "内科"),
                ("診療時間帯", band),
                ("月_診療開始時間", "09:00"),
                ("月_診療終了時間", "12:00"),
            ];
            text.push_str(&navii_row(&header, &cells));
        }
    }
    text
}

/// A zip with these files; names are any bytes.
pub(crate) fn zip(files: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, content)) in files.iter().enumerate() {
        writer.start_file(stand_in(at, name.len()), SimpleFileOptions::default()).expect("start");
        writer.write_all(content).expect("write");
    }
    let mut bytes = writer.finish().expect("finish").into_inner();
    for (at, (name, _)) in files.iter().enumerate() {
        let stand_in = stand_in(at, name.len());
        let places: Vec<usize> =
            (0..=bytes.len() - name.len()).filter(|at| bytes[*at..].starts_with(stand_in.as_bytes())).collect();
        for place in places {
            bytes[place..place + name.len()].copy_from_slice(name);
        }
    }
    bytes
}

fn stand_in(at: usize, length: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(at).expect("few"));
    format!("~{}", letter.to_string().repeat(length - 1))
}

pub(crate) fn shift_jis(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

pub(crate) const BUREAU_HEADER: [&str; 24] = [
    "項番",
    "都道府県コード",
    "都道府県名",
    "区分",
    "医療機関番号",
    "併設医療機関番号",
    "医療機関記号番号",
    "医療機関名称",
    "医療機関所在地（郵便番号）",
    "医療機関所在地（住所）",
    "電話番号",
    "FAX番号",
    "病床数",
    "受理届出名称",
    "受理記号",
    "受理番号",
    "算定開始年月日",
    "個別有効開始年月日",
    "備考（見出し）",
    "備考（データ）",
    "市町村コード",
    "市町村名",
    "種別コード",
    "種別",
];

/// A prefecture's workbook: headings in the fourth row.
pub(crate) fn bureau_book(own: usize, other: usize) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(1, 0, "[令和８年２月１日 現在 ]令和８年２月１日作成 全医療機関出力").expect("cell");
    for (column, heading) in BUREAU_HEADER.iter().enumerate() {
        sheet.write(3, column as u16, *heading).expect("cell");
    }
    for n in 0..own + other {
        let row = 4 + n as u32;
        let city = if n < own { "見本市" } else { "遠方市" };
        let cells = [
            (1, "99".to_owned()),
            (2, "見本県".into()),
            (4, format!("99{n:05}")),
            (7, format!("見本 医院{n}")),
            (9, format!("{city}一丁目{n}")),
            (10, "04-0000-0000".into()),
            (13, "在宅がん医療総合診療料".into()),
            (14, "在総".into()),
        ];
        for (column, text) in cells {
            sheet.write(row, column, text).expect("cell");
        }
    }
    book.save_to_buffer().expect("workbook")
}

/// The bureau's zip of one 科: a workbook per prefecture, names in Shift_JIS.
pub(crate) fn bureau_zip(word: &str, own: usize) -> Vec<u8> {
    let name = |prefecture: &str| shift_jis(&format!("{prefecture}届出受理医療機関名簿（{word}）表r0802.xlsx"));
    zip(&[(&name("98"), &bureau_book(0, 5)), (&name("99"), &bureau_book(own, 20))])
}

pub(crate) const HOLIDAYS: &str = "国民の祝日・休日月日,国民の祝日・休日名称\r\n1955/1/1,元日\r\n2025/1/1,元日\r\n2026/1/1,元日\r\n2026/11/23,勤労感謝の日\r\n2027/1/1,元日\r\n";

/// A square outline as N03 has it, with many points on its edges.
pub(crate) fn boundary() -> String {
    let mut ring = Vec::new();
    for n in 0..4000 {
        let t = f64::from(n % 1000) / 1000.0 * 0.1;
        let wave = f64::from(n % 7) * 1e-6;
        ring.push(match n / 1000 {
            0 => [139.85 + t, 35.8 + wave],
            1 => [139.95 + wave, 35.8 + t],
            2 => [139.95 - t, 35.9 + wave],
            _ => [139.85 + wave, 35.9 - t],
        });
    }
    ring.push(ring[0]);
    let feature = |code: &str, city: &str| {
        serde_json::json!({
            "type": "Feature",
            "properties": { "N03_001": "見本県", "N03_002": null, "N03_003": null, "N03_004": city, "N03_007": code },
            "geometry": { "type": "Polygon", "coordinates": [ring] },
        })
    };
    serde_json::json!({
        "type": "FeatureCollection", "name": "N03-20260101_99",
        "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::6668" } },
        "features": [feature("99101", "見本市"), feature("99102", "見本町")],
    })
    .to_string()
}

/// A railway through the square and on, and one far away.
pub(crate) fn railways() -> String {
    let line = |name: &str, lat: f64, from: f64| {
        let points: Vec<[f64; 2]> = (0..200).map(|n| [from + f64::from(n) * 0.005, lat]).collect();
        serde_json::json!({
            "type": "Feature", "properties": { "N02_003": name, "N02_004": "見本鉄道" },
            "geometry": { "type": "LineString", "coordinates": points },
        })
    };
    serde_json::json!({ "type": "FeatureCollection", "features": [line("見本線", 35.85, 139.5), line("遠方線", 43.0, 141.0)] }).to_string()
}

pub(crate) fn stations() -> String {
    let station = |name: &str, lon: f64| {
        serde_json::json!({
            "type": "Feature", "properties": { "N02_003": "見本線", "N02_004": "見本鉄道", "N02_005": name },
            "geometry": { "type": "LineString", "coordinates": [[lon - 0.001, 35.85], [lon, 35.85], [lon + 0.001, 35.85]] },
        })
    };
    let all = [station("見本中央", 139.9), station("見本中央", 139.901), station("遠方", 141.0)];
    serde_json::json!({ "type": "FeatureCollection", "features": all }).to_string()
}

/// A shapefile of one line through the square.
pub(crate) fn river() -> Vec<u8> {
    let points: Vec<(f64, f64)> = (0..100).map(|n| (139.8 + f64::from(n) * 0.002, 35.86)).collect();
    let mut record: Vec<u8> = 3_i32.to_le_bytes().to_vec();
    record.extend([0; 32]);
    record.extend(1_i32.to_le_bytes());
    record.extend(100_i32.to_le_bytes());
    record.extend(0_i32.to_le_bytes());
    for (lon, lat) in points {
        record.extend(lon.to_le_bytes());
        record.extend(lat.to_le_bytes());
    }
    let mut bytes = 9994_i32.to_be_bytes().to_vec();
    bytes.resize(100, 0);
    bytes.extend(1_i32.to_be_bytes());
    bytes.extend(i32::try_from(record.len() / 2).expect("small").to_be_bytes());
    bytes.extend(record);
    bytes
}

/// 街区レベル位置参照情報, in Shift_JIS.
pub(crate) fn blocks() -> Vec<u8> {
    let mut text = String::from(
        "\"都道府県名\",\"市区町村名\",\"大字・丁目名\",\"小字・通称名\",\"街区符号・地番\",\"座標系番号\",\"Ｘ座標\",\"Ｙ座標\",\"緯度\",\"経度\",\"住居表示フラグ\",\"代表フラグ\",\"更新前履歴フラグ\",\"更新後履歴フラグ\"\r\n",
    );
    for (town, block, lat, shown) in [
        ("中央一丁目", "1", "35.851", 1),
        ("中央一丁目", "1", "35.852", 0),
        ("中央一丁目", "2", "35.853", 1),
        ("大字木", "393", "35.861", 1),
    ] {
        text.push_str(&format!("\"見本県\",\"見本市\",\"{town}\",\"\",\"{block}\",\"9\",\"1.0\",\"2.0\",\"{lat}\",\"139.901\",\"1\",\"{shown}\",\"0\",\"0\"\r\n"));
    }
    shift_jis(&text)
}

/// 大字・町丁目レベル位置参照情報, in Shift_JIS.
pub(crate) fn towns() -> Vec<u8> {
    let mut text = String::from(
        "\"都道府県コード\",\"都道府県名\",\"市区町村コード\",\"市区町村名\",\"大字町丁目コード\",\"大字町丁目名\",\"緯度\",\"経度\",\"原典資料コード\",\"大字・字・丁目区分コード\"\r\n",
    );
    for (town, lat) in [("中央一丁目", "35.85"), ("中央二丁目", "35.855"), ("大字木", "35.86")] {
        text.push_str(&format!(
            "\"99\",\"見本県\",\"99101\",\"見本市\",\"991010001001\",\"{town}\",\"{lat}\",\"139.9\",\"1\",\"1\"\r\n"
        ));
    }
    shift_jis(&text)
}
