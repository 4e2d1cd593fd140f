//! What is checked before publishing, and in which shape the site is packed.

use serde::Deserialize;
use std::collections::BTreeMap;

/// 前の公開からの変化が大きすぎないかの目安。1つでも超えると知らせが出て、`--strict` では書きません（`--accept` で受け入れます）。
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// 新しく載る施設（前の公開の施設数に対する%）。
    pub new_percent: u32,
    /// 載らなくなる施設（%）。
    pub gone_percent: u32,
    /// 名前が変わる施設（%）。
    pub renamed_percent: u32,
    /// 場所が変わる施設（%）。
    pub moved_percent: u32,
    /// 電話・FAXが変わる施設（%）。
    pub phone_percent: u32,
    /// この数までの変化は、いつも超えたとみなしません（施設）。
    pub few: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { new_percent: 20, gone_percent: 10, renamed_percent: 10, moved_percent: 10, phone_percent: 10, few: 3 }
    }
}

/// 公開用のファイルのまとめ方（`ouchi publish`）。
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublishSetting {
    /// サーバーやCMSが受け付けない拡張子の置きかえ。左が元、右が公開での拡張子。例: `geojson = "json"`。リンクも直します。`html` `css` `js` は変えられません。
    pub rename: BTreeMap<String, String>,
    /// `true` なら、圧縮したファイル（`.gz`）も並べて入れます。サーバーが使えるときだけにします。
    pub gzip: bool,
}
