//! The workbench on a machine that refuses: no browser, a folder that nobody may write to, a full disk, a plug that is
//! pulled. Each is told in plain words, and no file is ever by half.
#![cfg(unix)]

mod bench;
mod project;
mod visit;

use bench::Visitor;
use project::{Copy, copy_folder, tree};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const LONG: Duration = Duration::from_secs(60);
const NO_BROWSER: &str = "ブラウザを開けませんでした。上のアドレスを、ブラウザに写して開いてください。";

/// The program as a person starts it; ended when dropped.
struct Started {
    child: Child,
    lines: Receiver<String>,
    address: String,
}

impl Started {
    fn of(mut command: Command) -> Self {
        let mut child = command
            .args(["--as-of", "2026-11-01"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let (tell, lines) = channel();
        let out = BufReader::new(child.stdout.take().expect("piped"));
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let mut started = Self { child, lines, address: String::new() };
        started.address = started.heard("アドレス: ").trim_start_matches("アドレス: ").to_owned();
        started
    }

    /// Waits for a line that begins so.
    fn heard(&self, begins: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(LONG).unwrap_or_else(|_| panic!("「{begins}」 was not said"));
            if line.starts_with(begins) {
                return line;
            }
        }
    }

    fn enter(&self) -> Visitor {
        let at = self.address.trim_start_matches("http://").split('/').next().expect("an address");
        Visitor::enter(at.parse().expect("an address"), &self.address)
    }

    /// Pulls the plug.
    fn kill(&mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let mut said = String::new();
        let _ = self.child.stderr.take().expect("piped").read_to_string(&mut said);
        said
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(project: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ouchi"));
    command.arg("--project").arg(project);
    command
}

/// A program in a folder of its own, which writes down what it is asked and ends as it is told.
fn program(folder: &Path, name: &str, ends: u8) {
    fs::create_dir_all(folder).expect("made");
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" > \"{}/asked\"\nexit {ends}\n", folder.display());
    fs::write(folder.join(name), script).expect("written");
    fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o755)).expect("rights");
}

