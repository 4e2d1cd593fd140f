//! One cell → one value, with a finding when it cannot be understood.

use super::municipalities::Municipalities;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::LonLat;
use crate::place::{Origin, SourceId, Sourced, Sources};
use crate::text::phone::PhoneTrouble;
use crate::text::{phone, width};

/// How findings repeat what a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// In 「」: registers are public.
    Whole,
    /// Not at all: a survey's cells are between who answered and the staff. The place says where to look.
    Nothing,
}

impl Quoting {
    pub(super) fn of(self, text: &str) -> String {
        match self {
            Self::Whole => format!("「{text}」"),
            Self::Nothing => String::new(),
        }
    }
}

/// Collects findings while the sources are read by several threads.
pub(super) struct Finder<'a> {
    sources: &'a Sources,
    pub(super) quoting: Quoting,
    pub(super) found: Diagnostics,
    pub(super) municipalities: Municipalities,
}

impl<'a> Finder<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, quoting: Quoting::Whole, found: Diagnostics::new(), municipalities: Municipalities::default() }
    }

    /// For sources of which no finding may repeat a cell.
    pub(super) fn discreet(sources: &'a Sources) -> Self {
        Self { quoting: Quoting::Nothing, ..Self::new(sources) }
    }

    /// Where findings lie.
    pub(super) const fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// Takes in what another thread found.
    pub(super) fn absorb(&mut self, other: Self) {
        self.found.absorb(other.found);
        self.municipalities.absorb(other.municipalities);
    }

    fn push(
        &mut self,
        severity: Severity,
        code: &'static str,
        origin: Origin,
        words: impl FnOnce() -> (String, &'static str),
    ) {
        let sources = self.sources;
        self.found.push_with(code, severity, || {
            let (message, help) = words();
            let diagnostic = Diagnostic::new(severity, code, message).at(sources.place(origin));
            if help.is_empty() { diagnostic } else { diagnostic.help(help) }
        });
    }

    /// Worth knowing; it was mended or left out by itself.
    pub(super) fn note(&mut self, code: &'static str, origin: Origin, words: impl FnOnce() -> String) {
        self.push(Severity::Note, code, origin, || (words(), ""));
    }

    /// Should be looked at.
    pub(super) fn warning(
        &mut self,
        code: &'static str,
        origin: Origin,
        words: impl FnOnce() -> (String, &'static str),
    ) {
        self.push(Severity::Warning, code, origin, words);
    }

    /// The file breaks its own format, or the page would mislead.
    pub(super) fn error(&mut self, code: &'static str, origin: Origin, words: impl FnOnce() -> (String, &'static str)) {
        self.push(Severity::Error, code, origin, words);
    }
}

/// The origin of a cell.
pub(super) const fn origin(source: SourceId, row: u32, column: Option<u16>) -> Origin {
    Origin {
        source,
        row,
        column: match column {
            Some(column) => column,
            None => 0,
        },
    }
}

/// Cleaned text; `None` when blank. Gaiji are reported and kept as 〓, which says that something stood there.
pub(super) fn text(finder: &mut Finder<'_>, raw: &str, origin: Origin) -> Option<Sourced<String>> {
    let mut clean = width::clean(raw);
    if clean.contains(width::is_private) {
        clean = clean.replace(width::is_private, "〓");
        let quoting = finder.quoting;
        finder.warning("text-gaiji", origin, || {
            let words = match quoting {
                Quoting::Whole => format!("「{clean}」の〓は、ほかのパソコンでは表示できない外字です。"),
                Quoting::Nothing => "ほかのパソコンでは表示できない外字があります。〓と読みました。".to_owned(),
            };
            (words, "正しい字を調べ、市の一覧か調査票に書いてください。")
        });
    }
    (!clean.is_empty()).then(|| Sourced::new(clean, origin))
}

/// Codes of the findings about one kind of number.
pub(super) struct PhoneCodes {
    /// What staff read: 電話番号.
    pub(super) what: &'static str,
    /// Written in another form than `0d-d-d`.
    pub(super) form: &'static str,
    /// Not a number.
    pub(super) unreadable: &'static str,
    /// Written with an area code of before 2001.
    pub(super) old: &'static str,
}

/// 電話番号.
pub(super) const PHONE: PhoneCodes =
    PhoneCodes { what: "電話番号", form: "phone-form", unreadable: "phone-unreadable", old: "phone-old-area-code" };
/// FAX番号.
pub(super) const FAX: PhoneCodes =
    PhoneCodes { what: "FAX番号", form: "fax-form", unreadable: "fax-unreadable", old: "fax-old-area-code" };

