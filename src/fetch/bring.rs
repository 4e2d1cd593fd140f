//! One source, from the publisher's page to `geodata/`: found, had, proven, compared, put in place.

use super::around::Around;
use super::edition::Choice;
use super::find;
use super::halt::Halt;
use super::index::{At, Found};
use super::raw::{Fresh, Raw};
use super::record::{FileRecord, Loss, SOURCES_FILE, SourceRecord, SourceRecords, losses};
use super::report::{Brought, State};
use super::wanted::Wanted;
use super::{bureau, layer, swap, tables, understand, unpacked};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::geo::Bounds;
use crate::io::http::{Arrival, Door, Download, HttpTrouble, Progress};
use crate::io::{self, Trouble};
use crate::place::Place;
use crate::settings::Settings;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where downloads are kept between runs.
const RAW: &str = ".ouchi/fetch/raw";

/// What bringing needs to know.
pub(super) struct Context<'a> {
    pub(super) root: &'a Path,
    pub(super) settings: &'a Settings,
    /// None when files come from a folder.
    pub(super) door: Option<&'a Door>,
    /// Folder that staff filled.
    pub(super) from: Option<&'a Path>,
    pub(super) around: &'a Around,
    /// Box of the outline, when there is one.
    pub(super) bounds: Option<Bounds>,
    pub(super) accept: bool,
    pub(super) today: Date,
}

/// A file as published, with its digest.
struct Had {
    raw: Raw,
    sha256: String,
    bytes: u64,
}

/// Brings one source.
pub(super) fn bring(
    wanted: Wanted,
    context: &Context<'_>,
    records: &mut SourceRecords,
    diagnostics: &mut Diagnostics,
    watch: &mut dyn FnMut(Progress),
) -> Result<Brought, Halt> {
    let fetch = &context.settings.fetch;
    let choice = match (context.from, context.door) {
        (Some(folder), _) => match find::in_folder(wanted, folder, fetch, context.around)? {
            Some(choice) => choice,
            None => return Ok(Brought::new(wanted, State::NotThere)),
        },
        (None, Some(door)) => find::on_web(wanted, door, fetch, context.around, watch)?,
        (None, None) => return Err(HttpTrouble::Offline.into()),
    };
    let had = have(wanted, &choice, context, watch)?;
    let proven = prove(wanted, &had, context)
        .and_then(|fresh| understand::readable(wanted, &fresh, context.settings).map(|()| fresh));
    let fresh = match proven {
        Ok(fresh) => fresh,
        Err(halt) => {
            forget(&had, context);
            return Err(halt);
        }
    };
    let record = record(wanted, &choice, &had, &fresh, context);
    let old = records.get(wanted.name()).cloned();
    if let Err(halt) = compare(wanted, old.as_ref(), &record, &choice, context, diagnostics) {
        return Err(Halt::Finding(halt));
    }
    let mut brought = Brought::new(wanted, State::Updated);
    (brought.as_of, brought.rows, brought.files) = (record.as_of, record.rows, record.files.len());
    brought.published = record.files.iter().map(|file| file.published_rows).sum();
    tidy(wanted, &had, context)?;
    let gone = others(wanted, &fresh, context)?;
    if gone.is_empty() && is_in_place(old.as_ref(), &record, context)? {
        brought.state = State::Same;
        return Ok(brought);
    }
    records.set(record);
    let mut new: Vec<(String, Vec<u8>)> =
        fresh.into_iter().map(|file| (format!("{}/{}", wanted.folder(), file.name), file.bytes)).collect();
    new.push((SOURCES_FILE.to_owned(), records.bytes()));
    swap::swap(context.root, &new, &gone)?;
    Ok(brought)
}

/// Has every file of the choice on the disk.
fn have(
    wanted: Wanted,
    choice: &Choice,
    context: &Context<'_>,
    watch: &mut dyn FnMut(Progress),
) -> Result<Vec<Had>, Halt> {
    let fetch = &context.settings.fetch;
    let mut had = Vec::new();
    for (part, found) in &choice.files {
        let path = match &found.at {
            At::Disk(path) => path.clone(),
            At::Unpacked(folder, files) => {
                let to = context.root.join(RAW).join(wanted.name()).join(&found.name);
                io::write_if_changed(&to, &unpacked::pack(folder, files)?)?;
                to
            }
            At::Web(url) => download(wanted, url, found, context, watch)?,
        };
        let (sha256, bytes) = digest(&path)?;
        let limit = fetch.unpacked_mb.saturating_mul(1 << 20);
        let raw = Raw { part: part.clone(), name: found.name.clone(), shown: found.shown(), path, limit };
        if bytes > fetch.max_mb.saturating_mul(1 << 20) {
            return Err(raw.halt(
                "fetch-too-large",
                format!("ファイルが大きすぎます（{} MB）。", bytes >> 20),
                "正しいファイルか確かめてください。正しければ ouchi.toml の [fetch] の max_mb を増やしてください。",
            ));
        }
        had.push(Had { raw, sha256, bytes });
    }
    Ok(had)
}

