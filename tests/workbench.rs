//! The workbench: every protection attacked, and what the machine may refuse.

mod bench;
mod project;
mod visit;

use bench::{Visitor, place};
use jiff::civil::date;
use ouchi::workbench::{Open, Workbench, WorkbenchOptions};
use project::{Copy, tree};
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::Deref;
use std::time::Duration;
use visit::{ask, get, raw};

struct Bench {
    copy: Copy,
    open: Open,
    visitor: Visitor,
}

impl Bench {
    fn of(copy: Copy) -> Self {
        let options = WorkbenchOptions { folder: copy.path("."), as_of: Some(date(2026, 11, 1)) };
        let open = Workbench::open(&options, 0).expect("listens");
        let visitor = Visitor::enter(open.at(), &open.address());
        Self { copy, open, visitor }
    }
}

impl Deref for Bench {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

/// The project's own files: what is kept, and the lock, left out.
fn own(copy: &Copy) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = tree(&copy.path("."));
    files.retain(|name, _| !name.starts_with("replaced/") && !name.starts_with(".ouchi/"));
    files
}

const CARE: &str = "geodata/kaigo/jigyosho_130.csv";

/// The care file without its last row.
fn shorter(copy: &Copy) -> Vec<u8> {
    let text = fs::read_to_string(copy.path(CARE)).expect("readable");
    let rows: Vec<&str> = text.trim_end().lines().collect();
    format!("{}\r\n", rows[..rows.len() - 1].join("\r\n")).into_bytes()
}

#[test]
fn only_this_machine_can_reach_it_under_its_own_name() {
    let bench = Bench::of(Copy::of_sample());
    assert!(bench.at().ip().is_loopback());
    // Every other address of this machine is shut: nothing listens there.
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").expect("bound");
    if socket.connect("198.51.100.1:9").is_ok()
        && let Ok(own) = socket.local_addr()
        && !own.ip().is_loopback()
    {
        let other = SocketAddr::new(own.ip(), bench.at().port());
        assert!(TcpStream::connect_timeout(&other, Duration::from_secs(5)).is_err(), "{other} answers");
    }
    let cookie = format!("Cookie: {}", bench.cookie);
    let port = bench.at().port();
    for host in ["evil.example", "127.0.0.1.evil.example", "0.0.0.0", "192.168.0.5", "[fe80::1]"] {
        let got = ask(bench.at(), "GET", "/", &[&format!("Host: {host}:{port}"), &cookie], b"");
        assert_eq!(got.status, 421, "{host}");
    }
    let other_port = ask(bench.at(), "GET", "/", &["Host: 127.0.0.1:1", &cookie], b"");
    assert_eq!(other_port.status, 421);
    let twice =
        format!("GET / HTTP/1.1\r\nHost: {0}\r\nHost: evil\r\n{cookie}\r\nConnection: close\r\n\r\n", bench.at());
    assert!(matches!(raw(bench.at(), twice.as_bytes()).status, 400 | 421));
    assert_eq!(ask(bench.at(), "GET", "http://evil.example/", &[&cookie], b"").status, 400, "a proxy's form");
}

#[test]
fn without_the_cookie_nothing_is_told() {
    let bench = Bench::of(Copy::of_sample());
    let key = bench.open.address();
    let pages = [
        "/",
        "/put",
        "/put/1",
        "/check",
        "/check/findings.xlsx",
        "/ask",
        "/changes",
        "/look",
        "/hand",
        "/file/x",
        "/workbench.js",
        "/none",
        "/?key=",
        "/?key=guess",
    ];
    for page in pages {
        for cookie in
            ["X: y".to_owned(), format!("Cookie: ouchi-{}=guess", bench.at().port()), "Cookie: ouchi-1=x".into()]
        {
            let got = ask(bench.at(), "GET", page, &[&cookie], b"");
            assert_eq!(got.status, 403, "{page} {cookie}");
            assert!(!got.body.contains("ticket") && !got.body.contains("おうちマップ流山"), "{page}");
        }
    }
    // The cookie of another port's workbench is not this one's.
    let value = bench.cookie.split_once('=').expect("a pair").1;
    assert_eq!(ask(bench.at(), "GET", "/", &[&format!("Cookie: ouchi-1={value}")], b"").status, 403);
    // A key opens once; the browser that has the cookie may reload.
    let path = &key[key.find("/?").expect("a key")..];
    assert_eq!(get(bench.at(), path).status, 303);
    assert_eq!(get(bench.at(), path).status, 403, "used");
    assert_eq!(bench.get(path).status, 303, "a reload by who is in");
    assert_ne!(bench.open.address(), key);
    assert_eq!(key.split_once("key=").expect("a key").1.len(), 40, "160 bits");
}

