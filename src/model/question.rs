//! The vocabulary of home care: what a survey may ask, and what citizens read for it.

use std::borrow::Cow;

/// What sort of answer a question has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Yes, no, or "ask us".
    Plain,
    /// A number.
    Number,
    /// Several things.
    Several,
    /// Words.
    Words,
}

/// What belongs together on a sheet; consent is asked for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// Who comes, when, to whom.
    Visits,
    /// What can be done at home.
    Care,
    /// 歯科.
    Dental,
    /// 薬局.
    Pharmacy,
    /// 訪問看護.
    Nursing,
    /// End of life in a home for the aged.
    Homes,
    /// The municipality's own questions.
    Own,
    /// How professionals reach them.
    Contact,
}

impl Block {
    /// All, in the order of a sheet.
    pub const ALL: [Self; 8] =
        [Self::Visits, Self::Care, Self::Dental, Self::Pharmacy, Self::Nursing, Self::Homes, Self::Own, Self::Contact];

    /// Word in the settings.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Care => "care",
            Self::Dental => "dental",
            Self::Pharmacy => "pharmacy",
            Self::Nursing => "nursing",
            Self::Homes => "homes",
            Self::Own => "own",
            Self::Contact => "contact",
        }
    }

    /// Heading on a sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Visits => "訪問診療・往診など",
            Self::Care => "家でできる医療・対応できる方",
            Self::Dental => "歯科",
            Self::Pharmacy => "薬局",
            Self::Nursing => "訪問看護",
            Self::Homes => "施設での看取り",
            Self::Own => "市からの質問",
            Self::Contact => "専門職からの連絡先",
        }
    }
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Stable id, used in `ouchi.toml` and `services.toml`.
    pub id: Cow<'static, str>,
    /// What citizens read before the answer.
    pub name: Cow<'static, str>,
    /// What citizens read for yes; for a number, its unit.
    pub yes: Cow<'static, str>,
    /// What sort of answer.
    pub form: Form,
    /// What it belongs to.
    pub block: Block,
    /// What may be chosen, `|` between.
    choices: Cow<'static, str>,
    /// For professionals only, unless the settings expressly say otherwise.
    pub partners_only: bool,
    /// Whether the answer goes stale and turns into 「電話で確認」 after the time set in the settings.
    pub expires: bool,
}

impl Question {
    /// What may be chosen.
    pub fn choices(&self) -> impl Iterator<Item = &str> {
        self.choices.split('|').filter(|choice| !choice.is_empty())
    }

    /// A question of the settings.
    pub fn own(id: String, name: String, yes: String, form: Form, choices: &[String]) -> Self {
        Self {
            id: Cow::Owned(id),
            name: Cow::Owned(name),
            yes: Cow::Owned(yes),
            form,
            block: Block::Own,
            choices: Cow::Owned(choices.join("|")),
            partners_only: false,
            expires: false,
        }
    }

    const fn expires(mut self) -> Self {
        self.expires = true;
        self
    }
}

