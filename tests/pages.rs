//! The written pages as staff and machines meet them: what is refused, what passes, what is made beside the pages.

mod project;

use project::{Copy, Run, tree};
use std::fs;

fn page(copy: &Copy, path: &str) -> String {
    fs::read_to_string(copy.path(&format!("dist/{path}"))).unwrap_or_else(|_| panic!("no {path}"))
}

fn build(copy: &Copy, day: &str) -> Run {
    copy.run(&["build", "--as-of", day, "--json"], &[])
}

/// A sample that knows its own address.
fn addressed() -> Copy {
    let copy = Copy::of_sample();
    copy.edit(
        "ouchi.toml",
        "# url = \"https://www.city.example.jp/ouchi/\"",
        "url = \"https://www.city.example.jp/ouchi/\"",
    );
    copy
}

#[test]
fn a_wrong_text_stops_the_build_and_names_its_line() {
    let head = "+++\ntitle = \"試し\"\n";
    let long = "x".repeat(11 * 1024 * 1024);
    for (file, text, code, line) in [
        ("try.md", format!("{head}+++\n\n[先](/nowhere/)\n"), "content-link", "5行1文字目"),
        ("try.md", format!("{head}+++\n\n[先](/acp/#ない)\n"), "content-link", "5行1文字目"),
        ("try.md", format!("{head}+++\n\n## 一\n\n[先](#二)\n"), "content-link", "7行1文字目"),
        ("try.md", format!("{head}+++\n\n## 一 {{#a}}\n\n## 二 {{#a}}\n"), "content-heading-id", "7行1文字目"),
        // An id of the page around the text.
        ("try.md", format!("{head}+++\n\n## 一 {{#main}}\n"), "content-heading-id", "5行1文字目"),
        ("try.md", format!("{head}+++\n\n[先](/survey/#nowhere)\n"), "content-link", "5行1文字目"),
        ("try.md", format!("{head}+++\n\n![写真](/photo.png)\n"), "content-image", "5行1文字目"),
        ("try.md", format!("{head}+++\n\n![](/photo.png)\n"), "content-image-words", "5行1文字目"),
        ("try.md", format!("{head}+++\n\n[ことば](word:ないことば)\n"), "content-word", "5行1文字目"),
        ("try.md", format!("{head}+++\n\n{{{{figure id=\"no\"}}}}\n"), "content-shortcode", "5行1文字目"),
        ("try.md", format!("{head}+++\n\nここで{{{{emergency}}}}を\n"), "content-shortcode", "5行4文字目"),
        ("try.md", format!("{head}+++\n\n{{{{facility id=\"no\"}}}}\n"), "content-link", "5行1文字目"),
        (
            "try.md",
            format!("{head}+++\n\n{{{{list service=\"home-visit\" area=\"no\"}}}}\n"),
            "content-link",
            "5行1文字目",
        ),
        ("banner.md", format!("{head}start = 2026-11-01\n+++\n"), "content-event", "1行1文字目"),
        ("events/try.md", format!("{head}+++\n"), "content-event", "2行1文字目"),
        ("events/try.md", format!("{head}start = 2026-11-02\nend = 2026-11-01\n+++\n"), "content-event", "4行1文字目"),
        ("try.md", format!("{head}video = \"javascript:alert(1)\"\n+++\n"), "content-address", "3行1文字目"),
        ("try.md", format!("{head}scenes = [\"dayly\"]\n+++\n"), "content-scene", "3行1文字目"),
        ("try.md", format!("{head}month = \"2026年11月\"\n+++\n"), "content-month", "3行1文字目"),
        ("try.md", format!("{head}file = \"/no.pdf\"\n+++\n"), "content-file", "3行1文字目"),
        ("try.md", format!("{head}file = \"/long.pdf\"\n+++\n"), "content-file-large", "3行1文字目"),
        ("try.md", format!("{head}titel = \"あ\"\n+++\n"), "content-head", "3行1文字目"),
        ("find/lost.md", format!("{head}+++\n\n本文\n"), "page-orphan", "1行1文字目"),
    ] {
        let copy = Copy::of_sample();
        fs::create_dir_all(copy.path("content/find")).expect("folder");
        fs::write(copy.path("content/long.pdf"), &long).expect("written");
        fs::write(copy.path(&format!("content/{file}")), text).expect("written");
        let run = copy.run(&["build", "--as-of", "2026-11-01"], &[]);
        assert_eq!(run.code, 1, "{code}: {}", run.out);
        let said = run.out.lines().find(|one| one.contains(&format!("[{code}]")));
        let said = said.unwrap_or_else(|| panic!("{code}: {}", run.out));
        assert!(said.contains(&format!("content/{file} {line}")), "{said}");
        assert!(!copy.path("dist").exists(), "{code}: nothing is written");
    }
}

