//! The command line: the only place that prints or chooses an exit code.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the place that prints")]

mod build;
mod fetch;
mod qr;

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

/// おうちマップ: 市町村の在宅医療・介護の地図とページを作ります。
#[derive(Debug, Parser)]
#[command(name = "ouchi", version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// サイトを作ります（データを読み、まとめ、確かめ、ページを書きます）。
    Build(build::BuildArguments),
    /// 国などの公式データの新しい版を探し、確かめて取り込みます。
    Fetch(fetch::FetchArguments),
    /// QRコードのファイル（SVGとPNG）と、まとめて印刷する紙を作ります。
    Qr(qr::QrArguments),
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Build(arguments) => build::run(&arguments).into(),
        Command::Fetch(arguments) => fetch::run(&arguments).into(),
        Command::Qr(arguments) => qr::run(&arguments).into(),
    }
}
