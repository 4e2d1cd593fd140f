//! What is changed: files of the sample, cut short, and what the program itself writes.

use super::change::pack;
use rust_xlsxwriter::{Format, Workbook};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// A file of the sample.
pub(crate) fn file(path: &str) -> Vec<u8> {
    fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The first lines of a text of the sample, as UTF-8.
pub(crate) fn head(path: &str, lines: usize) -> Vec<u8> {
    let bytes = file(path);
    let text = ouchi::table::decode(&bytes).expect("a text").text;
    text.split_inclusive('\n').take(lines).collect::<String>().into_bytes()
}

/// Files of a folder of the sample with an ending, in their order.
pub(crate) fn all(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let inside = path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/");
                found.push(inside);
            }
        }
    }
    found.sort();
    found
}

/// Small workbooks with every sort of cell.
pub(crate) fn workbooks() -> Vec<Vec<u8>> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy/m/d");
    let sheet = book.add_worksheet();
    sheet.set_name("回答").expect("a name");
    for (column, heading) in (0_u16..).zip(["医療機関名", "所在地", "電話番号", "回答日", "市民公表", "訪問診療"])
    {
        sheet.write(2, column, heading).expect("a cell");
    }
    for row in 3..8 {
        sheet.write(row, 0, format!("見本 医院{row}")).expect("a cell");
        sheet.write(row, 1, "流山市青田１丁目２番地").expect("a cell");
        sheet.write(row, 2, "04-0000-0001").expect("a cell");
        sheet.write_with_format(row, 3, 46_000.0 + f64::from(row), &day).expect("a cell");
        sheet.write(row, 4, row % 2 == 0).expect("a cell");
        sheet.write_formula(row, 5, "=1+1").expect("a cell");
    }
    sheet.merge_range(0, 0, 0, 5, "表題", &Format::new()).expect("merged");
    book.add_worksheet().write(0, 0, 1.5).expect("a cell");
    vec![book.save_to_buffer().expect("a workbook")]
}

/// A workbook of doubtful pairs as staff return it: answered, answered twice, put off, unclear, taken back.
pub(crate) fn reviews() -> Vec<Vec<u8>> {
    let mut book = Workbook::new();
    let headings = ["答え", "メモ", "左", "右", "左の事実", "右の事実", "もとの答え", "もとのメモ"];
    let facts = "名称=見本医院｜電話=04-0000-0001｜住所=青田1-2";
    let rows = [
        ["同じ", "電話で確かめた", "kaigo/care:1290000001", "navii/navii:1220000000001", facts, facts, "", ""],
        ["別", "", "navii/navii:1220000000001", "kaigo/care:1290000001", facts, facts, "", ""],
        ["わからない", "", "institution:1219900001", "list/list:a@1", facts, "", "同じ", ""],
        ["たぶん同じ", "", "kaigo/care:1290000002", "navii/navii:1220000000002", facts, facts, "", ""],
        ["", "", "kaigo/care:1290000003", "navii/navii:1220000000003", facts, facts, "同じ", "前のメモ"],
        ["同じ", "", "survey/name:みほん@青田", "navii/navii:1220000000004", "名称=", "｜=｜", "同じ", ""],
    ];
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "同じ施設かを答える表", &Format::new()).expect("merged");
    for (row, cells) in (2_u32..).zip([headings].iter().chain(&rows)) {
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write(row, column, *text).expect("a cell");
        }
    }
    sheet.merge_range(3, 1, 4, 1, "二つの組のメモ", &Format::new()).expect("merged");
    // Moved to another sheet by whoever answered.
    let other = book.add_worksheet();
    for (row, cells) in (0_u32..).zip([headings].iter().chain(&rows[..2])) {
        for (column, text) in (0_u16..).zip(cells) {
            other.write(row, column, *text).expect("a cell");
        }
    }
    vec![book.save_to_buffer().expect("a workbook")]
}

/// Zips as publishers make them.
pub(crate) fn zips() -> Vec<Vec<u8>> {
    let csv = head("geodata/navii/02-1_clinic_facility_info_20260601.csv", 5);
    let outline = file("geodata/base/outline.geojson");
    vec![
        pack(&[("02-1_clinic_facility_info_20260601.csv".into(), csv.clone())]),
        pack(&[("N03/N03-20260101_12.geojson".into(), outline), ("説明/読んでください.txt".into(), b"x".to_vec())]),
        pack(&[("a.zip".into(), pack(&[("b.csv".into(), csv.clone())])), ("空/".into(), Vec::new())]),
        pack(&(0..40).map(|n| (format!("市/{n}/jigyosho_{n}.csv"), csv[..n * 20].to_vec())).collect::<Vec<_>>()),
    ]
}

/// Pages of publishers.
pub(crate) fn pages() -> Vec<Vec<u8>> {
    let page = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><a href=\"/content/jigyosho_110.csv\">訪問介護</a>\
        <a class=x href='b.zip?x=1&amp;y=2'>B</a><a href=c.xlsx>C</a><a href=\"%E4%B8%80.csv#a\">一</a>\
        <a onclick=\"javascript:DownLd('4.61MB','N03_12_GML.zip','../data/N03/N03_12_GML.zip' ,this);\">x</a>\
        <base href=\"//other.example/\"><a href=\"ftp://x/y.csv\">y</a><p>令和8年6月末時点</p></body></html>";
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(page);
    vec![page.as_bytes().to_vec(), sjis.into_owned()]
}

/// What people write in one cell.
pub(crate) fn cells() -> Vec<Vec<u8>> {
    [
        "千葉県流山市南流山３丁目１２番地の５ 見本ビル２０１号室",
        "流山市大字西深井字新田393-1",
        "東京都千代田区霞が関一丁目２番３号",
        "04-7150-0001（代表）内線123",
        "０４－７１５０－０００２、090-1234-5678",
        "令和８年１１月１日",
        "R8.11.1",
        "2026/11/1 9:30",
        "平日 9:00〜12:00、14:00〜17:30（水曜午後休診）",
        "医療法人社団　見本会　見本訪問看護ステーション（サテライト）",
        "（株）見本ケア・ｻﾎﾟｰﾄ ヴィラ髙橋",
        "みほんほうもんかんご　みほんまち",
        "第１・第３土曜、24時間、毎日",
        "https://www.iryou.teikyouseido.mhlw.go.jp/znk-web/juminkanja/S2430/initialize?prefCd=12&kikanCd=1220000000001&kikanKbn=2",
        "支援診３ 在医総管１",
        "三百二十一番地",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
