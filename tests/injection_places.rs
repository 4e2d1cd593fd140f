//! Input never wins, where it comes in workbooks, maps, memory and settings, and in what only staff open: workbooks,
//! printed sheets, reports. What `tests/injection.rs` plants in tables and texts is not planted again.

mod hostile;
mod project;

use hostile::{ADDRESSES, FORMULAS, HOSTILE, assert_inert, quoted};
use ouchi::table::{self, Sheets};
use project::{Copy, tree};
use rust_xlsxwriter::Workbook;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

/// Names, notes and sheets of a workbook become hostile; numbers and signs stay, so that it is read.
fn plant_workbook(path: &Path, keep_first_sheet: bool) -> usize {
    const WORDS: &[&str] = &["名称", "備考", "医療機関名", "フリガナ", "地域", "時間", "担当", "その他", "人数"];
    let bytes = fs::read(path).expect("a workbook");
    let tables = table::read("x.xlsx", &bytes, Sheets::All).expect("readable");
    let mut book = Workbook::new();
    let mut planted = 0;
    for (n, table) in tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        let name = table.sheet().expect("a sheet").to_owned();
        let is_kept = keep_first_sheet || n > 0;
        sheet.set_name(if is_kept { name } else { "<qzxj>\"&{{7-7}}".to_owned() }).expect("a name");
        let mut headings: Vec<String> = Vec::new();
        for row in table.rows() {
            let filled = row.cells().filter(|cell| !cell.is_empty()).count();
            for (column, cell) in row.cells().enumerate() {
                let at = u16::try_from(column).expect("small");
                let of = headings.get(column).map_or("", String::as_str);
                let number = row.number as usize;
                let text = if WORDS.iter().any(|word| of.contains(word)) && !cell.is_empty() {
                    planted += 1;
                    let all = [HOSTILE, FORMULAS].concat();
                    let hostile = all[(number + column) % all.len()];
                    if number.is_multiple_of(3) { format!("{hostile}{cell}") } else { format!("{cell}{hostile}") }
                } else {
                    cell.to_owned()
                };
                if !text.is_empty() {
                    sheet.write_string(row.number - 1, at, text).expect("a cell");
                }
            }
            if headings.is_empty() && filled > 6 {
                headings = row.cells().map(str::to_owned).collect();
                sheet.write_string(row.number - 1, 90, HOSTILE[n % HOSTILE.len()]).expect("a heading");
            }
        }
    }
    book.add_worksheet().set_name("=cmd'&<qzxj>").expect("a name");
    fs::write(path, book.save_to_buffer().expect("a workbook")).expect("written");
    planted
}

/// Every text of a map that is no type.
fn plant_json(path: &Path) {
    fn plant(at: &mut serde_json::Value, n: &mut usize) {
        match at {
            serde_json::Value::String(text) => {
                *text += HOSTILE[*n % HOSTILE.len()];
                *n += 1;
            }
            serde_json::Value::Array(all) => all.iter_mut().for_each(|one| plant(one, n)),
            serde_json::Value::Object(all) => {
                all.iter_mut().filter(|(key, _)| *key != "type").for_each(|(_, one)| plant(one, n));
            }
            _ => {}
        }
    }
    let mut json = serde_json::from_slice(&fs::read(path).expect("a map")).expect("JSON");
    plant(&mut json, &mut 0);
    fs::write(path, json.to_string()).expect("written");
}

fn csv_line(cells: &[&str]) -> String {
    cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",") + "\r\n"
}

