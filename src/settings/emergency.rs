//! Whom to call at once.

use jiff::civil::Date;
use serde::Deserialize;

/// どんなときの電話か。
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmergencyKind {
    /// 命が危ないとき。
    Life,
    /// 在宅医や訪問看護を利用しているとき（番号はそれぞれの連絡先）。
    OwnDoctor,
    /// 救急車を呼ぶか迷うとき。
    Unsure,
    /// 子どもの急病。
    Child,
    /// 夜間・休日の診療所。
    NightClinic,
}

/// 急なときの電話。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmergencyCall {
    /// どんなときか: `life` `own-doctor` `unsure` `child` `night-clinic`
    pub kind: EmergencyKind,
    /// どんなときかを言葉で。例: `"命が危ないと思ったら"`
    pub when: String,
    /// かける先の名前。
    pub name: String,
    /// 電話番号。`own-doctor` では書きません。
    #[serde(default)]
    pub phone: Option<String>,
    /// 短い番号がつながらない電話（ダイヤル回線・IP電話）のための番号。
    #[serde(default)]
    pub phone_other: Option<String>,
    /// つながる時間を言葉で。確かめられていなければ書かず、`note` に「電話で確認」と書きます。
    #[serde(default)]
    pub hours: Option<String>,
    /// 住所。
    #[serde(default)]
    pub address: Option<String>,
    /// 添える言葉。
    #[serde(default)]
    pub note: Option<String>,
    /// 何で確かめたか。
    pub source: String,
    /// いつ確かめたか（または、いつ時点の資料か）。
    #[serde(deserialize_with = "super::date::read")]
    pub checked: Date,
}
