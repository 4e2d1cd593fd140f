//! The texts that the cells of a workbook share: how many there are is said in front of them. The crate that reads them
//! makes room for as many at once, and a program that asks for more memory than there is ends.

use crate::table::TableTrouble;
use memchr::memmem::{self, Finder};
use std::io::Read;

/// The shortest text: `<si/>`.
const SHORTEST: u64 = 5;
/// So much is looked at in one piece.
const PIECE: u64 = 64 << 10;
/// A number is said within so many bytes of its name.
const AROUND: usize = 64;

/// Whether a part of a workbook with these texts is one.
pub(super) fn is_part(name: &[u8]) -> bool {
    name.to_ascii_lowercase().ends_with(b"sharedstrings.xml")
}

/// Whether a part of so many bytes can hold as many texts as it says.
///
/// # Errors
/// When it cannot be unpacked.
pub(super) fn can_be_counted(mut part: impl Read, bytes: u64) -> Result<bool, TableTrouble> {
    let mark = Finder::new("uniqueCount");
    let mut kept = Vec::new();
    let mut is_first = true;
    loop {
        let read = part.by_ref().take(PIECE).read_to_end(&mut kept).map_err(|_| TableTrouble::Broken)?;
        // Behind the first text nobody looks for a number, unless a comment hides where that is.
        let texts = memmem::find(&kept, b"<si").filter(|_| is_first);
        let texts = texts.filter(|at| memmem::find(&kept[..*at], b"<!").is_none());
        let is_last = read == 0 || texts.is_some();
        for at in mark.find_iter(&kept[..texts.unwrap_or(kept.len())]) {
            let behind = &kept[at + mark.needle().len()..];
            // What is cut off here is kept, and looked at with what follows.
            let is_whole = is_last || behind.len() >= AROUND;
            if is_whole && number(&behind[..behind.len().min(AROUND)]).is_some_and(|said| said > bytes / SHORTEST) {
                return Ok(false);
            }
        }
        if is_last {
            return Ok(true);
        }
        is_first = false;
        kept.drain(..kept.len().saturating_sub(mark.needle().len() + AROUND));
    }
}

/// ` = "12"`; more than there can be when it does not end in these bytes: no program writes a number so.
fn number(behind: &[u8]) -> Option<u64> {
    let expected = |rest: &[u8], one: fn(&u8) -> bool| rest.iter().position(|byte| !one(byte));
    let blank = |byte: &u8| byte.is_ascii_whitespace();
    let Some(at) = expected(behind, blank) else { return Some(u64::MAX) };
    let said = behind[at..].strip_prefix(b"=")?;
    let Some(at) = expected(said, blank) else { return Some(u64::MAX) };
    let said = said[at..].strip_prefix(b"\"").or_else(|| said[at..].strip_prefix(b"'"))?;
    let Some(end) = expected(said.trim_ascii_start(), u8::is_ascii_digit) else { return Some(u64::MAX) };
    std::str::from_utf8(&said.trim_ascii_start()[..end])
        .ok()
        .filter(|digits| !digits.is_empty())?
        .parse()
        .ok()
        .or(Some(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(xml: &str) -> bool {
        can_be_counted(xml.as_bytes(), xml.len() as u64).expect("readable")
    }

    #[test]
    fn a_number_of_texts_that_cannot_be_is_seen() {
        let texts = "<si><t>見本</t></si>".repeat(3);
        for head in
            ["uniqueCount=\"3\"", "count=\"9\" uniqueCount=\"3\"", "count=\"4294967295\"", "uniqueCount=\"\"", ""]
        {
            assert!(told(&format!("<?xml version=\"1.0\"?><sst {head}>{texts}</sst>")), "{head}");
        }
        // What a text says is no number of texts.
        assert!(told(&format!("<sst>{texts}<si><t>uniqueCount=\"4294967295\"</t></si></sst>")));
        let long = " ".repeat(200_000);
        for head in [
            "uniqueCount=\"4294967295\"".to_owned(),
            "count=\"1\" uniqueCount = '99999999999999999999999'".to_owned(),
            format!("{long}uniqueCount\n=\n\"4294967295\""),
            // Longer than any program writes it, so that it lies across whatever is looked at together.
            format!("uniqueCount{}=\"4294967295\"", " ".repeat(100)),
            format!("uniqueCount=\"{}4294967295\"", "0".repeat(100)),
            format!("{}uniqueCount{}=\"4294967295\"", " ".repeat(PIECE as usize - 100), " ".repeat(200)),
            // Across two pieces.
            format!("{}uniqueCount=\"4294967295\"", " ".repeat(PIECE as usize - 20)),
        ] {
            assert!(!told(&format!("<sst {head}>{texts}</sst>")), "{}", head.trim());
            assert!(!told(&format!("<!-- <si> --><sst {head}>{texts}</sst>")), "{}", head.trim());
        }
    }
}
