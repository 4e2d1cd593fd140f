//! Folders, heads and files of the written pages.

use super::*;

const ON: Showing = Showing { on: jiff::civil::date(2026, 11, 1), drafts: false };

fn input(path: &str, text: &str) -> Input {
    Input { path: path.into(), bytes: text.as_bytes().to_vec() }
}

#[test]
fn folders_decide_path_and_kind() {
    let (content, found) = load(
        &[
            input("content/home.md", "+++\ntitle = \"はじめに\"\n+++\n"),
            input("content/scene/daily.md", "+++\ntitle = \"ふだん\"\norder = 1\n+++\n本文\n"),
            input("content/events/talk.md", "+++\ntitle = \"講座\"\nstart = 2026-11-20T13:30:00\n+++\n"),
        ],
        ON,
    );
    assert!(found.sorted().is_empty(), "{:?}", found.sorted());
    let paths: Vec<_> = content.texts.iter().map(|text| (text.path.as_str(), text.kind)).collect();
    assert_eq!(
        paths,
        [
            ("events/talk/index.html", TextKind::Event),
            ("index.html", TextKind::Page),
            ("scene/daily/index.html", TextKind::Scene)
        ]
    );
    assert_eq!(content.texts[0].start, Some(jiff::civil::date(2026, 11, 20).at(13, 30, 0, 0)));
}

#[test]
fn an_unknown_key_is_placed_by_the_line_of_the_file() {
    let (_, found) = load(&[input("content/about.md", "+++\ntitle = \"あ\"\ntitel = \"い\"\n+++\n")], ON);
    let first = found.sorted()[0];
    assert_eq!(first.place.as_ref().map(ToString::to_string).as_deref(), Some("content/about.md 3行1文字目"));
    assert!(found.is_fatal());
}

#[test]
fn two_files_of_one_page_are_refused() {
    let (_, found) = load(
        &[
            input("content/library/index.md", "+++\ntitle = \"あ\"\n+++\n"),
            input("content/library.md", "+++\ntitle = \"い\"\n+++\n"),
        ],
        ON,
    );
    assert_eq!(found.count("content-twice"), 1);
}
