//! Files that were dropped: held in memory until a person confirms what each is; only then written.

use super::arrival::{Arrival, arrival};
use super::form::Form;
use super::kind::Kind;
use super::steps::{self, Change, Kept};
use super::{Told, Workbench, held, name};
use crate::build::{self, Reply, Review};
use crate::diagnostic::Diagnostics;
use crate::fetch::{Offered, unpack};
use crate::io::{self, Trouble};
use crate::report;
use crate::settings::{self, Settings};
use crate::table::{FileKind, file_kind};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// Drops that wait for a person; the oldest are let go.
const MOST_DROPS: usize = 4;
/// Bytes of what a zip holds.
const LARGEST_UNPACKED: u64 = 512 << 20;

/// What was dropped and waits.
#[derive(Default)]
pub(super) struct Shelf {
    given: u64,
    drops: VecDeque<(u64, Arc<Drop>)>,
}

/// Files that were dropped together.
#[derive(Debug, Clone)]
pub(super) struct Drop {
    pub(super) files: Vec<Offered>,
    /// What a person said that each is; blank: what is in it tells.
    pub(super) chosen: Vec<String>,
    /// What is to be said of the drop as a whole.
    pub(super) notes: Vec<String>,
}

impl Shelf {
    fn add(&mut self, drop: Drop) -> u64 {
        self.given += 1;
        self.drops.push_back((self.given, Arc::new(drop)));
        if self.drops.len() > MOST_DROPS {
            self.drops.pop_front();
        }
        self.given
    }

    pub(super) fn get(&self, id: &str) -> Option<Arc<Drop>> {
        let id: u64 = id.parse().ok()?;
        self.drops.iter().find(|(of, _)| *of == id).map(|(_, drop)| Arc::clone(drop))
    }

    fn choose(&mut self, id: &str, chosen: Vec<String>) {
        let Ok(id) = id.parse::<u64>() else { return };
        if let Some((_, drop)) = self.drops.iter_mut().find(|(of, _)| *of == id) {
            Arc::make_mut(drop).chosen = chosen;
        }
    }

    fn take(&mut self, id: &str) {
        let id = id.parse().unwrap_or(0);
        self.drops.retain(|(of, _)| *of != id);
    }
}

/// The settings of the project; why not, in words.
pub(super) fn settings(bench: &Workbench) -> Result<Result<Settings, Told>, Trouble> {
    let Some(bytes) = io::read_if_there(&bench.root().join("ouchi.toml"))? else {
        return Ok(Err(told(false, "設定のファイル ouchi.toml がありません。", vec![])));
    };
    Ok(settings::parse("ouchi.toml", &String::from_utf8_lossy(&bytes)).map_err(|found| {
        let place = found.place.as_ref().map(ToString::to_string).unwrap_or_default();
        let lines = vec![format!("{place} {}", found.message), found.help.unwrap_or_default()];
        told(false, "設定のファイル ouchi.toml を直してください。", lines)
    }))
}

pub(super) fn told(done: bool, title: &str, lines: Vec<String>) -> Told {
    Told { done, title: title.to_owned(), lines, links: Vec::new() }
}

/// Takes what was dropped onto the shelf. Nothing is written.
pub(super) fn dropped(bench: &Workbench, form: Form) -> Result<String, Trouble> {
    let settings = match settings(bench)? {
        Ok(settings) => settings,
        Err(why) => return Ok(bench.tell("/put", why)),
    };
    if form.files.is_empty() {
        let lines = vec!["ファイルを選ぶか、枠の中に落としてから、「中を見る」を押してください。".into()];
        return Ok(bench.tell("/put", told(false, "ファイルがありません。", lines)));
    }
    let prefecture = settings.municipality.code.get(..2).unwrap_or_default().to_owned();
    let mut drop = Drop { files: Vec::new(), chosen: Vec::new(), notes: Vec::new() };
    for file in form.files {
        if name::refusal(&file.name).is_some() || file_kind(&file.bytes) != FileKind::Zip {
            drop.files.push(file);
            continue;
        }
        let others_of = |name: &str| is_of_another(name, &prefecture);
        let wanted = |name: &str| {
            let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
            ["csv", "xlsx", "geojson"].contains(&ending.as_str()) && !others_of(name)
        };
        match unpack(&file.name, &file.bytes, LARGEST_UNPACKED, &wanted) {
            Ok(None) => drop.files.push(file),
            Ok(Some(files)) => {
                if files.is_empty() {
                    drop.notes.push(format!(
                        "「{}」の中に、使える表（CSV か Excel）も、地図（GeoJSON）もありません。",
                        file.name
                    ));
                } else {
                    drop.notes.push(format!("「{}」を開きました。中の表は {} です。", file.name, files.len()));
                }
                drop.files.extend(files);
            }
            Err(found) => {
                drop.notes.push(format!("「{}」: {}{}", file.name, found.message, found.help.unwrap_or_default()));
            }
        }
    }
    if drop.files.len() > super::form::MOST_FILES {
        let lines = vec![format!("1度に見られるのは {} までです。分けて入れてください。", super::form::MOST_FILES)];
        return Ok(bench.tell("/put", told(false, "ファイルが多すぎます。", lines)));
    }
    drop.chosen = vec![String::new(); drop.files.len()];
    let id = held(&bench.shelf).add(drop);
    Ok(format!("/put/{id}"))
}

