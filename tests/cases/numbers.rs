//! Numbers and codes of offices; the survey's answers and consent.

use super::{Case, does, swap};
use crate::clean::{CARE, CLINICS, Clean, LIST, SETTINGS, SURVEY, bureau_rows, office};

/// A survey's last cells: consent, home visits, new patients, remarks, a choice.
const ANSWERS: &str = "可,している,可,車いすで入れます,○";

fn number(clean: &Clean, number: &'static str, name: Option<&'static str>) {
    let mut rows = bureau_rows();
    rows[0][4] = number;
    if let Some(name) = name {
        rows[0][7] = name;
    }
    clean.bureau(&rows);
}

fn symbol(clean: &Clean, symbol: &'static str) {
    let mut rows = bureau_rows();
    rows[0][14] = symbol;
    clean.bureau(&rows);
}

/// Says the first row of the care offices once more, with another service when wanted.
fn again(clean: &Clean, file: &str) {
    let text = clean.read(CARE);
    let (head, first) = (text.lines().next().expect("heading"), text.lines().nth(1).expect("a row"));
    if file == CARE {
        clean.append(CARE, &format!("{first}\r\n"));
    } else {
        clean.write(file, &format!("{head}\r\n{}\r\n", first.replace(",訪問看護,", ",居宅介護支援,")));
    }
}

/// The city's list has a clinic of the same name in another town, with this phone.
fn moved(clean: &Clean, name: &str, phone: &str) {
    clean.append(
        LIST,
        &format!("122203,990002,千葉県,流山市,{name},,,,千葉県流山市南見本1丁目88番8号,,35.86020,139.91020,{phone},,,見本市,,,,,,,,\r\n"),
    );
}

/// The care offices under another file name, so that only the column tells the service.
fn renamed(clean: &Clean, service: &str) {
    let text = clean.read(CARE).replace(",訪問看護,", &format!(",{service},"));
    std::fs::remove_file(clean.copy.path(CARE)).expect("removed");
    clean.write("geodata/kaigo/offices.csv", &text);
}

/// What staff decided, below the heading.
fn decided(clean: &Clean, lines: &[String]) {
    clean.write(
        "geodata/decisions.csv",
        &format!("left,right,verdict,date,note,left_facts,right_facts\n{}\n", lines.join("\n")),
    );
}

/// The clinic on the bureau's list and in the city's list at another place, decided in this word.
fn decided_of_moved(clean: &Clean, word: &str) {
    moved(clean, "見本 すずらん医院", "04-0000-0201");
    decided(
        clean,
        &[format!("bureau/institution:1212399012,list/list:122203_public_facility:990002,{word},2026-10-01,,,")],
    );
}

/// A line about two care offices.
fn offices(a: usize, b: usize, word: &str) -> String {
    format!("kaigo/care:{},kaigo/care:{},{word},,,,", office(a), office(b))
}

pub(super) const CASES: &[Case] = &[
    swap("municipality-code-odd", CARE, ["\n122203,", "\n千葉,", "\n12220,"]),
    does(
        "care-number-odd",
        |clean| clean.copy.edit(CARE, &format!(",{},\"", office(1)), ",12799,\""),
        |clean| clean.copy.edit(CARE, &format!(",{},\"", office(1)), ",12B0100067,\""),
    ),
    does("institution-number-odd", |clean| number(clean, "23990123", None), |clean| number(clean, "23,9901,2", None)),
    swap("navii-id-odd", CLINICS, ["\"1229900000101\"", "\"1.2299E+12\"", "\"1226R00000101\""]),
    swap("corporate-number-empty", CARE, ["6000012070001", "", "6000012070001 "]),
    swap("corporate-number-odd", CARE, ["6000012070001", "12345", "6000012070001 "]),
    swap("capacity-zero", CARE, [",,10,https", ",,0,https", ",,,https"]),
    does("kaigo-row-twice", |clean| again(clean, CARE), |clean| again(clean, "geodata/kaigo/jigyosho_430.csv")),
    does("care-service-unknown", |clean| renamed(clean, "訪問何か"), |clean| renamed(clean, "訪問看護")),
    does("registration-unknown", |clean| symbol(clean, "支援診９"), |clean| symbol(clean, "支援診１")),
    swap("survey-column-unknown", SETTINGS, ["consent = \"公表\"", "consnet = \"公表\"", "consent = \"公表\" # 同意"]),
    swap("survey-question-unknown", SETTINGS, ["home-visit =", "home-visits =", "house-call ="]),
    swap("survey-no-name", SETTINGS, ["name = \"医療機関名\"\n", "", "name  = \"医療機関名\"\n"]),
    swap("survey-column-missing", SURVEY, ["訪問診療,", "訪問診療の有無,", " 訪問診療,"]),
    swap("consent-column-missing", SURVEY, ["公表,", "公表の可否について,", " 公表,"]),
    swap(
        "consent-unclear",
        SURVEY,
        [ANSWERS, "一部なら,している,可,車いすで入れます,○", "はい,している,可,車いすで入れます,○"],
    ),
    swap(
        "choice-unclear",
        SURVEY,
        [ANSWERS, "可,している,可,車いすで入れます,週2まで", "可,している,可,車いすで入れます,"],
    ),
    swap(
        "answer-in-words",
        SURVEY,
        [ANSWERS, "可,かかりつけの方のみ,可,車いすで入れます,○", "可,要相談,可,車いすで入れます,○"],
    ),
    swap("survey-number-odd", SURVEY, [",2399012,", ",239901,", ",,"]),
    swap(
        "survey-unmatched",
        SURVEY,
        [
            "見本 すずらん医院,千葉県流山市北見本2丁目2番1号,04-0000-0201,2399012",
            "見本 ほおずき内科,千葉県流山市北見本2丁目77番7号,04-0000-0777,",
            "医療法人見本会 見本 すずらん医院,千葉県流山市北見本2丁目2番1号,04-0000-0201,",
        ],
    ),
    does(
        "merge-review",
        |clean| moved(clean, "見本 すずらん医院", "04-0000-0201"),
        |clean| moved(clean, "見本 りんどう眼科", "04-0000-0701"),
    ),
    does("merge-unknown", |clean| decided_of_moved(clean, "わからない"), |clean| decided_of_moved(clean, "別")),
    does("decision-unreadable", |clean| decided_of_moved(clean, "たぶん"), |clean| decided_of_moved(clean, "同じ")),
    does(
        "decision-unknown",
        |clean| decided(clean, &["institution:1212399999,navii:1229900000102,同じ,,,,".to_owned()]),
        |clean| decided(clean, &[]),
    ),
    does(
        "decision-contradicts",
        |clean| decided(clean, &[offices(1, 2, "同じ"), offices(2, 3, "同じ"), offices(1, 3, "別")]),
        |clean| decided(clean, &[offices(1, 2, "同じ"), offices(1, 3, "別")]),
    ),
];
