//! Guards the house: modules use lower floors only, no circles, short files, one door.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Floors of ARCHITECTURE.md, from the ground up.
const FLOORS: &[&[&str]] = &[
    &["place", "diagnostic"],
    &["text"],
    &["model", "settings", "geo"],
    &["io", "table"],
    &["source", "project", "fetch"],
    &["locate", "merge", "check"],
    &["ledger", "consent", "tally", "starter"],
    &["layer", "picture", "publication", "forms"],
    &["page"],
    &["render"],
    &["output"],
    &["build", "report"],
    &["preview"],
    &["workbench"],
    &["cli"],
];

/// About 400 lines are the aim; longer than this does not fit in a head.
const LONGEST: usize = 450;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn source() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files(&root)
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
            let module = relative.split('/').next().expect("a part").trim_end_matches(".rs").to_owned();
            (module, relative, fs::read_to_string(&path).expect("readable"))
        })
        .collect()
}

/// Modules that a file names by `crate::`, its unit tests left out.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut names = BTreeSet::new();
    for (at, mark) in code.match_indices("crate::") {
        let rest = &code[at + mark.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            // `use crate::{a, b::{c}}`: names at depth one.
            let mut depth = 1;
            let mut word = String::new();
            let mut fresh = true;
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => fresh = true,
                    ':' if depth == 1 && !word.is_empty() => fresh = false,
                    c if depth == 1 && fresh && (c.is_alphanumeric() || c == '_') => {
                        word.push(c);
                        continue;
                    }
                    _ => {}
                }
                if !word.is_empty() {
                    names.insert(std::mem::take(&mut word));
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            names.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    names
}

#[test]
fn arrows_point_down_and_never_in_a_circle() {
    let floor: BTreeMap<&str, usize> =
        FLOORS.iter().enumerate().flat_map(|(at, modules)| modules.iter().map(move |module| (*module, at))).collect();
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (module, file, text) in source() {
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let Some(own) = floor.get(module.as_str()) else {
            wrong.push(format!("{file}: `{module}` stands on no floor of tests/house.rs"));
            continue;
        };
        for other in used(&text).into_iter().filter(|other| *other != module) {
            match floor.get(other.as_str()) {
                None => wrong.push(format!("{file}: uses `{other}`, which stands on no floor")),
                Some(theirs) if theirs > own => wrong.push(format!("{file}: `{module}` reaches up to `{other}`")),
                Some(_) => {
                    arrows.entry(module.clone()).or_default().insert(other);
                }
            }
        }
    }
    for start in arrows.keys() {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = arrows[start].iter().collect();
        while let Some(at) = next.pop() {
            if at == start {
                wrong.push(format!("`{start}` is in a circle"));
                break;
            }
            if seen.insert(at) {
                next.extend(arrows.get(at).into_iter().flatten());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_fit_in_a_head() {
    let long: Vec<String> = source()
        .into_iter()
        .map(|(_, file, text)| (file, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| format!("{file}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn nothing_is_imported_unnamed() {
    let bad: Vec<String> = source()
        .into_iter()
        .filter(|(_, file, text)| {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let all = code.contains("use super::*") || code.replace("rayon::prelude::*", "").contains("::prelude::*");
            !file.ends_with("tests.rs") && all
        })
        .map(|(_, file, _)| file)
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn the_engine_knows_no_city() {
    let bad: Vec<String> = source()
        .into_iter()
        .filter(|(_, file, text)| {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let told = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            !file.ends_with("tests.rs") && told.into_iter().any(|line| line.contains("流山") || line.contains("122203"))
        })
        .map(|(_, file, _)| file)
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}
