//! `ouchi serve`.

use super::{Outcome, not_opened, terminal};
use crate::diagnostic::Severity;
use crate::io::{self, Server, Trouble};
use crate::preview::{Look, Preview, Told};
use crate::{check, report};
use clap::Args;
use jiff::civil::Date;
use std::cell::Cell;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

/// Tried first, so that the address is the same tomorrow.
const USUAL: u16 = 8230;

/// `ouchi serve` の指定。
#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// ouchi.toml のあるフォルダ
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// いつの日付で見るか（無ければ今日）。先の日付にすると、その日に出るものが見られます
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// 下書き（draft）と、先の日付の文章（publish_on）も出します
    #[arg(long)]
    drafts: bool,
    /// アドレスの終わりの番号（ポート）。無ければ 8230、使われていれば空いている番号
    #[arg(long, value_name = "番号")]
    port: Option<u16>,
    /// ほかの機械からも見られるようにします（例: 0.0.0.0）。無ければ、この機械からだけ見られます
    #[arg(long, value_name = "アドレス")]
    listen: Option<IpAddr>,
}

/// Shows the site until the program is ended.
pub(super) fn run(arguments: &ServeArguments) -> Outcome {
    let look = Look { on: arguments.as_of, drafts: arguments.drafts };
    let ip = arguments.listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let opened =
        Preview::new(&arguments.project, look).and_then(|preview| Ok((serve(&preview, ip, arguments.port)?, preview)));
    let (server, preview) = match opened {
        Ok(both) => both,
        Err(trouble) => return not_opened(&trouble),
    };
    let address = server.address();
    if !ip.is_loopback() {
        eprintln!(
            "注意: 同じネットワークのほかの機械からも見られます。公開前のデータが見えます。終わったら止めてください。"
        );
        eprintln!("      名前ではなく、この機械の番号のアドレス（http://192.168.…:{}/）で開きます。", address.port());
    }
    println!("下見: http://{address}/");
    println!(
        "データ・文章・見た目のファイルを保存すると、作り直して画面も新しくなります。サイトのフォルダには書きません。"
    );
    println!("終わるときは Ctrl と C を押します。");
    let first = Cell::new(true);
    preview.run(&|told| tell(told, first.replace(false)));
    Outcome::Done
}

/// Opens the door at the usual port, or at a free one.
pub(super) fn serve(preview: &Arc<Preview>, ip: IpAddr, port: Option<u16>) -> Result<Server, Trouble> {
    let at = |port| preview.serve(SocketAddr::new(ip, port));
    match (port, at(port.unwrap_or(USUAL))) {
        (None, Err(trouble)) if io::is_taken(&trouble) => at(0),
        (_, result) => result,
    }
}

fn tell(told: &Told, first: bool) {
    let again = if first { "作りました" } else { "作り直しました" };
    match &told.report {
        None => {
            eprintln!("作れませんでした。{}", told.trouble.as_deref().unwrap_or_default());
            eprintln!("前に作れたサイトを出しています。");
        }
        Some(report) if !told.is_new => {
            println!("{}", report::findings_text(report, &check::entries(), terminal::look()));
            println!("\n作れませんでした。前に作れたサイトを出しています。直して保存すると、作り直します。");
        }
        Some(report) => {
            let count = |severity| report.diagnostics.count_of(severity);
            println!(
                "{again}（{} ミリ秒。誤り {}、注意 {}）",
                told.took.as_millis(),
                count(Severity::Error),
                count(Severity::Warning)
            );
        }
    }
}