#[test]
fn a_text_that_cannot_be_read_is_the_only_thing_told() {
    let copy = Copy::of_sample();
    copy.edit("content/scene/discharge.md", "title = \"", "title = ");
    let run = build(&copy, "2026-11-01");
    let codes: Vec<&str> = run.json["counts"]
        .as_array()
        .expect("counts")
        .iter()
        .filter(|one| one["severity"] == "error")
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert_eq!((run.code, codes), (1, vec!["content-head"]), "links to it are not broken by it: {}", run.out);
}

#[test]
fn links_to_headings_are_held_in_texts_and_templates() {
    let copy = Copy::of_sample();
    // An address copied from a browser has its letters as bytes.
    let text = "+++\ntitle = \"試し\"\n+++\n\n## 一\n\n[上](#一)[先](/acp/#ACPとは)[同](/acp/#ACP%E3%81%A8%E3%81%AF)[表](/data/#fields)[頭](#top)\n";
    fs::write(copy.path("content/try.md"), text).expect("written");
    let acp = fs::read_to_string(copy.path("content/acp.md")).expect("text");
    let about = fs::read_to_string(copy.path("content/about.md")).expect("text");
    fs::write(copy.path("content/acp.md"), format!("{acp}\n## ACPとは\n")).expect("written");
    fs::write(copy.path("content/about.md"), format!("{about}\n\n[試し](/try/)\n")).expect("written");
    let run = build(&copy, "2026-11-01");
    assert_eq!(run.code, 0, "{}", run.out);

    // A heading more, before the others, moves none.
    let more = acp.replacen("\n## ", "\n## 新しい見出し\n\n本文\n\n## ", 1);
    assert_ne!(more, acp);
    fs::write(copy.path("content/acp.md"), format!("{more}\n## ACPとは\n")).expect("written");
    let run = build(&copy, "2026-11-01");
    assert_eq!(run.code, 0, "{}", run.out);

    // What the help offers is what is there.
    fs::write(copy.path("content/try.md"), text.replacen("/acp/#ACPとは", "/acp/#ACPでない", 1)).expect("written");
    let run = copy.run(&["build", "--as-of", "2026-11-01"], &[]);
    let acp = page(&copy, "acp/index.html");
    assert!(acp.contains("<h2 id=\"新しい見出し\">") && run.out.contains("#新しい見出し（"), "{}", run.out);
    assert!(run.out.contains("content/try.md 7行"), "{}", run.out);

    fs::write(copy.path("content/try.md"), text).expect("written");
    let before = page(&copy, "404.html");
    let look = |to: &str| {
        format!(
            "{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ page.heading }}}}</h1>\
             <a href=\"{{{{ root }}}}{to}\">先</a>{{% endblock %}}"
        )
    };
    fs::create_dir_all(copy.path("site/templates")).expect("folder");
    for (to, code) in [("words/index.html#w-0", 0), ("words/index.html#w-9999", 1), ("words/index.html#w-", 1)] {
        fs::write(copy.path("site/templates/missing.html"), look(to)).expect("written");
        let run = copy.run(&["build", "--as-of", "2026-11-01"], &[]);
        assert_eq!(run.code, code, "{to}: {}", run.out);
        assert_eq!(run.out.contains("link-broken"), code == 1, "{to}");
        assert_eq!(run.out.contains(&format!("{to}」")), code == 1, "{to}: {}", run.out);
    }
    let after = page(&copy, "404.html");
    assert!(after != before && after.contains("#w-0\""), "only the good one was written");
}

