//! The reference of `ouchi.toml`, made from the doc comments of the structs beside this file.

const FILES: [&str; 9] = [
    include_str!("mod.rs"),
    include_str!("site.rs"),
    include_str!("sources.rs"),
    include_str!("precedence.rs"),
    include_str!("survey.rs"),
    include_str!("emergency.rs"),
    include_str!("fetch.rs"),
    include_str!("publish.rs"),
    include_str!("filter.rs"),
];

/// The reference as Markdown: one heading per struct, one line per key.
pub fn reference() -> String {
    let mut out = String::from("# `ouchi.toml` の項目\n\nこのページは `src/settings/` の説明から作られています。\n");
    for file in FILES {
        let mut doc: Vec<&str> = Vec::new();
        let mut inside = false;
        for line in file.lines().map(str::trim) {
            if let Some(text) = line.strip_prefix("/// ") {
                doc.push(text);
            } else if line.starts_with("pub struct ") {
                let name = line.trim_start_matches("pub struct ").trim_end_matches(" {");
                out.push_str(&format!("\n## {name}\n\n{}\n\n| 項目 | 説明 |\n|---|---|\n", doc.join(" ")));
                inside = true;
                doc.clear();
            } else if inside && line.starts_with("pub ") {
                let (field, kind) =
                    line.trim_start_matches("pub ").trim_end_matches(',').split_once(": ").unwrap_or_default();
                let key = match field {
                    "surveys" => "[[survey]]",
                    "questions" if kind.starts_with("Vec") => "[[question]]",
                    "areas" => "[[area]]",
                    "emergency" => "[[emergency]]",
                    "filters" => "[[filter]]",
                    _ => field,
                };
                let optional = if kind.starts_with("Option") { "（なくてもよい）" } else { "" };
                out.push_str(&format!("| `{key}` | {}{optional} |\n", doc.join(" ").replace('|', "\\|")));
                doc.clear();
            } else if line == "}" {
                inside = false;
                doc.clear();
            } else if !line.starts_with('#') {
                doc.clear();
            }
        }
    }
    out
}
