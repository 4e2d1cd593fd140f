//! What fetching starts from: the settings, the door, the municipality's outline.

use super::gsi::{ANSWERS_FILE, Answers, Search};
use super::halt::of_http;
use super::understand::without_point;
use super::wanted::Wanted;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::geo::Bounds;
use crate::io::http::{Door, HttpSettings, HttpTrouble, Progress, Proxy};
use crate::io::{self, Trouble};
use crate::model::LonLat;
use crate::place::Place;
use crate::settings::{self, FetchSetting, Settings, SourceSetting};
use crate::source::{AddressBook, Input};
use crate::table::{self, Sheets, find_header};
use geojson::{GeoJson, GeometryValue};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// Reads `ouchi.toml`. `None`: it cannot be used, and `diagnostics` says why.
pub(super) fn settings(root: &Path, diagnostics: &mut Diagnostics) -> Result<Option<Settings>, Trouble> {
    let Some(bytes) = io::read_if_there(&root.join("ouchi.toml"))? else {
        diagnostics.push(
            Diagnostic::error("setting-missing", "設定のファイル ouchi.toml がありません。")
                .at(Place::whole(root.join("ouchi.toml").display().to_string()))
                .help("ouchi.toml のあるフォルダで実行するか、--project でそのフォルダを指定してください。")
                .fatal(),
        );
        return Ok(None);
    };
    match settings::parse("ouchi.toml", &String::from_utf8_lossy(&bytes)) {
        Ok(settings) => Ok(Some(settings)),
        Err(finding) => {
            diagnostics.push(*finding);
            Ok(None)
        }
    }
}

/// Opens the door to the network as the settings say.
///
/// # Errors
/// The machine's trouble outside, a setting that cannot be used inside.
pub fn door(root: &Path, fetch: &FetchSetting, offline: bool) -> Result<Result<Door, Diagnostic>, Trouble> {
    let missing = |what: &str, path: &str| {
        Diagnostic::error("fetch-setting", format!("[fetch] の {what} に書かれたファイル「{path}」がありません。"))
            .at(Place::whole("ouchi.toml"))
            .help("ouchi.toml のあるフォルダから見た場所を書き、ファイルを置いてください。")
    };
    let mut authorities = Vec::new();
    for path in &fetch.ca {
        let Some(pem) = io::read_if_there(&root.join(path))? else { return Ok(Err(missing("ca", path))) };
        authorities.push((path.clone(), pem));
    }
    let proxy = match fetch.proxy.as_str() {
        "" | "system" => Proxy::System,
        "none" => Proxy::Direct,
        address => {
            let mut login = None;
            if !fetch.proxy_user.is_empty() {
                let path = fetch.proxy_password_file.as_str();
                let password = if path.is_empty() { Some(Vec::new()) } else { io::read_if_there(&root.join(path))? };
                let Some(password) = password else { return Ok(Err(missing("proxy_password_file", path))) };
                let password = String::from_utf8_lossy(&password).trim_start_matches('\u{feff}').trim().to_owned();
                login = Some((fetch.proxy_user.clone(), password));
            }
            Proxy::At { address: address.to_owned(), login }
        }
    };
    let settings = HttpSettings {
        offline: offline || fetch.offline,
        proxy,
        authorities,
        connect: Duration::from_secs(fetch.silence_seconds.clamp(1, 15)),
        silence: Duration::from_secs(fetch.silence_seconds.max(1)),
        total: Duration::from_secs(fetch.total_seconds.max(1)),
        pace: Duration::from_millis(fetch.pace_ms),
        retries: fetch.retries,
        first_wait: Duration::from_millis(fetch.first_wait_ms),
        longest_wait: Duration::from_secs(fetch.longest_wait_seconds),
    };
    Ok(Door::open(settings).map_err(|trouble| of_http(&trouble)))
}

/// The municipality's outline.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// Its rings.
    pub(super) rings: Vec<Vec<LonLat>>,
    /// The box around them.
    pub(super) bounds: Option<Bounds>,
}

/// Reads `geodata/base/outline.geojson`; nothing when it is not there or is none.
pub(super) fn shape(root: &Path) -> Result<Shape, Trouble> {
    let Some(bytes) = io::read_if_there(&root.join("geodata/base/outline.geojson"))? else {
        return Ok(Shape::default());
    };
    let Ok(GeoJson::FeatureCollection(all)) = String::from_utf8_lossy(&bytes).parse::<GeoJson>() else {
        return Ok(Shape::default());
    };
    let mut rings = Vec::new();
    for geometry in all.features.into_iter().filter_map(|feature| feature.geometry) {
        let polygons = match geometry.value {
            GeometryValue::Polygon { coordinates } => vec![coordinates],
            GeometryValue::MultiPolygon { coordinates } => coordinates,
            _ => continue,
        };
        for ring in polygons.into_iter().flatten() {
            let point = |p: &geojson::Position| Some(LonLat::new(*p.as_slice().first()?, *p.as_slice().get(1)?));
            rings.push(ring.iter().filter_map(point).collect());
        }
    }
    let bounds = Bounds::around(rings.iter().flatten().copied());
    Ok(Shape { rings, bounds })
}