fn download(
    wanted: Wanted,
    url: &str,
    found: &Found,
    context: &Context<'_>,
    watch: &mut dyn FnMut(Progress),
) -> Result<PathBuf, Halt> {
    let Some(door) = context.door else { return Err(HttpTrouble::Offline.into()) };
    let limit = context.settings.fetch.max_mb.saturating_mul(1 << 20);
    let to = raw_path(context.root, wanted, url, &found.name);
    match door.download(Download { url, to: &to, limit }, watch) {
        Ok(Arrival::Same | Arrival::New { .. }) => Ok(to),
        // 位置参照情報 has no file of its own for a designated city; its prefecture's file holds the wards.
        Err(HttpTrouble::Status { status: 404, .. }) if wanted == Wanted::Address && !found.name.contains("000-") => {
            let code = found.name.get(..5).unwrap_or_default();
            let whole = format!("{}000", &code[..2]);
            let url = url.replace(&format!("{code}-"), &format!("{whole}-"));
            let to = raw_path(context.root, wanted, &url, &found.name);
            door.download(Download { url: &url, to: &to, limit }, watch)?;
            Ok(to)
        }
        Err(trouble) => Err(at(trouble, url)),
    }
}

fn at(trouble: HttpTrouble, url: &str) -> Halt {
    match Halt::from(trouble) {
        Halt::Finding(finding) => Halt::Finding(Box::new(finding.at(Place::whole(url)))),
        machine => machine,
    }
}

