//! Text for a terminal or a pipe: colours only where they are wanted, columns that stand in line.

use crate::diagnostic::Severity;
use unicode_width::UnicodeWidthStr;

/// How text is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Whether escape sequences for colours may be written.
    pub colour: bool,
}

impl Look {
    /// A severity's word in its colour.
    pub fn severity(self, severity: Severity, text: &str) -> String {
        self.paint(
            match severity {
                Severity::Error => "1;31",
                Severity::Warning => "1;33",
                Severity::Note => "36",
            },
            text,
        )
    }

    /// A heading.
    pub fn strong(self, text: &str) -> String {
        self.paint("1", text)
    }

    fn paint(self, colour: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{colour}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// On which side a column is filled up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows of cells in line, two spaces between columns; widths count 全角 as two.
pub fn table(rows: &[Vec<String>], align: &[Align]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or_default())
        .collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let fill = " ".repeat(widths[at] - cell.width());
            let (before, after) = match align.get(at) {
                Some(Align::Right) => (fill.as_str(), ""),
                _ => ("", fill.as_str()),
            };
            line.push_str("  ");
            line.push_str(before);
            line.push_str(cell);
            line.push_str(after);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_counts_as_two() {
        let rows = [["厚生局", "9"], ["ab", "120"], ["ｶﾅ", "7"]].map(|row| row.map(str::to_owned).to_vec());
        let text = table(&rows, &[Align::Left, Align::Right]);
        assert_eq!(text, "  厚生局    9\n  ab      120\n  ｶﾅ        7\n");
    }

    #[test]
    fn colours_are_only_where_they_are_wanted() {
        assert_eq!(Look::default().severity(Severity::Error, "誤り"), "誤り");
        assert!(Look { colour: true }.severity(Severity::Error, "誤り").contains('\u{1b}'));
    }
}
