//! Input never wins: what is hostile in every field of every source is text on every page, or is left out.
//!
//! With `OUCHI_PLANTED` set to a folder the planted site is kept there; `tests/browser/injection.test.mjs` opens it.

mod hostile;
mod project;

use hostile::{ADDRESSES, FORMULAS, HOSTILE, assert_inert, bare, quoted, tags};
use project::{Copy, copy_folder, tree};
use std::fs;
use std::path::Path;

/// Headings of what is read as a number or a sign; elsewhere any text may stand.
const SIGNS: &[&str] = &[
    "コード",
    "番号",
    "NO",
    "No",
    "緯度",
    "経度",
    "休診",
    "ID",
    "定員",
    "区分",
    "都道府県名",
    "市区町村名",
    "圏域",
    "サービスの種類",
    "利用可能曜日",
    "時間",
    "第",
];

fn plant_csv(path: &Path) {
    let text = fs::read_to_string(path).expect("UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut heading = csv::StringRecord::new();
    for (r, row) in reader.records().map(|row| row.expect("a row")).enumerate() {
        if r == 0 {
            heading = row.clone();
        }
        let cells = row.iter().enumerate().map(|(c, cell)| {
            let of = heading.get(c).unwrap_or_default();
            let hostile = HOSTILE[(r + c) % HOSTILE.len()];
            if r == 0 || r > 24 {
                cell.to_owned()
            } else if of.contains("URL") || of.contains("ホームページ") {
                ADDRESSES[r % ADDRESSES.len()].to_owned()
            } else if of.contains("電話番号") || of.contains("FAX番号") {
                if r % 3 == 0 { format!("{cell}{hostile}") } else { cell.to_owned() }
            } else if SIGNS.iter().any(|sign| of.contains(sign)) && of != "利用可能曜日特記事項" {
                cell.to_owned()
            } else if r % 4 == 0 && !of.contains("住所") && !of.contains("所在地") && !of.contains("町名") {
                format!("{}{cell}", FORMULAS[(r / 4) % FORMULAS.len()])
            } else {
                format!("{cell}{hostile}")
            }
        });
        out.write_record(cells).expect("written");
    }
    fs::write(path, out.into_inner().expect("written")).expect("written");
}

/// Adds something hostile to the values of these keys, wherever they stand.
fn plant_toml(path: &Path, keys: &[&str]) {
    let text = fs::read_to_string(path).expect("readable");
    let lines = text.lines().enumerate().map(|(n, line)| {
        let value = line.split_once(" = \"").and_then(|(key, rest)| Some((key, rest.strip_suffix('"')?)));
        match value {
            Some((key, value)) if keys.contains(&key) && !value.contains('"') => {
                format!("{key} = {}", quoted(&format!("{value}{}", HOSTILE[n % HOSTILE.len()])))
            }
            _ => line.to_owned(),
        }
    });
    let planted = lines.collect::<Vec<_>>().join("\n") + "\n";
    fs::write(path, planted).expect("written");
}

fn planted() -> Copy {
    let copy = Copy::of_sample();
    for folder in ["kaigo", "navii", "list", "area"] {
        for path in tree(&copy.path(&format!("geodata/{folder}"))).into_keys() {
            plant_csv(&copy.path(&format!("geodata/{folder}/{path}")));
        }
    }
    let stations = copy.path("geodata/base/stations.csv");
    let text = fs::read_to_string(&stations).expect("stations");
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(n, line)| match line.split_once(',') {
            Some((name, rest)) if n > 0 => {
                format!("\"{name}{}\",{rest}", HOSTILE[n % HOSTILE.len()].replace('"', "\"\""))
            }
            _ => line.to_owned(),
        })
        .collect();
    fs::write(&stations, lines.join("\r\n") + "\r\n").expect("written");
    // A survey whose every word is hostile, with consent.
    let mut survey = "医療機関名,所在地,電話番号,公表,オープンデータ,地域,連絡,訪問\n".to_owned();
    for (n, hostile) in HOSTILE.iter().chain(FORMULAS).enumerate() {
        let hostile = format!("\"{}\"", hostile.replace('"', "\"\""));
        survey +=
            &format!("見本 うえた{n}医院{hostile},流山市青田93{n}番地の9,04-0000-71{n:02},○,○,{hostile},{hostile},○\n")
                .replace("医院\"", "医院")
                .replacen("\",流山市", ",流山市", 1);
    }
    fs::write(copy.path("geodata/survey/うえた.csv"), survey).expect("written");
    plant_toml(
        &copy.path("ouchi.toml"),
        &["description", "publisher", "credit", "licence", "when", "note", "source", "hours"],
    );
    let settings = fs::read_to_string(copy.path("ouchi.toml")).expect("settings");
    let survey = "\n[[survey]]\nname = \"うえた調査<qzxj>\"\npath = \"geodata/survey/うえた.csv\"\nas_of = 2026-10-01\npublic = [\"contact-time\"]\n[survey.columns]\nname = \"医療機関名\"\naddress = \"所在地\"\nphone = \"電話番号\"\nconsent = \"公表\"\nconsent_open_data = \"オープンデータ\"\n[survey.questions]\nareas = \"地域\"\ncontact-time = \"連絡\"\nhome-visit = \"訪問\"\n";
    fs::write(copy.path("ouchi.toml"), settings + survey).expect("written");
    plant_toml(&copy.path("content/services.toml"), &["text", "name", "reading"]);
    plant_toml(&copy.path("content/glossary.toml"), &["meaning"]);
    for path in tree(&copy.path("content")).into_keys().filter(|path| path.ends_with(".md")) {
        let file = copy.path(&format!("content/{path}"));
        plant_toml(&file, &["description", "audience", "when"]);
        let text = fs::read_to_string(&file).expect("readable");
        let hostile = "\n\n<script>window.planted='qzxj'</script>\n\n<img src=x onerror=window.planted='qzxj'> <qzxj>\n\n[うえた](javascript:window.planted=1) [うえた](  JAVASCRIPT:window.planted=1 ) [うえた](data:text/html;base64,qzxj) <javascript:window.planted=1>\n\n| <script>qzxj</script> |\n|---|\n| \"><qzxj> |\n";
        fs::write(&file, text + hostile).expect("written");
    }
    copy
}

