//! The dirt of real files, one kind after another, each put in on purpose.
//!
//! Further dirt is made where the files are written: full-width digits and the many ways of writing 丁目
//! ([`super::address`]), addresses without prefecture or city and a building written twice ([`super::kaigo`]), and
//! everything about consent and words ([`super::survey`]).

use super::address::Site;
use super::towns;
use super::world::{Institution, Office, World};

/// The clinic that moved: ナビイ (June) still has the old place, the bureau (September) and the survey the new one.
pub(crate) const MOVED: &str = "9900109";

/// The clinic whose deemed care office carries a number from before a renumbering.
const RENUMBERED: (&str, &str) = ("1219900143", "1219909143");

/// Puts the dirt in.
pub(crate) fn soil(world: &mut World) {
    lose_coordinates(world);
    share_a_building(world);
    give_one_name_to_two(world);
    spoil_web_addresses(world);
    renumber(world);
    name_one_office_twice(world);
    thin_out_hours(world);
    leave_out_of_lists(world);
}

fn institution<'a>(world: &'a mut World, number: &str) -> &'a mut Institution {
    world.institutions.iter_mut().find(|one| one.number == number).expect("the number is in the plan")
}

fn first_office<'a>(world: &'a mut World, code: &str, nth: usize) -> &'a mut Office {
    let mut offices = world.offices.iter_mut().filter(|one| one.offers[0].code == code);
    offices.nth(nth).expect("the plan has as many")
}

/// No coordinate (0, 0), and the geocoder's default point in Ireland.
fn lose_coordinates(world: &mut World) {
    for (code, nth) in [("110", 3), ("430", 6)] {
        let site = &mut first_office(world, code, nth).site;
        (site.lat, site.lon) = (0.0, 0.0);
    }
    let site = &mut first_office(world, "150", 4).site;
    (site.lat, site.lon) = (53.41291, -8.24389);
    for number in ["9900125", "9900512"] {
        let site = &mut institution(world, number).site;
        (site.lat, site.lon) = (0.0, 0.0);
    }
}

/// A clinic, a dentist, a pharmacy and visiting nurses at one door.
fn share_a_building(world: &mut World) {
    let site = |floor: u8| Site {
        town: towns::find("おおたかの森南一丁目"),
        lot: "9924-7".to_owned(),
        building: format!("見本メディカルビル{floor}階"),
        lat: 35.8691,
        lon: 139.9246,
    };
    institution(world, "9900110").site = site(2);
    institution(world, "9900303").site = site(3);
    institution(world, "9900505").site = site(1);
    first_office(world, "130", 2).site = site(4);
}

/// Two pharmacies, and two clinics, of one name in different towns: never to be merged.
fn give_one_name_to_two(world: &mut World) {
    for (from, to) in [("9900503", "9900530"), ("9900127", "9900134")] {
        let (name, kana) = {
            let one = institution(world, from);
            (one.name.clone(), one.kana.clone())
        };
        let other = institution(world, to);
        (other.name, other.kana) = (name, kana);
    }
}

/// A mail address, an address without scheme, a word, and a broken scheme in the URL column.
fn spoil_web_addresses(world: &mut World) {
    for (nth, url) in
        ["mihon@example.jp", "www.example.jp/mihon-care", "無", "http//www.example.jp/"].iter().enumerate()
    {
        first_office(world, "150", nth).url = (*url).to_owned();
    }
}

/// The deemed office of a clinic under an older number: same name, address and phone.
fn renumber(world: &mut World) {
    let office = world.offices.iter_mut().find(|one| one.number == RENUMBERED.0).expect("a deemed office");
    RENUMBERED.1.clone_into(&mut office.number);
}

/// One office under another name in the file of its second service.
fn name_one_office_twice(world: &mut World) {
    let office = first_office(world, "520", 0);
    let (name, kana) = (format!("{}ショートステイ", office.name), format!("{}ショートステイ", office.kana));
    office.offers[1].other_name = Some((name, kana));
}

/// Weekday flags without hours, hours without flags, and hours that contradict flags or themselves.
fn thin_out_hours(world: &mut World) {
    institution(world, "9900128").week.has_hours = false;
    institution(world, "9900129").week.has_flags = false;
    // From nine to nine, and from noon back to nine: neither is a stretch of time.
    institution(world, "9900130").week.first[0] = Some(("09:00", "09:00"));
    institution(world, "9900131").week.first[2] = Some(("12:00", "09:00"));
    // Nothing at all is known of one hospital's week.
    let week = &mut institution(world, "9900004").week;
    (week.has_hours, week.has_flags) = (false, false);
}

/// Not everybody is on every list.
fn leave_out_of_lists(world: &mut World) {
    for number in ["9900138", "9900147", "9900320", "9900528"] {
        institution(world, number).in_navii = false;
    }
    for number in ["9900149", "9900325", "9900533"] {
        institution(world, number).in_bureau = false;
    }
}

/// Where the clinic that moved is now.
pub(crate) fn new_site() -> Site {
    Site {
        town: towns::find("東初石三丁目"),
        lot: "9901-8".to_owned(),
        building: String::new(),
        lat: 35.8827,
        lon: 139.9221,
    }
}
