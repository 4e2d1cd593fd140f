//! 確認事項.xlsx: one row per finding, with what staff noted down in the last one.
//!
//! A note belongs to a finding, not to a row: it follows the finding when the file grows, and moves to a sheet of its
//! own when the finding is gone.

use super::sheet::{self, Column};
use crate::diagnostic::{Diagnostic, Diagnostics, Entry, KEPT_PER_CODE, machine_rule};
use crate::place::{Place, Spot, column_letters};
use crate::table::{self, Sheets, TableTrouble};
use jiff::civil::Date;
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What staff may say of a finding; free text is kept too.
const STATES: [&str; 5] = ["未対応", "確認中", "公表元に依頼", "直した", "このままでよい"];
const LIST: &str = "確認事項";
const DONE: &str = "なくなったもの";

const COLUMNS: &[Column] = &[
    Column::new("状態", 12.0),
    Column::new("担当", 10.0),
    Column::new("メモ", 24.0),
    Column::new("重さ", 6.0),
    Column::new("コード", 24.0),
    Column::new("ファイル", 34.0),
    Column::new("場所", 20.0),
    Column::new("見つかったこと", 56.0),
    Column::new("直し方", 44.0),
    Column::new("なぜ困るか", 40.0),
    Column::new("例", 30.0),
    Column::new("機械可読性ルール", 26.0),
    Column::hidden("鍵"),
    Column::hidden("鍵2"),
];

/// What staff wrote beside a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Note {
    state: String,
    who: String,
    memo: String,
    code: String,
    message: String,
    file: String,
    exact: String,
    loose: String,
    since: String,
}

impl Note {
    const fn says_something(&self) -> bool {
        !self.state.is_empty() || !self.who.is_empty() || !self.memo.is_empty()
    }
}

/// Makes the workbook.
///
/// * `before` — the bytes of the last one, whose notes are kept; one that cannot be read is an error, so that no note
///   is overwritten.
/// * `base` — what leads from the workbook's folder to the project's: `../`, or an absolute path that ends in `/`.
///
/// # Errors
/// When the last workbook cannot be read, or the new one cannot be put together.
pub fn findings_workbook(
    diagnostics: &Diagnostics,
    entries: &[&Entry],
    before: Option<&[u8]>,
    base: &str,
    on: Date,
) -> Result<Vec<u8>, std::io::Error> {
    let notes = before.map(read_notes).transpose()?.unwrap_or_default();
    workbook(diagnostics, entries, notes, base, on).map_err(std::io::Error::other)
}

fn workbook(
    diagnostics: &Diagnostics,
    entries: &[&Entry],
    notes: Vec<Note>,
    base: &str,
    on: Date,
) -> Result<Vec<u8>, XlsxError> {
    let findings = diagnostics.sorted();
    let (kept, gone) = matched(&findings, notes);
    let mut book = Workbook::new();
    book.set_properties(&sheet::properties("確認事項")?);
    let list = book.add_worksheet();
    list.set_name(LIST)?;
    sheet::head(list, COLUMNS)?;
    let wrapped = sheet::wrapped();
    let by_code: BTreeMap<&str, &Entry> = entries.iter().map(|entry| (entry.code, *entry)).collect();
    for (at, (finding, note)) in findings.iter().zip(&kept).enumerate().take(sheet::MOST_ROWS) {
        line(list, sheet::row(at)?, finding, note, by_code.get(finding.code).copied(), base, &wrapped)?;
    }
    let last = sheet::row(findings.len().clamp(1, sheet::MOST_ROWS) - 1)?;
    list.add_data_validation(1, 0, last, 0, &states()?)?;
    sheet::filter(list, COLUMNS, findings.len())?;
    counts(book.add_worksheet(), diagnostics, &by_code)?;
    done(book.add_worksheet(), &gone, on, &wrapped)?;
    book.save_to_buffer()
}

/// A list to choose from that lets other words through.
fn states() -> Result<DataValidation, XlsxError> {
    Ok(DataValidation::new().allow_list_strings(&STATES)?.show_error_message(false))
}

