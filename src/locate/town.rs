//! The town of an address, by the municipality's own table.

use crate::model::{Areas, TownId};
use crate::text::address::{self, Address};

/// The town of an address: its town with the 丁目 when the table has towns by 丁目, else without; a 小字 after the town
/// (中野久木字米ノ台) is left out when the table does not know it.
pub fn town_of(known: &Address, areas: &Areas) -> Option<TownId> {
    let find = |key: &str| areas.by_key.get(key).copied();
    known.town_keys().iter().find_map(|key| find(key)).or_else(|| {
        let before =
            known.town_text.char_indices().skip(1).find(|(_, c)| *c == '字').map(|(at, _)| &known.town_text[..at])?;
        // 「大字」 in front is no 小字.
        (before != "大").then(|| find(&address::town_key(before))).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_section_is_left_out_and_a_one_letter_town_swallows_nothing() {
        let mut areas = Areas::default();
        for (at, town) in ["大字中野久木", "大字中", "大字南", "南流山八丁目"].into_iter().enumerate()
        {
            areas.by_key.insert(address::town_key(town), TownId(u16::try_from(at).expect("few")));
        }
        let town = |text: &str| town_of(&address::parse(text, "", ""), &areas);
        assert_eq!(town("中野久木字米ノ台413-1"), Some(TownId(0)));
        assert_eq!(town("大字中野久木413-1"), Some(TownId(0)));
        assert_eq!(town("中102-1"), Some(TownId(1)));
        assert_eq!(town("南流山8-1-2"), Some(TownId(3)));
        assert_eq!(town("南流山9-16-2"), None);
    }
}
