//! Who sent a sheet back, who did not, and what it changes.

use super::book::{dated, on_paper, tall};
use super::sheet::words;
use crate::consent::{Standing, standing};
use crate::model::{Answer, Facility, Question, Record, Vocabulary};
use crate::source::survey::choice_of;
use crate::text::name;
use jiff::civil::Date;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

/// The workbook in a folder of staff's that says what came back.
pub const RETURNED: &str = "返ってきた確認票.xlsx";

/// One answer that differs from what stood before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The facility.
    pub facility: String,
    /// The question.
    pub question: String,
    /// What stood.
    pub before: String,
    /// What was sent.
    pub after: String,
}

/// What came back. It names who did not answer and repeats answers, so it goes into a workbook of staff's alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    /// Names of those who answered, and what they allow.
    pub answered: Vec<(String, &'static str)>,
    /// Names of those who did not.
    pub missing: Vec<String>,
    /// Names on sheets that belong to none of those asked.
    pub unknown: Vec<String>,
    /// What changed.
    pub changes: Vec<Change>,
}

/// Whose sheet it is, among those asked: by its number, else by a name that only one has.
pub fn whose(asked: &[&Facility], record: &Record) -> Option<usize> {
    let by_number =
        asked.iter().position(|one| record.identifiers.iter().any(|number| one.identifiers.contains(number)));
    let key = name::key(&record.name.value);
    let mut same_name = (0..asked.len()).filter(|at| name::key(&asked[*at].name.value) == key);
    let by_name = same_name.next().filter(|_| same_name.next().is_none());
    by_number.or(by_name)
}

/// Holds what came back against whom was asked.
pub fn compare(asked: &[&Facility], records: &[Record], vocabulary: &Vocabulary) -> Returned {
    let mut returned = Returned::default();
    let mut found: Vec<(usize, &Record)> = Vec::new();
    for record in records {
        match whose(asked, record) {
            Some(at) => found.push((at, record)),
            None => returned.unknown.push(record.name.value.clone()),
        }
    }
    for (at, facility) in asked.iter().enumerate() {
        let own: Vec<&Record> = found.iter().filter(|(of, _)| *of == at).map(|(_, record)| *record).collect();
        let name = facility.name.value.clone();
        if own.iter().all(|record| record.answers.is_empty()) {
            returned.missing.push(name);
            continue;
        }
        let standing = standing(facility);
        for answered in own.iter().flat_map(|record| &record.answers) {
            let before = standing.iter().find_map(|standing| match standing {
                Standing::One(one, _) if one.question == answered.question => Some(&one.answer),
                _ => None,
            });
            let question = vocabulary.get(&answered.question);
            if !before.is_some_and(|before| is_same(question, before, &answered.answer)) {
                returned.changes.push(Change {
                    facility: name.clone(),
                    question: question.map_or_else(|| answered.question.clone(), |question| question.name.to_string()),
                    before: words(before),
                    after: words(Some(&answered.answer)),
                });
            }
        }
        returned.answered.push((name, allowed(&own)));
    }
    returned
}

/// What sheets allow, in words; blank consents are asked for once more, or nothing of them is ever shown.
fn allowed(own: &[&Record]) -> &'static str {
    let mut answers = own.iter().flat_map(|record| &record.answers);
    let refused = own.iter().any(|record| record.refusals.iter().any(|refusal| !refusal.leaves.partners));
    if answers.clone().any(|one| one.consent.citizens) {
        "市民に公表してよい答えがある"
    } else if answers.any(|one| one.consent.partners) {
        "関係者のみ"
    } else if refused {
        "公表しない"
    } else {
        "同意の欄が空（聞いてください）"
    }
}

/// Whether two answers say the same, whatever each sheet calls the choices.
fn is_same(question: Option<&Question>, before: &Answer, after: &Answer) -> bool {
    let chosen = |answer: &Answer| match (answer, question) {
        (Answer::Choices(choices), Some(question)) => {
            let mut all: Vec<String> = choices
                .iter()
                .map(|choice| {
                    let bare = choice.strip_suffix("（要相談）").unwrap_or(choice);
                    let known = choice_of(question, bare).unwrap_or(bare);
                    format!("{known}{}", &choice[bare.len()..])
                })
                .collect();
            all.sort();
            Some(all)
        }
        _ => None,
    };
    before == after || chosen(before).is_some_and(|before| Some(before) == chosen(after))
}

/// Staff's workbook: who has not answered, what changed, who has answered.
///
/// # Errors
/// When the workbook cannot be made.
pub fn returned_workbook(returned: &Returned, on: Date) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    dated(&mut book, "返ってきた確認票", on)?;
    let names = |all: &[String]| all.iter().map(|name| vec![name.clone()]).collect::<Vec<_>>();
    let changes = returned.changes.iter();
    let changes = changes
        .map(|one| vec![one.facility.clone(), one.question.clone(), one.before.clone(), one.after.clone()])
        .collect();
    page(&mut book, "まだの施設", &[("施設", 60)], names(&returned.missing))?;
    page(&mut book, "変わった答え", &[("施設", 30), ("質問", 24), ("前の答え", 30), ("こんどの答え", 30)], changes)?;
    let answered = returned.answered.iter().map(|(name, allowed)| vec![name.clone(), (*allowed).to_owned()]).collect();
    page(&mut book, "答えた施設", &[("施設", 60), ("公表の同意", 34)], answered)?;
    page(&mut book, "どの施設かわからない票", &[("票に書かれた名前", 60)], names(&returned.unknown))?;
    book.save_to_buffer()
}

fn page(book: &mut Workbook, title: &str, columns: &[(&str, u16)], rows: Vec<Vec<String>>) -> Result<(), XlsxError> {
    let page = book.add_worksheet();
    page.set_name(title)?;
    on_paper(page, &format!("{title}（職員用。外へ出さないでください）"));
    page.set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    for (column, (heading, width)) in (0_u16..).zip(columns) {
        page.write_with_format(0, column, *heading, &bold)?;
        page.set_column_width(column, *width)?;
    }
    for (row, texts) in (1_u32..).zip(rows) {
        let widths = columns.iter().map(|(_, width)| usize::from(*width));
        let measured: Vec<(&str, usize)> = texts.iter().map(String::as_str).zip(widths).collect();
        tall(page, row, &measured)?;
        for (column, text) in (0_u16..).zip(&texts) {
            page.write_with_format(row, column, text, &wrapped)?;
        }
    }
    Ok(())
}
