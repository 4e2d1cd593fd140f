//! `ouchi match`.

use super::Outcome;
use super::terminal::Progress;
use crate::diagnostic::{Diagnostic, Severity};
use crate::io;
use crate::merge::{self, Match, Prepared, Side, Verdict};
use crate::place::Place;
use crate::table::{self, Sheets, Table, TableTrouble};
use clap::Args;
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
    let progress = Progress::start();
    progress.stage("2つの表を読んでいます");
    let (left, right) = rayon::join(|| open(&arguments.left, wanted), || open(&arguments.right, wanted));
    let ((first, left), (second, right)) = (left?, right?);
    if let (Some(trouble), true, true) = (first.or(second), left.1, right.1) {
        return Err(trouble.into());
    }
    let Prepared { left, right, diagnostics } = merge::prepare(left.0, right.0).map_err(Stop::from)?;
    drop(progress);
    for finding in diagnostics.sorted() {
        tell(finding);
    }
    let counts = [Counted::of(&left), Counted::of(&right)];
    let progress = Progress::start();
    progress.stage("2つの表をくらべています");
    let pairs = merge::between(left.profiles, right.profiles);
    drop(progress);
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
    summarise(arguments, &counts, &pairs);
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
    eprintln!(
        "{}: {place}{}",
        if finding.severity == Severity::Error { "誤り" } else { finding.severity.word() },
        finding.message
    );
    if let Some(help) = &finding.help {
        eprintln!("  → {help}");
    }
}

/// What the summary says of a table.
struct Counted {
    rows: usize,
    unreadable: usize,
    headings: Vec<String>,
}

impl Counted {
    fn of(side: &Side) -> Self {
        let unreadable = side.profiles.iter().filter(|profile| profile.is_none()).count();
        Self { rows: side.profiles.len(), unreadable, headings: side.headings.clone() }
    }
}

fn summarise(arguments: &MatchArguments, [left, right]: &[Counted; 2], pairs: &[Match]) {
    let same = pairs.iter().filter(|pair| pair.verdict == Verdict::Same).count();
    let review = pairs.len() - same;
    if arguments.json {
        let table =
            |of: &Counted| serde_json::json!({ "rows": of.rows, "unreadable": of.unreadable, "columns": of.headings });
        eprintln!(
            "{}",
            serde_json::json!({ "left": table(left), "right": table(right), "same": same, "review": review })
        );
    } else if arguments.out.is_some() || std::io::stderr().is_terminal() {
        for (path, table) in [(&arguments.left, left), (&arguments.right, right)] {
            eprintln!(
                "{}: {}行（名称がなく読めない行 {}）。使った列: {}",
                path.display(),
                table.rows,
                table.unreadable,
                table.headings.join("、")
            );
        }
        eprintln!("同じ {same} 組、確かめる {review} 組。");
    }
}
