//! Figures side by side as bars, with every value in words.

use super::bars::{WIDTH, head};
use super::svg::{escape, number};
use std::fmt::Write;

/// Draws labelled figures. A line without a figure says so and has no bar.
pub fn figures(name: &str, rows: &[(String, Option<u32>)], unit: &str) -> String {
    let most = rows.iter().filter_map(|(_, value)| *value).max().unwrap_or(0).max(1);
    let words = |value: Option<u32>| value.map_or_else(|| "記載なし".to_owned(), |value| format!("{value}{unit}"));
    let mut body = String::new();
    let mut y = 4.0;
    for (label, value) in rows {
        head(&mut body, &mut y, label, &words(*value));
        y += 6.0;
        if let Some(value) = value.filter(|value| *value > 0) {
            let length = (f64::from(value) / f64::from(most) * WIDTH).max(2.0);
            let _ = writeln!(
                body,
                "<rect class=\"chart-bar\" x=\"0\" y=\"{}\" width=\"{}\" height=\"12\" fill=\"#1d5138\"/>",
                number(y),
                number(length)
            );
        }
        y += 20.0;
    }
    let said: Vec<String> = rows.iter().map(|(label, value)| format!("{label} {}", words(*value))).collect();
    let label = format!("{name}: {}", said.join("、"));
    format!(
        "<svg class=\"chart-svg\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">\n<title>{}</title>\n{body}</svg>\n",
        number(y.max(20.0)),
        escape(&label),
        escape(name)
    )
}
