//! What a person decided about a pair of records: `geodata/decisions.csv`.

use crate::place::Origin;
use jiff::civil::Date;
use std::fmt;

/// What a person answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ruling {
    /// One facility.
    Same,
    /// Two.
    Different,
    /// Could not be found out.
    Unknown,
}

impl Ruling {
    /// Every ruling, in the order of the drop-down list.
    pub const ALL: [Self; 3] = [Self::Same, Self::Different, Self::Unknown];

    /// What staff choose.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "同じ",
            Self::Different => "別",
            Self::Unknown => "わからない",
        }
    }

    /// The ruling of a word as people write it.
    pub fn from_word(word: &str) -> Option<Self> {
        let word: String = word.chars().filter(|c| !c.is_whitespace() && !matches!(c, '。' | '、' | '.')).collect();
        match word.to_lowercase().as_str() {
            "同じ" | "おなじ" | "同一" | "同じ施設" | "同一施設" | "same" => Some(Self::Same),
            "別" | "べつ" | "別々" | "別の施設" | "別施設" | "ちがう" | "違う" | "different" => {
                Some(Self::Different)
            }
            "わからない" | "分からない" | "不明" | "わかりません" | "分かりません" | "unknown" => {
                Some(Self::Unknown)
            }
            _ => None,
        }
    }
}

/// A fact that an answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// Name.
    Name,
    /// Reading.
    Kana,
    /// Address with its building.
    Address,
    /// Phone.
    Phone,
    /// Operator.
    Operator,
    /// Official numbers.
    Number,
    /// Coordinate.
    Point,
}

impl Fact {
    /// Every fact, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Name, Self::Kana, Self::Address, Self::Phone, Self::Operator, Self::Number, Self::Point];

    /// What staff read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "名称",
            Self::Kana => "よみ",
            Self::Address => "住所",
            Self::Phone => "電話",
            Self::Operator => "法人",
            Self::Number => "番号",
            Self::Point => "位置",
        }
    }
}

/// The facts of one record, as they were when somebody looked at them. A fact that is missing is not listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts(pub Vec<(Fact, String)>);

impl Facts {
    /// A fact's value.
    pub fn get(&self, fact: Fact) -> Option<&str> {
        self.0.iter().find(|(of, _)| *of == fact).map(|(_, value)| value.as_str())
    }

    /// Reads 「名称=…｜住所=…」; what it does not know is left out.
    pub fn parse(text: &str) -> Self {
        let one = |part: &str| {
            let (word, value) = part.trim().split_once('=')?;
            let fact = Fact::ALL.into_iter().find(|fact| fact.word() == word.trim())?;
            Some((fact, value.trim().to_owned()))
        };
        Self(text.split('｜').filter_map(one).collect())
    }
}

/// 「名称=見本医院｜電話=04-0000-0001」: one cell that Excel leaves as it is.
impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> =
            self.0.iter().map(|(fact, value)| format!("{}={}", fact.word(), value.replace('｜', "|"))).collect();
        write!(f, "{}", parts.join("｜"))
    }
}

/// One of the two that a decision is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Which record: `bureau/institution:1210000001`, or `institution:1210000001` for every source that has it.
    pub reference: String,
    /// What was known of it. Empty: the decision holds whatever is known.
    pub facts: Facts,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The two, the smaller reference first.
    pub parties: [Party; 2],
    /// What was answered.
    pub ruling: Ruling,
    /// When.
    pub on: Option<Date>,
    /// What staff noted down.
    pub note: String,
    /// Where the line stands; `None` before it is written.
    pub origin: Option<Origin>,
}

impl Decision {
    /// An answer about two records, whichever is named first.
    pub fn new(one: Party, other: Party, ruling: Ruling, on: Option<Date>, note: String) -> Self {
        let parties = if one.reference <= other.reference { [one, other] } else { [other, one] };
        Self { parties, ruling, on, note, origin: None }
    }

    /// Whether both are about the same two.
    pub fn is_about(&self, other: &Self) -> bool {
        self.parties.iter().zip(&other.parties).all(|(a, b)| a.reference == b.reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_as_written() {
        let facts = Facts(vec![(Fact::Name, "見本｜医院=本院".into()), (Fact::Phone, "04-0000-0001".into())]);
        let again = Facts::parse(&facts.to_string());
        assert_eq!(again.get(Fact::Name), Some("見本|医院=本院"));
        assert_eq!(again.get(Fact::Phone), Some("04-0000-0001"));
        assert_eq!(Facts::parse("何か=1｜ごみ｜"), Facts::default());
    }

    #[test]
    fn words_of_answers() {
        for ruling in Ruling::ALL {
            assert_eq!(Ruling::from_word(ruling.word()), Some(ruling));
        }
        assert_eq!(Ruling::from_word(" 別 の施設。"), Some(Ruling::Different));
        assert_eq!(Ruling::from_word("同じではない"), None);
        assert_eq!(Ruling::from_word(""), None);
    }
}
