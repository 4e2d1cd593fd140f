//! Steps that change files: what was there before is kept under its date, and the last step can be taken back.
//!
//! ```text
//! before ─kept→ record ─written→ files          files ─as the step left them?→ kept ─written back→ before
//! ```
//!
//! The copies lie in `replaced/` at the top of the project: no reader of sources, texts or looks goes there, and unlike
//! `.ouchi/` it is nothing that may be thrown away. They may hold survey answers, so git leaves them alone.

use crate::io::{self, Trouble};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// The folder of kept copies.
pub(super) const FOLDER: &str = "replaced";
const RECORD: &str = "step.json";

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// Its files are being written; when nobody is at work, it was cut short.
    Begun,
    /// Done.
    Done,
    /// Taken back.
    Undone,
}

/// A file before and after, as digests; `None`: it was not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Changed {
    pub(super) path: String,
    before: Option<String>,
    after: Option<String>,
}

/// A step as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Step {
    /// What was done, in words.
    pub(super) title: String,
    /// When.
    pub(super) at: DateTime,
    pub(super) state: State,
    pub(super) files: Vec<Changed>,
    /// Whether others write its files, which cannot be told what they will be.
    #[serde(default)]
    by_others: bool,
    /// Folders in which others write files that are not there yet.
    #[serde(default)]
    folders: Vec<String>,
    /// Its folder's name.
    #[serde(skip)]
    pub(super) id: String,
}

impl Step {
    /// Whether anything was there before.
    pub(super) fn has_copies(&self) -> bool {
        self.files.iter().any(|changed| changed.before.is_some())
    }
}

/// A file to be written, or to be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// From the project's folder, `/` between parts.
    pub(super) path: String,
    /// `None`: taken out.
    pub(super) bytes: Option<Vec<u8>>,
}

/// Why a step is not done or not taken back, in words for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused(pub(super) String);

/// The whole path of a place in the project; refused when it leads out of it, by its words or by a link.
pub(super) fn inside(root: &Path, path: &str) -> Result<PathBuf, Refused> {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let whole = root.join(path);
    let root = io::absolute(root);
    // A link may lead elsewhere at any depth; the file itself need not be there yet.
    if plain && !path.is_empty() && !path.contains(['\\', ':', '\0']) && io::absolute(&whole).starts_with(&root) {
        Ok(whole)
    } else {
        Err(Refused(format!("「{path}」は、このフォルダの外です。外には書きません。")))
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Does a step: every file, or as far as the machine lets; then it can be taken back. The project's lock is held.
pub(super) fn perform(
    _lock: &io::Lock,
    root: &Path,
    title: &str,
    changes: &[Change],
    now: DateTime,
) -> Result<Result<Option<Step>, Refused>, Trouble> {
    let mut places = Vec::new();
    for change in changes {
        match inside(root, &change.path) {
            Ok(place) => places.push(place),
            Err(refused) => return Ok(Err(refused)),
        }
    }
    let mut kept = Kept::begin(root, title, now)?;
    let parts = kept.prepare(changes).and_then(|()| beside(&kept.step, changes, &places));
    let parts = match parts {
        Ok(parts) => parts,
        Err(trouble) => {
            // A disk that is full, most often. Nothing has changed yet, and nothing stays behind.
            places.iter().for_each(|place| drop(io::remove(&io::beside(place), root)));
            drop(kept.forget());
            return Err(trouble);
        }
    };
    if parts.is_empty() {
        kept.forget()?;
        return Ok(Ok(None));
    }
    for (part, place) in parts {
        match part {
            Some(part) => io::take_name(&part, place)?,
            None => io::remove(place, place.parent().unwrap_or(root))?,
        }
    }
    Ok(Ok(Some(kept.record(State::Done)?)))
}

/// A file's place, and where its next version waits; `None`: it is to be taken out.
type Part<'a> = (Option<PathBuf>, &'a PathBuf);

/// Writes every file that changes beside its place: what needs room is done before anything is replaced.
fn beside<'a>(step: &Step, changes: &[Change], places: &'a [PathBuf]) -> Result<Vec<Part<'a>>, Trouble> {
    let of_step = |change: &Change| step.files.iter().any(|file| file.path == change.path);
    let wanted = changes.iter().zip(places).filter(|(change, _)| of_step(change));
    wanted
        .map(|(change, place)| {
            Ok((change.bytes.as_deref().map(|bytes| io::write_beside(place, bytes)).transpose()?, place))
        })
        .collect()
}

