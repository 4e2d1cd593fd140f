//! The test result page of JIS X 8341-3:2016 (附属書 JB.3): all items, what a machine tested, what people still must.

use super::document::{self, BlockView};
use super::frame::{Frame, Link};
use super::plan::PagePlan;
use super::site::SiteData;
use super::{Page, View, words};
use serde::{Deserialize, Serialize};

/// `content/accessibility.toml`: what people found. All of it may be missing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tested {
    /// 「2026年12月1日」: the day of the statement.
    pub stated_on: String,
    /// 「一部準拠」, when people have decided it.
    pub conformance: String,
    /// 「2026年11月1日から11月20日まで」.
    pub period: String,
    /// Who tested.
    pub tester: String,
    /// Results by criterion.
    pub result: Vec<TestResult>,
}

/// What people found of one criterion.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestResult {
    /// 「1.1.1」.
    pub criterion: String,
    /// 「適合」「不適合」「該当なし」.
    pub result: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
}

/// Success criteria of JIS X 8341-3:2016: number, level, name, and whether axe-core has rules for it.
const CRITERIA: [(&str, &str, &str, bool); 38] = [
    ("1.1.1", "A", "非テキストコンテンツ", true),
    ("1.2.1", "A", "音声だけ及び映像だけ（収録済み）", true),
    ("1.2.2", "A", "キャプション（収録済み）", true),
    ("1.2.3", "A", "音声解説又はメディアに対する代替コンテンツ（収録済み）", false),
    ("1.2.4", "AA", "キャプション（ライブ）", false),
    ("1.2.5", "AA", "音声解説（収録済み）", false),
    ("1.3.1", "A", "情報及び関係性", true),
    ("1.3.2", "A", "意味のある順序", false),
    ("1.3.3", "A", "感覚的な特徴", false),
    ("1.4.1", "A", "色の使用", true),
    ("1.4.2", "A", "音声の制御", true),
    ("1.4.3", "AA", "コントラスト（最低限レベル）", true),
    ("1.4.4", "AA", "テキストのサイズ変更", true),
    ("1.4.5", "AA", "文字画像", false),
    ("2.1.1", "A", "キーボード", true),
    ("2.1.2", "A", "キーボードトラップなし", false),
    ("2.2.1", "A", "タイミング調整可能", true),
    ("2.2.2", "A", "一時停止、停止及び非表示", true),
    ("2.3.1", "A", "3回のせん（閃）光、又はしきい（閾）値以下", false),
    ("2.4.1", "A", "ブロックスキップ", true),
    ("2.4.2", "A", "ページタイトル", true),
    ("2.4.3", "A", "フォーカス順序", false),
    ("2.4.4", "A", "リンクの目的（コンテキスト内）", true),
    ("2.4.5", "AA", "複数の手段", false),
    ("2.4.6", "AA", "見出し及びラベル", false),
    ("2.4.7", "AA", "フォーカスの可視化", false),
    ("3.1.1", "A", "ページの言語", true),
    ("3.1.2", "AA", "一部分の言語", true),
    ("3.2.1", "A", "フォーカス時", false),
    ("3.2.2", "A", "入力時", false),
    ("3.2.3", "AA", "一貫したナビゲーション", false),
    ("3.2.4", "AA", "一貫した識別性", false),
    ("3.3.1", "A", "エラーの特定", false),
    ("3.3.2", "A", "ラベル又は説明", true),
    ("3.3.3", "AA", "エラー修正の提案", false),
    ("3.3.4", "AA", "エラー回避（法的、金融及びデータ）", false),
    ("4.1.1", "A", "構文解析", false),
    ("4.1.2", "A", "名前（name）、役割（role）及び値（value）", true),
];

