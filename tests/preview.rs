//! The preview: what it shows, and what it refuses to whom.

mod project;
mod visit;
mod watched;

use jiff::civil::date;
use ouchi::io::Server;
use ouchi::preview::Look;
use project::Copy;
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::Receiver;
use std::time::Duration;
use visit::{ask, get, raw};
use watched::watched;

const LONG: Duration = Duration::from_secs(120);

struct Running {
    copy: Copy,
    server: Server,
    built: Receiver<bool>,
}

impl Running {
    fn of(copy: Copy, drafts: bool) -> Self {
        let look = Look { on: Some(date(2026, 11, 1)), drafts };
        let (server, built) = watched(&copy.path("."), look);
        let running = Self { copy, server, built };
        running.next();
        running
    }

    fn at(&self) -> SocketAddr {
        self.server.address()
    }

    /// Whether the next build gave a new site.
    fn next(&self) -> bool {
        self.built.recv_timeout(LONG).expect("built")
    }
}

#[test]
fn a_saved_file_is_shown_and_a_broken_one_leaves_the_last_site() {
    let running = Running::of(Copy::of_sample(), false);
    let at = running.at();
    let home = get(at, "/");
    assert_eq!(home.status, 200);
    assert!(home.body.contains("/.ouchi/live.js\" data-version="), "the page asks for news");
    assert_eq!(get(at, "/find").status, 302);
    assert_eq!(get(at, "/find/").status, 200);
    assert_eq!(get(at, "/no/such/page.html").status, 404);
    assert!(get(at, "/assets/site.css").head.contains("text/css"));

    running.copy.edit("content/about.md", "\n+++\n", "\n+++\n\nいま書いた文です。\n");
    assert!(running.next());
    assert!(get(at, "/about/").body.contains("いま書いた文です。"));

    running.copy.edit("content/about.md", "+++\n", "++\n");
    assert!(!running.next(), "nothing new");
    assert!(get(at, "/about/").body.contains("いま書いた文です。"), "the last good site");
    let news = get(at, "/.ouchi/news?since=0&page=/about/").body;
    assert!(news.contains("content/about.md 1行1文字目") && news.contains("\"is_new\":false"), "{news}");

    running.copy.edit("content/about.md", "++\n", "+++\n");
    assert!(running.next());
    let news = get(at, "/.ouchi/news?since=0&page=/about/").body;
    assert!(news.contains("\"is_new\":true"), "{news}");
    let dist = running.copy.path("dist");
    assert!(!dist.exists(), "nothing is written");
    assert!(!running.copy.path(".ouchi").exists(), "nothing is written");
}

#[test]
fn drafts_and_later_days_are_shown_on_request_alone() {
    let copy = Copy::of_sample();
    let event = |name: &str, more: &str| {
        let text = format!("+++\ntitle = \"{name}\"\nstart = 2026-12-20T10:00:00\n{more}\n+++\n見本\n");
        std::fs::write(copy.path(&format!("content/events/{name}.md")), text).expect("written");
    };
    event("draft-one", "draft = true");
    let leaflet = "kind = \"document\"\nfile = \"/events/leaflet.pdf\"\ndraft = true";
    event("draft-two", leaflet);
    std::fs::write(copy.path("content/events/leaflet.pdf"), "%PDF-1.4").expect("written");
    event("later-one", "publish_on = 2026-12-01");
    let build = copy.run(&["build", "--as-of", "2026-11-01", "--json"], &[]);
    assert_eq!(build.code, 0, "{}", build.out);
    for name in ["draft-one", "later-one"] {
        assert!(!copy.path(&format!("dist/events/{name}/index.html")).exists(), "{name}");
        assert!(!std::fs::read_to_string(copy.path("dist/events/index.html")).expect("page").contains(name));
    }
    assert!(!copy.path("dist/events/leaflet.pdf").exists(), "what only a draft names");
    let later = copy.run(&["build", "--as-of", "2026-12-01", "--out", "later"], &[]);
    assert_eq!(later.code, 0, "{}", later.out);
    assert!(copy.path("later/events/later-one/index.html").exists(), "its day has come");
    assert!(!copy.path("later/events/draft-one/index.html").exists());

    let running = Running::of(copy, false);
    let at = running.at();
    assert_eq!(get(at, "/events/draft-one/").status, 404);
    let own = format!("Origin: http://{at}");
    let turned = ask(at, "POST", "/.ouchi/look", &[&own], b"on=2026-11-01&drafts=1");
    assert_eq!(turned.status, 204, "{}", turned.body);
    assert!(running.next());
    assert_eq!(get(at, "/events/draft-one/").status, 200);
    assert_eq!(get(at, "/events/later-one/").status, 200);
    assert_eq!(get(at, "/events/leaflet.pdf").status, 200);
    ask(at, "POST", "/.ouchi/look", &[&own], b"on=2026-12-02&drafts=0");
    assert!(running.next());
    assert_eq!(get(at, "/events/draft-one/").status, 404);
    assert_eq!(get(at, "/events/later-one/").status, 200);
}

