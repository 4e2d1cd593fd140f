//! Surveys as they come: headings of two rows, folders of single sheets, slipped columns; forms out and back again.

mod project;

use ouchi::model::{Answer, Record, Vocabulary};
use ouchi::settings::{Keep, SurveySetting};
use ouchi::source::{Input, Reading, Scope, survey};
use project::Copy;
use rust_xlsxwriter::Workbook;
use std::collections::BTreeSet;
use std::fs;

fn setting(more: &str) -> SurveySetting {
    let text = format!(
        "name = \"見本調査\"\npath = \"調査\"\nas_of = 2026-06-01\n{more}\n[columns]\nname = \"医療機関名\"\naddress = \"所在地\"\nphone = \"電話\"\nanswered_on = \"回答日\"\nconsent = \"公表\"\n"
    );
    toml::from_str(&text).expect("valid")
}

fn with(questions: &[(&str, &str)]) -> SurveySetting {
    let mut setting = setting("");
    setting.questions = questions.iter().map(|(id, heading)| ((*id).to_owned(), (*heading).to_owned())).collect();
    setting
}

fn read(inputs: &[(&str, Vec<u8>)], setting: &SurveySetting) -> (Vec<Record>, Reading) {
    let scope = Scope {
        keep: Keep::Municipality,
        code: "122203".into(),
        prefecture: "千葉県".into(),
        municipality: "流山市".into(),
    };
    let inputs: Vec<Input> =
        inputs.iter().map(|(path, bytes)| Input { path: (*path).to_owned(), bytes: bytes.clone() }).collect();
    let mut reading = Reading::default();
    let records = survey::read(&inputs, setting, &scope, &Vocabulary::default(), &mut reading);
    (records, reading)
}

fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in (0_u32..).zip(rows) {
        for (c, text) in (0_u16..).zip(*row) {
            if !text.is_empty() {
                sheet.write(r, c, *text).expect("written");
            }
        }
    }
    book.save_to_buffer().expect("written")
}

fn answer(record: &Record, question: &str) -> Option<Answer> {
    record.answers.iter().find(|one| one.question == question).map(|one| one.answer.clone())
}

#[test]
fn headings_of_two_rows_below_notes_are_one_heading() {
    let bytes = book(&[
        &["令和8年度の調査"],
        &["記入のしかた: ○か×"],
        &["医療機関名", "所在地", "電話", "訪問診療", "", "看取り", "", "公表", "回答日"],
        &["", "", "", "可否", "件数", "可否", "件数"],
        &["見本クリニック", "流山市木1", "04-0000-0001", "○", "5", "×", "0", "公表可", "R8.5.3"],
    ]);
    let setting = with(&[
        ("home-visit", "訪問診療可否"),
        ("home-patients", "訪問診療 件数"),
        ("end-of-life", "看取り可否"),
        ("end-of-life-count", "看取り件数"),
    ]);
    let (records, reading) = read(&[("調査.xlsx", bytes)], &setting);
    assert_eq!(records.len(), 1, "{:?}", reading.diagnostics.sorted());
    assert_eq!(answer(&records[0], "home-visit"), Some(Answer::Yes));
    assert_eq!(answer(&records[0], "home-patients"), Some(Answer::Number(5)));
    assert_eq!(answer(&records[0], "end-of-life"), Some(Answer::No));
    assert_eq!(answer(&records[0], "end-of-life-count"), Some(Answer::Number(0)));
    assert!(records[0].answers.iter().all(|one| one.consent.citizens));
    assert_eq!(records[0].answers[0].as_of.map(|day| day.to_string()).as_deref(), Some("2026-05-03"));
}

#[test]
fn a_heading_that_stands_twice_is_not_guessed() {
    let bytes = book(&[&["医療機関名", "可否", "可否", "公表"], &["見本クリニック", "○", "×", "公表可"]]);
    let (records, reading) = read(&[("調査.xlsx", bytes)], &with(&[("home-visit", "可否")]));
    assert!(records[0].answers.is_empty());
    assert_eq!(reading.diagnostics.count("survey-heading-twice"), 1);
}

