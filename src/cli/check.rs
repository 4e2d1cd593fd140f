//! `ouchi check`.

use super::terminal::{self, Progress};
use super::{Outcome, failed};
use crate::build::{self, Options, Target};
use crate::fetch::links::{LinkOptions, LinkReport};
use crate::report::{self, REPORTS, Report};
use crate::{check, io};
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// `ouchi check` の指定。
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// ouchi.toml のあるフォルダ
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// いつの日付で確かめるか（無ければ今日）
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// 作ったサイトの外へのリンクが生きているかも、通信して確かめます
    #[arg(long)]
    links: bool,
    /// リンクを確かめるサイトのフォルダ（無ければ プロジェクトの dist）
    #[arg(long, value_name = "DIR", requires = "links")]
    site: Option<PathBuf>,
    /// 国のサイト（ナビイ、介護事業所検索）の施設のページも、通信して確かめます（件数が多いので時間がかかります）
    #[arg(long, requires = "links")]
    national: bool,
    /// 通信せず、リンクの形と前の結果だけを確かめます
    #[arg(long, requires = "links")]
    offline: bool,
    /// 結果を機械が読む形（JSON）で出します
    #[arg(long)]
    json: bool,
    /// 確認事項の表（Excel）を書く場所（無ければ プロジェクトの reports/確認事項.xlsx）
    #[arg(long, value_name = "FILE.xlsx")]
    workbook: Option<PathBuf>,
}

/// Checks without writing the site; the workbook is written unless only JSON was asked for.
pub(super) fn run(arguments: &CheckArguments) -> Outcome {
    let options = Options {
        project: arguments.project.clone(),
        target: Target::Folder(arguments.project.join("dist")),
        as_of: arguments.as_of.unwrap_or_else(io::today),
        audience: crate::model::Audience::Citizens,
        strict: false,
        frozen: false,
        accept: false,
    };
    let progress = Progress::start();
    let result = build::check(&options, &|stage| progress.stage(stage));
    drop(progress);
    let mut report = match result {
        Ok(report) => report,
        Err(trouble) => return failed(&trouble),
    };
    let mut links = None;
    if arguments.links && report.site.is_some() {
        match ask_links(arguments, &report) {
            // The links' findings stand in the workbook with the others.
            Ok(asked) => report.diagnostics.absorb(links.insert(asked).diagnostics.clone()),
            Err(trouble) => return failed(&trouble),
        }
    }
    let entries = check::entries();
    if arguments.json {
        println!("{}", report::json(&report, &entries, links.as_ref()));
    } else {
        println!("{}", report::findings_text(&report, &entries, terminal::look()));
        if let Some(links) = &links {
            println!("{}", links.summary());
        }
    }
    let wanted = arguments.workbook.clone();
    let there = report.site.is_some() && !arguments.json;
    if let Some(path) = wanted.or_else(|| there.then(|| arguments.project.join(REPORTS).join("確認事項.xlsx"))) {
        let beside = match workbook(&report, &arguments.project, &path).and_then(|()| disagreements(&report, &path)) {
            Ok(beside) => beside,
            Err(trouble) => return failed(&trouble),
        };
        if !arguments.json {
            println!("\n確認事項の表: {}", path.display());
            if let Some(path) = beside {
                println!("出典どうしの食いちがい {}: {}", report.disagreements.len(), path.display());
            }
            println!("コードのくわしい説明: ouchi explain コード");
        }
    }
    if report.diagnostics.is_fatal() { Outcome::Refused } else { Outcome::Done }
}

/// Looks at the outward links of the built site.
fn ask_links(arguments: &CheckArguments, report: &Report) -> Result<LinkReport, io::Trouble> {
    let options = LinkOptions {
        project: arguments.project.clone(),
        site: arguments.site.clone().unwrap_or_else(|| arguments.project.join("dist")),
        network: !arguments.offline,
        national: arguments.national,
        hidden: report.hidden_links.clone(),
        today: arguments.as_of.unwrap_or_else(io::today),
    };
    super::fetch::links(&options, arguments.json)
}

/// Writes the findings as a workbook, with the notes of the one that is there.
fn workbook(report: &Report, project: &Path, path: &Path) -> Result<(), io::Trouble> {
    let before = io::read_if_there(path)?;
    let entries = check::entries();
    let base = base(project, path);
    let bytes = report::findings_workbook(&report.diagnostics, &entries, before.as_deref(), &base, report.as_of)
        .map_err(|error| io::Trouble::new("確認事項の表が書けません", path, error))?;
    io::write_if_changed(path, &bytes).map(|_| ())
}

/// Writes beside it what sources say differently of one facility; where, when there is anything. A list that was there
/// and is empty now is written too.
fn disagreements(report: &Report, workbook: &Path) -> Result<Option<PathBuf>, io::Trouble> {
    let path = workbook.with_file_name("食いちがい.xlsx");
    if report.disagreements.is_empty() && !io::exists(&path) {
        return Ok(None);
    }
    let bytes = report::disagreements_workbook(&report.disagreements)
        .map_err(|error| io::Trouble::new("食いちがいの表が書けません", &path, std::io::Error::other(error)))?;
    io::write_if_changed(&path, &bytes)?;
    Ok(Some(path))
}

/// What leads from the workbook's folder to the project's folder.
fn base(project: &Path, workbook: &Path) -> String {
    let folder = workbook.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let (project, folder) = (io::absolute(project), io::absolute(folder));
    match folder.strip_prefix(&project) {
        Ok(inside) => "../".repeat(inside.components().count()),
        Err(_) => format!("{}/", project.display()),
    }
}
