//! A project folder and a publisher that the tests play with.
#![allow(dead_code, reason = "each test binary uses a part")]

use super::fetch_server::Server;
use super::files;
use jiff::civil::date;
use ouchi::fetch::{FetchOptions, FetchReport, State, Wanted};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

pub(crate) const NEW: &str = "/content/12300000/jigyosho_110_all_20260709180319.csv";
pub(crate) const NEW_120: &str = "/content/12300000/jigyosho_120_all_20260709180811.csv";

pub(crate) struct City {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) server: Server,
}

impl City {
    pub(crate) fn new() -> Self {
        Self::with(Server::start(), "")
    }

    /// A city whose pages are at the server's, with more settings for `[fetch]`.
    pub(crate) fn with(server: Server, more: &str) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let city = Self { folder, server };
        city.write("ouchi.toml", city.settings(more).as_bytes());
        city
    }

    fn settings(&self, more: &str) -> String {
        let base = &self.server.base;
        let proxy = if more.contains("proxy") { "" } else { "proxy = \"none\"\n" };
        format!(
            "[site]\nname = \"見本\"\ndescription = \"見本\"\npublisher = \"見本市\"\n[municipality]\ncode = \"{}\"\nprefecture = \"見本県\"\nname = \"見本市\"\nreading = \"みほんし\"\n[fetch]\nneighbours = [\"{}\"]\npace_ms = 0\nretries = 2\nfirst_wait_ms = 10\nsilence_seconds = 2\ntotal_seconds = 5\nlongest_wait_seconds = 2\nmax_mb = 4\nunpacked_mb = 64\nbase_kb = 8\n{proxy}{more}\n[fetch.pages]\nkaigo = \"{base}/stf/kaigo.html\"\nnavii = \"{base}/stf/navii.html\"\nbureau = \"{base}/chousa/kijyun.html\"\nksj = \"{base}/ksj/index.html\"\naddress = \"{base}/isj/index.html\"\naddress_file = \"{base}/isj/data/{{edition}}/{{code}}-{{edition}}.zip\"\nholidays = \"{base}/shukujitsu/gaiyou.html\"\ngsi = \"{base}/gsi\"\n",
            files::OWN,
            files::NEIGHBOUR
        )
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        std::fs::DirBuilder::new().recursive(true).create(path.parent().expect("folder")).expect("folder");
        File::create(path).and_then(|mut file| file.write_all(bytes)).expect("write");
    }

    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        File::open(self.root().join(path)).expect(path).read_to_end(&mut bytes).expect("read");
        bytes
    }

    pub(crate) fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).expect("text")
    }

    /// Every file of `geodata/` with its bytes.
    pub(crate) fn geodata(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut all = BTreeMap::new();
        for entry in walkdir::WalkDir::new(self.root().join("geodata")).into_iter().flatten() {
            if entry.file_type().is_file() {
                let name = entry.path().strip_prefix(self.root()).expect("inside");
                all.insert(name.to_owned(), self.bytes(&name.to_string_lossy()));
            }
        }
        all
    }

    /// The care publication of July 2026 as its page shows it, with two services.
    pub(crate) fn publish_kaigo(&self, own: usize, far: usize) {
        let page = "<html><body><a href=\"/content/12300000/jigyosho_110.csv\">旧</a><a href=\"/content/12300000/jigyosho_110_all_20260709180319.csv\">訪問介護</a> <a href='../content/12300000/jigyosho_120_all_20260709180811.csv'>訪問入浴介護</a></body></html>";
        self.server.put("/stf/kaigo.html", "text/html", page);
        self.server.put("/content/12300000/jigyosho_110.csv", "text/csv", files::kaigo(1, 0, 1));
        self.server.put(NEW, "text/csv", files::kaigo(own, 3, far));
        self.server.put(NEW_120, "text/csv", files::kaigo(own, 0, far));
    }

    pub(crate) fn options(&self, sources: &[Wanted]) -> FetchOptions {
        FetchOptions {
            project: self.root().to_owned(),
            sources: sources.to_vec(),
            from: None,
            accept: false,
            offline: false,
            today: date(2026, 11, 22),
        }
    }

    pub(crate) fn fetch(&self, sources: &[Wanted]) -> FetchReport {
        self.run(&self.options(sources))
    }

    pub(crate) fn run(&self, options: &FetchOptions) -> FetchReport {
        ouchi::fetch::fetch(options, &mut |_, _| {}).expect("the machine works")
    }

    /// Fetches and expects a refusal of this code; nothing in `geodata/` may have changed.
    pub(crate) fn refused(&self, sources: &[Wanted], code: &str) -> FetchReport {
        let before = self.geodata();
        let report = self.fetch(sources);
        assert!(self.geodata() == before, "geodata changed although {code}");
        assert_eq!(report.brought.iter().map(|one| one.state).collect::<Vec<_>>(), [State::Kept], "{}", report.text());
        assert_eq!(report.diagnostics.count(code), 1, "{code}: {}", report.text());
        for finding in report.diagnostics.sorted() {
            assert!(finding.help.as_ref().is_some_and(|help| help.chars().count() > 10), "{finding:?}");
        }
        assert!(!report.is_done());
        report
    }
}