#[test]
fn what_is_planted_in_every_field_is_text_or_is_left_out() {
    let copy = planted();
    let run = copy.build(&[]);
    assert_eq!(run.code, 0, "{}", run.out);
    let files = tree(&copy.path("dist"));
    let mut marked = 0;
    for (path, bytes) in &files {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        if !matches!(ending, "html" | "svg" | "xml") {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        marked += usize::from(text.contains("qzxj"));
        assert!(!text.contains("49qzxj"), "{path}: a template in the data was run");
        assert_inert(path, &text);
        if ending == "html" {
            let policy = text.split_once("http-equiv=\"Content-Security-Policy\" content=\"").map(|(_, rest)| rest);
            let policy = policy.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{path}: no policy"));
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        }
    }
    // The reader of tags can tell: what is let through unescaped would be found.
    assert!(bare("<a title=\"x\" onfocus=\"y\"").contains("onfocus"));
    assert!(tags("<p title=\"<b>\"><qzxj x>").iter().any(|tag| bare(tag).contains("qzxj")));
    assert!(marked > 50, "{marked} pages hold what was planted, as text");
    if let Some(folder) = std::env::var_os("OUCHI_PLANTED") {
        copy_folder(&copy.path("dist"), Path::new(&folder));
    }
}

#[test]
fn no_cell_of_a_download_is_a_formula() {
    let copy = planted();
    assert_eq!(copy.build(&[]).code, 0);
    let mut guarded = 0;
    for (path, bytes) in tree(&copy.path("dist")).into_iter().filter(|(path, _)| path.ends_with(".csv")) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
        for cell in
            reader.records().flat_map(|row| row.expect("a row").iter().map(ToOwned::to_owned).collect::<Vec<_>>())
        {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(
                is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']),
                "{path}: {cell}"
            );
            guarded += usize::from(cell.starts_with("'="));
        }
    }
    assert!(guarded > 0, "formulas are there, and guarded");
}

#[test]
fn scripts_and_calendars_hold_planted_texts_as_texts() {
    let copy = planted();
    assert_eq!(copy.build(&[]).code, 0);
    let files = tree(&copy.path("dist"));
    let mut scripts = 0;
    for (path, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        if path.ends_with(".js") && text.contains("qzxj") {
            scripts += 1;
            assert!(!text.contains("</script") && !text.contains(['\u{2028}', '\u{2029}']), "{path}");
        }
        if path.ends_with(".ics") {
            assert!(!text.contains(['\u{2028}', '\u{2029}']), "{path}");
            let known = |line: &str| {
                line.starts_with([' ', '\t'])
                    || line
                        .split([':', ';'])
                        .next()
                        .is_some_and(|key| key.bytes().all(|b| b.is_ascii_uppercase() || b == b'-'))
            };
            assert!(text.lines().all(known), "{path}");
        }
        if path.ends_with(".json") || path.ends_with(".geojson") || path.ends_with(".jsonld") {
            assert!(serde_json::from_slice::<serde_json::Value>(bytes).is_ok(), "{path}");
        }
    }
    assert!(scripts > 0, "the search knows the planted names");
}

#[test]
fn ids_and_front_matter_cannot_leave_the_site() {
    for id in ["../../x", "..", "/etc/x", "a/b", "a\\b", "<qzxj>", "con%2e%2e", " ", "a\u{0}b"] {
        let copy = Copy::of_sample();
        let services = fs::read_to_string(copy.path("content/services.toml")).expect("services");
        let more = format!(
            "\n[[service]]\nid = {}\nname = \"うえた\"\nreading = \"うえた\"\ngroup = \"doctor\"\ntext = \"x\"\nkinds = [\"clinic\"]\n",
            quoted(id)
        );
        fs::write(copy.path("content/services.toml"), services + &more).expect("written");
        inside(&copy, id);
        let copy = Copy::of_sample();
        copy.edit("ouchi.toml", "id = \"north\"", &format!("id = {}", quoted(id)));
        inside(&copy, id);
        let copy = Copy::of_sample();
        let text = format!(
            "+++\ntitle = \"うえた\"\ndescription = \"x\"\npath = {0}\nid = {0}\nfile = {0}\n+++\n\nx\n",
            quoted(id)
        );
        fs::write(copy.path("content/library/うえた.md"), text).expect("written");
        inside(&copy, id);
    }
}

/// Whatever came of a build, nothing lies outside what a build may write.
fn inside(copy: &Copy, id: &str) {
    let run = copy.run(&["build", "--as-of", "2026-11-01", "--json", "--out", "deep/er/dist"], &[]);
    assert!(matches!(run.code, 0 | 1), "{id}: {}", run.out);
    let known = ["ouchi.toml", "content/", "geodata/", ".ouchi/", "deep/er/dist/"];
    for path in tree(&copy.path("")).into_keys() {
        assert!(known.iter().any(|known| path.starts_with(known)), "{id}: {path}");
        assert!(!path.contains(".."), "{id}: {path}");
    }
}
