//! `ouchi review` as staff use it: the workbook, what they fill in, what comes of it, and what they are asked again.

mod clean;
mod project;

use clean::{BUREAU, Clean};
use ouchi::build::{Reply, Review};
use ouchi::model::Ruling;
use ouchi::table::{self, Sheets};
use project::{Copy, Run};
use rust_xlsxwriter::Workbook;
use std::fs;
use std::path::Path;

const BOOK: &str = "reports/確かめる組.xlsx";
const DAY: jiff::civil::Date = jiff::civil::date(2026, 11, 1);

fn review(copy: &Copy, more: &[&str]) -> Run {
    let mut arguments = vec!["review", "--as-of", "2026-11-01"];
    arguments.extend(more);
    copy.run(&arguments, &[])
}

/// Cells of a sheet, the heading row first.
fn cells(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let bytes = fs::read(path).expect("the workbook");
    let tables = table::read("x.xlsx", &bytes, Sheets::Named(sheet)).expect("readable");
    tables[0].rows().map(|row| row.cells().map(str::to_owned).collect()).collect()
}

/// Saves the workbook as staff would: the same cells, changed by `edit`.
fn fill(path: &Path, edit: impl Fn(&str, &mut Vec<Vec<String>>)) {
    let mut book = Workbook::new();
    for name in ["確かめる組", "答えた組", "使い方"] {
        let mut rows = cells(path, name);
        edit(name, &mut rows);
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("name");
        for (at, row) in (0_u32..).zip(&rows) {
            for (column, text) in (0_u16..).zip(row) {
                sheet.write_string(at, column, text).expect("cell");
            }
        }
    }
    fs::write(path, book.save_to_buffer().expect("saved")).expect("written");
}

/// Writes an answer into the row (from 1) of the pairs to answer.
fn answer(copy: &Copy, row: usize, word: &str) {
    fill(&copy.path(BOOK), |sheet, rows| {
        if sheet == "確かめる組" {
            rows[row][1] = word.to_owned();
        }
    });
}

/// Each pair once: the sample's bureau office with a new number, asked against care and ナビイ.
fn asked(copy: &Copy) -> Vec<Vec<String>> {
    let rows = cells(&copy.path(BOOK), "確かめる組");
    rows.into_iter().skip(1).filter(|row| row.len() > 9 && !row[9].is_empty()).collect()
}

fn count(run: &Run, code: &str) -> u64 {
    let counts = run.json["counts"].as_array().expect("counts");
    counts.iter().find(|one| one["code"] == code).and_then(|one| one["count"].as_u64()).unwrap_or(0)
}

#[test]
fn the_workbook_shows_both_sides_and_offers_three_answers() {
    let copy = Copy::of_sample();
    let run = review(&copy, &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("確かめる組 3"), "{}", run.out);
    let rows = asked(&copy);
    let row = rows.iter().find(|row| row[5] == "番号").expect("the pair whose numbers differ");
    assert!(row[3].contains("介護サービス情報公表システム") && row[4].contains("地方厚生局"), "{row:?}");
    assert!(row[3].contains("\n≠ 番号　事業所番号 1219909143") && row[4].contains("\n≠ 番号"), "{row:?}");
    assert!(row[3].contains("\n電話　04-0000-0177") && row[3].contains("2026-06-30"), "{row:?}");
    assert!(row[6].contains("名称一致・電話一致・住所は号まで一致"), "{row:?}");
    assert!(row[7].contains("番号だけがちがいます"), "{row:?}");
    let mut zip = zip::ZipArchive::new(fs::File::open(copy.path(BOOK)).expect("file")).expect("zip");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("xl/worksheets/sheet1.xml").expect("sheet"), &mut text)
        .expect("text");
    assert!(text.contains("dataValidation") && text.contains("同じ,別,わからない"), "no list to choose from");
    assert!(text.contains("sqref=\"B2:B4\""), "the list covers every pair");
    // The same facts make the same bytes.
    let before = fs::read(copy.path(BOOK)).expect("read");
    review(&copy, &[]);
    assert_eq!(fs::read(copy.path(BOOK)).expect("read"), before);
}

