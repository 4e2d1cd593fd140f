//! The model: what each agreement weighs (Fellegi–Sunter), with weights refined on the data and rare names weighing more.
//!
//! A pair's score is the probability that both are one. It starts from the share of pairs that are (about one per record)
//! and adds for every field log2(m/u): m is how often the agreement occurs within a facility, u how often between two.
//! The priors below were set by hand from the differences counted in public lists; `refine` moves m towards
//! what the data itself shows by expectation maximisation, held by a weight so that small tables stay at the priors.
//! What a score may lead to is bounded by the rules of `verdict`: no weight can join on a name alone.

use super::candidates::AsIs;
use super::evidence::{Evidence, NameAgreement, PlaceAgreement};
use super::profile::Profile;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasherDefault;

/// A level's m (within a facility) and u (between two).
type Level = (f64, f64);

/// Names: m, u by [`NameAgreement`] from `Unknown` on. The u of `Same` is the name's own frequency.
const NAME: [Level; 9] = [
    (1.0, 1.0),
    (0.02, 0.98),
    (0.004, 0.004),
    (0.01, 0.004),
    (0.02, 0.003),
    (0.03, 0.003),
    (0.02, 0.0002),
    (0.03, 0.0002),
    (0.86, 0.0005),
];
/// Places by [`PlaceAgreement`] from `Unknown` on.
const PLACE: [Level; 8] = [
    (1.0, 1.0),
    (0.05, 0.97),
    (0.02, 0.02),
    (0.05, 0.002),
    (0.03, 0.0005),
    (0.06, 0.0002),
    (0.06, 0.0001),
    (0.75, 0.00003),
];
/// Phones by [`PhoneAgreement`] from `Unknown` on.
const PHONE: [Level; 5] = [(1.0, 1.0), (0.1, 0.999), (0.05, 0.002), (0.05, 0.0001), (0.85, 0.00005)];
/// Operators that differ, and agree.
const OPERATOR: [Level; 2] = [(0.06, 0.97), (0.94, 0.03)];
/// Readings that differ, and agree, where the names are not the same; where they are, a reading adds little.
const READING: [Level; 2] = [(0.3, 0.99), (0.7, 0.01)];
const READING_OF_ONE_NAME: [Level; 2] = [(0.06, 0.3), (0.94, 0.7)];

/// How many records a count in the data must outweigh before it is believed against a prior.
const HOLD: f64 = 300.0;
/// Records in both tables from which on they can show that a name is rare.
const ENOUGH: usize = 400;
const ROUNDS: usize = 12;

/// Frequencies and weights for one set of tables.
#[derive(Debug, Clone)]
pub(super) struct Model {
    prior: f64,
    name: [Level; 9],
    place: [Level; 8],
    phone: [Level; 5],
    names: Known<u32>,
    phones: HashSet<u64>,
    operators: Known<u32>,
    operated: usize,
    records: usize,
    same_municipality: f64,
    same_town: f64,
    same_chome: f64,
}

/// Counts by the hash of a text.
type Known<T> = HashMap<u64, T, BuildHasherDefault<AsIs>>;
/// How often a key occurs in the first and the second table.
type Counts = Known<(u32, u32)>;

/// The levels of a pair, for counting.
pub(super) type Pattern = (u8, u8, u8);

impl Model {
    /// Counts names, phones and municipalities of both tables (one table: an empty second).
    pub(super) fn new(left: &[Profile], right: &[Profile]) -> Self {
        let records = left.len() + right.len();
        let tables = [left, right];
        let ((names, operators, operated), (places, phones)) = rayon::join(
            || named(&tables),
            || rayon::join(|| Places::of(&tables), || tables.into_iter().flat_map(shared_phones).collect()),
        );
        let (l, r) = (left.len().max(1) as f64, if right.is_empty() { left.len().max(1) } else { right.len() } as f64);
        let same_address = chance(&places.addresses, PLACE[7].1, 1e5);
        let mut place = PLACE;
        (place[7].1, place[6].1) = (same_address, 3.0 * same_address);
        Self {
            prior: (0.7 * l.min(r) / (l * r)).clamp(1e-9, 0.3),
            name: NAME,
            place,
            phone: PHONE,
            names,
            phones,
            operators,
            operated,
            records,
            same_municipality: chance(&places.municipalities, 0.5, 1e3),
            same_town: chance(&places.towns, 0.02, 1e3),
            same_chome: chance(&places.chomes, 0.004, 1e3),
        }
    }

    /// Whether several facilities of one table have the phone.
    pub(super) fn is_shared(&self, phone: &str) -> bool {
        !self.phones.is_empty() && !phone.is_empty() && self.phones.contains(&text_key(phone))
    }

    /// Share of the records that have this name, the two aside.
    fn frequency(&self, profile: &Profile) -> f64 {
        let others = self.names.get(&name_key(profile)).copied().unwrap_or(2).saturating_sub(2);
        (f64::from(others) + HOLD * NAME[8].1) / (self.records as f64 + HOLD)
    }

