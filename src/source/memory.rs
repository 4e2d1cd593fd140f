//! What readers brought before. After a change a preview reads the kind of source that changed; what the others bring is
//! what they brought.
//!
//! A reader is given its files, what it is told and nothing else, and these are what it is remembered by: it cannot
//! come to depend on anything that is not looked at when it is remembered.

use super::{Input, Reading};
use crate::model::{Areas, BaseMap, Record};
use crate::table::{self, FileKind, Sheets, Table, TableTrouble};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

/// By which something is recognised.
pub type Digest = [u8; 32];

/// Records of one kind of source that are kept. More are those of a prefecture or the country: they would be twice in
/// the machine's memory.
const MOST: usize = 20_000;

/// Things by the digest of all that they were made from. Those not asked for between two [`Shelf::forget_unused`] are
/// forgotten.
#[derive(Debug)]
pub struct Shelf<T>(Mutex<HashMap<Digest, Kept<T>>>);

#[derive(Debug)]
struct Kept<T> {
    thing: Arc<T>,
    used: bool,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
    }
}

impl<T> Shelf<T> {
    /// What was made from the same before.
    pub fn find(&self, digest: Digest) -> Option<Arc<T>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.get_mut(&digest)?;
        kept.used = true;
        Some(Arc::clone(&kept.thing))
    }

    /// Keeps what was made.
    pub fn keep(&self, digest: Digest, thing: Arc<T>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(digest, Kept { thing, used: true });
    }

    /// Forgets what nobody asked for since the last time, and gives it up to be let go of.
    #[must_use = "letting go of something large takes time"]
    pub fn forget_unused(&self) -> Vec<Arc<T>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let unused = all.extract_if(|_, kept| !std::mem::take(&mut kept.used));
        unused.map(|(_, kept)| kept.thing).collect()
    }
}

/// What readers brought before.
#[derive(Debug, Default)]
pub struct Memory {
    /// Of workbooks: taking one apart takes longer than everything else of a city's site.
    tables: Shelf<Vec<Table>>,
    records: Shelf<Brought<Vec<Record>>>,
    areas: Shelf<Brought<Areas>>,
    base: Shelf<Brought<BaseMap>>,
}

impl Memory {
    /// The tables of a file. Text files are read again: they are quick.
    ///
    /// # Errors
    /// Why the file cannot be read as a table.
    pub(super) fn tables(&self, input: &Input, sheets: Sheets<'_>) -> Result<Vec<Table>, TableTrouble> {
        let Input { path, bytes } = input;
        if table::file_kind(bytes) != FileKind::Zip {
            return table::read(path, bytes, sheets);
        }
        let mut digest = Sha256::new();
        digest.update(format!("{path}\n{sheets:?}\n"));
        digest.update(bytes);
        let digest = digest.finalize().into();
        if let Some(tables) = self.tables.find(digest) {
            return Ok(Vec::clone(&tables));
        }
        let tables = Arc::new(table::read(path, bytes, sheets)?);
        self.tables.keep(digest, Arc::clone(&tables));
        Ok(Vec::clone(&tables))
    }

    /// Forgets what was not needed since the last time, and gives it up to be let go of.
    pub fn forget_unused(&self) -> impl Send + use<> {
        let maps = (self.areas.forget_unused(), self.base.forget_unused());
        (self.tables.forget_unused(), self.records.forget_unused(), maps)
    }
}

/// What a reader can bring and be remembered with.
pub trait Lasting: Clone {
    /// Where it is kept.
    fn shelf(memory: &Memory) -> &Shelf<Brought<Self>>;

    /// Whether it is too large for that.
    fn is_large(&self) -> bool {
        false
    }
}

impl Lasting for Vec<Record> {
    fn shelf(memory: &Memory) -> &Shelf<Brought<Self>> {
        &memory.records
    }

    fn is_large(&self) -> bool {
        self.len() > MOST
    }
}

impl Lasting for Areas {
    fn shelf(memory: &Memory) -> &Shelf<Brought<Self>> {
        &memory.areas
    }
}

impl Lasting for BaseMap {
    fn shelf(memory: &Memory) -> &Shelf<Brought<Self>> {
        &memory.base
    }
}

/// What one reader brought: its result, and what it added to a [`Reading`].
#[derive(Debug, Clone)]
pub struct Brought<T> {
    result: T,
    reading: Reading,
}

/// The files of one reader.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// The files.
    pub inputs: &'a [Input],
    /// Of all of them; `None` when nothing is remembered.
    pub digest: Option<Digest>,
}

