//! Files, settings and sources as a whole.

use super::{Case, does, swap};
use crate::clean::{BUREAU, CARE, Clean, LIST, SETTINGS, SURVEY, bureau_rows};
use rust_xlsxwriter::{Formula, Workbook};
use std::fs;

const NOTHING: fn(&Clean) = |_| {};
const WITHHOLD: &str = "geodata/withhold.csv";
const LEDGER: &str = "geodata/ledger.csv";

fn survey_workbook(clean: &Clean, sheet: &str, error: bool) {
    let mut book = Workbook::new();
    let list = book.add_worksheet();
    list.set_name(sheet).expect("name");
    for (at, line) in (0_u32..).zip(clean.read(SURVEY).lines()) {
        for (column, text) in (0_u16..).zip(line.split(',')) {
            list.write_string(at, column, text).expect("cell");
        }
    }
    if error {
        list.write_formula(1, 8, Formula::new("=1/0").set_result("#DIV/0!")).expect("cell");
    }
    clean.write_bytes("geodata/survey/survey.xlsx", &book.save_to_buffer().expect("saved"));
    clean.copy.edit(
        SETTINGS,
        "path = \"geodata/survey/survey.csv\"",
        "path = \"geodata/survey/survey.xlsx\"\nsheet = \"回答\"",
    );
}

/// Publishes by hand what the project shows, with some facilities more.
fn published(clean: &Clean, more: usize) {
    let mut text = String::from("id,field,value,source\n");
    for n in 0..27 + more {
        text.push_str(&format!("f{n:07},name,見本 {n},見本\n"));
    }
    clean.write("geodata/published/2026-05-01.csv", &text);
    // Nothing of it has an id of today: everything is gone and new, unless that many are allowed.
    let allowed = if more == 0 { 100 } else { 5 };
    clean.append(SETTINGS, &format!("\n[limits]\nnew_percent = 100\ngone_percent = {allowed}\n"));
}

