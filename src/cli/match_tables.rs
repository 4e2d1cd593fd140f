//! `ouchi match`.

use super::Outcome;
use crate::diagnostic::{Diagnostic, Severity};
use crate::io;
use crate::merge::{self, Match, Profile, Verdict};
use crate::model::Areas;
use crate::place::Place;
use crate::source::{Reading, any};
use crate::table::{self, Sheets, Table, TableTrouble};
use crate::text::municipality::Known;
use clap::Args;
use rayon::prelude::*;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// `ouchi match` の指定。
#[derive(Debug, Args)]
pub(super) struct MatchArguments {
    /// 1つ目の表（CSV か Excel）
    #[arg(value_name = "LEFT")]
    left: PathBuf,
    /// 2つ目の表（CSV か Excel）
    #[arg(value_name = "RIGHT")]
    right: PathBuf,
    /// 読むシートの名前（Excelのとき。無ければ最初のシート）
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// 結果を書き出すファイル（無ければ画面に出します）
    #[arg(long, value_name = "FILE.csv")]
    out: Option<PathBuf>,
    /// 結果のまとめを機械が読む形（JSON）で出します
    #[arg(long)]
    json: bool,
}

/// A table that can be linked.
struct Side {
    profiles: Vec<Option<Profile>>,
    /// Headings used.
    headings: Vec<String>,
}

impl Side {
    fn unreadable(&self) -> usize {
        self.profiles.iter().filter(|profile| profile.is_none()).count()
    }
}

/// Why nothing was linked.
enum Stop {
    Refused(Box<Diagnostic>),
    Failed(io::Trouble),
}

impl From<Diagnostic> for Stop {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Refused(Box::new(diagnostic))
    }
}

/// Reads both tables, links them, and writes one row per pair.
pub(super) fn run(arguments: &MatchArguments) -> Outcome {
    match linked(arguments) {
        Ok(()) => Outcome::Done,
        Err(Stop::Refused(finding)) => {
            tell(&finding);
            eprintln!("何も書き出していません。");
            Outcome::Refused
        }
        Err(Stop::Failed(trouble)) => {
            eprintln!("続けられませんでした。{trouble}");
            Outcome::Failed
        }
    }
}

fn linked(arguments: &MatchArguments) -> Result<(), Stop> {
    // A sheet's name may fit one of two workbooks; it must fit one.
    let wanted = arguments.sheet.as_deref();
    let (first, left) = open(&arguments.left, wanted)?;
    let (second, right) = open(&arguments.right, wanted)?;
    if let (Some(trouble), true, true) = (first.or(second), left.1, right.1) {
        return Err(trouble.into());
    }
    let (left, right) = prepared(left.0, right.0)?;
    let pairs = merge::between(&left.profiles, &right.profiles);
    let bytes = written(&pairs);
    match &arguments.out {
        Some(path) => {
            io::write_if_changed(path, &bytes).map_err(Stop::Failed)?;
        }
        None => {
            // A reader that has closed the pipe has seen enough.
            let _ = std::io::stdout().lock().write_all(&bytes);
        }
    }
    summarise(arguments, &left, &right, &pairs);
    Ok(())
}

/// Reads one sheet. Also gives the trouble when the wanted sheet is not there, and whether the sheet is a stand-in.
fn open(path: &Path, wanted: Option<&str>) -> Result<(Option<Diagnostic>, (Table, bool)), Stop> {
    let bytes = match io::read(path) {
        Ok(bytes) => bytes,
        Err(trouble) if trouble.source.kind() == std::io::ErrorKind::NotFound || io::is_folder(path) => {
            let finding = Diagnostic::error("file-missing", "ファイルがありません。")
                .at(Place::whole(path.to_string_lossy().as_ref()))
                .help("名前と場所を確かめてください。")
                .fatal();
            return Err(finding.into());
        }
        Err(trouble) => return Err(Stop::Failed(trouble)),
    };
    let name = path.to_string_lossy();
    let place = || Place::whole(name.as_ref());
    let one = |sheets: Sheets<'_>| table::read(&name, &bytes, sheets).map(|tables| tables.into_iter().next());
    let (table, missing) = match one(wanted.map_or(Sheets::First, Sheets::Named)) {
        Err(trouble @ TableTrouble::NoSheet(..)) => {
            (one(Sheets::First).map_err(|trouble| trouble.diagnostic(place()))?, Some(trouble.diagnostic(place())))
        }
        read => (read.map_err(|trouble| trouble.diagnostic(place()))?, None),
    };
    let table = table.ok_or_else(|| TableTrouble::Empty.diagnostic(place()))?;
    let stands_in = wanted.is_some() && (missing.is_some() || table.sheet().is_none());
    Ok((missing, (table, stands_in)))
}

