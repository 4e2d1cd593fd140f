//! What is read, from where, as of when.

use jiff::civil::Date;
use serde::Deserialize;

/// どの行を使うか。
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// 自治体の行だけ。
    #[default]
    Municipality,
    /// 都道府県の行。
    Prefecture,
    /// すべての行（全国のサイト）。
    All,
}

/// 読み込むデータの場所と時点。
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourcesSetting {
    /// どの行を使うか: `municipality`（自治体の行だけ、ふつうはこれ）、`prefecture`（都道府県の行）か `all`（すべての行）。`prefecture` と `all` で `[[area]]` を書かなければ、市区町村ごとに分けたサイトになります
    pub keep: Keep,
    /// 介護サービス情報公表システムのCSV（`jigyosho_NNN.csv`）。ふつうは `geodata/kaigo`
    pub kaigo: Option<SourceSetting>,
    /// 医療情報ネット（ナビイ）のCSV。ふつうは `geodata/navii`
    pub navii: Option<SourceSetting>,
    /// 厚生局の届出受理医療機関名簿（xlsx）。ふつうは `geodata/bureau`
    pub bureau: Option<SourceSetting>,
    /// 市の施設一覧（自治体標準オープンデータの形のCSV）。ふつうは `geodata/list`
    pub list: Option<SourceSetting>,
    /// 町と圏域の表（CSV）。ふつうは `geodata/area`
    pub area: Option<SourceSetting>,
    /// 市の境・駅・鉄道（GeoJSON、CSV）。ふつうは `geodata/base`
    pub base: Option<SourceSetting>,
}

/// 1種類のデータの場所と時点。
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSetting {
    /// ファイルまたはフォルダ（いくつでも）。`ouchi.toml` のあるフォルダから見た場所か、絶対パス。
    pub paths: Vec<String>,
    /// いつ時点のデータか。ファイルに書いてあれば要りません。例: `2025-12-31`
    #[serde(default, deserialize_with = "super::date::read_optional")]
    pub as_of: Option<Date>,
    /// 出典の書き方を変えるとき。
    #[serde(default)]
    pub credit: Option<String>,
    /// 利用条件の書き方を変えるとき。
    #[serde(default)]
    pub licence: Option<String>,
    /// 公開元のページ。
    #[serde(default, deserialize_with = "super::address::read_web")]
    pub url: Option<String>,
}