#[test]
fn what_is_answered_the_same_becomes_one_facility_and_is_not_asked_again() {
    let copy = Copy::of_sample();
    let before = copy.build(&[]);
    review(&copy, &[]);
    let row = asked(&copy).iter().position(|row| row[5] == "番号").expect("the pair") + 1;
    answer(&copy, row, "同じ");
    let run = review(&copy, &["--import", BOOK]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("新しい答え 1") && run.out.contains("残りの組 0"), "{}", run.out);
    let after = copy.build(&[]);
    let merged = |run: &Run| run.json["facilities"]["merged"].as_u64().expect("count");
    assert_eq!(merged(&after), merged(&before) - 2, "care, bureau and ナビイ are one now");
    assert_eq!((count(&before, "merge-review"), count(&after, "merge-review")), (3, 0));
    // Three pages became one; the ids that lost theirs lead to it.
    let ledger = fs::read_to_string(copy.path("geodata/ledger.csv")).expect("ledger");
    let redirects = ledger.lines().filter(|line| line.split(',').rev().nth(1).is_some_and(|to| !to.is_empty())).count();
    assert!(redirects >= 2, "{ledger}");
    // Taking the same workbook in again changes nothing.
    let kept = fs::read(copy.path("geodata/decisions.csv")).expect("kept");
    review(&copy, &["--import", BOOK]);
    assert_eq!(fs::read(copy.path("geodata/decisions.csv")).expect("kept"), kept);
}

#[test]
fn what_is_different_stays_apart_and_what_nobody_knows_is_put_off() {
    let copy = Copy::of_sample();
    let before = copy.build(&[]);
    review(&copy, &[]);
    let rows = asked(&copy).len();
    fill(&copy.path(BOOK), |sheet, cells| {
        if sheet == "確かめる組" {
            (1..=rows).for_each(|row| cells[row][1] = if row == 2 { "わからない" } else { "別" }.to_owned());
            // Staff may sort.
            cells[1..].reverse();
        }
    });
    let run = review(&copy, &["--import", BOOK]);
    assert!(
        run.out.contains("新しい答え 3") && run.out.contains("残りの組 0（わからないと答えた組 1）"),
        "{}",
        run.out
    );
    let after = copy.build(&[]);
    assert_eq!(after.json["facilities"]["merged"], before.json["facilities"]["merged"]);
    assert_eq!((count(&after, "merge-review"), count(&after, "merge-unknown")), (0, 1));
    review(&copy, &["--out", "reports/2.xlsx"]);
    let again = cells(&copy.path("reports/2.xlsx"), "確かめる組");
    assert!(again[1].get(9).is_none_or(String::is_empty), "{again:?}");
    let answered = cells(&copy.path("reports/2.xlsx"), "答えた組");
    let states: Vec<&str> = answered[1..].iter().map(|row| row[6].as_str()).collect();
    assert_eq!(states.iter().filter(|state| **state == "別々に載せています").count(), 2, "{states:?}");
    assert!(states.iter().any(|state| state.contains("事実が変わるまで")), "{states:?}");
}

#[test]
fn a_changed_fact_brings_the_question_back_and_says_which() {
    for (word, ruling) in [("同じ", "同じ"), ("別", "別"), ("わからない", "わからない")] {
        let copy = Copy::of_sample();
        review(&copy, &[]);
        let row = asked(&copy).iter().position(|row| row[5] == "番号").expect("the pair") + 1;
        answer(&copy, row, word);
        review(&copy, &["--import", BOOK]);
        // Written otherwise, it is the same fact.
        let care = "geodata/kaigo/jigyosho_140.csv";
        copy.edit(care, "04-0000-0177", "０４－００００－０１７７");
        assert_eq!(count(&copy.build(&[]), "decision-unknown"), 0);
        review(&copy, &["--out", "reports/2.xlsx"]);
        let rows = cells(&copy.path("reports/2.xlsx"), "確かめる組");
        assert!(rows[1..].iter().all(|row| row.get(8).is_none_or(String::is_empty)), "{rows:?}");
        copy.edit(care, "０４－００００－０１７７", "04-0000-0999");
        let run = review(&copy, &["--out", "reports/3.xlsx"]);
        assert!(run.out.contains("前に答えたあとで事実が変わった組 1"), "{word}: {}", run.out);
        let rows = cells(&copy.path("reports/3.xlsx"), "確かめる組");
        let row = rows.iter().find(|row| row.get(8).is_some_and(|text| text.starts_with("「"))).expect("asked again");
        assert!(row[8].contains(&format!("「{ruling}」と答えました（2026-11-01）")), "{row:?}");
        assert!(row[8].contains("電話が「04-0000-0177」から「04-0000-0999」に変わりました"), "{row:?}");
        // Until it is answered anew nothing is joined.
        let build = copy.build(&[]);
        assert!(count(&build, "merge-review") >= 1, "{word}");
        assert!(build.out.contains("04-0000-0999"), "{word}: the finding says which fact");
    }
}

