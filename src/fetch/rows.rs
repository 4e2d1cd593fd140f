//! Rows of a large CSV, streamed: those that are wanted are kept byte for byte, under the file's own headings.

use crate::table::{FileKind, decode, file_kind, heading_key};
use std::borrow::Cow;
use std::io::{Cursor, Read};

/// Bytes of the longest row. Longer means that a quotation mark was never closed.
const LONGEST_ROW: usize = 1 << 20;
const PART: usize = 256 << 10;
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What a file must have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Whose file it is, for messages.
    pub(super) title: &'static str,
    /// Columns that it must have, each by its known headings.
    pub(super) columns: &'static [&'static [&'static str]],
}

/// Why a file is not what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowsTrouble {
    /// A web page, a PDF, something else.
    NotATable(&'static str),
    /// Nothing in it, or headings alone.
    Empty,
    /// Columns that are missing, and headings that are there.
    Missing { expected: Vec<String>, found: Vec<String> },
    /// The last row is not whole.
    CutOff,
    /// So many rows have another number of cells than the headings.
    Ragged(u64),
    /// A row without end.
    Endless,
    /// The zip it comes from is broken.
    Unreadable,
}

impl RowsTrouble {
    pub(super) fn message(&self) -> String {
        match self {
            Self::NotATable(what) => format!("CSVではなく、{what}が届きました。"),
            Self::Empty => "ファイルに行がありません。".into(),
            Self::Missing { expected, .. } => format!("列「{}」が見つかりません。", expected.join("」「")),
            Self::CutOff => "最後の行が途中で終わっています。".into(),
            Self::Ragged(rows) => format!("列の数が見出しと合わない行が {rows} 行あります。"),
            Self::Endless => "引用符「\"」が閉じられていないか、CSVではありません。".into(),
            Self::Unreadable => "途中で読めなくなりました。ファイルがこわれています。".into(),
        }
    }

    pub(super) fn help(&self) -> String {
        match self {
            Self::NotATable(_) => "公開元が休止の案内を返したか、庁内の機器が止めたようです。ブラウザで同じアドレスを開いて確かめ、時間をおいてもう一度実行してください。".into(),
            Self::Missing { found, .. } => {
                let more = if found.len() > 12 { " …" } else { "" };
                let seen = found.iter().take(12).cloned().collect::<Vec<_>>().join("、");
                format!("公開元が列の名前を変えたようです。前のデータはそのまま使えます。開発元に知らせてください。見つかった見出し: {seen}{more}。")
            }
            Self::Empty | Self::CutOff | Self::Ragged(_) | Self::Endless | Self::Unreadable => {
                "もう一度実行してください。くり返すときは、公開元のページからダウンロードしなおして --from で取り込んでください。".into()
            }
        }
    }
}

/// What was kept of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// The headings and the rows that were wanted, in the bytes of the publisher.
    pub(super) bytes: Vec<u8>,
    /// How many rows that is.
    pub(super) rows: u64,
    /// Rows that were published.
    pub(super) published: u64,
}

/// Cells of a row, by the place of their column in [`Layout::columns`].
pub(super) struct Cells<'a> {
    record: &'a [u8],
    spans: &'a [(usize, usize)],
    columns: &'a [usize],
}

impl<'a> Cells<'a> {
    /// A cell's text; blank when the row is short.
    pub(super) fn get(&self, column: usize) -> Cow<'a, str> {
        let span = self.columns.get(column).and_then(|at| self.spans.get(*at));
        span.map_or(Cow::Borrowed(""), |(from, to)| text(&self.record[*from..*to]))
    }
}

fn text(cell: &[u8]) -> Cow<'_, str> {
    let Some(inner) = cell.strip_prefix(b"\"") else { return String::from_utf8_lossy(cell) };
    let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
    let text = String::from_utf8_lossy(inner);
    if text.contains("\"\"") { Cow::Owned(text.replace("\"\"", "\"")) } else { text }
}

