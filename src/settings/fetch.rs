//! How `ouchi fetch` brings official data, and how links are checked.

use serde::Deserialize;

/// 公式データの取り込み（`ouchi fetch`）とリンクの確認（`ouchi check --links`）。書かなければ、ふつうの値で動きます。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FetchSetting {
    /// 一緒に残す近隣の市区町村のコード（6けた。いくつでも）。例: `["122076", "122173"]`
    pub neighbours: Vec<String>,
    /// 市の境から何キロまでの行を残すか。`0` なら距離では残しません。位置の書かれていない行は、距離では残りません。
    pub distance_km: f64,
    /// 前の版から何パーセント行が減ったら止めるか。確かめて `--accept` を付けると進みます。
    pub lost_percent: u32,
    /// ダウンロードする1つのファイルの大きさの上限（MB）。
    pub max_mb: u64,
    /// zipを開いたときの大きさの上限（MB）。
    pub unpacked_mb: u64,
    /// 地図の下絵（市の境、鉄道、川）1つの大きさの上限（KB）。収まるまで線を簡単にします。
    pub base_kb: u64,
    /// `true` なら、どんなときも通信しません。
    pub offline: bool,
    /// プロキシ。`"system"`（パソコンの設定のとおり）、`"none"`（使わない）か、アドレス。例: `"http://proxy.city.example.jp:8080"`
    pub proxy: String,
    /// プロキシの利用者名。
    pub proxy_user: String,
    /// プロキシのパスワードだけを書いたファイル。このファイルは公開や共有をしないでください。例: `".ouchi/proxy-password"`
    pub proxy_password_file: String,
    /// 庁内の認証局の証明書（PEMのファイル。いくつでも）。
    pub ca: Vec<String>,
    /// 同じ相手に続けて聞くときの間（ミリ秒）。
    pub pace_ms: u64,
    /// うまくいかないときに、やり直す回数。
    pub retries: u32,
    /// やり直す前に待つ時間（ミリ秒）。やり直すたびに倍になります。
    pub first_wait_ms: u64,
    /// 何も届かないまま待つ時間の上限（秒）。
    pub silence_seconds: u64,
    /// 1つのファイルにかける時間の上限（秒）。
    pub total_seconds: u64,
    /// 相手に「待ってください」と言われたとき、その場で待つ時間の上限（秒）。これより長ければ、あとでやり直すよう案内します。
    pub longest_wait_seconds: u64,
    /// 厚生局の一覧のzipの名前（医科・歯科・薬局。`*` はどんな文字でも）。厚生局によって変えます。
    pub bureau_files: Vec<String>,
    /// 位置参照情報で足りない住所を、国土地理院の住所検索に聞くか。聞いた住所は相手に伝わります。
    pub ask_gsi: bool,
    /// 何回続けてつながらなかった施設のホームページを、ページから外すか。
    pub dead_after: u32,
    /// リンクを一度確かめたら、何日はそのままにするか。
    pub link_days: u32,
    /// データを公開しているページのアドレス。
    pub pages: FetchPages,
}

impl Default for FetchSetting {
    fn default() -> Self {
        Self {
            neighbours: Vec::new(),
            distance_km: 0.0,
            lost_percent: 20,
            max_mb: 512,
            unpacked_mb: 2048,
            base_kb: 120,
            offline: false,
            proxy: "system".into(),
            proxy_user: String::new(),
            proxy_password_file: String::new(),
            ca: Vec::new(),
            pace_ms: 1000,
            retries: 3,
            first_wait_ms: 2000,
            silence_seconds: 30,
            total_seconds: 900,
            longest_wait_seconds: 120,
            bureau_files: ["shisetsu_ika_r*.zip", "shisetsu_shika_r*.zip", "shisetsu_yakkyoku_r*.zip"]
                .map(str::to_owned)
                .into(),
            ask_gsi: false,
            dead_after: 3,
            link_days: 7,
            pages: FetchPages::default(),
        }
    }
}

/// データを公開しているページのアドレス。ファイルのアドレスは版ごとに変わるので書かず、ページから探します。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FetchPages {
    /// 介護サービス情報公表システム オープンデータ。
    pub kaigo: String,
    /// 医療情報ネット（ナビイ）オープンデータ。
    pub navii: String,
    /// 厚生局の「施設基準の届出受理状況」。厚生局によって変えます。
    pub bureau: String,
    /// 国土数値情報の入口。行政区域・鉄道・河川・湖沼のページをここから探します。
    pub ksj: String,
    /// 位置参照情報の入口。
    pub address: String,
    /// 位置参照情報のファイルの場所。`{edition}` に版（24.0a など）、`{code}` に市区町村のコード（5けた）が入ります。
    pub address_file: String,
    /// 国民の祝日（内閣府）。
    pub holidays: String,
    /// 国土地理院の住所検索。
    pub gsi: String,
}

impl Default for FetchPages {
    fn default() -> Self {
        Self {
            kaigo: "https://www.mhlw.go.jp/stf/kaigo-kouhyou_opendata.html".into(),
            navii: "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/kenkou_iryou/iryou/newpage_43373.html".into(),
            bureau: "https://kouseikyoku.mhlw.go.jp/kantoshinetsu/chousa/kijyun.html".into(),
            ksj: "https://nlftp.mlit.go.jp/ksj/index.html".into(),
            address: "https://nlftp.mlit.go.jp/isj/index.html".into(),
            address_file: "https://nlftp.mlit.go.jp/isj/dls/data/{edition}/{code}-{edition}.zip".into(),
            holidays: "https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html".into(),
            gsi: "https://msearch.gsi.go.jp/address-search/AddressSearch".into(),
        }
    }
}