#[test]
fn nobody_else_is_answered() {
    let running = Running::of(Copy::of_sample(), false);
    let at = running.at();
    assert!(at.ip().is_loopback());
    let port = at.port();

    // Names that somebody else can give this address (DNS rebinding), no name, two names, another port.
    for host in [
        format!("Host: evil.example:{port}"),
        format!("Host: localhost.evil.example:{port}"),
        format!("Host: 127.0.0.1.nip.io:{port}"),
        "Host: 127.0.0.1".to_owned(),
        "Host: 127.0.0.1:1".to_owned(),
        format!("Host: 127.0.0.1:{port}\r\nHost: evil.example:{port}"),
        "Host:".to_owned(),
    ] {
        for path in ["/", "/.ouchi/news?since=0", "/geojson/facilities.geojson"] {
            let got = ask(at, "GET", path, &[&host], b"");
            assert!(matches!(got.status, 400 | 421), "{host} {path}: {}", got.status);
            assert!(!got.body.contains("html"), "{host}: nothing is told");
        }
    }
    assert_eq!(get(at, "/").status, 200);
    let named = format!("Host: localhost:{port}");
    assert_eq!(ask(at, "GET", "/", &[&named], b"").status, 200);
    let full = format!("GET http://evil.example/ HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n");
    assert_eq!(raw(at, full.as_bytes()).status, 400);

    // Pages of others: their `Origin`, or what the browser says of them.
    let own = format!("Origin: http://{at}");
    let look = |headers: &[&str]| ask(at, "POST", "/.ouchi/look", headers, b"drafts=0&on=2026-11-01").status;
    assert_eq!(look(&[&own]), 204);
    assert_eq!(look(&[]), 403, "no origin");
    for origin in
        ["Origin: http://evil.example", "Origin: null", "Origin: http://127.0.0.1:1", "Origin: https://127.0.0.1"]
    {
        assert_eq!(look(&[origin]), 403, "{origin}");
        assert_eq!(ask(at, "GET", "/", &[origin], b"").status, 403, "{origin}");
    }
    assert_eq!(look(&[&own, "Sec-Fetch-Site: cross-site"]), 403);
    assert_eq!(look(&[&own, "Sec-Fetch-Site: same-site"]), 403, "another port");
    let embedded = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"];
    assert_eq!(ask(at, "GET", "/data/search.js", &embedded, b"").status, 403);
    let head = get(at, "/").head;
    for line in ["cross-origin-resource-policy: same-origin", "x-frame-options: deny", "cache-control: no-store"] {
        assert!(head.contains(line), "{line} in {head}");
    }
    assert!(!head.contains("access-control-allow"));
    for method in ["PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE"] {
        assert_ne!(ask(at, method, "/", &[&own], b"").status, 200, "{method}");
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let running = Running::of(Copy::of_sample(), false);
    let at = running.at();
    std::fs::write(running.copy.path("secret.txt"), "ひみつ").expect("written");
    for path in [
        "/ouchi.toml",
        "/geodata/ledger.csv",
        "/content/about.md",
        "/secret.txt",
        "/../secret.txt",
        "/find/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..%255csecret.txt",
        "/%252e%252e/secret.txt",
        "/.%2e/.%2e/.%2e/etc/passwd",
        "//etc/passwd",
        "/etc/passwd",
        "/file:///etc/passwd",
        "/C:/Windows/win.ini",
        "/%00",
        "/index.html%00.txt",
        "/.ouchi/../../secret.txt",
        "/.ouchi/lock",
        "/.git/config",
        "/\\..\\secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
    ] {
        let got = get(at, path);
        assert!(matches!(got.status, 400 | 404), "{path}: {}", got.status);
        assert!(!got.body.contains("ひみつ") && !got.body.contains("root:"), "{path}");
    }
}

#[test]
fn what_is_too_large_is_not_read() {
    let running = Running::of(Copy::of_sample(), false);
    let at = running.at();
    let own = format!("Origin: http://{at}");
    assert_eq!(ask(at, "POST", "/.ouchi/look", &[&own], &[b'x'; 4096]).status, 413);
    let lie = ["Content-Length: 99999999999", own.as_str()];
    assert_eq!(ask(at, "POST", "/.ouchi/look", &lie, b"x").status, 413, "not even waited for");
    let chunks = format!(
        "POST /.ouchi/look HTTP/1.1\r\nHost: {at}\r\n{own}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n\
         1000\r\n{}\r\n0\r\n\r\n",
        "x".repeat(4096)
    );
    assert_eq!(raw(at, chunks.as_bytes()).status, 413, "a body that does not say how long it is");
    let long = format!("/{}", "a".repeat(200_000));
    assert!(matches!(get(at, &long).status, 414 | 431 | 400 | 0));
    let header = format!("X-Long: {}", "a".repeat(200_000));
    assert!(matches!(ask(at, "GET", "/", &[&header], b"").status, 431 | 400 | 0));
    assert!(matches!(ask(at, "GET", "/", &[], b"body that nobody asked for").status, 200 | 400));
    let some = format!("X-Long: {}", "a".repeat(40_000));
    assert_eq!(ask(at, "GET", "/", &[&some], b"").status, 431);
    assert_eq!(get(at, "/").status, 200, "still there");
}

#[test]
fn those_who_wait_do_not_keep_others_out() {
    let running = Running::of(Copy::of_sample(), false);
    let at = running.at();
    let news = get(at, "/.ouchi/news?since=0&page=/").body;
    let version = news.split("\"version\":").nth(1).and_then(|rest| rest.strip_suffix('}')).expect("a version");
    let path = format!("/.ouchi/news?since={version}&page=/");
    let text = format!("GET {path} HTTP/1.1\r\nHost: {at}\r\n\r\n");
    let crowd: Vec<TcpStream> = (0..600)
        .map(|_| {
            let mut stream = TcpStream::connect(at).expect("connected");
            stream.write_all(text.as_bytes()).expect("sent");
            stream
        })
        .collect();
    assert_eq!(get(at, "/").status, 200);
    assert!(get(at, &path).body.contains("\"full\":true"), "one more is answered at once");
    drop(crowd);
}