fn line(
    list: &mut Worksheet,
    row: u32,
    finding: &Diagnostic,
    note: &Note,
    entry: Option<&Entry>,
    base: &str,
    wrapped: &Format,
) -> Result<(), XlsxError> {
    let state = if note.state.is_empty() { STATES[0] } else { &note.state };
    let file = finding.place.as_ref().map_or("", |place| &place.file);
    let machine = entry.and_then(|entry| entry.machine);
    let machine = machine.map(|rule| format!("{rule} {}", machine_rule(rule).unwrap_or_default()));
    let texts = [
        (0, state),
        (1, &note.who),
        (2, &note.memo),
        (3, finding.severity.word()),
        (4, finding.code),
        (5, file),
        (7, &finding.message),
        (8, finding.help.as_deref().or(entry.map(|entry| entry.mend)).unwrap_or_default()),
        (9, entry.map_or("", |entry| entry.why)),
        (10, entry.map_or("", |entry| entry.example)),
        (11, machine.as_deref().unwrap_or_default()),
        (12, &exact(finding)),
        (13, &loose(finding)),
    ];
    for (column, text) in texts {
        list.write_string_with_format(row, column, sheet::cut(text), wrapped)?;
    }
    if let Some(place) = &finding.place {
        let words = spot(place);
        match link(place, base) {
            // Excel takes 65,530 links; the rest are told in words alone.
            Some(url) if row <= 60_000 => {
                let format = Format::new().set_hyperlink().set_align(FormatAlign::Top);
                list.write_url_with_format(row, 6, url.set_text(words), &format)?;
            }
            _ => {
                list.write_string_with_format(row, 6, words, wrapped)?;
            }
        }
    }
    Ok(())
}

/// Where in the file, in words.
fn spot(place: &Place) -> String {
    match &place.spot {
        Spot::Whole => "ファイル全体".into(),
        Spot::Text { line, column } => format!("{line}行{column}文字目"),
        Spot::Field { line, column } => format!("{line}行目「{column}」"),
        Spot::Cell { sheet, row, column } => format!("「{sheet}」{}{row}", column_letters(*column)),
        Spot::Sheet(sheet) => format!("「{sheet}」"),
    }
}

/// Where a file lies as seen from the workbook. A whole path of Windows has one kind of strokes.
fn target(file: &str, base: &str) -> Option<String> {
    let absolute = file.starts_with('/') || file.contains(":\\") || file.starts_with("\\\\");
    let path = if absolute { file.to_owned() } else { format!("{base}{file}") };
    let path = if path.contains('\\') { path.replace('/', "\\") } else { path };
    (!path.contains('#') && path.len() <= 800 && !file.starts_with("dist/")).then_some(path)
}

/// Characters that Excel takes in a link.
const MOST_LINK: usize = 2_000;

/// A link to the file, and to the cell when it is a workbook.
fn link(place: &Place, base: &str) -> Option<Url> {
    let path = target(&place.file, base)?;
    let inside = match &place.spot {
        Spot::Cell { sheet, row, column } => {
            format!("#'{}'!{}{row}", sheet.replace('\'', "''"), column_letters(*column))
        }
        Spot::Sheet(sheet) => format!("#'{}'!A1", sheet.replace('\'', "''")),
        _ => String::new(),
    };
    let whole = format!("file:///{path}{inside}");
    // Excel takes no longer ones; a damaged workbook may call a sheet anything.
    (whole.chars().count() <= MOST_LINK).then(|| Url::new(whole))
}

fn counts(list: &mut Worksheet, all: &Diagnostics, entries: &BTreeMap<&str, &Entry>) -> Result<(), XlsxError> {
    const COUNTS: &[Column] = &[
        Column::new("重さ", 8.0),
        Column::new("コード", 26.0),
        Column::new("件数", 8.0),
        Column::new("一覧にない件数", 16.0),
        Column::new("何を調べるか", 70.0),
    ];
    list.set_name("コードごとの件数")?;
    sheet::head(list, COUNTS)?;
    for (at, (code, (severity, count))) in all.counts().iter().enumerate() {
        let row = sheet::row(at)?;
        list.write_string(row, 0, severity.word())?;
        list.write_string(row, 1, *code)?;
        list.write_number(row, 2, *count as f64)?;
        list.write_number(row, 3, count.saturating_sub(KEPT_PER_CODE) as f64)?;
        list.write_string(row, 4, entries.get(code).map_or("", |entry| entry.checks))?;
    }
    sheet::filter(list, COUNTS, all.counts().len())
}

fn done(list: &mut Worksheet, gone: &[Note], on: Date, wrapped: &Format) -> Result<(), XlsxError> {
    const GONE: &[Column] = &[
        Column::new("状態", 12.0),
        Column::new("担当", 10.0),
        Column::new("メモ", 24.0),
        Column::new("コード", 24.0),
        Column::new("ファイル", 34.0),
        Column::new("見つかったこと", 60.0),
        Column::new("なくなった日", 14.0),
        Column::hidden("鍵"),
        Column::hidden("鍵2"),
    ];
    list.set_name(DONE)?;
    sheet::head(list, GONE)?;
    let today = on.to_string();
    for (at, note) in gone.iter().enumerate().take(sheet::MOST_ROWS) {
        let since = if note.since.is_empty() { &today } else { &note.since };
        let texts = [
            &note.state,
            &note.who,
            &note.memo,
            &note.code,
            &note.file,
            &note.message,
            since,
            &note.exact,
            &note.loose,
        ];
        for (column, text) in (0_u16..).zip(texts) {
            list.write_string_with_format(sheet::row(at)?, column, sheet::cut(text), wrapped)?;
        }
    }
    sheet::filter(list, GONE, gone.len())
}

