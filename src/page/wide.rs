//! Pages of a wide site, where one goes from the prefecture to the municipality: no list holds the whole country.

use super::find;
use super::frame::{Frame, Link};
use super::plan::{area_path, district_path, service_in_path, service_path};
use super::site::SiteData;
use super::{Page, View};
use crate::model::{Area, District, Service};
use serde::Serialize;

/// Places to choose from.
#[derive(Debug, Serialize)]
pub struct Places {
    /// What is to be chosen.
    pub text: String,
    /// How many facilities there are in all of them.
    pub count: usize,
    /// Places.
    pub places: Vec<Link>,
    /// Services of the same group.
    pub near: Vec<Link>,
}

/// Whether one chooses a prefecture first.
pub(super) fn has_districts(site: &SiteData<'_>) -> bool {
    site.parts.areas.districts.len() > 1
}

/// The name of a district, of whatever prefecture nobody said.
fn name(district: &District) -> String {
    if district.name.is_empty() { "都道府県のわからないところ".to_owned() } else { district.name.clone() }
}

/// The first choice of place: prefectures, or the municipalities of the only one.
pub(super) fn place_links(site: &SiteData<'_>) -> Vec<Link> {
    places(site).into_iter().map(|(link, count)| link.count(count)).collect()
}

/// The same with the number of facilities beside each.
pub(super) fn places(site: &SiteData<'_>) -> Vec<(Link, usize)> {
    let districts = &site.parts.areas.districts;
    if has_districts(site) {
        return districts.iter().map(|one| (Link::new(district_path(&one.id), name(one)), count(site, one))).collect();
    }
    districts.iter().flat_map(|one| municipalities(site, one)).collect()
}

fn municipalities(site: &SiteData<'_>, district: &District) -> Vec<(Link, usize)> {
    let areas = &site.parts.areas.areas[district.areas.clone()];
    areas
        .iter()
        .map(|area| (Link::new(area_path(&area.id, 0), short(area, district)), site.in_area(&area.id).len()))
        .collect()
}

/// A municipality's name under its prefecture's.
fn short(area: &Area, district: &District) -> String {
    let rest = area.name.strip_prefix(&district.name).filter(|rest| !rest.is_empty() && !rest.starts_with('（'));
    rest.unwrap_or(&area.name).to_owned()
}

/// `area/p12/index.html`
pub(crate) fn district(site: &SiteData<'_>, at: usize) -> Page {
    let district = &site.parts.areas.districts[at];
    let places = municipalities(site, district).into_iter().map(|(link, count)| link.count(count)).collect();
    let frame = Frame::new(site, &district_path(&district.id), name(district))
        .description(format!("{}の市区町村ごとの施設の一覧です。", name(district)))
        .under("area/index.html", "地区から");
    page(frame, "市区町村を選んでください。", count(site, district), places, Vec::new())
}

fn count(site: &SiteData<'_>, district: &District) -> usize {
    site.parts.areas.areas[district.areas.clone()].iter().map(|area| site.in_area(&area.id).len()).sum()
}

/// `area/index.html`
pub(crate) fn areas(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "area/index.html", "場所からさがす").description("市区町村ごとの施設の一覧です。");
    let text = if has_districts(site) {
        "都道府県を選んでください。"
    } else {
        "市区町村を選んでください。"
    };
    page(frame, text, site.parts.facilities.len(), place_links(site), Vec::new())
}

/// `find/<service>/index.html`: where.
pub(crate) fn service(site: &SiteData<'_>, service: &Service) -> Page {
    let members = site.members(&service.id);
    let frame = Frame::new(site, &service_path(&service.id, None, 0), service.name.clone())
        .description(service.text.clone())
        .under("find/index.html", "さがす");
    let districts = &site.parts.areas.districts;
    let places = if has_districts(site) {
        let link = |one: &District| {
            let (offers, registered) = in_district(site, service, one);
            (offers + registered > 0)
                .then(|| Link::new(service_in_path(&service.id, &one.id), name(one)).offers(offers, registered))
        };
        districts.iter().filter_map(link).collect()
    } else {
        districts.iter().flat_map(|one| lists(site, service, one)).collect()
    };
    page(frame, &service.text, members.offers.len(), places, find::near(site, service))
}

/// `find/<service>/p12.html`
pub(crate) fn service_in(site: &SiteData<'_>, service: usize, district: usize) -> Page {
    let service = &site.parts.services.services[service];
    let district = &site.parts.areas.districts[district];
    let heading = format!("{}（{}）", service.name, name(district));
    let frame = Frame::new(site, &service_in_path(&service.id, &district.id), heading)
        .description(service.text.clone())
        .under("find/index.html", "さがす")
        .under(service_path(&service.id, None, 0), service.name.clone());
    page(frame, &service.text, in_district(site, service, district).0, lists(site, service, district), Vec::new())
}

/// How many offer a service in a district, and how many only registered.
pub(super) fn in_district(site: &SiteData<'_>, service: &Service, district: &District) -> (usize, usize) {
    let members = site.members(&service.id);
    site.parts.areas.areas[district.areas.clone()].iter().fold((0, 0), |(offers, registered), area| {
        (
            offers + site.within(&members.offers, &area.id).len(),
            registered + site.within(&members.registered, &area.id).len(),
        )
    })
}

/// The lists of a service in the municipalities of a district.
fn lists(site: &SiteData<'_>, service: &Service, district: &District) -> Vec<Link> {
    let members = site.members(&service.id);
    let link = |area: &Area| {
        let offers = site.within(&members.offers, &area.id).len();
        let registered = site.within(&members.registered, &area.id).len();
        (offers + registered > 0).then(|| {
            Link::new(service_path(&service.id, Some(&area.id), 0), short(area, district)).offers(offers, registered)
        })
    };
    site.parts.areas.areas[district.areas.clone()].iter().filter_map(link).collect()
}

fn page(frame: Frame, text: &str, count: usize, places: Vec<Link>, near: Vec<Link>) -> Page {
    Page::new("places.html", frame, View::Places(Box::new(Places { text: text.to_owned(), count, places, near })))
}
