//! `ouchi build`.

use super::Outcome;
use crate::build::{self, Options, Target};
use crate::{io, report};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// `ouchi build` の指定。
#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    /// ouchi.toml のあるフォルダ
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// 書き出す先（フォルダ、または .zip）。無ければ プロジェクトの dist
    #[arg(long, value_name = "DIR|FILE.zip")]
    out: Option<PathBuf>,
    /// いつの日付で作るか（無ければ今日）
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// 誤りか注意が1つでもあれば、何も書かずに終わります
    #[arg(long)]
    strict: bool,
    /// 新しい施設の番号を作りません（新しい施設があれば、何も書かずに終わります）
    #[arg(long)]
    frozen: bool,
    /// 結果を機械が読む形（JSON）で出します
    #[arg(long)]
    json: bool,
}

/// Builds, then says what was done and what to do next.
pub(super) fn run(arguments: &BuildArguments) -> Outcome {
    let out = arguments.out.clone().unwrap_or_else(|| arguments.project.join("dist"));
    let zip = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let options = Options {
        project: arguments.project.clone(),
        target: if zip { Target::Zip(out) } else { Target::Folder(out) },
        as_of: arguments.as_of.unwrap_or_else(io::today),
        strict: arguments.strict,
        frozen: arguments.frozen,
    };
    match build::build(&options) {
        Ok(report) => {
            if arguments.json {
                println!("{}", report::json(&report));
            } else {
                println!("{}", report::text(&report));
            }
            if report.written.is_some() { Outcome::Done } else { Outcome::Refused }
        }
        Err(trouble) => {
            eprintln!("続けられませんでした。{trouble}");
            eprintln!(
                "ディスクの空きと、フォルダに書き込めるかを確かめて、もう一度実行してください。前に作ったサイトはそのままです。"
            );
            Outcome::Failed
        }
    }
}
