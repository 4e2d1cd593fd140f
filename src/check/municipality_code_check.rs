//! The municipality's own code.

use super::digits::municipality;
use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "municipality-code-check",
        Severity::Error,
        [
            "設定の市区町村コードが6けたで、最後の1けた（検査数字）が合うか。",
            "公開するデータのファイル名とコードの列が、よその市のものになります。",
            "code = \"131017\"（正しくは 131016）",
            "総務省の全国地方公共団体コードの表で、6けたを確かめます。",
        ],
    )
    .machine("L3-06"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    let code = &of.settings.municipality.code;
    let digit = code.get(..5).filter(|_| code.len() == 6).and_then(municipality);
    if digit.is_none_or(|digit| code[5..] != *digit.to_string()) {
        found.in_settings(|| match digit {
            Some(digit) => {
                format!("市区町村コード「{code}」の最後の数字が合いません（{}なら {digit}）。", &code[..5])
            }
            None => format!("市区町村コード「{code}」が6けたの数字ではありません。"),
        });
    }
}