impl Reading {
    /// Lets a reader read its files, or brings what it brought before. `name` tells readers apart, `told` is what it is
    /// told besides its files.
    ///
    /// It reads apart from all others: of what they brought it sees only how many sources there were.
    pub fn take<T: Lasting, S: Debug>(
        &mut self,
        name: &str,
        files: Files<'_>,
        told: &S,
        read: fn(&[Input], &S, &mut Self) -> T,
    ) -> T {
        let memory = self.memory.take();
        let kept = memory.as_deref().zip(files.digest);
        let kept = kept.map(|(memory, digest)| (T::shelf(memory), key(name, digest, told, self.sources.len())));
        let brought = match kept.and_then(|(shelf, key)| shelf.find(key)) {
            Some(brought) => Brought::clone(&brought),
            None => {
                let mut reading = Self { sources: self.sources.behind(), memory: memory.clone(), ..Self::default() };
                let result = read(files.inputs, told, &mut reading);
                // What is kept holds no memory, which would hold itself.
                reading.memory = None;
                let brought = Brought { result, reading };
                if let Some((shelf, key)) = kept.filter(|_| !brought.result.is_large()) {
                    shelf.keep(key, Arc::new(brought.clone()));
                }
                brought
            }
        };
        self.memory = memory;
        self.absorb(brought.reading);
        brought.result
    }

    /// Takes in what a reader added.
    fn absorb(&mut self, later: Self) {
        let Self { sources, editions, diagnostics, municipalities, memory: _ } = later;
        self.sources.append(sources);
        self.editions.absorb(editions);
        self.diagnostics.absorb(diagnostics);
        self.municipalities.absorb(municipalities);
    }
}

/// Of everything that a reader can see. The debug form quotes texts, so that two of them never look like one.
fn key(name: &str, files: Digest, told: &impl Debug, sources: usize) -> Digest {
    let mut all = Sha256::new();
    all.update(format!("{name}|{sources}|{told:?}|"));
    all.update(files);
    all.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::model::{Kind, SourceKind};
    use crate::place::{Place, Source, Sourced};
    use std::sync::atomic::{AtomicUsize, Ordering};

    static READS: AtomicUsize = AtomicUsize::new(0);

    /// A reader that tells all that it sees.
    fn reader(inputs: &[Input], told: &(&str, usize), reading: &mut Reading) -> Vec<Record> {
        READS.fetch_add(1, Ordering::SeqCst);
        let before = reading.sources.len();
        let source =
            reading.sources.add(Source { file: inputs[0].path.as_str().into(), sheet: None, headings: [].into() });
        let origin = crate::place::Origin { source, row: 1, column: 0 };
        let seen = format!("{} {} {:?} {before}", told.0, inputs[0].path, reading.diagnostics.counts());
        reading.diagnostics.push(Diagnostic::note("name-empty", seen.as_str()).at(reading.sources.place(origin)));
        let record = Record::new(SourceKind::Kaigo, Kind::Care, Sourced::new(seen, origin));
        vec![record; told.1]
    }

    #[test]
    fn what_is_brought_again_is_what_was_brought_and_only_for_the_same() {
        let memory = Arc::new(Memory::default());
        let inputs = [Input { path: "a.csv".into(), bytes: Vec::new() }];
        let mut reads = 0;
        // What is brought, what is told in a place that is right, and whether it was read for that.
        let mut take = |name: &str, digest: Option<Digest>, word: &str, count: usize, before: usize| {
            let mut reading = Reading { memory: Some(Arc::clone(&memory)), ..Reading::default() };
            for at in 0..before {
                reading.diagnostics.push(Diagnostic::note("name-empty", "before").at(Place::whole("b.csv")));
                let file = format!("{at}.csv").into();
                reading.sources.add(Source { file, sheet: None, headings: [].into() });
            }
            let files = Files { inputs: &inputs, digest };
            let records = reading.take(name, files, &(word, count), reader);
            assert_eq!(records.len(), count);
            assert_eq!(records[0].name.value, format!("{word} a.csv {{}} {before}"), "nothing else is seen");
            assert_eq!(reading.sources.place(records[0].origin).file.as_ref(), "a.csv");
            assert_eq!((reading.sources.len(), reading.diagnostics.count("name-empty")), (before + 1, before + 1));
            assert!(reading.memory.is_some());
            let now = READS.load(Ordering::SeqCst);
            std::mem::replace(&mut reads, now) != now
        };
        let one = Some([1; 32]);
        assert!(take("kaigo", one, "told", 1, 2), "nothing is known yet");
        assert!(!take("kaigo", one, "told", 1, 2), "the same again");
        assert!(take("list", one, "told", 1, 2), "another reader");
        assert!(take("kaigo", Some([2; 32]), "told", 1, 2), "other files");
        assert!(take("kaigo", one, "told otherwise", 1, 2), "told otherwise");
        assert!(take("kaigo", one, "told", 1, 3), "other numbers");
        assert!(take("kaigo", None, "told", 1, 2), "nobody knows whether they are the same");
        assert!(take("kaigo", Some([3; 32]), "many", MOST + 1, 0), "read");
        assert!(take("kaigo", Some([3; 32]), "many", MOST + 1, 0), "too many to be kept");
        drop(memory.forget_unused());
        assert!(!take("kaigo", one, "told", 1, 2), "was used since the last time");
        drop(memory.forget_unused());
        assert!(take("list", one, "told", 1, 2), "nobody asked for it");
    }
}
