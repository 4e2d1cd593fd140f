//! `ouchi new DIR`.

use super::{Outcome, failed};
use crate::io;
use crate::starter::{self, Newcomer, Unfit};
use clap::Args;
use jiff::civil::Date;
use std::io::{BufRead, Write};
use std::path::PathBuf;

/// `ouchi new` の指定。書かなかったものは聞きます。
#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// 作るフォルダ
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// 市区町村コード（5けたか6けた）
    #[arg(long)]
    code: Option<String>,
    /// 都道府県の名前
    #[arg(long)]
    prefecture: Option<String>,
    /// 市区町村の名前
    #[arg(long)]
    name: Option<String>,
    /// 市区町村の名前の読み（ひらがな）
    #[arg(long)]
    reading: Option<String>,
    /// いつの日付で作るか（無ければ今日）
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
}

/// Asks what was not said, and writes the folder.
pub(super) fn run(arguments: &NewArguments) -> Outcome {
    let folder = &arguments.folder;
    let taken = match io::list(folder) {
        Ok((files, _)) => !files.is_empty() || (io::exists(folder) && !io::is_folder(folder)),
        Err(trouble) => return failed(&trouble),
    };
    if taken || io::exists(&folder.join("ouchi.toml")) {
        eprintln!("「{}」にはもう何かがあります。別の名前のフォルダを指定してください。", folder.display());
        return Outcome::Refused;
    }
    let written = newcomer(arguments).and_then(|newcomer| {
        let files = starter::files(&newcomer, arguments.as_of.unwrap_or_else(io::today))?;
        Ok((newcomer, files))
    });
    let (newcomer, files) = match written {
        Ok(made) => made,
        Err(unfit) => {
            eprintln!("{unfit}");
            return Outcome::Refused;
        }
    };
    for (path, text) in &files {
        if let Err(trouble) = io::write_if_changed(&folder.join(path), text.as_bytes()) {
            return failed(&trouble);
        }
    }
    let shown = folder.display();
    let word = quoted(&shown.to_string());
    println!("{}{} のフォルダを作りました: {shown}", newcomer.prefecture, newcomer.name);
    println!("\n次にすること");
    println!("  1. ouchi build --project {word} で作り、{shown}/dist/index.html を見てください（見本のデータです）。");
    println!("  2. ouchi fetch --project {word} で、国などの公式データを取り込んでください。");
    println!("     インターネットにつながらないときは、{shown}/geodata/README.md のとおりに置いてください。");
    println!("  3. {shown}/ouchi.toml の圏域・相談窓口・急なときの電話を書いてください。");
    Outcome::Done
}

fn newcomer(arguments: &NewArguments) -> Result<Newcomer, Unfit> {
    let code = starter::code(&given(&arguments.code, "--code", "市区町村コード（例: 122173）", None)?)?;
    let known = starter::known(&code);
    let prefecture = given(
        &arguments.prefecture,
        "--prefecture",
        "都道府県の名前",
        known.as_ref().map(|known| known.prefecture.as_str()),
    )?;
    let name = given(&arguments.name, "--name", "市区町村の名前", known.as_ref().map(|known| known.name.as_str()))?;
    let reading = given(&arguments.reading, "--reading", "読み（ひらがな）", None)?;
    Ok(Newcomer { code, prefecture, name, reading })
}

/// A name as it is typed on the command line: one with a space between quotation marks.
fn quoted(name: &str) -> String {
    if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name.to_owned() }
}

/// What was said, what is known, or the answer to a question.
fn given(said: &Option<String>, flag: &str, question: &str, known: Option<&str>) -> Result<String, Unfit> {
    if let Some(said) = said.as_deref().or(known) {
        return Ok(said.trim().to_owned());
    }
    eprint!("{question}: ");
    let _ = std::io::stderr().flush();
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line).unwrap_or_default();
    let answer = line.trim();
    if read == 0 || answer.is_empty() {
        eprintln!();
        return Err(Unfit(format!("{question}がわかりません。{flag} で書いてください。")));
    }
    Ok(answer.to_owned())
}
