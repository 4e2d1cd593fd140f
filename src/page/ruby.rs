//! Readings over hard words: the first time that a page uses a word of the glossary, its reading stands with it.

use super::content::Word;
use memchr::memmem;
use std::fmt::Write;

/// Where a reading would be in the way: titles, links, and what is written for machines.
const LEFT_ALONE: [&str; 7] = ["a", "code", "h1", "h2", "h3", "h4", "th"];

/// Adds to HTML that came from a text. Every word gets its reading once; the longer of two words at one place wins.
pub(super) fn readings(html: &str, glossary: &[Word]) -> String {
    let mut open: Vec<&Word> =
        glossary.iter().filter(|one| needs_reading(&one.word) && !one.reading.is_empty()).collect();
    open.sort_by_key(|one| std::cmp::Reverse(one.word.chars().count()));
    let mut out = String::with_capacity(html.len() + 512);
    let mut inside = 0_usize;
    let mut rest = html;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if inside == 0 {
            add(&mut out, text, &mut open)
        } else {
            out.push_str(text)
        }
        let (tag, next) = after.split_at(after.find('>').map_or(after.len(), |at| at + 1));
        let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        if LEFT_ALONE.contains(&name.as_str()) {
            inside = if tag.starts_with("</") { inside.saturating_sub(1) } else { inside + 1 };
        }
        out.push_str(tag);
        rest = next;
    }
    out
}

/// Text between two tags, with the readings of the words that stand in it for the first time.
fn add(out: &mut String, text: &str, open: &mut Vec<&Word>) {
    let mut rest = text;
    // The earliest place first; of words at one place the longest, which comes first in the list.
    while let Some((at, which)) = open
        .iter()
        .enumerate()
        .filter_map(|(which, one)| memmem::find(rest.as_bytes(), one.word.as_bytes()).map(|at| (at, which)))
        .min_by_key(|(at, which)| (*at, *which))
    {
        let one = open.remove(which);
        out.push_str(&rest[..at]);
        // Neither holds anything that HTML would read: the text around was written with its signs escaped.
        let _ = write!(out, "<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", one.word, escaped(&one.reading));
        rest = &rest[at + one.word.len()..];
    }
    out.push_str(rest);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A word in kana reads itself.
fn needs_reading(word: &str) -> bool {
    word.chars().any(|c| matches!(c, '\u{4E00}'..='\u{9FFF}' | '々'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Vec<Word> {
        let word =
            |word: &str, reading: &str| Word { word: word.into(), reading: reading.into(), meaning: String::new() };
        vec![
            word("往診", "おうしん"),
            word("訪問看護", "ほうもんかんご"),
            word("ナビイ", "なびい"),
            word("看護", "かんご"),
        ]
    }

    #[test]
    fn the_first_use_has_its_reading_and_no_other() {
        let html = readings("<p>往診と往診</p>", &glossary());
        assert_eq!(html, "<p><ruby>往診<rp>（</rp><rt>おうしん</rt><rp>）</rp></ruby>と往診</p>");
    }

    #[test]
    fn titles_links_and_words_in_kana_stay_as_they_are() {
        let html = "<h2>往診</h2><p><a href=\"x\">訪問看護</a>とナビイ</p>";
        assert_eq!(readings(html, &glossary()), html);
        assert!(readings("<h2>往診</h2><p>往診</p>", &glossary()).contains("</h2><p><ruby>往診"));
    }

    #[test]
    fn the_longer_word_wins() {
        let html = readings("<p>訪問看護の看護師</p>", &glossary());
        assert!(
            html.contains("<rt>ほうもんかんご</rt>")
                && html.contains("<rt>かんご</rt>")
                && !html.contains("訪問<ruby>")
        );
    }

    #[test]
    fn attributes_are_not_text() {
        let html = "<img alt=\"往診\" src=\"a\">";
        assert_eq!(readings(html, &glossary()), html);
    }
}
