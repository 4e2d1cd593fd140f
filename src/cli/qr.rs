//! `ouchi qr`: QR codes as files, and a sheet of them for posters and newsletters.

use super::Outcome;
use crate::diagnostic::Diagnostics;
use crate::io::{self, Trouble};
use crate::{picture, project};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// `ouchi qr` の指定。
#[derive(Debug, Args)]
pub(super) struct QrArguments {
    /// ページ（例: card/ や facility/◯◯◯◯.html）。無ければ、よく使うページ
    #[arg(value_name = "PAGE")]
    pages: Vec<String>,
    /// ouchi.toml のあるフォルダ
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// 作ったサイトのフォルダ（無ければ プロジェクトの dist）。ページがあるかどうかを確かめます
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// 書き出すフォルダ（無ければ プロジェクトの qr）
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Pages that posters and newsletters most often lead to.
const USUAL: [&str; 9] = [
    "index.html",
    "scene/daily/index.html",
    "scene/discharge/index.html",
    "scene/emergency/index.html",
    "scene/endoflife/index.html",
    "consult/index.html",
    "card/index.html",
    "events/index.html",
    "find/home-visit/index.html",
];

/// Writes the codes, then says where they are.
pub(super) fn run(arguments: &QrArguments) -> Outcome {
    match make(arguments) {
        Ok(outcome) => outcome,
        Err(trouble) => {
            eprintln!("続けられませんでした。{trouble}");
            Outcome::Failed
        }
    }
}

fn make(arguments: &QrArguments) -> Result<Outcome, Trouble> {
    let mut found = Diagnostics::new();
    let Some(project) = project::load(&arguments.project, &mut found)? else {
        for one in found.sorted() {
            println!("誤り[{}] {}", one.code, one.message);
        }
        return Ok(Outcome::Refused);
    };
    let settings = &project.settings.site;
    let Some(base) = settings.url.as_deref().map(|url| url.trim_end_matches('/')) else {
        println!("QRコードには、サイトの公開先のアドレスが要ります。");
        println!("ouchi.toml の [site] に url = \"https://…\" を書いて、もう一度実行してください。");
        return Ok(Outcome::Refused);
    };
    let site = arguments.site.clone().unwrap_or_else(|| arguments.project.join("dist"));
    let out = arguments.out.clone().unwrap_or_else(|| arguments.project.join("qr"));
    let asked: Vec<String> = if arguments.pages.is_empty() {
        USUAL.iter().map(|page| (*page).to_owned()).filter(|page| io::exists(&site.join(page))).collect()
    } else {
        arguments.pages.iter().map(|page| path_of(page, base)).collect()
    };
    let missing: Vec<&String> =
        asked.iter().filter(|page| !crate::output::is_safe(page) || !io::exists(&site.join(page))).collect();
    if asked.is_empty() || !missing.is_empty() {
        for page in missing {
            println!("「{page}」というページはありません。");
        }
        println!("先に ouchi build でサイトを作り、アドレスの書き方を確かめてください。何も書いていません。");
        return Ok(Outcome::Refused);
    }
    let mut sheet = String::new();
    for page in &asked {
        let address = format!("{base}/{}", page.strip_suffix("index.html").unwrap_or(page));
        let name = page.trim_end_matches("/index.html").trim_end_matches(".html").replace('/', "-");
        let (Some(svg), Some(png)) = (picture::qr(&address), picture::qr_png(&address)) else {
            println!("「{address}」は長すぎて、QRコードにできません。");
            return Ok(Outcome::Refused);
        };
        io::write_if_changed(&out.join(format!("{name}.svg")), svg.as_bytes())?;
        io::write_if_changed(&out.join(format!("{name}.png")), &png)?;
        println!("{}  {address}", out.join(format!("{name}.png")).display());
        let html = String::from_utf8_lossy(&io::read(&site.join(page))?).into_owned();
        let title =
            html.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).map_or("", |two| two.0);
        let title = title.strip_suffix(&format!(" — {}", settings.name)).unwrap_or(title);
        // The title comes from a page, where it is already escaped. In print an address breaks between its words.
        let lines = escaped(&address).replace('/', "/<wbr>");
        let _ = writeln!(sheet, "<li>{svg}<p class=\"name\">{title}</p><p class=\"address\">{lines}</p></li>");
    }
    let sheet = SHEET.replace("{{name}}", &escaped(&settings.name)).replace("{{codes}}", &sheet);
    io::write_if_changed(&out.join("sheet.html"), sheet.as_bytes())?;
    println!("\n{}つのページのQRコード（SVGとPNG）を書きました。", asked.len());
    println!("まとめて印刷するときは {} をブラウザで開いてください。", out.join("sheet.html").display());
    println!("配る前に、スマートフォンで読んで確かめてください。");
    Ok(Outcome::Done)
}

/// `card/`, `/card/`, `card/index.html` and the whole address all mean one page.
fn path_of(page: &str, base: &str) -> String {
    let page = page.strip_prefix(base).unwrap_or(page).trim_start_matches('/');
    match page {
        "" => "index.html".to_owned(),
        _ if page.ends_with('/') => format!("{page}index.html"),
        _ if page.ends_with(".html") => page.to_owned(),
        _ => format!("{page}/index.html"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Stands alone: it is opened from a folder and printed.
const SHEET: &str = "<!DOCTYPE html>
<html lang=\"ja\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>QRコード — {{name}}</title>
<style>
@page { size: A4; margin: 12mm; }
body { margin: 1rem; font-family: \"BIZ UDPGothic\", \"Hiragino Sans\", \"Noto Sans JP\", Meiryo, sans-serif; color: #000; background: #fff; }
h1 { font-size: 14pt; }
ul { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8mm 6mm; margin: 0; padding: 0; list-style: none; }
li { break-inside: avoid; text-align: center; border: .3mm dashed #999; padding: 4mm; }
svg { width: 40mm; height: 40mm; }
p { margin: 0; }
.name { font-size: 12pt; font-weight: 700; line-height: 1.4; word-break: auto-phrase; text-wrap: balance; }
.address { font-size: 7.5pt; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>{{name}} QRコード</h1>
<ul>
{{codes}}</ul>
</body>
</html>
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_be_named_in_any_usual_way() {
        for page in ["card", "card/", "/card/", "card/index.html", "https://a.example/o/card/"] {
            assert_eq!(path_of(page, "https://a.example/o"), "card/index.html", "{page}");
        }
        assert_eq!(path_of("https://a.example/o/", "https://a.example/o"), "index.html");
        assert_eq!(path_of("facility/abc.html", ""), "facility/abc.html");
    }
}
