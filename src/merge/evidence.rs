//! What speaks for and against a pair, as a value that people can read.

use std::fmt;

/// How two names compare, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameAgreement {
    /// One has none.
    Unknown,
    /// Nothing in common worth saying.
    Differs,
    /// The same but for words that make it another: a branch, another department.
    Branch,
    /// Much in common.
    Alike,
    /// One holds the other.
    Holds,
    /// The same stem with another type: 見本医院, 見本クリニック.
    Stem,
    /// The same but for a slip of the pen.
    Slip,
    /// Written differently, read the same.
    Reading,
    /// The same once folded, legal form and operator aside.
    Same,
}

/// How two addresses compare, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressAgreement {
    /// One is missing.
    Unknown,
    /// Another town or municipality.
    Differs,
    /// The same town, other numbers.
    Town,
    /// The same 丁目, other numbers.
    Chome,
    /// The same 番, another 号.
    Block,
    /// One stops at the town or its 丁目, and nothing contradicts.
    Stops,
    /// One stops earlier (393 and 393-1).
    Near,
    /// The same to the last number.
    Same,
}

/// How two phones compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhoneAgreement {
    /// One is missing.
    Unknown,
    /// They differ.
    Differs,
    /// The same number, but several facilities of one table have it.
    Shared,
    /// The same as far as the one without area code goes.
    Local,
    /// The same.
    Same,
}

/// What was found for a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Names.
    pub name: NameAgreement,
    /// Readings; `None` when one is missing.
    pub reading: Option<bool>,
    /// Operators; `None` when one is missing.
    pub operator: Option<bool>,
    /// Addresses.
    pub address: AddressAgreement,
    /// How many numbers of the address agree from the front.
    pub depth: u8,
    /// Municipalities; `None` when one is unknown.
    pub municipality: Option<bool>,
    /// Phones.
    pub phone: PhoneAgreement,
    /// Metres between the points; `None` when one is missing.
    pub distance: Option<f64>,
    /// They share a number.
    pub number_agrees: bool,
    /// They have different numbers of one register.
    pub number_conflicts: bool,
    /// They can be one facility by their sort.
    pub sort_fits: bool,
    /// One is called a hospital and the other a clinic.
    pub hospital_and_clinic: bool,
    /// Probability that they are one, by the model; 0 until it was asked.
    pub score: f64,
    /// Whether the tables are large enough to show how rare a name is.
    pub measured: bool,
}

impl Evidence {
    /// Whether the points are at most 100 m apart.
    pub fn is_close(&self) -> bool {
        self.distance.is_some_and(|metres| metres <= 100.0)
    }

    /// Whether one phone rings at both, and at few others.
    pub const fn phone_agrees(&self) -> bool {
        matches!(self.phone, PhoneAgreement::Same | PhoneAgreement::Local)
    }

    /// Where the two stand to each other.
    pub fn place(&self) -> PlaceAgreement {
        let within = |metres: f64| self.distance.is_some_and(|distance| distance <= metres);
        match self.address {
            AddressAgreement::Same => PlaceAgreement::Same,
            AddressAgreement::Near => PlaceAgreement::Near,
            _ if self.municipality == Some(false) && !self.is_close() => PlaceAgreement::Elsewhere,
            AddressAgreement::Unknown | AddressAgreement::Differs if within(100.0) => PlaceAgreement::Close,
            AddressAgreement::Stops if within(300.0) => PlaceAgreement::Close,
            AddressAgreement::Stops => PlaceAgreement::Stops,
            AddressAgreement::Block => PlaceAgreement::Block,
            AddressAgreement::Chome | AddressAgreement::Town if within(150.0) => PlaceAgreement::Block,
            AddressAgreement::Unknown if within(400.0) => PlaceAgreement::Block,
            AddressAgreement::Chome | AddressAgreement::Town => PlaceAgreement::Town,
            AddressAgreement::Unknown if within(1500.0) => PlaceAgreement::Town,
            AddressAgreement::Unknown if self.distance.is_none() => PlaceAgreement::Unknown,
            AddressAgreement::Unknown | AddressAgreement::Differs => PlaceAgreement::Elsewhere,
        }
    }
}

/// Address and distance together, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceAgreement {
    /// Nothing is known of one.
    Unknown,
    /// Another town.
    Elsewhere,
    /// The same town or at most 1.5 km.
    Town,
    /// One address stops at the town or 丁目.
    Stops,
    /// Next door.
    Block,
    /// The points are close, or close enough where an address stops early.
    Close,
    /// One address stops at the 番.
    Near,
    /// One address.
    Same,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> = Vec::new();
        let mut say = |word: &str| words.push(word.to_owned());
        if self.number_agrees {
            say("番号一致");
        }
        if self.number_conflicts {
            say("番号がちがう");
        }
        match self.name {
            NameAgreement::Same => say("名称一致"),
            NameAgreement::Reading => say("名称は書き方だけちがう"),
            NameAgreement::Slip => say("名称は1文字だけちがう"),
            NameAgreement::Stem => say("名称は種類の語だけちがう"),
            NameAgreement::Holds => say("名称は片方が片方を含む"),
            NameAgreement::Alike => say("名称が似ている"),
            NameAgreement::Branch => say("名称は分院や診療科の語がちがう"),
            NameAgreement::Differs => say("名称がちがう"),
            NameAgreement::Unknown => say("名称なし"),
        }
        match (self.reading, self.name) {
            (Some(true), name) if name != NameAgreement::Same => say("よみ一致"),
            (Some(false), NameAgreement::Same) => say("よみがちがう"),
            _ => {}
        }
        match self.operator {
            Some(true) => say("法人名一致"),
            Some(false) => say("法人名がちがう"),
            None => {}
        }
        match self.phone {
            PhoneAgreement::Same => say("電話一致"),
            PhoneAgreement::Local => say("電話は市外局番を除き一致"),
            PhoneAgreement::Shared => say("電話一致（ほかの施設も同じ番号）"),
            PhoneAgreement::Differs => say("電話がちがう"),
            PhoneAgreement::Unknown => {}
        }
        match (self.address, self.depth) {
            (AddressAgreement::Same | AddressAgreement::Near, 3..) => say("住所は号まで一致"),
            (AddressAgreement::Same | AddressAgreement::Near, 2) => say("住所は番まで一致"),
            (AddressAgreement::Same | AddressAgreement::Near, _) => say("住所は番地まで一致"),
            (AddressAgreement::Stops, 0) => say("住所は町名まで一致（片方に番地なし）"),
            (AddressAgreement::Stops, _) => say("住所は丁目まで一致（片方に番なし）"),
            (AddressAgreement::Block, _) => say("住所は番まで一致し号がちがう"),
            (AddressAgreement::Chome, _) => say("住所は丁目まで一致し番がちがう"),
            (AddressAgreement::Town, _) => say("住所は町名だけ一致"),
            (AddressAgreement::Differs, _) if self.municipality == Some(false) => say("市区町村がちがう"),
            (AddressAgreement::Differs, _) => say("町名がちがう"),
            (AddressAgreement::Unknown, _) => {}
        }
        if let Some(metres) = self.distance {
            words.push(if metres < 1000.0 {
                format!("距離{metres:.0}m")
            } else {
                format!("距離{:.1}km", metres / 1000.0)
            });
        }
        write!(f, "{}", words.join("・"))
    }
}
