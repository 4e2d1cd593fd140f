//! What is shown. Nothing here changes a file.

mod ask;
mod found;

use super::put::{self, arrivals};
use super::session::held;
use super::{Told, Workbench, arrival::Arrival, deed, door, hand, kind::Kind, look, steps, tidy};
use crate::io::{self, Answer, Head, Trouble};
use crate::preview::refused;
use crate::report;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

pub(super) use ask::{decision_key, names_of, pair_key};

/// The six steps: address, name, what it is for.
const STEPS: [(&str, &str, &str); 6] = [
    ("/put", "入れる", "国や市の新しいファイル、調査の答えを入れます。"),
    ("/check", "確かめる", "どのファイルの、どのセルがおかしいかを見ます。"),
    ("/ask", "答える", "同じ施設かどうか、決められない組に答えます。"),
    ("/changes", "変わること", "前の公開から、何が変わるかを見ます。"),
    ("/look", "下見する", "できあがるサイトを、書く前に見ます。"),
    ("/hand", "渡す", "サーバーに置くものを作ります。"),
];

/// The page of an address.
pub(super) fn page(bench: &Arc<Workbench>, head: &Head, at: SocketAddr) -> Answer {
    let path = head.path();
    match path {
        "/workbench.css" => return Answer::new(200, "text/css; charset=utf-8", look::STYLE),
        "/workbench.js" => return Answer::new(200, "text/javascript; charset=utf-8", look::SCRIPT),
        "/favicon.ico" => return Answer::new(204, "text/plain; charset=utf-8", ""),
        _ => {}
    }
    let told = form_urlencoded::parse(head.query().as_bytes())
        .find(|(name, _)| name == "told")
        .and_then(|(_, id)| bench.was_told(&id));
    let has_project = io::exists(&bench.root().join("ouchi.toml"));
    let result = match path {
        "/" if !has_project => setup(bench, told),
        _ if !has_project => return redirect("/"),
        "/" => home(bench, told),
        "/put" => whole(bench, "put.html", 0, "入れる", told, json!({ "most": door::LARGEST_DROP >> 20 })),
        "/check" => found::check(bench, told),
        "/check/findings.xlsx" => return or_failed(bench, found::workbook(bench)),
        "/ask" => ask::ask(bench, head, told),
        "/changes" => found::changes(bench, told),
        "/changes/changes.html" | "/changes/changes.xlsx" => return or_failed(bench, found::changes_file(bench, path)),
        "/look" => shown(bench, head, at, told),
        "/hand" => handed(bench, told),
        _ => match (path.strip_prefix("/put/"), path.strip_prefix("/file/")) {
            (Some(id), _) => return or_failed(bench, dropped(bench, id, told)),
            (_, Some(name)) => return or_failed(bench, file(bench, name)),
            _ => return refused(404, "ありません。"),
        },
    };
    or_failed(bench, result)
}

fn redirect(place: &str) -> Answer {
    Answer::new(303, "text/plain; charset=utf-8", "").with("location", place)
}

/// The page; or one that says why the machine could not make it.
fn or_failed(bench: &Workbench, result: Result<Answer, Trouble>) -> Answer {
    result.unwrap_or_else(|trouble| {
        let told = deed::failed(&trouble);
        let view = json!({ "title": "できませんでした", "words": Value::Null });
        whole(bench, "words.html", usize::MAX, "できませんでした", Some(told), view)
            .unwrap_or_else(|trouble| Answer::new(500, "text/plain; charset=utf-8", trouble.to_string()))
    })
}

/// A whole page: the frame with its steps, what was told, what can be taken back, and `view`.
fn whole(
    bench: &Workbench,
    template: &str,
    step: usize,
    title: &str,
    told: Option<Told>,
    view: Value,
) -> Result<Answer, Trouble> {
    let root = bench.root();
    let all = steps::all(&root)?;
    let last = match steps::last(&all) {
        Some(last) => json!({
            "title": last.title, "at": spoken(last), "id": last.id, "cut": last.state == steps::State::Begun,
            "ticket": bench.session.ticket()?,
        }),
        None => Value::Null,
    };
    let nav: Vec<Value> = STEPS
        .iter()
        .enumerate()
        .map(|(at, (href, name, what))| {
            json!({ "number": at + 1, "href": href, "name": name, "what": what, "here": at == step })
        })
        .collect();
    let page = json!({
        "title": title,
        "folder": root.display().to_string(),
        "steps": nav,
        "told": told,
        "last": last,
        "ticket": bench.session.ticket()?,
        "end": bench.session.ticket()?,
        "has_project": io::exists(&root.join("ouchi.toml")),
        "view": view,
    });
    Ok(match bench.look.render(template, &page) {
        Ok(html) => Answer::new(200, "text/html; charset=utf-8", html),
        Err(why) => Answer::new(500, "text/plain; charset=utf-8", format!("画面が作れませんでした。{why}")),
    })
}