const fn made(
    id: &'static str,
    name: &'static str,
    yes: &'static str,
    (form, choices): (Form, &'static str),
    block: Block,
) -> Question {
    Question {
        id: Cow::Borrowed(id),
        name: Cow::Borrowed(name),
        yes: Cow::Borrowed(yes),
        form,
        block,
        choices: Cow::Borrowed(choices),
        partners_only: matches!(block, Block::Contact),
        expires: false,
    }
}

const fn plain(id: &'static str, name: &'static str, yes: &'static str, block: Block) -> Question {
    made(id, name, yes, (Form::Plain, ""), block)
}

const fn number(id: &'static str, name: &'static str, unit: &'static str, block: Block) -> Question {
    made(id, name, unit, (Form::Number, ""), block)
}

const fn several(id: &'static str, name: &'static str, choices: &'static str, block: Block) -> Question {
    made(id, name, "あり", (Form::Several, choices), block)
}

const fn contact(id: &'static str, name: &'static str) -> Question {
    made(id, name, "あり", (Form::Words, ""), Block::Contact)
}

const PROCEDURES: &str = "在宅酸素療法|経管栄養（胃ろう）|経管栄養（経鼻・腸ろう）|中心静脈栄養|点滴|注射|気管切開の管理|人工呼吸器|たんの吸引・吸入|床ずれ（褥そう）の処置|傷の処置|膀胱留置カテーテル|人工肛門・人工膀胱|インスリン|がんの緩和ケア|慢性の痛みの治療|麻薬の持続注射（PCA）|輸血|腹水・胸水を抜く処置|腹膜透析|血液透析|PICC（腕からの中心静脈カテーテル）|リハビリテーション";
const CONDITIONS: &str =
    "がんの終末期|神経難病|障害のある方|心の病気|認知症|感染症（肝炎・MRSAなど）|心不全|呼吸不全|老衰";

/// The questions the product knows. Terms as used by 医師会 questionnaires.
pub const QUESTIONS: &[Question] = &[
    plain("home-visit", "訪問診療", "している", Block::Visits),
    plain("home-visit-plan", "これから訪問診療を始める予定", "あり", Block::Visits),
    plain("house-call", "往診", "している", Block::Visits),
    plain("house-call-new", "初めての方への往診", "している", Block::Visits),
    plain("night-contact", "24時間の連絡", "できる", Block::Visits),
    plain("night-visit", "夜間・休日の往診", "できる", Block::Visits),
    plain("end-of-life", "看取り", "対応している", Block::Visits),
    number("end-of-life-count", "看取りの件数（年）", "件", Block::Visits),
    number("home-patients", "訪問している方の数", "人", Block::Visits),
    plain("new-patients", "新しい方の受け入れ", "受け入れている", Block::Visits).expires(),
    several("areas", "対応する地域", "", Block::Visits),
    number("distance", "訪問する距離", "kmまで", Block::Visits),
    plain("facility-visit", "施設への訪問", "している", Block::Visits),
    plain("online", "オンライン診療", "している", Block::Visits),
    several("procedures", "家でできる医療", PROCEDURES, Block::Care),
    several("conditions", "対応できる病気・状態", CONDITIONS, Block::Care),
    plain("dementia", "認知症の方", "対応している", Block::Care),
    plain("dementia-doctor", "認知症サポート医", "いる", Block::Care),
    plain("mental", "心の病気のある方", "対応している", Block::Care),
    plain("disability", "障害のある方", "対応している", Block::Care),
    plain("children", "医療が必要な子ども", "対応している", Block::Care),
    plain("narcotics", "医療用麻薬", "対応している", Block::Care),
    plain("home-dental", "歯科の訪問診療", "している", Block::Dental),
    several(
        "dental-care",
        "家でできる歯科",
        "むし歯・歯周病の治療|入れ歯|飲み込みの検査・訓練|口の中の手入れ（口腔ケア）",
        Block::Dental,
    ),
    plain("home-pharmacy", "薬剤師の訪問", "している", Block::Pharmacy),
    several(
        "pharmacy-care",
        "薬局でできること",
        "薬の一包化|錠剤の粉砕|袋に日付を書く|袋に朝・昼・夕を書く|無菌調剤|医療用麻薬",
        Block::Pharmacy,
    ),
    plain("pharmacy-night", "夜間・休日の対応", "できる", Block::Pharmacy),
    plain("home-nursing", "訪問看護", "している", Block::Nursing),
    plain("nursing-night", "24時間の緊急連絡", "できる", Block::Nursing),
    several(
        "nursing-care",
        "訪問看護でできること",
        "子ども|大人|心の病気|男性の職員|土日・祝日|夜間|理学療法士（PT）|作業療法士（OT）|言語聴覚士（ST）",
        Block::Nursing,
    ),
    plain("home-death", "施設での看取りの方針", "決めている", Block::Homes),
    plain("home-death-night", "夜間の看取りの体制", "あり", Block::Homes),
    several("home-death-doctor", "看取りのときの医師", "配置医|訪問診療の医師|協力医療機関の医師", Block::Homes),
    plain("opinion-letter", "主治医意見書の記載", "している", Block::Contact),
    several("conference", "担当者会議への参加", "30分以内なら可|15分以内なら可|書面で可|困難", Block::Contact),
    several("meeting-way", "面談・連絡の方法", "電話|来院|訪問先|FAX|情報共有システム|メール", Block::Contact),
    plain("information-system", "情報共有システム", "使っている", Block::Contact),
    contact("contact-time", "専門職からの連絡がとれる時間"),
    contact("contact-person", "連絡の担当"),
    contact("contact-phone", "直通の電話"),
    contact("contact-mail", "連絡用のメール"),
    contact("remarks", "その他"),
];

/// The question of an id.
pub fn question(id: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|question| question.id == id)
}

/// The questions of one municipality: those that the product knows, then its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary(Vec<Question>);

impl Default for Vocabulary {
    fn default() -> Self {
        Self::with(Vec::new())
    }
}

impl Vocabulary {
    /// The known questions and these.
    pub fn with(own: Vec<Question>) -> Self {
        let mut all = QUESTIONS.to_vec();
        all.extend(own);
        Self(all)
    }

    /// All, in order.
    pub fn all(&self) -> &[Question] {
        &self.0
    }

    /// The question of an id.
    pub fn get(&self, id: &str) -> Option<&Question> {
        self.0.iter().find(|question| question.id == id)
    }

    /// Its place in the order.
    pub fn position(&self, id: &str) -> usize {
        self.0.iter().position(|question| question.id == id).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_their_own_and_procedures_are_many() {
        let ids: BTreeSet<&str> = QUESTIONS.iter().map(|question| question.id.as_ref()).collect();
        assert_eq!(ids.len(), QUESTIONS.len());
        assert!(question("procedures").is_some_and(|question| question.choices().count() >= 20));
        assert!(question("contact-phone").is_some_and(|question| question.partners_only));
    }
}
