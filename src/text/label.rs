//! What the words of an establishment's name say: its sort, its departments, its branch; and what is left, the stem.
//!
//! 「見本内科クリニック駅前分院」 is the stem 見本, a department, a type and two branch words. Two names with one stem may be
//! one place that changed its sign, or a branch; the words tell which.

mod words;

use super::{fold, kana, name};
use std::collections::HashMap;
use std::sync::LazyLock;
use words::{BRANCHES, DEPARTMENTS, NEUTRAL, SERVICES, SORTS, TYPES};

/// What sort of establishment a name says. Two sorts are two establishments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// The name does not say.
    Unsaid,
    /// クリニック, 医院, 診療所, a department.
    Clinic,
    /// 病院.
    Hospital,
    /// 歯科.
    Dental,
    /// 薬局.
    Pharmacy,
    /// 接骨院, 鍼灸.
    Therapy,
    /// 訪問看護ステーション.
    Nurses,
    /// 訪問介護, ヘルパーステーション.
    Helpers,
    /// 居宅介護支援, ケアプラン.
    CarePlan,
    /// デイサービス, 通所介護.
    DayCare,
    /// 介護老人保健施設.
    HealthFacility,
    /// 特別養護老人ホーム.
    NursingHome,
    /// グループホーム.
    GroupHome,
    /// 有料老人ホーム, サービス付き高齢者向け住宅, ケアハウス.
    Residence,
    /// ショートステイ.
    ShortStay,
    /// 小規模多機能.
    Multifunction,
    /// 訪問入浴.
    Bathing,
    /// 福祉用具.
    Equipment,
    /// 地域包括支援センター.
    Desk,
}

/// A word of the lexicon and what it says.
#[derive(Debug, Clone, Copy)]
enum Word {
    /// A sort.
    Sort(Sort),
    /// A type without a sort of its own.
    Type,
    /// A department; the number is its bit.
    Department(u8),
    /// A service that a medical institution gives under its own number.
    Service,
    /// A branch word, in one form.
    Branch(&'static str),
    /// A word that says nothing: 本院.
    Neutral,
}

/// A name taken apart. All texts are folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// Without legal form and operator: [`name::key`].
    pub core: Box<str>,
    /// The core without the services of an institution: 見本医院訪問リハビリテーション → 見本医院.
    pub plain: Box<str>,
    /// What is left when every known word is taken out; the core when nothing is.
    pub stem: Box<str>,
    /// Branch words, sorted and joined.
    pub branch: Box<str>,
    /// Departments, one bit each.
    pub departments: u32,
    /// What the name says it is.
    pub sort: Option<Sort>,
}

/// The bit of 小児科 in [`Label::departments`].
pub const CHILDREN: u32 = 1 << 1;

/// Words by their first character, longest first.
type Lexicon = HashMap<char, Vec<(Vec<char>, Word)>>;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut all: Lexicon = HashMap::new();
    let mut add = |text: &str, word: Word| {
        let folded: Vec<char> = fold_word(text).chars().collect();
        if let Some(first) = folded.first().copied() {
            let words = all.entry(first).or_default();
            if !words.iter().any(|(have, _)| *have == folded) {
                words.push((folded, word));
            }
        }
    };
    for (bit, words) in (0_u8..).zip(DEPARTMENTS) {
        words.iter().for_each(|text| add(text, Word::Department(bit)));
    }
    for (sort, words) in SORTS {
        words.iter().for_each(|text| add(text, Word::Sort(*sort)));
    }
    SERVICES.iter().for_each(|text| add(text, Word::Service));
    TYPES.iter().for_each(|text| add(text, Word::Type));
    NEUTRAL.iter().for_each(|text| add(text, Word::Neutral));
    for (text, one) in BRANCHES {
        add(text, Word::Branch(one));
    }
    all.values_mut().for_each(|words| words.sort_by_key(|(text, _)| std::cmp::Reverse(text.len())));
    all
});