/// When a step was done, as one says it.
fn spoken(step: &steps::Step) -> String {
    step.at.strftime("%-m月%-d日 %-H時%M分").to_string()
}

/// The last page: the work is ended.
pub(super) fn goodbye(bench: &Workbench) -> Answer {
    let view = json!({ "title": "終わりました", "words": "この画面は閉じてかまいません。もう一度始めるときは、ouchi を開きます。" });
    let page = json!({ "title": "終わりました", "folder": "", "steps": [], "told": Value::Null, "last": Value::Null,
        "has_project": false, "view": view });
    match bench.look.render("words.html", &page) {
        Ok(html) => Answer::new(200, "text/html; charset=utf-8", html),
        Err(why) => Answer::new(500, "text/plain; charset=utf-8", why),
    }
}

fn home(bench: &Workbench, told: Option<Told>) -> Result<Answer, Trouble> {
    let root = bench.root();
    let done: Vec<Value> = steps::all(&root)?
        .iter()
        .take(20)
        .map(|step| {
            json!({ "title": step.title, "at": spoken(step), "undone": step.state == steps::State::Undone,
                "folder": format!("{}/{}", steps::FOLDER, step.id) })
        })
        .collect();
    let copies = match tidy::kept(&root)? {
        Some(copies) => {
            json!({ "steps": copies.steps, "size": tidy::size(copies.bytes), "since": copies.since.to_string(),
            "months": tidy::MONTHS, "ticket": bench.session.ticket()? })
        }
        None => Value::Null,
    };
    let view = json!({ "done": done, "kept": steps::FOLDER, "copies": copies });
    whole(bench, "home.html", usize::MAX, "おうちマップの作業台", told, view)
}

/// Before there is a project: how to get one.
fn setup(bench: &Workbench, told: Option<Told>) -> Result<Answer, Trouble> {
    let view = json!({ "projects": projects(&bench.root())?, "open": bench.session.ticket()? });
    whole(bench, "new.html", usize::MAX, "はじめに", told, view)
}

