//! What machines of others read beside the pages, held against the rules of each format: calendars (RFC 5545), the feed
//! (RFC 4287), the sitemap (sitemaps.org), the catalogue (DCAT 3). `tests/full.sh` asks other readers too.

mod project;

use project::Copy;
use std::collections::BTreeSet;
use std::fs;

const SITE: &str = "https://www.city.example.jp/ouchi/";

fn built(day: &str) -> Copy {
    let copy = Copy::of_sample();
    copy.edit("ouchi.toml", "# url = \"https://www.city.example.jp/ouchi/\"", &format!("url = \"{SITE}\""));
    for (name, head) in [
        ("all-day", "start = 2026-12-05\nend = 2026-12-06"),
        ("one-day", "start = 2026-12-31"),
        ("zero-length", "start = 2026-12-07T10:00:00"),
        ("night", "start = 2026-12-08T00:00:00\nend = 2026-12-08T02:30:00"),
        ("month", "month = \"2026-12\""),
    ] {
        let long = "長い題名、くわしく;".repeat(9);
        let text = format!(
            "+++\ntitle = '見本 {long}\\{name}'\ndescription = \"1, 2; 3\"\n{head}\nplace = \"会場, 2階\"\n+++\n見本です。\n"
        );
        fs::write(copy.path(&format!("content/events/{name}.md")), text).expect("written");
    }
    let run = copy.run(&["build", "--as-of", day, "--json"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    copy
}

fn read(copy: &Copy, path: &str) -> String {
    fs::read_to_string(copy.path(&format!("dist/{path}"))).unwrap_or_else(|_| panic!("no {path}"))
}

/// Lines of a calendar, unfolded; panics where the form is broken.
fn lines(calendar: &str) -> Vec<String> {
    assert!(calendar.ends_with("\r\n") && !calendar.replace("\r\n", "").contains(['\r', '\n']), "CRLF alone");
    for line in calendar.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    calendar.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

/// The lines of one event.
fn event(copy: &Copy, name: &str) -> Vec<String> {
    lines(&read(copy, &format!("events/{name}/event.ics")))
}

fn has(lines: &[String], begin: &str) -> Vec<String> {
    lines.iter().filter_map(|line| line.strip_prefix(begin)).map(str::to_owned).collect()
}

#[test]
fn days_without_a_time_end_on_the_day_after_the_last() {
    let copy = built("2026-11-01");
    let whole = event(&copy, "all-day");
    assert_eq!(has(&whole, "DTSTART;VALUE=DATE:"), ["20261205"]);
    assert_eq!(has(&whole, "DTEND;VALUE=DATE:"), ["20261207"], "the end is not part of the event");
    let one = event(&copy, "one-day");
    assert_eq!(has(&one, "DTSTART;VALUE=DATE:"), ["20261231"]);
    assert!(has(&one, "DTEND").is_empty(), "a day alone lasts a day");
    let zero = event(&copy, "zero-length");
    assert_eq!(has(&zero, "DTSTART;TZID=Asia/Tokyo:"), ["20261207T100000"]);
    assert!(has(&zero, "DTEND").is_empty(), "an end must be later than the start");
    let night = event(&copy, "night");
    assert_eq!(has(&night, "DTSTART;TZID=Asia/Tokyo:"), ["20261208T000000"], "midnight with an end is a time");
    assert_eq!(has(&night, "DTEND;TZID=Asia/Tokyo:"), ["20261208T023000"]);
    assert!(!copy.path("dist/events/month/event.ics").exists(), "a month is no day");
}

#[test]
fn calendars_are_what_rfc_5545_asks_for() {
    let (copy, later) = (built("2026-11-01"), built("2026-11-20"));
    let all = lines(&read(&copy, "events/calendar.ics"));
    assert_eq!((all[0].as_str(), all[1].as_str()), ("BEGIN:VCALENDAR", "VERSION:2.0"));
    assert_eq!(all.last().map(String::as_str), Some("END:VCALENDAR"));
    assert_eq!((has(&all, "PRODID:").len(), has(&all, "BEGIN:VTIMEZONE").len(), has(&all, "TZID:").len()), (1, 1, 1));
    let count = has(&all, "BEGIN:VEVENT").len();
    assert!(count >= 5, "{count}");
    assert_eq!(has(&all, "END:VEVENT").len(), count);
    let from = all.iter().position(|line| line == "BEGIN:VEVENT").expect("events");
    for once in ["UID:", "DTSTAMP:", "DTSTART", "SUMMARY:"] {
        assert_eq!(has(&all[from..], once).len(), count, "{once}");
    }
    let uids: BTreeSet<String> = has(&all, "UID:").into_iter().collect();
    assert_eq!(uids.len(), count, "each its own");
    assert!(has(&all, "DTSTAMP:").iter().all(|stamp| stamp == "20261101T000000Z"), "the day of the build, no clock");

    let (before, after) = (event(&copy, "one-day"), event(&later, "one-day"));
    assert_eq!(has(&before, "UID:"), has(&after, "UID:"), "the same event on every day");
    assert_ne!(has(&before, "DTSTAMP:"), has(&after, "DTSTAMP:"));
    let title = format!("見本 {}\\\\one-day", "長い題名、くわしく\\;".repeat(9));
    assert_eq!(has(&before, "SUMMARY:"), [title], "escaped");
    assert_eq!(has(&before, "DESCRIPTION:"), ["1\\, 2\\; 3"]);
    assert_eq!(has(&before, "LOCATION:"), ["会場\\, 2階"]);
    assert_eq!(has(&before, "URL:"), [format!("{SITE}events/one-day/")]);
}

/// The text inside each element of a name.
fn inside(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open).skip(1).filter_map(|rest| rest.split_once(&close)).map(|(text, _)| text.to_owned()).collect()
}

#[test]
fn the_feed_is_what_rfc_4287_asks_for() {
    let copy = built("2026-11-01");
    let feed = read(&copy, "feed.xml");
    assert!(
        feed.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"")
    );
    let (head, _) = feed.split_once("<entry>").expect("entries");
    for once in ["title", "id", "updated", "name"] {
        assert_eq!(inside(head, once).len(), 1, "{once}");
    }
    assert!(head.contains(&format!("<link rel=\"self\" href=\"{SITE}feed.xml\"/>")));
    let entries = inside(&feed, "entry");
    assert!(entries.len() > 5);
    let mut ids = BTreeSet::new();
    for entry in &entries {
        for once in ["title", "id", "updated", "summary"] {
            assert!(matches!(&inside(entry, once)[..], [one] if !one.is_empty()), "{once}: {entry}");
        }
        assert!(inside(entry, "id")[0].starts_with(SITE) && entry.contains("<link href="));
        assert!(ids.insert(inside(entry, "id").remove(0)), "each its own: {entry}");
        let updated = &inside(entry, "updated")[0];
        let day = updated.strip_suffix("T00:00:00+09:00").unwrap_or_else(|| panic!("{updated}"));
        assert!(day.parse::<jiff::civil::Date>().is_ok_and(|day| day <= jiff::civil::date(2026, 11, 1)), "{updated}");
    }
    assert!(
        !feed.contains(['\u{1}', '\u{b}'])
            && feed.matches('&').count() == feed.matches(';').count() - feed_semicolons(&feed)
    );
}

/// Semicolons that end no reference.
fn feed_semicolons(feed: &str) -> usize {
    let plain = ["&amp;", "&lt;", "&gt;", "&quot;"].iter().fold(feed.to_owned(), |text, one| text.replace(one, ""));
    assert!(!plain.contains('&'), "every ampersand begins a reference");
    plain.matches(';').count()
}

#[test]
fn the_sitemap_names_each_page_once() {
    let copy = built("2026-11-01");
    let map = read(&copy, "sitemap.xml");
    assert!(map.contains("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"));
    let addresses = inside(&map, "loc");
    assert_eq!(addresses.len(), inside(&map, "url").len());
    assert_eq!(addresses.iter().collect::<BTreeSet<_>>().len(), addresses.len());
    let named: BTreeSet<String> = addresses
        .iter()
        .map(|address| {
            let path = address.strip_prefix(SITE).unwrap_or_else(|| panic!("{address}"));
            if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
        })
        .collect();
    // Every page is named, but for those that nobody looks for and those whose address is another's.
    let mut others = 0;
    let pages: BTreeSet<String> = project::tree(&copy.path("dist"))
        .into_keys()
        .filter(|path| path.ends_with(".html") && !matches!(path.as_str(), "404.html" | "offline.html"))
        .filter(|path| {
            let own = format!("<link rel=\"canonical\" href=\"{SITE}{}\">", path.trim_end_matches("index.html"));
            let is_own = read(&copy, path).contains(&own);
            others += usize::from(!is_own);
            is_own
        })
        .collect();
    assert!(others > 0, "the sample has a merged facility");
    assert_eq!(named, pages);
}

/// A number of a position, as RFC 7946 asks for it: in degrees, and no finer than anybody measured.
fn degrees(value: &serde_json::Value, most: f64) {
    assert!(value.as_f64().is_some_and(|number| number.abs() <= most), "{value}");
    assert!(value.to_string().split('.').nth(1).is_none_or(|digits| digits.len() <= 7), "{value}");
}

#[test]
fn layers_are_as_rfc_7946_says() {
    let copy = built("2026-11-01");
    let files: Vec<String> =
        project::tree(&copy.path("dist")).into_keys().filter(|path| path.ends_with(".geojson")).collect();
    assert!(files.len() > 20, "{files:?}");
    let mut features = 0;
    for file in files {
        let layer = copy.json(&format!("dist/{file}"));
        assert_eq!(layer["type"], "FeatureCollection", "{file}");
        assert!(layer["crs"].is_null(), "{file}: coordinates are WGS 84, and nothing says otherwise");
        let mut ids = BTreeSet::new();
        for feature in layer["features"].as_array().expect("features") {
            let keys: BTreeSet<&str> = feature.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(keys, BTreeSet::from(["type", "id", "geometry", "properties"]), "{file}");
            assert!(feature["type"] == "Feature" && feature["properties"].is_object(), "{file}: {feature}");
            assert!(ids.insert(feature["id"].as_str().expect("an id").to_owned()), "{file}: {}", feature["id"]);
            if !feature["geometry"].is_null() {
                assert_eq!(feature["geometry"]["type"], "Point", "{file}");
                let position = feature["geometry"]["coordinates"].as_array().expect("a position");
                assert_eq!(position.len(), 2, "{file}: longitude, then latitude");
                degrees(&position[0], 180.0);
                degrees(&position[1], 90.0);
                assert!(position[0].as_f64() > position[1].as_f64(), "{file}: in Japan the longitude is the larger");
            }
            features += 1;
        }
    }
    assert!(features > 200, "{features}");
}

#[test]
fn facilities_are_told_in_words_of_schema_org() {
    let copy = Copy::of_sample();
    copy.edit("ouchi.toml", "# url = \"https://www.city.example.jp/ouchi/\"", &format!("url = \"{SITE}\""));
    copy.edit("ouchi.toml", "sample = true", "sample = false");
    let run = copy.run(&["build", "--as-of", "2026-11-01", "--json"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let known = ["Hospital", "MedicalClinic", "Dentist", "Pharmacy", "LocalBusiness"];
    let (mut kinds, mut hours) = (BTreeSet::new(), 0);
    for (path, bytes) in project::tree(&copy.path("dist/facility")) {
        let html = String::from_utf8(bytes).expect("UTF-8");
        let Some((_, rest)) = html.split_once("<script type=\"application/ld+json\">") else { continue };
        let text = rest.split("</script>").next().expect("an end");
        let one: serde_json::Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(one["@context"], "https://schema.org", "{path}");
        let kind = one["@type"].as_str().expect("a type").to_owned();
        assert!(known.contains(&kind.as_str()), "{path}: {kind}");
        kinds.insert(kind);
        assert!(one["name"].as_str().is_some_and(|name| html.contains(name)), "{path}");
        assert_eq!(one["url"], format!("{SITE}facility/{path}"));
        if !one["address"].is_null() {
            assert_eq!(one["address"]["@type"], "PostalAddress", "{path}");
        }
        if !one["geo"].is_null() {
            degrees(&one["geo"]["latitude"], 90.0);
            degrees(&one["geo"]["longitude"], 180.0);
        }
        for slot in one["openingHoursSpecification"].as_array().into_iter().flatten() {
            let day = slot["dayOfWeek"].as_str().and_then(|day| day.strip_prefix("https://schema.org/"));
            assert!(day.is_some_and(|day| day.ends_with("day")), "{path}: {slot}");
            let [opens, closes] = ["opens", "closes"].map(|key| slot[key].as_str().expect("a time"));
            for time in [opens, closes] {
                let (hour, minute) = time.split_once(':').expect("HH:MM");
                assert!(hour.len() == 2 && minute.len() == 2, "{path}: {time}");
                assert!(hour.parse::<u8>().is_ok_and(|hour| hour < 24) && minute.parse::<u8>().is_ok_and(|m| m < 60));
            }
            assert!(opens < closes, "{path}: {slot}");
            hours += 1;
        }
    }
    assert!(kinds.len() >= 4 && hours > 100, "{kinds:?} {hours}");
}

#[test]
fn the_catalogue_has_what_dcat_asks_for() {
    let copy = built("2026-11-01");
    let catalogue = copy.json("dist/data/catalog.jsonld");
    let needs = |of: &serde_json::Value, kind: &str, keys: &[&str]| {
        assert_eq!(of["@type"], kind);
        for key in keys {
            assert!(!of[key].is_null() && of[key] != "" && of[key] != serde_json::json!([]), "{kind} {key}: {of}");
        }
    };
    let common = ["dct:title", "dct:description", "dct:publisher", "@id", "dct:modified", "dct:language"];
    needs(&catalogue, "dcat:Catalog", &[&common[..], &["dcat:dataset", "foaf:homepage"]].concat());
    let mut ids = BTreeSet::new();
    for set in catalogue["dcat:dataset"].as_array().expect("data sets") {
        needs(set, "dcat:Dataset", &[&common[..], &["dct:spatial", "dct:source", "dcat:landingPage"]].concat());
        assert!(ids.insert(set["@id"].to_string()), "{}", set["@id"]);
        assert_eq!(set["dct:modified"]["@type"], "xsd:date");
        for file in set["dcat:distribution"].as_array().expect("files") {
            needs(
                file,
                "dcat:Distribution",
                &["dct:title", "dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dct:rights"],
            );
            let media = file["dcat:mediaType"]["@id"].as_str().expect("an address");
            let ending = file["dcat:downloadURL"]["@id"].as_str().expect("an address").rsplit('.').next();
            assert_eq!(ending, Some(if media.ends_with("/text/csv") { "csv" } else { "geojson" }));
        }
    }
    // Whoever uses the files is told to credit what they were made of, and nothing else.
    let data = read(&copy, "data/index.html");
    let (_, credited) = data.split_once("id=\"sources\"").expect("credits");
    assert!(credited.contains("介護サービス情報公表システム") && !credited.contains("地図の下絵"), "{credited}");
    assert!(
        data.contains("<code>home_care</code>") && data.contains("<code>home-visit</code>"),
        "answers are described"
    );
}