/// Rows → profiles. Municipalities that one table names help to read the other's addresses.
fn prepared(left: Table, right: Table) -> Result<(Side, Side), Stop> {
    let mut reading = Reading::default();
    let mut layouts = Vec::new();
    let mut known = Known::default();
    for table in [&left, &right] {
        let source = table.register(None, &mut reading.sources, &mut reading.diagnostics);
        let layout = any::layout(table, source, &reading)?;
        (layout.header + 1..table.len()).for_each(|row| any::learn(table.row(row), &layout, &mut known));
        layouts.push((source, layout));
    }
    for finding in reading.diagnostics.sorted() {
        tell(finding);
    }
    let areas = Areas::default();
    let mut sides = Vec::new();
    for (table, (source, layout)) in [left, right].into_iter().zip(&layouts) {
        let places = places(&table, layout.header);
        let mut profiles: Vec<Option<Profile>> = vec![None; places.last().map_or(0, |last| last + 1)];
        let read: Vec<Option<Profile>> = (layout.header + 1..table.len())
            .into_par_iter()
            .map(|at| {
                let record = any::record(table.row(at), layout, &known, *source);
                record.map(|record| Profile::of(&record, &areas))
            })
            .collect();
        for (at, profile) in places.into_iter().zip(read) {
            profiles[at] = profile;
        }
        sides.push(Side { profiles, headings: layout.used(&table) });
    }
    match (sides.pop(), sides.pop()) {
        (Some(right), Some(left)) => Ok((left, right)),
        _ => Err(Diagnostic::error("file-empty", "表がありません。").fatal().into()),
    }
}

/// Places of the data rows, from 0 under the headings, blank lines counted: rows as any program counts them.
fn places(table: &Table, header: usize) -> Vec<usize> {
    let mut places = Vec::with_capacity(table.len() - header - 1);
    let mut place = 0;
    for at in header + 1..table.len() {
        let before = table.row(at - 1);
        // A cell with line ends makes one row of several lines.
        let within: usize = match table.sheet() {
            Some(_) => 0,
            None => before.cells().map(|text| text.matches('\n').count()).sum(),
        };
        let lines = (table.row(at).number - before.number) as usize;
        place += lines.saturating_sub(1 + within);
        places.push(place);
        place += 1;
    }
    places
}

fn written(pairs: &[Match]) -> Vec<u8> {
    let mut out = String::from("left,right,verdict,score,evidence\n");
    for pair in pairs {
        let verdict = if pair.verdict == Verdict::Same { "same" } else { "review" };
        // No evidence holds a comma or a quotation mark.
        out.push_str(&format!(
            "{},{},{verdict},{:.4},{}\n",
            pair.left + 1,
            pair.right + 1,
            pair.evidence.score,
            pair.evidence
        ));
    }
    out.into_bytes()
}

fn tell(finding: &Diagnostic) {
    let place = finding.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    eprintln!("{}: {place}{}", if finding.severity == Severity::Error { "誤り" } else { finding.severity.word() }, finding.message);
    if let Some(help) = &finding.help {
        eprintln!("  → {help}");
    }
}

fn summarise(arguments: &MatchArguments, left: &Side, right: &Side, pairs: &[Match]) {
    let same = pairs.iter().filter(|pair| pair.verdict == Verdict::Same).count();
    let review = pairs.len() - same;
    let (left_unreadable, right_unreadable) = (left.unreadable(), right.unreadable());
    if arguments.json {
        eprintln!(
            "{}",
            serde_json::json!({
                "left": { "rows": left.profiles.len(), "unreadable": left_unreadable, "columns": left.headings },
                "right": { "rows": right.profiles.len(), "unreadable": right_unreadable, "columns": right.headings },
                "same": same, "review": review,
            })
        );
        return;
    }
    if arguments.out.is_some() || std::io::stderr().is_terminal() {
        for (path, side, unreadable) in [(&arguments.left, left, left_unreadable), (&arguments.right, right, right_unreadable)] {
            eprintln!(
                "{}: {}行（名称がなく読めない行 {unreadable}）。使った列: {}",
                path.display(),
                side.profiles.len(),
                side.headings.join("、")
            );
        }
        eprintln!("同じ {same} 組、確かめる {review} 組。");
    }
}
