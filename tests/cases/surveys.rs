//! Sheets of the survey, and the table of holidays.

use super::{Case, does, swap};
use crate::clean::{Clean, SETTINGS, SURVEY};
use rust_xlsxwriter::Workbook;
use std::fs;

const NOTHING: fn(&Clean) = |_| {};
const HOLIDAYS: &str = "geodata/holidays/syukujitsu.csv";

/// The survey with a column for the code that was printed on the sheet.
fn coded(clean: &Clean, code: &str) {
    let text = clean.read(SURVEY);
    let (head, row) = text.trim_end().split_once('\n').expect("two lines");
    clean.write(SURVEY, &format!("{head},照合コード\n{row},{code}\n"));
    clean.copy.edit(SETTINGS, "consent = \"公表\"", "consent = \"公表\"\ncode = \"照合コード\"");
}

fn code(municipality: &str) -> String {
    let identifier = ouchi::model::Identifier::new(ouchi::model::IdentifierKind::Institution, "1212399012");
    ouchi::source::survey::code(municipality, &identifier)
}

/// The survey as a workbook of one answer, a label in each row, under a name.
fn form(clean: &Clean, labels: &[(&str, &str)], name: &str) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, (label, answer)) in (0_u32..).zip(labels) {
        sheet.write_string(at, 0, *label).expect("cell");
        sheet.write_string(at, 1, *answer).expect("cell");
    }
    clean.write_bytes(&format!("geodata/survey/{name}"), &book.save_to_buffer().expect("saved"));
    clean.copy.edit(SETTINGS, "geodata/survey/survey.csv", &format!("geodata/survey/{name}"));
}

const LABELS: &[(&str, &str)] = &[
    ("医療機関名", "見本 すずらん医院"),
    ("所在地", "千葉県流山市北見本2丁目2番1号"),
    ("電話番号", "04-0000-0201"),
    ("医療機関番号", "2399012"),
    ("回答日", "2026/6/10"),
    ("公表", "可"),
    ("訪問診療", "している"),
    ("その他", "車いすで入れます"),
    ("点滴", "○"),
    ("新規", "可"),
];

pub(super) const CASES: &[Case] = &[
    swap("answer-not-for-everybody", SURVEY, [",している,", ",直通04-0000-0299に電話,", ",電話で相談,"]),
    does(
        "holiday-unreadable",
        |clean| clean.write(HOLIDAYS, "国民の祝日・休日月日,国民の祝日・休日名称\n1月1日,元日\n"),
        |clean| clean.write(HOLIDAYS, "国民の祝日・休日月日,国民の祝日・休日名称\n2026/1/1,元日\n"),
    ),
    does(
        "survey-code-damaged",
        |clean| coded(clean, &code("122203").replace("12399", "12398")),
        |clean| coded(clean, &code("122203")),
    ),
    does("survey-elsewhere", |clean| coded(clean, &code("122173")), |clean| coded(clean, "")),
    swap("survey-column-guessed", SURVEY, ["医療機関名,", "医療機関の名称,", "医療機関名,"]),
    does(
        "survey-empty",
        |clean| {
            fs::create_dir(clean.copy.path("geodata/survey/none")).expect("made");
            clean.copy.edit(SETTINGS, "geodata/survey/survey.csv", "geodata/survey/none");
        },
        NOTHING,
    ),
    does(
        "survey-label-missing",
        |clean| form(clean, &LABELS[..LABELS.len() - 1], "survey.xlsx"),
        |clean| form(clean, LABELS, "survey.xlsx"),
    ),
    does("survey-macros", |clean| form(clean, LABELS, "survey.xlsm"), |clean| form(clean, LABELS, "survey.xlsx")),
    swap("survey-other-city", SURVEY, ["千葉県流山市北見本", "千葉県柏市北見本", "流山市北見本"]),
];
