//! What people decided, matched with the records of today.
//!
//! A decision names its two records by their strongest number (or, without one, by name and town) and keeps the facts it
//! rested on. While those are as they were it holds; when one changes, the pair is asked about again, with the change in
//! words. Until then an answer that no longer holds joins nothing and lets nothing join.

use super::profile::Profile;
use crate::geo;
use crate::model::{Decision, Fact, Facts, Identifier, IdentifierKind, LonLat, Party, Record, Ruling, SourceKind};
use crate::text::{address, fold, name};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What an earlier answer says about a pair that is asked about again, or that nobody could answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The answer.
    pub ruling: Ruling,
    /// When it was given.
    pub on: Option<Date>,
    /// What staff noted down.
    pub note: String,
    /// What has changed since, in words. Empty: nothing, and the pair is not asked about again.
    pub changed: Vec<String>,
}

/// What came of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// It holds.
    Holds,
    /// A fact changed: asked about again, or decided by the new facts in the same way.
    Changed,
    /// One of the two is not in today's data.
    Missing,
    /// Other answers and it cannot all be true; none of them is followed in joining.
    Contradicts,
    /// It says that two are different which have one official number.
    AgainstNumber,
}

/// A decision whose two records are in today's data.
#[derive(Debug, Clone)]
pub(super) struct Held {
    /// Place in the list of decisions.
    pub(super) decision: usize,
    /// Records of its two parties.
    pub(super) records: [Vec<usize>; 2],
    /// The answer and what changed since.
    pub(super) earlier: Earlier,
}

impl Held {
    /// The pair of records that stands for it.
    pub(super) fn pair(&self) -> (usize, usize) {
        let (a, b) = (self.records[0][0], self.records[1][0]);
        (a.min(b), a.max(b))
    }

    pub(super) const fn is_fresh(&self) -> bool {
        self.earlier.changed.is_empty()
    }
}

/// How a record is named in a decision.
pub(super) fn reference(record: &Record) -> String {
    let strongest = record.identifiers.iter().min().cloned().unwrap_or_else(|| name_town(record));
    format!("{}/{strongest}", record.source.slug())
}

/// Folded name and town: the name of what has no number.
pub(super) fn name_town(record: &Record) -> Identifier {
    let town = record.address.as_ref().map(|rest| address::town_key(&address::parse(&rest.value, "", "").town_text));
    let key = format!("{}@{}", name::key(&record.name.value), town.unwrap_or_default()).replace(' ', "");
    Identifier::new(IdentifierKind::NameTown, key)
}

/// The facts of a record that an answer may rest on.
pub(super) fn facts(record: &Record) -> Facts {
    let value = |of: &Option<crate::place::Sourced<String>>| of.as_ref().map(|one| one.value.clone());
    let place = value(&record.address).map(|rest| match value(&record.building) {
        Some(building) if !rest.contains(&building) => format!("{rest} {building}"),
        _ => rest,
    });
    let numbers: Vec<String> =
        record.identifiers.iter().map(|one| format!("{} {}", office(one.kind), one.value)).collect();
    let all = [
        (Fact::Name, Some(record.name.value.clone())),
        (Fact::Kana, value(&record.kana)),
        (Fact::Address, place),
        (Fact::Phone, value(&record.phone)),
        (Fact::Operator, value(&record.operator)),
        (Fact::Number, Some(numbers.join("、")).filter(|text| !text.is_empty())),
        (Fact::Point, record.point.as_ref().map(|at| format!("{:.5},{:.5}", at.value.lat, at.value.lon))),
    ];
    Facts(all.into_iter().filter_map(|(fact, value)| Some((fact, value?))).collect())
}

/// Whose number it is, as staff call it.
const fn office(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::CareOffice => "事業所番号",
        IdentifierKind::Institution => "医療機関番号",
        IdentifierKind::Navii => "ナビイ",
        IdentifierKind::List => "一覧の番号",
        IdentifierKind::NameTown => "名称と町",
    }
}

