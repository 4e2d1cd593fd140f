//! Japanese text, pure: widths, kana, variant characters, names, addresses, phones, 和暦.
//!
//! Floor 1. Functions from `&str` to a value; nothing here knows what a facility is.

pub mod address;
mod area_code;
pub mod fold;
pub mod kana;
pub mod label;
pub mod likeness;
pub mod municipality;
pub mod name;
pub mod numeral;
pub mod phone;
pub mod phrase;
pub mod wareki;
pub mod width;

/// A text of these letters, in room for so many bytes that is made once: room that grows letter by letter is moved again
/// and again.
pub(crate) fn written(room: usize, letters: impl Iterator<Item = char>) -> String {
    let mut out = String::with_capacity(room);
    out.extend(letters);
    out
}
