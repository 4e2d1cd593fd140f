//! How a survey sheet is read: which heading is which question, which words mean what.

use crate::model::{Form, Question};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// 調査票（1つの表につき1つ）。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveySetting {
    /// 調査の名前。例: `"在宅医療実態調査（令和8年度）"`
    pub name: String,
    /// ファイル（xlsx か CSV）か、フォルダ。フォルダなら中のファイルを全部読みます（1施設1枚の回答票でも、一覧表でも）。
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
    /// 施設を見分ける列など。左が項目、右が表の見出し（見出しが2段のときは下の段。同じ文字が2つあるときは上の段と続けて書く）。項目: `name` `kana` `address` `phone` `care_number` `institution_number` `answered_on` `consent` `consent_partners` `consent_open_data`
    pub columns: BTreeMap<String, String>,
    /// 質問の列。左が質問の名前（`home-visit` など）、右が表の見出し。
    #[serde(default)]
    pub questions: BTreeMap<String, String>,
    /// 1つの選択肢に1つの列があるとき。左が質問の名前、右は「選択肢 = 見出し」。
    #[serde(default)]
    pub choices: BTreeMap<String, BTreeMap<String, String>>,
    /// 質問やまとまりごとに公表の同意を聞いた列。左が質問の名前かまとまり（`visits` `care` `dental` `pharmacy` `nursing` `homes` `own` `contact`）、右が見出し。`columns` の `consent` もあるときは、せまいほうに合わせます。
    #[serde(default)]
    pub consents: BTreeMap<String, String>,
    /// 関係者だけに見せる質問（連絡の時間・担当・直通電話・メールなど）のうち、市民にも見せてよいと決めたもの。
    #[serde(default)]
    pub public: Vec<String>,
    /// 使わない列の見出し。ここに書くと「対応が決まっていない列」の知らせに出なくなります。
    #[serde(default)]
    pub ignore: Vec<String>,
    /// 何施設に聞いたか。書くと回答率が出ます。書かなければ、表にある施設の数を使います。
    #[serde(default)]
    pub asked: Option<u32>,
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

/// 市が自分で足す質問。`id` を `[survey.questions]` の左に書いて使います。
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionSetting {
    /// 英小文字・数字・ハイフンの名前。例: `"own-parking"`
    pub id: String,
    /// 答えの前に出る言葉。例: `"往診車の駐車場"`
    pub name: String,
    /// 「はい」のときに出る言葉（数なら単位）。
    #[serde(default = "yes")]
    pub yes: String,
    /// 答えの形: `plain`（はい・いいえ・要相談） `number`（数） `several`（いくつか選ぶ） `words`（言葉）
    #[serde(default = "plain")]
    pub form: Form,
    /// 選べる言葉（`several` のとき）。
    #[serde(default)]
    pub choices: Vec<String>,
    /// 関係者だけに見せるなら true。
    #[serde(default)]
    pub partners_only: bool,
    /// 古くなったら「電話で確認」に変えるなら true。
    #[serde(default)]
    pub expires: bool,
}

fn yes() -> String {
    "はい".to_owned()
}

const fn plain() -> Form {
    Form::Plain
}

impl QuestionSetting {
    /// As a question of the vocabulary.
    pub fn question(&self) -> Question {
        let mut own = Question::own(self.id.clone(), self.name.clone(), self.yes.clone(), self.form, &self.choices);
        own.partners_only = self.partners_only;
        own.expires = self.expires;
        own
    }
}