pub(super) const CASES: &[Case] = &[
    does("setting-missing", |clean| fs::remove_file(clean.copy.path(SETTINGS)).expect("removed"), NOTHING),
    swap("setting-unreadable", SETTINGS, ["publisher =", "publihser =", "publisher  ="]),
    swap(
        "setting-unchecked",
        SETTINGS,
        [
            "phone = \"119\"\nsource = \"見本\"\nchecked = 2026-10-01",
            "phone = \"119\"\nsource = \"見本\"\nchecked = 2025-10-01",
            "phone = \"119\"\nsource = \"見本\"\nchecked = 2025-11-02",
        ],
    ),
    swap("file-missing", SETTINGS, ["survey/survey.csv", "survey/another.csv", "survey/./survey.csv"]),
    does(
        "file-not-a-file",
        |clean| fs::create_dir(clean.copy.path("geodata/kaigo/jigyosho_150.csv")).expect("made"),
        |clean| fs::create_dir(clean.copy.path("geodata/kaigo/older")).expect("made"),
    ),
    does(
        "file-ignored",
        |clean| clean.write("geodata/kaigo/jigyosho.zip", "PK"),
        |clean| clean.write("geodata/kaigo/memo.txt", "メモ"),
    ),
    does(
        "file-open",
        |clean| clean.write("geodata/list/~$122203_public_facility.csv", "somebody"),
        |clean| clean.write("geodata/list/~$another.csv", "somebody"),
    ),
    does("file-empty", |clean| clean.write(LIST, ""), NOTHING),
    does(
        "file-too-large",
        |clean| clean.write(LIST, &(clean.read(LIST) + &"a\n".repeat(1_048_577))),
        |clean| clean.append(LIST, &"\n".repeat(100)),
    ),
    does(
        "file-old-or-locked",
        |clean| clean.write_bytes(BUREAU, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"),
        |clean| clean.bureau(&bureau_rows()),
    ),
    does("file-not-a-table", |clean| clean.write(CARE, "%PDF-1.7\n"), NOTHING),
    does(
        "file-broken",
        |clean| {
            let bytes = fs::read(clean.copy.path(BUREAU)).expect("workbook");
            clean.write_bytes(BUREAU, &bytes[..bytes.len() / 2]);
        },
        NOTHING,
    ),
    does(
        "sheet-missing",
        |clean| survey_workbook(clean, "回答2", false),
        |clean| survey_workbook(clean, "回答", false),
    ),
    swap("column-missing", CARE, ["事業所名,", "なまえ,", "事業所名 ,"]),
    does(
        "cell-too-long",
        |clean| clean.copy.edit(CARE, "株式会社見本", &"長".repeat(32_768)),
        |clean| clean.copy.edit(CARE, "株式会社見本", &"長".repeat(100)),
    ),
    does("cell-error", |clean| survey_workbook(clean, "回答", true), |clean| survey_workbook(clean, "回答", false)),
    does(
        "text-damaged",
        |clean| {
            let mut bytes =
                encoding_rs::SHIFT_JIS.encode(clean.read(CARE).trim_start_matches('\u{feff}')).0.into_owned();
            let at = bytes.len() - 3;
            bytes[at] = 0xff;
            clean.write_bytes(CARE, &bytes);
        },
        |clean| {
            let bytes = encoding_rs::SHIFT_JIS.encode(clean.read(CARE).trim_start_matches('\u{feff}')).0.into_owned();
            clean.write_bytes(CARE, &bytes);
        },
    ),
    does(
        "file-cut-off",
        |clean| {
            let text = clean.read(CARE);
            let line = text.trim_end().rfind('\n').expect("two lines");
            clean.write(CARE, &text[..text.floor_char_boundary(line + 30)]);
        },
        // The last line need not be ended.
        |clean| {
            let text = clean.read(CARE);
            clean.write(CARE, text.trim_end());
        },
    ),
    does("geojson-unreadable", |clean| clean.write("geodata/base/outline.geojson", "{\"type\":"), NOTHING),
    does(
        "boundary-missing",
        |clean| {
            clean.write(
            "geodata/base/outline.geojson",
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"N03_004":"見本町","N03_007":"99999"},"geometry":{"type":"Polygon","coordinates":[[[139.8,35.8],[140,35.8],[140,36],[139.8,35.8]]]}}]}"#,
        )
        },
        |clean| {
            clean.write(
            "geodata/base/outline.geojson",
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"N03_004":"流山市","N03_007":"12220"},"geometry":{"type":"Polygon","coordinates":[[[139.8,35.8],[140,35.8],[140,36],[139.8,36],[139.8,35.8]]]}}]}"#,
        )
        },
    ),
    does(
        "bureau-print-layout",
        |clean| clean.workbook(BUREAU, "コード内容別医療機関一覧表", &bureau_rows()),
        |clean| clean.workbook(BUREAU, "[令和８年９月１日 現在 ]医科", &bureau_rows()),
    ),
    does(
        "source-date-missing",
        |clean| clean.workbook(BUREAU, "全医療機関出力 医科", &bureau_rows()),
        |clean| clean.workbook(BUREAU, "[令和８年９月１日 現在 ]医科", &bureau_rows()),
    ),
    does(
        "no-facility",
        |clean| {
            let text = clean.read(SETTINGS).replace("code = \"122203\"", "code = \"473821\"");
            let text = text.replace("千葉県", "沖縄県").replace("流山市", "与那国町");
            let (before, rest) = text.split_once("[[survey]]").expect("a survey");
            let (_, after) = rest.split_once("[[area]]").expect("areas");
            clean.write(SETTINGS, &format!("{before}[[area]]{after}"));
        },
        |clean| clean.copy.edit(SETTINGS, "[[survey]]", "# 調査\n[[survey]]"),
    ),
    does(
        "ledger-unreadable",
        |clean| clean.write(LEDGER, "番号,名前\na,b\n"),
        |clean| clean.write(LEDGER, "id,name,kind,area,identifiers,first_seen,gone_since,redirect,was_public\n"),
    ),
    does(
        "withhold-no-id",
        |clean| clean.write(WITHHOLD, "id,field,reason,until\n,phone,申し出,\n"),
        |clean| clean.write(WITHHOLD, "id,field,reason,until\n"),
    ),
    does(
        "withhold-until-unreadable",
        |clean| clean.write(WITHHOLD, "id,field,reason,until\nabcdefgh,phone,申し出,年度末まで\n"),
        |clean| clean.write(WITHHOLD, "id,field,reason,until\nabcdefgh,phone,申し出,令和9年3月31日\n"),
    ),
    does(
        "withhold-unknown",
        |clean| clean.write(WITHHOLD, "id,field,reason,until\nabcdefgh,phone,申し出,\n"),
        |clean| {
            // The id of the list's facility, as any computer would give it.
            let options = ouchi::build::Options {
                project: clean.copy.path("."),
                target: ouchi::build::Target::Folder(clean.copy.path("dist")),
                as_of: jiff::civil::date(2026, 11, 1),
                audience: ouchi::model::Audience::Citizens,
                strict: false,
                frozen: false,
                accept: false,
            };
            ouchi::build::build(&options, &|_| {}).expect("built");
            let ledger = clean.read(LEDGER);
            let id = ledger.lines().nth(1).and_then(|line| line.split(',').next()).expect("an id").to_owned();
            clean.write(WITHHOLD, &format!("id,field,reason,until\n{id},phone,申し出,\n"));
        },
    ),
    does(
        "published-unreadable",
        |clean| clean.write("geodata/published/2026-05-01.csv", "番号,値\n"),
        |clean| clean.write("geodata/published/memo.csv", "番号,値\n"),
    ),
    does("changes-over-limit", |clean| published(clean, 10), |clean| published(clean, 0)),
];
