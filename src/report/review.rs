//! 確かめる組.xlsx: each doubtful pair in a row, both sides beside each other, one column to answer in.
//!
//! What an answer rests on travels with its row in hidden columns, so that an answer is always about the facts that were
//! looked at, whatever the data says when the workbook comes back.

use super::sheet::{self, Column};
use crate::diagnostic::Diagnostic;
use crate::merge::{Past, Question, Seen};
use crate::model::{Fact, Facts, Party, Ruling};
use crate::place::{Place, Spot};
use crate::table::{self, Columns, Sheets, find_header};
use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthStr;

const OPEN: &str = "確かめる組";
const ANSWERED: &str = "答えた組";
const HOW: &str = "使い方";

const SIDE: f64 = 44.0;
const OPEN_COLUMNS: &[Column] = &[
    Column::new("組", 5.0),
    Column::new("答え", 11.0),
    Column::new("メモ", 18.0),
    Column::new("一方", SIDE),
    Column::new("もう一方", SIDE),
    Column::new("ちがうところ", 14.0),
    Column::new("手がかり", 26.0),
    Column::new("なぜ確かめるか", 26.0),
    Column::new("前の答え", 26.0),
    Column::hidden("左"),
    Column::hidden("右"),
    Column::hidden("左の事実"),
    Column::hidden("右の事実"),
];
const ANSWERED_COLUMNS: &[Column] = &[
    Column::new("組", 5.0),
    Column::new("答え", 11.0),
    Column::new("メモ", 18.0),
    Column::new("一方", SIDE),
    Column::new("もう一方", SIDE),
    Column::new("答えた日", 13.0),
    Column::new("いまの扱い", 34.0),
    Column::hidden("左"),
    Column::hidden("右"),
    Column::hidden("左の事実"),
    Column::hidden("右の事実"),
    Column::hidden("もとの答え"),
    Column::hidden("もとのメモ"),
];

/// Makes the workbook.
///
/// # Errors
/// When it cannot be put together.
pub fn review_workbook(questions: &[Question], past: &[Past]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&sheet::properties("同じ施設かを確かめる組")?);
    let formats = Formats::new();
    let list = book.add_worksheet();
    list.set_name(OPEN)?;
    sheet::head(list, OPEN_COLUMNS)?;
    list.set_freeze_panes(1, 2)?;
    let open: Vec<&Question> = questions.iter().filter(|question| !question.put_off).take(sheet::MOST_ROWS).collect();
    for (at, question) in open.iter().enumerate() {
        row_of(list, sheet::row(at)?, at + 1, question, &formats)?;
    }
    if open.is_empty() {
        list.write_string_with_format(1, 3, "確かめる組はありません。", &formats.plain)?;
    } else {
        let prompt = "同じ施設なら「同じ」、ちがうなら「別」、調べてもわからなければ「わからない」を選びます。";
        list.add_data_validation(1, 1, sheet::row(open.len() - 1)?, 1, &choices(prompt, false)?)?;
    }
    sheet::filter(list, OPEN_COLUMNS, open.len().max(1))?;
    answered(book.add_worksheet(), past, &formats)?;
    how(book.add_worksheet())?;
    book.save_to_buffer()
}

struct Formats {
    plain: Format,
    answer: Format,
    differs: Format,
    head: Format,
    small: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            plain: sheet::wrapped(),
            answer: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0x00FF_F8DC))
                .set_border(rust_xlsxwriter::FormatBorder::Thin)
                .set_align(FormatAlign::Top),
            differs: Format::new().set_bold().set_font_color(Color::RGB(0x00B0_0020)),
            head: Format::new().set_bold(),
            small: Format::new().set_font_color(Color::RGB(0x0055_5555)),
        }
    }
}

fn choices(prompt: &str, empty: bool) -> Result<DataValidation, XlsxError> {
    let words = Ruling::ALL.map(Ruling::word);
    let error = if empty {
        "同じ・別・わからない から選ぶか、取り消すなら空にしてください。"
    } else {
        "同じ・別・わからない から選んでください。"
    };
    DataValidation::new()
        .allow_list_strings(&words)?
        .ignore_blank(true)
        .set_input_title("答え")?
        .set_input_message(prompt)?
        .set_error_title("選べる答え")?
        .set_error_message(error)
}

