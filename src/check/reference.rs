//! The page of all codes, made from the code.

use super::entries;
use crate::diagnostic::{MACHINE_RULES, Severity, machine_rule};
use std::fmt::Write;

/// `docs/findings.md`: a table of all codes, then each with what is checked, why it matters, an example, how to mend it.
pub fn reference() -> String {
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _ = page(&mut out);
    out
}

fn page(out: &mut String) -> std::fmt::Result {
    let all = entries();
    out.push_str(
        "# 見つかったことの一覧\n\nこのページはプログラムから作られています（`ouchi explain コード` と同じ内容です）。\n\n\
         | 重さ | 意味 |\n|---|---|\n\
         | 誤り | ページが読む人をまちがえさせるか、ファイルが決まった形でない |\n\
         | 注意 | 見て確かめるもの。載っている内容は正しい |\n\
         | 参考 | 知っておくとよいこと。直さなくてもよい |\n\n\
         見つかったことは、コードごとに200件まで一覧に出し、それより多い分は数えます。\n",
    );
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        write!(out, "\n## {}\n\n| コード | 何を調べるか |\n|---|---|\n", severity.word())?;
        for entry in all.iter().filter(|entry| entry.severity == severity) {
            writeln!(out, "| [`{0}`](#{0}) | {1} |", entry.code, cell(entry.checks))?;
        }
    }
    out.push_str("\n## コードごとの説明\n");
    for entry in &all {
        write!(
            out,
            "\n### {}\n\n{}。{}\n\n- なぜ困るか: {}\n- 例: {}\n- 直し方: {}\n",
            entry.code,
            entry.severity.word(),
            text(entry.checks),
            text(entry.why),
            text(entry.example),
            text(entry.mend)
        )?;
        if let Some(rule) = entry.machine {
            writeln!(
                out,
                "- 行政データの機械可読性に関するルール: {rule}「{}」",
                machine_rule(rule).unwrap_or_default()
            )?;
        }
    }
    out.push_str(
        "\n## 行政データの機械可読性に関するルールとの対応\n\n\
         番号と名前は、デジタル庁が公開している一覧（2026年3月31日決定のルール）のものです。\n\n\
         | 番号 | ルール | コード |\n|---|---|---|\n",
    );
    for (rule, name) in MACHINE_RULES {
        let codes: Vec<String> = all
            .iter()
            .filter(|entry| entry.machine == Some(rule))
            .map(|entry| format!("[`{0}`](#{0})", entry.code))
            .collect();
        writeln!(out, "| {rule} | {name} | {} |", codes.join(" "))?;
    }
    Ok(())
}

/// What Markdown would take for a mark, as it is meant.
fn text(words: &str) -> String {
    words.replace('<', "&lt;").replace("[[", "\\[\\[").replace("#REF!", "\\#REF!")
}

fn cell(words: &str) -> String {
    text(words).replace('|', "\\|")
}
