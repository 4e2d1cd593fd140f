//! A server on loopback that serves small files and misbehaves on demand.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with one request for a path, in the place of answering well.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// A status without the file, and how many seconds to wait.
    Status(u16, Option<u64>),
    /// The head and the first bytes, then silence.
    Stall(usize),
    /// The file so slowly that the time is up: bytes at a time, with a pause.
    Trickle(usize, Duration),
    /// The first bytes of the file, then the end of the connection.
    CutAt(usize),
    /// Says that the file is so long, and sends it as it is.
    Claim(usize),
    /// A page in the place of the file.
    Html,
    /// Elsewhere.
    Redirect(String),
}

/// A file that is served.
#[derive(Debug, Clone, Default)]
pub(crate) struct Served {
    body: Vec<u8>,
    kind: &'static str,
    etag: Option<String>,
    acts: VecDeque<Act>,
    always: Option<Act>,
}

/// A request that came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) status: u16,
}

#[derive(Default)]
struct Shelf {
    files: BTreeMap<String, Served>,
    seen: Vec<Seen>,
    proxy_login: Option<String>,
}

/// The server. It ends with the process.
#[derive(Clone)]
pub(crate) struct Server {
    shelf: Arc<Mutex<Shelf>>,
    pub(crate) base: String,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback");
        let port = listener.local_addr().expect("address").port();
        let shelf = Arc::new(Mutex::new(Shelf::default()));
        let server = Self { shelf: shelf.clone(), base: format!("http://127.0.0.1:{port}") };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shelf = shelf.clone();
                std::thread::spawn(move || answer(stream, &shelf));
            }
        });
        server
    }

    /// The same shelf behind TLS, with a certificate for `localhost` of an authority that nobody knows; its PEM.
    pub(crate) fn start_tls() -> (Self, String) {
        let mut authority = rcgen::CertificateParams::new(Vec::<String>::new()).expect("parameters");
        authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let authority_key = rcgen::KeyPair::generate().expect("key");
        let pem = authority.self_signed(&authority_key).expect("certificate").pem();
        let issuer = rcgen::Issuer::new(authority, authority_key);
        let own_key = rcgen::KeyPair::generate().expect("key");
        let own = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
        let own = own.signed_by(&own_key, &issuer).expect("certificate");
        let key = rustls::pki_types::PrivateKeyDer::try_from(own_key.serialize_der()).expect("key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], key)
            .expect("certificate");
        let config = Arc::new(config);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback");
        let port = listener.local_addr().expect("address").port();
        let shelf = Arc::new(Mutex::new(Shelf::default()));
        let server = Self { shelf: shelf.clone(), base: format!("https://localhost:{port}") };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shelf, config) = (shelf.clone(), config.clone());
                std::thread::spawn(move || {
                    let connection = rustls::ServerConnection::new(config).expect("connection");
                    answer(rustls::StreamOwned::new(connection, stream), &shelf);
                });
            }
        });
        (server, pem)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn put(&self, path: &str, kind: &'static str, body: impl Into<Vec<u8>>) {
        let body = body.into();
        let etag = Some(format!("\"{:x}-{}\"", body.len(), body.iter().map(|b| u64::from(*b)).sum::<u64>()));
        let served = Served { body, kind, etag, ..Served::default() };
        self.shelf.lock().expect("shelf").files.insert(path.to_owned(), served);
    }

    /// The next requests for a path go wrong, one after the other.
    pub(crate) fn next(&self, path: &str, acts: impl IntoIterator<Item = Act>) {
        let mut shelf = self.shelf.lock().expect("shelf");
        shelf.files.entry(path.to_owned()).or_default().acts.extend(acts);
    }

    /// Every request for a path goes wrong, until `None` is given.
    pub(crate) fn always(&self, path: &str, act: Option<Act>) {
        self.shelf.lock().expect("shelf").files.entry(path.to_owned()).or_default().always = act;
    }

    /// Acts as a proxy that asks for this `Proxy-Authorization`.
    pub(crate) fn ask_login(&self, login: &str) {
        self.shelf.lock().expect("shelf").proxy_login = Some(login.to_owned());
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shelf.lock().expect("shelf").seen.clone()
    }

    /// Requests for a path so far.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.seen().iter().filter(|seen| seen.path == path).count()
    }
}

