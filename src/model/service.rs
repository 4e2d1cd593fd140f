//! The services by which people look, as data: `content/services.toml` says what belongs to which.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Address word of a service: `home-visit`, `home-nursing`.
pub type ServiceId = String;

/// What sort of establishment it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 病院
    Hospital,
    /// 診療所
    Clinic,
    /// 歯科診療所
    Dental,
    /// 薬局
    Pharmacy,
    /// 助産所
    Maternity,
    /// 介護事業所
    Care,
    /// Anything else on a municipality's list.
    Other,
}

impl Kind {
    /// What citizens read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hospital => "病院",
            Self::Clinic => "診療所",
            Self::Dental => "歯科診療所",
            Self::Pharmacy => "薬局",
            Self::Maternity => "助産所",
            Self::Care => "介護事業所",
            Self::Other => "その他の施設",
        }
    }

    /// Whether it is a medical institution, which has a page on ナビイ.
    pub const fn is_medical(self) -> bool {
        matches!(self, Self::Hospital | Self::Clinic | Self::Dental | Self::Pharmacy | Self::Maternity)
    }
}

/// A heading under which services stand together.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceGroup {
    /// Address word.
    pub id: String,
    /// What citizens read: 「お医者さんが家に来る」.
    pub name: String,
}

/// One service: what it is called, and by which facts a facility belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Address word, `a-z` and hyphens: `find/<id>/`, `geojson/<id>.geojson`.
    pub id: ServiceId,
    /// Plain name, the one that citizens know: 訪問診療.
    pub name: String,
    /// Reading in hiragana.
    pub reading: String,
    /// Heading it stands under: a group's id.
    pub group: String,
    /// One plain sentence: what it is, for whom.
    pub text: String,
    /// Other words for it that people type (ケアマネ, デイ).
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Care service codes that make a facility belong (`130`).
    #[serde(default)]
    pub care: Vec<String>,
    /// Kinds of establishment that belong.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// Survey questions; an affirmative public answer makes a facility belong.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Registration symbols, compared by their beginning in NFKC (`支援診`); shown as registered, not as offered.
    #[serde(default)]
    pub registrations: Vec<String>,
    /// Whether somebody comes to the house.
    #[serde(default)]
    pub visits: bool,
}

/// The catalogue of services, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Services {
    /// Headings in order.
    #[serde(default, rename = "group")]
    pub groups: Vec<ServiceGroup>,
    /// Services in order.
    #[serde(default, rename = "service")]
    pub services: Vec<Service>,
    /// Positions of services by their ids.
    #[serde(skip)]
    positions: Positions,
}

/// Found when first asked for; says nothing that the services do not.
#[derive(Debug, Clone, Default)]
struct Positions(OnceLock<HashMap<String, usize>>);

impl PartialEq for Positions {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Positions {}

impl Services {
    /// A catalogue of these groups and services.
    pub fn new(groups: Vec<ServiceGroup>, services: Vec<Service>) -> Self {
        Self { groups, services, positions: Positions::default() }
    }

    /// The service of an id.
    pub fn get(&self, id: &str) -> Option<&Service> {
        self.position(id).map(|at| &self.services[at])
    }

    /// The position of the service of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        // The first of an id that stands twice, which is reported elsewhere.
        let all = || self.services.iter().enumerate().rev().map(|(at, service)| (service.id.clone(), at)).collect();
        self.positions.0.get_or_init(all).get(id).copied()
    }

    /// The services to which a care service code leads.
    pub fn by_care_code(&self) -> BTreeMap<&str, Vec<&Service>> {
        let mut map: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
        for service in &self.services {
            for code in &service.care {
                map.entry(code).or_default().push(service);
            }
        }
        map
    }
}
