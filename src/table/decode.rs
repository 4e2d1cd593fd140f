//! Bytes → text: UTF-8, UTF-16, Shift_JIS (CP932), EUC-JP.

use super::TableTrouble;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Text, and what it was decoded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Without a byte order mark.
    pub text: Cow<'a, str>,
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE`, `Shift_JIS` or `EUC-JP`.
    pub encoding: &'static str,
    /// Lines (from 1) with bytes that the encoding does not know; each became U+FFFD.
    pub damaged: Vec<u32>,
}

/// Decodes text. Strict UTF-8 comes first, then byte order marks, then a guess among Japanese encodings.
///
/// # Errors
/// When there is nothing, or it is no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, TableTrouble> {
    if bytes.is_empty() {
        return Err(TableTrouble::Empty);
    }
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !plain.contains(&0)
        && let Ok(text) = std::str::from_utf8(plain)
    {
        return Ok(Decoded { text: Cow::Borrowed(text), encoding: "UTF-8", damaged: Vec::new() });
    }
    let encoding = if plain.len() < bytes.len() {
        UTF_8
    } else if let Some(wide) = utf16(bytes) {
        wide
    } else if plain.contains(&0) {
        return Err(TableTrouble::Binary);
    } else {
        guess(bytes)
    };
    let (text, lossy) = encoding.decode_with_bom_removal(bytes);
    let damaged = if lossy { damaged_lines(&text) } else { Vec::new() };
    Ok(Decoded { text, encoding: encoding.name(), damaged })
}

/// Which UTF-16 it is, by its mark or by where the zero bytes of line ends and digits stand.
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let head = &bytes[..bytes.len().min(4096)];
    let pairs = head.chunks_exact(2);
    let count = pairs.len();
    let (mut little, mut big) = (0, 0);
    for pair in pairs {
        little += usize::from(pair[1] == 0 && pair[0] != 0);
        big += usize::from(pair[0] == 0 && pair[1] != 0);
    }
    // ASCII alone decides: Japanese letters have no zero byte, but separators, digits and line ends do.
    if little > 2 && big == 0 && little * 20 > count {
        Some(UTF_16LE)
    } else if big > 2 && little == 0 && big * 20 > count {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 with a few broken bytes, else what reads with the fewest errors, the detector's guess first.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    let errors =
        |encoding: &'static Encoding| encoding.decode_without_bom_handling(bytes).0.matches('\u{fffd}').count();
    let mut candidates = vec![UTF_8, SHIFT_JIS, EUC_JP];
    if guessed == EUC_JP {
        candidates.swap(1, 2);
    }
    let japanese = candidates[1];
    let best = errors(japanese);
    if best == 0 {
        return japanese;
    }
    candidates.into_iter().min_by_key(|encoding| (errors(encoding), *encoding != japanese)).unwrap_or(japanese)
}

fn damaged_lines(text: &str) -> Vec<u32> {
    let mut lines: Vec<u32> = Vec::new();
    for (n, line) in text.split('\n').enumerate() {
        if line.contains('\u{fffd}') {
            lines.push(u32::try_from(n + 1).unwrap_or(u32::MAX));
        }
    }
    lines
}
