//! The sample in `geodata/` is what its generator writes: nobody edited one without the other.

#[path = "sample/generator/mod.rs"]
mod generator;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// Folders of `geodata/` that the generator owns whole.
const OWNED: [&str; 7] = ["kaigo", "navii", "bureau", "survey", "area", "base", "list"];

#[test]
fn geodata_is_what_the_generator_writes() {
    let geodata = Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata");
    let mut paths = BTreeSet::new();
    for file in generator::files() {
        let mut kept = Vec::new();
        File::open(geodata.join(&file.path))
            .and_then(|mut on_disk| on_disk.read_to_end(&mut kept))
            .unwrap_or_else(|error| panic!("{}: {error}", file.path));
        assert!(kept == file.bytes, "{} differs; run `cargo run --example sample -- geodata`", file.path);
        assert!(paths.insert(file.path.clone()), "{} is written twice", file.path);
    }
    for folder in OWNED {
        for entry in fs::read_dir(geodata.join(folder)).expect("the folder is there") {
            let name = entry.expect("an entry").file_name().into_string().expect("a name in Unicode");
            assert!(paths.contains(&format!("{folder}/{name}")), "{folder}/{name} comes from nowhere");
        }
    }
}

#[test]
fn every_row_is_marked_and_no_phone_can_ring() {
    for file in generator::files() {
        let facilities = ["kaigo/", "list/"].iter().any(|folder| file.path.starts_with(folder))
            || file.path.contains("facility_info")
            || file.path.contains("pharmacy");
        if !facilities {
            continue;
        }
        let text = String::from_utf8(file.bytes).expect("UTF-8");
        for line in text.lines().skip(1) {
            assert!(line.contains("見本 ") || line.contains("見本\u{3000}"), "{}: {line}", file.path);
            let phones = line.split([',', '"']).filter(|value| value.starts_with('0') && value.contains('-'));
            for phone in phones {
                assert!(phone.starts_with("04-0000-"), "{}: {phone}", file.path);
            }
        }
    }
}
