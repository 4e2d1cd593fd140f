//! 届出: what an institution registered with the bureau.

use crate::place::Origin;
use jiff::civil::Date;

/// One registration, shown as a registered fact and never reworded into an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// 受理記号 in NFKC with spaces removed, e.g. `支援診2ア`.
    pub symbol: String,
    /// 受理届出名称 as published.
    pub name: String,
    /// 算定開始年月日.
    pub since: Option<Date>,
    /// Where it was read.
    pub origin: Origin,
}
