//! A survey question's answers as bars, with every value in words.

use super::svg::{escape, lines, number};
use crate::tally::PublicTally;
use std::fmt::Write;

pub(super) const WIDTH: f64 = 360.0;
const TEXT: f64 = 15.0;
/// What stands for a suppressed cell: it may also hide a larger count that would give a small one away.
const SUPPRESSED: &str = "3件未満など";

/// Draws the answers to one question. A suppressed line has no bar, so that its length says nothing.
pub fn bars(tally: &PublicTally) -> String {
    let most = tally.rows.iter().filter_map(|row| row.count).max().unwrap_or(0).max(1);
    let mut body = String::new();
    let mut y = 4.0;
    for row in &tally.rows {
        let value = row.count.map_or_else(|| SUPPRESSED.to_owned(), |count| format!("{count}件"));
        head(&mut body, &mut y, &row.label, &value);
        y += 6.0;
        let _ = writeln!(
            body,
            "<path class=\"chart-line\" d=\"M0 {}h{WIDTH}\" stroke=\"#c9ccc6\" stroke-width=\"1\"/>",
            number(y + 6.0)
        );
        if let Some(count) = row.count.filter(|count| *count > 0) {
            let length = (f64::from(count) / f64::from(most) * WIDTH).max(2.0);
            let _ = writeln!(
                body,
                "<rect class=\"chart-bar\" x=\"0\" y=\"{}\" width=\"{}\" height=\"12\" fill=\"#1d5138\"/>",
                number(y),
                number(length)
            );
        }
        y += 20.0;
    }
    let said: Vec<String> = tally
        .rows
        .iter()
        .map(|row| {
            format!("{} {}", row.label, row.count.map_or_else(|| SUPPRESSED.to_owned(), |count| format!("{count}件")))
        })
        .collect();
    let label = format!("{}（{}件の回答）: {}", tally.name, tally.answered, said.join("、"));
    format!(
        "<svg class=\"chart-svg\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">\n<title>{}</title>\n{body}</svg>\n",
        number(y.max(20.0)),
        escape(&label),
        escape(&tally.name)
    )
}

/// What stands above a bar: the label, in as many lines as it needs, and the value at the end of the first. `y` moves on.
pub(super) fn head(body: &mut String, y: &mut f64, label: &str, value: &str) {
    for (index, line) in lines(label, TEXT, WIDTH - 100.0).iter().enumerate() {
        *y += TEXT * 1.3;
        let _ = writeln!(
            body,
            "<text class=\"chart-label\" x=\"0\" y=\"{}\" font-size=\"{TEXT}\" fill=\"#111\">{}</text>",
            number(*y),
            escape(line)
        );
        if index == 0 {
            let _ = writeln!(
                body,
                "<text class=\"chart-value\" x=\"{WIDTH}\" y=\"{}\" font-size=\"{TEXT}\" font-weight=\"700\" text-anchor=\"end\" fill=\"#111\">{}</text>",
                number(*y),
                escape(value)
            );
        }
    }
}
