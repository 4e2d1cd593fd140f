//! `geodata/decisions.csv`: what staff answered about doubtful pairs. Read at every build, written by `ouchi review`.
//!
//! Columns `left,right,verdict,date,note,left_facts,right_facts`; format and meaning: `docs/review.md`.

use super::cell::{Finder, origin};
use super::{Input, Reading, open};
use crate::model::{Decision, Facts, Party, Ruling};
use crate::text::{wareki, width};

/// The file's headings.
pub const HEADINGS: [&str; 7] = ["left", "right", "verdict", "date", "note", "left_facts", "right_facts"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Left,
    Right,
    Verdict,
    Date,
    Note,
    LeftFacts,
    RightFacts,
}

const COLUMNS: &[(Field, &[&str])] = &[
    (Field::Left, &["left", "一方"]),
    (Field::Right, &["right", "もう一方"]),
    (Field::Verdict, &["verdict", "答え"]),
    (Field::Date, &["date", "答えた日"]),
    (Field::Note, &["note", "reason", "メモ"]),
    (Field::LeftFacts, &["left_facts", "一方の事実"]),
    (Field::RightFacts, &["right_facts", "もう一方の事実"]),
];

/// The file as it was read: what was understood, and the lines that were not, which are kept when it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Understood lines, in their order.
    pub all: Vec<Decision>,
    /// Cells of the others, by the file's own columns.
    pub other: Vec<[String; 7]>,
}

/// Reads the file. A line that cannot be understood decides nothing and is reported: its pair is asked again.
pub fn read(input: &Input, reading: &mut Reading) -> Decisions {
    let Some((table, columns, source)) = open::own_list(
        input,
        COLUMNS,
        &[Field::Left, Field::Right, Field::Verdict],
        "「同じ施設か」を決めた記録",
        reading,
    ) else {
        return Decisions::default();
    };
    let mut finder = Finder::new(&reading.sources);
    let mut decisions = Decisions::default();
    for row in columns.data(&table) {
        let text = |field| width::clean(columns.cell(row, field));
        let (left, right, word) = (text(Field::Left), text(Field::Right), text(Field::Verdict));
        let ruling = Ruling::from_word(&word);
        let bad = [&left, &right].into_iter().find(|reference| !reference.contains(':'));
        let (Some(ruling), None, true) = (ruling, bad, left != right) else {
            let (field, what) = match (ruling, bad) {
                (None, _) => (Field::Verdict, format!("「{word}」は、同じ・別・わからない のどれでもありません。")),
                (_, Some(reference)) => (
                    if *reference == left { Field::Left } else { Field::Right },
                    format!("「{reference}」は、どの記録かを表す書き方ではありません。"),
                ),
                _ => (Field::Right, "同じ記録どうしの組です。".to_owned()),
            };
            finder.warning("decision-unreadable", origin(source, row.number, columns.get(field)), || {
                (
                    format!("{what}この行は使わず、組はもう一度たずねます。"),
                    "行を消すか、ouchi review の表で答えなおしてください。",
                )
            });
            let cell = |field| columns.cell(row, field).to_owned();
            decisions.other.push([
                cell(Field::Left),
                cell(Field::Right),
                cell(Field::Verdict),
                cell(Field::Date),
                cell(Field::Note),
                cell(Field::LeftFacts),
                cell(Field::RightFacts),
            ]);
            continue;
        };
        let party = |reference, field| Party { reference, facts: Facts::parse(columns.cell(row, field)) };
        let mut decision = Decision::new(
            party(left, Field::LeftFacts),
            party(right, Field::RightFacts),
            ruling,
            wareki::parse(&text(Field::Date)),
            text(Field::Note),
        );
        decision.origin = Some(origin(source, row.number, columns.get(Field::Verdict)));
        // The last line about a pair stands.
        decisions.all.retain(|earlier: &Decision| !earlier.is_about(&decision));
        decisions.all.push(decision);
    }
    let found = finder.found;
    reading.diagnostics.absorb(found);
    decisions
}

/// Writes the file, ordered by the pairs: UTF-8 with the mark by which Excel knows it.
pub fn write(decisions: &Decisions) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut line = |cells: [&str; 7]| {
        // A `Vec` cannot fail to take bytes. A cell that begins like a formula is kept from being one, and a zero byte out
        // of a damaged line would make the whole file one that is no text.
        let safe = cells.map(|cell| {
            let cell = cell.replace('\0', "");
            if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell }
        });
        let _ = out.write_record(safe);
    };
    line(HEADINGS);
    let mut sorted: Vec<&Decision> = decisions.all.iter().collect();
    sorted.sort_by(|a, b| {
        let pair = |of: &Decision| (of.parties[0].reference.clone(), of.parties[1].reference.clone());
        pair(a).cmp(&pair(b))
    });
    for one in sorted {
        let [left, right] = &one.parties;
        line([
            &left.reference,
            &right.reference,
            one.ruling.word(),
            &one.on.map(|on| on.to_string()).unwrap_or_default(),
            &one.note,
            &left.facts.to_string(),
            &right.facts.to_string(),
        ]);
    }
    for cells in &decisions.other {
        line(cells.each_ref().map(String::as_str));
    }
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(out.into_inner().unwrap_or_default());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Decisions, Reading) {
        let mut reading = Reading::default();
        let decisions = read(&Input { path: "geodata/decisions.csv".into(), bytes: text.into() }, &mut reading);
        (decisions, reading)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = "left,right,verdict,date,note,left_facts,right_facts\r\n\
                    survey/name:見本医院@見本,bureau/institution:1212399001,同じ,2026/11/1,\"電話, 確認\",名称=見本医院,名称=見本医院｜電話=04-0000-0001\r\n\
                    a:1,b:2,different,,,,\r\n";
        let (decisions, reading) = read_text(text);
        assert!(reading.diagnostics.sorted().is_empty());
        assert_eq!(decisions.all.len(), 2);
        // The smaller reference stands first, with its own facts.
        assert_eq!(decisions.all[0].parties[1].facts.to_string(), "名称=見本医院");
        let again = read_text(&String::from_utf8(write(&decisions)).expect("UTF-8")).0;
        let plain = |of: &Decisions| {
            let mut all: Vec<Decision> = of.all.iter().cloned().map(|one| Decision { origin: None, ..one }).collect();
            all.sort_by(|a, b| a.parties[0].reference.cmp(&b.parties[0].reference));
            all
        };
        assert_eq!(plain(&again), plain(&decisions));
    }

    #[test]
    fn a_line_that_is_not_understood_is_named_and_kept() {
        let text = "left,right,verdict\na:1,b:2,たぶん\nなし,b:2,同じ\na:1,a:1,同じ\na:1,b:2,別\nb:2,a:1,同じ\n";
        let (decisions, reading) = read_text(text);
        assert_eq!(reading.diagnostics.count("decision-unreadable"), 3);
        assert_eq!(decisions.all.len(), 1, "the last line about a pair stands");
        assert_eq!(decisions.all[0].ruling, Ruling::Same);
        let written = String::from_utf8(write(&decisions)).expect("UTF-8");
        assert!(written.contains("a:1,b:2,たぶん"), "{written}");
    }

    #[test]
    fn the_heading_alone_and_an_empty_file_decide_nothing() {
        for text in ["", "left,right,verdict,reason,date\n"] {
            let (decisions, reading) = read_text(text);
            assert!(decisions.all.is_empty() && reading.diagnostics.sorted().is_empty());
        }
        assert!(read_text("x,y\n1,2\n").1.diagnostics.is_fatal());
    }
}