fn row_of(list: &mut Worksheet, row: u32, number: usize, of: &Question, formats: &Formats) -> Result<(), XlsxError> {
    list.write_number_with_format(row, 0, number as f64, &formats.plain)?;
    list.write_string_with_format(row, 1, "", &formats.answer)?;
    let note = of.before.as_ref().map_or("", |before| &before.note);
    list.write_string_with_format(row, 2, sheet::cut(note), &formats.plain)?;
    let mut lines = 0;
    for (column, side) in [(3, 0), (4, 1)] {
        lines = lines.max(side_of(list, row, column, of, side, formats)?);
    }
    let differing: Vec<&str> = of
        .known
        .iter()
        .filter(|known| known.differs && known.fact != Fact::Point)
        .map(|known| known.fact.word())
        .collect();
    let before = of.before.as_ref().map(|before| {
        let day = before.on.map(|on| format!("（{on}）")).unwrap_or_default();
        format!("「{}」と答えました{day}。\n変わったところ: {}", before.ruling.word(), before.changed.join("\n"))
    });
    let before = before.unwrap_or_default();
    let texts =
        [(5, differing.join("、"), 14), (6, of.evidence.clone(), 26), (7, of.reason.into(), 26), (8, before, 26)];
    for (column, text, width) in texts {
        list.write_string_with_format(row, column, sheet::cut(&text), &formats.plain)?;
        lines = lines.max(height(&text, width));
    }
    let [left, right] = &of.sides;
    let hidden =
        [&left.reference, &right.reference, &left.facts.to_string(), &right.facts.to_string()].map(|text| text.clone());
    for (column, text) in (9_u16..).zip(&hidden) {
        list.write_string(row, column, sheet::cut(text))?;
    }
    list.set_row_height(row, (lines as f64 * 18.0 + 6.0).min(400.0))?;
    Ok(())
}

/// One side: where it stands, and its facts, those that differ marked. How many lines it takes.
fn side_of(
    list: &mut Worksheet,
    row: u32,
    column: u16,
    of: &Question,
    side: usize,
    formats: &Formats,
) -> Result<usize, XlsxError> {
    let seen: &Seen = &of.sides[side];
    let day = seen.as_of.map_or_else(|| "日付の記載なし".to_owned(), |on| on.to_string());
    let mut parts: Vec<(&Format, String)> = vec![(&formats.head, format!("{}（{day}）", seen.source))];
    // Where it lies is told as a distance among the evidence.
    for known in of.known.iter().filter(|known| known.fact != Fact::Point) {
        let value = known.values[side].as_deref().unwrap_or("（記載なし）");
        let mark = if known.differs { "≠ " } else { "" };
        let format = if known.differs { &formats.differs } else { &formats.plain };
        parts.push((format, format!("\n{mark}{}　{}", known.fact.word(), cut_line(value))));
    }
    parts.push((&formats.small, format!("\n{}", seen.place)));
    let lines = parts.iter().map(|(_, text)| height(text.trim_start_matches('\n'), SIDE as usize)).sum();
    let rich: Vec<(&Format, &str)> = parts.iter().map(|(format, text)| (*format, text.as_str())).collect();
    list.write_rich_string_with_format(row, column, &rich, &formats.plain)?;
    Ok(lines)
}

/// As much of a value as is looked at beside another.
fn cut_line(text: &str) -> String {
    let mut chars = text.chars();
    let short: String = chars.by_ref().take(200).collect();
    if chars.next().is_some() { short + "…" } else { short }
}

/// Lines that a text takes in a column.
fn height(text: &str, width: usize) -> usize {
    text.lines().map(|line| line.width().div_ceil(width).max(1)).sum::<usize>().max(1)
}

