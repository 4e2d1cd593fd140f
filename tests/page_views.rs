//! Pages of a small invented municipality: what every page must have, and the listing policy in its words.

use jiff::civil::{Date, date};
use ouchi::consent::{Publication, publish};
use ouchi::model::{
    Answer, Answered, Area, Areas, Audience, CareEntry, Clock, Consent, DayHours, Desk, Edition, Editions, Facility,
    Hours, HoursKind, Kind, Located, LonLat, Precision, Registration, Slot, SourceKind, Town, TownId,
};
use ouchi::page::content::{self, Content};
use ouchi::page::{
    CardKey, Cards, ClosedFacility, Download, Entry, Page, Parts, Pictures, Showing, SiteData, WholeCards, page, plan,
    site_view,
};
use ouchi::picture::{Pin, Sheet};
use ouchi::place::{Origin, Source, SourceId, Sourced, Sources};
use ouchi::render::{Renderer, assets};
use ouchi::settings::{self, Settings};
use ouchi::source::Input;
use ouchi::tally::{PublicSurvey, PublicTally, QuestionTally, TallyRow};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const ON: Date = date(2026, 11, 1);
const SETTINGS: &str = r##"
[site]
name = "見本マップ"
description = "見本の案内です"
publisher = "見本市 介護課"
sample = true
feedback = { mail = "mihon@example.jp" }
[municipality]
code = "122203"
prefecture = "千葉県"
name = "見本市"
reading = "みほんし"
[[emergency]]
kind = "life"
when = "命が危ないと思ったら"
name = "救急車"
phone = "119"
source = "見本"
checked = "2026-10-01"
[[emergency]]
kind = "unsure"
when = "救急車を呼ぶか迷ったら"
name = "救急安心電話相談"
phone = "#7119"
hours = "夜"
source = "見本"
checked = "2026-10-01"
"##;
const SERVICES: &str = r#"
[[group]]
id = "doctor"
name = "お医者さんが来る"
[[service]]
id = "home-visit"
name = "訪問診療"
reading = "ほうもんしんりょう"
group = "doctor"
text = "お医者さんが決まった日に来ます。"
answers = ["home-visit"]
registrations = ["支援診"]
[[service]]
id = "home-nursing"
name = "訪問看護"
reading = "ほうもんかんご"
group = "doctor"
text = "看護師が来ます。"
care = ["130"]
"#;

struct Town1 {
    settings: Settings,
    areas: Areas,
    editions: Editions,
    content: Content,
    facilities: Vec<Facility>,
}

fn origin(source: u16) -> Origin {
    Origin { source: SourceId(source), row: 2, column: 0 }
}

fn sourced(text: &str) -> Option<Sourced<String>> {
    Some(Sourced::new(text.to_owned(), origin(0)))
}

fn facility(id: &str, kind: Kind, name: &str, phone: &str) -> Facility {
    Facility {
        silent_identifiers: Vec::new(),
        is_silent: false,
        id: id.into(),
        identifiers: Vec::new(),
        municipality: Some("122203".into()),
        kind,
        name: Sourced::new(name.into(), origin(0)),
        kana: sourced("ミホン"),
        address: sourced("南町1-2"),
        building: None,
        phone: sourced(phone),
        fax: None,
        url: None,
        located: Some(Located { point: LonLat::new(139.9, 35.86), precision: Precision::Town, origin: origin(0) }),
        town: Some(TownId(0)),
        area: Some("south".into()),
        operator: None,
        corporate_number: None,
        care: Vec::new(),
        registrations: Vec::new(),
        departments: Vec::new(),
        answers: Vec::new(),
        refusals: Vec::new(),
        hours: Vec::new(),
        sources: vec![SourceKind::Bureau],
        records: vec![origin(0)],
        same_place: Vec::new(),
    }
}

