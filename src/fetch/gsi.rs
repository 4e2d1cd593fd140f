//! The address search of 国土地理院, asked only when the settings say so: slowly, once per address, and never believed
//! when it answers with another city, because it always answers something.

use crate::geo::read_point;
use crate::io::http::{Door, HttpTrouble, Progress, Url};
use crate::model::LonLat;
use crate::source::{AddressBook, AddressPoint, Level};
use crate::text::width;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Where answers are kept in a project. An address without a point was asked for and not found.
pub const ANSWERS_FILE: &str = "geodata/address/gsi.csv";

const HEADINGS: [&str; 6] = ["住所", "答え", "緯度", "経度", "確かさ", "聞いた日"];
/// Bytes of an answer.
const ANSWER: u64 = 1 << 20;

#[derive(Debug, Deserialize)]
struct Hit {
    geometry: Geometry,
    properties: Properties,
}

#[derive(Debug, Deserialize)]
struct Geometry {
    coordinates: Vec<f64>,
}

#[derive(Debug, Deserialize)]
struct Properties {
    title: String,
}

/// One address that was asked for.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    query: String,
    title: String,
    found: Option<AddressPoint>,
    on: Date,
}

/// Answers of earlier runs, and of this one.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers(Vec<Asked>);

impl Answers {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let rows = reader.records().flatten().filter_map(|row| {
            let cell = |at| row.get(at).unwrap_or_default();
            let found = read_point(cell(2), cell(3)).zip(Level::of(cell(4)));
            let found = found.map(|(point, level)| AddressPoint { point, level });
            Some(Asked { query: cell(0).into(), title: cell(1).into(), found, on: cell(5).parse().ok()? })
        });
        Self(rows.collect())
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        // Writing into memory has no way to fail.
        let _ = writer.write_record(HEADINGS);
        for asked in &self.0 {
            let (lat, lon, level) = asked.found.map_or_else(Default::default, |found| {
                (found.point.lat.to_string(), found.point.lon.to_string(), found.level.word())
            });
            let _ = writer.write_record([&asked.query, &asked.title, &lat, &lon, level, &asked.on.to_string()]);
        }
        let mut bytes = b"\xef\xbb\xbf".to_vec();
        bytes.extend(writer.into_inner().unwrap_or_default());
        bytes
    }

    /// How many were found, of how many.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.0.iter().filter(|asked| asked.found.is_some()).count(), self.0.len())
    }
}

/// Where the search is, and of which municipality an answer must be.
pub(super) struct Search<'a> {
    pub(super) door: &'a Door,
    pub(super) address: &'a str,
    pub(super) prefecture: &'a str,
    pub(super) municipality: &'a str,
    pub(super) today: Date,
}

impl Search<'_> {
    /// Asks for the addresses that the book places no better than by town and that were not asked for yet.
    /// What was learnt before something went wrong is kept.
    pub(super) fn fill(
        &self,
        addresses: &BTreeSet<String>,
        book: &AddressBook,
        answers: &mut Answers,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<(), HttpTrouble> {
        let known: BTreeSet<String> = answers.0.iter().map(|asked| asked.query.clone()).collect();
        let open = addresses
            .iter()
            .filter(|address| !known.contains(*address))
            .filter(|address| book.find(address).is_none_or(|found| found.level == Level::Town));
        for address in open {
            let asked = self.ask(address, watch)?;
            answers.0.push(asked);
        }
        Ok(())
    }

    fn ask(&self, address: &str, watch: &mut dyn FnMut(Progress)) -> Result<Asked, HttpTrouble> {
        let query = format!("{}{}{address}", self.prefecture, self.municipality);
        let bad = || HttpTrouble::BadAddress(self.address.to_owned());
        let url = Url::parse_with_params(self.address, [("q", &query)]).map_err(|_| bad())?;
        let page = self.door.page(url.as_str(), ANSWER, watch)?;
        let hits: Vec<Hit> = serde_json::from_slice(&page.bytes).unwrap_or_default();
        let good = hits.into_iter().find_map(|hit| {
            let [lon, lat] = hit.geometry.coordinates[..] else { return None };
            let at = LonLat::new(lon, lat);
            let level = self.level(&hit.properties.title).filter(|_| crate::geo::in_japan(at))?;
            Some((hit.properties.title, AddressPoint { point: at, level }))
        });
        let (title, found) = good.map_or((String::new(), None), |(title, found)| (title, Some(found)));
        Ok(Asked { query: address.to_owned(), title, found, on: self.today })
    }

    /// How exact an answer is by its title; `None` when it is of another city, or of the city as a whole.
    fn level(&self, title: &str) -> Option<Level> {
        let title = width::clean(title);
        let rest = title.strip_prefix(self.prefecture).unwrap_or(&title).strip_prefix(self.municipality)?;
        if rest.is_empty() {
            return None;
        }
        let last_number = rest.ends_with('号') || rest.ends_with("番地");
        let town = crate::text::address::parse(rest, "", "");
        let blocks = town.numbers.len() > usize::from(town.has_chome);
        Some(if last_number {
            Level::Number
        } else if blocks {
            Level::Block
        } else {
            Level::Town
        })
    }
}