/// A step whose files are written by others: kept before, looked at after.
pub(super) struct Kept {
    root: PathBuf,
    folder: PathBuf,
    step: Step,
}

impl Kept {
    /// Begins a step.
    pub(super) fn begin(root: &Path, title: &str, now: DateTime) -> Result<Self, Trouble> {
        let name = now.strftime("%Y-%m-%dT%H%M%S").to_string();
        let mut id = name.clone();
        for again in 2.. {
            if !io::exists(&root.join(FOLDER).join(&id)) {
                break;
            }
            id = format!("{name}-{again:03}");
        }
        let folder = root.join(FOLDER).join(&id);
        io::make_folder(&folder)?;
        let step = Step {
            title: title.to_owned(),
            at: now,
            state: State::Begun,
            files: Vec::new(),
            by_others: false,
            folders: Vec::new(),
            id,
        };
        Ok(Self { root: root.to_owned(), folder, step })
    }

    /// Keeps what these changes replace, and says that they are begun.
    fn prepare(&mut self, changes: &[Change]) -> Result<(), Trouble> {
        for change in changes {
            self.keep(&change.path)?;
        }
        for (changed, change) in self.step.files.iter_mut().zip(changes) {
            changed.after = change.bytes.as_deref().map(digest);
        }
        self.step.files.retain(|changed| changed.before != changed.after);
        if self.step.files.is_empty() { Ok(()) } else { self.record(State::Begun).map(drop) }
    }

    /// Says that others begin to write: the files that were kept, and new ones in these folders. Cut short, it can be
    /// taken back too.
    pub(super) fn hand_over(&mut self, folders: &[&str]) -> Result<(), Trouble> {
        self.step.by_others = true;
        self.step.folders = folders.iter().map(|folder| (*folder).to_owned()).collect();
        self.record(State::Begun).map(drop)
    }

    /// Keeps a file as it is now.
    pub(super) fn keep(&mut self, path: &str) -> Result<(), Trouble> {
        let bytes = io::read_if_there(&self.root.join(path))?;
        if let Some(bytes) = &bytes {
            io::write_if_changed(&self.folder.join("before").join(path), bytes)?;
        }
        self.step.files.push(Changed { path: path.to_owned(), before: bytes.as_deref().map(digest), after: None });
        Ok(())
    }

    /// Looks at what became of the files that were kept and of these others, which were not there before. `None` when
    /// nothing changed.
    pub(super) fn finish(mut self, new: &[String]) -> Result<Option<Step>, Trouble> {
        for path in new {
            if self.step.files.iter().all(|changed| changed.path != *path) {
                self.step.files.push(Changed { path: path.clone(), before: None, after: None });
            }
        }
        for changed in &mut self.step.files {
            changed.after = io::read_if_there(&self.root.join(&changed.path))?.as_deref().map(digest);
        }
        self.step.files.retain(|changed| changed.before != changed.after);
        if self.step.files.is_empty() {
            self.forget()?;
            return Ok(None);
        }
        self.record(State::Done).map(Some)
    }

    fn record(&mut self, state: State) -> Result<Step, Trouble> {
        self.step.state = state;
        write(&self.folder, &self.step)?;
        Ok(self.step.clone())
    }

    /// Nothing came of it.
    pub(super) fn forget(self) -> Result<(), Trouble> {
        io::remove_folder(&self.folder)
    }
}

fn write(folder: &Path, step: &Step) -> Result<(), Trouble> {
    let path = folder.join(RECORD);
    let bytes = serde_json::to_vec_pretty(step)
        .map_err(|error| Trouble::new("控えが書けません", &path, std::io::Error::other(error)))?;
    io::write_if_changed(&path, &bytes).map(|_| ())
}

