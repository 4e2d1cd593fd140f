//! The words of the field as types: what is read, what is merged, what a page may say.
//!
//! A [`Record`] is what one source says about one establishment. A [`Facility`] is what a citizen would phone by one
//! name, put together from records. Neither knows how it was read or how it will be shown.

mod answer;
mod area;
mod base_map;
mod decision;
mod facility;
mod hours;
mod identifier;
mod origin;
mod point;
mod question;
mod record;
mod registration;
mod service;
pub mod week;
mod withheld;

pub use answer::{Answer, Answered, Audience, Consent, Refusal};
pub use area::{Area, AreaId, Areas, Desk, District, NOWHERE, Town, TownId};
pub use base_map::{BaseMap, Railway, Station};
pub use decision::{Decision, Fact, Facts, Party, Ruling};
pub use facility::{Facility, FacilityId, Located, Precision};
pub use hours::{Clock, Day, DayHours, Hours, HoursKind, Slot, WeekFlags};
pub use identifier::{Identifier, IdentifierKind};
pub use origin::{Edition, Editions, SourceKind};
pub use point::LonLat;
pub use question::{Block, Form, QUESTIONS, Question, Vocabulary, question};
pub use record::{CareEntry, Record};
pub use registration::Registration;
pub use service::{Kind, Service, ServiceGroup, ServiceId, Services};
pub use withheld::Withheld;
