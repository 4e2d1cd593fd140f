//! A cluster of records → one facility: for each field, the source that is trusted most for it.

use super::Linked;
use crate::model::{CareEntry, Facility, Hours, Identifier, Kind, Record, SourceKind};
use crate::place::Sourced;
use crate::settings::{Field, Precedence};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which of the survey's rows may say name, phone and address of an establishment that no register knows.
pub type Speakers<'a> = &'a (dyn for<'r> Fn(&[&'r Record]) -> Vec<&'r Record> + Sync);

/// So many clusters are united before their records are made smaller.
const AT_ONCE: usize = 4_096;

/// Makes one facility of every cluster, in the order of the clusters. Ids, places and neighbours come later.
///
/// The records lose what only facilities are asked for from here on, as they are united: the country's are held by the
/// million, and both together would be what a build needs most memory for.
pub fn unite(
    records: &mut [Record],
    linked: &Linked,
    precedence: &Precedence,
    speakers: Speakers<'_>,
) -> Vec<Facility> {
    let mut facilities = Vec::with_capacity(linked.clusters.len());
    for clusters in linked.clusters.chunks(AT_ONCE) {
        let members = |cluster: &Vec<usize>| cluster.iter().map(|at| &records[*at]).collect::<Vec<_>>();
        facilities.par_extend(clusters.par_iter().map(|cluster| one(&members(cluster), precedence, speakers)));
        clusters.iter().flatten().for_each(|at| let_go_of_united(&mut records[*at]));
    }
    facilities
}

fn let_go_of_united(record: &mut Record) {
    let Record { building, fax, url, care, registrations, departments, refusals, .. } = record;
    (*building, *fax, *url) = (None, None, None);
    (*care, *registrations, *departments, *refusals) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
}

fn one(records: &[&Record], precedence: &Precedence, speakers: Speakers<'_>) -> Facility {
    let registers: Vec<&Record> =
        records.iter().copied().filter(|record| record.source != SourceKind::Survey).collect();
    // What the survey's sheet says about name, phone or address is used only where no register knows the facility.
    let alone = registers.is_empty();
    let allowed = if alone { speakers(records) } else { registers };
    // Staff's findings and the ledger know it all the same; nothing of it is shown.
    let is_silent = allowed.is_empty();
    let speaking = if is_silent { records.to_vec() } else { allowed };
    let text = |of: Field, field: fn(&Record) -> Option<&Sourced<String>>| {
        best(&speaking, &precedence.order(of), field).cloned()
    };
    let name =
        best(&speaking, &precedence.order(Field::Name), |record| Some(&record.name)).unwrap_or(&speaking[0].name);
    let by_address = precedence.order(Field::Address);
    let with_address =
        speaking.iter().filter(|record| record.address.is_some()).min_by_key(|record| rank(&by_address, record.source));
    let mut departments = Vec::new();
    for department in speaking.iter().flat_map(|record| &record.departments) {
        if !departments.contains(department) {
            departments.push(department.clone());
        }
    }
    let sources: BTreeSet<SourceKind> = speaking.iter().map(|record| record.source).collect();
    let mut facility = Facility {
        id: String::new(),
        identifiers: identifiers(&speaking),
        silent_identifiers: if alone { identifiers(records) } else { Vec::new() },
        is_silent,
        municipality: speaking.iter().find_map(|record| record.municipality.clone()),
        kind: kind(&speaking),
        name: name.clone(),
        kana: text(Field::Kana, |record| record.kana.as_ref()),
        address: with_address.and_then(|record| record.address.clone()),
        building: with_address.and_then(|record| record.building.clone()),
        phone: text(Field::Phone, |record| record.phone.as_ref()),
        fax: text(Field::Phone, |record| record.fax.as_ref()),
        url: text(Field::Url, |record| record.url.as_ref()),
        located: None,
        town: None,
        area: None,
        operator: text(Field::Operator, |record| record.operator.as_ref()),
        corporate_number: speaking.iter().find_map(|record| record.corporate_number.clone()),
        care: care(&speaking),
        registrations: speaking.iter().flat_map(|record| record.registrations.iter().cloned()).collect(),
        departments,
        answers: records.iter().flat_map(|record| record.answers.iter().cloned()).collect(),
        refusals: records.iter().flat_map(|record| record.refusals.iter().cloned()).collect(),
        hours: hours(&speaking, &precedence.order(Field::Hours)),
        sources: sources.into_iter().collect(),
        records: records.iter().map(|record| record.origin).collect(),
        same_place: Vec::new(),
    };
    give_back_room(&mut facility);
    facility
}

