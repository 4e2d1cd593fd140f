//! Every reader, and what must hold of its answers.

use super::change::Form;
use super::corpus;
use jiff::civil::{Date, date};
use ouchi::diagnostic::Diagnostics;
use ouchi::fetch::{self, foreign};
use ouchi::page::{Showing, content};
use ouchi::settings::{self, Keep, Settings, SourceSetting};
use ouchi::source::{self, AddressBook, Input, Reading, Scope};
use ouchi::table::{self, Sheets, Table};
use ouchi::text;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

/// A reader.
pub(crate) struct Target {
    /// Its name in reports.
    pub(crate) name: &'static str,
    /// What is changed.
    pub(crate) corpus: fn() -> Vec<Vec<u8>>,
    /// How.
    pub(crate) form: Form,
    /// Reads, and says in a number what sort of answer it was.
    pub(crate) run: fn(&[u8]) -> u64,
    /// Changed files in the short run.
    pub(crate) short: usize,
    /// MiB that reading a file of at most 256 KiB may take.
    pub(crate) most: usize,
}

const DAY: Date = date(2026, 11, 1);

/// All of them.
pub(crate) const TARGETS: &[Target] = &[
    Target { name: "csv", corpus: csv, form: Form::Csv, run: tables, short: 600, most: 16 },
    Target { name: "xlsx", corpus: books, form: Form::Zip, run: tables, short: 500, most: 400 },
    Target { name: "kaigo", corpus: kaigo, form: Form::Csv, run: read_kaigo, short: 500, most: 16 },
    Target { name: "navii", corpus: navii, form: Form::Csv, run: read_navii, short: 300, most: 16 },
    Target { name: "list", corpus: list, form: Form::Csv, run: read_list, short: 400, most: 16 },
    Target { name: "area", corpus: area, form: Form::Csv, run: read_area, short: 400, most: 16 },
    Target { name: "address", corpus: address, form: Form::Csv, run: read_address, short: 400, most: 16 },
    Target { name: "memory", corpus: memory, form: Form::Csv, run: read_memory, short: 600, most: 16 },
    Target { name: "bureau", corpus: bureau, form: Form::Zip, run: read_bureau, short: 200, most: 400 },
    Target { name: "survey", corpus: survey, form: Form::Zip, run: read_survey, short: 200, most: 400 },
    Target { name: "survey-csv", corpus: survey_csv, form: Form::Csv, run: read_survey, short: 300, most: 16 },
    Target { name: "review", corpus: corpus::reviews, form: Form::Zip, run: read_review, short: 200, most: 400 },
    Target { name: "geojson", corpus: geojson, form: Form::Json, run: read_base, short: 600, most: 64 },
    Target { name: "settings", corpus: toml, form: Form::Text, run: read_settings, short: 300, most: 32 },
    Target { name: "catalogue", corpus: catalogue, form: Form::Text, run: read_catalogue, short: 300, most: 32 },
    Target { name: "markdown", corpus: markdown, form: Form::Text, run: read_markdown, short: 600, most: 64 },
    Target { name: "zip", corpus: corpus::zips, form: Form::Zip, run: read_zip, short: 600, most: 64 },
    Target { name: "page", corpus: corpus::pages, form: Form::Text, run: read_page, short: 600, most: 16 },
    Target { name: "cell", corpus: corpus::cells, form: Form::Text, run: read_cell, short: 3000, most: 16 },
];

fn signature(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// A number's size, so that every further row is not another answer.
fn about(n: usize) -> u32 {
    n.checked_ilog2().map_or(0, |log| log + 1)
}

/// Which findings there are, and about how many. Every one of them can be said.
fn told(found: &Diagnostics) -> Vec<(&'static str, u32)> {
    for one in found.sorted() {
        let length = one.message.chars().count();
        assert!((1..1_100).contains(&length), "{}: a message of {length} characters", one.code);
        if let Some(place) = &one.place {
            assert!(!place.to_string().is_empty(), "{}", one.code);
        }
    }
    found.counts().iter().map(|(code, (_, count))| (*code, about(*count))).collect()
}

fn input(path: &str, bytes: &[u8]) -> Vec<Input> {
    vec![Input { path: path.to_owned(), bytes: bytes.to_vec() }]
}

fn scope(keep: Keep) -> Scope {
    Scope { keep, code: "122203".into(), prefecture: "千葉県".into(), municipality: "流山市".into() }
}

fn sample() -> &'static Settings {
    static SAMPLE: OnceLock<Settings> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let text = String::from_utf8(corpus::file("ouchi.toml")).expect("UTF-8");
        settings::parse("ouchi.toml", &text).expect("the sample's settings")
    })
}

