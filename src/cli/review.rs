//! `ouchi review`.

use super::terminal::Progress;
use super::{Outcome, failed};
use crate::build::{self, Review, Reviewed};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::io;
use crate::report::REPORTS;
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// `ouchi review` の指定。
#[derive(Debug, Args)]
pub(super) struct ReviewArguments {
    /// ouchi.toml のあるフォルダ
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// 答えを書き入れた表（Excel）。指定すると、答えを geodata/decisions.csv に取り込みます
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    import: Option<PathBuf>,
    /// 表を書く場所（無ければ プロジェクトの reports/確かめる組.xlsx）
    #[arg(long, value_name = "FILE.xlsx")]
    out: Option<PathBuf>,
    /// いつの日付で確かめるか（無ければ今日）
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// 結果を機械が読む形（JSON）で出します
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &ReviewArguments) -> Outcome {
    let on = arguments.as_of.unwrap_or_else(io::today);
    let progress = Progress::start();
    progress.stage("同じ施設かどうかを調べています");
    let result = match &arguments.import {
        Some(file) => build::import_review(&arguments.project, file, on).and_then(|done| {
            // What is left to ask, by what was just answered.
            let review = if done.written.is_some() { Review::open(&arguments.project, on)? } else { Review::default() };
            Ok((review, done))
        }),
        None => {
            let out = arguments.out.clone().unwrap_or_else(|| arguments.project.join(REPORTS).join("確かめる組.xlsx"));
            build::write_review(&arguments.project, &out, on)
        }
    };
    drop(progress);
    let (review, done) = match result {
        Ok(both) => both,
        Err(trouble) => return failed(&trouble),
    };
    let refused = review.diagnostics.is_fatal() || done.diagnostics.is_fatal();
    if arguments.json {
        println!("{:#}", json(&review, &done));
    } else {
        tell(arguments, &review, &done, refused);
    }
    if refused { Outcome::Refused } else { Outcome::Done }
}

/// Findings that belong here: what stops everything, answers that could not be read, decisions that could not be followed.
fn findings<'a>(review: &'a Review, done: &'a Reviewed) -> Vec<&'a Diagnostic> {
    let here = |one: &&Diagnostic| {
        one.fatal || one.code.starts_with("decision-contradicts") || one.code == "decision-unreadable"
    };
    let mut all: Vec<&Diagnostic> = done.diagnostics.sorted();
    all.extend(review.diagnostics.sorted().into_iter().filter(here));
    all
}

fn tell(arguments: &ReviewArguments, review: &Review, done: &Reviewed, refused: bool) {
    for finding in findings(review, done) {
        let place = finding.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        println!("{}[{}] {place}{}", finding.severity.word(), finding.code, finding.message);
        if let Some(help) = &finding.help {
            println!("    → {help}");
        }
    }
    if refused {
        println!("何も書いていません。");
        return;
    }
    let waiting = review.waiting();
    let put_off = review.questions.len() - waiting;
    if arguments.import.is_some() {
        println!(
            "取り込みました。新しい答え {}、変えた答え {}、取り消した答え {}。",
            done.new,
            done.changed.len(),
            done.undone
        );
        for (names, then, now) in &done.changed {
            println!("  {names}: 「{}」から「{}」に変えました。", then.word(), now.word());
        }
        for names in &done.two_numbers {
            println!(
                "  {names}: 公的な番号がちがう2つを、1つの施設にまとめます。番号が変わったのでなければ、答えを見なおしてください。"
            );
        }
        let rows = unclear(&done.diagnostics);
        if rows > 0 {
            println!("取り込めなかった行が {rows} あります。上の「→」のとおりに直して、もう一度取り込めます。");
        }
        println!("残りの組 {waiting}（わからないと答えた組 {put_off}）。");
        println!("次にすること: ouchi build で、答えのとおりにサイトを作ります。");
        return;
    }
    let again = review.questions.iter().filter(|one| !one.put_off && one.before.is_some()).count();
    println!("確かめる組 {waiting}（うち、前に答えたあとで事実が変わった組 {again}）。");
    println!("答えた組 {}（うち、わからない {put_off}）。", review.past.len());
    if let Some(path) = &done.written {
        println!("書いた表: {}", path.display());
        if waiting > 0 {
            println!(
                "次にすること: 表の「答え」の列で 同じ・別・わからない を選び、保存して閉じ、\n  ouchi review --import {}",
                shown(path)
            );
        }
    }
}

fn unclear(diagnostics: &Diagnostics) -> usize {
    diagnostics.count("review-answer")
}

fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let text = text.strip_prefix("./").unwrap_or(&text);
    if text.contains(' ') { format!("\"{text}\"") } else { text.to_owned() }
}

fn json(review: &Review, done: &Reviewed) -> serde_json::Value {
    let changed: Vec<_> = done
        .changed
        .iter()
        .map(|(names, then, now)| serde_json::json!({ "pair": names, "before": then, "now": now }))
        .collect();
    serde_json::json!({
        "findings": findings(review, done),
        "questions": review.questions,
        "waiting": review.waiting(),
        "decided": review.past.len(),
        "new": done.new,
        "changed": changed,
        "undone": done.undone,
        "written": done.written.as_ref().map(|path| path.display().to_string()),
    })
}
