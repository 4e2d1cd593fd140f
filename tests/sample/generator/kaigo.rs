//! 介護サービス情報公表システム: one CSV per service, header verbatim, UTF-8 with mark, CRLF, minimal quoting.

use super::File;
use super::address::{Site, Style};
use super::random::Random;
use super::text::{self, Quoting};
use super::world::{Offer, Office, World};

const HEADER: &str = "都道府県コード又は市町村コード,No,都道府県名,市区町村名,事業所名,事業所名カナ,サービスの種類,住所,方書（ビル名等）,緯度,経度,電話番号,FAX番号,法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,高齢者の方と障害者の方が同時一体的に利用できるサービス,介護保険の通常の指定基準を満たしている,障害福祉の通常の指定基準を満たしている,備考";

/// Codes and names, as the files call them.
const SERVICES: &[(&str, &str)] = &[
    ("110", "訪問介護"),
    ("120", "訪問入浴介護"),
    ("130", "訪問看護"),
    ("140", "訪問リハビリテーション"),
    ("150", "通所介護"),
    ("160", "通所リハビリテーション"),
    ("170", "福祉用具貸与"),
    ("210", "短期入所生活介護"),
    ("220", "短期入所療養介護（介護老人保健施設）"),
    ("320", "認知症対応型共同生活介護"),
    ("331", "特定施設入居者生活介護（有料老人ホーム）"),
    ("334", "特定施設入居者生活介護（有料老人ホーム（サービス付き高齢者向け住宅））"),
    ("410", "特定福祉用具販売"),
    ("430", "居宅介護支援"),
    ("510", "介護老人福祉施設"),
    ("520", "介護老人保健施設"),
    ("540", "地域密着型介護老人福祉施設入所者生活介護"),
    ("550", "介護医療院"),
    ("710", "夜間対応型訪問介護"),
    ("720", "認知症対応型通所介護"),
    ("730", "小規模多機能型居宅介護"),
    ("760", "定期巡回・随時対応型訪問介護看護"),
    ("770", "看護小規模多機能型居宅介護（複合型サービス）"),
    ("780", "地域密着型通所介護"),
];

/// One file per service.
pub(crate) fn files(world: &World) -> Vec<File> {
    let mut random = Random::new(110);
    let header = text::header(HEADER);
    SERVICES
        .iter()
        .map(|(code, name)| {
            let offers = world.offices.iter().flat_map(|office| {
                office.offers.iter().filter(|offer| offer.code == *code).map(move |offer| (office, offer))
            });
            let rows: Vec<Vec<String>> = offers.map(|(office, offer)| row(office, offer, name, &mut random)).collect();
            assert!(!rows.is_empty(), "service {code} has an office");
            File {
                path: format!("kaigo/jigyosho_{code}.csv"),
                bytes: text::with_mark(&text::rows(&header, &rows, Quoting::Minimal)),
            }
        })
        .collect()
}

fn row(office: &Office, offer: &Offer, service: &str, random: &mut Random) -> Vec<String> {
    let (name, kana) = offer.other_name.clone().unwrap_or_else(|| (office.name.clone(), office.kana.clone()));
    // Widths inside names differ from list to list.
    let name = if random.chance(15) { name.replacen(' ', "\u{3000}", 1) } else { name };
    // Only services that can be 共生型 say anything.
    let inclusive = match (offer.inclusive, offer.code) {
        (true, _) => ["あり", "通常の指定", "共生型"],
        (false, "110" | "150" | "210" | "780") => ["なし", "通常の指定", "なし"],
        (false, _) => [""; 3],
    };
    let mut row = vec![
        "122203".to_owned(),
        office.number.clone(),
        "千葉県".to_owned(),
        "流山市".to_owned(),
        name,
        kana,
        service.to_owned(),
        address(&office.site, random),
        office.site.building.clone(),
        format!("{:.15}", rounded(office.site.lat)),
        format!("{:.15}", rounded(office.site.lon)),
        office.phone.clone(),
        office.fax.clone(),
        corporate_number(&office.operator).to_owned(),
        office.operator.clone(),
        office.number.clone(),
        offer.days.to_owned(),
        offer.days_note.to_owned(),
        offer.capacity.map(|n| n.to_string()).unwrap_or_default(),
        office.url.clone(),
    ];
    row.extend(inclusive.map(str::to_owned));
    row.push(String::new());
    row
}

/// 法人番号 that begin with 0, which their check digit never is.
fn corporate_number(operator: &str) -> &'static str {
    match operator {
        "見本 社会福祉法人みほん会" => "0990000000101",
        "見本 株式会社みほんケア" => "0990000000102",
        "見本 合同会社みほん" => "0990000000103",
        _ => "",
    }
}

/// Six decimals are known, fifteen are written.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1_000_000.0).round() / 1_000_000.0
}

/// Mostly complete; some without the prefecture, a few without the city, some with the building once more.
fn address(site: &Site, random: &mut Random) -> String {
    let style = *random.pick(&[Style::Kanji, Style::Chome, Style::Chome, Style::Short, Style::Short, Style::Wide]);
    let before =
        *random.pick(&["千葉県流山市", "千葉県流山市", "千葉県流山市", "千葉県流山市", "流山市", "流山市", ""]);
    let after = if random.chance(50) { site.building.as_str() } else { "" };
    format!("{before}{}{after}", site.written(style))
}
