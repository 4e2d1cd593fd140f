//! Handing over: the zip for the server, what changed, what to delete, and the copy that the next change report compares with.

use super::form::Form;
use super::put::{fatal, told};
use super::steps::Kept;
use super::{Told, Workbench};
use crate::build::{self, Publishing};
use crate::io::{self, Trouble};
use crate::report::Report;
use std::path::Path;

/// Folders whose files a publication writes and an undoing takes back. The ledger stays: ids are given out for ever.
/// The site's folder stays too: the next one is written over it.
const WRITES: [&str; 3] = ["geodata/published", "upload", "reports"];

/// Files of a folder, from the project's.
fn files(root: &Path) -> Result<Vec<String>, Trouble> {
    let mut all = Vec::new();
    for folder in WRITES {
        all.extend(io::list(&root.join(folder))?.0.into_iter().map(|entry| format!("{folder}/{}", entry.name)));
    }
    Ok(all)
}

/// Whether changes pass the limits of the settings, in words.
pub(super) fn over(report: &Report) -> Vec<String> {
    let all = report.diagnostics.sorted();
    all.iter().filter(|one| one.code == "changes-over-limit").map(|one| one.message.clone()).collect()
}

/// Builds, packs and freezes.
pub(super) fn publish(bench: &Workbench, form: &Form) -> Result<String, Trouble> {
    let root = bench.root();
    let accept = form.get("accept") == "1";
    let before = bench.report()?;
    let over = over(&before);
    if !over.is_empty() && !accept {
        let title = "変わったことが、設定の目安より多くあります。確かめたら、印を付けてから押してください。";
        return Ok(bench.tell("/hand", told(false, title, over)));
    }
    let mut kept = Kept::begin(&root, "渡すものを作り、公開の控えを残した", io::now())?;
    for path in files(&root)? {
        kept.keep(&path)?;
    }
    kept.hand_over(&WRITES)?;
    let publishing =
        Publishing { options: bench.options(accept), zip: root.join("upload/site.zip"), changed_since: None };
    let result = build::publish(&publishing, &|_| {});
    // Whatever came of it: what was written can be taken back.
    let step = kept.finish(&files(&root)?)?;
    let report = result?;
    let Some(packed) = &report.packed else { return Ok(bench.tell("/hand", refused(&report))) };
    let mut lines = vec![format!("全部のファイル {}: upload/site.zip", packed.files)];
    if let Some(since) = packed.since {
        lines.push(format!(
            "前の公開（{since}）から変わったもの {}、サーバーから消すもの {}。",
            packed.changed, packed.delete
        ));
    }
    if step.is_none() {
        lines.push("前の公開から、変わったことはありません。".into());
    }
    let links = packed
        .paths()
        .iter()
        .filter_map(|path| path.file_name().and_then(|name| name.to_str()))
        .map(|name| (format!("/file/{name}"), format!("{}（{name}）", words(name))))
        .collect();
    let told = Told { done: true, title: "渡すものができました。".into(), lines, links };
    Ok(bench.tell("/hand", told))
}

/// Writes the site to its folder, and nothing to hand over.
pub(super) fn build(bench: &Workbench) -> Result<String, Trouble> {
    let report = build::build(&bench.options(false), &|_| {})?;
    let Some(counts) = report.written else { return Ok(bench.tell("/hand", refused(&report))) };
    let lines = vec![
        format!("新しいファイル {}、変わったファイル {}、同じファイル {}。", counts.new, counts.changed, counts.same),
        format!("場所: {}", report.out.display()),
    ];
    Ok(bench.tell("/hand", told(true, "サイトのフォルダ（dist）に書きました。", lines)))
}

fn refused(report: &Report) -> Told {
    let mut lines = fatal(&report.diagnostics);
    lines.extend(report.refused.clone());
    lines.push("前に作ったサイトと控えは、そのままです。".into());
    told(false, "作れませんでした。直してから、もう一度押してください。", lines)
}

/// What a file of `upload/` is, in words.
pub(super) fn words(name: &str) -> &'static str {
    if name.ends_with("-changed.zip") {
        "変わったものだけの zip"
    } else if name.ends_with("-delete.txt") {
        "サーバーから消すものの一覧"
    } else if name.ends_with(".zip") {
        "全部のファイルの zip"
    } else {
        "そのほかのファイル"
    }
}
