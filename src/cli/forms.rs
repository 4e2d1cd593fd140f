//! `ouchi forms`.

use super::Outcome;
use super::terminal::Progress;
use crate::build::{self, Done};
use crate::io::{self, Trouble};
use crate::model::Kind;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// `ouchi forms` の指定。
#[derive(Debug, Args)]
pub(super) struct FormsArguments {
    /// ouchi.toml のあるフォルダ
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// 書き出すフォルダ（無ければ プロジェクトの forms）
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// 返ってきた確認票のフォルダ。指定すると、まだの施設・変わった答えなどを職員用のExcelに書きます
    #[arg(long, value_name = "DIR")]
    returned: Option<PathBuf>,
    /// だれに聞くか（いくつでも）
    #[arg(long, value_enum, value_name = "KIND", default_values = ["hospital", "clinic"])]
    kind: Vec<Asked>,
    /// いつの日付で作るか（無ければ今日）
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// 結果を機械が読む形（JSON）で出します
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Asked {
    Hospital,
    Clinic,
    Dental,
    Pharmacy,
    Care,
}

pub(super) fn run(arguments: &FormsArguments) -> Outcome {
    let on = arguments.as_of.unwrap_or_else(io::today);
    let kinds: Vec<Kind> = arguments
        .kind
        .iter()
        .map(|kind| match kind {
            Asked::Hospital => Kind::Hospital,
            Asked::Clinic => Kind::Clinic,
            Asked::Dental => Kind::Dental,
            Asked::Pharmacy => Kind::Pharmacy,
            Asked::Care => Kind::Care,
        })
        .collect();
    let progress = Progress::start();
    progress.stage("確認票をまとめています");
    let out = arguments.out.clone().unwrap_or_else(|| arguments.project.join("forms"));
    let result = match &arguments.returned {
        Some(returned) => build::read_returned(&arguments.project, returned, &out, &kinds, on),
        None => build::write_forms(&arguments.project, &out, &kinds, on),
    };
    drop(progress);
    tell(result, arguments.json)
}

/// Says what was done, for people or for machines.
pub(super) fn tell(result: Result<Done, Trouble>, json: bool) -> Outcome {
    let done = match result {
        Ok(done) => done,
        Err(trouble) => return super::failed(&trouble),
    };
    let fatal = done.diagnostics.is_fatal();
    let findings = done.diagnostics.sorted();
    if json {
        let written: Vec<String> = done.written.iter().map(|path| path.display().to_string()).collect();
        // Who did not answer, and answers, are in the workbook alone.
        let returned = done.returned.as_ref().map(|returned| {
            serde_json::json!({
                "answered": returned.answered.len(),
                "missing": returned.missing.len(),
                "unknown": returned.unknown.len(),
                "changes": returned.changes.len(),
            })
        });
        let value = serde_json::json!({"findings": findings, "written": written, "returned": returned});
        println!("{value:#}");
    } else {
        for finding in &findings {
            let place = finding.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
            println!("{}[{}] {place}{}", finding.severity.word(), finding.code, finding.message);
            if let Some(help) = &finding.help {
                println!("    → {help}");
            }
        }
        if let Some(returned) = &done.returned {
            println!("答えた施設 {}、まだの施設 {}", returned.answered.len(), returned.missing.len());
            println!("変わった答え {}、どの施設かわからない票 {}", returned.changes.len(), returned.unknown.len());
        }
        if let [only] = &done.written[..] {
            println!("書いたもの: {}", only.display());
        } else if let Some(first) = done.written.first() {
            println!("書いたもの {}: {} など", done.written.len(), first.display());
        }
    }
    if fatal || (done.written.is_empty() && done.returned.is_none()) { Outcome::Refused } else { Outcome::Done }
}
