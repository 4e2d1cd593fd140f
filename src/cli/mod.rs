//! The command line: the only place that prints or chooses an exit code.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the place that prints")]

/// `println!`, but not a crash when whoever reads has seen enough (`ouchi check | more`): the work goes on.
macro_rules! println {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}
/// `eprintln!` likewise.
macro_rules! eprintln {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($words)*);
    }};
}

mod build;
mod check;
mod explain;
mod fetch;
mod forms;
mod match_tables;
mod new;
mod publish;
mod qr;
mod review;
mod serve;
mod speak;
mod survey;
mod terminal;
mod workbench;

use crate::io::{self, Trouble};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// What a command came to (exit 0, 1, 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Nothing was written: an unusable source, setting or page, or findings under `--strict`.
    Refused,
    /// The machine failed.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Refused => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// おうちマップ: 市町村の在宅医療・介護の地図とページを作ります。命令を書かないと、ブラウザで作業台が開きます。
#[derive(Debug, Parser)]
#[command(name = "ouchi", version, disable_help_subcommand = true, args_conflicts_with_subcommands = true)]
#[command(override_usage = "ouchi [指定]\n       ouchi <命令>")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    workbench: workbench::WorkbenchArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// サイトを作ります（データを読み、まとめ、確かめ、ページを書きます）。
    Build(build::BuildArguments),
    /// 施設ごとの確認票を作ります。返ってきた確認票を読み、答えた施設・まだの施設・変わったところを出します。
    Forms(forms::FormsArguments),
    /// 調査の集計と課題を、会議の資料（Excel・印刷用ページ）にします。
    Survey(survey::SurveyArguments),
    /// 国などの公式データの新しい版を探し、確かめて取り込みます。
    Fetch(fetch::FetchArguments),
    /// 2つの表の行を結びつけます（同じ施設か、確かめる組か）。
    Match(match_tables::MatchArguments),
    /// サイトを書かずに、データと設定を確かめます（見つかったことの一覧を Excel にも出します）。
    Check(check::CheckArguments),
    /// 同じ施設か決められない組の表（Excel）を作ります。答えを書き入れた表を取り込みます。
    Review(review::ReviewArguments),
    /// サイトを書かずに、ブラウザで下見します。ファイルを保存すると、作り直して画面も新しくなります。
    Serve(serve::ServeArguments),
    /// 見つかったことのコードを説明します。
    Explain(explain::ExplainArguments),
    /// サイトを作り、サーバーに置くものをまとめ、公開した内容の控えを残します。
    Publish(publish::PublishArguments),
    /// 別の市区町村のためのフォルダを作ります。
    New(new::NewArguments),
    /// QRコードのファイル（SVGとPNG）と、まとめて印刷する紙を作ります。
    Qr(qr::QrArguments),
}

/// Says that the machine failed, and what to do.
fn failed(trouble: &Trouble) -> Outcome {
    eprintln!("続けられませんでした。{trouble}");
    eprintln!(
        "ディスクの空きと、フォルダに書き込めるかを確かめて、もう一度実行してください。ファイルを Excel で開いていたら閉じてください。前に作ったサイトはそのままです。"
    );
    Outcome::Failed
}

/// Says why no page could be opened on this machine: mostly another program has the port.
fn not_opened(trouble: &Trouble) -> Outcome {
    if !io::is_taken(trouble) {
        return failed(trouble);
    }
    eprintln!("{trouble}");
    eprintln!("→ 別の番号を --port で書くか、--port を付けずに実行してください。");
    Outcome::Failed
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let arguments = match speak::parse::<Arguments>() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let Some(command) = arguments.command else { return workbench::run(&arguments.workbench).into() };
    match command {
        Command::Build(arguments) => build::run(&arguments).into(),
        Command::Forms(arguments) => forms::run(&arguments).into(),
        Command::Survey(arguments) => survey::run(&arguments).into(),
        Command::Fetch(arguments) => fetch::run(&arguments).into(),
        Command::Match(arguments) => match_tables::run(&arguments).into(),
        Command::Check(arguments) => check::run(&arguments).into(),
        Command::Review(arguments) => review::run(&arguments).into(),
        Command::Serve(arguments) => serve::run(&arguments).into(),
        Command::Explain(arguments) => explain::run(&arguments).into(),
        Command::Publish(arguments) => publish::run(&arguments).into(),
        Command::New(arguments) => new::run(&arguments).into(),
        Command::Qr(arguments) => qr::run(&arguments).into(),
    }
}
