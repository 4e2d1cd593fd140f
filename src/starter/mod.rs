//! The folder of a new municipality: commented settings, texts that name no other place, an invented list so that it
//! builds at once, and what git is to leave alone.

mod known;

pub use known::{Known, known};

use crate::settings::{Settings, parse, parse_toml};
use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use serde::Deserialize;

static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
const STARTER: &str = include_str!("starter.toml");
const SETTINGS: &str = include_str!("ouchi.toml");
const GEODATA: &str = include_str!("geodata.md");

/// Survey answers, decisions about facilities and findings stay out of a public repository.
const IGNORED: &str = "# 調査の答え、人が決めた記録、見つかったこと、入れかえる前のファイルは、公開の場所に入れません。\n\
    /geodata/survey/\n/geodata/decisions.csv\n/reports/\n/replaced/\n\n\
    # 作りなおせるもの\n/dist/\n/upload/\n/.ouchi/\n*.tmp\n~$*\n";

/// Who the new site is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// Six digits.
    pub code: String,
    /// 都道府県.
    pub prefecture: String,
    /// 市区町村.
    pub name: String,
    /// In hiragana.
    pub reading: String,
}

/// Why a folder cannot be made for a newcomer; plain Japanese.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(pub String);

/// The six-digit code of five or six digits.
///
/// # Errors
/// When it is none.
pub fn code(text: &str) -> Result<String, Unfit> {
    let text = crate::text::width::clean(text);
    let digit = text.get(..5).and_then(crate::check::municipality_digit);
    match (digit, text.len()) {
        (Some(digit), 5) => Ok(format!("{text}{digit}")),
        (Some(digit), 6) if text[5..] == digit.to_string() => Ok(text),
        (Some(digit), 6) => {
            Err(Unfit(format!("市区町村コード「{text}」の最後の数字が合いません（{}なら {digit}）。", &text[..5])))
        }
        _ => Err(Unfit(format!("市区町村コード「{text}」は、5けたか6けたの数字で書いてください。"))),
    }
}

/// Which texts ship, and how they are changed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Starter {
    pages: Vec<String>,
    drop: Vec<String>,
    word: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    old: String,
    new: String,
}

/// Every file of the new folder with its path, in order.
///
/// # Errors
/// When a name cannot stand in the settings.
pub fn files(newcomer: &Newcomer, today: Date) -> Result<Vec<(String, String)>, Unfit> {
    let own = [&newcomer.prefecture, &newcomer.name, &newcomer.reading];
    if own.iter().any(|text| text.trim().is_empty() || text.contains(['"', '\\', '{', '}']) || text.contains('\n')) {
        return Err(Unfit("都道府県・名前・読みは、記号のない1行で書いてください。".into()));
    }
    let starter: Starter = parse_toml("starter.toml", STARTER).map_err(|found| Unfit(found.message))?;
    let fill = |text: &str| filled(text, newcomer, today);
    let settings = fill(SETTINGS);
    let _: Settings = parse("ouchi.toml", &settings).map_err(|found| Unfit(found.message))?;
    let mut files = vec![
        (".gitignore".to_owned(), IGNORED.to_owned()),
        ("ouchi.toml".to_owned(), settings),
        ("geodata/README.md".to_owned(), fill(GEODATA)),
        ("geodata/withhold.csv".to_owned(), "id,field,reason,until\n".to_owned()),
        (
            "geodata/area/towns.csv".to_owned(),
            "町名,読み,圏域,緯度,経度,備考\n見本町,みほんちょう,,,,作りものの町です\n".to_owned(),
        ),
        (format!("geodata/list/{}_sample.csv", newcomer.code), fill(LIST)),
    ];
    for folder in ["kaigo", "navii", "bureau", "survey", "base"] {
        files.push((format!("geodata/{folder}/README.md"), "ここに置くものは ../README.md にあります。\n".to_owned()));
    }
    for page in &starter.pages {
        let text = CONTENT.get_file(page).and_then(|file| file.contents_utf8()).unwrap_or_default();
        files.push((format!("content/{page}"), adapted(text, &starter, newcomer, today)));
    }
    files.sort();
    Ok(files)
}

/// Invented facilities, plainly so.
const LIST: &str = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,医療機関の種類,住所,緯度,経度,電話番号,備考\r\n\
    {code},990001,{prefecture},{name},見本 すみれ診療所,ミホン スミレシンリョウジョ,診療所,{prefecture}{name}見本町1番1号,,,04-0000-0001,作りものの施設です\r\n\
    {code},990002,{prefecture},{name},見本 さくら歯科,ミホン サクラシカ,歯科診療所,{prefecture}{name}見本町1番2号,,,04-0000-0002,作りものの施設です\r\n\
    {code},990003,{prefecture},{name},見本 かえで薬局,ミホン カエデヤッキョク,薬局,{prefecture}{name}見本町1番3号,,,04-0000-0003,作りものの施設です\r\n";

