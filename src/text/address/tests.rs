use super::{Address, Closeness, parse, town_key};
use proptest::prelude::*;

fn at(text: &str) -> Address {
    parse(text, "千葉県", "流山市")
}

#[test]
fn numbers_are_understood_however_written() {
    for text in [
        "千葉県流山市南流山１丁目２番地の３",
        "流山市南流山一丁目2番3号",
        "南流山1-2-3",
        "千葉県流山市南流山１－２－３",
        "千葉県 流山市 南流山1ー2ー3",
        "〒270-0163 千葉県流山市南流山1‐2−3",
        "南流山1丁目2-3",
        "千葉県流山市南流山　1丁目　2番3号",
    ] {
        let address = at(text);
        assert_eq!(
            (address.town_text.as_str(), address.numbers.as_slice()),
            ("南流山", [1, 2, 3].as_slice()),
            "{text}"
        );
        assert_eq!(address.town_keys()[0], town_key("南流山一丁目"), "{text}");
        assert_eq!(address.building, None, "{text}");
    }
}

#[test]
fn towns_that_look_like_something_else() {
    for (text, town, numbers) in [
        ("千葉県流山市流山5-12", "流山", [5, 12].as_slice()),
        ("流山市木393", "木", &[393]),
        ("流山市中102-1", "中", &[102, 1]),
        ("流山市加6-1", "加", &[6, 1]),
        ("流山市大字谷1番地", "大字谷", &[1]),
        ("流山市十余二1-2", "十余二", &[1, 2]),
        ("流山市三輪野山一丁目5", "三輪野山", &[1, 5]),
        ("流山市鰭ケ崎三-一", "鰭ケ崎", &[3, 1]),
        ("流山市一番町2", "一番町", &[2]),
        ("流山市大字西深井", "大字西深井", &[]),
        ("流山市北1条西2丁目3", "北1条西", &[2, 3]),
    ] {
        let address = at(text);
        assert_eq!((address.town_text.as_str(), address.numbers.as_slice()), (town, numbers), "{text}");
        assert!(address.has_municipality, "{text}");
    }
}

#[test]
fn buildings_and_lots_stand_apart() {
    let address = at("流山市東初石２－１２６－１３　見本ビル１０１号室");
    assert_eq!(address.rest, "東初石2-126-13");
    assert_eq!(address.building.as_deref(), Some("見本ビル101号室"));
    let address = at("流山市南流山1-2-3見本ビル2F");
    assert_eq!(address.numbers, [1, 2, 3]);
    assert_eq!(address.building.as_deref(), Some("見本ビル2F"));
    let address = at("流山市中１０２－１（運Ｂ１４０街区９）");
    assert_eq!((address.rest.as_str(), address.lot.as_deref()), ("中102-1(運B140街区9)", Some("運B140街区9")));
    assert_eq!(address.numbers, [102, 1]);
    assert_eq!(address.building, None);
    let address = at("流山市おおたかの森西1-2-3(見本ビル3階)");
    assert_eq!(address.building.as_deref(), Some("見本ビル3階"));
    let address = at("流山市木B47街区1画地 見本ビル");
    assert_eq!((address.town_text.as_str(), address.lot.as_deref()), ("木", Some("B47街区1画地")));
    let address = at("流山市南流山3-4-5-201号室");
    assert_eq!(address.numbers, [3, 4, 5]);
}

#[test]
fn towns_have_one_key() {
    assert_eq!(town_key("大字鰭ヶ崎"), town_key("鰭が崎"));
    assert_eq!(town_key("鰭ケ崎"), town_key("鰭ヶ崎"));
    assert_eq!(town_key("南流山１丁目"), town_key("南流山一丁目"));
    assert_eq!(town_key("南流山1-"), town_key("南流山一丁目"));
    assert_eq!(town_key("木"), "木");
    assert_ne!(town_key("中"), town_key("中野久木"));
    assert_eq!(at("流山市中野久木字米ノ台413-1").town_keys(), ["中野久木米ノ台", "中野久木"]);
}

#[test]
fn closeness_is_by_numbers() {
    for (a, b, closeness) in [
        ("木393", "木393番地", Closeness::Same),
        ("木393", "木393-1", Closeness::Near),
        ("木393-2", "木393-1", Closeness::Differs),
        ("木", "木393-1", Closeness::Unknown),
    ] {
        assert_eq!(Closeness::of(&at(a), &at(b)), closeness, "{a} {b}");
        assert_eq!(Closeness::of(&at(b), &at(a)), closeness, "{b} {a}");
    }
    assert_eq!(Closeness::of(&at("中(運B140街区9)"), &at("中（運Ｂ１４０街区９）")), Closeness::Same);
}

#[test]
fn other_municipalities_are_left_alone() {
    let address = parse("千葉県印旛郡栄町安食1-2", "千葉県", "栄町");
    assert_eq!((address.has_municipality, address.town_text.as_str()), (true, "安食"));
    let address = at("中央2丁目2番1号");
    assert_eq!((address.has_prefecture, address.has_municipality), (false, false));
    assert_eq!(address.numbers, [2, 2, 1]);
}

#[test]
fn the_municipality_in_front_is_found() {
    for (text, name) in [
        ("千葉市中央区神明町1", "千葉市中央区"),
        ("千葉県流山市南流山1", "流山市"),
        ("印旛郡栄町安食1", "栄町"),
        ("市川市市川1-1", "市川市"),
        ("千代田区神田駿河台1", "千代田区"),
        ("郡山市駅前1", "郡山市"),
        ("東村山市本町1", "東村山市"),
        ("", ""),
    ] {
        assert_eq!(super::municipality_in(text, "千葉県"), name, "{text}");
    }
}

proptest! {
    #[test]
    fn anything_is_taken_apart_without_panic(text in "\\PC*") {
        let _ = at(&text);
        let _ = town_key(&text);
    }

    #[test]
    fn japanese_is_taken_apart_without_panic(text in "[一二十丁目番地号街区の条第(（）)ー－0-9０-９F 木中]{0,20}") {
        let once = at(&text);
        let _ = Closeness::of(&once, &at(&once.rest));
    }
}
