//! The ledger as a CSV that a person can read and Excel can open.

use super::{Entry, Ledger};
use crate::diagnostic::Diagnostic;
use crate::model::{Identifier, IdentifierKind};
use crate::place::Place;
use crate::source::Input;
use jiff::civil::Date;

const HEADINGS: [&str; 9] =
    ["id", "name", "kind", "area", "identifiers", "first_seen", "gone_since", "redirect", "was_public"];

/// Reads the ledger. A line that cannot be understood stops the build: a lost line is a printed QR code that dies.
///
/// # Errors
/// A finding that names the line.
pub fn read(input: &Input) -> Result<Ledger, Box<Diagnostic>> {
    let bad = |line: usize, what: String| {
        Box::new(
            Diagnostic::error("ledger-unreadable", what)
                .at(Place::text(&*input.path, u32::try_from(line).unwrap_or(u32::MAX), 1))
                .help(
                    "この台帳は手で直さず、控えから戻してください。印刷したQRコードの行き先を覚えているファイルです。",
                )
                .fatal(),
        )
    };
    let Ok(text) = std::str::from_utf8(&input.bytes) else {
        return Err(bad(1, "台帳の文字コードが UTF-8 ではありません。".into()));
    };
    let mut ledger = Ledger::default();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().cloned().unwrap_or_default();
    if !text.trim_start_matches('\u{feff}').is_empty() && headings.iter().ne(HEADINGS) {
        return Err(bad(1, format!("台帳の見出しがちがいます。{} のはずです。", HEADINGS.join(","))));
    }
    for (at, row) in reader.records().enumerate() {
        let line = at + 2;
        let row = row.map_err(|error| bad(line, format!("台帳のこの行が読めません（{error}）。")))?;
        if row.len() != HEADINGS.len() {
            return Err(bad(
                line,
                format!("台帳のこの行は列の数が {} です（{} のはずです）。", row.len(), HEADINGS.len()),
            ));
        }
        let date =
            |text: &str| text.parse::<Date>().map_err(|_| bad(line, format!("「{text}」は日付として読めません。")));
        let optional = |text: &str| if text.is_empty() { Ok(None) } else { date(text).map(Some) };
        let mut identifiers = Vec::new();
        for part in row[4].split(' ').filter(|part| !part.is_empty()) {
            let identifier = part
                .split_once(':')
                .and_then(|(kind, value)| Some(Identifier::new(IdentifierKind::from_word(kind)?, value)))
                .ok_or_else(|| bad(line, format!("「{part}」という番号の書き方はありません。")))?;
            identifiers.push(identifier);
        }
        identifiers.sort_unstable();
        identifiers.dedup();
        let entry = Entry {
            id: row[0].to_owned(),
            name: row[1].to_owned(),
            kind: row[2].to_owned().into(),
            area: (!row[3].is_empty()).then(|| row[3].to_owned()),
            identifiers,
            first_seen: date(&row[5])?,
            gone_since: optional(&row[6])?,
            redirect: (!row[7].is_empty()).then(|| row[7].to_owned()),
            was_public: &row[8] == "1",
        };
        if entry.id.is_empty() || !entry.id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7')) {
            return Err(bad(line, format!("「{}」は施設の番号として使えません。", entry.id)));
        }
        if ledger.entries.insert(entry.id.clone(), entry).is_some() {
            return Err(bad(line, format!("同じ番号「{}」が2回あります。", &row[0])));
        }
    }
    Ok(ledger)
}

/// Writes the ledger, in the order of the ids: UTF-8, one line per id.
pub fn write(ledger: &Ledger) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().from_writer(Vec::new());
    let mut line = |cells: [&str; 9]| {
        // A `Vec` cannot fail to take bytes.
        let _ = out.write_record(cells);
    };
    line(HEADINGS);
    for entry in ledger.entries() {
        let identifiers: Vec<String> = entry.identifiers.iter().map(ToString::to_string).collect();
        let gone = entry.gone_since.map(|date| date.to_string()).unwrap_or_default();
        line([
            &entry.id,
            &entry.name,
            &entry.kind,
            entry.area.as_deref().unwrap_or_default(),
            &identifiers.join(" "),
            &entry.first_seen.to_string(),
            &gone,
            entry.redirect.as_deref().unwrap_or_default(),
            if entry.was_public { "1" } else { "" },
        ]);
    }
    out.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Claim, Told};
    use jiff::civil::date;

    #[test]
    fn what_is_written_is_read_again() {
        let mut ledger = Ledger::default();
        let numbers = [Identifier::new(IdentifierKind::CareOffice, "1290000001")];
        ledger.assign(
            &[Claim {
                identifiers: &numbers, kind: "診療所", told: Some(Told { name: "見本, \"甲\"", area: None })
            }],
            date(2026, 11, 1),
        );
        ledger.assign(&[], date(2026, 12, 1));
        let input = Input { path: "geodata/ledger.csv".into(), bytes: write(&ledger) };
        assert_eq!(read(&input).expect("readable"), ledger);
    }

    #[test]
    fn a_broken_line_is_named() {
        let bytes =
            b"id,name,kind,area,identifiers,first_seen,gone_since,redirect,was_public\nabc,x,,,what:1,2026-11-01,,,\n"
                .to_vec();
        let error = read(&Input { path: "geodata/ledger.csv".into(), bytes }).expect_err("bad");
        assert_eq!(error.place.as_ref().map(ToString::to_string).as_deref(), Some("geodata/ledger.csv 2行1文字目"));
        assert!(error.fatal);
    }
}
