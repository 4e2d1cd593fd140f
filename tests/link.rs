//! Linking: traps, accuracy on sets whose truth is known, and what holds for any tables.
#![allow(clippy::disallowed_methods, reason = "tests read the official files and the environment")]

#[path = "../benches/link/chiba.rs"]
mod chiba;
#[allow(dead_code, reason = "the benchmark uses all of it")]
#[path = "../benches/link/generator.rs"]
mod generator;
#[path = "../benches/link/score.rs"]
mod score;

use generator::{Random, Set, Wish, make};
use ouchi::merge::{Match, Verdict, between, prepare};
use ouchi::table::{self, Sheets};
use score::{Score, score};
use std::collections::BTreeMap;
use std::path::Path;

/// Pairs by what kind of mistake they lie in wait for; the second table was written by another hand, for rules that
/// the first had already passed.
const TRAPS: [&str; 2] = [include_str!("link/traps.csv"), include_str!("link/traps_more.csv")];
const HEADINGS: &str = "名称,フリガナ,住所,電話番号\n";

fn link(left: &str, right: &str) -> Vec<Match> {
    let table = |text: &str| table::read("table.csv", text.as_bytes(), Sheets::First).expect("a table").remove(0);
    let both = prepare(table(left), table(right)).expect("columns");
    between(both.left.profiles, both.right.profiles)
}

fn verdict(pairs: &[Match], left: u32, right: u32) -> Option<Verdict> {
    pairs.iter().find(|pair| (pair.left, pair.right) == (left, right)).map(|pair| pair.verdict)
}

struct Trap {
    expected: String,
    why: String,
    left: String,
    right: String,
}

fn traps() -> Vec<Trap> {
    let line =
        |row: &csv::StringRecord, from: usize| row.iter().skip(from).take(4).collect::<Vec<_>>().join(",") + "\n";
    let traps: Vec<Trap> = TRAPS
        .iter()
        .flat_map(|table| csv::Reader::from_reader(table.as_bytes()).into_records())
        .map(|row| row.expect("a row"))
        .map(|row| Trap {
            expected: row[0].to_owned(),
            why: row[1].to_owned(),
            left: line(&row, 2),
            right: line(&row, 6),
        })
        .collect();
    assert!(traps.len() > 180, "the table of traps was not read");
    traps
}

fn holds(trap: &Trap, found: Option<Verdict>) -> bool {
    match trap.expected.as_str() {
        "same" => found == Some(Verdict::Same),
        "apart" => found != Some(Verdict::Same),
        "found" => found.is_some(),
        "asked" => matches!(found, Some(Verdict::Review(_))),
        other => panic!("{other}"),
    }
}

