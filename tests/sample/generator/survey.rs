//! The city's own surveys: a workbook of clinics, and a CSV of homes in code page 932.
//!
//! Dirt of real answers, on purpose: notes above the header; many words for yes; blanks; separators of every kind in
//! one cell; full-width digits in phones; dates in 和暦, with slashes, and as real dates; consent refused, given to
//! professionals only, or not answered at all; a clinic at its new address; two rows that match nobody.

use super::File;
use super::address::{Style, wide};
use super::dirt;
use super::random::Random;
use super::sheet::{self, Cell};
use super::text::{self, Quoting};
use super::world::{Home, Institution, Office, World};

const YES: &[&str] = &["○", "○", "○", "〇", "可", "はい"];
const NO: &[&str] = &["×", "×", "不可", "いいえ"];
const CONSULT: &[&str] = &["要相談", "要相談", "相談"];

/// Headings of the clinics' sheet, in order.
const HEADER: &str = "No,医療機関名,フリガナ,所在地,電話番号,訪問診療,往診,初めての方への往診,24時間の連絡,夜間・休日の往診,看取り,看取りの件数（令和7年度）,新規受け入れ,対応する地域,在宅酸素療法,経管栄養,中心静脈栄養,点滴,気管切開,人工呼吸器,褥そうの処置,膀胱留置カテーテル,人工肛門,インスリン,がんの緩和ケア,認知症の方,医療が必要な子ども,医療用麻薬,施設への訪問,オンライン診療,専門職からの連絡時間,連絡の担当,市民公表,関係者,オープンデータ,回答日";

/// How many of the headings are procedures, and how widely each is done (percent).
const PROCEDURES: [usize; 11] = [85, 70, 45, 90, 40, 35, 85, 85, 75, 90, 60];

const AREAS: &[&str] = &[
    "市内全域",
    "市内全域",
    "北部、中部",
    "南部・東部",
    "中部，南部",
    "江戸川台/初石",
    "おおたかの森周辺",
    "車で１５分ほどの範囲",
    "相談に応じます",
    "",
];

/// Both files.
pub(crate) fn files(world: &World) -> Vec<File> {
    vec![
        File {
            path: "survey/在宅医療実態調査_令和8年度.xlsx".to_owned(),
            bytes: sheet::workbook("回答", &clinics(world)),
        },
        File { path: "survey/施設看取り調査_令和8年度.csv".to_owned(), bytes: homes(world) },
    ]
}

fn clinics(world: &World) -> Vec<Vec<Cell>> {
    let mut random = Random::new(8);
    let mut rows = vec![
        vec![Cell::text("在宅医療実態調査（令和8年度）　回答一覧【見本】")],
        vec![Cell::text("この表は見本です。医療機関も回答もすべて作りものです。")],
        vec![Cell::text("記入のしかた：○＝している・できる　×＝していない　要相談＝場合による　空欄＝答えなし")],
        Vec::new(),
        text::header(HEADER).into_iter().map(Cell::Text).collect(),
    ];
    let answering = world.institutions.iter().filter(|one| one.in_survey);
    for (n, one) in answering.enumerate() {
        rows.push(clinic(n, one, &mut random));
    }
    // Nobody on any list has these names, addresses or phones.
    for (name, kana, address, phone) in [
        ("見本 どこにもない内科", "ミホン ドコニモナイナイカ", "流山市加三丁目9999-1", "04-0000-9801"),
        ("見本 まだ開いていないクリニック", "ミホン マダヒライテイナイクリニック", "流山市思井9998-2", "04-0000-9802"),
    ] {
        let mut row: Vec<Cell> =
            [(rows.len() - 4).to_string().as_str(), name, kana, address, phone].map(Cell::text).to_vec();
        row.extend(answers(Home::Visits, &mut random));
        row.extend(["○", "○", "×", "令和8年6月30日"].map(Cell::text));
        rows.push(row);
    }
    rows
}

fn clinic(n: usize, one: &Institution, random: &mut Random) -> Vec<Cell> {
    let site = if one.number == dirt::MOVED { dirt::new_site() } else { one.site.clone() };
    let style = *random.pick(&[Style::Chome, Style::Short, Style::Kanji, Style::Wide]);
    let city = *random.pick(&["流山市", "流山市", "千葉県流山市", ""]);
    let name = if random.chance(12) { one.name.replacen(' ', "\u{3000}", 1) } else { one.name.clone() };
    let phone = if random.chance(10) { wide(&one.phone) } else { one.phone.clone() };
    let address =
        format!("{city}{}{}", site.written(style), if random.chance(50) { site.building.as_str() } else { "" });
    let mut row: Vec<Cell> =
        [(n + 1).to_string().as_str(), &name, &one.kana, &address, &phone].map(Cell::text).to_vec();
    row.extend(answers(one.home, random));
    row.extend(consent(n, random).map(Cell::text));
    row.push(day(n, random));
    row
}

