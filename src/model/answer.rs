//! What a clinic or a facility answered in the municipality's survey, and to whom it may be shown.

use crate::place::Origin;
use jiff::civil::Date;

/// One answer. A blank cell is no answer, and never "no".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// している・可・有.
    Yes,
    /// The same with what was added: 「○（月・水のみ）」.
    YesWith(String),
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
            Self::Yes | Self::YesWith(_) | Self::Consult => true,
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
    /// What both allow.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            citizens: self.citizens && other.citizens,
            partners: self.partners && other.partners,
            open_data: self.open_data && other.open_data,
        }
    }

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
    /// The question's id.
    pub question: String,
    /// The answer.
    pub answer: Answer,
    /// To whom it may be shown.
    pub consent: Consent,
    /// The day it was answered, or the survey's.
    pub as_of: Option<Date>,
    /// The day from which it may be shown at all.
    pub publish_on: Option<Date>,
    /// For professionals only, whatever the consent says.
    pub partners_only: bool,
    /// Where it was read.
    pub origin: Origin,
}

/// A consent that was refused in so many words. It takes back what was allowed before, blank cells do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The question it is about; `None`: all.
    pub question: Option<String>,
    /// What is still allowed of older answers.
    pub leaves: Consent,
    /// The day of the refusal.
    pub as_of: Option<Date>,
    /// The cell.
    pub origin: Origin,
}

impl Refusal {
    /// Whether it takes back an answer: an older one, or another sheet's of the same day.
    pub fn covers(&self, answered: &Answered) -> bool {
        let about = self.question.as_ref().is_none_or(|question| *question == answered.question);
        // Row 0 is a whole sheet of one establishment.
        let own_row = self.origin.source == answered.origin.source
            && (self.origin.row == 0 || self.origin.row == answered.origin.row);
        about && !own_row && answered.as_of <= self.as_of
    }
}
