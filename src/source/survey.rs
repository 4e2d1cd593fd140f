//! The municipality's survey sheets: a workbook or CSV whose headings the settings map to questions.

mod answer;
mod mapping;

use super::cell::{self, Finder, origin};
use super::{Input, Reading, Scope};
use crate::model::{Answer, Answered, Consent, Edition, Identifier, IdentifierKind, Kind, Record, SourceKind};
use crate::place::{Origin, Place, SourceId, Sourced};
use crate::settings::SurveySetting;
use crate::table::{self, CellKind, Columns, Row, Sheets, Table, find_header};
use crate::text::{address, kana, wareki, width};
use answer::{Allowed, Said, Word};
use jiff::civil::Date;

/// Keys of `columns` without which a row's establishment cannot be told.
const IDENTITY: &[&str] = &["name", "address", "phone", "care_number", "institution_number"];
/// Keys of `columns` that are known.
const KNOWN: &[&str] = &[
    "name",
    "kana",
    "address",
    "phone",
    "care_number",
    "institution_number",
    "answered_on",
    "consent",
    "consent_partners",
    "consent_open_data",
];

/// What the settings map, with one number for each column.
struct Layout<'a> {
    setting: &'a SurveySetting,
    columns: Columns<usize>,
    /// Headings by number; `columns`, then `questions`, then `choices`.
    names: Vec<(Mapped<'a>, &'a str)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mapped<'a> {
    Column(&'a str),
    Question(&'a str),
    Choice(&'a str, &'a str),
}

/// Reads one survey's file. One record per row that names an establishment.
pub fn read(input: &Input, setting: &SurveySetting, scope: &Scope, reading: &mut Reading) -> Vec<Record> {
    let sheets = setting.sheet.as_deref().map_or(Sheets::First, Sheets::Named);
    let table = match table::read(&input.path, &input.bytes, sheets) {
        Ok(tables) => tables.into_iter().next(),
        Err(trouble) => {
            reading.diagnostics.push(trouble.diagnostic(Place::whole(input.path.as_str())));
            None
        }
    };
    let Some(table) = table else { return Vec::new() };
    let Some(layout) = layout(&table, input, setting, reading) else { return Vec::new() };
    let header = layout.columns.header;
    let source = table.register(Some(header), &mut reading.sources, &mut reading.diagnostics);
    reading.editions.set(
        source,
        Edition {
            kind: SourceKind::Survey,
            as_of: Some(setting.as_of),
            credit: setting.name.clone(),
            licence: "答えた機関が同意した範囲で公表".into(),
            url: None,
        },
    );
    let row_number = table.row(header).number;
    mapping::report_missing(&layout, &table, Origin { source, row: row_number, column: 0 }, reading);
    let mut finder = Finder::new(&reading.sources);
    let records = layout
        .columns
        .data(&table)
        .filter_map(|row| Sheet { layout: &layout, source, row }.record(scope, &mut finder))
        .collect();
    let found = finder.found;
    reading.diagnostics.absorb(found);
    records
}

/// Finds the headings. `None` when the sheet cannot be read at all, which was reported.
fn layout<'a>(table: &Table, input: &Input, setting: &'a SurveySetting, reading: &mut Reading) -> Option<Layout<'a>> {
    let mut names: Vec<(Mapped<'a>, &'a str)> = Vec::new();
    names.extend(setting.columns.iter().map(|(key, heading)| (Mapped::Column(key), heading.as_str())));
    names.extend(setting.questions.iter().map(|(id, heading)| (Mapped::Question(id), heading.as_str())));
    for (id, choices) in &setting.choices {
        names.extend(choices.iter().map(|(choice, heading)| (Mapped::Choice(id, choice), heading.as_str())));
    }
    let mistakes = mapping::setting_mistakes(setting);
    let is_fatal = mistakes.iter().any(|mistake| mistake.fatal);
    for mistake in mistakes {
        reading.diagnostics.push(mistake.at(Place::whole(input.path.as_str())));
    }
    if is_fatal {
        return None;
    }
    let headings: Vec<[&str; 1]> = names.iter().map(|(_, heading)| [*heading]).collect();
    let aliases: Vec<(usize, &[&str])> =
        headings.iter().enumerate().map(|(n, heading)| (n, heading.as_slice())).collect();
    let required: Vec<usize> = names
        .iter()
        .enumerate()
        .filter(|(_, (mapped, _))| matches!(mapped, Mapped::Column(key) if IDENTITY.contains(key)))
        .map(|(n, _)| n)
        .collect();
    match find_header(table, &aliases, &required) {
        Ok(columns) => Some(Layout { setting, columns, names }),
        Err(missing) => {
            let file: &str = &input.path;
            reading.diagnostics.push(missing.diagnostic(&format!("調査「{}」", setting.name), Place::whole(file)));
            None
        }
    }
}

/// One row.
struct Sheet<'a> {
    layout: &'a Layout<'a>,
    source: SourceId,
    row: Row<'a>,
}

