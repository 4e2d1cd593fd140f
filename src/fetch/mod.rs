//! Official data, found on the publisher's page and brought into `geodata/`.
//!
//! ```text
//! page or folder ─find→ newest edition ─have→ files ─prove→ wanted rows ─compare→ same, lost too much ─swap→ geodata/
//! ```
//!
//! Until the last step nothing in `geodata/` changes: whatever goes wrong, the old edition stays.

mod around;
mod bring;
mod bureau;
mod edition;
mod find;
pub mod foreign;
mod gsi;
mod halt;
mod holidays;
mod index;
mod layer;
pub mod links;
mod offered;
mod open;
mod raw;
mod record;
mod report;
mod rows;
mod shape;
mod swap;
mod tables;
mod understand;
mod unpack;
mod unpacked;
mod wanted;
mod workbook;

pub use gsi::ANSWERS_FILE;
pub use holidays::{HOLIDAYS_FILE, Holiday, holidays};
pub use offered::{Offered, part_of, unpack};
pub use open::door;
pub use record::{FileRecord, SOURCES_FILE, SourceRecord, SourceRecords};
pub use report::{Brought, FetchReport, State};
pub use swap::settle;
pub use wanted::{EVERY, Wanted};

use crate::diagnostic::Diagnostic;
use crate::io::http::Progress;
use crate::io::{self, Trouble};
use around::Around;
use bring::{Context, bring};
use halt::Halt;
use jiff::civil::Date;
use std::path::PathBuf;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct FetchOptions {
    /// Folder of `ouchi.toml`.
    pub project: PathBuf,
    /// Sources; none means every one.
    pub sources: Vec<Wanted>,
    /// Folder with files that staff downloaded; then nothing is asked of the network.
    pub from: Option<PathBuf>,
    /// Takes an edition that lost rows or is older.
    pub accept: bool,
    /// No network, whatever the settings say.
    pub offline: bool,
    /// Today.
    pub today: Date,
}

/// Brings the newest editions. `watch` is told which source is worked on, and how far.
///
/// # Errors
/// When the machine fails. What a publisher or the network does wrong is a finding in the report.
pub fn fetch(options: &FetchOptions, watch: &mut dyn FnMut(Wanted, Progress)) -> Result<FetchReport, Trouble> {
    let mut report = FetchReport::default();
    let root = options.project.as_path();
    let Some(_lock) = io::Lock::take(&root.join(".ouchi/fetch/lock"))? else {
        report.diagnostics.push(
            Diagnostic::error("fetch-running", "この自治体のフォルダで、別の ouchi fetch が動いています。")
                .help("終わるのを待って、もう一度実行してください。")
                .fatal(),
        );
        return Ok(report);
    };
    settle(root)?;
    let Some(settings) = open::settings(root, &mut report.diagnostics)? else { return Ok(report) };
    if let Some(folder) = options.from.as_ref().filter(|folder| !io::is_folder(folder)) {
        report.diagnostics.push(
            Diagnostic::error("fetch-folder-missing", format!("フォルダ「{}」がありません。", folder.display()))
                .help("--from には、ダウンロードしたファイルを入れたフォルダを書きます。")
                .fatal(),
        );
        return Ok(report);
    }
    let mut records = match io::read_if_there(&root.join(SOURCES_FILE))?.map(|bytes| SourceRecords::read(&bytes)) {
        None => SourceRecords::default(),
        Some(Ok(records)) => records,
        Some(Err(finding)) => {
            report.diagnostics.push(finding.help(format!(
                "{SOURCES_FILE} を消すと、はじめから取り込みなおせます（前の版との比較はできません）。"
            )));
            return Ok(report);
        }
    };
    let door = match &options.from {
        Some(_) => None,
        None => match door(root, &settings.fetch, options.offline)? {
            Ok(door) => Some(door),
            Err(finding) => {
                report.diagnostics.push(finding.fatal());
                return Ok(report);
            }
        },
    };
    let wanted = if options.sources.is_empty() { EVERY.to_vec() } else { options.sources.clone() };
    for one in EVERY.into_iter().filter(|one| wanted.contains(one)) {
        // Read anew each time: the outline may have been brought just now.
        let shape = open::shape(root)?;
        let mut around = Around::new(settings.sources.keep, &settings.municipality, &settings.fetch, shape.rings);
        around.learn(open::neighbours(root, around.codes())?);
        if around.lacks_shape() {
            report.diagnostics.push(
                Diagnostic::warning(
                    "fetch-no-outline",
                    "distance_km が書かれていますが、市の境がないので距離では残していません。",
                )
                .help("ouchi fetch boundary を実行してから、もう一度実行してください。"),
            );
        }
        let context = Context {
            root,
            settings: &settings,
            door: door.as_ref(),
            from: options.from.as_deref(),
            around: &around,
            bounds: shape.bounds.or_else(|| settings.municipality.bounds.map(crate::geo::Bounds::of)),
            accept: options.accept,
            today: options.today,
        };
        let mut told = |progress| watch(one, progress);
        told(Progress::Bytes(0, None));
        match bring(one, &context, &mut records, &mut report.diagnostics, &mut told) {
            Ok(brought) => {
                if brought.state == State::Updated {
                    open::remind(one, &settings, brought.as_of, &mut report.diagnostics);
                }
                report.brought.push(brought);
            }
            Err(Halt::Finding(finding)) => {
                report.diagnostics.push(*finding);
                report.brought.push(Brought::new(one, State::Kept));
            }
            Err(Halt::Machine(trouble)) => return Err(trouble),
        }
        if let Some(door) = door.as_ref().filter(|_| one == Wanted::Address && settings.fetch.ask_gsi) {
            open::search(root, &settings, door, options.today, &mut report.diagnostics, &mut told)?;
        }
    }
    Ok(report)
}
