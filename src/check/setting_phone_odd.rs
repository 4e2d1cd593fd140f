//! Phone numbers that staff wrote into the settings.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::text::phone;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "setting-phone-odd",
        Severity::Error,
        [
            "設定に書いた電話（発行者、急なときの電話、相談窓口）が、電話番号として読めるか。",
            "全部のページに出る番号です。まちがっていると、急いでいる人がつながりません。",
            "phone = \"7155-345\"",
            "市外局番から書きます。119 や #7119 のような短い番号は、そのまま書けます。",
        ],
    ),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    let settings = of.settings;
    let calls = settings.emergency.iter().flat_map(|call| {
        [&call.phone, &call.phone_other].into_iter().flatten().map(move |number| (call.name.as_str(), number))
    });
    let desks = settings
        .areas
        .iter()
        .filter_map(|area| area.desk.as_ref())
        .filter_map(|desk| desk.phone.as_ref().map(|number| (desk.name.as_str(), number)));
    let publisher = settings.site.publisher_phone.as_ref().map(|number| (settings.site.publisher.as_str(), number));
    for (name, number) in calls.chain(desks).chain(publisher) {
        let digits = number.trim_start_matches('#');
        let short = (3..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !short && phone::parse(number).is_err() {
            found.in_settings(|| format!("「{name}」の電話「{number}」は、電話番号として読めません。"));
        }
    }
}