#[test]
fn an_answer_is_changed_and_taken_back_in_the_second_sheet() {
    let copy = Copy::of_sample();
    review(&copy, &[]);
    let row = asked(&copy).iter().position(|row| row[5] == "番号").expect("the pair") + 1;
    answer(&copy, row, "同じ");
    review(&copy, &["--import", BOOK]);
    review(&copy, &["--out", "reports/2.xlsx"]);
    let set = |word: &'static str| {
        move |sheet: &str, rows: &mut Vec<Vec<String>>| {
            if sheet == "答えた組" {
                rows[1][1] = word.to_owned();
                rows[1][2] = "電話で確認".to_owned();
            }
        }
    };
    fill(&copy.path("reports/2.xlsx"), set("別"));
    let run = review(&copy, &["--import", "reports/2.xlsx"]);
    assert!(run.out.contains("変えた答え 1") && run.out.contains("「同じ」から「別」に変えました"), "{}", run.out);
    let kept = fs::read_to_string(copy.path("geodata/decisions.csv")).expect("kept");
    assert!(kept.contains(",別,2026-11-01,電話で確認,"), "{kept}");
    review(&copy, &["--out", "reports/3.xlsx"]);
    fill(&copy.path("reports/3.xlsx"), set(""));
    let run = review(&copy, &["--import", "reports/3.xlsx"]);
    assert!(run.out.contains("取り消した答え 1") && run.out.contains("残りの組 3"), "{}", run.out);
}

#[test]
fn a_spoiled_workbook_costs_only_its_spoiled_rows() {
    let copy = Copy::of_sample();
    review(&copy, &[]);
    fill(&copy.path(BOOK), |sheet, rows| {
        if sheet == "確かめる組" {
            rows[1][1] = "たぶん同じ".into();
            rows[2][1] = " 別 ".into();
            rows[3][1] = "同じ".into();
            (9..13).for_each(|column| rows[3][column].clear());
            rows.push(vec![String::new(), "同じ".into(), "書き足した行".into()]);
            rows.insert(0, vec!["2026年11月 確認中".into()]);
        }
    });
    let run = review(&copy, &["--import", BOOK]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("「確かめる組」B3: 答え「たぶん同じ」"), "{}", run.out);
    assert!(run.out.contains("新しい答え 1") && run.out.contains("取り込めなかった行が 3"), "{}", run.out);
    // The same pair with two answers is taken in with neither.
    let copy = Copy::of_sample();
    review(&copy, &[]);
    fill(&copy.path(BOOK), |sheet, rows| {
        if sheet == "確かめる組" {
            rows[1][1] = "同じ".into();
            rows.push(rows[1].clone());
            rows[4][1] = "別".into();
        }
    });
    let run = review(&copy, &["--import", BOOK]);
    assert!(run.out.contains("ちがう答えが2つ") && run.out.contains("新しい答え 0"), "{}", run.out);
}

#[test]
fn what_is_no_such_workbook_is_refused() {
    let copy = Copy::of_sample();
    fs::write(copy.path("other.csv"), "名称,住所\n見本,見本\n").expect("written");
    fs::write(copy.path("broken.xlsx"), b"PK\x03\x04 broken").expect("written");
    for (file, says) in [
        ("other.csv", "review-file"),
        ("broken.xlsx", "broken.xlsx"),
        ("none.xlsx", "ファイルがありません"),
        ("geodata", "geodata"),
    ] {
        let run = review(&copy, &["--import", file]);
        assert_ne!(run.code, 0, "{file}: {}", run.out);
        assert!(run.out.contains(says), "{file}: {}", run.out);
    }
    assert_eq!(
        fs::read_to_string(copy.path("geodata/decisions.csv")).expect("kept").trim_start_matches('\u{feff}').trim(),
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata/decisions.csv"))
            .expect("kept")
            .trim_start_matches('\u{feff}')
            .trim()
    );
}

