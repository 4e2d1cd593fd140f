//! Times the sample build by stage and as a whole: `cargo bench --bench build [-- RUNS]`.
//!
//! Each run builds into a fresh folder (cold) and then once more into the same (unchanged: no file is written).
//! Figures are medians in milliseconds; compare ratios of one sitting, machines are noisy.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark prints and makes its own folders")]

use ouchi::build::{Options, Target, build};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let runs = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(10_usize);
    let work = tempfile::tempdir().expect("folder");
    let project = work.path().join("project");
    copy(Path::new(env!("CARGO_MANIFEST_DIR")), &project);
    let mut cold = Figures::default();
    let mut unchanged = Figures::default();
    let (mut files, mut bytes) = (0, 0);
    for run in 0..runs {
        let out = work.path().join(format!("dist{run}"));
        let counts = cold.take(&project, &out);
        (files, bytes) = (counts.new, counts.bytes);
        let again = unchanged.take(&project, &out);
        assert_eq!((again.new, again.changed, again.removed), (0, 0, 0), "an unchanged build wrote files");
    }
    println!("{runs} runs, {files} files, {:.2} MB", bytes as f64 / 1e6);
    println!("{:<14}{:>10}{:>12}", "stage", "cold", "unchanged");
    for stage in &cold.order {
        println!("{stage:<14}{:>10.1}{:>12.1}", cold.median(stage), unchanged.median(stage));
    }
}

#[derive(Default)]
struct Figures {
    order: Vec<&'static str>,
    times: BTreeMap<&'static str, Vec<f64>>,
}

impl Figures {
    fn take(&mut self, project: &Path, out: &Path) -> ouchi::output::Counts {
        let options = Options {
            project: project.to_owned(),
            target: Target::Folder(out.to_owned()),
            audience: ouchi::model::Audience::Citizens,
            as_of: jiff::civil::date(2026, 11, 1),
            strict: false,
            frozen: false,
            accept: false,
        };
        let start = Instant::now();
        let report = build(&options, &|_| {}).expect("built");
        let whole = start.elapsed();
        for (stage, time) in report.stages.into_iter().chain([("whole", whole)]) {
            if !self.order.contains(&stage) {
                self.order.push(stage);
            }
            self.times.entry(stage).or_default().push(time.as_secs_f64() * 1000.0);
        }
        report.written.expect("written")
    }

    fn median(&self, stage: &str) -> f64 {
        let mut times = self.times.get(stage).cloned().unwrap_or_default();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folder");
    std::fs::copy(from.join("ouchi.toml"), to.join("ouchi.toml")).expect("settings");
    let mut folders: Vec<PathBuf> = vec!["content".into(), "geodata".into()];
    while let Some(folder) = folders.pop() {
        std::fs::create_dir_all(to.join(&folder)).expect("folder");
        for entry in std::fs::read_dir(from.join(&folder)).expect("folder") {
            let inside = folder.join(entry.expect("entry").file_name());
            if from.join(&inside).is_dir() {
                folders.push(inside);
            } else {
                std::fs::copy(from.join(&inside), to.join(&inside)).expect("copied");
            }
        }
    }
}
