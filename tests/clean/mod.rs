//! A small project in which there is nothing to find: what rules are tried on, one spoiled value at a time.
//! Everything in it is invented.
#![allow(dead_code, reason = "each test file uses its part")]

use crate::project::Copy;
use ouchi::build::{Options, Target, check};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub(crate) const CARE: &str = "geodata/kaigo/jigyosho_130.csv";
pub(crate) const CLINICS: &str = "geodata/navii/02-1_clinic_facility_info_20260601.csv";
pub(crate) const HOURS: &str = "geodata/navii/02-2_clinic_speciality_hours_20260601.csv";
pub(crate) const LIST: &str = "geodata/list/122203_public_facility.csv";
pub(crate) const SURVEY: &str = "geodata/survey/survey.csv";
pub(crate) const TOWNS: &str = "geodata/area/towns.csv";
pub(crate) const BUREAU: &str = "geodata/bureau/12届出受理医療機関名簿（医科）.xlsx";
pub(crate) const SETTINGS: &str = "ouchi.toml";

const CARE_HEAD: &str = "都道府県コード又は市町村コード,No,都道府県名,市区町村名,事業所名,事業所名カナ,サービスの種類,住所,方書（ビル名等）,緯度,経度,電話番号,FAX番号,法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,高齢者の方と障害者の方が同時一体的に利用できるサービス,介護保険の通常の指定基準を満たしている,障害福祉の通常の指定基準を満たしている,備考";
const LIST_HEAD: &str = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,名称_通称,POIコード,住所,方書,緯度,経度,電話番号,内線番号,法人番号,団体名,利用可能曜日,開始時間,終了時間,利用可能日時特記事項,説明,バリアフリー情報,URL,備考";
const BUREAU_HEAD: [&str; 24] = [
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
/// Names that have nothing in common.
const NAMES: [&str; 24] = [
    "あおぞら",
    "いちょう",
    "うみかぜ",
    "えのき",
    "おりづる",
    "かえで",
    "きらり",
    "くるみ",
    "けやき",
    "こだま",
    "さざなみ",
    "しらゆり",
    "すいせん",
    "せせらぎ",
    "そよかぜ",
    "たんぽぽ",
    "ちどり",
    "つばき",
    "てまり",
    "とまと",
    "なのはな",
    "にじいろ",
    "ぬくもり",
    "ねむのき",
];
const KANA: [&str; 24] = [
    "アオゾラ",
    "イチョウ",
    "ウミカゼ",
    "エノキ",
    "オリヅル",
    "カエデ",
    "キラリ",
    "クルミ",
    "ケヤキ",
    "コダマ",
    "サザナミ",
    "シラユリ",
    "スイセン",
    "セセラギ",
    "ソヨカゼ",
    "タンポポ",
    "チドリ",
    "ツバキ",
    "テマリ",
    "トマト",
    "ナノハナ",
    "ニジイロ",
    "ヌクモリ",
    "ネムノキ",
];

/// The last digit of a care office's or an institution's number.
pub(crate) fn checked(digits: &str) -> String {
    let mut sum = 0;
    for (at, c) in digits.chars().rev().enumerate() {
        let product = c.to_digit(10).expect("digit") * if at % 2 == 0 { 2 } else { 1 };
        sum += product / 10 + product % 10;
    }
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// The number of care office `n`, from 1.
pub(crate) fn office(n: usize) -> String {
    checked(&format!("127990{n:03}"))
}

/// A row of a file whose headings are known, the others blank.
fn row(head: &str, values: &[(&str, &str)]) -> String {
    let cells: Vec<String> = head
        .trim_start_matches('\u{feff}')
        .trim_end()
        .split(',')
        .map(|heading| {
            let plain = heading.trim_matches('"');
            let value = values.iter().find(|(name, _)| *name == plain).map_or("", |(_, value)| value);
            format!("\"{value}\"")
        })
        .collect();
    cells.join(",") + "\r\n"
}

/// The heading line of a file of the sample.
fn head_of(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(path).expect("the sample's file").lines().next().expect("a heading").to_owned()
}

/// The project.
pub(crate) struct Clean {
    pub(crate) copy: Copy,
}

impl Clean {
    pub(crate) fn new() -> Self {
        let clean = Self { copy: Copy::empty() };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["content", "geodata/base"] {
            crate::project::copy_folder(&root.join(folder), &clean.copy.path(folder));
        }
        clean.write(SETTINGS, include_str!("ouchi.toml"));
        clean.write(TOWNS, "町名,読み,圏域,緯度,経度\n南見本一丁目,みなみみほん,北部,35.860,139.910\n北見本二丁目,きたみほん,南部,35.880,139.920\n");
        clean.write(CARE, &care());
        clean.write(LIST, &format!("{LIST_HEAD}\r\n122203,990001,千葉県,流山市,見本 ふれあい会館,ミホン フレアイカイカン,,,千葉県流山市北見本2丁目1番1号,,35.88010,139.92010,04-0000-0301,,,見本市,平日,09:00,17:00,,,,,\r\n"));
        clean.navii();
        clean.bureau(&bureau_rows());
        clean.write(
            SURVEY,
            "医療機関名,所在地,電話番号,医療機関番号,回答日,公表,訪問診療,新規,その他,点滴\n\
             見本 すずらん医院,千葉県流山市北見本2丁目2番1号,04-0000-0201,2399012,2026/6/10,可,している,可,車いすで入れます,○\n",
        );
        clean
    }

    fn navii(&self) {
        let head = head_of(CLINICS);
        let mut text = format!("{head}\r\n");
        for (id, name, kana, address, lat) in [
            (
                "1229900000101",
                "見本 すずらん医院",
                "ミホン スズランイイン",
                "千葉県流山市北見本2丁目2番1号",
                "35.88020",
            ),
            (
                "1229900000102",
                "見本 なでしこ医院",
                "ミホン ナデシコイイン",
                "千葉県流山市北見本2丁目3番1号",
                "35.88030",
            ),
        ] {
            let mut values = vec![
                ("ID", id),
                ("正式名称", name),
                ("正式名称（フリガナ）", kana),
                ("機関区分", "2"),
                ("都道府県コード", "12"),
                ("市区町村コード", "220"),
                ("所在地", address),
                ("所在地座標（緯度）", lat),
                ("所在地座標（経度）", "139.92020"),
                ("案内用ホームページアドレス", "https://www.example.jp/"),
            ];
            let open: Vec<String> =
                "月火水木金".chars().map(|day| format!("毎週決まった曜日に休診（{day}）")).collect();
            let closed: Vec<String> = "土日".chars().map(|day| format!("毎週決まった曜日に休診（{day}）")).collect();
            values.extend(open.iter().map(|heading| (heading.as_str(), "1")));
            values.extend(closed.iter().map(|heading| (heading.as_str(), "0")));
            text.push_str(&row(&head, &values));
        }
        self.write(CLINICS, &text);
        let head = head_of(HOURS);
        let mut text = format!("{head}\r\n");
        for id in ["1229900000101", "1229900000102"] {
            let times: Vec<(String, &str)> = "月火水木金"
                .chars()
                .flat_map(|day| [(format!("{day}_診療開始時間"), "09:00"), (format!("{day}_診療終了時間"), "12:00")])
                .collect();
            let mut values = vec![("ID", id), ("診療科目コード", "01001"), ("診療科目名", "内科"), ("診療時間帯", "1")];
            values.extend(times.iter().map(|(heading, time)| (heading.as_str(), *time)));
            text.push_str(&row(&head, &values));
        }
        self.write(HOURS, &text);
    }

    /// Writes the bureau's list with these rows under its headings.
    pub(crate) fn bureau(&self, rows: &[[&str; 24]]) {
        self.workbook(BUREAU, "[令和８年９月１日 現在 ]令和８年１０月１日作成 全医療機関出力", rows);
    }

    /// A bureau's list under a title.
    pub(crate) fn workbook(&self, file: &str, title: &str, rows: &[[&str; 24]]) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("Sheet1").expect("name");
        sheet.write_string(1, 0, title).expect("title");
        let head = [BUREAU_HEAD];
        for (at, row) in (3_u32..).zip(head.iter().chain(rows)) {
            for (column, text) in (0_u16..).zip(row) {
                sheet.write_string(at, column, *text).expect("cell");
            }
        }
        self.write_bytes(file, &book.save_to_buffer().expect("saved"));
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        self.write_bytes(file, text.as_bytes());
    }

    pub(crate) fn write_bytes(&self, file: &str, bytes: &[u8]) {
        let path = self.copy.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
        fs::write(path, bytes).expect("written");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.copy.path(file)).expect("readable")
    }

    pub(crate) fn append(&self, file: &str, text: &str) {
        let whole = self.read(file) + text;
        self.write(file, &whole);
    }

    /// Checks as of the tests' day: how often each code was found, with severity.
    pub(crate) fn codes(&self) -> BTreeMap<&'static str, (ouchi::diagnostic::Severity, usize)> {
        let options = Options {
            project: self.copy.path("."),
            target: Target::Folder(self.copy.path("dist")),
            as_of: jiff::civil::date(2026, 11, 1),
            audience: ouchi::model::Audience::Citizens,
            strict: false,
            frozen: false,
            accept: false,
        };
        let report = check(&options, &|_| {}).expect("the machine works");
        report.diagnostics.counts().clone()
    }
}

