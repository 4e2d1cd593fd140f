//! Nothing that was not allowed reaches a page: flipped answers, embargo, withdrawal, the two editions.

mod clinics;
mod project;

use clinics::{HOMES, NO_ANSWER, Rows, assert_no_canary, at, clinics, csv, with_clinics};
use project::{Copy, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Another answer of the same sort.
fn flipped(text: &str) -> String {
    match text {
        "×" | "不可" | "いいえ" => "○".into(),
        "要相談" | "相談" | "○" | "〇" | "◯" | "可" | "はい" => "×".into(),
        "" => "○".into(),
        number if number.parse::<u32>().is_ok() => (number.parse::<u32>().expect("number") + 7).to_string(),
        _ => "べつの答え".into(),
    }
}

fn flip(header: &[String], rows: &mut Rows, which: impl Fn(&[String]) -> bool) -> usize {
    let mut count = 0;
    for row in rows.iter_mut().filter(|row| which(row)) {
        for (column, cell) in row.iter_mut().enumerate() {
            if !NO_ANSWER.contains(&header[column].as_str()) {
                *cell = flipped(cell);
                count += 1;
            }
        }
    }
    count
}

/// Every file but those whose counts may change.
fn outside_tallies(copy: &Copy, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(&copy.path(folder));
    files.retain(|path, _| !path.starts_with("survey/"));
    files
}

fn same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) {
    assert!(a.len() > 100);
    let changed: Vec<&String> = a.iter().filter(|(path, bytes)| b.get(*path) != Some(bytes)).map(|(p, _)| p).collect();
    assert!(changed.is_empty() && a.len() == b.len(), "changed: {changed:?}");
}

#[test]
fn flipping_every_unconsented_answer_changes_no_byte() {
    let (header, rows) = clinics();
    let citizens = at(&header, "市民公表");
    let before = with_clinics(&header, &rows);
    assert_eq!(before.build(&[]).code, 0);
    let mut other = rows.clone();
    assert!(flip(&header, &mut other, |row| row[citizens] != "○") > 150, "there is something to flip");
    let after = with_clinics(&header, &other);
    // Homes: the answer and the count of those that did not consent.
    let bytes = fs::read(after.path(HOMES)).expect("homes");
    let (text, ..) = encoding_rs::SHIFT_JIS.decode(&bytes);
    let mut homes = 0;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let mut cells: Vec<String> = line.split(',').map(ToOwned::to_owned).collect();
            if cells[0].starts_with("見本") && cells[7] != "市民に公表してよい" {
                homes += 1;
                cells[5] = flipped(&cells[5]);
                cells[6] = flipped(&cells[6]);
            }
            cells.join(",")
        })
        .collect();
    assert_eq!(homes, 4);
    fs::write(after.path(HOMES), lines.join("\r\n") + "\r\n").expect("written");
    assert_eq!(after.build(&[]).code, 0);
    same(&outside_tallies(&before, "dist"), &outside_tallies(&after, "dist"));
    assert_ne!(tree(&before.path("dist/survey")), tree(&after.path("dist/survey")), "counts may change");
}

#[test]
fn the_partners_edition_knows_no_answer_that_was_refused_to_all() {
    let (header, rows) = clinics();
    let (citizens, partners) = (at(&header, "市民公表"), at(&header, "関係者"));
    let build = |rows: &Rows| {
        let copy = with_clinics(&header, rows);
        let run = copy.build(&["--audience", "partners", "--out", "partners"]);
        assert_eq!(run.code, 0, "{}", run.out);
        outside_tallies(&copy, "partners")
    };
    let mut other = rows.clone();
    assert!(flip(&header, &mut other, |row| row[citizens] != "○" && row[partners] != "○") > 50);
    same(&build(&rows), &build(&other));
}

