//! Names of files that somebody brings: none of them may be a path, or another name than it looks like.

/// Characters of the longest name.
const LONGEST: usize = 120;
/// Names that Windows keeps for devices, whatever stands behind their first dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Why a name is not taken, in words for staff; nothing when it is plain.
pub(super) fn refusal(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |start: &str| {
        stem.strip_prefix(start).is_some_and(|rest| rest.chars().count() == 1 && !rest.starts_with(char::is_alphabetic))
    };
    if name.is_empty() {
        Some("名前がありません。")
    } else if name.chars().count() > LONGEST || name.len() > 2 * LONGEST {
        Some("名前が長すぎます。短くしてください。")
    } else if name.contains(['/', '\\', ':']) || name == ".." {
        Some("名前に、フォルダを表す文字（/ \\ :）があります。ファイルだけを選んでください。")
    } else if name.contains(['*', '?', '"', '<', '>', '|']) || name.chars().any(odd) {
        Some("名前に、使えない文字か見えない文字があります。名前を付け直してください。")
    } else if name.starts_with(['.', ' ']) || name.starts_with("~$") || name.ends_with(['.', ' ']) {
        Some("名前の初めか終わりに、点か空白か「~$」があります。名前を付け直してください。")
    } else if DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt") {
        Some("この名前は、Windows が別のことに使っています。名前を付け直してください。")
    } else {
        None
    }
}

/// Control characters, and those that turn the direction of writing or are not seen.
fn odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_pass() {
        for good in [
            "jigyosho_110.csv",
            "12届出受理医療機関名簿（医科）千葉r0710.xlsx",
            "調査 票 (1).xlsx",
            "console.csv",
            "com.csv",
        ] {
            assert_eq!(refusal(good), None, "{good}");
        }
    }

    #[test]
    fn what_could_lead_elsewhere_does_not() {
        let long = "あ".repeat(121);
        for bad in [
            "",
            ".",
            "..",
            "../a.csv",
            "a/b.csv",
            "..\\a.csv",
            "C:\\a.csv",
            "c:a.csv",
            "a.csv:stream",
            "/etc/passwd",
            "a\0.csv",
            "a\n.csv",
            ".htaccess",
            "~$a.xlsx",
            "a.csv.",
            "a.csv ",
            " a.csv",
            "CON",
            "con.csv",
            "NUL.txt",
            "Com1.csv",
            "lpt9",
            "com¹.csv",
            "a\u{202e}vsc.exe",
            "a\u{200f}.csv",
            "a\u{200b}.csv",
            "a\u{2066}.csv",
            "\u{feff}a.csv",
            "a?.csv",
            "a|b.csv",
            &long,
        ] {
            assert!(refusal(bad).is_some(), "{bad:?}");
        }
    }
}
