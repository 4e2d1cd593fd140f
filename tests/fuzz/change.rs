//! Changes that keep enough of a file's form to come past its first reader: bytes, words, cells, nodes, parts of a zip.

use super::chance::Chance;
use encoding_rs::{EUC_JP, SHIFT_JIS};
use serde_json::Value;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// How a file is built, and so how it is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Words on lines.
    Text,
    /// Cells on lines, in several encodings.
    Csv,
    /// A tree.
    Json,
    /// Files in a zip; those of a workbook are XML.
    Zip,
}

/// What a reader might stumble over, whatever it reads.
const WORDS: &[&str] = &[
    "",
    "0",
    "-1",
    "1e308",
    "-1e400",
    "NaN",
    "18446744073709551616",
    "999999999999999999999999999999",
    "9999-12-31",
    "0000-00-00",
    "2026-02-30",
    "令和0年0月0日",
    "令和99999年13月41日",
    "明治元年",
    "24:00",
    "99:99",
    "9時〜",
    "～",
    "〜〜〜",
    "第99週",
    "\u{feff}",
    "\u{0}",
    "\u{1}",
    "\u{2028}",
    "\u{3000}",
    "\u{200d}\u{fe0f}",
    "\u{10ffff}",
    "ﾊﾟ",
    "が゙",
    "㍿",
    "﨑髙邉",
    "一二三四五六七八九十百千万億",
    "千葉県流山市",
    "1丁目2番地の3-4号",
    "０４−０００0ー0000",
    "090(0000)0000内線1",
    "訪問診療",
    "同じ",
    "わからない",
    "care:1290000001",
    "名称=見本医院｜電話=04-0000-0001",
    "○",
    "×",
    "\"",
    "\"\"\"",
    ",",
    "\t",
    "\r\n",
    "\n",
    "\r",
    "+++",
    "{{",
    "}}",
    "{{list service=\"home-visit\" area=\"",
    "[[",
    "[a](",
    "](javascript:x)",
    "<script>",
    "<!--",
    "&#x110000;",
    "|",
    "```",
    "[^1]:",
    "../../x",
    "file:///etc/passwd",
    "http://[::1",
    "https://例え.jp:99999/%ff",
    "%E3%81",
];

/// What the XML of a workbook may lie about.
const SHEET_WORDS: &[&str] = &[
    "<dimension ref=\"A1:XFD1048576\"/>",
    "<c r=\"XFD1\"><v>1</v></c>",
    "<c r=\"ZZZZZZZ99999999999\"><v>1</v></c>",
    "<c r=\"A0\" t=\"s\"><v>4294967295</v></c>",
    "<c r=\"\" t=\"s\"><v>-1</v></c>",
    "<c t=\"inlineStr\"><is><t>x</t></is></c>",
    "<c r=\"B2\" t=\"e\"><v>#N/A</v></c>",
    "<c r=\"B2\" t=\"d\"><v>99999-99-99</v></c>",
    "<c r=\"B2\" s=\"99999\"><v>1e308</v></c>",
    "<c r=\"B2\" s=\"1\"><v>-1e308</v></c>",
    "<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>",
    "<row r=\"-1\">",
    "</row>",
    "</sheetData>",
    "<mergeCells count=\"1\"><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>",
    "<mergeCells count=\"2\"><mergeCell ref=\"A1:C3\"/><mergeCell ref=\"B2:D4\"/></mergeCells>",
    "<mergeCell ref=\"C9:A1\"/>",
    "<mergeCell ref=\"A1:A1048576\"/>",
    "<mergeCell ref=\"A3:H3\"/>",
    "<mergeCell ref=\"B4:B9\"/>",
    "<mergeCell ref=\"A0:\"/>",
    "<si><t>",
    "<si><r><t>x</t></r><rPh sb=\"0\" eb=\"9\"><t>エ</t></rPh></si>",
    "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
    "&b;",
    "<sheet name=\"&lt;\" sheetId=\"1\" r:id=\"rId999\"/>",
    "<numFmt numFmtId=\"164\" formatCode=\"[h]:mm:ss;yyyy\"/>",
    "<workbookPr date1904=\"1\"/>",
    "<![CDATA[",
    "count=\"4294967295\" uniqueCount=\"18446744073709551615\"",
    "t=\"s\"",
    "t=\"str\"",
    "r=\"A1\"",
];

/// The largest that a changed file becomes.
const LARGEST: usize = 256 << 10;

/// A file with one to six changes. `others` are files whose parts may be mixed in.
pub(crate) fn changed(file: &[u8], form: Form, others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..=chance.below(6) {
        let plain = chance.once_in(6);
        bytes = match form {
            _ if plain => raw(bytes, others, chance),
            Form::Zip => in_zip(&bytes, chance).unwrap_or_else(|| raw(bytes.clone(), others, chance)),
            Form::Json if !chance.once_in(3) => in_tree(&bytes, chance).unwrap_or(bytes),
            Form::Csv if !chance.once_in(3) => in_cells(bytes, chance),
            Form::Text | Form::Csv | Form::Json => words(bytes, WORDS, chance),
        };
        bytes.truncate(LARGEST);
    }
    bytes
}

