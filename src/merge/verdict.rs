//! Evidence → verdict. Rules, in order; the first that fits decides. The score decides only within what a rule allows.

use super::evidence::{AddressAgreement, Evidence, NameAgreement, PhoneAgreement, PlaceAgreement};

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
    /// The address alone agrees, or with the phone, under another name.
    Successor,
    /// It was answered, and a fact changed since that the answer rested on.
    Changed,
    /// Answers that cannot all be true.
    Contradicts,
}

impl Reason {
    /// What staff read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Renumbered => "番号だけがちがいます（開設者が変わり番号が新しくなった？）",
            Self::Moved => "名称は同じですが、住所も電話も一致しません（移転した？ 別の施設？）",
            Self::Renamed => "場所は同じですが、名称は一部だけが同じです（改称した？ 併設の別の施設？）",
            Self::Several => "あてはまる施設が複数あります",
            Self::Successor => "場所は同じですが、名称がちがいます（あとに入った別の施設？ 改称した？）",
            Self::Changed => "前に答えたあとで、もとの事実が変わりました",
            Self::Contradicts => "ほかの答えと食いちがっています（どちらかを直してください）",
        }
    }
}

/// A pair is the same only from this score on.
const SURE: f64 = 0.98;
/// Two facts agree and there is no other partner on either side: from this score on the place may differ.
const LIKELY: f64 = 0.8;
/// A name that agrees with something that other facilities share too is the same only from this score on.
const VERY_SURE: f64 = 0.99;
/// Below this nobody is asked about a name alone.
const WORTH_ASKING: f64 = 0.05;
/// The same where the phones differ too.
const WORTH_ASKING_AGAINST: f64 = 0.2;

/// Judges a pair whose evidence has been weighed.
pub fn judge(evidence: &Evidence) -> Verdict {
    use Verdict::{Different, Review, Same};
    let phone = evidence.phone_agrees();
    let place = evidence.place();
    let here = place >= PlaceAgreement::Close;
    if evidence.number_agrees {
        return Same;
    }
    if !evidence.sort_fits {
        return Different;
    }
    if evidence.number_conflicts {
        // Two numbers of one register are two offices, unless a successor took over the door, the phone and the name.
        let name = evidence.name >= NameAgreement::Reading;
        return if name && (phone || here) { Review(Reason::Renumbered) } else { Different };
    }
    let sure = |needed: f64, otherwise: Reason| if evidence.score >= needed { Same } else { Review(otherwise) };
    match evidence.name {
        NameAgreement::Same => same_name(evidence, place, phone),
        NameAgreement::Reading if here => sure(SURE, Reason::Renamed),
        NameAgreement::Reading if phone && place != PlaceAgreement::Elsewhere => sure(SURE, Reason::Renamed),
        NameAgreement::Reading
            if phone
                && evidence.measured
                && evidence.municipality != Some(false)
                && evidence.operator != Some(false) =>
        {
            sure(SURE, Reason::Moved)
        }
        NameAgreement::Reading if phone || place == PlaceAgreement::Stops => Review(Reason::Moved),
        NameAgreement::Slip if here && (phone || evidence.reading != Some(false)) => sure(SURE, Reason::Renamed),
        NameAgreement::Slip if here || phone => Review(Reason::Renamed),
        // The reading agrees though the name was written otherwise.
        NameAgreement::Stem | NameAgreement::Holds | NameAgreement::Alike | NameAgreement::Differs
            if evidence.reading == Some(true) && (here || phone) =>
        {
            if here && phone {
                sure(SURE, Reason::Renamed)
            } else {
                Review(Reason::Renamed)
            }
        }
        NameAgreement::Stem
            if here
                && !evidence.hospital_and_clinic
                && (phone && evidence.operator != Some(false) || evidence.operator == Some(true)) =>
        {
            sure(SURE, Reason::Renamed)
        }
        NameAgreement::Stem if here || phone => Review(Reason::Renamed),
        NameAgreement::Holds | NameAgreement::Alike if here && phone => Review(Reason::Renamed),
        NameAgreement::Holds if here && evidence.operator != Some(false) => Review(Reason::Renamed),
        NameAgreement::Branch if here && phone => Review(Reason::Renamed),
        NameAgreement::Alike | NameAgreement::Differs | NameAgreement::Unknown
            if evidence.address == AddressAgreement::Same || (place == PlaceAgreement::Near && evidence.depth >= 2) =>
        {
            Review(Reason::Successor)
        }
        _ => Different,
    }
}

/// The names are one. Something else must agree; what, decides how sure it must be.
fn same_name(evidence: &Evidence, place: PlaceAgreement, phone: bool) -> Verdict {
    use Verdict::{Different, Review, Same};
    let other_operator = evidence.operator == Some(false);
    let sure = |needed: f64| if evidence.score >= needed { Same } else { Review(Reason::Moved) };
    let worth_asking = if evidence.phone == PhoneAgreement::Differs { WORTH_ASKING_AGAINST } else { WORTH_ASKING };
    if evidence.municipality == Some(false) && !evidence.is_close() {
        // A chain's switchboard, or it moved out of town.
        return if phone && !other_operator { Review(Reason::Moved) } else { Different };
    }
    if evidence.municipality == Some(false) {
        return Review(Reason::Moved);
    }
    match place {
        PlaceAgreement::Same | PlaceAgreement::Near | PlaceAgreement::Close => {
            if evidence.hospital_and_clinic || (other_operator && !phone && place == PlaceAgreement::Close) {
                Review(Reason::Renamed)
            } else {
                sure(SURE)
            }
        }
        PlaceAgreement::Block | PlaceAgreement::Stops => {
            if phone || (!other_operator && evidence.score >= VERY_SURE) {
                sure(SURE)
            } else {
                Review(Reason::Moved)
            }
        }
        PlaceAgreement::Unknown if phone => sure(SURE),
        // The same name and phone (or operator) in another town of one municipality may be a branch. It is the same only
        // where the tables are large enough to show that such a name is rare in them, and that there is no other.
        PlaceAgreement::Town | PlaceAgreement::Elsewhere
            if !other_operator && evidence.measured && (phone || evidence.operator == Some(true)) =>
        {
            sure(LIKELY)
        }
        _ if phone => Review(Reason::Moved),
        PlaceAgreement::Town if other_operator => Different,
        PlaceAgreement::Town | PlaceAgreement::Elsewhere | PlaceAgreement::Unknown
            if !other_operator && evidence.score >= worth_asking =>
        {
            Review(Reason::Moved)
        }
        _ => Different,
    }
}
