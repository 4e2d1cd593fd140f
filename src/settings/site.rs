//! Who we are.

use jiff::civil::Date;
use serde::Deserialize;

/// サイトの名前・公開先・問い合わせ先。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// サイトの名前。例: `"おうちマップ流山"`
    pub name: String,
    /// ひとことの説明。検索結果や共有したときに出ます。
    pub description: String,
    /// 公開先のアドレス。例: `"https://www.city.example.jp/ouchi/"`。無ければQRコードと絶対リンクを作りません（ほかはすべて動きます）。
    #[serde(default, deserialize_with = "super::address::read_web")]
    pub url: Option<String>,
    /// 見本のデータで作ったサイトか。`true` なら全ページに「見本」の帯を出し、検索エンジンに載せないようにします。
    #[serde(default)]
    pub sample: bool,
    /// 発行者。例: `"流山市 健康福祉部 介護支援課"`
    pub publisher: String,
    /// 発行者の電話。確かめられないときは書きません。
    #[serde(default)]
    pub publisher_phone: Option<String>,
    /// まちがいや要望の送り先。
    #[serde(default)]
    pub feedback: Feedback,
    /// `true` なら、一度見たページを、電波のないところでも見られるようにします（`https` で公開したときだけ働きます）。
    #[serde(default)]
    pub offline: bool,
}

/// まちがいや要望の送り先。両方無ければ、窓口の電話を案内します。
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// メールアドレス。
    #[serde(default, deserialize_with = "super::address::read_mail")]
    pub mail: Option<String>,
    /// 入力フォームのアドレス。`{page}` と書いたところには、見ていたページのアドレスが入ります。
    #[serde(default, deserialize_with = "super::address::read_web")]
    pub form: Option<String>,
}

/// 自治体のコードと名前。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// 全国地方公共団体コード（6けた）。例: `"122203"`
    pub code: String,
    /// 都道府県の名前。例: `"千葉県"`
    pub prefecture: String,
    /// 市区町村の名前（政令市の区は `"札幌市中央区"` のように）。
    pub name: String,
    /// 読み（ひらがな）。
    pub reading: String,
    /// おおよその範囲（西、南、東、北。度）。市の境がないあいだ、位置のまちがいをこれで見つけます。例: `[139.87, 35.82, 139.96, 35.92]`
    #[serde(default)]
    pub bounds: Option<[f64; 4]>,
}

/// 圏域と、その相談窓口。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaSetting {
    /// ページのアドレスになる英数字。例: `"north"`
    pub id: String,
    /// 名前。例: `"北部"`
    pub name: String,
    /// 相談窓口。
    #[serde(default)]
    pub desk: Option<DeskSetting>,
}

/// 相談窓口。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskSetting {
    /// 名前。
    pub name: String,
    /// 電話番号。
    #[serde(default)]
    pub phone: Option<String>,
    /// 住所。
    #[serde(default)]
    pub address: Option<String>,
    /// 開いている時間。
    #[serde(default)]
    pub hours: Option<String>,
    /// 作りものの窓口なら `true`。横に「見本」と出ます。
    #[serde(default)]
    pub sample: bool,
    /// この内容を確かめた日。
    #[serde(default, deserialize_with = "super::date::read_optional")]
    pub checked: Option<Date>,
}

/// いつまでを新しい情報とみなすか。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Freshness {
    /// 新規受け入れなど変わりやすい答えを出す日数。過ぎると「電話で確認」になります。
    pub answer_days: u32,
    /// 設定に書いた電話番号などを、最後に確かめてから何日で知らせるか。
    pub checked_days: u32,
    /// 国・厚生局・市の一覧の時点が、何日たったら古いと知らせるか。
    pub source_days: u32,
}

impl Default for Freshness {
    fn default() -> Self {
        Self { answer_days: 365, checked_days: 365, source_days: 400 }
    }
}