#[test]
fn columns_that_nothing_maps_are_proposed_as_lines_to_paste() {
    let bytes = book(&[
        &["No", "医療機関名", "在宅看取りの対応", "24時間連絡の可否", "駐車場", "公表"],
        &["1", "見本クリニック", "○", "×", "3台", "公表可"],
    ]);
    let (_, reading) = read(&[("調査.xlsx", bytes.clone())], &with(&[("home-visit", "訪問診療")]));
    let found = reading.diagnostics.sorted();
    let one = found.iter().find(|one| one.code == "survey-column-unplaced").expect("reported");
    assert!(one.message.contains("C列「在宅看取りの対応」") && one.message.contains("駐車場"), "{}", one.message);
    let help = one.help.as_deref().expect("help");
    assert!(
        help.contains("[survey.questions]\nend-of-life = \"在宅看取りの対応\"\nnight-contact = \"24時間連絡の可否\""),
        "{help}"
    );
    // Nothing mapped at all: the whole block is proposed.
    let mut blank = setting("");
    blank.columns.clear();
    let (records, reading) = read(&[("調査.xlsx", bytes)], &blank);
    assert!(records.is_empty() && reading.diagnostics.is_fatal());
    let found = reading.diagnostics.sorted();
    let help = found.iter().find(|one| one.code == "survey-no-name").and_then(|one| one.help.clone()).expect("help");
    assert!(help.contains("name = \"医療機関名\"") && help.contains("consent = \"公表\""), "{help}");
}

#[test]
fn moved_renamed_and_inserted_columns_cost_only_themselves() {
    let bytes = book(&[
        &["公表", "新しい列", "医療機関の名称", "訪問診療", "所在地", "往診の有無"],
        &["公表可", "x", "見本クリニック", "○", "流山市木1", "○"],
    ]);
    let (records, reading) =
        read(&[("調査.xlsx", bytes)], &with(&[("home-visit", "訪問診療"), ("house-call", "往診")]));
    assert_eq!(records.len(), 1);
    assert_eq!(answer(&records[0], "home-visit"), Some(Answer::Yes));
    assert_eq!(answer(&records[0], "house-call"), None);
    for code in ["survey-column-guessed", "survey-column-unplaced"] {
        assert_eq!(reading.diagnostics.count(code), 1, "{code}");
    }
    assert!(!reading.diagnostics.is_fatal());
}

#[test]
fn answers_in_the_wrong_column_are_named_by_cell() {
    let bytes = book(&[
        &["医療機関名", "訪問診療", "往診", "看取り", "公表"],
        &["見本クリニック", "04-0000-0001", "令和8年5月3日", "市民に公表してよい", "公表可"],
    ]);
    let setting = with(&[("home-visit", "訪問診療"), ("house-call", "往診"), ("end-of-life", "看取り")]);
    let (records, reading) = read(&[("調査.xlsx", bytes)], &setting);
    assert!(records[0].answers.is_empty());
    assert_eq!(reading.diagnostics.count("answer-misplaced"), 3);
    let places: Vec<String> =
        reading.diagnostics.sorted().iter().filter_map(|one| one.place.as_ref().map(ToString::to_string)).collect();
    assert!(places.contains(&"調査.xlsx「Sheet1」B2".to_owned()), "{places:?}");
}

fn single(name: &str, visits: &str) -> Vec<u8> {
    book(&[
        &["在宅医療の調査票"],
        &["医療機関名", name],
        &["所在地", "流山市木1"],
        &["問1 訪問診療", "", visits],
        &["問2 対応する時間", "14：00～17：00"],
        &["回答日", "令和8年6月2日"],
        &["公表", "公表可"],
    ])
}

