//! `ouchi check` and `ouchi explain` as staff meet them.

mod clean;
mod project;

use clean::{Clean, SURVEY};
use ouchi::table::{self, Sheets};
use project::{Copy, tree};
use std::fs;

const DAY: &[&str] = &["check", "--as-of", "2026-11-01"];

#[test]
fn checking_writes_no_site_and_no_ledger() {
    let copy = Copy::of_sample();
    let before = tree(&copy.path("geodata"));
    let run = copy.run(DAY, &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(!copy.path("dist").exists());
    assert!(tree(&copy.path("geodata")) == before, "geodata was touched");
    assert!(copy.path("reports/確認事項.xlsx").exists());
    assert!(run.out.contains("reports/確認事項.xlsx") && run.out.contains("見つかったこと: 誤り"), "{}", run.out);
}

#[test]
fn a_finding_says_where_what_why_and_how() {
    let clean = Clean::new();
    clean.copy.edit(SURVEY, ",04-0000-0201,", ",962-1008,");
    let run = clean.copy.run(DAY, &[]);
    for part in [
        "注意[phone-unreadable] 1件",
        "geodata/survey/survey.csv 2行目「電話番号」",
        "「962-1008」",
        "なぜ困るか: まちがった番号にかけさせないよう",
        "直し方: ",
        "例: ",
        "L1-07 １セル１データとなっているか",
    ] {
        assert!(run.out.contains(part), "{part} is missing:\n{}", run.out);
    }
    assert!(!run.out.contains('\u{1b}'), "no colours in a pipe");
    let json = clean.copy.run(&[DAY, &["--json"]].concat(), &[]).json;
    let one = &json["findings"][0];
    assert_eq!((one["code"].as_str(), one["severity"].as_str()), (Some("phone-unreadable"), Some("warning")));
    assert_eq!(one["place"]["spot"]["field"]["line"], 2);
    for key in ["checks", "why", "example", "mend", "machine"] {
        assert!(json["codes"]["phone-unreadable"][key].is_string(), "{key}: {json}");
    }
}

#[test]
fn notes_in_the_workbook_survive_the_next_check() {
    let clean = Clean::new();
    clean.copy.edit(SURVEY, ",04-0000-0201,", ",962-1008,");
    assert_eq!(clean.copy.run(&[DAY, &["--workbook", "表 1.xlsx"]].concat(), &[]).code, 0);
    let rows = |name: &str| -> Vec<Vec<String>> {
        let bytes = fs::read(clean.copy.path("表 1.xlsx")).expect("workbook");
        let tables = table::read("表 1.xlsx", &bytes, Sheets::Named(name)).expect("read");
        tables[0].rows().map(|row| row.cells().map(str::to_owned).collect()).collect()
    };
    let list = rows("確認事項");
    assert_eq!((list.len(), list[1][4].as_str(), list[1][6].as_str()), (3, "phone-unreadable", "2行目「電話番号」"));
    // As a person would: fill in and save.
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["確認事項", "なくなったもの"] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("name");
        for (at, row) in (0_u32..).zip(rows(name)) {
            for (column, text) in (0_u16..).zip(row) {
                let text = match (name, at, column) {
                    ("確認事項", 1, 0) => "確認中".to_owned(),
                    ("確認事項", 1, 2) => "11/2に電話".to_owned(),
                    _ => text,
                };
                sheet.write_string(at, column, text).expect("cell");
            }
        }
    }
    book.save(clean.copy.path("表 1.xlsx")).expect("saved");
    assert_eq!(clean.copy.run(&[DAY, &["--workbook", "表 1.xlsx"]].concat(), &[]).code, 0);
    assert_eq!(rows("確認事項")[1][..3], ["確認中", "", "11/2に電話"]);
    // Mended: the note stays, on the sheet of what is gone.
    clean.copy.edit(SURVEY, ",962-1008,", ",04-0000-0201,");
    assert_eq!(clean.copy.run(&[DAY, &["--workbook", "表 1.xlsx"]].concat(), &[]).code, 0);
    assert_eq!(rows("確認事項").len(), 1);
    assert_eq!(rows("なくなったもの")[1][2], "11/2に電話");
}

#[test]
fn a_workbook_that_cannot_be_read_is_not_replaced() {
    let clean = Clean::new();
    clean.write("reports/確認事項.xlsx", "これは表ではない");
    let run = clean.copy.run(DAY, &[]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert_eq!(clean.read("reports/確認事項.xlsx"), "これは表ではない");
    assert!(run.out.contains("確認事項"), "{}", run.out);
}

#[test]
fn what_stops_a_build_stops_a_check_with_one() {
    let clean = Clean::new();
    clean.write(clean::CARE, "");
    let run = clean.copy.run(&[DAY, &["--json"]].concat(), &[]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(!clean.copy.path("reports").exists(), "asked for JSON alone");
}

#[test]
fn a_code_is_explained_and_an_unknown_one_has_a_neighbour() {
    let copy = Copy::empty();
    let known = copy.run(&["explain", "phone-form"], &[]);
    assert_eq!(known.code, 0);
    for heading in ["何を調べるか", "なぜ困るか", "例", "直し方", "L1-08"] {
        assert!(known.out.contains(heading), "{heading}: {}", known.out);
    }
    assert!(!known.out.contains('\u{1b}'));
    let unknown = copy.run(&["explain", "phone-from"], &[]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.out.contains("「phone-form」ではありませんか"), "{}", unknown.out);
    let list = copy.run(&["explain"], &[]);
    assert_eq!(list.out.lines().count(), ouchi::check::entries().len());
}

#[test]
fn an_empty_folder_of_returned_sheets_is_told() {
    let copy = Copy::of_sample();
    fs::create_dir(copy.path("back")).expect("made");
    let run = copy.run(&["forms", "--returned", "back", "--kind", "clinic", "--as-of", "2026-11-01"], &[]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("回答票が1つもありません") && run.out.contains("back"), "{}", run.out);
}

/// On a terminal there are colours, unless `NO_COLOR` asks for none. Needs `script` of util-linux.
#[test]
#[cfg(target_os = "linux")]
#[allow(clippy::print_stdout, reason = "says when it skips")]
fn a_terminal_has_colours_and_no_color_is_heard() {
    let command = format!("'{}' explain phone-form", env!("CARGO_BIN_EXE_ouchi"));
    let on_terminal = |no_colour: &str| {
        std::process::Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .env("NO_COLOR", no_colour)
            .stdin(std::process::Stdio::null())
            .output()
            .map(|out| String::from_utf8_lossy(&out.stdout).into_owned())
    };
    let Ok(plain) = on_terminal("1") else {
        println!("skipped: the command `script` is not installed");
        return;
    };
    assert!(plain.contains("phone-form") && !plain.contains('\u{1b}'), "{plain:?}");
    assert!(on_terminal("").expect("started").contains("\u{1b}[36m参考[phone-form]"));
}
