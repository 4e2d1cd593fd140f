//! `ouchi` alone: the workbench.

use super::{Outcome, not_opened};
use crate::io::{self, Trouble};
use crate::workbench::{Said, Workbench, WorkbenchOptions};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;
use std::time::Duration;

/// 命令なしの `ouchi` の指定。
#[derive(Debug, Args)]
pub(super) struct WorkbenchArguments {
    /// 作業台で開く、ouchi.toml のあるフォルダ（無ければ、いまのフォルダか、ouchi の置いてあるフォルダ）
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
    /// 作業台を、いつの日付で使うか（無ければ今日）
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// 作業台のアドレスの終わりの番号（ポート）。無ければ、空いている番号
    #[arg(long, value_name = "番号", default_value = "0", hide_default_value = true)]
    port: u16,
    /// 作業台を、ブラウザで開かずに、アドレスだけ出します
    #[arg(long)]
    no_browser: bool,
}

/// The last page is still on its way to the browser.
const FAREWELL: Duration = Duration::from_millis(400);

/// Opens the workbench, and works until its page says that it is over.
pub(super) fn run(arguments: &WorkbenchArguments) -> Outcome {
    let opened = folder(arguments).and_then(|folder| {
        let options = WorkbenchOptions { folder, as_of: arguments.as_of };
        Ok((Workbench::open(&options, arguments.port)?, options.folder))
    });
    let (open, folder) = match opened {
        Ok(both) => both,
        Err(trouble) => return not_opened(&trouble),
    };
    let address = open.address();
    println!("おうちマップの作業台: {}", folder.display());
    println!("アドレス: {address}");
    println!("このアドレスは1度だけ使えます。このパソコンの中でだけ開けます。");
    println!("終わるときは、画面の「作業を終わる」か、ここで Ctrl と C を押します。");
    if !arguments.no_browser {
        io::open_in_browser(&address, || {
            println!("ブラウザを開けませんでした。上のアドレスを、ブラウザに写して開いてください。");
        });
    }
    while let Said::Address(address) = open.heard() {
        println!("別のブラウザで開くときのアドレス: {address}");
    }
    std::thread::sleep(FAREWELL);
    println!("終わりました。");
    Outcome::Done
}

/// What is opened: what was said, here, or where the program lies when it was double-clicked.
fn folder(arguments: &WorkbenchArguments) -> Result<PathBuf, Trouble> {
    if let Some(folder) = &arguments.project {
        return Ok(io::absolute(folder));
    }
    let here = io::current_folder()?;
    let holds = |folder: &PathBuf| io::exists(&folder.join("ouchi.toml"));
    if holds(&here) {
        return Ok(here);
    }
    Ok(io::program_folder().filter(holds).unwrap_or(here))
}