/// A phone number in the hyphenated form; `None` when blank or not a number.
pub(super) fn number(
    finder: &mut Finder<'_>,
    raw: &str,
    origin: Origin,
    codes: &PhoneCodes,
) -> Option<Sourced<String>> {
    if raw.trim().is_empty() {
        return None;
    }
    let quoting = finder.quoting;
    let read_as = |number: &str| match quoting {
        Quoting::Whole => format!("「{number}」と読みました"),
        Quoting::Nothing => "読みました".to_owned(),
    };
    if let Some(found) = without_zero(raw) {
        let what = codes.what;
        finder.warning("phone-lost-zero", origin, || {
            (
                format!("{what}{}は先頭の0が消えています。0を補って{}。", quoting.of(raw), read_as(&found)),
                "セルの書式を「文字列」にして入力しなおしてください。",
            )
        });
        return Some(Sourced::new(found, origin));
    }
    if !is_hyphenated(raw) {
        finder.note(codes.form, origin, || {
            format!("{}{}は半角の数字とハイフンの形ではありません。", codes.what, quoting.of(raw))
        });
    }
    match phone::read(raw) {
        Ok(read) => {
            if read.was_old {
                finder.note(codes.old, origin, || {
                    let now = match quoting {
                        Quoting::Whole => read_as(&read.number),
                        Quoting::Nothing => "いまの番号に直して読みました".to_owned(),
                    };
                    format!("{}{}は昔の市外局番なので、{now}。", codes.what, quoting.of(raw))
                });
            }
            if read.ungrouped {
                finder.note("phone-ungrouped", origin, || {
                    let what = codes.what;
                    format!("{what}{}はハイフンの位置が決められないので、数字だけで出します。", quoting.of(raw))
                });
            }
            Some(Sourced::new(read.number, origin))
        }
        Err(PhoneTrouble::Empty) => None,
        Err(trouble) => {
            finder.warning(codes.unreadable, origin, || {
                (
                    format!("{}{}は{}。載せませんでした。", codes.what, quoting.of(raw), trouble.words()),
                    "「04-0000-0001」のように市外局番から書いてください。",
                )
            });
            None
        }
    }
}

/// The number that nine or ten digits alone are with a zero before them: a spreadsheet took it for a quantity.
fn without_zero(raw: &str) -> Option<String> {
    let digits = width::clean(raw);
    let lost = matches!(digits.len(), 9 | 10) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    lost.then(|| phone::parse(&format!("0{digits}")).ok()).flatten()
}

/// `0`, digits, `-`, digits, `-`, digits, all half-width and nothing else.
fn is_hyphenated(raw: &str) -> bool {
    let mut groups = raw.split('-');
    let digits = |group: Option<&str>, least: usize| {
        group.is_some_and(|group| group.len() >= least && group.bytes().all(|b| b.is_ascii_digit()))
    };
    raw.starts_with('0')
        && digits(groups.next(), 2)
        && digits(groups.next(), 1)
        && digits(groups.next(), 1)
        && groups.next().is_none()
}

/// A web address with its scheme; mended where it is plain what was meant.
pub(super) fn url(finder: &mut Finder<'_>, raw: &str, origin: Origin) -> Option<Sourced<String>> {
    if raw.is_empty() {
        return None;
    }
    let rest = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://"));
    if !rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace)) {
        finder.note("url-form", origin, || {
            format!("URL「{raw}」は http:// か https:// で始まる1つのアドレスではありません。")
        });
    }
    match mended_url(raw) {
        Some(url) => Some(Sourced::new(url, origin)),
        None => {
            finder.note("url-unusable", origin, || {
                format!("URL「{raw}」はWebページのアドレスとして使えないので、載せませんでした。")
            });
            None
        }
    }
}

/// What was meant by a web address, if that is plain: a lost scheme, full-width letters, `http//`, `https:/`, doubled schemes.
pub(super) fn mended_url(raw: &str) -> Option<String> {
    let clean = width::clean(raw);
    let mut rest = clean.split(' ').next().unwrap_or_default();
    let mut scheme = None;
    loop {
        let lower = rest.to_ascii_lowercase();
        let Some(length) = ["https", "http"].into_iter().find(|s| lower.starts_with(s)).map(str::len) else { break };
        let after = &rest[length..];
        let marks = after.len() - after.trim_start_matches([':', '/', ';', '.', ',']).len();
        if marks == 0 || !after[..marks].contains([':', '/', ';']) {
            break;
        }
        scheme = Some(if length == 5 { "https" } else { "http" });
        rest = &after[marks..];
    }
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let is_host = labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
        && labels.last().is_some_and(|last| last.len() >= 2 && !last.bytes().all(|b| b.is_ascii_digit()))
        && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.' || width::is_kanji(c) || is_kana(c));
    let clean =
        !rest.contains(['"', '<', '>', '\\', '`', '{', '}', '|', '^']) && !host.contains('@') && !rest.contains('@');
    let ascii_enough = scheme.is_some() || host.is_ascii();
    // Without a scheme most sites still answer on http.
    (is_host && clean && ascii_enough).then(|| format!("{}://{rest}", scheme.unwrap_or("http")))
}

const fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30fe}')
}

/// A coordinate; `None` when blank, no number, or 0,0.
pub(super) fn point(finder: &mut Finder<'_>, lat: &str, lon: &str, origin: Origin) -> Option<Sourced<LonLat>> {
    let (lat_text, lon_text) = (width::clean(lat), width::clean(lon));
    if lat_text.is_empty() && lon_text.is_empty() {
        return None;
    }
    let (Ok(lat), Ok(lon)) = (lat_text.parse::<f64>(), lon_text.parse::<f64>()) else {
        finder.warning("coordinate-unreadable", origin, || {
            (format!("緯度「{lat}」経度「{lon}」は数として読めません。"), "「35.856123」のように小数で書いてください。")
        });
        return None;
    };
    if lat == 0.0 && lon == 0.0 {
        finder.note("coordinate-zero", origin, || "緯度・経度が0です。座標なしとして扱いました。".to_owned());
        return None;
    }
    if !is_in_japan(lat, lon) {
        if is_in_japan(lon, lat) {
            finder.warning("coordinate-swapped", origin, || {
                (
                    format!("緯度「{lat}」と経度「{lon}」が入れかわっています。入れかえて読みました。"),
                    "緯度と経度の列を確かめてください。",
                )
            });
            return Some(Sourced::new(LonLat::new(lat, lon), origin));
        }
        finder.note("coordinate-abroad", origin, || format!("座標 {lat},{lon} は日本の外です。使いませんでした。"));
        return None;
    }
    Some(Sourced::new(LonLat::new(lon, lat), origin))
}

/// Within the box of Japan's islands.
fn is_in_japan(lat: f64, lon: f64) -> bool {
    (20.0..=46.0).contains(&lat) && (122.0..=154.0).contains(&lon)
}

/// A municipality's six-digit code, its lost zero and its check digit repaired.
///
/// Five digits can mean two places (12220 is 三笠市 without its zero and 流山市 without its check digit): then the one
/// that was asked for is taken, and the prefecture's name decides in [`super::Scope::wants`].
pub(super) fn municipality_code(raw: &str, wanted: &str) -> Option<String> {
    let text = width::clean(raw);
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let padded = format!("0{text}");
    let five = match text.len() {
        6 => text.get(..5)?.to_owned(),
        // 92011 is 092011 without its zero; 12220 is 122203 without its check digit.
        5 if wanted.starts_with(&text) => text,
        5 if padded.ends_with(&check_digit(&padded[..5]).to_string()) => padded[..5].to_owned(),
        5 => text,
        4 => padded,
        _ => return None,
    };
    Some(with_check_digit(&five))
}

/// The six-digit code of JIS X 0402's five digits.
pub(super) fn with_check_digit(five: &str) -> String {
    format!("{five}{}", check_digit(five))
}

/// The sixth digit, of JIS X 0402's five.
fn check_digit(five: &str) -> u32 {
    let sum: u32 = five.bytes().zip([6, 5, 4, 3, 2]).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    (11 - sum % 11) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_repaired() {
        for (raw, code) in
            [("122203", "122203"), ("12220", "122203"), ("92011", "092011"), ("272104", "272108"), ("9201", "092011")]
        {
            assert_eq!(municipality_code(raw, "122203").as_deref(), Some(code), "{raw}");
        }
        assert_eq!(municipality_code("千葉", ""), None);
    }

    #[test]
    fn addresses_are_mended_when_plain() {
        for (raw, url) in [
            ("https://example.jp/a", Some("https://example.jp/a")),
            ("www.example.jp", Some("http://www.example.jp")),
            ("http//example.jp", Some("http://example.jp")),
            ("https:/example.jp", Some("https://example.jp")),
            ("ｈｔｔｐ：／／example.jp", Some("http://example.jp")),
            ("http://https://example.jp", Some("https://example.jp")),
            ("HTTP://EXAMPLE.JP", Some("http://EXAMPLE.JP")),
            ("a@example.jp", None),
            ("無", None),
            ("javascript:alert(1)", None),
            ("http://", None),
        ] {
            assert_eq!(mended_url(raw).as_deref(), url, "{raw}");
        }
    }
}
