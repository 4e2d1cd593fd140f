//! `ouchi build`.

use super::terminal::{self, Progress};
use super::{Outcome, failed};
use crate::build::{self, Options, Target};
use crate::model::Audience;
use crate::{check, io, report};
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
    /// だれのための版か。partners（関係者版）は --out が要ります
    #[arg(long, value_name = "citizens|partners", value_enum, default_value = "citizens")]
    audience: For,
    /// いつの日付で作るか（無ければ今日）
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// 誤りか注意が1つでもあれば、何も書かずに終わります
    #[arg(long)]
    strict: bool,
    /// 新しい施設の番号を作りません（新しい施設があれば、何も書かずに終わります）
    #[arg(long)]
    frozen: bool,
    /// 前の公開からの変化が設定の目安を超えていても、受け入れます
    #[arg(long)]
    accept: bool,
    /// 結果を機械が読む形（JSON）で出します
    #[arg(long)]
    json: bool,
}

/// `--audience` の値。
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum For {
    /// 市民版
    Citizens,
    /// 関係者版
    Partners,
}

/// Builds, then says what was done and what to do next.
pub(super) fn run(arguments: &BuildArguments) -> Outcome {
    let out = arguments.out.clone().unwrap_or_else(|| arguments.project.join("dist"));
    let zip = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let options = Options {
        project: arguments.project.clone(),
        target: if zip { Target::Zip(out) } else { Target::Folder(out) },
        audience: match arguments.audience {
            For::Citizens => Audience::Citizens,
            For::Partners => Audience::Partners,
        },
        as_of: arguments.as_of.unwrap_or_else(io::today),
        strict: arguments.strict,
        frozen: arguments.frozen,
        accept: arguments.accept,
    };
    let progress = Progress::start();
    let result = build::build(&options, &|stage| progress.stage(stage));
    drop(progress);
    match result {
        Ok(report) => {
            if arguments.json {
                println!("{}", report::json(&report, &check::entries(), None));
            } else {
                println!("{}", report::text(&report, terminal::look()));
            }
            if report.written.is_some() { Outcome::Done } else { Outcome::Refused }
        }
        Err(trouble) => failed(&trouble),
    }
}
