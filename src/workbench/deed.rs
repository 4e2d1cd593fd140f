//! What changes something: every deed ends on a page that says what came of it. What the machine refuses is said too.

use super::form::Form;
use super::put::{self, busy, fatal, told};
use super::steps::{self, Kept};
use super::{Told, Workbench, hand, held, page, tidy};
use crate::build::{self, Reply, Review};
use crate::io::{self, Trouble};
use crate::model::Ruling;
use crate::starter::{self, Newcomer, Unfit};

/// Does what was asked; the page that tells. `None`: nothing of this address.
pub(super) fn deed(bench: &Workbench, path: &str, form: Form) -> Option<String> {
    let (back, result) = match path {
        "/put" => ("/put", put::dropped(bench, form)),
        "/ask" => ("/ask", answer(bench, &form)),
        "/ask/undo" => ("/ask", take_back(bench, &form)),
        "/hand" => ("/hand", hand::publish(bench, &form)),
        "/hand/site" => ("/hand", hand::build(bench)),
        "/undo" => ("/", undo(bench, &form)),
        "/tidy" => ("/", tidy::tidy(bench, &form)),
        "/new" => ("/", new(bench, &form)),
        "/open" => ("/", open(bench, &form)),
        _ => {
            let id = path.strip_prefix("/put/")?;
            ("/put", put::confirmed(bench, id, &form))
        }
    };
    Some(result.unwrap_or_else(|trouble| bench.tell(back, failed(&trouble))))
}

/// The machine failed: what, and what to do.
pub(super) fn failed(trouble: &Trouble) -> Told {
    let lines = vec![
        "ディスクの空きと、フォルダに書き込めるかを確かめてください。ファイルを Excel で開いていたら閉じてください。"
            .into(),
        "途中まで書いたものがあるときは、「元に戻す」で前に戻せます。".into(),
    ];
    told(false, &format!("できませんでした。{trouble}"), lines)
}

/// Keeps the answer to one pair.
fn answer(bench: &Workbench, form: &Form) -> Result<String, Trouble> {
    let root = bench.root();
    let Some(ruling) = Ruling::ALL.into_iter().find(|ruling| ruling.word() == form.get("ruling")) else {
        return Ok(bench.tell("/ask", told(false, "答えを選んでください。何も書いていません。", vec![])));
    };
    let Some(lock) = build::lock(&root)? else { return Ok(bench.tell("/ask", busy())) };
    let review = Review::open(&root, bench.day())?;
    if review.diagnostics.is_fatal() {
        return Ok(bench.tell("/ask", told(false, "いまのデータでは、答えられません。", fatal(&review.diagnostics))));
    }
    // By the facts that were shown: when one changed meanwhile, it is another question.
    let Some(question) = review.questions.iter().find(|one| page::pair_key(one) == form.get("pair")) else {
        let lines = vec!["データか答えが、そのあいだに変わりました。いまの組を見て、答えてください。".into()];
        return Ok(bench.tell("/ask", told(false, "この組は、もうありません。何も書いていません。", lines)));
    };
    let names = |at: usize| {
        let side = &question.sides[at];
        side.facts.get(crate::model::Fact::Name).unwrap_or(&side.reference).to_owned()
    };
    let title = format!("「{}」と「{}」を「{}」と答えた", names(0), names(1), ruling.word());
    let reply = Reply::to(question, ruling, form.get("note").trim());
    keep(bench, &lock, &title, &reply)
}

/// Takes an answer back: the pair is asked about again.
fn take_back(bench: &Workbench, form: &Form) -> Result<String, Trouble> {
    let root = bench.root();
    let Some(lock) = build::lock(&root)? else { return Ok(bench.tell("/ask", busy())) };
    let review = Review::open(&root, bench.day())?;
    let Some(past) = review.past.iter().find(|past| page::decision_key(&past.decision) == form.get("pair")) else {
        return Ok(bench.tell("/ask", told(false, "この答えは、もうありません。", vec![])));
    };
    let title = format!("{}の答えを取り消した", page::names_of(&past.decision));
    keep(bench, &lock, &title, &Reply::undo(&past.decision))
}

