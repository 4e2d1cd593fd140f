//! What `ouchi fetch` and `ouchi check --links` leave in a project reaches the site: points of addresses, dates and
//! credits, links that died.

mod clean;
mod fetch_server;
mod project;

use clean::{CARE, Clean, LIST, SETTINGS};
use fetch_server::{Act, Server};
use serde_json::Value;
use std::fs;

const DAY: &str = "2026-11-01";
const SOURCES: &str = "geodata/sources.toml";

fn feature(clean: &Clean, name: &str) -> Value {
    let layer = clean.copy.json("dist/geojson/facilities.geojson");
    let features = layer["features"].as_array().expect("features");
    features.iter().find(|one| one["properties"]["name"] == name).unwrap_or_else(|| panic!("{name}")).clone()
}

fn page(clean: &Clean, name: &str) -> String {
    let id = feature(clean, name)["id"].as_str().expect("an id").to_owned();
    clean.read(&format!("dist/facility/{id}.html"))
}

/// A record as `ouchi fetch` writes it.
fn record(name: &str, as_of: &str, credit: &str) -> String {
    format!(
        "[[source]]\nname = \"{name}\"\ntitle = \"見本\"\npage = \"https://www.example.jp/{name}\"\n{as_of}\nfetched = \"2026-10-20\"\nby = \"web\"\nlicence = \"見本の利用条件\"\ncredit = \"{credit}\"\nrows = 1\n\n"
    )
}

#[test]
fn addresses_place_what_has_no_point_of_its_own() {
    let clean = Clean::new();
    // The first office lost its point, the second one's lies in Ireland, the third's block is not in the table.
    for (n, lat, lon) in [(1, "0.000000000000000", "0.000000000000000"), (2, "53.41291", "-8.24389"), (3, "0", "0")] {
        clean.copy.edit(CARE, &format!("{:.5},139.91000", 35.86 + f64::from(n) * 0.0002), &format!("{lat},{lon}"));
    }
    // The fourth is known by its number alone, which the search answered; the fifth answer lies in another town.
    for n in [4, 5] {
        clean.copy.edit(CARE, &format!("{:.5},139.91000", 35.86 + f64::from(n) * 0.0002), "0,0");
    }
    clean.write(
        "geodata/address/blocks_12220.csv",
        "都道府県名,市区町村名,大字・丁目名,街区符号・地番,緯度,経度,住居表示フラグ,代表フラグ\n千葉県,流山市,南見本一丁目,1,35.86111,139.91111,1,1\n千葉県,流山市,南見本一丁目,2,35.86222,139.91222,1,1\n",
    );
    clean.write(
        "geodata/address/gsi.csv",
        "住所,答え,緯度,経度,確かさ,聞いた日\n南見本1-4-1,千葉県流山市南見本一丁目4番1号,35.86444,139.91444,番・号,2026-10-20\n南見本1-5-1,千葉県流山市南見本一丁目5番1号,35.99,139.99,番・号,2026-10-20\n",
    );
    clean.write(SOURCES, &record("address", "", "街区レベル位置参照情報 国土交通省（2025年）"));
    let built = clean.copy.run(&["build", "--as-of", DAY, "--json"], &[]);
    assert_eq!(built.code, 0, "{}", built.out);
    let placed = |name: &str| {
        let one = feature(&clean, name);
        (one["properties"]["precision"].as_str().unwrap_or_default().to_owned(), one["geometry"]["coordinates"].clone())
    };
    let at = |lon: f64, lat: f64| serde_json::json!([lon, lat]);
    assert_eq!(placed("見本 あおぞら訪問看護"), ("住所の街区の代表点".into(), at(139.91111, 35.86111)));
    assert_eq!(placed("見本 いちょう訪問看護"), ("住所の街区の代表点".into(), at(139.91222, 35.86222)));
    assert_eq!(placed("見本 うみかぜ訪問看護").0, "町の代表点");
    assert_eq!(placed("見本 えのき訪問看護"), ("住所の番地の位置".into(), at(139.91444, 35.86444)));
    assert_eq!(placed("見本 おりづる訪問看護").0, "町の代表点", "a point 15 km from its town is not believed");
    assert_eq!(placed("見本 かえで訪問看護").0, "公表された位置");
    let counts = &built.json["facilities"];
    assert_eq!((&counts["placed_by_address"], &counts["placed_by_town"]), (&3.into(), &2.into()), "{counts}");
    // Nobody is led to a block's middle as if it were the door; the page says what the point is.
    let block = page(&clean, "見本 あおぞら訪問看護");
    assert!(block.contains("住所の街区の代表点です") && !block.contains("geo:35.86111"), "{block}");
    assert!(page(&clean, "見本 えのき訪問看護").contains("geo:35.86444,139.91444"));
    assert!(clean.read("dist/about/index.html").contains("街区レベル位置参照情報 国土交通省（2025年）"));
}

