//! One cell each.

use super::{Case, swap};
use crate::clean::{CARE, CLINICS, HOURS, SURVEY};

/// The first care office's cells, by what stands around them.
const PHONE: &str = ",04-0000-0001,";
const FAX: &str = ",04-0000-1001,";
const URL: &str = "https://www.example.jp/1/";
const ADDRESS: &str = "千葉県流山市南見本1丁目1番1号,,";
const DAYS: &str = "\"平日,土曜日\"";
/// The first clinic's flags: five days open, two closed.
const FLAGS: &str = "\"1\",\"1\",\"1\",\"1\",\"1\",\"0\",\"0\"";

pub(super) const CASES: &[Case] = &[
    swap("name-empty", CARE, ["見本 あおぞら訪問看護", "", "見本　あおぞら訪問看護"]),
    swap("kana-not-kana", CARE, ["ミホン アオゾラホウモンカンゴ", "ミホン AOZORA", "ﾐﾎﾝ ｱｵｿﾞﾗ"]),
    swap("text-gaiji", CARE, ["見本 あおぞら", "見本 \u{e0a1}あおぞら", "見本 髙あおぞら"]),
    swap(
        "address-building-twice",
        CARE,
        [
            ADDRESS,
            "千葉県流山市南見本1丁目1番1号見本ビル2階,見本ビル2階,",
            "千葉県流山市南見本1丁目1番1号,見本ビル2階,",
        ],
    ),
    swap("address-full-width", CARE, [ADDRESS, "千葉県流山市南見本１丁目1番1号,,", "千葉県流山市南見本一丁目1番1号,,"]),
    swap("address-no-prefecture", CARE, [ADDRESS, "流山市南見本1丁目1番1号,,", "千葉県 流山市南見本1丁目1番1号,,"]),
    swap("phone-empty", CARE, [PHONE, ",,", ",04-0000-0901,"]),
    swap("phone-form", CARE, [PHONE, ",０４−００００‐０００１,", ",04-0000-0901,"]),
    swap("phone-unreadable", CARE, [PHONE, ",0000-0001,", ",04-0000-0901,"]),
    swap("phone-lost-zero", CARE, [PHONE, ",400000001,", ",0400000001,"]),
    swap("phone-old-area-code", CARE, [PHONE, ",0471-00-0001,", ",04-7100-0001,"]),
    swap("phone-ungrouped", CARE, [PHONE, ",0866999999,", ",0866-99-9999,"]),
    swap("fax-form", CARE, [FAX, ",０４－００００－１００１,", ",04-0000-1901,"]),
    swap("fax-unreadable", CARE, [FAX, ",0438940-1905-1,", ",0438-94-1905,"]),
    swap("fax-old-area-code", CARE, [FAX, ",0471-00-0001,", ",04-7100-0001,"]),
    swap("fax-empty", CARE, [FAX, ",,", ",04-0000-1901,"]),
    swap("url-form", CARE, [URL, "www.example.jp", "http://www.example.jp"]),
    swap("url-unusable", CARE, [URL, "無", "example.jp"]),
    swap("url-empty", CARE, [URL, "", "https://example.jp"]),
    swap("operator-empty", CARE, ["株式会社見本", "", "見本太郎"]),
    swap("weekdays-empty", CARE, [DAYS, "", "平日"]),
    swap("weekdays-odd", CARE, [DAYS, "月〜金（祝は応相談）", "\"平日,祝日\""]),
    swap(
        "hours-flag-odd",
        CLINICS,
        [FLAGS, "\"1\",\"1\",\"1\",\"1\",\"1\",\"休\",\"0\"", "\"1\",\"1\",\"1\",\"1\",\"1\",\"\",\"0\""],
    ),
    swap(
        "hours-contradict",
        CLINICS,
        [FLAGS, "\"0\",\"1\",\"1\",\"1\",\"1\",\"0\",\"0\"", "\"\",\"1\",\"1\",\"1\",\"1\",\"0\",\"0\""],
    ),
    swap(
        "hours-never-open",
        CLINICS,
        [FLAGS, "\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\"", "\"\",\"\",\"\",\"\",\"\",\"0\",\"0\""],
    ),
    swap("hours-impossible", HOURS, ["\"09:00\",\"12:00\"", "\"12:00\",\"09:00\"", "\"09:00\",\"24:00\""]),
    swap("date-unreadable", SURVEY, ["2026/6/10", "6月ごろ", "令和8年6月10日"]),
];