#[test]
fn a_folder_of_single_sheets_is_one_survey_and_bad_ones_are_left_out() {
    let setting = with(&[("home-visit", "問1 訪問診療"), ("contact-time", "問2 対応する時間")]);
    let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    locked.resize(600, 0);
    let inputs = [
        ("調査/a.xlsx", single("見本クリニック", "○")),
        ("調査/b.xlsm", single("見本医院", "要相談")),
        ("調査/c.xlsx", locked),
        ("調査/d.xlsx", book(&[])),
        ("調査/e.jpg", b"\xff\xd8\xff\xe0 picture".to_vec()),
        ("調査/f.pdf", b"%PDF-1.4".to_vec()),
        ("調査/g.xlsx", book(&[&["まったく別の表"], &["1", "2"]])),
    ];
    let (records, reading) = read(&inputs, &setting);
    assert_eq!(records.len(), 2, "{:?}", reading.diagnostics.sorted());
    assert!(!reading.diagnostics.is_fatal());
    assert_eq!(answer(&records[0], "home-visit"), Some(Answer::Yes));
    assert_eq!(answer(&records[0], "contact-time"), Some(Answer::Text("14:00〜17:00".into())));
    assert_eq!(answer(&records[1], "home-visit"), Some(Answer::Consult));
    assert_eq!(reading.sources.place(records[0].answers[0].origin).file.as_ref(), "調査/a.xlsx");
    for (code, count) in [
        ("file-old-or-locked", 1),
        ("file-empty", 1),
        ("file-not-a-table", 2),
        ("column-missing", 1),
        ("survey-macros", 1),
    ] {
        assert_eq!(reading.diagnostics.count(code), count, "{code}: {:?}", reading.diagnostics.sorted());
    }
    let all = reading.diagnostics.sorted();
    assert!(all.iter().any(|one| one.message.contains("図や写真だけ")));
    // When nothing at all can be read, it is fatal.
    let (_, reading) = read(&inputs[2..], &setting);
    assert!(reading.diagnostics.is_fatal());
}

#[test]
fn answers_by_number_and_rows_of_totals_are_not_read() {
    let bytes = book(&[
        &["医療機関名", "訪問診療", "処置", "公表"],
        &["見本クリニック", "3", "1,3,5", "公表可"],
        &["見本医院", "○（月・水のみ）", "点滴 胃ろう", "公表可"],
        &["合　計", "2", "", ""],
    ]);
    let setting = with(&[("home-visit", "訪問診療"), ("procedures", "処置")]);
    let (records, reading) = read(&[("調査.xlsx", bytes)], &setting);
    assert_eq!(records.len(), 2);
    assert!(records[0].answers.is_empty());
    assert_eq!(answer(&records[1], "home-visit"), Some(Answer::YesWith("月・水のみ".into())));
    assert_eq!(
        answer(&records[1], "procedures"),
        Some(Answer::Choices(vec!["点滴".into(), "経管栄養（胃ろう）".into()]))
    );
    assert_eq!((reading.diagnostics.count("answer-coded"), reading.diagnostics.count("survey-total")), (2, 1));
}

#[test]
fn a_no_in_the_column_for_others_takes_no_tick_away() {
    let bytes = book(&[&["医療機関名", "そのほか", "輸血", "公表"], &["見本クリニック", "×", "○", "公表可"]]);
    let mut setting = with(&[("procedures", "そのほか")]);
    setting.choices = [("procedures".to_owned(), [("輸血".to_owned(), "輸血".to_owned())].into())].into();
    let (records, _) = read(&[("調査.xlsx", bytes)], &setting);
    assert_eq!(answer(&records[0], "procedures"), Some(Answer::Choices(vec!["輸血".into()])));
}

#[test]
fn every_sheet_with_the_headings_is_read_but_the_example() {
    let mut book = Workbook::new();
    for (name, clinic) in [("記入例", "例示クリニック"), ("診療所", "見本クリニック"), ("病院", "見本病院")]
    {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("named");
        for (c, (heading, text)) in
            (0_u16..).zip([("医療機関名", clinic), ("問1 訪問診療", "○"), ("往診", "×"), ("公表", "公表可")])
        {
            sheet.write(0, c, heading).expect("written");
            sheet.write(1, c, text).expect("written");
        }
    }
    let setting = with(&[("home-visit", "訪問診療"), ("house-call", "往診")]);
    let (records, reading) = read(&[("調査.xlsx", book.save_to_buffer().expect("written"))], &setting);
    let names: Vec<&str> = records.iter().map(|record| record.name.value.as_str()).collect();
    assert_eq!(names, ["見本クリニック", "見本病院"]);
    assert_eq!(answer(&records[1], "home-visit"), Some(Answer::Yes), "the number of a question is no part of it");
    assert_eq!(reading.diagnostics.count("survey-sheet-left"), 1);
}

