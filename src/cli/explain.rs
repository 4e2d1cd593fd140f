//! `ouchi explain CODE`.

use super::{Outcome, terminal};
use crate::diagnostic::{Entry, machine_rule};
use crate::{check, report, settings};
use clap::Args;

/// `ouchi explain` の指定。
#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// 見つかったことのコード（[phone-form] の phone-form）。無ければ一覧を出します
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// Prints the page of a code, or the list of codes.
pub(super) fn run(arguments: &ExplainArguments) -> Outcome {
    let entries = check::entries();
    let Some(code) = &arguments.code else {
        let rows: Vec<Vec<String>> = entries
            .iter()
            .map(|entry| vec![entry.code.to_owned(), entry.severity.word().to_owned(), entry.checks.to_owned()])
            .collect();
        println!("{}", report::table(&rows, &[]).trim_end());
        return Outcome::Done;
    };
    let wanted = code.trim().trim_matches(['[', ']']);
    if let Some(entry) = entries.iter().find(|entry| entry.code == wanted) {
        print(entry);
        return Outcome::Done;
    }
    let known: Vec<&str> = entries.iter().map(|entry| entry.code).collect();
    let near =
        settings::nearest(wanted, &known).map(|near| format!("「{near}」ではありませんか。")).unwrap_or_default();
    eprintln!("「{wanted}」というコードはありません。{near}");
    eprintln!("一覧は ouchi explain で出ます。");
    Outcome::Refused
}

fn print(entry: &Entry) {
    let look = terminal::look();
    println!("{}", look.severity(entry.severity, &format!("{}[{}]", entry.severity.word(), entry.code)));
    for (heading, text) in
        [("何を調べるか", entry.checks), ("なぜ困るか", entry.why), ("例", entry.example), ("直し方", entry.mend)]
    {
        println!("\n{}\n  {text}", look.strong(heading));
    }
    if let Some(rule) = entry.machine {
        let name = machine_rule(rule).unwrap_or_default();
        println!("\n{}\n  {rule} {name}", look.strong("行政データの機械可読性に関するルール"));
    }
}
