//! Evidence → verdict. Rules, in order; the first that fits decides.

use super::evidence::{AddressAgreement, Evidence, NameAgreement};

/// What is made of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// One facility.
    Same,
    /// Two.
    Different,
    /// A person decides.
    Review(Reason),
}

/// Why a person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Everything agrees but the office's number, as after a change of operator.
    Renumbered,
    /// The name agrees, but the rest does not, or is missing: it may have moved.
    Moved,
    /// Phone and address agree, but the names only in part.
    Renamed,
    /// It fits several facilities.
    Several,
}

impl Reason {
    /// What staff read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Renumbered => "番号だけがちがいます（開設者が変わり番号が新しくなった？）",
            Self::Moved => "名称は同じですが、住所も電話も一致しません（移転した？ 別の施設？）",
            Self::Renamed => "電話と住所は同じですが、名称は一部だけが同じです（改称した？ 併設の別の施設？）",
            Self::Several => "あてはまる施設が複数あります",
        }
    }
}

/// Judges a pair.
pub fn judge(evidence: &Evidence) -> Verdict {
    let name = evidence.name == NameAgreement::Same;
    let phone = evidence.phone == Some(true);
    let near = matches!(evidence.address, AddressAgreement::Same | AddressAgreement::Near);
    let elsewhere = evidence.address == AddressAgreement::Differs && !evidence.is_close();
    if evidence.number_agrees {
        return Verdict::Same;
    }
    if !evidence.sort_fits {
        return Verdict::Different;
    }
    if evidence.number_conflicts {
        // Two numbers of one register are two offices, unless a successor took over the door, the phone and the name.
        return if name && (phone || near) { Verdict::Review(Reason::Renumbered) } else { Verdict::Different };
    }
    if name && (phone || near || evidence.is_close()) {
        // The same name and phone in another town is a branch that shares a switchboard.
        return if phone && elsewhere { Verdict::Review(Reason::Moved) } else { Verdict::Same };
    }
    if phone && near && evidence.name == NameAgreement::Holds {
        return Verdict::Review(Reason::Renamed);
    }
    Verdict::Different
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence() -> Evidence {
        Evidence {
            name: NameAgreement::Same,
            address: AddressAgreement::Unknown,
            phone: None,
            distance: None,
            number_agrees: false,
            number_conflicts: false,
            sort_fits: true,
        }
    }

    #[test]
    fn a_name_alone_or_a_phone_alone_never_joins() {
        assert_eq!(judge(&evidence()), Verdict::Different);
        let phone = Evidence { name: NameAgreement::Differs, phone: Some(true), ..evidence() };
        assert_eq!(judge(&phone), Verdict::Different);
    }

    #[test]
    fn a_name_with_phone_address_or_closeness_joins() {
        assert_eq!(judge(&Evidence { phone: Some(true), ..evidence() }), Verdict::Same);
        assert_eq!(
            judge(&Evidence { address: AddressAgreement::Near, phone: Some(false), ..evidence() }),
            Verdict::Same
        );
        assert_eq!(judge(&Evidence { distance: Some(40.0), ..evidence() }), Verdict::Same);
    }

    #[test]
    fn another_number_of_the_same_register_is_never_joined() {
        let all = Evidence { phone: Some(true), address: AddressAgreement::Same, number_conflicts: true, ..evidence() };
        assert_eq!(judge(&all), Verdict::Review(Reason::Renumbered));
        assert_eq!(judge(&Evidence { number_conflicts: true, ..evidence() }), Verdict::Different);
    }

    #[test]
    fn a_clinic_and_its_visiting_nurses_stay_two() {
        let nurses = Evidence { phone: Some(true), address: AddressAgreement::Same, sort_fits: false, ..evidence() };
        assert_eq!(judge(&nurses), Verdict::Different);
    }

    #[test]
    fn the_same_name_and_switchboard_in_another_town_is_asked() {
        let branch = Evidence { phone: Some(true), address: AddressAgreement::Differs, ..evidence() };
        assert_eq!(judge(&branch), Verdict::Review(Reason::Moved));
    }
}
