//! Every code has a case in which it is found and one, as near as can be, in which it is not; in a project where there
//! is nothing else to find.

mod cases;
mod clean;
mod project;

use cases::{Case, Edit};
use clean::Clean;
use ouchi::check;
use std::collections::BTreeSet;

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let found = Clean::new().codes();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn every_code_has_a_case() {
    let known: BTreeSet<&str> =
        check::entries().iter().map(|entry| entry.code).filter(|code| !cases::is_of_the_network(code)).collect();
    let tried: Vec<&str> = cases::ALL
        .iter()
        .flat_map(|group| group.iter().map(|case| case.code))
        .chain(cases::ELSEWHERE.iter().map(|(code, _)| *code))
        .collect();
    let set: BTreeSet<&str> = tried.iter().copied().collect();
    let missing: Vec<&&str> = known.difference(&set).collect();
    assert!(missing.is_empty(), "codes without a case: {missing:?}");
    assert!(set.is_subset(&known), "cases of no code: {:?}", set.difference(&known));
    assert_eq!(set.len(), tried.len(), "a code is tried twice");
    // Codes of the network are tried against a server of their own.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let server: String = std::fs::read_dir(folder)
        .expect("tests")
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("fetch"))
        .filter_map(|entry| std::fs::read_to_string(entry.path()).ok())
        .collect();
    let untried: Vec<&str> = check::entries()
        .iter()
        .map(|entry| entry.code)
        .filter(|code| cases::is_of_the_network(code) && !server.contains(code))
        .collect();
    assert!(untried.is_empty(), "codes of the network that no test names: {untried:?}");
    // What cannot be brought about from a project is tried where it arises; the tests named are there.
    for (code, (file, test)) in cases::ELSEWHERE {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = std::fs::read_to_string(path).expect("the file that tries it");
        assert!(text.contains(&format!("fn {test}(")), "{code}: no {test} in {file}");
    }
}

/// Runs both sides of a group's cases; what is wrong with which.
fn wrong(cases: &[Case]) -> Vec<String> {
    let mut wrong = Vec::new();
    for case in cases {
        let entry = check::entries().into_iter().find(|entry| entry.code == case.code);
        for (side, expected) in [("bad", true), ("good", false)] {
            let clean = Clean::new();
            case.apply(&clean, expected);
            let found = clean.codes();
            let here = found.get(case.code);
            if here.is_some() != expected {
                wrong.push(format!("{} {side}: {found:?}", case.code));
            }
            if let (Some((severity, _)), Some(entry)) = (here, entry)
                && *severity != entry.severity
            {
                wrong.push(format!("{}: {severity:?}, its page says {:?}", case.code, entry.severity));
            }
        }
    }
    wrong
}

macro_rules! group {
    ($name:ident, $at:expr) => {
        #[test]
        fn $name() {
            let wrong = wrong(cases::ALL[$at]);
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    };
}

group!(files, 0);
group!(texts, 1);
group!(fields, 2);
group!(numbers, 3);
group!(places, 4);
group!(rules, 5);
group!(surveys, 6);

impl Case {
    /// Makes the bad or the good side of the case.
    fn apply(&self, clean: &Clean, bad: bool) {
        match self.edit {
            Edit::Swap(file, find, wrong, right) => clean.copy.edit(file, find, if bad { wrong } else { right }),
            Edit::Do(wrong, right) => {
                if bad {
                    wrong(clean);
                } else {
                    right(clean);
                }
            }
        }
    }
}
