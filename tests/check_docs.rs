//! Every code is explained, every explanation is of a code that is used, and `docs/findings.md` is made from them.
//!
//! `OUCHI_UPDATE=1 cargo test --test check_docs` rewrites the page.

use ouchi::check;
use ouchi::diagnostic::{Entry, machine_rule};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Words with hyphens in the source that are no codes: question ids, classes and names of formats.
const NO_CODES: &[&str] = &["kebab-case", "not-there"];
/// Files whose words with hyphens are not codes at all.
const OTHER_WORDS: &[&str] = &[
    "model/answer.rs",
    "survey/answer.rs",
    "model/question.rs",
    "survey/propose.rs",
    "settings/filter.rs",
    "tally/issues.rs",
    "forms/sheet.rs",
    "picture/",
    "page/",
    "render/",
    "layer/",
    // Headings of HTTP.
    "preview/",
    "io/serve.rs",
    "workbench/door.rs",
    "workbench/form.rs",
    "workbench/page.rs",
    // A command of the system.
    "io/browser.rs",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The code of the product, without tests, comments and the registry itself.
fn code() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files(&root)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).expect("readable");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            let told: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (name, told.join("\n"))
        })
        .filter(|(name, _)| !name.ends_with("tests.rs") && !name.starts_with("diagnostic/"))
        .collect()
}

/// String literals of the form `word-word`, with the text before each.
fn literals(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices('"').filter_map(move |(at, _)| {
        let rest = &text[at + 1..];
        let word = &rest[..rest.find('"')?];
        let kebab = word.contains('-')
            && word.split('-').all(|part| !part.is_empty())
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        kebab.then(|| (word, &text[..at]))
    })
}

fn used() -> BTreeMap<String, String> {
    let mut used = BTreeMap::new();
    for (file, text) in code() {
        for (word, before) in literals(&text) {
            let made = ["::error(", "::warning(", "::note("].iter().any(|call| before.trim_end().ends_with(call));
            let elsewhere = OTHER_WORDS.iter().any(|other| file.contains(other)) && !made;
            // The entry of a rule stands in the rule's own file, and is no use of it.
            let entry = before.trim_end().ends_with("entry(") && !file.starts_with("check/");
            if !NO_CODES.contains(&word) && !elsewhere && !entry {
                used.insert(word.to_owned(), file.clone());
            }
        }
    }
    used
}

#[test]
fn codes_in_use_and_codes_explained_are_the_same() {
    let explained: BTreeSet<&str> = check::entries().iter().map(|entry| entry.code).collect();
    let used = used();
    let silent: Vec<String> = used
        .iter()
        .filter(|(code, file)| !explained.contains(code.as_str()) && !file.starts_with("report/"))
        .filter(|(code, _)| !code.starts_with("data-"))
        .map(|(code, file)| format!("{code} ({file})"))
        .collect();
    assert!(silent.is_empty(), "codes without a page: {}", silent.join(", "));
    // The page of a document's head reuses the settings' reader and is told by another code.
    let idle: Vec<&&str> = explained
        .iter()
        .filter(|code| !used.contains_key(**code))
        .filter(|code| !code_text_holds(&format!("\"{code}\"")))
        .collect();
    assert!(idle.is_empty(), "pages of codes that nothing uses: {idle:?}");
}

fn code_text_holds(text: &str) -> bool {
    code().iter().any(|(_, source)| source.contains(text))
}

#[test]
fn every_page_says_all_it_should() {
    let mut seen = BTreeSet::new();
    for Entry { code, checks, why, example, mend, machine, .. } in check::entries() {
        assert!(seen.insert(code), "{code} twice");
        assert!(
            code.contains('-') && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{code}"
        );
        for text in [checks, why, mend] {
            assert!(text.ends_with('。') || text.ends_with('）'), "{code}: {text}");
        }
        assert!(!example.is_empty(), "{code}");
        assert!(machine.is_none_or(|rule| machine_rule(rule).is_some()), "{code}: {machine:?}");
    }
}

#[test]
fn the_page_of_all_codes_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md");
    let fresh = check::reference();
    if std::env::var_os("OUCHI_UPDATE").is_some() {
        fs::write(&path, &fresh).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == fresh, "docs/findings.md is old; run `OUCHI_UPDATE=1 cargo test --test check_docs`");
}
