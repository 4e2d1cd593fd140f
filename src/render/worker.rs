//! `sw.js`: what the browser keeps for the second visit, when the settings ask for it.

/// The script, with the files it keeps from the first visit on.
const SCRIPT: &str = include_str!("../../site/worker/sw.js");

/// The service worker of a site. `kept` are paths from the site's root.
pub fn worker(kept: &[&str]) -> (String, Vec<u8>) {
    let list = serde_json::Value::from(kept.to_vec()).to_string();
    ("sw.js".to_owned(), SCRIPT.replace("/*KEPT*/[]", &list).into_bytes())
}
