//! 関東信越厚生局 届出受理医療機関名簿: three workbooks of 24 columns, one row per registration.
//!
//! Layout as published for Chiba in September 2025; the editions of the sample are invented. The names of 支援診２ア／イ
//! and of the pharmacies' registrations are **unverified**: no file with them was at hand.

use super::File;
use super::address::{Style, wide};
use super::dirt;
use super::random::Random;
use super::sheet::{self, Cell};
use super::text;
use super::world::{Institution, Sort, World};

const HEADER: &str = "項番,都道府県コード,都道府県名,区分,医療機関番号,併設医療機関番号,医療機関記号番号,医療機関名称,医療機関所在地（郵便番号）,医療機関所在地（住所）,電話番号,FAX番号,病床数,受理届出名称,受理記号,受理番号,算定開始年月日,個別有効開始年月日,備考（見出し）,備考（データ）,市町村コード,市町村名,種別コード,種別";

/// 受理記号 → 受理届出名称.
const NAMES: &[(&str, &str)] = &[
    ("支援診１", "別添１の「第９」の１の(１)に規定する在宅療養支援診療所"),
    ("支援診２ア", "別添１の「第９」の１の(２)に規定する在宅療養支援診療所"),
    ("支援診２イ", "別添１の「第９」の１の(２)に規定する在宅療養支援診療所"),
    ("支援診３", "別添１の「第９」の１の(３)に規定する在宅療養支援診療所"),
    ("支援病２", "別添１の「第14の２」の１の(２)に規定する在宅療養支援病院"),
    ("支援病３", "別添１の「第14の２」の１の(３)に規定する在宅療養支援病院"),
    ("在医総管１", "在宅時医学総合管理料及び施設入居時等医学総合管理料"),
    ("在総", "在宅がん医療総合診療料"),
    ("在緩診実", "別添１の「第９」の２の(３)に規定する在宅緩和ケア充実診療所・病院加算"),
    ("在後病", "在宅療養後方支援病院"),
    (
        "在宅ＤＸ",
        "在宅患者訪問診療料（Ⅰ）の注13（在宅患者訪問診療料（Ⅱ）の注６の規定により準用する場合を含む。）、在宅がん医療総合診療料の注８及び歯科訪問診療料の注20 に規定する在宅医療ＤＸ情報活用加算",
    ),
    (
        "医情連",
        "在宅時医学総合管理料の注15（施設入居時等医学総合管理料の注５の規定により準用する場合を含む。）及び在宅がん医療総合診療料の注９に規定する在宅医療情報連携加算",
    ),
    ("がん疼", "がん性疼痛緩和指導管理料"),
    ("歯援診１", "在宅療養支援歯科診療所１"),
    ("歯援診２", "在宅療養支援歯科診療所２"),
    ("歯訪診", "歯科訪問診療料の注15に規定する基準"),
    ("在歯管", "在宅患者歯科治療時医療管理料"),
    ("在薬", "在宅患者訪問薬剤管理指導料"),
    ("無菌", "無菌製剤処理加算"),
];

/// The three workbooks.
pub(crate) fn files(world: &World) -> Vec<File> {
    let mut random = Random::new(12);
    [("医科", &[Sort::Hospital, Sort::Clinic][..]), ("歯科", &[Sort::Dental]), ("薬局", &[Sort::Pharmacy])]
        .into_iter()
        .map(|(word, sorts)| {
            let listed: Vec<&Institution> =
                world.institutions.iter().filter(|one| sorts.contains(&one.sort) && one.in_bureau).collect();
            File {
                path: format!("bureau/12届出受理医療機関名簿（{word}）見本.xlsx"),
                bytes: sheet::workbook("Sheet1", &rows(word, &listed, &mut random)),
            }
        })
        .collect()
}

fn rows(word: &str, listed: &[&Institution], random: &mut Random) -> Vec<Vec<Cell>> {
    let title = "[令和８年９月１日 現在 ]令和８年１０月１日作成 全医療機関出力";
    let mut rows = vec![
        Vec::new(),
        vec![Cell::text(title)],
        Vec::new(),
        text::header(HEADER).into_iter().map(Cell::Text).collect(),
    ];
    for (n, one) in listed.iter().enumerate() {
        if one.symbols.is_empty() {
            rows.push(row(word, n + 1, one, None, random));
        }
        for symbol in &one.symbols {
            rows.push(row(word, n + 1, one, Some(symbol), random));
        }
    }
    rows
}

fn row(word: &str, item: usize, one: &Institution, symbol: Option<&str>, random: &mut Random) -> Vec<Cell> {
    let site = if one.number == dirt::MOVED { dirt::new_site() } else { one.site.clone() };
    let gap = if site.building.is_empty() { "" } else { "\u{3000}" };
    let address = format!("流山市{}{gap}{}", site.written(Style::Wide), wide(&site.building));
    let beds = if one.beds > 0 { format!("一般\u{3000}一般\u{3000}{:>5}", one.beds) } else { String::new() };
    let name = symbol
        .map_or("", |symbol| NAMES.iter().find(|(known, _)| *known == symbol).expect("every symbol has a name").1);
    let (number, since) = match symbol {
        Some(_) => (format!("第{}号", 9000 + random.below(900)), date(random)),
        None => (String::new(), String::new()),
    };
    let values = [
        item.to_string(),
        "12".to_owned(),
        "千葉県".to_owned(),
        word.to_owned(),
        one.number.clone(),
        String::new(),
        String::new(),
        format!("{}{}", one.legal, one.name),
        // A postal code of no town.
        "270-0000".to_owned(),
        address,
        one.phone.clone(),
        one.fax.clone(),
        beds,
        name.to_owned(),
        symbol.unwrap_or("").to_owned(),
        number,
        since,
    ];
    let mut cells: Vec<Cell> = values.into_iter().map(Cell::Text).collect();
    cells.resize(24, Cell::text(""));
    cells
}

/// Padded with spaces, as the list is.
fn date(random: &mut Random) -> String {
    let month = 1 + random.below(12);
    if random.chance(80) {
        format!("令和{:>2}年{month:>2}月 1日", 2 + random.below(6))
    } else {
        format!("平成{:>2}年{month:>2}月 1日", 18 + random.below(12))
    }
}