fn planted() -> Copy {
    let copy = Copy::of_sample();
    let mut cells = 0;
    for path in tree(&copy.path("geodata/bureau")).into_keys() {
        cells += plant_workbook(&copy.path(&format!("geodata/bureau/{path}")), false);
    }
    cells += plant_workbook(&copy.path("geodata/survey/在宅医療実態調査_令和8年度.xlsx"), true);
    assert!(cells > 100, "{cells} cells of workbooks");
    plant_json(&copy.path("geodata/base/outline.geojson"));
    plant_json(&copy.path("geodata/base/railways.geojson"));
    // A file under a hostile name, with nothing but a heading.
    let care = fs::read_to_string(copy.path("geodata/kaigo/jigyosho_110.csv")).expect("UTF-8");
    let odd = copy.path("geodata/kaigo/jigyosho_110 '\"<qzxj onload=x>&{{7-7}}.csv");
    fs::write(odd, care.lines().next().expect("a heading").to_owned() + "\r\n1,2\r\n").expect("written");
    // What the project remembers.
    let ledger = fs::read_to_string(copy.path("geodata/ledger.csv")).expect("the ledger");
    let gone = csv_line(&[
        "zzzz2222",
        &format!("見本 なくなった{}", HOSTILE[0]),
        HOSTILE[1],
        "north",
        "care:1299999999",
        "2026-01-01",
        "2026-10-01",
        "",
        "1",
    ]);
    fs::write(copy.path("geodata/ledger.csv"), ledger + &gone).expect("written");
    let withhold = fs::read_to_string(copy.path("geodata/withhold.csv")).expect("the list");
    let more: String = HOSTILE.iter().map(|hostile| csv_line(&["zzzz3333", hostile, hostile, hostile])).collect();
    fs::write(copy.path("geodata/withhold.csv"), withhold + &more).expect("written");
    let mut decisions = "left,right,verdict,date,note,left_facts,right_facts\r\n".to_owned();
    for hostile in HOSTILE.iter().chain(FORMULAS) {
        let (left, right) = (format!("care:1{hostile}"), format!("navii:2{hostile}"));
        decisions += &csv_line(&[&left, &right, "same", "2026-10-01", hostile, hostile, hostile]);
        decisions += &csv_line(&[hostile, hostile, hostile, hostile, hostile, "", ""]);
    }
    fs::write(copy.path("geodata/decisions.csv"), decisions).expect("written");
    let mut brought = String::new();
    for (n, name) in ["kaigo", "navii", "bureau", "boundary"].iter().enumerate() {
        let hostile = quoted(HOSTILE[n]);
        let page = quoted(ADDRESSES[n]);
        brought += &format!(
            "[[source]]\nname = \"{name}\"\ntitle = {hostile}\npage = {page}\nas_of = \"2026-06-30\"\nfetched = \"2026-10-01\"\nby = \"web\"\nlicence = {hostile}\ncredit = {hostile}\nrows = 1\n"
        );
    }
    fs::write(copy.path("geodata/sources.toml"), brought).expect("written");
    // Settings: areas, desks, emergency numbers.
    let settings = fs::read_to_string(copy.path("ouchi.toml")).expect("settings");
    let mut in_people = false;
    let planted: Vec<String> = settings
        .lines()
        .enumerate()
        .map(|(n, line)| {
            if line.starts_with('[') {
                in_people = line.contains("area") || line.contains("emergency");
            }
            match line.split_once(" = \"").and_then(|(key, rest)| Some((key, rest.strip_suffix('"')?))) {
                Some((key @ ("name" | "when" | "note" | "hours" | "address"), value)) if in_people => {
                    format!("{key} = {}", quoted(&format!("{value}{}", HOSTILE[n % HOSTILE.len()])))
                }
                _ => line.to_owned(),
            }
        })
        .collect();
    // The towns' table names areas as the settings do: by what stands before.
    fs::write(copy.path("ouchi.toml"), planted.join("\n") + "\n").expect("written");
    // Texts with a head: the urgent notice, an event, a document.
    let all = HOSTILE.concat();
    let head = |more: &str| {
        format!("+++\ntitle = {0}\ndescription = {0}\n{more}+++\n\n見本です。\n", quoted(&format!("見本{all}")))
    };
    let banner = head("start = 2026-10-31T09:00:00\nend = 2026-11-30T17:00:00\n");
    fs::write(copy.path("content/banner.md"), banner).expect("written");
    let event = head(&format!("start = 2026-11-20T10:00:00\nplace = {0}\naudience = {0}\nwhen = {0}\n", quoted(&all)));
    fs::write(copy.path("content/events/planted.md"), event).expect("written");
    let document =
        head("date = 2026-10-01\n[[handout]]\ntitle = \"<qzxj>'\"\nfile = \"/library/files/sheet-sample.pdf\"\n");
    fs::write(copy.path("content/library/planted.md"), document).expect("written");
    copy
}

