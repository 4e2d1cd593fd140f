//! Which publication a source is: kind, date, licence, credit.

use crate::place::SourceId;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The kinds of source this product reads. The order is the default precedence of identity (name, address).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// 介護サービス情報公表システム.
    Kaigo,
    /// 地方厚生局 施設基準.
    Bureau,
    /// 医療情報ネット（ナビイ）.
    Navii,
    /// A plain facility list of the municipality.
    List,
    /// The municipality's survey.
    Survey,
    /// Town and area table, desks.
    Area,
    /// Boundary, stations, lines.
    Base,
    /// Points of addresses.
    Address,
    /// National holidays.
    Holidays,
}

impl SourceKind {
    /// What citizens and staff read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kaigo => "介護サービス情報公表システム（厚生労働省）",
            Self::Bureau => "地方厚生局の届出一覧",
            Self::Navii => "医療情報ネット（ナビイ）",
            Self::List => "市の施設一覧",
            Self::Survey => "市の調査",
            Self::Area => "地区の表",
            Self::Base => "地図の下絵",
            Self::Address => "住所の位置",
            Self::Holidays => "国民の祝日",
        }
    }

    /// What stands beside a fact on a card.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Kaigo => "厚生労働省",
            Self::Bureau => "厚生局",
            Self::Navii => "ナビイ",
            Self::List => "市の一覧",
            Self::Survey => "調査",
            Self::Area => "地区の表",
            Self::Base => "地図",
            Self::Address => "住所",
            Self::Holidays => "祝日",
        }
    }

    /// 「調査 2026年6月」: where and when, as exact as a source's date deserves.
    pub fn dated(self, as_of: Option<Date>) -> String {
        // Put together without the machinery of formatting: it stands beside every fact of every page.
        let Some(date) = as_of else { return [self.short(), " 時点不明"].concat() };
        [self.short(), " ", &date.year().to_string(), "年", &date.month().to_string(), "月"].concat()
    }

    /// The short word written in `geodata/decisions.csv`, as that of its folder.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Kaigo => "kaigo",
            Self::Bureau => "bureau",
            Self::Navii => "navii",
            Self::List => "list",
            Self::Survey => "survey",
            Self::Area => "area",
            Self::Base => "base",
            Self::Address => "address",
            Self::Holidays => "holidays",
        }
    }

    /// Whether the source is a public register, which needs nobody's consent.
    pub const fn is_register(self) -> bool {
        matches!(self, Self::Kaigo | Self::Bureau | Self::Navii | Self::List)
    }
}

/// One publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Which kind.
    pub kind: SourceKind,
    /// The day the facts are said to hold. `None`: the file does not say and nobody wrote it down.
    pub as_of: Option<Date>,
    /// Credit line that the licence asks for.
    pub credit: String,
    /// Licence in words.
    pub licence: String,
    /// Where it was published.
    pub url: Option<String>,
}

/// The publication behind every source that was read.
#[derive(Debug, Clone, Default)]
pub struct Editions(BTreeMap<SourceId, Edition>);

impl Editions {
    /// Says which publication a source is.
    pub fn set(&mut self, source: SourceId, edition: Edition) {
        self.0.insert(source, edition);
    }

    /// The publication of a source.
    pub fn get(&self, source: SourceId) -> Option<&Edition> {
        self.0.get(&source)
    }

    /// Takes in those of other sources.
    pub fn absorb(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// All of them, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Edition)> {
        self.0.iter().map(|(id, edition)| (*id, edition))
    }
}
