//! Runs a command and says what it took, by GNU time.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What a command took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Taken {
    /// Seconds by the clock.
    pub(crate) wall: f64,
    /// Seconds of all processors.
    pub(crate) cpu: f64,
    /// Memory at its most, of the largest process, in MiB.
    pub(crate) memory: f64,
}

impl Taken {
    /// One after the other.
    pub(crate) fn then(self, next: Self) -> Self {
        Self { wall: self.wall + next.wall, cpu: self.cpu + next.cpu, memory: self.memory.max(next.memory) }
    }

    /// The run in the middle by the clock.
    pub(crate) fn median(mut runs: Vec<Self>) -> Self {
        runs.sort_by(|a, b| a.wall.total_cmp(&b.wall));
        runs.get(runs.len() / 2).copied().unwrap_or_default()
    }
}

/// Runs a command to its end and gives what it printed.
pub(crate) fn run(program: &Path, arguments: &[&str], work: &Path) -> (Taken, Vec<u8>) {
    let figures = work.join("time.txt");
    // GNU time tells the clock in hundredths, of which a city's floor takes one or two.
    let began = Instant::now();
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%U %S %M", "-o"])
        .arg(&figures)
        .arg(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .expect("GNU time (package time) measures memory");
    let wall = began.elapsed().as_secs_f64();
    assert!(output.status.success(), "{} {arguments:?} failed", program.display());
    let text = std::fs::read_to_string(&figures).expect("figures");
    let line = text.lines().last().unwrap_or_default();
    let numbers: Vec<f64> = line.split(' ').filter_map(|number| number.parse().ok()).collect();
    let [user, system, memory] = numbers[..] else { panic!("unreadable figures: {line}") };
    (Taken { wall, cpu: user + system, memory: memory / 1024.0 }, output.stdout)
}