/// The bureau's zips hold a workbook per prefecture, its number first.
fn is_of_another(name: &str, prefecture: &str) -> bool {
    let digits: String = name.chars().take(2).collect();
    name.contains("届出受理医療機関名簿") && digits.bytes().all(|b| b.is_ascii_digit()) && digits != prefecture
}

/// What was dropped, understood.
pub(super) fn arrivals(bench: &Workbench, drop: &Drop, settings: &Settings) -> Result<Vec<Arrival>, Trouble> {
    let root = bench.root();
    let one = |(file, chosen): (&Offered, &String)| arrival(file, Kind::of(chosen, settings), &root, settings);
    drop.files.iter().zip(&drop.chosen).map(one).collect()
}

/// Puts in what was confirmed, or looks again when a person said that something is another kind.
pub(super) fn confirmed(bench: &Workbench, id: &str, form: &Form) -> Result<String, Trouble> {
    let here = format!("/put/{id}");
    let Some(drop) = held(&bench.shelf).get(id) else {
        let lines = vec!["もう一度、ファイルを入れてください。何も書いていません。".into()];
        return Ok(bench.tell("/put", told(false, "この入れかけのファイルは、もうありません。", lines)));
    };
    let settings = match settings(bench)? {
        Ok(settings) => settings,
        Err(why) => return Ok(bench.tell(&here, why)),
    };
    let chosen: Vec<String> = (0..drop.files.len()).map(|at| form.get(&format!("kind{at}")).to_owned()).collect();
    if chosen != drop.chosen {
        let asked = form.get("act") == "again";
        held(&bench.shelf).choose(id, chosen);
        return Ok(if asked {
            here
        } else {
            let lines = vec!["選び直した種類で読み直しました。確かめて、もう一度「入れる」を押してください。".into()];
            bench.tell(&here, told(false, "まだ入れていません。", lines))
        });
    }
    if form.get("act") == "again" {
        return Ok(here);
    }
    let all = arrivals(bench, &drop, &settings)?;
    let wanted: Vec<(&Arrival, &Offered)> = all
        .iter()
        .zip(&drop.files)
        .enumerate()
        .filter(|(at, (one, _))| form.get(&format!("take{at}")) == "1" && one.refusal.is_none() && one.kind.is_some())
        .map(|(_, pair)| pair)
        .collect();
    if wanted.is_empty() {
        let lines = vec!["入れるファイルの「入れる」に印を付けてください。".into()];
        return Ok(bench.tell(&here, told(false, "入れるものがありません。", lines)));
    }
    match write(bench, &wanted)? {
        Err(why) => Ok(bench.tell(&here, why)),
        Ok(done) => {
            held(&bench.shelf).take(id);
            Ok(bench.tell("/check", done))
        }
    }
}

type Result2 = Result<Told, Told>;

