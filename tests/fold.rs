//! What is typed is folded in the browser as the data was folded here.

use ouchi::text::{fold, kana};

/// What is typed, a tab, and its folded form; read by `tests/scripts/scripts.test.cjs` too.
const CASES: &str = include_str!("fold_cases.txt");
const SCRIPT: &str = include_str!("../site/scripts/finder/05-fold.js");

#[test]
fn the_shared_cases_hold_here() {
    let cases: Vec<(&str, &str)> = CASES.lines().filter_map(|line| line.split_once('\t')).collect();
    assert!(cases.len() >= 30, "the list was not read");
    for (typed, folded) in cases {
        assert_eq!(fold::search(typed), folded, "{typed}");
    }
}

#[test]
fn the_script_has_the_same_variants() {
    let table = SCRIPT.split("VARIANTS = '").nth(1).and_then(|rest| rest.split('\'').next()).expect("a table");
    let table: Vec<char> = table.chars().collect();
    let mut theirs: Vec<(char, char)> = table.chunks(2).map(|pair| (pair[0], pair[1])).collect();
    let mut ours: Vec<(char, char)> = fold::VARIANTS.iter().chain(kana::SMALL).copied().collect();
    ours.push(('ガ', 'ケ'));
    // Here small kana are enlarged before and after; there each character is looked up once, which is the same as long
    // as no usual character is a variant itself.
    assert!(ours.iter().all(|(_, usual)| ours.iter().all(|(variant, _)| variant != usual)));
    ours.sort_unstable();
    theirs.sort_unstable();
    assert_eq!(ours, theirs);
}

#[test]
fn the_script_drops_the_same_marks() {
    let dropped = SCRIPT.split("+ '()\\\\[").nth(1).and_then(|rest| rest.split("]', 'gu')").next()).expect("a list");
    let dropped = format!("()[{dropped}");
    for mark in fold::DROPPED {
        assert!(dropped.contains(*mark), "{mark}");
    }
}