/// Parts of a workbook, by name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).expect("a part");
            let mut text = Vec::new();
            part.read_to_end(&mut text).expect("whole");
            (String::from_utf8_lossy(part.name_raw()).into_owned(), String::from_utf8_lossy(&text).into_owned())
        })
        .collect()
}

/// No cell of a workbook is a formula, and no link leads out of the project's folder.
fn assert_quiet(path: &str, bytes: &[u8]) -> bool {
    let mut holds = false;
    for (name, text) in parts(bytes) {
        holds |= text.contains("qzxj");
        assert!(!text.contains("<f>") && !text.contains("<f "), "{path}: {name} holds a formula");
        assert!(!text.contains("ddeLink") && !name.contains("externalLink"), "{path}: {name}");
        for link in text.split("Target=\"").skip(1).filter(|_| name.ends_with(".rels")) {
            let target = link.split('"').next().unwrap_or_default();
            let inside = !target.contains(':') || target.starts_with("file:///") || target.starts_with("https://");
            assert!(inside && !target.starts_with("file:////"), "{path}: {name}: {target}");
            assert!(!target.contains("qzxj.example"), "{path}: {target}");
        }
    }
    holds
}

#[test]
fn what_is_planted_in_workbooks_maps_memory_and_settings_comes_to_nothing() {
    let copy = planted();
    let day = ["--as-of", "2026-11-01"];
    let run = |command: &str, more: &[&str]| {
        let mut arguments = vec![command];
        arguments.extend(day);
        arguments.extend(more);
        let run = copy.run(&arguments, &[]);
        if run.code != 0 {
            let told = copy.run(&["check", "--as-of", "2026-11-01", "--json"], &[]).json;
            let all = told["findings"].as_array().cloned().unwrap_or_default();
            let fatal: Vec<_> =
                all.into_iter().filter(|one| one["fatal"] == true || one["severity"] == "error").collect();
            panic!("{command}: {}", serde_json::to_string(&fatal).expect("JSON"));
        }
        run
    };
    run("publish", &["--accept"]);
    // Another edition of the facts, so that there is something to report.
    copy.edit("geodata/kaigo/jigyosho_110.csv", "見本 ", "見本 <img src=x onerror=window.planted='qzxj'>=1+1 ");
    copy.edit("geodata/kaigo/jigyosho_120.csv", "04-0000-", "04-0001-");
    run("build", &["--accept"]);
    run("check", &["--workbook", "reports/確認事項.xlsx"]);
    run("review", &[]);
    run("forms", &["--out", "forms"]);
    let survey = ["--workbook", "staff/会議.xlsx", "--print", "staff/会議.html", "--staff", "staff/職員.xlsx"];
    run("survey", &survey);
    let (mut pages, mut books, mut marked) = (0, 0, 0);
    let own = ["dist/", "reports/", "forms/", "staff/"];
    for (path, bytes) in
        tree(&copy.path("")).into_iter().filter(|(path, _)| own.iter().any(|own| path.starts_with(own)))
    {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending {
            "html" | "svg" | "xml" => {
                let text = String::from_utf8_lossy(&bytes);
                assert!(!text.contains("{{7-7}}0") && !text.contains("49qzxj"), "{path}: a template was run");
                // What staff print is one file by itself, its look within.
                let own = if path.starts_with("dist/") { path.as_str() } else { "staff" };
                assert_inert(own, &text);
                marked += usize::from(text.contains("qzxj"));
                pages += 1;
            }
            "xlsx" => {
                marked += usize::from(assert_quiet(&path, &bytes));
                books += 1;
            }
            "json" | "geojson" | "jsonld" => {
                assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok(), "{path}");
            }
            "js" => {
                let text = String::from_utf8_lossy(&bytes);
                assert!(!text.contains("qzxj") || !text.contains("</script"), "{path}");
            }
            "csv" => {
                let mut reader =
                    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
                for row in reader.records().map(|row| row.expect("a row")) {
                    let runs = |cell: &str| cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
                    assert!(!row.iter().any(runs), "{path}: {row:?}");
                }
            }
            _ => {}
        }
    }
    assert!(
        pages > 100 && books > 5 && marked > 20,
        "{pages} pages, {books} workbooks, {marked} with what was planted"
    );
    if let Some(folder) = std::env::var_os("OUCHI_PLANTED") {
        let folder = Path::new(&folder).with_extension("places");
        project::copy_folder(&copy.path("dist"), &folder);
    }
}

