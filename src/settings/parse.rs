//! Text → [`Settings`], with every mistake placed by line and column and answered in Japanese.

use super::Settings;
use crate::diagnostic::Diagnostic;
use crate::place::Place;
use serde::de::DeserializeOwned;

/// Reads the settings. `file` is the path as the person knows it.
///
/// # Errors
/// A finding that stops the build: bad TOML, an unknown key, a value of the wrong kind.
pub fn parse(file: &str, text: &str) -> Result<Settings, Box<Diagnostic>> {
    parse_toml(file, text)
}

/// Reads any typed TOML file of a project.
///
/// # Errors
/// As [`parse`].
pub fn parse_toml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Box<Diagnostic>> {
    toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let place = error.span().map_or_else(|| Place::whole(file), |span| Place::byte(file, text, span.start + bom));
        let (message, help) = super::toml_words::in_japanese(error.message());
        let mut diagnostic = Diagnostic::error("setting-unreadable", message).at(place).fatal();
        diagnostic.help = Some(help);
        Box::new(diagnostic)
    })
}

/// The known word nearest to an unknown one, if it is near at all.
pub fn nearest<'a>(unknown: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|word| (distance(unknown, word), *word))
        .min()
        .filter(|(distance, word)| *distance * 2 <= word.chars().count().max(2))
        .map(|(_, word)| word)
}

/// Edit distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "[site]\nname = \"見本\"\ndescription = \"\"\npublisher = \"見本市\"\n[municipality]\ncode = \"122203\"\nprefecture = \"千葉県\"\nname = \"流山市\"\nreading = \"ながれやまし\"\n";

    #[test]
    fn the_least_is_enough() {
        assert_eq!(parse("ouchi.toml", LEAST).expect("valid").site.name, "見本");
    }

    #[test]
    fn an_unknown_key_is_placed_and_the_nearest_named() {
        let text = LEAST.replace("publisher", "publihser");
        let error = parse("ouchi.toml", &text).expect_err("unknown key");
        assert_eq!(error.place.as_ref().map(ToString::to_string).as_deref(), Some("ouchi.toml 4行1文字目"));
        assert!(error.message.contains("publihser"), "{}", error.message);
        assert!(
            error.help.as_deref().is_some_and(|help| help.contains("「publisher」ではありませんか")),
            "{:?}",
            error.help
        );
        assert!(error.fatal);
    }

    #[test]
    fn a_date_needs_no_quotation_marks() {
        let with = |date: &str| format!("{LEAST}[sources.kaigo]\npaths = []\nas_of = {date}\n");
        for good in ["2026-06-30", "\"2026-06-30\""] {
            let kaigo = parse("ouchi.toml", &with(good)).expect("valid").sources.kaigo.expect("given");
            assert_eq!(kaigo.as_of, Some(jiff::civil::date(2026, 6, 30)));
        }
        let error = parse("ouchi.toml", &with("\"6月\"")).expect_err("no date");
        assert_eq!(error.message, "「6月」は日付として読めません。");
        assert_eq!(error.help.as_deref(), Some("2026-06-30 の形で書いてください。"));
        assert_eq!(error.place.map(|place| place.to_string()).as_deref(), Some("ouchi.toml 12行9文字目"));
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let error = parse("ouchi.toml", "[site]\nname = \"流山\" x\n").expect_err("bad");
        assert_eq!(error.place.map(|place| place.to_string()).as_deref(), Some("ouchi.toml 2行13文字目"));
    }
}