fn answered(list: &mut Worksheet, past: &[Past], formats: &Formats) -> Result<(), XlsxError> {
    list.set_name(ANSWERED)?;
    sheet::head(list, ANSWERED_COLUMNS)?;
    list.set_freeze_panes(1, 2)?;
    for (at, one) in past.iter().enumerate().take(sheet::MOST_ROWS) {
        let row = sheet::row(at)?;
        let [left, right] = &one.decision.parties;
        list.write_number_with_format(row, 0, (at + 1) as f64, &formats.plain)?;
        list.write_string_with_format(row, 1, one.decision.ruling.word(), &formats.answer)?;
        let day = one.decision.on.map(|on| on.to_string()).unwrap_or_default();
        let texts = [
            (2, one.decision.note.clone()),
            (3, told(left)),
            (4, told(right)),
            (5, day),
            (6, one.followed.words(one.decision.ruling).into()),
        ];
        for (column, text) in &texts {
            list.write_string_with_format(row, *column, sheet::cut(text), &formats.plain)?;
        }
        let (left_facts, right_facts) = (left.facts.to_string(), right.facts.to_string());
        let hidden = [
            left.reference.as_str(),
            &right.reference,
            &left_facts,
            &right_facts,
            one.decision.ruling.word(),
            &one.decision.note,
        ];
        for (column, text) in (7_u16..).zip(hidden) {
            list.write_string(row, column, sheet::cut(text))?;
        }
    }
    if !past.is_empty() {
        let prompt = "選びなおすと答えが変わります。空にして取り込むと、取り消してもう一度たずねます。";
        let last = sheet::row(past.len().min(sheet::MOST_ROWS) - 1)?;
        list.add_data_validation(1, 1, last, 1, &choices(prompt, true)?)?;
    }
    sheet::filter(list, ANSWERED_COLUMNS, past.len().max(1))
}

/// A side of an earlier answer.
fn told(party: &Party) -> String {
    let facts = &party.facts.0;
    if facts.is_empty() {
        return party.reference.clone();
    }
    let lines: Vec<String> = facts
        .iter()
        .filter(|(fact, _)| *fact != Fact::Point)
        .map(|(fact, value)| format!("{}　{}", fact.word(), cut_line(value)))
        .collect();
    lines.join("\n")
}

fn how(list: &mut Worksheet) -> Result<(), XlsxError> {
    list.set_name(HOW)?;
    list.set_column_width(0, 100.0)?;
    let wrapped = sheet::wrapped();
    let lines = [
        "「確かめる組」は、同じ施設かどうかを決まりだけでは決められなかった組です。決まるまで、サイトには別々に載っています。",
        "1行が1組です。「一方」と「もう一方」を見くらべてください。「≠」の付いた赤い字が、食いちがっているところです。",
        "必要なら施設に電話などで確かめ、「答え」の列で 同じ・別・わからない から選びます。わからないままにしてよい行は空のままにします。",
        "「メモ」には、どう確かめたかなどを自由に書けます。",
        "保存して閉じ、ouchi review --import このファイル で取り込みます。次に作るサイトから、答えのとおりになります。",
        "答えた組は、名称・住所・電話・番号などが変わらないかぎり、もうたずねません。変わったときは、何が変わったかを添えてたずねます。",
        "「答えた組」のシートでは、これまでの答えを変えたり、空にして取り消したりできます。",
        "行を並べかえたり消したりしてもかまいません。かくれている列（左・右など）は、どの組の答えかを覚えている列なので、消さないでください。",
    ];
    for (at, line) in (0_u32..).zip(lines) {
        list.write_string_with_format(at, 0, line, &wrapped)?;
    }
    Ok(())
}

/// What a row of a returned workbook says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The two, with the facts that were looked at.
    pub parties: [Party; 2],
    /// The answer; `None` takes an earlier one back.
    pub ruling: Option<Ruling>,
    /// What staff noted down.
    pub note: String,
    /// Where it stands.
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Answer,
    Note,
    Left,
    Right,
    LeftFacts,
    RightFacts,
    Before,
    NoteBefore,
}

const FIELDS: &[(Field, &[&str])] = &[
    (Field::Answer, &["答え"]),
    (Field::Note, &["メモ"]),
    (Field::Left, &["左"]),
    (Field::Right, &["右"]),
    (Field::LeftFacts, &["左の事実"]),
    (Field::RightFacts, &["右の事実"]),
    (Field::Before, &["もとの答え"]),
    (Field::NoteBefore, &["もとのメモ"]),
];
const NEEDED: &[Field] = &[Field::Answer, Field::Left, Field::Right];

