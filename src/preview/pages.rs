//! What the browser asks for. Every answer comes from memory: a path is looked up among the site's files and never
//! becomes a path of the disk.

use super::{AlsoAdmit, Gate, Look, Preview, guarded, refused};
use crate::io::{Answer, Answers, Bytes, Head};
use percent_encoding::percent_decode_str;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// What is ours and not the site's; no file of a site begins with a dot.
const OWN: &str = "/.ouchi/";
const SCRIPT: &str = include_str!("../../site/preview/live.js");
const STYLE: &str = include_str!("../../site/preview/live.css");
/// A page that waits for news is answered by then, and asks again.
const PATIENCE: Duration = Duration::from_secs(25);
/// Pages that wait at once.
const MOST_WAIT: usize = 64;
/// Bytes of the only body that is taken: a day and a tick.
const LARGEST: u64 = 1024;
/// A worker of an earlier visit would show its pages for ever: this one takes itself away.
const NO_WORKER: &str = "self.addEventListener('install',()=>self.skipWaiting());\
    self.addEventListener('activate',()=>self.registration.unregister());\n";
/// Before the first site.
const NONE_YET: &str = "<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><title>下見</title></head>\
    <body class=\"ouchi-live-none\"><main><h1>まだサイトができていません</h1>\
    <p>下に出ていることを直して保存すると、ここに出ます。</p></main></body></html>";

/// Answers for a preview.
pub(super) struct Pages {
    pub(super) preview: Arc<Preview>,
    pub(super) gate: Gate,
    pub(super) also: AlsoAdmit,
}

impl Answers for Pages {
    fn admit(&self, head: &Head) -> Result<u64, Answer> {
        self.gate.admit(head)?;
        (self.also)(head)?;
        Ok(if head.method() == "POST" { LARGEST } else { 0 })
    }

    fn answer(&self, head: &Head, body: Bytes) -> Answer {
        guarded(match (head.method(), head.path().strip_prefix(OWN)) {
            ("POST", Some("look")) => self.look(&body),
            ("POST", _) => refused(405, "ここには送れません。"),
            (_, Some("live.js")) => Answer::new(200, "text/javascript; charset=utf-8", SCRIPT),
            (_, Some("live.css")) => Answer::new(200, "text/css; charset=utf-8", STYLE),
            (_, Some("news")) => self.news(head.query()),
            (_, Some(_)) => refused(404, "ありません。"),
            (_, None) => self.file(head.path()),
        })
    }
}

impl Pages {
    /// Another day, or drafts too.
    fn look(&self, body: &[u8]) -> Answer {
        let mut look = Look { on: None, drafts: false };
        for (key, value) in form_urlencoded::parse(body) {
            match key.as_ref() {
                "drafts" => look.drafts = value == "1",
                "on" if value.is_empty() => {}
                "on" => match value.parse() {
                    Ok(day) => look.on = Some(day),
                    Err(_) => return refused(400, "日付が読めません。"),
                },
                _ => {}
            }
        }
        self.preview.turn(look);
        Answer::new(204, "text/plain; charset=utf-8", "")
    }

    /// Waits until something is new to a page.
    fn news(&self, query: &str) -> Answer {
        let (mut since, mut page) = (0, String::new());
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match key.as_ref() {
                "since" => since = value.parse().unwrap_or(0),
                "page" => page = place_of(&value).unwrap_or_default(),
                _ => {}
            }
        }
        let mut state = self.preview.state();
        if state.files.contains_key(&page) {
            state.seen(&page);
        }
        if since > state.painted && since <= state.version {
            state.painted = since;
            self.preview.changed.notify_all();
        }
        // Who waits takes a thread: beyond a number nobody opens by hand, the answer comes at once.
        let patience = if state.waiting < MOST_WAIT { PATIENCE } else { Duration::ZERO };
        state.waiting += 1;
        let (mut state, _) = self
            .preview
            .changed
            .wait_timeout_while(state, patience, |state| state.version == since)
            .unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        let shown = if state.files.contains_key(&page) { page.as_str() } else { "404.html" };
        // A version of the future is of another run of the program.
        let reload = since > state.version
            || state.is_stale(shown, since)
            || (shown != page && state.since.get(&page).is_some_and(|at| *at > since));
        let json = serde_json::json!({ "version": state.version, "reload": reload, "restyle": state.styled > since,
            "outcome": &*state.outcome, "look": { "on": state.look.day(), "drafts": state.look.drafts }, "full": patience.is_zero() });
        Answer::new(200, "application/json; charset=utf-8", json.to_string())
    }

    fn file(&self, path: &str) -> Answer {
        let Some(wanted) = place_of(path) else { return refused(400, "このアドレスは読めません。") };
        if wanted == "sw.js" {
            return Answer::new(200, kind("sw.js"), NO_WORKER);
        }
        let state = self.preview.state();
        let version = state.version;
        if let Some(bytes) = state.files.get(&wanted) {
            let bytes = bytes.clone();
            drop(state);
            return if wanted.ends_with(".html") {
                Answer::new(200, kind("x.html"), live(&bytes, version))
            } else {
                Answer::new(200, kind(&wanted), bytes)
            };
        }
        if state.files.contains_key(&format!("{wanted}/index.html")) {
            return Answer::new(302, "text/plain; charset=utf-8", "").with("location", format!("/{wanted}/"));
        }
        let (status, page) = match state.files.get("404.html") {
            Some(page) => (404, page.clone()),
            None => (503, Bytes::from_static(NONE_YET.as_bytes())),
        };
        drop(state);
        Answer::new(status, kind("x.html"), live(&page, version))
    }
}

/// The site's file of an address; `None` for what is no path.
fn place_of(path: &str) -> Option<String> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let odd = |part: &str| part == "." || part == ".." || part.contains(['\\', '\0', ':']);
    if path.split('/').any(odd) || path.starts_with('/') {
        return None;
    }
    let folder = path.is_empty() || path.ends_with('/');
    Some(if folder { format!("{path}index.html") } else { path.into_owned() })
}

/// The page with the script that asks for news.
fn live(page: &[u8], version: u64) -> Vec<u8> {
    let tag = format!(
        "<link rel=\"stylesheet\" href=\"{OWN}live.css\">\
         <script defer src=\"{OWN}live.js\" data-version=\"{version}\"></script>\n"
    );
    let at = page.windows(7).position(|part| part == b"</head>").unwrap_or(0);
    [&page[..at], tag.as_bytes(), &page[at..]].concat()
}

/// What a browser takes a file for.
fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json; charset=utf-8",
        "geojson" => "application/geo+json; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_never_climbs() {
        assert_eq!(place_of("/").as_deref(), Some("index.html"));
        assert_eq!(place_of("/find/").as_deref(), Some("find/index.html"));
        assert_eq!(place_of("/facility/a%62c.html").as_deref(), Some("facility/abc.html"));
        for bad in [
            "/../ouchi.toml",
            "/a/%2e%2e/%2E%2e/ouchi.toml",
            "/..%5couchi.toml",
            "/a/..%2f..",
            "//etc/passwd",
            "/%00",
            "/c:/x",
            "/%ff",
            "ouchi.toml",
            "/a/./b",
        ] {
            assert_eq!(place_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_script_goes_into_the_head() {
        let page = String::from_utf8(live("<head><title>頭</title></head><body>".as_bytes(), 7)).expect("text");
        assert!(page.contains("頭</title><link") && page.contains("data-version=\"7\"></script>\n</head>"), "{page}");
    }
}
