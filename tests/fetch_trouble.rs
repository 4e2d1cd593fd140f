//! `ouchi fetch` against a publisher, a network and files that go wrong. After each of them the old data is untouched
//! and the message says what to do: `City::refused` checks both.

#[path = "fetch_server/city.rs"]
mod city;
mod fetch_server;
#[path = "fetch_server/files.rs"]
mod files;

use city::{City, NEW};
use fetch_server::{Act, Server};
use ouchi::fetch::{FetchOptions, State, Wanted};
use std::time::{Duration, Instant};

const PAGE: &str = "/stf/kaigo.html";

/// A city that fetched an edition, and a publisher with a newer one.
fn city() -> City {
    let city = City::new();
    city.publish_kaigo(12, 40);
    assert!(city.fetch(&[Wanted::Kaigo]).is_done());
    city.server.put(NEW, "text/csv", files::kaigo(13, 3, 44));
    city
}

/// Nothing but the publisher's mending is needed.
fn works_again(city: &City) {
    let report = city.fetch(&[Wanted::Kaigo]);
    assert_eq!(report.brought[0].state, State::Updated, "{}", report.text());
}

#[test]
fn gone_pages_and_files() {
    let city = city();
    city.server.next(PAGE, [Act::Status(404, None)]);
    city.refused(&[Wanted::Kaigo], "fetch-status");
    city.server.next(NEW, [Act::Status(404, None)]);
    let report = city.refused(&[Wanted::Kaigo], "fetch-status");
    assert!(report.text().contains(&city.server.url(NEW)), "{}", report.text());
    works_again(&city);
}

#[test]
fn too_many_requests_are_obeyed() {
    let city = city();
    city.server.next(NEW, [Act::Status(429, Some(1))]);
    let start = Instant::now();
    works_again(&city);
    assert!(start.elapsed() >= Duration::from_secs(1), "Retry-After is obeyed");
    city.server.put(NEW, "text/csv", files::kaigo(14, 3, 44));
    city.server.next(NEW, [Act::Status(429, Some(3600))]);
    let asked = city.server.count(NEW);
    let start = Instant::now();
    let report = city.refused(&[Wanted::Kaigo], "fetch-busy");
    assert!(report.text().contains("60分ほど"), "{}", report.text());
    assert_eq!(city.server.count(NEW), asked + 1, "a host that asks for an hour is not asked again");
    assert!(start.elapsed() < Duration::from_secs(60));
    works_again(&city);
}

#[test]
fn a_server_in_trouble_is_asked_again_a_few_times() {
    let city = city();
    city.server.next(NEW, [Act::Status(500, None), Act::Status(502, None)]);
    works_again(&city);
    city.server.put(NEW, "text/csv", files::kaigo(14, 3, 44));
    city.server.always(NEW, Some(Act::Status(500, None)));
    let asked = city.server.count(NEW);
    city.refused(&[Wanted::Kaigo], "fetch-status");
    assert_eq!(city.server.count(NEW), asked + 3);
}

#[test]
fn slow_and_silent_servers_are_left() {
    let city = city();
    city.server.always(NEW, Some(Act::Stall(1000)));
    let start = Instant::now();
    city.refused(&[Wanted::Kaigo], "fetch-slow");
    assert!(start.elapsed() < Duration::from_secs(60));
    let small = Act::Trickle(20, Duration::from_millis(50));
    city.server.always(NEW, Some(small));
    city.refused(&[Wanted::Kaigo], "fetch-slow");
    city.server.always(NEW, None);
    works_again(&city);
}

#[test]
fn files_that_end_early() {
    let city = city();
    city.server.always(NEW, Some(Act::CutAt(500)));
    let before = city.geodata();
    let report = city.fetch(&[Wanted::Kaigo]);
    assert_eq!(report.diagnostics.count("fetch-cut-off"), 1, "{}", report.text());
    assert!(city.geodata() == before && report.text().contains("続きから受け取ります"), "{}", report.text());
    let length = files::kaigo(13, 3, 44).len();
    city.server.always(NEW, Some(Act::Claim(length + 100)));
    city.refused(&[Wanted::Kaigo], "fetch-cut-off");
    // Shorter than it is: the file breaks off in a row, which no length betrays.
    city.server.always(NEW, Some(Act::Claim(length - 60)));
    city.refused(&[Wanted::Kaigo], "fetch-broken");
    city.server.always(NEW, None);
    works_again(&city);
}