fn town() -> Town1 {
    let mut sources = Sources::default();
    let mut editions = Editions::default();
    for (kind, as_of) in [(SourceKind::Bureau, date(2026, 9, 1)), (SourceKind::Survey, date(2026, 6, 1))] {
        let id = sources.add(Source { file: "見本.csv".into(), sheet: None, headings: [].into() });
        let credit = "見本".to_owned();
        editions.set(id, Edition { kind, as_of: Some(as_of), credit, licence: "見本".into(), url: None });
    }
    let mut answering = facility("aaaaaaaa", Kind::Clinic, "見本 答えた医院", "04-0000-0001");
    answering.answers.push(Answered {
        question: "home-visit".into(),
        answer: Answer::Yes,
        consent: Consent { citizens: true, partners: true, open_data: false },
        as_of: Some(date(2026, 6, 1)),
        publish_on: None,
        partners_only: false,
        origin: origin(1),
    });
    let mut hours = Hours::unknown(HoursKind::Consultation, origin(0));
    hours.days[0] = DayHours::Slots([Slot { from: Clock(540), until: Clock(720) }].into());
    answering.hours.push(hours.into());
    let mut registered = facility("bbbbbbbb", Kind::Clinic, "見本 届出の医院", "04-0000-0002");
    registered.registrations.push(Registration {
        symbol: "支援診3".into(),
        name: "在宅療養支援診療所３".into(),
        since: Some(date(2024, 4, 1)),
        origin: origin(0),
    });
    let mut nurses = facility("cccccccc", Kind::Care, "見本 <看護> & ステーション", "04-0000-0003");
    nurses.care.push(CareEntry {
        code: "130".into(),
        name: "訪問看護".into(),
        capacity: None,
        inclusive: false,
        origin: origin(0),
    });
    let text = |path: &str, text: &str| Input { path: path.into(), bytes: text.as_bytes().to_vec() };
    let showing = Showing { on: ON, drafts: false };
    let inputs = [
        text("content/services.toml", SERVICES),
        text("content/glossary.toml", "[[word]]\nword = \"往診\"\nmeaning = \"頼まれて行くこと\"\n"),
        text(
            "content/scene/emergency.md",
            "+++\ntitle = \"急なとき\"\n+++\n{{emergency}}\n\n往診\n\n{{list service=\"home-visit\"}}\n",
        ),
        text("content/events/talk.md", "+++\ntitle = \"講座\"\nstart = 2026-11-20T13:30:00\n+++\n"),
        text("content/library/note.md", "+++\ntitle = \"たより\"\nkind = \"newsletter\"\n+++\n|a|b|\n|-|-|\n|c|d|\n"),
        text("content/card.md", "+++\ntitle = \"カード\"\n+++\n{{card}}\n"),
    ];
    let (content, found) = content::load(&inputs, showing);
    assert!(found.sorted().is_empty(), "{:?}", found.sorted());
    let desk = Desk {
        name: "見本 相談室".into(),
        phone: Some("04-0000-9001".into()),
        address: None,
        hours: None,
        sample: true,
    };
    let mut areas = Areas::default();
    areas.areas.push(Area { id: "south".into(), name: "南部".into(), desk: Some(desk), rings: Vec::new() });
    areas.towns.push(Town {
        name: "南町".into(),
        reading: "みなみまち".into(),
        area: Some("south".into()),
        point: Some(LonLat::new(139.9, 35.86)),
    });
    Town1 {
        settings: settings::parse("ouchi.toml", SETTINGS).expect("sound settings"),
        areas,
        editions,
        content,
        facilities: vec![answering, registered, nurses],
    }
}

