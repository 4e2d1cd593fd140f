use super::read;
use crate::model::{Answer, IdentifierKind, Record, Vocabulary};
use crate::settings::{Keep, SurveySetting};
use crate::source::{Input, Reading, Scope};

fn setting() -> SurveySetting {
    toml::from_str(
        r#"
        name = "見本調査"
        path = "調査.xlsx"
        as_of = "2026-06-01"
        [columns]
        name = "医療機関名"
        address = "所在地"
        phone = "電話"
        institution_number = "医療機関コード"
        answered_on = "回答日"
        consent = "公表"
        consent_open_data = "オープンデータ"
        [questions]
        home-visit = "訪問診療"
        end-of-life-count = "看取り件数"
        areas = "対応地域"
        [choices.procedures]
        "胃ろう" = "処置_胃ろう"
        "在宅酸素" = "処置_酸素"
        "#,
    )
    .expect("valid")
}

fn survey(path: &str, bytes: Vec<u8>, setting: &SurveySetting) -> (Vec<Record>, Reading) {
    let scope = Scope {
        keep: Keep::Municipality,
        code: "122203".into(),
        prefecture: "千葉県".into(),
        municipality: "流山市".into(),
    };
    let mut reading = Reading::default();
    let inputs = [Input { path: path.into(), bytes }];
    let records = read(&inputs, setting, &scope, &Vocabulary::default(), &mut reading);
    (records, reading)
}

const HEADER: &str = "医療機関名,所在地,電話,医療機関コード,回答日,公表,オープンデータ,訪問診療,看取り件数,対応地域,処置_胃ろう,処置_酸素";

#[test]
fn answers_are_read_below_notes_in_any_encoding() {
    let text = format!(
        "令和8年度の調査です,,,,\r\n\r\n{HEADER}\r\n見本クリニック,千葉県流山市木1-2,０４‐００００‐０００１,9900001,令和8年5月3日,市民に公表してよい,可,○,12件,\"南流山、木\",○,×\r\n見本医院,流山市中2,04-0000-0002,,,,,要相談,,,,\r\n"
    );
    for bytes in [text.clone().into_bytes(), encoding_rs::SHIFT_JIS.encode(&text).0.into_owned()] {
        let (records, reading) = survey("調査.csv", bytes, &setting());
        assert_eq!(records.len(), 2);
        let answers = &records[0].answers;
        let of = |id: &str| answers.iter().find(|answer| answer.question == id).map(|answer| answer.answer.clone());
        assert_eq!(of("home-visit"), Some(Answer::Yes));
        assert_eq!(of("end-of-life-count"), Some(Answer::Number(12)));
        assert_eq!(of("areas"), Some(Answer::Choices(vec!["南流山".into(), "木".into()])));
        assert_eq!(of("procedures"), Some(Answer::Choices(vec!["胃ろう".into()])));
        assert!(answers.iter().all(|answer| answer.consent.citizens && answer.consent.open_data));
        assert_eq!(answers[0].as_of.map(|day| day.to_string()).as_deref(), Some("2026-05-03"));
        assert_eq!(answers[0].origin.row, 4);
        assert_eq!(records[0].identifiers[0].kind, IdentifierKind::Institution);
        assert_eq!(records[0].identifiers[0].value, "1219900001");
        assert_eq!(records[0].address.as_ref().map(|a| a.value.as_str()), Some("木1-2"));
        let silent = &records[1].answers;
        assert_eq!((silent.len(), &silent[0].answer), (1, &Answer::Consult));
        assert!(!silent[0].consent.citizens && !silent[0].consent.partners && !silent[0].consent.open_data);
        assert_eq!(silent[0].as_of.map(|day| day.to_string()).as_deref(), Some("2026-06-01"));
        assert_eq!(reading.diagnostics.count("consent-unclear"), 0);
    }
}

#[test]
fn workbooks_give_dates_and_lost_zeros() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in HEADER.split(',').enumerate() {
        sheet.write(1, column as u16, heading).expect("written");
    }
    sheet.write(2, 0, "見本クリニック").expect("written");
    sheet.write(2, 1, "流山市木1").expect("written");
    sheet.write(2, 2, 400_000_001).expect("written");
    sheet.write(2, 3, 9_900_001).expect("written");
    sheet.write(2, 4, 46_145).expect("written");
    sheet.write(2, 5, "検討中").expect("written");
    sheet.write(2, 7, "木曜のみ").expect("written");
    let (records, reading) = survey("調査.xlsx", book.save_to_buffer().expect("written"), &setting());
    assert_eq!(records[0].phone.as_ref().map(|phone| phone.value.as_str()), Some("0400000001"));
    assert_eq!(records[0].answers[0].as_of.map(|day| day.to_string()).as_deref(), Some("2026-05-03"));
    assert_eq!(records[0].answers[0].answer, Answer::Text("木曜のみ".into()));
    assert!(!records[0].answers[0].consent.citizens);
    for code in ["phone-lost-zero", "consent-unclear", "answer-in-words"] {
        assert_eq!(reading.diagnostics.count(code), 1, "{code}");
    }
    let found = reading.diagnostics.sorted();
    let place = found.iter().find(|d| d.code == "consent-unclear").and_then(|d| d.place.clone()).expect("placed");
    assert_eq!(place.to_string(), "調査.xlsx「Sheet1」F3");
}

#[test]
fn missing_columns_are_named() {
    let text = HEADER.replace("訪問診療", "訪問診察").replace("公表,", "") + "\n見本,流山市木1,,,,可,○,,,,\n";
    let (records, reading) = survey("調査.csv", text.into_bytes(), &setting());
    assert_eq!(records.len(), 1);
    assert!(!reading.diagnostics.is_fatal());
    assert_eq!(reading.diagnostics.count("consent-column-missing"), 1);
    let found = reading.diagnostics.sorted();
    let column = found.iter().find(|d| d.code == "survey-column-missing").expect("reported");
    assert!(column.help.as_deref().is_some_and(|help| help.contains("「訪問診察」ではありませんか")), "{column:?}");
    assert!(records[0].answers.iter().all(|answer| !answer.consent.citizens));
    let text = HEADER.replace("医療機関名", "名") + "\n見本,,,,,,,,,,,\n";
    let (records, reading) = survey("調査.csv", text.into_bytes(), &setting());
    assert!(records.is_empty() && reading.diagnostics.is_fatal());
}

#[test]
fn settings_that_name_no_question_are_refused() {
    let mut setting = setting();
    setting.questions.insert("home-visits".into(), "訪問診療".into());
    let (records, reading) = survey("調査.csv", format!("{HEADER}\n見本,,,,,,,,,,,\n").into_bytes(), &setting);
    assert!(records.is_empty() && reading.diagnostics.is_fatal());
    assert_eq!(reading.diagnostics.count("survey-question-unknown"), 1);
}

#[test]
fn unusable_files_give_one_message() {
    for (bytes, code) in
        [(&b""[..], "file-empty"), (b"PK\x03\x04 broken", "file-broken"), (b"%PDF-1.4", "file-not-a-table")]
    {
        let (records, reading) = survey("調査.xlsx", bytes.to_vec(), &setting());
        assert!(records.is_empty() && reading.diagnostics.is_fatal());
        assert_eq!(reading.diagnostics.counts().len(), 1);
        assert_eq!(reading.diagnostics.count(code), 1, "{code}");
    }
}
