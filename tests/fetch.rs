//! `ouchi fetch` against a publisher on loopback that works as it should.

#[path = "fetch_server/city.rs"]
mod city;
mod fetch_server;
#[path = "fetch_server/files.rs"]
mod files;

use city::{City, NEW, NEW_120};
use fetch_server::Act;
use jiff::civil::date;
use ouchi::fetch::{FetchOptions, SourceRecords, State, Wanted};

#[test]
fn the_newest_care_files_are_brought_cut_and_recorded() {
    let city = City::new();
    city.publish_kaigo(12, 40);
    city.write("geodata/kaigo/jigyosho_110.csv", b"old");
    city.write("geodata/kaigo/memo.txt", b"staff's own");
    let report = city.fetch(&[Wanted::Kaigo]);
    assert!(report.is_done(), "{}", report.text());
    let kept = city.text("geodata/kaigo/jigyosho_110_all_20260709180319.csv");
    let mut expected = files::kaigo(12, 3, 40);
    expected.truncate(expected.find("981010").expect("a far row"));
    assert_eq!(kept, expected, "the city's and its neighbour's rows, byte for byte");
    assert_eq!(city.server.count("/content/12300000/jigyosho_110.csv"), 0, "the old generation is not asked for");
    assert!(!city.root().join("geodata/kaigo/jigyosho_110.csv").exists());
    assert_eq!(city.text(".ouchi/fetch/old/geodata/kaigo/jigyosho_110.csv"), "old");
    assert_eq!(city.text("geodata/kaigo/memo.txt"), "staff's own");

    let records = SourceRecords::read(&city.bytes("geodata/sources.toml")).expect("valid");
    let record = records.get("kaigo").expect("recorded");
    assert_eq!((record.as_of, record.rows, record.by.as_str()), (Some(date(2026, 6, 30)), 27, "web"));
    assert_eq!((record.files.len(), record.files[0].published_rows, record.files[0].rows), (2, 55, 15));
    assert_eq!(record.files[0].url, city.server.url(NEW));
    assert_eq!(record.credit, "介護サービス情報公表システム（厚生労働省）");
    assert_eq!(record.files[0].original_sha256.len(), 64);

    // Again: the publisher says 304, and nothing is written.
    let before = city.geodata();
    let again = city.fetch(&[Wanted::Kaigo]);
    assert_eq!(again.brought[0].state, State::Same, "{}", again.text());
    assert!(city.geodata() == before);
    let statuses: Vec<u16> =
        city.server.seen().iter().filter(|seen| seen.path == NEW).map(|seen| seen.status).collect();
    assert_eq!(statuses, [200, 304]);
}

#[test]
fn both_generations_of_names_are_understood() {
    let city = City::new();
    city.server.put("/stf/kaigo.html", "text/html", "<p>2025年12月末時点</p><a href='/c/jigyosho_110.csv'>110</a>");
    city.server.put("/c/jigyosho_110.csv", "text/csv", files::kaigo(4, 0, 9));
    let report = city.fetch(&[Wanted::Kaigo]);
    assert_eq!(report.brought[0].as_of, Some(date(2025, 12, 31)), "{}", report.text());
    city.publish_kaigo(4, 9);
    let report = city.fetch(&[Wanted::Kaigo]);
    assert_eq!(
        (report.brought[0].state, report.brought[0].as_of),
        (State::Updated, Some(date(2026, 6, 30))),
        "{}",
        report.text()
    );
    let downloads = std::fs::read_dir(city.root().join(".ouchi/fetch/raw/kaigo")).expect("folder").count();
    assert_eq!(downloads, 4, "the old edition's download is gone; two files and what was said of them stay");
    assert!(!city.root().join("geodata/kaigo/jigyosho_110.csv").exists());
}

fn publish_navii(city: &City, stamp: &str, ending: &str) {
    let facilities = [
        "01-1_hospital_facility_info",
        "02-1_clinic_facility_info",
        "03-1_dental_facility_info",
        "04_maternity_home",
        "05_pharmacy",
    ];
    let hours = ["01-2_hospital_speciality_hours", "02-2_clinic_speciality_hours", "03-2_dental_speciality_hours"];
    let mut page = String::from("<html>");
    let mut put = |part: &str, csv: String| {
        let inner = format!("{part}_{stamp}.csv");
        let path = format!("/content/11121000/{part}_{stamp}{ending}");
        page.push_str(&format!("<a href=\"{path}\">{part}</a>"));
        city.server.put(&path, "application/zip", files::zip(&[(inner.as_bytes(), csv.as_bytes())]));
    };
    for (kind, part) in (1..).zip(facilities) {
        put(part, files::navii_facilities(part, kind, 11, 30));
    }
    for (kind, part) in (1..).zip(hours) {
        put(part, files::navii_hours(part, kind, 11, 30));
    }
    city.server.put("/stf/navii.html", "text/html", page);
}

