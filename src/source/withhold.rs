//! `geodata/withhold.csv`: facilities and facts that are not to be shown, columns `id,field,reason,until`.

use super::cell::{Finder, origin};
use super::{Input, Reading, open};
use crate::model::Withheld;
use crate::text::{wareki, width};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Id,
    Fact,
    Reason,
    Until,
}

const COLUMNS: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "施設ID"]),
    (Field::Fact, &["field", "項目"]),
    (Field::Reason, &["reason", "理由"]),
    (Field::Until, &["until", "いつまで", "期限"]),
];

/// Reads the list. What cannot be understood withholds more rather than less, and is reported.
pub fn read(input: &Input, reading: &mut Reading) -> Vec<Withheld> {
    let Some((table, columns, source)) =
        open::own_list(input, COLUMNS, &[Field::Id, Field::Fact], "載せない施設の一覧", reading)
    else {
        return Vec::new();
    };
    let mut finder = Finder::new(&reading.sources);
    let mut all = Vec::new();
    for row in columns.data(&table) {
        let text = |field| width::clean(columns.cell(row, field));
        let at = |field| origin(source, row.number, columns.get(field));
        let id = text(Field::Id).to_ascii_lowercase();
        if id.is_empty() {
            finder.error("withhold-no-id", at(Field::Id), || {
                (
                    "どの施設か（id）が書かれていません。".to_owned(),
                    "施設のページのアドレスにある8文字を書いてください。",
                )
            });
            continue;
        }
        let written = text(Field::Until);
        let until = wareki::parse(&written);
        if until.is_none() && !written.is_empty() {
            finder.error("withhold-until-unreadable", at(Field::Until), || {
                (
                    format!("期限「{written}」が日付として読めません。期限なしとして、載せないままにしました。"),
                    "「2027-03-31」のように書いてください。",
                )
            });
        }
        let field = Some(text(Field::Fact)).filter(|field| !field.is_empty());
        all.push(Withheld { id, field, reason: text(Field::Reason), until, origin: origin(source, row.number, None) });
    }
    let found = finder.found;
    reading.diagnostics.absorb(found);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn a_bad_date_withholds_for_good() {
        let text =
            "id,field,reason,until\r\nabcd2345,,閉院,2027/3/31\r\nabcd2346,phone,本人の希望,そのうち\r\n,phone,,\r\n";
        let mut reading = Reading::default();
        let all = read(&Input { path: "withhold.csv".into(), bytes: text.into() }, &mut reading);
        assert_eq!(all.len(), 2);
        assert!(all[0].holds(Date::constant(2027, 3, 31)) && !all[0].holds(Date::constant(2027, 4, 1)));
        assert_eq!((all[0].field.as_deref(), all[1].field.as_deref(), all[1].until), (None, Some("phone"), None));
        assert_eq!(reading.diagnostics.count("withhold-until-unreadable"), 1);
        assert_eq!(reading.diagnostics.count("withhold-no-id"), 1);
        assert!(!reading.diagnostics.is_fatal());
    }

    #[test]
    fn a_list_that_cannot_be_read_stops_everything() {
        for bytes in [&b"a,b\n1,2\n"[..], b"%PDF-1.4"] {
            let mut reading = Reading::default();
            read(&Input { path: "withhold.csv".into(), bytes: bytes.into() }, &mut reading);
            assert!(reading.diagnostics.is_fatal());
        }
    }
}
