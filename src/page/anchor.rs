//! Ids of headings. They come from what is written and not from where it stands, so that a link to a heading survives
//! the headings that are added before it.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;
use crate::text::phrase::number_held;
use comrak::Arena;
use comrak::nodes::{Ast, AstNode, NodeValue};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its id on the page.
    pub id: String,
    /// Its words, as HTML without tags.
    pub title: String,
    /// 2 for 「## 」.
    pub level: u8,
    /// Where it is written.
    pub place: Place,
}

/// Stands around a heading's number until its HTML is there; cannot come from a text, which has no control characters.
const MARK: char = '\u{2}';
/// Of a heading without a letter.
const WORDLESS: &str = "見出し";

/// Headings as they are met.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    met: Vec<Met>,
}

#[derive(Debug)]
struct Met {
    /// Written behind the heading.
    given: Option<String>,
    words: String,
    level: u8,
    place: Place,
}

impl Anchors {
    /// Takes note of a heading, takes 「{#id}」 out of it and marks it.
    pub(super) fn meet<'a>(
        &mut self,
        arena: &'a Arena<'a>,
        node: &'a AstNode<'a>,
        (level, place): (u8, Place),
        found: &mut Diagnostics,
    ) {
        let given = node.last_child().and_then(cut).filter(|id| {
            let wrong = if !super::content::is_address_word(id) {
                format!("見出しの名前「{id}」は、アドレスに使えません。")
            } else if self.met.iter().any(|one| one.given.as_ref() == Some(id)) {
                format!("見出しの名前「{id}」が、この文章に2つあります。")
            } else {
                return true;
            };
            found.push(
                Diagnostic::error("content-heading-id", wrong)
                    .at(place.clone())
                    .help("半角の小文字・数字・ハイフンで、この文章に1つだけの名前にしてください。例: ## 準備 {#junbi}")
                    .fatal(),
            );
            false
        });
        let mark = NodeValue::Raw(format!("{MARK}{}{MARK}", self.met.len()));
        node.append(arena.alloc(Ast::new(mark, node.data.borrow().sourcepos.start).into()));
        self.met.push(Met { given, words: super::markdown::words(node), level, place });
    }

    /// Puts the ids into the HTML, in which the headings are marked.
    pub(super) fn place(self, html: &str) -> (String, Vec<Heading>) {
        let ids = self.ids();
        let mut out = String::with_capacity(html.len() + 32 * ids.len());
        let mut headings = Vec::with_capacity(ids.len());
        for (at, part) in html.split(MARK).enumerate() {
            let met = if at % 2 == 1 { part.parse::<usize>().ok().filter(|at| *at < ids.len()) } else { None };
            let Some(met) = met else {
                out.push_str(part);
                continue;
            };
            let (level, id) = (self.met[met].level, &ids[met]);
            let tag = format!("<h{level}>");
            let Some(start) = out.rfind(&tag) else { continue };
            let title = without_tags(&out[start + tag.len()..]).trim().to_owned();
            let held = number_held(&out[start + tag.len()..]).into_owned();
            out.replace_range(start + tag.len().., &held);
            out.insert_str(start + tag.len() - 1, &format!(" id=\"{id}\""));
            headings.push(Heading { id: id.clone(), title, level, place: self.met[met].place.clone() });
        }
        (out, headings)
    }

    /// The given ids, else the words; equal words are counted, past what other headings already have.
    fn ids(&self) -> Vec<String> {
        let given = self.met.iter().filter_map(|one| one.given.clone());
        let all: Vec<String> = self.met.iter().map(|one| derived(&one.words)).collect();
        let plain: BTreeSet<&String> = all.iter().collect();
        let mut taken: BTreeSet<String> = given.collect();
        let mut ids = Vec::with_capacity(all.len());
        for (one, derived) in self.met.iter().zip(&all) {
            let id = one.given.clone().unwrap_or_else(|| {
                let counted = (2_usize..).map(|count| format!("{derived}-{count}")).filter(|id| !plain.contains(id));
                let id = std::iter::once(derived.clone()).chain(counted).find(|id| !taken.contains(id));
                id.unwrap_or_default()
            });
            taken.insert(id.clone());
            ids.push(id);
        }
        ids
    }
}

/// 「家での準備（まず）」 → 「家での準備-まず」.
fn derived(words: &str) -> String {
    let parts: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { WORDLESS.to_owned() } else { parts.join("-") }
}

