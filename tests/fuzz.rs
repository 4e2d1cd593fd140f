//! Every reader is given thousands of spoiled files, the same in every run. The long run is a command of its own:
//! `cargo run --example fuzz -- --minutes 60` (docs/safety.md).

#[path = "fuzz/mod.rs"]
mod anything;

use anything::Row;
use anything::targets::TARGETS;
use peak_alloc::PeakAlloc;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One at a time, so that the memory of one is not counted for another.
static ALONE: Mutex<()> = Mutex::new(());

/// The readers of which the name's number leaves this remainder; several tests, so that a failure tells where.
fn short(name: &str) {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let target = TARGETS.iter().find(|target| target.name == name).expect("a reader");
    let mut row = Row::new(target, 20_261_101);
    for n in 0..target.short {
        let file = row.next();
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let outcome = row.give(&file);
        let took = MEMORY.peak_usage().saturating_sub(before) >> 20;
        if outcome.is_err() || took > target.most {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.{n}"));
            fs::write(&kept, &file).expect("written");
            panic!("{name}: file {n} (kept as {}): {outcome:?}, {took} MiB", kept.display());
        }
    }
    assert!(row.answers() > 1, "{name}: the changes reach more than one answer");
}

macro_rules! readers {
    ($($test:ident $name:literal),* $(,)?) => {
        $(#[test] fn $test() { short($name); })*
        const TRIED: &[&str] = &[$($name),*];
    };
}

readers! {
    tables_in_text "csv", tables_in_workbooks "xlsx", care_offices "kaigo", institutions "navii", lists "list",
    towns "area", addresses "address", what_is_remembered "memory", bureau_lists "bureau", survey_workbooks "survey",
    survey_tables "survey-csv", answers_of_a_review "review", maps "geojson", settings "settings",
    catalogues "catalogue", written_pages "markdown", zips "zip", pages_of_publishers "page", cells "cell",
}

#[test]
fn every_reader_is_tried() {
    let all: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(all, TRIED);
}

/// Files that once went wrong, each in `tests/corpus/READER.WHAT`.
#[test]
fn what_went_wrong_once_goes_well() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut wrong = String::new();
    let mut tried = 0;
    for entry in fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let reader = name.split('.').next().expect("a reader");
        let target = TARGETS.iter().find(|target| target.name == reader).unwrap_or_else(|| panic!("{name}: whose?"));
        let file = fs::read(&path).expect("readable");
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        let outcome = Row::new(target, 0).give(&file);
        let took = MEMORY.peak_usage().saturating_sub(before) >> 20;
        if outcome.is_err() || took > target.most {
            writeln!(wrong, "{name}: {outcome:?}, {took} MiB").expect("a text");
        }
        tried += 1;
    }
    assert!(tried > 0 && wrong.is_empty(), "{wrong}");
}