fn keep(bench: &Workbench, lock: &io::Lock, title: &str, reply: &Reply) -> Result<String, Trouble> {
    let root = bench.root();
    let mut kept = Kept::begin(&root, title, io::now())?;
    kept.keep("geodata/decisions.csv")?;
    kept.hand_over(&[])?;
    let done = match Review::answer_under(lock, &root, std::slice::from_ref(reply), bench.day()) {
        Ok(done) => done,
        Err(trouble) => {
            kept.forget()?;
            return Err(trouble);
        }
    };
    kept.finish(&[])?;
    if done.diagnostics.is_fatal() {
        return Ok(bench.tell("/ask", told(false, "書けませんでした。", fatal(&done.diagnostics))));
    }
    let two = |names: &String| {
        format!(
            "{names}: 公的な番号がちがう2つを、1つの施設にまとめます。番号が変わったのでなければ、「元に戻す」で戻してください。"
        )
    };
    let lines = done.two_numbers.iter().map(two).collect();
    Ok(bench.tell("/ask", told(true, &format!("{title}と書きました。"), lines)))
}

/// Takes the last step back.
fn undo(bench: &Workbench, form: &Form) -> Result<String, Trouble> {
    let root = bench.root();
    let Some(lock) = build::lock(&root)? else { return Ok(bench.tell("/", busy())) };
    Ok(match steps::undo(&lock, &root, form.get("step"))? {
        Ok(step) => {
            let lines = step.files.iter().map(|file| file.path.clone()).collect();
            bench.tell("/", told(true, &format!("元に戻しました: {}", step.title), lines))
        }
        Err(refused) => bench.tell("/", told(false, "元に戻していません。", vec![refused.0])),
    })
}

/// Makes a municipality's folder in the one in which the program was started, and opens it.
fn new(bench: &Workbench, form: &Form) -> Result<String, Trouble> {
    let root = bench.root();
    if io::exists(&root.join("ouchi.toml")) {
        return Ok("/".into());
    }
    let made = newcomer(form).and_then(|newcomer| Ok((starter::files(&newcomer, bench.day())?, newcomer)));
    let (files, newcomer) = match made {
        Ok(made) => made,
        Err(unfit) => return Ok(bench.tell("/", told(false, &unfit.0, vec![]))),
    };
    let name = format!("おうちマップ_{}", newcomer.name);
    if super::name::refusal(&name).is_some() || io::exists(&root.join(&name)) {
        let title = format!("「{name}」という名前のフォルダは作れません。もうあるときは、下から選んで開いてください。");
        return Ok(bench.tell("/", told(false, &title, vec![])));
    }
    let folder = root.join(&name);
    for (path, text) in &files {
        io::write_if_changed(&folder.join(path), text.as_bytes())?;
    }
    *held(&bench.folder) = folder.clone();
    let lines = vec![
        format!("場所: {}", folder.display()),
        "はじめは、作りものの施設が3つ入っています。まず「5 下見する」で見てください。".into(),
        "圏域・相談窓口・急なときの電話は、ouchi.toml に書きます（メモ帳で開けます）。".into(),
    ];
    Ok(bench
        .tell("/", told(true, &format!("{}{} のフォルダを作りました。", newcomer.prefecture, newcomer.name), lines)))
}

fn newcomer(form: &Form) -> Result<Newcomer, Unfit> {
    let code = starter::code(form.get("code"))?;
    let known = starter::known(&code);
    let given = |field: &str, what: &str, known: Option<&String>| -> Result<String, Unfit> {
        let said = form.get(field).trim();
        match (said.is_empty(), known) {
            (false, _) => Ok(said.to_owned()),
            (true, Some(known)) => Ok(known.clone()),
            (true, None) => Err(Unfit(format!("{what}を書いてください。"))),
        }
    };
    Ok(Newcomer {
        prefecture: given("prefecture", "都道府県の名前", known.as_ref().map(|known| &known.prefecture))?,
        name: given("name", "市区町村の名前", known.as_ref().map(|known| &known.name))?,
        reading: given("reading", "市区町村の名前の読み（ひらがな）", None)?,
        code,
    })
}

/// Opens a project that lies in the folder in which the program was started.
fn open(bench: &Workbench, form: &Form) -> Result<String, Trouble> {
    let found = page::projects(&bench.root())?;
    let Some(name) = found.iter().find(|name| *name == form.get("project")) else {
        return Ok(bench.tell("/", told(false, "このフォルダは、もうありません。", vec![])));
    };
    let folder = bench.root().join(name);
    *held(&bench.folder) = folder;
    Ok("/".into())
}
