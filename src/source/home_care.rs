//! What the bureau's 受理記号 about home care mean, in plain Japanese, and from when until when.
//!
//! Symbols are compared by their beginning in NFKC, so that ones of a later revision are still recognised as kin.
//! The three types of 在宅療養支援診療所 follow the wording of the lists, 「第９」の１の(１)(２)(３).

use jiff::civil::Date;

/// One symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HomeCareSymbol {
    /// 受理記号 in NFKC.
    pub symbol: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// First day of validity, when the symbol is newer than the lists it was checked on.
    pub from: Option<Date>,
    /// Last day of validity.
    pub until: Option<Date>,
    /// Whether the symbol was seen in a published list.
    pub verified: bool,
}

const fn seen(symbol: &'static str, meaning: &'static str) -> HomeCareSymbol {
    HomeCareSymbol { symbol, meaning, from: None, until: None, verified: true }
}

const fn unseen(symbol: &'static str, meaning: &'static str) -> HomeCareSymbol {
    HomeCareSymbol { verified: false, ..seen(symbol, meaning) }
}

/// From the revision of 令和8年度, which takes effect in June.
const REVISION: Date = Date::constant(2026, 6, 1);

const fn since_2026(symbol: &'static str, meaning: &'static str) -> HomeCareSymbol {
    HomeCareSymbol { from: Some(REVISION), ..unseen(symbol, meaning) }
}

/// Every symbol that is known.
pub const SYMBOLS: &[HomeCareSymbol] = &[
    seen("支援診1", "在宅療養支援診療所（機能強化型・単独）"),
    HomeCareSymbol {
        until: Some(Date::constant(2026, 5, 31)),
        ..seen("支援診2", "在宅療養支援診療所（機能強化型・連携）")
    },
    since_2026("支援診2ア", "在宅療養支援診療所（機能強化型・連携）"),
    since_2026("支援診2イ", "在宅療養支援診療所（機能強化型・連携）"),
    seen("支援診3", "在宅療養支援診療所（従来型）"),
    seen("支援病1", "在宅療養支援病院（機能強化型・単独）"),
    seen("支援病2", "在宅療養支援病院（機能強化型・連携）"),
    seen("支援病3", "在宅療養支援病院（従来型）"),
    seen("在医総管1", "在宅で計画的に診る医師の体制（在宅時医学総合管理料）"),
    seen("在医総管2", "在宅で計画的に診る医師の体制（在宅時医学総合管理料の注14）"),
    since_2026("在医総管3", "在宅で計画的に診る医師の体制（在宅時医学総合管理料）"),
    seen("在総", "在宅でのがん診療の体制（在宅がん医療総合診療料）"),
    seen("在緩診実", "緩和ケアの実績がある診療所（在宅緩和ケア充実診療所）"),
    seen("在緩診病", "緩和ケアの実績がある病院（在宅緩和ケア充実病院）"),
    seen("在診実1", "在宅療養の実績がある診療所（在宅療養実績加算1）"),
    seen("在診実2", "在宅療養の実績がある診療所（在宅療養実績加算2）"),
    seen("在病実1", "在宅療養の実績がある病院（在宅療養実績加算1）"),
    seen("在病実2", "在宅療養の実績がある病院（在宅療養実績加算2）"),
    since_2026("在充診", "在宅医療の体制が充実した診療所"),
    since_2026("在充病", "在宅医療の体制が充実した病院"),
    seen("在後病", "在宅療養後方支援病院"),
    seen("在宅DX", "在宅医療でのデジタル情報の活用（在宅医療DX情報活用加算）"),
    seen("医情連", "関係する職種との情報の共有（在宅医療情報連携加算）"),
    seen("在データ提", "在宅データ提出加算"),
    seen("がん疼", "がんの痛みの緩和（がん性疼痛緩和指導管理料）"),
    seen("在看", "専門の研修を受けた看護師の訪問（在宅患者訪問看護・指導料の注2）"),
    seen("介保連", "介護保険施設との連携（介護保険施設等連携往診加算）"),
    seen("在訪褥", "床ずれの訪問指導（在宅患者訪問褥瘡管理指導料）"),
    seen("歯援診1", "在宅療養支援歯科診療所1"),
    seen("歯援診2", "在宅療養支援歯科診療所2"),
    seen("歯援病", "在宅療養支援歯科病院"),
    seen("歯訪診", "歯科の訪問診療（歯科訪問診療料の注15）"),
    seen("在歯管", "在宅での歯科治療の医療管理（在宅患者歯科治療時医療管理料）"),
    unseen("在薬", "薬剤師の訪問（在宅患者訪問薬剤管理指導料）"),
    unseen("在調1", "在宅薬学総合体制加算1"),
    unseen("在調2", "在宅薬学総合体制加算2"),
];

/// Beginnings that belong to home care, for symbols that are not known yet.
const KIN: &[&str] = &[
    "支援診",
    "支援病",
    "在医総管",
    "在総",
    "在緩診",
    "在診実",
    "在病実",
    "在充",
    "在後病",
    "在宅",
    "歯援診",
    "歯援病",
    "歯訪診",
    "在薬",
    "在調",
    "在看",
];

/// Families of which an institution has one at a time.
const EXCLUSIVE: &[&str] = &["支援診", "支援病", "歯援診", "在医総管", "在診実", "在病実"];

/// A 受理記号 in NFKC without spaces.
pub fn normal(symbol: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    symbol.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// What a symbol means on a day: the longest known beginning that is valid then. `on` is the day of the list.
pub fn meaning(symbol: &str, on: Option<Date>) -> Option<&'static HomeCareSymbol> {
    let symbol = normal(symbol);
    SYMBOLS
        .iter()
        .filter(|known| {
            symbol == known.symbol || (symbol.starts_with(known.symbol) && !known.symbol.ends_with(char::is_numeric))
        })
        .filter(|known| {
            on.is_none_or(|day| {
                known.from.is_none_or(|from| from <= day) && known.until.is_none_or(|until| day <= until)
            })
        })
        .max_by_key(|known| known.symbol.len())
}

/// Whether a symbol is about home care, known or not.
pub fn is_home_care(symbol: &str) -> bool {
    let symbol = normal(symbol);
    KIN.iter().any(|kin| symbol.starts_with(kin)) || SYMBOLS.iter().any(|known| symbol.starts_with(known.symbol))
}

/// The family of which an institution has one symbol at a time: 支援診 of 支援診2ア.
pub fn family(symbol: &str) -> Option<&'static str> {
    EXCLUSIVE.iter().find(|family| symbol.starts_with(**family)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_mean_what_the_lists_say() {
        let before = Some(Date::constant(2025, 9, 1));
        let after = Some(Date::constant(2026, 6, 1));
        let of = |symbol: &str, on| meaning(symbol, on).map(|known| known.symbol);
        assert_eq!(of("支援診１", before), Some("支援診1"));
        assert_eq!(of("支援診 ２", before), Some("支援診2"));
        assert_eq!(of("支援診２ア", after), Some("支援診2ア"));
        assert_eq!(of("支援診２ア", before), None);
        assert_eq!(of("支援診２", after), None);
        assert_eq!(of("在宅ＤＸ", before), Some("在宅DX"));
        assert_eq!(of("外来感染", before), None);
        assert!(is_home_care("支援診９") && !is_home_care("外来感染"));
        assert_eq!(family("支援診2ア"), Some("支援診"));
    }
}
