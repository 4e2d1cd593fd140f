//! `ouchi survey`.

use super::Outcome;
use super::terminal::Progress;
use crate::build::{self, ResultFiles};
use crate::io;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// `ouchi survey` の指定。
#[derive(Debug, Args)]
pub(super) struct SurveyArguments {
    /// ouchi.toml のあるフォルダ
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// 会議用のExcel（集計と課題。少ない数は出しません）
    #[arg(long, value_name = "FILE.xlsx", required_unless_present_any = ["print", "staff"])]
    workbook: Option<PathBuf>,
    /// 会議用の印刷ページ
    #[arg(long, value_name = "FILE.html")]
    print: Option<PathBuf>,
    /// 職員用のExcel（まだ答えていない施設の一覧が入ります。外へ出さないでください）
    #[arg(long, value_name = "FILE.xlsx")]
    staff: Option<PathBuf>,
    /// いつの日付で作るか（無ければ今日）
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// 結果を機械が読む形（JSON）で出します
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &SurveyArguments) -> Outcome {
    let files = ResultFiles {
        workbook: arguments.workbook.clone(),
        print: arguments.print.clone(),
        staff: arguments.staff.clone(),
    };
    let on = arguments.as_of.unwrap_or_else(io::today);
    let progress = Progress::start();
    progress.stage("調査をまとめています");
    let result = build::write_results(&arguments.project, &files, on);
    drop(progress);
    super::forms::tell(result, arguments.json)
}
