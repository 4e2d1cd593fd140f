//! What the preview keeps between builds never shows: after any change it is, byte for byte, what a new build makes. And
//! however a program saves, nobody sees half a file.

mod project;
mod visit;
mod watched;

use jiff::civil::date;
use ouchi::io::Server;
use ouchi::preview::Look;
use project::{Copy, copy_folder, tree};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Duration;
use visit::{ask, get};
use watched::watched;

const LONG: Duration = Duration::from_secs(120);
/// In which a second build would have begun and ended.
const QUIET: Duration = Duration::from_secs(3);

struct Running {
    copy: Copy,
    server: Server,
    built: Receiver<bool>,
}

impl Running {
    fn of(copy: Copy) -> Self {
        let (server, built) = watched(&copy.path("."), Look { on: Some(date(2026, 11, 1)), drafts: false });
        let running = Self { copy, server, built };
        running.next("the first");
        running
    }

    fn next(&self, what: &str) {
        assert!(self.built.recv_timeout(LONG).expect("built"), "{what}: no site");
    }

    /// A file of the site as it is shown, without what a preview adds.
    fn shown(&self, path: &str) -> Option<String> {
        let path: Vec<String> = path
            .split('/')
            .map(|part| percent_encoding::utf8_percent_encode(part, percent_encoding::NON_ALPHANUMERIC).to_string())
            .collect();
        let got = get(self.server.address(), &format!("/{}", path.join("/")));
        if got.status != 200 {
            return None;
        }
        let Some((before, rest)) = got.body.split_once("<link rel=\"stylesheet\" href=\"/.ouchi/live.css\">") else {
            return Some(got.body);
        };
        let after = rest.split_once('\n').expect("a line of its own").1;
        Some(format!("{before}{after}"))
    }

    /// Files that are otherwise than in a new build's, or missing, or there although they should not be.
    fn differs(&self, wanted: &BTreeMap<String, String>, gone: &BTreeMap<String, String>) -> Vec<String> {
        let other = wanted.iter().filter(|(path, text)| self.shown(path).as_ref() != Some(text)).map(|(path, _)| path);
        let left = gone.keys().filter(|path| !wanted.contains_key(*path) && self.shown(path).is_some());
        other.chain(left).cloned().collect()
    }
}