/// Whether two values of a fact say the same, spelling aside.
pub(super) fn agrees(fact: Fact, a: &str, b: &str) -> bool {
    let place = |text: &str| {
        let parsed = address::parse(text, "", "");
        (address::town_key(&parsed.town_text), parsed.numbers, parsed.lot)
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let point = |text: &str| {
        let (lat, lon) = text.split_once(',')?;
        Some(LonLat { lon: lon.trim().parse().ok()?, lat: lat.trim().parse().ok()? })
    };
    a == b
        || match fact {
            Fact::Name | Fact::Operator => name::key(a) == name::key(b),
            Fact::Kana => fold::search(a) == fold::search(b),
            Fact::Address => place(a) == place(b),
            Fact::Phone => digits(a) == digits(b),
            Fact::Number => false,
            // A point that is surveyed anew moves a little.
            Fact::Point => point(a).zip(point(b)).is_some_and(|(a, b)| geo::distance(a, b) <= 100.0),
        }
}

/// What changed between then and now. A reading, an operator or a point that was not known then is no change: nothing
/// rested on it.
fn changes(then: &Facts, now: &Facts) -> Vec<String> {
    if then.0.is_empty() {
        return Vec::new();
    }
    let minor = |fact| matches!(fact, Fact::Kana | Fact::Operator | Fact::Point);
    let mut changed = Vec::new();
    for fact in Fact::ALL {
        match (then.get(fact), now.get(fact)) {
            (Some(then), Some(now)) if !agrees(fact, then, now) => {
                changed.push(format!("{}が「{then}」から「{now}」に変わりました", fact.word()));
            }
            (Some(then), None) if !minor(fact) => changed.push(format!("{}「{then}」がなくなりました", fact.word())),
            (None, Some(now)) if !minor(fact) => changed.push(format!("{}「{now}」が加わりました", fact.word())),
            _ => {}
        }
    }
    changed
}

/// Matches decisions with records; what each came to so far.
pub(super) fn hold(records: &[Record], decisions: &[Decision]) -> (Vec<Held>, Vec<Followed>) {
    let mut followed = vec![Followed::Missing; decisions.len()];
    if decisions.is_empty() {
        return (Vec::new(), followed);
    }
    let named = Named::of(records, decisions);
    let mut held = Vec::new();
    for (at, decision) in decisions.iter().enumerate() {
        let [left, right] = &decision.parties;
        let (mut lefts, mut rights) = (named.records(left), named.records(right));
        // A record whose own name changed is found again by what else is known of it.
        match (lefts.is_empty(), rights.is_empty()) {
            (true, false) => lefts.extend(named.renamed(left, records)),
            (false, true) => rights.extend(named.renamed(right, records)),
            _ => {}
        }
        let (Some((lefts, of_left)), Some((rights, of_right))) =
            (nearest(lefts, &left.facts, records), nearest(rights, &right.facts, records))
        else {
            continue;
        };
        if lefts.iter().any(|one| rights.contains(one)) {
            continue;
        }
        let changed: Vec<String> = [(of_left, lefts[0]), (of_right, rights[0])]
            .into_iter()
            .flat_map(|(changed, at)| {
                let whose = format!("「{}」（{}）の", records[at].name.value, records[at].source.short());
                changed.into_iter().map(move |what| format!("{whose}{what}"))
            })
            .collect();
        followed[at] = if changed.is_empty() { Followed::Holds } else { Followed::Changed };
        let earlier = Earlier { ruling: decision.ruling, on: decision.on, note: decision.note.clone(), changed };
        held.push(Held { decision: at, records: [lefts, rights], earlier });
    }
    (held, followed)
}

/// The records whose facts are as they were; else the one that changed least, and what changed.
fn nearest(found: Vec<usize>, then: &Facts, records: &[Record]) -> Option<(Vec<usize>, Vec<String>)> {
    let mut best: Option<(usize, Vec<String>)> = None;
    let mut unchanged = Vec::new();
    for at in found {
        let changed = changes(then, &facts(&records[at]));
        if changed.is_empty() {
            unchanged.push(at);
        } else if best.as_ref().is_none_or(|(_, least)| changed.len() < least.len()) {
            best = Some((at, changed));
        }
    }
    if unchanged.is_empty() { best.map(|(at, changed)| (vec![at], changed)) } else { Some((unchanged, Vec::new())) }
}

/// Records by the references that decisions use.
struct Named {
    by_reference: BTreeMap<String, Vec<usize>>,
    by_phone: BTreeMap<(SourceKind, String), Vec<usize>>,
}

impl Named {
    fn of(records: &[Record], decisions: &[Decision]) -> Self {
        let parties = || decisions.iter().flat_map(|decision| &decision.parties);
        let wanted: BTreeSet<&str> = parties().map(|party| party.reference.as_str()).collect();
        let mut by_reference: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_phone: BTreeMap<(SourceKind, String), Vec<usize>> = BTreeMap::new();
        for (at, record) in records.iter().enumerate() {
            let own = reference(record);
            let bare = record.identifiers.iter().map(ToString::to_string);
            let bare = bare.chain(own.split_once('/').map(|(_, bare)| bare.to_owned()));
            let mut names: BTreeSet<String> = bare.collect();
            names.insert(own);
            for name in names.into_iter().filter(|name| wanted.contains(name.as_str())) {
                by_reference.entry(name).or_default().push(at);
            }
            if let Some(phone) = &record.phone {
                by_phone.entry((record.source, digits(&phone.value))).or_default().push(at);
            }
        }
        Self { by_reference, by_phone }
    }

    fn records(&self, party: &Party) -> Vec<usize> {
        self.by_reference.get(&party.reference).cloned().unwrap_or_default()
    }

    /// The one record of the same source that has the same phone and the same name or address as what is gone.
    fn renamed(&self, party: &Party, records: &[Record]) -> Option<usize> {
        let slug = party.reference.split_once('/')?.0;
        let phone = digits(party.facts.get(Fact::Phone)?);
        let kinds = [SourceKind::Kaigo, SourceKind::Bureau, SourceKind::Navii, SourceKind::List, SourceKind::Survey];
        let source = kinds.into_iter().find(|kind| kind.slug() == slug)?;
        let fits = |at: &&usize| {
            let now = facts(&records[**at]);
            [Fact::Name, Fact::Address]
                .into_iter()
                .any(|fact| party.facts.get(fact).zip(now.get(fact)).is_some_and(|(then, now)| agrees(fact, then, now)))
        };
        let mut found = self.by_phone.get(&(source, phone))?.iter().filter(fits);
        found.next().filter(|_| found.next().is_none()).copied()
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether two records hold one official number of a register.
pub(super) fn is_one_by_number(records: &[Record], profiles: &[Profile], a: usize, b: usize) -> bool {
    let register = |at: usize| records[at].source != SourceKind::Survey;
    register(a) && register(b) && profiles[a].identifiers_agree(&profiles[b])
}