#[test]
fn a_facility_named_in_a_text_leads_on_when_it_is_gone() {
    let copy = Copy::of_sample();
    let about = fs::read_to_string(copy.path("content/about.md")).expect("text");
    let ledger = fs::read_to_string(copy.path("geodata/ledger.csv")).expect("ledger");
    let ids: Vec<&str> = ledger.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(build(&copy, "2026-11-01").code, 0);
    let listed = page(&copy, "geojson/facilities.geojson");
    let is_listed = |id: &&str| listed.contains(&format!("\"id\":\"{id}\""));
    let here = ids.iter().copied().find(is_listed).expect("one that is listed");
    let gone = ids.iter().copied().find(|id| !is_listed(id) && copy.path(&format!("dist/facility/{id}.html")).exists());
    let gone = gone.expect("one that has only its page left");
    fs::write(
        copy.path("content/about.md"),
        format!("{about}\n\n{{{{facility id=\"{here}\"}}}}\n\n{{{{facility id=\"{gone}\"}}}}\n"),
    )
    .expect("written");
    let run = build(&copy, "2026-11-01");
    assert_eq!(run.code, 0, "{}", run.out);
    let said = page(&copy, "about/index.html");
    assert!(said.contains(&format!("<a href=\"../facility/{gone}.html\">")), "the way to what became of it");
    assert!(said.contains("いまはこのサイトに載せていません") && said.contains("class=\"card"), "the other is a card");
}

#[test]
fn a_merged_facility_named_in_a_text_is_the_one_that_stayed() {
    let copy = Copy::of_sample();
    let about = fs::read_to_string(copy.path("content/about.md")).expect("text");
    let ledger = fs::read_to_string(copy.path("geodata/ledger.csv")).expect("ledger");
    assert_eq!(build(&copy, "2026-11-01").code, 0);
    let listed = page(&copy, "geojson/facilities.geojson");
    let ids = ledger.lines().skip(1).filter_map(|line| line.split(',').next());
    let stayed =
        ids.into_iter().find(|id| listed.contains(&format!("\"id\":\"{id}\""))).expect("one that is listed").to_owned();
    let merged = "2222aaaa";
    let row = format!("{merged},見本 まえの名前,介護事業所,east,care:1299009999,2026-10-01,2026-10-15,{stayed},1\n");
    fs::write(copy.path("geodata/ledger.csv"), ledger + &row).expect("written");
    let says = |id: &str| {
        fs::write(copy.path("content/about.md"), format!("{about}\n\n{{{{facility id=\"{id}\"}}}}\n"))
            .expect("written");
        let run = build(&copy, "2026-11-01");
        assert_eq!(run.code, 0, "{}", run.out);
        page(&copy, "about/index.html")
    };
    let by_its_old_id = says(merged);
    assert!(by_its_old_id.contains("class=\"card"), "a card, not the way to one");
    assert!(by_its_old_id.contains(&format!("facility/{stayed}.html")) && !by_its_old_id.contains(merged));
    assert!(page(&copy, &format!("facility/{merged}.html")).contains(&format!("{stayed}.html")), "its page leads on");
    assert_eq!(by_its_old_id, says(&stayed), "the same as by the id that stayed");
}

