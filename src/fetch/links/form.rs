//! What an address must look like, the deep links into the national systems above all: they are built from numbers,
//! and a wrong one leads to another institution or to an error page that says 200.

use crate::io::http::Url;
use std::collections::BTreeMap;

/// A national system that is linked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum National {
    /// 医療情報ネット（ナビイ）.
    Navii,
    /// 介護事業所・生活関連情報検索.
    Care,
}

/// Which national system an address belongs to.
pub fn national(url: &str) -> Option<National> {
    match Url::parse(url).ok()?.host_str()? {
        "www.iryou.teikyouseido.mhlw.go.jp" => Some(National::Navii),
        "www.kaigokensaku.mhlw.go.jp" => Some(National::Care),
        _ => None,
    }
}

/// What is wrong with an address, as the end of a sentence; `None` when nothing is.
pub fn trouble(url: &str) -> Option<String> {
    let Ok(parsed) = Url::parse(url) else { return Some("アドレスとして読めません".into()) };
    let host = parsed.host_str().unwrap_or_default();
    if !host.contains('.') && host != "localhost" || host.starts_with('.') || host.contains("..") {
        return Some("サイトの名前（ドメイン）の形ではありません".into());
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Some("利用者名やパスワードを含んでいます".into());
    }
    if parsed.path().contains("http:/") || parsed.path().contains("https:/") {
        return Some("アドレスが2つつながっています".into());
    }
    match national(url)? {
        National::Navii => navii(&parsed),
        National::Care => care(&parsed),
    }
    .map(|what| format!("国のサイトのアドレスとして正しくありません（{what}）"))
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

fn prefecture(text: &str) -> bool {
    digits(text, 2) && (1..=47).contains(&text.parse::<u8>().unwrap_or(0))
}

fn navii(url: &Url) -> Option<String> {
    let query: BTreeMap<_, _> = url.query_pairs().collect();
    let get = |key: &str| query.get(key).map_or("", |value| value.as_ref());
    let Some(screen) =
        url.path().strip_prefix("/znk-web/juminkanja/").and_then(|path| path.strip_suffix("/initialize"))
    else {
        return (url.path() != "/" && !url.path().starts_with("/znk-web/juminkanja/")).then(|| "ページ".to_owned());
    };
    let wrong = |key: &str| Some(format!("{key}={}", get(key)));
    match screen {
        "S2430" if !prefecture(get("prefCd")) => wrong("prefCd"),
        "S2430" if !matches!(get("kikanKbn"), "1" | "2" | "3" | "4" | "5") => wrong("kikanKbn"),
        // Some prefectures use letters.
        "S2430" if get("kikanCd").len() != 10 || !get("kikanCd").bytes().all(|b| b.is_ascii_alphanumeric()) => {
            wrong("kikanCd")
        }
        "S2310" if !prefecture(get("pref")) => wrong("pref"),
        "S2400" if !get("lo").starts_with(['0', '1']) => wrong("lo"),
        "S2400" if get("lo").starts_with('1') && !digits(get("lo"), 6) => wrong("lo"),
        _ => None,
    }
}

fn care(url: &Url) -> Option<String> {
    let query: BTreeMap<_, _> = url.query_pairs().collect();
    let get = |key: &str| query.get(key).map_or("", |value| value.as_ref());
    let code = url.path().trim_start_matches('/').split('/').next().unwrap_or_default();
    if code.is_empty() {
        return None;
    }
    if !prefecture(code) {
        return Some(format!("都道府県 {code}"));
    }
    if !query.keys().any(|key| key.starts_with("action_kouhyou_detail_")) {
        return None;
    }
    let (number, rest) = get("JigyosyoCd").split_once('-').unwrap_or_default();
    let shaped = number.len() == 10 && number.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    if !shaped || !digits(rest, 2) || !number.starts_with(code) {
        return Some(format!("JigyosyoCd={}", get("JigyosyoCd")));
    }
    (!digits(get("ServiceCd"), 3)).then(|| format!("ServiceCd={}", get("ServiceCd")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAVII: &str = "https://www.iryou.teikyouseido.mhlw.go.jp/znk-web/juminkanja";
    const CARE: &str = "https://www.kaigokensaku.mhlw.go.jp";

    #[test]
    fn well_formed_links_pass() {
        for url in [
            format!("{NAVII}/S2430/initialize?prefCd=99&kikanCd=9900000001&kikanKbn=2").replace("99&", "12&"),
            format!("{NAVII}/S2430/initialize?kikanKbn=5&kikanCd=6R02600001&prefCd=40"),
            format!("{NAVII}/S2310/initialize?pref=12"),
            format!("{NAVII}/S2400/initialize?sortNo=1&sjk=3&jc=MC-01&lo=112220&page=0"),
            format!("{CARE}/"),
            format!("{CARE}/12/index.php?action_kouhyou_detail_022_kani=true&JigyosyoCd=1299900001-00&ServiceCd=430"),
            "https://clinic.example.jp/a?b=c".to_owned(),
        ] {
            assert_eq!(trouble(&url), None, "{url}");
        }
    }

    #[test]
    fn wrong_numbers_are_named() {
        let wrong = |url: String, part: &str| {
            let told = trouble(&url).unwrap_or_default();
            assert!(told.contains(part), "{url}: {told}");
        };
        wrong(format!("{NAVII}/S2430/initialize?prefCd=12&kikanCd=123&kikanKbn=2"), "kikanCd=123");
        wrong(format!("{NAVII}/S2430/initialize?prefCd=48&kikanCd=1234567890&kikanKbn=2"), "prefCd=48");
        wrong(format!("{NAVII}/S2430/initialize?prefCd=12&kikanCd=1234567890&kikanKbn=9"), "kikanKbn=9");
        wrong(format!("{NAVII}/S2400/initialize?lo=1122"), "lo=1122");
        wrong(
            format!("{CARE}/13/index.php?action_kouhyou_detail_022_kani=true&JigyosyoCd=1299900001-00&ServiceCd=430"),
            "JigyosyoCd",
        );
        wrong("https://example".into(), "ドメイン");
        wrong("https://a:b@example.jp/".into(), "パスワード");
        wrong("https://example.jp/http://example.jp/".into(), "2つ");
    }
}