#[test]
fn downloads_hold_only_what_was_allowed_as_open_data() {
    let (header, rows) = clinics();
    let open = at(&header, "オープンデータ");
    let downloads = |rows: &Rows| {
        let copy = with_clinics(&header, rows);
        assert_eq!(copy.build(&[]).code, 0);
        let mut files = tree(&copy.path("dist"));
        files.retain(|path, _| path.starts_with("geojson/") || path.starts_with("csv/"));
        files
    };
    let before = downloads(&rows);
    let mut other = rows.clone();
    assert!(flip(&header, &mut other, |row| row[open] != "○") > 300);
    assert_eq!(before, downloads(&other));
    let text = String::from_utf8_lossy(&before["geojson/facilities.geojson"]).into_owned();
    assert!(text.contains("\"home_care\""), "those who allowed it are there");
    assert!(!text.contains("contact-time"));
}

#[test]
fn an_embargoed_survey_is_nowhere() {
    let (header, rows) = clinics();
    let mut other = rows.clone();
    flip(&header, &mut other, |_| true);
    let day = ["--as-of", "2026-07-31", "--out", "early"];
    let early = |rows: &Rows| {
        let copy = with_clinics(&header, rows);
        let mut arguments = vec!["build", "--json"];
        arguments.extend(day);
        assert_eq!(copy.run(&arguments, &[]).code, 0);
        tree(&copy.path("early"))
    };
    let (before, after) = (early(&rows), early(&other));
    same(&before, &after);
    for (path, bytes) in &before {
        let text = String::from_utf8_lossy(bytes);
        for word in ["調査 2026年6月", "在宅医療実態調査", "施設看取り調査"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}

/// The page of a facility, by its name.
fn page_of(copy: &Copy, folder: &str, name: &str) -> String {
    let pages = tree(&copy.path(&format!("{folder}/facility")));
    let heading = format!("{name}</h1>");
    let found = pages.into_values().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let page = found.into_iter().find(|page| page.contains(&heading)).unwrap_or_else(|| panic!("no page of {name}"));
    // The foot names what the whole site was made from.
    page.split("<footer").next().unwrap_or_default().to_owned()
}

fn clean(name: &str) -> String {
    name.replace('\u{3000}', " ")
}

#[test]
fn a_later_refusal_takes_everything_back() {
    let (header, rows) = clinics();
    let copy = with_clinics(&header, &rows);
    let consented = rows.iter().find(|row| row[at(&header, "市民公表")] == "○").expect("somebody consented");
    let name = clean(&consented[at(&header, "医療機関名")]);
    copy.build(&[]);
    assert!(page_of(&copy, "dist", &name).contains("調査 2026年6月"));
    // A new sheet with nothing but a refusal.
    let mut row = vec![String::new(); header.len()];
    for heading in ["医療機関名", "所在地", "電話番号"] {
        row[at(&header, heading)].clone_from(&consented[at(&header, heading)]);
    }
    row[at(&header, "市民公表")] = "×".into();
    row[at(&header, "回答日")] = "令和8年10月1日".into();
    let mut more = rows.clone();
    more.push(row);
    fs::write(copy.path("geodata/survey/試し.csv"), csv(&header, &more)).expect("written");
    assert_eq!(copy.build(&[]).code, 0);
    assert!(!page_of(&copy, "dist", &name).contains("調査 2026年"));
}

/// One more survey, of one clinic, with this heading and these lines.
fn with_one_more(heading: &str, lines: &[&str], questions: &str) -> Copy {
    let copy = Copy::of_sample();
    let text = format!("医療機関名,所在地,電話番号,{heading}\n{}\n", lines.join("\n"));
    fs::write(copy.path("geodata/survey/もう1つ.csv"), text).expect("written");
    let settings = fs::read_to_string(copy.path("ouchi.toml")).expect("settings");
    let more = format!(
        "\n[[survey]]\nname = \"もう1つの調査\"\npath = \"geodata/survey/もう1つ.csv\"\nas_of = 2026-10-01\n{questions}"
    );
    fs::write(copy.path("ouchi.toml"), settings + &more).expect("written");
    copy
}

#[test]
fn of_what_only_the_survey_knows_just_rows_that_consented_say_name_phone_and_address() {
    let questions = format!(
        "{BASIC}answered_on = \"回答日\"\nconsent = \"公表\"\nconsent_partners = \"関係者\"\n[survey.questions]\nonline = \"オンライン\"\nmental = \"心の病気\"\n"
    );
    let heading = "回答日,公表,関係者,オンライン,心の病気";
    let row = |name: &str, floor: &str, phone: &str, day: &str, rest: &str| {
        format!("{name},流山市青田9399番地の9{floor},{phone},{day},{rest}")
    };
    // One clinic, by name and address; the phones tell whose row was used.
    let closed = |day: &str| row("見本 のばら診療所", "", "04-0000-7001", day, "×,×,○,");
    let blank = |day: &str| row("見本 のばら診療所", "", "04-0000-7002", day, ",,,");
    let partners = |day: &str| row("見本　のばら診療所", "", "04-0000-7003", day, ",○,○,");
    let open = |day: &str| row("見本 のばら診療所", "", "04-0000-7004", day, "○,○,,○");
    let phones = |lines: &[String], audience: &str| -> BTreeSet<String> {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let copy = with_one_more(heading, &lines, &questions);
        let run = copy.build(&["--audience", audience, "--out", "out"]);
        assert_eq!(run.code, 0, "{}", run.out);
        let files = tree(&copy.path("out"));
        let said = |word: &str| files.values().any(|bytes| String::from_utf8_lossy(bytes).contains(word));
        let pages = files.iter().filter(|(path, _)| path.starts_with("facility/"));
        let about = pages.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("のばら診療所</h1>")).count();
        assert!(about <= 1, "the rows are one clinic: {lines:?}");
        let words = ('1'..='4').map(|n| format!("04-0000-700{n}")).chain(["QZXVビル".to_owned()]);
        let seen: BTreeSet<String> = words.filter(|word| said(word)).collect();
        assert_eq!(said("のばら診療所"), !seen.is_empty(), "{lines:?}");
        seen
    };
    let only = |n: u8| BTreeSet::from([format!("04-0000-700{n}")]);
    let (early, late) = ("令和8年9月1日", "令和8年10月1日");
    for lines in [
        [partners(early), open(late)],
        [open(late), partners(late)],
        [open(early), blank(late)],
        // A refusal takes back what is older, not what was said later.
        [closed(early), open(late)],
    ] {
        assert_eq!(phones(&lines, "citizens"), only(4), "{lines:?}");
    }
    for lines in [vec![closed(late)], vec![blank(late), partners(late)], vec![open(early), closed(late)]] {
        assert!(phones(&lines, "citizens").is_empty(), "{lines:?}");
    }
    assert_eq!(phones(&[closed(early), partners(late)], "partners"), only(3));
    assert_eq!(phones(&[partners(early), open(late)], "partners"), only(4), "the newest");
    assert!(phones(&[closed(late), blank(late)], "partners").is_empty());
    // What the open row leaves blank is not filled in from a closed one.
    let floor = row("見本 のばら診療所", " QZXVビル1階", "04-0000-7001", early, "×,×,○,");
    let lines = [floor, row("見本 のばら診療所", "", "", late, "○,○,,○")];
    let lines = lines.each_ref().map(String::as_str);
    let copy = with_one_more(heading, &lines, &questions);
    assert_eq!(copy.build(&[]).code, 0);
    assert!(page_of(&copy, "dist", "見本 のばら診療所").contains("青田9399"));
    assert_no_canary(&tree(&copy.path("dist")));
    for (path, bytes) in tree(&copy.path("dist")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("04-0000-7001"), "{path}");
    }
}

