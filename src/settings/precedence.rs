//! Which source stands where sources disagree, field by field.

use crate::model::SourceKind;
use serde::Deserialize;

/// 公的な一覧。
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Register {
    /// 介護サービス情報公表システム。
    Kaigo,
    /// 厚生局の届出一覧。
    Bureau,
    /// 医療情報ネット（ナビイ）。
    Navii,
    /// 市の施設一覧。
    List,
}

impl Register {
    const fn kind(self) -> SourceKind {
        match self {
            Self::Kaigo => SourceKind::Kaigo,
            Self::Bureau => SourceKind::Bureau,
            Self::Navii => SourceKind::Navii,
            Self::List => SourceKind::List,
        }
    }
}

/// 1つの施設について一覧どうしが食いちがうとき、どの一覧の値を載せるか（`[precedence]`）。項目ごとに、信じる順に `kaigo` `bureau` `navii` `list` を並べます。書かなかった一覧は、そのあとにふつうの順で続きます。
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Precedence {
    /// 名称。ふつうは `["bureau", "kaigo", "navii", "list"]`
    pub name: Vec<Register>,
    /// よみ。ふつうは `["navii", "kaigo", "list", "bureau"]`
    pub kana: Vec<Register>,
    /// 住所と建物。ふつうは `["bureau", "kaigo", "navii", "list"]`
    pub address: Vec<Register>,
    /// 電話とFAX。ふつうは `["bureau", "kaigo", "list", "navii"]`
    pub phone: Vec<Register>,
    /// ホームページ。ふつうは `["navii", "kaigo", "list", "bureau"]`
    pub url: Vec<Register>,
    /// 法人の名称。ふつうは `["navii", "kaigo", "list", "bureau"]`
    pub operator: Vec<Register>,
    /// 診療時間・営業日。ふつうは `["navii", "kaigo", "list", "bureau"]`
    pub hours: Vec<Register>,
    /// 緯度・経度。ふつうは `["list", "navii", "kaigo", "bureau"]`
    pub point: Vec<Register>,
}

/// A field that sources may disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Name.
    Name,
    /// Reading.
    Kana,
    /// Address and building.
    Address,
    /// Phone and fax.
    Phone,
    /// Web address.
    Url,
    /// Operator.
    Operator,
    /// Hours.
    Hours,
    /// Coordinate.
    Point,
}

impl Precedence {
    /// Sources in the order in which they are believed about a field: those of the settings, then the others as usual.
    pub fn order(&self, field: Field) -> [SourceKind; 4] {
        use SourceKind::{Bureau, Kaigo, List, Navii};
        let (chosen, usual) = match field {
            // The bureau's names and addresses are what was registered.
            Field::Name => (&self.name, [Bureau, Kaigo, Navii, List]),
            Field::Address => (&self.address, [Bureau, Kaigo, Navii, List]),
            // The bureau has no readings, operators, hours or web addresses; ナビイ is kept up by the institution itself.
            Field::Kana => (&self.kana, [Navii, Kaigo, List, Bureau]),
            Field::Operator => (&self.operator, [Navii, Kaigo, List, Bureau]),
            Field::Url => (&self.url, [Navii, Kaigo, List, Bureau]),
            Field::Hours => (&self.hours, [Navii, Kaigo, List, Bureau]),
            // Who lists phones at all; the care register is the operator's own entry.
            Field::Phone => (&self.phone, [Bureau, Kaigo, List, Navii]),
            // A point that the city set stands above a geocoder's.
            Field::Point => (&self.point, [List, Navii, Kaigo, Bureau]),
        };
        let mut order: Vec<SourceKind> = Vec::with_capacity(4);
        for kind in chosen.iter().map(|register| register.kind()).chain(usual) {
            if !order.contains(&kind) {
                order.push(kind);
            }
        }
        order.try_into().unwrap_or(usual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_follows_as_usual() {
        let precedence = Precedence { phone: vec![Register::List, Register::List], ..Precedence::default() };
        assert_eq!(
            precedence.order(Field::Phone),
            [SourceKind::List, SourceKind::Bureau, SourceKind::Kaigo, SourceKind::Navii]
        );
        assert_eq!(precedence.order(Field::Name)[0], SourceKind::Bureau);
    }
}
