//! The site while somebody works on it: built in memory after every change, shown to this machine's browser, which is
//! told to look again.
//!
//! ```text
//! files ─changed→ build in memory ─pages looked at first→ browser ─asks for news→ …
//! ```

mod gate;
mod news;
mod pages;

pub use gate::{Gate, guarded, refused};

use crate::build::{self, Asked, Memory, Options, Target};
use crate::io::{self, Answer, Bytes, Head, Server, Stopwatch, Trouble, Waker, Watch};
use crate::model::Audience;
use crate::output::OutputFile;
use crate::project;
use crate::report::Report;
use jiff::civil::Date;
use news::Outcome;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Pages that are remembered as being looked at.
const VIEWERS: usize = 12;
/// Builds in a row that nothing comes of because files changed while they were read. A file that changes without end
/// must not keep the others from being shown.
const DROPPED: u32 = 3;
/// So long the rest of a build waits for a browser that has been given its page first: both want all of the machine.
const GIVE_WAY: Duration = Duration::from_millis(150);
/// A new day is noticed by then.
const DAY: Duration = Duration::from_secs(60);

/// One more gate: the refusal, or nothing.
pub type AlsoAdmit = Box<dyn Fn(&Head) -> Result<(), Answer> + Send + Sync>;

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The day; `None`: today, tomorrow another.
    pub on: Option<Date>,
    /// Drafts, and texts of later days, too.
    pub drafts: bool,
}

impl Look {
    fn day(self) -> Date {
        self.on.unwrap_or_else(io::today)
    }
}

/// A project that is being looked at.
pub struct Preview {
    project: PathBuf,
    memory: Memory,
    state: Mutex<State>,
    changed: Condvar,
    waker: Waker,
    watch: Mutex<Watch>,
}

/// What is shown now.
struct State {
    look: Look,
    /// Counts what was shown.
    version: u64,
    /// Builds that were finished.
    built: u64,
    files: BTreeMap<String, Bytes>,
    /// What was shown before pages were replaced early; comes back when the build fails.
    good: Option<BTreeMap<String, Bytes>>,
    /// The version in which a file got its bytes.
    since: HashMap<String, u64>,
    /// The version in which something that every page may use changed.
    shared: u64,
    /// Pages that are looked at, newest last.
    viewers: VecDeque<String>,
    /// Pages that wait for news.
    waiting: usize,
    /// The version that a browser has painted.
    painted: u64,
    /// The version in which the style changed.
    styled: u64,
    outcome: Arc<Outcome>,
    report: Option<Arc<Report>>,
}

/// What came of one build.
#[derive(Debug)]
pub struct Told {
    /// What was found; `None` when the machine failed.
    pub report: Option<Arc<Report>>,
    /// Why the machine failed.
    pub trouble: Option<String>,
    /// Whether there is a new site; else the last good one is still shown.
    pub is_new: bool,
    /// From the change to the whole site.
    pub took: Duration,
}

impl Preview {
    /// Begins to look at a project. Nothing is built yet.
    ///
    /// # Errors
    /// When the system gives no way to watch files.
    pub fn new(project: &Path, look: Look) -> Result<Arc<Self>, Trouble> {
        let watch = Watch::start()?;
        let state = State {
            look,
            version: 1,
            built: 0,
            files: BTreeMap::new(),
            good: None,
            since: HashMap::new(),
            shared: 0,
            viewers: VecDeque::new(),
            waiting: 0,
            painted: 0,
            styled: 0,
            outcome: Arc::new(Outcome::default()),
            report: None,
        };
        Ok(Arc::new(Self {
            project: project.to_owned(),
            memory: Memory::default(),
            state: Mutex::new(state),
            changed: Condvar::new(),
            waker: watch.waker(),
            watch: Mutex::new(watch),
        }))
    }

    /// Opens the door: the site is at `/`.
    ///
    /// # Errors
    /// When the address is taken.
    pub fn serve(self: &Arc<Self>, address: SocketAddr) -> Result<Server, Trouble> {
        self.serve_for(address, Box::new(|_| Ok(())))
    }

    /// The same for visitors who are let in by one more gate.
    ///
    /// # Errors
    /// When the address is taken.
    pub fn serve_for(self: &Arc<Self>, address: SocketAddr, also: AlsoAdmit) -> Result<Server, Trouble> {
        let preview = Arc::clone(self);
        Server::start(address, |address| Arc::new(pages::Pages { preview, gate: Gate::new(address), also }))
    }

    /// Builds, and again after every change, for ever.
    pub fn run(&self, told: &dyn Fn(&Told)) {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let mut dropped = 0;
        loop {
            let day = self.state().look.day();
            // Before the build: what changes while it runs is built after it.
            watch.follow(project::places(&self.project));
            match self.build(dropped < DROPPED) {
                Some(one) => {
                    dropped = 0;
                    told(&one);
                }
                None => dropped += 1,
            }
            while !watch.wait(DAY) && self.state().look.day() == day {}
        }
    }

    /// What was found by the last build that could read the project, and how many builds there were.
    pub fn report(&self) -> (u64, Option<Arc<Report>>) {
        let state = self.state();
        (state.built, state.report.clone())
    }

