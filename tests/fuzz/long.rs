//! The long run: `cargo run --example fuzz -- --minutes 60 [--seed N] [READER…]`. What goes wrong is kept in
//! `target/fuzz/`; `--file READER FILE` gives one file again.
#![allow(clippy::print_stdout, reason = "a command for developers")]

#[path = "mod.rs"]
mod anything;

use anything::Row;
use anything::targets::{TARGETS, Target};
use peak_alloc::PeakAlloc;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Where files that go wrong are kept.
const KEPT: &str = "target/fuzz";

fn main() {
    let (mut minutes, mut seed, mut names) = (1.0_f64, 1_u64, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--minutes" => minutes = arguments.next().and_then(|n| n.parse().ok()).expect("a number of minutes"),
            "--seed" => seed = arguments.next().and_then(|n| n.parse().ok()).expect("a number"),
            "--file" => {
                let (name, path) = (arguments.next().expect("a reader"), arguments.next().expect("a file"));
                return again(&name, &path);
            }
            _ => names.push(argument),
        }
    }
    let wanted: Vec<&Target> =
        TARGETS.iter().filter(|target| names.is_empty() || names.iter().any(|name| name == target.name)).collect();
    assert!(!wanted.is_empty(), "readers: {:?}", TARGETS.iter().map(|target| target.name).collect::<Vec<_>>());
    fs::create_dir_all(KEPT).expect("a folder");
    std::panic::set_hook(Box::new(|_| {}));
    let each = Duration::from_secs_f64(minutes * 60.0 / wanted.len() as f64);
    println!("reader      minutes      files  answers  slowest ms  most MiB  wrong");
    let mut wrong = 0;
    for target in wanted {
        wrong += long(target, seed, each);
    }
    assert_eq!(wrong, 0, "files that went wrong are in {KEPT}/");
}

fn again(name: &str, path: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a reader");
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let from = Instant::now();
    let outcome = Row::new(target, 0).give(&fs::read(path).expect("readable"));
    println!("{outcome:?} in {:?}, {} MiB", from.elapsed(), MEMORY.peak_usage().saturating_sub(before) >> 20);
}

/// One reader for some time; how many sorts of trouble there were.
fn long(target: &Target, seed: u64, time: Duration) -> usize {
    let mut row = Row::new(target, seed);
    let (from, mut files, mut slowest, mut most) = (Instant::now(), 0_u64, Duration::ZERO, 0);
    let mut troubles = BTreeSet::new();
    // What ends the whole program (a stack that is too deep) leaves its file here.
    let now = Path::new(KEPT).join(format!("{}.now", target.name));
    while from.elapsed() < time {
        let file = row.next();
        fs::write(&now, &file).expect("written");
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let start = Instant::now();
        let outcome = row.give(&file);
        let took = start.elapsed();
        let memory = MEMORY.peak_usage().saturating_sub(before) >> 20;
        files += 1;
        let keep = |what: &str| {
            fs::write(Path::new(KEPT).join(format!("{}.{what}.{files}", target.name)), &file).expect("written");
        };
        if let Err(said) = outcome {
            let short: String = said.chars().take(60).collect();
            if troubles.insert(short) {
                println!("{}: file {files}: {said}", target.name);
                keep("panic");
            }
        }
        if memory > target.most && troubles.insert("memory".into()) {
            keep("memory");
        }
        if took > slowest {
            slowest = took;
            if took > Duration::from_secs(2) {
                keep("slow");
            }
        }
        most = most.max(memory);
    }
    fs::remove_file(now).expect("removed");
    println!(
        "{:<11} {:>7.1} {:>10} {:>8} {:>11} {:>9} {:>6}",
        target.name,
        from.elapsed().as_secs_f64() / 60.0,
        files,
        row.answers(),
        slowest.as_millis(),
        most,
        troubles.len()
    );
    troubles.len()
}