fn answer(mut stream: impl Read + Write, shelf: &Mutex<Shelf>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (first.next().unwrap_or_default().to_owned(), first.next().unwrap_or_default().to_owned());
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    // A proxy is asked for whole addresses.
    let path = target
        .split_once("://")
        .map_or(target.clone(), |(_, rest)| rest.find('/').map_or_else(String::new, |at| rest[at..].to_owned()));
    let (served, act, refused) = {
        let mut shelf = shelf.lock().expect("shelf");
        let refused = shelf.proxy_login.as_ref().is_some_and(|login| headers.get("proxy-authorization") != Some(login));
        let file = shelf.files.get_mut(&path);
        let act = file.and_then(|file| file.acts.pop_front().or_else(|| file.always.clone()));
        (shelf.files.get(&path).cloned().filter(|file| act.is_some() || !file.kind.is_empty()), act, refused)
    };
    let note = |status: u16| {
        let seen = Seen { method: method.clone(), path: path.clone(), headers: headers.clone(), status };
        shelf.lock().expect("shelf").seen.push(seen);
    };
    let empty = |status: u16, more: &str| {
        format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n{more}\r\n")
    };
    let mut say = |text: &[u8]| stream.write_all(text).and_then(|()| stream.flush()).is_ok();
    if refused {
        note(407);
        say(empty(407, "Proxy-Authenticate: Basic realm=\"x\"\r\n").as_bytes());
        return;
    }
    let Some(served) = served else {
        note(404);
        say(empty(404, "").as_bytes());
        return;
    };
    let body = served.body.as_slice();
    let tag = served.etag.clone().unwrap_or_default();
    let head = |status: u16, length: usize, kind: &str, more: &str| {
        format!(
            "HTTP/1.1 {status} x\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nETag: {tag}\r\nAccept-Ranges: bytes\r\nConnection: close\r\n{more}\r\n"
        )
    };
    let from = headers
        .get("range")
        .filter(|_| headers.get("if-range") == Some(&tag))
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    match act {
        Some(Act::Status(status, wait)) => {
            note(status);
            let wait = wait.map(|seconds| format!("Retry-After: {seconds}\r\n")).unwrap_or_default();
            say(empty(status, &wait).as_bytes());
        }
        Some(Act::Redirect(to)) => {
            note(302);
            say(empty(302, &format!("Location: {to}\r\n")).as_bytes());
        }
        Some(Act::Html) => {
            note(200);
            let page = "<!DOCTYPE html><html><body>ただいま休止しています</body></html>";
            say(head(200, page.len(), "text/html", "").as_bytes());
            say(page.as_bytes());
        }
        Some(Act::Stall(bytes)) => {
            note(200);
            say(head(200, body.len(), served.kind, "").as_bytes());
            say(&body[..bytes.min(body.len())]);
            std::thread::sleep(Duration::from_secs(4));
        }
        Some(Act::Trickle(bytes, pause)) => {
            note(200);
            say(head(200, body.len(), served.kind, "").as_bytes());
            for part in body.chunks(bytes.max(1)) {
                if !say(part) {
                    return;
                }
                std::thread::sleep(pause);
            }
        }
        Some(Act::CutAt(bytes)) => {
            note(200);
            let start = from.unwrap_or(0);
            say(head(200, body.len(), served.kind, "").as_bytes());
            say(&body[start..(start + bytes).min(body.len())]);
        }
        Some(Act::Claim(length)) => {
            note(200);
            say(head(200, length, served.kind, "").as_bytes());
            say(body);
        }
        None if headers.get("if-none-match") == Some(&tag) => {
            note(304);
            say(format!("HTTP/1.1 304 x\r\nETag: {tag}\r\nConnection: close\r\n\r\n").as_bytes());
        }
        None => {
            let start = from.filter(|start| *start < body.len());
            let range =
                start.map(|start| format!("Content-Range: bytes {start}-{}/{}\r\n", body.len() - 1, body.len()));
            let status = if range.is_some() { 206 } else { 200 };
            note(status);
            let rest = &body[start.unwrap_or(0)..];
            say(head(status, rest.len(), served.kind, &range.unwrap_or_default()).as_bytes());
            if method != "HEAD" {
                say(rest);
            }
        }
    }
}
