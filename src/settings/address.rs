//! Addresses of the settings: what stands in a link of every page is checked before there is one.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// Whether it leads to a page of the web, and nothing in it ends the place where it is written.
pub fn is_web(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#']) && is_plain(rest))
}

fn is_plain(text: &str) -> bool {
    !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '\\'))
}

fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    !name.is_empty() && host.contains('.') && name.chars().all(known) && host.chars().all(|c| known(c) && c != '+')
}

/// Reads an address of the web that may be left out.
pub(super) fn read_web<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    if is_web(&text) {
        return Ok(Some(text));
    }
    Err(D::Error::custom(format!("「{text}」はアドレスとして使えません。https:// で始まるアドレスを書いてください。")))
}

/// Reads an address of mail that may be left out.
pub(super) fn read_mail<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    if is_mail(&text) {
        return Ok(Some(text));
    }
    Err(D::Error::custom(format!(
        "「{text}」はメールアドレスとして使えません。ouchi@city.example.jp の形で書いてください。"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_of_the_web_is_told_apart() {
        for good in ["https://www.city.example.jp/ouchi/", "http://localhost:8000/", "https://例え.jp/?p={page}&x=1#y"]
        {
            assert!(is_web(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "https:///x",
            "javascript:alert(1)",
            " https://x.jp/",
            "JAVASCRIPT:https://x.jp/",
            "data:text/html,x",
            "//x.jp/",
            "www.example.jp",
            "https://x.jp/\"><b>",
            "https://x.jp/\nx",
        ] {
            assert!(!is_web(bad), "{bad}");
        }
        for good in ["ouchi@city.example.jp", "a.b+c@x-y.jp"] {
            assert!(is_mail(good), "{good}");
        }
        for bad in ["", "@x.jp", "a@", "a@jp", "a@x.jp?bcc=b@y.jp", "a@x.jp\"", "a b@x.jp", "a@x.jp,b@x.jp"] {
            assert!(!is_mail(bad), "{bad}");
        }
    }
}