impl<'a> Sheet<'a> {
    fn column(&self, key: &str) -> Option<u16> {
        let n = self.layout.names.iter().position(|(mapped, _)| *mapped == Mapped::Column(key))?;
        self.layout.columns.get(n)
    }

    fn raw(&self, key: &str) -> &'a str {
        self.column(key).map_or("", |column| self.row.cell(column))
    }

    fn at(&self, key: &str) -> Origin {
        origin(self.source, self.row.number, self.column(key))
    }

    fn is_number(&self, key: &str) -> bool {
        self.column(key).is_some_and(|column| self.row.kind(column) == CellKind::Number)
    }

    fn record(&self, scope: &Scope, finder: &mut Finder<'_>) -> Option<Record> {
        let setting = self.layout.setting;
        let Some(name) = cell::text(finder, self.raw("name"), self.at("name")) else {
            finder.warning("name-empty", self.at("name"), || {
                ("施設の名前がない行です。読みませんでした。".to_owned(), "名前を書くか、行を消してください。")
            });
            return None;
        };
        let mut record = Record::new(SourceKind::Survey, setting.kind, name);
        record.origin = origin(self.source, self.row.number, None);
        record.kana =
            cell::text(finder, self.raw("kana"), self.at("kana")).map(|kana| kana.map(|text| kana::to_katakana(&text)));
        self.address(&mut record, scope, finder);
        record.phone = self.phone(finder);
        record.identifiers.extend(self.care_number(finder));
        record.identifiers.extend(self.institution_number(scope, finder));
        record.answers = self.answers(finder);
        Some(record)
    }

    fn address(&self, record: &mut Record, scope: &Scope, finder: &mut Finder<'_>) {
        let at = self.at("address");
        let parsed = address::parse(self.raw("address"), &scope.prefecture, &scope.municipality);
        let elsewhere = !parsed.has_municipality && {
            let guess = address::municipality_in(&parsed.rest, "");
            guess.ends_with('市') || (parsed.has_prefecture && !guess.is_empty()) || guess.contains('市')
        };
        record.municipality = (!elsewhere).then(|| scope.code.clone());
        record.building = parsed.building.map(|building| Sourced::new(building, at));
        record.address = cell::text(finder, &parsed.rest, at);
    }

    /// A number that a workbook holds as a number has lost its zero; it is put back and said.
    fn phone(&self, finder: &mut Finder<'_>) -> Option<Sourced<String>> {
        let (raw, at) = (self.raw("phone"), self.at("phone"));
        if self.is_number("phone") && matches!(raw.len(), 9 | 10) && !raw.starts_with('0') {
            finder.warning("phone-lost-zero", at, || {
                (
                    format!("電話番号「{raw}」は数値として入力され、先頭の0が消えています。0を補って読みました。"),
                    "セルの書式を「文字列」にして入力しなおしてください。",
                )
            });
            return cell::number(finder, &format!("0{raw}"), at, &cell::PHONE);
        }
        cell::number(finder, raw, at, &cell::PHONE)
    }

    fn care_number(&self, finder: &mut Finder<'_>) -> Option<Identifier> {
        let number = self.digits("care_number", 10)?;
        let good = number.len() == 10 && number.bytes().all(|b| b.is_ascii_alphanumeric());
        if !good {
            self.odd_number("care_number", "事業所番号", "10けたで書いてください。", finder);
        }
        good.then(|| Identifier::new(IdentifierKind::CareOffice, number))
    }

    /// Ten digits, or seven that the prefecture and the fee table complete.
    fn institution_number(&self, scope: &Scope, finder: &mut Finder<'_>) -> Option<Identifier> {
        let number = self.digits("institution_number", 7)?;
        let table = match self.layout.setting.kind {
            Kind::Dental => '3',
            Kind::Pharmacy => '4',
            _ => '1',
        };
        let whole = match number.len() {
            10 => Some(number),
            7 => scope.code.get(..2).map(|prefecture| format!("{prefecture}{table}{number}")),
            // 01–09 as a number has lost its zero.
            9 if self.is_number("institution_number") => Some(format!("0{number}")),
            _ => None,
        };
        if whole.is_none() {
            self.odd_number("institution_number", "医療機関番号", "7けたか10けたで書いてください。", finder);
        }
        whole.map(|number| Identifier::new(IdentifierKind::Institution, number))
    }

    fn digits(&self, key: &str, length: usize) -> Option<String> {
        let text: String = width::clean(self.raw(key)).chars().filter(char::is_ascii_alphanumeric).collect();
        if text.is_empty() {
            return None;
        }
        let short = self.is_number(key) && text.len() < length;
        Some(if short { format!("{text:0>length$}") } else { text.to_ascii_uppercase() })
    }

    fn odd_number(&self, key: &str, what: &str, help: &'static str, finder: &mut Finder<'_>) {
        let raw = self.raw(key);
        finder.warning("survey-number-odd", self.at(key), || {
            (format!("{what}「{raw}」のけた数が合いません。使いませんでした。"), help)
        });
    }

    fn consent(&self, finder: &mut Finder<'_>) -> Consent {
        let more = &self.layout.setting.answers;
        let mut read = |key: &str| {
            answer::consent(self.raw(key), more).unwrap_or_else(|| {
                let raw = self.raw(key);
                finder.warning("consent-unclear", self.at(key), || {
                    (
                        format!("同意の答え「{raw}」の意味がわかりません。同意なしとして扱いました。"),
                        "意味が決まっているなら、設定の `[survey.answers]` の `consent_citizens` か `consent_partners` に足してください。",
                    )
                });
                Allowed::Nobody
            })
        };
        let shown = read("consent");
        let partners = read("consent_partners");
        let open_data = read("consent_open_data");
        Consent {
            citizens: shown == Allowed::Citizens,
            partners: shown != Allowed::Nobody || partners != Allowed::Nobody,
            open_data: open_data == Allowed::Citizens,
        }
    }

    fn answered_on(&self, finder: &mut Finder<'_>) -> Date {
        let (raw, setting) = (self.raw("answered_on"), self.layout.setting);
        if raw.trim().is_empty() {
            return setting.as_of;
        }
        let serial = self.is_number("answered_on").then(|| raw.parse::<f64>().ok()).flatten().and_then(serial_day);
        serial.or_else(|| wareki::parse(raw)).unwrap_or_else(|| {
            finder.warning("date-unreadable", self.at("answered_on"), || {
                (
                    format!(
                        "回答日「{raw}」が日付として読めません。調査の日（{}）を使いました。",
                        wareki::words(setting.as_of)
                    ),
                    "「2026/6/1」か「令和8年6月1日」のように書いてください。",
                )
            });
            setting.as_of
        })
    }

    fn answers(&self, finder: &mut Finder<'_>) -> Vec<Answered> {
        let setting = self.layout.setting;
        let consent = self.consent(finder);
        let as_of = Some(self.answered_on(finder));
        let mut answers = Vec::new();
        let mut add = |question: &str, answer: Answer, origin: Origin| {
            answers.push(Answered {
                question: question.to_owned(),
                answer,
                consent,
                as_of,
                publish_on: setting.publish_on,
                origin,
            });
        };
        for (n, (mapped, _)) in self.layout.names.iter().enumerate() {
            let (Mapped::Question(id), Some(column)) = (mapped, self.layout.columns.get(n)) else { continue };
            let at = origin(self.source, self.row.number, Some(column));
            let mut raw = self.row.cell(column).to_owned();
            if raw.contains(width::is_private) {
                raw = cell::text(finder, &raw, at).map_or(String::new(), |text| text.value);
            }
            match answer::read(id, &raw, &setting.answers) {
                Said::Nothing => {}
                Said::Answer(answer) => add(id, answer, at),
                Said::Unknown(words) => {
                    finder.note("answer-in-words", at, || {
                        format!("答え「{words}」は決まった言葉ではないので、そのまま出します。")
                    });
                    add(id, Answer::Text(words), at);
                }
            }
        }
        for id in setting.choices.keys() {
            if let Some((answer, at)) = self.chosen(id, finder) {
                // A column of its own for the same question says more than the ticks.
                add(id, answer, at);
            }
        }
        answers
    }

    /// One column per choice: those that are ticked, in the order of the sheet.
    fn chosen(&self, id: &str, finder: &mut Finder<'_>) -> Option<(Answer, Origin)> {
        let mut columns: Vec<(u16, &str)> = self
            .layout
            .names
            .iter()
            .enumerate()
            .filter_map(|(n, (mapped, _))| match mapped {
                Mapped::Choice(of, choice) if *of == id => Some((self.layout.columns.get(n)?, *choice)),
                _ => None,
            })
            .collect();
        columns.sort_unstable();
        let at = origin(self.source, self.row.number, columns.first().map(|(column, _)| *column));
        let (mut ticked, mut refused) = (Vec::new(), false);
        for (column, choice) in columns {
            let raw = self.row.cell(column);
            if raw.trim().is_empty() {
                continue;
            }
            let same = width::clean(raw) == width::clean(choice);
            match answer::word(raw, &self.layout.setting.answers) {
                Some(Word::Yes) => ticked.push(choice.to_owned()),
                Some(Word::Consult) => ticked.push(format!("{choice}（要相談）")),
                Some(Word::No) => refused = true,
                None if same => ticked.push(choice.to_owned()),
                None => finder.warning("choice-unclear", origin(self.source, self.row.number, Some(column)), || {
                    (
                        format!("「{choice}」の列の「{raw}」の意味がわかりません。選ばれていないものとしました。"),
                        "○か空にするか、設定の `[survey.answers]` に言葉を足してください。",
                    )
                }),
            }
        }
        if !ticked.is_empty() { Some((Answer::Choices(ticked), at)) } else { refused.then_some((Answer::No, at)) }
    }
}

/// A spreadsheet's day number, of 1900, as a date; only days of this century's surveys.
fn serial_day(serial: f64) -> Option<Date> {
    if !(36_526.0..=73_050.0).contains(&serial) {
        return None;
    }
    Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(serial as i64)).ok()
}

#[cfg(test)]
mod tests;
