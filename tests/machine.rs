//! The machine as a city hall has it: one executable and nothing else, names in Japanese with spaces, files that are
//! read-only, in use, or not for us. What only Windows does is tried there by the release workflow.

mod project;

use project::{Copy, tree};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs a copy of the executable in a folder with nothing of this machine's environment.
fn alone(program: &Path, here: &Path, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).env_clear().current_dir(here).output().expect("started")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn one_executable_in_an_empty_folder_is_enough() {
    let place = tempfile::tempdir().expect("folder");
    let here = place.path().join("介護 支援課（共有）");
    fs::create_dir(&here).expect("made");
    let program = here.join(if cfg!(windows) { "おうち.exe" } else { "おうち" });
    fs::copy(env!("CARGO_BIN_EXE_ouchi"), &program).expect("copied");
    let made = alone(&program, &here, &["new", "かしわ 地図", "--code", "122173", "--reading", "かしわし"]);
    assert!(made.status.success(), "{}", said(&made));
    // What it says to type next can be typed.
    assert!(said(&made).contains("ouchi build --project \"かしわ 地図\""), "{}", said(&made));
    let project = here.join("かしわ 地図");
    for arguments in [
        &["build", "--as-of", "2026-11-01", "--project", "かしわ 地図"][..],
        &["check", "--as-of", "2026-11-01", "--project", "かしわ 地図"],
        &["publish", "--as-of", "2026-11-01", "--project", "かしわ 地図"],
        &["explain", "phone-form"],
    ] {
        let run = alone(&program, &here, arguments);
        assert!(run.status.success(), "{arguments:?}: {}", said(&run));
    }
    for file in ["dist/index.html", "reports/確認事項.xlsx", "upload/site.zip", "geodata/published/2026-11-01.csv"]
    {
        assert!(project.join(file).is_file(), "{file}");
    }
    // Nothing was left outside the project.
    let mut names: Vec<_> = fs::read_dir(&here).expect("folder").map(|one| one.expect("entry").file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    // The same from inside, where the project is 「.」.
    assert!(alone(&program, &project, &["build", "--as-of", "2026-11-01"]).status.success());
}

#[test]
fn a_workbook_that_is_open_elsewhere_is_read_as_saved_and_said() {
    let copy = Copy::of_sample();
    let survey = "geodata/survey/在宅医療実態調査_令和8年度.xlsx";
    let told = |copy: &Copy| {
        let run = copy.run(&["check", "--as-of", "2026-11-01", "--json"], &[]);
        assert_eq!(run.code, 0, "{}", run.out);
        let findings = run.json["findings"].as_array().expect("findings").clone();
        findings.into_iter().filter(|one| one["code"] == "file-open").collect::<Vec<_>>()
    };
    assert!(told(&copy).is_empty());
    for lock in ["~$在宅医療実態調査_令和8年度.xlsx", ".~lock.在宅医療実態調査_令和8年度.xlsx#"]
    {
        let path = copy.path("geodata/survey").join(lock);
        fs::write(&path, "somebody").expect("written");
        let found = told(&copy);
        assert_eq!(found.len(), 1, "{lock}: {found:?}");
        assert_eq!(found[0]["place"]["file"], survey);
        assert!(found[0]["help"].as_str().is_some_and(|help| help.contains("閉じ")), "{found:?}");
        fs::remove_file(path).expect("removed");
    }
}

/// Runs as a user to whom rights mean something: the tests may run as one to whom they do not.
#[cfg(unix)]
fn as_somebody(copy: &Copy, arguments: &[&str]) -> Output {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(env!("CARGO_BIN_EXE_ouchi"));
    command.args(arguments).current_dir(copy.path("."));
    let folder = copy.path(".");
    if fs::metadata(&folder).expect("there").uid() == 0 {
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("rights");
        command.uid(65_534).gid(65_534);
    }
    command.output().expect("started")
}

#[test]
#[cfg(unix)]
fn what_may_not_be_read_or_written_is_named_and_nothing_is_lost() {
    use std::os::unix::fs::PermissionsExt;
    let copy = Copy::of_sample();
    assert_eq!(copy.build(&[]).code, 0);
    let before = tree(&copy.path("dist"));
    let rights = |path: &str, mode: u32| {
        fs::set_permissions(copy.path(path), fs::Permissions::from_mode(mode)).expect("rights");
    };
    // Files that are read-only are read; a folder that is read-only is not written.
    let locked = as_somebody(&copy, &["build", "--as-of", "2026-12-01"]);
    assert_eq!(locked.status.code(), Some(2), "{}", said(&locked));
    assert!(said(&locked).contains("読み取り専用") && !said(&locked).contains("panicked"), "{}", said(&locked));
    assert_eq!(tree(&copy.path("dist")), before);
    // Checking needs no right to write when only the findings are wanted.
    let checked = as_somebody(&copy, &["check", "--as-of", "2026-11-01", "--json"]);
    assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
    // A file that may not be read is named.
    rights("geodata/survey/在宅医療実態調査_令和8年度.xlsx", 0o000);
    let hidden = as_somebody(&copy, &["check", "--as-of", "2026-11-01", "--json"]);
    rights("geodata/survey/在宅医療実態調査_令和8年度.xlsx", 0o644);
    assert_eq!(hidden.status.code(), Some(2), "{}", said(&hidden));
    assert!(
        said(&hidden).contains("在宅医療実態調査_令和8年度.xlsx") && said(&hidden).contains("Excel"),
        "{}",
        said(&hidden)
    );
}

#[test]
fn read_only_files_of_an_earlier_build_are_replaced_or_named() {
    let copy = Copy::of_sample();
    assert_eq!(copy.build(&[]).code, 0);
    let page = copy.path("dist/index.html");
    let mut rights = fs::metadata(&page).expect("there").permissions();
    rights.set_readonly(true);
    fs::set_permissions(&page, rights).expect("rights");
    copy.edit("ouchi.toml", "description = \"", "description = \"新しい説明。");
    let run = copy.build(&[]);
    let text = fs::read_to_string(&page).expect("whole");
    assert!(
        run.code == 0 && text.contains("新しい説明。") || run.code == 2 && run.out.contains("読み取り専用"),
        "{}",
        run.out
    );
    assert!(text.ends_with("</html>\n"));
}

/// A reader that has seen enough (`ouchi check | more`) ends nothing: the workbook is written.
#[test]
fn a_pipe_that_closes_early_loses_no_work() {
    use std::process::Stdio;
    let copy = Copy::of_sample();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ouchi"))
        .args(["check", "--as-of", "2026-11-01"])
        .current_dir(copy.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(copy.path("reports/確認事項.xlsx").is_file());
}

/// No escape sequence and no progress line reaches a pipe.
#[test]
fn pipes_are_quiet_and_colourless() {
    let copy = Copy::of_sample();
    for arguments in [
        &["build", "--as-of", "2026-11-01"][..],
        &["check", "--as-of", "2026-11-01"],
        &["publish", "--as-of", "2026-11-01"],
        &["fetch", "kaigo", "--offline"],
        &["explain", "phone-form"],
        &["explain"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_ouchi"))
            .args(arguments)
            .current_dir(copy.path("."))
            .output()
            .expect("started");
        assert!(!said(&output).contains('\u{1b}') && !said(&output).contains('\r'), "{arguments:?}: {}", said(&output));
    }
}
