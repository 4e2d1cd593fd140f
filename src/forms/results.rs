//! Results for the meeting, as a workbook and a page to print; and for staff alone, who did not answer.

use super::book::{dated, on_paper, tall};
use super::print::{begin, escape};
use crate::tally::{Cross, Issue, PublicSurvey};
use crate::text::wareki;
use jiff::civil::Date;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::fmt::Write;

/// What the meeting is shown: small cells are left out here too.
#[derive(Debug, Clone, Copy)]
pub struct Meeting<'a> {
    /// Whose it is.
    pub site: &'a str,
    /// Results.
    pub surveys: &'a [PublicSurvey],
    /// What to talk about.
    pub issues: &'a [Issue],
    /// The day.
    pub on: Date,
}

/// Somebody who did not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The survey.
    pub survey: String,
    /// The facility.
    pub name: String,
    /// Its phone.
    pub phone: String,
    /// What is known: on the sheet without an answer, or on no sheet.
    pub how: &'static str,
}

const HIDDEN: &str = "＊";
const NO_ISSUE: &str = "決まった規則にあたるところは、ありませんでした。";
const TOO_FEW: &str = "だれの答えかわかってしまうため、数を出していません。";

fn shown(count: Option<u32>) -> String {
    count.map_or_else(|| HIDDEN.to_owned(), |count| count.to_string())
}

/// Tallies, and the issues by rule.
///
/// # Errors
/// When the workbook cannot be made.
pub fn meeting_workbook(meeting: &Meeting<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    dated(&mut book, meeting.site, meeting.on)?;
    tallies(&mut book, meeting)?;
    book.save_to_buffer()
}

/// The same with a sheet of who did not answer. For staff alone.
///
/// # Errors
/// When the workbook cannot be made.
pub fn staff_workbook(meeting: &Meeting<'_>, missing: &[Missing]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    dated(&mut book, meeting.site, meeting.on)?;
    tallies(&mut book, meeting)?;
    let page = book.add_worksheet();
    page.set_name("未回答（職員用）")?;
    on_paper(page, "まだ答えていない施設（職員用。外へ出さないでください）");
    page.set_repeat_rows(0, 0)?;
    page.set_freeze_panes(1, 0)?;
    let (bold, wrapped) = (Format::new().set_bold(), wrapped());
    for (column, (heading, width)) in (0_u16..).zip([("調査", 26), ("施設", 36), ("電話", 15), ("ようす", 18)])
    {
        page.write_with_format(0, column, heading, &bold)?;
        page.set_column_width(column, width)?;
    }
    for (row, one) in (1_u32..).zip(missing) {
        tall(page, row, &[(&one.survey, 26), (&one.name, 36), (one.how, 18)])?;
        for (column, text) in (0_u16..).zip([one.survey.as_str(), &one.name, &one.phone, one.how]) {
            page.write_with_format(row, column, text, &wrapped)?;
        }
    }
    book.save_to_buffer()
}

fn tallies(book: &mut Workbook, meeting: &Meeting<'_>) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let page = book.add_worksheet();
    page.set_name("課題")?;
    page.set_column_width(0, 26)?.set_column_width(1, 48)?.set_column_width(2, 28)?;
    on_paper(page, meeting.site);
    let wrapped = wrapped();
    page.write_with_format(0, 0, format!("{}　{}", meeting.site, wareki::words(meeting.on)), &bold)?;
    page.write(1, 0, "決まった規則で、数から見つけたことの一覧です。＊は、少ないため数を出していないところです。")?;
    for (column, heading) in (0_u16..).zip(["調査", "数からわかること", "規則"]) {
        page.write_with_format(3, column, heading, &bold)?;
    }
    if meeting.issues.is_empty() {
        page.write_with_format(4, 1, NO_ISSUE, &wrapped)?;
        tall(page, 4, &[(NO_ISSUE, 48)])?;
    }
    for (row, issue) in (4_u32..).zip(meeting.issues) {
        tall(page, row, &[(&issue.survey, 26), (&issue.what, 48), (issue.rule, 28)])?;
        for (column, text) in (0_u16..).zip([issue.survey.as_str(), &issue.what, issue.rule]) {
            page.write_with_format(row, column, text, &wrapped)?;
        }
    }
    for (number, survey) in (1..).zip(meeting.surveys) {
        let page = book.add_worksheet();
        page.set_name(format!("集計{number}"))?;
        results(page, survey, &bold)?;
    }
    Ok(())
}