fn raw_path(root: &Path, wanted: Wanted, url: &str, name: &str) -> PathBuf {
    let hash = hex(&Sha256::digest(url.as_bytes()));
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
    root.join(RAW).join(wanted.name()).join(format!("{}_{plain}", &hash[..8]))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn digest(path: &Path) -> Result<(String, u64), Trouble> {
    let mut file = io::open(path)?;
    let (mut hasher, mut part, mut bytes) = (Sha256::new(), vec![0; 256 << 10], 0);
    loop {
        let count = file.read(&mut part).map_err(|error| Trouble::new("ファイルが読めません", path, error))?;
        if count == 0 {
            return Ok((hex(&hasher.finalize()), bytes));
        }
        hasher.update(&part[..count]);
        bytes += count as u64;
    }
}

/// Downloads that proved useless are asked for anew the next time.
fn forget(had: &[Had], context: &Context<'_>) {
    if let Some(door) = context.door.filter(|_| context.from.is_none()) {
        for had in had {
            door.forget(&had.raw.path);
        }
    }
}

/// Removes downloads of earlier editions: only the newest can be asked for by its version again.
fn tidy(wanted: Wanted, had: &[Had], context: &Context<'_>) -> Result<(), Trouble> {
    if context.door.is_none() {
        return Ok(());
    }
    let folder = context.root.join(RAW).join(wanted.name());
    let used = |path: &Path| had.iter().any(|had| had.raw.path == path || had.raw.path == path.with_extension(""));
    for entry in io::list(&folder)?.0.into_iter().filter(|entry| !used(&entry.path)) {
        io::remove(&entry.path, &folder)?;
    }
    Ok(())
}

/// Verifies the files and keeps what is wanted of them.
fn prove(wanted: Wanted, had: &[Had], context: &Context<'_>) -> Result<Vec<Fresh>, Halt> {
    let raws: Vec<Raw> = had.iter().map(|had| had.raw.clone()).collect();
    let around = context.around;
    let budget = usize::try_from(context.settings.fetch.base_kb.saturating_mul(1024)).unwrap_or(usize::MAX);
    let bounds = || {
        context.bounds.ok_or_else(|| {
            Halt::from(
                Diagnostic::error(
                    "fetch-no-outline",
                    format!("{}: どこまで残すかを決める市の境がありません。", wanted.title()),
                )
                .help("先に ouchi fetch boundary を実行してください。"),
            )
        })
    };
    let each = |one: &dyn Fn(&Raw) -> Result<Fresh, Halt>| raws.iter().map(one).collect::<Result<Vec<_>, _>>();
    let many = |one: &dyn Fn(&Raw) -> Result<Vec<Fresh>, Halt>| {
        raws.iter().map(one).collect::<Result<Vec<_>, _>>().map(|all| all.into_iter().flatten().collect())
    };
    match wanted {
        Wanted::Kaigo => each(&|raw| tables::kaigo(raw, around)),
        Wanted::Navii => tables::navii(&raws, around),
        Wanted::Bureau => many(&|raw| bureau::bureau(raw, around)),
        Wanted::Holidays => each(&|raw| tables::holidays(raw, context.today)),
        Wanted::Address => each(&|raw| tables::address(raw, around)),
        Wanted::Boundary => many(&|raw| layer::boundary(raw, around, budget)),
        Wanted::Rail => {
            let bounds = bounds()?;
            many(&|raw| layer::rail(raw, bounds, budget))
        }
        Wanted::Water => layer::water(&raws, bounds()?, budget),
    }
}

fn record(wanted: Wanted, choice: &Choice, had: &[Had], fresh: &[Fresh], context: &Context<'_>) -> SourceRecord {
    let folder = wanted.folder();
    let files = fresh
        .iter()
        .filter_map(|file| {
            // A file's part is its download's, or begins with it (a zip of several).
            let from = had.iter().find(|had| file.part.starts_with(&had.raw.part)).or_else(|| had.first())?;
            let name = match context.from {
                Some(_) => Path::new(&from.raw.shown).file_name().unwrap_or_default().to_string_lossy().into_owned(),
                None => from.raw.shown.clone(),
            };
            Some(FileRecord {
                part: file.part.clone(),
                path: format!("{folder}/{}", file.name),
                url: name,
                original_sha256: from.sha256.clone(),
                original_bytes: from.bytes,
                published_rows: file.published,
                rows: file.rows,
                sha256: hex(&Sha256::digest(&file.bytes)),
            })
        })
        .collect();
    SourceRecord {
        name: wanted.name().into(),
        title: wanted.title().into(),
        page: wanted.page(&context.settings.fetch.pages).into(),
        as_of: choice.as_of,
        fetched: context.today,
        by: if context.from.is_some() { "folder" } else { "web" }.into(),
        licence: wanted.licence().into(),
        credit: wanted.credit(choice.as_of.map(|date| date.year()).or(fresh.iter().filter_map(|file| file.year).max())),
        rows: fresh.iter().map(|file| file.rows).sum(),
        files,
    }
}

/// Refuses an edition that is older, or lost too much, or holds nothing of the municipality, unless it is accepted.
fn compare(
    wanted: Wanted,
    old: Option<&SourceRecord>,
    new: &SourceRecord,
    choice: &Choice,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Box<Diagnostic>> {
    let mut troubles: Vec<(&'static str, String)> = Vec::new();
    if new.rows == 0 {
        troubles.push((
            "fetch-no-rows",
            "この市区町村の行が1つもありません。ouchi.toml の [municipality] の code と name を確かめてください".into(),
        ));
    }
    if let Some(old) = old {
        let lost = losses(old, new, context.settings.fetch.lost_percent);
        if !lost.is_empty() {
            troubles.push(("fetch-rows-lost", lost_words(&lost)));
        }
        match (old.as_of, new.as_of) {
            (Some(before), Some(now)) if now < before => troubles.push((
                "fetch-older",
                format!("いまあるのは {before} 時点、見つかったのは {now} 時点で、古くなります"),
            )),
            // A name without a date is of an older generation than one with a date.
            (Some(before), None) => troubles.push((
                "fetch-older",
                format!("いまあるのは {before} 時点、見つかったファイルは時点がわからず、古いかもしれません"),
            )),
            _ => {}
        }
    }
    for part in &choice.missing {
        diagnostics.push(
            Diagnostic::warning(
                "fetch-part-missing",
                format!("{}: 「{part}」は新しい版にまだありません。", wanted.title()),
            )
            .help("公開元がまだ載せていないか、なくしました。数日おいて、もう一度実行してください。"),
        );
    }
    for (code, message) in troubles {
        let message = format!("{}: {message}。", wanted.title());
        if context.accept {
            diagnostics.push(Diagnostic::warning(code, format!("{message}--accept により取り込みました。")));
            continue;
        }
        let finding = Diagnostic::error(code, message).help(
            "前のデータはそのままです。公開元のページで件数の変わったわけを確かめ、正しければ同じ命令に --accept を付けて実行してください。",
        );
        return Err(Box::new(finding.at(Place::whole(new.page.as_str()))));
    }
    Ok(())
}

fn lost_words(lost: &[Loss]) -> String {
    let words: Vec<String> =
        lost.iter().take(6).map(|loss| format!("{} が {} 行から {} 行", loss.what, loss.before, loss.now)).collect();
    let more =
        if lost.len() > words.len() { format!(" ほか {} 件", lost.len() - words.len()) } else { String::new() };
    format!("前の版より行が大きく減っています（{}{more}）", words.join("、"))
}

/// Files in the source's folder that the new edition replaces.
fn others(wanted: Wanted, fresh: &[Fresh], context: &Context<'_>) -> Result<Vec<String>, Trouble> {
    let folder = wanted.folder();
    let (entries, _) = io::list(&context.root.join(folder))?;
    Ok(entries
        .into_iter()
        .filter(|entry| !entry.name.contains('/') && wanted.owns(&entry.name))
        .filter(|entry| fresh.iter().all(|file| file.name != entry.name))
        .map(|entry| format!("{folder}/{}", entry.name))
        .collect())
}

/// Whether the files of the record are on the disk already, and are what the last run recorded.
fn is_in_place(old: Option<&SourceRecord>, new: &SourceRecord, context: &Context<'_>) -> Result<bool, Trouble> {
    let Some(old) = old.filter(|old| old.files == new.files && old.as_of == new.as_of) else { return Ok(false) };
    for file in &old.files {
        let path = context.root.join(&file.path);
        if !io::exists(&path) || digest(&path)?.0 != file.sha256 {
            return Ok(false);
        }
    }
    Ok(true)
}