#[test]
fn three_rows_of_one_clinic_with_three_phones_are_one_facility() {
    let questions =
        format!("{BASIC}answered_on = \"回答日\"\nconsent = \"公表\"\n[survey.questions]\nonline = \"オンライン\"\n");
    let row = |place: &str, phone: u32, month: u32, consent: &str| {
        format!("見本 のばら診療所,流山市青田{place},04-0000-{phone},令和8年{month}月1日,{consent},○")
    };
    let pages = |lines: &[String]| -> Vec<String> {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let copy = with_one_more("回答日,公表,オンライン", &lines, &questions);
        assert_eq!(copy.build(&[]).code, 0);
        let pages = tree(&copy.path("dist/facility")).into_values();
        let texts = pages.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        texts.filter(|page| page.contains("のばら診療所</h1>")).collect()
    };
    let here = "9399番地の9";
    let all = [row(here, 7001, 9, "○"), row(here, 7002, 10, "○"), row(here, 7003, 8, "○")];
    let found = pages(&all);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("04-0000-7002") && !found[0].contains("04-0000-7001"), "the newest row speaks");
    // The newest refuses: it does so for the clinic, and no older row stands in for it.
    assert!(pages(&[all[0].clone(), row(here, 7002, 10, "×"), all[2].clone()]).is_empty());
    // Another door is another clinic.
    assert_eq!(pages(&[all[0].clone(), all[1].clone(), row("9388番地の2", 7003, 8, "○")]).len(), 2);
    // Where one address stops before the door, nobody can say that it is the same one.
    for other in ["9399番地", ""] {
        assert_eq!(pages(&[all[0].clone(), row(other, 7002, 10, "○")]).len(), 2, "{other}");
    }
    assert_eq!(pages(&[row("", 7001, 9, "○"), row("", 7002, 10, "○")]).len(), 2);
}

