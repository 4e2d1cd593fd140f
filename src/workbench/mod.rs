//! The workbench (作業台): what `ouchi` opens by itself, a page on this machine over the same engine. Files are dropped
//! in, findings read, doubtful pairs answered, changes looked at, the site previewed and handed over, without a command.
//!
//! ```text
//! dropped → understood → confirmed → kept and written → checked → asked → compared → previewed → handed over
//! ```
//!
//! `session` decides who may work, `door` what is asked for, `page` shows and changes nothing, `deed` changes and keeps
//! what was there (`steps`). Everything is written below the project's folder.

mod arrival;
mod deed;
mod door;
mod form;
mod hand;
mod kind;
mod layer;
mod look;
mod name;
mod page;
mod put;
mod session;
mod steps;
mod tidy;

use crate::build::{self, Options, Target};
use crate::io::{self, Server, Trouble};
use crate::model::Audience;
use crate::preview::{Look, Preview};
use crate::project;
use crate::report::Report;
use jiff::civil::Date;
use put::Shelf;
use session::{Session, held};
use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

/// Messages that are remembered for the page after a deed.
const MOST_TOLD: usize = 64;

/// How to work.
#[derive(Debug, Clone)]
pub struct WorkbenchOptions {
    /// The project's folder, or the folder in which one may be made.
    pub folder: PathBuf,
    /// The day; `None`: today.
    pub as_of: Option<Date>,
}

/// What came of a deed, for the next page.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct Told {
    /// Whether it was done.
    done: bool,
    title: String,
    lines: Vec<String>,
    /// What can be fetched now: address and words.
    links: Vec<(String, String)>,
}

/// An opened workbench.
pub struct Workbench {
    folder: Mutex<PathBuf>,
    as_of: Option<Date>,
    session: Session,
    shelf: Mutex<Shelf>,
    told: Mutex<(u64, VecDeque<(u64, Told)>)>,
    /// One deed at a time.
    work: Mutex<()>,
    checked: Mutex<Option<(String, Arc<Report>)>>,
    preview: Mutex<Option<Server>>,
    ended: Mutex<Sender<Said>>,
    look: look::Templates,
}

/// What the command line is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The key was used: this address opens the next browser.
    Address(String),
    /// The person ended the work.
    End,
}

/// A workbench that listens.
pub struct Open {
    server: Server,
    bench: Arc<Workbench>,
    said: Receiver<Said>,
}

impl Open {
    /// The address that opens it, once.
    pub fn address(&self) -> String {
        self.bench.address(self.server.address())
    }

    /// Where it listens.
    pub const fn at(&self) -> SocketAddr {
        self.server.address()
    }

    /// Waits for the next thing to tell.
    pub fn heard(&self) -> Said {
        self.said.recv().unwrap_or(Said::End)
    }
}

impl Workbench {
    /// Opens the workbench on this machine, at a free port unless one is asked for. Never for other machines.
    ///
    /// # Errors
    /// When the port is taken, or the system gives no chance for secrets.
    pub fn open(options: &WorkbenchOptions, port: u16) -> Result<Open, Trouble> {
        let (ended, said) = channel();
        let bench = Arc::new(Self {
            folder: Mutex::new(options.folder.clone()),
            as_of: options.as_of,
            session: Session::new()?,
            shelf: Mutex::default(),
            told: Mutex::default(),
            work: Mutex::default(),
            checked: Mutex::default(),
            preview: Mutex::default(),
            ended: Mutex::new(ended),
            look: look::Templates::new(),
        });
        let visitor = Arc::clone(&bench);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = Server::start(address, |address| door::door(visitor, address))?;
        Ok(Open { server, bench, said })
    }

    fn address(&self, at: SocketAddr) -> String {
        format!("http://{at}/?key={}", self.session.key())
    }

    fn root(&self) -> PathBuf {
        held(&self.folder).clone()
    }

    fn day(&self) -> Date {
        self.as_of.unwrap_or_else(io::today)
    }

    fn say(&self, said: Said) {
        // Nobody listens any more: the program ends.
        let _ = held(&self.ended).send(said);
    }

    /// Remembers what came of a deed; what leads to the page that tells it.
    fn tell(&self, page: &str, told: Told) -> String {
        let mut all = held(&self.told);
        all.0 += 1;
        let id = all.0;
        all.1.push_back((id, told));
        if all.1.len() > MOST_TOLD {
            all.1.pop_front();
        }
        format!("{page}?told={id}")
    }

    fn was_told(&self, id: &str) -> Option<Told> {
        let id: u64 = id.parse().ok()?;
        held(&self.told).1.iter().find(|(of, _)| *of == id).map(|(_, told)| told.clone())
    }

    fn options(&self, accept: bool) -> Options {
        let root = self.root();
        Options {
            target: Target::Folder(root.join("dist")),
            project: root,
            audience: Audience::Citizens,
            as_of: self.day(),
            strict: false,
            frozen: false,
            accept,
        }
    }

    /// What the project's files come to now; the last answer when no file was touched since.
    fn report(&self) -> Result<Arc<Report>, Trouble> {
        let stamp = stamp(&self.root(), self.day())?;
        let mut checked = held(&self.checked);
        if let (Some(stamp), Some((of, report))) = (&stamp, &*checked)
            && of == stamp
        {
            return Ok(Arc::clone(report));
        }
        let report = Arc::new(build::check(&self.options(false), &|_| {})?);
        *checked = stamp.map(|stamp| (stamp, Arc::clone(&report)));
        Ok(report)
    }

    /// The preview's port, on which pages of the site may not touch the workbench: another origin.
    fn preview(self: &Arc<Self>, own: u16) -> Result<u16, Trouble> {
        let mut running = held(&self.preview);
        if let Some(server) = &*running {
            return Ok(server.address().port());
        }
        let preview = Preview::new(&self.root(), Look { on: self.as_of, drafts: false })?;
        let bench = Arc::clone(self);
        let also = move |head: &io::Head| if bench.session.knows(head, own) { Ok(()) } else { Err(door::unknown()) };
        let server = preview.serve_for(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), Box::new(also))?;
        let port = server.address().port();
        *running = Some(server);
        std::thread::spawn(move || preview.run(&|_| {}));
        Ok(port)
    }
}

/// Everything that a check reads, by size and time of change. `None`: some of it lies where that cannot be told cheaply.
fn stamp(root: &Path, on: Date) -> Result<Option<String>, Trouble> {
    let mut stamp = format!("{on} {:?}", io::touched(&root.join("ouchi.toml")));
    for (place, deep) in project::places(root) {
        if !deep {
            if place != root && place != root.join("site") {
                return Ok(None);
            }
            continue;
        }
        for entry in io::list(&place)?.0 {
            stamp.push_str(&format!(" {} {:?}", entry.name, io::touched(&entry.path)));
        }
    }
    Ok(Some(stamp))
}