/// The note of every finding, and the notes whose finding is gone.
fn matched(findings: &[&Diagnostic], notes: Vec<Note>) -> (Vec<Note>, Vec<Note>) {
    let mut left: Vec<Option<Note>> = notes.into_iter().map(Some).collect();
    let mut kept: Vec<Note> = vec![Note::default(); findings.len()];
    for key in [(|one: &Note| one.exact.clone()) as fn(&Note) -> String, |one: &Note| one.loose.clone()] {
        let mut at_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, note) in left.iter().enumerate() {
            if let Some(note) = note {
                at_key.entry(key(note)).or_default().push(at);
            }
        }
        for (at, finding) in
            findings.iter().enumerate().filter(|(at, _)| kept[*at] == Note::default()).collect::<Vec<_>>()
        {
            let wanted = key(&Note { exact: exact(finding), loose: loose(finding), ..Note::default() });
            let from = at_key.get_mut(&wanted).filter(|free| !free.is_empty()).map(|free| free.remove(0));
            if let Some(note) = from.and_then(|from| left[from].take()) {
                kept[at] = note;
            }
        }
    }
    let mut gone: Vec<Note> = left.into_iter().flatten().filter(Note::says_something).collect();
    let mut seen = BTreeSet::new();
    gone.retain(|note| seen.insert((note.exact.clone(), note.memo.clone(), note.state.clone())));
    (kept, gone)
}

/// A finding at its place.
fn exact(finding: &Diagnostic) -> String {
    let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
    digest(&[finding.code, &place, &lasting(&finding.message)])
}

/// A finding that may have moved within its file.
fn loose(finding: &Diagnostic) -> String {
    let file = finding.place.as_ref().map_or("", |place| &place.file);
    digest(&[finding.code, file, &lasting(&finding.message)])
}