#[test]
fn no_page_names_later_what_was_taken_back_or_withheld() {
    let questions =
        format!("{BASIC}answered_on = \"回答日\"\nconsent = \"公表\"\n[survey.questions]\nonline = \"オンライン\"\n");
    let line =
        |consent: &str| format!("見本 QZXVのばら診療所,流山市青田9399番地の9,04-0000-7001,令和8年10月1日,{consent},○");
    let copy = with_one_more("回答日,公表,オンライン", &[&line("○")], &questions);
    let write = |lines: &str| {
        let text = format!("医療機関名,所在地,電話番号,回答日,公表,オンライン\n{lines}\n");
        fs::write(copy.path("geodata/survey/もう1つ.csv"), text).expect("written");
        assert_eq!(copy.build(&[]).code, 0);
        fs::read_to_string(copy.path("geodata/ledger.csv")).expect("the ledger").contains("QZXV")
    };
    assert!(write(&line("○")), "remembered while everybody may know it");
    let id = {
        let ledger = fs::read_to_string(copy.path("geodata/ledger.csv")).expect("the ledger");
        ledger.lines().find(|line| line.contains("QZXV")).expect("a line")[..8].to_owned()
    };
    let page = || fs::read_to_string(copy.path(&format!("dist/facility/{id}.html"))).expect("the page stays");
    assert!(page().contains("QZXV"));
    // The professionals' edition neither takes the name away nor gives one.
    assert_eq!(copy.build(&["--audience", "partners", "--out", "partners"]).code, 0);
    assert!(write(&line("○")));
    write(&line("×"));
    let ledger = fs::read_to_string(copy.path("geodata/ledger.csv")).expect("the ledger");
    assert!(ledger.lines().any(|line| line.starts_with(&format!("{id},,"))), "the name is forgotten, not the id");
    assert_no_canary(&tree(&copy.path("dist")));
    write("");
    assert!(page().contains("この施設"));
    assert_no_canary(&tree(&copy.path("dist")));
    // A facility of a register that staff withheld, and that then went: its name stays off the site.
    write(&line("○"));
    fs::write(copy.path("geodata/withhold.csv"), format!("id,field,reason,until\n{id},,,\n")).expect("written");
    write("");
    assert_no_canary(&tree(&copy.path("dist")));
}

const ROSE: &str = "見本 さくら在宅クリニック,流山市青田9476番地の16,04-0000-0112";
const BASIC: &str = "[survey.columns]\nname = \"医療機関名\"\naddress = \"所在地\"\nphone = \"電話番号\"\n";

#[test]
fn staff_lines_are_public_only_where_a_column_is_expressly_marked() {
    let line = format!("{ROSE},山田花子,04-0000-9876,sodan@example.jp,公表可,同意する");
    let questions = format!(
        "{BASIC}consent = \"公表\"\nconsent_open_data = \"オープンデータ\"\n[survey.questions]\ncontact-person = \"担当\"\ncontact-phone = \"直通\"\ncontact-mail = \"メール\"\n"
    );
    let heading = "担当,直通,メール,公表,オープンデータ";
    let texts = |copy: &Copy| {
        assert_eq!(copy.build(&[]).code, 0);
        let all = tree(&copy.path("dist")).into_values();
        all.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect::<Vec<_>>().concat()
    };
    let seen = texts(&with_one_more(heading, &[&line], &questions));
    for word in ["山田花子", "04-0000-9876", "sodan@example.jp"] {
        assert!(!seen.contains(word), "{word}");
    }
    let marked = questions.replace("[survey.columns]", "public = [\"contact-phone\"]\n[survey.columns]");
    let seen = texts(&with_one_more(heading, &[&line], &marked));
    assert!(seen.contains("04-0000-9876"), "expressly marked");
    for word in ["山田花子", "sodan@example.jp"] {
        assert!(!seen.contains(word), "{word}");
    }
}

