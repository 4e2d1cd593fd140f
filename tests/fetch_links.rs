//! Links of a site against hosts on loopback, and the address search.

#[path = "fetch_server/city.rs"]
mod city;
mod fetch_server;
#[path = "fetch_server/files.rs"]
mod files;

use city::City;
use fetch_server::Act;
use jiff::civil::{Date, date};
use ouchi::fetch::Wanted;
use ouchi::fetch::links::{LINKS_FILE, LinkOptions, LinkReport, check, dead};
use ouchi::source::{AddressBook, Input, Level};
use std::time::Duration;

fn run(city: &City, today: Date, network: bool) -> LinkReport {
    let options = LinkOptions {
        project: city.root().to_owned(),
        site: city.root().join("dist"),
        network,
        national: false,
        hidden: Vec::new(),
        today,
    };
    check(&options, &mut |_, _| {}).expect("the machine works")
}

fn site(city: &City) {
    let at = |path: &str| city.server.url(path);
    let page = format!(
        "<a href=\"{}\">a</a><a href=\"{}\">b</a><a href=\"{}\">c</a><a href=\"https://www.iryou.teikyouseido.mhlw.go.jp/znk-web/juminkanja/S2310/initialize?pref=12\">d</a>",
        at("/good"),
        at("/no-head"),
        at("/moved")
    );
    city.write("dist/index.html", page.as_bytes());
    city.write("dist/facility/abc.html", format!("<a href=\"{}\">home</a>", at("/gone")).as_bytes());
    city.write(
        "dist/facility/def.html",
        format!("<a href=\"{}\">home</a><a href=\"{}\">w</a>", at("/slow"), at("/wall")).as_bytes(),
    );
    city.server.put("/good", "text/html", "x");
    city.server.put("/no-head", "text/html", "x");
    city.server.next("/no-head", [Act::Status(405, None)]);
    city.server.always("/moved", Some(Act::Redirect("/new".into())));
    city.server.put("/new", "text/html", "x");
    city.server.put("/slow", "text/html", "x");
    city.server.next("/slow", [Act::Status(503, Some(1)), Act::Status(503, Some(1))]);
    city.server.always("/wall", Some(Act::Status(403, None)));
}

#[test]
fn links_are_asked_remembered_and_dead_ones_hidden() {
    let city = City::new();
    site(&city);
    let report = run(&city, date(2026, 11, 20), true);
    assert_eq!((report.links, report.asked, report.alive), (7, 6, 4), "{}", report.text());
    assert_eq!(report.diagnostics.count("link-failing"), 1, "{}", report.text());
    assert_eq!(report.diagnostics.count("link-moved"), 1);
    assert_eq!(report.diagnostics.count("link-unsure"), 1);
    assert_eq!(report.facilities.keys().collect::<Vec<_>>(), ["abc"]);
    let methods: Vec<String> =
        city.server.seen().into_iter().filter(|seen| seen.path == "/no-head").map(|seen| seen.method).collect();
    assert_eq!(methods, ["HEAD", "GET"]);
    assert_eq!(city.server.count("/good"), 1);

    // The same day and the next days: what lived is not asked again, what failed is, once a day.
    run(&city, date(2026, 11, 20), true);
    assert_eq!(dead(&city.bytes(LINKS_FILE), 2).len(), 0);
    run(&city, date(2026, 11, 21), true);
    let report = run(&city, date(2026, 11, 22), true);
    assert_eq!(city.server.count("/good"), 1);
    assert_eq!(report.diagnostics.count("link-dead"), 1, "{}", report.text());
    assert!(report.text().contains("3回続けてつながらないので"), "{}", report.text());
    assert_eq!(dead(&city.bytes(LINKS_FILE), 3).into_iter().collect::<Vec<_>>(), [city.server.url("/gone")]);

    // It comes back.
    city.server.put("/gone", "text/html", "x");
    run(&city, date(2026, 11, 23), true);
    assert!(dead(&city.bytes(LINKS_FILE), 1).is_empty());
    let asked = city.server.count("/good");
    run(&city, date(2026, 11, 27), true);
    assert_eq!(city.server.count("/good"), asked + 1, "after a week everything is asked again");
}

#[test]
fn without_a_network_no_link_is_blamed() {
    let city = City::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = listener.local_addr().expect("address").port();
    drop(listener);
    city.write("dist/facility/abc.html", format!("<a href=\"http://127.0.0.1:{port}/\">home</a>").as_bytes());
    let report = run(&city, date(2026, 11, 22), true);
    assert_eq!(report.diagnostics.count("link-no-network"), 1, "{}", report.text());
    assert!(!city.root().join(LINKS_FILE).exists());
    assert!(!report.is_clean());
}

