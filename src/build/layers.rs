//! Layers, open data and what scripts read: made by shard, held or written at once.

use super::site::Ingredients;
use crate::consent::Shown;
use crate::io::Trouble;
use crate::layer::{self, Shard};
use crate::output::{FolderWriter, OutputFile};
use crate::page::Download;
use rayon::prelude::*;

/// What others may take away and what scripts read.
pub(super) struct Layers<'a> {
    pub(super) of: &'a Ingredients<'a>,
    pub(super) shards: Vec<Shard>,
    pub(super) shown: &'a [&'a Shown],
}

impl Layers<'_> {
    fn shard(&self, shard: &Shard) -> Vec<(String, Vec<u8>)> {
        let Ingredients { project, read, content, .. } = self.of;
        shard.make(self.shown, &content.services, &read.areas, &project.settings)
    }

    /// Hands over what scripts read, and then the names that they look up: of the country not both at once.
    fn script_data<E>(&self, mut take: impl FnMut(Vec<(String, Vec<u8>)>) -> Result<(), E>) -> Result<(), E> {
        let Ingredients { project, read, content, .. } = self.of;
        let names = layer::Names::new(self.shown, &read.areas);
        let services = &content.services;
        take(layer::script_data(self.shown, services, &read.areas, &read.base, &project.settings, &names))?;
        take(names.files(&read.areas))
    }

    pub(super) fn scripts(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        let Ok(()) = self.script_data(|files| {
            all.extend(files);
            Ok::<(), std::convert::Infallible>(())
        });
        all
    }

    fn listed(&self) -> impl Iterator<Item = (String, String, usize)> {
        let Ingredients { project, content, .. } = self.of;
        let of_shards =
            self.shards.iter().flat_map(|shard| shard.files(self.shown, &content.services, &project.settings));
        layer::whole(&self.shards).into_iter().chain(of_shards)
    }

    pub(super) fn paths(&self) -> Vec<String> {
        self.listed().map(|(path, ..)| path).chain(layer::script_paths(self.shown.len(), &self.of.read.areas)).collect()
    }

    pub(super) fn all(&self) -> Vec<OutputFile> {
        let shards = || self.shards.par_iter().flat_map(|shard| self.shard(shard)).collect::<Vec<_>>();
        let (shards, scripts) = rayon::join(shards, || self.scripts());
        let mut all: Vec<OutputFile> =
            shards.into_iter().chain(scripts).map(|(path, bytes)| OutputFile { path, bytes }).collect();
        if let Some((path, ..)) = layer::whole(&self.shards) {
            let made = |path: &str| {
                let layer = all.iter().find(|file| file.path == path);
                Ok::<_, std::convert::Infallible>(layer.map(|file| file.bytes.clone()).unwrap_or_default())
            };
            let pieces = layer::whole_in_pieces(&self.shards, &self.of.project.settings, made);
            let bytes = pieces.flat_map(|Ok(piece)| piece).collect();
            all.push(OutputFile { path, bytes });
        }
        all
    }

    /// Makes one shard after another on each thread and writes it at once.
    pub(super) fn write(&self, writer: &FolderWriter) -> Result<(), Trouble> {
        let write =
            |files: Vec<(String, Vec<u8>)>| files.par_iter().try_for_each(|(path, bytes)| writer.write(path, bytes));
        self.shards.par_iter().try_for_each(|shard| write(self.shard(shard)))?;
        if let Some((path, ..)) = layer::whole(&self.shards) {
            let made = |path: &str| writer.read(path);
            writer.write_by_pieces(&path, layer::whole_in_pieces(&self.shards, &self.of.project.settings, made))?;
        }
        self.script_data(write)
    }

    /// Files that the data page offers. Of many shards only what holds all of one: the services lie beside it.
    pub(super) fn downloads(&self) -> Vec<Download> {
        let whole = |path: &str| {
            ["_care_service.csv", "_hospital.csv", "/facilities.geojson"].iter().any(|end| path.ends_with(end))
        };
        let several = self.shards.len() > 1;
        let listed = self.listed().filter(|(path, ..)| !several || whole(path));
        listed.map(|(path, name, count)| Download { path, name, count }).collect()
    }
}
