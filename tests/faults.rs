//! A build that is killed, meets a full disk, may not write, or is not alone: every file of the site is whole and either
//! the old or the new one, and the next build comes to the bytes of a clean one.
//!
//! Kills: 20, or as many as `OUCHI_KILLS` says (200 in the full run).
#![cfg(unix)]

mod project;

use project::{Copy, tree};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Tree = BTreeMap<String, Vec<u8>>;

const NAME: &str = "見本 そよかぜ訪問介護事業所";
const OTHER: &str = "見本 かわった訪問介護事業所";
const CARE: &str = "geodata/kaigo/jigyosho_110.csv";

fn command(copy: &Copy) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ouchi"));
    command
        .args(["build", "--as-of", "2026-11-01"])
        .current_dir(copy.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// The sample, and the site before and after a facility took another name.
struct Two {
    copy: Copy,
    old: Tree,
    new: Tree,
}

impl Two {
    fn prepared() -> Self {
        let copy = Copy::of_sample();
        assert_eq!(copy.build(&[]).code, 0);
        let old = tree(&copy.path("dist"));
        copy.edit(CARE, NAME, OTHER);
        assert_eq!(copy.build(&[]).code, 0);
        let new = tree(&copy.path("dist"));
        assert_ne!(old, new);
        Self { copy, old, new }
    }

    /// Puts the old site and the new inputs in place, as they are before the build that is disturbed.
    fn before(&self) {
        self.write_inputs(OTHER, NAME);
        assert_eq!(self.copy.build(&[]).code, 0);
        self.write_inputs(NAME, OTHER);
    }

    fn write_inputs(&self, old: &str, new: &str) {
        let path = self.copy.path(CARE);
        let text = std::fs::read_to_string(&path).expect("readable");
        std::fs::write(path, text.replace(old, new)).expect("written");
    }

    /// Every file is the old or the new one; then a build comes to the new site exactly.
    fn is_whole_and_mends(&self, what: &str) {
        whole(&tree(&self.copy.path("dist")), &self.old, &self.new, what);
        assert_eq!(self.copy.build(&[]).code, 0, "{what}");
        assert!(tree(&self.copy.path("dist")) == self.new, "{what}: the next build mends");
        assert!(!self.copy.path("dist.ouchi-part").exists(), "{what}: nothing is left beside");
    }
}

fn whole(now: &Tree, old: &Tree, new: &Tree, what: &str) {
    for (path, bytes) in now.iter().filter(|(path, _)| *path != ouchi::output::LIST) {
        let known = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
        assert!(known, "{what}: {path} is neither old nor new");
    }
}

/// Numbers that look random and are the same every time.
fn scattered(n: u32) -> u32 {
    (n.wrapping_mul(2_654_435_761) >> 8) % 1000
}

#[test]
fn a_killed_build_leaves_whole_files() {
    let kills: u32 = std::env::var("OUCHI_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let two = Two::prepared();
    two.before();
    let from = Instant::now();
    assert!(command(&two.copy).status().expect("started").success());
    let whole_time = from.elapsed();
    let mut died = 0;
    for n in 0..kills {
        let fresh = n % 4 == 3;
        two.before();
        if fresh {
            std::fs::remove_dir_all(two.copy.path("dist")).expect("removed");
        }
        let mut child = command(&two.copy).spawn().expect("started");
        // Writing is the last part of a build: three of four kills fall there.
        let part = if n % 4 == 0 { scattered(n) } else { 700 + scattered(n) * 3 / 10 };
        std::thread::sleep(whole_time.mul_f64(f64::from(part) / 1000.0));
        let _ = child.kill();
        died += u32::from(!child.wait().expect("waited").success());
        let what = format!("kill {n} at {part} thousandths");
        if fresh && !two.copy.path("dist").exists() {
            assert_eq!(two.copy.build(&[]).code, 0, "{what}");
            assert!(tree(&two.copy.path("dist")) == two.new, "{what}: the next build mends");
        } else {
            two.is_whole_and_mends(&what);
        }
    }
    assert!(died > 0, "no build was killed in time");
}

#[test]
fn a_full_disk_leaves_whole_files() {
    let two = Two::prepared();
    // Files may grow to so many blocks: the smallest pages fit, the stylesheet does not.
    for (blocks, answer) in [(8, "trap '' XFSZ;"), (32, "trap '' XFSZ;"), (8, ""), (64, "")] {
        for fresh in [false, true] {
            two.before();
            if fresh {
                std::fs::remove_dir_all(two.copy.path("dist")).expect("removed");
            }
            let line = format!("{answer} ulimit -f {blocks}; exec \"$0\" build --as-of 2026-11-01");
            let status = Command::new("sh")
                .args(["-c", &line, env!("CARGO_BIN_EXE_ouchi")])
                .current_dir(two.copy.path(""))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .expect("started");
            assert!(!status.success(), "{blocks} blocks are not enough");
            if !answer.is_empty() {
                assert_eq!(status.code(), Some(2), "the machine failed, and the command says so");
            }
            let what = format!("{blocks} blocks, fresh {fresh}");
            if fresh {
                assert!(!two.copy.path("dist").exists(), "{what}: a new site appears whole or not at all");
                assert_eq!(two.copy.build(&[]).code, 0, "{what}");
                assert!(tree(&two.copy.path("dist")) == two.new, "{what}");
            } else {
                two.is_whole_and_mends(&what);
            }
        }
    }
}

#[test]
fn a_place_that_may_not_be_written_is_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    let two = Two::prepared();
    two.before();
    let dist = two.copy.path("dist");
    let set = |mode: u32| {
        for folder in [two.copy.path(""), dist.clone(), dist.join("facility"), dist.join("find")] {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode)).expect("set");
        }
    };
    set(0o555);
    // Permissions bind everybody but the administrator, for whom there are places that nobody may write.
    let bound = std::fs::write(dist.join("probe"), "").is_err();
    let (outcome, out) = if bound {
        (two.copy.build(&[]), dist.clone())
    } else {
        std::fs::remove_file(dist.join("probe")).expect("removed");
        (two.copy.build(&["--out", "/proc/ouchi-dist"]), Path::new("/proc/ouchi-dist").to_owned())
    };
    set(0o755);
    assert_eq!(outcome.code, 2, "{}: {}", out.display(), outcome.out);
    two.is_whole_and_mends("read-only");
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let two = Two::prepared();
    for fresh in [false, true] {
        two.before();
        if fresh {
            std::fs::remove_dir_all(two.copy.path("dist")).expect("removed");
        }
        let mut children: Vec<_> = (0..3).map(|_| command(&two.copy).spawn().expect("started")).collect();
        let codes: Vec<Option<i32>> = children.iter_mut().map(|child| child.wait().expect("waited").code()).collect();
        assert!(codes.contains(&Some(0)), "one of them builds: {codes:?}");
        assert!(codes.iter().all(|code| matches!(code, Some(0 | 1))), "the others say why not: {codes:?}");
        two.is_whole_and_mends("two at once");
    }
}