// Tables.

fn csv() -> Vec<Vec<u8>> {
    let mut all = vec![
        corpus::head("geodata/kaigo/jigyosho_110.csv", 8),
        corpus::head("geodata/survey/施設看取り調査_令和8年度.csv", 8),
        b"a\tb\tc\r\n\"1\n2\"\t3\t\"\"\"\"\r\n".to_vec(),
    ];
    let text = String::from_utf8(all[0].clone()).expect("UTF-8");
    all.push(encoding_rs::SHIFT_JIS.encode(&text).0.into_owned());
    all.push(encoding_rs::EUC_JP.encode(&text).0.into_owned());
    all.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    all
}

fn books() -> Vec<Vec<u8>> {
    corpus::workbooks()
}

fn sound(table: &Table) {
    let mut last = 0;
    let mut cells = 0;
    for row in table.rows() {
        assert!(row.number > last, "rows are numbered upwards");
        last = row.number;
        cells += row.len();
        for (column, text) in row.cells().enumerate() {
            assert!(text.chars().count() <= table::MAX_CELL_CHARS);
            let _ = row.kind(u16::try_from(column).unwrap_or(u16::MAX));
        }
        assert_eq!(row.cell(u16::MAX), "", "a row ends");
    }
    assert!(cells <= table::MAX_CELLS && table.len() <= table::MAX_ROWS);
}

fn tables(bytes: &[u8]) -> u64 {
    match table::read("x", bytes, Sheets::All) {
        Ok(tables) => {
            tables.iter().for_each(sound);
            let first = &tables[0];
            signature((tables.len(), about(first.len()), first.encoding, about(first.row(0).len())))
        }
        Err(trouble) => {
            assert!(!trouble.message().is_empty() && !trouble.help().is_empty());
            signature(trouble.code())
        }
    }
}

// Registers.

fn kaigo() -> Vec<Vec<u8>> {
    ["110", "130", "320", "780"].map(|code| corpus::head(&format!("geodata/kaigo/jigyosho_{code}.csv"), 6)).to_vec()
}

fn read_kaigo(bytes: &[u8]) -> u64 {
    let mut reading = Reading::default();
    let files = input("geodata/kaigo/jigyosho_110.csv", bytes);
    let records = source::kaigo::read(&files, &SourceSetting::default(), &scope(Keep::All), &mut reading);
    signature((about(records.len()), told(&reading.diagnostics)))
}

fn navii() -> Vec<Vec<u8>> {
    corpus::all("geodata/navii", ".csv").iter().map(|path| corpus::head(path, 4)).collect()
}

fn read_navii(bytes: &[u8]) -> u64 {
    let mut seen = Vec::new();
    // The heading decides what a file is, the name only which sort of institution.
    for name in ["02-1_clinic_facility_info_20260601.csv", "02-2_clinic_speciality_hours_20260601.csv"] {
        let mut files = input(&format!("geodata/navii/{name}"), bytes);
        if name.starts_with("02-2") {
            files.push(Input { path: "geodata/navii/02-1_clinic_facility_info_20260601.csv".into(), bytes: clinics() });
        }
        let mut reading = Reading::default();
        let records = source::navii::read(&files, &SourceSetting::default(), &scope(Keep::All), &mut reading);
        seen.push((about(records.len()), told(&reading.diagnostics)));
    }
    signature(seen)
}

fn clinics() -> Vec<u8> {
    static CLINICS: OnceLock<Vec<u8>> = OnceLock::new();
    CLINICS.get_or_init(|| corpus::head("geodata/navii/02-1_clinic_facility_info_20260601.csv", 4)).clone()
}

fn list() -> Vec<Vec<u8>> {
    corpus::all("geodata/list", ".csv").iter().map(|path| corpus::head(path, 8)).collect()
}

fn read_list(bytes: &[u8]) -> u64 {
    let mut reading = Reading::default();
    let files = input("geodata/list/x.csv", bytes);
    let records = source::list::read(&files, &SourceSetting::default(), &scope(Keep::Municipality), &mut reading);
    signature((about(records.len()), told(&reading.diagnostics)))
}

fn bureau() -> Vec<Vec<u8>> {
    corpus::all("geodata/bureau", ".xlsx").iter().map(|path| corpus::file(path)).collect()
}

