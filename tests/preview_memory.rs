//! What a preview remembers of each kind of source never shows: after any change its files and its findings are those of
//! a new build by a program that remembers nothing.

mod project;

use jiff::civil::{Date, date};
use ouchi::build::{self, Asked, Memory, Options, Target};
use ouchi::model::Audience;
use ouchi::report::Report;
use project::{Copy, copy_folder, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

type Site = BTreeMap<String, Vec<u8>>;

fn options(project: &Path, on: Date) -> Options {
    Options {
        project: project.to_owned(),
        target: Target::Folder(project.join("dist")),
        audience: Audience::Citizens,
        as_of: on,
        strict: false,
        frozen: false,
        accept: false,
    }
}

/// What staff are told.
fn told(report: &Report) -> String {
    let mut all = String::new();
    for finding in report.diagnostics.sorted() {
        writeln!(all, "{finding:?}").expect("text");
    }
    for part in [
        format!("{:?}", report.diagnostics.counts()),
        format!("{:?}", report.sources),
        format!("{:?}", report.facilities),
        format!("{:?}", report.disagreements),
        format!("{:?}", report.hidden_links),
    ] {
        writeln!(all, "{part}").expect("text");
    }
    all
}

/// What is made with a memory.
fn remembered(project: &Path, on: Date, memory: &Memory) -> (Site, String) {
    let none = BTreeSet::new();
    let asked = Asked { drafts: false, first: &none, early: &|_| {}, memory };
    let (report, files) = build::preview(&options(project, on), &asked, &|_| {}).expect("the machine works");
    let files = files.unwrap_or_default().into_iter().map(|file| (file.path, file.bytes)).collect();
    (files, told(&report))
}

/// What a new build of the same files makes elsewhere; no file when it refuses.
fn fresh(project: &Path, on: Date) -> (Site, String) {
    let copy = Copy::empty();
    copy_folder(project, &copy.path(""));
    let report = build::build(&options(&copy.path(""), on), &|_| {}).expect("the machine works");
    let mut files = if report.written.is_some() { tree(&copy.path("dist")) } else { Site::new() };
    files.remove(".ouchi-files");
    (files, told(&report))
}

/// The first line that is otherwise, to be read by a person.
fn differs(one: &str, other: &str) -> String {
    let mut pairs = one.lines().zip(other.lines());
    pairs.find(|(one, other)| one != other).map_or_else(String::new, |(one, other)| format!("{one}\n{other}"))
}

/// Replaces every occurrence of a text in the words of a workbook.
fn edit_workbook(copy: &Copy, path: &str, from: &str, to: &str) {
    let bytes = fs::read(copy.path(path)).expect("read");
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut found = false;
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let (name, mut bytes) = (part.name().expect("a name").into_owned(), Vec::new());
        part.read_to_end(&mut bytes).expect("unpacked");
        if name == "xl/sharedStrings.xml" {
            let text = String::from_utf8(bytes).expect("text");
            found |= text.contains(from);
            bytes = text.replace(from, to).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
        new.write_all(&bytes).expect("packed");
    }
    assert!(found, "{path} does not hold {from}");
    fs::write(copy.path(path), new.finish().expect("closed").into_inner()).expect("written");
}

fn rename(copy: &Copy, from: &str, to: &str) {
    fs::rename(copy.path(from), copy.path(to)).expect("renamed");
}

fn duplicate(copy: &Copy, from: &str, to: &str) {
    fs::copy(copy.path(from), copy.path(to)).expect("copied");
}

const NURSES: &str = "geodata/kaigo/jigyosho_130.csv";
const DOCTORS: &str = "geodata/bureau/12届出受理医療機関名簿（医科）見本.xlsx";
const HOMES: &str = "geodata/survey/施設看取り調査_令和8年度.csv";
const CLINICS: &str = "geodata/survey/在宅医療実態調査_令和8年度.xlsx";

/// A change.
struct Change {
    what: &'static str,
    make: fn(&Copy),
}

const fn change(what: &'static str, make: fn(&Copy)) -> Change {
    Change { what, make }
}

const CHANGES: &[Change] = &[
    change("a cell of the care lists", |copy| copy.edit(NURSES, "見本 のどか", "見本 しずか")),
    change("the same cell back as it was", |copy| copy.edit(NURSES, "見本 しずか", "見本 のどか")),
    change("a finding in a care list", |copy| copy.edit(NURSES, "04-0000-0348", "04-0000-034")),
    change("a cell of the medical lists", |copy| {
        copy.edit("geodata/navii/02-1_clinic_facility_info_20260601.csv", "見本 ほほえみ", "見本 えがお");
    }),
    change("a cell of the hours", |copy| {
        copy.edit("geodata/navii/02-2_clinic_speciality_hours_20260601.csv", "\"18:30\"", "\"19:45\"");
    }),
    change("a cell of the bureau's workbook", |copy| edit_workbook(copy, DOCTORS, "見本 朝日病院", "見本 夕日病院")),
    change("a cell of the city's list", |copy| {
        copy.edit("geodata/list/122203_public_facility.csv", "04-0000-9102", "04-0000-9192");
    }),
    change("a cell of a survey's workbook", |copy| edit_workbook(copy, CLINICS, "市内全域", "市の中ならどこでも")),
    change("a cell of the towns", |copy| {
        copy.edit("geodata/area/towns.csv", "上新宿,かみしんじゅく,北部", "上新宿,かみしんじゅく,南部")
    }),
    change("a cell of the stations", |copy| copy.edit("geodata/base/stations.csv", "運河,35.914", "運河,35.904")),
    change("the withhold list", |copy| copy.edit("geodata/withhold.csv", "iqdsbarh,fax", "iqdsbarh,phone")),
    change("the care lists' credit", |copy| {
        copy.edit("ouchi.toml", "credit = \"見本のデータ（介護", "credit = \"試しのデータ（介護")
    }),
    change("the date of the city's list", |copy| copy.edit("ouchi.toml", "as_of = 2026-10-01", "as_of = 2024-10-01")),
    change("a survey's date", |copy| {
        copy.edit("ouchi.toml", "as_of = 2026-06-30\npublish_on", "as_of = 2026-05-31\npublish_on")
    }),
    change("a heading of a survey", |copy| copy.edit("ouchi.toml", "\nareas = \"対応する地域\"", "")),
    change("the name of an area", |copy| copy.edit("ouchi.toml", "04-0000-9001", "04-0000-9091")),
    change("a question of one's own", |copy| {
        let text = fs::read_to_string(copy.path("ouchi.toml")).expect("read");
        let question = "[[question]]\nid = \"own-word\"\nname = \"連絡の担当\"\nform = \"words\"\n";
        let text = text.replacen("contact-person = ", "own-word = ", 1);
        fs::write(copy.path("ouchi.toml"), format!("{text}\n{question}")).expect("written");
    }),
    change("the name of that question", |copy| {
        copy.edit("ouchi.toml", "name = \"連絡の担当\"", "name = \"だれに電話するか\"")
    }),
    change("another municipality", |copy| copy.edit("ouchi.toml", "code = \"122203\"", "code = \"122076\"")),
    change("the municipality back", |copy| copy.edit("ouchi.toml", "code = \"122076\"", "code = \"122203\"")),
    change("a row of another municipality", |copy| {
        copy.edit(NURSES, "122203,1299000021,千葉県,流山市", "122076,1299000021,千葉県,松戸市");
    }),
    change("a wider scope", |copy| copy.edit("ouchi.toml", "keep = \"municipality\"", "keep = \"prefecture\"")),
    change("the scope back", |copy| copy.edit("ouchi.toml", "keep = \"prefecture\"", "keep = \"municipality\"")),
    change("a file before the others with the bytes of another", |copy| {
        duplicate(copy, NURSES, "geodata/kaigo/jigyosho_109.csv");
    }),
    change("that file under a name behind the others", |copy| {
        rename(copy, "geodata/kaigo/jigyosho_109.csv", "geodata/kaigo/jigyosho_999.csv");
    }),
    change("that file taken away", |copy| {
        fs::remove_file(copy.path("geodata/kaigo/jigyosho_999.csv")).expect("removed");
    }),
    change("a workbook under another name", |copy| rename(copy, DOCTORS, "geodata/bureau/99医科.xlsx")),
    change("two files that change their names", |copy| {
        rename(copy, "geodata/kaigo/jigyosho_710.csv", "geodata/kaigo/x.csv");
        rename(copy, "geodata/kaigo/jigyosho_720.csv", "geodata/kaigo/jigyosho_710.csv");
        rename(copy, "geodata/kaigo/x.csv", "geodata/kaigo/jigyosho_720.csv");
    }),
    change("a file of another kind", |copy| {
        rename(copy, "geodata/kaigo/jigyosho_220.csv", "geodata/list/jigyosho_220.csv")
    }),
    change("a list that cannot be read", |copy| {
        copy.edit("geodata/list/122203_public_facility.csv", "名称,", "なにか,");
    }),
    change("a finding mended while that is so", |copy| copy.edit(NURSES, "04-0000-034,", "04-0000-0348,")),
    change("the list as it was", |copy| copy.edit("geodata/list/122203_public_facility.csv", "なにか,", "名称,")),
    change("a ledger that cannot be read", |copy| copy.edit("geodata/ledger.csv", "id,", "nothing,")),
    change("the ledger as it was", |copy| copy.edit("geodata/ledger.csv", "nothing,", "id,")),
    change("a survey that is not there", |copy| fs::remove_file(copy.path(HOMES)).expect("removed")),
    change("a survey without a file", |copy| fs::create_dir(copy.path(HOMES)).expect("made")),
    change("the survey as it was", |copy| {
        fs::remove_dir(copy.path(HOMES)).expect("removed");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(HOMES), copy.path(HOMES)).expect("copied");
    }),
    change("one survey twice", |copy| {
        let text = fs::read_to_string(copy.path("ouchi.toml")).expect("read");
        let begin = text.find("[[survey]]\nname = \"施設").expect("the second");
        let end = begin + text[begin..].find("# ----").expect("its end");
        let again = text[begin..end].replace("令和8年度・見本", "令和8年度・見本の2");
        fs::write(copy.path("ouchi.toml"), format!("{text}\n{again}")).expect("written");
    }),
    change("the site's name", |copy| {
        copy.edit("ouchi.toml", "name = \"おうちマップ流山\"", "name = \"わたしのマップ\"")
    }),
    change("that nothing is invented", |copy| copy.edit("ouchi.toml", "\nsample = true\n", "\nsample = false\n")),
];

