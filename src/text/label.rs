//! What the words of an establishment's name say: its sort, its departments, its branch; and what is left, the stem.
//!
//! 「見本内科クリニック駅前分院」 is the stem 見本, a department, a type and two branch words. Two names with one stem may be
//! one place that changed its sign, or a branch; the words tell which.

use super::{fold, kana, name};
use std::collections::HashMap;
use std::sync::LazyLock;

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

const DEPARTMENTS: &[&[&str]] = &[
    &["内科", "総合内科"],
    &["小児科", "こどもクリニック", "キッズクリニック"],
    &["外科"],
    &["整形外科", "整形"],
    &["皮膚科", "皮フ科", "ひふ科"],
    &["眼科", "アイクリニック"],
    &["耳鼻咽喉科", "耳鼻科"],
    &["産婦人科", "産科", "婦人科", "レディースクリニック", "レディスクリニック", "ウィメンズクリニック"],
    &["泌尿器科"],
    &["精神科", "心療内科", "メンタルクリニック", "こころのクリニック", "神経科"],
    &["脳神経外科", "脳外科", "脳神経内科", "神経内科"],
    &["循環器内科", "循環器科", "ハートクリニック"],
    &["消化器内科", "消化器科", "胃腸科", "胃腸内科", "内視鏡クリニック"],
    &["呼吸器内科", "呼吸器科"],
    &["糖尿病内科", "内分泌内科"],
    &["腎臓内科", "腎クリニック", "透析クリニック", "人工透析"],
    &["形成外科", "美容外科", "美容皮膚科"],
    &["肛門科", "肛門外科"],
    &["リハビリテーション科"],
    &["放射線科", "画像診断"],
    &["麻酔科", "ペインクリニック"],
    &["アレルギー科", "リウマチ科"],
    &["乳腺外科", "乳腺クリニック"],
    &["在宅クリニック", "在宅診療所", "訪問クリニック", "ホームクリニック"],
];

const SORTS: &[(Sort, &[&str])] = &[
    (Sort::Hospital, &["病院", "ホスピタル", "医療センター", "総合病院", "中央病院", "リハビリテーション病院"]),
    (Sort::Clinic, &["クリニック", "医院", "診療所", "ファミリークリニック", "ケアクリニック"]),
    (
        Sort::Dental,
        &["歯科", "歯科医院", "歯科クリニック", "歯科診療所", "デンタルクリニック", "デンタル", "矯正歯科", "小児歯科"],
    ),
    (Sort::Pharmacy, &["薬局", "調剤薬局", "ファーマシー", "薬店", "保険薬局", "調剤"]),
    (Sort::Therapy, &["接骨院", "整骨院", "鍼灸院", "鍼灸", "はりきゅう", "マッサージ", "治療院", "整体院"]),
    (
        Sort::Nurses,
        &[
            "訪問看護ステーション",
            "訪問看護リハビリステーション",
            "訪問看護リハビリテーションステーション",
            "ナースステーション",
        ],
    ),
    (
        Sort::Helpers,
        &[
            "ヘルパーステーション",
            "訪問介護事業所",
            "訪問介護ステーション",
            "訪問介護",
            "ホームヘルプ",
            "ホームヘルパー",
            "介護ステーション",
        ],
    ),
    (
        Sort::CarePlan,
        &[
            "居宅介護支援事業所",
            "居宅介護支援センター",
            "居宅介護支援事業部",
            "居宅介護支援",
            "ケアプランセンター",
            "ケアプラン",
            "ケアマネジメントセンター",
            "介護支援センター",
            "指定居宅介護支援事業所",
        ],
    ),
    (
        Sort::DayCare,
        &[
            "デイサービスセンター",
            "デイサービス",
            "通所介護事業所",
            "通所介護",
            "デイホーム",
            "地域密着型通所介護",
            "認知症対応型通所介護",
        ],
    ),
    (Sort::HealthFacility, &["介護老人保健施設", "老人保健施設", "老健"]),
    (Sort::NursingHome, &["特別養護老人ホーム", "介護老人福祉施設", "特養"]),
    (Sort::GroupHome, &["グループホーム", "認知症対応型共同生活介護"]),
    (
        Sort::Residence,
        &[
            "有料老人ホーム",
            "介護付有料老人ホーム",
            "住宅型有料老人ホーム",
            "サービス付き高齢者向け住宅",
            "サービス付高齢者向け住宅",
            "ケアハウス",
            "養護老人ホーム",
        ],
    ),
    (Sort::ShortStay, &["ショートステイ", "短期入所生活介護", "ショートステイセンター"]),
    (
        Sort::Multifunction,
        &[
            "小規模多機能型居宅介護",
            "小規模多機能ホーム",
            "小規模多機能",
            "看護小規模多機能型居宅介護",
            "看護小規模多機能",
            "看多機",
        ],
    ),
    (Sort::Bathing, &["訪問入浴センター", "訪問入浴サービス", "訪問入浴介護", "訪問入浴"]),
    (Sort::Equipment, &["福祉用具センター", "福祉用具貸与", "福祉用具"]),
    (Sort::Desk, &["地域包括支援センター", "包括支援センター", "高齢者相談センター", "在宅介護支援センター"]),
];

