//! What merging and withholding have to tell staff.

use crate::consent::{self, Standing};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::merge::{Claimed, Disagreement, Followed, Linked};
use crate::model::{Decision, Editions, Facility, Fact, Record, SourceKind, Withheld};
use crate::place::Sources;
use crate::report::DisagreementLine;

/// One finding per pair that a person must decide, and one per survey row that no register knows.
pub(super) fn report_doubts(records: &[Record], linked: &Linked, sources: &Sources, diagnostics: &mut Diagnostics) {
    for doubt in &linked.doubts {
        let (left, right) = (&records[doubt.left], &records[doubt.right]);
        let both = format!("{}と{}", told(left), told(right));
        if doubt.is_put_off() {
            diagnostics.push(
                Diagnostic::note(
                    "merge-unknown",
                    format!("{both}は、同じ施設か「わからない」と答えられた組です。{}。", doubt.evidence),
                )
                .at(sources.place(right.name.origin))
                .help("別々に載せています。わかったら ouchi review の表の「答えた組」で答えを変えてください。"),
            );
            continue;
        }
        let public = left.source.is_register() && right.source.is_register();
        let since = doubt.earlier.as_ref().map(|earlier| {
            let changed = if public {
                earlier.changed.join("。")
            } else {
                "書かれていることが変わりました".to_owned()
            };
            format!("前の答えは「{}」ですが、{changed}。", earlier.ruling.word())
        });
        diagnostics.push(
            Diagnostic::warning(
                "merge-review",
                format!(
                    "{both}は同じ施設かもしれません。{}。{}。{}",
                    doubt.evidence,
                    doubt.reason.words(),
                    since.unwrap_or_default()
                ),
            )
            .at(sources.place(right.name.origin))
            .help(format!(
                "まとめずに別々に載せています。もう一方は {} です。ouchi review で答えの表ができます。",
                sources.place(left.name.origin)
            )),
        );
    }
    for cluster in &linked.clusters {
        let alone = cluster.iter().all(|at| records[*at].source == SourceKind::Survey);
        let doubtful = |at: &usize| linked.doubts.iter().any(|doubt| doubt.left == *at || doubt.right == *at);
        if alone && !cluster.iter().any(doubtful) {
            let record = &records[cluster[0]];
            diagnostics.push(
                Diagnostic::warning(
                    "survey-unmatched",
                    "調査のこの行の施設は、国や県の一覧のどの施設とも結びつきませんでした。",
                )
                .at(sources.place(record.name.origin))
                .help("名称・住所・電話を一覧と見くらべてください。公表に同意した答えがあれば、調査だけの施設として載ります。"),
            );
        }
    }
}

/// What findings call a record: a register's name is public, a survey's row is not named.
fn told(record: &Record) -> String {
    let source = record.source.short();
    if record.source.is_register() {
        format!("「{}」（{source}）", record.name.value)
    } else {
        format!("{source}の行")
    }
}

/// Decisions that could not be followed.
pub(super) fn report_decisions(
    decisions: &[Decision],
    linked: &Linked,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    for (decision, followed) in decisions.iter().zip(&linked.followed) {
        let name = |at: usize| {
            let party = &decision.parties[at];
            if party.reference.starts_with(&format!("{}/", SourceKind::Survey.slug())) {
                return "調査の行".to_owned();
            }
            party.facts.get(Fact::Name).unwrap_or(&party.reference).to_owned()
        };
        let what = format!("「{}」と「{}」を「{}」とした答えは、", name(0), name(1), decision.ruling.word());
        let found = match followed {
            Followed::Holds | Followed::Changed => continue,
            Followed::Missing => Diagnostic::note(
                "decision-unknown",
                format!("{what}いまのデータにどちらかの施設がないので、使っていません。"),
            )
            .help("施設がなくなったのなら、そのままでかまいません。手で書いた行なら、番号を確かめてください。"),
            Followed::Contradicts => Diagnostic::warning(
                "decision-contradicts",
                format!("{what}ほかの答えと食いちがいます。まとめずに別々に載せています。"),
            )
            .help("ouchi review の表の「答えた組」で、どちらかの答えを直してください。"),
            Followed::AgainstNumber => {
                Diagnostic::warning("decision-contradicts", format!("{what}公的な番号が同じなので使っていません。"))
                    .help("番号がまちがっているなら、公表元に訂正を頼んでください。")
            }
        };
        diagnostics.push(match decision.origin {
            Some(origin) => found.at(sources.place(origin)),
            None => found,
        });
    }
}

/// Answers of one day that contradict each other, and answers in words that are not for everybody.
pub(super) fn report_answers(facilities: &[Facility], sources: &Sources, diagnostics: &mut Diagnostics) {
    for facility in facilities {
        for standing in consent::standing(facility) {
            match standing {
                Standing::Contradicts(all) => {
                    let places: Vec<String> = all.iter().map(|one| sources.place(one.origin).to_string()).collect();
                    diagnostics.push(
                        Diagnostic::warning(
                            "answers-contradict",
                            format!(
                                "「{}」の同じ日の回答が食いちがっています（{}）。どれも載せませんでした。",
                                facility.called(),
                                places.join("、")
                            ),
                        )
                        .at(sources.place(all[0].origin))
                        .help("正しい答えを確かめて、ちがうほうの行かセルを消してください。"),
                    );
                }
                Standing::One(one, consent)
                    if consent.citizens && !one.partners_only && !consent::is_for_everybody(one) =>
                {
                    diagnostics.push(
                        Diagnostic::warning(
                            "answer-not-for-everybody",
                            "電話・メールか長い文が書かれている答えなので、市民版には載せませんでした。",
                        )
                        .at(sources.place(one.origin))
                        .help("決まった言葉か短い言葉にすると載ります。"),
                    );
                }
                Standing::One(..) => {}
            }
        }
    }
}

/// Lines of the withhold list that hide nothing.
pub(super) fn report_withheld(
    withheld: &[Withheld],
    facilities: &[Facility],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    for line in withheld.iter().filter(|line| !facilities.iter().any(|facility| facility.id == line.id)) {
        diagnostics.push(
            Diagnostic::warning(
                "withhold-unknown",
                format!("施設の番号「{}」はありません。何も隠していません。", line.id),
            )
            .at(sources.place(line.origin))
            .help("番号は施設のページのアドレス facility/◯◯◯◯.html の ◯◯◯◯ の部分です。"),
        );
    }
}

/// Disagreements as staff read them, one line per other value.
pub(super) fn disagreement_lines(
    all: &[Disagreement],
    facilities: &[Facility],
    sources: &Sources,
    editions: &Editions,
) -> Vec<DisagreementLine> {
    let told = |claimed: &Claimed| {
        let day = editions.get(claimed.origin.source).and_then(|edition| edition.as_of);
        (claimed.value.clone(), claimed.source.short(), day)
    };
    let mut lines = Vec::new();
    for one in all {
        let facility = &facilities[one.facility];
        lines.extend(one.others.iter().map(|other| DisagreementLine {
            facility: facility.name.value.clone(),
            id: facility.id.clone(),
            about: one.about.word(),
            shown: told(&one.shown),
            other: told(other),
            place: sources.place(other.origin).to_string(),
        }));
    }
    lines
}
