//! Rules over whole records, facilities and their neighbours.

use super::{Case, does, swap};
use crate::clean::{CARE, CLINICS, Clean, HOURS, SETTINGS, SURVEY, TOWNS, bureau_rows, office};

const ADDRESS: &str = "千葉県流山市南見本1丁目1番1号";
const PHONE: &str = ",04-0000-0001,";
const ANSWERS: &str = "2026/6/10,可,している,可,車いすで入れます,○";
const LEDGER_HEAD: &str = "id,name,kind,area,identifiers,first_seen,gone_since,redirect,was_public\n";

/// A care file of another service with the first office's row.
fn second_service(clean: &Clean, find: &str, new: &str) {
    let text = clean.read(CARE);
    let (head, first) = (text.lines().next().expect("heading"), text.lines().nth(1).expect("a row"));
    assert!(first.contains(find), "{first}");
    let row = first.replace(",訪問看護,", ",居宅介護支援,").replace(find, new);
    clean.write("geodata/kaigo/jigyosho_430.csv", &format!("{head}\r\n{row}\r\n"));
}

fn number_of_office(clean: &Clean, number: &str) {
    let text = clean.read(CARE).replace(&office(1), number);
    clean.write(CARE, &text);
}

fn number_of_institution(clean: &Clean, number: &'static str) {
    let mut rows = bureau_rows();
    rows[1][4] = number;
    clean.bureau(&rows);
}

fn phone_of_clinic(clean: &Clean, phone: &str) {
    // The city's list knows the clinic too.
    clean.append(
        crate::clean::LIST,
        &format!("122203,990002,千葉県,流山市,見本 すずらん医院,ミホン スズランイイン,,,千葉県流山市北見本2丁目2番1号,,35.88020,139.92020,{phone},,,見本市,,,,,,,,\r\n"),
    );
}

fn address_of_clinic(clean: &Clean, address: &str) {
    clean.append(
        crate::clean::LIST,
        &format!("122203,990002,千葉県,流山市,見本 すずらん医院,ミホン スズランイイン,,,千葉県流山市{address},,35.88020,139.92020,04-0000-0201,,,見本市,,,,,,,,\r\n"),
    );
}

/// A site that says that it is invented, with offices that are called so.
fn invented(clean: &Clean, called: &str) {
    clean.copy.edit(SETTINGS, "[site]\n", "[site]\nsample = true\n");
    let text = clean.read(CARE).replace(",見本 ", &format!(",{called}"));
    clean.write(CARE, &text);
}

fn gone(clean: &Clean, since: &str, public: &str) {
    clean.write(
        "geodata/ledger.csv",
        &format!(
            "{LEDGER_HEAD}aaaaaaaa,見本 なくなった医院,診療所,north,care:1279999999,2025-11-01,{since},,{public}\n"
        ),
    );
}

fn twice(clean: &Clean, name: &str, address: &str) {
    clean.append(
        crate::clean::LIST,
        &format!("122203,990003,千葉県,流山市,{name},ミホン,,,千葉県流山市{address},,35.88300,139.92300,04-0000-0303,,,見本市,,,,,,,,\r\n"),
    );
}

