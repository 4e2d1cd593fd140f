//! When and where an event is, and its calendar file.

use super::content::{Text, TextKind};
use super::frame::Phone;
use super::site::SiteData;
use super::words;
use jiff::civil::DateTime;
use serde::Serialize;

/// What a reader must know of an event.
#[derive(Debug, Clone, Serialize)]
pub struct EventView {
    /// When, in words.
    pub when: String,
    /// Last day as `2026-11-20`, by which the script hides what is over.
    pub until: String,
    /// Where.
    pub place: Option<String>,
    /// For whom.
    pub audience: Option<String>,
    /// Phone to apply.
    pub phone: Option<Phone>,
    /// Form to apply.
    pub url: Option<String>,
    /// Calendar file beside the page.
    pub calendar: String,
    /// Whether it was over when the site was built.
    pub over: bool,
}

pub(super) fn event(site: &SiteData<'_>, text: &Text) -> Option<EventView> {
    let start = text.start?;
    let end = text.end.unwrap_or(start);
    let when = if end.date() == start.date() && end > start {
        format!("{}から{}:{:02}まで", words::moment(start), end.hour(), end.minute())
    } else if end > start {
        format!("{}から{}まで", words::moment(start), words::moment(end))
    } else {
        words::moment(start)
    };
    Some(EventView {
        when,
        until: end.date().to_string(),
        place: text.place.clone(),
        audience: text.audience.clone(),
        phone: text.apply_phone.as_deref().map(Phone::new),
        url: text.apply_url.clone(),
        calendar: calendar_path(text),
        over: end.date() < site.parts.as_of,
    })
}

fn calendar_path(text: &Text) -> String {
    text.path.replace("index.html", "event.ics")
}

/// Calendar files of the events: path and content. Local times of Japan.
pub fn calendar(site: &SiteData<'_>) -> Vec<(String, String)> {
    let line = |text: &str| text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
    let stamp =
        |at: DateTime| format!("{:04}{:02}{:02}T{:02}{:02}00", at.year(), at.month(), at.day(), at.hour(), at.minute());
    site.parts
        .content
        .of(TextKind::Event)
        .into_iter()
        .filter_map(|text| {
            let start = text.start?;
            let end = text.end.unwrap_or(start);
            let place = text.place.as_deref().map(|place| format!("LOCATION:{}\r\n", line(place))).unwrap_or_default();
            let body = format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ouchi//JA\r\nBEGIN:VEVENT\r\nUID:{}\r\n\
                 DTSTAMP:{}Z\r\nDTSTART;TZID=Asia/Tokyo:{}\r\nDTEND;TZID=Asia/Tokyo:{}\r\nSUMMARY:{}\r\n{place}\
                 END:VEVENT\r\nEND:VCALENDAR\r\n",
                text.path.replace('/', "-"),
                stamp(site.parts.as_of.at(0, 0, 0, 0)),
                stamp(start),
                stamp(end),
                line(&text.title),
            );
            Some((calendar_path(text), body))
        })
        .collect()
}
