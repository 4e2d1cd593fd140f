//! The town of an address, by the municipality's own table.

use crate::model::{Areas, TownId};
use crate::text::address::Address;

/// The town of an address: its town with the 丁目 when the table has towns by 丁目, else without.
pub fn town_of(address: &Address, areas: &Areas) -> Option<TownId> {
    address.town_keys().iter().find_map(|key| areas.by_key.get(key.as_str()).copied())
}
