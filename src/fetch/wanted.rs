//! The sources that can be brought, and what their publishers ask to be said.

use crate::settings::FetchPages;

/// A source that can be brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// Outline of the municipality (国土数値情報 N03).
    Boundary,
    /// Railways and stations (国土数値情報 N02).
    Rail,
    /// Rivers (国土数値情報 W05) and lakes (W09).
    Water,
    /// Care offices.
    Kaigo,
    /// Medical institutions and pharmacies.
    Navii,
    /// What institutions registered with the bureau.
    Bureau,
    /// Blocks and towns with their points (位置参照情報).
    Address,
    /// National holidays.
    Holidays,
}

/// Every source, in the order in which they are brought: the outline first, because others are cut by it.
pub const EVERY: [Wanted; 8] = [
    Wanted::Boundary,
    Wanted::Rail,
    Wanted::Water,
    Wanted::Kaigo,
    Wanted::Navii,
    Wanted::Bureau,
    Wanted::Address,
    Wanted::Holidays,
];

impl Wanted {
    /// The word of the command line and of `sources.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boundary => "boundary",
            Self::Rail => "rail",
            Self::Water => "water",
            Self::Kaigo => "kaigo",
            Self::Navii => "navii",
            Self::Bureau => "bureau",
            Self::Address => "address",
            Self::Holidays => "holidays",
        }
    }

    /// The source of a word.
    pub fn of(name: &str) -> Option<Self> {
        EVERY.into_iter().find(|wanted| wanted.name() == name)
    }

    /// What staff read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Boundary => "市の境（国土数値情報 行政区域）",
            Self::Rail => "鉄道と駅（国土数値情報 鉄道）",
            Self::Water => "川と湖（国土数値情報 河川・湖沼）",
            Self::Kaigo => "介護サービス情報公表システム",
            Self::Navii => "医療情報ネット（ナビイ）",
            Self::Bureau => "厚生局 届出受理医療機関名簿",
            Self::Address => "位置参照情報",
            Self::Holidays => "国民の祝日",
        }
    }

    /// Folder in the project where its files lie.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::Boundary | Self::Rail | Self::Water => "geodata/base",
            Self::Kaigo => "geodata/kaigo",
            Self::Navii => "geodata/navii",
            Self::Bureau => "geodata/bureau",
            Self::Address => "geodata/address",
            Self::Holidays => "geodata/holidays",
        }
    }

    /// Terms of use.
    pub(super) const fn licence(self) -> &'static str {
        match self {
            Self::Kaigo => "CC BY 4.0",
            Self::Navii => "公共データ利用規約（第1.0版）",
            Self::Bureau => "公開元の利用条件による（未確認）",
            Self::Boundary | Self::Rail | Self::Water => {
                "国土数値情報の利用条件による（データのページで確かめてください）"
            }
            Self::Address => "位置参照情報の利用約款による",
            Self::Holidays => "公共データ利用規約（第1.0版）",
        }
    }

    /// Credit line. What was cut or simplified is said to be so.
    pub(super) fn credit(self, year: Option<i16>) -> String {
        let year = year.map(|year| format!("（{year}年）")).unwrap_or_default();
        match self {
            Self::Kaigo => "介護サービス情報公表システム（厚生労働省）".into(),
            Self::Navii => "医療情報ネット（ナビイ）（厚生労働省）を加工して作成".into(),
            Self::Bureau => "届出受理医療機関名簿（地方厚生局）".into(),
            Self::Boundary => format!("「国土数値情報（行政区域データ）」（国土交通省）{year}を加工して作成"),
            Self::Rail => format!("「国土数値情報（鉄道データ）」（国土交通省）{year}を加工して作成"),
            Self::Water => format!("「国土数値情報（河川データ、湖沼データ）」（国土交通省）{year}を加工して作成"),
            Self::Address => format!("街区レベル位置参照情報・大字・町丁目レベル位置参照情報 国土交通省{year}"),
            Self::Holidays => "国民の祝日（内閣府）".into(),
        }
    }

    /// The page where it is published.
    pub(super) fn page(self, pages: &FetchPages) -> &str {
        match self {
            Self::Kaigo => &pages.kaigo,
            Self::Navii => &pages.navii,
            Self::Bureau => &pages.bureau,
            Self::Boundary | Self::Rail | Self::Water => &pages.ksj,
            Self::Address => &pages.address,
            Self::Holidays => &pages.holidays,
        }
    }

    /// Data sets of 国土数値情報 that it is made of.
    pub(super) const fn data_sets(self) -> &'static [&'static str] {
        match self {
            Self::Boundary => &["N03"],
            Self::Rail => &["N02"],
            Self::Water => &["W05", "W09"],
            _ => &[],
        }
    }

    /// Whether a file in its folder is one that a new edition replaces. Others are left alone.
    pub(super) fn owns(self, name: &str) -> bool {
        use super::edition;
        match self {
            Self::Kaigo => edition::kaigo(name).is_some(),
            Self::Navii => edition::navii(name).is_some(),
            Self::Bureau => edition::bureau_workbook(name).is_some(),
            Self::Boundary => name == "outline.geojson",
            Self::Rail => ["railways.geojson", "stations.geojson", "stations.csv"].contains(&name),
            Self::Water => name == "waters.geojson",
            Self::Address => (name.starts_with("blocks_") || name.starts_with("towns_")) && name.ends_with(".csv"),
            Self::Holidays => name == "syukujitsu.csv",
        }
    }
}