/// Takes 「{#id}」 from the end of a text, also in the wide letters of a Japanese keyboard.
fn cut<'a>(last: &'a AstNode<'a>) -> Option<String> {
    let mut data = last.data.borrow_mut();
    let NodeValue::Text(text) = &mut data.value else { return None };
    let inside = text.trim_end().strip_suffix(['}', '｝'])?;
    let (before, id) = inside.rsplit_once(['{', '｛'])?;
    let id = id.trim().strip_prefix(['#', '＃'])?.trim().to_owned();
    let before = before.trim_end().to_owned();
    *text = Cow::Owned(before);
    Some(id)
}

fn without_tags(html: &str) -> String {
    html.split('<').enumerate().fold(String::new(), |mut all, (at, piece)| {
        all.push_str(if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) });
        all
    })
}

#[cfg(test)]
mod tests {
    use super::super::markdown::{Document, Known, read};
    use super::super::plan_data::PlanData;
    use super::*;
    use crate::model::Services;

    fn document(text: &str) -> (Document, Diagnostics) {
        let mut found = Diagnostics::new();
        let known = Known { services: &Services::default(), glossary: &[], plan: &PlanData::default(), inputs: &[] };
        (read("content/a.md", "a/index.html", text, &known, &mut found), found)
    }

    fn ids(text: &str) -> Vec<String> {
        document(text).0.headings.into_iter().map(|one| one.id).collect()
    }

    #[test]
    fn headings_are_named_without_marks_through_the_parts() {
        let (document, found) = document("## **一**つめ & [先](/a/)\n\n{{emergency}}\n\n### 二つめ {#futatsu}\n");
        assert!(found.sorted().is_empty(), "{:?}", found.sorted());
        let heads: Vec<(&str, &str, u8)> =
            document.headings.iter().map(|one| (one.id.as_str(), one.title.as_str(), one.level)).collect();
        assert_eq!(heads, [("一つめ-先", "一つめ &amp; 先", 2), ("futatsu", "二つめ", 3)]);
        let html = format!("{:?}", document.blocks);
        assert!(html.contains("<h2 id=\\\"一つめ-先\\\"><strong>一</strong>つめ"), "{html}");
        assert!(html.contains("<h3 id=\\\"futatsu\\\">二つめ</h3>") && !html.contains(MARK), "{html}");
        assert!(!document.plain.contains('{') && document.plain.contains("二つめ"), "the search meets no name");
    }

    #[test]
    fn ids_come_from_words_and_stay_when_headings_are_added() {
        let before = ids("## 準備\n\n## 電話（まず）\n");
        assert_eq!(before, ["準備", "電話-まず"]);
        let after = ids("## はじめに\n\n## 準備\n\n### 小さな見出し\n\n## 電話（まず）\n\n## おわりに\n");
        assert!(before.iter().all(|id| after.contains(id)), "{after:?}");
        assert_eq!(ids("## 準備\n\n## 準備\n\n## 準備 2\n\n## 準備\n"), ["準備", "準備-3", "準備-2", "準備-4"]);
        assert_eq!(ids("## junbi\n\n## 別 {#junbi}\n"), ["junbi-2", "junbi"], "what is written goes first");
        assert_eq!(ids("## ？\n\n## ！\n"), ["見出し", "見出し-2"]);
        assert_eq!(ids("## 家で ｛＃ie｝\n\n## `{#a}` と {b}\n"), ["ie", "と-b"]);
    }

    #[test]
    fn a_heading_in_a_note_keeps_its_own_id() {
        // Notes are moved to the end of the page.
        let text = "## 一\n\n文[^1]\n\n[^1]:\n    ## 注\n\n## 二\n";
        let (document, _) = document(text);
        let html = format!("{:?}", document.blocks);
        for word in ["一", "注", "二"] {
            assert!(html.contains(&format!("<h2 id=\\\"{word}\\\">{word}</h2>")), "{html}");
        }
    }

    #[test]
    fn ids_that_cannot_stand_are_told_by_their_line() {
        for (text, line) in
            [("## 一 {#きろく}\n", 1), ("## 一 {#a}\n\n## 二 {#a}\n", 3), ("## 一 {#}\n", 1), ("## 一 {#a b}\n", 1)]
        {
            let (_, found) = document(text);
            let all = found.sorted();
            assert!(all.len() == 1 && all[0].fatal && all[0].code == "content-heading-id", "{text}: {all:?}");
            let place = all[0].place.as_ref().map(ToString::to_string);
            assert_eq!(place, Some(format!("content/a.md {line}行1文字目")), "{text}");
        }
        assert_eq!(document("## 一 {#a}\n\n## 二 {#b}\n").1.sorted().len(), 0);
    }
}