#[test]
fn traps_hold_alone_and_from_both_sides() {
    let mut wrong = Vec::new();
    for trap in traps() {
        let (left, right) = (format!("{HEADINGS}{}", trap.left), format!("{HEADINGS}{}", trap.right));
        for (from, found) in [("→", link(&left, &right)), ("←", link(&right, &left))] {
            let found = verdict(&found, 0, 0);
            if !holds(&trap, found) {
                wrong.push(format!("{from} {}: {} expected, {found:?}", trap.why, trap.expected));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn traps_hold_among_thousands() {
    let set = make(&Wish { facilities: 900, municipalities: 3, seed: 11, dirt: 1.0, phones: true });
    let column = |text: &str, names: [&str; 4]| {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().expect("headings").clone();
        let at = names.map(|name| headings.iter().position(|heading| heading == name).expect("a column"));
        let rows: Vec<String> = reader
            .records()
            .map(|row| row.expect("a row"))
            .map(|row| at.map(|at| row[at].to_owned()).join(","))
            .collect();
        rows
    };
    let (mut left, mut right) = (
        column(&set.register, ["医療機関名", "フリガナ", "所在地", "電話番号"]),
        column(&set.sheet, ["名称", "ふりがな", "住所", "TEL"]),
    );
    let (many_left, many_right) = (left.len() as u32, right.len() as u32);
    // One at a time, so that one trap is no rival of another. A name and a switchboard in another town are the one trap
    // that the size of the tables decides.
    let traps: Vec<Trap> = traps().into_iter().filter(|trap| trap.why != "名前と代表電話で別の町").collect();
    let mut wrong = Vec::new();
    for trap in traps.iter().step_by(2).chain(traps.iter().skip(1).step_by(2)) {
        left.push(trap.left.trim_end().to_owned());
        right.push(trap.right.trim_end().to_owned());
        let found = link(&format!("{HEADINGS}{}", left.join("\n")), &format!("{HEADINGS}{}", right.join("\n")));
        let found = verdict(&found, many_left, many_right);
        if !holds(trap, found) {
            wrong.push(format!("{}: {} expected, {found:?}", trap.why, trap.expected));
        }
        left.pop();
        right.pop();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn measured(set: &Set) -> Score {
    let pairs = link(&set.register, &set.sheet);
    let rows = set.truth.len();
    let truth: BTreeMap<usize, usize> =
        set.truth.iter().enumerate().filter_map(|(right, left)| Some((right, (*left)?))).collect();
    let left: Vec<usize> = (0..set.register.lines().count() - 1).collect();
    let right: Vec<usize> = (0..rows).collect();
    score(&pairs, &left, &right, &truth, rows)
}

#[test]
fn generated_sets_are_linked_well() {
    for (seed, dirt, phones, least_f1, least_found, most_review) in
        [(1, 1.0, true, 0.985, 0.99, 0.03), (2, 1.0, false, 0.96, 0.985, 0.05), (3, 2.5, true, 0.96, 0.985, 0.07)]
    {
        let set = make(&Wish { facilities: 4000, municipalities: 12, seed, dirt, phones });
        let found = measured(&set);
        assert!(found.precision >= 0.999, "seed {seed}: {found:?}");
        assert!(found.f1 >= least_f1, "seed {seed}: {found:?}");
        assert!(found.recall_with_review >= least_found, "seed {seed}: {found:?}");
        assert!(found.review <= most_review, "seed {seed}: {found:?}");
    }
}

/// Pairs as left row, right row and verdict.
fn plain(pairs: &[Match]) -> Vec<(u32, u32, bool)> {
    pairs.iter().map(|pair| (pair.left, pair.right, pair.verdict == Verdict::Same)).collect()
}

#[test]
fn the_same_whichever_is_left_whatever_the_order_and_every_time() {
    let set = make(&Wish { facilities: 900, municipalities: 3, seed: 5, dirt: 2.0, phones: true });
    let found = plain(&link(&set.register, &set.sheet));
    assert!(found.len() > 300);
    assert_eq!(found, plain(&link(&set.register, &set.sheet)), "another time");
    let mut other: Vec<_> =
        plain(&link(&set.sheet, &set.register)).into_iter().map(|(l, r, same)| (r, l, same)).collect();
    other.sort_unstable();
    assert_eq!(found, other, "tables exchanged");
    let mut lines: Vec<(usize, &str)> = set.sheet.lines().skip(1).enumerate().collect();
    let mut random = Random::new(8);
    for at in (1..lines.len()).rev() {
        lines.swap(at, random.below(at + 1));
    }
    let heading = set.sheet.lines().next().expect("headings");
    let text: Vec<&str> = std::iter::once(heading).chain(lines.iter().map(|(_, line)| *line)).collect();
    let mut shuffled: Vec<_> = plain(&link(&set.register, &text.join("\n")))
        .into_iter()
        .map(|(l, r, same)| (l, u32::try_from(lines[r as usize].0).expect("few"), same))
        .collect();
    shuffled.sort_unstable();
    assert_eq!(found, shuffled, "rows in another order");
}

#[test]
fn a_table_is_the_same_as_itself() {
    let set = make(&Wish { facilities: 600, municipalities: 2, seed: 6, dirt: 1.0, phones: true });
    let found = plain(&link(&set.register, &set.register));
    for row in 0..600 {
        assert!(found.contains(&(row, row, true)), "row {row}");
    }
    let strangers = found.iter().filter(|(l, r, same)| *same && l != r).count();
    assert_eq!(strangers, 0, "two rows of the register were joined");
}

#[test]
fn duplicates_are_all_named_and_never_multiplied() {
    let row = "見本医院,ミホンイイン,例市本町1-2-3,04-0000-0001\n";
    let found = plain(&link(&format!("{HEADINGS}{}", row.repeat(40)), &format!("{HEADINGS}{}", row.repeat(30))));
    assert_eq!(found.len(), 40 + 30 - 1);
    assert!((0..40).all(|l| found.iter().any(|one| one.0 == l)) && (0..30).all(|r| found.iter().any(|one| one.1 == r)));
}

#[test]
fn blank_rows_and_rows_of_several_lines_are_counted_as_rows() {
    let left = "一覧,,\n\n名称,住所,備考\n,,\n見本医院,例市本町1-2-3,\"二行\nの備考\"\n\n例示医院,例市栄町4-5-6,\n";
    let right = "施設名,所在地\n例示医院,例市栄町4-5-6\n見本医院,例市本町1-2-3\n";
    assert_eq!(plain(&link(left, right)), [(1, 1, true), (3, 0, true)]);
}

#[test]
fn what_nobody_writes_is_bounded() {
    // One name, a thousand places each; the same without any place; cells of ten thousand characters; no names.
    let many =
        |from: usize| (0..20_000).map(|n| format!("さくら医院,,例市町{}の{},\n", n % 7, n + from)).collect::<String>();
    let _ = link(&format!("{HEADINGS}{}", many(0)), &format!("{HEADINGS}{}", many(5)));
    let bare = "さくら医院,,,\n".repeat(20_000);
    assert!(plain(&link(&format!("{HEADINGS}{bare}"), &format!("{HEADINGS}{bare}"))).iter().all(|(.., same)| !same));
    let long = format!("{HEADINGS}{0},{0},{0},{0}\n", "見本1-".repeat(2500));
    assert!(link(&long, &long).len() <= 1);
    let empty = format!("{HEADINGS},,例市本町1-2-3,04-0000-0001\n");
    assert!(link(&empty, &empty).is_empty());
}

#[test]
fn a_table_without_names_is_refused_with_words() {
    let table = |text: &str| table::read("表.csv", text.as_bytes(), Sheets::First).expect("a table").remove(0);
    let trouble = prepare(table("項目,値\n1,2\n"), table("名称\n見本医院\n")).expect_err("no names");
    assert!(trouble.message.contains("名称の列") && trouble.help.is_some_and(|help| help.contains("項目")));
}

#[test]
fn numbers_count_where_their_columns_are_there() {
    let left = "事業所番号,事業所名,住所\n1270000001,見本の家,例市本町1-2-3\n1270000002,例示の家,例市栄町1\n";
    let right = "事業所番号,名称,所在地\n1270000001,みほん新館,例市中根9\n1270000009,例示の家,例市栄町1\n";
    let found = link(left, right);
    assert_eq!(verdict(&found, 0, 0), Some(Verdict::Same));
    assert!(matches!(verdict(&found, 1, 1), Some(Verdict::Review(_))), "another number of the same register");
}

#[test]
fn the_real_offices_of_one_prefecture_are_found() {
    let Ok(official) = std::env::var("OUCHI_OFFICIAL") else {
        println!("skipped: OUCHI_OFFICIAL does not name the folder of official files");
        return;
    };
    for every_service in [false, true] {
        let set = chiba::link(Path::new(&official), every_service);
        assert_eq!(set.truth.len(), 179);
        let found = score(&set.scored(), &set.left, &set.right, &set.truth, set.left.len());
        assert_eq!(found.wrong, 0, "{found:?}");
        assert!(found.recall >= 0.95, "{found:?}");
        assert!(found.recall_with_review * 179.0 > 178.5, "{found:?}");
    }
}
