//! Real facilities on a site that says of itself that everything on it is invented.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};

/// Stands in the name of whatever is invented.
const MARK: &str = "見本";

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "sample-real",
        Severity::Error,
        [
            "本物の施設がのっているのに、設定が見本（sample = true）のままになっていないか。",
            "全部のページに「施設は作りもので、電話はつながりません」と出て、検索にも出ません。読んだ人が電話をかけるのをやめます。",
            "sample = true",
            "ouchi.toml の sample を false にします。作りものの施設の表（geodata/list の _sample.csv）も、フォルダから出します。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    if !of.settings.site.sample {
        return;
    }
    let real = of.facilities.iter().filter(|facility| !facility.name.value.contains(MARK)).count();
    // A few may have been tried out; where most are real, the site is.
    if real * 2 > of.facilities.len() {
        found.in_settings(|| {
            format!("名前に「{MARK}」のない施設が {real} ありますが、設定は見本（sample = true）のままです。")
        });
    }
}