#[test]
fn answers_that_were_not_taken_in_are_not_overwritten() {
    let copy = Copy::of_sample();
    review(&copy, &[]);
    answer(&copy, 1, "別");
    let filled = fs::read(copy.path(BOOK)).expect("filled");
    let run = review(&copy, &[]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("まだ取り込んでいない答えが 1"), "{}", run.out);
    assert_eq!(fs::read(copy.path(BOOK)).expect("filled"), filled);
    review(&copy, &["--import", BOOK]);
    assert_eq!(review(&copy, &[]).code, 0);
    // Nor is a file that is something else.
    fs::write(copy.path("list.xlsx"), "名称\n見本\n").expect("written");
    assert_eq!(review(&copy, &["--out", "list.xlsx"]).code, 1);
}

#[test]
fn the_workbook_is_not_written_where_citizens_read() {
    let copy = Copy::of_sample();
    copy.build(&[]);
    let run = review(&copy, &["--out", "dist/確かめる組.xlsx"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(!copy.path("dist/確かめる組.xlsx").exists());
}

#[test]
fn an_answer_rests_on_what_was_looked_at_not_on_what_came_meanwhile() {
    let copy = Copy::of_sample();
    review(&copy, &[]);
    let row = asked(&copy).iter().position(|row| row[5] == "番号").expect("the pair") + 1;
    answer(&copy, row, "同じ");
    copy.edit("geodata/kaigo/jigyosho_140.csv", "04-0000-0177", "04-0000-0999");
    let run = review(&copy, &["--import", BOOK]);
    assert!(!run.out.contains("残りの組 0"), "{}", run.out);
    assert!(copy.build(&[]).out.contains("04-0000-0999"));
}

#[test]
fn the_library_asks_answers_and_takes_back() {
    let copy = Copy::of_sample();
    let folder = copy.path("");
    let opened = Review::open(&folder, DAY).expect("read");
    assert_eq!((opened.waiting(), opened.past.len()), (3, 0));
    let question = opened.questions.iter().find(|one| one.known.iter().any(|known| known.differs)).expect("one");
    let done = Review::answer(&folder, &[Reply::to(question, Ruling::Different, "電話で確認")], DAY).expect("kept");
    assert_eq!((done.new, done.undone), (1, 0));
    let opened = Review::open(&folder, DAY).expect("read");
    assert_eq!(opened.past.len(), 1);
    assert_eq!(opened.past[0].decision.note, "電話で確認");
    let done = Review::answer(&folder, &[Reply::undo(&opened.past[0].decision)], DAY).expect("kept");
    assert_eq!(done.undone, 1);
    assert_eq!(Review::open(&folder, DAY).expect("read").waiting(), 3);
}

#[test]
fn two_answering_at_once_lose_nothing() {
    let copy = Copy::of_sample();
    let folder = copy.path("");
    let opened = Review::open(&folder, DAY).expect("read");
    // Both looked at the same state; each answers another pair.
    for question in &opened.questions[..2] {
        Review::answer(&folder, &[Reply::to(question, Ruling::Unknown, "")], DAY).expect("kept");
    }
    assert_eq!(Review::open(&folder, DAY).expect("read").past.len(), 2);
}

#[test]
fn a_survey_row_is_attached_by_an_answer() {
    let clean = Clean::new();
    let text = clean.read(clean::SURVEY);
    // It moved and its phone changed: only the name is left.
    let moved = text
        .replace("千葉県流山市北見本2丁目2番1号", "千葉県流山市南見本5丁目7番3号")
        .replace("04-0000-0201", "04-0000-0888")
        .replace("2399012", "");
    assert_ne!(moved, text);
    clean.write(clean::SURVEY, &moved);
    let before = clean.codes();
    assert!(before.contains_key("merge-review"), "{before:?}");
    let folder = clean.copy.path("");
    let opened = Review::open(&folder, DAY).expect("read");
    let replies: Vec<Reply> = opened.questions.iter().map(|one| Reply::to(one, Ruling::Same, "")).collect();
    Review::answer(&folder, &replies[..1], DAY).expect("kept");
    let after = clean.codes();
    assert!(!after.contains_key("merge-review") && !after.contains_key("decision-contradicts"), "{after:?}");
    assert!(fs::metadata(folder.join(BUREAU)).is_ok());
}