#[test]
fn other_things_than_the_file() {
    let city = city();
    city.server.next(NEW, [Act::Html]);
    let report = city.refused(&[Wanted::Kaigo], "fetch-wrong-type");
    assert!(report.text().contains("Webページ（HTML）が届きました"), "{}", report.text());
    city.server.put(NEW, "text/csv", b"%PDF-1.7 x".to_vec());
    city.refused(&[Wanted::Kaigo], "fetch-wrong-type");
    city.server.put(NEW, "text/csv", b"\x89PNG\r\n\x1a\n\0\0\0".to_vec());
    city.refused(&[Wanted::Kaigo], "fetch-wrong-type");
    city.server.put(NEW, "text/csv", Vec::new());
    city.refused(&[Wanted::Kaigo], "fetch-broken");
    city.server.next(PAGE, [Act::Html]);
    city.refused(&[Wanted::Kaigo], "fetch-not-found");
    city.server.put(NEW, "text/csv", files::kaigo(13, 3, 44));
    works_again(&city);
}

#[test]
fn redirects_in_circles_and_too_large_files() {
    let city = city();
    city.server.always("/a", Some(Act::Redirect("/b".into())));
    city.server.always("/b", Some(Act::Redirect("/a".into())));
    city.server.next(NEW, [Act::Redirect("/a".into())]);
    city.refused(&[Wanted::Kaigo], "fetch-redirects");
    city.server.next(NEW, [Act::Claim(5 << 20)]);
    city.refused(&[Wanted::Kaigo], "fetch-too-large");
    city.server.next(NEW, [Act::Redirect("/moved.csv".into())]);
    city.server.put("/moved.csv", "text/csv", files::kaigo(13, 3, 44));
    works_again(&city);
}

#[test]
fn columns_with_other_names_and_values() {
    let city = city();
    let good = files::kaigo(13, 3, 44);
    city.server.put(NEW, "text/csv", good.replacen("事業所番号", "事業者番号", 1));
    let report = city.refused(&[Wanted::Kaigo], "fetch-column-missing");
    assert!(report.text().contains("列「事業所番号」が見つかりません"), "{}", report.text());
    // The headings stay and the columns move: numbers where names were.
    city.server.put(
        NEW,
        "text/csv",
        good.replacen(
            "都道府県コード又は市区町村コード,No,都道府県名,市区町村名",
            "No,都道府県名,市区町村名,都道府県コード又は市区町村コード",
            1,
        ),
    );
    city.refused(&[Wanted::Kaigo], "fetch-implausible");
    city.server.put(NEW, "text/csv", format!("{}\r\n", files::KAIGO_HEADER));
    city.refused(&[Wanted::Kaigo], "fetch-broken");
    city.server.put(NEW, "text/csv", good);
    works_again(&city);
}

#[test]
fn lost_rows_wait_for_a_person() {
    let city = city();
    city.server.put(NEW, "text/csv", files::kaigo(12, 3, 12));
    let report = city.refused(&[Wanted::Kaigo], "fetch-rows-lost");
    assert!(
        report.text().contains("110 が 55 行から 27 行") && report.text().contains("--accept"),
        "{}",
        report.text()
    );
    let accepted = FetchOptions { accept: true, ..city.options(&[Wanted::Kaigo]) };
    assert_eq!(city.run(&accepted).brought[0].state, State::Updated);
    // A service that vanished from the page, and a city without a row.
    city.server.put(PAGE, "text/html", format!("<a href='{NEW}'>110</a>"));
    city.refused(&[Wanted::Kaigo], "fetch-rows-lost");
    city.publish_kaigo(0, 40);
    city.server.put(NEW, "text/csv", files::kaigo(0, 0, 60));
    city.refused(&[Wanted::Kaigo], "fetch-no-rows");
    // An older edition than the one in place.
    city.server.put(PAGE, "text/html", "<a href='/c/jigyosho_110_all_20260120000000.csv'>110</a><a href='/c/jigyosho_120_all_20260120000000.csv'>120</a>");
    for part in ["110", "120"] {
        city.server.put(&format!("/c/jigyosho_{part}_all_20260120000000.csv"), "text/csv", files::kaigo(14, 3, 60));
    }
    city.refused(&[Wanted::Kaigo], "fetch-older");
}

#[test]
fn zips_that_would_do_harm() {
    let city = City::new();
    city.server.put("/chousa/kijyun.html", "text/html", "<a href='shisetsu_ika_r0802.zip'>医科</a>");
    let path = "/chousa/shisetsu_ika_r0802.zip";
    let put = |bytes: Vec<u8>| city.server.put(path, "application/zip", bytes);
    put(files::bureau_zip("医科", 12));
    assert!(city.fetch(&[Wanted::Bureau]).is_done());
    let book = files::bureau_book(12, 20);
    put(files::zip(&[(b"99list.xlsx", &book), (b"../../escape.xlsx", b"x")]));
    let report = city.refused(&[Wanted::Bureau], "fetch-zip-escape");
    assert!(report.text().contains("../../escape.xlsx"), "{}", report.text());
    assert!(!city.root().join("../escape.xlsx").exists() && !city.root().join("../../escape.xlsx").exists());
    put(files::zip(&[(b"99list.xlsx", &vec![0; 60 << 20])]));
    city.refused(&[Wanted::Bureau], "fetch-zip-bomb");
    put(files::zip(&[(b"99list.xlsx", &vec![0; 70 << 20])]));
    city.refused(&[Wanted::Bureau], "fetch-zip-bomb");
    let whole = files::bureau_zip("医科", 12);
    put(whole[..whole.len() / 2].to_vec());
    city.refused(&[Wanted::Bureau], "fetch-broken");
    put(files::zip(&[(b"98list.xlsx", &book)]));
    city.refused(&[Wanted::Bureau], "fetch-implausible");
    put(files::zip(&[(b"99list.xlsx", b"no workbook at all")]));
    let report = city.fetch(&[Wanted::Bureau]);
    assert_eq!(report.brought[0].state, State::Kept, "{}", report.text());
    put(files::zip(&[(b"99list.xlsx", &files::bureau_book(11, 20))]));
    assert!(city.fetch(&[Wanted::Bureau]).is_done());
    assert!(city.root().join("geodata/bureau/99届出受理医療機関名簿（医科）.xlsx").exists());
}

