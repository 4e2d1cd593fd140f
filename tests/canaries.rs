//! Words that nobody may see, planted in every text column of every source, stay inside.

mod clinics;
mod project;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use clinics::{HOMES, NO_ANSWER, assert_no_canary, at, clinics, with_clinics};
use project::{Copy, tree};
use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

/// Adds columns that nobody asked for to every row of a CSV.
fn add_columns(text: &str, from: &str) -> String {
    let mut lines = text.lines();
    let header = lines.next().expect("a heading");
    let mut out = format!("{header},担当者名,担当メール,内部メモ\r\n");
    for (n, line) in lines.enumerate() {
        out += &format!("{line},QZXV{from}{n}a,qzxv{from}{n}@example.jp,QZXV{from}{n}c\r\n");
    }
    out
}

/// Adds a column to every row of a workbook that has a heading row of more than three cells.
fn add_to_workbook(bytes: Vec<u8>) -> Vec<u8> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).expect("a workbook");
    let mut out = rust_xlsxwriter::Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        let sheet = out.add_worksheet();
        sheet.set_name(&name).expect("named");
        let (top, left) = range.start().unwrap_or((0, 0));
        for (r, row) in range.rows().enumerate() {
            let number = top + u32::try_from(r).expect("small");
            for (c, cell) in row.iter().enumerate() {
                let column = u16::try_from(left).expect("small") + u16::try_from(c).expect("small");
                match cell {
                    Data::Empty => {}
                    Data::Float(n) => {
                        sheet.write(number, column, *n).expect("written");
                    }
                    Data::Int(n) => {
                        sheet.write(number, column, *n as f64).expect("written");
                    }
                    other => {
                        sheet.write(number, column, other.to_string()).expect("written");
                    }
                }
            }
            if row.iter().filter(|cell| !matches!(cell, Data::Empty)).count() > 3 {
                sheet.write(number, 60, format!("QZXVbureau{r}")).expect("written");
            }
        }
    }
    out.save_to_buffer().expect("written")
}

#[test]
fn canaries_in_every_text_column_of_every_source_stay_inside() {
    let (mut header, rows) = clinics();
    let answers: Vec<usize> = (0..header.len()).filter(|n| !NO_ANSWER.contains(&header[*n].as_str())).collect();
    let of = |heading: &str| at(&header, heading);
    let (consent, partners, open) = (of("市民公表"), of("関係者"), of("オープンデータ"));
    let (time, person, date) = (of("専門職からの連絡時間"), of("連絡の担当"), of("回答日"));
    let (kana, names) = (of("フリガナ"), of("医療機関名"));
    let mut dirty = rows.clone();
    for (n, row) in dirty.iter_mut().enumerate() {
        // Nobody said yes, in every way of not saying yes.
        let refusal = [("", ""), ("×", ""), ("関係者のみ", ""), ("QZXV検討中", ""), ("×", "○"), ("", "○")];
        if n % 7 == 6 {
            // These consented: their words for professionals and beside the questions must stay inside all the same.
            (row[consent], row[open]) = ("○".into(), "○".into());
            row[time] = format!("QZXV{n}time");
            row[person] = format!("QZXV{n}person");
            row[answers[0]] = format!("QZXV{n} 090-0000-0000");
            row[answers[1]] = format!("ご連絡は qzxv{n}@example.jp へ");
        } else {
            let (main, to_partners) = refusal[n % 6];
            (row[consent], row[partners], row[open]) = (main.into(), to_partners.into(), "○".into());
            for column in &answers {
                row[*column] = format!("QZXV{n}x{column}");
            }
        }
        row[kana] = format!("QZXV{n}kana");
        if n == 3 {
            row[date] = "QZXVdate".into();
        }
    }
    // Somebody whom no register knows, with nothing but canaries.
    let mut nobody: Vec<String> = (0..header.len()).map(|n| format!("QZXVnobody{n}")).collect();
    nobody[names] = "QZXV どこにもない医院".into();
    nobody[consent] = "×".into();
    dirty.push(nobody);
    header.extend(["担当者名", "担当メール", "直通電話", "自由記載"].map(String::from));
    for (n, row) in dirty.iter_mut().enumerate() {
        row.extend([format!("QZXV{n}p"), format!("qzxv{n}@example.jp"), format!("QZXV{n}t"), format!("QZXV{n}w")]);
    }
    let copy = with_clinics(&header, &dirty);
    for folder in ["kaigo", "navii", "list"] {
        for (path, bytes) in tree(&copy.path(&format!("geodata/{folder}"))) {
            let text = String::from_utf8(bytes).expect("UTF-8");
            fs::write(copy.path(&format!("geodata/{folder}/{path}")), add_columns(&text, folder)).expect("written");
        }
    }
    for (path, bytes) in tree(&copy.path("geodata/bureau")) {
        fs::write(copy.path(&format!("geodata/bureau/{path}")), add_to_workbook(bytes)).expect("written");
    }
    let homes = fs::read(copy.path(HOMES)).expect("homes");
    let (text, ..) = encoding_rs::SHIFT_JIS.decode(&homes);
    fs::write(copy.path(HOMES), add_columns(&text, "homes")).expect("written");
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.json["facilities"]["public"].as_u64().is_some_and(|count| count > 200), "{}", run.out);
    assert_no_canary(&tree(&copy.path("dist")));
    // The sheet was read: professionals see what was theirs, and still nobody else's.
    assert_eq!(copy.build(&["--audience", "partners", "--out", "partners"]).code, 0);
    let partners: BTreeSet<String> = tree(&copy.path("partners/facility"))
        .into_values()
        .filter_map(|bytes| String::from_utf8_lossy(&bytes).find("QZXV6time").map(|_| "6".to_owned()))
        .collect();
    assert_eq!(partners.len(), 1, "contact times are in the professionals' edition");
    // And a citizens' build after it is clean again: the ledger remembers nothing for everybody.
    assert_eq!(copy.build(&[]).code, 0);
    assert_no_canary(&tree(&copy.path("dist")));
}

