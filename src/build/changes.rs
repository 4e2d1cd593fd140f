//! The change report of a build: against the last publication, with the limits of the settings.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::io::{self, Trouble};
use crate::ledger::Ledger;
use crate::place::Place;
use crate::project::Project;
use crate::publication::{self, Category, Changes, Edition, Snapshot, compare};
use crate::report::{self, REPORTS};
use jiff::civil::Date;
use std::path::PathBuf;

/// The newest publication up to a day, if there is one: its file of an ending, and the bytes of that.
pub(super) fn last(
    published: &[PathBuf],
    ending: &str,
    upto: Option<Date>,
) -> Result<Option<(Edition, PathBuf, Vec<u8>)>, Trouble> {
    let newest = published
        .iter()
        .filter(|path| path.extension().is_some_and(|its| its == ending))
        .filter_map(|path| Some((Edition::of_file(path)?, path)))
        .filter(|(edition, _)| upto.is_none_or(|day| edition.on <= day))
        .max();
    newest.map(|(edition, path)| Ok((edition, path.clone(), io::read(path)?))).transpose()
}

/// What changed since the last publication; `None` before the first.
pub(super) fn since_last(
    project: &Project,
    now: &Snapshot,
    ledger: &Ledger,
    accept: bool,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Changes>, Trouble> {
    let Some((edition, path, bytes)) = last(&project.published, "csv", None)? else { return Ok(None) };
    let file = path.strip_prefix(&project.root).unwrap_or(&path).display().to_string();
    let old = match publication::read(&bytes, edition.on) {
        Ok(old) => old,
        Err(line) => {
            diagnostics.push(
                Diagnostic::error("published-unreadable", "前の公開の控えが読めないので、変わったことを出せません。")
                    .at(Place::text(file, u32::try_from(line).unwrap_or(u32::MAX), 1))
                    .help("この控えは手で直しません。バックアップから戻すか、ファイルを消して ouchi publish をやり直してください。"),
            );
            return Ok(None);
        }
    };
    let mut changes = compare(&old, edition, now, &|id| ledger.target(id).cloned());
    for one in changes.changes.iter_mut().filter(|one| one.category == Category::Gone && one.new.is_empty()) {
        let gone = ledger.entries().any(|entry| entry.id == one.id && entry.gone_since.is_some());
        one.new = if gone { "今度のデータにない" } else { "載せないことにした" }.to_owned();
    }
    let severity = if accept { Severity::Note } else { Severity::Warning };
    for over in changes.over(&project.settings.limits) {
        diagnostics.push(
            Diagnostic::new(severity, "changes-over-limit", format!("前の公開（{}）から、{over}。", edition.on))
                .at(Place::whole(file.as_str()))
                .help(format!("{REPORTS}/変更点.html を見て、正しければ --accept を付けて実行してください。")),
        );
    }
    Ok(Some(changes))
}

/// Writes the report for staff; the paths written.
pub(super) fn write(project: &Project, changes: Option<&Changes>) -> Result<Vec<PathBuf>, Trouble> {
    let Some(changes) = changes else { return Ok(Vec::new()) };
    let folder = project.root.join(REPORTS);
    let html = folder.join("変更点.html");
    io::write_if_changed(&html, report::changes_html(changes, &project.settings.site.name).as_bytes())?;
    let sheet = folder.join("変更点.xlsx");
    let bytes =
        report::changes_workbook(changes).map_err(|error| Trouble::new("Excelの表が作れません", &sheet, error))?;
    io::write_if_changed(&sheet, &bytes)?;
    Ok(vec![html, sheet])
}
