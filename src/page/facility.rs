//! The page of one facility, of one that is gone, of one that moved.

use super::entry::{self, Entry, RegisteredView};
use super::frame::{Frame, Link, Phone};
use super::site::{ClosedFacility, SiteData};
use super::{Page, View, words};
use crate::consent::PublicFacility;
use crate::model::{Day, DayHours, FacilityId, Hours, HoursKind, Kind, question, week};
use serde::Serialize;

/// One fact with its source: 「訪問診療 している（調査 2026年6月）」.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What.
    pub name: String,
    /// In words.
    pub words: String,
    /// Several choices, instead of the words.
    pub choices: Vec<String>,
    /// Source and date.
    pub source: String,
    /// Whether it is a yes: written stronger.
    pub strong: bool,
}

/// One day of the hours table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayView {
    /// 月
    pub day: &'static str,
    /// 「9:00–12:00、14:00–18:00」
    pub words: String,
    /// 「○」「休」「―」, for a week that knows no times.
    pub mark: &'static str,
}

/// A week's hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HoursView {
    /// 「診療時間」 or 「利用できる曜日」.
    pub title: &'static str,
    /// Monday to Sunday, holidays.
    pub days: Vec<DayView>,
    /// Whether no day has a time, so that marks say it all.
    pub marks: bool,
    /// N-th week rules and the source's own words.
    pub notes: Vec<String>,
    /// Source and date.
    pub source: String,
}

/// One care service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CareView {
    /// Name as published.
    pub name: String,
    /// 定員.
    pub capacity: Option<u32>,
    /// 共生型.
    pub inclusive: bool,
    /// Source and date.
    pub source: String,
}

/// A facility's page.
#[derive(Debug, Serialize)]
pub struct FacilityView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Name as published, with legal form and operator.
    pub official_name: Option<String>,
    /// Reading.
    pub kana: Option<String>,
    /// What sort.
    pub kind: &'static str,
    /// Phone.
    pub phone: Option<Phone>,
    /// Source and date of the phone.
    pub phone_source: Option<String>,
    /// Fax.
    pub fax: Option<String>,
    /// Its own site.
    pub url: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Building.
    pub building: Option<String>,
    /// Source and date of the address.
    pub address_source: Option<String>,
    /// Services it offers, as links.
    pub services: Vec<Link>,
    /// Hours in one line.
    pub hours_line: Option<String>,
    /// What it answered.
    pub facts: Vec<Fact>,
    /// What one would want to know and nobody may say: 「情報なし・電話で確認」.
    pub unknown: Vec<String>,
    /// 届出.
    pub registered: Vec<RegisteredView>,
    /// Care services.
    pub care: Vec<CareView>,
    /// 診療科目.
    pub departments: Vec<String>,
    /// Hours.
    pub hours: Vec<HoursView>,
    /// The first hours for the script, which picks today.
    pub days_json: Option<String>,
    /// Small map.
    pub map: String,
    /// How exactly it is placed, in words.
    pub precision: Option<&'static str>,
    /// Directions, outside the site.
    pub directions: Option<Directions>,
    /// Its page on ナビイ.
    pub navii: Option<String>,
    /// Whether there could be one.
    pub medical: bool,
    /// Whether it is in the care information system.
    pub in_kaigo: bool,
    /// Operator.
    pub operator: Option<String>,
    /// Others at the same place.
    pub same_place: Vec<Entry>,
    /// Others of the same name elsewhere are told apart by this list's link.
    pub back: Option<Link>,
    /// Area's page and name.
    pub area: Option<Link>,
    /// The sheet for paper on which it stands.
    pub sheet: Option<Link>,
    /// Every source of the page.
    pub sources: String,
}

/// Ways to see the way there, by the reader's own map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Directions {
    /// `geo:` address for phones.
    pub geo: Option<String>,
    /// Map of 国土地理院 at the point.
    pub gsi: Option<String>,
}