fn filled(text: &str, newcomer: &Newcomer, today: Date) -> String {
    let short = newcomer.name.strip_suffix(['市', '区', '町', '村']).unwrap_or(&newcomer.name);
    [
        ("{code}", newcomer.code.as_str()),
        ("{prefecture}", &newcomer.prefecture),
        ("{name}", &newcomer.name),
        ("{short}", short),
        ("{reading}", &newcomer.reading),
        ("{number}", newcomer.code.get(..2).unwrap_or_default()),
        ("{today}", &today.to_string()),
        ("{place}", &place(&newcomer.code)),
        ("{neighbours}", &neighbours(&newcomer.code)),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (mark, value)| text.replace(mark, value))
}

/// The line of the settings that says roughly where the municipality lies.
fn place(code: &str) -> String {
    match known(code).and_then(|known| known.bounds) {
        Some([west, south, east, north]) => format!("bounds = [{west}, {south}, {east}, {north}]"),
        None => "# bounds = [139.0, 35.0, 139.1, 35.1]".into(),
    }
}

/// The line of the settings that names the neighbours, with their names for who reads it.
fn neighbours(code: &str) -> String {
    let neighbours = known(code).map(|known| known.neighbours).unwrap_or_default();
    if neighbours.is_empty() {
        return "# neighbours = [\"122084\"]".into();
    }
    let codes: Vec<String> = neighbours.iter().map(|code| format!("\"{code}\"")).collect();
    let names: Vec<String> = neighbours.iter().filter_map(|code| known(code)).map(|known| known.name).collect();
    format!("neighbours = [{}]\n# 順に {}", codes.join(", "), names.join("、"))
}

/// A text without what is about one municipality, in the newcomer's words.
fn adapted(text: &str, starter: &Starter, newcomer: &Newcomer, today: Date) -> String {
    let text = text.replace("\r\n", "\n");
    // Shortcodes have braces too, so only the new words are filled in.
    let said =
        starter.word.iter().fold(text, |text, word| text.replace(&word.old, &filled(&word.new, newcomer, today)));
    let about_one = |text: &str| starter.drop.iter().any(|mark| text.contains(mark.as_str()));
    let mut kept: Vec<String> = Vec::new();
    let mut skipping = 0;
    for block in said.split("\n\n") {
        let level = block.bytes().take_while(|byte| *byte == b'#').count();
        if level > 0 && (skipping == 0 || level <= skipping) {
            skipping = if about_one(block) { level } else { 0 };
        }
        if skipping > 0 {
            continue;
        }
        let is_list =
            block.lines().all(|line| line.starts_with("- ") || line.starts_with(' ') || line.starts_with('|'));
        if is_list || block.starts_with("+++") {
            let lines: Vec<&str> = block.lines().filter(|line| !about_one(line)).collect();
            if !lines.is_empty() {
                kept.push(lines.join("\n"));
            }
        } else if !about_one(block) {
            kept.push(block.to_owned());
        }
    }
    without_empty_sections(&kept)
}

/// Headings under which nothing is left are left out too.
fn without_empty_sections(blocks: &[String]) -> String {
    let level = |block: &str| block.bytes().take_while(|byte| *byte == b'#').count();
    let kept: Vec<&str> = blocks
        .iter()
        .enumerate()
        .filter(|(at, block)| {
            let own = level(block);
            let next = blocks.get(at + 1).map(|next| level(next.trim_start()));
            let bare = own > 0 && !block.trim_end().contains('\n');
            !(bare && next.is_none_or(|next| next > 0 && next <= own))
        })
        .map(|(_, block)| block.as_str())
        .collect();
    let mut text = kept.join("\n\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn codes_are_completed_and_checked() {
        assert_eq!(code("12217"), Ok("122173".into()));
        assert_eq!(code("１２２１７３"), Ok("122173".into()));
        assert!(code("122174").is_err_and(|unfit| unfit.0.contains("なら 3")));
        assert!(code("柏").is_err());
    }

    #[test]
    fn sections_about_one_place_are_left_out() {
        let starter = Starter {
            pages: vec![],
            drop: vec!["令和5年度".into()],
            word: vec![Word { old: "甲市".into(), new: "{name}".into() }],
        };
        let newcomer = Newcomer {
            code: "122173".into(),
            prefecture: "千葉県".into(),
            name: "乙市".into(),
            reading: "おつし".into(),
        };
        let text = "+++\ntitle = \"甲市\"\n+++\n\nよい段落。{{desks}}\n\n## 令和5年度の会\n\n消える。\n\n## 残る\n\n- 残る\n- 令和5年度\n\n## からになる\n\n令和5年度の話。\n";
        let out = adapted(text, &starter, &newcomer, date(2026, 11, 1));
        assert_eq!(out, "+++\ntitle = \"乙市\"\n+++\n\nよい段落。{{desks}}\n\n## 残る\n\n- 残る\n");
    }

    #[test]
    fn a_name_that_would_break_the_settings_is_refused() {
        let newcomer = Newcomer {
            code: "122173".into(),
            prefecture: "千葉県".into(),
            name: "乙\"市".into(),
            reading: "お".into(),
        };
        assert!(files(&newcomer, date(2026, 11, 1)).is_err());
    }
}