    /// What it weighs that operators agree: more, the fewer others have that operator.
    fn operator_weight(&self, a: &Profile, b: &Profile) -> f64 {
        let others = a
            .operators
            .iter()
            .chain(&b.operators)
            .filter_map(|operator| self.operators.get(&text_key(operator)))
            .max()
            .map_or(0, |count| count.saturating_sub(2));
        let share = (f64::from(others) + HOLD * OPERATOR[1].1) / (self.operated as f64 + HOLD);
        (OPERATOR[1].0 / share).log2()
    }

    /// Moves the weights towards the data: patterns of candidate pairs and how many have each.
    pub(super) fn refine(&mut self, patterns: &BTreeMap<Pattern, u64>, left: usize, right: usize) {
        // Nothing can be learnt where there is no pair.
        if left == 0 || right == 0 {
            return;
        }
        let pairs = left as f64 * right as f64;
        for _ in 0..ROUNDS {
            let mut name: [f64; 9] = NAME.map(|(m, _)| m * HOLD);
            let mut place: [f64; 8] = PLACE.map(|(m, _)| m * HOLD);
            let mut phone: [f64; 5] = PHONE.map(|(m, _)| m * HOLD);
            (name[0], place[0], phone[0]) = (0.0, 0.0, 0.0);
            let mut matches = 0.0;
            for ((n, p, t), count) in patterns {
                let (n, p, t) = (usize::from(*n), usize::from(*p), usize::from(*t));
                let bits = weight(self.name[n]) + weight(self.place[p]) + weight(self.phone[t]) + odds(self.prior);
                let expected = probability(bits) * *count as f64;
                name[n] += expected;
                place[p] += expected;
                phone[t] += expected;
                matches += expected;
            }
            share(&mut self.name, &name);
            share(&mut self.place, &place);
            share(&mut self.phone, &phone);
            let first = 0.7 * (left.min(right) as f64) / pairs;
            self.prior = ((matches + HOLD * first * pairs / (left.min(right) as f64).max(1.0))
                / (pairs + HOLD * pairs / (left.min(right) as f64).max(1.0)))
            .clamp(first * 0.05, (first * 1.4).min(0.5));
        }
    }

    /// A place that agrees as far as one address goes weighs as much as it is unlikely to agree by chance.
    fn place_weight(&self, place: PlaceAgreement, depth: u8) -> f64 {
        match place {
            PlaceAgreement::Stops if depth == 0 => (0.9 / self.same_town).log2(),
            PlaceAgreement::Stops => (0.9 / self.same_chome).log2(),
            // Points that are close say more than a 丁目 does.
            PlaceAgreement::Close => weight(self.place[place as usize]).max((0.9 / self.same_chome).log2() + 2.0),
            place => weight(self.place[place as usize]),
        }
    }

    /// Sets the score of a pair and whether its name is rare; gives the bits the score was made from.
    pub(super) fn weigh(&self, evidence: &mut Evidence, a: &Profile, b: &Profile) -> f64 {
        let place = evidence.place();
        let mut bits =
            odds(self.prior) + self.place_weight(place, evidence.depth) + weight(self.phone[evidence.phone as usize]);
        evidence.measured = self.records >= ENOUGH;
        if evidence.name == NameAgreement::Same {
            let frequency = self.frequency(a).max(self.frequency(b));
            bits += (self.name[8].0 / frequency).log2();
        } else {
            bits += weight(self.name[evidence.name as usize]);
        }
        if let Some(agrees) = evidence.reading {
            let levels = if evidence.name == NameAgreement::Same { READING_OF_ONE_NAME } else { READING };
            bits += weight(levels[usize::from(agrees)]);
        }
        if let Some(agrees) = evidence.operator {
            bits += if agrees { self.operator_weight(a, b) } else { weight(OPERATOR[0]) };
        }
        // Where the town says less than the municipality does.
        if matches!(place, PlaceAgreement::Unknown | PlaceAgreement::Elsewhere) {
            bits += match evidence.municipality {
                Some(true) => -self.same_municipality.log2(),
                Some(false) => -6.0,
                None => 0.0,
            };
        }
        if !evidence.sort_fits || evidence.number_conflicts {
            bits -= 12.0;
        }
        if evidence.hospital_and_clinic {
            bits -= 4.0;
        }
        if evidence.number_agrees {
            bits += 30.0;
        }
        evidence.score = probability(bits);
        bits
    }
}

impl Model {
    /// Bits by which a pair gets likelier when both are among those left over.
    pub(super) fn bonus(&self, lefts: usize, rights: usize, matched: usize, left: usize, right: usize) -> f64 {
        let few = lefts.min(rights) as f64;
        if few < 1.0 {
            return 0.0;
        }
        let expected = self.prior * left as f64 * right as f64 - matched as f64;
        let prior = (expected.clamp(0.05 * few, 0.5 * few) / (lefts as f64 * rights as f64)).clamp(1e-9, 0.3);
        odds(prior) - odds(self.prior)
    }