/// Every step, the newest first. A folder that somebody else put there is passed over.
pub(super) fn all(root: &Path) -> Result<Vec<Step>, Trouble> {
    let mut steps = BTreeMap::new();
    let folder = root.join(FOLDER);
    for path in io::named(&folder, &[RECORD], &[]) {
        // Not one that lies among the kept copies.
        let own = path.parent().filter(|own| own.parent() == Some(folder.as_path()));
        let Some(id) = own.and_then(Path::file_name).and_then(|name| name.to_str()) else { continue };
        let Some(bytes) = io::read_if_there(&path)? else { continue };
        if let Ok(step) = serde_json::from_slice::<Step>(&bytes) {
            steps.insert(id.to_owned(), Step { id: id.to_owned(), ..step });
        }
    }
    Ok(steps.into_values().rev().collect())
}

/// The step that can be taken back: the newest that was not yet.
pub(super) fn last(steps: &[Step]) -> Option<&Step> {
    steps.iter().find(|step| step.state != State::Undone)
}

/// Takes the last step back. Refused when it is not the last one any more, or when a file is not as the step left it.
pub(super) fn undo(_lock: &io::Lock, root: &Path, id: &str) -> Result<Result<Step, Refused>, Trouble> {
    let steps = all(root)?;
    let Some(step) = last(&steps).filter(|step| step.id == id) else {
        return Ok(Err(Refused("この作業は、もう最後の作業ではありません。画面を開き直してください。".into())));
    };
    let folder = root.join(FOLDER).join(id);
    let mut back = Vec::new();
    // What others were to write when they were cut short is the step's, whatever it became.
    let is_open = step.state == State::Begun && step.by_others;
    let new = if is_open { new_files(root, step)? } else { Vec::new() };
    for changed in step.files.iter().chain(&new) {
        let place = match inside(root, &changed.path) {
            Ok(place) => place,
            Err(refused) => return Ok(Err(refused)),
        };
        // What was still being written when it was cut short.
        if step.state == State::Begun {
            io::remove(&io::beside(&place), root)?;
        }
        let now = io::read_if_there(&place)?;
        let state = now.as_deref().map(digest);
        if state == changed.before {
            continue;
        }
        if state != changed.after && !is_open {
            return Ok(Err(Refused(format!(
                "「{}」は、この作業のあとで変わっています。ほかの人の直しを消さないように、何も戻しませんでした。前のファイルは {FOLDER}/{id}/before/{} にあります。",
                changed.path, changed.path
            ))));
        }
        let kept = match &changed.before {
            None => None,
            Some(before) => {
                let kept = io::read_if_there(&folder.join("before").join(&changed.path))?;
                let Some(bytes) = kept.filter(|bytes| digest(bytes) == *before) else {
                    return Ok(Err(Refused(format!(
                        "「{}」の控えがないか、書きかえられています。何も戻しませんでした。",
                        changed.path
                    ))));
                };
                Some(bytes)
            }
        };
        back.push((place, &changed.path, now, kept));
    }
    // What is taken back is kept too: nobody's work is lost.
    for (_, path, now, _) in &back {
        if let Some(bytes) = now {
            io::write_if_changed(&folder.join("after").join(path), bytes)?;
        }
    }
    for (place, _, _, kept) in &back {
        match kept {
            Some(bytes) => {
                io::write_if_changed(place, bytes)?;
            }
            None => io::remove(place, place.parent().unwrap_or(root))?,
        }
    }
    let step = Step { state: State::Undone, ..step.clone() };
    write(&folder, &step)?;
    Ok(Ok(step))
}

/// Files in the folders of a step that was cut short which were not there before.
fn new_files(root: &Path, step: &Step) -> Result<Vec<Changed>, Trouble> {
    let mut new = Vec::new();
    for folder in &step.folders {
        let found = io::list(&root.join(folder))?.0.into_iter().map(|entry| format!("{folder}/{}", entry.name));
        let found = found.filter(|path| step.files.iter().all(|known| known.path != *path));
        new.extend(found.map(|path| Changed { path, before: None, after: None }));
    }
    Ok(new)
}

#[cfg(test)]
mod tests;
