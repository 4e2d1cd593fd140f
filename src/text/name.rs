//! Names of establishments: a comparable form, and the parts they are made of.

use super::{fold, kana, width};
use std::sync::LazyLock;

/// Legal forms, in the folded form of [`key`]; longest first.
const FORMS: &[&str] = &[
    "特定医療法人社団",
    "特定医療法人財団",
    "社会医療法人社団",
    "社会医療法人財団",
    "特定非営利活動法人",
    "地方独立行政法人",
    "国立研究開発法人",
    "一般社団法人",
    "公益社団法人",
    "一般財団法人",
    "公益財団法人",
    "社会福祉法人",
    "医療法人社団",
    "医療法人財団",
    "特定医療法人",
    "社会医療法人",
    "独立行政法人",
    "国立大学法人",
    "npo法人",
    "医療法人",
    "社団法人",
    "財団法人",
    "学校法人",
    "宗教法人",
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "(医療法人社団)",
    "(医療法人財団)",
    "(医療法人)",
    "(特非)",
    "(npo)",
    "(一社)",
    "(公社)",
    "(一財)",
    "(公財)",
    "(医社)",
    "(医財)",
    "(社福)",
    "(医)",
    "(株)",
    "(有)",
    "(福)",
    "(同)",
    "(資)",
    "(名)",
    "(社)",
    "(財)",
    "(学)",
    "(宗)",
    "(独)",
    "(特)",
    // The first bracket forgotten.
    "医社)",
    "医財)",
    "社福)",
    "一社)",
    "医)",
    "株)",
    "有)",
    "福)",
];

/// Old and rare forms in names, each before the usual one. Searching leaves them alone; comparing names does not.
const OLD_FORMS: &str = "\
    關関靏鶴靍鶴鹽塩澁渋蘆芦槇槙遙遥栁柳𠮷吉舩船邨村莊荘稻稲團団寶宝應応戶戸數数氣気濟済當当縣県總総舊旧號号螢蛍豐豊賴頼鄕郷郞郎釋釈鎭鎮鐵鉄靜静顯顕黃黄齡齢麥麦壯壮\
    將将專専彥彦曉暁步歩每毎淺浅溫温滿満燒焼獨独禪禅絲糸繩縄舍舎藝芸處処裝装覺覚觀観讓譲貳弐轉転錄録隱隠雙双靈霊驒騨點点邇迩翆翠峽峡巖巌曻昇嵓岩桒桑濶闊鉅巨髮髪變変\
    發発驗験體体齒歯來来乘乗佛仏假仮價価儉倹兒児兩両劍剣勳勲區区卷巻參参噓嘘埜野塲場墻牆壤壌壘塁姬姫孃嬢寢寝對対帶帯廢廃廳庁弉奘彈弾徑径戀恋戰戦戲戯拔抜擇択擔担據拠\
    攝摂收収敎教晝昼晚晩朖朗棧桟檢検歐欧歸帰毆殴沒没淨浄灣湾爐炉爭争犧犠狀状甁瓶畫画疊畳癡痴皐皋盃杯礪砺祕秘稱称穗穂竝並筝箏粹粋經経續続纖繊缺欠罐缶聽聴肅粛脅脇臟臓\
    荅答萠萌葢蓋蘂蕊\
    ";

/// Words at the end of a name that say what service it is; longest first.
const SERVICES: &[&str] = &[
    "定期巡回・随時対応型訪問介護看護事業所",
    "定期巡回・随時対応型訪問介護看護",
    "短期入所療養介護事業所",
    "看護小規模多機能型居宅介護事業所",
    "看護小規模多機能型居宅介護",
    "小規模多機能型居宅介護事業所",
    "小規模多機能型居宅介護",
    "小規模多機能ホーム",
    "居宅介護支援センター",
    "居宅介護支援事業所",
    "居宅介護支援事業部",
    "指定居宅介護支援事業所",
    "訪問看護リハビリステーション",
    "訪問看護ステーション",
    "訪問リハビリテーションセンター",
    "訪問リハビリテーション事業所",
    "訪問リハビリテーション",
    "通所リハビリテーションセンター",
    "通所リハビリテーション事業所",
    "通所リハビリテーション",
    "訪問入浴サービス",
    "訪問入浴介護事業所",
    "訪問介護ステーション",
    "訪問介護事業所",
    "ヘルパーステーション",
    "短期入所療養介護",
    "短期入所生活介護",
    "ショートステイ",
    "デイサービスセンター",
    "デイサービス",
    "デイケアセンター",
    "デイケア",
    "通所介護事業所",
    "ケアプランセンター",
    "福祉用具貸与事業所",
    "認知症対応型通所介護",
    "介護医療院",
    "訪問看護",
    "訪問介護",
    "通所介護",
];

