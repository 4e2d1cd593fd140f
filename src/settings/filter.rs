//! By what else lists can be narrowed.

use serde::Deserialize;

/// 一覧をしぼる条件。1つも書かなければ、決まったもの（往診・24時間の連絡・看取り・新しい方の受け入れ・家でできる医療・開いている日など）を使います。
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilterSetting {
    /// ページのアドレスになる英数字。例: `"night-contact"`。サービスと同じ名前なら、そのサービスの一覧につながります。
    pub id: String,
    /// 名前。例: `"24時間連絡がつく"`
    pub name: String,
    /// どんなところが入るかを、ひとことで。
    #[serde(default)]
    pub text: String,
    /// 調査の質問。「している」「要相談」と答え、公表に同意した施設が入ります。
    #[serde(default)]
    pub answers: Vec<String>,
    /// 「家でできる医療」の答えにこの言葉が入っている施設が入ります。例: `["胃ろう"]`
    #[serde(default)]
    pub choices: Vec<String>,
    /// 公表された時間で決めるもの: `weekday`（平日）、`evening`（平日の18時より後）、`saturday`、`sunday`
    #[serde(default)]
    pub open: Option<OpenOn>,
}

/// When it must be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenOn {
    /// Monday to Friday.
    Weekday,
    /// Monday to Friday, after 18:00.
    Evening,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

fn asked(id: &str, name: &str, text: &str, question: &str) -> FilterSetting {
    let (id, name, text) = (id.to_owned(), name.to_owned(), text.to_owned());
    FilterSetting { id, name, text, answers: vec![question.to_owned()], choices: Vec::new(), open: None }
}

fn done(id: &str, name: &str, word: &str) -> FilterSetting {
    let text = format!("「{name}」に、家で対応していると答えたところです。");
    let (id, name) = (id.to_owned(), name.to_owned());
    FilterSetting { id, name, text, answers: Vec::new(), choices: vec![word.to_owned()], open: None }
}

fn open(id: &str, name: &str, text: &str, on: OpenOn) -> FilterSetting {
    let (id, name, text) = (id.to_owned(), name.to_owned(), text.to_owned());
    FilterSetting { id, name, text, answers: Vec::new(), choices: Vec::new(), open: Some(on) }
}

/// What is used when the settings name none.
pub(super) fn usual() -> Vec<FilterSetting> {
    vec![
        asked("house-call", "往診をする", "頼まれて家に来ると答えたところです。", "house-call"),
        asked("night-contact", "24時間連絡がつく", "24時間連絡がつくと答えたところです。", "night-contact"),
        asked("night-visit", "夜間・休日も往診する", "夜間や休日も往診すると答えたところです。", "night-visit"),
        asked("end-of-life", "看取りに対応", "看取りに対応すると答えたところです。", "end-of-life"),
        asked(
            "new-patients",
            "新しい方を受け入れ中",
            "新しい方を受け入れていると答えたところです。変わりやすいので、電話で確かめてください。",
            "new-patients",
        ),
        asked("dementia", "認知症の方に対応", "認知症の方に対応すると答えたところです。", "dementia"),
        asked("children", "医療が必要な子どもに対応", "医療が必要な子どもに対応すると答えたところです。", "children"),
        asked("narcotics", "医療用麻薬に対応", "痛みをやわらげる医療用麻薬に対応すると答えたところです。", "narcotics"),
        done("tube-feeding", "胃ろう・経管栄養", "胃ろう"),
        done("oxygen", "在宅酸素", "在宅酸素"),
        done("ventilator", "人工呼吸器", "人工呼吸器"),
        done("tracheostomy", "気管切開", "気管切開"),
        done("central-line", "中心静脈栄養", "中心静脈栄養"),
        done("drip", "点滴", "点滴"),
        done("catheter", "尿の管（カテーテル）", "カテーテル"),
        done("stoma", "人工肛門", "人工肛門"),
        done("bedsore", "床ずれの手当て", "床ずれ"),
        done("palliative", "がんの緩和ケア", "緩和ケア"),
        open("weekday", "平日に開いている", "公表された時間で、平日に開いているところです。", OpenOn::Weekday),
        open(
            "evening",
            "夕方18時より後も",
            "公表された時間で、平日の18時より後も開いているところです。",
            OpenOn::Evening,
        ),
        open(
            "saturday",
            "土曜に開いている",
            "公表された時間で、土曜に開いているところです。週によって休みのところもあります。",
            OpenOn::Saturday,
        ),
        open("sunday", "日曜に開いている", "公表された時間で、日曜に開いているところです。", OpenOn::Sunday),
    ]
}