#[test]
fn events_pass_by_the_day_of_the_build() {
    let copy = Copy::of_sample();
    let run = build(&copy, "2026-11-01");
    assert_eq!(run.code, 0, "{}", run.out);
    assert_eq!(run.json["due"]["on"], "2026-11-30", "the day after the next event");
    let events = page(&copy, "events/index.html");
    let (now, past) = events.split_once("これまでの催し").expect("both");
    assert!(now.contains("2026-open-lecture") && now.contains("2026年11月29日（日）13:30から15:30まで"), "in words");
    assert!(now.contains("data-until=\"2026-11-29\""), "for the script");
    for old in ["2023-open-lecture", "2023-endoflife-training", "2024-tsumugu"] {
        assert!(past.contains(old) && !now.contains(old), "{old}");
    }
    assert!(page(&copy, "index.html").contains("2026-open-lecture"));
    let one = page(&copy, "events/2026-open-lecture/event.ics");
    assert!(one.contains("DTSTART;TZID=Asia/Tokyo:20261129T133000\r\n") && one.contains("BEGIN:VTIMEZONE"), "{one}");
    assert!(one.replace("\r\n ", "").contains("SUMMARY:見本 市民公開講座"), "{one}");
    let all = page(&copy, "events/calendar.ics");
    assert!(all.contains("UID:events-2026-open-lecture@") && events.contains("calendar.ics"));
    build(&copy, "2026-11-30");
    let (now, past) = page(&copy, "events/index.html")
        .split_once("これまでの催し")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("both");
    assert!(!now.contains("2026-open-lecture") && past.contains("2026-open-lecture"));
    assert!(!page(&copy, "index.html").contains("2026-open-lecture"));
}

#[test]
fn the_notice_stands_above_every_page_until_it_ends() {
    let copy = addressed();
    let notice = "+++\ntitle = \"大雨のお知らせ（見本）\"\ndescription = \"デイサービスの休みを確かめてください。\"\n\
                  start = 2026-11-01T09:00:00\nend = 2026-11-02T17:00:00\n+++\n\nくわしいことは相談窓口へ。\n";
    fs::write(copy.path("content/banner.md"), notice).expect("written");
    let run = build(&copy, "2026-11-01");
    assert_eq!(run.code, 0, "{}", run.out);
    assert_eq!(run.json["due"]["on"], "2026-11-03");
    for (path, bytes) in tree(&copy.path("dist")).into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8(bytes).expect("UTF-8");
        let at = html.find("大雨のお知らせ（見本）</strong>").unwrap_or_else(|| panic!("{path}: no notice"));
        assert!(at < html.find("<main").expect("main"), "{path}");
        assert!(html.contains("2026年11月1日（日）9:00から2026年11月2日（月）17:00まで"), "{path}");
        assert!(html.contains("data-until=\"2026-11-02T17:00\""), "{path}");
    }
    assert!(page(&copy, "feed.xml").contains("大雨のお知らせ"));
    assert!(page(&copy, "banner/index.html").contains("くわしいことは相談窓口へ"));
    build(&copy, "2026-11-03");
    assert!(!page(&copy, "index.html").contains("大雨"));
    assert!(!page(&copy, "feed.xml").contains("大雨"));
}

