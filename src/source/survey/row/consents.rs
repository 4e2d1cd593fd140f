//! Consent columns → what is allowed of each answer.

use super::super::Mapped;
use super::super::consent::{self, Allowed};
use super::{Cell, Row};
use crate::model::{Block, Consent, Refusal};
use crate::place::Origin;
use crate::source::cell::Finder;
use crate::table::CellKind;
use jiff::civil::Date;

/// What a sheet allows, and what it expressly refuses.
pub(super) struct Consents {
    /// Of the whole sheet; `None` where no column asks.
    whole: Option<Consent>,
    /// Of single questions and blocks.
    single: Vec<(String, Consent)>,
    pub(super) refusals: Vec<Refusal>,
}

impl Row<'_> {
    fn allowed(&self, cell: Cell<'_>, finder: &mut Finder<'_>) -> Allowed {
        consent::read(cell.text, &self.names.setting.answers).unwrap_or_else(|| {
            finder.warning("consent-unclear", cell.at, || {
                (
                    "同意の欄の言葉の意味がわかりません。同意なしとして扱いました。".to_owned(),
                    "市民に公表してよい・関係者のみ・公表しない のどれかに直してください。意味が決まっているなら、設定の `[survey.answers]` の `consent_citizens` か `consent_partners` に足してください。",
                )
            });
            Allowed::Nobody
        })
    }

    /// Whether a cell says anything but yes; a blank one says nothing. Words that are not known may be a withdrawal, so
    /// they hold older consents back until somebody has read them.
    fn refuses(&self, cell: Cell<'_>) -> bool {
        let said = consent::read(cell.text, &self.names.setting.answers);
        !cell.text.trim().is_empty() && said != Some(Allowed::Citizens)
    }

    pub(super) fn consents(&self, as_of: Date, finder: &mut Finder<'_>) -> Consents {
        let [main, partners, open] = ["consent", "consent_partners", "consent_open_data"].map(|key| self.key(key));
        let shown = self.allowed(main, finder);
        let for_partners = self.allowed(partners, finder);
        let open_data = self.allowed(open, finder) == Allowed::Citizens;
        let asked = |key: &str| self.names.number(Mapped::Column(key)).is_some();
        let whole = (asked("consent") || asked("consent_partners")).then_some(Consent {
            citizens: shown == Allowed::Citizens,
            partners: shown != Allowed::Nobody || for_partners != Allowed::Nobody,
            open_data,
        });
        let mut refusals = Vec::new();
        let mut refuse = |question: Option<String>, leaves: Consent, origin: Origin| {
            if !(leaves.citizens && leaves.partners && leaves.open_data) {
                // A refusal stands in the row of its answers, whichever cell holds it.
                let origin = Origin { column: origin.column, ..self.at() };
                refusals.push(Refusal { question, leaves, as_of: Some(as_of), origin });
            }
        };
        let left = whole.unwrap_or_default();
        refuse(
            None,
            Consent {
                // Who refuses even professionals, and says nothing of citizens, allows these nothing either.
                citizens: !self.refuses(main) && (left.citizens || left.partners || !self.refuses(partners)),
                partners: left.partners || !(self.refuses(main) || self.refuses(partners)),
                open_data: !(self.refuses(main) || self.refuses(open)),
            },
            main.at,
        );
        let mut single = Vec::new();
        for (number, (mapped, _)) in self.names.all.iter().enumerate() {
            let Mapped::Consent(about) = mapped else { continue };
            let cell = self.cell(number).unwrap_or(Cell { text: "", kind: CellKind::Text, at: self.at() });
            let allowed = self.allowed(cell, finder);
            let consent = Consent {
                citizens: allowed == Allowed::Citizens,
                partners: allowed != Allowed::Nobody,
                open_data: open_data && allowed == Allowed::Citizens,
            };
            single.push(((*about).to_owned(), consent));
            if self.refuses(cell) {
                for question in self.questions_of(about) {
                    refuse(Some(question), consent, cell.at);
                }
            }
        }
        Consents { whole, single, refusals }
    }

    fn questions_of(&self, about: &str) -> Vec<String> {
        match Block::ALL.iter().find(|block| block.id() == about) {
            Some(block) => {
                let all = self.names.vocabulary.all().iter();
                all.filter(|question| question.block == *block).map(|question| question.id.to_string()).collect()
            }
            None => vec![about.to_owned()],
        }
    }

    /// What is allowed of one answer: the narrowest of all that was asked about it, nothing where nothing was asked.
    pub(super) fn consent_for(&self, question: &str, consents: &Consents) -> Consent {
        let block = self.names.vocabulary.get(question).map(|question| question.block.id());
        let single = consents.single.iter().filter(|(about, _)| about == question || Some(about.as_str()) == block);
        single.map(|(_, consent)| *consent).chain(consents.whole).reduce(Consent::and).unwrap_or_default()
    }
}