/// Every page of the town, rendered: path and HTML.
fn built(town: &Town1) -> Vec<(String, String)> {
    let publication = Publication {
        settings: &town.settings,
        services: &town.content.services,
        areas: &town.areas,
        editions: &town.editions,
        withheld: &[],
        dead_links: &Default::default(),
        audience: Audience::Citizens,
        on: ON,
    };
    let facilities = publish(&town.facilities, &publication);
    let closed = [ClosedFacility {
        id: "dddddddd".into(),
        name: "見本 閉じた医院".into(),
        kind: "診療所".into(),
        gone_since: Some(date(2026, 8, 1)),
        area: Some("south".into()),
    }];
    let redirects = [("eeeeeeee".to_owned(), "aaaaaaaa".to_owned())];
    let tally = PublicTally {
        question: "home-visit".into(),
        name: "訪問診療".into(),
        survey: "見本の調査".into(),
        as_of: date(2026, 6, 1),
        answered: 9,
        rows: vec![
            TallyRow { label: "している".into(), count: Some(7) },
            TallyRow { label: "していない".into(), count: None },
        ],
    };
    let surveys = [PublicSurvey {
        name: "見本の調査".into(),
        as_of: date(2026, 6, 1),
        kind: Kind::Clinic,
        respondents: 9,
        asked: 12,
        questions: vec![QuestionTally { tally, exclusive: true, by_area: None, by_class: None, before: None }],
    }];
    let sheets = [Sheet {
        area: "south".into(),
        number: 1,
        title: "南部 1／1".into(),
        svg: "<svg viewBox=\"0 0 4 3\"></svg>".into(),
        pins: vec![Pin { number: 1, point: LonLat::new(139.9, 35.86), facilities: vec!["aaaaaaaa".into()] }],
        unplaced: vec!["cccccccc".into()],
    }];
    let downloads =
        [Download { path: "geojson/facilities.geojson".into(), name: "すべての施設".into(), count: 3 }];
    let site = SiteData::new(Parts {
        settings: &town.settings,
        services: &town.content.services,
        areas: &town.areas,
        facilities: &facilities,
        closed: &closed,
        redirects: &redirects,
        surveys: &surveys,
        sheets: &sheets,
        downloads: &downloads,
        editions: &town.editions,
        content: &town.content,
        holidays: &[],
        audience: Audience::Citizens,
        as_of: ON,
        pictures: Pictures {
            locator: &|_| "<svg viewBox=\"0 0 4 3\"></svg>".into(),
            qr: &|_| None,
            bars: &|_| String::new(),
            numbered: &|_, _| String::new(),
            overview: "<svg viewBox=\"0 0 4 3\"></svg>",
        },
    });
    let renderer = Renderer::new(&[], &site_view(&site)).map_err(|d| d.message).expect("sound templates");
    let made = MadeBefore { renderer: &renderer, asked: AtomicUsize::new(0) };
    let pages = plan(&site)
        .iter()
        .map(|plan| {
            let bytes = |cards: &dyn Cards| {
                let page: Page = page(&site, plan, cards);
                assert_eq!(page.path, plan.path);
                renderer.render(&page).unwrap_or_else(|d| panic!("{}: {:?} {}", plan.path, d.place, d.message))
            };
            let (bytes, with_made) = (bytes(&WholeCards), bytes(&made));
            assert!(bytes == with_made, "{}: a card made before is another card", plan.path);
            (plan.path.clone(), String::from_utf8(bytes).expect("UTF-8"))
        })
        .collect();
    assert!(made.asked.into_inner() > 0, "no list asked for a card");
    pages
}

/// Cards as they come from another page.
struct MadeBefore<'a> {
    renderer: &'a Renderer,
    asked: AtomicUsize,
}

impl Cards for MadeBefore<'_> {
    fn rest(&self, _: CardKey, entry: &dyn Fn() -> Entry) -> Option<Arc<str>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Some(self.renderer.card_rest(&entry()).expect("the shipped component"))
    }
}

fn html<'a>(pages: &'a [(String, String)], path: &str) -> &'a str {
    &pages.iter().find(|(at, _)| at == path).unwrap_or_else(|| panic!("no page {path}")).1
}

#[test]
fn every_page_has_what_every_page_must_have() {
    let pages = built(&town());
    let paths: BTreeSet<&str> = pages.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths.len(), pages.len(), "no path twice");
    for (path, html) in &pages {
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"ja\">"), "{path}");
        assert_eq!(html.matches("<h1").count(), 1, "{path}: one h1");
        assert!(html.contains("default-src 'none'"), "{path}: CSP");
        assert!(!html.contains(" style=\"") && !html.contains("<style"), "{path}: the CSP forbids inline styles");
        assert_eq!(html.matches("<script").count(), 1, "{path}: the one script is a file");
        assert!(html.contains("noindex"), "{path}: a sample is not indexed");
        assert!(html.contains("<strong>見本</strong>のサイト"), "{path}: banner");
        assert!(html.contains("04-0000-9001"), "{path}: a desk can be called");
        assert!(html.contains("2026年11月1日"), "{path}: date of the site");
        assert!(html.contains("まちがいを知らせる"), "{path}");
        assert!(html.contains("mailto:mihon@example.jp"), "{path}");
    }
}