fn write(bench: &Workbench, wanted: &[(&Arrival, &Offered)]) -> Result<Result2, Trouble> {
    let root = bench.root();
    let Some(lock) = build::lock(&root)? else { return Ok(Err(busy())) };
    let Some(_fetching) = io::Lock::take(&root.join(".ouchi/fetch/lock"))? else { return Ok(Err(busy())) };
    let (mut changes, mut targets) = (Vec::new(), BTreeSet::new());
    for (one, file) in wanted.iter().filter(|(one, _)| one.kind.is_some_and(|kind| !kind.is_taken_in())) {
        let Some(to) = &one.to else { continue };
        if !targets.insert(to.to_lowercase()) {
            let title = format!("「{to}」になるファイルが2つあります。どちらかの印をはずしてください。");
            return Ok(Err(told(false, &title, vec![])));
        }
        for path in one.replaces.iter().filter(|path| *path != to) {
            changes.push(Change { path: path.clone(), bytes: None });
        }
        changes.push(Change { path: to.clone(), bytes: Some(file.bytes.clone()) });
    }
    // Two parts that replace one old file take it out once, and nobody takes out what another puts in.
    let written: BTreeSet<String> =
        changes.iter().filter(|one| one.bytes.is_some()).map(|one| one.path.clone()).collect();
    let mut seen = BTreeSet::new();
    changes.retain(|one| seen.insert(one.path.clone()) || one.bytes.is_some());
    changes.retain(|one| one.bytes.is_some() || !written.contains(&one.path));
    if let Some(open) = changes.iter().find(|one| io::is_open_elsewhere(&root.join(&one.path))) {
        let title = format!("「{}」は、Excel などで開かれています。閉じてから、もう一度押してください。", open.path);
        return Ok(Err(told(false, &title, vec!["まだ何も入れていません。".into()])));
    }
    let mut lines = Vec::new();
    let names: Vec<&str> = wanted.iter().map(|(one, _)| one.name.as_str()).collect();
    let title = format!("{}を入れた", shortened(&names));
    match steps::perform(&lock, &root, &title, &changes, io::now())? {
        Err(refused) => return Ok(Err(told(false, &refused.0, vec![]))),
        Ok(Some(step)) => {
            lines.extend(step.files.iter().map(|file| file.path.clone()));
            lines.push(if step.has_copies() {
                format!("前のファイルは {}/{} にとってあります。「元に戻す」で戻せます。", steps::FOLDER, step.id)
            } else {
                "新しく入れただけで、入れかわったものはありません。「元に戻す」で取り消せます。".to_owned()
            });
        }
        Ok(None) if changes.is_empty() => {}
        Ok(None) => lines.push("同じファイルがもう入っていたので、何も変えていません。".into()),
    }
    for (one, file) in wanted.iter().filter(|(one, _)| one.kind == Some(Kind::Review)) {
        lines.extend(taken_in(bench, &lock, &one.name, &file.bytes)?);
    }
    Ok(Ok(told(true, "入れました。見つかったことを確かめてください。", lines)))
}

/// Takes the answers of a workbook in, as a step of its own.
fn taken_in(bench: &Workbench, lock: &io::Lock, name: &str, bytes: &[u8]) -> Result<Vec<String>, Trouble> {
    let root = bench.root();
    let (filled, unclear) = match report::read_review(name, bytes) {
        Ok(read) => read,
        Err(found) => return Ok(vec![found.message.clone()]),
    };
    let replies: Vec<Reply> =
        filled.into_iter().map(|one| Reply { parties: one.parties, ruling: one.ruling, note: one.note }).collect();
    let mut kept = Kept::begin(&root, &format!("{name} の答えを取り込んだ"), io::now())?;
    kept.keep("geodata/decisions.csv")?;
    kept.hand_over(&[])?;
    let done = Review::answer_under(lock, &root, &replies, bench.day())?;
    kept.finish(&[])?;
    let mut lines = fatal(&done.diagnostics);
    lines.push(format!(
        "「{name}」の答えを取り込みました。新しい答え {}、変えた答え {}、取り消した答え {}、読めなかった行 {}。",
        done.new,
        done.changed.len(),
        done.undone,
        unclear.len()
    ));
    lines.extend(
        done.two_numbers
            .iter()
            .map(|names| format!("{names}: 公的な番号がちがう2つを、1つの施設にまとめます。番号が変わったのでなければ、答えを見なおしてください。")),
    );
    Ok(lines)
}

/// What forbids going on, in lines.
pub(super) fn fatal(found: &Diagnostics) -> Vec<String> {
    let line = |one: &&crate::diagnostic::Diagnostic| {
        let place = one.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        format!("{place}{}{}", one.message, one.help.clone().unwrap_or_default())
    };
    found.sorted().iter().filter(|one| one.fatal).map(line).collect()
}

pub(super) fn busy() -> Told {
    let lines =
        vec!["黒い画面や、ほかの人の ouchi が終わるのを待って、もう一度押してください。何もしていません。".into()];
    told(false, "別の ouchi がこのフォルダで作業しています。", lines)
}

fn shortened(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("「{one}」"),
        [one, ..] => format!("「{one}」ほか {} ", names.len() - 1),
    }
}