#[test]
fn after_every_kind_of_change_files_and_findings_are_those_of_a_new_build() {
    let copy = Copy::of_sample();
    let folder = copy.path("");
    let memory = Memory::default();
    let mut last = fresh(&folder, date(2026, 11, 1));
    let compare = |what: &str, on: Date, last: &mut (Site, String)| {
        let wanted = fresh(&folder, on);
        let (mut files, told) = remembered(&folder, on, &memory);
        files.retain(|path, _| path != ".ouchi-files");
        assert!(told == wanted.1, "{what}: told otherwise\n{}", differs(&told, &wanted.1));
        let other: Vec<&String> = wanted.0.keys().filter(|path| files.get(*path) != wanted.0.get(*path)).collect();
        let left: Vec<&String> = files.keys().filter(|path| !wanted.0.contains_key(*path)).collect();
        assert!(other.is_empty() && left.is_empty(), "{what}: otherwise {other:?}, too many {left:?}");
        let changed = *last != wanted;
        *last = wanted;
        changed
    };
    compare("before any change", date(2026, 11, 1), &mut last);
    for Change { what, make } in CHANGES {
        make(&copy);
        let changed = compare(what, date(2026, 11, 1), &mut last);
        assert!(changed, "{what}: the change shows nowhere");
    }
    assert!(compare("another day", date(2027, 6, 1), &mut last), "the day shows nowhere");
    assert!(compare("the first day", date(2026, 11, 1), &mut last), "the day shows nowhere");
}
