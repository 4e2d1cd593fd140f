//! What will change with this publication: a page to print and attach to an approval, and a workbook.

use super::sheet::{self, Column};
use crate::publication::{Category, Change, Changes};
use crate::text::wareki;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::fmt::Write;

const STYLE: &str = "body{font-family:system-ui,'Noto Sans CJK JP','Yu Gothic UI',sans-serif;margin:2em auto;max-width:60em;\
padding:0 1em;color:#1a1a1c;line-height:1.6}h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:2px solid}\
table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.35em .6em;text-align:left;\
vertical-align:top;overflow-wrap:anywhere}th{background:#f1f1f4}td.n{text-align:right}.old{color:#626264}\
.none{color:#626264}.number{white-space:nowrap}.sign td{height:4.5em;width:25%}.list{table-layout:fixed}\
.list th:nth-child(1){width:27%}.list th:nth-child(2){width:13%}.list th:nth-child(5){width:16%}small{color:#626264}\
@media print{body{margin:0;max-width:none;font-size:10.5pt}h2{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}}";

/// The page. It stands alone: no file beside it, no script.
pub fn changes_html(changes: &Changes, site: &str) -> String {
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _ = page(changes, site, &mut out);
    out
}

fn page(changes: &Changes, site: &str, out: &mut String) -> std::fmt::Result {
    let since = wareki::words(changes.since.on);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"ja\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>変更点 {0}</title>\n<style>{STYLE}</style></head>\n<body>\n<h1>{0}　前の公開からの変更点</h1>\n\
         <p>前の公開: {since}（{1} 施設）　今回: {2} 施設</p>\n",
        escape(site),
        changes.before,
        changes.now
    )?;
    out.push_str(
        "<table class=\"sign\"><tbody><tr><td>決裁</td><td>確認</td><td>担当</td><td>日付</td></tr></tbody></table>\n",
    );
    out.push_str("<h2>件数</h2>\n<table><thead><tr><th>種類</th><th>施設</th></tr></thead><tbody>\n");
    for category in Category::ALL {
        let count = changes.facilities(category);
        writeln!(out, "<tr><td>{}</td><td class=\"n\">{count}</td></tr>", category.word())?;
    }
    out.push_str("</tbody></table>\n");
    if changes.changes.is_empty() {
        out.push_str("<p>変わったことはありません。</p>\n");
    }
    for category in Category::ALL {
        let of: Vec<&Change> = changes.changes.iter().filter(|one| one.category == category).collect();
        if of.is_empty() {
            continue;
        }
        write!(
            out,
            "<h2>{}（{} 施設）</h2>\n<table class=\"list\"><thead><tr><th>施設</th><th>項目</th><th>前</th><th>今回</th><th>出どころ</th></tr></thead><tbody>\n",
            category.word(),
            changes.facilities(category)
        )?;
        for one in of {
            writeln!(
                out,
                "<tr><td>{}<br><small>{}</small></td><td>{}</td><td class=\"old\">{}</td><td>{}</td><td>{}</td></tr>",
                escape(&one.name),
                escape(&one.id),
                escape(&one.field),
                value(&one.old),
                value(&one.new),
                together(&one.source)
            )?;
        }
        out.push_str("</tbody></table>\n");
    }
    out.push_str("</body>\n</html>\n");
    Ok(())
}

fn value(text: &str) -> String {
    if text.is_empty() { "<span class=\"none\">なし</span>".into() } else { together(text) }
}

/// A number to call and a date are read in one piece: no line ends in them.
fn together(text: &str) -> String {
    let is_number = |word: &str| word.len() >= 8 && word.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let words = text
        .split(' ')
        .map(|word| if is_number(word) { format!("<span class=\"number\">{word}</span>") } else { escape(word) });
    words.collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const COLUMNS: &[Column] = &[
    Column::new("種類", 16.0),
    Column::new("施設", 34.0),
    Column::new("番号", 12.0),
    Column::new("項目", 18.0),
    Column::new("前", 40.0),
    Column::new("今回", 40.0),
    Column::new("出どころ", 26.0),
];

/// The same as a workbook: one row per change, with a filter; and the counts.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn changes_workbook(changes: &Changes) -> Result<Vec<u8>, std::io::Error> {
    workbook(changes).map_err(std::io::Error::other)
}

fn workbook(changes: &Changes) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&sheet::properties("変更点")?);
    let list = book.add_worksheet();
    list.set_name("変更点")?;
    sheet::head(list, COLUMNS)?;
    let wrapped = sheet::wrapped();
    for (at, one) in changes.changes.iter().enumerate().take(sheet::MOST_ROWS) {
        let row = sheet::row(at)?;
        let cells = [one.category.word(), &one.name, &one.id, &one.field, &one.old, &one.new, &one.source];
        for (column, text) in (0_u16..).zip(cells) {
            list.write_string_with_format(row, column, sheet::cut(text), &wrapped)?;
        }
    }
    sheet::filter(list, COLUMNS, changes.changes.len())?;
    let counts = book.add_worksheet();
    counts.set_name("件数")?;
    sheet::head(counts, &[Column::new("種類", 26.0), Column::new("施設", 10.0)])?;
    for (at, category) in Category::ALL.into_iter().enumerate() {
        let row = sheet::row(at)?;
        counts.write_string(row, 0, category.word())?;
        counts.write_number(row, 1, changes.facilities(category) as f64)?;
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::Edition;
    use jiff::civil::date;

    fn changes() -> Changes {
        let change = Change {
            id: "abcdefgh".into(),
            name: "見本 <甲>".into(),
            category: Category::Phone,
            field: "電話".into(),
            old: "04-0000-0001".into(),
            new: "=1+1".into(),
            source: "厚生局 2026-09-01".into(),
        };
        Changes { since: Edition { on: date(2026, 5, 1), number: 1 }, before: 10, now: 10, changes: vec![change] }
    }

    #[test]
    fn the_page_says_old_and_new_and_escapes() {
        let html = changes_html(&changes(), "見本サイト");
        assert!(html.contains("厚生局 <span class=\"number\">2026-09-01</span>"), "{html}");
        assert!(html.contains("見本 &lt;甲&gt;") && html.contains("04-0000-0001") && html.contains("令和8年5月1日"));
        assert!(!html.contains("<script") && !html.contains("http"));
    }

    #[test]
    fn the_workbook_is_the_same_bytes_each_time_and_starts_no_formula() {
        let one = changes_workbook(&changes()).expect("made");
        assert_eq!(one, changes_workbook(&changes()).expect("made"));
        let tables = crate::table::read("変更点.xlsx", &one, crate::table::Sheets::First).expect("read");
        let rows: Vec<Vec<String>> = tables[0].rows().map(|row| row.cells().map(str::to_owned).collect()).collect();
        assert_eq!(rows[1][5], "=1+1");
    }
}
