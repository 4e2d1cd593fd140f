//! The code by which a returned sheet is matched back: municipality, number, check letter.

use crate::model::{Identifier, IdentifierKind};
use crate::text::width;

/// Letters of the check, none that is mistaken for another.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRSTUWXYZ";

/// The code of a facility's strongest identifier: `122203-institution-1219900001-K`.
pub fn code(municipality: &str, identifier: &Identifier) -> String {
    let body = format!("{municipality}-{}-{}", identifier.kind.word(), identifier.value);
    format!("{body}-{}", check(&body))
}

/// What a code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing is written.
    Blank,
    /// One of this municipality's sheets.
    Ours(Identifier),
    /// Another municipality's sheet.
    Elsewhere(String),
    /// Letters were changed.
    Damaged,
}

pub(super) fn read(raw: &str, municipality: &str) -> Told {
    let text: String = width::clean(raw).chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Told::Blank;
    }
    let parts = text.rsplit_once('-').and_then(|(body, letter)| {
        let (place, rest) = body.split_once('-')?;
        let (kind, value) = rest.split_once('-')?;
        let right = letter.len() == 1 && letter.starts_with(check(body));
        let identifier = Identifier::new(IdentifierKind::from_word(kind)?, value);
        right.then(|| (place.to_owned(), identifier))
    });
    match parts {
        None => Told::Damaged,
        Some((place, _)) if place != municipality => Told::Elsewhere(place),
        Some((_, identifier)) => Told::Ours(identifier),
    }
}

fn check(body: &str) -> char {
    let sum = body.bytes().zip(1_usize..).map(|(byte, at)| usize::from(byte) * at).sum::<usize>();
    char::from(LETTERS[sum % LETTERS.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_and_a_changed_one_is_not() {
        let number = Identifier::new(IdentifierKind::Institution, "1219900001");
        let written = code("122203", &number);
        assert_eq!(read(&written, "122203"), Told::Ours(number));
        assert_eq!(read(&written, "122041"), Told::Elsewhere("122203".into()));
        assert_eq!(read(&written.replace("0001", "0002"), "122203"), Told::Damaged);
        assert_eq!(read(" ", "122203"), Told::Blank);
    }
}