#[test]
fn certificates_are_checked_and_the_city_halls_own_can_be_added() {
    let (server, pem) = Server::start_tls();
    let city = City::with(server.clone(), "");
    city.publish_kaigo(12, 40);
    let report = city.refused(&[Wanted::Kaigo], "fetch-untrusted");
    assert!(report.text().contains("認証局の証明書"), "{}", report.text());
    assert!(server.seen().is_empty(), "nothing is sent to a host that is not trusted");
    let city = City::with(server.clone(), "ca = [\"hall.pem\"]\n");
    city.write("hall.pem", pem.as_bytes());
    city.publish_kaigo(12, 40);
    let report = city.fetch(&[Wanted::Kaigo]);
    assert!(report.is_done(), "{}", report.text());
    // From https down to http is no way.
    let plain = Server::start();
    plain.put("/x.csv", "text/csv", files::kaigo(12, 3, 40));
    server.next(NEW, [Act::Redirect(plain.url("/x.csv"))]);
    city.refused(&[Wanted::Kaigo], "fetch-redirects");
    assert!(plain.seen().is_empty());
    city.write("hall.pem", b"no certificate");
    let report = city.run(&city.options(&[Wanted::Kaigo]));
    assert_eq!(report.diagnostics.count("fetch-setting"), 1, "{}", report.text());
}

#[test]
fn proxies_are_used_and_their_login_sent_to_them_alone() {
    let proxy = Server::start();
    let more =
        format!("proxy = \"{}\"\nproxy_user = \"shokuin\"\nproxy_password_file = \"password.txt\"\n", proxy.base);
    let city = City::with(Server::start(), &more);
    city.write("password.txt", "\u{feff}himitsu\r\n".as_bytes());
    // "shokuin:himitsu" in base 64.
    proxy.ask_login("Basic c2hva3Vpbjpmb28=");
    city.refused(&[Wanted::Kaigo], "fetch-proxy");
    proxy.ask_login("Basic c2hva3VpbjpoaW1pdHN1");
    let through = City { folder: city.folder, server: proxy.clone() };
    through.publish_kaigo(12, 40);
    let report = through.fetch(&[Wanted::Kaigo]);
    assert!(report.is_done(), "{}", report.text());
    assert!(!report.text().contains("himitsu"));
}

#[test]
fn without_a_network_the_message_is_plain() {
    let city = City::new();
    city.publish_kaigo(12, 40);
    let options = FetchOptions { offline: true, ..city.options(&[Wanted::Kaigo]) };
    let report = city.run(&options);
    assert_eq!(report.diagnostics.count("fetch-offline"), 1);
    assert!(report.text().contains("--from") && city.server.seen().is_empty(), "{}", report.text());
    // A port where nobody listens.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = listener.local_addr().expect("address").port();
    drop(listener);
    let settings = city.text("ouchi.toml").replace(&city.server.base, &format!("http://127.0.0.1:{port}"));
    city.write("ouchi.toml", settings.as_bytes());
    let report = city.refused(&[Wanted::Kaigo], "fetch-no-network");
    assert!(report.text().contains("インターネットにつながっているか"), "{}", report.text());
}

#[test]
fn one_source_in_trouble_does_not_stop_the_others() {
    let city = city();
    city.server.next(PAGE, [Act::Status(404, None)]);
    city.server.put("/shukujitsu/gaiyou.html", "text/html", "<a href='syukujitsu.csv'>CSV</a>");
    city.server.put("/shukujitsu/syukujitsu.csv", "text/csv", files::shift_jis(files::HOLIDAYS));
    let report = city.fetch(&[Wanted::Kaigo, Wanted::Holidays]);
    let states: Vec<State> = report.brought.iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Kept, State::Updated], "{}", report.text());
    assert!(!report.is_done());
    let json: serde_json::Value = serde_json::from_str(&report.json()).expect("json");
    assert_eq!(json["sources"][0]["state"], "kept");
}
