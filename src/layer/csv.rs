//! Open-data CSV in the columns of the 推奨データセット: 介護サービス事業所一覧 and 医療機関一覧.

use super::{LayerFile, Open, Shard, open};
use crate::consent::Shown;
use crate::model::{Clock, Day, DayHours, Hours, HoursKind, IdentifierKind, Precision, Service, Services};
use crate::settings::Settings;
use rayon::prelude::*;
use std::fmt::Write;
use std::sync::OnceLock;

/// Source: 推奨データセット 介護サービス事業所一覧.
const CARE: &str = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,介護サービス事業所名称,介護サービス事業所名称_カナ,実施サービス,住所,方書,緯度,経度,電話番号,内線番号,FAX番号,法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,備考";
/// Source: 推奨データセット 医療機関一覧.
const HOSPITAL: &str = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,医療機関の種類,住所,方書,緯度,経度,電話番号,内線番号,FAX番号,法人番号,法人の名称,医療機関コード,診療曜日,診療開始時間,診療終了時間,診療日時特記事項,時間外における対応,診療科目,病床数,URL,備考";

/// Both lists of a shard.
fn paths(shard: &Shard, settings: &Settings) -> [String; 2] {
    let code = if shard.folder.is_empty() { &settings.municipality.code } else { shard.folder.trim_end_matches('/') };
    [format!("csv/{code}_care_service.csv"), format!("csv/{code}_hospital.csv")]
}

fn layer(shard: &Shard, service: &Service) -> String {
    format!("csv/{}{}.csv", shard.folder, service.id)
}

fn is_care(facility: &Open<'_>) -> bool {
    !facility.shown.care.is_empty()
}

fn is_medical(facility: &Open<'_>) -> bool {
    facility.shown.kind.is_medical()
}

/// The files of a shard: path, name, number of facilities.
pub(super) fn listed(
    shard: &Shard,
    facilities: &[&Shown],
    services: &Services,
    settings: &Settings,
    in_service: &[usize],
) -> Vec<(String, String, usize)> {
    let [offices, institutions] = paths(shard, settings);
    let open = shard.open(facilities);
    let mut all = vec![
        (offices, format!("{}介護サービス事業所一覧", shard.name), open.clone().filter(is_care).count()),
        (institutions, format!("{}医療機関一覧", shard.name), open.filter(is_medical).count()),
    ];
    for (service, count) in services.services.iter().zip(in_service) {
        all.push((layer(shard, service), format!("{}{}", shard.name, service.name), *count));
    }
    all
}

pub(super) fn files(shard: &Shard, facilities: &[&Shown], services: &Services, settings: &Settings) -> Vec<LayerFile> {
    let [offices, institutions] = paths(shard, settings);
    let open: Vec<Open<'_>> = shard.open(facilities).collect();
    let rows = || Rows { settings, made: shard.open.iter().map(|_| OnceLock::new()).collect() };
    let (care, medical) = (rows(), rows());
    let whole = |header, rows: &Rows<'_>, row: Make, wanted: fn(&Open<'_>) -> bool| {
        rows.table(header, row, open.iter().filter(|facility| wanted(facility)))
    };
    let mut files = vec![
        (offices, whole(CARE, &care, care_row, is_care)),
        (institutions, whole(HOSPITAL, &medical, hospital_row, is_medical)),
    ];
    files.par_extend(services.services.par_iter().enumerate().map(|(at, service)| {
        let here: Vec<&Open<'_>> = open.iter().filter(|facility| facility.belongs_to(at)).collect();
        // A list on which institutions and care offices stand together is written in the columns that say which it is.
        let bytes = if !here.is_empty() && here.iter().all(|facility| is_care(facility)) {
            care.table(CARE, care_row, here.into_iter())
        } else {
            medical.table(HOSPITAL, hospital_row, here.into_iter())
        };
        (layer(shard, service), bytes)
    }));
    files
}

/// What stands in a row but for its number, which is the row's place in its list.
struct Cells {
    before: String,
    after: String,
}

type Make = fn(&Shown, &Settings) -> Vec<String>;

/// Rows in the columns of one list. A facility stands on several lists with the same cells.
struct Rows<'a> {
    settings: &'a Settings,
    made: Vec<OnceLock<Cells>>,
}

impl Rows<'_> {
    fn table<'a>(&self, header: &str, make: Make, facilities: impl Iterator<Item = &'a Open<'a>>) -> Vec<u8> {
        // Excel reads UTF-8 only behind a byte order mark.
        let mut out = format!("\u{feff}{header}\r\n");
        for (index, facility) in facilities.enumerate() {
            let Cells { before, after } = self.made[facility.at].get_or_init(|| {
                let cells = make(facility.shown, self.settings);
                let (code, rest) =
                    cells.split_first().map_or((String::new(), &[][..]), |(code, rest)| (quoted(code), rest));
                Cells { before: code, after: rest.iter().flat_map(|cell| [",".into(), quoted(cell)]).collect() }
            });
            // Writing to a `String` cannot fail.
            let _ = write!(out, "{before},{}{after}\r\n", index + 1);
        }
        out.into_bytes()
    }
}

/// One cell. What a spreadsheet would run as a formula is led by an apostrophe.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

fn care_row(facility: &Shown, settings: &Settings) -> Vec<String> {
    let services: Vec<&str> = facility.care.iter().map(|entry| entry.name.as_str()).collect();
    // One number cannot stand for several services' places.
    let places: Vec<u32> = facility.care.iter().filter_map(|entry| entry.capacity).collect();
    let capacity = if let [only] = places[..] { only.to_string() } else { String::new() };
    let hours = hours(facility, HoursKind::Service);
    let mut row = start(facility, settings);
    row.push(services.join(";"));
    row.extend(middle(facility));
    row.push(identifier(facility, IdentifierKind::CareOffice));
    row.push(hours.map(open_days).unwrap_or_default());
    row.push(hours.map(remarks).unwrap_or_default());
    row.push(capacity);
    row.extend(end(facility, settings));
    row
}

