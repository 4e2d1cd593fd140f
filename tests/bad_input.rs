//! Bad input is ordinary input: one clear message each, exit 1, and the site as it was.

mod project;

use project::{Copy, tree};
use std::fs;

const CARE: &str = "geodata/kaigo/jigyosho_150.csv";
const BUREAU: &str = "geodata/bureau/12届出受理医療機関名簿（医科）見本.xlsx";
const SURVEY: &str = "geodata/survey/在宅医療実態調査_令和8年度.xlsx";

/// Spoils a built project, builds again, and returns the findings that forbid writing.
fn spoiled(spoil: impl FnOnce(&Copy)) -> Vec<(String, String, String)> {
    let copy = Copy::of_sample();
    assert_eq!(copy.build(&[]).code, 0);
    let before = tree(&copy.path("dist"));
    spoil(&copy);
    let run = copy.build(&[]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.json["written"].is_null(), "{}", run.out);
    assert!(tree(&copy.path("dist")) == before, "dist was touched");
    run.json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|one| one["fatal"] == true)
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            assert!(!text("help").is_empty(), "no remedy: {one}");
            (one["place"]["file"].as_str().unwrap_or_default().to_owned(), text("code"), text("message"))
        })
        .collect()
}

fn one(spoil: impl FnOnce(&Copy), file: &str, says: &str) {
    let fatal = spoiled(spoil);
    assert_eq!(fatal.len(), 1, "one message: {fatal:?}");
    assert_eq!(fatal[0].0, file, "{fatal:?}");
    assert!(fatal[0].2.contains(says), "{fatal:?}");
}

#[test]
fn a_truncated_workbook() {
    one(
        |copy| {
            let bytes = fs::read(copy.path(BUREAU)).expect("workbook");
            fs::write(copy.path(BUREAU), &bytes[..bytes.len() / 2]).expect("written");
        },
        BUREAU,
        "",
    );
}

#[test]
fn a_missing_column() {
    one(
        |copy| {
            let text = fs::read_to_string(copy.path(CARE)).expect("readable");
            fs::write(copy.path(CARE), text.replacen("事業所名", "名前のようなもの", 1)).expect("written");
        },
        CARE,
        "事業所名",
    );
}

#[test]
fn an_empty_file() {
    one(|copy| fs::write(copy.path(CARE), b"").expect("written"), CARE, "何も書かれていません");
}

#[test]
fn a_folder_where_a_file_should_be() {
    one(
        |copy| {
            fs::remove_file(copy.path(CARE)).expect("removed");
            fs::create_dir(copy.path(CARE)).expect("made");
        },
        CARE,
        "フォルダ",
    );
    one(
        |copy| {
            fs::remove_file(copy.path(SURVEY)).expect("removed");
            fs::create_dir(copy.path(SURVEY)).expect("made");
        },
        SURVEY,
        "フォルダ",
    );
}

#[test]
#[cfg(unix)]
fn a_pipe_where_a_file_should_be() {
    // A socket is refused as a named pipe is, and the standard library can make one.
    for file in [CARE, BUREAU, SURVEY, "geodata/withhold.csv", "content/about.md"] {
        one(
            |copy| {
                fs::remove_file(copy.path(file)).expect("removed");
                std::os::unix::net::UnixListener::bind(copy.path(file)).expect("bound");
            },
            file,
            "ふつうのファイルではありません",
        );
    }
}

#[test]
fn a_zip_renamed_to_xlsx() {
    one(
        |copy| {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).expect("zip");
            let bytes = zip.finish().expect("zip").into_inner();
            fs::write(copy.path(BUREAU), bytes).expect("written");
        },
        BUREAU,
        "",
    );
}

#[test]
fn a_file_of_another_kind() {
    one(|copy| fs::write(copy.path(CARE), b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n").expect("written"), CARE, "PDF");
    one(
        |copy| fs::write(copy.path(CARE), "<!DOCTYPE html><html><body>メンテナンス中</body></html>").expect("written"),
        CARE,
        "HTML",
    );
}

#[test]
fn bytes_of_no_encoding() {
    let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    one(|copy| fs::write(copy.path(CARE), &noise).expect("written"), CARE, "");
}

#[test]
fn a_cell_over_the_limit() {
    let copy = Copy::of_sample();
    let text = fs::read_to_string(copy.path(CARE)).expect("readable");
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    lines[1] = lines[1].replacen("見本", &"長".repeat(40_000), 1);
    fs::write(copy.path(CARE), lines.join("\r\n")).expect("written");
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "one bad value is withheld and reported: {}", run.out);
    let told = run.json["findings"].as_array().expect("findings").iter().any(|one| {
        one["place"]["file"] == CARE && one["message"].as_str().is_some_and(|message| message.contains("32,767文字"))
    });
    assert!(told, "{}", run.out);
}

#[test]
fn a_heading_on_another_row_is_found() {
    let copy = Copy::of_sample();
    let text = fs::read_to_string(copy.path(CARE)).expect("readable");
    let text = format!("令和8年6月末時点,,\r\n\r\n{}", text.trim_start_matches('\u{feff}'));
    let before = copy.build(&[]).json["facilities"]["merged"].clone();
    fs::write(copy.path(CARE), text).expect("written");
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert_eq!(run.json["facilities"]["merged"], before);
}

#[test]
#[cfg(unix)]
fn a_link_that_leads_round() {
    one(
        |copy| std::os::unix::fs::symlink("..", copy.path("geodata/kaigo/round")).expect("link"),
        "geodata/kaigo/round",
        "リンク",
    );
}

#[test]
#[cfg(unix)]
fn a_link_that_leads_nowhere() {
    for file in [CARE, SURVEY, "geodata/withhold.csv"] {
        one(
            |copy| {
                fs::remove_file(copy.path(file)).expect("removed");
                std::os::unix::fs::symlink("nowhere.csv", copy.path(file)).expect("link");
            },
            file,
            "リンクの先がありません",
        );
    }
}

#[test]
fn shift_jis_and_utf_16_are_recognised() {
    for encode in [to_shift_jis as fn(&str) -> Vec<u8>, to_utf_16] {
        let copy = Copy::of_sample();
        let before = copy.build(&[]).json["facilities"].clone();
        let text = fs::read_to_string(copy.path(CARE)).expect("readable");
        fs::write(copy.path(CARE), encode(text.trim_start_matches('\u{feff}'))).expect("written");
        let run = copy.build(&[]);
        assert_eq!(run.code, 0, "{}", run.out);
        assert_eq!(run.json["facilities"]["merged"], before["merged"]);
        assert_eq!(run.json["written"]["changed"], 0, "the same facts make the same pages: {}", run.out);
    }
}

fn to_shift_jis(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

fn to_utf_16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn a_broken_text_and_a_broken_setting_name_their_line() {
    let fatal =
        spoiled(|copy| fs::write(copy.path("content/about.md"), "+++\ntitle = 3\n+++\n本文\n").expect("written"));
    assert_eq!(fatal.len(), 1, "{fatal:?}");
    assert_eq!(fatal[0].0, "content/about.md");
}
