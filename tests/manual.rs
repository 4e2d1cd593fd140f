//! The staff manual (`docs/manual/`) does what it says: its steps are run in order on a copy of the sample.

mod project;

use project::Copy;
use std::fs;

const MANUAL: &str = include_str!("../docs/manual/README.md");

/// Fenced blocks: what stands after the fence, and the lines inside.
fn blocks() -> Vec<(String, Vec<&'static str>)> {
    let mut blocks: Vec<(String, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for line in MANUAL.lines() {
        if let Some(head) = line.strip_prefix("```") {
            inside = !inside;
            if inside {
                blocks.push((head.to_owned(), Vec::new()));
            }
        } else if inside && let Some((_, lines)) = blocks.last_mut() {
            lines.push(line);
        }
    }
    blocks
}

#[test]
fn the_pictures_are_there_and_say_in_words_what_they_show() {
    let mut pictures = 0;
    for line in MANUAL.lines().filter(|line| line.starts_with("![")) {
        let (words, path) = line[2..].split_once("](").expect("words, then a path");
        let file = path.trim_end_matches(')');
        let whole = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual").join(file);
        let bytes = fs::read(&whole).unwrap_or_else(|_| panic!("no {file}: node docs/manual/pictures.mjs"));
        assert!(bytes.starts_with(b"\x89PNG") && bytes.len() < 200_000, "{file}: {} bytes", bytes.len());
        assert!(words.chars().count() > 5, "{file}");
        pictures += 1;
    }
    assert!(pictures >= 6, "{pictures}");
}

#[test]
fn every_step_of_the_manual_does_what_it_says() {
    let copy = Copy::of_sample();
    let mut runs = 0;
    for (head, lines) in blocks() {
        match head.split_once(' ') {
            Some(("書く", file)) => fs::write(copy.path(file), lines.join("\n") + "\n").expect("written"),
            Some(("直す", file)) => {
                let text = lines.join("\n");
                let (old, new) = text.split_once("\n---\n").expect("old, ---, new");
                copy.edit(file, old, new);
            }
            None if head == "console" => {
                let command = lines[0].strip_prefix("$ ouchi ").expect("a command");
                let arguments: Vec<&str> = command.split(' ').collect();
                let said = copy.run(&arguments, &[]).out;
                let mut rest = said.as_str();
                for line in lines[1..].iter().filter(|line| **line != "…") {
                    let at = rest.find(line).unwrap_or_else(|| panic!("`{command}` does not say 「{line}」:\n{said}"));
                    rest = &rest[at + line.len()..];
                }
                runs += 1;
            }
            None if head == "text" => {}
            _ => panic!("a block of unknown kind: {head}"),
        }
    }
    assert!(runs >= 8, "{runs}");
}
