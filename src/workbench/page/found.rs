//! What was found, and what changes.

use super::{Workbench, attached, last_workbook, whole};
use crate::check;
use crate::diagnostic::{Diagnostic, Diagnostics, Entry, Severity, machine_rule};
use crate::io::{Answer, Trouble};
use crate::publication::{Category, Change};
use crate::report;
use crate::workbench::Told;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Findings that are listed per code; the workbook has the others.
const PER_CODE: usize = 20;
/// Changes that are listed per category.
const PER_CATEGORY: usize = 200;

/// One finding in words.
pub(super) fn line(one: &Diagnostic) -> Value {
    json!({
        "severity": one.severity.word(), "place": one.place.as_ref().map(ToString::to_string),
        "message": one.message, "help": one.help, "fatal": one.fatal,
    })
}

/// How many of each severity.
pub(super) fn counts(found: &Diagnostics) -> Value {
    let of = |severity: Severity| json!({ "word": severity.word(), "count": found.count_of(severity) });
    json!([of(Severity::Error), of(Severity::Warning), of(Severity::Note)])
}

/// Findings by severity and code, each with what `ouchi explain` says of it.
pub(super) fn check(bench: &Workbench, told: Option<Told>) -> Result<Answer, Trouble> {
    let report = bench.report()?;
    let mut groups: BTreeMap<(usize, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for one in report.diagnostics.sorted() {
        let rank = [Severity::Error, Severity::Warning, Severity::Note].iter().position(|of| *of == one.severity);
        groups.entry((rank.unwrap_or(0), one.code)).or_default().push(one);
    }
    let entries = check::entries();
    let groups: Vec<Value> = groups
        .into_iter()
        .map(|((_, code), all)| {
            let entry = entries.iter().find(|entry| entry.code == code);
            let count = report.diagnostics.count(code).max(all.len());
            let shown: Vec<Value> = all.iter().take(PER_CODE).map(|one| line(one)).collect();
            json!({
                "code": code, "severity": all[0].severity.word(), "count": count, "more": count - shown.len(),
                "findings": shown, "entry": entry.map(|entry| explained(entry)),
            })
        })
        .collect();
    let sources: Vec<Value> = report
        .sources
        .iter()
        .map(|of| json!({ "name": of.name, "files": of.files, "records": of.records, "as_of": of.as_of.map(|day| day.to_string()) }))
        .collect();
    let view = json!({
        "counts": counts(&report.diagnostics), "groups": groups, "fatal": report.diagnostics.is_fatal(), "sources": sources,
        "facilities": report.facilities.public, "review": report.facilities.review, "on": report.as_of.to_string(),
    });
    whole(bench, "check.html", 1, "確かめる", told, view)
}

fn explained(entry: &Entry) -> Value {
    let rule = entry.machine.map(|rule| format!("{rule} {}", machine_rule(rule).unwrap_or_default()));
    json!({ "checks": entry.checks, "why": entry.why, "mend": entry.mend, "example": entry.example, "rule": rule })
}

/// 確認事項.xlsx, with the notes of the one that staff keep.
pub(super) fn workbook(bench: &Workbench) -> Result<Answer, Trouble> {
    let report = bench.report()?;
    let before = last_workbook(&bench.root())?;
    let path = bench.root().join(report::REPORTS).join("確認事項.xlsx");
    let bytes =
        report::findings_workbook(&report.diagnostics, &check::entries(), before.as_deref(), "../", report.as_of)
            .map_err(|error| Trouble::new("確認事項の表が作れません", &path, error))?;
    Ok(attached(SHEET, "確認事項.xlsx", bytes))
}

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What changes with the next publication.
pub(super) fn changes(bench: &Workbench, told: Option<Told>) -> Result<Answer, Trouble> {
    let report = bench.report()?;
    let view = match &report.changes {
        None => json!({ "first": true, "fatal": report.diagnostics.is_fatal() }),
        Some(changes) => {
            let of = |category: Category| {
                let all: Vec<&Change> = changes.changes.iter().filter(|one| one.category == category).collect();
                let rows: Vec<Value> = all
                    .iter()
                    .take(PER_CATEGORY)
                    .map(|one| json!({ "name": one.name, "field": one.field, "old": one.old, "new": one.new, "source": one.source }))
                    .collect();
                json!({ "word": category.word(), "count": changes.facilities(category), "more": all.len() - rows.len(), "rows": rows })
            };
            let categories: Vec<Value> = Category::ALL.into_iter().map(of).collect();
            json!({
                "first": false, "since": changes.since.on.to_string(), "before": changes.before, "now": changes.now,
                "categories": categories, "none": changes.changes.is_empty(), "over": crate::workbench::hand::over(&report),
            })
        }
    };
    whole(bench, "changes.html", 3, "変わること", told, view)
}

/// The page to print, or the workbook.
pub(super) fn changes_file(bench: &Workbench, path: &str) -> Result<Answer, Trouble> {
    let report = bench.report()?;
    let Some(changes) = &report.changes else {
        return Ok(crate::preview::refused(404, "まだ公開していません。"));
    };
    if path.ends_with(".html") {
        let html = report::changes_html(changes, report.site.as_deref().unwrap_or_default());
        return Ok(attached("text/html; charset=utf-8", "変更点.html", html.into_bytes()));
    }
    let place = bench.root().join(report::REPORTS).join("変更点.xlsx");
    let bytes =
        report::changes_workbook(changes).map_err(|error| Trouble::new("Excelの表が作れません", &place, error))?;
    Ok(attached(SHEET, "変更点.xlsx", bytes))
}
