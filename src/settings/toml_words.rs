//! What the TOML reader says, in plain Japanese, with what to do.

use super::nearest;

/// Beginnings of what the reader says of the form, with the reason and the remedy.
const FORM: &[(&[&str], &str, &str)] = &[
    (
        &["string values must be quoted"],
        "「=」のあとの文字が「\"」で囲まれていません。",
        "name = \"見本\" のように、半角の「\"」で前と後ろを囲んでください。",
    ),
    (
        &["invalid basic string", "invalid literal string", "missing opening quote"],
        "「\"」で始まった文字が、その行で終わっていません。",
        "文字の終わりに、半角の「\"」を書いてください。文字の中の「\"」は「\\\"」と書きます。",
    ),
    (
        &["invalid multi-line", "keys cannot be multi-line"],
        "「\"\"\"」で始まった文章が終わっていません。",
        "文章の終わりに、半角の「\"\"\"」を書いてください。",
    ),
    (
        &["missing escaped value", "too few unicode"],
        "「\\」のあとの書き方がちがいます。",
        "「\\」そのものを書くときは「\\\\」と2つ書いてください。フォルダの区切りには「/」を使えます。",
    ),
    (
        &["missing value", "invalid value"],
        "「=」のあとの値が読めません。",
        "文字は \"…\"、日付は 2026-12-01、数は 5、はい・いいえは true か false のように、半角で書いてください。",
    ),
    (
        &["key with no value", "missing assignment", "invalid key-value"],
        "「項目 = 値」の形になっていません。",
        "1行に1つ、name = \"見本\" のように書いてください。「=」と「\"」は半角です。説明の行は「#」で始めます。",
    ),
    (&["extra `=`", "extra assignment", "unexpected `=`"], "「=」が多すぎます。", "「=」は1行に1つにしてください。"),
    (
        &["invalid unquoted key", "unquoted keys cannot be empty", "missing key"],
        "項目の名前に、使えない文字があります。",
        "項目の名前は、半角の英小文字・数字・「_」・「-」で書いてください。全角の文字や空白が入っていないか見てください。",
    ),
    (
        &["unclosed array table", "unclosed table", "missing table open"],
        "見出しの「[」が閉じていません。",
        "[site] や [[area]] のように、開いた数だけ「]」で閉じてください。",
    ),
    (
        &["unclosed array", "missing array opening"],
        "並びの「[」が閉じていません。",
        "scenes = [\"daily\", \"discharge\"] のように、終わりに「]」を書いてください。",
    ),
    (
        &["unclosed inline table", "missing inline table", "invalid inline table"],
        "「{」が閉じていないか、中の書き方がちがいます。",
        "{ title = \"資料\", file = \"/a.pdf\" } のように書いてください。",
    ),
    (
        &["missing comma"],
        "並べたものの間に「,」がありません。",
        "[\"daily\", \"discharge\"] のように、半角の「,」で区切ってください。",
    ),
    (&["extra comma"], "「,」が多すぎます。", "余分な「,」を消してください。"),
    (
        &["unexpected key or value", "unexpected content", "invalid comment"],
        "値のあとに、読めないものがあります。",
        "1行に書けるのは1つです。続きは次の行に書くか、説明なら「#」を前に付けてください。",
    ),
    (&["carriage return"], "行の終わりの印がちがいます。", "メモ帳などで開き、保存し直してください。"),
    (
        &[
            "unexpected leading zero",
            "integer",
            "radix",
            "redundant",
            "`_` may only",
            "unexpected sign",
            "floating",
            "u64",
        ],
        "数の書き方がちがいます。",
        "数は 5 や 35.856 のように書きます。0から始まる番号や電話は \"04-7150-0000\" のように「\"」で囲んでください。",
    ),
    (&["recursion limit", "cannot recurse"], "かっこが重なりすぎています。", "かっこの数を減らしてください。"),
];

