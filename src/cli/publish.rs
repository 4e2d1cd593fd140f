//! `ouchi publish`.

use super::terminal::{self, Progress};
use super::{Outcome, failed};
use crate::build::{self, Options, Publishing, Target};
use crate::{check, io, report};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// `ouchi publish` の指定。
#[derive(Debug, Args)]
pub(super) struct PublishArguments {
    /// ouchi.toml のあるフォルダ
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// 全部のファイルを入れる zip（無ければ プロジェクトの upload/site.zip）。変わったものの zip と消すものの一覧は、その横に書きます
    #[arg(long, value_name = "FILE.zip")]
    zip: Option<PathBuf>,
    /// この日までの最後の公開から変わったものをまとめます（無ければ前の公開から）
    #[arg(long, value_name = "YYYY-MM-DD")]
    changed_since: Option<Date>,
    /// いつの日付で公開するか（無ければ今日）
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// 誤りか注意が1つでもあれば、公開しません
    #[arg(long)]
    strict: bool,
    /// 新しい施設の番号を作りません
    #[arg(long)]
    frozen: bool,
    /// 前の公開からの変化が設定の目安を超えていても、受け入れます
    #[arg(long)]
    accept: bool,
    /// 結果を機械が読む形（JSON）で出します
    #[arg(long)]
    json: bool,
}

/// Builds, packs, freezes the snapshot, and says what to put where.
pub(super) fn run(arguments: &PublishArguments) -> Outcome {
    let publishing = Publishing {
        options: Options {
            project: arguments.project.clone(),
            target: Target::Folder(arguments.project.join("dist")),
            as_of: arguments.as_of.unwrap_or_else(io::today),
            audience: crate::model::Audience::Citizens,
            strict: arguments.strict,
            frozen: arguments.frozen,
            accept: arguments.accept,
        },
        zip: arguments.zip.clone().unwrap_or_else(|| arguments.project.join("upload").join("site.zip")),
        changed_since: arguments.changed_since,
    };
    let progress = Progress::start();
    let result = build::publish(&publishing, &|stage| progress.stage(stage));
    drop(progress);
    match result {
        Ok(report) => {
            let entries = check::entries();
            if arguments.json {
                println!("{}", report::json(&report, &entries, None));
            } else {
                println!("{}", report::text(&report, terminal::look()));
            }
            if report.packed.is_some() { Outcome::Done } else { Outcome::Refused }
        }
        Err(trouble) => failed(&trouble),
    }
}