/// A word for an answer; in a few cells nobody wrote anything.
fn say(words: &[&'static str], random: &mut Random) -> Cell {
    if random.chance(5) { Cell::text("") } else { Cell::text(*random.pick(words)) }
}

/// From 訪問診療 to 連絡の担当.
fn answers(home: Home, random: &mut Random) -> Vec<Cell> {
    let whole = home == Home::Whole;
    let visits = home >= Home::Visits;
    let mut row = vec![
        say(if visits { YES } else { NO }, random),
        say(if random.chance(80) { YES } else { CONSULT }, random),
        say(
            if whole {
                YES
            } else if visits {
                CONSULT
            } else {
                NO
            },
            random,
        ),
        say(if whole || (visits && random.chance(40)) { YES } else { NO }, random),
        say(
            if whole {
                YES
            } else if visits {
                CONSULT
            } else {
                NO
            },
            random,
        ),
        say(
            if whole || (visits && random.chance(40)) {
                YES
            } else if visits {
                CONSULT
            } else {
                NO
            },
            random,
        ),
        match (whole, visits) {
            (true, _) => Cell::Number(u32::try_from(4 + random.below(38)).expect("small")),
            (false, true) => Cell::Number(u32::try_from(random.below(5)).expect("small")),
            _ => Cell::text(""),
        },
    ];
    let new_patients = *random.pick(if visits { &[YES, YES, CONSULT, NO][..] } else { &[CONSULT, NO][..] });
    row.push(say(new_patients, random));
    row.push(Cell::text(*random.pick(AREAS)));
    for percent in PROCEDURES {
        let able = visits && random.chance(if whole { percent + 10 } else { percent / 2 });
        row.push(if able { say(YES, random) } else { Cell::text(*random.pick(&["", "×"])) });
    }
    row.push(say(if random.chance(85) { YES } else { CONSULT }, random));
    row.push(say(if random.chance(15) { CONSULT } else { NO }, random));
    row.push(say(if whole { YES } else { NO }, random));
    row.push(say(if visits && random.chance(60) { YES } else { NO }, random));
    row.push(say(if random.chance(25) { YES } else { NO }, random));
    row.push(Cell::text(*random.pick(&["12:30～14:00", "13：00～15：00", "診療時間内", "平日 17時以降", ""])));
    row.push(Cell::text(*random.pick(&["地域連携の担当", "看護師", "受付", ""])));
    row
}

/// 市民公表, 関係者, オープンデータ.
fn consent(n: usize, random: &mut Random) -> [&'static str; 3] {
    match n {
        // Professionals only.
        4 | 15 | 26 | 33 => ["×", "○", "×"],
        // Nobody.
        7 | 22 => ["×", "×", "×"],
        // Not answered: no consent.
        11 | 30 => ["", "", ""],
        _ if random.chance(40) => ["○", "○", "○"],
        _ => ["○", "○", *random.pick(&["×", ""])],
    }
}

/// Most in June 2026; two answers are left over from the year before, old enough to have gone stale.
fn day(n: usize, random: &mut Random) -> Cell {
    let day = 1 + random.below(28);
    if matches!(n, 13 | 28) {
        return Cell::text(format!("令和7年9月{day}日"));
    }
    match n % 5 {
        0 | 1 => Cell::text(format!("令和8年6月{day}日")),
        2 => Cell::text(format!("R8.6.{day}")),
        3 => Cell::Day(2026, 6, u8::try_from(day).expect("a day")),
        _ if n == 9 => Cell::text(""),
        _ => Cell::text(format!("2026/6/{day}")),
    }
}

/// 24 homes, of which 21 can; in code page 932.
fn homes(world: &World) -> Vec<u8> {
    let mut random = Random::new(24);
    let header = text::header(
        "施設名,種別,事業所番号,所在地,電話番号,看取りの対応,看取りの件数（令和7年度）,公表,オープンデータ,回答日",
    );
    let asked = world.offices.iter().filter_map(|one| one.end_of_life.map(|able| (one, able)));
    let rows: Vec<Vec<String>> = asked.enumerate().map(|(n, (one, able))| home(n, one, able, &mut random)).collect();
    let text = text::rows(&header, &rows, Quoting::Minimal);
    let (bytes, _, unmappable) = encoding_rs::SHIFT_JIS.encode(&text);
    assert!(!unmappable, "every character is in code page 932");
    bytes.into_owned()
}

fn home(n: usize, one: &Office, able: bool, random: &mut Random) -> Vec<String> {
    let sort = match one.offers[0].code {
        "510" => "特養",
        "540" => "地域密着型特養",
        _ => "グループホーム",
    };
    let consent = match n {
        6 | 19 => "関係者のみ",
        13 => "公表しない",
        21 => "",
        _ => "市民に公表してよい",
    };
    vec![
        one.name.clone(),
        sort.to_owned(),
        one.number.clone(),
        format!("流山市{}", one.site.written(Style::Chome)),
        one.phone.clone(),
        (*random.pick(if able { YES } else { NO })).to_owned(),
        if able { random.below(12).to_string() } else { String::new() },
        consent.to_owned(),
        (*random.pick(&["可", "不可", ""])).to_owned(),
        format!("令和8年6月{}日", 1 + random.below(28)),
    ]
}
