//! A folder of answer sheets in which one is bad: it is named, sheet and cell, and everything else is still read; where
//! nothing at all can be read, nothing is written.

mod project;

use project::{Copy, Run, tree};
use rust_xlsxwriter::{Format, Formula, Image, Workbook};
use std::fs;
use std::io::{Cursor, Read as _, Write as _};

const FOLDER: &str = "geodata/survey/返送";
const ROWS: [(&str, &str); 6] = [
    ("医療機関名", "見本 さくら在宅クリニック"),
    ("所在地", "青田9476-16"),
    ("電話", "04-0000-0112"),
    ("訪問診療", "○"),
    ("回答日", "2026/10/1"),
    ("公表", "公表可"),
];

/// The sample with one more survey, of which every file lies in a folder.
fn with(files: &[(&str, Vec<u8>)]) -> Copy {
    let copy = Copy::of_sample();
    let text = fs::read_to_string(copy.path("ouchi.toml")).expect("settings");
    let lines = format!(
        "\n[[survey]]\nname = \"返送\"\npath = \"{FOLDER}\"\nas_of = 2026-09-01\n[survey.columns]\nname = \"医療機関名\"\naddress = \"所在地\"\nphone = \"電話\"\nanswered_on = \"回答日\"\nconsent = \"公表\"\ncode = \"照合コード\"\n[survey.questions]\nhome-visit = \"訪問診療\"\nhouse-call = \"往診\"\nend-of-life-count = \"看取りの件数\"\n"
    );
    fs::write(copy.path("ouchi.toml"), text + &lines).expect("written");
    fs::create_dir(copy.path(FOLDER)).expect("made");
    for (name, bytes) in files {
        fs::write(copy.path(FOLDER).join(name), bytes).expect("written");
    }
    copy
}

/// A table of one row on a sheet of its own name; some cells are written over.
fn sheet(more: &[(&str, &str)], over: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("回答").expect("named");
    for (column, (heading, text)) in (0_u16..).zip(ROWS.iter().chain(more)) {
        sheet.write(0, column, *heading).expect("written");
        sheet.write(1, column, *text).expect("written");
    }
    over(sheet);
    book.save_to_buffer().expect("written")
}

fn good() -> Vec<u8> {
    sheet(&[], |_| {})
}

/// The findings of a code: where, and what is said.
fn found(run: &Run, code: &str) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    run.json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|one| one["code"] == code)
        .map(|one| {
            assert!(!text(&one["message"]).is_empty(), "{one}");
            (one["place"].to_string(), text(&one["message"]))
        })
        .filter(|(place, _)| place.contains(FOLDER))
        .collect()
}

/// What the page of the clinic says.
fn page(copy: &Copy) -> String {
    tree(&copy.path("dist/facility"))
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .find(|page| page.contains("さくら在宅クリニック</h1>"))
        .expect("its page")
}

/// A bad file beside a good one: named once, and the good one's answer of its day is on the page.
fn beside(name: &str, bytes: Vec<u8>, code: &str, says: &str) {
    let copy = with(&[("a.xlsx", good()), (name, bytes)]);
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{name}: {}", run.out);
    let all = found(&run, code);
    assert_eq!(all.len(), 1, "{name} {code}: {}", run.out);
    assert!(all[0].0.contains(&format!("{FOLDER}/{name}")) && all[0].1.contains(says), "{all:?}");
    assert!(page(&copy).contains("調査 2026年10月"), "{name}: the good sheet was not read");
}

/// A bad file alone: the same finding forbids writing.
fn alone(name: &str, bytes: Vec<u8>, code: &str) {
    let copy = with(&[(name, bytes)]);
    let run = copy.build(&[]);
    assert_eq!(run.code, 1, "{name}: {}", run.out);
    assert!(!found(&run, code).is_empty(), "{name} {code}: {}", run.out);
    assert!(!copy.path("dist").exists(), "{name}: something was written");
}

