//! Times whole builds at the sizes of a city, a prefecture and the country, beside the floor of the machine and two other
//! ways to make such a site. Figures and how to read them: `docs/speed.md`.
//!
//! ```text
//! cargo bench --bench scale -- [SIZE…] [--runs N] [--python PROGRAM] [--hugo PROGRAM] [--work DIR] [--out DIR]
//! ```
//!
//! Without sizes: 600, 20000, 100000 and 450000. `--work` must lie on a file system that takes many files evenly (by
//! custom `/dev/shm`). Without `--python` and `--hugo` the other ways are left out. With `--out` the table and the plot are
//! written there.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark prints and makes its own folders")]

#[path = "scale/floor.rs"]
mod floor;
#[path = "scale/inputs.rs"]
mod inputs;
#[path = "scale/measure.rs"]
mod measure;
#[path = "scale/report.rs"]
mod report;

use measure::{Taken, run};
use report::{Row, Sitting};
use std::fs;
use std::path::{Path, PathBuf};

const SIZES: [usize; 4] = [600, 20_000, 100_000, 450_000];
const DAY: &str = "2026-11-01";

struct Options {
    sizes: Vec<usize>,
    runs: usize,
    python: Option<String>,
    hugo: Option<String>,
    work: PathBuf,
    out: Option<PathBuf>,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["inputs", folder, facilities] => {
            let made = inputs::write(Path::new(folder), facilities.parse().expect("a number"));
            println!("{} bytes", made.bytes);
        }
        ["floor", list, out] => floor::write(Path::new(list), Path::new(out), floor::Way::Fresh),
        ["floor-beside", list, out] => floor::write(Path::new(list), Path::new(out), floor::Way::Beside),
        _ => sitting(&options(&words)),
    }
}

fn options(words: &[String]) -> Options {
    let value = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1)).cloned();
    let named: Vec<usize> = words
        .iter()
        .enumerate()
        .filter(|(at, _)| *at == 0 || !words[*at - 1].starts_with("--"))
        .filter_map(|(_, word)| word.parse().ok())
        .collect();
    Options {
        sizes: if named.is_empty() { SIZES.to_vec() } else { named },
        runs: value("--runs").and_then(|runs| runs.parse().ok()).unwrap_or(3),
        python: value("--python"),
        hugo: value("--hugo"),
        work: value("--work").map_or_else(|| PathBuf::from("/dev/shm"), PathBuf::from).join("ouchi-scale"),
        out: value("--out").map(PathBuf::from),
    }
}

fn sitting(options: &Options) {
    let mut sitting = Sitting::default();
    for facilities in &options.sizes {
        let _ = fs::remove_dir_all(&options.work);
        fs::create_dir_all(&options.work).expect("folder");
        let row = size(*facilities, options);
        println!("{}", report::line(&row));
        sitting.rows.push(row);
    }
    let _ = fs::remove_dir_all(&options.work);
    println!("\n{}", report::tables(&sitting));
    if let Some(out) = &options.out {
        fs::create_dir_all(out).expect("folder");
        fs::write(out.join("speed-table.md"), report::tables(&sitting)).expect("written");
        fs::write(out.join("speed.svg"), report::plot(&sitting)).expect("written");
    }
}

/// Everything at one size. Trees are removed as soon as they are measured: the country's is several gigabytes.
fn size(facilities: usize, options: &Options) -> Row {
    let work = &options.work;
    let project = work.join("project");
    let made = inputs::write(&project, facilities);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &project.join("content"));
    let runs = if facilities > 50_000 { 1 } else { options.runs };
    let mut row =
        Row { facilities, municipalities: inputs::municipalities_of(facilities), input: made.bytes, ..Row::default() };

    let mut cold = Vec::new();
    for _ in 0..runs {
        forget(&project);
        let (taken, report) = build(&project, work);
        row.stages = report::stages(&report);
        cold.push(taken);
    }
    row.cold = Taken::median(cold);
    let list = work.join("files.txt");
    (row.files, row.bytes) = listed(&project.join("dist"), &list);

    let (taken, report) = build(&project, work);
    assert_eq!(report::written(&report), 0, "an unchanged build wrote files");
    row.unchanged = taken;
    change_one_row(&project);
    let (taken, report) = build(&project, work);
    row.changed = taken;
    row.changed_files = report::written(&report);
    let pages = row.files.saturating_sub(100).max(1);
    let filler = (row.bytes / pages as u64).saturating_sub(1_500);
    fs::remove_dir_all(project.join("dist")).expect("removed");

    row.floor = Taken::median((0..runs).map(|_| own("floor", &list, work)).collect());
    row.beside = own("floor-beside", &list, work);
    others(&mut row, filler, options);
    row
}

