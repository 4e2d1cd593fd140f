//! Words that nobody may see, planted in every text column of every source, stay inside.

mod clinics;
mod project;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use clinics::{HOMES, NO_ANSWER, assert_no_canary, at, clinics, with_clinics};
use project::{Copy, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

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

/// The sample with words that nobody may see in every text column of every source.
fn planted() -> Copy {
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
    copy
}

#[test]
fn canaries_in_every_text_column_of_every_source_stay_inside() {
    let copy = planted();
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

/// A zip's or a workbook's members, unpacked.
fn members(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(path).expect("readable"))).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut member = zip.by_index(at).expect("a member");
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).expect("unpacked");
            (member.name().expect("UTF-8").into_owned(), bytes)
        })
        .collect()
}

fn holds(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).to_ascii_lowercase().contains("qzxv")
}

fn assert_clean(what: &str, bytes: &[u8]) {
    if holds(bytes) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let line = text.lines().find(|line| holds(line.as_bytes())).unwrap_or_default();
        panic!("{what}: {line}");
    }
}

/// A table sent back in place of sheets: of a clinic that is known, whose answer changed, and of nobody that is known.
const RETURNED: &str = "照合コード,施設の名前,所在地,電話番号,回答日,訪問診療,往診,公表の同意（訪問診療・往診など）\n\
QZXVcode,QZXVだれか医院,QZXV市1-1,QZXV,QZXVきのう,QZXVたぶん,04-0000-0001,QZXVよいかも\n\
QZXV,見本 さくら在宅クリニック,流山市青田9476番地の16,04-0000-0112,令和8年10月2日,QZXVたぶん,QZXVいつか,×\n";

