//! Told when files change. The system's own notices where it has them, else a look at the folders twice a second.

use super::Trouble;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Between two looks where the system gives no notice (network drives of some kinds).
const LOOK: Duration = Duration::from_millis(500);
/// A program that saves writes several times: it is waited for until nothing happened for so long …
const STILL: Duration = Duration::from_millis(12);
/// … or so long after a file was closed, took its name or went, where the system tells: it is whole then …
const WHOLE: Duration = Duration::from_millis(4);
/// … but not for ever.
const LONGEST: Duration = Duration::from_millis(250);

/// What is told of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notice {
    /// Something is being done to it.
    Stirs,
    /// It is whole, or gone.
    Whole,
}

/// Watches folders.
pub struct Watch {
    watcher: Box<dyn Watcher + Send>,
    told: Receiver<Notice>,
    tell: Sender<Notice>,
    count: Arc<AtomicU64>,
    followed: BTreeMap<PathBuf, bool>,
}

impl Watch {
    /// Begins to watch nothing yet.
    ///
    /// # Errors
    /// When the system gives no way to watch.
    pub fn start() -> Result<Self, Trouble> {
        let (tell, told) = channel();
        let count = Arc::new(AtomicU64::new(0));
        let notice = {
            let waker = Waker { tell: tell.clone(), count: Arc::clone(&count) };
            move |event: notify::Result<Event>| {
                // A notice that could not be read may be any change.
                if let Some(notice) = event.as_ref().map_or(Some(Notice::Stirs), noticed) {
                    waker.say(notice);
                }
            }
        };
        let config = Config::default().with_poll_interval(LOOK);
        let watcher: Box<dyn Watcher + Send> = match RecommendedWatcher::new(notice.clone(), config) {
            Ok(watcher) => Box::new(watcher),
            Err(_) => Box::new(PollWatcher::new(notice, config).map_err(|error| {
                Trouble::new("フォルダの変化を見はれません", Path::new("."), std::io::Error::other(error))
            })?),
        };
        Ok(Self { watcher, told, tell, count, followed: BTreeMap::new() })
    }

    /// Watches exactly these: a folder with all below it (`true`), or what lies directly in it. What is not there is
    /// passed over: ask again when its parent changed.
    pub fn follow(&mut self, wanted: BTreeMap<PathBuf, bool>) {
        let old = std::mem::take(&mut self.followed);
        for path in old.keys().filter(|path| !wanted.contains_key(*path) || !path.exists()) {
            let _ = self.watcher.unwatch(path);
        }
        for (path, deep) in wanted {
            if !path.exists() {
                continue;
            }
            let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            if old.get(&path) == Some(&deep) || self.watcher.watch(&path, mode).is_ok() {
                self.followed.insert(path, deep);
            }
        }
    }

    /// Ends a wait from elsewhere.
    pub fn waker(&self) -> Waker {
        Waker { tell: self.tell.clone(), count: Arc::clone(&self.count) }
    }

    /// Waits until something changed and is still again, but not longer than `most`. Whether something changed.
    pub fn wait(&self, most: Duration) -> bool {
        let Ok(mut last) = self.told.recv_timeout(most) else { return false };
        let since = Instant::now();
        while since.elapsed() < LONGEST {
            match self.told.recv_timeout(if last == Notice::Whole { WHOLE } else { STILL }) {
                Ok(next) => last = next,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        while self.told.try_recv().is_ok() {}
        true
    }
}

/// Ends a wait, and tells whether something happened meanwhile.
#[derive(Debug, Clone)]
pub struct Waker {
    tell: Sender<Notice>,
    count: Arc<AtomicU64>,
}

impl Waker {
    /// Ends it now.
    pub fn wake(&self) {
        self.say(Notice::Whole);
    }

    /// Counts whatever happened. Another number than before: what was read since then may be old or half.
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::SeqCst)
    }

    fn say(&self, notice: Notice) {
        self.count.fetch_add(1, Ordering::SeqCst);
        // Nobody waits any more: the program ends.
        let _ = self.tell.send(notice);
    }
}

/// What a notice says of files that could be read. Looking at a file is nothing, nor are Excel's lock files and
/// half-written ones.
fn noticed(event: &Event) -> Option<Notice> {
    let notice = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Notice::Whole,
        EventKind::Access(_) => return None,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => Notice::Whole,
        _ => Notice::Stirs,
    };
    let passed = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with('.') || name.starts_with("~$") || name.ends_with(".ouchi-part") || name.ends_with(".tmp")
    };
    (event.paths.is_empty() || event.paths.iter().any(|path| !passed(path))).then_some(notice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_ends_the_wait_and_a_lock_file_does_not_matter() {
        let folder = tempfile::tempdir().expect("folder");
        let mut watch = Watch::start().expect("watches");
        watch.follow([(folder.path().to_owned(), true), (folder.path().join("none"), true)].into());
        std::fs::create_dir(folder.path().join("new")).expect("made");
        assert!(watch.wait(Duration::from_secs(10)));
        std::fs::write(folder.path().join("new/a.csv"), "x").expect("written");
        assert!(watch.wait(Duration::from_secs(10)));
        let about = |name: &str| Event {
            kind: EventKind::Any,
            paths: vec![folder.path().join(name)],
            attrs: notify::event::EventAttributes::default(),
        };
        assert!(noticed(&about("a.csv")).is_some());
        for name in ["~$a.xlsx", ".a.csv.swp", "a.csv.ouchi-part"] {
            assert!(noticed(&about(name)).is_none(), "{name}");
        }
    }
}