/// Streams a file and keeps the rows that `wanted` says yes to. Memory is that of the rows kept.
pub(super) fn keep(
    reader: impl Read,
    layout: &Layout,
    wanted: &mut dyn FnMut(&Cells<'_>) -> bool,
) -> Result<Kept, RowsTrouble> {
    let mut records = Records::new(reader)?;
    let (mut spans, mut kept) = (Vec::new(), Kept::default());
    let header = records.next()?.ok_or(RowsTrouble::Empty)?;
    split(header, &mut spans);
    let headings: Vec<String> = spans.iter().map(|(from, to)| text(&header[*from..*to]).into_owned()).collect();
    let columns = find(&headings, layout)?;
    let width = headings.len();
    kept.bytes.extend_from_slice(MARK);
    kept.bytes.extend_from_slice(header);
    let (mut ragged, mut last_is_whole) = (0_u64, true);
    while let Some(record) = records.next()? {
        split(record, &mut spans);
        if spans.len() == 1 && record.trim_ascii().is_empty() {
            continue;
        }
        kept.published += 1;
        last_is_whole = record.ends_with(b"\n") || spans.len() >= width;
        ragged += u64::from(spans.len() != width);
        if wanted(&Cells { record, spans: &spans, columns: &columns }) {
            kept.bytes.extend_from_slice(record);
            kept.rows += 1;
        }
    }
    if kept.published == 0 {
        Err(RowsTrouble::Empty)
    } else if !last_is_whole || records.open_quote {
        Err(RowsTrouble::CutOff)
    } else if ragged * 100 > kept.published {
        Err(RowsTrouble::Ragged(ragged))
    } else {
        if !kept.bytes.ends_with(b"\n") {
            kept.bytes.extend_from_slice(b"\r\n");
        }
        Ok(kept)
    }
}

fn find(headings: &[String], layout: &Layout) -> Result<Vec<usize>, RowsTrouble> {
    let keys: Vec<String> = headings.iter().map(|heading| heading_key(heading)).collect();
    let (mut columns, mut expected) = (Vec::new(), Vec::new());
    for names in layout.columns {
        let at = names.iter().find_map(|name| keys.iter().position(|key| *key == heading_key(name)));
        match at {
            Some(at) => columns.push(at),
            None => expected.extend(names.first().map(|name| (*name).to_owned())),
        }
    }
    if expected.is_empty() { Ok(columns) } else { Err(RowsTrouble::Missing { expected, found: headings.to_vec() }) }
}

/// Places of the cells in a row, quotation marks with them, the line end without.
fn split(record: &[u8], spans: &mut Vec<(usize, usize)>) {
    spans.clear();
    let mut end = record.len();
    while end > 0 && matches!(record[end - 1], b'\n' | b'\r') {
        end -= 1;
    }
    let (mut from, mut quoted) = (0, false);
    for (at, byte) in record[..end].iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                spans.push((from, at));
                from = at + 1;
            }
            _ => {}
        }
    }
    spans.push((from, end));
}

/// Rows as slices of a buffer that moves over the stream. A line end within quotation marks ends no row.
struct Records<'a> {
    source: Box<dyn Read + 'a>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    open_quote: bool,
}

impl<'a> Records<'a> {
    /// Looks at the beginning: skips the mark, refuses what is no text, turns other encodings into UTF-8.
    fn new(reader: impl Read + 'a) -> Result<Self, RowsTrouble> {
        let mut records = Self {
            source: Box::new(reader),
            buffer: Vec::with_capacity(2 * PART),
            start: 0,
            ended: false,
            open_quote: false,
        };
        while !records.ended && records.buffer.len() < PART {
            records.more()?;
        }
        match file_kind(&records.buffer) {
            FileKind::Text => {}
            FileKind::Empty => return Err(RowsTrouble::Empty),
            FileKind::Html => return Err(RowsTrouble::NotATable("Webページ（HTML）")),
            FileKind::Pdf => return Err(RowsTrouble::NotATable("PDF")),
            FileKind::Zip | FileKind::Ole | FileKind::Locked | FileKind::Binary => {
                return Err(RowsTrouble::NotATable("表ではないファイル"));
            }
        }
        let valid = match std::str::from_utf8(&records.buffer) {
            Ok(_) => true,
            // A letter cut in two at the end of the part.
            Err(error) => error.error_len().is_none() && !records.ended,
        };
        if !valid || records.buffer.contains(&0) {
            // Rare and small: the file whole.
            let mut all = std::mem::take(&mut records.buffer);
            records.source.read_to_end(&mut all).map_err(|_| RowsTrouble::Unreadable)?;
            let decoded = decode(&all).map_err(|_| RowsTrouble::NotATable("文字として読めないファイル"))?;
            records.source = Box::new(Cursor::new(decoded.text.into_owned().into_bytes()));
            records.ended = false;
        }
        if records.buffer.starts_with(MARK) {
            records.start = MARK.len();
        }
        Ok(records)
    }

