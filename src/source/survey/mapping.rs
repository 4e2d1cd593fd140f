//! What the settings map that is not there, and what is there that nothing maps.

use super::layout::{self, Layout, Placing};
use super::{KNOWN, Mapped, Names, propose};
use crate::diagnostic::Diagnostic;
use crate::model::{Block, Vocabulary};
use crate::place::{Origin, Place, column_letters};
use crate::settings::{SurveySetting, nearest};
use crate::source::Reading;
use crate::table::{Table, heading_key};
use crate::text::width;

/// Keys of the settings that mean nothing here.
pub(super) fn setting_mistakes(setting: &SurveySetting, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !setting.columns.contains_key("name") {
        found.push(
            Diagnostic::error(
                "survey-no-name",
                format!("調査「{}」の設定に、施設の名前の列がありません。", setting.name),
            )
            .help("`[survey.columns]` に `name = \"見出し\"` を書いてください。")
            .fatal(),
        );
    }
    for key in setting.columns.keys().filter(|key| !KNOWN.contains(&key.as_str())) {
        let near = nearest(key, KNOWN).map_or(String::new(), |near| format!("「{near}」ではありませんか。"));
        found.push(
            Diagnostic::error("survey-column-unknown", format!("調査の設定の「{key}」という項目はありません。"))
                .help(format!("{near}使えるのは {} です。", KNOWN.join("、")))
                .fatal(),
        );
    }
    let ids: Vec<&str> = vocabulary.all().iter().map(|question| question.id.as_ref()).collect();
    let blocks: Vec<&str> = Block::ALL.iter().map(|block| block.id()).collect();
    let questions = setting.questions.keys().chain(setting.choices.keys()).chain(&setting.public);
    let consents = setting.consents.keys().filter(|id| !blocks.contains(&id.as_str()));
    for id in questions.chain(consents).filter(|id| vocabulary.get(id).is_none()) {
        let near = nearest(id, &ids).map_or(String::new(), |near| format!("「{near}」ではありませんか。"));
        found.push(
            Diagnostic::error("survey-question-unknown", format!("「{id}」という質問はありません。"))
                .help(format!("{near}使えるのは {} と、`[[question]]` で足した質問です。", ids.join("、")))
                .fatal(),
        );
    }
    found
}

/// No row has the heading of the name.
pub(super) fn no_headings(names: &Names<'_>, table: &Table, place: Place) -> Diagnostic {
    let setting = names.setting;
    let name = setting.columns.get("name").map_or("", String::as_str);
    let wanted: Vec<String> = names.all.iter().map(|(_, heading)| heading_key(heading)).collect();
    let hits = |row: usize| table.row(row).cells().filter(|text| wanted.contains(&heading_key(text))).count();
    let full = |row: usize| table.row(row).cells().filter(|text| !text.trim().is_empty()).count();
    let nearest_row = (0..table.len().min(40)).max_by_key(|row| (hits(*row), full(*row), usize::MAX - row));
    // A row of answers is not repeated, however much it looks like the headings.
    let surely = |row: usize| !propose::heads(table, row, setting).is_empty() && !layout::holds_answers(table, row);
    let seen: Vec<String> = nearest_row
        .filter(|row| surely(*row))
        .map(|row| table.row(row).cells().map(width::clean).filter(|text| !text.is_empty()).collect())
        .unwrap_or_default();
    let heads: Vec<&str> = seen.iter().map(String::as_str).collect();
    let near = nearest(name, &heads).map_or(String::new(), |near| format!("「{near}」は「{name}」ではありませんか。"));
    let shown = heads.iter().take(12).copied().collect::<Vec<_>>().join("、");
    let proposed = propose::for_table(table, setting, names.vocabulary).unwrap_or_default();
    let seen = if heads.is_empty() { "なし".to_owned() } else { shown };
    Diagnostic::error("column-missing", format!("調査「{}」の列「{name}」が見つかりません。", setting.name))
        .at(place)
        .help(format!("{near}見つかった見出し: {seen}。表の見出しか、設定の見出しを直してください。{proposed}"))
        .fatal()
}

/// Reports mapped headings that the sheet has not or has twice (what depends on them is left out, and consent is
/// none), and proposes what the headings that nothing maps could be.
pub(super) fn report(names: &Names<'_>, layout: &Layout, table: &Table, at: Origin, reading: &mut Reading) {
    let place = |column: u16, reading: &Reading| reading.sources.place(Origin { column, ..at });
    if let Some(heading) = &layout.guessed_name {
        let wanted = names.setting.columns.get("name").map_or("", String::as_str);
        let diagnostic = Diagnostic::warning(
            "survey-column-guessed",
            format!("列「{wanted}」がないので、「{heading}」を施設の名前として読みました。"),
        );
        let place = place(0, reading);
        reading
            .diagnostics
            .push(diagnostic.at(place).help(format!("よければ、設定を `name = {heading:?}` に直してください。")));
    }
    for (number, columns) in &layout.twice {
        let heading = names.all[*number].1;
        let letters: Vec<String> = columns.iter().map(|column| column_letters(*column)).collect();
        let diagnostic = Diagnostic::warning(
            "survey-heading-twice",
            format!(
                "見出し「{heading}」が2つ以上あります（{}列）。どれかわからないので読みませんでした。",
                letters.join("・")
            ),
        );
        let place = place(columns[0], reading);
        reading.diagnostics.push(
            diagnostic
                .at(place)
                .help("見出しを変えるか、設定に上の段の見出しから続けて書いてください。例: \"訪問診療件数\""),
        );
    }
    missing(names, layout, table, at, reading);
    unplaced(names, layout, at, reading);
}