/// The reason and the remedy.
pub(super) fn in_japanese(message: &str) -> (String, String) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let unknown = quoted.first().copied().unwrap_or_default();
        let known = quoted.get(1..).unwrap_or_default();
        let what = if message.starts_with("unknown field") { "項目" } else { "値" };
        let help = nearest(unknown, known).map_or_else(
            || format!("使えるのは {} です。", known.join("、")),
            |near| format!("「{near}」ではありませんか。使えるのは {} です。", known.join("、")),
        );
        return (format!("「{unknown}」という{what}はありません。"), help);
    }
    if let Some(field) = message.strip_prefix("missing field").and(quoted.first()) {
        return (format!("「{field}」がありません。"), format!("`{field} = …` の行を足してください。"));
    }
    if message.starts_with("duplicate key") {
        return ("同じ項目が2回書かれています。".into(), "どちらか1つにしてください。".into());
    }
    if message.starts_with("invalid type") || message.starts_with("invalid value:") || message.starts_with("wanted") {
        let expected = message.split("expected ").nth(1).unwrap_or_default();
        return ("値の種類がちがいます。".into(), format!("ここには {} を書きます。", kind(expected)));
    }
    // Said in Japanese already, by a value that reads itself.
    if let Some(rest) = message.strip_prefix('「') {
        return match rest.split_once('。').filter(|(_, help)| !help.is_empty()) {
            Some((message, help)) => (format!("「{message}。"), help.to_owned()),
            None => (message.to_owned(), "書き方を直してください。".to_owned()),
        };
    }
    let of_time = ["date", "time", "year", "month", "day", "hour", "minute", "second"];
    if of_time.iter().any(|word| message.to_lowercase().contains(word)) {
        return (
            "日付か時刻として読めません。".into(),
            "日付は 2026-12-01、日時は 2026-12-01T09:00:00 のように、ある日と時刻を半角で書きます。".into(),
        );
    }
    let known = FORM.iter().find(|(begins, ..)| begins.iter().any(|begin| message.starts_with(begin)));
    known.map_or_else(
        || {
            (
                "書き方がTOMLの決まりとちがいます。".into(),
                "記号（= [ ] \"）が半角か、閉じ忘れがないか見てください。".into(),
            )
        },
        |(_, reason, remedy)| ((*reason).to_owned(), (*remedy).to_owned()),
    )
}