#[test]
fn every_answer_forbids_what_no_page_needs() {
    let bench = Bench::of(Copy::of_sample());
    for page in ["/", "/put", "/check", "/ask", "/hand", "/workbench.css", "/none"] {
        let head = bench.get(page).head;
        for line in [
            "cache-control: no-store",
            "x-frame-options: deny",
            "x-content-type-options: nosniff",
            "content-security-policy: default-src 'none'",
            "frame-ancestors 'none'",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(head.contains(line), "{page}: {line}\n{head}");
        }
        assert!(!head.contains("unsafe") && !head.contains("access-control"), "{page}: {head}");
    }
}

#[test]
fn nothing_changes_without_origin_cookie_and_ticket_together() {
    let bench = Bench::of(Copy::of_sample());
    bench.drop_files(&[("a.csv", &shorter(&bench.copy))]);
    bench.confirm(1);
    let before = tree(&bench.copy.path("."));
    let step = before.keys().find_map(|name| name.strip_prefix("replaced/")).expect("a step").split('/').next();
    let step = step.expect("an id").to_owned();
    let ticket = bench.ticket("/", "/undo");
    let body = format!("ticket={ticket}&step={step}");
    let (own, cookie) = (format!("Origin: http://{}", bench.at()), format!("Cookie: {}", bench.cookie));
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let port = bench.at().port();
    let attacks: Vec<(&str, Vec<String>, String)> = vec![
        ("no origin", vec![cookie.clone()], body.clone()),
        ("another site", vec![cookie.clone(), "Origin: http://evil.example".into()], body.clone()),
        ("no site", vec![cookie.clone(), "Origin: null".into()], body.clone()),
        ("the preview's port", vec![cookie.clone(), format!("Origin: http://127.0.0.1:{}", port ^ 1)], body.clone()),
        ("another name", vec![cookie.clone(), format!("Origin: http://localhost:{port}")], body.clone()),
        ("said by the browser", vec![cookie.clone(), own.clone(), "Sec-Fetch-Site: same-site".into()], body.clone()),
        ("no cookie", vec![own.clone()], body.clone()),
        ("no ticket", vec![cookie.clone(), own.clone()], format!("step={step}")),
        ("a guess", vec![cookie.clone(), own.clone()], format!("ticket={}&step={step}", "0".repeat(40))),
    ];
    for (what, mut headers, body) in attacks {
        headers.push(kind.to_owned());
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let got = ask(bench.at(), "POST", "/undo", &headers, body.as_bytes());
        assert_eq!(got.status, 403, "{what}");
        assert_eq!(tree(&bench.copy.path(".")), before, "{what}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"] {
        let got = ask(bench.at(), method, "/undo", &[&cookie, &own], b"");
        assert!((400..500).contains(&got.status), "{method} {}", got.status);
    }
    // Reading changes nothing, whatever is asked for.
    for page in [
        "/undo",
        "/hand",
        "/hand/site",
        "/end",
        "/new",
        "/open",
        "/ask",
        "/check",
        "/look",
        "/put",
        "/put/1",
        "/changes",
    ] {
        for method in ["GET", "HEAD"] {
            let got = ask(bench.at(), method, &format!("{page}?{body}"), &[&cookie], b"");
            assert!(matches!(got.status, 200 | 303 | 404), "{page} {}", got.status);
        }
    }
    assert_eq!(tree(&bench.copy.path(".")), before, "GET changed something");
    // And with all three it is done, once.
    let sent = bench.post("/undo", &[("ticket", &ticket), ("step", &step)]);
    assert_eq!(sent.status, 303);
    let again = bench.post("/undo", &[("ticket", &ticket), ("step", &step)]);
    assert_eq!(place(&again), place(&sent), "the second leads to what came of the first");
}

#[test]
fn no_name_leads_out_of_its_folder() {
    let bench = Bench::of(Copy::of_sample());
    let before = tree(&bench.copy.path("."));
    let bytes = shorter(&bench.copy);
    let names = [
        "../evil.csv",
        "..\\evil.csv",
        "/tmp/evil.csv",
        "C:\\evil.csv",
        ".evil.csv",
        "con.csv",
        "a\u{202e}vsc.csv",
        "evil.csv.",
        "a%0D.csv",
    ];
    for name in names {
        let page = bench.drop_files(&[(name, &bytes)]);
        assert!(page.body.contains("入れられません。"), "{name}");
    }
    // Said to be taken all the same.
    let last = names.len() as u64;
    let told = bench.confirm(last);
    assert!(told.body.contains("入れるものがありません"), "{}", told.body);
    assert_eq!(tree(&bench.copy.path(".")), before);
    // Files that are handed out: those of `upload/`, by their own names.
    fs::create_dir(bench.copy.path("upload")).expect("made");
    fs::write(bench.copy.path("upload/a.zip"), "zip").expect("written");
    let handed = bench.get("/file/a.zip");
    assert!(handed.status == 200 && handed.head.contains("content-disposition: attachment"), "{}", handed.head);
    for path in [
        "/file/../ouchi.toml",
        "/file/%2e%2e%2fouchi.toml",
        "/file/..%5couchi.toml",
        "/file//etc/passwd",
        "/file/",
        "/file/%00",
        "/put/../ouchi.toml",
    ] {
        let got = bench.get(path);
        assert!(got.status != 200 || !got.body.contains("[municipality]"), "{path}");
        assert!(!got.body.contains("root:"), "{path}");
    }
}

#[test]
fn settings_cannot_send_a_file_out_of_the_project() {
    let copy = Copy::of_sample();
    let outside = tempfile::tempdir().expect("folder");
    let path = outside.path().display().to_string();
    copy.edit("ouchi.toml", "paths = [\"geodata/kaigo\"]", &format!("paths = [\"{path}\"]"));
    let bench = Bench::of(copy);
    let bytes = fs::read(bench.copy.path(CARE)).expect("readable");
    bench.drop_files(&[("jigyosho_130.csv", &bytes)]);
    let told = bench.confirm(1);
    assert!(told.body.contains("フォルダの外です"), "{}", told.body);
    assert!(fs::read_dir(outside.path()).expect("folder").next().is_none());
}

#[test]
fn bodies_heads_and_slow_visitors_are_bounded() {
    let bench = Bench::of(Copy::of_sample());
    let (own, cookie) = (format!("Origin: http://{}", bench.at()), format!("Cookie: {}", bench.cookie));
    let large = vec![b'a'; (256 << 10) + 1];
    assert_eq!(ask(bench.at(), "POST", "/ask", &[&own, &cookie], &large).status, 413);
    // Said to be huge: refused before any of it is read.
    let huge = ["Content-Length: 999999999999", &own, &cookie];
    assert_eq!(ask(bench.at(), "POST", "/put", &huge, b"").status, 413);
    // A stranger may not even send.
    assert_eq!(ask(bench.at(), "POST", "/put", &["Content-Length: 999999999999", &own], b"").status, 403);
    let head = format!("X-Long: {}", "a".repeat(64 << 10));
    assert!(matches!(ask(bench.at(), "GET", "/", &[&cookie, &head], b"").status, 431 | 400 | 0));
    assert_eq!(
        ask(bench.at(), "GET", "/", &[&cookie, "Content-Length: 10"], b"0123456789").status,
        413,
        "no body with GET"
    );
    // Without a length, in pieces: cut off at the limit too.
    let pieces = format!(
        "POST /ask HTTP/1.1\r\nHost: {0}\r\n{own}\r\n{cookie}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
        bench.at()
    );
    let mut body = pieces.into_bytes();
    for _ in 0..5 {
        body.extend(format!("{:x}\r\n{}\r\n", 65_536, "a".repeat(65_536)).into_bytes());
    }
    body.extend(b"0\r\n\r\n");
    assert_eq!(raw(bench.at(), &body).status, 413);
    // Forty visitors who never finish their question keep nobody else waiting.
    let mut slow: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(bench.at()).expect("connected")).collect();
    for (at, stream) in slow.iter_mut().enumerate() {
        let half = if at % 2 == 0 {
            format!("GET / HTTP/1.1\r\nHost: {}\r\nX: ", bench.at())
        } else {
            format!(
                "POST /ask HTTP/1.1\r\nHost: {}\r\n{own}\r\n{cookie}\r\nContent-Length: 100\r\n\r\nhalf",
                bench.at()
            )
        };
        stream.write_all(half.as_bytes()).expect("sent");
    }
    assert_eq!(bench.get("/").status, 200);
    // What is no form at all, with everything else right.
    for (kind, body) in
        [("text/plain", "ticket=1"), ("multipart/form-data; boundary=b", "--b\r\n"), ("application/json", "{}")]
    {
        assert_eq!(bench.send("/ask", kind, body.as_bytes()).status, 400, "{kind}");
    }
    let mut rest = Vec::new();
    slow[0].shutdown(std::net::Shutdown::Write).expect("shut");
    let _ = slow[0].read_to_end(&mut rest);
}