/// The container of a workbook with a password: header, and a directory of UTF-16 names.
fn container(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1024, 0);
    for name in ["Root Entry", stream] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(128, 0);
        bytes.extend(entry);
    }
    bytes.resize(4096, 0);
    bytes
}

fn picture() -> Vec<u8> {
    const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\xdac\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9\x8c!\x00\x00\x00\x00IEND\xaeB`\x82";
    let mut book = Workbook::new();
    let image = Image::new_from_buffer(PIXEL).expect("a picture");
    book.add_worksheet().insert_image(0, 0, &image).expect("inserted");
    book.save_to_buffer().expect("written")
}

/// The same workbook with a part for macros in it.
fn with_macros(bytes: Vec<u8>) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let mut inside = Vec::new();
        part.read_to_end(&mut inside).expect("read");
        new.start_file(part.name().expect("a name"), options).expect("begun");
        new.write_all(&inside).expect("written");
    }
    new.start_file("xl/vbaProject.bin", options).expect("begun");
    new.write_all(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 macros").expect("written");
    new.finish().expect("finished").into_inner()
}

#[test]
fn a_password_an_old_file_and_a_picture_cost_only_themselves() {
    for (name, bytes, code, says) in [
        ("b.xlsx", container("EncryptedPackage"), "file-old-or-locked", "パスワード"),
        ("b.xls", container("Workbook"), "file-old-or-locked", "古い形式"),
        ("b.xlsx", picture(), "file-empty", "図や写真だけ"),
    ] {
        beside(name, bytes.clone(), code, says);
        alone(name, bytes, code);
    }
}

#[test]
fn macros_are_told_by_what_is_inside_and_the_values_are_read() {
    for name in ["a.xlsm", "a.xlsx"] {
        let copy = with(&[(name, with_macros(good()))]);
        let run = copy.build(&[]);
        assert_eq!(run.code, 0, "{}", run.out);
        assert_eq!(found(&run, "survey-macros").len(), 1, "{name}: {}", run.out);
        assert!(page(&copy).contains("調査 2026年10月"), "{name}");
    }
    let run = with(&[("a.xlsx", good())]).build(&[]);
    assert!(found(&run, "survey-macros").is_empty(), "{}", run.out);
}

#[test]
fn two_hundred_columns_are_one_finding() {
    let names: Vec<String> = (0..194).map(|n| format!("列{n}")).collect();
    let more: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "値")).collect();
    let copy = with(&[("a.xlsx", sheet(&more, |_| {}))]);
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let all = found(&run, "survey-column-unplaced");
    assert!(all.len() == 1 && all[0].1.contains("194") && all[0].1.chars().count() < 400, "{all:?}");
    assert!(page(&copy).contains("調査 2026年10月"));
}

#[test]
fn a_failed_formula_is_named_by_its_cell_however_it_is_kept() {
    // As a formula, as a pasted word, and in a CSV.
    let formula = sheet(&[("往診", "○"), ("看取りの件数", "")], |sheet| {
        sheet.write_formula(1, 6, Formula::new("=VLOOKUP(1,A:A,2,0)").set_result("#N/A")).expect("written");
        sheet.write(1, 7, "#REF!").expect("written");
    });
    let csv = "医療機関名,所在地,電話,訪問診療,回答日,公表,往診\n見本 さくら在宅クリニック,青田9476-16,04-0000-0112,○,2026/10/1,公表可,#N/A\n#REF!,青田1,,○,2026/10/1,公表可,○\n";
    let copy = with(&[("a.xlsx", formula), ("b.csv", csv.as_bytes().to_vec())]);
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let places: Vec<String> = found(&run, "cell-error").into_iter().map(|(place, _)| place).collect();
    assert_eq!(places.len(), 4, "{places:?}");
    for column in ["6", "7"] {
        assert!(
            places.iter().any(|one| one.contains("\"sheet\":\"回答\"")
                && one.contains("\"row\":2")
                && one.contains(&format!("\"column\":{column}"))),
            "{places:?}"
        );
    }
    assert!(places.iter().any(|one| one.contains("往診") && one.contains("\"line\":2")), "{places:?}");
    let page = page(&copy);
    assert!(page.contains("調査 2026年10月"));
    let shown = tree(&copy.path("dist"));
    for word in ["#N/A", "#REF!"] {
        let on: Vec<&String> = shown
            .iter()
            .filter(|(path, bytes)| !path.ends_with(".xlsx") && String::from_utf8_lossy(bytes).contains(word))
            .map(|(path, _)| path)
            .collect();
        assert!(on.is_empty(), "{word} is shown in {on:?}");
    }
}

#[test]
fn a_failed_formula_is_no_consent() {
    let copy = with(&[(
        "a.xlsx",
        sheet(&[], |sheet| {
            sheet.write_formula(1, 5, Formula::new("=1/0").set_result("#DIV/0!")).expect("written");
        }),
    )]);
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert_eq!(found(&run, "cell-error").len(), 1, "{}", run.out);
    assert!(!page(&copy).contains("調査 2026年10月"), "an answer without consent is shown");
}

#[test]
fn dates_by_number_are_dates_and_never_counts() {
    let copy = with(&[(
        "a.xlsx",
        sheet(&[("看取りの件数", "")], |sheet| {
            sheet.write(1, 4, 46_301).expect("written");
        }),
    )]);
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let all = found(&run, "survey-date-serial");
    assert!(all.len() == 1 && all[0].0.contains("\"column\":4"), "{all:?}");
    assert!(page(&copy).contains("調査 2026年10月"));
    // A cell formatted as a date is one, and nothing need be said.
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 10, 6).expect("a day");
    let copy = with(&[(
        "a.xlsx",
        sheet(&[("看取りの件数", "")], |sheet| {
            let format = Format::new().set_num_format("yyyy/m/d");
            sheet.write_datetime_with_format(1, 4, &day, &format).expect("written");
        }),
    )]);
    let run = copy.build(&[]);
    assert!(found(&run, "survey-date-serial").is_empty() && found(&run, "date-unreadable").is_empty(), "{}", run.out);
    assert!(page(&copy).contains("調査 2026年10月"));
    // In the column of a count it is no count, and the row's consent is not trusted.
    let copy = with(&[(
        "a.xlsx",
        sheet(&[("看取りの件数", "")], |sheet| {
            sheet.write(1, 6, 46_301).expect("written");
        }),
    )]);
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let all = found(&run, "answer-misplaced");
    assert!(all.len() == 1 && all[0].0.contains("\"column\":6"), "{all:?}");
    assert!(!page(&copy).contains("46,301") && !page(&copy).contains("46301"));
}

#[test]
fn another_citys_form_is_left_out_and_a_folder_of_them_is_no_survey() {
    let institution = ouchi::model::Identifier::new(ouchi::model::IdentifierKind::Institution, "1212399012");
    let code = ouchi::source::survey::code("131016", &institution);
    let other = sheet(&[("照合コード", &code)], |sheet| {
        sheet.write(1, 0, "見本 となりのまち診療所").expect("written");
    });
    beside("b.xlsx", other.clone(), "survey-elsewhere", "ほかの自治体");
    alone("b.xlsx", other, "survey-elsewhere");
}

#[test]
fn answers_of_one_clinic_that_contradict_are_named_by_both_cells() {
    let no = sheet(&[], |sheet| {
        sheet.write(1, 3, "×").expect("written");
    });
    let copy = with(&[("a.xlsx", good()), ("b.xlsx", no)]);
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let all = found(&run, "answers-contradict");
    assert_eq!(all.len(), 1, "{}", run.out);
    for place in ["a.xlsx「回答」D2", "b.xlsx「回答」D2"] {
        assert!(all[0].1.contains(place), "{all:?}");
    }
    assert!(!page(&copy).contains("調査 2026年10月"), "one of two is shown");
}
