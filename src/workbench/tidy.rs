//! The kept copies: how much lies there, and taking out those that are old.

use super::Workbench;
use super::form::Form;
use super::put::{busy, told};
use super::steps::FOLDER;
use crate::build;
use crate::io::{self, Trouble};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use std::path::{Path, PathBuf};

/// What may be chosen: copies older than so many months.
pub(super) const MONTHS: [i32; 4] = [36, 24, 12, 6];

/// The copies of one step.
struct Copies {
    folder: PathBuf,
    on: Date,
    bytes: u64,
}

/// What lies there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// Steps.
    pub(super) steps: usize,
    /// In bytes.
    pub(super) bytes: u64,
    /// The day of the first.
    pub(super) since: Date,
}

/// Every step's copies. What somebody else put there is not ours: its name is no time.
fn all(root: &Path) -> Result<Vec<Copies>, Trouble> {
    let place = root.join(FOLDER);
    if !io::is_folder(&place) {
        return Ok(Vec::new());
    }
    let mut copies = Vec::new();
    for folder in io::folders(&place)? {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // Behind it may stand which step of that second it was.
        let time = name.get(..17).and_then(|time| DateTime::strptime("%Y-%m-%dT%H%M%S", time).ok());
        let Some(on) = time.map(DateTime::date) else { continue };
        let bytes = io::list(&folder)?.0.iter().map(|entry| entry.size).sum();
        copies.push(Copies { folder, on, bytes });
    }
    Ok(copies)
}

/// What lies there; `None`: nothing.
pub(super) fn kept(root: &Path) -> Result<Option<Kept>, Trouble> {
    let all = all(root)?;
    let since = all.iter().map(|one| one.on).min();
    Ok(since.map(|since| Kept { steps: all.len(), bytes: all.iter().map(|one| one.bytes).sum(), since }))
}

/// A size as one says it.
pub(super) fn size(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{} KB", bytes.div_ceil(1 << 10))
    } else {
        format!("{:.1} MB", bytes as f64 / 1_048_576.0)
    }
}

/// Takes out the copies that are older than was chosen. This alone cannot be taken back, and so wants a tick.
pub(super) fn tidy(bench: &Workbench, form: &Form) -> Result<String, Trouble> {
    let not = |title: &str| Ok(bench.tell("/", told(false, title, vec![])));
    let Some(months) = MONTHS.into_iter().find(|months| months.to_string() == form.get("months")) else {
        return not("いつより前の控えを消すか、選んでください。何も消していません。");
    };
    if form.get("sure") != "1" {
        return not("消した控えは戻せません。よければ、印を付けてから押してください。何も消していません。");
    }
    let root = bench.root();
    let Some(_lock) = build::lock(&root)? else { return Ok(bench.tell("/", busy())) };
    let today = io::today();
    let Ok(first) = today.checked_sub(months.months()) else { return not("日付が読めません。") };
    let (mut steps, mut bytes) = (0, 0);
    for one in all(&root)?.into_iter().filter(|one| one.on < first) {
        io::remove_folder(&one.folder)?;
        steps += 1;
        bytes += one.bytes;
    }
    let title = if steps == 0 {
        format!("{first} より前の控えは、ありませんでした。")
    } else {
        format!("{first} より前の控えを消しました（{steps}回分、{}）。", size(bytes))
    };
    Ok(bench.tell("/", told(true, &title, vec![])))
}
