//! The summary at the end of a build: what was read, what was found, what was written, what to do next.

use super::terminal::{Align, Look, table};
use super::{REPORTS, Report};
use crate::diagnostic::{Diagnostic, Diagnostics, Entry, Severity, machine_rule};
use crate::fetch::links::LinkReport;
use crate::publication::Category;
use crate::text::wareki;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Findings printed in full per code; the rest are counted.
const SHOWN_PER_CODE: usize = 3;

/// The report for people. Lines end without a newline at the very end.
pub fn text(report: &Report, look: Look) -> String {
    if let Some(earlier) = &report.earlier {
        let words = "前に作ったときから、読むものは何も変わっていません。サイトには何も書きませんでした。";
        return format!("{}\n{}", look.strong(words), earlier.text);
    }
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _ = render(report, look, &mut out);
    out.truncate(out.trim_end().len());
    out
}

fn render(report: &Report, look: Look, out: &mut String) -> std::fmt::Result {
    if let Some(site) = &report.site {
        writeln!(out, "{}（{}の日付で）", look.strong(site), wareki::words(report.as_of))?;
    }
    if !report.sources.is_empty() {
        writeln!(out, "\n{}", look.strong("読んだもの"))?;
        let rows: Vec<Vec<String>> = report
            .sources
            .iter()
            .map(|source| {
                let date = source.as_of.map_or_else(|| "時点の記載なし".into(), |date| format!("{date} 時点"));
                vec![source.name.clone(), format!("{}ファイル", source.files), format!("{}件", source.records), date]
            })
            .collect();
        out.push_str(&table(&rows, &[Align::Left, Align::Right, Align::Right]));
    }
    let facilities = &report.facilities;
    if facilities.merged > 0 {
        writeln!(out, "\n施設 {}（うち公開 {}）", facilities.merged, facilities.public)?;
        writeln!(out, "  同じ施設としてまとめた組 {}、人が確かめる組 {}", facilities.joined, facilities.review)?;
        writeln!(
            out,
            "  位置がわかるもの {}、住所から位置を決めたもの {}、町の代表点に置いたもの {}、位置がわからないもの {}",
            facilities.placed, facilities.placed_by_address, facilities.placed_by_town, facilities.unplaced
        )?;
        if facilities.new_ids + facilities.gone > 0 {
            writeln!(out, "  新しく載る施設 {}、なくなった施設 {}", facilities.new_ids, facilities.gone)?;
        }
        changes(report, look, out)?;
    }
    findings(report, look, out)?;
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
    packed(report, look, out)?;
    next_steps(report, out)
}

/// One line: how many facilities changed since the last publication, and where to read which.
fn changes(report: &Report, look: Look, out: &mut String) -> std::fmt::Result {
    let Some(changes) = &report.changes else { return Ok(()) };
    let counts: Vec<String> = Category::ALL
        .into_iter()
        .map(|category| (category, changes.facilities(category)))
        .filter(|(_, count)| *count > 0)
        .map(|(category, count)| format!("{} {count}", category.word()))
        .collect();
    let words = if counts.is_empty() { "変わったことはありません".to_owned() } else { counts.join("、") };
    writeln!(out, "\n{}", look.strong(&format!("前の公開（{}）から: {words}", wareki::words(changes.since.on))))?;
    for path in report.documents.iter().filter(|path| path.to_string_lossy().contains("変更点")) {
        writeln!(out, "  {}", path.display())?;
    }
    Ok(())
}

fn packed(report: &Report, look: Look, out: &mut String) -> std::fmt::Result {
    let Some(packed) = &report.packed else { return Ok(()) };
    writeln!(out, "\n{}", look.strong("サーバーに置くもの"))?;
    writeln!(out, "  全部: {}（{}ファイル）", packed.zip.display(), packed.files)?;
    match (packed.since, &packed.changed_zip, &packed.delete_list) {
        (Some(since), Some(zip), Some(list)) => {
            writeln!(out, "  {since} の公開から変わったものだけ: {}（{}ファイル）", zip.display(), packed.changed)?;
            writeln!(out, "  サーバーから消すもの: {}（{}ファイル）", list.display(), packed.delete)
        }
        _ => writeln!(out, "  前の公開の控えがないので、全部を置いてください。"),
    }
}