#[test]
fn a_sheet_sent_back_blank_is_nobodys() {
    let blank = book(&[&["在宅医療の調査票"], &["医療機関名"], &["所在地"], &["問1 訪問診療"], &["回答日"], &["公表"]]);
    let inputs = [("調査/a.xlsx", blank), ("調査/b.xlsx", single("見本医院", "○"))];
    let (records, reading) = read(&inputs, &with(&[("home-visit", "訪問診療")]));
    assert_eq!(records.len(), 1, "{:?}", records.iter().map(|one| &one.name.value).collect::<Vec<_>>());
    assert_eq!(reading.diagnostics.count("name-empty"), 1);
}

#[test]
fn two_hundred_columns_formula_errors_and_serial_dates() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for column in 0..200_u16 {
        let heading = match column {
            150 => "医療機関名".to_owned(),
            160 => "訪問診療".to_owned(),
            161 => "往診".to_owned(),
            170 => "回答日".to_owned(),
            199 => "公表".to_owned(),
            other => format!("列{other}"),
        };
        sheet.write(0, column, heading).expect("written");
        sheet.write(1, column, "値").expect("written");
    }
    sheet.write(1, 160, "○").expect("written");
    sheet.write_formula(1, 161, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).expect("written");
    sheet.write(1, 170, 46_145).expect("written");
    sheet.write(1, 199, "公表可").expect("written");
    let bytes = book.save_to_buffer().expect("written");
    let (records, reading) =
        read(&[("調査.xlsx", bytes)], &with(&[("home-visit", "訪問診療"), ("house-call", "往診")]));
    assert_eq!(answer(&records[0], "home-visit"), Some(Answer::Yes));
    assert_eq!(records[0].answers[0].as_of.map(|day| day.to_string()).as_deref(), Some("2026-05-03"));
    assert_eq!(answer(&records[0], "house-call"), None, "{:?}", records[0].answers);
    assert_eq!(reading.diagnostics.count("survey-column-unplaced"), 1);
    assert_eq!(reading.diagnostics.count("survey-date-serial"), 1);
}

#[test]
fn consent_is_kept_per_question_and_per_block() {
    let mut setting = with(&[("home-visit", "訪問診療"), ("narcotics", "麻薬"), ("contact-time", "連絡")]);
    setting.columns.remove("consent");
    setting.consents = [("visits", "公表1"), ("narcotics", "公表2"), ("contact", "公表3")]
        .map(|(id, heading)| (id.to_owned(), heading.to_owned()))
        .into();
    let bytes = book(&[
        &["医療機関名", "訪問診療", "公表1", "麻薬", "公表2", "連絡", "公表3"],
        &["見本クリニック", "○", "公表可", "○", "関係者のみ", "午後", ""],
    ]);
    let (records, _) = read(&[("調査.xlsx", bytes)], &setting);
    let consent = |id: &str| records[0].answers.iter().find(|one| one.question == id).expect(id).consent;
    assert!(consent("home-visit").citizens);
    assert!(!consent("narcotics").citizens && consent("narcotics").partners);
    assert!(!consent("contact-time").citizens && !consent("contact-time").partners);
}

#[test]
fn own_questions_are_asked_and_shown() {
    let copy = Copy::of_sample();
    let text = fs::read_to_string(copy.path("ouchi.toml")).expect("settings");
    let text = text.replace("online = \"オンライン診療\"", "own-online = \"オンライン診療\"")
        + "\n[[question]]\nid = \"own-online\"\nname = \"画面ごしの診療\"\nyes = \"できる\"\n";
    fs::write(copy.path("ouchi.toml"), text).expect("written");
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let pages = project::tree(&copy.path("dist/facility"));
    assert!(pages.values().any(|bytes| String::from_utf8_lossy(bytes).contains("画面ごしの診療")));
    let results = fs::read_to_string(copy.path("dist/survey/index.html")).expect("results");
    assert!(results.contains("画面ごしの診療"));
}