#[test]
fn dates_and_credits_come_from_the_record_where_the_settings_say_nothing() {
    let clean = Clean::new();
    clean.copy.edit(SETTINGS, "paths = [\"geodata/kaigo\"]\nas_of = 2026-06-30\n", "paths = [\"geodata/kaigo\"]\n");
    let undated = clean.copy.run(&["check", "--as-of", DAY, "--json"], &[]);
    assert!(undated.out.contains("source-undated"), "{}", undated.out);
    let ground = [
        record("boundary", "as_of = \"2026-01-01\"", "「国土数値情報（行政区域データ）」を加工して作成"),
        record("rail", "as_of = \"2025-12-31\"", "「国土数値情報（鉄道データ）」を加工して作成"),
    ];
    clean.write(SOURCES, &(record("kaigo", "as_of = \"2026-06-30\"", "見本の出典") + &ground.concat()));
    let built = clean.copy.run(&["build", "--as-of", DAY, "--json"], &[]);
    assert_eq!(built.code, 0, "{}", built.out);
    assert!(!built.out.contains("source-undated"), "{}", built.out);
    let about = clean.read("dist/about/index.html");
    for words in ["見本の出典", "行政区域データ", "鉄道データ", "見本の利用条件", "https://www.example.jp/kaigo"]
    {
        assert!(about.contains(words), "{words}");
    }
    // What the settings say stands.
    clean.copy.edit(
        SETTINGS,
        "paths = [\"geodata/kaigo\"]\n",
        "paths = [\"geodata/kaigo\"]\ncredit = \"市の書き方\"\n",
    );
    assert_eq!(clean.copy.run(&["build", "--as-of", DAY], &[]).code, 0);
    let about = clean.read("dist/about/index.html");
    assert!(about.contains("市の書き方") && !about.contains("見本の出典"), "{about}");
    // A record that was broken by hand costs the dates, not the site.
    clean.append(SOURCES, "[[source]]\nname = 1\n");
    let broken = clean.copy.run(&["build", "--as-of", DAY, "--json"], &[]);
    assert_eq!(broken.code, 0, "{}", broken.out);
    assert!(broken.out.contains("geodata/sources.toml"), "{}", broken.out);
}

const HALL: &str = "http://hall.example.jp/hall";

/// A clean project behind a proxy on loopback, which stands for the whole outside: what it does not know is not there.
fn linked(proxy: &Server) -> Clean {
    let clean = Clean::new();
    for file in [CARE, clean::CLINICS] {
        let text = clean.read(file).replace("https://www.example.jp/", "http://www.example.jp/");
        clean.write(file, &text);
    }
    clean.copy.edit(LIST, "17:00,,,,,\r\n", &format!("17:00,,,,{HALL},\r\n"));
    let settings = "pace_ms = 0\nretries = 0\nfirst_wait_ms = 10\nsilence_seconds = 2\ndead_after = 3\n";
    clean.append(SETTINGS, &format!("\n[fetch]\nproxy = \"{}\"\n{settings}", proxy.base));
    proxy.put("/", "text/html", "x");
    (1..=24).for_each(|n| proxy.put(&format!("/{n}/"), "text/html", "x"));
    clean
}