#[test]
fn navii_is_unpacked_and_hours_follow_their_facility() {
    let city = City::new();
    publish_navii(&city, "20251201", ".zip");
    let report = city.fetch(&[Wanted::Navii]);
    assert!(report.is_done(), "{}", report.text());
    publish_navii(&city, "20260601", ".csv.zip");
    let report = city.fetch(&[Wanted::Navii]);
    assert!(report.is_done(), "{}", report.text());
    assert_eq!((report.brought[0].files, report.brought[0].rows), (8, 5 * 11 + 3 * 22));
    let hours = city.text("geodata/navii/02-2_clinic_speciality_hours_20260601.csv");
    assert_eq!(hours.lines().count(), 23);
    assert!(hours.lines().skip(1).all(|line| line.starts_with("\"992")), "{hours}");
    let names: Vec<_> = city.geodata().into_keys().collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("20251201")), "{names:?}");
}

#[test]
fn the_bureaus_zip_with_shift_jis_names_gives_the_prefectures_workbook() {
    let city = City::new();
    let page = "<a href='shisetsu_ika_r0801.zip'>医科</a><a href='shisetsu_ika_r0802.zip'>医科</a><a href='shisetsu_shika_r0802.zip'>歯科</a><a href='shisetsu_yakkyoku_r0802-2.zip'>薬局</a><a href='koumokubetsu1_r0802.zip'>項目別</a>";
    city.server.put("/chousa/kijyun.html", "text/html", page);
    for (name, word) in [("ika_r0802", "医科"), ("shika_r0802", "歯科"), ("yakkyoku_r0802-2", "薬局")] {
        city.server.put(&format!("/chousa/shisetsu_{name}.zip"), "application/zip", files::bureau_zip(word, 12));
    }
    let report = city.fetch(&[Wanted::Bureau]);
    assert!(report.is_done(), "{}", report.text());
    assert_eq!((report.brought[0].files, report.brought[0].as_of), (3, Some(date(2026, 2, 1))));
    assert_eq!((report.brought[0].rows, report.brought[0].published), (36, 96));
    let names: Vec<String> = city.geodata().into_keys().map(|name| name.to_string_lossy().into_owned()).collect();
    let path = "geodata/bureau/99届出受理医療機関名簿（医科）表r0802.xlsx";
    assert!(names.contains(&path.to_owned()), "{names:?}");
    // The neighbour's name is not known yet, so the whole prefecture is kept; after the care offices it is.
    let whole = city.bytes(path);
    city.publish_kaigo(12, 40);
    assert!(city.fetch(&[Wanted::Kaigo, Wanted::Bureau]).is_done());
    let tables = ouchi::table::read(path, &city.bytes(path), ouchi::table::Sheets::First).expect("a workbook");
    let rows: Vec<_> = tables[0].rows().filter(|row| !row.is_blank()).collect();
    assert_eq!(rows.len(), 1 + 1 + 12, "its date, its headings, the city's rows");
    assert_eq!((rows[2].number, rows[2].cell(9)), (5, "見本市一丁目0"));
    assert!(city.bytes(path) != whole);
}

