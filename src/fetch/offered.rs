//! What a person offers instead of a publisher: the same zips and names, opened and understood the same way.

use super::edition;
use super::index::published_name;
use super::unpack::Pack;
use super::wanted::Wanted;
use crate::diagnostic::Diagnostic;
use crate::place::Place;
use std::io::Cursor;

/// A file that was offered, by itself or in a zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files of a zip that `wanted` says yes to by their names without folders; `None` when it is a workbook, which is
/// a zip too. Nothing is unpacked before every name and size was looked at.
///
/// # Errors
/// Why the zip is not opened.
pub fn unpack(
    name: &str,
    bytes: &[u8],
    limit: u64,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Option<Vec<Offered>>, Box<Diagnostic>> {
    let fail = |trouble: super::unpack::UnpackTrouble| {
        let code = match trouble {
            super::unpack::UnpackTrouble::Broken | super::unpack::UnpackTrouble::Locked => "fetch-broken",
            super::unpack::UnpackTrouble::Escapes(_) => "fetch-zip-escape",
            super::unpack::UnpackTrouble::Bomb => "fetch-zip-bomb",
        };
        Box::new(Diagnostic::error(code, trouble.message()).at(Place::whole(name)).help(trouble.help()))
    };
    let (mut pack, entries) = Pack::open(Cursor::new(bytes), limit).map_err(fail)?;
    if entries.iter().any(|entry| entry.name == "[Content_Types].xml") {
        return Ok(None);
    }
    let mut files = Vec::new();
    for entry in entries.iter().filter(|entry| wanted(entry.file_name())) {
        files.push(Offered { name: entry.file_name().to_owned(), bytes: pack.bytes(entry).map_err(fail)? });
    }
    Ok(Some(files))
}

/// Which part of a publication a file is by its name: a service's code, a kind of institution. A new edition's part
/// takes the place of the old one's. `None` when the name is none of the publisher's.
pub fn part_of(wanted: Wanted, name: &str) -> Option<String> {
    let name = published_name(name);
    match wanted {
        Wanted::Kaigo => edition::kaigo(&name).map(|label| label.part),
        // Staff may have cut a published file and said so behind its date.
        Wanted::Navii => edition::NAVII.into_iter().find(|part| name.starts_with(part)).map(str::to_owned),
        Wanted::Bureau => edition::bureau_workbook(&name).map(|label| label.part),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn zip(names: &[&str]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default()).expect("started");
            writer.write_all(name.as_bytes()).expect("written");
        }
        writer.finish().expect("finished").into_inner()
    }

    #[test]
    fn a_zip_is_opened_a_workbook_is_not_and_what_leads_out_is_refused() {
        let wanted = |name: &str| name.ends_with(".csv");
        let files = unpack("a.zip", &zip(&["x/a.csv", "b.txt"]), 1 << 20, &wanted).expect("opens").expect("a zip");
        assert_eq!(files, [Offered { name: "a.csv".into(), bytes: b"x/a.csv".to_vec() }]);
        let book = zip(&["[Content_Types].xml", "xl/workbook.xml"]);
        assert_eq!(unpack("a.xlsx", &book, 1 << 20, &wanted).expect("opens"), None);
        let refused = unpack("a.zip", &zip(&["../a.csv"]), 1 << 20, &wanted).expect_err("leads out");
        assert_eq!(refused.code, "fetch-zip-escape");
        assert_eq!(unpack("a.zip", &zip(&["a.csv"]), 2, &wanted).expect_err("too large").code, "fetch-zip-bomb");
    }

    #[test]
    fn names_tell_the_part_however_a_browser_numbered_them() {
        assert_eq!(part_of(Wanted::Kaigo, "jigyosho_130_all_20260709180319 (1).csv").as_deref(), Some("130"));
        assert_eq!(
            part_of(Wanted::Navii, "01-1_hospital_facility_info_20250601_抜粋.csv").as_deref(),
            Some("01-1_hospital_facility_info")
        );
        assert_eq!(
            part_of(Wanted::Bureau, "12届出受理医療機関名簿（医科）千葉r0710.xlsx").as_deref(),
            Some("shisetsu_ika_12")
        );
        assert_eq!(part_of(Wanted::Kaigo, "名簿.csv"), None);
    }
}