/// Reads a returned workbook: the rows that answer something, and what could not be understood. Rows may have been
/// sorted, deleted, or moved to another sheet.
///
/// # Errors
/// When it is not such a workbook.
pub fn read_review(path: &str, bytes: &[u8]) -> Result<(Vec<Filled>, Vec<Diagnostic>), Box<Diagnostic>> {
    let whole = || Place::whole(path);
    let tables = table::read(path, bytes, Sheets::All).map_err(|trouble| Box::new(trouble.diagnostic(whole())))?;
    let (mut filled, mut found) = (Vec::new(), Vec::new());
    let mut known = false;
    for table in &tables {
        let Ok(columns) = find_header(table, FIELDS, NEEDED) else { continue };
        known = true;
        for row in columns.data(table) {
            let spot = |field| match (table.sheet(), columns.get(field)) {
                (Some(sheet), Some(column)) => Spot::Cell { sheet: sheet.into(), row: row.number, column },
                _ => Spot::Text { line: row.number, column: 1 },
            };
            let place = |field| Place { file: path.into(), spot: spot(field) };
            match one(&columns, row) {
                Ok(Some((parties, ruling, note))) => {
                    filled.push(Filled { parties, ruling, note, place: place(Field::Answer) });
                }
                Ok(None) => {}
                Err((field, message, help)) => {
                    found.push(Diagnostic::warning("review-answer", message).at(place(field)).help(help));
                }
            }
        }
    }
    if !known {
        return Err(Box::new(
            Diagnostic::error(
                "review-file",
                "同じ施設かを答える表ではありません（「答え」「左」「右」の列がありません）。",
            )
            .at(whole())
            .help("ouchi review で作った表に答え、そのファイルを指定してください。かくれている列は消さないでください。")
            .fatal(),
        ));
    }
    found.extend(twice(&mut filled));
    Ok((filled, found))
}

type Said = ([Party; 2], Option<Ruling>, String);
type Unclear = (Field, String, &'static str);

/// What one row says; `None`: nothing new.
fn one(columns: &Columns<Field>, row: table::Row<'_>) -> Result<Option<Said>, Unclear> {
    let text = |field| crate::text::width::clean(columns.cell(row, field));
    let (word, before) = (text(Field::Answer), text(Field::Before));
    let note = columns.cell(row, Field::Note).trim().to_owned();
    let ruling = Ruling::from_word(&word);
    if ruling.is_none() && !word.is_empty() {
        return Err((
            Field::Answer,
            format!("答え「{word}」は、同じ・別・わからない のどれでもないので、取り込みませんでした。"),
            "同じ・別・わからない から選んでください。説明はメモの列に書けます。",
        ));
    }
    if ruling == Ruling::from_word(&before) && (ruling.is_none() || note == text(Field::NoteBefore)) {
        return Ok(None);
    }
    let (left, right) = (text(Field::Left), text(Field::Right));
    if !left.contains(':') || !right.contains(':') || left == right {
        return Err((
            Field::Answer,
            "この行は、どの組の答えかわからないので、取り込みませんでした。".to_owned(),
            "かくれている列が消えています。ouchi review で表を作りなおし、答えを書きうつしてください。",
        ));
    }
    let party = |reference, field| Party { reference, facts: Facts::parse(columns.cell(row, field)) };
    Ok(Some(([party(left, Field::LeftFacts), party(right, Field::RightFacts)], ruling, note)))
}

/// Takes out pairs that are answered twice in different ways, and says where.
fn twice(filled: &mut Vec<Filled>) -> Vec<Diagnostic> {
    let pair = |of: &Filled| {
        let mut names = of.parties.each_ref().map(|party| party.reference.clone());
        names.sort();
        names
    };
    let mut rulings: BTreeMap<[String; 2], BTreeSet<Option<Ruling>>> = BTreeMap::new();
    for one in &*filled {
        rulings.entry(pair(one)).or_default().insert(one.ruling);
    }
    let mut found = Vec::new();
    filled.retain(|one| {
        let clear = rulings.get(&pair(one)).is_none_or(|rulings| rulings.len() == 1);
        if !clear {
            found.push(
                Diagnostic::warning("review-answer", "同じ組に、ちがう答えが2つあるので、取り込みませんでした。")
                    .at(one.place.clone())
                    .help("どちらかの答えを消してください。"),
            );
        }
        clear
    });
    found
}
