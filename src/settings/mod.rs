//! `ouchi.toml`: who we are, what is read, what citizens are told.
//!
//! The doc comments of these structs are the reference of the settings (`docs/settings.md` is made from them, and a
//! test keeps the two together). Unknown keys are refused with the nearest known one.

mod address;
mod date;
mod emergency;
mod fetch;
mod filter;
mod parse;
mod precedence;
mod publish;
mod reference;
mod site;
mod sources;
mod survey;
mod toml_words;
mod wording;

pub use address::is_web;
pub use emergency::{EmergencyCall, EmergencyKind};
pub use fetch::{FetchPages, FetchSetting};
pub use filter::{FilterSetting, OpenOn};
pub use parse::{nearest, parse, parse_toml};
pub use precedence::{Field, Precedence, Register};
pub use publish::{Limits, PublishSetting};
pub use reference::reference;
pub use site::{AreaSetting, DeskSetting, Feedback, Freshness, Municipality, Site};
pub use sources::{Keep, SourceSetting, SourcesSetting};
pub use survey::{QuestionSetting, SurveyAnswers, SurveySetting};
pub use wording::Wording;

use crate::model::Vocabulary;
use serde::Deserialize;

/// `ouchi.toml` の全体。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// サイトの名前・公開先・問い合わせ先。
    pub site: Site,
    /// 自治体のコードと名前。
    pub municipality: Municipality,
    /// 読み込むデータの場所と時点。書かなければ `geodata/` の下の決まったフォルダを読みます。
    #[serde(default)]
    pub sources: SourcesSetting,
    /// 一覧どうしが食いちがうとき、どの一覧の値を載せるか。
    #[serde(default)]
    pub precedence: Precedence,
    /// 調査票（1つの表につき1つ）。
    #[serde(default, rename = "survey")]
    pub surveys: Vec<SurveySetting>,
    /// 市が自分で足す質問。
    #[serde(default, rename = "question")]
    pub questions: Vec<QuestionSetting>,
    /// 圏域と、その相談窓口。
    #[serde(default, rename = "area")]
    pub areas: Vec<AreaSetting>,
    /// 急なときの電話。上から順にページに出ます。
    #[serde(default, rename = "emergency")]
    pub emergency: Vec<EmergencyCall>,
    /// いつまでを新しい情報とみなすか。
    #[serde(default)]
    pub freshness: Freshness,
    /// 公式データの取り込みとリンクの確認。
    #[serde(default)]
    pub fetch: FetchSetting,
    /// 前の公開からの変化の目安。
    #[serde(default)]
    pub limits: Limits,
    /// 公開用のファイルのまとめ方。
    #[serde(default)]
    pub publish: PublishSetting,
    /// 一覧をしぼる条件。書けば、決まったものの代わりになります。
    #[serde(default = "filter::usual", rename = "filter")]
    pub filters: Vec<FilterSetting>,
}

impl Settings {
    /// The questions of this municipality.
    pub fn vocabulary(&self) -> Vocabulary {
        Vocabulary::with(self.questions.iter().map(QuestionSetting::question).collect())
    }
}
