//! Every component has its template, its style and examples, and each part of it is shown in the gallery.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn folders() -> Vec<(String, std::path::PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("site/components");
    let mut all: Vec<_> = fs::read_dir(root)
        .expect("components")
        .map(|entry| entry.expect("entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect();
    all.sort();
    all
}

#[test]
fn every_component_is_a_folder_with_template_style_and_examples() {
    let mut lost = Vec::new();
    for (name, folder) in folders() {
        for file in [format!("{name}.html"), format!("{name}.css"), "examples.toml".to_owned()] {
            if !folder.join(&file).is_file() {
                lost.push(format!("{name}/{file}"));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn every_part_is_used_by_a_page_and_shown_by_an_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("site");
    // The parts around every page are called by the renderer, which makes them once.
    let mut used = fs::read_to_string(root.join("../src/render/mod.rs")).expect("the renderer");
    for entry in fs::read_dir(root.join("templates")).expect("templates") {
        used += &fs::read_to_string(entry.expect("entry").path()).expect("text");
    }
    let (mut shown, mut parts) = (String::new(), BTreeSet::new());
    for (name, folder) in folders() {
        let template = fs::read_to_string(folder.join(format!("{name}.html"))).expect("text");
        for part in template.split("{% component ").skip(1) {
            parts.insert(part.split('(').next().unwrap_or_default().to_owned());
        }
        used += &template;
        shown += &fs::read_to_string(folder.join("examples.toml")).unwrap_or_default();
    }
    let unused: Vec<_> = parts.iter().filter(|part| !used.contains(&format!("<{part} "))).collect();
    assert!(unused.is_empty(), "used by no page: {unused:?}");
    // A part that only other parts call is shown by them.
    let called_by_pages: Vec<_> = parts.iter().filter(|part| !shown.contains(&format!("<{part} "))).collect();
    let inner = ["card_rest", "count", "cross", "emergency_card", "few", "plan_actions", "plan_chart", "sheet_line"];
    let missing: Vec<_> = called_by_pages.into_iter().filter(|part| !inner.contains(&part.as_str())).collect();
    assert!(missing.is_empty(), "shown by no example: {missing:?}");
}

#[test]
fn the_gallery_is_made_from_the_examples() {
    let files = match ouchi::render::gallery() {
        Ok(files) => files,
        Err(finding) => panic!("{}", finding.message),
    };
    let page = files.iter().find(|(path, _)| path == "index.html").expect("a page");
    let html = String::from_utf8_lossy(&page.1);
    for (name, _) in folders() {
        assert!(html.contains(&format!("id=\"c-{name}\"")), "{name}");
    }
    assert!(files.iter().any(|(path, _)| path == "assets/site.css"));
}
