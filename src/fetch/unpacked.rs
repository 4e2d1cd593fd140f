//! What staff took out of its zip before they put it into the folder: packed again, so that one way of reading holds.

use super::halt::Halt;
use super::index::{At, Found, published_name};
use super::wanted::Wanted;
use crate::io::{self, Entry, Trouble};
use encoding_rs::SHIFT_JIS;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Bytes of a table in which its heading surely stands.
const HEAD: u64 = 2048;

/// The zips that files of a folder came out of, by name. Care offices, institutions and the bureau's lists are named
/// file by file already.
pub(super) fn found(wanted: Wanted, folder: &Path, entries: &[Entry]) -> Result<Vec<Found>, Trouble> {
    if wanted == Wanted::Address {
        return addresses(entries);
    }
    let mut zips: BTreeMap<(PathBuf, String), Vec<PathBuf>> = BTreeMap::new();
    for entry in entries {
        let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
        let Some(zip) = wanted.data_sets().iter().find_map(|code| zip_of(&published_name(&name), code)) else {
            continue;
        };
        // 国土数値情報 has folders for two encodings in one zip: what belongs together lies below one folder of its name.
        let stem = zip.strip_suffix(".zip").unwrap_or(&zip);
        let above = entry.path.ancestors().skip(1).take_while(|above| above.starts_with(folder));
        let own = above.filter(|above| above.file_name().is_some_and(|name| name.to_string_lossy() == stem)).last();
        let base = own.or(entry.path.parent()).unwrap_or(folder);
        zips.entry((base.to_owned(), zip)).or_default().push(entry.path.clone());
    }
    Ok(zips.into_iter().map(|((base, name), files)| Found { name, at: At::Unpacked(base, files) }).collect())
}

/// `N03-20260101_12.geojson` → `N03-20260101_12_GML.zip`, `N02-25_Station.geojson` → `N02-25_GML.zip`,
/// `W05-08_12-g_Stream.shp` → `W05-08_12_GML.zip`.
fn zip_of(name: &str, code: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let rest = stem.strip_prefix(code)?.strip_prefix('-')?;
    if !matches!(ending, "geojson" | "shp") {
        return None;
    }
    let rest = rest.split("-g").next().unwrap_or(rest);
    let mut parts = rest.split('_');
    let stamp = parts.next().filter(|stamp| stamp.bytes().all(|b| b.is_ascii_digit()))?;
    let prefecture = parts.next().filter(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
    Some(match prefecture {
        Some(prefecture) => format!("{code}-{stamp}_{prefecture}_GML.zip"),
        None => format!("{code}-{stamp}_GML.zip"),
    })
}

/// `12220_2025.csv` of 位置参照情報 is named alike for blocks and for towns: the heading tells. 2025 is edition 24.0a.
fn addresses(entries: &[Entry]) -> Result<Vec<Found>, Trouble> {
    let mut found = Vec::new();
    for entry in entries {
        let name = published_name(&entry.path.file_name().unwrap_or_default().to_string_lossy());
        let Some((code, year)) = name.strip_suffix(".csv").and_then(|stem| stem.split_once('_')) else { continue };
        let Some(edition) =
            year.parse::<u32>().ok().filter(|_| year.len() == 4).and_then(|year| year.checked_sub(2001))
        else {
            continue;
        };
        let mut head = Vec::new();
        let read = io::open(&entry.path)?.take(HEAD).read_to_end(&mut head);
        read.map_err(|error| Trouble::new("ファイルが読めません", &entry.path, error))?;
        let head = SHIFT_JIS.decode(&head).0.into_owned() + &String::from_utf8_lossy(&head);
        let level = if head.contains("街区符号") { 'a' } else { 'b' };
        found.push(Found { name: format!("{code}-{edition}.0{level}.zip"), at: At::Disk(entry.path.clone()) });
    }
    Ok(found)
}

/// Files of a folder as the zip they came out of; the same files give the same bytes.
pub(super) fn pack(folder: &Path, files: &[PathBuf]) -> Result<Vec<u8>, Halt> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    for path in files {
        let inside = path.strip_prefix(folder).unwrap_or(path);
        let name: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        let fail = |error| Trouble::new("ファイルがまとめられません", path, error);
        writer.start_file(name.join("/"), options).map_err(|error| fail(std::io::Error::other(error)))?;
        writer.write_all(&io::read(path)?).map_err(fail)?;
    }
    let finished = writer
        .finish()
        .map_err(|error| Trouble::new("ファイルがまとめられません", folder, std::io::Error::other(error)))?;
    Ok(finished.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_tell_the_zip_they_came_out_of() {
        let of = |name: &str, code: &str| zip_of(name, code).unwrap_or_default();
        assert_eq!(of("N03-20260101_12.geojson", "N03"), "N03-20260101_12_GML.zip");
        assert_eq!(of("N03-20260101.geojson", "N03"), "N03-20260101_GML.zip");
        assert_eq!(of("N02-25_RailroadSection.geojson", "N02"), "N02-25_GML.zip");
        assert_eq!(of("W05-08_12-g_Stream.shp", "W05"), "W05-08_12_GML.zip");
        assert_eq!(of("W09-05-g_Lake.shp", "W09"), "W09-05_GML.zip");
        assert_eq!(of("N03-20260101_12.dbf", "N03"), "");
    }
}