fn missing(names: &Names<'_>, layout: &Layout, table: &Table, at: Origin, reading: &mut Reading) {
    let last = match &layout.placing {
        Placing::Table { last, .. } => Some(*last),
        Placing::Form { .. } => None,
    };
    let rows = last.map_or(0..table.len().min(1_000), |row| row..row + 1);
    // Beside its label stands the answer, which is not repeated.
    let wide = match &layout.placing {
        Placing::Table { .. } => usize::MAX,
        Placing::Form { cells } => cells.values().map(|(_, column)| usize::from(*column)).min().unwrap_or(0),
    };
    let filled = |row: usize| table.row(row).cells().take(wide).map(width::clean).filter(|text| !text.is_empty());
    let headings: Vec<String> = rows.flat_map(filled).filter(|text| text.chars().count() <= 40).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let absent: Vec<&(Mapped<'_>, &str)> = names
        .all
        .iter()
        .enumerate()
        .filter(|(number, _)| !layout.placing.has(*number) && !layout.twice.iter().any(|(twice, _)| twice == number))
        .filter(|(_, (mapped, _))| !(layout.guessed_name.is_some() && *mapped == Mapped::Column("name")))
        .map(|(_, name)| name)
        .collect();
    let place = reading.sources.place(Origin { column: 0, ..at });
    let is_consent = |mapped: &Mapped<'_>| match mapped {
        Mapped::Column(key) => key.starts_with("consent"),
        Mapped::Consent(_) => true,
        Mapped::Question(_) | Mapped::Choice(..) => false,
    };
    if last.is_none() && !absent.is_empty() {
        // One sheet of many that look alike: said once.
        let words: Vec<&str> = absent.iter().map(|(_, heading)| *heading).collect();
        let diagnostic = Diagnostic::warning(
            "survey-label-missing",
            format!("回答票に「{}」の欄がありません。この項目は読みませんでした。", words.join("」「")),
        );
        let near: Vec<String> = words
            .iter()
            .filter_map(|heading| {
                nearest(heading, &headings).map(|near| format!("「{heading}」は「{near}」ではありませんか。"))
            })
            .collect();
        let help = format!("{}回答票の見出しか、設定の見出しを直してください。", near.concat());
        reading.diagnostics.push(diagnostic.at(place).help(help));
        return;
    }
    for (mapped, heading) in absent {
        let near = nearest(heading, &headings).map_or(String::new(), |near| format!("「{near}」ではありませんか。"));
        let help = format!("{near}表の見出しか、設定の見出しを直してください。");
        let diagnostic = if is_consent(mapped) {
            Diagnostic::error(
                "consent-column-missing",
                format!("同意の列「{heading}」がありません。同意はないものとして扱いました。"),
            )
        } else {
            Diagnostic::warning(
                "survey-column-missing",
                format!("列「{heading}」がありません。この項目は読みませんでした。"),
            )
        };
        reading.diagnostics.push(diagnostic.at(place.clone()).help(help));
    }
}

/// One finding for all columns that nothing maps, with lines to paste for those whose meaning can be guessed.
fn unplaced(names: &Names<'_>, layout: &Layout, at: Origin, reading: &mut Reading) {
    let Some((first, _)) = layout.unplaced.first() else { return };
    let shown: Vec<String> = layout
        .unplaced
        .iter()
        .take(12)
        .map(|(column, heading)| format!("{}列「{heading}」", column_letters(*column)))
        .collect();
    let count = layout.unplaced.len();
    let more = if count > shown.len() { format!(" ほか{}列", count - shown.len()) } else { String::new() };
    let lines = propose::lines(&layout.unplaced, names.setting, names.vocabulary);
    let help = if lines.is_empty() {
        "使わない列なら、設定の `ignore` に見出しを書くと出なくなります。".to_owned()
    } else {
        format!(
            "見出しから作った案です。確かめて、この調査の設定に貼ってください（使わない列は `ignore` に）。{}",
            propose::toml(&lines)
        )
    };
    let place = reading.sources.place(Origin { column: *first, ..at });
    let message = format!("読み方の決まっていない列が{count}あります: {}{more}。", shown.join("、"));
    reading.diagnostics.push(Diagnostic::note("survey-column-unplaced", message).at(place).help(help));
}
