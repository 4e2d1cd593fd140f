//! Told when files change. The system's own notices where it has them, else a look at the folders twice a second.

use super::Trouble;
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Between two looks where the system gives no notice (network drives of some kinds).
const LOOK: Duration = Duration::from_millis(500);
/// A program that saves writes several times: it is waited for until nothing happened for so long …
const STILL: Duration = Duration::from_millis(12);
/// … but not for ever.
const LONGEST: Duration = Duration::from_millis(250);

/// Watches folders.
pub struct Watch {
    watcher: Box<dyn Watcher + Send>,
    told: Receiver<()>,
    tell: Sender<()>,
    followed: BTreeMap<PathBuf, bool>,
}

impl Watch {
    /// Begins to watch nothing yet.
    ///
    /// # Errors
    /// When the system gives no way to watch.
    pub fn start() -> Result<Self, Trouble> {
        let (tell, told) = channel();
        let notice = {
            let tell = tell.clone();
            move |event: notify::Result<Event>| {
                // A notice that could not be read may be any change.
                if event.as_ref().map_or(true, matters) {
                    let _ = tell.send(());
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
        Ok(Self { watcher, told, tell, followed: BTreeMap::new() })
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
        Waker(self.tell.clone())
    }

    /// Waits until something changed and is still again, but not longer than `most`. Whether something changed.
    pub fn wait(&self, most: Duration) -> bool {
        if self.told.recv_timeout(most).is_err() {
            return false;
        }
        let since = Instant::now();
        while since.elapsed() < LONGEST {
            match self.told.recv_timeout(STILL) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        while self.told.try_recv().is_ok() {}
        true
    }
}

/// Ends a wait.
#[derive(Debug, Clone)]
pub struct Waker(Sender<()>);

impl Waker {
    /// Ends it now.
    pub fn wake(&self) {
        // Nobody waits any more: the program ends.
        let _ = self.0.send(());
    }
}

/// Whether a notice is about a file that could be read. Looking at a file is none, nor are Excel's lock files and
/// half-written ones.
fn matters(event: &Event) -> bool {
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    let passed = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with('.') || name.starts_with("~$") || name.ends_with(".ouchi-part") || name.ends_with(".tmp")
    };
    event.paths.is_empty() || event.paths.iter().any(|path| !passed(path))
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
        assert!(matters(&about("a.csv")));
        for name in ["~$a.xlsx", ".a.csv.swp", "a.csv.ouchi-part"] {
            assert!(!matters(&about(name)), "{name}");
        }
    }
}
