//! Which file of ナビイ a table is, and the headings it must have.

use crate::table::{HEADER_WITHIN, MissingColumns, Table, heading_key};
use crate::text::width;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Days as the headings write them.
pub(super) const DAYS: [&str; 8] = ["月", "火", "水", "木", "金", "土", "日", "祝"];

/// The sorts of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layout {
    /// 01-1: 65 columns, read verbatim in published files.
    Hospital,
    /// 02-1 and 03-1: said to have the first 57 of the hospitals' columns. Not verified: beds differ, and nothing of
    /// them is read.
    ClinicOrDental,
    /// 04. Not verified verbatim.
    Maternity,
    /// 05. Not verified verbatim.
    Pharmacy,
    /// 01-2, 02-2, 03-2: 36 columns, addressed by name because their order is not verified.
    Timetable,
}

impl Layout {
    /// What staff read.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Hospital => "ナビイの病院の施設票",
            Self::ClinicOrDental => "ナビイの診療所・歯科の施設票",
            Self::Maternity => "ナビイの助産所の票",
            Self::Pharmacy => "ナビイの薬局の票",
            Self::Timetable => "ナビイの診療科・診療時間票",
        }
    }

    /// By the file's name, as published.
    fn of_name(name: &str) -> Option<Self> {
        let timetable = name.contains("speciality_hours");
        [
            ("01-1_hospital", Self::Hospital),
            ("02-1_clinic", Self::ClinicOrDental),
            ("03-1_dental", Self::ClinicOrDental),
            ("04_maternity", Self::Maternity),
            ("05_pharmacy", Self::Pharmacy),
        ]
        .into_iter()
        .find(|(start, _)| name.starts_with(start))
        .map(|(_, layout)| layout)
        .or(timetable.then_some(Self::Timetable))
    }

    /// Headings that must be there.
    fn required(self) -> Vec<String> {
        let mut names: Vec<String> = vec!["ID".into()];
        let mut add = |more: &[&str]| names.extend(more.iter().map(|name| (*name).to_owned()));
        let place = ["都道府県コード", "市区町村コード", "所在地", "所在地座標（緯度）", "所在地座標（経度）"];
        match self {
            Self::Hospital | Self::ClinicOrDental => {
                add(&["正式名称", "正式名称（フリガナ）", "機関区分"]);
                add(&place);
                add(&["案内用ホームページアドレス", "祝日に休診", "その他の休診日（gw、お盆等）"]);
                names.extend(DAYS[..7].iter().map(|day| format!("毎週決まった曜日に休診（{day}）")));
                for week in 1..=5 {
                    names.extend(DAYS[..7].iter().map(|day| format!("決まった週に休診（定期週）第{week}週（{day}）")));
                }
            }
            Self::Maternity => {
                add(&["正式名称"]);
                add(&place);
                names.extend(DAYS[..7].iter().map(|day| format!("毎週決まった曜日に休業（{day}）")));
            }
            Self::Pharmacy => {
                add(&["名称"]);
                add(&place);
                names.extend(DAYS[..7].iter().map(|day| format!("営業日（{day}）")));
            }
            Self::Timetable => {
                add(&["診療科目コード", "診療科目名", "診療時間帯"]);
                for day in DAYS {
                    names.push(format!("{day}_診療開始時間"));
                    names.push(format!("{day}_診療終了時間"));
                }
            }
        }
        names
    }
}

/// Headings of a table by their comparable form.
#[derive(Debug)]
pub(super) struct Headings {
    /// Which row they are, from 0.
    pub(super) row: usize,
    /// By their comparable form.
    folded: BTreeMap<String, u16>,
    /// As they are written, which is how most are asked for.
    written: HashMap<String, u16>,
}

impl Headings {
    /// The column of a heading.
    pub(super) fn get(&self, name: &str) -> Option<u16> {
        self.written.get(name).or_else(|| self.folded.get(&heading_key(name))).copied()
    }

    /// The first of several headings that is there.
    pub(super) fn any(&self, names: &[&str]) -> Option<u16> {
        names.iter().find_map(|name| self.get(name))
    }
}

/// What a table is: by the headings that only one sort has, else by the file's name. The headings are the first
/// row with an ID among them, or the first row.
///
/// # Errors
/// The headings that are missing for the sort it seems to be.
pub(super) fn recognise(name: &str, table: &Table) -> Result<(Layout, Headings), (Layout, MissingColumns)> {
    let at = table.rows().take(HEADER_WITHIN).position(|row| row.cells().any(|text| heading_key(text) == "id"));
    let row = table.row(at.unwrap_or(0));
    let mut headings = Headings { row: at.unwrap_or(0), folded: BTreeMap::new(), written: HashMap::new() };
    for (column, text) in row.cells().enumerate() {
        if let Ok(column) = u16::try_from(column) {
            // Of two that say the same, the first.
            if let Entry::Vacant(place) = headings.folded.entry(heading_key(text)) {
                place.insert(column);
                headings.written.insert(text.to_owned(), column);
            }
        }
    }
    let has = |name: &str| headings.get(name).is_some();
    let by_headings = if has("診療科目コード") {
        Some(Layout::Timetable)
    } else if has("月_開店時間帯1_開始時間") || has("営業日（月）") {
        Some(Layout::Pharmacy)
    } else if has("月_就業時間帯1_開始時間") || has("毎週決まった曜日に休業（月）") {
        Some(Layout::Maternity)
    } else if has("合計病床数") && has("精神病床") {
        Some(Layout::Hospital)
    } else if has("正式名称") {
        Some(Layout::ClinicOrDental)
    } else {
        None
    };
    let layout = Layout::of_name(name).or(by_headings).unwrap_or(Layout::ClinicOrDental);
    let expected: Vec<String> = layout.required().into_iter().filter(|name| headings.get(name).is_none()).collect();
    if expected.is_empty() {
        Ok((layout, headings))
    } else {
        let found = row.cells().map(width::clean).filter(|text| !text.is_empty()).take(80).collect();
        Err((layout, MissingColumns { expected, found, row: row.number }))
    }
}