#[test]
fn a_dead_web_address_is_hidden_listed_and_comes_back() {
    let server = Server::start();
    let clean = linked(&server);
    server.always("/hall", Some(Act::Status(404, None)));
    let build = |day: &str| {
        let built = clean.copy.run(&["build", "--as-of", day, "--json"], &[]);
        assert_eq!(built.code, 0, "{}", built.out);
        built.json
    };
    let check = |day: &str| {
        let run = clean.copy.run(&["check", "--links", "--as-of", day, "--json"], &[]);
        assert_eq!(run.code, 0, "{}", run.out);
        run.json
    };
    build("2026-11-01");
    assert!(page(&clean, "見本 ふれあい会館").contains(HALL));
    let id = feature(&clean, "見本 ふれあい会館")["id"].as_str().expect("id").to_owned();
    for (day, times) in [("2026-11-01", 1), ("2026-11-02", 2)] {
        let told = check(day);
        let failing = &told["links"]["facilities"][&id][0];
        assert_eq!(
            (&failing["url"], &failing["failures"], &failing["hidden"]),
            (&HALL.into(), &times.into(), &false.into()),
            "{told}"
        );
        assert_eq!(told["links"]["pages"][format!("facility/{id}.html")][0]["url"], HALL);
        assert_eq!(told["links"]["names"][&id], "見本 ふれあい会館");
        assert!(told["findings"].as_array().expect("findings").iter().any(|one| one["code"] == "link-failing"));
    }
    build("2026-11-02");
    assert!(page(&clean, "見本 ふれあい会館").contains(HALL), "two days are not three");
    check("2026-11-03");
    let hidden = build("2026-11-03");
    assert!(!page(&clean, "見本 ふれあい会館").contains(HALL));
    assert!(!clean.read("dist/geojson/facilities.geojson").contains(HALL));
    let finding = hidden["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|one| one["code"] == "link-dead")
        .expect("told")
        .to_string();
    assert!(finding.contains("ふれあい会館") && finding.contains("122203_public_facility.csv"), "{finding}");

    // It is on no page any more, is still asked for, and comes back when it lives.
    let asked = server.count("/hall");
    let told = check("2026-11-04");
    assert!(server.count("/hall") > asked, "{told}");
    assert_eq!(told["links"]["facilities"][&id][0]["hidden"], true, "{told}");
    server.always("/hall", None);
    server.put("/hall", "text/html", "x");
    check("2026-11-05");
    build("2026-11-05");
    assert!(page(&clean, "見本 ふれあい会館").contains(HALL));
}

#[test]
fn a_clerk_reads_which_facilitys_page_is_dead() {
    let server = Server::start();
    let clean = linked(&server);
    server.always("/hall", Some(Act::Status(404, None)));
    assert_eq!(clean.copy.run(&["build", "--as-of", DAY], &[]).code, 0);
    let run = clean.copy.run(&["check", "--links", "--as-of", DAY], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("つながらないホームページ（施設ごと）\n  見本 ふれあい会館（facility/"), "{}", run.out);
    assert!(run.out.contains("1回、ページがありません"), "{}", run.out);
    let book = clean.copy.path("reports/確認事項.xlsx");
    let tables = ouchi::table::read("確認事項.xlsx", &fs::read(book).expect("workbook"), ouchi::table::Sheets::First);
    let tables = tables.expect("readable");
    assert!(tables[0].rows().any(|row| row.cell(4) == "link-failing"), "the links stand in the workbook too");
    // Without a site there is nothing to look at, and the message says what to do.
    let none = clean.copy.run(&["check", "--links", "--site", "nowhere", "--as-of", DAY], &[]);
    assert_eq!(none.code, 1, "{}", none.out);
    assert!(none.out.contains("site-missing") && none.out.contains("先に ouchi build"), "{}", none.out);
    // The national systems are asked on request alone: every facility has a page there.
    let national =
        || server.seen().iter().filter(|seen| seen.path.starts_with("www.iryou.teikyouseido.mhlw.go.jp")).count();
    assert_eq!(national(), 0, "their form is checked, and that asks nobody");
    let run = clean.copy.run(&["check", "--links", "--national", "--as-of", "2026-11-02"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(national() > 0, "{}", run.out);
    // Offline only the form is looked at.
    let asked = server.seen().len();
    let offline = clean.copy.run(&["check", "--links", "--offline", "--as-of", "2026-11-09"], &[]);
    assert_eq!((offline.code, server.seen().len()), (0, asked), "{}", offline.out);
}