/// Reminds of settings that still speak of the files that were there before.
pub(super) fn remind(wanted: Wanted, settings: &Settings, as_of: Option<Date>, diagnostics: &mut Diagnostics) {
    let sources = &settings.sources;
    let setting: Option<&SourceSetting> = match wanted {
        Wanted::Kaigo => sources.kaigo.as_ref(),
        Wanted::Navii => sources.navii.as_ref(),
        Wanted::Bureau => sources.bureau.as_ref(),
        Wanted::Boundary | Wanted::Rail | Wanted::Water => sources.base.as_ref(),
        Wanted::Address | Wanted::Holidays => None,
    };
    if wanted == Wanted::Kaigo && as_of.is_none() && setting.is_none_or(|setting| setting.as_of.is_none()) {
        diagnostics.push(
            Diagnostic::warning(
                "fetch-no-date",
                format!("{}: いつ時点のデータか、ファイルの名前からはわかりません。", wanted.title()),
            )
            .at(Place::whole("ouchi.toml"))
            .help("公開元のページで「◯年◯月末時点」を見て、[sources.kaigo] の as_of に書いてください。"),
        );
    }
    let Some(setting) = setting else { return };
    let table = match wanted {
        Wanted::Boundary | Wanted::Rail | Wanted::Water => "base",
        other => other.name(),
    };
    let folder = wanted.folder();
    if !setting.paths.iter().any(|path| path.trim_end_matches('/') == folder) {
        diagnostics.push(
            Diagnostic::warning(
                "fetch-not-read",
                format!("{folder} に取り込みましたが、[sources.{table}] の paths は別の場所です。"),
            )
            .at(Place::whole("ouchi.toml"))
            .help(format!("paths を [\"{folder}\"] にすると、取り込んだデータが使われます。")),
        );
    }
    let differs = setting.as_of.is_some() && as_of.is_some() && setting.as_of != as_of && table != "base";
    if differs || setting.credit.is_some() || setting.licence.is_some() {
        let date =
            as_of.filter(|_| table != "base").map(|date| format!("as_of を {date} に直し、")).unwrap_or_default();
        diagnostics.push(
            Diagnostic::warning(
                "fetch-setting-stale",
                format!("[sources.{table}] に、前のデータの時点か出典が書かれています。"),
            )
            .at(Place::whole("ouchi.toml"))
            .help(format!("{date}credit と licence の行を消すか、geodata/sources.toml の出典に合わせてください。")),
        );
    }
}

/// The files of a folder of the project with an ending, as readers take them.
pub(super) fn inputs(root: &Path, folder: &str, ending: &str) -> Result<Vec<Input>, Trouble> {
    let (entries, _) = io::list(&root.join(folder))?;
    let wanted = entries.into_iter().filter(|entry| entry.name.ends_with(ending));
    wanted.map(|entry| Ok(Input { path: format!("{folder}/{}", entry.name), bytes: io::read(&entry.path)? })).collect()
}

/// Asks the address search for what has no point, when the settings want it. What went wrong is a finding.
pub(super) fn search(
    root: &Path,
    settings: &Settings,
    door: &Door,
    today: Date,
    diagnostics: &mut Diagnostics,
    watch: &mut dyn FnMut(Progress),
) -> Result<(), Trouble> {
    let municipality = &settings.municipality;
    let sources = [
        (Wanted::Kaigo, inputs(root, Wanted::Kaigo.folder(), ".csv")?),
        (Wanted::Navii, inputs(root, Wanted::Navii.folder(), ".csv")?),
        (Wanted::Bureau, inputs(root, Wanted::Bureau.folder(), ".xlsx")?),
    ];
    let addresses = without_point(&sources, settings);
    let known = inputs(root, Wanted::Address.folder(), ".csv")?;
    let book = AddressBook::read(&known, &municipality.prefecture, &municipality.name);
    let path = root.join(ANSWERS_FILE);
    let mut answers = io::read_if_there(&path)?.map(|bytes| Answers::read(&bytes)).unwrap_or_default();
    let search = Search {
        door,
        address: &settings.fetch.pages.gsi,
        prefecture: &municipality.prefecture,
        municipality: &municipality.name,
        today,
    };
    let result = search.fill(&addresses, &book, &mut answers, watch);
    io::write_if_changed(&path, &answers.bytes())?;
    let (found, all) = answers.counts();
    match result {
        Ok(()) => diagnostics.push(
            Diagnostic::note(
                "fetch-address-search",
                format!("住所検索: これまでに聞いた {all} 件のうち {found} 件の位置がわかりました。"),
            )
            .help(format!("答えは {ANSWERS_FILE} にあります。おかしな位置は、その行を消すと次に聞きなおします。")),
        ),
        Err(HttpTrouble::Disk(trouble)) => return Err(trouble),
        Err(trouble) => diagnostics.push(of_http(&trouble)),
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Code,
    Prefecture,
    Municipality,
}

const NAMED: &[(Named, &[&str])] = &[
    (Named::Code, &["都道府県コード又は市区町村コード", "都道府県コード又は市町村コード"]),
    (Named::Prefecture, &["都道府県名"]),
    (Named::Municipality, &["市区町村名"]),
];

/// Names of the neighbouring municipalities (都道府県, 市区町村), as the care offices' files that were brought have them.
pub(super) fn neighbours(root: &Path, codes: &[String]) -> Result<Vec<(String, String)>, Trouble> {
    let mut names = BTreeMap::new();
    let wanted = codes.get(1..).unwrap_or_default();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    for input in inputs(root, Wanted::Kaigo.folder(), ".csv")? {
        let Ok(tables) = table::read(&input.path, &input.bytes, Sheets::First) else { continue };
        let Some(table) = tables.first() else { continue };
        let Ok(columns) = find_header(table, NAMED, &[Named::Code, Named::Prefecture, Named::Municipality]) else {
            continue;
        };
        for row in columns.data(table) {
            let code = columns.cell(row, Named::Code);
            if let Some(code) = wanted.iter().find(|wanted| code.get(..5) == Some(wanted)) {
                let cell = |field| columns.cell(row, field).trim().to_owned();
                names.insert(code.clone(), (cell(Named::Prefecture), cell(Named::Municipality)));
            }
        }
    }
    Ok(names.into_values().collect())
}