#[test]
fn the_newest_year_wins_question_by_question_and_contradictions_are_told() {
    let copy = Copy::of_sample();
    let row = "見本 さくら在宅クリニック,青田9476-16,04-0000-0112";
    fs::write(
        copy.path("geodata/survey/R9.csv"),
        format!("医療機関名,所在地,電話,訪問診療,往診,公表\n{row},×,,公表可\n{row},,○,公表可\n{row},,×,公表可\n"),
    )
    .expect("written");
    let text = fs::read_to_string(copy.path("ouchi.toml")).expect("settings");
    fs::write(
        copy.path("ouchi.toml"),
        text + "\n[[survey]]\nname = \"令和9年度の調査\"\npath = \"geodata/survey/R9.csv\"\nas_of = 2026-10-01\n[survey.columns]\nname = \"医療機関名\"\naddress = \"所在地\"\nphone = \"電話\"\nconsent = \"公表\"\n[survey.questions]\nhome-visit = \"訪問診療\"\nhouse-call = \"往診\"\n",
    )
    .expect("written");
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("answers-contradict"), "{}", run.out);
    let pages = project::tree(&copy.path("dist/facility"));
    let page = pages
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .find(|page| page.contains("さくら在宅クリニック</h1>"))
        .expect("its page");
    assert!(
        page.contains("調査 2026年10月") && page.contains("調査 2026年6月"),
        "both years stand, each with its date"
    );
}

/// Everything that is said of a sheet.
fn said(rows: &[&[&str]], setting: &SurveySetting) -> (usize, String) {
    let (records, reading) = read(&[("調査.xlsx", book(rows))], setting);
    let found = reading.diagnostics.sorted();
    assert!(!found.is_empty());
    let words = found.iter().map(|one| format!("{} {}\n", one.message, one.help.as_deref().unwrap_or_default()));
    (records.len(), words.collect())
}

const WORDS: [&str; 4] = ["QZXV見本医院", "QZXV訪問診療は木曜だけ", "QZXV看取りは相談のうえ", "QZXV認知症の方は家族と"];

#[test]
fn answers_in_own_words_are_not_taken_for_headings_and_repeated() {
    let setting = with(&[("home-visit", "訪問診療"), ("end-of-life", "看取り")]);
    let mut blank = setting.clone();
    blank.columns.clear();
    // Without headings; with headings that nobody knows; with an answer that is called as a heading.
    let called = ["QZXV見本医院", "訪問診療", "看取り", "QZXV認知症の方は家族と"];
    for rows in [&[&WORDS[..], &WORDS][..], &[&["いろは", "にほへ", "とちり", "ぬるを"], &WORDS], &[&called, &WORDS]]
    {
        for setting in [&setting, &blank] {
            let (records, said) = said(rows, setting);
            assert!(records == 0 && !said.contains("QZXV"), "{said}");
        }
    }
    // A row of answers above the headings, as where two tables stand on one sheet; and below.
    let heads = ["医療機関名", "訪問診療", "看取りの件数", "認知症の方について"];
    for rows in
        [&[&WORDS[..], &heads, &WORDS][..], &[&heads, &WORDS, &heads, &WORDS], &[&[], &WORDS, &[], &heads, &WORDS]]
    {
        for setting in [&setting, &blank] {
            let (_, said) = said(rows, setting);
            assert!(!said.contains("QZXV"), "{said}");
            assert!(said.contains("認知症の方について") || setting.columns.is_empty(), "headings are named: {said}");
        }
    }
    // A sheet of one clinic, of which one label was changed: what was answered is never "meant".
    let (records, said) = said(
        &[
            &["医療機関名", "QZXV見本医院", "QZXV訪問診療です"],
            &["所在地", "QZXV流山市木1"],
            &["訪問診寮", "看取りQ", "QZXVたぶん"],
            &["回答日", "", "令和8年6月2日"],
            &["公表", "公表可"],
        ],
        &setting,
    );
    assert_eq!(records, 1);
    assert!(
        said.contains("「訪問診寮」ではありませんか") && !said.contains("QZXV") && !said.contains("看取りQ"),
        "{said}"
    );
}