const SERVICES: &[&str] = &[
    "通所リハビリテーションセンター",
    "通所リハビリテーション事業所",
    "通所リハビリテーション",
    "通所リハビリセンター",
    "通所リハビリ",
    "通所リハ",
    "訪問リハビリテーションセンター",
    "訪問リハビリテーション事業所",
    "訪問リハビリテーション",
    "訪問リハビリ",
    "訪問リハ",
    "デイケアセンター",
    "デイケア",
    "短期入所療養介護",
    "介護医療院",
    "訪問看護事業所",
    "訪問看護部",
    "訪問看護",
    "居宅療養管理指導",
    "療養通所介護",
];

const TYPES: &[&str] = &["センター", "ステーション", "事業所", "施設", "ホーム", "総合", "附属", "付属"];

const NEUTRAL: &[&str] = &["本院", "本店", "本館"];

const BRANCHES: &[(&str, &str)] = &[
    ("分院", "分院"),
    ("別院", "分院"),
    ("分室", "分室"),
    ("分園", "分園"),
    ("駅前", "駅前"),
    ("駅ビル", "駅ビル"),
    ("駅ナカ", "駅ナカ"),
    ("東口", "東口"),
    ("西口", "西口"),
    ("南口", "南口"),
    ("北口", "北口"),
    ("中央口", "中央口"),
    ("サテライト", "サテライト"),
    ("アネックス", "アネックス"),
    ("annex", "アネックス"),
    ("別館", "別館"),
    ("新館", "新館"),
    ("東館", "東館"),
    ("西館", "西館"),
    ("南館", "南館"),
    ("北館", "北館"),
    ("支店", "支店"),
    ("支所", "支所"),
    ("出張所", "出張所"),
    ("第一", "1"),
    ("第二", "2"),
    ("第三", "3"),
    ("第四", "4"),
    ("第五", "5"),
    ("第1", "1"),
    ("第2", "2"),
    ("第3", "3"),
    ("第4", "4"),
    ("第5", "5"),
    ("1号館", "1"),
    ("2号館", "2"),
    ("3号館", "3"),
    ("一号館", "1"),
    ("二号館", "2"),
    ("三号館", "3"),
    ("弐番館", "2"),
    ("二番館", "2"),
    ("壱番館", "1"),
    ("一番館", "1"),
    ("1号店", "1"),
    ("2号店", "2"),
    ("3号店", "3"),
    ("ii", "2"),
    ("iii", "3"),
    ("セカンド", "2"),
];

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
    text.chars().map(|c| name::unified(kana::enlarge(kana::katakana(c)))).filter(|c| !fold::is_dropped(*c)).collect()
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
