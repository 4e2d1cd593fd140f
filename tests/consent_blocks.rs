//! Consent asked per block of questions: what one block allows says nothing of another, for either audience.

mod clinics;
mod project;

use clinics::{Rows, at, clinics, with_clinics};
use ouchi::model::{Block, question};
use project::{Copy, tree};
use std::collections::BTreeMap;

const WORDS: [&str; 4] = ["市民に公表してよい", "関係者のみ", "公表しない", ""];
/// Blocks that the clinics' sheet asks about.
const BLOCKS: [Block; 3] = [Block::Visits, Block::Care, Block::Contact];

fn heading(block: Block) -> String {
    format!("同意 {}", block.name())
}

/// The clinics' sheet with a consent of its own for every block, each row another mixture; and each column's question.
fn sheet() -> (Vec<String>, Rows, BTreeMap<usize, (Block, bool)>) {
    let (mut header, mut rows) = clinics();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("ouchi.toml")).expect("settings");
    let settings = ouchi::settings::parse("ouchi.toml", &text).expect("valid");
    let survey = &settings.surveys[0];
    let of = |id: &str| question(id).map(|one| (one.block, one.partners_only)).expect("known");
    let mut columns = BTreeMap::new();
    for (id, heading) in &survey.questions {
        columns.insert(at(&header, heading), of(id));
    }
    for (id, choices) in &survey.choices {
        columns.extend(choices.values().map(|heading| (at(&header, heading), of(id))));
    }
    header.extend(BLOCKS.map(heading));
    for (n, row) in rows.iter_mut().enumerate() {
        let words = [n, n / 4, n / 2 + 1].map(|n| WORDS[n % 4].to_owned());
        row.extend(words);
    }
    (header, rows, columns)
}

fn built(header: &[String], rows: &Rows, audience: &str) -> BTreeMap<String, Vec<u8>> {
    let copy = with_clinics(header, rows);
    settings(&copy);
    let run = copy.build(&["--audience", audience, "--out", "out"]);
    assert_eq!(run.code, 0, "{}", run.out);
    for code in ["consent-column-missing", "consent-slipped"] {
        assert!(!run.out.contains(code), "{}", run.out);
    }
    let mut files = tree(&copy.path("out"));
    files.retain(|path, _| !path.starts_with("survey/"));
    files
}

fn settings(copy: &Copy) {
    copy.edit("ouchi.toml", "consent = \"市民公表\"\nconsent_partners = \"関係者\"\n", "");
    let lines: String = BLOCKS.iter().map(|block| format!("{} = \"{}\"\n", block.id(), heading(*block))).collect();
    copy.edit(
        "ouchi.toml",
        "[survey.choices.procedures]",
        &format!("[survey.consents]\n{lines}\n[survey.choices.procedures]"),
    );
}

/// Another answer of the same sort.
fn flipped(text: &str) -> String {
    match text {
        "" | "×" | "不可" | "いいえ" => "○".into(),
        "要相談" | "相談" | "○" | "〇" | "◯" | "可" | "はい" => "×".into(),
        number if number.parse::<u32>().is_ok() => (number.parse::<u32>().expect("number") + 7).to_string(),
        _ => "べつの答え".into(),
    }
}

/// Flips the cells of one block in the rows that `closed` says; how many.
fn flip(
    rows: &mut Rows,
    columns: &BTreeMap<usize, (Block, bool)>,
    closed: impl Fn(&[String], Block, bool) -> bool,
) -> usize {
    let mut count = 0;
    for row in rows {
        let before = row.clone();
        for (column, (block, partners_only)) in columns {
            if closed(&before, *block, *partners_only) {
                row[*column] = flipped(&row[*column]);
                count += 1;
            }
        }
    }
    count
}

#[test]
fn flipping_what_a_block_does_not_allow_changes_no_byte_for_either_audience() {
    let (header, rows, columns) = sheet();
    assert!(BLOCKS.iter().all(|block| columns.values().any(|(of, _)| of == block)));
    for (audience, allowed) in [("citizens", &WORDS[..1]), ("partners", &WORDS[..2])] {
        let before = built(&header, &rows, audience);
        assert!(before.len() > 100);
        let is_closed = |row: &[String], block: Block, partners_only: bool| {
            let closed = !allowed.contains(&row[at(&header, &heading(block))].as_str());
            closed || (partners_only && audience == "citizens")
        };
        for block in BLOCKS {
            let mut other = rows.clone();
            let count = flip(&mut other, &columns, |row, of, only| of == block && is_closed(row, of, only));
            assert!(count > 40, "{audience} {}: {count}", block.id());
            let after = built(&header, &other, audience);
            let changed: Vec<&String> =
                before.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
            assert!(changed.is_empty() && before.len() == after.len(), "{audience} {}: {changed:?}", block.id());
            // What it does allow is there: the same flip of it is seen.
            let mut open = rows.clone();
            let count = flip(&mut open, &columns, |row, of, only| of == block && !is_closed(row, of, only));
            let shown = count > 0;
            assert_eq!(built(&header, &open, audience) != before, shown, "{audience} {}", block.id());
            assert_eq!(shown, audience == "partners" || block != Block::Contact);
        }
    }
}
