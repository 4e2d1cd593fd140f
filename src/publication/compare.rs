//! What changed between two publications, facility by facility.

use super::{Edition, Fact, Facts, Snapshot};
use crate::geo;
use crate::model::{FacilityId, LonLat};
use crate::settings::Limits;
use std::collections::{BTreeMap, BTreeSet};

/// What sort of change it is; in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Not listed before.
    New,
    /// Not listed any more.
    Gone,
    /// Another name.
    Renamed,
    /// Another address, area or point.
    Moved,
    /// Phone or fax.
    Phone,
    /// Opening hours.
    Hours,
    /// Services and registrations.
    Services,
    /// Answers of the survey, shown or not any more.
    Consent,
    /// Operator, kind, web address.
    Other,
}

impl Category {
    /// All, in the order of the report.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::Gone,
        Self::Renamed,
        Self::Moved,
        Self::Phone,
        Self::Hours,
        Self::Services,
        Self::Consent,
        Self::Other,
    ];

    /// What staff read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "新しく載る",
            Self::Gone => "載らなくなる",
            Self::Renamed => "名前",
            Self::Moved => "場所",
            Self::Phone => "電話・FAX",
            Self::Hours => "曜日・時間",
            Self::Services => "サービス・届出",
            Self::Consent => "調査の答え・公表の同意",
            Self::Other => "そのほか",
        }
    }

    fn of_field(field: &str) -> Self {
        match field.split(':').next().unwrap_or_default() {
            "name" => Self::Renamed,
            "address" | "area" | "point" => Self::Moved,
            "phone" | "fax" => Self::Phone,
            "hours" => Self::Hours,
            "service" | "registration" => Self::Services,
            "answer" | "open" => Self::Consent,
            _ => Self::Other,
        }
    }
}

/// One change of one facility.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// The facility.
    pub id: FacilityId,
    /// Its name now, or when last listed.
    pub name: String,
    /// What sort of change.
    pub category: Category,
    /// Which fact, in words: 「電話」「月の時間」.
    pub field: String,
    /// Value of the last publication; empty when there was none.
    pub old: String,
    /// Value now; empty when there is none.
    pub new: String,
    /// Where the new value came from (the old one, when it is gone).
    pub source: String,
}

/// Everything that changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Changes {
    /// The publication compared with.
    pub since: Edition,
    /// Facilities listed then.
    pub before: usize,
    /// Facilities listed now.
    pub now: usize,
    /// Changes by category, name and field.
    pub changes: Vec<Change>,
}

impl Changes {
    /// Facilities with a change of a category.
    pub fn facilities(&self, category: Category) -> usize {
        self.changes.iter().filter(|one| one.category == category).map(|one| &one.id).collect::<BTreeSet<_>>().len()
    }

    /// The limits that are passed, in words.
    pub fn over(&self, limits: &Limits) -> Vec<String> {
        let checked = [
            (Category::New, limits.new_percent),
            (Category::Gone, limits.gone_percent),
            (Category::Renamed, limits.renamed_percent),
            (Category::Moved, limits.moved_percent),
            (Category::Phone, limits.phone_percent),
        ];
        checked
            .into_iter()
            .filter_map(|(category, percent)| {
                let count = self.facilities(category);
                let few = count <= limits.few as usize;
                let over = count * 100 > self.before.max(1) * percent as usize;
                (over && !few).then(|| {
                    format!("「{}」が {count} 施設あります（{} 施設の {percent}% まで）", category.word(), self.before)
                })
            })
            .collect()
    }
}

/// A point that moved less than this is the same door; sources round differently.
const SAME_DOOR: f64 = 30.0;

/// Compares two snapshots. `became` tells into which facility another was merged.
pub fn compare(
    old: &Snapshot,
    edition: Edition,
    new: &Snapshot,
    became: &dyn Fn(&str) -> Option<FacilityId>,
) -> Changes {
    let mut changes = Vec::new();
    for (id, facts) in &new.facilities {
        match old.facilities.get(id) {
            None => changes.push(whole(id, facts, Category::New, String::new())),
            Some(before) => fields(id, before, facts, &mut changes),
        }
    }
    for (id, facts) in old.facilities.iter().filter(|(id, _)| !new.facilities.contains_key(*id)) {
        let into = became(id).and_then(|id| new.facilities.get(&id)).map(|facts| word(facts, "name"));
        let note = into.map(|name| format!("「{name}」にまとめた")).unwrap_or_default();
        changes.push(whole(id, facts, Category::Gone, note));
    }
    changes.sort_by(|a, b| (a.category, &a.name, &a.id, &a.field).cmp(&(b.category, &b.name, &b.id, &b.field)));
    Changes { since: edition, before: old.facilities.len(), now: new.facilities.len(), changes }
}

fn word(facts: &Facts, field: &str) -> String {
    facts.get(field).map(|fact| fact.value.clone()).unwrap_or_default()
}

fn whole(id: &str, facts: &Facts, category: Category, note: String) -> Change {
    let place = [word(facts, "address"), word(facts, "phone")].join(" ");
    let place = place.trim().to_owned();
    let (old, new) = if category == Category::New { (String::new(), place) } else { (place, note) };
    let source = facts.get("name").map(|fact| fact.source.clone()).unwrap_or_default();
    Change { id: id.to_owned(), name: word(facts, "name"), category, field: "施設".into(), old, new, source }
}

