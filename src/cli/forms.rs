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
    /// 確認票を書き出すフォルダ（無ければ プロジェクトの forms）
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// 返ってきた確認票のフォルダ。指定すると読むだけで、何も書きません
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
    let result = match &arguments.returned {
        Some(returned) => build::read_returned(&arguments.project, returned, &kinds, on),
        None => {
            let out = arguments.out.clone().unwrap_or_else(|| arguments.project.join("forms"));
            build::write_forms(&arguments.project, &out, &kinds, on)
        }
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
        let value = serde_json::json!({"findings": findings, "written": written, "returned": done.returned});
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
            returned.missing.iter().for_each(|name| println!("  まだ: {name}"));
            returned.unknown.iter().for_each(|name| println!("  どの施設かわからない回答票: {name}"));
            println!("変わったところ {}", returned.changes.len());
            for change in &returned.changes {
                println!("  {}「{}」 {} → {}", change.facility, change.question, change.before, change.after);
            }
        }
        if let Some(first) = done.written.first() {
            println!("書いたもの {}: {} など", done.written.len(), first.display());
        }
    }
    if fatal || (done.written.is_empty() && done.returned.is_none()) { Outcome::Refused } else { Outcome::Done }
}
