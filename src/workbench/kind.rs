//! What a dropped file may be, told by what is in it and not by its name: its headings.

use crate::settings::Settings;
use crate::table::{HEADER_WITHIN, Table, heading_key};
use std::collections::BTreeSet;

/// What a file is to the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Care offices of one service.
    Kaigo,
    /// ナビイ: facilities or hours.
    Navii,
    /// What institutions registered with the bureau.
    Bureau,
    /// A plain facility list.
    List,
    /// Towns and areas.
    Area,
    /// A layer of the map: boundary, railways, stations, waters.
    Base,
    /// Holidays.
    Holidays,
    /// One of the surveys of the settings, by its place there.
    Survey(usize),
    /// What staff keep off the site.
    Withhold,
    /// Decisions about doubtful pairs.
    Decisions,
    /// The workbook of doubtful pairs, filled in.
    Review,
    /// The workbook of findings, with notes.
    Findings,
}

/// Every kind that is not a survey, in the order in which a file is tried.
const PLAIN: [(Kind, &str, &str); 11] = [
    (Kind::Decisions, "decisions", "「同じ施設か」を決めた記録（decisions.csv）"),
    (Kind::Review, "review", "確かめる組の表（答えを書き入れたもの）"),
    (Kind::Findings, "findings", "確認事項の表（メモを書き入れたもの）"),
    (Kind::Kaigo, "kaigo", "介護サービス情報公表システムのCSV"),
    (Kind::Navii, "navii", "医療情報ネット（ナビイ）のCSV"),
    (Kind::Bureau, "bureau", "厚生局の届出受理医療機関名簿"),
    (Kind::Holidays, "holidays", "国民の祝日のCSV"),
    (Kind::Withhold, "withhold", "載せないものの一覧（withhold.csv）"),
    (Kind::Base, "base", "地図の下絵（市区町村の境・鉄道・駅・川）"),
    (Kind::Area, "area", "町と圏域の表"),
    (Kind::List, "list", "市の施設一覧"),
];

/// Headings of which one of each group stands in one row.
const MARKS: [(Kind, &[&[&str]]); 10] = [
    (Kind::Decisions, &[&["left", "一方"], &["right", "もう一方"], &["verdict", "答え"]]),
    (Kind::Kaigo, &[&["事業所番号"], &["サービスの種類"], &["事業所名"]]),
    (Kind::Navii, &[&["ID"], &["診療科目コード", "所在地座標（緯度）"]]),
    (Kind::Bureau, &[&["医療機関番号"], &["医療機関名称"], &["受理届出名称"]]),
    (Kind::Holidays, &[&["国民の祝日・休日月日"]]),
    (Kind::Withhold, &[&["id", "施設ID"], &["field", "項目"], &["reason", "理由"]]),
    (Kind::Base, &[&["駅名"], &["緯度", "lat"], &["経度", "lng", "lon"]]),
    (Kind::Base, &[&["name"], &["lat"], &["lng", "lon"], &["closed", "廃止"]]),
    (Kind::Area, &[&["町名", "town", "町字名"], &["圏域", "日常生活圏域", "緯度", "lat", "地区"]]),
    (Kind::List, &[&["名称", "施設名", "事業所名", "医療機関名"], &["住所", "所在地", "所在地_連結表記"]]),
];

impl Kind {
    /// What stands for it in a form.
    pub(super) fn word(self) -> String {
        match self {
            Self::Survey(at) => format!("survey{at}"),
            plain => PLAIN.iter().find(|(kind, ..)| *kind == plain).map_or("", |(_, word, _)| word).to_owned(),
        }
    }

    /// The kind of a word, where the settings have it.
    pub(super) fn of(word: &str, settings: &Settings) -> Option<Self> {
        Self::every(settings).into_iter().find(|kind| kind.word() == word)
    }

    /// What staff read.
    pub(super) fn title(self, settings: &Settings) -> String {
        match self {
            Self::Survey(at) => {
                let name = settings.surveys.get(at).map(|survey| survey.name.as_str()).unwrap_or_default();
                format!("調査「{name}」の答え")
            }
            plain => PLAIN.iter().find(|(kind, ..)| *kind == plain).map_or("", |(.., title)| title).to_owned(),
        }
    }

    /// Every kind that a project knows.
    pub(super) fn every(settings: &Settings) -> Vec<Self> {
        let surveys = (0..settings.surveys.len()).map(Kind::Survey);
        PLAIN.iter().map(|(kind, ..)| *kind).chain(surveys).collect()
    }

    /// Whether the file is taken in as answers, and not put in a place.
    pub(super) const fn is_taken_in(self) -> bool {
        matches!(self, Self::Review)
    }
}