fn findings(report: &Report, look: Look, out: &mut String) -> std::fmt::Result {
    let diagnostics = &report.diagnostics;
    totals(diagnostics, look, out)?;
    for same in by_code(&diagnostics.sorted()) {
        if same[0].severity == Severity::Note {
            continue;
        }
        for one in same.iter().take(SHOWN_PER_CODE) {
            finding(one, look, out)?;
        }
        let total = diagnostics.count(same[0].code);
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

fn totals(diagnostics: &Diagnostics, look: Look, out: &mut String) -> std::fmt::Result {
    let count = |severity| diagnostics.count_of(severity);
    let words = format!(
        "見つかったこと: 誤り {}、注意 {}、参考 {}",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note)
    );
    writeln!(out, "\n{}", look.strong(&words))
}

fn finding(one: &Diagnostic, look: Look, out: &mut String) -> std::fmt::Result {
    let place = one.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    writeln!(out, "  {}[{}] {place}{}", look.severity(one.severity, one.severity.word()), one.code, one.message)?;
    match &one.help {
        Some(help) => writeln!(out, "      → {help}"),
        None => Ok(()),
    }
}

/// Sorted findings in runs of one code.
fn by_code<'a>(all: &'a [&'a Diagnostic]) -> impl Iterator<Item = &'a [&'a Diagnostic]> {
    all.chunk_by(|a, b| a.code == b.code)
}

/// Findings printed per code by `ouchi check`, and notes; the rest are counted and stand in the workbook.
const LISTED_PER_CODE: [usize; 2] = [20, 3];

/// Every finding, by code: what is checked, where and what was found, why it matters, how to mend it, an example.
pub fn findings_text(report: &Report, entries: &[&Entry], look: Look) -> String {
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _ = all_findings(report, entries, look, &mut out);
    out.truncate(out.trim_end().len());
    out
}

fn all_findings(report: &Report, entries: &[&Entry], look: Look, out: &mut String) -> std::fmt::Result {
    if let Some(site) = &report.site {
        writeln!(out, "{}（{}の日付で）", look.strong(site), wareki::words(report.as_of))?;
    }
    let diagnostics = &report.diagnostics;
    for same in by_code(&diagnostics.sorted()) {
        let (code, severity, total) = (same[0].code, same[0].severity, diagnostics.count(same[0].code));
        let entry = entries.iter().find(|entry| entry.code == code);
        let title = format!("{}[{code}] {total}件", severity.word());
        writeln!(out, "\n{}  {}", look.severity(severity, &title), entry.map_or("", |entry| entry.checks))?;
        let listed = LISTED_PER_CODE[usize::from(severity == Severity::Note)];
        for one in same.iter().take(listed) {
            let place = one.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
            writeln!(out, "  {place}{}", one.message)?;
        }
        if total > listed {
            writeln!(out, "  ほか{}件", total - listed)?;
        }
        let help = same[0].help.as_deref().or(entry.map(|entry| entry.mend));
        if let Some(entry) = entry {
            writeln!(out, "    なぜ困るか: {}", entry.why)?;
        }
        if let Some(help) = help {
            writeln!(out, "    直し方: {help}")?;
        }
        if let Some(entry) = entry {
            writeln!(out, "    例: {}", entry.example)?;
            if let Some(rule) = entry.machine {
                writeln!(
                    out,
                    "    行政データの機械可読性に関するルール: {rule} {}",
                    machine_rule(rule).unwrap_or_default()
                )?;
            }
        }
    }
    totals(diagnostics, look, out)?;
    changes(report, look, out)
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
                "同じ施設かどうか決められない組が {} あります（merge-review）。どちらも別々に載せています。ouchi review で答えの表ができます。",
                report.facilities.review
            ));
        }
        let look = diagnostics.count_of(Severity::Error) + diagnostics.count_of(Severity::Warning)
            - diagnostics.count("merge-review");
        if look > 0 {
            steps.push(format!(
                "見つかったことが {look} 件あります。載せられない値は載せていません。ouchi check で一覧（{REPORTS}/確認事項.xlsx）ができます。"
            ));
        }
        match (&report.packed, &report.changes) {
            (Some(_), _) => {
                steps.push("上の「サーバーに置くもの」を置き、公開されたページを確かめてください。".to_owned())
            }
            (None, None) => steps.push("公開するときは ouchi publish で、置くファイルと控えを作ります。".to_owned()),
            (None, Some(changes)) if !changes.changes.is_empty() => {
                steps.push(format!("{REPORTS}/変更点.html で、前の公開から変わることを確かめてください。"));
            }
            (None, Some(_)) => {}
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

/// The report for machines. `codes` holds the page of every code that was found.
pub fn json(report: &Report, entries: &[&Entry], links: Option<&LinkReport>) -> String {
    if let Some(earlier) = &report.earlier {
        return earlier.json.clone();
    }
    let counts: Vec<serde_json::Value> = report
        .diagnostics
        .counts()
        .iter()
        .map(|(code, (severity, count))| serde_json::json!({ "code": code, "severity": severity, "count": count }))
        .collect();
    let codes: BTreeMap<&str, &Entry> = entries
        .iter()
        .filter(|entry| report.diagnostics.count(entry.code) > 0)
        .map(|entry| (entry.code, *entry))
        .collect();
    let changed: Option<BTreeMap<String, usize>> = report.changes.as_ref().map(|changes| {
        let key = |category: Category| serde_json::to_value(category).ok()?.as_str().map(str::to_owned);
        Category::ALL.into_iter().filter_map(|one| Some((key(one)?, changes.facilities(one)))).collect()
    });
    let value = serde_json::json!({
        "site": report.site,
        "as_of": report.as_of,
        "sources": report.sources,
        "facilities": report.facilities,
        "findings": report.diagnostics.sorted(),
        "counts": counts,
        "codes": codes,
        "changes": report.changes,
        "links": links.map(LinkReport::value),
        "changed": changed,
        "packed": report.packed,
        "documents": report.documents,
        "written": report.written,
        "unchanged": report.unchanged,
        "out": report.out,
        "refused": report.refused,
        "due": report.due.as_ref().map(|(on, why)| serde_json::json!({ "on": on, "why": why })),
        "stages": report.stages.iter().map(|(name, time)| serde_json::json!({
            "stage": name, "seconds": time.as_secs_f64()
        })).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