fn publish_ground(city: &City) {
    let list = "<a href='gml/datalist/KsjTmplt-N03-v3_1.html'>旧</a><a href='gml/datalist/KsjTmplt-N03-2026.html'>行政区域</a><a href='gml/datalist/KsjTmplt-N02-2025.html'>鉄道</a><a href='gml/datalist/KsjTmplt-W05.html'>河川</a><a href='gml/datalist/KsjTmplt-W09-v2_2.html'>湖沼</a>";
    city.server.put("/ksj/index.html", "text/html", list);
    let page = |name: &str, files: &[&str]| {
        let links: String = files
            .iter()
            .map(|file| format!("<a onclick=\"javascript:DownLd('1MB','{file}','../data/{file}' ,this);\">x</a>"))
            .collect();
        city.server.put(&format!("/ksj/gml/datalist/KsjTmplt-{name}.html"), "text/html", links);
    };
    page(
        "N03-2026",
        &["N03-20260101_GML.zip", "N03-20260101_98_GML.zip", "N03-20260101_99_GML.zip", "N03-20250101_99_GML.zip"],
    );
    page("N02-2025", &["N02-24_GML.zip", "N02-25_GML.zip"]);
    page("W05", &["W05-08_99_GML.zip"]);
    page("W09-v2_2", &["W09-05_GML.zip"]);
    let put = |name: &str, entries: &[(&[u8], &[u8])]| {
        city.server.put(&format!("/ksj/gml/data/{name}"), "application/zip", files::zip(entries))
    };
    put("N03-20260101_99_GML.zip", &[(b"N03-20260101_99_GML/N03-20260101_99.geojson", files::boundary().as_bytes())]);
    put(
        "N02-25_GML.zip",
        &[
            (b"N02-25_GML/Shift-JIS/N02-25_Station.geojson", b"broken"),
            (b"N02-25_GML/UTF-8/N02-25_RailroadSection.geojson", files::railways().as_bytes()),
            (b"N02-25_GML/UTF-8/N02-25_Station.geojson", files::stations().as_bytes()),
        ],
    );
    put("W05-08_99_GML.zip", &[(b"W05-08_99-g_Stream.shp", &files::river())]);
    put("W09-05_GML.zip", &[(b"W09-05-g_Lake.shp", &files::river())]);
}

#[test]
fn the_ground_is_cut_and_fits_its_budget() {
    let city = City::new();
    publish_ground(&city);
    city.write("geodata/base/stations.csv", "駅名,緯度,経度\n".as_bytes());
    let report = city.fetch(&[Wanted::Rail]);
    assert_eq!(report.diagnostics.count("fetch-no-outline"), 1, "{}", report.text());
    let report = city.fetch(&[Wanted::Water, Wanted::Rail, Wanted::Boundary]);
    assert!(report.is_done(), "{}", report.text());
    let outline = city.text("geodata/base/outline.geojson");
    assert!(outline.len() <= 8 << 10 && outline.contains("99101") && !outline.contains("99102"), "{}", outline.len());
    let rails = city.text("geodata/base/railways.geojson");
    assert!(rails.len() <= 8 << 10 && city.text("geodata/base/waters.geojson").len() <= 8 << 10);
    assert!(rails.contains("見本線") && !rails.contains("遠方線") && !rails.contains("139.5,"), "{rails}");
    let stations = city.text("geodata/base/stations.geojson");
    assert_eq!(stations.matches("見本中央").count(), 1, "{stations}");
    assert!(!city.root().join("geodata/base/stations.csv").exists());
    assert!(city.text("geodata/base/waters.geojson").contains("\"river\""));
    let records = SourceRecords::read(&city.bytes("geodata/sources.toml")).expect("valid");
    assert_eq!(
        records.get("boundary").expect("recorded").credit,
        "「国土数値情報（行政区域データ）」（国土交通省）（2026年）を加工して作成"
    );
}

#[test]
fn holidays_and_addresses_come_as_utf_8() {
    let city = City::new();
    city.server.put("/shukujitsu/gaiyou.html", "text/html", "<a href='syukujitsu.csv'>CSV</a>");
    city.server.put("/shukujitsu/syukujitsu.csv", "text/csv", files::shift_jis(files::HOLIDAYS));
    city.server.put(
        "/isj/index.html",
        "text/html",
        files::shift_jis(
            "<html><meta charset=Shift_JIS>街区レベル（23.0a）から（24.0a）、大字・町丁目レベル（19.0b）</html>",
        ),
    );
    city.server.put(
        "/isj/data/24.0a/99101-24.0a.zip",
        "application/zip",
        files::zip(&[(b"99101_2025.csv", &files::blocks())]),
    );
    city.server.put(
        "/isj/data/24.0a/99102-24.0a.zip",
        "application/zip",
        files::zip(&[(b"99102_2025.csv", &files::blocks())]),
    );
    city.server.put(
        "/isj/data/19.0b/99101-19.0b.zip",
        "application/zip",
        files::zip(&[(b"99101_2025.csv", &files::towns())]),
    );
    // The neighbour has none of its own: its prefecture's is asked for.
    city.server.put(
        "/isj/data/19.0b/99000-19.0b.zip",
        "application/zip",
        files::zip(&[(b"99_2025.csv", &files::towns())]),
    );
    let report = city.fetch(&[Wanted::Holidays, Wanted::Address]);
    assert!(report.is_done(), "{}", report.text());
    let holidays = city.text("geodata/holidays/syukujitsu.csv");
    assert_eq!(ouchi::fetch::holidays(holidays.as_bytes()).len(), 4);
    assert!(holidays.contains("2026/11/23,勤労感謝の日") && !holidays.contains("1955"), "{holidays}");
    assert_eq!(city.text("geodata/address/blocks_99101.csv").lines().count(), 4);
    assert!(city.text("geodata/address/towns_99101.csv").contains("中央二丁目"));
}

