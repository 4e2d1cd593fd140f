//! One establishment's row or sheet → a record.

mod consents;

use super::answer::{self, Said, Word};
use super::code::{self, Told};
use super::consent;
use super::{Mapped, Names};
use crate::model::{Answer, Answered, Consent, Identifier, IdentifierKind, Kind, Record, SourceKind};
use crate::place::{Origin, SourceId, Sourced};
use crate::source::Scope;
use crate::source::cell::{self, Finder, origin};
use crate::table::{self, CellKind, Table};
use crate::text::{address, kana, wareki, width};
use consents::Consents;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What stands below a table in the column of names.
const TOTALS: &[&str] =
    &["計", "合計", "小計", "総計", "総数", "集計", "平均", "件数", "割合", "以上", "回答数", "全体"];

/// Where its cells are.
pub(super) enum Cells<'a> {
    /// In one row.
    Row { row: table::Row<'a>, columns: &'a BTreeMap<usize, u16> },
    /// Beside labels, each in its own row.
    Form { table: &'a Table, cells: &'a BTreeMap<usize, (usize, u16)> },
}

/// One establishment's answers as they stand on the sheet.
pub(super) struct Row<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) source: SourceId,
    pub(super) cells: Cells<'a>,
}

/// A cell: text, kind, place.
#[derive(Clone, Copy)]
struct Cell<'a> {
    text: &'a str,
    kind: CellKind,
    at: Origin,
}