    /// Waits until a build that began after this call is finished, but not longer than `most`.
    pub fn wait_for_next(&self, most: Duration) {
        let state = self.state();
        // One may be running that read the files before.
        let wanted = state.built + if state.good.is_some() { 2 } else { 1 };
        self.waker.wake();
        let _ = self.changed.wait_timeout_while(state, most, |state| state.built < wanted);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows another day, or drafts too.
    fn turn(&self, look: Look) {
        let mut state = self.state();
        if state.look != look {
            state.look = look;
            drop(state);
            self.waker.wake();
        }
    }

    /// Builds once; `None` when files changed meanwhile and the build `may_drop`: what it read may be half a file, and
    /// is not shown.
    fn build(&self, may_drop: bool) -> Option<Told> {
        let mut watch = Stopwatch::start();
        let begun = self.waker.count();
        let is_old = || may_drop && self.waker.count() != begun;
        let (look, first) = {
            let mut state = self.state();
            // What a dropped build showed early is not good yet.
            if state.good.is_none() {
                state.good = Some(state.files.clone());
            }
            (state.look, state.viewers.iter().cloned().collect::<BTreeSet<_>>())
        };
        let options = Options {
            project: self.project.clone(),
            // Nothing is written there.
            target: Target::Folder(self.project.join("dist")),
            audience: Audience::Citizens,
            as_of: look.day(),
            strict: false,
            frozen: false,
            accept: false,
        };
        let early = |files: Vec<OutputFile>| {
            if !is_old() {
                self.show_early(files);
            }
        };
        let asked = Asked { drafts: look.drafts, first: &first, early: &early, memory: &self.memory };
        let result = build::preview(&options, &asked, &|_| {});
        let took = watch.lap();
        let mut state = self.state();
        if is_old() {
            state.built += 1;
            drop(state);
            self.changed.notify_all();
            return None;
        }
        let told = match result {
            Ok((report, files)) => {
                let report = Arc::new(report);
                let is_new = files.is_some();
                match files {
                    Some(files) => drop(state.take(files, true)),
                    None => state.put_back(),
                }
                state.say(Outcome::of(&report, is_new, look, took));
                state.report = Some(Arc::clone(&report));
                Told { report: Some(report), trouble: None, is_new, took }
            }
            Err(trouble) => {
                state.put_back();
                state.say(Outcome::failed(&trouble, look, took));
                Told { report: None, trouble: Some(trouble.to_string()), is_new: false, took }
            }
        };
        state.good = None;
        state.built += 1;
        drop(state);
        self.changed.notify_all();
        Some(told)
    }

    /// Shows the pages that are looked at, and gives the browser time for them.
    fn show_early(&self, files: Vec<OutputFile>) {
        let mut state = self.state();
        // Where nothing of a page changed, no browser has anything to do.
        if !state.take(files, false) {
            return;
        }
        let version = state.version;
        self.changed.notify_all();
        if state.waiting > 0 {
            let _ = self.changed.wait_timeout_while(state, GIVE_WAY, |state| state.painted < version);
        }
    }
}

impl State {
    /// Shows these files, and with `all` no others. Whether anything changed.
    fn take(&mut self, files: Vec<OutputFile>, all: bool) -> bool {
        let next = self.version + 1;
        let mut changed = false;
        let mut names: BTreeSet<String> = BTreeSet::new();
        for file in files {
            if all {
                names.insert(file.path.clone());
            }
            if self.files.get(&file.path).is_none_or(|have| *have != file.bytes) {
                changed = true;
                self.mark(&file.path, next);
                self.files.insert(file.path, file.bytes.into());
            }
        }
        if all {
            let gone: Vec<String> = self.files.keys().filter(|path| !names.contains(*path)).cloned().collect();
            for path in gone {
                changed = true;
                self.files.remove(&path);
                self.mark(&path, next);
            }
        }
        if changed {
            self.version = next;
        }
        changed
    }

    fn mark(&mut self, path: &str, version: u64) {
        self.since.insert(path.to_owned(), version);
        if path.ends_with(".css") {
            // Is exchanged in the page that is open.
            self.styled = version;
        } else if path.starts_with("assets/") || path.starts_with("data/") {
            self.shared = version;
        }
    }

    /// Takes back what was shown early.
    fn put_back(&mut self) {
        let Some(good) = self.good.take() else { return };
        let files = good.into_iter().map(|(path, bytes)| OutputFile { path, bytes: bytes.to_vec() }).collect();
        self.take(files, true);
    }

    fn say(&mut self, outcome: Outcome) {
        if *self.outcome != outcome {
            self.outcome = Arc::new(outcome);
            self.version += 1;
        }
    }

    /// Whether a page that was served in a version looks otherwise now.
    fn is_stale(&self, path: &str, version: u64) -> bool {
        self.since.get(path).is_some_and(|since| *since > version) || self.shared > version
    }

    /// Remembers that a page is looked at.
    fn seen(&mut self, path: &str) {
        self.viewers.retain(|other| other != path);
        self.viewers.push_back(path.to_owned());
        if self.viewers.len() > VIEWERS {
            self.viewers.pop_front();
        }
    }
}