fn digest(parts: &[&str]) -> String {
    Sha256::digest(parts.join("\n")).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// A message without its counts of days, which grow by themselves.
fn lasting(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once(" 日") {
        out.push_str(before.trim_end_matches(|c: char| c.is_ascii_digit()));
        out.push_str(" 日");
        rest = after;
    }
    out + rest
}

/// The notes of the last workbook.
fn read_notes(bytes: &[u8]) -> Result<Vec<Note>, std::io::Error> {
    let mut notes = Vec::new();
    for name in [LIST, DONE] {
        let unreadable =
            |why: &str| std::io::Error::other(format!("前の確認事項が読めないので、書きかえませんでした。{why}"));
        let tables = match table::read("確認事項.xlsx", bytes, Sheets::Named(name)) {
            Ok(tables) => tables,
            // Staff may have taken the sheet out.
            Err(TableTrouble::NoSheet(..)) if name == DONE => continue,
            Err(trouble) => return Err(unreadable(&trouble.message())),
        };
        let Some(table) = tables.first().filter(|table| !table.is_empty()) else { continue };
        if table.sheet().is_none() {
            return Err(unreadable("Excelファイルではありません。"));
        }
        let head: Vec<&str> = table.row(0).cells().collect();
        let column = |heading: &str| head.iter().position(|one| *one == heading).and_then(|at| u16::try_from(at).ok());
        for row in table.rows().skip(1) {
            let cell = |heading: &str| column(heading).map_or("", |column| row.cell(column)).trim().to_owned();
            let state = cell("状態");
            notes.push(Note {
                state: if state == STATES[0] { String::new() } else { state },
                who: cell("担当"),
                memo: cell("メモ"),
                code: cell("コード"),
                message: cell("見つかったこと"),
                file: cell("ファイル"),
                exact: cell("鍵"),
                loose: cell("鍵2"),
                since: cell("なくなった日"),
            });
        }
    }
    notes.retain(Note::says_something);
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn finding(row: u32, message: &str) -> Diagnostic {
        let spot = Spot::Cell { sheet: "回答".into(), row, column: 5 };
        Diagnostic::warning("phone-unreadable", message)
            .at(Place { file: "geodata/survey/調査票 1.xlsx".into(), spot })
    }

    fn of(findings: &[Diagnostic]) -> Diagnostics {
        let mut all = Diagnostics::new();
        findings.iter().cloned().for_each(|one| all.push(one));
        all
    }

    fn made(findings: &[Diagnostic], before: Option<&[u8]>) -> Vec<u8> {
        findings_workbook(&of(findings), &[], before, "../", date(2026, 11, 1)).expect("made")
    }

    fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
        let tables = table::read("x.xlsx", bytes, Sheets::Named(sheet)).expect("read");
        tables[0].rows().skip(1).map(|row| row.cells().map(str::to_owned).collect()).collect()
    }

    /// The workbook as staff would leave it: the same cells, some of them filled in.
    fn filled(bytes: &[u8], message: &str, state: &str, memo: &str) -> Vec<u8> {
        let mut book = Workbook::new();
        for name in [LIST, "コードごとの件数", DONE] {
            let sheet = book.add_worksheet();
            sheet.set_name(name).expect("name");
            let tables = table::read("x.xlsx", bytes, Sheets::Named(name)).expect("read");
            for (at, row) in tables[0].rows().enumerate() {
                let mut cells: Vec<String> = row.cells().map(str::to_owned).collect();
                if cells.get(7).is_some_and(|text| text == message) {
                    cells[0] = state.to_owned();
                    cells[2] = memo.to_owned();
                }
                for (column, text) in (0_u16..).zip(&cells) {
                    sheet.write_string(u32::try_from(at).expect("few"), column, text).expect("cell");
                }
            }
        }
        book.save_to_buffer().expect("saved")
    }

    #[test]
    fn links_lead_to_the_file_from_where_the_workbook_is() {
        let of = |file: &str, base: &str| target(file, base).unwrap_or_default();
        assert_eq!(of("geodata/a.csv", "../"), "../geodata/a.csv");
        assert_eq!(of("geodata/a.csv", r"\\server\share\地図/"), r"\\server\share\地図\geodata\a.csv");
        assert_eq!(of(r"C:\表\a.csv", "../"), r"C:\表\a.csv");
        assert_eq!(
            of("dist/index.html", "../") + &of("geodata/a#1.csv", "../"),
            "",
            "no link is better than a wrong one"
        );
    }

    #[test]
    fn a_note_survives_and_follows_its_finding() {
        let first = made(&[finding(12, "「なし」"), finding(13, "「962-1008」")], None);
        let noted = filled(&first, "「962-1008」", "確認中", "電話した");
        // A row was put in above: everything moved down by one.
        let second = made(&[finding(13, "「なし」"), finding(14, "「962-1008」")], Some(&noted));
        let list = rows(&second, LIST);
        assert_eq!((list[0][0].as_str(), list[0][2].as_str()), ("未対応", ""));
        assert_eq!((list[1][0].as_str(), list[1][2].as_str()), ("確認中", "電話した"));
        assert!(rows(&second, DONE).is_empty());
    }

    #[test]
    fn a_note_is_kept_when_its_finding_is_gone_and_comes_back_with_it() {
        let first = made(&[finding(12, "「なし」")], None);
        let noted = filled(&first, "「なし」", "直した", "本人に確認");
        let second = made(&[], Some(&noted));
        let done = rows(&second, DONE);
        assert_eq!((done[0][2].as_str(), done[0][6].as_str()), ("本人に確認", "2026-11-01"));
        let third = made(&[finding(12, "「なし」")], Some(&second));
        assert_eq!(rows(&third, LIST)[0][2], "本人に確認");
    }

    #[test]
    fn growing_days_are_the_same_finding() {
        assert_eq!(lasting("答えは 366 日前のもの"), lasting("答えは 400 日前のもの"));
        assert_ne!(lasting("「962-1008」"), lasting("「962-1009」"));
    }

    #[test]
    fn the_cell_is_linked() {
        let bytes = made(&[finding(12, "「なし」")], None);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("zip");
        let text = |zip: &mut zip::ZipArchive<_>, name: &str| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut zip.by_name(name).expect("part"), &mut text).expect("text");
            text
        };
        let links = text(&mut zip, "xl/worksheets/_rels/sheet1.xml.rels");
        assert!(links.contains("../geodata/survey/") || links.contains("..\\geodata\\survey\\"), "{links}");
        let sheet = text(&mut zip, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("autoFilter") && sheet.contains("dataValidation"), "filter and states");
    }

    #[test]
    fn a_broken_last_workbook_is_not_overwritten() {
        let result = findings_workbook(&of(&[]), &[], Some(b"PK broken"), "", date(2026, 11, 1));
        assert!(result.is_err());
    }
}