impl<'a> Row<'a> {
    fn cell(&self, number: usize) -> Option<Cell<'a>> {
        match &self.cells {
            Cells::Row { row, columns } => columns.get(&number).map(|column| Cell {
                text: row.cell(*column),
                kind: row.kind(*column),
                at: origin(self.source, row.number, Some(*column)),
            }),
            Cells::Form { table, cells } => cells.get(&number).map(|(index, column)| {
                let row = table.row(*index);
                Cell {
                    text: row.cell(*column),
                    kind: row.kind(*column),
                    at: origin(self.source, row.number, Some(*column)),
                }
            }),
        }
    }

    fn key(&self, key: &str) -> Cell<'a> {
        let cell = self.names.number(Mapped::Column(key)).and_then(|number| self.cell(number));
        cell.unwrap_or(Cell { text: "", kind: CellKind::Text, at: self.at() })
    }

    /// Where the row begins.
    fn at(&self) -> Origin {
        match &self.cells {
            Cells::Row { row, .. } => origin(self.source, row.number, None),
            // All answers of one sheet belong together, so they share its row.
            Cells::Form { .. } => origin(self.source, 0, None),
        }
    }

    pub(super) fn record(&self, scope: &Scope, finder: &mut Finder<'_>) -> Option<Record> {
        let setting = self.names.setting;
        let name = self.key("name");
        let Some(name) = cell::text(finder, name.text, name.at) else {
            finder.warning("name-empty", name.at, || {
                ("施設の名前がない行です。読みませんでした。".to_owned(), "名前を書くか、行を消してください。")
            });
            return None;
        };
        if TOTALS.contains(&name.value.replace(' ', "").as_str()) {
            finder.note("survey-total", name.origin, || {
                format!("「{}」の行は施設ではないので、読みませんでした。", name.value)
            });
            return None;
        }
        let coded = self.coded(&scope.code, finder)?;
        let mut record = Record::new(SourceKind::Survey, setting.kind, name);
        record.origin = self.at();
        let reading = self.key("kana");
        record.kana =
            cell::text(finder, reading.text, reading.at).map(|kana| kana.map(|text| kana::to_katakana(&text)));
        self.address(&mut record, scope, finder);
        record.phone = self.phone(finder);
        record.identifiers.extend(self.care_number(finder));
        record.identifiers.extend(self.institution_number(scope, finder));
        let navii: String = width::clean(self.key("navii_id").text);
        if navii.len() == 13 {
            record.identifiers.push(Identifier::new(IdentifierKind::Navii, navii));
        }
        if let Some(number) = coded.filter(|number| !record.identifiers.contains(number)) {
            record.identifiers.push(number);
        }
        let as_of = self.answered_on(finder);
        let consents = self.consents(as_of, finder);
        let (answers, misplaced) = self.answers(as_of, &consents, finder);
        record.answers = answers;
        record.refusals = consents.refusals;
        self.trust(&mut record, misplaced, finder);
        Some(record)
    }

    /// Where cells have slipped, what stands in a consent column may be another column's answer: then it allows nothing.
    fn trust(&self, record: &mut Record, misplaced: bool, finder: &mut Finder<'_>) {
        let more = &self.names.setting.answers;
        let consents = self.names.all.iter().enumerate().filter(|(_, (mapped, _))| match mapped {
            Mapped::Column(key) => key.starts_with("consent"),
            Mapped::Consent(_) => true,
            Mapped::Question(_) | Mapped::Choice(..) => false,
        });
        let slipped = misplaced
            || answer::is_answer(self.key("answered_on").text, more)
            || consents.filter_map(|(number, _)| self.cell(number)).any(|cell| consent::is_no_consent(cell.text));
        let allowed = |one: &Answered| one.consent.citizens || one.consent.partners;
        if !slipped || !record.answers.iter().any(allowed) {
            return;
        }
        for one in &mut record.answers {
            one.consent = Consent::default();
        }
        finder.warning("consent-slipped", record.name.origin, || {
            (
                "この行は、値が別の列に入っているようです。同意の列も信用できないので、同意なしとして扱いました。"
                    .to_owned(),
                "この行の値を正しい列に直すと、同意のとおりに載ります。",
            )
        });
    }

    /// The number that the sheet's code names; `None` when the sheet is another municipality's.
    fn coded(&self, municipality: &str, finder: &mut Finder<'_>) -> Option<Option<Identifier>> {
        let cell = self.key("code");
        match code::read(cell.text, municipality) {
            Told::Blank => Some(None),
            Told::Ours(number) => Some(Some(number)),
            Told::Elsewhere(place) => {
                finder.error("survey-elsewhere", cell.at, || {
                    (
                        format!("ほかの自治体（{place}）の回答票です。読みませんでした。"),
                        "この自治体の回答票か確かめて、ちがうならフォルダから出してください。",
                    )
                });
                None
            }
            Told::Damaged => {
                finder.warning("survey-code-damaged", cell.at, || {
                    (
                        "照合コードが書きかわっています。名称・住所・電話で照らし合わせました。".to_owned(),
                        "送った回答票のコードに戻すと、確実に結びつきます。",
                    )
                });
                Some(None)
            }
        }
    }

    fn address(&self, record: &mut Record, scope: &Scope, finder: &mut Finder<'_>) {
        let cell = self.key("address");
        let parsed = address::parse(cell.text, &scope.prefecture, &scope.municipality);
        let elsewhere = !parsed.has_municipality && {
            let guess = address::municipality_in(&parsed.rest, "");
            guess.ends_with('市') || (parsed.has_prefecture && !guess.is_empty()) || guess.contains('市')
        };
        if elsewhere {
            finder.note("survey-other-city", cell.at, || "住所がほかの市町村です。".to_owned());
        }
        record.municipality = (!elsewhere).then(|| scope.code.clone());
        record.building = parsed.building.map(|building| Sourced::new(building, cell.at));
        record.address = cell::text(finder, &parsed.rest, cell.at);
    }

    /// A number that a workbook holds as a number has lost its zero; it is put back and said.
    fn phone(&self, finder: &mut Finder<'_>) -> Option<Sourced<String>> {
        let cell = self.key("phone");
        let raw = cell.text;
        if cell.kind == CellKind::Number && matches!(raw.len(), 9 | 10) && !raw.starts_with('0') {
            finder.warning("phone-lost-zero", cell.at, || {
                (
                    "電話番号が数値として入力され、先頭の0が消えています。0を補って読みました。".to_owned(),
                    "セルの書式を「文字列」にして入力しなおしてください。",
                )
            });
            return cell::number(finder, &format!("0{raw}"), cell.at, &cell::PHONE);
        }
        cell::number(finder, raw, cell.at, &cell::PHONE)
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
        let table = match self.names.setting.kind {
            Kind::Dental => '3',
            Kind::Pharmacy => '4',
            _ => '1',
        };
        let is_number = self.key("institution_number").kind == CellKind::Number;
        let whole = match number.len() {
            10 => Some(number),
            7 => scope.code.get(..2).map(|prefecture| format!("{prefecture}{table}{number}")),
            // 01–09 as a number has lost its zero.
            9 if is_number => Some(format!("0{number}")),
            _ => None,
        };
        if whole.is_none() {
            self.odd_number("institution_number", "医療機関番号", "7けたか10けたで書いてください。", finder);
        }
        whole.map(|number| Identifier::new(IdentifierKind::Institution, number))
    }

    fn digits(&self, key: &str, length: usize) -> Option<String> {
        let cell = self.key(key);
        let text: String = width::clean(cell.text).chars().filter(char::is_ascii_alphanumeric).collect();
        if text.is_empty() {
            return None;
        }
        let short = cell.kind == CellKind::Number && text.len() < length;
        Some(if short { format!("{text:0>length$}") } else { text.to_ascii_uppercase() })
    }

    fn odd_number(&self, key: &str, what: &str, help: &'static str, finder: &mut Finder<'_>) {
        let cell = self.key(key);
        finder.warning("survey-number-odd", cell.at, || {
            (format!("{what}のけた数が合いません。使いませんでした。"), help)
        });
    }

    fn answered_on(&self, finder: &mut Finder<'_>) -> Date {
        let cell = self.key("answered_on");
        let setting = self.names.setting;
        if cell.text.trim().is_empty() {
            return setting.as_of;
        }
        let serial =
            (cell.kind == CellKind::Number).then(|| cell.text.parse::<f64>().ok()).flatten().and_then(serial_day);
        if serial.is_some() {
            finder.note("survey-date-serial", cell.at, || {
                "回答日が日付の形でなく通し番号の数で入っていたので、日付に直して読みました。".to_owned()
            });
        }
        serial.or_else(|| wareki::parse(cell.text)).unwrap_or_else(|| {
            finder.warning("date-unreadable", cell.at, || {
                (
                    format!("回答日が日付として読めません。調査の日（{}）を使いました。", wareki::words(setting.as_of)),
                    "「2026/6/1」か「令和8年6月1日」のように書いてください。",
                )
            });
            setting.as_of
        })
    }

    /// Answers, and whether a cell held what belongs into another column.
    fn answers(&self, as_of: Date, consents: &Consents, finder: &mut Finder<'_>) -> (Vec<Answered>, bool) {
        let setting = self.names.setting;
        let mut misplaced = false;
        let mut said: Vec<(&str, Answer, Origin)> = Vec::new();
        for (number, (mapped, _)) in self.names.all.iter().enumerate() {
            let (Mapped::Question(id), Some(cell)) = (mapped, self.cell(number)) else { continue };
            let Some(question) = self.names.vocabulary.get(id) else { continue };
            let mut raw = cell.text.to_owned();
            if raw.contains(width::is_private) {
                raw = cell::text(finder, &raw, cell.at).map_or(String::new(), |text| text.value);
            }
            match answer::read(question, &raw, &setting.answers) {
                Said::Nothing => {}
                Said::Answer(answer) => said.push((id, answer, cell.at)),
                Said::Misplaced => {
                    misplaced = true;
                    finder.warning("answer-misplaced", cell.at, || {
                        (
                            format!(
                                "「{}」の答えの欄に、日付・電話・同意など別の列の値が入っているようです。読みませんでした。",
                                question.name
                            ),
                            "列がずれていないか、見出しと見くらべてください。",
                        )
                    });
                }
                Said::Coded => finder.warning("answer-coded", cell.at, || {
                    (
                        format!("「{}」の答えが番号だけで、意味がわかりません。読みませんでした。", question.name),
                        "番号を選択肢の言葉に書きかえるか、はい・いいえの番号なら設定の `[survey.answers]` の `yes`・`no` に足してください。",
                    )
                }),
                Said::Unknown(words) => {
                    finder.note("answer-in-words", cell.at, || {
                        format!(
                            "「{}」の答えが決まった言葉（○・×・要相談など）ではないので、書かれたまま使います。",
                            question.name
                        )
                    });
                    said.push((id, Answer::Text(words), cell.at));
                }
            }
        }
        for id in setting.choices.keys() {
            let Some((ticked, at)) = self.chosen(id, finder) else { continue };
            match (said.iter_mut().find(|(of, ..)| of == id), ticked) {
                // A column of its own and ticks: both are said.
                (Some((_, Answer::Choices(have), _)), Answer::Choices(more)) => {
                    have.extend(more.into_iter().filter(|one| !have.contains(one)).collect::<Vec<_>>());
                }
                // A no beside ticks is "nothing else".
                (Some((_, have @ (Answer::Yes | Answer::YesWith(_) | Answer::No), _)), ticked @ Answer::Choices(_)) => {
                    *have = ticked
                }
                (Some(_), _) => {}
                (None, ticked) => said.push((id, ticked, at)),
            }
        }
        let partners_only = |id: &str| {
            self.names.vocabulary.get(id).is_some_and(|question| question.partners_only)
                && !setting.public.iter().any(|public| public == id)
        };
        let all = said
            .into_iter()
            .map(|(id, answer, cell)| Answered {
                question: id.to_owned(),
                answer,
                consent: self.consent_for(id, consents),
                as_of: Some(as_of),
                publish_on: setting.publish_on,
                partners_only: partners_only(id),
                origin: cell,
            })
            .collect();
        (all, misplaced)
    }

    /// One column per choice: those that are ticked, in the order of the sheet.
    fn chosen(&self, id: &str, finder: &mut Finder<'_>) -> Option<(Answer, Origin)> {
        let mut columns: Vec<(Cell<'_>, &str)> = self
            .names
            .all
            .iter()
            .enumerate()
            .filter_map(|(number, (mapped, _))| match mapped {
                Mapped::Choice(of, choice) if *of == id => Some((self.cell(number)?, *choice)),
                _ => None,
            })
            .collect();
        columns.sort_by_key(|(cell, _)| cell.at);
        let at = columns.first().map_or_else(|| self.at(), |(cell, _)| cell.at);
        let (mut ticked, mut refused) = (Vec::new(), false);
        for (cell, choice) in columns {
            let raw = cell.text;
            if raw.trim().is_empty() {
                continue;
            }
            let same = width::clean(raw) == width::clean(choice);
            match answer::word(raw, &self.names.setting.answers) {
                Some(Word::Yes) => ticked.push(choice.to_owned()),
                Some(Word::Consult) => ticked.push(format!("{choice}（要相談）")),
                Some(Word::No) => refused = true,
                None if same => ticked.push(choice.to_owned()),
                None => finder.warning("choice-unclear", cell.at, || {
                    (
                        format!(
                            "「{choice}」の列の答えが、○・×・要相談・空のどれでもありません。選ばれていないものとしました。"
                        ),
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
    let days = answer::SERIAL_DAYS.contains(&(serial as u32)).then_some(serial as i64)?;
    Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()
}