/// What a file's tables are, by their headings alone. `None`: nothing that is known.
pub(super) fn recognised(tables: &[Table], settings: &Settings) -> Option<Kind> {
    let is_findings = |table: &Table| {
        table.sheet() == Some("確認事項") && header_of(table, &[&["状態"], &["コード"], &["鍵"]]).is_some()
    };
    if tables.iter().any(is_findings) {
        return Some(Kind::Findings);
    }
    // Before plain tables: those of the review have columns of names and addresses too.
    let review: &[&[&str]] = &[&["答え"], &["左"], &["右"]];
    if tables.iter().any(|table| header_of(table, review).is_some()) {
        return Some(Kind::Review);
    }
    let survey = survey(tables, settings);
    let of = |(kind, groups): &(Kind, &[&[&str]])| {
        (*kind != Kind::List || survey.is_none()) && tables.iter().any(|table| header_of(table, groups).is_some())
    };
    MARKS.iter().find(|mark| of(mark)).map(|(kind, _)| *kind).or(survey)
}

/// The place of the heading row of a kind in a table.
pub(super) fn header(kind: Kind, table: &Table) -> Option<usize> {
    let groups = MARKS.iter().find(|(of, _)| *of == kind).map(|(_, groups)| *groups)?;
    header_of(table, groups)
}

fn header_of(table: &Table, groups: &[&[&str]]) -> Option<usize> {
    table.rows().take(HEADER_WITHIN).position(|row| {
        let keys: BTreeSet<String> = row.cells().map(heading_key).collect();
        groups.iter().all(|group| group.iter().any(|name| keys.contains(&heading_key(name))))
    })
}

/// The survey whose headings the tables have, when they have more than half of them and the column of names.
fn survey(tables: &[Table], settings: &Settings) -> Option<Kind> {
    // A table has them in its first rows, a sheet for one facility in its first columns.
    let mut seen = BTreeSet::new();
    for (at, row) in tables.iter().flat_map(|table| table.rows().take(300).enumerate()) {
        let most = if at < HEADER_WITHIN { usize::MAX } else { 4 };
        seen.extend(row.cells().take(most).map(heading_key));
    }
    let share = |at: &usize| {
        let survey = &settings.surveys[*at];
        let choices = survey.choices.values().flat_map(|choices| choices.values());
        let all: Vec<String> = survey
            .columns
            .values()
            .chain(survey.questions.values())
            .chain(choices)
            .chain(survey.consents.values())
            .map(|heading| heading_key(heading))
            .collect();
        let named = survey.columns.get("name").is_some_and(|name| seen.contains(&heading_key(name)));
        let have = all.iter().filter(|key| seen.contains(*key)).count();
        if named && have * 2 > all.len() { have * 1000 / all.len().max(1) } else { 0 }
    };
    let best = (0..settings.surveys.len()).max_by_key(|at| (share(at), std::cmp::Reverse(*at)))?;
    (share(&best) > 0).then_some(Kind::Survey(best))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings;
    use crate::table::{Sheets, read};

    fn settings() -> Settings {
        settings::parse("ouchi.toml", include_str!("../../ouchi.toml")).expect("valid")
    }

    fn kind(name: &str, text: &str) -> Option<Kind> {
        recognised(&read(name, text.as_bytes(), Sheets::All).expect("a table"), &settings())
    }

    #[test]
    fn headings_tell_whatever_the_name() {
        assert_eq!(kind("x.csv", "事業所番号,事業所名,サービスの種類\n1,a,訪問看護\n"), Some(Kind::Kaigo));
        assert_eq!(kind("jigyosho_110.csv", "ID,正式名称,所在地座標（緯度）\n1,a,35\n"), Some(Kind::Navii));
        assert_eq!(kind("x.csv", "ID,診療科目コード\n1,a\n"), Some(Kind::Navii));
        assert_eq!(kind("x.csv", "表題\n医療機関番号,医療機関名称,受理届出名称\n1,a,b\n"), Some(Kind::Bureau));
        assert_eq!(kind("x.csv", "町名,圏域\n加,東部\n"), Some(Kind::Area));
        assert_eq!(kind("x.csv", "駅名,緯度,経度\n見本,35,139\n"), Some(Kind::Base));
        assert_eq!(kind("x.csv", "名称,住所\n見本,加\n"), Some(Kind::List));
        assert_eq!(kind("x.csv", "id,field,reason,until\n"), Some(Kind::Withhold));
        assert_eq!(kind("x.csv", "left,right,verdict\n"), Some(Kind::Decisions));
        assert_eq!(kind("x.csv", "国民の祝日・休日月日,国民の祝日・休日名称\n"), Some(Kind::Holidays));
        assert_eq!(kind("x.csv", "品名,値段\n茶,100\n"), None);
    }

    #[test]
    fn a_survey_is_told_by_more_than_half_of_its_headings() {
        let settings = settings();
        let survey = &settings.surveys[1];
        let all: Vec<&str> = survey.columns.values().chain(survey.questions.values()).map(String::as_str).collect();
        assert_eq!(kind("x.csv", &format!("{}\n", all.join(","))), Some(Kind::Survey(1)));
        let name = survey.columns["name"].as_str();
        assert_ne!(kind("x.csv", &format!("{name},別の列\n")), Some(Kind::Survey(1)));
    }

    #[test]
    fn every_kind_has_a_word_of_its_own() {
        let settings = settings();
        for kind in Kind::every(&settings) {
            assert_eq!(Kind::of(&kind.word(), &settings), Some(kind));
            assert!(!kind.title(&settings).is_empty());
        }
        assert_eq!(Kind::of("survey9", &settings), None);
    }
}
