//! Styles, scripts and the street map, as files of the site.

use super::files;
use crate::source::Input;
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

static STYLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/site/styles");
static COMPONENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/site/components");
static SCRIPTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/site/scripts");

const TOKENS: &str = include_str!(concat!(env!("OUT_DIR"), "/tokens.css"));
const FOREIGN: [(&str, &[u8]); 4] = [
    ("assets/leaflet/leaflet.js", include_bytes!(concat!(env!("OUT_DIR"), "/leaflet.js"))),
    ("assets/leaflet/leaflet.css", include_bytes!(concat!(env!("OUT_DIR"), "/leaflet.css"))),
    ("assets/leaflet/licence.txt", include_bytes!(concat!(env!("OUT_DIR"), "/leaflet-LICENSE.txt"))),
    ("assets/tokens-licence.txt", include_bytes!(concat!(env!("OUT_DIR"), "/tokens-LICENSE.txt"))),
];

/// Every asset: path from the site's root, and bytes.
///
/// `assets/site.css` is the tokens that are used, `styles/`, `components/`, and `styles/print.css` last;
/// `assets/app.js` is `scripts/app/` and then the components' scripts, joined; so is every other folder of scripts; any
/// other script keeps its name under `assets/`.
pub fn assets(overrides: &[Input]) -> Vec<(String, Cow<'static, [u8]>)> {
    let all = files(&[("styles", &STYLES), ("components", &COMPONENTS), ("scripts", &SCRIPTS)], overrides);
    let mut out: Vec<(String, Cow<'static, [u8]>)> =
        vec![("assets/site.css".into(), Cow::Owned(stylesheet(&all).into_bytes()))];
    let ours = files(&[("components", &COMPONENTS), ("scripts", &SCRIPTS)], &[]);
    let bundles: BTreeSet<&str> = all
        .keys()
        .filter_map(|path| path.strip_prefix("scripts/")?.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    out.extend(
        bundles
            .into_iter()
            .map(|name| (format!("assets/{name}.js"), Cow::Owned(script(&all, &ours, name).into_bytes()))),
    );
    for (path, bytes) in &all {
        if let Some(name) = path.strip_prefix("scripts/").filter(|name| !name.contains('/'))
            && [".js", ".css", ".png", ".svg"].iter().any(|end| name.ends_with(end))
        {
            out.push((format!("assets/{name}"), Cow::Owned(bytes.to_vec())));
        }
    }
    out.extend(FOREIGN.iter().map(|(path, bytes)| ((*path).to_owned(), Cow::Borrowed(*bytes))));
    out
}

/// Files of the look by their paths.
type Files<'a> = BTreeMap<String, Cow<'a, [u8]>>;

fn stylesheet(all: &Files<'_>) -> String {
    let css = |path: &&String| path.ends_with(".css") && !path.starts_with("scripts/");
    let rank = |path: &str| (path == "styles/print.css", path.starts_with("components/"));
    let mut paths: Vec<&String> = all.keys().filter(css).collect();
    paths.sort_by_key(|path| (rank(path), path.as_str()));
    let own: String = paths.iter().map(|path| squeeze(&String::from_utf8_lossy(&all[*path]))).collect();
    format!("{}{own}", used_tokens(&own))
}

/// The design tokens that the styles name, with those that these name in turn; the whole set would be a tenth of
/// the first view.
fn used_tokens(css: &str) -> String {
    let tokens: BTreeMap<&str, &str> = TOKENS
        .lines()
        .filter_map(|line| line.trim().strip_suffix(';')?.split_once(": "))
        .filter(|(name, _)| name.starts_with("--"))
        .collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = names(css).collect();
    while let Some(name) = open.pop() {
        if let Some((name, value)) = tokens.get_key_value(name)
            && used.insert(name)
        {
            open.extend(names(value));
        }
    }
    let lines: String = used.iter().map(|name| format!("{name}:{};\n", tokens[name])).collect();
    format!("/* @digital-go-jp/design-tokens, MIT, (c) 2023 デジタル庁 */\n:root{{\n{lines}}}\n")
}

fn names(css: &str) -> impl Iterator<Item = &str> {
    css.split("var(").skip(1).filter_map(|rest| rest.split([')', ',']).next()).map(str::trim)
}

/// Without comments and indentation.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

/// The scripts one after another, each in a scope of its own.
fn script(all: &Files<'_>, ours: &Files<'_>, folder: &str) -> String {
    let under = format!("scripts/{folder}/");
    let component = |path: &str| folder == "app" && path.starts_with("components/");
    let mut parts: Vec<_> =
        all.iter().filter(|(path, _)| path.ends_with(".js") && (path.starts_with(&under) || component(path))).collect();
    parts.sort_by_key(|(path, _)| (component(path), path.as_str()));
    // A municipality's own script may hold such a line within a text.
    let is_theirs = |path: &String, bytes: &Cow<'_, [u8]>| ours.get(path) != Some(bytes);
    let text = |(path, bytes): (&String, &Cow<'_, [u8]>)| {
        let script = String::from_utf8_lossy(bytes);
        if is_theirs(path, bytes) { format!("{}\n", script.trim_end()) } else { without_remarks(&script) }
    };
    parts.into_iter().map(text).collect()
}

/// A script of ours without the lines that are remarks alone: readers pay for every byte.
fn without_remarks(script: &str) -> String {
    let lines = script.trim_end().lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.fold(String::new(), |text, line| text + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_of_our_scripts_stay_at_home_and_those_of_others_stay() {
        assert_eq!(without_remarks("  // why\nlet a = 'http://b'; // c\n"), "let a = 'http://b'; // c\n");
        let app = |own: &[Input]| String::from_utf8(assets(own)[1].1.to_vec()).expect("text");
        assert!(!app(&[]).lines().any(|line| line.trim_start().starts_with("//")));
        // A copy of ours in a municipality's folder is ours still.
        let (path, bytes) = files(&[("scripts", &SCRIPTS)], &[]).pop_first().expect("a script");
        assert_eq!(app(&[Input { path, bytes: bytes.into_owned() }]), app(&[]));
        let theirs = Input { path: "scripts/app/99-own.js".into(), bytes: b"`\n// a text\n`;".to_vec() };
        assert!(app(&[theirs]).contains("\n// a text\n"));
    }

    #[test]
    fn every_variable_that_styles_use_is_defined() {
        let all = assets(&[]);
        let css = String::from_utf8(all[0].1.to_vec()).expect("text");
        let defined: BTreeSet<&str> =
            css.split(['{', ';', '\n']).filter_map(|part| part.trim().split_once(':')).map(|(name, _)| name).collect();
        let lost: Vec<&str> = names(&css).filter(|name| !defined.contains(name)).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn styles_ask_nobody_else() {
        let all = assets(&[]);
        let css = String::from_utf8(all[0].1.to_vec()).expect("text");
        for way in ["url(http", "url(\"http", "url(//", "url(\"//"] {
            assert!(!css.contains(way), "no outside address in styles: {way}");
        }
        assert!(!css.contains("@import"));
    }

    #[test]
    fn a_style_of_the_project_wins() {
        let own = Input { path: "site/styles/base.css".into(), bytes: b"body { color: teal }".to_vec() };
        let all = assets(&[own]);
        assert!(String::from_utf8_lossy(&all[0].1).contains("color: teal"));
    }
}