fn read_bureau(bytes: &[u8]) -> u64 {
    let mut reading = Reading::default();
    let files = input("geodata/bureau/12届出受理医療機関名簿（医科）.xlsx", bytes);
    let records = source::bureau::read(&files, &SourceSetting::default(), &scope(Keep::All), &mut reading);
    // What is left of a publisher's workbook is a workbook still, or it is not cut.
    let rows = BTreeSet::from([1, 2, 3, 4, 5, 9, 1_048_576]);
    let cut = foreign::rows_of_workbook(bytes, &rows);
    if let Some(cut) = &cut {
        assert!(cut.len() < bytes.len() + (64 << 10));
        tables(cut);
    }
    signature((about(records.len()), told(&reading.diagnostics), cut.is_some()))
}

// What the municipality says.

fn area() -> Vec<Vec<u8>> {
    vec![corpus::head("geodata/area/towns.csv", 12), corpus::file("geodata/base/stations.csv")]
}

fn read_area(bytes: &[u8]) -> u64 {
    let mut reading = Reading::default();
    let areas = source::area::read(
        &input("geodata/area/towns.csv", bytes),
        &SourceSetting::default(),
        &sample().areas,
        &mut reading,
    );
    let files = input("geodata/base/stations.csv", bytes);
    let base = source::base::read(&files, &SourceSetting::default(), &scope(Keep::Municipality), &mut reading);
    let days = source::holidays::read(&input("geodata/holidays/syukujitsu.csv", bytes), &mut reading);
    assert!(days.is_sorted());
    signature((about(areas.towns.len()), about(base.stations.len()), about(days.len()), told(&reading.diagnostics)))
}

fn address() -> Vec<Vec<u8>> {
    let block = "都道府県名,市区町村名,大字・丁目名,小字・通称名,街区符号・地番,座標系番号,Ｘ座標,Ｙ座標,緯度,経度,住居表示フラグ,代表フラグ,更新前履歴フラグ,更新後履歴フラグ\r\n千葉県,流山市,南流山一丁目,,1,9,1,1,35.838,139.903,1,1,0,0\r\n";
    let town = "都道府県コード,都道府県名,市区町村コード,市区町村名,大字町丁目コード,大字町丁目名,緯度,経度,原典資料コード,大字・字・丁目区分コード\r\n12,千葉県,12220,流山市,122200001001,南流山一丁目,35.838,139.903,1,3\r\n";
    let asked = "住所,緯度,経度,確かさ,答え,聞いた日\r\n南流山1丁目1番1号,35.838,139.903,番地,千葉県流山市南流山1丁目1番1号,2026-11-01\r\n";
    [block, town, asked].map(|text| text.as_bytes().to_vec()).to_vec()
}

fn read_address(bytes: &[u8]) -> u64 {
    let book = AddressBook::read(&input("geodata/address/x.csv", bytes), "千葉県", "流山市");
    let found = ["南流山1丁目1番1号", "南流山一丁目", ""].map(|text| book.find(text).map(|found| found.level.word()));
    signature((book.is_empty(), found))
}

fn survey() -> Vec<Vec<u8>> {
    let mut all = books();
    all.extend(corpus::all("geodata/survey", ".xlsx").iter().map(|path| corpus::file(path)));
    all
}

fn survey_csv() -> Vec<Vec<u8>> {
    corpus::all("geodata/survey", ".csv").iter().map(|path| corpus::head(path, 8)).collect()
}

fn read_survey(bytes: &[u8]) -> u64 {
    let vocabulary = sample().vocabulary();
    let mut seen = Vec::new();
    for survey in &sample().surveys {
        let mut setting = survey.clone();
        setting.sheet = None;
        let mut reading = Reading::default();
        let files = input(&survey.path, bytes);
        let records = source::survey::read(&files, &setting, &scope(Keep::Municipality), &vocabulary, &mut reading);
        seen.push((about(records.len()), told(&reading.diagnostics)));
    }
    signature(seen)
}

// What the project remembers: read, and what is written is read as the same.

fn memory() -> Vec<Vec<u8>> {
    let decisions = "\u{feff}left,right,verdict,date,note,left_facts,right_facts\r\ncare:1270000001,navii:1220000000001,same,2026-10-01,同じ建物,name=見本,name=見本\r\n";
    let links = "\u{feff}url,result,checked,failures,since\r\nhttps://www.example.jp/,404,2026-10-01,3,2026-08-01\r\n";
    let published = "id,field,value,source\nabcd1234,name,見本,介護 2026-06-30\nabcd1234,phone,04-0000-0001,介護\n";
    let mut all: Vec<Vec<u8>> = [decisions, links, published].map(|text| text.as_bytes().to_vec()).to_vec();
    all.push(corpus::head("geodata/ledger.csv", 8));
    all.push(corpus::file("geodata/withhold.csv"));
    all
}

