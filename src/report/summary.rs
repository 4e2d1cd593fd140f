//! The summary at the end of a build: what was read, what was found, what was written, what to do next.

use super::Report;
use crate::diagnostic::{Diagnostic, Severity};
use std::fmt::Write;

/// Findings printed in full per code; the rest are counted.
const SHOWN_PER_CODE: usize = 3;

/// The report for people. Lines end without a newline at the very end.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _ = render(report, &mut out);
    out.truncate(out.trim_end().len());
    out
}

fn render(report: &Report, out: &mut String) -> std::fmt::Result {
    if let Some(site) = &report.site {
        writeln!(out, "{site}（{}の日付で）", crate::text::wareki::words(report.as_of))?;
    }
    if !report.sources.is_empty() {
        writeln!(out, "\n読んだもの")?;
        for source in &report.sources {
            let date = source.as_of.map_or_else(|| "時点の記載なし".into(), |date| format!("{date} 時点"));
            writeln!(out, "  {}  {}ファイル  {}件  {date}", source.name, source.files, source.records)?;
        }
    }
    let facilities = &report.facilities;
    if facilities.merged > 0 {
        writeln!(out, "\n施設 {}（うち公開 {}）", facilities.merged, facilities.public)?;
        writeln!(out, "  同じ施設としてまとめた組 {}、人が確かめる組 {}", facilities.joined, facilities.review)?;
        writeln!(
            out,
            "  位置がわかるもの {}、町の代表点に置いたもの {}、位置がわからないもの {}",
            facilities.placed, facilities.placed_by_town, facilities.unplaced
        )?;
        if facilities.new_ids + facilities.gone > 0 {
            writeln!(out, "  新しく載る施設 {}、なくなった施設 {}", facilities.new_ids, facilities.gone)?;
        }
    }
    findings(report, out)?;
    match &report.written {
        Some(counts) => writeln!(
            out,
            "\n書いたもの: 新しいファイル {}、変わったファイル {}、そのままのファイル {}、消したファイル {}（全部で {:.1} MB）\n  {}",
            counts.new,
            counts.changed,
            counts.same,
            counts.removed,
            counts.bytes as f64 / 1_000_000.0,
            report.out.display()
        )?,
        None => writeln!(out, "\n何も書いていません。前に作ったサイトはそのままです。")?,
    }
    next_steps(report, out)
}

fn findings(report: &Report, out: &mut String) -> std::fmt::Result {
    let diagnostics = &report.diagnostics;
    let count = |severity| diagnostics.count_of(severity);
    writeln!(
        out,
        "\n見つかったこと: 誤り {}、注意 {}、参考 {}",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note)
    )?;
    let all = diagnostics.sorted();
    let mut at = 0;
    while at < all.len() {
        let code = all[at].code;
        let same: Vec<&&Diagnostic> = all[at..].iter().take_while(|one| one.code == code).collect();
        at += same.len();
        if same[0].severity == Severity::Note {
            continue;
        }
        let total = diagnostics.count(code);
        for one in same.iter().take(SHOWN_PER_CODE) {
            let place = one.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
            writeln!(out, "  {}[{code}] {place}{}", one.severity.word(), one.message)?;
            if let Some(help) = &one.help {
                writeln!(out, "      → {help}")?;
            }
        }
        if total > SHOWN_PER_CODE {
            writeln!(out, "      ほか{}件", total - SHOWN_PER_CODE)?;
        }
    }
    let notes: Vec<String> = diagnostics
        .counts()
        .iter()
        .filter(|(_, (severity, _))| *severity == Severity::Note)
        .map(|(code, (_, count))| format!("{code} {count}"))
        .collect();
    if !notes.is_empty() {
        writeln!(out, "  参考: {}", notes.join("、"))?;
    }
    Ok(())
}

fn next_steps(report: &Report, out: &mut String) -> std::fmt::Result {
    writeln!(out, "\n次にすること")?;
    let mut steps = Vec::new();
    let diagnostics = &report.diagnostics;
    if diagnostics.is_fatal() {
        steps.push("上の「誤り」を直して、もう一度実行してください。".to_owned());
    } else if let Some(why) = &report.refused {
        steps.push(why.clone());
    } else {
        steps.push(format!("{} をブラウザで開いて確かめてください。", report.out.join("index.html").display()));
        if report.facilities.review > 0 {
            steps.push(format!(
                "同じ施設かどうか決められない組が {} あります（merge-review）。どちらも別々に載せています。",
                report.facilities.review
            ));
        }
        let look = diagnostics.count_of(Severity::Error) + diagnostics.count_of(Severity::Warning)
            - diagnostics.count("merge-review");
        if look > 0 {
            steps.push(format!(
                "見つかったことが {look} 件あります。載せられない値は載せていません。元のファイルを直すと載ります。"
            ));
        }
    }
    if let Some((on, why)) = report.due.as_ref().filter(|_| report.written.is_some()) {
        steps.push(format!("{on} になったら、もう一度作ってください。{why}。"));
    }
    for (at, step) in steps.iter().enumerate() {
        writeln!(out, "  {}. {step}", at + 1)?;
    }
    Ok(())
}

/// The report for machines.
pub fn json(report: &Report) -> String {
    let counts: Vec<serde_json::Value> = report
        .diagnostics
        .counts()
        .iter()
        .map(|(code, (severity, count))| serde_json::json!({ "code": code, "severity": severity, "count": count }))
        .collect();
    let value = serde_json::json!({
        "site": report.site,
        "as_of": report.as_of,
        "sources": report.sources,
        "facilities": report.facilities,
        "findings": report.diagnostics.sorted(),
        "counts": counts,
        "written": report.written,
        "out": report.out,
        "refused": report.refused,
        "due": report.due.as_ref().map(|(on, why)| serde_json::json!({ "on": on, "why": why })),
        "stages": report.stages.iter().map(|(name, time)| serde_json::json!({
            "stage": name, "seconds": time.as_secs_f64()
        })).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
