//! `ouchi fetch`, and the asking of `ouchi check --links`.

use super::Outcome;
use crate::fetch::links::{self, LinkOptions, LinkReport};
use crate::fetch::{self, EVERY, FetchOptions, Wanted};
use crate::io::http::Progress;
use crate::io::{self, Trouble};
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// `ouchi fetch` の指定。
#[derive(Debug, Args)]
pub(super) struct FetchArguments {
    /// 取り込むもの（無ければすべて）: boundary 市の境、rail 鉄道と駅、water 川と湖、kaigo 介護、navii 医療、bureau 厚生局、address 住所、holidays 祝日
    #[arg(value_name = "SOURCE", value_parser = PossibleValuesParser::new(EVERY.map(Wanted::name)), hide_possible_values = true)]
    sources: Vec<String>,
    /// ouchi.toml のあるフォルダ
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// 通信せず、このフォルダに入れたファイルから取り込みます（別のパソコンでダウンロードしたとき）
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// 行が大きく減っていても、古い版でも取り込みます（公開元で確かめたとき）
    #[arg(long)]
    accept: bool,
    /// 通信しません
    #[arg(long)]
    offline: bool,
    /// 結果を機械が読む形（JSON）で出します
    #[arg(long)]
    json: bool,
}

/// Brings official data, and says what to do next.
pub(super) fn run(arguments: &FetchArguments) -> Outcome {
    let options = FetchOptions {
        project: arguments.project.clone(),
        sources: arguments.sources.iter().filter_map(|name| Wanted::of(name)).collect(),
        from: arguments.from.clone(),
        accept: arguments.accept,
        offline: arguments.offline,
        today: io::today(),
    };
    let mut line = Line::new(!arguments.json);
    let result = fetch::fetch(&options, &mut |wanted, progress| line.show(wanted.title(), progress));
    line.clear();
    match result {
        Ok(report) => {
            println!("{}", if arguments.json { report.json() } else { report.text() });
            if report.is_done() { Outcome::Done } else { Outcome::Refused }
        }
        Err(trouble) => failed(&trouble),
    }
}

/// Asks for every outward link of a built site.
pub(super) fn links(options: &LinkOptions, quiet: bool) -> Result<LinkReport, Trouble> {
    let mut line = Line::new(!quiet);
    let result = links::check(options, &mut |done, all| line.count("リンクを確かめています", done, all));
    line.clear();
    result
}

fn failed(trouble: &Trouble) -> Outcome {
    eprintln!("続けられませんでした。{trouble}");
    eprintln!(
        "ディスクの空きと、フォルダに書き込めるかを確かめて、もう一度実行してください。前のデータはそのままです。"
    );
    Outcome::Failed
}

/// One line on a terminal that is written over; nothing in a pipe.
struct Line {
    shown: bool,
    used: bool,
}

impl Line {
    fn new(wanted: bool) -> Self {
        Self { shown: wanted && std::io::stderr().is_terminal(), used: false }
    }

    fn show(&mut self, title: &str, progress: Progress) {
        match progress {
            Progress::Bytes(got, Some(all)) if all > 0 => {
                self.write(&format!("{title}: {} / {} KB（{}%）", got >> 10, all >> 10, got * 100 / all));
            }
            Progress::Bytes(0, _) => self.write(&format!("{title}: 確かめています")),
            Progress::Bytes(got, _) => self.write(&format!("{title}: {} KB", got >> 10)),
            Progress::Waiting(milliseconds, count) => {
                self.write(&format!("{title}: {}秒待って、{count}回目を試します", milliseconds.div_ceil(1000)));
            }
        }
    }

    fn count(&mut self, title: &str, done: usize, all: usize) {
        self.write(&format!("{title}: {done} / {all}"));
    }

    fn write(&mut self, text: &str) {
        if self.shown {
            self.used = true;
            eprint!("\r\u{1b}[2K{text}");
            let _ = std::io::stderr().flush();
        }
    }

    fn clear(&mut self) {
        if self.used {
            self.write("");
        }
    }
}