fn hospital_row(facility: &Shown, settings: &Settings) -> Vec<String> {
    let hours = hours(facility, HoursKind::Consultation);
    let slots = || hours.into_iter().flat_map(slots);
    let mut row = start(facility, settings);
    row.push(facility.kind.word().to_owned());
    row.extend(middle(facility));
    row.push(identifier(facility, IdentifierKind::Institution));
    row.push(hours.map(open_days).unwrap_or_default());
    row.push(slots().map(|slot| slot.0).min().map(clock).unwrap_or_default());
    row.push(slots().map(|slot| slot.1).max().map(clock).unwrap_or_default());
    row.push(hours.map(remarks).unwrap_or_default());
    row.push(String::new());
    row.push(facility.departments.join(";"));
    row.push(String::new());
    row.extend(end(facility, settings));
    row
}

/// Code to reading, without the number: the same in both lists.
fn start(facility: &Shown, settings: &Settings) -> Vec<String> {
    let own = &settings.municipality;
    let code = facility.municipality.as_ref().unwrap_or(&own.code);
    let at_home = *code == own.code;
    let in_prefecture = at_home || code.get(..2) == own.code.get(..2);
    vec![
        code.clone(),
        if in_prefecture { own.prefecture.clone() } else { String::new() },
        if at_home { own.name.clone() } else { String::new() },
        facility.name.clone(),
        facility.kana.clone().unwrap_or_default(),
    ]
}

/// Address to operator: the same in both lists.
fn middle(facility: &Shown) -> Vec<String> {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let address = open::contact(facility, facility.address.as_deref(), facility.address_source);
    let phone = open::contact(facility, facility.phone.as_deref(), facility.phone_source);
    let degrees = |value: fn(crate::model::LonLat) -> f64| {
        facility.located.map(|located| format!("{:.6}", value(located.point))).unwrap_or_default()
    };
    vec![
        text(address),
        text(facility.building.as_deref()),
        degrees(|point| point.lat),
        degrees(|point| point.lon),
        text(phone),
        String::new(),
        text(facility.fax.as_deref()),
        text(facility.corporate_number.as_deref()),
        text(facility.operator.as_deref()),
    ]
}

/// Web address and remarks: the same in both lists.
fn end(facility: &Shown, settings: &Settings) -> Vec<String> {
    let mut remarks = Vec::new();
    if settings.site.sample {
        remarks.push("見本のデータ");
    }
    let precision = facility.located.map(|located| located.precision).filter(|one| *one != Precision::Published);
    let placed = precision.map(|precision| format!("緯度・経度は{}", precision.word()));
    remarks.extend(placed.as_deref());
    vec![facility.url.clone().unwrap_or_default(), remarks.join("。")]
}

fn identifier(facility: &Shown, kind: IdentifierKind) -> String {
    let numbers: Vec<&str> =
        facility.identifiers.iter().filter(|number| number.kind == kind).map(|number| number.value.as_str()).collect();
    numbers.join(";")
}

fn hours(facility: &Shown, kind: HoursKind) -> Option<&Hours> {
    facility.hours.iter().map(|hours| &**hours).find(|hours| hours.kind == kind)
}

fn slots(hours: &Hours) -> impl Iterator<Item = (Clock, Clock)> {
    hours
        .days
        .iter()
        .flat_map(|day| match day {
            DayHours::Slots(slots) => &slots[..],
            DayHours::Unknown | DayHours::Closed | DayHours::Open | DayHours::Contradicts => &[],
        })
        .map(|slot| (slot.from, slot.until))
}

/// 「月火水金」.
fn open_days(hours: &Hours) -> String {
    let open = |day: &DayHours| matches!(day, DayHours::Open | DayHours::Slots(_));
    Day::ALL.iter().zip(&hours.days).filter(|(_, day)| open(day)).map(|(day, _)| day.letter()).collect()
}

/// `HH:MM`, as the data set asks for.
fn clock(time: Clock) -> String {
    // With a zero in front, unlike on a page.
    let time = time.to_string();
    if time.as_bytes().get(1) == Some(&b':') { format!("0{time}") } else { time }
}

/// Days with their own times, days with contradicting times, and the source's words.
fn remarks(hours: &Hours) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut groups: Vec<(String, String)> = Vec::new();
    for (day, known) in Day::ALL.iter().zip(&hours.days) {
        let times = match known {
            DayHours::Slots(slots) => {
                let each: Vec<String> =
                    slots.iter().map(|slot| format!("{}-{}", clock(slot.from), clock(slot.until))).collect();
                each.join("、")
            }
            DayHours::Contradicts => "電話で確認".to_owned(),
            DayHours::Unknown | DayHours::Closed | DayHours::Open => continue,
        };
        match groups.iter_mut().find(|(_, same)| *same == times) {
            Some((days, _)) => days.push_str(day.letter()),
            None => groups.push((day.letter().to_owned(), times)),
        }
    }
    said.extend(groups.into_iter().map(|(days, times)| format!("{days} {times}")));
    for (week, flags) in hours.weeks.iter().enumerate() {
        let closed: String =
            Day::ALL.iter().zip(flags).filter(|(_, open)| **open == Some(false)).map(|(day, _)| day.letter()).collect();
        if !closed.is_empty() {
            said.push(format!("第{}週の{closed}は休み", week + 1));
        }
    }
    said.extend(hours.note.clone());
    said.join("。")
}
