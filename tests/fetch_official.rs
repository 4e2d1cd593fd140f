//! `ouchi fetch --from` with real official files, when their folder is given by `OUCHI_OFFICIAL`.
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use jiff::civil::date;
use ouchi::fetch::{FetchOptions, SourceRecords, State, Wanted, fetch};
use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use zip::write::SimpleFileOptions;

fn official() -> Option<PathBuf> {
    let folder = std::env::var_os("OUCHI_OFFICIAL").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        println!("skipped: OUCHI_OFFICIAL names no folder of official files");
    }
    folder
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    let settings = "[site]\nname = \"見本\"\ndescription = \"\"\npublisher = \"流山市\"\n[municipality]\ncode = \"122203\"\nprefecture = \"千葉県\"\nname = \"流山市\"\nreading = \"ながれやまし\"\n[fetch]\nneighbours = [\"122084\"]\ndistance_km = 3\nbase_kb = 24\n";
    File::create(folder.path().join("ouchi.toml"))
        .and_then(|mut file| file.write_all(settings.as_bytes()))
        .expect("write");
    folder
}

fn options(project: &tempfile::TempDir, from: PathBuf, sources: &[Wanted]) -> FetchOptions {
    FetchOptions {
        project: project.path().to_owned(),
        sources: sources.to_vec(),
        from: Some(from),
        accept: false,
        offline: true,
        today: date(2026, 11, 22),
    }
}

#[test]
fn real_files_are_cut_to_the_city_and_read_again() {
    let Some(official) = official() else { return };
    let project = project();
    // The prefecture's boundaries come in a zip; here they are packed as the publisher does.
    let downloads = tempfile::tempdir().expect("folder");
    let mut bytes = Vec::new();
    let path = official.join("boundary/smartnews_N03-21_12_210101_s0010.geojson");
    File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).expect("boundary");
    let file = File::create(downloads.path().join("N03-20210101_12_GML.zip")).expect("file");
    let mut zip = zip::ZipWriter::new(file);
    zip.start_file("N03-21_12_210101.geojson", SimpleFileOptions::default()).expect("start");
    zip.write_all(&bytes).expect("write");
    zip.finish().expect("finish");
    let told = &mut |_, _| {};
    let report = fetch(&options(&project, downloads.path().to_owned(), &[Wanted::Boundary]), told).expect("runs");
    assert_eq!(report.brought[0].state, State::Updated, "{}", report.text());

    let report = fetch(&options(&project, official, &[Wanted::Kaigo, Wanted::Bureau]), told).expect("runs");
    assert!(report.is_done(), "{}", report.text());
    println!("{}", report.text());
    let bytes = {
        let mut bytes = Vec::new();
        File::open(project.path().join("geodata/sources.toml"))
            .and_then(|mut file| file.read_to_end(&mut bytes))
            .expect("read");
        bytes
    };
    let records = SourceRecords::read(&bytes).expect("valid");
    let kaigo = records.get("kaigo").expect("recorded");
    assert_eq!(kaigo.files.len(), 27);
    assert_eq!(kaigo.files.iter().map(|file| file.published_rows).sum::<u64>(), 56_442);
    assert!((60..2_151).contains(&kaigo.rows), "the city's 60 rows and those around: {}", kaigo.rows);
    let bureau = records.get("bureau").expect("recorded");
    assert_eq!((bureau.files.len(), bureau.files[0].published_rows), (1, 29_601));
    assert!(bureau.rows > 756, "the city's 756 rows and its neighbour's: {}", bureau.rows);
    let size = std::fs::metadata(project.path().join(&bureau.files[0].path)).expect("there").len();
    assert!(size < 1_500_000, "the other rows are left out: {size}");
}
