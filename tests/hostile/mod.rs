//! What is planted where it does not belong, and how one sees that it came to nothing.
#![allow(dead_code, reason = "each test file uses its part")]

/// What is planted in fields of text. `qzxj` marks it, the window's own `planted` would show that it ran.
pub(crate) const HOSTILE: &[&str] = &[
    "<script>window.planted='qzxj'</script>",
    "\"><img src=x onerror=window.planted='qzxj'>",
    "' onmouseover='window.planted=1' \" onfocus=\"window.planted=1\" autofocus qzxj=\"",
    "</script><qzxj onload=window.planted=1>",
    "\u{2028}qzxj\u{2029}",
    "{{ 7*7 }}qzxj{% raw %}{{ site.name | safe }}{% endraw %}",
    "</text><script>window.planted='qzxj'</script><text>",
    "]]></title></textarea><svg/onload=window.planted='qzxj'>",
    "\\u003cqzxj\\u003e${window.planted=1}`",
    "&lt;qzxj&gt;&#60;qzxj&#62;",
];
/// What a spreadsheet would run.
pub(crate) const FORMULAS: &[&str] =
    &["=HYPERLINK(\"http://qzxj.example\")", "+cmd|' /C calc'!A0", "@SUM(1,2)", "-2+3", "＝1+1", "\t=1+1"];
pub(crate) const ADDRESSES: &[&str] = &[
    "javascript:window.planted=1",
    " JaVaScRiPt:window.planted=1",
    "data:text/html,<script>window.planted=1</script>",
    "https://www.example.jp/\"><qzxj>",
    "//qzxj.example/x",
    "vbscript:qzxj",
];

/// A text as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

/// Tags of a page as far as attributes go: from `<` to the `>` that is not within quotes.
pub(crate) fn tags(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|start| at + start) {
        let mut quote = None;
        let mut end = start + 1;
        while end < bytes.len() && (quote.is_some() || bytes[end] != b'>') {
            match (quote, bytes[end]) {
                (None, b @ (b'"' | b'\'')) => quote = Some(b),
                (Some(open), b) if b == open => quote = None,
                _ => {}
            }
            end += 1;
        }
        found.push(&html[start..end.min(html.len())]);
        at = (end + 1).min(html.len());
    }
    found
}

/// A tag without what stands in its quotes: names of tag and attributes alone.
pub(crate) fn bare(tag: &str) -> String {
    tag.split('"').step_by(2).collect::<String>().to_ascii_lowercase()
}

/// No tag of a page holds what was planted but within quotes, none runs or loads anything of another's.
pub(crate) fn assert_inert(path: &str, text: &str) {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    for tag in tags(text) {
        let bare = bare(tag);
        assert!(!bare.contains("qzxj") && !bare.contains("planted"), "{path}: {tag}");
        assert!(!bare.split_whitespace().any(|word| word.starts_with("on")), "{path}: {tag}");
        let lower = tag.to_ascii_lowercase();
        for scheme in ["javascript:", "vbscript:", "data:text", "//qzxj"] {
            for attribute in ["href", "src", "action", "xlink:href"] {
                assert!(!lower.contains(&format!("{attribute}=\"{scheme}")), "{path}: {tag}");
            }
        }
        let loads = ["<img", "<script", "<link", "<iframe", "<object", "<embed", "<source", "<use", "<image"];
        if loads.iter().any(|load| lower.starts_with(load)) && !lower.contains("rel=\"canonical\"") {
            assert!(!lower.contains("=\"http") && !lower.contains("=\"//"), "{path}: {tag}");
        }
        if lower.starts_with("<script") {
            assert!(lower.contains("src=\"") || lower.contains("application/"), "{path}: {tag}");
        }
        assert!(ending != "html" || !lower.contains(" style=\""), "{path}: {tag}");
    }
}
