//! A disk that is really full: a small one of its own in memory, for who may mount it. Elsewhere files are kept from
//! growing (`tests/faults.rs`), which every system allows.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "says when it cannot mount")]

mod project;

use project::{Copy, copy_folder, tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A disk of so many MiB; gone when dropped.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    fn mounted(mib: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("folder");
        let size = format!("size={mib}m");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        mount.is_ok_and(|output| output.status.success()).then_some(Self { folder })
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// Leaves so many KiB.
    fn fill(&self, left: u64) {
        let output = Command::new("df").args(["--output=avail", "-k"]).arg(self.folder.path()).output().expect("df");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let free: u64 = text.lines().nth(1).and_then(|line| line.trim().parse().ok()).expect("a number");
        let ballast = vec![0; usize::try_from((free - left) << 10).expect("small")];
        fs::write(self.folder.path().join("ballast"), ballast).expect("written");
    }

    fn relieve(&self) {
        fs::remove_file(self.folder.path().join("ballast")).expect("removed");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.folder.path()).status();
    }
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ouchi"))
        .args(arguments)
        .args(["--as-of", "2026-11-01"])
        .current_dir(folder)
        .output()
        .expect("started");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// What a person or a server reads: no cache, nothing that is still being written.
fn shown(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(folder).into_iter().filter(|(path, _)| !path.starts_with(".ouchi/") && !path.contains("ouchi-part")).collect()
}

#[test]
fn nothing_is_half_written_when_the_disk_is_full() {
    // What is there before: a site that was built and published, then another name in the data.
    let before = Copy::of_sample();
    assert_eq!(run(&before.path(""), &["publish"]).0, Some(0));
    before.edit("geodata/kaigo/jigyosho_110.csv", "見本 そよかぜ訪問介護事業所", "見本 かわった訪問介護事業所");
    fs::remove_file(before.path("geodata/ledger.csv")).expect("removed");
    let commands: [&[&str]; 6] = [
        &["build"],
        &["build", "--out", "site.zip"],
        &["publish", "--accept"],
        &["check"],
        &["review"],
        &["forms", "--kind", "clinic"],
    ];
    let Some(disk) = Disk::mounted(64) else {
        println!("no disk can be mounted here: tests/faults.rs keeps files from growing instead");
        return;
    };
    let mut stopped = 0;
    for arguments in commands {
        let after = Copy::empty();
        copy_folder(&before.path(""), &after.path(""));
        let clean = run(&after.path(""), arguments);
        assert_eq!(clean.0, Some(0), "{arguments:?}: {}", clean.1);
        let (old, new) = (shown(&before.path("")), shown(&after.path("")));
        for left in [0, 100, 900] {
            copy_folder(&before.path(""), &disk.path());
            disk.fill(left);
            let (code, said) = run(&disk.path(), arguments);
            let what = format!("{arguments:?} with {left} KiB left");
            assert!(matches!(code, Some(0 | 2)), "{what}: {code:?} {said}");
            assert!(!said.contains("panicked"), "{what}: {said}");
            stopped += u32::from(code == Some(2));
            for (path, bytes) in &shown(&disk.path()) {
                let known = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
                assert!(known, "{what}: {path} is neither old nor new");
            }
            disk.relieve();
            let mended = run(&disk.path(), arguments);
            assert_eq!(mended.0, Some(0), "{what}, then with room: {}", mended.1);
            assert!(shown(&disk.path()) == new, "{what}: the next run comes to what a clean one does");
            fs::remove_dir_all(disk.path()).expect("removed");
        }
    }
    assert!(stopped > 10, "the disk was full {stopped} times");
}

/// Cut down between the ledger and the site, the next build gives out no other id.
#[test]
fn a_ledger_without_its_site_is_the_ledger_of_the_next_build() {
    let copy = Copy::of_sample();
    fs::remove_file(copy.path("geodata/ledger.csv")).expect("removed");
    assert_eq!(run(&copy.path(""), &["build"]).0, Some(0));
    let (clean, ledger) = (tree(&copy.path("dist")), fs::read(copy.path("geodata/ledger.csv")).expect("a ledger"));
    // The site's place is a file: the ledger is written, the site cannot be.
    let again = Copy::of_sample();
    fs::remove_file(again.path("geodata/ledger.csv")).expect("removed");
    fs::write(again.path("dist"), "in the way").expect("written");
    assert_ne!(run(&again.path(""), &["build"]).0, Some(0));
    assert!(fs::read(again.path("geodata/ledger.csv")).expect("a ledger") == ledger, "the ledger comes first");
    fs::remove_file(again.path("dist")).expect("removed");
    assert_eq!(run(&again.path(""), &["build", "--frozen"]).0, Some(0), "no id is new");
    assert!(tree(&again.path("dist")) == clean);
}