/// A word in the folded form of [`name::key`].
fn fold_word(text: &str) -> String {
    let unified = text.chars().map(|c| name::unified(kana::enlarge(kana::katakana(c))));
    super::written(text.len(), unified.filter(|c| !fold::is_dropped(*c)))
}

/// Takes a name apart.
pub fn label(text: &str) -> Label {
    of_core(&name::key(text))
}

/// Takes a name apart whose [`name::key`] is known.
pub fn of_core(core: &str) -> Label {
    let lexicon = &*LEXICON;
    let chars: Vec<char> = core.chars().collect();
    let (mut plain, mut stem, mut types) = (String::new(), String::new(), String::new());
    let mut branches: Vec<&str> = Vec::new();
    let mut found = Label { core: core.into(), ..Label::default() };
    let mut said: Option<Sort> = None;
    let mut at = 0;
    while at < chars.len() {
        let hit = lexicon
            .get(&chars[at])
            .and_then(|words| words.iter().find(|(text, _)| chars[at..].starts_with(text)))
            .map(|(text, word)| (text.len(), *word));
        let (length, word) = hit.unwrap_or((1, Word::Neutral));
        let text = &chars[at..at + length];
        match (hit.is_some(), word) {
            (false, _) => {
                plain.push(chars[at]);
                stem.push(chars[at]);
            }
            (true, Word::Service) => {}
            (true, Word::Neutral) => plain.extend(text),
            (true, Word::Type) => {
                plain.extend(text);
                types.extend(text);
            }
            (true, Word::Sort(sort)) => {
                plain.extend(text);
                types.extend(text);
                said = Some(stronger(said, sort));
            }
            (true, Word::Department(bit)) => {
                plain.extend(text);
                types.extend(text);
                found.departments |= 1 << bit;
                said = said.or(Some(Sort::Clinic));
            }
            (true, Word::Branch(one)) => {
                plain.extend(text);
                branches.push(one);
            }
        }
        at += length;
    }
    if stem.is_empty() {
        // 「駅前クリニック」: the branch word is the name.
        stem = if branches.is_empty() { types } else { branches.concat() };
        branches.clear();
    }
    if stem.is_empty() {
        stem = core.to_owned();
    }
    branches.sort_unstable();
    found.plain = if plain.is_empty() { core.into() } else { plain.into() };
    found.stem = stem.into();
    found.branch = branches.join("+").into();
    found.sort = said;
    found
}

/// Which of two sorts in one name counts: what is not a clinic says more than クリニック does.
fn stronger(before: Option<Sort>, now: Sort) -> Sort {
    match before {
        None | Some(Sort::Clinic) => now,
        Some(Sort::Hospital) if now != Sort::Clinic => now,
        Some(before) => before,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_the_stem() {
        let of = label("医療法人社団曙会 見本内科クリニック 駅前分院");
        assert_eq!((&*of.stem, &*of.branch, of.sort), ("見本", "分院+駅前", Some(Sort::Clinic)));
        assert_eq!(label("見本医院").stem, label("見本クリニック").stem);
        assert_eq!(label("第二見本薬局").branch, label("見本薬局第2").branch);
        assert_eq!(&*label("駅前クリニック").stem, "駅前");
        assert_eq!(label("見本訪問看護ステーション").sort, Some(Sort::Nurses));
        assert_eq!(label("見本歯科クリニック").sort, Some(Sort::Dental));
        assert_eq!(label("見本病院").sort, Some(Sort::Hospital));
    }

    #[test]
    fn services_under_the_institutions_number_are_left_out() {
        assert_eq!(label("見本医院訪問リハビリテーション").plain, label("見本医院").plain);
        assert_eq!(label("訪問リハビリテーション 見本外科").plain, label("見本外科").plain);
        assert_ne!(label("見本医院訪問看護ステーション").plain, label("見本医院").plain);
    }
}
