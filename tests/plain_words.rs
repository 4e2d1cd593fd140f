//! Plain words: sentences of the texts that ship are short, and hard words are explained, with a reading.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A sentence longer than this is read twice.
const SENTENCE: usize = 80;
/// A row of Chinese characters this long is a term, not a word one reads at sight.
const TERM: usize = 5;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, end: &str, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            files(&path, end, all);
        } else if path.extension().is_some_and(|one| one == end) {
            all.push(path);
        }
    }
    all.sort();
}

/// What readers see of the texts and of the templates: name of the file, and its lines.
fn texts() -> Vec<(String, Vec<String>)> {
    let (mut pages, mut templates) = (Vec::new(), Vec::new());
    files(&root().join("content"), "md", &mut pages);
    files(&root().join("site/templates"), "html", &mut templates);
    files(&root().join("site/components"), "html", &mut templates);
    let name = |path: &Path| path.strip_prefix(root()).expect("inside").to_string_lossy().into_owned();
    let read = |path: &Path| fs::read_to_string(path).expect("text");
    let pages = pages.iter().map(|path| {
        let text = read(path);
        let body = text.splitn(3, "+++").nth(2).unwrap_or_default().to_owned();
        // Rows of a table hold phrases.
        (name(path), body.lines().filter(|line| !line.starts_with('|')).map(|line| without(line, "](", ")")).collect())
    });
    let templates = templates.iter().map(|path| {
        let text = without(&without(&without(&read(path), "{{", "}}"), "{%", "%}"), "{#", "#}");
        (name(path), without(&text, "<", ">").lines().map(str::to_owned).collect())
    });
    pages.chain(templates).collect()
}

/// A text with everything between two signs, and the signs, replaced by a break.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(from) {
        out.push_str(before);
        out.push(if from == "<" { '\n' } else { ' ' });
        rest = after.split_once(to).map_or("", |(_, after)| after);
    }
    out + rest
}

fn glossary() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("content/glossary.toml")).expect("glossary");
    let table: toml::Table = toml::from_str(&text).expect("TOML");
    let field = |word: &toml::Value, name: &str| word[name].as_str().unwrap_or_default().to_owned();
    table["word"].as_array().expect("words").iter().map(|word| (field(word, "word"), field(word, "reading"))).collect()
}

#[test]
fn sentences_are_short() {
    let mut long = Vec::new();
    for (name, lines) in texts() {
        for line in lines {
            for sentence in line.split(['。', '！', '？']) {
                let length = sentence.trim_matches(|c: char| "-*#> []".contains(c)).chars().count();
                if length > SENTENCE {
                    long.push(format!("{name}: {length} {sentence}"));
                }
            }
        }
    }
    assert!(long.is_empty(), "longer than {SENTENCE} characters:\n{}", long.join("\n"));
}

#[test]
fn every_word_of_the_glossary_has_a_reading_in_hiragana() {
    for (word, reading) in glossary() {
        assert!(!reading.is_empty(), "{word}");
        assert!(reading.chars().all(|c| matches!(c, 'ぁ'..='ん' | 'ー' | '・')), "{word}: {reading}");
    }
}

#[test]
fn a_hard_term_is_in_the_glossary_or_is_a_name() {
    let services = fs::read_to_string(root().join("content/services.toml")).expect("services");
    let mut known: BTreeSet<String> = glossary().into_iter().map(|(word, _)| word).collect();
    known.extend(
        services.lines().filter_map(|line| Some(line.strip_prefix("name = \"")?.trim_end_matches('"').to_owned())),
    );
    let names = fs::read_to_string(root().join("tests/plain_words.txt")).expect("names");
    known.extend(names.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(str::to_owned));
    let mut lost = BTreeSet::new();
    for (name, lines) in texts() {
        for line in lines {
            let runs = line.split(|c: char| !matches!(c, '\u{4E00}'..='\u{9FFF}' | '々'));
            for run in runs.filter(|run| run.chars().count() >= TERM) {
                if !known
                    .iter()
                    .any(|one| one.contains(run) || (one.chars().count() >= 3 && run.contains(one.as_str())))
                {
                    lost.insert(format!("{run} ({name})"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "explain in content/glossary.toml, or write plainly: {lost:#?}");
}