/// Folders right below one that hold a project.
pub(super) fn projects(folder: &Path) -> Result<Vec<String>, Trouble> {
    let mut names = Vec::new();
    for path in io::folders(folder)? {
        if let Some(name) = path.file_name().and_then(|name| name.to_str())
            && io::exists(&path.join("ouchi.toml"))
        {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// What was dropped: what each is, and where it would go.
fn dropped(bench: &Workbench, id: &str, told: Option<Told>) -> Result<Answer, Trouble> {
    let Some(drop) = held(&bench.shelf).get(id) else {
        let why = vec!["もう一度、ファイルを入れてください。何も書いていません。".to_owned()];
        let told = told.or_else(|| Some(put::told(false, "入れかけのファイルは、もうありません。", why)));
        return whole(bench, "put.html", 0, "入れる", told, json!({ "most": door::LARGEST_DROP >> 20 }));
    };
    let settings = match put::settings(bench)? {
        Ok(settings) => settings,
        Err(why) => {
            let view = json!({ "most": door::LARGEST_DROP >> 20 });
            return whole(bench, "put.html", 0, "入れる", Some(why), view);
        }
    };
    let all = arrivals(bench, &drop, &settings)?;
    let kinds: Vec<(String, String)> =
        Kind::every(&settings).into_iter().map(|kind| (kind.word(), kind.title(&settings))).collect();
    let files: Vec<Value> = all.iter().zip(&drop.chosen).map(|(one, chosen)| arrived(one, chosen, &settings)).collect();
    let ready = all.iter().filter(|one| one.kind.is_some() && one.refusal.is_none() && !one.is_same).count();
    let view = json!({ "id": id, "files": files, "kinds": kinds, "notes": drop.notes, "ready": ready,
        "kept": steps::FOLDER });
    whole(bench, "arrivals.html", 0, "入れる前に確かめる", told, view)
}

fn arrived(one: &Arrival, chosen: &str, settings: &crate::settings::Settings) -> Value {
    let findings: Vec<Value> = one.findings.iter().map(found::line).collect();
    let counts = !matches!(one.kind, Some(Kind::Findings | Kind::Base) | None);
    // Fewer than four fifths of what was there: most often a wrong file.
    let fewer = one.used_before.filter(|before| one.used * 5 < before * 4);
    let older = one.told_before.filter(|before| one.told.is_some_and(|told| told < *before));
    json!({
        "older": older.map(|day| day.to_string()), "doubtful": older.is_some() || fewer.is_some(),
        "name": one.name, "chosen": chosen, "kind": one.kind.map(|kind| kind.title(settings)),
        "rows": one.rows, "used": one.used, "before": one.used_before, "counts": counts,
        "none": counts && one.used == 0 && one.refusal.is_none() && !matches!(one.kind, Some(Kind::Withhold | Kind::Decisions | Kind::Review)),
        "fewer": fewer, "told": one.told.map(|day| day.to_string()), "set": one.set.map(|day| day.to_string()),
        "dated": matches!(one.kind, Some(Kind::Kaigo | Kind::Navii | Kind::Bureau | Kind::List | Kind::Area | Kind::Survey(_))),
        "to": one.to, "replaces": one.replaces, "same": one.is_same, "findings": findings, "more": one.more,
        "refusal": one.refusal, "taken_in": one.kind.is_some_and(Kind::is_taken_in),
        "ready": one.kind.is_some() && one.refusal.is_none(), "draws": one.draws,
    })
}

/// The preview stands at another port of the name by which this page was asked for.
fn shown(bench: &Arc<Workbench>, head: &Head, at: SocketAddr, told: Option<Told>) -> Result<Answer, Trouble> {
    let port = bench.preview(at.port())?;
    let host = head.header("host").and_then(|host| host.rsplit_once(':')).map_or("127.0.0.1", |(name, _)| name);
    let view = json!({ "title": "下見する", "words": Value::Null, "site": format!("http://{host}:{port}/") });
    whole(bench, "words.html", 4, "下見する", told, view)
}

fn handed(bench: &Workbench, told: Option<Told>) -> Result<Answer, Trouble> {
    let report = bench.report()?;
    let (entries, _) = io::list(&bench.root().join("upload"))?;
    let files: Vec<Value> = entries
        .iter()
        .filter(|entry| !entry.name.contains('/'))
        .map(|entry| {
            let size = tidy::size(entry.size);
            json!({ "name": entry.name, "words": hand::words(&entry.name), "size": size, "href": href(&entry.name) })
        })
        .collect();
    let view = json!({
        "fatal": put::fatal(&report.diagnostics), "over": hand::over(&report), "files": files,
        "facilities": report.facilities.public, "found": found::counts(&report.diagnostics),
        "since": report.changes.as_ref().map(|changes| changes.since.on.to_string()), "build": bench.session.ticket()?,
    });
    whole(bench, "hand.html", 5, "渡す", told, view)
}

fn href(name: &str) -> String {
    format!("/file/{}", percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC))
}

/// A file of `upload/`: one that is listed there, and by its own name alone.
fn file(bench: &Workbench, name: &str) -> Result<Answer, Trouble> {
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    let (entries, _) = io::list(&bench.root().join("upload"))?;
    let Some(entry) = entries.into_iter().find(|entry| entry.name == name && !entry.name.contains('/')) else {
        return Ok(refused(404, "このファイルは、もうありません。"));
    };
    Ok(attached("application/octet-stream", &entry.name, io::read(&entry.path)?))
}

/// A file to be saved, never shown: it is not a page of ours.
fn attached(kind: &str, name: &str, bytes: Vec<u8>) -> Answer {
    let name = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    Answer::new(200, kind, bytes).with("content-disposition", format!("attachment; filename*=UTF-8''{name}"))
}

/// The report's workbook in the folder that staff know, when it is there.
fn last_workbook(root: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    io::read_if_there(&root.join(report::REPORTS).join("確認事項.xlsx"))
}