/// Bytes without any form.
fn raw(mut bytes: Vec<u8>, others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let at = chance.below(bytes.len() + 1);
    let end = (at + chance.below(64)).min(bytes.len());
    match chance.below(6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
        1 if at < bytes.len() => bytes[at] = *chance.of(&[0, 1, 0x20, 0x7f, 0x80, 0x81, 0xfe, 0xff]),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
        4 => bytes.truncate(at),
        _ => {
            let other = chance.of(others);
            let from = chance.below(other.len());
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
    }
    bytes
}

/// Words put in, lines moved, something repeated very often.
fn words(bytes: Vec<u8>, dictionary: &[&str], chance: &mut Chance) -> Vec<u8> {
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(other) => return raw(other.into_bytes(), &[word_bytes(dictionary, chance)], chance),
    };
    let mut at = chance.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let word = *chance.of(dictionary);
    match chance.below(8) {
        0..=2 => text.insert_str(at, word),
        3 => {
            let times = 1 << chance.below(15);
            text.insert_str(at, &word.repeat(times.min(LARGEST / word.len().max(1))));
        }
        4 => {
            // A number becomes another one.
            let digits = |c: char| c.is_ascii_digit();
            if let Some(from) = text[at..].find(digits).map(|from| at + from) {
                let end = text[from..].find(|c| !digits(c)).map_or(text.len(), |end| from + end);
                text.replace_range(from..end, chance.of::<&str>(&["", "-1", "0", "1048577", "4294967296", "1e999"]));
            }
        }
        5 => {
            let mut lines: Vec<&str> = text.lines().collect();
            if !lines.is_empty() {
                let line = lines.remove(chance.below(lines.len()));
                let to = chance.below(lines.len() + 1);
                if chance.once_in(2) {
                    lines.insert(to, line);
                }
                text = lines.join("\n");
            }
        }
        6 => {
            let end = (at + chance.below(40)).min(text.len());
            let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
            text.replace_range(at..end, word);
        }
        _ => {
            let next = text[at..].char_indices().nth(1).map_or(text.len(), |(next, _)| at + next);
            text.replace_range(at..next, "");
        }
    }
    text.into_bytes()
}

fn word_bytes(dictionary: &[&str], chance: &mut Chance) -> Vec<u8> {
    format!("{} ", chance.of(dictionary)).into_bytes()
}

/// Cells of a comma-separated file, and its encoding as a whole.
fn in_cells(bytes: Vec<u8>, chance: &mut Chance) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes.clone()) else { return bytes };
    if chance.once_in(12) {
        return match chance.below(5) {
            0 => SHIFT_JIS.encode(&text).0.into_owned(),
            1 => EUC_JP.encode(&text).0.into_owned(),
            2 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            3 => [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
            _ => text.replace(',', "\t").into_bytes(),
        };
    }
    let mut rows: Vec<Vec<String>> =
        text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>()).collect();
    if rows.is_empty() {
        return bytes;
    }
    let r = chance.below(rows.len());
    let c = chance.below(rows[r].len());
    match chance.below(8) {
        0..=3 => rows[r][c] = (*chance.of(WORDS)).to_owned(),
        4 => {
            let from = chance.below(rows.len());
            let cell = rows[from].get(c).cloned().unwrap_or_default();
            rows[r][c] = cell;
        }
        5 => drop(rows[r].remove(c)),
        6 => {
            let cell = rows[r][c].clone();
            rows[r].insert(c, cell);
        }
        _ => {
            let row = rows[r].clone();
            let to = chance.below(rows.len());
            rows.insert(to, row);
        }
    }
    rows.iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\r\n").into_bytes()
}

/// One node of a tree becomes something else.
fn in_tree(bytes: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut tree: Value = serde_json::from_slice(bytes).ok()?;
    let depth = chance.below(9);
    let at = somewhere(&mut tree, depth, chance);
    *at = match chance.below(9) {
        0 => Value::Null,
        1 => Value::from(*chance.of(&[0.0, -0.0, 1e308, -1e-308, 139.9, 35.8, 1e18])),
        2 => Value::from(*chance.of(WORDS)),
        3 => Value::Array(Vec::new()),
        4 => Value::Array(vec![at.clone(); chance.below(50)]),
        5 => {
            let mut deep = at.clone();
            for _ in 0..chance.below(120) {
                deep = Value::Array(vec![deep]);
            }
            deep
        }
        6 => Value::Object(serde_json::Map::new()),
        7 => {
            serde_json::json!({ "type": *chance.of(&["Polygon", "Point", "LineString", "GeometryCollection", "Feature"]),
            "coordinates": at.clone(), "geometries": [at.clone()], "properties": null })
        }
        _ => match at.take() {
            Value::Array(mut all) => {
                all.reverse();
                all.pop();
                Value::Array(all)
            }
            other => other,
        },
    };
    serde_json::to_vec(&tree).ok()
}