#[test]
fn machines_find_feed_catalogue_and_cards_for_sharing() {
    let copy = addressed();
    assert_eq!(build(&copy, "2026-11-01").code, 0);
    let feed = page(&copy, "feed.xml");
    assert!(feed.contains("https://www.city.example.jp/ouchi/events/2026-open-lecture/") && feed.contains("【見本】"));
    // Titles keep a number with its word, and addresses in letters break between their words alone.
    for path in ["library/index.html", "library/tsumugu-2023-5/index.html"] {
        assert!(page(&copy, path).contains("第\u{2060}5回（令和\u{2060}6年\u{2060}3月）"), "{path}");
    }
    assert!(page(&copy, "survey/index.html").contains("調査の予定（令和\u{2060}6年度の計画（案）から）</h2>"));
    for path in ["events/2026-open-lecture/index.html", "card/index.html"] {
        let said = page(&copy, path);
        assert!(said.contains("city.example.jp/<wbr>ouchi/<wbr>") && !said.contains("jp/ouchi/card/</p>"), "{path}");
    }
    let home = page(&copy, "index.html");
    assert!(home.contains("application/atom+xml") && home.contains("property=\"og:title\""));
    assert!(page(&copy, "robots.txt").contains("Disallow: /"), "a sample is not to be found");
    let catalogue = copy.json("dist/data/catalog.jsonld");
    let sets = catalogue["dcat:dataset"].as_array().expect("data sets");
    assert!(sets.len() > 10);
    for set in sets {
        assert!(set["dct:source"].as_array().is_some_and(|all| !all.is_empty()), "credits: {set}");
        for file in set["dcat:distribution"].as_array().expect("files") {
            let address = file["dcat:downloadURL"]["@id"].as_str().expect("address");
            let path = address.strip_prefix("https://www.city.example.jp/ouchi/").expect("ours");
            assert!(copy.path("dist").join(path).exists(), "{path}");
        }
    }
    let data = page(&copy, "data/index.html");
    assert!(data.contains("catalog.jsonld"));
    for (path, bytes) in tree(&copy.path("dist/geojson")) {
        let csv = format!("csv/{}", path.replace(".geojson", ".csv"));
        assert!(data.contains(&format!("geojson/{path}")), "{path}");
        if path != "facilities.geojson" {
            assert!(data.contains(&csv), "{csv}");
            let layer: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
            let rows = page(&copy, &csv).lines().count() - 1;
            assert_eq!(layer["features"].as_array().map(Vec::len), Some(rows), "{csv}");
        }
    }
    assert!(page(&copy, "sitemap.xml").contains("https://www.city.example.jp/ouchi/scene/discharge/"));
    let lost = page(&copy, "404.html");
    assert!(
        lost.contains("style-src 'self' https://www.city.example.jp/ouchi/;"),
        "its styles lie at the site's own address"
    );
    assert!(lost.contains("href=\"https://www.city.example.jp/ouchi/assets/site.css\""));
    assert!(!home.contains("application/ld+json"), "an invented facility is no fact");
    let event = page(&copy, "events/2026-open-lecture/index.html");
    assert!(
        event.contains("https://line.me/R/msg/text/?")
            && event.contains("mailto:?subject=")
            && event.contains("qr--shown")
    );
}