#[test]
fn a_zip_that_leads_out_or_bursts_is_not_opened() {
    let bench = Bench::of(Copy::of_sample());
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("../../evil.csv", zip::write::SimpleFileOptions::default()).expect("started");
    writer.write_all(&shorter(&bench.copy)).expect("written");
    let bytes = writer.finish().expect("finished").into_inner();
    let page = bench.drop_files(&[("a.zip", &bytes)]);
    assert!(page.body.contains("フォルダの外を指す名前"), "{}", page.body);
    // A good one: opened, and each table understood by itself.
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["x/jigyosho_130.csv", "読んで.txt"] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(&shorter(&bench.copy)).expect("written");
    }
    let page = bench.drop_files(&[("b.zip", &writer.finish().expect("finished").into_inner())]);
    assert!(page.body.contains("中の表は 1 です") && page.body.contains("jigyosho_130.csv"), "{}", page.body);
    assert!(!page.body.contains("読んで.txt"), "only tables");
}

#[test]
fn hostile_texts_stay_texts() {
    let copy = Copy::of_sample();
    copy.edit("geodata/list/122203_public_facility.csv", "見本", "<script>alert(1)</script>見本");
    let bench = Bench::of(copy);
    let file = "事業所番号,事業所名,サービスの種類\n1,<img src=x onerror=alert(1)>,訪問看護\n";
    bench.drop_files(&[("<b>.csv", b"a,b\n"), ("a'b&c.csv", file.as_bytes())]);
    for page in ["/put/1", "/check", "/ask", "/changes", "/hand", "/"] {
        let body = bench.get(page).body;
        assert!(!body.contains("<script>alert") && !body.contains("<img src=x") && !body.contains("<b>.csv"), "{page}");
    }
}

