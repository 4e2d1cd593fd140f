//! Readers of what comes from publishers, one by one, for tests that give them anything at all.

use super::index;
use super::unpack::Pack;
use super::workbook;
use crate::io::http::{Page, Url};
use std::collections::BTreeSet;
use std::io::Cursor;

/// Names of the files that a publisher's page leads to. Nothing for an address that is none.
pub fn files_on_page(address: &str, html: &[u8]) -> Vec<String> {
    let Ok(url) = Url::parse(address) else { return Vec::new() };
    let page = Page { url, bytes: html.to_vec(), content_type: "text/html".into() };
    index::files(&page).into_iter().map(|found| found.name).collect()
}

/// Names and bytes in a publisher's zip; `None` when it is refused. `limit` is for all of them together.
pub fn files_in_zip(zip: &[u8], limit: u64) -> Option<Vec<(String, Vec<u8>)>> {
    let (mut pack, entries) = Pack::open(Cursor::new(zip), limit).ok()?;
    entries.into_iter().map(|entry| Some((entry.name.clone(), pack.bytes(&entry).ok()?))).collect()
}

/// A publisher's workbook with these rows alone (numbers from 1); `None` when it is not simple enough to be cut.
pub fn rows_of_workbook(bytes: &[u8], rows: &BTreeSet<u32>) -> Option<Vec<u8>> {
    workbook::only_rows(bytes, rows)
}