#[test]
fn a_real_site_says_to_search_engines_what_its_pages_say() {
    let copy = addressed();
    copy.edit("ouchi.toml", "sample = true", "sample = false");
    assert_eq!(build(&copy, "2026-11-01").code, 0);
    assert!(page(&copy, "robots.txt").contains("Sitemap: https://www.city.example.jp/ouchi/sitemap.xml"));
    let all = copy.json("dist/geojson/facilities.geojson");
    let one = all["features"].as_array().expect("features").iter().find(|one| one["properties"]["phone"].is_string());
    let one = one.expect("a phone");
    let html = page(&copy, &format!("facility/{}.html", one["id"].as_str().expect("id")));
    let text =
        html.split("<script type=\"application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next());
    let schema: serde_json::Value = serde_json::from_str(text.expect("schema.org")).expect("JSON");
    assert_eq!(schema["name"], one["properties"]["name"]);
    assert_eq!(schema["telephone"], one["properties"]["phone"]);
}

#[test]
fn codes_need_an_address_and_are_files() {
    let copy = Copy::of_sample();
    build(&copy, "2026-11-01");
    let refused = copy.run(&["qr"], &[]);
    assert_eq!(refused.code, 1);
    assert!(refused.out.contains("[site]") && refused.out.contains("url = "), "{}", refused.out);
    let copy = addressed();
    build(&copy, "2026-11-01");
    let wrong = copy.run(&["qr", "card/", "no-such-page/"], &[]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.out.contains("no-such-page/index.html") && !copy.path("qr").exists(), "{}", wrong.out);
    let run = copy.run(&["qr", "card/", "https://www.city.example.jp/ouchi/"], &[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(fs::read(copy.path("qr/card.png")).expect("png").starts_with(b"\x89PNG"));
    assert!(fs::read_to_string(copy.path("qr/index.svg")).expect("svg").contains("<svg"));
    let sheet = fs::read_to_string(copy.path("qr/sheet.html")).expect("sheet");
    assert!(sheet.contains("救急情報カード") && sheet.contains("https://www.city.example.jp/ouchi/card/"), "{sheet}");
    assert_eq!(copy.run(&["qr"], &[]).code, 0, "the usual pages");
}

#[test]
fn wishes_reach_the_programme_from_every_page_with_the_page_named() {
    let copy = Copy::of_sample();
    copy.edit(
        "ouchi.toml",
        "# [site.feedback]",
        "[site.feedback]\nform = \"https://form.example.jp/?from={page}\"\nmail = \"a@example.jp\"",
    );
    assert_eq!(build(&copy, "2026-11-01").code, 0);
    for (path, bytes) in tree(&copy.path("dist")).into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8(bytes).expect("UTF-8");
        assert!(html.contains("要望を伝える"), "{path}");
        let named = path.replace('/', "%2F");
        assert!(html.contains(&format!("https://form.example.jp/?from={named}")), "{path}: the form knows the page");
        assert!(html.contains("mailto:a@example.jp?subject="), "{path}");
    }
}

#[test]
fn the_plan_is_drawn_from_its_one_file() {
    let copy = Copy::of_sample();
    build(&copy, "2026-11-01");
    assert!(page(&copy, "library/results-2023/index.html").contains("第3回 記載なし"));
    copy.edit(
        "content/plan.toml",
        "{ label = \"第1回（6月）\", value = 55 }",
        "{ label = \"第1回（6月）\", value = 57 }",
    );
    build(&copy, "2026-11-01");
    for path in ["library/results-2023/index.html", "library/tsumugu/index.html"] {
        let html = page(&copy, path);
        assert!(html.contains("57名") && !html.contains("55名"), "{path}: picture and table follow");
    }
}

#[test]
fn every_page_says_how_old_its_data_is_and_shows_no_piece_of_its_template() {
    let copy = Copy::of_sample();
    assert_eq!(build(&copy, "2026-11-01").code, 0);
    let word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b"._{%| ".contains(&b));
    let pages = tree(&copy.path("dist")).into_iter().filter(|(path, _)| path.ends_with(".html"));
    for (path, bytes) in pages {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let left = text.split('{').skip(1).filter_map(|after| after.split_once('}')).find(|(inside, _)| word(inside));
        assert!(
            text.contains("施設の情報 <span class=\"number\">厚生労働省 2026年6月、厚生局 2026年9月"),
            "{path}: no date"
        );
        assert!(left.is_none(), "{path}: {{{}}}", left.unwrap_or_default().0);
    }
}

#[test]
fn every_page_of_the_sample_can_be_reached_from_the_first() {
    let copy = Copy::of_sample();
    build(&copy, "2026-11-01");
    let files = tree(&copy.path("dist"));
    let paths: Vec<String> = files.keys().cloned().collect();
    let links = ouchi::output::Links::new(&paths);
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        links.note(path, bytes);
    }
    let gone = |path: &&str| {
        let html = page(&copy, path);
        html.contains("http-equiv=\"refresh\"")
            || html.contains("公表データにありません")
            || html.contains("いまはこのサイトに載せていません")
    };
    let lost: Vec<&str> = links
        .unreached()
        .into_iter()
        .filter(|path| !matches!(*path, "404.html" | "offline.html") && !gone(path))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}
