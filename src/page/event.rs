//! When and where an event is, and its calendar file.

use super::content::{Text, TextKind};
use super::frame::Phone;
use super::site::SiteData;
use super::words;
use jiff::civil::{Date, DateTime};
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
    /// Calendar file beside the page, when the day is known.
    pub calendar: Option<String>,
    /// Whether it was over when the site was built.
    pub over: bool,
}

/// First and last day on which an event may be; the whole month when only that is known.
pub(super) fn days(text: &Text) -> Option<(Date, Date)> {
    match (text.start, text.month) {
        (Some(start), _) => Some((start.date(), text.end.unwrap_or(start).date())),
        (None, Some(month)) => Some((month, month.last_of_month())),
        (None, None) => None,
    }
}

/// Facts of an event; `None` when neither day nor month is known.
pub(super) fn event(site: &SiteData<'_>, text: &Text) -> Option<EventView> {
    let (_, last) = days(text)?;
    Some(EventView {
        when: text.when.clone().unwrap_or_else(|| when(text)),
        until: last.to_string(),
        place: text.place.clone(),
        audience: text.audience.clone(),
        phone: text.apply_phone.as_deref().map(Phone::new),
        url: text.apply_url.clone(),
        calendar: text.start.map(|_| calendar_path(text)),
        over: last < site.parts.as_of,
    })
}

fn when(text: &Text) -> String {
    let Some(start) = text.start else { return text.month.map(words::month).unwrap_or_default() };
    let end = text.end.unwrap_or(start);
    if end.date() == start.date() && end > start {
        format!("{}から{}:{:02}まで", words::moment(start), end.hour(), end.minute())
    } else if end > start {
        format!("{}から{}まで", words::moment(start), words::moment(end))
    } else {
        words::moment(start)
    }
}

fn calendar_path(text: &Text) -> String {
    text.path.replace("index.html", "event.ics")
}

/// The calendar of all events, to subscribe to.
pub(crate) const CALENDAR: &str = "events/calendar.ics";

/// Japan has had no summer time since 1951, so one rule is enough.
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
                    TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nTZNAME:JST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// Calendar files: one beside each event whose day is known, and one of them all. Local times of Japan (RFC 5545).
pub(super) fn calendar(site: &SiteData<'_>) -> Vec<(String, String)> {
    let events = site.parts.content.of(TextKind::Event);
    if events.is_empty() {
        return Vec::new();
    }
    let whole = |name: &str, events: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ouchi//JA\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n\
             {}{ZONE}{events}END:VCALENDAR\r\n",
            folded(&format!("X-WR-CALNAME:{}", escaped(name)))
        )
    };
    let mut out = Vec::new();
    let mut all = String::new();
    for text in events {
        if let Some(one) = vevent(site, text) {
            out.push((calendar_path(text), whole(&text.title, &one)));
            all.push_str(&one);
        }
    }
    out.push((CALENDAR.to_owned(), whole(&format!("{} 催し", site.parts.settings.site.name), &all)));
    out
}

fn vevent(site: &SiteData<'_>, text: &Text) -> Option<String> {
    let start = text.start?;
    let end = text.end.unwrap_or(start);
    let stamp =
        |at: DateTime| format!("{:04}{:02}{:02}T{:02}{:02}00", at.year(), at.month(), at.day(), at.hour(), at.minute());
    let host = site.parts.settings.site.url.as_deref().and_then(|url| url.split('/').nth(2)).unwrap_or("ouchi");
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@{host}", text.path.trim_end_matches("/index.html").replace('/', "-")),
        format!("DTSTAMP:{}Z", stamp(site.parts.as_of.at(0, 0, 0, 0))),
    ];
    let midnight = |at: DateTime| at.hour() == 0 && at.minute() == 0;
    if midnight(start) && midnight(end) {
        lines.push(format!("DTSTART;VALUE=DATE:{}", start.date().strftime("%Y%m%d")));
        // The end of whole days is the day after the last.
        let after = end.date().tomorrow().ok().filter(|_| end > start);
        lines.extend(after.map(|day| format!("DTEND;VALUE=DATE:{}", day.strftime("%Y%m%d"))));
    } else {
        lines.push(format!("DTSTART;TZID=Asia/Tokyo:{}", stamp(start)));
        lines.extend((end > start).then(|| format!("DTEND;TZID=Asia/Tokyo:{}", stamp(end))));
    }
    lines.push(format!("SUMMARY:{}", escaped(&text.title)));
    lines.push(format!("DESCRIPTION:{}", escaped(&text.description)));
    lines.extend(text.place.as_deref().map(|place| format!("LOCATION:{}", escaped(place))));
    lines.extend(site.absolute(&text.path).map(|address| format!("URL:{address}")));
    lines.push("END:VEVENT".to_owned());
    Some(lines.iter().map(|line| folded(line)).collect())
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line of at most 75 bytes, the rest on lines that begin with a space.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut bytes = 0;
    for c in line.chars() {
        if bytes + c.len_utf8() > 74 {
            out.push_str("\r\n ");
            bytes = 1;
        }
        bytes += c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let line = folded(&format!("SUMMARY:{}", "あ".repeat(60)));
        assert!(line.split("\r\n").all(|part| part.len() <= 75));
        assert_eq!(line.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "あ".repeat(60)));
    }
}