/// A list that grew has room for four at least: of the country's facilities that is 300 MiB.
fn give_back_room(facility: &mut Facility) {
    let Facility { departments, care, registrations, answers, refusals, hours, .. } = facility;
    departments.shrink_to_fit();
    care.shrink_to_fit();
    registrations.shrink_to_fit();
    answers.shrink_to_fit();
    refusals.shrink_to_fit();
    hours.shrink_to_fit();
}

fn rank(order: &[SourceKind], source: SourceKind) -> usize {
    order.iter().position(|kind| *kind == source).unwrap_or(order.len())
}

fn best<'a>(
    records: &[&'a Record],
    order: &[SourceKind],
    field: impl Fn(&'a Record) -> Option<&'a Sourced<String>>,
) -> Option<&'a Sourced<String>> {
    records
        .iter()
        .filter_map(|record| field(record).map(|value| (rank(order, record.source), value)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, value)| value)
}

/// The numbers that records hold; of records without any, their names and towns.
fn identifiers(records: &[&Record]) -> Vec<Identifier> {
    let mut all: BTreeSet<Identifier> = BTreeSet::new();
    for record in records {
        all.extend(record.identifiers.iter().cloned());
        all.extend(record.identifiers.iter().filter_map(Identifier::institution_within));
    }
    if all.is_empty() {
        all.extend(records.iter().map(|record| super::decided::name_town(record)));
    }
    all.into_iter().collect()
}

/// What sort it is: the medical registers know; a みなし office alone is a clinic or a hospital by its name.
fn kind(records: &[&Record]) -> Kind {
    let by_rank = |order: &[SourceKind]| {
        records.iter().filter(|record| record.kind != Kind::Care).min_by_key(|record| rank(order, record.source))
    };
    if let Some(record) = by_rank(&[SourceKind::Navii, SourceKind::Bureau, SourceKind::List]) {
        return record.kind;
    }
    let deemed = records.iter().any(|record| record.identifiers.iter().any(|id| id.institution_within().is_some()));
    let hospital = records.iter().any(|record| record.name.value.contains("病院"));
    match (deemed, hospital) {
        (true, true) => Kind::Hospital,
        (true, false) => Kind::Clinic,
        (false, _) => records.first().map_or(Kind::Other, |record| record.kind),
    }
}

fn care(records: &[&Record]) -> Vec<CareEntry> {
    let mut entries: Vec<CareEntry> = Vec::new();
    for entry in records.iter().flat_map(|record| &record.care) {
        match entries.iter_mut().find(|have| have.code == entry.code) {
            Some(have) => have.capacity = have.capacity.or(entry.capacity),
            None => entries.push(entry.clone()),
        }
    }
    entries.sort_by(|a, b| a.code.cmp(&b.code));
    entries
}

/// Hours of each kind: the first source that says something.
fn hours(records: &[&Record], order: &[SourceKind]) -> Vec<Arc<Hours>> {
    let mut all: Vec<Arc<Hours>> = Vec::new();
    let mut records = records.to_vec();
    records.sort_by_key(|record| rank(order, record.source));
    for hours in records.iter().filter_map(|record| record.hours.as_ref()).filter(|hours| hours.says_something()) {
        if !all.iter().any(|have| have.kind == hours.kind) {
            all.push(Arc::clone(hours));
        }
    }
    all.sort_by_key(|hours| hours.kind);
    all
}