fn read_memory(bytes: &[u8]) -> u64 {
    let mut reading = Reading::default();
    let file = |path: &str, bytes: &[u8]| Input { path: path.into(), bytes: bytes.to_vec() };
    let ledger = ouchi::ledger::read(&file("geodata/ledger.csv", bytes));
    let entries = ledger.as_ref().map_or(0, |ledger| ledger.entries().count());
    if let Ok(ledger) = &ledger {
        let again = ouchi::ledger::read(&file("geodata/ledger.csv", &ouchi::ledger::write(ledger)));
        assert_eq!(again.as_ref().ok(), Some(ledger), "the ledger is read as it was written");
    }
    let withheld = source::withhold::read(&file("geodata/withhold.csv", bytes), &mut reading);
    let decisions = source::decisions::read(&file("geodata/decisions.csv", bytes), &mut reading);
    let written = source::decisions::write(&decisions);
    let again = source::decisions::read(&file("geodata/decisions.csv", &written), &mut Reading::default());
    assert_eq!(again.all.len(), decisions.all.len(), "no decision is lost");
    assert_eq!(source::decisions::write(&again), written, "decisions are written as they were read");
    let snapshot = ouchi::publication::read(bytes, DAY);
    if let Ok(snapshot) = &snapshot {
        let again = ouchi::publication::read(&ouchi::publication::write(snapshot), DAY).expect("our own");
        assert_eq!(again.facilities, snapshot.facilities, "a publication is read as it was written");
    }
    let dead = fetch::links::dead(bytes, 2);
    let counts = [entries, withheld.len(), decisions.all.len(), decisions.other.len(), dead.len()].map(about);
    signature((counts, ledger.is_ok(), snapshot.is_ok(), told(&reading.diagnostics)))
}

fn read_review(bytes: &[u8]) -> u64 {
    match ouchi::report::read_review("確認.xlsx", bytes) {
        Ok((filled, found)) => {
            let mut pairs = BTreeSet::new();
            for one in &filled {
                assert!(one.parties.iter().all(|party| party.reference.contains(':')), "{:?}", one.parties);
                pairs.insert(one.parties.each_ref().map(|party| &party.reference));
            }
            let rulings: BTreeSet<_> = filled.iter().map(|one| one.ruling.map(|ruling| ruling.word())).collect();
            let facts: usize =
                filled.iter().flat_map(|one| &one.parties).map(|party| about(party.facts.0.len()) as usize).sum();
            let notes = filled.iter().filter(|one| !one.note.is_empty()).count();
            signature((filled.len(), pairs.len(), rulings, found.len(), facts, notes))
        }
        Err(finding) => signature((finding.code, finding.message.chars().take(40).collect::<String>())),
    }
}

// Maps.

fn geojson() -> Vec<Vec<u8>> {
    corpus::all("geodata/base", ".geojson").iter().map(|path| corpus::file(path)).collect()
}

fn read_base(bytes: &[u8]) -> u64 {
    let mut seen = Vec::new();
    for path in ["geodata/base/outline.geojson", "geodata/base/water.json"] {
        for keep in [Keep::Municipality, Keep::All] {
            let mut reading = Reading::default();
            let base = source::base::read(&input(path, bytes), &SourceSetting::default(), &scope(keep), &mut reading);
            for ring in &base.outline {
                assert!(ring.iter().all(|point| point.lon.is_finite() && point.lat.is_finite()));
                assert!(ouchi::geo::simplify(ring, 20.0).len() <= ring.len());
            }
            seen.push((about(base.outline.len()), about(base.railways.len()), told(&reading.diagnostics)));
        }
    }
    signature(seen)
}

// Settings and texts.

fn toml() -> Vec<Vec<u8>> {
    let sources = "[[source]]\nname = \"kaigo\"\nas_of = 2026-06-30\nfetched = 2026-10-01\npage = \"https://www.example.jp/\"\ncredit = \"見本\"\n";
    vec![corpus::file("ouchi.toml"), corpus::head("ouchi.toml", 60), sources.as_bytes().to_vec()]
}

fn read_settings(bytes: &[u8]) -> u64 {
    let records = fetch::SourceRecords::read(bytes).is_ok();
    let Ok(text) = std::str::from_utf8(bytes) else { return signature(records) };
    match settings::parse("ouchi.toml", text) {
        Ok(settings) => {
            let _ = settings.vocabulary();
            signature((records, settings.areas.len(), settings.surveys.len()))
        }
        Err(finding) => {
            assert!(finding.fatal && finding.place.is_some());
            signature((records, finding.code, finding.help.is_some()))
        }
    }
}

