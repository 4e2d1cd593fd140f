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
