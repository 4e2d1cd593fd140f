use super::{FeeTable, date_above, kind, read};
use crate::model::{Kind, Record};
use crate::settings::{Keep, SourceSetting};
use crate::source::{Input, Reading, Scope};

const WHOLE: &str = "項番\t都道府県コード\t都道府県名\t区分\t医療機関番号\t併設医療機関番号\t医療機関記号番号\t医療機関名称\t医療機関所在地（郵便番号）\t医療機関所在地（住所）\t電話番号\tFAX番号\t病床数\t受理届出名称\t受理記号\t受理番号\t算定開始年月日\t個別有効開始年月日\t備考（見出し）\t備考（データ）";
const ITEM: &str = "項番\t都道府県コード\t都道府県名\t受理届出名称\t医療機関番号\t併設医療機関番号\t医療機関記号番号\t医療機関名称\t医療機関所在地（郵便番号）\t医療機関所在地（住所）\t電話番号\tFAX番号\t病床数\t受理記号\t受理番号\t算定開始年月日\t個別有効開始年月日\t備考（見出し）\t備考（データ）";

fn lists(files: &[(&str, &str)]) -> (Vec<Record>, Reading) {
    let inputs: Vec<Input> =
        files.iter().map(|(path, text)| Input { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() }).collect();
    let scope = Scope {
        keep: Keep::Municipality,
        code: "122203".into(),
        prefecture: "千葉県".into(),
        municipality: "流山市".into(),
    };
    let mut reading = Reading::default();
    let records = read(&inputs, &SourceSetting::default(), &scope, &mut reading);
    (records, reading)
}

fn whole(rows: &str) -> String {
    format!("\n[令和７年９月１日 現在 ]令和７年１０月１日作成 全医療機関出力\n\n{WHOLE}\n{rows}")
}

const ROWS: &str = "1\t12\t千葉県\t医科\t9900001\t\t\t見本\u{e0a1}クリニック\t270-0163\t流山市中１０２－１（運Ｂ１４０街区９）\t0471-00-0001\t\t\t在宅療養支援診療所\t支援診３\t第1号\t令和 6年 6月 1日\t\t\t
1\t12\t千葉県\t医科\t9900001\t\t\t見本\u{e0a1}クリニック\t270-0163\t流山市中１０２－１（運Ｂ１４０街区９）\t0471-00-0001\t\t\t在宅療養支援診療所\t支援診３\t第1号\t令和 6年 6月 1日\t\t届出\tあり
1\t12\t千葉県\t医科\t9900001\t\t\t見本\u{e0a1}クリニック\t270-0163\t流山市中１０２－１（運Ｂ１４０街区９）\t0471-00-0001\t\t\t薬剤名等省略\t１７５\t第2号\t平成14年 4月 1日\t\t\t
2\t12\t千葉県\t医科\t9900002\t\t\t見本病院\t270-0163\t柏市柏１\t04-0000-0002\t\t\"一般　　120\"\t\t\t\t\t\t\t\n";

#[test]
fn rows_become_one_institution() {
    let (records, reading) = lists(&[("12届出受理医療機関名簿（医科）千葉.tsv", &whole(ROWS))]);
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(record.identifiers[0].value, "1219900001");
    assert_eq!(record.phone.as_ref().map(|phone| phone.value.as_str()), Some("04-7100-0001"));
    assert_eq!(record.address.as_ref().map(|a| a.value.as_str()), Some("中102-1(運B140街区9)"));
    assert_eq!(record.registrations.len(), 1);
    assert_eq!(record.registrations[0].symbol, "支援診3");
    assert_eq!(record.registrations[0].since.map(|day| day.to_string()).as_deref(), Some("2024-06-01"));
    assert_eq!((reading.diagnostics.count("text-gaiji"), reading.diagnostics.count("phone-old-area-code")), (1, 1));
    let (_, edition) = reading.editions.iter().next().expect("registered");
    assert_eq!(edition.as_of.map(|day| day.to_string()).as_deref(), Some("2025-09-01"));
}

#[test]
fn a_newer_list_by_item_replaces_the_same_family() {
    let item = format!(
        "\n[令和 8年 1月 1日 現在　医科]　令和８年２月２日作成\n\n{ITEM}\n1\t12\t千葉県\t在宅療養支援診療所\t9900001\t\t\t見本クリニック\t\t流山市中１０２－１\t04-7100-0001\t\t\t支援診２\t第9号\t令和 7年12月 1日\t\t\t\n"
    );
    let (records, _) = lists(&[("項目別1：医.tsv", &item), ("医科.tsv", &whole(ROWS))]);
    assert_eq!(records.len(), 1);
    let symbols: Vec<&str> = records[0].registrations.iter().map(|r| r.symbol.as_str()).collect();
    assert_eq!(symbols, ["支援診2"]);
}

#[test]
fn an_older_whole_list_gives_way() {
    let newer = whole(ROWS)
        .replace("９月１日 現在", "１２月１日 現在")
        .replace("支援診３", "支援診１")
        .replace("9900001", "9900003");
    let (records, _) = lists(&[("医科新.tsv", &newer), ("医科.tsv", &whole(ROWS))]);
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].identifiers[0].value, "1219900003");
}

#[test]
fn the_print_layout_is_refused_with_what_to_use() {
    let (records, reading) = lists(&[("12コード内容別医療機関一覧表（医科）.tsv", "一\t二\n三\t四\n")]);
    assert!(records.is_empty() && reading.diagnostics.is_fatal());
    let found = reading.diagnostics.sorted();
    assert_eq!(found[0].code, "bureau-print-layout");
    assert!(found[0].help.as_deref().is_some_and(|help| help.contains("届出受理医療機関名簿")));
}

#[test]
fn beds_make_a_hospital() {
    let medical = Some(FeeTable::Medical);
    assert_eq!(kind(medical, "精神　　240", "見本記念"), Kind::Hospital);
    assert_eq!(kind(medical, "一般　　19", "見本病院"), Kind::Clinic);
    assert_eq!(kind(medical, "", "見本病院付属診療所"), Kind::Clinic);
    assert_eq!(kind(medical, "一般　　\n　　一般      100\n精神　　\n　　精神       50", "見本"), Kind::Hospital);
    assert_eq!(kind(Some(FeeTable::Dental), "", "見本歯科"), Kind::Dental);
    assert_eq!(kind(Some(FeeTable::Pharmacy), "", "見本病院前薬局"), Kind::Pharmacy);
}

#[test]
fn the_day_stands_above_the_headings() {
    for above in ["[令和7年9月1日 現在 ]令和7年10月1日作成", "[令和 7年 9月 1日 現在 医科] 令和8年2月2日作成"]
    {
        assert_eq!(date_above(above).map(|day| day.to_string()).as_deref(), Some("2025-09-01"), "{above}");
    }
    assert_eq!(date_above("名簿"), None);
}
