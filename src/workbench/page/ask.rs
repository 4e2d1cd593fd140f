//! One doubtful pair at a time, both sides beside each other, and what was answered before.

use super::whole;
use crate::build::Review;
use crate::io::{Answer, Head, Trouble};
use crate::merge::Question;
use crate::model::{Decision, Fact, LonLat, Party, Ruling};
use crate::picture;
use crate::workbench::put::fatal;
use crate::workbench::{Told, Workbench};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What names a question in a form: both sides with the facts that are shown, so that an answer never reaches others.
pub(in crate::workbench) fn pair_key(question: &Question) -> String {
    short(question.sides.iter().map(|side| (side.reference.as_str(), side.facts.to_string())))
}

/// What names a decision in a form.
pub(in crate::workbench) fn decision_key(decision: &Decision) -> String {
    short(decision.parties.iter().map(|party| (party.reference.as_str(), party.facts.to_string())))
}

fn short<'a>(sides: impl Iterator<Item = (&'a str, String)>) -> String {
    let mut hasher = Sha256::new();
    for (reference, facts) in sides {
        // Lengths, so that no two pairs run together.
        hasher.update(format!("{}:{reference}{}:{facts}", reference.len(), facts.len()));
    }
    hasher.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// 「見本医院」と「見本クリニック」.
pub(in crate::workbench) fn names_of(decision: &Decision) -> String {
    let name = |party: &Party| party.facts.get(Fact::Name).unwrap_or(&party.reference).to_owned();
    format!("「{}」と「{}」", name(&decision.parties[0]), name(&decision.parties[1]))
}

fn point(text: Option<&str>) -> Option<LonLat> {
    let (lat, lon) = text?.split_once(',')?;
    Some(LonLat::new(lon.parse().ok()?, lat.parse().ok()?))
}

/// The next question, or the one that was asked for.
pub(super) fn ask(bench: &Workbench, head: &Head, told: Option<Told>) -> Result<Answer, Trouble> {
    let review = Review::open(&bench.root(), bench.day())?;
    let wanted = form_urlencoded::parse(head.query().as_bytes())
        .find(|(name, _)| name == "pair")
        .map(|(_, key)| key.into_owned());
    let at = wanted.and_then(|key| review.questions.iter().position(|one| pair_key(one) == key)).unwrap_or(0);
    let question = match review.questions.get(at) {
        None => Value::Null,
        Some(question) => {
            let sides: Vec<Value> = question
                .sides
                .iter()
                .map(|side| {
                    json!({ "source": side.source, "as_of": side.as_of.map(|day| day.to_string()), "place": side.place,
                        "name": side.facts.get(Fact::Name) })
                })
                .collect();
            let facts: Vec<Value> = question
                .known
                .iter()
                .map(|known| json!({ "word": known.fact.word(), "values": known.values, "differs": known.differs }))
                .collect();
            let points = question.sides.each_ref().map(|side| point(side.facts.get(Fact::Point)));
            let before = question.before.as_ref().map(|before| {
                json!({ "ruling": before.ruling.word(), "on": before.on.map(|day| day.to_string()), "note": before.note,
                    "changed": before.changed })
            });
            json!({
                "key": pair_key(question), "sides": sides, "facts": facts, "evidence": question.evidence,
                "reason": question.reason, "map": picture::pair(&review.base, points), "before": before,
                "put_off": question.put_off, "rulings": Ruling::ALL.map(Ruling::word),
            })
        }
    };
    let key_of = |at: usize| review.questions.get(at).map(pair_key);
    let mut past = Vec::new();
    for one in &review.past {
        past.push(json!({
            "names": names_of(&one.decision), "ruling": one.decision.ruling.word(), "note": one.decision.note,
            "on": one.decision.on.map(|day| day.to_string()), "came": one.followed.words(one.decision.ruling),
            "key": decision_key(&one.decision), "ticket": bench.session.ticket()?,
        }));
    }
    let view = json!({
        "question": question, "waiting": review.waiting(), "put_off": review.questions.len() - review.waiting(),
        "number": at + 1, "all": review.questions.len(), "before": at.checked_sub(1).and_then(key_of), "next": key_of(at + 1),
        "past": past, "fatal": fatal(&review.diagnostics),
    });
    whole(bench, "ask.html", 2, "答える", told, view)
}