fn asked(folder: &Path) -> Option<Vec<String>> {
    let text = fs::read_to_string(folder.join("asked")).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

/// Waits until a file was written whole.
fn wait_for(folder: &Path) -> Vec<String> {
    for _ in 0..600 {
        if let Some(lines) = asked(folder).filter(|lines| lines.len() > 1) {
            return lines;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("nobody was asked");
}

#[test]
#[cfg(target_os = "linux")]
fn the_browser_is_asked_to_open_the_address_and_without_one_the_address_is_said() {
    let copy = Copy::of_sample();
    let place = tempfile::tempdir().expect("folder");
    let with = |path: &str, browser: &str| {
        let mut command = command(&copy.path("."));
        command.env("PATH", place.path().join(path)).env("BROWSER", browser);
        Started::of(command)
    };
    let folder = |name: &str| place.path().join(name);
    // The desktop's own way, given the address that opens.
    program(&folder("desktop"), "xdg-open", 0);
    let started = with("desktop", "");
    assert_eq!(wait_for(&folder("desktop"))[1..], *std::slice::from_ref(&started.address));
    assert_eq!(started.enter().get("/").status, 200);
    // Without a desktop the browser that the person named, the first that is there.
    program(&folder("named"), "surf", 0);
    let named = folder("named").join("surf").display().to_string();
    let started = with("nothing", &format!("none-such:{named}:never"));
    assert_eq!(wait_for(&folder("named")), [named, started.address.clone()]);
    // A desktop that fails, and nothing at all.
    program(&folder("failing"), "xdg-open", 3);
    for path in ["failing", "nothing"] {
        let mut started = with(path, "");
        assert_eq!(started.heard("ブラウザ"), NO_BROWSER, "{path}");
        assert_eq!(started.enter().get("/").status, 200, "{path}: the work goes on");
        assert_eq!(started.kill(), "", "{path}: nothing panics");
    }
    assert!(asked(&folder("failing")).is_some(), "it was asked first");
    // Nobody is asked when nobody wants it.
    fs::remove_file(folder("desktop").join("asked")).expect("removed");
    let mut quiet = command(&copy.path("."));
    quiet.env("PATH", folder("desktop")).arg("--no-browser");
    let started = Started::of(quiet);
    assert_eq!(started.enter().get("/").status, 200);
    assert_eq!(asked(&folder("desktop")), None);
}

const CARE: &str = "geodata/kaigo/jigyosho_130.csv";

/// A care file without its last row.
fn shorter(copy: &Copy, path: &str) -> Vec<u8> {
    let bytes = fs::read(copy.path(path)).expect("read");
    let end = bytes.trim_ascii_end().iter().rposition(|byte| *byte == b'\n').expect("rows");
    bytes[..=end].to_vec()
}

/// The project's own files: what is kept, the lock and what was being written left out.
fn own(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(folder);
    files.retain(|name, _| !name.starts_with("replaced/") && !name.starts_with(".ouchi/") && !name.ends_with("-part"));
    files
}

#[test]
fn a_folder_that_nobody_may_write_to_is_told_and_can_still_be_looked_at() {
    let copy = Copy::of_sample();
    let mut command = command(&copy.path("."));
    command.arg("--no-browser");
    let root = fs::metadata(copy.path(".")).expect("there").uid() == 0;
    let mode = |mode| fs::set_permissions(copy.path("."), fs::Permissions::from_mode(mode)).expect("rights");
    if root {
        // Rights mean something to others alone.
        command.uid(65_534).gid(65_534);
    }
    mode(0o555);
    let mut started = Started::of(command);
    let visitor = started.enter();
    let before = tree(&copy.path("."));
    visitor.drop_files(&[("a.csv", &shorter(&copy, CARE))]);
    let told = visitor.confirm(1).body;
    assert!(
        told.contains("できませんでした。") && told.contains("読み取り専用") && told.contains("書き込めるか"),
        "{told}"
    );
    let told = visitor.deed("/hand", "/hand", &[]).body;
    assert!(told.contains("できませんでした。") && told.contains("書き込めるか"), "{told}");
    for page in ["/", "/check", "/ask", "/changes", "/hand"] {
        assert_eq!(visitor.get(page).status, 200, "{page}");
    }
    assert_eq!(tree(&copy.path(".")), before);
    mode(0o755);
    let said = started.kill();
    assert!(!said.contains("panicked"), "{said}");
}

/// A small disk of its own in memory, for who may mount it; gone when dropped.
#[cfg(target_os = "linux")]
struct Disk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
#[cfg(target_os = "linux")]
#[allow(clippy::print_stdout, reason = "says when it cannot mount")]
fn a_disk_that_is_full_is_told_and_with_room_it_goes_on() {
    let folder = tempfile::tempdir().expect("folder");
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(folder.path()).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        println!("skipped: no right to mount a small disk");
        return;
    }
    let disk = Disk(folder);
    let copy = Copy::of_sample();
    let project = disk.0.path().join("地図");
    copy_folder(&copy.path("."), &project);
    let mut command = command(&project);
    command.arg("--no-browser");
    let started = Started::of(command);
    let visitor = started.enter();
    let ballast = disk.0.path().join("ballast");
    // The last is large: there is a size of disk on which the others find room and it does not.
    let mut large = shorter(&copy, "geodata/kaigo/jigyosho_150.csv");
    let rows = large.iter().position(|byte| *byte == b'\n').expect("a heading") + 1;
    let rows = large[rows..].to_vec();
    while large.len() < 90 << 10 {
        large.extend(&rows);
    }
    let (first, second) = (shorter(&copy, "geodata/kaigo/jigyosho_430.csv"), shorter(&copy, CARE));
    let files: [(&str, &[u8]); 3] =
        [("jigyosho_430.csv", &first), ("jigyosho_130.csv", &second), ("jigyosho_150.csv", &large)];
    visitor.drop_files(&files);
    let before = own(&project);
    let mut refused = 0;
    // From no room at all to room for some of what is kept and written.
    for left in (0..=200_u64).step_by(8) {
        fs::write(&ballast, "").expect("written");
        let output = Command::new("df").args(["--output=avail", "-k"]).arg(disk.0.path()).output().expect("df");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let free: u64 = text.lines().nth(1).and_then(|line| line.trim().parse().ok()).expect("a number");
        fs::write(&ballast, vec![0; usize::try_from((free - left.min(free)) << 10).expect("small")]).expect("written");
        let told = visitor.confirm(1).body;
        if told.contains("入れました。") {
            break;
        }
        refused += 1;
        assert!(told.contains("ディスクがいっぱいです。空きを作ってください"), "{left} KiB: {told}");
        assert_eq!(own(&project), before, "{left} KiB: nothing is replaced");
        let kept = project.join("replaced");
        assert!(!kept.exists() || tree(&kept).is_empty(), "{left} KiB: nothing stays behind");
        fs::remove_file(&ballast).expect("removed");
    }
    assert!(refused > 8, "the disk was full {refused} times");
    let _ = fs::remove_file(&ballast);
    if own(&project) == before {
        assert!(visitor.confirm(1).body.contains("入れました。"));
    }
    assert_ne!(own(&project), before);
    assert!(visitor.undo().body.contains("元に戻しました"));
    assert_eq!(own(&project), before);
}

#[test]
fn a_plug_that_is_pulled_leaves_every_file_old_or_new_and_the_step_can_be_taken_back() {
    let copy = Copy::of_sample();
    let names: Vec<String> = fs::read_dir(copy.path("geodata/kaigo"))
        .expect("folder")
        .map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned())
        .collect();
    let bytes: Vec<Vec<u8>> = names.iter().map(|name| shorter(&copy, &format!("geodata/kaigo/{name}"))).collect();
    let files = names.iter().map(String::as_str).zip(bytes.iter().map(Vec::as_slice));
    // A heading alone is refused, and would be missing from a step that was done to its end.
    let has_rows = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() > 1;
    let files: Vec<(&str, &[u8])> = files.filter(|(_, bytes)| has_rows(bytes)).collect();
    let old = own(&copy.path("."));
    let mut new = old.clone();
    for (name, bytes) in &files {
        new.insert(format!("geodata/kaigo/{name}"), bytes.to_vec());
    }
    let mut cut = 0;
    for round in 0..14_u64 {
        let mut command = command(&copy.path("."));
        command.arg("--no-browser");
        let mut started = Started::of(command);
        let visitor = started.enter();
        visitor.drop_files(&files);
        // Somebody sees the first copy appear, and a moment later it is dark.
        let kept = copy.path("replaced");
        let had = fs::read_dir(&kept).map_or(0, Iterator::count);
        std::thread::scope(|scope| {
            scope.spawn(|| std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| visitor.confirm(1).status)));
            for _ in 0..20_000 {
                if fs::read_dir(&kept).map_or(0, Iterator::count) > had {
                    break;
                }
                std::thread::sleep(Duration::from_micros(300));
            }
            std::thread::sleep(Duration::from_micros(round * 700));
            started.kill();
        });
        let now = own(&copy.path("."));
        for (path, bytes) in &now {
            assert!(old.get(path) == Some(bytes) || new.get(path) == Some(bytes), "{path} is neither old nor new");
        }
        assert_eq!(now.keys().collect::<Vec<_>>(), old.keys().collect::<Vec<_>>(), "round {round}");
        cut += u32::from(now != new);
        // The next day: what was cut short is said, and taken back.
        let mut command = self::command(&copy.path("."));
        command.arg("--no-browser");
        let started = Started::of(command);
        let visitor = started.enter();
        let home = visitor.get("/").body;
        let is_cut = home.contains("途中で止まった作業があります");
        assert!(is_cut || now == old || now == new, "round {round}: what was cut short is not said: {home}");
        if is_cut || now != old {
            assert!(visitor.undo().body.contains("元に戻しました"), "round {round}");
        }
        assert_eq!(own(&copy.path(".")), old, "round {round}");
        let left: Vec<String> =
            tree(&copy.path("geodata")).into_keys().filter(|path| path.ends_with("-part")).collect();
        assert!(left.is_empty(), "round {round}: {left:?}");
        // What the readers see is the old project, whatever lies beside it.
        assert_eq!(copy.run(&["check", "--as-of", "2026-11-01", "--json"], &[]).code, 0);
    }
    assert!(cut > 2, "it was cut short {cut} times");
}
