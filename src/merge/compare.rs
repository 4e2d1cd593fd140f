//! Two profiles → evidence.

use super::evidence::{AddressAgreement, Evidence, NameAgreement, PhoneAgreement};
use super::profile::Profile;
use crate::geo;
use crate::text::{label, likeness};

/// Readings in front of an institution's own that say its legal form.
const FORMS_READ: &[&str] = &[
    "イリヨウホウジン",
    "シヤカイフクシ",
    "シヤカイイリヨウ",
    "カブシキガイシヤ",
    "ユウゲンガイシヤ",
    "ゴウドウガイシヤ",
    "イツパン",
    "コウエキ",
    "トクテイ",
    "ドクリツ",
    "チホウドクリツ",
    "コクリツ",
];

impl Evidence {
    /// Compares. `shared` says whether several facilities of one table have the phone of `a` (or `b`).
    pub(super) fn of(a: &Profile, b: &Profile, shared: bool) -> Self {
        let municipality = a.municipality.agrees(&b.municipality);
        let (address, depth) =
            if municipality == Some(false) { (AddressAgreement::Differs, 0) } else { addresses(a, b) };
        let reading = readings(a, b);
        Self {
            name: names(a, b, reading),
            reading,
            operator: operators(a, b),
            address,
            depth,
            municipality,
            phone: match phones(&a.phone, &b.phone) {
                PhoneAgreement::Same | PhoneAgreement::Local if shared => PhoneAgreement::Shared,
                other => other,
            },
            distance: a.point.zip(b.point).map(|(a, b)| geo::distance(a, b)),
            number_agrees: a.identifiers_agree(b),
            number_conflicts: a.identifiers_conflict(b),
            sort_fits: a.sort_fits(b),
            hospital_and_clinic: a.hospital_and_clinic(b),
            score: 0.0,
            measured: false,
        }
    }
}

fn names(a: &Profile, b: &Profile, reading: Option<bool>) -> NameAgreement {
    let (x, y) = (&a.label, &b.label);
    if x.core.is_empty() || y.core.is_empty() {
        return NameAgreement::Unknown;
    }
    if x.core == y.core || x.plain == y.plain || same_words(a, b) {
        return NameAgreement::Same;
    }
    if behind_operator(a, b) || behind_operator(b, a) {
        return NameAgreement::Same;
    }
    let (stem, branch) = (x.stem == y.stem, x.branch == y.branch && !adds_department(a, b));
    let departments = x.departments == 0 || y.departments == 0 || x.departments & y.departments != 0;
    if stem && (!branch || one_is_for_children(a, b)) {
        return NameAgreement::Branch;
    }
    let slip = branch && (likeness::is_slip(&x.plain, &y.plain) || likeness::is_slip(&x.core, &y.core));
    if branch && (reading == Some(true) && (stem || slip || written_in_kana(a, b)) || read_as_written(a, b)) {
        return NameAgreement::Reading;
    }
    if stem {
        return if departments { NameAgreement::Stem } else { NameAgreement::Branch };
    }
    if slip {
        return NameAgreement::Slip;
    }
    let (short, long) = if x.plain.len() <= y.plain.len() { (&x.plain, &y.plain) } else { (&y.plain, &x.plain) };
    if short.chars().count() >= 3 && long.contains(&**short) && is_telling(if short == &x.plain { a } else { b }) {
        return NameAgreement::Holds;
    }
    if likeness::dice(&x.plain, &y.plain) >= 0.7 { NameAgreement::Alike } else { NameAgreement::Differs }
}

/// Whether one is the other with a department added: 見本医院, 見本医院小児科. They are two where both are registered.
fn adds_department(a: &Profile, b: &Profile) -> bool {
    let (short, long) = if a.label.plain.len() <= b.label.plain.len() { (a, b) } else { (b, a) };
    long.label.plain.strip_prefix(&*short.label.plain).is_some_and(|rest| label::of_core(rest).departments != 0)
}

/// Whether one is called the children's clinic where the other names no department: they often stand side by side.
fn one_is_for_children(a: &Profile, b: &Profile) -> bool {
    let alone = |one: &Profile, other: &Profile| {
        other.label.departments == 0 && one.label.departments == label::CHILDREN && other.label.sort.is_some()
    };
    alone(a, b) || alone(b, a)
}

/// The same words in another order: デイサービスさくら, さくらデイサービス.
fn same_words(a: &Profile, b: &Profile) -> bool {
    let (x, y) = (&a.label, &b.label);
    if x.stem != y.stem || x.branch != y.branch || x.departments != y.departments || x.sort != y.sort {
        return false;
    }
    let sorted = |text: &str| {
        let mut chars: Vec<char> = text.chars().collect();
        chars.sort_unstable();
        chars
    };
    x.plain.len() == y.plain.len() && sorted(&x.plain) == sorted(&y.plain)
}