fn fields(id: &str, old: &Facts, new: &Facts, changes: &mut Vec<Change>) {
    let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for field in all {
        let (before, now) = (old.get(field), new.get(field));
        let value = |fact: Option<&Fact>| fact.map(|fact| fact.value.clone()).unwrap_or_default();
        let (was, is) = (value(before), value(now));
        if was == is {
            continue;
        }
        let mut words = in_words(field);
        if field == "point"
            && let Some(metres) = apart(&was, &is)
        {
            if metres < SAME_DOOR {
                continue;
            }
            words = format!("地図の位置（{metres:.0}m 動く）");
        }
        let source = now.or(before).map(|fact| fact.source.clone()).unwrap_or_default();
        changes.push(Change {
            id: id.to_owned(),
            name: word(new, "name"),
            category: Category::of_field(field),
            field: words,
            old: was,
            new: is,
            source,
        });
    }
}

fn apart(a: &str, b: &str) -> Option<f64> {
    let point = |text: &str| {
        let (lat, lon) = text.split_once(',')?;
        Some(LonLat::new(lon.parse().ok()?, lat.parse().ok()?))
    };
    Some(geo::distance(point(a)?, point(b)?))
}

/// What staff read for a field.
fn in_words(field: &str) -> String {
    let known: BTreeMap<&str, &str> = [
        ("name", "名前"),
        ("kind", "種類"),
        ("operator", "運営する法人"),
        ("address", "住所"),
        ("area", "圏域"),
        ("point", "地図の位置"),
        ("phone", "電話"),
        ("fax", "FAX"),
        ("url", "ホームページ"),
        ("service", "サービス"),
        ("registration", "届出"),
        ("answer", "調査の答え"),
        ("open", "オープンデータへの同意"),
    ]
    .into();
    let mut parts = field.split(':');
    let first = parts.next().unwrap_or_default();
    if first == "hours" {
        return parts.collect::<Vec<_>>().join(" ");
    }
    known.get(first).map_or_else(|| field.to_owned(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::{read, write};
    use jiff::civil::date;

    fn snapshot(facilities: &[(&str, &[(&str, &str)])]) -> Snapshot {
        let facts = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(field, value)| {
                    ((*field).to_owned(), Fact { value: (*value).to_owned(), source: "厚生局 2026-09-01".into() })
                })
                .collect()
        };
        let facilities = facilities.iter().map(|(id, pairs)| ((*id).to_owned(), facts(pairs))).collect();
        Snapshot { on: date(2026, 11, 1), facilities }
    }

    fn edition() -> Edition {
        Edition { on: date(2026, 5, 1), number: 1 }
    }

    #[test]
    fn every_kind_of_change_is_told_apart() {
        let old = snapshot(&[
            ("a", &[("name", "見本 甲"), ("phone", "04-0000-0001"), ("point", "35.85000,139.90000")]),
            ("b", &[("name", "見本 乙"), ("address", "見本町1")]),
            ("c", &[("name", "見本 丙"), ("answer:home-visit", "訪問診療: している")]),
        ]);
        let new = snapshot(&[
            ("a", &[("name", "見本 甲医院"), ("phone", "04-0000-0002"), ("point", "35.85001,139.90000")]),
            ("c", &[("name", "見本 丙"), ("hours:診療:月", "9:00-12:00"), ("service:x", "訪問看護")]),
            ("d", &[("name", "見本 丁")]),
        ]);
        let changes = compare(&old, edition(), &new, &|id| (id == "b").then(|| "d".to_owned()));
        let found: Vec<(Category, &str)> =
            changes.changes.iter().map(|one| (one.category, one.name.as_str())).collect();
        assert_eq!(
            found,
            [
                (Category::New, "見本 丁"),
                (Category::Gone, "見本 乙"),
                (Category::Renamed, "見本 甲医院"),
                (Category::Phone, "見本 甲医院"),
                (Category::Hours, "見本 丙"),
                (Category::Services, "見本 丙"),
                (Category::Consent, "見本 丙"),
            ]
        );
        assert_eq!(changes.changes[1].new, "「見本 丁」にまとめた");
        assert_eq!(
            (changes.changes[3].old.as_str(), changes.changes[3].new.as_str()),
            ("04-0000-0001", "04-0000-0002")
        );
    }

    #[test]
    fn a_new_date_of_the_source_is_no_change_and_a_far_point_is() {
        let old = snapshot(&[("a", &[("name", "見本"), ("point", "35.85000,139.90000")])]);
        let mut new = snapshot(&[("a", &[("name", "見本"), ("point", "35.85100,139.90000")])]);
        for fact in new.facilities.values_mut().flat_map(|facts| facts.values_mut()) {
            fact.source = "厚生局 2026-10-01".into();
        }
        let changes = compare(&old, edition(), &new, &|_| None);
        assert_eq!(changes.changes.len(), 1);
        assert_eq!(changes.changes[0].field, "地図の位置（111m 動く）");
    }

    #[test]
    fn limits_are_shares_and_a_few_never_pass() {
        let many = |n: usize| {
            let names: Vec<String> = (0..n).map(|n| format!("f{n}")).collect();
            let mut all = snapshot(&[]);
            for name in names {
                all.facilities.insert(name, Facts::new());
            }
            all
        };
        let limits = Limits::default();
        let over = |old: usize, new: usize| compare(&many(old), edition(), &many(new), &|_| None).over(&limits).len();
        assert_eq!(over(100, 100), 0);
        assert_eq!(over(100, 85), 1);
        assert_eq!(over(10, 8), 0, "two of ten are few");
        assert_eq!(over(100, 130), 1);
    }

    #[test]
    fn a_snapshot_is_read_as_it_was_written() {
        let one = snapshot(&[("a", &[("name", "見本,\"甲\"\n"), ("phone", "04-0000-0001")])]);
        assert_eq!(read(&write(&one), one.on), Ok(one));
        assert_eq!(read(b"id,name\n", date(2026, 1, 1)), Err(1));
        assert_eq!(read(b"id,field,value,source\na,b\n", date(2026, 1, 1)), Err(2));
    }
}
