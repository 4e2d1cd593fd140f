//! Several answers in one cell, and other words for the choices of the product's questions.

use super::answer::without_number;
use crate::model::Question;
use crate::table::heading_key;
use crate::text::width;

/// Other words for a choice, as questionnaires and clinics write them. What is broader than the choice is not here.
const ALSO: &[(&str, &[&str])] = &[
    ("在宅酸素療法", &["在宅酸素", "酸素療法", "酸素吸入", "HOT"]),
    ("経管栄養（胃ろう）", &["胃ろう", "胃瘻", "胃ロウ", "PEG", "胃ろうの管理", "胃瘻管理", "経管栄養（胃ろうなど）"]),
    ("経管栄養（経鼻・腸ろう）", &["経鼻栄養", "経鼻経管栄養", "経鼻", "腸ろう", "腸瘻"]),
    ("中心静脈栄養", &["IVH", "TPN", "高カロリー輸液", "中心静脈栄養法"]),
    ("点滴", &["末梢点滴", "点滴注射", "点滴の管理"]),
    ("気管切開の管理", &["気管切開", "気切"]),
    ("人工呼吸器", &["人工呼吸", "人工呼吸器の管理", "人工呼吸器管理"]),
    ("たんの吸引・吸入", &["たんの吸引", "痰の吸引", "たん吸引", "喀痰吸引", "吸引", "吸入", "痰吸引"]),
    (
        "床ずれ（褥そう）の処置",
        &[
            "床ずれ",
            "床ずれの処置",
            "褥そう",
            "褥瘡",
            "褥創",
            "じょくそう",
            "褥そう処置",
            "褥瘡処置",
            "褥そうの処置",
            "褥瘡の処置",
        ],
    ),
    ("傷の処置", &["創傷処置", "創傷の処置", "創処置"]),
    (
        "膀胱留置カテーテル",
        &["留置カテーテル", "尿道カテーテル", "膀胱カテーテル", "尿道留置カテーテル", "バルーンカテーテル"],
    ),
    ("人工肛門・人工膀胱", &["人工肛門", "人工膀胱", "ストーマ", "ストマ"]),
    ("インスリン", &["インスリン注射", "インスリン療法", "インシュリン"]),
    ("がんの緩和ケア", &["がん緩和ケア", "がん末期の緩和ケア", "がん末期等の緩和ケア"]),
    ("慢性の痛みの治療", &["慢性疼痛", "慢性疼痛の治療", "慢性疼痛管理"]),
    ("麻薬の持続注射（PCA）", &["PCA", "PCAポンプ", "麻薬持続注射"]),
    ("腹水・胸水を抜く処置", &["腹水", "胸水", "腹水穿刺", "胸水穿刺", "胸水を抜く処置", "腹水を抜く処置"]),
    ("腹膜透析", &["CAPD"]),
    ("PICC（腕からの中心静脈カテーテル）", &["PICC"]),
    ("リハビリテーション", &["リハビリ", "リハ"]),
    ("がんの終末期", &["がん末期", "末期がん", "癌末期", "末期癌"]),
    ("障害のある方", &["障害者", "障がい者"]),
    ("心の病気", &["精神疾患"]),
    ("感染症（肝炎・MRSAなど）", &["感染症", "感染症（肝炎、MRSA）"]),
    ("むし歯・歯周病の治療", &["むし歯", "虫歯", "歯周病", "歯周病の治療", "むし歯の治療"]),
    ("入れ歯", &["義歯", "入れ歯の作製・調整"]),
    ("飲み込みの検査・訓練", &["摂食嚥下", "嚥下", "嚥下訓練", "飲み込みの検査", "訓練"]),
    ("口の中の手入れ（口腔ケア）", &["口腔ケア", "口の中の手入れ"]),
    ("薬の一包化", &["一包化"]),
    ("錠剤の粉砕", &["粉砕"]),
];

/// The choice that words stand for, when the question has it.
pub fn known<'a>(question: &'a Question, words: &str) -> Option<&'a str> {
    let key = heading_key(words);
    question.choices().find(|choice| {
        let also = ALSO.iter().find(|(of, _)| of == choice).map_or(&[][..], |(_, also)| also);
        heading_key(choice) == key || also.iter().any(|word| heading_key(word) == key)
    })
}

/// Several answers in one cell, whatever stands between them; what is in brackets stays together.
pub(super) fn several(question: &Question, raw: &str) -> Vec<String> {
    let mut choices: Vec<String> = Vec::new();
    for part in parts(raw) {
        let clean = width::clean(&part);
        let bare = without_number(&clean).trim();
        // Blanks stand inside names of places too; between choices that are all known they separate.
        let by_blanks: Option<Vec<&str>> = bare.split(' ').map(|word| known(question, word)).collect();
        let found: Vec<&str> = by_blanks.unwrap_or_else(|| vec![known(question, bare).unwrap_or(bare)]);
        for choice in found.into_iter().filter(|choice| !choice.is_empty()) {
            if !choices.iter().any(|have| have == choice) {
                choices.push(choice.to_owned());
            }
        }
    }
    choices
}

fn parts(raw: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut depth = 0_u32;
    for c in raw.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let between = matches!(
            c,
            '、' | '，'
                | ','
                | '､'
                | '／'
                | '/'
                | '・'
                | '･'
                | ';'
                | '；'
                | '|'
                | '｜'
                | '+'
                | '＋'
                | '\n'
                | '\r'
                | '\t'
        );
        if between && depth == 0 {
            parts.push(String::new());
        } else {
            if ('①'..='⑳').contains(&c) && depth == 0 {
                parts.push(String::new());
            }
            if let Some(last) = parts.last_mut() {
                last.push(c);
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(id: &str, raw: &str) -> Vec<String> {
        several(crate::model::question(id).expect("known"), raw)
    }

    #[test]
    fn any_separator_separates() {
        for raw in [
            "点滴・胃瘻・輸血",
            "点滴 胃ろう 輸血",
            "点滴，PEG；輸血",
            "①点滴②胃ろう③輸血",
            "1.点滴\n2.胃ろう\n3.輸血",
            "点滴／胃ろう＋輸血",
        ] {
            assert_eq!(of("procedures", raw), ["点滴", "経管栄養（胃ろう）", "輸血"], "{raw}");
        }
        assert_eq!(of("procedures", "たんの吸引・吸入、ＩＶＨ"), ["たんの吸引・吸入", "中心静脈栄養"]);
        assert_eq!(of("procedures", "点滴 応相談のもの"), ["点滴 応相談のもの"], "not all are known");
        assert_eq!(of("areas", "流山市 北部"), ["流山市 北部"]);
        let list = "電話連絡、２．外来時／木（一丁目、二丁目のみ）\n電話連絡";
        assert_eq!(of("areas", list), ["電話連絡", "外来時", "木(一丁目、二丁目のみ)"]);
    }
}