/// One line of the checklist.
#[derive(Debug, Serialize)]
pub struct Criterion {
    /// 「1.1.1」.
    pub number: &'static str,
    /// 「A」「AA」.
    pub level: &'static str,
    /// Name in the standard.
    pub name: &'static str,
    /// Whether a machine tests part of it.
    pub machine: bool,
    /// What people found.
    pub result: Option<String>,
    /// A remark.
    pub note: String,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Accessibility {
    /// From `content/accessibility.md`.
    pub intro: Vec<BlockView>,
    /// Day of the statement.
    pub stated_on: Option<String>,
    /// How far the site conforms, when people have decided.
    pub conformance: Option<String>,
    /// When people tested.
    pub period: Option<String>,
    /// Who tested.
    pub tester: Option<String>,
    /// Number of pages of the site.
    pub pages: usize,
    /// Pages that were tested, one of every type.
    pub tested: Vec<Link>,
    /// All criteria of A and AA.
    pub criteria: Vec<Criterion>,
    /// How many people have not yet judged.
    pub open: usize,
    /// The day of the build.
    pub on: String,
}

/// `accessibility/index.html`
pub(crate) fn page(site: &SiteData<'_>) -> Page {
    let path = "accessibility/index.html";
    let tested = &site.parts.content.tested;
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let criteria: Vec<Criterion> = CRITERIA
        .iter()
        .map(|(number, level, name, machine)| {
            let found = tested.result.iter().find(|one| one.criterion == *number);
            Criterion {
                number,
                level,
                name,
                machine: *machine,
                result: found.map(|one| one.result.clone()),
                note: found.map(|one| one.note.clone()).unwrap_or_default(),
            }
        })
        .collect();
    let plans = super::plan::plan(site);
    let view = Accessibility {
        intro: document::intro(site, path),
        stated_on: said(&tested.stated_on),
        conformance: said(&tested.conformance),
        period: said(&tested.period),
        tester: said(&tested.tester),
        pages: plans.len(),
        tested: pages(site, &plans),
        open: criteria.iter().filter(|one| one.result.is_none()).count(),
        criteria,
        on: words::day(site.parts.as_of),
    };
    let frame = Frame::new(site, path, "ウェブアクセシビリティの試験結果")
        .description("JIS X 8341-3:2016 にそって、確かめたことと、まだ確かめていないことです。")
        .under("about/index.html", "このサイトについて");
    Page::new("accessibility.html", frame, View::Accessibility(Box::new(view)))
}

/// One page of every type; the browser tests go through the same types. `plans` are those of the site.
fn pages(site: &SiteData<'_>, plans: &[PagePlan]) -> Vec<Link> {
    let parts = &site.parts;
    let mut all = vec![Link::new("index.html", "はじめのページ"), Link::new("find/index.html", "さがす")];
    if let Some(service) = parts.services.services.first() {
        all.push(Link::new(super::plan::service_path(&service.id, None, 0), format!("一覧（{}）", service.name)));
    }
    if let Some(area) = parts.areas.areas.first() {
        all.push(Link::new(super::plan::area_path(&area.id, 0), format!("地区（{}）", area.name)));
    }
    // The fullest page is the hardest: with a phone, a place and several services.
    let full =
        parts.facilities.iter().find(|one| one.phone.is_some() && one.located.is_some() && one.services.len() > 1);
    if let Some(facility) = full.or_else(|| parts.facilities.first()) {
        all.push(Link::new(facility.path(), format!("施設（{}）", facility.name)));
    }
    let first = |test: &dyn Fn(&str) -> bool| {
        plans.iter().map(|plan| plan.path.as_str()).filter(|path| test(path)).min().map(str::to_owned)
    };
    let filter = first(&|path| path.starts_with("with/") && path.ends_with("/index.html"));
    all.extend(filter.map(|path| Link::new(path, "条件でしぼった一覧")));
    all.extend(first(&|path| path == "visit/index.html").map(|path| Link::new(path, "家に来てくれるところ")));
    let visit = first(&|path| path.starts_with("visit/") && path != "visit/index.html");
    all.extend(visit.map(|path| Link::new(path, "家に来てくれるところ（地区）")));
    all.push(Link::new("shortlist/index.html", "候補の一覧"));
    all.push(Link::new("print/booklet.html", "印刷用の冊子"));
    all.push(Link::new("map/index.html", "地図"));
    all.push(Link::new("print/index.html", "印刷用の地図"));
    if let Some(sheet) = parts.sheets.first() {
        all.push(Link::new(
            super::plan::sheet_path(&sheet.area, sheet.number),
            format!("地区の地図（{}）", sheet.title),
        ));
    }
    let text = |path: &str| parts.content.at(path).map(|text| Link::new(path, text.title.clone()));
    all.extend(super::content::SCENES.iter().filter_map(|scene| text(&format!("scene/{scene}/index.html"))));
    all.push(Link::new("consult/index.html", "相談する"));
    all.push(Link::new("navii/index.html", "ナビイの使い方"));
    all.push(Link::new("survey/index.html", "調査と数字"));
    all.push(Link::new("library/index.html", "資料"));
    all.push(Link::new("events/index.html", "催し"));
    all.push(Link::new("data/index.html", "データ"));
    all.push(Link::new("accessibility/index.html", "このページ"));
    all.push(Link::new("about/index.html", "このサイトについて"));
    all.extend(text("card/index.html"));
    // A site without located facilities has no sheets, hence no booklet; one whose texts were taken out lacks those.
    let there: std::collections::BTreeSet<&str> = plans.iter().map(|plan| plan.path.as_str()).collect();
    all.retain(|link| there.contains(link.href.as_str()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_has_25_and_13_criteria() {
        assert_eq!(CRITERIA.iter().filter(|one| one.1 == "A").count(), 25);
        assert_eq!(CRITERIA.iter().filter(|one| one.1 == "AA").count(), 13);
        assert!(CRITERIA.is_sorted_by(|a, b| a.0 < b.0));
    }
}