#[test]
fn two_projects_do_not_mix_in_one_place() {
    let (one, other) = (Copy::of_sample(), Copy::of_sample());
    let place = Copy::empty();
    let out = place.path("dist").to_string_lossy().into_owned();
    for _ in 0..2 {
        let mut children: Vec<_> =
            [&one, &other].map(|copy| command(copy).args(["--out", &out]).spawn().expect("started")).into();
        let codes: Vec<Option<i32>> = children.iter_mut().map(|child| child.wait().expect("waited").code()).collect();
        assert!(codes.contains(&Some(0)), "one of them builds: {codes:?}");
        assert_eq!(one.build(&["--out", &out]).code, 0);
        assert_eq!(one.build(&[]).code, 0);
        assert!(tree(Path::new(&out)) == tree(&one.path("dist")));
    }
}

#[test]
fn what_was_left_by_a_kill_is_cleared() {
    let copy = Copy::of_sample();
    assert_eq!(copy.build(&[]).code, 0);
    let clean = tree(&copy.path("dist"));
    std::fs::create_dir_all(copy.path("dist.ouchi-part/facility")).expect("folder");
    std::fs::write(copy.path("dist.ouchi-part/facility/half"), "ha").expect("written");
    std::fs::write(copy.path("dist/index.html"), "half").expect("written");
    assert_eq!(copy.build(&[]).code, 0);
    assert!(tree(&copy.path("dist")) == clean);
    assert!(!copy.path("dist.ouchi-part").exists());
    // Slow machines give the pause its sense: a build right after changes nothing.
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(copy.build(&[]).json["unchanged"], true);
}
