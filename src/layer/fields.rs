//! What the fields of the downloads mean, for those who use them. A test holds the list against what is written.

use crate::consent::Shown;
use crate::layer::open;
use crate::model::{Precision, SourceKind};
use std::collections::{BTreeMap, BTreeSet};

/// A field, or columns that mean the same, and what it means.
pub type Field = (&'static str, &'static str);

/// Properties of a feature, and what stands beside them.
pub const GEOJSON: &[Field] = &[
    ("id", "施設の番号。変わりません。"),
    ("geometry", "位置（世界測地系の経度・緯度）。わからないときは null"),
    ("name", "名前"),
    ("kana", "名前の読み"),
    ("kind", "施設の種類（病院、診療所、薬局、介護事業所など）"),
    ("services", "していること。「（届出）」は、届け出ているという意味で、引き受けるという意味ではありません。"),
    ("service_ids", "していることの記号。サービスごとのファイルの名前と同じです。"),
    ("address", "住所。わからないときは null"),
    ("phone", "電話。わからないときは null"),
    ("area", "地区"),
    ("url", "このサイトでのページ"),
    ("as_of", "いつ時点か（いちばん新しい出どころの日付）"),
    ("navii", "医療情報ネット（ナビイ）のページ"),
    ("sources", "出どころと、その日付"),
    ("precision", "位置の確かさ（その施設の位置か、町の中ほどか）"),
    ("home_care", "市の調査の答え。データとしての公開に同意のあったものだけで、なければ項目ごとありません。"),
];

/// What stands under each question in `home_care`.
pub const ANSWER: &[Field] = &[
    ("name", "質問の名前"),
    ("answer", "答え。「電話で確認」は、答えがないか古いという意味で、「していない」ではありません。"),
    ("as_of", "いつの答えか"),
];

/// Columns of both lists, in their order.
pub const CSV: &[Field] = &[
    ("都道府県コード又は市区町村コード", "施設のある市区町村の番号（6けた）"),
    ("NO", "その表の中の番号"),
    ("都道府県名", "施設のある都道府県。よその都道府県のときは空"),
    ("市区町村名", "施設のある市区町村。よその市区町村のときは空"),
    ("介護サービス事業所名称", "名前"),
    ("介護サービス事業所名称_カナ", "名前の読み"),
    ("名称", "名前"),
    ("名称_カナ", "名前の読み"),
    ("実施サービス", "していること（「;」で区切ります）"),
    ("医療機関の種類", "病院、診療所、薬局、介護事業所など"),
    ("住所", "住所"),
    ("方書", "建物の名前や部屋"),
    ("緯度", "世界測地系。わからないときは空"),
    ("経度", "世界測地系。わからないときは空"),
    ("電話番号", "電話"),
    ("内線番号", "使っていません（空です）"),
    ("FAX番号", "ファックス"),
    ("法人番号", "運営する法人の番号（13けた）"),
    ("法人の名称", "運営する法人"),
    ("事業所番号", "介護の事業所番号（10けた）"),
    ("医療機関コード", "医療機関コード。いくつもあるときは「;」で区切ります"),
    ("利用可能曜日", "公表された曜日。空は「休み」ではなく「わからない」です"),
    ("利用可能曜日特記事項", "曜日ごとの時間と、出どころの注意書き"),
    ("診療曜日", "公表された曜日。空は「休み」ではなく「わからない」です"),
    ("診療開始時間", "いちばん早い受付か診療の時刻。曜日ごとの時間は特記事項にあります"),
    ("診療終了時間", "いちばん遅い時刻"),
    ("診療日時特記事項", "曜日ごとの時間、休みの週、出どころの注意書き"),
    ("時間外における対応", "使っていません（空です）"),
    ("診療科目", "診療科目（「;」で区切ります）"),
    ("病床数", "使っていません（空です）"),
    ("定員", "定員。サービスごとにちがうときは空"),
    ("URL", "施設のホームページ"),
    ("備考", "注意すること。見本のデータには「見本のデータ」、位置が町の中ほどのときはそのことを書いています"),
];

/// Questions that have an answer in the downloads, by id, with their names.
pub fn questions<'a>(facilities: impl Iterator<Item = &'a Shown>) -> BTreeMap<&'a str, &'a str> {
    let answers = facilities.filter(|facility| open::is_open(facility)).flat_map(open::answers);
    answers.map(|answer| (answer.question.as_str(), answer.name.as_str())).collect()
}

/// Sources that something in the downloads came from. Areas and points of addresses stand in no facility's list.
pub fn sources<'a>(facilities: impl Iterator<Item = &'a Shown>) -> BTreeSet<SourceKind> {
    let mut kinds = BTreeSet::new();
    for facility in facilities.filter(|facility| open::is_open(facility)) {
        kinds.extend(open::sources(facility).map(|(kind, _)| kind));
        kinds.extend(facility.area.as_ref().map(|_| SourceKind::Area));
        kinds.extend(facility.located.map(|located| located.precision).and_then(from));
    }
    kinds
}

/// The source of a point that the facility's own sources do not have.
fn from(precision: Precision) -> Option<SourceKind> {
    match precision {
        Precision::Published => None,
        Precision::Town => Some(SourceKind::Area),
        Precision::Number | Precision::Block => Some(SourceKind::Address),
    }
}