/// Whether `long` is `short` with its operator's name in front, though no legal form says so.
fn behind_operator(long: &Profile, short: &Profile) -> bool {
    if short.label.plain.chars().count() < 3 || !is_telling(short) {
        return false;
    }
    let Some(front) = long.label.plain.strip_suffix(&*short.label.plain).filter(|front| !front.is_empty()) else {
        return false;
    };
    let named = |of: &Profile| {
        of.operators.iter().any(|operator| !operator.is_empty() && (**operator == *front || operator.ends_with(front)))
    };
    named(long) || named(short) || front.chars().count() >= 2 && front.ends_with(['会', '団'])
}

/// Whether a name is more than a type word.
fn is_telling(profile: &Profile) -> bool {
    profile.label.stem != profile.label.plain || profile.label.sort.is_none()
}

/// Whether one name is written in kana alone.
fn written_in_kana(a: &Profile, b: &Profile) -> bool {
    [a, b].into_iter().any(|one| one.label.stem.chars().all(is_kana))
}

/// Whether one name, in kana, is the other's reading.
fn read_as_written(a: &Profile, b: &Profile) -> bool {
    let one = |a: &Profile, b: &Profile| {
        a.label.core.chars().count() >= 4 && a.label.core.chars().all(is_kana) && *a.label.core == *b.kana
    };
    one(a, b) || one(b, a)
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}')
}

/// Readings, the operator's in front of one aside.
fn readings(a: &Profile, b: &Profile) -> Option<bool> {
    if a.kana.is_empty() || b.kana.is_empty() {
        return None;
    }
    if a.kana == b.kana {
        return Some(true);
    }
    let (short, long) = if a.kana.len() <= b.kana.len() { (&a.kana, &b.kana) } else { (&b.kana, &a.kana) };
    let front = long.strip_suffix(&**short).filter(|_| short.chars().count() >= 4);
    Some(front.is_some_and(|front| front.ends_with("カイ") || FORMS_READ.iter().any(|form| front.starts_with(form))))
}

/// Operators. A name that holds the other's operator agrees with it.
fn operators(a: &Profile, b: &Profile) -> Option<bool> {
    if let (Some(a), Some(b)) = (&a.corporate, &b.corporate) {
        return Some(a == b);
    }
    let mut known = false;
    for x in a.operators.iter().filter(|x| !x.is_empty()) {
        for y in b.operators.iter().filter(|y| !y.is_empty()) {
            if x == y || x.ends_with(&**y) || y.ends_with(&**x) {
                return Some(true);
            }
            known = true;
        }
    }
    known.then_some(false)
}

fn phones(a: &str, b: &str) -> PhoneAgreement {
    if a.len() < 5 || b.len() < 5 {
        PhoneAgreement::Unknown
    } else if a == b {
        PhoneAgreement::Same
    } else if a.len() != b.len() && (a.starts_with('0') != b.starts_with('0')) && (a.ends_with(b) || b.ends_with(a)) {
        PhoneAgreement::Local
    } else {
        PhoneAgreement::Differs
    }
}

fn addresses(a: &Profile, b: &Profile) -> (AddressAgreement, u8) {
    if a.town.is_empty() || b.town.is_empty() {
        return (AddressAgreement::Unknown, 0);
    }
    let same_town = a.town == b.town || (a.town_id.is_some() && a.town_id == b.town_id) || one_holds(&a.town, &b.town);
    if !same_town {
        return (AddressAgreement::Differs, 0);
    }
    let (short, long) =
        if a.numbers.len() <= b.numbers.len() { (&a.numbers, &b.numbers) } else { (&b.numbers, &a.numbers) };
    let depth = short.iter().zip(long.iter()).take_while(|(x, y)| x == y).count();
    let said = u8::try_from(depth).unwrap_or(u8::MAX);
    // 「1-2-3」 begins with a 丁目, 「393-1」 does not.
    let chome = a.has_chome || b.has_chome || (long.len() >= 3 && long[0] <= 20);
    let agreement = if short.is_empty() && long.is_empty() {
        match (&a.lot, &b.lot) {
            (Some(x), Some(y)) if x == y => AddressAgreement::Same,
            (Some(_), Some(_)) => AddressAgreement::Town,
            _ => AddressAgreement::Stops,
        }
    } else if depth == short.len() && short.len() == long.len() {
        if chome && depth == 1 { AddressAgreement::Stops } else { AddressAgreement::Same }
    } else if depth == short.len() {
        if depth >= 2 || (depth == 1 && !chome) { AddressAgreement::Near } else { AddressAgreement::Stops }
    } else if depth >= 2 || (depth == 1 && !chome) {
        AddressAgreement::Block
    } else if depth == 1 {
        AddressAgreement::Chome
    } else {
        AddressAgreement::Town
    };
    (agreement, said)
}

/// A municipality that could not be taken off: one town ends with the other.
fn one_holds(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.chars().count() < 2 {
        return false;
    }
    long.strip_suffix(short).is_some_and(|front| front.ends_with(['市', '区', '町', '村']))
}
