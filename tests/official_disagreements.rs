//! The care register of the nation against itself: offices whose service files do not say the same. Reads the folder
//! named by `OUCHI_OFFICIAL` (see README.md); says so and passes when it is not set. Only counts are kept here.
#![allow(clippy::print_stdout, reason = "says when it skips, and the figures")]

use ouchi::merge::{self, Disputed};
use ouchi::model::{Areas, IdentifierKind};
use ouchi::settings::{Keep, SourceSetting};
use ouchi::source::{self, Input, Reading, Scope};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn offices_that_differ_between_service_files_are_listed_unless_only_the_spelling_does() {
    let Ok(official) = std::env::var("OUCHI_OFFICIAL") else {
        println!("skipped: OUCHI_OFFICIAL does not name the folder of official files");
        return;
    };
    let folder = Path::new(&official).join("kaigo");
    let mut inputs: Vec<Input> = std::fs::read_dir(folder)
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .map(|path| Input { bytes: std::fs::read(&path).expect("file"), path: path.display().to_string() })
        .collect();
    inputs.sort_by(|a, b| a.path.cmp(&b.path));

    // As the cells stand: name, address, coordinate.
    let mut cells: BTreeMap<String, BTreeSet<[String; 4]>> = BTreeMap::new();
    // An address holds the municipality's name where that column has another's.
    let mut municipalities: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for input in &inputs {
        let text = std::str::from_utf8(&input.bytes).expect("UTF-8").trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let head = reader.headers().expect("heading").clone();
        let column = |name: &str| head.iter().position(|one| one.trim() == name).expect("a column");
        let wanted = ["事業所名", "住所", "緯度", "経度"].map(column);
        let (number, municipality) = (column("事業所番号"), column("市区町村名"));
        for row in reader.records() {
            let row = row.expect("a row");
            let values = wanted.map(|at| row.get(at).unwrap_or_default().trim().to_owned());
            let id = row.get(number).unwrap_or_default().trim().to_owned();
            municipalities.entry(id).or_default().insert(row.get(municipality).unwrap_or_default().trim().to_owned());
            cells.entry(row.get(number).unwrap_or_default().trim().to_owned()).or_default().insert(values);
        }
    }
    let raw: BTreeSet<&String> = cells.iter().filter(|(_, values)| values.len() > 1).map(|(id, _)| id).collect();

    let scope = Scope { keep: Keep::All, code: String::new(), prefecture: String::new(), municipality: String::new() };
    let mut reading = Reading::default();
    let mut records = source::kaigo::read(&inputs, &SourceSetting::default(), &scope, &mut reading);
    let linked = merge::link(&records, &Areas::default(), &[]);
    let mut facilities = merge::unite(&mut records, &linked, &Default::default(), &|rows| rows.to_vec());
    // Placed by the first point, as far as this test goes.
    for (facility, cluster) in facilities.iter_mut().zip(&linked.clusters) {
        facility.located =
            cluster.iter().find_map(|at| records[*at].point.as_ref()).map(|point| ouchi::model::Located {
                point: point.value,
                precision: ouchi::model::Precision::Published,
                origin: point.origin,
            });
    }
    let all = merge::disagreements(&records, &linked, &facilities, &Areas::default());
    let listed: BTreeSet<&String> = all
        .iter()
        .filter(|one| matches!(one.about, Disputed::Name | Disputed::Address | Disputed::Point))
        .flat_map(|one| &facilities[one.facility].identifiers)
        .filter(|one| one.kind == IdentifierKind::CareOffice)
        .map(|one| &one.value)
        .collect();
    println!("{} of {} numbers differ in some cell; {} are listed", raw.len(), cells.len(), listed.len());
    assert_eq!((raw.len(), cells.len()), (8_529, 40_420));
    // Nothing is listed that is the same cell by cell.
    let invented: Vec<_> = listed.iter().filter(|id| !raw.contains(**id) && municipalities[**id].len() == 1).collect();
    assert!(invented.is_empty(), "{} of them, such as {:?}", invented.len(), invented.first());
    // The rest differs in how it is written, or by less than 100 m.
    let mut by_about: BTreeMap<Disputed, usize> = BTreeMap::new();
    all.iter().for_each(|one| *by_about.entry(one.about).or_default() += 1);
    println!("{by_about:?}");
    assert!((2_000..2_300).contains(&listed.len()), "{}", listed.len());
}