/// A node, so many steps down or where the tree ends.
fn somewhere<'a>(at: &'a mut Value, depth: usize, chance: &mut Chance) -> &'a mut Value {
    let branches = match at {
        Value::Array(all) => all.len(),
        Value::Object(all) => all.len(),
        _ => 0,
    };
    if depth == 0 || branches == 0 {
        return at;
    }
    let n = chance.below(branches);
    let next = match at {
        Value::Array(all) => all.get_mut(n),
        Value::Object(all) => all.values_mut().nth(n),
        _ => None,
    };
    somewhere(next.expect("a branch"), depth - 1, chance)
}

/// A file inside a zip is changed, left out, doubled or renamed; all is packed again.
fn in_zip(bytes: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut parts = parts(bytes)?;
    if parts.is_empty() {
        return None;
    }
    let n = chance.below(parts.len());
    match chance.below(12) {
        0 => drop(parts.remove(n)),
        1 => {
            let to = chance.below(parts.len());
            parts[n].0 = parts[to].0.clone();
        }
        2 => parts[n].0 = (*chance.of(WORDS)).to_owned(),
        3 => {
            let to = chance.below(parts.len());
            parts[n].1 = parts[to].1.clone();
        }
        4 => return Some(in_records(pack(&parts), chance)),
        _ => {
            let inner = std::mem::take(&mut parts[n].1);
            let dictionary = if parts[n].0.ends_with("xml") { SHEET_WORDS } else { WORDS };
            parts[n].1 = match std::str::from_utf8(&inner) {
                Ok(text) if parts[n].0.ends_with("sharedStrings.xml") && !chance.once_in(4) => other_text(text, chance),
                Ok(text) if !chance.once_in(8) => between_tags(text, dictionary, chance),
                _ => raw(inner, &[b"PK".to_vec()], chance),
            };
        }
    }
    Some(pack(&parts))
}

/// What a zip says of its parts (sizes, places, ways of packing, names) becomes something else.
fn in_records(mut bytes: Vec<u8>, chance: &mut Chance) -> Vec<u8> {
    const RECORDS: [&[u8]; 3] = [b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"];
    let starts: Vec<usize> = (0..bytes.len().saturating_sub(4))
        .filter(|at| RECORDS.iter().any(|mark| bytes[*at..].starts_with(mark)))
        .collect();
    if starts.is_empty() {
        return bytes;
    }
    for _ in 0..=chance.below(3) {
        let at = chance.of(&starts) + 4 + chance.below(44);
        let value = *chance.of(&[0_u32, 1, 8, 12, 0x00ff, 0x0800, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff]);
        let wide = chance.once_in(2);
        for (byte, new) in bytes.iter_mut().skip(at).zip(value.to_le_bytes()).take(if wide { 4 } else { 2 }) {
            *byte = new;
        }
    }
    bytes
}

/// The text of one cell becomes another's, or a word: what is read behind the form of a workbook.
fn other_text(text: &str, chance: &mut Chance) -> Vec<u8> {
    let starts: Vec<usize> = text.match_indices("<t>").map(|(at, mark)| at + mark.len()).collect();
    let inside = |at: usize| text[at..].find("</t>").map(|length| &text[at..at + length]);
    let (Some(at), Some(from)) =
        (starts.get(chance.below(starts.len().max(1))), starts.get(chance.below(starts.len().max(1))))
    else {
        return text.as_bytes().to_vec();
    };
    let (Some(old), Some(other)) = (inside(*at), inside(*from)) else { return text.as_bytes().to_vec() };
    let word = chance.of(WORDS).replace('&', "&amp;").replace('<', "&lt;");
    let new = if chance.once_in(2) { other } else { word.as_str() };
    format!("{}{new}{}", &text[..*at], &text[at + old.len()..]).into_bytes()
}

/// A word before a tag, where it is most likely to be read as one; else anywhere.
fn between_tags(text: &str, dictionary: &[&str], chance: &mut Chance) -> Vec<u8> {
    let mut at = chance.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if chance.once_in(2)
        && let Some(next) = text[at..].find('<')
    {
        let (before, after) = text.split_at(at + next);
        return format!("{before}{}{after}", chance.of(dictionary)).into_bytes();
    }
    words(text.as_bytes().to_vec(), dictionary, chance)
}

/// Names and contents of a zip; `None` when it is none.
pub(crate) fn parts(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).ok()?;
        let mut content = Vec::new();
        part.by_ref().take(4 << 20).read_to_end(&mut content).ok()?;
        parts.push((String::from_utf8_lossy(part.name_raw()).into_owned(), content));
    }
    Some(parts)
}

/// The same as a zip; of two parts of one name the first stays.
pub(crate) fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, content) in parts {
        if writer.start_file(name.as_str(), options).is_ok() {
            writer.write_all(content).expect("in memory");
        }
    }
    writer.finish().expect("in memory").into_inner()
}
