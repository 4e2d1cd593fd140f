//! Public facilities as plain facts, one line each.

use crate::consent::{Belonging, PublicFacility, Shown};
use crate::model::{Areas, Day, DayHours, FacilityId, Hours, HoursKind, Services, SourceKind};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One fact: its value in words, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The value.
    pub value: String,
    /// Source and date in words; a change of it alone is no change of the fact.
    pub source: String,
}

/// The facts of one facility by field: `name`, `phone`, `service:home-visit`, `hours:診療:月` …
pub type Facts = BTreeMap<String, Fact>;

/// The public facts of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The day.
    pub on: Date,
    /// Facts by facility.
    pub facilities: BTreeMap<FacilityId, Facts>,
}

impl Snapshot {
    /// What is public today.
    pub fn of(public: &[PublicFacility], services: &Services, areas: &Areas, on: Date) -> Self {
        let facilities = public.iter().map(|one| (one.id.clone(), facts(one, services, areas))).collect();
        Self { on, facilities }
    }
}

fn facts(one: &Shown, services: &Services, areas: &Areas) -> Facts {
    let mut facts = Facts::new();
    let all: Vec<String> = one.sources.iter().map(dated).collect();
    let all = all.join("・");
    let mut add = |field: String, value: String, source: &str| {
        if !value.is_empty() {
            facts.insert(field, Fact { value, source: source.to_owned() });
        }
    };
    let phone = one.phone_source.as_ref().map_or_else(|| all.clone(), dated);
    let address = one.address_source.as_ref().map_or_else(|| all.clone(), dated);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    add("name".into(), one.name.clone(), &all);
    add("kind".into(), one.kind.word().into(), &all);
    add("operator".into(), text(&one.operator), &all);
    let whole = [text(&one.address), text(&one.building)].join(" ");
    add("address".into(), whole.trim().to_owned(), &address);
    add("phone".into(), text(&one.phone), &phone);
    add("fax".into(), text(&one.fax), &all);
    add("url".into(), text(&one.url), &all);
    let area = one.area.as_ref().and_then(|id| areas.get(id)).map(|area| area.name.clone());
    add("area".into(), area.unwrap_or_default(), &address);
    if let Some(located) = one.located {
        add("point".into(), format!("{:.5},{:.5}", located.point.lat, located.point.lon), &all);
    }
    for (id, belonging) in &one.services {
        let name = services.get(id).map_or(id.as_str(), |service| service.name.as_str());
        let how = if *belonging == Belonging::Offers { "" } else { "（届出）" };
        add(format!("service:{id}"), format!("{name}{how}"), &all);
    }
    for registration in &one.registrations {
        add(
            format!("registration:{}", registration.symbol),
            registration.symbol.clone(),
            &dated_kind(one, SourceKind::Bureau),
        );
    }
    for answer in &one.answers {
        let date = answer.as_of.map_or_else(String::new, |date| format!(" {date}"));
        let source = format!("{}{date}", SourceKind::Survey.short());
        add(format!("answer:{}", answer.question), format!("{}: {}", answer.name, answer.words), &source);
        if answer.open_data {
            add(format!("open:{}", answer.question), format!("{}: オープンデータ可", answer.name), &source);
        }
    }
    for hours in &one.hours {
        week(hours, &mut |field, value| add(field, value, &all));
    }
    facts
}

fn dated((kind, date): &(SourceKind, Option<Date>)) -> String {
    date.map_or_else(|| kind.short().to_owned(), |date| format!("{} {date}", kind.short()))
}

fn dated_kind(one: &Shown, kind: SourceKind) -> String {
    one.sources.iter().find(|(of, _)| *of == kind).map_or_else(|| kind.short().to_owned(), dated)
}

/// One fact per day that something is known of, one for the rules of n-th weeks, one for the note.
fn week(hours: &Hours, add: &mut dyn FnMut(String, String)) {
    let kind = match hours.kind {
        HoursKind::Consultation => "診療",
        HoursKind::Service => "利用",
    };
    for (day, known) in Day::ALL.iter().zip(&hours.days) {
        let words = match known {
            DayHours::Unknown => continue,
            DayHours::Closed => "休み".to_owned(),
            DayHours::Open => "あり".to_owned(),
            DayHours::Contradicts => "電話で確認".to_owned(),
            DayHours::Slots(slots) => {
                slots.iter().map(|slot| format!("{}-{}", slot.from, slot.until)).collect::<Vec<_>>().join(" ")
            }
        };
        add(format!("hours:{kind}:{}", day.letter()), words);
    }
    let mut weeks = Vec::new();
    for (n, flags) in hours.weeks.iter().enumerate() {
        for (day, flag) in Day::ALL.iter().zip(flags) {
            if *flag == Some(false) {
                weeks.push(format!("第{}{}", n + 1, day.letter()));
            }
        }
    }
    if !weeks.is_empty() {
        add(format!("hours:{kind}:休みの週"), weeks.join("、"));
    }
    if let Some(note) = &hours.note {
        add(format!("hours:{kind}:説明"), note.clone());
    }
}

const HEADINGS: [&str; 4] = ["id", "field", "value", "source"];

/// The snapshot as text: UTF-8, one line per fact, in the order of id and field.
pub fn write(snapshot: &Snapshot) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().from_writer(Vec::new());
    // Writing to a `Vec` cannot fail.
    let _ = out.write_record(HEADINGS);
    for (id, facts) in &snapshot.facilities {
        for (field, fact) in facts {
            let _ = out.write_record([id, field, &fact.value, &fact.source]);
        }
    }
    out.into_inner().unwrap_or_default()
}

/// Reads a snapshot of a day; `Err` says which line is not as it was written.
///
/// # Errors
/// The line, from 1.
pub fn read(bytes: &[u8], on: Date) -> Result<Snapshot, u64> {
    let text = std::str::from_utf8(bytes).map_err(|_| 1_u64)?;
    let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    if reader.headers().map_err(|_| 1_u64)?.iter().ne(HEADINGS) {
        return Err(1);
    }
    let mut facilities: BTreeMap<FacilityId, Facts> = BTreeMap::new();
    for row in reader.records() {
        let row = row.map_err(|error| error.position().map_or(0, csv::Position::line))?;
        let fact = Fact { value: row[2].to_owned(), source: row[3].to_owned() };
        facilities.entry(row[0].to_owned()).or_default().insert(row[1].to_owned(), fact);
    }
    Ok(Snapshot { on, facilities })
}
