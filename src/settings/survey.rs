//! How a survey sheet is read: which heading is which question, which words mean what.

use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// 調査票（1つの表につき1つ）。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveySetting {
    /// 調査の名前。例: `"在宅医療実態調査（令和8年度）"`
    pub name: String,
    /// ファイル（xlsx か CSV）。
    pub path: String,
    /// シートの名前。無ければ最初のシート。
    #[serde(default)]
    pub sheet: Option<String>,
    /// いつ時点の答えか（回答日の列が空のとき）。
    #[serde(deserialize_with = "super::date::read")]
    pub as_of: Date,
    /// いつから公表してよいか。この日より前に作ったサイトには、この調査の答えは出ません。
    #[serde(default, deserialize_with = "super::date::read_optional")]
    pub publish_on: Option<Date>,
    /// だれに聞いたか: `clinic` `hospital` `dental` `pharmacy` `care` `other`
    #[serde(default = "clinic")]
    pub kind: crate::model::Kind,
    /// 施設を見分ける列など。左が項目、右が表の見出し。項目: `name` `kana` `address` `phone` `care_number` `institution_number` `answered_on` `consent` `consent_partners` `consent_open_data`
    pub columns: BTreeMap<String, String>,
    /// 質問の列。左が質問の名前（`home-visit` など）、右が表の見出し。
    #[serde(default)]
    pub questions: BTreeMap<String, String>,
    /// 1つの選択肢に1つの列があるとき。左が質問の名前、右は「選択肢 = 見出し」。
    #[serde(default)]
    pub choices: BTreeMap<String, BTreeMap<String, String>>,
    /// 答えの言葉の意味を足すとき。
    #[serde(default)]
    pub answers: SurveyAnswers,
}

const fn clinic() -> crate::model::Kind {
    crate::model::Kind::Clinic
}

/// 答えの言葉の意味。ふつうの言葉（○・はい・可・有 など）は書かなくてもわかります。
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SurveyAnswers {
    /// 「はい」と読む言葉。
    pub yes: Vec<String>,
    /// 「いいえ」と読む言葉。
    pub no: Vec<String>,
    /// 「要相談」と読む言葉。
    pub consult: Vec<String>,
    /// 市民への公表に同意したと読む言葉。例: `["市民に公表してよい"]`
    pub consent_citizens: Vec<String>,
    /// 関係者だけなら同意したと読む言葉。
    pub consent_partners: Vec<String>,
}