fn results(page: &mut Worksheet, survey: &PublicSurvey, bold: &Format) -> Result<(), XlsxError> {
    on_paper(page, &survey.name);
    page.set_column_width(0, 34)?;
    page.set_column_range_width(1, widest(survey), 12)?;
    page.write_with_format(0, 0, &survey.name, bold)?;
    page.write(1, 0, summary(survey))?;
    let heading = wrapped().set_align(FormatAlign::Right);
    let mut row = 3;
    for question in &survey.questions {
        let right = bold.clone().set_align(FormatAlign::Right);
        page.write_with_format(row, 0, format!("{}（答え {}）", question.tally.name, question.tally.answered), bold)?;
        page.write_with_format(row, 1, "数", &right)?;
        if question.before.is_some() {
            page.write_with_format(row, 2, "前の調査", &right)?;
        }
        if question.tally.rows.is_empty() {
            row += 1;
            page.write(row, 0, TOO_FEW)?;
        }
        for line in &question.tally.rows {
            row += 1;
            page.write(row, 0, &line.label)?;
            number(page, row, 1, line.count)?;
            if let Some(before) = &question.before
                && let Some(same) = before.rows.iter().find(|one| one.label == line.label)
            {
                number(page, row, 2, same.count)?;
            }
        }
        for (title, cross) in [("地区ごと", &question.by_area), ("施設の種類ごと", &question.by_class)] {
            let Some(cross) = cross else { continue };
            row += 1;
            page.write(row, 0, title)?;
            tall(page, row, &cross.parts.iter().map(|part| (part.as_str(), 12)).collect::<Vec<_>>())?;
            for (column, part) in (1_u16..).zip(&cross.parts) {
                page.write_with_format(row, column, part, &heading)?;
            }
            for (label, counts) in &cross.rows {
                row += 1;
                page.write(row, 0, label)?;
                for (column, count) in (1_u16..).zip(counts) {
                    number(page, row, column, *count)?;
                }
            }
        }
        row += 2;
    }
    Ok(())
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// The last column that a survey's tables take.
fn widest(survey: &PublicSurvey) -> u16 {
    let crosses = survey.questions.iter().flat_map(|one| [&one.by_area, &one.by_class]).flatten();
    crosses.filter_map(|cross| u16::try_from(cross.parts.len()).ok()).max().unwrap_or(0).max(2)
}

fn number(page: &mut Worksheet, row: u32, column: u16, count: Option<u32>) -> Result<(), XlsxError> {
    match count {
        Some(count) => page.write(row, column, count)?,
        None => page.write_with_format(row, column, HIDDEN, &Format::new().set_align(FormatAlign::Right))?,
    };
    Ok(())
}

fn summary(survey: &PublicSurvey) -> String {
    let day = wareki::words(survey.as_of);
    if survey.asked <= survey.respondents {
        return format!(
            "{day}時点　答えた数 {}（何施設に聞いたかは、設定の asked に書くと回答率が出ます）",
            survey.respondents
        );
    }
    let percent = (survey.respondents * 100).checked_div(survey.asked).unwrap_or(0);
    format!("{day}時点　聞いた数 {}　答えた数 {}　回答率 {percent}%", survey.asked, survey.respondents)
}

/// The same as a page to print, with bars drawn by `bars`.
pub fn meeting_html(meeting: &Meeting<'_>, bars: &dyn Fn(&crate::tally::PublicTally) -> String) -> String {
    let mut out = begin("調査の集計（会議用）");
    let _ = write!(out, "<h1>調査の集計と課題　{}　{}</h1>", escape(meeting.site), wareki::words(meeting.on));
    out.push_str("<p>＊は、答えが少なくだれの答えかわかってしまうため、数を出していないところです。</p><h2>数からわかること</h2>");
    if meeting.issues.is_empty() {
        let _ = write!(out, "<p>{NO_ISSUE}</p>");
    }
    out.push_str(if meeting.issues.is_empty() {
        ""
    } else {
        "<table><tr><th>調査</th><th>数からわかること</th><th>規則</th></tr>"
    });
    for issue in meeting.issues {
        let _ = write!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&issue.survey),
            escape(&issue.what),
            escape(issue.rule)
        );
    }
    out.push_str(if meeting.issues.is_empty() { "" } else { "</table>" });
    for survey in meeting.surveys {
        let _ = write!(out, "<h2>{}</h2><p>{}</p>", escape(&survey.name), escape(&summary(survey)));
        for question in &survey.questions {
            let tally = &question.tally;
            let _ = write!(out, "<h3>{}（答え {}）</h3>", escape(&tally.name), tally.answered);
            if tally.rows.is_empty() {
                let _ = write!(out, "<p>{TOO_FEW}</p>");
                continue;
            }
            let _ = write!(out, "{}<table><tr><th>答え</th><th>数</th>", bars(tally));
            if let Some(before) = &question.before {
                let _ = write!(out, "<th>前の調査（{}）</th>", wareki::words(before.as_of));
            }
            out.push_str("</tr>");
            for row in &tally.rows {
                let _ = write!(out, "<tr><th scope=\"row\">{}</th><td>{}</td>", escape(&row.label), shown(row.count));
                if let Some(before) = &question.before {
                    let same = before.rows.iter().find(|one| one.label == row.label);
                    let _ = write!(out, "<td>{}</td>", same.map_or_else(String::new, |one| shown(one.count)));
                }
                out.push_str("</tr>");
            }
            out.push_str("</table>");
            for (title, cross) in [("地区ごと", &question.by_area), ("施設の種類ごと", &question.by_class)] {
                if let Some(cross) = cross {
                    by_part(&mut out, title, cross);
                }
            }
        }
    }
    out.push_str("</body></html>\n");
    out
}

fn by_part(out: &mut String, title: &str, cross: &Cross) {
    let _ = write!(out, "<table><tr><th>{title}</th>");
    for part in &cross.parts {
        let _ = write!(out, "<th>{}</th>", escape(part));
    }
    out.push_str("</tr>");
    for (label, counts) in &cross.rows {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(label));
        for count in counts {
            let _ = write!(out, "<td>{}</td>", shown(*count));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
}
