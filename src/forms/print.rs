//! Sheets as a page to print: for those who answer on paper.

use super::sheet::{Asked, Sheet};
use std::fmt::Write;

/// The look of a printed page; it stands in the file, so that one file is enough.
pub(super) const STYLE: &str = "body{font:11pt/1.5 sans-serif;color:#111;max-width:48rem;margin:1rem auto;padding:0 1rem}h1{font-size:14pt}h2{font-size:12pt;border-left:5px solid #1d5138;padding-left:.5rem}h1,h2,h3{break-after:avoid;margin:.8rem 0 .3rem}p{margin:.4rem 0}table{border-collapse:collapse;width:100%;margin-top:.3rem}th,td{border:1px solid #777;padding:.15rem .4rem;text-align:left;vertical-align:top}tr{break-inside:avoid}table{break-inside:avoid}.sheet table{font-size:9.5pt;break-inside:auto}td.known{color:#555;font-size:8pt;width:1%;white-space:nowrap}td.answer{width:52%;height:1.8em}td.answer span{white-space:nowrap}svg{max-width:24rem;height:auto;break-inside:avoid;break-after:avoid}section.sheet{break-after:page}@page{size:A4;margin:12mm}";

/// One HTML file of all sheets, each on its own pages.
pub fn html(sheets: &[Sheet]) -> String {
    let mut out = begin("確認票");
    for sheet in sheets {
        let _ = write!(out, "<section class=\"sheet\"><h1>{}　御中</h1>", escape(&sheet.name));
        for words in &sheet.words {
            let _ = write!(out, "<p>{}</p>", escape(words));
        }
        for (title, lines) in &sheet.blocks {
            let _ = write!(out, "<h2>{}</h2><table>", escape(title));
            for line in lines {
                let choices = match &line.asked {
                    Asked::OneOf(words) => boxes(words),
                    Asked::Tick => boxes(&["できる", "要相談"]),
                    Asked::Number | Asked::Words | Asked::Shown => String::new(),
                };
                let before = match (&line.asked, line.answer.is_empty()) {
                    (Asked::Shown | Asked::Words, _) | (_, true) => line.answer.clone(),
                    _ => format!("前の答え: {}", line.answer),
                };
                let _ = write!(
                    out,
                    "<tr><td class=\"known\">{}</td><th scope=\"row\">{}</th><td class=\"answer\">{}{}{choices}</td></tr>",
                    escape(&line.known),
                    escape(&line.label),
                    escape(&before),
                    match line.asked {
                        _ if before.is_empty() || choices.is_empty() => "",
                        Asked::Tick => "　",
                        _ => "<br>",
                    }
                );
            }
            out.push_str("</table>");
        }
        out.push_str("</section>\n");
    }
    out.push_str("</body></html>\n");
    out
}

/// Words with a box to tick before each, never broken over two lines.
fn boxes(words: &[&str]) -> String {
    words.iter().map(|word| format!("<span>□{}</span>　", escape(word))).collect()
}

pub(super) fn begin(title: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>{}</title><style>{STYLE}</style></head><body>\n",
        escape(title)
    )
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