/// Puts an address into a field.
type Plant<'a> = &'a dyn Fn(&Copy, &str);

/// Fields that become links: what is no address of the web is refused, or stands nowhere as a link.
#[test]
fn no_field_of_an_address_takes_a_script() {
    let fields: [(&str, Plant<'_>); 6] = [
        ("url", &|copy, bad| {
            copy.edit("ouchi.toml", "# url = \"https://www.city.example.jp/ouchi/\"", &format!("url = {bad}"))
        }),
        ("form", &|copy, bad| add(copy, "ouchi.toml", "[site.feedback]", &format!("form = {bad}"))),
        ("mail", &|copy, bad| add(copy, "ouchi.toml", "[site.feedback]", &format!("mail = {bad}"))),
        ("apply_url", &|copy, bad| {
            add(copy, "content/events/2026-open-lecture.md", "+++", &format!("apply_url = {bad}"))
        }),
        ("video", &|copy, bad| add(copy, "content/events/2026-open-lecture.md", "+++", &format!("video = {bad}"))),
        ("file", &|copy, bad| add(copy, "content/library/meetings.md", "+++", &format!("file = {bad}"))),
    ];
    for (field, plant) in fields {
        for bad in ["javascript:window.planted=1", "data:text/html,<script>window.planted=1</script>"] {
            let copy = Copy::of_sample();
            plant(&copy, &quoted(bad));
            let run = copy.build(&[]);
            assert_eq!(run.code, 1, "{field}: {}", run.out);
            assert!(!copy.path("dist").exists(), "{field}");
            let found = run.json["findings"].to_string();
            assert!(found.contains("アドレス") || found.contains("ファイル"), "{field}: {found}");
        }
    }
}

/// Adds a line behind the first one that is this, or the line with both at the end of the file.
fn add(copy: &Copy, file: &str, behind: &str, line: &str) {
    let text = fs::read_to_string(copy.path(file)).expect("readable");
    // A key may be there already.
    let key = line.split(" = ").next().expect("a key");
    let kept: Vec<&str> = text.lines().filter(|one| !one.starts_with(&format!("{key} = "))).collect();
    let text = kept.join("\n");
    let text = match text.lines().position(|one| one == behind) {
        Some(at) => {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.insert(at + 1, line);
            lines.join("\n")
        }
        None => format!("{text}\n{behind}\n{line}"),
    };
    fs::write(copy.path(file), text + "\n").expect("written");
}

/// A sheet whose name is longer than Excel takes stops nothing: its findings are told without a link.
#[test]
fn the_workbook_of_findings_is_written_whatever_a_sheet_is_called() {
    let copy = Copy::of_sample();
    let path = copy.path("geodata/bureau/12届出受理医療機関名簿（医科）見本.xlsx");
    let parts = parts(&fs::read(&path).expect("a workbook"));
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let text = match name.as_str() {
            "xl/workbook.xml" => {
                let (before, rest) = text.split_once("<sheet name=\"").expect("a sheet");
                let (_, after) = rest.split_once('"').expect("its end");
                format!("{before}<sheet name=\"{}\"{after}", "長".repeat(5000))
            }
            // A number that is none: a finding in a cell of the sheet.
            "xl/sharedStrings.xml" => text.replace("04-0000-", "0-"),
            _ => text,
        };
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        std::io::Write::write_all(&mut writer, text.as_bytes()).expect("written");
    }
    fs::write(&path, writer.finish().expect("a zip").into_inner()).expect("written");
    let run = copy.run(&["check", "--as-of", "2026-11-01", "--json", "--workbook", "reports/確認事項.xlsx"], &[]);
    assert_eq!(run.code, 0, "{}", run.out.chars().take(2000).collect::<String>());
    assert!(run.out.contains("長長長"), "there are findings in the sheet");
    assert!(copy.path("reports/確認事項.xlsx").is_file());
}