#[test]
fn of_a_register_only_its_public_columns_are_shown() {
    // Columns of the care register's open data that a page or a download may hold.
    let public = [
        "市区町村名",
        "事業所名",
        "事業所名カナ",
        "サービスの種類",
        "住所",
        "方書（ビル名等）",
        "電話番号",
        "FAX番号",
        "法人の名称",
        "利用可能曜日特記事項",
        "URL",
    ];
    let copy = Copy::of_sample();
    let file = "geodata/kaigo/jigyosho_130.csv";
    let text = fs::read_to_string(copy.path(file)).expect("readable");
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let header: Vec<String> = lines[0]
        .trim_start_matches('\u{feff}')
        .split(',')
        .map(|heading| heading.trim_matches('"').to_owned())
        .collect();
    let mut cells: Vec<String> = lines[1].split(',').map(ToOwned::to_owned).collect();
    assert_eq!(cells.len(), header.len(), "no comma inside the row");
    for (n, cell) in cells.iter_mut().enumerate() {
        if !cell.trim_matches('"').is_ascii() || cell.trim_matches('"').is_empty() {
            let heading = &header[n];
            if !["都道府県名", "市区町村名", "利用可能曜日"].contains(&heading.as_str()) {
                *cell = format!("\"見本 QZXV{n}Z\"");
            }
        }
    }
    lines[1] = cells.join(",");
    fs::write(copy.path(file), lines.join("\r\n") + "\r\n").expect("written");
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let mut seen = BTreeSet::new();
    for bytes in tree(&copy.path("dist")).into_values() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for (at, _) in text.match_indices("QZXV") {
            let digits: String = text[at + 4..].chars().take_while(char::is_ascii_digit).collect();
            seen.insert(header[digits.parse::<usize>().expect("a number")].clone());
        }
    }
    let more: Vec<&String> = seen.iter().filter(|heading| !public.contains(&heading.as_str())).collect();
    assert!(more.is_empty(), "{more:?}");
    assert!(!seen.is_empty());
}
