//! Names of establishments: a comparable form, and the parts they are made of.

mod words;

use super::{fold, kana, width};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use words::{FORMS, GENERIC, OLD_FORMS, PLACES, SERVICES};

/// [`SERVICES`] and [`GENERIC`] in the form in which they are looked for.
static NO_NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| SERVICES.iter().chain(GENERIC).map(|word| tightened(&usual_form(word))).collect());
/// [`PLACES`] in that form.
static PLACE_WORDS: LazyLock<Vec<String>> =
    LazyLock::new(|| PLACES.iter().map(|word| tightened(&usual_form(word))).collect());

/// The characters with which forms begin and end: nearly every name has neither.
static FORM_ENDS: LazyLock<(BTreeSet<char>, BTreeSet<char>)> = LazyLock::new(|| {
    (
        FORMS.iter().filter_map(|form| form.chars().next()).collect(),
        FORMS.iter().filter_map(|form| form.chars().next_back()).collect(),
    )
});

/// What a name is made of. Joined in order they say the name, spaces aside.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// 医療法人社団, 株式会社 …
    pub legal: Option<String>,
    /// The operator's own name after the legal form: 曙会.
    pub group: Option<String>,
    /// The name itself.
    pub core: String,
    /// The service at its end: 訪問看護ステーション.
    pub service: Option<String>,
}

/// The comparable form of a name: no legal form, no operator in front, widths, kana and variants unified, no spaces or
/// marks. Never empty for a name that has a letter or a kanji.
pub fn key(name: &str) -> String {
    let mut folded = key_once(name);
    if is_settled(&folded) {
        return folded;
    }
    for _ in 0..6 {
        let next = key_once(&folded);
        if next == folded {
            break;
        }
        folded = next;
    }
    folded
}

/// Whether folding again can change nothing: no legal form is left, and only characters that fold to themselves.
fn is_settled(folded: &str) -> bool {
    let itself = |c: char| match c {
        'a'..='z' | '0'..='9' => true,
        '\u{30a1}'..='\u{30fa}' => c != 'ヴ' && kana::enlarge(c) == c && c != 'ガ',
        '\u{4e00}'..='\u{9fff}' => unified(c) == c,
        _ => false,
    };
    folded.chars().all(itself) && !folded.contains("法人") && !folded.contains("会社")
}

fn key_once(name: &str) -> String {
    let usual = usual_form(name);
    let (_, _, core) = front(&usual);
    let core = without_form_at_end(core);
    let tight = tightened(core);
    if tight.is_empty() { tightened(&usual) } else { tight }
}

/// Takes a name apart.
pub fn parts(name: &str) -> Parts {
    let shown = width::clean(&expand_marks(name));
    let (legal, group, core) = front(&shown);
    let core = without_form_at_end(core).trim();
    let (core, service) =
        match SERVICES.iter().find_map(|service| core.strip_suffix(service).map(|rest| (rest, *service))) {
            Some((rest, service)) if has_substance(rest) => (rest.trim(), Some(service.to_owned())),
            _ => (core, None),
        };
    Parts { legal: legal.map(str::to_owned), group: group.map(str::to_owned), core: core.to_owned(), service }
}

/// The name by which people know an establishment: without legal form and operator where a name of its own follows.
///
/// 「医療法人社団江陽会 江陽台病院」 → 「江陽台病院」; 「株式会社ミチコム」 stays, it has no other name.
pub fn shown(name: &str) -> String {
    let clean = width::clean(name);
    let parts = parts(name);
    let medical = parts.legal.as_deref().is_some_and(|legal| legal.contains("医療法人"));
    // 「LEAP Medical …」: where a foreign operator's name ends cannot be told.
    let foreign = parts.group.as_deref().is_some_and(str::is_ascii)
        && parts.core.starts_with(|first: char| first.is_ascii_alphabetic());
    match clean.find(&parts.core) {
        Some(at)
            if (parts.group.is_some() || medical) && parts.legal.is_some() && !foreign && !parts.core.is_empty() =>
        {
            clean[at..].to_owned()
        }
        _ => clean,
    }
}

/// ㈱ and the like as words in brackets.
fn expand_marks(name: &str) -> String {
    name.chars()
        .flat_map(|c| {
            let word = match c {
                '㈱' => "(株)",
                '㈲' => "(有)",
                '㈶' => "(財)",
                '㈳' => "(社)",
                '㈻' => "(学)",
                _ => "",
            };
            word.chars().chain(word.is_empty().then_some(c))
        })
        .collect()
}