/// What a value should have been.
fn kind(expected: &str) -> &'static str {
    let begins = |words: &[&str]| words.iter().any(|word| expected.starts_with(word));
    if begins(&["a string", "string", "a borrowed string"]) {
        "\"…\" で囲んだ文字"
    } else if begins(&["a boolean"]) {
        "true か false"
    } else if begins(&["a sequence", "an array", "a tuple", "tuple"]) {
        "[ … ] で囲んだ並び"
    } else if begins(&["a map", "struct", "a table"]) {
        "表（[…] の下に項目を書く形）"
    } else if begins(&["a TOML datetime", "a date", "datetime"]) {
        "日付（2026-12-01 のように、「\"」で囲まずに書く）"
    } else if begins(&["u", "i", "f", "a nonzero", "a floating"]) {
        "数"
    } else {
        "別の種類の値"
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::parse_toml;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read into")]
    struct Any {
        name: Option<String>,
        count: Option<u32>,
        yes: Option<bool>,
        day: Option<toml::value::Datetime>,
        list: Option<Vec<String>>,
        inside: Option<Inside>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read into")]
    struct Inside {
        deep: f64,
    }

    /// Every slip of the pen that a person makes in Notepad, with what the answer must speak of.
    const SLIPS: &[(&str, &str)] = &[
        ("name = 見本", "囲ま"),
        ("name = \"見本", "終わりに"),
        ("name = ”見本”", "半角"),
        ("name ＝ \"見本\"", "半角"),
        ("name", "1行に1つ"),
        ("name =", "「=」のあと"),
        ("name = = \"見本\"", "「=」"),
        ("= \"見本\"", "項目の名前"),
        ("名前 = \"見本\"", "項目"),
        ("name = \"a\\見\"", "「\\」"),
        ("name = \"C:\\data\"", "「\\」"),
        ("name = \"\"\"見本", "「\"\"\"」"),
        ("name = '見本", "終わりに"),
        ("name = \"見本\" count = 1", "1行に書けるのは1つ"),
        ("name = \"a\"\nname = \"b\"", "2回"),
        ("count = 007", "0から始まる"),
        ("count = 4-7150", ""),
        ("count = 04-7150-0000", ""),
        ("count = ５", "半角"),
        ("count = \"5\"", "数"),
        ("count = -5", "数"),
        ("count = 99999999999999999999999", "数"),
        ("yes = はい", ""),
        ("yes = \"true\"", "true か false"),
        ("day = 2026-13-01", "日付は"),
        ("day = 2026-2-1", ""),
        ("day = 2026/02/01", ""),
        ("day = 2026-02-01T9:00", ""),
        ("day = \"2026-02-01\"", "日付"),
        ("list = \"a\"", "[ … ]"),
        ("list = [\"a\" \"b\"]", "「,」"),
        ("list = [\"a\", \"b\"", "「]」"),
        ("list = [\"a\", , \"b\"]", "「,」"),
        ("list = [1]", "囲んだ文字"),
        ("[inside", "「]」"),
        ("[[inside]", "「]」"),
        ("[inside]\ndeep = \"a\"", "数"),
        ("[inside]", "deep"),
        ("inside = { deep = 1", "「{」"),
        ("inside = 1", "表"),
        ("nmae = \"見本\"", "「name」ではありませんか"),
        ("name = \"a\"\rcount = 1", "保存し直し"),
        ("{\"name\": \"a\"}", ""),
        ("- name: a", ""),
        ("<html>", ""),
        ("　name = \"a\"", ""),
    ];

    /// Letters that stand in none of the marks around examples and names.
    fn foreign(text: &str) -> Vec<String> {
        let mut bare = String::new();
        let mut inside = None;
        for c in text.chars() {
            match (inside, c) {
                (None, '「') => inside = Some('」'),
                (None, '`') => inside = Some('`'),
                (Some(end), c) if c == end => inside = None,
                (None, c) => bare.push(c),
                _ => {}
            }
        }
        let example = |word: &&str| {
            ["name", "title", "file", "pdf", "site", "area", "scenes", "daily", "discharge", "true", "false", "TOML"]
                .contains(word)
        };
        let words = bare.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2 && !example(word));
        let known = ["name", "count", "yes", "day", "list", "inside", "deep"];
        words.filter(|word| !known.contains(word)).map(str::to_owned).collect()
    }

    #[test]
    fn every_slip_is_answered_in_japanese_with_line_reason_and_remedy() {
        let mut wrong = Vec::new();
        for (slip, speaks_of) in SLIPS {
            let Err(error) = parse_toml::<Any>("ouchi.toml", &format!("# 見本\n{slip}\n")) else {
                wrong.push(format!("{slip:?} passes"));
                continue;
            };
            let place = error.place.as_ref().map(ToString::to_string).unwrap_or_default();
            let help = error.help.clone().unwrap_or_default();
            let said = format!("{} {help}", error.message);
            if !place.starts_with("ouchi.toml ") || !place.contains("文字目") {
                wrong.push(format!("{slip:?}: no place: {place}"));
            }
            if !said.contains(speaks_of) || help.is_empty() || !foreign(&said).is_empty() {
                wrong.push(format!("{slip:?} ({speaks_of}): {said} {:?}", foreign(&said)));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_nobody_foresaw_is_answered_without_the_readers_words() {
        let (message, help) = super::in_japanese("some phrase of a later reader, expected `foo`");
        assert!(foreign(&format!("{message}{help}")).is_empty());
    }
}
