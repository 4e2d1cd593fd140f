//! `data/names-1.js` …: the names of a wide site in one order, cut into files, so that a browser which looks for a name
//! brings only the few files where it can stand.

use super::{LayerFile, script};
use crate::consent::Shown;
use crate::model::Areas;
use crate::text::{fold, name};
use rayon::prelude::*;

/// Facilities whose names fill one file, each under a few keys.
const PER_FILE: usize = 2_000;
/// Keys of one facility: more would only repeat parts of its name.
const MOST_KEYS: usize = 4;

/// Every beginning under which a facility is looked for, in the order of code points.
pub struct Names<'a> {
    facilities: &'a [&'a Shown],
    keys: Vec<(String, u32)>,
    files: usize,
}

/// How many files a number of facilities needs; known before a name is looked at.
pub(super) const fn parts(facilities: usize) -> usize {
    facilities.div_ceil(PER_FILE)
}

/// The path of one, from 0.
pub(super) fn path(part: usize) -> String {
    format!("data/names-{}.js", part + 1)
}

impl<'a> Names<'a> {
    /// Puts the names in order; none for a municipality, whose whole search data a browser holds.
    pub fn new(facilities: &'a [&'a Shown], areas: &Areas) -> Self {
        if !areas.is_wide() {
            return Self { facilities: &[], keys: Vec::new(), files: 0 };
        }
        Self::cut(facilities, parts(facilities.len()))
    }

    /// The same in a given number of files.
    pub(super) fn cut(facilities: &'a [&'a Shown], files: usize) -> Self {
        let mut keys: Vec<(String, u32)> = facilities
            .par_iter()
            .enumerate()
            .flat_map_iter(|(at, one)| {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                beginnings(one).into_iter().map(move |key| (key, at))
            })
            .collect();
        keys.par_sort_unstable();
        Self { facilities, keys, files }
    }

    fn chunks(&self) -> impl Iterator<Item = &[(String, u32)]> {
        let at = |part: usize| part * self.keys.len() / self.files.max(1);
        (0..self.files).map(move |part| &self.keys[at(part)..at(part + 1)])
    }

    /// For each file the shortest text that no key before it comes after and no key in it comes before.
    pub(super) fn borders(&self) -> Vec<String> {
        let mut last: Option<&str> = None;
        self.chunks()
            .map(|chunk| {
                let border = match (last, chunk.first()) {
                    (Some(before), Some((first, _))) => border(before, first).to_owned(),
                    (Some(before), None) => before.to_owned(),
                    (None, _) => String::new(),
                };
                last = chunk.last().map(|(key, _)| key.as_str()).or(last);
                border
            })
            .collect()
    }

    /// The files.
    pub fn files(&self, areas: &Areas) -> Vec<LayerFile> {
        let chunks: Vec<&[(String, u32)]> = self.chunks().collect();
        chunks.par_iter().enumerate().map(|(part, chunk)| (path(part), self.file(part, chunk, areas))).collect()
    }

    /// Rows of key, id, name, area's position, phone, kind, source's position.
    fn file(&self, part: usize, chunk: &[(String, u32)], areas: &Areas) -> Vec<u8> {
        let mut sources: Vec<String> = Vec::new();
        let rows: Vec<String> = chunk
            .iter()
            .map(|(key, at)| {
                let facility = self.facilities[*at as usize];
                let said = super::search::source_of(facility);
                let source = sources.iter().position(|known| *known == said).unwrap_or_else(|| {
                    sources.push(said);
                    sources.len() - 1
                });
                let area = facility.area.as_ref().and_then(|id| areas.position(id));
                let phone = facility.phone.as_deref().unwrap_or_default();
                script::json(&(key, &facility.id, &facility.name, area, phone, facility.kind.word(), source))
            })
            .collect();
        let sources = script::json(&sources);
        format!("ouchi.names({},{sources},[\n{}\n]);\n", part + 1, rows.join(",\n")).into_bytes()
    }
}

/// The folded name, the parts of it that people begin with, and the reading; none that begins another.
fn beginnings(facility: &Shown) -> Vec<String> {
    let shown = &facility.name;
    let mut all = vec![fold::search(shown)];
    let gaps = shown.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    all.extend(gaps.map(|at| fold::search(&shown[at..])));
    all.push(fold::search(&name::parts(shown).core));
    // The reading before what comes last, so that a long name does not crowd it out.
    if let Some(kana) = &facility.kana {
        all.insert(1, fold::search(kana));
    }
    let mut kept: Vec<String> = Vec::new();
    for key in all {
        if key.is_empty() || kept.iter().any(|known| known.starts_with(&key)) || kept.len() == MOST_KEYS {
            continue;
        }
        kept.push(key);
    }
    kept
}

/// The shortest beginning of `first` that comes after `before`; all of it when they are equal.
fn border<'k>(before: &str, first: &'k str) -> &'k str {
    let ends = first.char_indices().map(|(at, c)| &first[..at + c.len_utf8()]);
    ends.into_iter().find(|beginning| *beginning > before).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_border_is_as_short_as_it_can_be() {
        assert_eq!(border("アオ", "アカサ"), "アカ");
        assert_eq!(border("アカ", "アカサタ"), "アカサ");
        assert_eq!(border("アカサ", "アカサ"), "アカサ");
        assert_eq!(border("", "カ"), "カ");
    }
}
