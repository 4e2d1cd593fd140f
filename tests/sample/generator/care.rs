//! Care offices over all services, and the institutions that are care offices too (みなし).

use super::world::{Institution, Offer, Office, Registry, Sort};

/// Suffix, its kana, services with their capacity, days, how many.
type Plan = ((&'static str, &'static str), &'static [(&'static str, Option<u32>)], &'static str, usize);

const WEEKDAYS: &str = "平日";
const SIX: &str = "平日,土曜日,祝日";
const EVERY: &str = "平日,土曜日,日曜日,祝日";

const PLANS: &[Plan] = &[
    (("訪問介護事業所", "ホウモンカイゴジギョウショ"), &[("110", Some(0))], EVERY, 10),
    (("ヘルパーステーション", "ヘルパーステーション"), &[("110", None), ("430", None)], SIX, 4),
    (("夜間対応ケアセンター", "ヤカンタイオウケアセンター"), &[("710", Some(0))], EVERY, 1),
    (("定期巡回ステーション", "テイキジュンカイステーション"), &[("760", Some(0)), ("110", Some(0))], EVERY, 2),
    (("訪問入浴サービス", "ホウモンニュウヨクサービス"), &[("120", Some(0))], SIX, 2),
    (("訪問看護ステーション", "ホウモンカンゴステーション"), &[("130", Some(0))], EVERY, 11),
    (("デイサービス", "デイサービス"), &[("150", Some(30))], SIX, 11),
    (("リハビリデイ", "リハビリデイ"), &[("780", Some(18))], WEEKDAYS, 5),
    (("デイホーム", "デイホーム"), &[("780", Some(15)), ("720", Some(12))], SIX, 2),
    (("福祉用具センター", "フクシヨウグセンター"), &[("170", Some(0)), ("410", Some(0))], WEEKDAYS, 6),
    (("グループホーム", "グループホーム"), &[("320", Some(18))], EVERY, 12),
    (("ホーム", "ホーム"), &[("331", Some(50))], "", 5),
    (("レジデンス", "レジデンス"), &[("334", Some(40))], "", 2),
    (("ケアプランセンター", "ケアプランセンター"), &[("430", None)], WEEKDAYS, 15),
    (("苑", "エン"), &[("510", Some(80)), ("210", Some(10))], EVERY, 8),
    (("老健", "ロウケン"), &[("520", Some(100)), ("220", Some(0)), ("160", Some(40))], EVERY, 3),
    (("の里", "ノサト"), &[("540", Some(29))], EVERY, 4),
    (("介護医療院", "カイゴイリョウイン"), &[("550", Some(48))], EVERY, 1),
    (("小規模多機能ホーム", "ショウキボタキノウホーム"), &[("730", Some(29))], EVERY, 3),
    (("看護小規模多機能ホーム", "カンゴショウキボタキノウホーム"), &[("770", Some(29))], EVERY, 2),
];

/// Every care office, before the dirt.
pub(crate) fn offices(registry: &mut Registry, institutions: &[Institution]) -> Vec<Office> {
    let mut all = Vec::new();
    let mut serial = 0;
    for (suffix, services, days, count) in PLANS {
        for _ in 0..*count {
            serial += 1;
            let number = match services[0].0 {
                // 介護医療院 have a letter in their number.
                "550" => format!("12B99{serial:05}"),
                _ => format!("1299{serial:06}"),
            };
            let mut one = office(registry, number, *suffix, services, days);
            one.end_of_life = matches!(services[0].0, "320" | "510" | "540").then_some(true);
            if serial % 12 == 5 {
                for offer in &mut one.offers {
                    offer.inclusive = matches!(offer.code, "110" | "150" | "780" | "210");
                }
            }
            all.push(one);
        }
    }
    // 24 homes were asked, 21 of them can: three cannot.
    for (n, one) in all.iter_mut().filter(|one| one.end_of_life.is_some()).enumerate() {
        one.end_of_life = Some(!matches!(n, 3 | 9 | 17));
    }
    all.extend(institutions.iter().filter_map(deemed));
    all
}

fn office(
    registry: &mut Registry,
    number: String,
    suffix: (&str, &str),
    services: &[(&'static str, Option<u32>)],
    days: &'static str,
) -> Office {
    let (name, kana) = registry.name(suffix);
    let phone = registry.phone();
    let fax = if registry.random.chance(70) { registry.phone() } else { String::new() };
    let operator =
        *registry.random.pick(&["見本 社会福祉法人みほん会", "見本 株式会社みほんケア", "見本 合同会社みほん", ""]);
    let days_note = *registry.random.pick(&["", "", "年末年始（12/30～1/3）を除く"]);
    let offers = services
        .iter()
        .map(|&(code, capacity)| Offer {
            code,
            capacity,
            days: if registry.random.chance(30) { "" } else { days },
            days_note,
            inclusive: false,
            other_name: None,
        })
        .collect();
    Office {
        number,
        name,
        kana,
        operator: operator.to_owned(),
        site: registry.site(),
        phone,
        fax,
        url: registry.url(),
        offers,
        end_of_life: None,
    }
}

/// An institution that is a care office by law: `12` + `1` + its number at the bureau.
fn deemed(institution: &Institution) -> Option<Office> {
    let services: &[(&str, Option<u32>)] = match (institution.sort, institution.number.as_str()) {
        (Sort::Hospital, "9900001" | "9900002") => &[("140", Some(20)), ("160", Some(40))],
        (Sort::Clinic, "9900101") => &[("130", None)],
        (Sort::Clinic, "9900105" | "9900143" | "9900144") => &[("140", None)],
        _ => return None,
    };
    let offers = services
        .iter()
        .map(|&(code, capacity)| Offer {
            code,
            capacity,
            days: "平日,土曜日",
            days_note: "",
            inclusive: false,
            other_name: None,
        })
        .collect();
    Some(Office {
        number: format!("121{}", institution.number),
        name: institution.name.clone(),
        kana: institution.kana.clone(),
        operator: String::new(),
        site: institution.site.clone(),
        phone: institution.phone.clone(),
        fax: institution.fax.clone(),
        url: institution.url.clone(),
        offers,
        end_of_life: None,
    })
}
