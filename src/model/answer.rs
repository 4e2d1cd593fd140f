//! What a clinic or a facility answered in the municipality's survey, and to whom it may be shown.

use crate::place::Origin;
use jiff::civil::Date;

/// One answer. A blank cell is no answer, and never "no".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// している・可・有.
    Yes,
    /// していない・不可・無.
    No,
    /// 要相談.
    Consult,
    /// A number, e.g. 看取り per year.
    Number(u32),
    /// Several choices, in the order of the sheet.
    Choices(Vec<String>),
    /// Words.
    Text(String),
}

impl Answer {
    /// Whether a facility belongs to a list by this answer.
    pub const fn is_affirmative(&self) -> bool {
        match self {
            Self::Yes | Self::Consult => true,
            Self::Number(n) => *n > 0,
            Self::Choices(choices) => !choices.is_empty(),
            Self::No | Self::Text(_) => false,
        }
    }
}

/// For whom something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Everybody.
    Citizens,
    /// Care professionals of the municipality.
    Partners,
}

/// What the answering clinic allowed. No answer to the question is no consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Consent {
    /// May be shown to everybody.
    pub citizens: bool,
    /// May be shown to professionals.
    pub partners: bool,
    /// May enter GeoJSON and CSV downloads.
    pub open_data: bool,
}

impl Consent {
    /// Whether an audience may see it.
    pub const fn allows(self, audience: Audience) -> bool {
        match audience {
            Audience::Citizens => self.citizens,
            Audience::Partners => self.partners || self.citizens,
        }
    }
}

/// One answer to one question, with its consent and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question's id: one of [`QUESTIONS`].
    pub question: String,
    /// The answer.
    pub answer: Answer,
    /// To whom it may be shown.
    pub consent: Consent,
    /// The day it was answered, or the survey's.
    pub as_of: Option<Date>,
    /// The day from which it may be shown at all.
    pub publish_on: Option<Date>,
    /// Where it was read.
    pub origin: Origin,
}

/// One question of the home-care vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Stable id, used in `ouchi.toml` and `services.toml`.
    pub id: &'static str,
    /// What citizens read before the answer.
    pub name: &'static str,
    /// What citizens read for yes; the survey's own words for the rest.
    pub yes: &'static str,
    /// For professionals only, whatever the consent says.
    pub partners_only: bool,
    /// Whether the answer goes stale and turns into 「電話で確認」 after the time set in the settings.
    pub expires: bool,
}

const fn asked(id: &'static str, name: &'static str, yes: &'static str) -> Question {
    Question { id, name, yes, partners_only: false, expires: false }
}

/// The questions the product knows. Terms as used by 医師会 questionnaires.
pub const QUESTIONS: &[Question] = &[
    asked("home-visit", "訪問診療", "している"),
    asked("house-call", "往診", "している"),
    asked("house-call-new", "初めての方への往診", "している"),
    asked("night-contact", "24時間の連絡", "できる"),
    asked("night-visit", "夜間・休日の往診", "できる"),
    asked("end-of-life", "看取り", "対応している"),
    asked("end-of-life-count", "看取りの件数（年）", "あり"),
    Question {
        id: "new-patients",
        name: "新しい方の受け入れ",
        yes: "受け入れている",
        partners_only: false,
        expires: true,
    },
    asked("areas", "対応する地域", "あり"),
    asked("procedures", "家でできる医療", "あり"),
    asked("dementia", "認知症の方", "対応している"),
    asked("children", "医療が必要な子ども", "対応している"),
    asked("narcotics", "医療用麻薬", "対応している"),
    asked("facility-visit", "施設への訪問", "している"),
    asked("home-dental", "歯科の訪問診療", "している"),
    asked("home-pharmacy", "薬剤師の訪問", "している"),
    asked("home-nursing", "訪問看護", "している"),
    asked("online", "オンライン診療", "している"),
    asked("remarks", "その他", "あり"),
    Question {
        id: "contact-time",
        name: "専門職からの連絡がとれる時間",
        yes: "あり",
        partners_only: true,
        expires: false,
    },
    Question { id: "contact-person", name: "連絡の担当", yes: "あり", partners_only: true, expires: false },
];

/// The question of an id.
pub fn question(id: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|question| question.id == id)
}
