//! The invented world: who exists, before any office writes them down.

use super::address::Site;
use super::random::Random;
use super::{care, dirt, medical, towns};
use std::collections::BTreeSet;

/// What sort of medical institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Hospital,
    Clinic,
    Dental,
    Pharmacy,
}

/// Morning and afternoon of one day; `None` = closed.
pub(crate) type Times = Option<(&'static str, &'static str)>;

/// Consultation hours from Monday to Sunday, then holidays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Week {
    /// First stretch of each day.
    pub(crate) first: [Times; 8],
    /// Second stretch of each day.
    pub(crate) second: [Times; 8],
    /// その他の休診日.
    pub(crate) note: &'static str,
    /// Whether the hours file has its rows.
    pub(crate) has_hours: bool,
    /// Whether the flags of the main file are filled.
    pub(crate) has_flags: bool,
}

/// How much a clinic does at people's homes; the survey is answered from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home {
    /// Nothing.
    None,
    /// House calls to its own patients.
    Calls,
    /// Visits by plan.
    Visits,
    /// Visits, day and night, to the end.
    Whole,
}

/// A medical institution.
#[derive(Debug, Clone)]
pub(crate) struct Institution {
    pub(crate) sort: Sort,
    /// 医療機関番号: `99` is no real district of Chiba.
    pub(crate) number: String,
    /// ナビイ's ID: `99…` is given to nobody.
    pub(crate) navii: String,
    /// Begins with 「見本 」.
    pub(crate) name: String,
    /// In katakana.
    pub(crate) kana: String,
    /// Legal form and operator in front of the name on the bureau's list, or nothing.
    pub(crate) legal: &'static str,
    pub(crate) site: Site,
    pub(crate) phone: String,
    pub(crate) fax: String,
    pub(crate) url: String,
    pub(crate) beds: u32,
    /// Code and name of each 診療科目.
    pub(crate) departments: Vec<(&'static str, &'static str)>,
    pub(crate) week: Week,
    /// 受理記号 with full-width digits.
    pub(crate) symbols: Vec<&'static str>,
    pub(crate) home: Home,
    pub(crate) in_navii: bool,
    pub(crate) in_bureau: bool,
    pub(crate) in_survey: bool,
}

/// One service of a care office, as one row of one file.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) code: &'static str,
    /// 定員; `None` leaves the cell empty, `Some(0)` is "not stated".
    pub(crate) capacity: Option<u32>,
    pub(crate) days: &'static str,
    pub(crate) days_note: &'static str,
    /// Whether people with disabilities are served too (共生型).
    pub(crate) inclusive: bool,
    /// Another name in this file only.
    pub(crate) other_name: Option<(String, String)>,
}

/// A care office: one 事業所番号.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    /// 事業所番号: `1299…` (no real municipality), `12199…` when it is an institution's (みなし).
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) kana: String,
    pub(crate) operator: String,
    pub(crate) site: Site,
    pub(crate) phone: String,
    pub(crate) fax: String,
    pub(crate) url: String,
    pub(crate) offers: Vec<Offer>,
    /// Answer on 看取り in the care survey: able, not able, or not asked.
    pub(crate) end_of_life: Option<bool>,
}

/// Everybody.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) institutions: Vec<Institution>,
    pub(crate) offices: Vec<Office>,
}

/// Hands out what must be unique: names, telephone numbers, places.
#[derive(Debug)]
pub(crate) struct Registry {
    pub(crate) random: Random,
    names: BTreeSet<String>,
    phones: u32,
    turn: usize,
}

/// Words of which names are made, with their kana. None is a family name or a place.
const WORDS: &[(&str, &str)] = &[
    ("あおば", "アオバ"),
    ("さくら", "サクラ"),
    ("ひまわり", "ヒマワリ"),
    ("こもれび", "コモレビ"),
    ("そよかぜ", "ソヨカゼ"),
    ("すみれ", "スミレ"),
    ("たんぽぽ", "タンポポ"),
    ("けやき", "ケヤキ"),
    ("つばめ", "ツバメ"),
    ("ほほえみ", "ホホエミ"),
    ("ひだまり", "ヒダマリ"),
    ("なごみ", "ナゴミ"),
    ("やまぼうし", "ヤマボウシ"),
    ("つくし", "ツクシ"),
    ("もみじ", "モミジ"),
    ("ゆりの木", "ユリノキ"),
    ("はなみずき", "ハナミズキ"),
    ("あけぼの", "アケボノ"),
    ("若草", "ワカクサ"),
    ("青空", "アオゾラ"),
    ("朝日", "アサヒ"),
    ("せせらぎ", "セセラギ"),
    ("くすのき", "クスノキ"),
    ("わたぐも", "ワタグモ"),
    ("ゆうなぎ", "ユウナギ"),
    ("ななかまど", "ナナカマド"),
    ("しらさぎ", "シラサギ"),
    ("あじさい", "アジサイ"),
    ("つむぎ", "ツムギ"),
    ("灯り", "アカリ"),
    ("すずかけ", "スズカケ"),
    ("のどか", "ノドカ"),
];

impl Registry {
    fn new(seed: u64) -> Self {
        Self { random: Random::new(seed), names: BTreeSet::new(), phones: 100, turn: 0 }
    }

    /// A name nobody has: 「見本 」, a word, a suffix.
    pub(crate) fn name(&mut self, suffix: (&str, &str)) -> (String, String) {
        loop {
            let (word, kana) = *self.random.pick(WORDS);
            let name = format!("見本 {word}{}", suffix.0);
            if self.names.insert(name.clone()) {
                return (name, format!("ミホン {kana}{}", suffix.1));
            }
        }
    }

    /// A telephone number that cannot ring.
    pub(crate) fn phone(&mut self) -> String {
        self.phones += 1;
        format!("04-0000-{:04}", self.phones)
    }

    /// A spot in the next town of a walk that passes every town (53 and 134 have no common factor).
    pub(crate) fn site(&mut self) -> Site {
        self.turn = (self.turn + 53) % towns::TOWNS.len();
        let town = towns::TOWNS[self.turn];
        Site::near(town, &mut self.random)
    }

    /// An address on the web, on a name that is reserved for examples; most have none.
    pub(crate) fn url(&mut self) -> String {
        if self.random.chance(30) { format!("https://www.example.jp/mihon/{}/", self.phones) } else { String::new() }
    }
}

/// Makes the world, always the same.
pub(crate) fn world() -> World {
    let mut registry = Registry::new(122_203);
    let institutions = medical::institutions(&mut registry);
    let offices = care::offices(&mut registry, &institutions);
    let mut world = World { institutions, offices };
    dirt::soil(&mut world);
    world
}