/// NFKC, lower case, one kind of kana and variant; spaces and brackets still there.
fn usual_form(name: &str) -> String {
    let mut lower = width::nfkc(name);
    if width::is_simple(name) {
        // Only ASCII has another case here, and nothing joins anew.
        lower.make_ascii_lowercase();
    } else {
        lower = width::nfkc(&lower.chars().flat_map(char::to_lowercase).collect::<String>());
    }
    let usual = |c: char| match unified(kana::enlarge(kana::katakana(c))) {
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let unified = super::written(lower.len(), lower.chars().map(usual));
    if !unified.contains('ガ') {
        let trimmed = unified.trim();
        return if trimmed.len() == unified.len() { unified } else { trimmed.to_owned() };
    }
    let chars: Vec<char> = unified.chars().collect();
    let kanji = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| width::is_kanji(*c));
    chars
        .iter()
        .enumerate()
        .map(|(i, c)| if *c == 'ガ' && kanji(i.checked_sub(1)) && kanji(Some(i + 1)) { 'ケ' } else { *c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The usual form of a character in a name.
pub(super) fn unified(c: char) -> char {
    fold::among_kanji(&UNIFIED, c).unwrap_or_else(|| listed(fold::usual(c)))
}

static UNIFIED: LazyLock<Vec<char>> = LazyLock::new(|| fold::of_kanji(|c| listed(fold::usual(c))));

/// An old form → the one that is written today.
fn listed(c: char) -> char {
    if c < '\u{4e00}' {
        return c;
    }
    OLD.binary_search_by_key(&c, |(old, _)| *old).map_or(c, |at| OLD[at].1)
}

static OLD: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let chars: Vec<char> = OLD_FORMS.chars().filter(|c| !c.is_whitespace()).collect();
    let mut all: Vec<(char, char)> = chars.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    all.sort_unstable();
    all
});

fn tightened(text: &str) -> String {
    super::written(text.len(), text.chars().filter(|c| !fold::is_dropped(*c)))
}

/// Legal form and operator in front, and what comes after; never takes everything.
fn front(name: &str) -> (Option<&str>, Option<&str>, &str) {
    let mut rest = name;
    let mut form_end = 0;
    while let Some(after) = without_form_in_front(rest) {
        rest = after;
        form_end = name.len() - rest.len();
    }
    if form_end == 0 {
        return behind(name).unwrap_or((None, None, name));
    }
    let legal = Some(name[..form_end].trim());
    match operator(rest) {
        Some((group, after)) => (legal, Some(group), without_form_in_front(after).unwrap_or(after)),
        None => (legal, None, rest),
    }
}

/// 「見本商事株式会社 見本薬局」: an operator whose legal form stands behind its name.
fn behind(name: &str) -> Option<(Option<&str>, Option<&str>, &str)> {
    let (head, rest) = name.split_once(' ')?;
    let rest = rest.trim_start();
    let form = FORMS.iter().find(|form| head.ends_with(**form))?;
    let group = head.strip_suffix(form).map(str::trim_end).filter(|group| has_any(group))?;
    let says_what = || {
        let tight = tightened(&usual_form(rest));
        PLACE_WORDS.iter().any(|word| tight.contains(word.as_str()))
    };
    (has_substance(rest) && says_what()).then_some((Some(*form), Some(group), rest))
}

fn without_form_in_front(name: &str) -> Option<&str> {
    let name = name.trim_start();
    let first = name.chars().next()?.to_ascii_lowercase();
    if !FORM_ENDS.0.contains(&first) {
        return None;
    }
    FORMS.iter().find_map(|form| {
        let head = name.get(..form.len())?;
        // NPO is the only form with letters, and parts() sees it in capitals.
        let rest = head.eq_ignore_ascii_case(form).then(|| name[form.len()..].trim_start())?;
        has_any(rest).then_some(rest)
    })
}

fn without_form_at_end(name: &str) -> &str {
    let name = name.trim_end();
    if !name.chars().next_back().is_some_and(|last| FORM_ENDS.1.contains(&last)) {
        return name;
    }
    FORMS
        .iter()
        .find_map(|form| name.strip_suffix(form).map(str::trim_end).filter(|rest| has_any(rest)))
        .unwrap_or(name)
}

/// The operator's own name after a legal form: up to a space, or up to 会; when a name is left after it.
fn operator(name: &str) -> Option<(&str, &str)> {
    if let Some((group, rest)) = name.split_once(' ') {
        let is_place = |text: &str| {
            let tight = tightened(&usual_form(text));
            PLACE_WORDS.iter().any(|word| tight.contains(word.as_str()))
        };
        let ends = ["会", "財団", "社団", "グループ", "協会", "団", "園", "院"].iter().any(|end| group.ends_with(end));
        if (ends || is_place(rest)) && !is_place(group) && has_substance(rest) {
            return Some((group, rest.trim_start()));
        }
    }
    let (at, _) = name.char_indices().skip(1).take(8).find(|(i, c)| {
        let next = name[i + c.len_utf8()..].chars().next();
        *c == '会' && !matches!(next, Some('館' | '社' | '津' | '議' | '員' | '計'))
    })?;
    let (group, rest) = name.split_at(at + '会'.len_utf8());
    has_substance(rest).then_some((group, rest.trim_start()))
}

/// Whether anything is left that a name could be.
fn has_any(rest: &str) -> bool {
    rest.chars().any(|c| !fold::is_dropped(c))
}

/// Whether what is left is a name and not only 「病院」 or 「内科クリニック」.
fn has_substance(rest: &str) -> bool {
    let mut tight = tightened(&usual_form(rest));
    for word in NO_NAMES.iter() {
        if tight.contains(word.as_str()) {
            tight = tight.replace(word.as_str(), "");
        }
    }
    tight.chars().count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn legal_forms_and_operators_are_left_out() {
        for (long, short) in [
            ("医療法人社団曙会　見本中央病院", "見本中央病院"),
            ("医療法人社団曙会見本中央病院", "見本中央病院"),
            ("(医)見本医院", "見本医院"),
            ("㈱見本薬局", "見本薬局"),
            ("見本薬局（株）", "見本薬局"),
            ("株式会社 見本 訪問看護ステーション", "見本訪問看護ステーシヨン"),
            ("渡邉クリニック", "渡辺クリニック"),
            ("鰭が崎クリニック", "鰭ヶ崎クリニック"),
            ("みほん・ケアセンター", "ミホンケアセンター"),
            ("医療法人社団スリール 見本の森皮フ科", "見本の森皮フ科"),
            ("医療法人社団曙会見本中央病院附属 泉病院", "見本中央病院附属泉病院"),
            ("医療法人社団こばやし会こばやし耳鼻科 見本", "こばやし耳鼻科見本"),
            ("見本商事株式会社 泉野薬局", "泉野薬局"),
            ("ＮＰＯ法人見本の家", "特定非営利活動法人 見本の家"),
        ] {
            assert_eq!(key(long), key(short), "{long} {short}");
        }
    }

    #[test]
    fn nothing_is_stripped_to_nothing() {
        assert_eq!(key("株式会社"), "株式会社");
        assert_eq!(key("医療法人社団曙会"), "曙会");
        assert_eq!(key("医療法人社団 愛友会 病院"), key("愛友会病院"));
        assert_eq!(key("医療法人会津病院"), "会津病院");
        assert_eq!(key("医療法人社団 見本 耳鼻咽喉科クリニック"), key("見本耳鼻咽喉科クリニック"));
        assert!(!key("会").is_empty());
        assert_ne!(key("見本内科"), key("見本外科"));
    }

    #[test]
    fn parts_are_told_apart() {
        let of = parts("医療法人社団 曙会 見本中央 訪問看護ステーション");
        assert_eq!(of.legal.as_deref(), Some("医療法人社団"));
        assert_eq!(of.group.as_deref(), Some("曙会"));
        assert_eq!(of.core, "見本中央");
        assert_eq!(of.service.as_deref(), Some("訪問看護ステーション"));
        assert_eq!(parts("訪問看護ステーション").core, "訪問看護ステーション");
        assert_eq!(parts("㈱見本").legal.as_deref(), Some("(株)"));
    }

    proptest! {
        #[test]
        fn keying_twice_changes_nothing(text in "\\PC*") {
            let once = key(&text);
            prop_assert_eq!(key(&once), once);
        }

        #[test]
        fn keying_names_twice_changes_nothing(text in "(医療法人社団|株式会社|\\(医\\)|有限会社)?[会社ガケヶー 団医療法人株]{0,10}(株式会社)?") {
            let once = key(&text);
            prop_assert_eq!(key(&once), once);
        }
    }

    #[test]
    fn people_know_a_clinic_by_its_own_name() {
        for (name, known) in [
            ("医療法人社団江陽会　江陽台病院", "江陽台病院"),
            ("医療法人社団 大楠会 うのさわクリニック", "うのさわクリニック"),
            ("株式会社ミチコム", "株式会社ミチコム"),
            ("医療法人社団LEAP Medical 流山もりのまちクリニック", "医療法人社団LEAP Medical 流山もりのまちクリニック"),
            ("見本 さくら訪問看護ステーション", "見本 さくら訪問看護ステーション"),
        ] {
            assert_eq!(shown(name), known);
        }
    }
}