fn catalogue() -> Vec<Vec<u8>> {
    ["services", "glossary", "plan"].map(|name| corpus::head(&format!("content/{name}.toml"), 60)).to_vec()
}

fn read_catalogue(bytes: &[u8]) -> u64 {
    let mut seen = Vec::new();
    for name in ["services", "glossary", "plan", "accessibility"] {
        let (content, found) = content::load(&input(&format!("content/{name}.toml"), bytes), SHOWING);
        seen.push((about(content.services.services.len()), about(content.glossary.len()), told(&found)));
    }
    signature(seen)
}

const SHOWING: Showing = Showing { on: DAY, drafts: false };

fn markdown() -> Vec<Vec<u8>> {
    corpus::all("content", ".md").iter().map(|path| corpus::file(path)).collect()
}

fn read_markdown(bytes: &[u8]) -> u64 {
    static CATALOGUE: OnceLock<Vec<Input>> = OnceLock::new();
    let catalogue = CATALOGUE.get_or_init(|| {
        let names = ["content/services.toml", "content/glossary.toml", "content/plan.toml"];
        names.into_iter().flat_map(|path| input(path, &corpus::file(path))).collect()
    });
    let mut files = catalogue.clone();
    files.extend(input("content/events/x.md", bytes));
    let (content, found) = content::load(&files, SHOWING);
    for text in &content.texts {
        let html = format!("{:?}", text.blocks).to_lowercase();
        assert!(!html.contains("<script") && !html.contains("<iframe") && !html.contains("<style"), "{html}");
        assert!(!html.contains("href=\\\"javascript:") && !html.contains("\u{1}"), "{html}");
    }
    let blocks = content.texts.first().map_or(0, |text| text.blocks.len());
    signature((content.texts.len(), about(blocks), told(&found)))
}

// What is fetched.

fn read_zip(bytes: &[u8]) -> u64 {
    const LIMIT: u64 = 8 << 20;
    match foreign::files_in_zip(bytes, LIMIT) {
        None => 0,
        Some(files) => {
            assert!(files.iter().map(|(_, bytes)| bytes.len() as u64).sum::<u64>() <= LIMIT);
            for (name, _) in &files {
                assert!(!name.starts_with('/') && name.split('/').all(|part| part != ".."), "{name}");
            }
            let inside: u64 = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
            let deepest = files.iter().map(|(name, _)| name.split('/').count()).max();
            let plain = files.iter().filter(|(name, _)| name.is_ascii()).count();
            let empty = files.iter().filter(|(_, bytes)| bytes.is_empty()).count();
            signature((about(files.len()), inside.checked_ilog2(), deepest, about(plain), about(empty)))
        }
    }
}

fn read_page(bytes: &[u8]) -> u64 {
    let names = foreign::files_on_page("https://www.example.jp/stf/list/page.html", bytes);
    let distinct: BTreeSet<&String> = names.iter().collect();
    signature((about(names.len()), about(distinct.len()), bytes.is_ascii()))
}

// Cells.

fn read_cell(bytes: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(bytes);
    let text: String = text.chars().take(2000).collect();
    let clean = text::width::clean(&text);
    assert_eq!(text::width::clean(&clean), clean, "what is clean stays so");
    let phone = text::phone::parse(&text);
    if let Ok(number) = &phone {
        assert_eq!(text::phone::parse(number).as_ref(), Ok(number), "a number is read as it is shown");
        assert!(number.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+'), "{number}");
    }
    let day = text::wareki::parse(&text);
    if let Some(day) = day {
        assert_eq!(text::wareki::parse(&day.to_string()), Some(day));
        let _ = text::wareki::words(day);
    }
    let address = text::address::parse(&text, "千葉県", "流山市");
    let _ = (address.town_keys(), address.same_town(&address));
    let folded = text::fold::search(&text);
    assert_eq!(text::fold::search(&folded), folded, "what is folded stays so");
    let _ = (text::name::key(&text), text::name::parts(&text), text::name::shown(&text), text::label::label(&text));
    let _ = (text::municipality::guess(&text), text::municipality::prefecture(&text), text::numeral::parse(&text));
    let _ = (text::likeness::is_slip(&text, &clean), text::likeness::dice(&text, &folded));
    let _ = (source::home_care::meaning(&text, Some(DAY)), source::kaigo::code_of_service(&text));
    let link = fetch::links::form_trouble(&text).is_some();
    signature((phone.is_ok(), day.is_some(), address.numbers.len().min(5), address.has_chome, link))
}