#[test]
fn a_consent_that_slipped_from_another_column_allows_nothing() {
    // One cell was deleted and the rest moved left: the answer about home visits stands under 公表.
    let questions = format!(
        "{BASIC}answered_on = \"回答日\"\nconsent = \"公表\"\n[survey.questions]\nonline = \"オンライン\"\nmental = \"心の病気\"\n"
    );
    let heading = "回答日,公表,オンライン,心の病気";
    let right = with_one_more(heading, &[&format!("{ROSE},令和8年10月1日,公表可,○,○")], &questions);
    assert_eq!(right.build(&[]).code, 0);
    assert!(page_of(&right, "dist", "見本 さくら在宅クリニック").contains("心の病気のある方"));
    for line in ["公表しない,○,○,", "令和8年10月1日,公表可,令和8年10月1日,○", ",○,04-0000-0112,○"]
    {
        let copy = with_one_more(heading, &[&format!("{ROSE},{line}")], &questions);
        let run = copy.build(&[]);
        assert_eq!(run.code, 0, "{}", run.out);
        assert!(run.out.contains("consent-slipped"), "{line}: {}", run.out);
        assert!(!page_of(&copy, "dist", "見本 さくら在宅クリニック").contains("心の病気のある方"), "{line}");
    }
}

#[test]
fn words_that_may_be_a_withdrawal_hold_older_consents_back() {
    let questions = format!(
        "{BASIC}consent = \"公表\"\nconsent_partners = \"関係者\"\n[survey.questions]\nonline = \"オンライン\"\n"
    );
    let shown = |consent: &str| {
        let copy = with_one_more("公表,関係者,オンライン", &[&format!("{ROSE},{consent},")], &questions);
        assert_eq!(copy.build(&[]).code, 0);
        page_of(&copy, "dist", "見本 さくら在宅クリニック").contains("調査 2026年6月")
    };
    assert!(shown(","), "nothing was said");
    for consent in ["同意を撤回します,", "ちょっと考えます,", "公表しない,", "関係者のみ,", ",×"]
    {
        assert!(!shown(consent), "{consent}");
    }
}

#[test]
fn without_the_consent_column_nothing_is_shown() {
    let (mut header, rows) = clinics();
    let consent = at(&header, "市民公表");
    header[consent] = "こうひょう".into();
    let copy = with_clinics(&header, &rows);
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("consent-column-missing"));
    for row in &rows {
        let name = clean(&row[at(&header, "医療機関名")]);
        if !name.contains("どこにも") && !name.contains("まだ開いて") {
            assert!(!run.out.contains("panicked"));
        }
    }
    for (path, bytes) in tree(&copy.path("dist/facility")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // Homes have their own sheet, whose column is there.
        assert!(!text.contains("家でできる医療</") || !text.contains("調査 2026年6月"), "{path}");
    }
}

#[test]
fn a_withheld_answer_is_gone_from_page_and_lists() {
    let (header, rows) = clinics();
    let copy = with_clinics(&header, &rows);
    copy.build(&[]);
    let features = copy.json("dist/geojson/facilities.geojson");
    let one = features["features"]
        .as_array()
        .expect("features")
        .iter()
        .find(|one| one["properties"]["home_care"]["home-visit"]["answer"] == "している")
        .expect("open answer")
        .clone();
    let id = one["id"].as_str().expect("id");
    let list = |copy: &Copy| fs::read_to_string(copy.path("dist/find/home-visit/index.html")).expect("list");
    assert!(list(&copy).contains(id));
    fs::write(copy.path("geodata/withhold.csv"), format!("id,field,reason,until\n{id},home-visit,QZXVreason,\n"))
        .expect("written");
    assert_eq!(copy.build(&[]).code, 0);
    let after = copy.json("dist/geojson/facilities.geojson");
    let now =
        after["features"].as_array().expect("features").iter().find(|one| one["id"] == id).expect("stays").clone();
    assert!(now["properties"]["home_care"]["home-visit"].is_null());
    for (path, bytes) in tree(&copy.path("dist")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("QZXVreason"), "{path}");
    }
}

