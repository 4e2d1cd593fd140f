//! Licences, bans and sources of everything the program is made of, by the lists of `deny.toml`, without cargo-deny.
#![allow(clippy::print_stdout, reason = "says what it cannot look at")]

use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

#[derive(Deserialize)]
struct Deny {
    licenses: Licences,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    name: String,
}

fn deny() -> Deny {
    toml::from_str(include_str!("../deny.toml")).expect("deny.toml")
}

/// Every package of the lock file; on a machine that never brought those of other systems, this system's.
fn packages() -> Vec<Value> {
    let metadata = |more: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--locked", "--offline", "--format-version", "1"])
            .args(more)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo metadata");
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    };
    let whole = metadata(&[]).or_else(|_| {
        println!("other systems' packages are not on this machine: only this system's are looked at");
        metadata(&["--filter-platform", &host()])
    });
    let all: Value = serde_json::from_slice(&whole.expect("cargo metadata")).expect("JSON");
    all["packages"].as_array().expect("packages").clone()
}

/// This system, as cargo calls it.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_owned()
}

/// Whether a licence expression can be met with what is allowed. `OR` binds weaker than `AND`; `/` is the old `OR`.
fn is_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let text = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut at = 0;
    any(&words, &mut at, allowed) && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at, allowed);
    }
    met
}

fn all(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let word = words.get(*at).copied().unwrap_or_default();
    *at += 1;
    if word == "(" {
        let met = any(words, at, allowed);
        *at += 1;
        return met;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return allowed(&format!("{word} WITH {exception}"));
    }
    allowed(word)
}

#[test]
fn every_package_may_be_used_and_comes_from_the_registry() {
    let deny = deny();
    let allowed = |licence: &str| deny.licenses.allow.contains(licence);
    let banned: BTreeSet<&str> = deny.bans.deny.iter().map(|one| one.name.as_str()).collect();
    let packages = packages();
    assert!(packages.len() > 50, "the list of packages is whole");
    let mut wrong = Vec::new();
    for package in &packages {
        let name = package["name"].as_str().expect("a name");
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_met(licence, &allowed) {
            wrong.push(format!("{name}: {licence} is not allowed"));
        }
        if banned.contains(name) {
            wrong.push(format!("{name} is banned"));
        }
        // Ours has no source; git and other registries have one of another kind.
        let source = package["source"].as_str().unwrap_or("registry+");
        if !source.starts_with("registry+") {
            wrong.push(format!("{name}: {source} is no registry"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reading_of_licences_can_refuse() {
    let allowed = |licence: &str| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&licence);
    for good in
        ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR GPL-3.0) AND ISC", "Apache-2.0 WITH LLVM-exception"]
    {
        assert!(is_met(good, &allowed), "{good}");
    }
    for bad in ["GPL-3.0-only", "MIT AND GPL-3.0", "none", "(GPL-3.0 OR MPL-2.0) AND MIT", "Apache-2.0", "", "MIT GPL"]
    {
        assert!(!is_met(bad, &allowed), "{bad}");
    }
}

/// Each direct dependency has its reason in ARCHITECTURE.md, and nothing else has.
#[test]
fn every_dependency_has_its_reason() {
    let read =
        |path: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("readable");
    let manifest: toml::Value = toml::from_str(&read("Cargo.toml")).expect("TOML");
    let own: BTreeSet<String> = manifest["dependencies"].as_table().expect("a table").keys().cloned().collect();
    let text = read("ARCHITECTURE.md");
    let (_, table) = text.split_once("| crate | why |").expect("the table");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cells: Vec<Vec<&str>> = rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect();
    assert!(cells.iter().all(|row| row.len() == 2 && row[1].chars().count() > 5));
    let named: Vec<String> = cells.iter().flat_map(|row| row[0].split(", ")).map(str::to_owned).collect();
    let set: BTreeSet<String> = named.iter().cloned().collect();
    assert_eq!(set, own);
    assert_eq!(set.len(), named.len(), "a crate has two reasons");
}

/// What the browser gets is pinned to exact versions and named, with its licence, on the about page.
#[test]
fn what_the_site_embeds_is_pinned_and_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("readable");
    let package: Value = serde_json::from_str(&read("site/package.json")).expect("JSON");
    let lock: Value = serde_json::from_str(&read("site/package-lock.json")).expect("JSON");
    let about = read("src/page/about.rs");
    let names = BTreeMap::from([("leaflet", "Leaflet"), ("@digital-go-jp/design-tokens", "デザイントークン")]);
    let own = package["dependencies"].as_object().expect("dependencies");
    assert_eq!(own.len(), names.len(), "the about page names each");
    for (name, version) in own {
        let version = version.as_str().expect("a version");
        assert!(version.bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{name} {version} is not exact");
        let locked = &lock["packages"][format!("node_modules/{name}")];
        assert_eq!(locked["version"], version, "{name}");
        assert!(locked["integrity"].as_str().is_some_and(|digest| digest.starts_with("sha512-")), "{name}");
        assert!(about.contains(names[name.as_str()]), "{name} is not on the about page");
    }
}
