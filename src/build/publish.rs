//! `ouchi publish`: builds, packs what goes to the server, and freezes the snapshot for the next change report.

use super::{Made, OnStage, Options, Purpose, Target, changes, check, guard, run};
use crate::io::{self, Trouble};
use crate::output::{self, OutputFile, Upload};
use crate::publication::{self, Edition};
use crate::report::{Packed, Report};
use jiff::civil::Date;
use std::path::PathBuf;

/// How to publish.
#[derive(Debug, Clone)]
pub struct Publishing {
    /// The build.
    pub options: Options,
    /// The whole site as a zip; the others lie beside it.
    pub zip: PathBuf,
    /// What changed is told since the last publication up to this day; else since the last one.
    pub changed_since: Option<Date>,
}

/// Builds the site, packs it, and freezes its facts. Nothing is packed when the build is refused.
///
/// # Errors
/// When the machine fails.
pub fn publish(publishing: &Publishing, on_stage: OnStage<'_>) -> Result<Report, Trouble> {
    let zip = Target::Zip(publishing.zip.clone());
    if let Some(refused) = guard::refuse(&zip, output::Edition::Citizens, &publishing.options.project)? {
        let mut report = check(&publishing.options, on_stage)?;
        report.diagnostics.push(refused);
        return Ok(report);
    }
    let (mut report, made) = run(&publishing.options, Purpose::Publish, on_stage)?;
    let Some(made) = made.filter(|_| report.written.is_some()) else { return Ok(report) };
    on_stage("まとめています");
    let upload = match output::upload(&made.files, &made.settings.publish) {
        Ok(upload) => upload,
        Err(diagnostic) => {
            report.diagnostics.push(*diagnostic);
            return Ok(report);
        }
    };
    let earlier = changes::last(&made.published, "files", publishing.changed_since)?;
    let before = earlier.map(|(edition, _, bytes)| (edition, output::read_manifest(&bytes)));
    let packed = pack(publishing, &upload, before.as_ref())?;
    report.documents.extend(packed.paths());
    report.documents.extend(freeze(publishing, &made, &upload)?);
    report.packed = Some(packed);
    Ok(report)
}

/// Writes the zip of everything, and, when there was a publication before, the zip of what changed and the list of what
/// to delete.
fn pack(
    publishing: &Publishing,
    upload: &Upload,
    before: Option<&(Edition, output::Manifest)>,
) -> Result<Packed, Trouble> {
    output::write_zip(&publishing.zip, &upload.files)?;
    let beside = |ending: &str| {
        let stem = publishing.zip.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        publishing.zip.with_file_name(format!("{stem}{ending}"))
    };
    let (changed_zip, delete_list) = (beside("-changed.zip"), beside("-delete.txt"));
    let mut packed = Packed {
        zip: publishing.zip.clone(),
        files: upload.files.len(),
        since: before.map(|(edition, _)| edition.on),
        ..Packed::default()
    };
    let Some((_, before)) = before else { return Ok(packed) };
    let changed: Vec<OutputFile> =
        upload.files.iter().filter(|file| before.get(&file.path) != upload.manifest.get(&file.path)).cloned().collect();
    let gone: Vec<&str> =
        before.keys().filter(|path| !upload.manifest.contains_key(*path)).map(String::as_str).collect();
    output::write_zip(&changed_zip, &changed)?;
    let list: String = gone.iter().flat_map(|path| [*path, "\r\n"]).collect();
    io::write_if_changed(&delete_list, list.as_bytes())?;
    packed.changed = changed.len();
    packed.delete = gone.len();
    packed.changed_zip = Some(changed_zip);
    packed.delete_list = Some(delete_list);
    Ok(packed)
}

/// Keeps facts and files of this publication, unless they are those of the last one.
fn freeze(publishing: &Publishing, made: &Made, upload: &Upload) -> Result<Option<PathBuf>, Trouble> {
    let Some(snapshot) = &made.snapshot else { return Ok(None) };
    let facts = publication::write(snapshot);
    let files = output::write_manifest(&upload.manifest);
    let same = |ending, bytes: &[u8]| {
        Ok(changes::last(&made.published, ending, None)?.is_some_and(|(_, _, last)| last == bytes))
    };
    if same("csv", &facts)? && same("files", &files)? {
        return Ok(None);
    }
    let known = made.published.iter().filter_map(|path| Edition::of_file(path));
    let stem = Edition::next(publishing.options.as_of, known).stem();
    let folder = publishing.options.project.join("geodata/published");
    // The list of files first: the facts are what makes it a publication.
    io::write_if_changed(&folder.join(format!("{stem}.files")), &files)?;
    let path = folder.join(format!("{stem}.csv"));
    io::write_if_changed(&path, &facts)?;
    Ok(Some(path))
}
