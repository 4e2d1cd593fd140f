//! A file as published, on the disk: plain, or in a zip.

use super::halt::Halt;
use super::rows::{Cells, Kept, Layout, RowsTrouble, keep};
use super::unpack::{Entry, Pack, UnpackTrouble};
use crate::diagnostic::Diagnostic;
use crate::io;
use crate::place::Place;
use crate::table::{FileKind, file_kind};
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::PathBuf;

/// A file as published.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    /// Part of the publication.
    pub(super) part: String,
    /// Its name.
    pub(super) name: String,
    /// Address or path, for people.
    pub(super) shown: String,
    /// Where it lies.
    pub(super) path: PathBuf,
    /// Bytes it may have when unpacked.
    pub(super) limit: u64,
}

/// A proven file for `geodata/`.
#[derive(Debug, Clone, Default)]
pub(super) struct Fresh {
    /// Part of the publication.
    pub(super) part: String,
    /// Its name in the folder.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// Rows kept.
    pub(super) rows: u64,
    /// Rows published.
    pub(super) published: u64,
    /// The year that a file in the zip tells, for the credit.
    pub(super) year: Option<i16>,
}

impl Raw {
    /// A finding about this file.
    pub(super) fn halt(&self, code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Halt {
        Diagnostic::error(code, message).at(Place::whole(self.shown.as_str())).help(help).into()
    }

    pub(super) fn rows_halt(&self, title: &str, trouble: &RowsTrouble) -> Halt {
        let code = match trouble {
            RowsTrouble::Missing { .. } => "fetch-column-missing",
            RowsTrouble::NotATable(_) => "fetch-wrong-type",
            _ => "fetch-broken",
        };
        self.halt(code, format!("{title}: {}", trouble.message()), trouble.help())
    }

    pub(super) fn unpack_halt(&self, trouble: &UnpackTrouble) -> Halt {
        let code = match trouble {
            UnpackTrouble::Broken | UnpackTrouble::Locked => "fetch-broken",
            UnpackTrouble::Escapes(_) => "fetch-zip-escape",
            UnpackTrouble::Bomb => "fetch-zip-bomb",
        };
        self.halt(code, trouble.message(), trouble.help())
    }

    /// What the file is by its first bytes.
    pub(super) fn kind(&self) -> Result<FileKind, Halt> {
        let mut head = Vec::new();
        let read = io::open(&self.path)?.take(4096).read_to_end(&mut head);
        read.map_err(|error| io::Trouble::new("ファイルが読めません", &self.path, error))?;
        Ok(file_kind(&head))
    }

    /// The zip that it is, or what else arrived.
    pub(super) fn pack(&self, title: &str) -> Result<(Pack<BufReader<File>>, Vec<Entry>), Halt> {
        match self.kind()? {
            FileKind::Zip => Pack::open(BufReader::new(io::open(&self.path)?), self.limit)
                .map_err(|trouble| self.unpack_halt(&trouble)),
            FileKind::Html => Err(self.rows_halt(title, &RowsTrouble::NotATable("Webページ（HTML）"))),
            FileKind::Empty => Err(self.rows_halt(title, &RowsTrouble::Empty)),
            _ => Err(self.rows_halt(title, &RowsTrouble::NotATable("zipではないファイル"))),
        }
    }

    /// Streams the CSV that it is or holds, and keeps the wanted rows. In a zip with several, `chosen` says which.
    pub(super) fn csv(
        &self,
        layout: &Layout,
        chosen: &dyn Fn(&str) -> bool,
        wanted: &mut dyn FnMut(&Cells<'_>) -> bool,
    ) -> Result<Kept, Halt> {
        let kept = if self.kind()? == FileKind::Zip {
            let (mut pack, entries) = self.pack(layout.title)?;
            let tables: Vec<&Entry> =
                entries.iter().filter(|entry| entry.name.to_lowercase().ends_with(".csv")).collect();
            let entry = tables.iter().find(|entry| chosen(entry.file_name())).or_else(|| tables.first());
            let entry = entry.ok_or_else(|| {
                let names = entries.iter().take(3).map(Entry::file_name).collect::<Vec<_>>().join("、");
                self.halt(
                    "fetch-wrong-type",
                    format!("{}: zipの中にCSVがありません（中身: {names}）。", layout.title),
                    "公開元のページで、CSVのファイルか確かめてください。",
                )
            })?;
            keep(read_entry(&mut pack, entry, self)?, layout, wanted)
        } else {
            keep(BufReader::new(io::open(&self.path)?), layout, wanted)
        };
        kept.map_err(|trouble| self.rows_halt(layout.title, &trouble))
    }
}

fn read_entry<'a, R: Read + Seek>(pack: &'a mut Pack<R>, entry: &Entry, raw: &Raw) -> Result<impl Read + 'a, Halt> {
    pack.read(entry).map_err(|trouble| raw.unpack_halt(&trouble))
}

/// The name under which a published CSV is kept: without `.zip`.
pub(super) fn csv_name(name: &str) -> String {
    let stem = [".csv.zip", ".zip", ".csv"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    format!("{stem}.csv")
}