#[test]
fn forms_are_checked_without_asking_anyone() {
    let city = City::new();
    site(&city);
    city.write("dist/facility/bad.html", b"<a href=\"https://www.iryou.teikyouseido.mhlw.go.jp/znk-web/juminkanja/S2430/initialize?prefCd=12&amp;kikanCd=1&amp;kikanKbn=2\">x</a>");
    let report = run(&city, date(2026, 11, 22), false);
    assert_eq!(report.diagnostics.count("link-form"), 1, "{}", report.text());
    assert!(report.text().contains("facility/bad.html") && report.text().contains("kikanCd=1"), "{}", report.text());
    assert!(city.server.seen().is_empty());
}

#[test]
fn one_host_is_asked_in_its_own_pace() {
    let city = City::with(fetch_server::Server::start(), "");
    let settings = city.text("ouchi.toml").replace("pace_ms = 0", "pace_ms = 100");
    city.write("ouchi.toml", settings.as_bytes());
    let links: String = (0..5).map(|n| format!("<a href=\"{}\">x</a>", city.server.url(&format!("/p{n}")))).collect();
    (0..5).for_each(|n| city.server.put(&format!("/p{n}"), "text/html", "x"));
    city.write("dist/index.html", links.as_bytes());
    let start = std::time::Instant::now();
    assert_eq!(run(&city, date(2026, 11, 22), true).alive, 5);
    assert!(start.elapsed() >= Duration::from_millis(400));
}

fn hit(title: &str, lon: f64, lat: f64) -> serde_json::Value {
    serde_json::json!([{ "geometry": { "coordinates": [lon, lat], "type": "Point" }, "type": "Feature", "properties": { "addressCode": "", "title": title } }])
}

#[test]
fn the_address_search_is_asked_once_and_not_believed_for_another_city() {
    let city = City::with(fetch_server::Server::start(), "ask_gsi = true\n");
    let header = files::KAIGO_HEADER;
    let row = |n: u32, address: &str| {
        format!(
            "{},999990000{n},見本県,見本市,見本 事業所{n},ミホン,訪問介護,{address},,0.000000000000000,0.000000000000000,04-0000-000{n},,,見本 法人,999990000{n},,,0,,,,,\r\n",
            files::OWN
        )
    };
    let rows = [row(1, "見本市中央一丁目2番3号"), row(2, "見本市大字木77"), row(3, "見本市緑5-6")].concat();
    city.write("geodata/kaigo/jigyosho_110_all_20260709180319.csv", format!("\u{feff}{header}\r\n{rows}").as_bytes());
    city.server.put("/isj/index.html", "text/html", "<html>24.0a 19.0b</html>");
    for code in ["99101", "99102"] {
        city.server.put(
            &format!("/isj/data/24.0a/{code}-24.0a.zip"),
            "application/zip",
            files::zip(&[(b"a.csv", &files::blocks())]),
        );
        city.server.put(
            &format!("/isj/data/19.0b/{code}-19.0b.zip"),
            "application/zip",
            files::zip(&[(b"b.csv", &files::towns())]),
        );
    }
    let query = |address: &str| {
        let url = ouchi::io::http::Url::parse_with_params(
            &city.server.url("/gsi"),
            [("q", format!("見本県見本市{address}"))],
        )
        .expect("address");
        format!("/gsi?{}", url.query().expect("query"))
    };
    let bytes = |value: serde_json::Value| value.to_string().into_bytes();
    city.server.put(&query("大字木77"), "application/json", bytes(hit("見本県見本市大字木77番地", 139.92, 35.87)));
    city.server.put(&query("緑5-6"), "application/json", bytes(hit("遠方県遠方市緑五丁目6番", 141.0, 43.0)));
    let report = city.fetch(&[Wanted::Address]);
    assert!(report.is_done(), "{}", report.text());
    let asked: Vec<String> =
        city.server.seen().into_iter().map(|seen| seen.path).filter(|path| path.starts_with("/gsi")).collect();
    assert_eq!(asked.len(), 2, "what the files place by block is not asked for: {asked:?}");
    assert_eq!(report.diagnostics.count("fetch-address-search"), 1, "{}", report.text());
    let inputs: Vec<Input> = city
        .geodata()
        .into_iter()
        .filter(|(path, _)| path.starts_with("geodata/address"))
        .map(|(path, bytes)| Input { path: path.to_string_lossy().into_owned(), bytes })
        .collect();
    let book = AddressBook::read(&inputs, "見本県", "見本市");
    let level = |address: &str| book.find(address).map(|found| found.level);
    assert_eq!(level("中央1-2-3"), Some(Level::Block));
    assert_eq!(level("木77番地"), Some(Level::Number));
    assert_eq!(level("緑5-6"), None);
    city.fetch(&[Wanted::Address]);
    let again = city.server.seen().into_iter().filter(|seen| seen.path.starts_with("/gsi")).count();
    assert_eq!(again, 2, "answers are kept");
}