/// The site of a new build in a new folder.
fn fresh(project: &Path, day: &str) -> BTreeMap<String, String> {
    let copy = Copy::empty();
    copy_folder(project, &copy.path(""));
    let run = copy.run(&["build", "--as-of", day], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let mut files = tree(&copy.path("dist"));
    // A preview has another worker, which only takes itself away, and remembers nothing of a folder.
    files.remove("sw.js");
    files.remove(".ouchi-files");
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

type Change = (&'static str, fn(&Copy));

fn look(of: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("site").join(of)).expect("ours")
}

fn put(copy: &Copy, path: &str, text: &str) {
    let path = copy.path(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

fn without_last_row(copy: &Copy, path: &str) {
    let bytes = fs::read(copy.path(path)).expect("read");
    let end = bytes.trim_ascii_end().iter().rposition(|byte| *byte == b'\n').expect("rows");
    fs::write(copy.path(path), &bytes[..=end]).expect("written");
}

const CHANGES: [Change; 18] = [
    ("a text", |copy| copy.edit("content/about.md", "のせている順番", "のせる順番")),
    ("a template", |copy| {
        let text = look("templates/text.html").replace("{% block main %}", "{% block main %}<p>型を変えた</p>");
        put(copy, "site/templates/text.html", &text);
    }),
    ("a style", |copy| put(copy, "site/styles/own.css", "h1 { outline: 1px solid red; }\n")),
    ("a script", |copy| put(copy, "site/scripts/app/90-own.js", "document.title += '';\n")),
    ("a setting", |copy| copy.edit("ouchi.toml", "name = \"おうちマップ", "name = \"わたしのマップ")),
    ("a cell", |copy| copy.edit("geodata/kaigo/jigyosho_130.csv", "見本 ", "見本 あたらしい")),
    ("the withhold list", |copy| {
        let text = fs::read_to_string(copy.path("geodata/withhold.csv")).expect("read");
        put(copy, "geodata/withhold.csv", &format!("{text}27vfbwaa,,試し,\n"));
    }),
    ("a survey", |copy| without_last_row(copy, "geodata/survey/施設看取り調査_令和8年度.csv")),
    ("the catalogue", |copy| copy.edit("content/services.toml", "name = \"訪問看護\"", "name = \"訪問看護（家で）\"")),
    ("what belongs to a service", |copy| {
        copy.edit("content/services.toml", "care = [\"130\"]", "care = [\"130\", \"140\"]");
    }),
    ("the glossary", |copy| copy.edit("content/glossary.toml", "meaning = \"", "meaning = \"つまり、")),
    ("a file that is deleted", |copy| fs::remove_file(copy.path("geodata/kaigo/jigyosho_140.csv")).expect("removed")),
    ("a file that is new", |copy| {
        let text = "+++\ntitle = \"新しい催し\"\nstart = 2026-12-20T10:00:00\n+++\n見本です。\n";
        put(copy, "content/events/new-one.md", text);
    }),
    ("a file that is renamed", |copy| {
        let (from, to) = (copy.path("content/events/new-one.md"), copy.path("content/events/other-one.md"));
        fs::rename(from, to).expect("renamed");
    }),
    ("a text that is deleted", |copy| fs::remove_file(copy.path("content/events/other-one.md")).expect("removed")),
    ("the memory of ids", |copy| copy.edit("geodata/ledger.csv", "27vfbwaa,", "27vfbwab,")),
    ("an area", |copy| without_last_row(copy, "geodata/area/towns.csv")),
    ("a look that is taken away", |copy| fs::remove_dir_all(copy.path("site")).expect("removed")),
];

#[test]
fn after_every_kind_of_change_the_preview_is_what_a_new_build_makes() {
    let running = Running::of(Copy::of_sample());
    let folder = running.copy.path("");
    let mut last = fresh(&folder, "2026-11-01");
    let first = running.differs(&last, &last);
    assert!(first.is_empty(), "before any change: {first:?}");
    for (what, change) in CHANGES {
        change(&running.copy);
        let wanted = fresh(&folder, "2026-11-01");
        assert!(wanted != last, "{what}: the change shows nowhere");
        running.next(what);
        let mut differs = running.differs(&wanted, &last);
        // Several files were changed one after another: the last of them may have come after the build.
        while !differs.is_empty() && running.built.recv_timeout(QUIET).is_ok() {
            differs = running.differs(&wanted, &last);
        }
        assert!(differs.is_empty(), "{what}: {differs:?}");
        last = wanted;
    }
    // Another day, with the same files.
    let at = running.server.address();
    let own = format!("Origin: http://{at}");
    assert_eq!(ask(at, "POST", "/.ouchi/look", &[&own], b"on=2027-06-01&drafts=0").status, 204);
    let wanted = fresh(&folder, "2027-06-01");
    assert!(wanted != last, "the day shows nowhere");
    running.next("another day");
    let differs = running.differs(&wanted, &last);
    assert!(differs.is_empty(), "another day: {differs:?}");
}

type Save = (&'static str, fn(&Path, &str));

/// How programs save.
const SAVES: [Save; 5] = [
    ("in one go", |path, text| fs::write(path, text).expect("written")),
    ("in pieces", |path, text| {
        let mut file = fs::File::create(path).expect("made");
        for piece in text.as_bytes().chunks(text.len() / 4) {
            file.write_all(piece).expect("written");
            file.sync_all().expect("on the disk");
        }
    }),
    ("emptied first", |path, text| {
        fs::write(path, "").expect("emptied");
        std::thread::sleep(Duration::from_millis(8));
        fs::write(path, text).expect("written");
    }),
    ("beside it, and renamed", |path, text| {
        let beside = path.with_extension("md.new");
        fs::write(&beside, text).expect("written");
        fs::rename(&beside, path).expect("renamed");
    }),
    ("the old one moved away", |path, text| {
        fs::rename(path, path.with_extension("md~")).expect("renamed");
        fs::write(path, text).expect("written");
        fs::remove_file(path.with_extension("md~")).expect("removed");
    }),
];

#[test]
fn however_a_text_is_saved_it_is_built_once_and_never_seen_by_half() {
    let running = Running::of(Copy::of_sample());
    let at = running.server.address();
    let path = running.copy.path("content/about.md");
    let before = fs::read_to_string(&path).expect("read");
    for (round, (what, save)) in SAVES.into_iter().enumerate() {
        let (from, to) = (format!("おわりの文{round}です。"), format!("おわりの文{}です。", round + 1));
        if round == 0 {
            fs::write(&path, format!("{before}\n{from}\n")).expect("written");
            running.next("with its last line");
        }
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let looks = scope.spawn(|| {
                let mut seen = 0;
                while !over.load(Ordering::SeqCst) {
                    let page = get(at, "/about/").body;
                    assert!(page.contains(&from) || page.contains(&to), "{what}: half a text was shown");
                    let news = get(at, "/.ouchi/news?since=0&page=/about/").body;
                    assert!(news.contains("\"is_new\":true"), "{what}: {news}");
                    seen += 1;
                }
                seen
            });
            save(&path, &format!("{before}\n{to}\n"));
            running.next(what);
            let again = running.built.recv_timeout(QUIET).is_ok();
            over.store(true, Ordering::SeqCst);
            assert!(looks.join().expect("nothing by half") > 3, "{what}: hardly looked");
            assert!(!again, "{what}: built twice");
        });
        assert!(get(at, "/about/").body.contains(&to), "{what}");
    }
}
