//! A facility whose people nobody is told to ask.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "area-unassigned",
        Severity::Warning,
        [
            "市内の施設が、どの圏域かがわかるか。",
            "圏域の一覧と地図に出ず、相談窓口も案内できません。",
            "町の表に町はあるが、圏域の欄が空。",
            "geodata/area の町の表に、その町の圏域を書きます。",
        ],
    )
    .machine("L3-06"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    if of.settings.areas.is_empty() {
        return;
    }
    for facility in of.facilities.iter().filter(|one| of.is_ours(one) && one.area.is_none()) {
        // A town that the table does not know is told by itself.
        let Some(town) = facility.town else { continue };
        let origin = facility.address.as_ref().map_or(facility.name.origin, |address| address.origin);
        found.at(origin, || {
            let town = facility.quoted(&of.areas.town(town).name);
            format!("「{}」のある町{town}の圏域が決まっていません。", facility.called())
        });
    }
}