    fn more(&mut self) -> Result<(), RowsTrouble> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let have = self.buffer.len();
        self.buffer.resize(have + PART, 0);
        let count = self.source.read(&mut self.buffer[have..]).map_err(|_| RowsTrouble::Unreadable)?;
        self.buffer.truncate(have + count);
        self.ended = count == 0;
        Ok(())
    }

    fn next(&mut self) -> Result<Option<&[u8]>, RowsTrouble> {
        let (mut at, mut quoted) = (self.start, false);
        loop {
            while let Some(byte) = self.buffer.get(at) {
                at += 1;
                match byte {
                    b'"' => quoted = !quoted,
                    b'\n' if !quoted => {
                        let from = std::mem::replace(&mut self.start, at);
                        return Ok(Some(&self.buffer[from..at]));
                    }
                    _ => {}
                }
            }
            if self.ended {
                self.open_quote |= quoted;
                let from = std::mem::replace(&mut self.start, at);
                return Ok((from < at).then(|| &self.buffer[from..at]));
            }
            if at - self.start > LONGEST_ROW {
                return Err(RowsTrouble::Endless);
            }
            at -= self.start;
            self.more()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout = Layout { title: "見本", columns: &[&["コード"], &["名前", "名称"]] };

    fn keep_code(bytes: &[u8], code: &str) -> Result<Kept, RowsTrouble> {
        keep(bytes, &LAYOUT, &mut |cells| cells.get(0) == code)
    }

    #[test]
    fn rows_are_kept_byte_for_byte() {
        let file = "\u{feff}\"名称\",\"コード\"\r\n\"一,\"\"丁目\"\"\n\",1\r\nに,2\r\n\"さん\",1";
        let mut seen = Vec::new();
        let kept = keep(file.as_bytes(), &LAYOUT, &mut |cells| {
            seen.push(cells.get(1).into_owned());
            cells.get(0) == "1"
        })
        .expect("read");
        assert_eq!(seen, ["一,\"丁目\"\n", "に", "さん"]);
        let expected = "\u{feff}\"名称\",\"コード\"\r\n\"一,\"\"丁目\"\"\n\",1\r\n\"さん\",1\r\n";
        assert_eq!(String::from_utf8(kept.bytes).expect("text"), expected);
        assert_eq!((kept.rows, kept.published), (2, 3));
    }

    #[test]
    fn parts_of_any_size_make_the_same_rows() {
        let mut file = String::from("名前,コード\n");
        for n in 0..60_000 {
            file.push_str(&format!("\"なまえ{n}\",{}\n", n % 7));
        }
        let kept = keep_code(file.as_bytes(), "3").expect("read");
        assert_eq!((kept.rows, kept.published), (8571, 60_000));
    }

    #[test]
    fn other_encodings_become_utf_8() {
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("名前,コード\r\n髙橋,1\r\n");
        let kept = keep_code(&bytes, "1").expect("read");
        assert_eq!(String::from_utf8(kept.bytes).expect("text"), "\u{feff}名前,コード\r\n髙橋,1\r\n");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let trouble = |text: &str| keep_code(text.as_bytes(), "1").expect_err("refused");
        assert_eq!(trouble("<!DOCTYPE html><p>休止中"), RowsTrouble::NotATable("Webページ（HTML）"));
        assert_eq!(trouble("名前,コード\r\n"), RowsTrouble::Empty);
        assert_eq!(trouble("名前,コード\r\nあ,1\r\nい"), RowsTrouble::CutOff);
        assert_eq!(trouble("名前,コード\r\nあ,1\r\n\"い,1\r\n"), RowsTrouble::CutOff);
        assert_eq!(trouble("名前,コード\r\nあ,1,2\r\nい,1\r\n"), RowsTrouble::Ragged(1));
        let missing = trouble("名前,CODE\r\nあ,1\r\n");
        assert!(missing.message().contains("列「コード」"), "{}", missing.message());
        assert!(missing.help().contains("名前、CODE"), "{}", missing.help());
    }
}
