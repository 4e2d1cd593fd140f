//! Doubts and decisions as people see them: both sides fact by fact, the evidence in words, what was answered before.

use super::Linked;
use super::decided::{self, Earlier, Followed};
use crate::model::{Decision, Editions, Fact, Facts, Party, Record, Ruling};
use crate::place::Sources;
use jiff::civil::Date;

/// One side of a question.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Seen {
    /// How a decision names it.
    pub reference: String,
    /// Which register or survey says it, in words.
    pub source: &'static str,
    /// The date of that publication.
    pub as_of: Option<Date>,
    /// File and row.
    pub place: String,
    /// Its facts.
    #[serde(serialize_with = "as_text")]
    pub facts: Facts,
}

/// A fact as both sides have it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Known {
    /// Which fact.
    pub fact: Fact,
    /// What each side says.
    pub values: [Option<String>; 2],
    /// Whether both say something and it is not the same, spelling aside.
    pub differs: bool,
}

/// A pair that a person decides.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Question {
    /// The two.
    pub sides: [Seen; 2],
    /// Their facts, one beside the other.
    pub known: Vec<Known>,
    /// The evidence in words: 「名称一致・電話がちがう・距離31m」.
    pub evidence: String,
    /// Why it is asked.
    pub reason: &'static str,
    /// Probability that both are one, by the model.
    pub score: f64,
    /// What was answered before.
    pub before: Option<Before>,
    /// Somebody was asked, could not find out, and nothing changed since.
    pub put_off: bool,
}

/// An earlier answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Before {
    /// The answer.
    pub ruling: Ruling,
    /// When.
    pub on: Option<Date>,
    /// What staff noted down.
    pub note: String,
    /// What changed since, in words.
    pub changed: Vec<String>,
}

/// A decision that was made, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The decision.
    pub decision: Decision,
    /// What came of it.
    pub followed: Followed,
}

fn as_text<S: serde::Serializer>(facts: &Facts, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(facts)
}

impl Question {
    /// The decision that an answer makes: it rests on the facts that are shown.
    pub fn decide(&self, ruling: Ruling, on: Date, note: impl Into<String>) -> Decision {
        let party = |seen: &Seen| Party { reference: seen.reference.clone(), facts: seen.facts.clone() };
        Decision::new(party(&self.sides[0]), party(&self.sides[1]), ruling, Some(on), note.into())
    }
}

/// The doubts of a run, those to be answered first, in reading order.
pub fn questions(records: &[Record], linked: &Linked, sources: &Sources, editions: &Editions) -> Vec<Question> {
    let seen = |at: usize| {
        let record = &records[at];
        Seen {
            reference: decided::reference(record),
            source: record.source.word(),
            as_of: editions.get(record.origin.source).and_then(|edition| edition.as_of),
            place: {
                let source = sources.get(record.origin.source);
                let sheet = source.sheet.as_ref().map(|sheet| format!("「{sheet}」")).unwrap_or_default();
                format!("{}{sheet} {}行目", source.file, record.origin.row)
            },
            facts: decided::facts(record),
        }
    };
    let mut all: Vec<Question> = linked
        .doubts
        .iter()
        .map(|doubt| {
            let sides = [seen(doubt.left), seen(doubt.right)];
            let known = Fact::ALL
                .into_iter()
                .map(|fact| known(fact, &sides, doubt.evidence.number_conflicts))
                .filter(|known| known.values.iter().any(Option::is_some))
                .collect();
            let before =
                doubt.earlier.clone().map(|Earlier { ruling, on, note, changed }| Before { ruling, on, note, changed });
            Question {
                sides,
                known,
                evidence: doubt.evidence.to_string(),
                reason: doubt.reason.words(),
                score: doubt.evidence.score,
                before,
                put_off: doubt.is_put_off(),
            }
        })
        .collect();
    all.sort_by_key(|question| question.put_off);
    all
}

fn known(fact: Fact, sides: &[Seen; 2], numbers_differ: bool) -> Known {
    let values = sides.each_ref().map(|seen| seen.facts.get(fact).map(str::to_owned));
    let differs = match (&values, fact) {
        // Numbers of two offices are not to be compared.
        (_, Fact::Number) => numbers_differ,
        ([Some(a), Some(b)], _) => !decided::agrees(fact, a, b),
        _ => false,
    };
    Known { fact, values, differs }
}

/// The decisions with what came of each.
pub fn past(decisions: &[Decision], linked: &Linked) -> Vec<Past> {
    let followed = linked.followed.iter().copied().chain(std::iter::repeat(Followed::Missing));
    decisions.iter().zip(followed).map(|(decision, followed)| Past { decision: decision.clone(), followed }).collect()
}

impl Followed {
    /// What staff read.
    pub const fn words(self, ruling: Ruling) -> &'static str {
        match (self, ruling) {
            (Self::Holds, Ruling::Same) => "1つの施設にまとめています",
            (Self::Holds, Ruling::Different) => "別々に載せています",
            (Self::Holds, Ruling::Unknown) => "別々に載せています。事実が変わるまで、たずねません",
            (Self::Changed, _) => "答えたあとで事実が変わりました",
            (Self::Missing, _) => "いまのデータに、どちらかの施設がありません",
            (Self::Contradicts, _) => "ほかの答えと食いちがうので、別々に載せています",
            (Self::AgainstNumber, _) => "公的な番号が同じなので、この答えは使っていません",
        }
    }
}