#[test]
fn files_that_staff_downloaded_pass_the_same_checks() {
    let city = City::new();
    let downloads = tempfile::tempdir().expect("folder");
    let put = |name: &str, bytes: &[u8]| {
        use std::io::Write;
        std::fs::File::create(downloads.path().join(name)).and_then(|mut file| file.write_all(bytes)).expect("write");
    };
    let options = FetchOptions { from: Some(downloads.path().to_owned()), ..city.options(&[Wanted::Kaigo]) };
    let report = city.run(&options);
    assert_eq!(report.brought[0].state, State::NotThere, "{}", report.text());
    put("jigyosho_110_all_20260709180319 (1).csv", files::kaigo(12, 0, 40).as_bytes());
    let report = city.run(&options);
    assert!(report.is_done(), "{}", report.text());
    assert!(city.root().join("geodata/kaigo/jigyosho_110_all_20260709180319.csv").exists());
    assert!(city.text("geodata/sources.toml").contains("by = \"folder\""));
    assert!(city.server.seen().is_empty(), "nothing is asked of the network");
    let before = city.geodata();
    put("jigyosho_110_all_20260801000000.csv", files::kaigo(12, 0, 5).as_bytes());
    let report = city.run(&options);
    assert_eq!(
        (report.brought[0].state, report.diagnostics.count("fetch-rows-lost")),
        (State::Kept, 1),
        "{}",
        report.text()
    );
    assert!(city.geodata() == before);
    assert!(city.run(&FetchOptions { accept: true, ..options }).is_done());
}

#[test]
fn files_taken_out_of_their_zips_are_as_good() {
    let city = City::new();
    let downloads = tempfile::tempdir().expect("folder");
    let put = |name: &str, bytes: &[u8]| {
        use std::io::Write;
        let path = downloads.path().join(name);
        std::fs::DirBuilder::new().recursive(true).create(path.parent().expect("folder")).expect("folder");
        std::fs::File::create(path).and_then(|mut file| file.write_all(bytes)).expect("write");
    };
    // As Windows takes a zip apart: a folder of its name, and in it once more; and as loose files, named anew.
    put("N03-20260101_99_GML (1)/N03-20260101_99_GML/N03-20260101_99.geojson", files::boundary().as_bytes());
    put("N03-20250101_99.geojson", b"an older one, which is not read");
    put("N02-25_GML/Shift-JIS/N02-25_Station.geojson", b"broken");
    put("N02-25_GML/UTF-8/N02-25_RailroadSection.geojson", files::railways().as_bytes());
    put("N02-25_GML/UTF-8/N02-25_Station.geojson", files::stations().as_bytes());
    put("W05-08_99-g_Stream.shp", &files::river());
    put("W09-05-g_Lake (1).shp", &files::river());
    put("99101_2025.csv", &files::blocks());
    put("99101_2025 (1).csv", &files::towns());
    put("見本/99届出受理医療機関名簿（医科）表r0802 - コピー.xlsx", &files::bureau_book(12, 20));
    put(
        "02-1_clinic_facility_info_20260601 (2).CSV",
        files::navii_facilities("02-1_clinic_facility_info", 2, 11, 30).as_bytes(),
    );
    put("syukujitsu.csv", &files::shift_jis(files::HOLIDAYS));
    let options = FetchOptions { from: Some(downloads.path().to_owned()), ..city.options(&[]) };
    let report = city.run(&options);
    let states: Vec<_> = report.brought.iter().map(|one| (one.wanted.name(), one.state)).collect();
    let not = [("kaigo", State::NotThere)];
    for (name, state) in &states {
        let expected = not.iter().find(|(not, _)| not == name).map_or(State::Updated, |(_, state)| *state);
        assert_eq!(*state, expected, "{name}: {}", report.text());
    }
    assert!(city.text("geodata/base/outline.geojson").contains("99101"));
    assert!(city.text("geodata/base/stations.geojson").contains("見本中央"));
    assert_eq!(city.text("geodata/address/blocks_99101.csv").lines().count(), 4);
    assert!(city.text("geodata/address/towns_99101.csv").contains("中央二丁目"));
    let records = SourceRecords::read(&city.bytes("geodata/sources.toml")).expect("valid");
    assert!(records.get("address").expect("recorded").credit.contains("国土交通省（2025年）"));
    let before = city.geodata();
    let again = city.run(&options);
    assert!(again.brought.iter().all(|one| matches!(one.state, State::Same | State::NotThere)), "{}", again.text());
    assert!(city.geodata() == before);
}

