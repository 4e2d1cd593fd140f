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
        let mut said = mark
            .find_iter(&kept[..texts.unwrap_or(kept.len())])
            .filter_map(|at| number(&kept[at + mark.needle().len()..]));
        if said.any(|said| said > bytes / SHORTEST) {
            return Ok(false);
        }
        if read == 0 || texts.is_some() {
            return Ok(true);
        }
        is_first = false;
        kept.drain(..kept.len().saturating_sub(AROUND));
    }
}

/// ` = "12"`
fn number(behind: &[u8]) -> Option<u64> {
    let said = behind.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let said = said.strip_prefix(b"\"").or_else(|| said.strip_prefix(b"'"))?.trim_ascii_start();
    let digits = said.iter().take_while(|byte| byte.is_ascii_digit());
    // More than fits is more than there can be.
    digits
        .map(|byte| u64::from(byte - b'0'))
        .fold(None, |number: Option<u64>, digit| Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit)))
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
            // Across two pieces.
            format!("{}uniqueCount=\"4294967295\"", " ".repeat(PIECE as usize - 20)),
        ] {
            assert!(!told(&format!("<sst {head}>{texts}</sst>")), "{}", head.trim());
            assert!(!told(&format!("<!-- <si> --><sst {head}>{texts}</sst>")), "{}", head.trim());
        }
    }
}