/// Questions worth a call when there is no answer, by kind.
const fn wanted(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Hospital | Kind::Clinic => &["home-visit", "house-call", "night-contact", "end-of-life", "new-patients"],
        Kind::Dental => &["home-dental"],
        Kind::Pharmacy => &["home-pharmacy", "narcotics"],
        Kind::Maternity | Kind::Care | Kind::Other => &[],
    }
}

/// The page of one facility.
pub fn facility_page(site: &SiteData<'_>, facility: &PublicFacility) -> Page {
    let path = facility.path();
    let services = entry::offered(site, facility);
    let back = services.first().cloned();
    let town = entry::town(site, facility);
    let description =
        [Some(facility.kind.word().to_owned()), town.clone(), facility.phone.clone(), entry::hours_line(facility)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("・");
    let mut frame = Frame::new(site, &path, facility.name.clone())
        .description(description)
        .under("find/index.html", "さがす")
        .in_area(site, facility.area.as_deref());
    if let Some(back) = &back {
        frame = frame.under(back.href.clone(), back.label.clone());
    }
    let source =
        |origin: crate::place::Origin| site.parts.editions.get(origin.source).map(words::edition).unwrap_or_default();
    let dated = |of: &Option<(crate::model::SourceKind, Option<jiff::civil::Date>)>| {
        of.map(|(kind, date)| words::source(kind, date))
    };
    let area = facility.area.as_deref().and_then(|id| site.parts.areas.get(id));
    let view = FacilityView {
        id: facility.id.clone(),
        name: facility.name.clone(),
        official_name: facility.official_name.clone(),
        kana: facility.kana.clone(),
        kind: facility.kind.word(),
        phone: facility.phone.as_deref().map(Phone::new),
        phone_source: dated(&facility.phone_source),
        fax: facility.fax.clone(),
        url: facility.url.clone(),
        town,
        address: facility.address.clone(),
        building: facility.building.clone(),
        address_source: dated(&facility.address_source),
        services,
        hours_line: entry::hours_line(facility),
        facts: facts(site, facility),
        unknown: wanted(facility.kind)
            .iter()
            .filter(|id| facility.answer(id).is_none())
            .filter_map(|id| question(id))
            .map(|question| question.name.to_string())
            .collect(),
        registered: facility.registrations.iter().map(|one| entry::registered(site, one)).collect(),
        care: facility
            .care
            .iter()
            .map(|care| CareView {
                name: care.name.clone(),
                capacity: care.capacity,
                inclusive: care.inclusive,
                source: source(care.origin),
            })
            .collect(),
        departments: facility.departments.clone(),
        hours: facility.hours.iter().filter(|hours| hours.says_something()).map(|one| hours(site, one)).collect(),
        days_json: facility.hours.iter().find(|hours| hours.says_something()).map(|hours| week::days_json(hours)),
        map: (site.parts.pictures.locator)(facility),
        precision: facility.located.map(|located| located.precision.sentence()),
        directions: directions(facility),
        navii: facility.navii.clone(),
        medical: facility.kind.is_medical(),
        in_kaigo: !facility.care.is_empty(),
        operator: facility.operator.clone(),
        same_place: facility
            .same_place
            .iter()
            .filter_map(|id| site.by_id(id))
            .map(|other| entry::entry(site, other, None, None))
            .collect(),
        back,
        area: area.map(|area| Link::new(format!("area/{}/index.html", area.id), area.name.clone())),
        sheet: super::place::sheet_with(site, &facility.id),
        sources: entry::sources(facility),
    };
    Page::new("facility.html", frame, View::Facility(Box::new(view)))
}

fn facts(site: &SiteData<'_>, facility: &PublicFacility) -> Vec<Fact> {
    facility
        .answers
        .iter()
        .map(|answer| {
            let kind =
                site.parts.editions.get(answer.origin.source).map_or(crate::model::SourceKind::Survey, |e| e.kind);
            Fact {
                name: answer.name.clone(),
                words: answer.words.clone(),
                choices: answer.choices.clone(),
                source: words::source(kind, answer.as_of),
                strong: answer.affirmative && !answer.expired,
            }
        })
        .collect()
}

fn hours(site: &SiteData<'_>, hours: &Hours) -> HoursView {
    let mut notes = week::rules(hours);
    notes.extend(hours.note.clone());
    HoursView {
        title: match hours.kind {
            HoursKind::Consultation => "診療・開いている時間",
            HoursKind::Service => "利用できる曜日",
        },
        days: Day::ALL
            .iter()
            .zip(&hours.days)
            .map(|(day, known)| DayView { day: day.letter(), words: week::day_words(known), mark: mark(known) })
            .collect(),
        marks: hours.days.iter().all(|day| matches!(day, DayHours::Unknown | DayHours::Open | DayHours::Closed)),
        notes,
        source: site.parts.editions.get(hours.origin.source).map(words::edition).unwrap_or_default(),
    }
}

const fn mark(day: &DayHours) -> &'static str {
    match day {
        DayHours::Open => "○",
        DayHours::Closed => "休",
        DayHours::Unknown | DayHours::Slots(_) | DayHours::Contradicts => "―",
    }
}