#[test]
fn a_folder_with_two_downloads_of_one_name_is_for_a_person_to_tidy() {
    let city = City::new();
    let downloads = tempfile::tempdir().expect("folder");
    let put = |name: &str, text: &str| {
        use std::io::Write;
        std::fs::File::create(downloads.path().join(name))
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .expect("write");
    };
    put("jigyosho_110.csv", &files::kaigo(12, 0, 40));
    put("jigyosho_110 (1).csv", &files::kaigo(12, 0, 40));
    let options = FetchOptions { from: Some(downloads.path().to_owned()), ..city.options(&[Wanted::Kaigo]) };
    assert!(city.run(&options).is_done(), "twins that are alike do no harm");
    let before = city.geodata();
    put("jigyosho_110 (1).csv", &files::kaigo(13, 0, 41));
    let report = city.run(&options);
    assert_eq!(
        (report.brought[0].state, report.diagnostics.count("fetch-twins")),
        (State::Kept, 1),
        "{}",
        report.text()
    );
    assert!(report.text().contains("jigyosho_110 (1).csv") && report.text().contains("古いほう"), "{}", report.text());
    assert!(city.geodata() == before);
    // A dated edition is in place, and a file of the older, undated generation turns up.
    put("jigyosho_110 (1).csv", &files::kaigo(12, 0, 40));
    put("jigyosho_110_all_20260709180319.csv", &files::kaigo(13, 0, 41));
    assert_eq!(city.run(&options).brought[0].as_of, Some(date(2026, 6, 30)));
    std::fs::remove_file(downloads.path().join("jigyosho_110_all_20260709180319.csv")).expect("removed");
    let before = city.geodata();
    let report = city.run(&options);
    assert_eq!(report.diagnostics.count("fetch-older"), 1, "{}", report.text());
    assert!(city.geodata() == before);
}

#[test]
fn an_interrupted_download_goes_on_where_it_stopped() {
    let city = City::new();
    city.publish_kaigo(12, 4000);
    city.server.next(NEW, [Act::CutAt(100_000)]);
    let report = city.fetch(&[Wanted::Kaigo]);
    assert!(report.is_done(), "{}", report.text());
    let seen: Vec<_> = city.server.seen().into_iter().filter(|seen| seen.path == NEW).collect();
    assert_eq!(seen.iter().map(|seen| seen.status).collect::<Vec<_>>(), [200, 206]);
    let range = seen[1].headers.get("range").expect("a range");
    let from: usize = range.trim_start_matches("bytes=").trim_end_matches('-').parse().expect("a number");
    assert!((1..=100_000).contains(&from), "{range}");
    assert_eq!(seen[1].headers.get("cookie"), None);
    assert_eq!(seen[1].headers.get("referer"), None);
    assert_eq!(seen[1].headers.get("user-agent").map(String::as_str), Some("ouchi/0.1.0"));
    assert_eq!(city.server.count(NEW_120), 1);

    // A run that gives up leaves its part for the next run.
    city.server.put(NEW, "text/csv", files::kaigo(13, 3, 4000));
    city.server.next(NEW, [Act::CutAt(50_000), Act::Status(500, None), Act::Status(500, None)]);
    let before = city.geodata();
    assert_eq!(city.fetch(&[Wanted::Kaigo]).brought[0].state, State::Kept);
    assert!(city.geodata() == before);
    let report = city.fetch(&[Wanted::Kaigo]);
    assert_eq!(report.brought[0].state, State::Updated, "{}", report.text());
    let last = city.server.seen().into_iter().rfind(|seen| seen.path == NEW).expect("asked");
    assert_eq!(last.status, 206);
}
