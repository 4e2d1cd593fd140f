//! The site as it goes to the server: endings that the server takes, compressed copies on request, and the digest of
//! every file, so that the next publication knows what changed.

use super::OutputFile;
use super::links::{resolve, targets};
use crate::diagnostic::Diagnostic;
use crate::place::Place;
use crate::settings::PublishSetting;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;

/// SHA-256 in hexadecimal by path.
pub type Manifest = BTreeMap<String, String>;

/// What goes to the server.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Files with relative paths, sorted.
    pub files: Vec<OutputFile>,
    /// Digest of each.
    pub manifest: Manifest,
}

/// Endings that pages name in scripts and styles too, where links are not looked for.
const FIXED: [&str; 3] = ["html", "css", "js"];
/// What shrinks.
const COMPRESSIBLE: [&str; 8] = ["html", "css", "js", "svg", "json", "geojson", "csv", "xml"];

/// Prepares the files for the server.
///
/// # Errors
/// A finding about the settings: an ending that cannot be changed, or two files that would get one name.
pub fn upload(files: &[OutputFile], setting: &PublishSetting) -> Result<Upload, Box<Diagnostic>> {
    let refuse = |message: String| {
        Box::new(
            Diagnostic::error("publish-rename", message)
                .at(Place::whole("ouchi.toml"))
                .help("[publish.rename] を直してください。左が元の拡張子、右が公開での拡張子です（点は付けません）。")
                .fatal(),
        )
    };
    for (from, to) in &setting.rename {
        let plain = |ending: &str| !ending.is_empty() && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if FIXED.contains(&from.as_str()) || !plain(from) || !plain(to) {
            return Err(refuse(format!("拡張子「{from}」を「{to}」に変えることはできません。")));
        }
    }
    let renamed = |path: &str| -> Option<String> {
        let (stem, ending) = path.rsplit_once('.')?;
        setting.rename.get(ending).map(|to| format!("{stem}.{to}"))
    };
    let mut out: Vec<OutputFile> = files
        .par_iter()
        .map(|file| {
            let bytes = if file.path.ends_with(".html") && !setting.rename.is_empty() {
                relinked(&file.path, &String::from_utf8_lossy(&file.bytes), &renamed).into_bytes()
            } else {
                file.bytes.clone()
            };
            OutputFile { path: renamed(&file.path).unwrap_or_else(|| file.path.clone()), bytes }
        })
        .collect();
    if setting.gzip {
        let small: Vec<OutputFile> = out.par_iter().filter_map(compressed).collect();
        out.extend(small);
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    if let Some(pair) = out.windows(2).find(|pair| pair[0].path == pair[1].path) {
        return Err(refuse(format!("拡張子を変えると、「{}」が2つになります。", pair[0].path)));
    }
    let manifest = out.par_iter().map(|file| (file.path.clone(), digest(&file.bytes))).collect();
    Ok(Upload { files: out, manifest })
}

/// A page whose links lead to the new names.
fn relinked(page: &str, html: &str, renamed: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    let mut places: Vec<(usize, usize)> = targets(html.as_bytes())
        .filter(|target| resolve(page, target).is_some())
        .map(|target| {
            let at = target.as_ptr() as usize - html.as_ptr() as usize;
            (at, target.split(['#', '?']).next().map_or(0, str::len))
        })
        .collect();
    places.sort_unstable();
    for (at, length) in places {
        if let Some(new) = renamed(&html[at..at + length]) {
            out.push_str(&html[done..at]);
            out.push_str(&new);
            done = at + length;
        }
    }
    out.push_str(&html[done..]);
    out
}

/// The file compressed, when that makes it smaller.
fn compressed(file: &OutputFile) -> Option<OutputFile> {
    let (_, ending) = file.path.rsplit_once('.')?;
    if !COMPRESSIBLE.contains(&ending) {
        return None;
    }
    // No time and no name inside: the same file makes the same bytes.
    let mut encoder: GzEncoder<Vec<u8>> = GzBuilder::new().write(Vec::new(), Compression::best());
    encoder.write_all(&file.bytes).ok()?;
    let bytes = encoder.finish().ok()?;
    (bytes.len() < file.bytes.len()).then(|| OutputFile { path: format!("{}.gz", file.path), bytes })
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One line per file, `digest  path`, as `sha256sum` writes and checks it.
pub fn write_manifest(manifest: &Manifest) -> Vec<u8> {
    manifest.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect::<String>().into_bytes()
}

/// Reads what [`write_manifest`] wrote; other lines are left out, whose files then count as new.
pub fn read_manifest(bytes: &[u8]) -> Manifest {
    String::from_utf8_lossy(bytes)
        .lines()
        .filter_map(|line| line.split_once("  ").map(|(digest, path)| (path.to_owned(), digest.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Vec<OutputFile> {
        let file = |path: &str, text: &str| OutputFile { path: path.into(), bytes: text.as_bytes().to_vec() };
        vec![
            file("a.geojson", "{}"),
            file("a.html", "<a href=\"a.geojson#x\">データ</a><a href=\"https://example.jp/b.geojson\">外</a>"),
        ]
    }

    #[test]
    fn endings_are_changed_with_their_links() {
        let setting = PublishSetting { rename: [("geojson".to_owned(), "json".to_owned())].into(), gzip: false };
        let upload = upload(&site(), &setting).expect("packed");
        let paths: Vec<&str> = upload.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a.html", "a.json"]);
        let html = String::from_utf8_lossy(&upload.files[0].bytes).into_owned();
        assert_eq!(html, "<a href=\"a.json#x\">データ</a><a href=\"https://example.jp/b.geojson\">外</a>");
        assert_eq!(read_manifest(&write_manifest(&upload.manifest)), upload.manifest);
    }

    #[test]
    fn what_would_break_the_site_is_refused() {
        for (from, to) in [("html", "htm"), ("geojson", "html.x"), ("geojson", "html")] {
            let setting = PublishSetting { rename: [(from.to_owned(), to.to_owned())].into(), gzip: false };
            let refused = upload(&site(), &setting).expect_err("refused");
            assert_eq!(refused.code, "publish-rename");
        }
    }

    #[test]
    fn compressed_copies_lie_beside() {
        let mut files = site();
        files[1].bytes = files[1].bytes.repeat(50);
        let upload = upload(&files, &PublishSetting { gzip: true, ..Default::default() }).expect("packed");
        let paths: Vec<&str> = upload.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a.geojson", "a.html", "a.html.gz"]);
    }
}
