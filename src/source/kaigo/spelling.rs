//! Offices whose rows are not written alike in the files of their services.

use crate::place::Origin;
use std::collections::HashMap;

/// How one row writes its office.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) number: &'a str,
    /// Name, address, latitude and longitude as the cells have them, without spaces around.
    pub(super) cells: [&'a str; 4],
    pub(super) origin: Origin,
}

/// Of every office, the first row that is not written as its first row was.
pub(super) fn unlike<'a>(rows: impl Iterator<Item = Written<'a>>) -> Vec<Written<'a>> {
    let mut first: HashMap<&str, ([&str; 4], bool)> = HashMap::new();
    let mut unlike = Vec::new();
    for row in rows.filter(|row| !row.number.is_empty()) {
        let (cells, told) = first.entry(row.number).or_insert((row.cells, false));
        if *cells != row.cells && !*told {
            *told = true;
            unlike.push(row);
        }
    }
    unlike
}