fn build(project: &Path, work: &Path) -> (Taken, Vec<u8>) {
    let project = project.to_string_lossy();
    let program = Path::new(env!("CARGO_BIN_EXE_ouchi"));
    run(program, &["build", "--project", &project, "--as-of", DAY, "--json"], work)
}

/// The floor as a process of its own, so that its memory and start are counted as the others' are.
fn own(command: &str, list: &Path, work: &Path) -> Taken {
    let out = work.join("floor");
    let program = std::env::current_exe().expect("this program");
    let (taken, _) = run(&program, &[command, &list.to_string_lossy(), &out.to_string_lossy()], work);
    fs::remove_dir_all(&out).expect("removed");
    taken
}

fn others(row: &mut Row, filler: u64, options: &Options) {
    let Some(python) = &options.python else { return };
    let work = &options.work;
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/scale/others");
    let at = |name: &str| work.join(name).to_string_lossy().into_owned();
    let script = |name: &str| scripts.join(name).to_string_lossy().into_owned();
    let filler = filler.to_string();
    let python = Path::new(python);
    let (prepare, _) = run(python, &[&script("prepare.py"), &at("project"), &at("prepared")], work);
    let (jinja, _) = run(python, &[&script("jinja_site.py"), &at("prepared"), &at("jinja"), &filler], work);
    row.jinja = Some((prepare.then(jinja), count(&work.join("jinja"))));
    fs::remove_dir_all(work.join("jinja")).expect("removed");
    let Some(hugo) = &options.hugo else { return };
    let (setup, _) = run(python, &[&script("hugo_site.py"), &at("prepared"), &at("hugo"), &filler], work);
    let (site, _) = run(Path::new(hugo), &["-s", &at("hugo"), "--quiet", "-d", &at("hugo-out")], work);
    row.hugo = Some((prepare.then(setup).then(site), count(&work.join("hugo-out"))));
}

/// As if nothing had ever been built.
fn forget(project: &Path) {
    let _ = fs::remove_dir_all(project.join("dist"));
    let _ = fs::remove_dir_all(project.join(".ouchi"));
    let _ = fs::remove_file(project.join("geodata/ledger.csv"));
}

/// Another fax number in one row of the care data.
fn change_one_row(project: &Path) {
    let path = project.join("geodata/kaigo/jigyosho_110.csv");
    let text = fs::read_to_string(&path).expect("there");
    let line = text.lines().nth(1).expect("a row");
    let fax = line.split(',').nth(12).expect("a fax number").to_owned();
    fs::write(&path, text.replacen(&format!(",{fax},"), ",04-0999-9999,", 1)).expect("written");
}

/// Writes `size path` of every file of a tree; how many there are, and their bytes.
fn listed(root: &Path, list: &Path) -> (usize, u64) {
    let mut lines = Vec::new();
    let mut bytes = 0;
    walk(root, &mut |path, size| {
        bytes += size;
        lines.push(format!("{size} {}\n", path.strip_prefix(root).unwrap_or(path).display()));
    });
    lines
        .sort_unstable_by(|a, b| a.split_once(' ').map(|(_, path)| path).cmp(&b.split_once(' ').map(|(_, path)| path)));
    fs::write(list, lines.concat()).expect("written");
    (lines.len(), bytes)
}

fn count(root: &Path) -> (usize, u64) {
    let (mut files, mut bytes) = (0, 0);
    walk(root, &mut |_, size| {
        files += 1;
        bytes += size;
    });
    (files, bytes)
}

fn walk(folder: &Path, each: &mut dyn FnMut(&Path, u64)) {
    for entry in fs::read_dir(folder).expect("folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, each);
        } else {
            each(&path, entry.metadata().map_or(0, |known| known.len()));
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("copied");
        }
    }
}
