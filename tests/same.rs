//! The same inputs and the same day make the same bytes, whatever the machine is like.
#![cfg(unix)]

mod project;

use project::{Copy, copy_folder, tree};
use std::fs;
use std::path::Path;
use std::process::Command;

type Environment<'a> = &'a [(&'a str, &'a str)];

/// Builds in a folder, as a machine of this environment would; everything a build leaves but its locks and clocks.
fn built(folder: &Path, from: &Path, mask: &str, environment: Environment<'_>) -> Vec<(String, Vec<u8>)> {
    let line = format!("umask {mask}; exec \"$0\" build --as-of 2026-11-01 --project \"$1\" --out \"$1/dist\"");
    let output = Command::new("sh")
        .args(["-c", &line, env!("CARGO_BIN_EXE_ouchi")])
        .arg(folder)
        .env_clear()
        .envs(environment.iter().copied())
        .current_dir(from)
        .output()
        .expect("started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all = tree(folder).into_iter();
    all.filter(|(path, _)| path.starts_with("dist/") || path == "geodata/ledger.csv").collect()
}

/// A copy whose files came into being in the other order, which is the order in which some disks list them.
fn backwards(of: &Copy) -> Copy {
    let copy = Copy::empty();
    let mut files: Vec<_> = tree(&of.path("")).into_iter().collect();
    files.reverse();
    for (path, bytes) in files {
        let path = copy.path(&path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    copy
}

#[test]
fn threads_languages_hours_folders_orders_and_masks_change_no_byte() {
    let first = Copy::of_sample();
    // Nothing is known yet: the ids are given out anew each time.
    fs::remove_file(first.path("geodata/ledger.csv")).expect("removed");
    let machines: [(&str, &str, Environment<'_>); 5] = [
        ("one thread", "022", &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "Asia/Tokyo")]),
        ("many threads", "077", &[("RAYON_NUM_THREADS", "8"), ("LC_ALL", "C"), ("TZ", "Asia/Tokyo")]),
        ("another language", "022", &[("RAYON_NUM_THREADS", "3"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")]),
        ("other hours", "022", &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "ja_JP.eucJP")]),
        ("the other side of the day", "027", &[("TZ", "Pacific/Pago_Pago"), ("HOME", "/nonexistent")]),
    ];
    let mut expected: Option<Vec<(String, Vec<u8>)>> = None;
    for (n, (what, mask, environment)) in machines.into_iter().enumerate() {
        let copy = if n % 2 == 0 { Copy::empty() } else { backwards(&first) };
        if n % 2 == 0 {
            copy_folder(&first.path(""), &copy.path(""));
        }
        let from = if n % 2 == 0 { copy.path("") } else { std::env::temp_dir() };
        let now = built(&copy.path(""), &from, mask, environment);
        match &expected {
            None => expected = Some(now),
            Some(expected) => {
                let names = |all: &[(String, Vec<u8>)]| all.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
                assert_eq!(names(expected), names(&now), "{what}");
                let differs: Vec<&str> = expected
                    .iter()
                    .zip(&now)
                    .filter(|(before, now)| before.1 != now.1)
                    .map(|(before, _)| before.0.as_str())
                    .collect();
                assert!(differs.is_empty(), "{what}: {differs:?}");
            }
        }
    }
}
