//! Writing delimited text the way the offices do.

/// Which values stand between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// Only those that need them (介護サービス情報公表システム).
    Minimal,
    /// All but those of the columns given (ナビイ leaves the two coordinates bare).
    AllBut(usize, usize),
}

/// Rows as text with CRLF.
pub(crate) fn rows(header: &[String], rows: &[Vec<String>], quoting: Quoting) -> String {
    let mut out = String::new();
    let head = if quoting == Quoting::Minimal { Quoting::Minimal } else { Quoting::AllBut(usize::MAX, usize::MAX) };
    line(&mut out, header, head);
    for row in rows {
        assert_eq!(row.len(), header.len(), "a row as wide as its header");
        line(&mut out, row, quoting);
    }
    out
}

fn line(out: &mut String, values: &[String], quoting: Quoting) {
    for (n, value) in values.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        let quote = match quoting {
            Quoting::Minimal => value.contains([',', '"', '\n']),
            Quoting::AllBut(a, b) => n != a && n != b,
        };
        if quote {
            out.push('"');
            out.push_str(&value.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(value);
        }
    }
    out.push_str("\r\n");
}

/// UTF-8 with a byte order mark.
pub(crate) fn with_mark(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").into_bytes()
}

/// A header from a comma-separated line.
pub(crate) fn header(line: &str) -> Vec<String> {
    line.split(',').map(str::to_owned).collect()
}
