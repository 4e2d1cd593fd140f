//! To whose house somebody comes: the area that a facility declared, understood as far as it names places.

use crate::consent::{Belonging, Shown};
use crate::model::{AreaId, Areas, Services, TownId};
use crate::text::address::town_key;
use crate::text::fold;

/// The question in which areas are declared.
const AREAS: &str = "areas";
/// Words that mean the whole municipality.
const WHOLE: &[&str] = &["全域", "市内全", "町内全", "村内全", "区内全", "市全体", "市内一円"];
/// What people write behind a place's name.
const BEHIND: &[&str] = &["周辺", "付近", "方面", "近辺", "地区", "地域", "圏域", "エリア", "のみ", "内", "など"];

/// What a facility declared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The whole municipality.
    pub whole: bool,
    /// Areas.
    pub areas: Vec<AreaId>,
    /// Towns.
    pub towns: Vec<TownId>,
    /// Its own words, whether understood or not.
    pub words: Vec<String>,
}

impl Reach {
    /// Whether any place was understood.
    pub fn is_declared(&self) -> bool {
        self.whole || !self.areas.is_empty() || !self.towns.is_empty()
    }

    /// Whether it covers all of an area.
    pub fn covers(&self, area: &str) -> bool {
        self.whole || self.areas.iter().any(|one| one == area)
    }

    /// Whether it covers at least a part of an area.
    pub fn touches(&self, area: &str, areas: &Areas) -> bool {
        self.covers(area) || self.towns.iter().any(|town| areas.town(*town).area.as_deref() == Some(area))
    }
}

/// Whether somebody of this facility comes to the house, by what it offers.
pub fn visits(shown: &Shown, services: &Services) -> bool {
    shown
        .services
        .iter()
        .any(|(id, why)| *why == Belonging::Offers && services.get(id).is_some_and(|service| service.visits))
}

/// What a facility declared. Words that name no place of the municipality are kept and cover nothing: they are for a
/// person to read, never to be guessed.
pub fn reach(shown: &Shown, areas: &Areas, municipality: &str) -> Reach {
    let mut reach = Reach::default();
    let Some(answer) = shown.answer(AREAS).filter(|answer| answer.affirmative) else { return reach };
    for choice in &answer.choices {
        reach.words.push(choice.clone());
        let bare = bare(choice);
        if WHOLE.iter().any(|word| choice.contains(word)) || bare == municipality {
            reach.whole = true;
        } else if let Some(area) = areas.areas.iter().find(|area| fold::search(&area.name) == fold::search(bare)) {
            reach.areas.push(area.id.clone());
        } else {
            reach.towns.extend(towns(bare, areas));
        }
    }
    reach.towns.sort_unstable();
    reach.towns.dedup();
    reach
}

fn bare(choice: &str) -> &str {
    let mut bare = choice.trim();
    while let Some(rest) = BEHIND.iter().find_map(|word| bare.strip_suffix(word)).filter(|rest| !rest.is_empty()) {
        bare = rest.trim_end();
    }
    bare
}

/// The towns of a name: itself with its 丁目; else, for a name of three characters and more, all that begin with it.
fn towns(name: &str, areas: &Areas) -> Vec<TownId> {
    let key = town_key(name);
    if key.is_empty() {
        return Vec::new();
    }
    let rest = |at: usize| town_key(&areas.towns[at].name).strip_prefix(&key).map(str::to_owned);
    let found: Vec<(u16, String)> =
        (0_u16..).zip(&areas.towns).filter_map(|(at, _)| Some((at, rest(usize::from(at))?))).collect();
    let own = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit());
    let exact: Vec<TownId> = found.iter().filter(|(_, rest)| own(rest)).map(|(at, _)| TownId(*at)).collect();
    if exact.is_empty() && key.chars().count() >= 3 {
        return found.iter().map(|(at, _)| TownId(*at)).collect();
    }
    exact
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Town;

    fn areas() -> Areas {
        let town =
            |name: &str| Town { name: name.into(), reading: String::new(), area: Some("north".into()), point: None };
        Areas {
            towns: ["木", "木一丁目", "木下", "江戸川台東一丁目", "江戸川台西"].map(town).to_vec(),
            ..Areas::default()
        }
    }

    #[test]
    fn a_place_is_understood_and_never_guessed() {
        let named = |name: &str| towns(bare(name), &areas()).into_iter().map(|town| town.0).collect::<Vec<_>>();
        assert_eq!(named("木"), [0, 1], "itself and its blocks, not 木下");
        assert_eq!(named("江戸川台周辺"), [3, 4]);
        assert!(named("車で15分ほどの範囲").is_empty());
        assert!(named("東").is_empty());
    }
}
