//! The last proof of a new edition: the readers that the site is built with read it. Also which addresses have no point.

use super::halt::Halt;
use super::raw::Fresh;
use super::wanted::Wanted;
use crate::diagnostic::Diagnostic;
use crate::model::Record;
use crate::settings::{Keep, Settings, SourceSetting};
use crate::source::{self, Input, Reading, Scope};
use std::collections::BTreeSet;

fn records(wanted: Wanted, inputs: &[Input], settings: &Settings, keep: Keep) -> (Vec<Record>, Reading) {
    let municipality = &settings.municipality;
    let scope = Scope {
        keep,
        code: municipality.code.clone(),
        prefecture: municipality.prefecture.clone(),
        municipality: municipality.name.clone(),
    };
    let mut reading = Reading::default();
    let setting = SourceSetting::default();
    let records = match wanted {
        Wanted::Kaigo => source::kaigo::read(inputs, &setting, &scope, &mut reading),
        Wanted::Navii => source::navii::read(inputs, &setting, &scope, &mut reading),
        Wanted::Bureau => source::bureau::read(inputs, &setting, &scope, &mut reading),
        _ => Vec::new(),
    };
    (records, reading)
}

/// Reads the new files as a build would. What stops a build stops the fetching.
pub(super) fn readable(wanted: Wanted, fresh: &[Fresh], settings: &Settings) -> Result<(), Halt> {
    if !matches!(wanted, Wanted::Kaigo | Wanted::Navii | Wanted::Bureau) {
        return Ok(());
    }
    let inputs: Vec<Input> = fresh
        .iter()
        .map(|file| Input { path: format!("{}/{}", wanted.folder(), file.name), bytes: file.bytes.clone() })
        .collect();
    let (records, reading) = records(wanted, &inputs, settings, Keep::All);
    if let Some(fatal) = reading.diagnostics.sorted().into_iter().find(|finding| finding.fatal) {
        let mut finding = fatal.clone();
        finding.fatal = false;
        finding.message = format!("{}: {}", wanted.title(), finding.message);
        return Err(finding.into());
    }
    if records.is_empty() && fresh.iter().any(|file| file.rows > 0) {
        let message = format!("{}: 取り込んだ行から、施設を1つも読みとれません。", wanted.title());
        return Err(Diagnostic::error("fetch-implausible", message)
            .help("列がずれているようです。前のデータはそのまま使えます。公開元のページで、正しいファイルか確かめてください。")
            .into());
    }
    Ok(())
}

/// Addresses of the municipality's own facilities that no file gives a point for.
pub(super) fn without_point(sources: &[(Wanted, Vec<Input>)], settings: &Settings) -> BTreeSet<String> {
    sources
        .iter()
        .flat_map(|(wanted, inputs)| records(*wanted, inputs, settings, Keep::Municipality).0)
        .filter(|record| record.point.is_none())
        .filter_map(|record| record.address.map(|address| address.value))
        .collect()
}