fn care() -> String {
    let mut text = format!("\u{feff}{CARE_HEAD}\r\n");
    for (at, (name, kana)) in NAMES.iter().zip(KANA).enumerate() {
        let n = at + 1;
        let number = office(n);
        text.push_str(&format!(
            "122203,{number},千葉県,流山市,見本 {name}訪問看護,ミホン {kana}ホウモンカンゴ,訪問看護,千葉県流山市南見本1丁目{n}番1号,,{:.5},139.91000,04-0000-{n:04},04-0000-1{n:03},6000012070001,株式会社見本,{number},\"平日,土曜日\",,10,https://www.example.jp/{n}/,,,,\r\n",
            35.86 + n as f64 * 0.0002
        ));
    }
    text
}

/// Two institutions with one registration each.
pub(crate) fn bureau_rows() -> Vec<[&'static str; 24]> {
    let one = |number, name, address, phone| {
        let mut row = [""; 24];
        for (at, text) in [
            (0, "1"),
            (1, "12"),
            (2, "千葉県"),
            (3, "医科"),
            (4, number),
            (7, name),
            (8, "270-0000"),
            (9, address),
            (10, phone),
            (13, "在宅療養支援診療所"),
            (14, "支援診３"),
            (15, "第1号"),
            (16, "令和 6年 6月 1日"),
        ] {
            row[at] = text;
        }
        row
    };
    vec![
        one("2399012", "見本 すずらん医院", "流山市北見本２丁目２番１号", "04-0000-0201"),
        one("2399020", "見本 なでしこ医院", "流山市北見本２丁目３番１号", "04-0000-0202"),
    ]
}