pub(super) const CASES: &[Case] = &[
    swap("address-no-number", CARE, [ADDRESS, "千葉県流山市南見本一丁目", "千葉県流山市南見本一丁目1番地"]),
    swap("answer-stale", SURVEY, ["2026/6/10", "2025/10/31", "2025/11/2"]),
    swap("area-unassigned", TOWNS, ["みなみみほん,北部,", "みなみみほん,,", "みなみみほん,北部 ,"]),
    does(
        "care-number-check",
        |clean| number_of_office(clean, "1279900010"),
        |clean| number_of_office(clean, &office(101)),
    ),
    swap(
        "consent-missing",
        SURVEY,
        [ANSWERS, "2026/6/10,,している,可,車いすで入れます,○", "2026/6/10,関係者のみ,している,可,車いすで入れます,○"],
    ),
    swap("corporate-number-check", CARE, ["6000012070001", "9000012070001", "6000012070001"]),
    swap("date-future", SURVEY, ["2026/6/10", "2062/6/10", "2026/11/1"]),
    swap("desk-phone-missing", SETTINGS, ["phone = \"04-0000-9001\"\n", "", "phone = \"04-0000-9011\"\n"]),
    does("facility-gone", |clean| gone(clean, "", "1"), |clean| gone(clean, "2026-05-01", "1")),
    swap(
        "hours-no-times",
        CLINICS,
        [
            "\"1\",\"1\",\"1\",\"1\",\"1\",\"0\",\"0\"",
            "\"1\",\"1\",\"1\",\"1\",\"1\",\"1\",\"0\"",
            "\"1\",\"1\",\"1\",\"1\",\"1\",\"\",\"0\"",
        ],
    ),
    swap("hours-unusual", HOURS, ["\"09:00\",\"12:00\"", "\"00:00\",\"23:59\"", "\"05:00\",\"22:59\""]),
    does(
        "institution-number-check",
        |clean| number_of_institution(clean, "2399021"),
        |clean| number_of_institution(clean, "2399038"),
    ),
    swap("municipality-code-check", SETTINGS, ["code = \"122203\"", "code = \"122204\"", "code = \"122203\" "]),
    does(
        "name-twice-near",
        |clean| twice(clean, "見本 ふれあい会館", "北見本2丁目55番5号"),
        |clean| twice(clean, "見本 ゆうゆう会館", "北見本2丁目55番5号"),
    ),
    does(
        "office-differs",
        |clean| second_service(clean, "1丁目1番1号", "1丁目9番9号"),
        |clean| second_service(clean, "1丁目1番1号", "一丁目1番地の1"),
    ),
    does(
        "office-spelling",
        |clean| second_service(clean, "1丁目1番1号", "一丁目1番地の1"),
        |clean| second_service(clean, "1丁目1番1号", "1丁目1番1号"),
    ),
    does(
        "phone-disagrees",
        |clean| phone_of_clinic(clean, "04-0000-0299"),
        |clean| phone_of_clinic(clean, "04-0000-0201"),
    ),
    swap("phone-mobile", CARE, [PHONE, ",090-0000-0001,", ",050-0000-0001,"]),
    swap("phone-other-area", CARE, [PHONE, ",06-6000-0001,", ",0120-000-001,"]),
    does(
        "sources-differ",
        |clean| address_of_clinic(clean, "北見本2丁目2番9号"),
        |clean| address_of_clinic(clean, "大字北見本2-2-1"),
    ),
    does("sample-real", |clean| invented(clean, "ほんとうの "), |clean| invented(clean, "見本 ")),
    swap("setting-phone-odd", SETTINGS, ["phone = \"119\"", "phone = \"0000-119\"", "phone = \"#7119\""]),
    swap(
        "source-stale",
        SETTINGS,
        [
            "as_of = 2026-06-30\n\n[sources.navii]",
            "as_of = 2024-12-31\n\n[sources.navii]",
            "as_of = 2025-12-31\n\n[sources.navii]",
        ],
    ),
    swap(
        "source-undated",
        SETTINGS,
        ["as_of = 2026-06-30\n\n[sources.navii]", "\n[sources.navii]", "as_of = \"2026-06-30\"\n\n[sources.navii]"],
    ),
    does(
        "text-long",
        |clean| clean.copy.edit(SURVEY, "車いすで入れます", &"車いすで入れます。".repeat(14)),
        |clean| clean.copy.edit(SURVEY, "車いすで入れます", &"車いすで入れます。".repeat(13)),
    ),
    swap("text-personal", SURVEY, ["車いすで入れます", "担当 見本太郎まで", "担当は地域連携室です"]),
    swap("town-unknown", CARE, [ADDRESS, "千葉県流山市新見本町1番1号", "千葉県流山市南見本一丁目1番1号"]),
];