/// Who may see what. Everybody: folder, zip, upload, delete list, snapshot, preview. Staff alone, and still no word of
/// an answer: terminal, JSON, findings workbook, change report, what `.ouchi` remembers, the ledger (but for the name
/// of an unknown row). Professionals:
/// their edition. Who is asked again: their own confirmation sheet, which staff send to nobody else; what comes back is in
/// a workbook of staff's.
#[test]
fn every_output_holds_what_its_readers_may_see_and_no_more() {
    let copy = planted();
    let day = ["--as-of", "2026-11-01"];
    let told = |command: &str, more: &[&str]| {
        let run = copy.run(&[&[command], &day[..], more].concat(), &[]);
        assert_eq!(run.code, 0, "{command} {more:?}: {}", run.out);
        assert_clean(&format!("{command} {more:?}"), run.out.as_bytes());
        run
    };
    // For people and for machines; the second of two builds repeats what the first found.
    for json in [&[][..], &["--json"]] {
        let first = told("build", json);
        assert!(first.out.contains("answer-not-for-everybody") || json.is_empty(), "{}", first.out);
        told("build", json);
        told("check", json);
        told("publish", json);
        told("review", json);
    }
    told("build", &["--out", "site.zip"]);
    let packed = members(&copy.path("site.zip"));
    assert_no_canary(&packed);
    // The next publication: what changed, and what to delete.
    fs::remove_file(copy.path("geodata/list").join(first_file(&copy, "geodata/list"))).expect("removed");
    told("publish", &["--accept", "--json"]);
    let uploads = tree(&copy.path("upload"));
    let zips: Vec<&String> = uploads.keys().filter(|path| path.ends_with(".zip")).collect();
    assert_eq!(zips.len(), 2, "{:?}", uploads.keys());
    for zip in zips {
        for (member, bytes) in members(&copy.path("upload").join(zip)) {
            assert_clean(&format!("{zip}: {member}"), &bytes);
        }
    }
    for folder in ["upload", "geodata/published", ".ouchi", "dist"] {
        let files = tree(&copy.path(folder));
        assert!(!files.is_empty(), "{folder}");
        files.iter().for_each(|(path, bytes)| assert_clean(&format!("{folder}/{path}"), bytes));
    }
    let reports = tree(&copy.path("reports"));
    assert!(reports.len() >= 3, "{:?}", reports.keys());
    for (path, bytes) in &reports {
        if path.ends_with(".xlsx") && path.contains("確認事項") {
            for (member, bytes) in members(&copy.path("reports").join(path)) {
                assert_clean(&format!("{path}: {member}"), &bytes);
            }
        }
        assert_clean(path, bytes);
    }
    // The ledger, which lies beside the sheets, knows a row without a number by its name and town: so its id lasts.
    let ledger = fs::read_to_string(copy.path("geodata/ledger.csv")).expect("the ledger");
    assert_clean("ledger", ledger.replace("name:qzxvドコニモナイ医院@QZXVnobody", "").as_bytes());
    // Sheets and results: on the terminal nothing, in the results no own words, on the sheets what was answered.
    let back = copy.path("back");
    for json in [&[][..], &["--json"]] {
        told("forms", &[&["--out", "forms"], json].concat());
        told("survey", &[&["--workbook", "会議.xlsx", "--print", "会議.html", "--staff", "職員.xlsx"], json].concat());
        // Sheets that come back, with an answer that nobody may see and one of nobody that is known.
        if !back.exists() {
            fs::create_dir(&back).expect("made");
            for path in tree(&copy.path("forms")).into_keys().filter(|path| path.ends_with(".xlsx")) {
                fs::copy(copy.path("forms").join(&path), back.join(&path)).expect("copied");
            }
            fs::write(back.join("x.csv"), RETURNED).expect("written");
        }
        told("forms", &[&["--returned", "back"], json].concat());
        // Answers to a sheet of doubts that says more than it should.
        told("review", &[&["--import", "reports/確かめる組.xlsx"], json].concat());
    }
    let said = members(&copy.path("forms/返ってきた確認票.xlsx"));
    assert!(said.values().any(|bytes| holds(bytes)), "what came back is in the workbook of staff");
    for file in ["会議.xlsx", "職員.xlsx"] {
        for (member, bytes) in members(&copy.path(file)) {
            let text = String::from_utf8_lossy(&bytes).replace("QZXV どこにもない医院", "");
            assert_clean(&format!("{file}: {member}"), text.as_bytes());
        }
    }
    assert_clean("会議.html", &fs::read(copy.path("会議.html")).expect("a page"));
    let sheets = tree(&copy.path("forms"));
    let answered = sheets.keys().filter(|path| path.ends_with(".xlsx"));
    let answered = answered.filter(|path| members(&copy.path("forms").join(path)).values().any(|bytes| holds(bytes)));
    assert!(answered.count() > 10, "sheets are filled in beforehand");
    // Professionals: contact times, and nobody's mail, refused answer or inner note.
    told("build", &["--audience", "partners", "--out", "partners.zip"]);
    let partners = members(&copy.path("partners.zip"));
    assert!(partners.values().any(|bytes| String::from_utf8_lossy(bytes).contains("QZXV6time")));
    for (path, bytes) in &partners {
        let text = String::from_utf8_lossy(bytes);
        for word in ["QZXVnobody", "QZXVkaigo", "QZXVbureau", "QZXV0x", "QZXV1x", "内部メモ"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}

fn first_file(copy: &Copy, folder: &str) -> String {
    tree(&copy.path(folder)).into_keys().next().expect("a file")
}

#[test]
fn a_preview_shows_what_a_build_would_and_its_errors_repeat_no_answer() {
    let copy = planted();
    let none = BTreeSet::new();
    let memory = std::sync::Arc::default();
    let options = |audience| ouchi::build::Options {
        project: copy.path("."),
        target: ouchi::build::Target::Folder(copy.path("dist")),
        audience,
        as_of: jiff::civil::date(2026, 11, 1),
        strict: false,
        frozen: false,
        accept: false,
    };
    let early = |files: Vec<ouchi::output::OutputFile>| {
        files.iter().for_each(|file| assert_clean(&file.path, &file.bytes));
    };
    let asked = ouchi::build::Asked { drafts: true, first: &none, early: &early, memory: &memory };
    let (report, files) =
        ouchi::build::preview(&options(ouchi::model::Audience::Citizens), &asked, &|_| {}).expect("made");
    let files = files.expect("a site");
    assert!(files.len() > 100);
    files.iter().for_each(|file| assert_clean(&file.path, &file.bytes));
    let look = ouchi::report::Look::default();
    let entries = ouchi::check::entries();
    assert_clean("what is wrong", ouchi::report::findings_text(&report, &entries, look).as_bytes());
    assert!(report.diagnostics.count("answer-in-words") > 0, "there was something to repeat");
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