#[test]
fn the_partners_edition_is_marked_on_every_page() {
    let copy = Copy::of_sample();
    let run = copy.build(&["--audience", "partners", "--out", "partners"]);
    assert_eq!(run.code, 0, "{}", run.out);
    let citizens = copy.build(&[]);
    assert_eq!(citizens.code, 0);
    let files = tree(&copy.path("partners"));
    let pages: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    assert!(pages.len() > 200);
    for (path, bytes) in pages {
        let text = String::from_utf8_lossy(bytes);
        assert!(text.contains("関係者版") && text.contains("noindex"), "{path}");
    }
    assert!(files.contains_key("KANKEISHA.txt"));
    let contact = "専門職からの連絡がとれる時間";
    assert!(files.values().any(|bytes| String::from_utf8_lossy(bytes).contains(contact)));
    for (path, bytes) in tree(&copy.path("dist")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(contact) && !text.contains("関係者版です"), "{path}");
    }
}

#[test]
fn the_editions_never_share_a_place() {
    let copy = Copy::of_sample();
    let refused = |copy: &Copy, arguments: &[&str]| {
        let run = copy.build(arguments);
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.out);
        assert!(run.out.contains("edition-mixed"), "{arguments:?}: {}", run.out);
        assert!(run.json["written"].is_null());
    };
    // Without `--out`, into dist, into a folder inside it or around it: before anything was built at all.
    for arguments in [
        &["--audience", "partners"][..],
        &["--audience", "partners", "--out", "dist"],
        &["--audience", "partners", "--out", "dist/partners"],
        &["--audience", "partners", "--out", "dist/partners.zip"],
        &["--audience", "partners", "--out", "."],
        // By a detour, in other letters, and where the next build copies from.
        &["--audience", "partners", "--out", "not-there/../dist/partners"],
        &["--audience", "partners", "--out", "not-there/../dist/partners.zip"],
        &["--audience", "partners", "--out", "./content/../dist"],
        &["--audience", "partners", "--out", "DIST/partners.zip"],
        &["--audience", "partners", "--out", "Dist"],
        &["--audience", "partners", "--out", "content/partners.zip"],
        &["--audience", "partners", "--out", "site/partners"],
    ] {
        refused(&copy, arguments);
    }
    assert!(!copy.path("dist").exists() && !copy.path("DIST").exists() && !copy.path("not-there").exists());
    assert_eq!(copy.build(&["--out", "public-site"]).code, 0);
    for out in ["public-site", "public-site/inner", "public-site/partners.zip", "public-site/no/../partners.zip"] {
        refused(&copy, &["--audience", "partners", "--out", out]);
    }
    fs::create_dir(copy.path("around")).expect("made");
    fs::rename(copy.path("public-site"), copy.path("around/site")).expect("moved");
    refused(&copy, &["--audience", "partners", "--out", "around"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(copy.path("around/site"), copy.path("link")).expect("link");
        for out in ["link/inner", "link/partners.zip", "link/no/../partners.zip", "link"] {
            refused(&copy, &["--audience", "partners", "--out", out]);
        }
    }
    // The other way round.
    assert_eq!(copy.build(&["--audience", "partners", "--out", "closed/partners"]).code, 0);
    for out in ["closed/partners", "closed/partners/inner", "closed"] {
        refused(&copy, &["--out", out]);
    }
    assert_eq!(copy.build(&["--audience", "partners", "--out", "public/partners.zip"]).code, 0);
    refused(&copy, &["--out", "public"]);
    refused(&copy, &["--out", "public/partners.zip"]);
    assert_eq!(copy.build(&["--audience", "partners", "--out", "public/partners.zip"]).code, 0, "its own again");
}