#[test]
fn somebody_else_at_work_is_waited_for_and_an_open_workbook_is_left_alone() {
    let bench = Bench::of(Copy::of_sample());
    let before = own(&bench.copy);
    bench.drop_files(&[("a.csv", &shorter(&bench.copy))]);
    let lock = ouchi::build::lock(&bench.copy.path(".")).expect("made").expect("free");
    assert!(bench.confirm(1).body.contains("別の ouchi がこのフォルダで作業しています"));
    drop(lock);
    fs::write(bench.copy.path("geodata/kaigo/~$jigyosho_130.csv"), "x").expect("written");
    assert!(bench.confirm(1).body.contains("Excel などで開かれています"));
    fs::remove_file(bench.copy.path("geodata/kaigo/~$jigyosho_130.csv")).expect("removed");
    assert_eq!(own(&bench.copy), before, "nothing was written");
    assert!(bench.confirm(1).body.contains("入れました"), "and then it goes in");
    assert_ne!(own(&bench.copy), before);
    let body = bench.undo().body;
    assert!(body.contains("元に戻しました"), "{body}");
    assert_eq!(own(&bench.copy), before);
}

#[test]
fn what_the_disk_refuses_is_told_in_the_page() {
    let bench = Bench::of(Copy::of_sample());
    bench.drop_files(&[("a.csv", &shorter(&bench.copy))]);
    // A file where the kept copies would lie: as with a folder that nobody may write to, the machine refuses.
    fs::write(bench.copy.path("replaced"), "x").expect("written");
    let before = tree(&bench.copy.path("geodata"));
    let told = bench.confirm(1);
    assert!(told.body.contains("できませんでした。") && told.body.contains("ディスクの空き"), "{}", told.body);
    assert_eq!(tree(&bench.copy.path("geodata")), before, "nothing is replaced that could not be kept");
    // And a broken setting is no dead end.
    bench.copy.edit("ouchi.toml", "[municipality]", "[municipality");
    assert!(bench.get("/check").body.contains("ouchi.toml"));
    let page = bench.get("/put/1");
    assert!(page.body.contains("ouchi.toml を直してください"), "{}", page.body);
}