/// What stands on one sheet of a workbook that was written.
fn cells(copy: &Copy, path: &str, sheet: usize) -> Vec<Vec<String>> {
    use calamine::Reader;
    let bytes = fs::read(copy.path(path)).expect("written");
    let mut book = calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range_at(sheet).expect("a sheet").expect("readable");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn forms_go_out_come_back_and_are_matched() {
    let copy = Copy::of_sample();
    let run = copy.run(&["forms", "--kind", "clinic", "--out", "out", "--as-of", "2026-11-01", "--json"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let mut files: Vec<_> = project::tree(&copy.path("out")).into_iter().collect();
    files.retain(|(path, _)| path.ends_with(".xlsx"));
    assert!(files.len() > 20);
    let printed = fs::read_to_string(copy.path("out/印刷用.html")).expect("a page to print");
    for words in ["取りやめ", "目的", "照合コード", "公表の同意"] {
        assert!(printed.contains(words), "{words}");
    }
    // The same day gives the same bytes.
    let again = copy.run(&["forms", "--kind", "clinic", "--out", "out2", "--as-of", "2026-11-01"], &[]);
    assert_eq!(again.code, 0);
    assert_eq!(project::tree(&copy.path("out")), project::tree(&copy.path("out2")));
    // Three come back, one unreadable.
    fs::create_dir(copy.path("back")).expect("made");
    for (path, bytes) in files.iter().take(3) {
        fs::write(copy.path("back").join(path), bytes).expect("written");
    }
    fs::write(copy.path("back/写真.jpg"), b"\xff\xd8\xff").expect("written");
    let back = copy.run(&["forms", "--returned", "back", "--kind", "clinic", "--as-of", "2026-11-01", "--json"], &[]);
    assert_eq!(back.code, 0, "{}", back.out);
    let returned = &back.json["returned"];
    let count = |key: &str| returned[key].as_u64().expect(key);
    assert!(count("answered") <= 3 && count("unknown") == 0, "{}", back.out);
    assert_eq!(count("answered") + count("missing"), files.len() as u64);
    // Sent back as it went out, a sheet changes nothing, whatever last year's called a choice.
    assert_eq!(count("changes"), 0, "{:?}", cells(&copy, "forms/返ってきた確認票.xlsx", 1));
    let answered = cells(&copy, "forms/返ってきた確認票.xlsx", 2);
    assert!(answered[1..].iter().all(|row| row[1].contains("同意の欄が空")), "nothing was ticked: {answered:?}");
    let missing = cells(&copy, "forms/返ってきた確認票.xlsx", 0);
    assert_eq!(missing.len() as u64, count("missing") + 1);
    assert!(copy.path("forms/SHOKUIN.txt").exists());
    // Who has not answered is in the workbook, and not on the terminal.
    let name = &missing[1][0];
    for more in [&["--json"][..], &[]] {
        let day = ["forms", "--returned", "back", "--kind", "clinic", "--as-of", "2026-11-01"];
        let said = copy.run(&[&day[..], more].concat(), &[]).out;
        assert!(!name.is_empty() && !said.contains(name.as_str()), "{said}");
    }
    assert!(count("answered") >= 1, "sheets filled in beforehand count as answers: {}", back.out);
    // The lines it proposes are settings, and the sheets are then a survey of the build.
    fs::rename(copy.path("back"), copy.path("geodata/survey/確認票_2026_診療所")).expect("moved");
    let lines = fs::read_to_string(copy.path("out/設定の案_診療所.toml")).expect("lines");
    let text = fs::read_to_string(copy.path("ouchi.toml")).expect("settings");
    fs::write(copy.path("ouchi.toml"), format!("{text}\n{lines}")).expect("written");
    let build = copy.build(&[]);
    assert_eq!(build.code, 0, "{}", build.out);
    assert!(!build.out.contains("survey-unmatched\",\n      \"place\": \"geodata/survey/確認票"), "{}", build.out);
    // Answers never go where citizens read.
    assert_eq!(copy.run(&["forms", "--out", "dist/forms"], &[]).code, 1);
}

#[test]
fn sheets_of_several_kinds_come_back_as_what_was_asked() {
    let copy = Copy::of_sample();
    let kinds = ["--kind", "clinic", "--kind", "care", "--as-of", "2026-11-01"];
    let forms = |more: &[&str]| copy.run(&[&["forms"], &kinds[..], more].concat(), &[]);
    assert_eq!(forms(&["--out", "out"]).code, 0);
    let cells = |path: &str| cells(&copy, path, 0);
    // A home for the aged and a clinic answer; everything else on the sheet is left as it was.
    fs::create_dir(copy.path("back")).expect("made");
    let names: Vec<String> =
        project::tree(&copy.path("out")).into_keys().filter(|path| path.ends_with(".xlsx")).collect();
    let with = |label: &str| {
        let found = names.iter().find(|name| cells(&format!("out/{name}")).iter().any(|row| row[1] == label));
        found.expect(label).clone()
    };
    for (label, said) in [("施設での看取りの方針", "している・できる"), ("家でできる医療：そのほか", "特別な処置")]
    {
        let mut rows = cells(&format!("out/{}", with(label)));
        rows.iter_mut().filter(|row| row[1] == label).for_each(|row| row[2] = said.to_owned());
        let consent = if said == "特別な処置" { "公表しない" } else { "関係者のみ" };
        rows.iter_mut().filter(|row| row[1].starts_with("公表の同意")).for_each(|row| row[2] = consent.to_owned());
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        fs::write(copy.path("back").join(with(label)), book(&rows)).expect("written");
    }
    let back = forms(&["--returned", "back", "--json"]);
    assert_eq!(back.code, 0, "{}", back.out);
    let changes = format!("{:?}", self::cells(&copy, "forms/返ってきた確認票.xlsx", 1));
    assert!(changes.contains("施設での看取りの方針") && changes.contains("特別な処置"), "{changes}");
    assert_eq!(back.json["returned"]["answered"].as_u64(), Some(2), "{}", back.out);
    let answered = self::cells(&copy, "forms/返ってきた確認票.xlsx", 2);
    let allowed: BTreeSet<&str> = answered[1..].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(allowed, BTreeSet::from(["公表しない", "関係者のみ"]));
}

#[test]
fn what_was_answered_stands_on_the_next_sheet_whole() {
    let copy = Copy::of_sample();
    let before = "見本 さくら在宅クリニック,青田9476-16,04-0000-0112";
    fs::write(
        copy.path("geodata/survey/R9.csv"),
        format!("医療機関名,所在地,電話,処置\n{before},胃瘻、とても特別な処置\n"),
    )
    .expect("written");
    let text = fs::read_to_string(copy.path("ouchi.toml")).expect("settings");
    fs::write(
        copy.path("ouchi.toml"),
        text + "\n[[survey]]\nname = \"R9\"\npath = \"geodata/survey/R9.csv\"\nas_of = 2026-10-01\n[survey.columns]\nname = \"医療機関名\"\naddress = \"所在地\"\nphone = \"電話\"\n[survey.questions]\nprocedures = \"処置\"\n",
    )
    .expect("written");
    assert_eq!(copy.run(&["forms", "--out", "out", "--as-of", "2026-11-01"], &[]).code, 0);
    let page = fs::read_to_string(copy.path("out/印刷用.html")).expect("a page to print");
    let own = page.split("<section").find(|part| part.contains("さくら在宅クリニック　御中")).expect("its sheet");
    assert!(own.contains("とても特別な処置"), "what is no choice is kept");
    let stomach =
        own.split("経管栄養（胃ろう）</th>").nth(1).expect("the choice").split("</tr>").next().unwrap_or_default();
    assert!(stomach.contains('○'), "{stomach}");
}

#[test]
fn results_for_the_meeting_name_nobody_and_staff_see_who_did_not_answer() {
    let copy = Copy::of_sample();
    let run = copy.run(
        &["survey", "--workbook", "会議.xlsx", "--print", "会議.html", "--staff", "職員.xlsx", "--as-of", "2026-07-01"],
        &[],
    );
    assert_eq!(run.code, 0, "{}", run.out);
    let cells = |file: &str| -> String {
        use calamine::Reader;
        let bytes = fs::read(copy.path(file)).expect("written");
        let mut book = calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
        let sheets = book.sheet_names();
        let all = sheets.iter().map(|name| book.worksheet_range(name).expect("a sheet"));
        all.flat_map(|range| range.rows().flatten().map(ToString::to_string).collect::<Vec<_>>())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (meeting, staff) = (cells("会議.xlsx"), cells("職員.xlsx"));
    assert!(meeting.contains("訪問診療") && meeting.contains("21"), "{meeting}");
    assert!(!meeting.contains("見本 ") && !meeting.contains("04-0000"), "no facility is named");
    assert!(staff.contains("見本 ") && staff.contains("答え"));
    let page = fs::read_to_string(copy.path("会議.html")).expect("a page");
    assert!(page.contains("<svg") && !page.contains("04-0000"));
    assert_eq!(copy.run(&["survey", "--staff", "dist/x.xlsx"], &[]).code, 1);
}