#[test]
fn links_inside_the_site_lead_to_pages() {
    let pages = built(&town());
    let mut known: BTreeSet<String> = pages.iter().map(|(path, _)| path.clone()).collect();
    known.extend(assets(&[]).into_iter().map(|(path, _)| path));
    known.insert("geojson/facilities.geojson".into());
    for file in ["events/talk/event.ics", "events/calendar.ics", "data/catalog.jsonld"] {
        known.insert(file.into());
    }
    for (path, html) in &pages {
        let folder: Vec<&str> = path.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
        for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if link.contains(':') || link.starts_with('#') {
                continue;
            }
            let mut at = folder.clone();
            for part in link.split(['?', '#']).next().unwrap_or_default().split('/') {
                match part {
                    ".." => drop(at.pop()),
                    other => at.push(other),
                }
            }
            assert!(known.contains(&at.join("/")), "{path} links to {link}");
        }
    }
}

#[test]
fn a_registration_is_never_an_offer() {
    let pages = built(&town());
    let list = html(&pages, "find/home-visit/index.html");
    let (offers, registered) = list.split_once("届出があるところ").expect("both groups");
    assert!(offers.contains("見本 答えた医院") && !offers.contains("見本 届出の医院"));
    assert!(registered.contains("届出 在宅療養支援診療所（従来型）（支援診3）"), "in plain words, with its symbol");
    let page = html(&pages, "facility/bbbbbbbb.html");
    assert!(page.contains("届出の名前: 在宅療養支援診療所３"), "word for word on its own page");
    assert!(registered.contains("情報なし・電話で確認"));
}

#[test]
fn what_nobody_answered_is_asked_by_phone() {
    let pages = built(&town());
    let silent = html(&pages, "facility/bbbbbbbb.html");
    assert!(silent.contains("訪問診療・往診") && silent.contains("情報なし・電話で確認"));
    assert!(!silent.contains("未回答"));
    let answering = html(&pages, "facility/aaaaaaaa.html");
    assert!(answering.contains("調査 2026年6月"), "each fact has its source and date");
    assert!(answering.contains("町の代表点です（おおよその場所）"));
    assert!(answering.contains("[[&quot;9:00&quot;,&quot;12:00&quot;]]"), "hours for the script");
}

#[test]
fn names_are_text_and_never_markup() {
    let pages = built(&town());
    let nurses = html(&pages, "facility/cccccccc.html");
    assert!(nurses.contains("見本 &lt;看護&gt; &amp; ステーション"));
    assert!(!nurses.contains("<看護>"));
}

#[test]
fn printed_addresses_never_die() {
    let pages = built(&town());
    assert!(html(&pages, "facility/dddddddd.html").contains("2026年8月"));
    assert!(html(&pages, "facility/eeeeeeee.html").contains("url=aaaaaaaa.html"));
}

#[test]
fn hidden_counts_stay_hidden() {
    assert!(html(&built(&town()), "survey/index.html").contains("少ないため出しません"));
}

#[test]
fn the_first_view_is_light() {
    use std::io::Write;
    let pages = built(&town());
    let mut bytes: Vec<u8> = html(&pages, "index.html").as_bytes().to_vec();
    for (path, asset) in assets(&[]) {
        if path == "assets/site.css" || path == "assets/app.js" {
            bytes.extend_from_slice(&asset);
        }
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("all", zip::write::SimpleFileOptions::default()).expect("memory");
    zip.write_all(&bytes).expect("memory");
    let size = zip.finish().expect("memory").into_inner().len();
    assert!(size < 40_000, "{size} bytes of HTML, style and script");
}
