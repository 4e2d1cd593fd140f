//! The real set: care offices of Chiba that are medical institutions, against the bureau's list, their numbers hidden.
//!
//! A みなし office's number ends in the institution's, which is the truth; the numbers are not given to the engine.

use ouchi::merge::{Match, between, prepare};
use ouchi::table::{self, Sheets, Table};
use std::collections::BTreeMap;
use std::path::Path;

/// Pairs found, what the rows stand for, and the truth: institution number → care office number without its front.
pub(crate) struct Chiba {
    pub(crate) pairs: Vec<Match>,
    pub(crate) left: Vec<String>,
    pub(crate) right: Vec<String>,
    pub(crate) truth: BTreeMap<String, String>,
    /// Care offices whose number the bureau's list does not have: they are not scored.
    pub(crate) unscored: Vec<String>,
}

const CARE: [&str; 10] = [
    "都道府県名",
    "市区町村名",
    "事業所名",
    "事業所名カナ",
    "住所",
    "方書（ビル名等）",
    "緯度",
    "経度",
    "電話番号",
    "法人の名称",
];
const BUREAU: [&str; 3] = ["医療機関名称", "医療機関所在地（住所）", "電話番号"];

/// Reads the folder of official files and links. `every_service` takes every row of an office, not only its first.
pub(crate) fn link(official: &Path, every_service: bool) -> Chiba {
    let mut files: Vec<_> =
        std::fs::read_dir(official.join("kaigo")).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    let (mut care, mut left) = (csv::Writer::from_writer(Vec::new()), Vec::new());
    care.write_record(CARE).expect("written");
    for file in files {
        let table = open(&file);
        let at = |name: &str| column(&table, 0, name);
        let (number, columns) = (at("事業所番号"), CARE.map(at));
        for row in table.rows().skip(1).filter(|row| row.cell(number).starts_with("121")) {
            let id = row.cell(number)[3..].to_owned();
            if every_service || !left.contains(&id) {
                care.write_record(columns.map(|column| row.cell(column))).expect("written");
                left.push(id);
            }
        }
    }
    let file = std::fs::read_dir(official.join("bureau")).expect("folder").map(|entry| entry.expect("entry").path());
    let file =
        file.into_iter().find(|path| path.to_string_lossy().contains("（医科）千葉r0710")).expect("the bureau's list");
    let table = open(&file);
    let header = (0..10).find(|row| table.row(*row).cells().any(|cell| cell == "医療機関番号")).expect("headings");
    let number = column(&table, header, "医療機関番号");
    let columns = BUREAU.map(|name| column(&table, header, name));
    let (mut bureau, mut right) = (csv::Writer::from_writer(Vec::new()), Vec::<String>::new());
    bureau.write_record(BUREAU).expect("written");
    for row in table.rows().skip(header + 1) {
        // One row per registration: an institution's rows stand together.
        if right.last().is_none_or(|last| last != row.cell(number)) {
            bureau.write_record(columns.map(|column| row.cell(column))).expect("written");
            right.push(row.cell(number).to_owned());
        }
    }
    let table = |bytes: &[u8]| table::read("csv", bytes, Sheets::First).expect("table").remove(0);
    let both = prepare(table(&care.into_inner().expect("bytes")), table(&bureau.into_inner().expect("bytes")))
        .expect("columns");
    let pairs = between(both.left.profiles, both.right.profiles);
    let truth: BTreeMap<String, String> =
        right.iter().filter(|id| left.contains(id)).map(|id| (id.clone(), id.clone())).collect();
    let unscored = left.iter().filter(|id| !truth.contains_key(*id)).cloned().collect();
    Chiba { pairs, left, right, truth, unscored }
}

impl Chiba {
    /// The pairs without the care offices that the list does not have.
    pub(crate) fn scored(&self) -> Vec<Match> {
        let known = |pair: &&Match| !self.unscored.contains(&self.left[pair.left as usize]);
        self.pairs.iter().filter(known).copied().collect()
    }
}

fn open(path: &Path) -> Table {
    let bytes = std::fs::read(path).expect("file");
    table::read(&path.to_string_lossy(), &bytes, Sheets::First).expect("table").remove(0)
}

fn column(table: &Table, row: usize, name: &str) -> u16 {
    let at = table.row(row).cells().position(|cell| cell.trim_start_matches('\u{feff}') == name);
    u16::try_from(at.unwrap_or_else(|| panic!("no column {name}"))).expect("few columns")
}