/// Words that are no name by themselves: what is left must say more than this.
const BARE: &[&str] = &[
    "病院",
    "医院",
    "診療所",
    "クリニック",
    "薬局",
    "歯科",
    "歯科医院",
    "歯科クリニック",
    "内科",
    "外科",
    "内科医院",
    "内科クリニック",
    "センター",
    "老人保健施設",
    "介護老人保健施設",
    "附属診療所",
    "付属診療所",
];

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
    let lower: String = width::nfkc(name).chars().flat_map(char::to_lowercase).collect();
    let chars: Vec<char> = width::nfkc(&lower)
        .chars()
        .map(|c| unified(kana::enlarge(kana::katakana(c))))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
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
    let usual = fold::usual(c);
    if usual < '\u{4e00}' {
        return usual;
    }
    OLD.binary_search_by_key(&usual, |(old, _)| *old).map_or(usual, |at| OLD[at].1)
}

static OLD: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let chars: Vec<char> = OLD_FORMS.chars().filter(|c| !c.is_whitespace()).collect();
    let mut all: Vec<(char, char)> = chars.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    all.sort_unstable();
    all
});

fn tightened(text: &str) -> String {
    text.chars().filter(|c| !fold::is_dropped(*c)).collect()
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
        return (None, None, name);
    }
    let legal = Some(name[..form_end].trim());
    match operator(rest) {
        Some((group, after)) => (legal, Some(group), without_form_in_front(after).unwrap_or(after)),
        None => (legal, None, rest),
    }
}

fn without_form_in_front(name: &str) -> Option<&str> {
    let name = name.trim_start();
    FORMS.iter().find_map(|form| {
        let head = name.get(..form.len())?;
        // NPO is the only form with letters, and parts() sees it in capitals.
        let rest = head.eq_ignore_ascii_case(form).then(|| name[form.len()..].trim_start())?;
        has_any(rest).then_some(rest)
    })
}

fn without_form_at_end(name: &str) -> &str {
    let name = name.trim_end();
    FORMS
        .iter()
        .find_map(|form| name.strip_suffix(form).map(str::trim_end).filter(|rest| has_any(rest)))
        .unwrap_or(name)
}

/// The operator's own name after a legal form: up to a space, or up to 会; when a name is left after it.
fn operator(name: &str) -> Option<(&str, &str)> {
    if let Some((group, rest)) = name.split_once(' ') {
        let named = ["会", "財団", "社団", "グループ", "協会", "団", "園", "院"].iter().any(|end| group.ends_with(end));
        return (named && has_substance(rest)).then(|| (group, rest.trim_start()));
    }
    let (at, _) = name.char_indices().skip(1).take(8).find(|(i, c)| {
        let next = name[i + c.len_utf8()..].chars().next();
        *c == '会' && !matches!(next, Some('館' | '社' | '津' | '議' | '員' | '計'))
    })?;
    let (group, rest) = name.split_at(at + '会'.len_utf8());
    has_substance(rest).then_some((group, rest))
}

/// Whether anything is left that a name could be.
fn has_any(rest: &str) -> bool {
    rest.chars().any(|c| !fold::is_dropped(c))
}

/// Whether what is left is a name and not only 「病院」.
fn has_substance(rest: &str) -> bool {
    let tight = tightened(&usual_form(rest));
    tight.chars().count() >= 2 && !BARE_FOLDED.contains(&tight)
}

static BARE_FOLDED: LazyLock<Vec<String>> =
    LazyLock::new(|| BARE.iter().map(|bare| tightened(&usual_form(bare))).collect());

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
}