#[test]
fn an_undo_never_takes_somebody_elses_work() {
    let bench = Bench::of(Copy::of_sample());
    bench.drop_files(&[("a.csv", &shorter(&bench.copy))]);
    bench.confirm(1);
    fs::write(bench.copy.path(CARE), "by hand").expect("written");
    let body = bench.undo().body;
    assert!(body.contains("このあとで変わって") || body.contains("この作業のあとで変わっています"), "{body}");
    assert_eq!(fs::read_to_string(bench.copy.path(CARE)).expect("there"), "by hand");
}

#[test]
fn old_copies_go_when_somebody_says_so_twice_and_only_ours() {
    let bench = Bench::of(Copy::of_sample());
    assert!(!bench.get("/").body.contains("/tidy"), "nothing lies there");
    bench.drop_files(&[("a.csv", &shorter(&bench.copy))]);
    bench.confirm(1);
    let put = |path: &str| {
        let path = bench.copy.path("replaced").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, vec![b'x'; 3 << 20]).expect("written");
    };
    for old in ["2020-01-01T000000", "2020-01-01T000000-002"] {
        put(&format!("{old}/before/geodata/a.csv"));
    }
    put("大切なもの/a.csv");
    put("2020年/a.csv");
    let before = tree(&bench.copy.path("."));
    let page = bench.get("/").body;
    assert!(page.contains(">3</span>回分") && page.contains(">6.0 MB<") && page.contains(">2020-01-01<"), "{page}");
    for (fields, why) in [
        (vec![("months", "36")], "戻せません"),
        (vec![("months", "1"), ("sure", "1")], "選んでください"),
        (vec![("months", "-9999"), ("sure", "1")], "選んでください"),
    ] {
        assert!(bench.deed("/", "/tidy", &fields).body.contains(why), "{fields:?}");
        assert_eq!(tree(&bench.copy.path(".")), before, "{fields:?}");
    }
    let told = bench.deed("/", "/tidy", &[("months", "36"), ("sure", "1")]).body;
    assert!(told.contains("2回分、6.0 MB"), "{told}");
    let mut wanted = before;
    wanted.retain(|path, _| !path.starts_with("replaced/2020-"));
    assert_eq!(tree(&bench.copy.path(".")), wanted, "what is new and what is not ours stays");
    assert!(bench.undo().body.contains("元に戻しました"), "the last step can still be taken back");
}

#[test]
fn great_changes_need_a_tick() {
    let copy = Copy::of_sample();
    assert_eq!(copy.run(&["publish", "--as-of", "2026-11-01"], &[]).code, 0);
    // Half of the list gone, and a limit that notices.
    fs::remove_dir_all(copy.path("geodata/navii")).expect("removed");
    fs::create_dir(copy.path("geodata/navii")).expect("made");
    let bench = Bench::of(copy);
    let page = bench.get("/hand").body;
    assert!(page.contains("設定の目安より、多く変わっています") && page.contains("name=\"accept\""), "{page}");
    let published = tree(&bench.copy.path("geodata/published"));
    let sent = bench.post("/hand", &[("ticket", &bench.ticket("/hand", "/hand"))]);
    assert!(bench.get(&place(&sent)).body.contains("印を付けてから"));
    assert_eq!(tree(&bench.copy.path("geodata/published")), published, "nothing is frozen");
    let sent = bench.post("/hand", &[("ticket", &bench.ticket("/hand", "/hand")), ("accept", "1")]);
    assert!(bench.get(&place(&sent)).body.contains("渡すものができました"));
    assert_ne!(tree(&bench.copy.path("geodata/published")), published);
    assert!(bench.undo().body.contains("元に戻しました"));
    assert_eq!(tree(&bench.copy.path("geodata/published")), published);
}

#[test]
fn the_help_names_it_and_a_command_takes_none_of_its_words() {
    let copy = Copy::of_sample();
    let help = copy.run(&["--help"], &[]);
    assert_eq!(help.code, 0);
    for words in ["作業台が開きます", "--no-browser", "build"] {
        assert!(help.out.contains(words), "{words}: {}", help.out);
    }
    assert_eq!(copy.run(&["--no-browser", "check"], &[]).code, 1, "a word of the workbench before a command");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = taken.local_addr().expect("bound").port().to_string();
    let refused = copy.run(&["--no-browser", "--port", &port], &[]);
    assert!(refused.code == 2 && refused.out.contains("--port"), "{}", refused.out);
}