    /// Scores a pair again whose records both found nothing at their place; gives the bits gained.
    pub(super) fn again(&self, evidence: &mut Evidence, bits: f64, bonus: f64) -> f64 {
        let gained = match evidence.place() {
            place @ (PlaceAgreement::Elsewhere | PlaceAgreement::Town) => bonus - self.place_weight(place, 0).min(0.0),
            PlaceAgreement::Unknown => bonus,
            _ => 0.0,
        };
        evidence.score = probability(bits + gained);
        gained
    }
}

/// The levels of a pair, for counting.
pub(super) fn pattern(evidence: &Evidence) -> Pattern {
    (evidence.name as u8, evidence.place() as u8, evidence.phone as u8)
}

fn weight((m, u): Level) -> f64 {
    (m / u).log2()
}

fn odds(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}

fn probability(bits: f64) -> f64 {
    let odds = bits.clamp(-60.0, 60.0).exp2();
    odds / (1.0 + odds)
}

/// Sets m to the shares of what was counted. A level keeps at least a fifth of its prior's m and at most five times.
fn share<const N: usize>(levels: &mut [Level; N], counted: &[f64; N]) {
    let total: f64 = counted[1..].iter().sum();
    if total <= 0.0 {
        return;
    }
    for (level, count) in levels.iter_mut().zip(counted).skip(1) {
        level.0 = (count / total).clamp(0.0005, 0.999);
    }
}

/// How often each name and each operator occurs, and how many operators are named at all.
fn named(tables: &[&[Profile]; 2]) -> (Known<u32>, Known<u32>, usize) {
    let records = tables[0].len() + tables[1].len();
    let mut names: Known<u32> = HashMap::with_capacity_and_hasher(records / 4, BuildHasherDefault::default());
    let (mut operators, mut operated) = (Known::<u32>::default(), 0_usize);
    for profile in tables.iter().copied().flatten() {
        *names.entry(name_key(profile)).or_default() += 1;
        for operator in profile.operators.iter().filter(|operator| !operator.is_empty()) {
            *operators.entry(text_key(operator)).or_default() += 1;
            operated += 1;
        }
    }
    (names, operators, operated)
}

/// How often each place occurs in both tables.
#[derive(Default)]
struct Places {
    municipalities: Counts,
    towns: Counts,
    chomes: Counts,
    addresses: Counts,
}

impl Places {
    fn of(tables: &[&[Profile]; 2]) -> Self {
        let mut places = Self::default();
        for (table, second) in tables.iter().zip([false, true]) {
            let known = |counts: &mut Counts, key: u64| {
                let seen = counts.entry(key).or_default();
                if second { seen.1 += 1 } else { seen.0 += 1 }
            };
            for profile in *table {
                let municipality = text_key(profile.municipality.key());
                known(&mut places.municipalities, municipality);
                if profile.town.is_empty() && profile.numbers.is_empty() {
                    continue;
                }
                let town = text_key(&profile.town) ^ municipality.rotate_left(17);
                if !profile.town.is_empty() {
                    let first = u64::from(profile.numbers.first().copied().unwrap_or(0));
                    known(&mut places.towns, town);
                    known(&mut places.chomes, town ^ first.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
                }
                if !profile.numbers.is_empty() {
                    let with =
                        |sum: u64, n: &u32| (sum ^ u64::from(*n)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
                    known(&mut places.addresses, profile.numbers.iter().fold(town, with));
                }
            }
        }
        places
    }
}

/// Phones that three facilities or more of one table have; rows of one facility written twice are one.
fn shared_phones(table: &[Profile]) -> impl Iterator<Item = u64> {
    let mut rows: Known<u32> = Known::default();
    for profile in table.iter().filter(|profile| !profile.phone.is_empty()) {
        *rows.entry(text_key(&profile.phone)).or_default() += 1;
    }
    let mut facilities: Known<Vec<u64>> = Known::default();
    for profile in table.iter().filter(|profile| !profile.phone.is_empty()) {
        let phone = text_key(&profile.phone);
        if rows.get(&phone).is_some_and(|count| *count > 2) {
            let (who, known) = (name_key(profile), facilities.entry(phone).or_default());
            if known.len() < 3 && !known.contains(&who) {
                known.push(who);
            }
        }
    }
    facilities.into_iter().filter(|(_, known)| known.len() > 2).map(|(phone, _)| phone)
}

/// How likely two facilities share a key by chance, counted within each table, where two rows are two facilities. Small
/// tables stay at what is usual.
fn chance(counts: &Counts, usual: f64, hold: f64) -> f64 {
    // Sums of whole numbers below 2^53 do not depend on the map's order.
    let pairs = |n: f64| n * (n - 1.0).max(0.0);
    let shared: f64 = counts.values().map(|(a, b)| pairs(f64::from(*a)) + pairs(f64::from(*b))).sum();
    let (left, right) = counts.values().fold((0.0, 0.0), |(l, r), (a, b)| (l + f64::from(*a), r + f64::from(*b)));
    ((shared + hold * usual) / (pairs(left) + pairs(right) + hold)).clamp(1e-9, 1.0)
}

fn name_key(profile: &Profile) -> u64 {
    text_key(&profile.label.core)
}

fn text_key(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
