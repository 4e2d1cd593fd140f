//! Linking measured: `cargo bench --bench link`.
//!
//! Generated sets of 600, 20,000 and 100,000 (own generator, seeded); with `OUCHI_OFFICIAL` the real offices of Chiba, their
//! numbers hidden; with `OUCHI_BENCH_DATA` every folder in it that has `link_truth.csv`, `survey.csv` and
//! `iryo/clinic.csv`. Time is from the bytes of both tables to the pairs. Memory is the peak of a process that links
//! this set and nothing else.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark prints, reads its environment and starts itself again"
)]

#[path = "link/chiba.rs"]
mod chiba;
#[path = "link/generator.rs"]
mod generator;
#[path = "link/score.rs"]
mod score;

use generator::{Wish, make};
use ouchi::merge::{Match, between, prepare};
use ouchi::table::{self, Sheets};
use score::{Score, score};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Names one set for a process that links it alone.
const ONE: &str = "OUCHI_LINK_ONE";

fn main() {
    if let Ok(name) = std::env::var(ONE) {
        println!("{}", line(&name));
        return;
    }
    println!("| set | rows | precision | recall | F1 | recall with review | for review | wrong | seconds | peak MB |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for name in names() {
        let program = std::env::current_exe().expect("this program");
        let out = Command::new(program).env(ONE, &name).output().expect("started");
        print!("{}", String::from_utf8_lossy(&out.stdout));
        if !out.status.success() {
            println!("{name}: {}", String::from_utf8_lossy(&out.stderr));
        }
    }
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = [600, 20_000, 100_000]
        .iter()
        .flat_map(|size| ["phones", "none"].map(|phones| format!("generated {size} {phones} 1")))
        .collect();
    names.push("generated 20000 none 2.5".into());
    if std::env::var("OUCHI_OFFICIAL").is_ok() {
        names.push("Chiba".into());
    } else {
        println!("skipped: OUCHI_OFFICIAL does not name the folder of official files");
    }
    match std::env::var("OUCHI_BENCH_DATA") {
        Ok(folder) => {
            let mut sets: Vec<PathBuf> =
                std::fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
            sets.sort();
            sets.retain(|set| set.join("link_truth.csv").is_file());
            names.extend(sets.iter().map(|set| set.to_string_lossy().into_owned()));
        }
        Err(_) => println!("skipped: OUCHI_BENCH_DATA does not name a folder of sets"),
    }
    names
}

fn line(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let (title, rows, found, seconds) = match words.as_slice() {
        ["generated", size, phones, dirt] => {
            let facilities: usize = size.parse().expect("a number");
            generated(facilities, *phones == "phones", dirt.parse().expect("a number"))
        }
        ["Chiba"] => {
            let official = std::env::var("OUCHI_OFFICIAL").expect("a folder");
            let start = Instant::now();
            let set = chiba::link(Path::new(&official), false);
            let found = score(&set.scored(), &set.left, &set.right, &set.truth, set.left.len());
            (
                "Chiba, real".to_owned(),
                format!("{} × {}", set.left.len(), set.right.len()),
                found,
                start.elapsed().as_secs_f64(),
            )
        }
        _ => folder(Path::new(name)),
    };
    format!(
        "| {title} | {rows} | {:.4} | {:.4} | {:.4} | {:.4} | {:.2} % | {} | {seconds:.2} | {} |",
        found.precision,
        found.recall,
        found.f1,
        found.recall_with_review,
        found.review * 100.0,
        found.wrong,
        peak()
    )
}

fn timed(left: &[u8], right: &[u8]) -> (Vec<Match>, f64) {
    let start = Instant::now();
    let table = |bytes: &[u8]| table::read("table.csv", bytes, Sheets::First).expect("a table").remove(0);
    let (left, right) = rayon::join(|| table(left), || table(right));
    let both = prepare(left, right).expect("columns");
    let pairs = between(both.left.profiles, both.right.profiles);
    (pairs, start.elapsed().as_secs_f64())
}

fn generated(facilities: usize, phones: bool, dirt: f64) -> (String, String, Score, f64) {
    let municipalities = match facilities {
        0..=999 => 1,
        1000..=50_000 => 54,
        _ => 1741,
    };
    let set = make(&Wish { facilities, municipalities, seed: 1, dirt, phones });
    let (pairs, seconds) = timed(set.register.as_bytes(), set.sheet.as_bytes());
    let truth: BTreeMap<usize, usize> =
        set.truth.iter().enumerate().filter_map(|(right, left)| Some((right, (*left)?))).collect();
    let (left, right): (Vec<usize>, Vec<usize>) = ((0..facilities).collect(), (0..set.truth.len()).collect());
    let found = score(&pairs, &left, &right, &truth, right.len());
    let with = if phones { "phones" } else { "no phones" };
    (format!("own generator, {with}, dirt {dirt}"), format!("{facilities} × {}", right.len()), found, seconds)
}

fn folder(set: &Path) -> (String, String, Score, f64) {
    let read = |name: &str| std::fs::read(set.join(name)).expect("file");
    let (clinics, survey) = (read("iryo/clinic.csv"), read("survey.csv"));
    let (pairs, seconds) = timed(&clinics, &survey);
    let ids = |bytes: &[u8], column: usize| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(bytes);
        reader.byte_records().map(|row| String::from_utf8_lossy(&row.expect("a row")[column]).into_owned()).collect()
    };
    let truth: BTreeMap<String, String> = csv::Reader::from_reader(&read("link_truth.csv")[..])
        .records()
        .map(|row| row.expect("a row"))
        .filter(|row| !row[1].is_empty())
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    let (left, right) = (ids(&clinics, 0), ids(&survey, 0));
    let found = score(&pairs, &left, &right, &truth, right.len());
    let title = set.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    (title, format!("{} × {}", left.len(), right.len()), found, seconds)
}

/// Peak memory of this process in MB, where the system says.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.map_or_else(|| "–".to_owned(), |kb| (kb / 1024).to_string())
}