fn directions(facility: &PublicFacility) -> Option<Directions> {
    let located = facility.located?;
    // A town's or a block's point would send people to the wrong door; they search by address instead.
    let exact = located.precision.leads_there();
    let query = facility.address.as_deref().map(words::percent).unwrap_or_default();
    let (lat, lon) = (located.point.lat, located.point.lon);
    Some(Directions {
        geo: exact
            .then(|| format!("geo:{lat:.5},{lon:.5}"))
            .or_else(|| (!query.is_empty()).then(|| format!("geo:0,0?q={query}"))),
        gsi: exact.then(|| format!("https://maps.gsi.go.jp/#17/{lat:.5}/{lon:.5}/")),
    })
}

/// A facility that is gone.
#[derive(Debug, Serialize)]
pub struct Closed {
    /// Name it had.
    pub name: String,
    /// What sort it was.
    pub kind: String,
    /// 「2026年10月」.
    pub since: Option<String>,
    /// Where others are found.
    pub area: Option<Link>,
}

/// The page of a facility that is gone: printed addresses never die.
pub(crate) fn closed(site: &SiteData<'_>, closed: &ClosedFacility) -> Page {
    let path = format!("facility/{}.html", closed.id);
    let frame = Frame::new(site, &path, closed.name.clone())
        .description("この施設は、いまはこのサイトに載せていません。")
        .under("find/index.html", "さがす")
        .in_area(site, closed.area.as_deref());
    let area = closed.area.as_deref().and_then(|id| site.parts.areas.get(id));
    let view = Closed {
        name: closed.name.clone(),
        kind: closed.kind.clone(),
        since: closed.gone_since.map(words::month),
        area: area.map(|area| Link::new(format!("area/{}/index.html", area.id), area.name.clone())),
    };
    Page::new("closed.html", frame, View::Closed(Box::new(view)))
}

/// A facility that was merged into another.
#[derive(Debug, Serialize)]
pub struct Moved {
    /// Where it is now.
    pub to: Link,
}

/// The page that leads from a merged facility's address to the one that stayed.
pub(crate) fn moved(site: &SiteData<'_>, (old, new): &(FacilityId, FacilityId)) -> Page {
    let path = format!("facility/{old}.html");
    let to = Link::new(
        format!("facility/{new}.html"),
        site.by_id(new).map_or_else(|| "新しいページ".to_owned(), |facility| facility.name.clone()),
    );
    let mut frame = Frame::new(site, &path, "ページが移りました").under("find/index.html", "さがす");
    frame.canonical = site.absolute(&to.href);
    frame.moved_to = Some(format!("{new}.html"));
    Page::new("moved.html", frame, View::Moved(Moved { to }))
}
