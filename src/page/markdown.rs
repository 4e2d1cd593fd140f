//! Markdown → blocks of HTML, with the few words in braces that stand for parts of the site.

use super::anchor::{Anchors, Heading};
use super::content::{LinkUse, Word};
use super::plan_data::PlanData;
use super::{files, shortcode};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Services;
use crate::place::Place;
use crate::settings::nearest;
use crate::source::Input;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};
use std::borrow::Cow;
use std::cell::Cell;

pub(super) use super::shortcode::Block;

/// What a text may name.
pub(super) struct Known<'a> {
    /// Services.
    pub services: &'a Services,
    /// Glossary, by reading.
    pub glossary: &'a [Word],
    /// The plan.
    pub plan: &'a PlanData,
    /// Files beside the texts.
    pub inputs: &'a [Input],
}

/// Markdown that was read.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Parts in order.
    pub blocks: Vec<Block>,
    /// Its text without marks, in which words of the glossary are looked for.
    pub plain: String,
    /// Links to the site's own pages and files.
    pub links: Vec<LinkUse>,
    /// Its headings.
    pub headings: Vec<Heading>,
}

/// Stands in the HTML where a block was cut out; cannot come from a text, which has no control characters.
const CUT: char = '\u{1}';

/// Reads Markdown. `path` is the page's path from the site's root: links beginning with `/` are made relative to it.
pub(super) fn read(file: &str, path: &str, text: &str, known: &Known<'_>, found: &mut Diagnostics) -> Document {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let spots = Spots { file, lines: text.lines().collect(), last: Cell::default() };
    let arena = Arena::new();
    let root = parse_document(&arena, &text, &options);
    let up = "../".repeat(path.matches('/').count());
    let mut blocks: Vec<Block> = Vec::new();
    let mut plain = String::new();
    let mut links = Vec::new();
    let mut anchors = Anchors::default();
    // Collected first: nodes are detached on the way, and have no parent when their turn comes.
    for node in root.descendants().collect::<Vec<_>>() {
        let start = node.data.borrow().sourcepos.start;
        let place = || spots.place(start.line, start.column);
        let shortcode = match &node.data.borrow().value {
            NodeValue::Paragraph => braces(node),
            _ => None,
        };
        if let Some(inside) = shortcode {
            for child in node.children().collect::<Vec<_>>() {
                child.detach();
            }
            match shortcode::read(&inside, known) {
                Ok(block) => {
                    links.extend(block.needs().map(|target| LinkUse { target, part: String::new(), place: place() }));
                    blocks.push(block);
                    node.data.borrow_mut().value = NodeValue::Raw(CUT.to_string());
                }
                Err((message, help)) => {
                    found.push(Diagnostic::error("content-shortcode", message).at(place()).help(help).fatal())
                }
            }
            continue;
        }
        let beside_ascii = beside_ascii(node);
        if matches!(node.data.borrow().value, NodeValue::Image(_)) && words(node).trim().is_empty() {
            found.push(
                Diagnostic::error("content-image-words", "絵や写真に、説明がありません。")
                    .at(place())
                    .help("![何が写っているか](/…) のように、見えない方にも伝わる説明を書いてください。")
                    .fatal(),
            );
        }
        // Read before the node is borrowed to be changed.
        let label = if matches!(node.data.borrow().value, NodeValue::Link(_)) { words(node) } else { String::new() };
        let mut level = None;
        match &mut node.data.borrow_mut().value {
            NodeValue::Text(words) => {
                if words.contains("{{") && node.parent().is_some() {
                    found.push(
                        Diagnostic::error("content-shortcode", "「{{」が、文章の中にそのまま出てしまいます。")
                            .at(spots.place(start.line, start.column + words.find("{{").unwrap_or(0)))
                            .help("部品は1行に1つだけ書き、上と下を空の行にしてください。")
                            .fatal(),
                    );
                }
                // What stood in braces is no text.
                if node.parent().is_some() {
                    plain.push_str(words);
                }
            }
            // Japanese lines are joined without a space.
            value @ NodeValue::SoftBreak if !beside_ascii => *value = NodeValue::Text(Cow::Borrowed("")),
            NodeValue::Link(link) if link.url.starts_with("word:") => {
                let word = link.url.trim_start_matches("word:").to_owned();
                let word = if word.is_empty() { label } else { decoded(&word) };
                match known.glossary.iter().position(|one| one.word == word) {
                    Some(at) => link.url = format!("{up}words/index.html#w-{at}"),
                    None => found.push(unknown_word(&word, known, place())),
                }
            }
            NodeValue::Link(link) => {
                link.url = internal(&link.url, (path, &up), &mut links, found, place());
            }
            NodeValue::Image(link) => {
                if files::beside(known.inputs, &target(&link.url)).is_none() {
                    found.push(
                        Diagnostic::error("content-image", format!("絵や写真「{}」がありません。", link.url))
                            .at(place())
                            .help(format!("content/{} に置くか、書き方を直してください。", target(&link.url)))
                            .fatal(),
                    );
                } else {
                    links.push(LinkUse { target: target(&link.url), part: String::new(), place: place() });
                }
                link.url = relative(&link.url, &up);
            }
            NodeValue::Heading(heading) if heading.level == 1 => {
                heading.level = 2;
                level = Some(2);
                found.push(
                    Diagnostic::note("content-heading", "「# 」の見出しは、題名（title）のほかには使いません。")
                        .at(place())
                        .help("「## 」から始めてください。ページでは「## 」として出します。"),
                );
            }
            NodeValue::Heading(heading) => level = Some(heading.level),
            NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => found.push(
                Diagnostic::warning("content-html", "HTMLのタグは使えません。ページには出しません。")
                    .at(place())
                    .help("Markdown の書き方に直してください。"),
            ),
            _ => {}
        }
        if let Some(level) = level {
            anchors.meet(&arena, node, (level, place()), found);
        }
    }
    let mut html = String::new();
    // Writing into a string cannot fail.
    let _ = format_html(root, &options, &mut html);
    let (html, headings) = anchors.place(&tidy(&html));
    let html = super::ruby::readings(&html, known.glossary);
    let mut parts = html.split(CUT);
    let mut out = Vec::new();
    let push_html = |out: &mut Vec<Block>, part: Option<&str>| {
        if let Some(part) = part.map(str::trim).filter(|part| !part.is_empty()) {
            out.push(Block::Html(part.to_owned()));
        }
    };
    push_html(&mut out, parts.next());
    for block in blocks {
        out.push(block);
        push_html(&mut out, parts.next());
    }
    Document { blocks: out, plain, links, headings }
}

/// Places as a person counts them: Markdown counts bytes.
struct Spots<'a> {
    file: &'a str,
    lines: Vec<&'a str>,
    /// Line, byte and letters before it of the place that was counted last: whoever comes behind it on a line of thousands
    /// of tags is counted from there.
    last: Cell<(usize, usize, usize)>,
}

impl Spots<'_> {
    /// Line and byte from 1.
    fn place(&self, line: usize, byte: usize) -> Place {
        let text = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let end = byte.saturating_sub(1);
        let (from, letters) = match self.last.get() {
            (same, from, letters) if same == line && from <= end => (from, letters),
            _ => (0, 0),
        };
        let rest = text.get(from..).unwrap_or_default();
        let before = letters + rest.char_indices().take_while(|(at, _)| from + at < end).count();
        // Only where a letter begins can be counted on.
        if text.is_char_boundary(end) {
            self.last.set((line, end, before));
        }
        Place::text(self.file, u32::try_from(line.max(1)).unwrap_or(1), u32::try_from(before + 1).unwrap_or(1))
    }
}

/// The text inside a node.
pub(super) fn words<'a>(node: &'a AstNode<'a>) -> String {
    node.descendants()
        .filter_map(|inner| match &inner.data.borrow().value {
            NodeValue::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect()
}

/// `%E5%BE%80%E8%A8%BA` → 「往診」; Markdown percent-encodes what stands in a link.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn unknown_word(word: &str, known: &Known<'_>, place: Place) -> Diagnostic {
    let all: Vec<&str> = known.glossary.iter().map(|one| one.word.as_str()).collect();
    let near = nearest(word, &all).map(|near| format!("「{near}」ではありませんか。")).unwrap_or_default();
    Diagnostic::error("content-word", format!("「{word}」は、ことばの説明にありません。"))
        .at(place)
        .help(format!("{near}content/glossary.toml に足すか、書き方を直してください。"))
        .fatal()
}

/// A link as it stands on the page; links to the site's own pages are noted, to be checked when all are known.
fn internal(
    url: &str,
    (path, up): (&str, &str),
    links: &mut Vec<LinkUse>,
    found: &mut Diagnostics,
    place: Place,
) -> String {
    let part = url.split_once('#').map(|(_, part)| decoded(part)).unwrap_or_default();
    if url.starts_with('#') {
        links.push(LinkUse { target: path.to_owned(), part, place });
        return url.to_owned();
    }
    let elsewhere = url.contains(':') || url.starts_with("//");
    if !elsewhere && !url.starts_with('/') {
        found.push(
            Diagnostic::error("content-link", format!("リンク「{url}」の書き方がちがいます。"))
                .at(place)
                .help("サイトの中のページは「/」から書きます。例: [相談する](/consult/)")
                .fatal(),
        );
    } else if !elsewhere {
        links.push(LinkUse { target: target(url), part, place });
    }
    relative(url, up)
}

/// `/find/home-visit/#a` → `find/home-visit/index.html`.
pub(super) fn target(url: &str) -> String {
    let path = relative(url, "");
    path.split(['#', '?']).next().unwrap_or_default().to_owned()
}

/// Whether a line break has Latin text on both sides, where it must stay a space.
fn beside_ascii(node: &AstNode<'_>) -> bool {
    let edge = |sibling: Option<&AstNode<'_>>, last: bool| {
        sibling.is_some_and(|sibling| match &sibling.data.borrow().value {
            NodeValue::Text(text) => {
                (if last { text.chars().last() } else { text.chars().next() }).is_some_and(|c| c.is_ascii())
            }
            _ => false,
        })
    };
    edge(node.previous_sibling(), true) && edge(node.next_sibling(), false)
}

/// The inside of a paragraph that is nothing but `{{…}}`.
fn braces<'a>(node: &'a AstNode<'a>) -> Option<String> {
    let mut text = String::new();
    for child in node.children() {
        match &child.data.borrow().value {
            NodeValue::Text(part) => text.push_str(part),
            _ => return None,
        }
    }
    text.trim().strip_prefix("{{")?.strip_suffix("}}").map(|inside| inside.trim().to_owned())
}

/// `/find/home-visit/` → `../../find/home-visit/index.html`.
fn relative(url: &str, up: &str) -> String {
    let Some(inside) = url.strip_prefix('/').filter(|inside| !inside.starts_with('/')) else {
        return url.to_owned();
    };
    let (path, fragment) = inside.split_once('#').map_or((inside, ""), |(path, fragment)| (path, fragment));
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    if fragment.is_empty() { format!("{up}{path}") } else { format!("{up}{path}#{fragment}") }
}

/// Check boxes that are for paper, tables that may scroll.
fn tidy(html: &str) -> String {
    html.replace("<input type=\"checkbox\" disabled=\"\" /> ", "<span class=\"tick\" aria-hidden=\"true\"></span>")
        .replace(
            "<input type=\"checkbox\" checked=\"\" disabled=\"\" /> ",
            "<span class=\"tick\" aria-hidden=\"true\"></span>",
        )
        .replace("<!-- raw HTML omitted -->", "")
        .replace("<table>", "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"表\"><table>")
        .replace("<thead>\n<tr>\n<th></th>\n<th></th>\n</tr>\n</thead>\n", "")
        .replace("<th></th>", "<td></td>")
        .replace("</table>", "</table></div>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> (Vec<Block>, Diagnostics) {
        let mut found = Diagnostics::new();
        let service = crate::settings::parse_toml(
            "s",
            "id='home-visit'\nname='訪問診療'\nreading='ほうもん'\ngroup='g'\ntext=''",
        );
        let services = Services::new(Vec::new(), vec![service.expect("a service")]);
        let glossary = [Word { word: "往診".into(), reading: String::new(), meaning: String::new() }];
        let known = Known { services: &services, glossary: &glossary, plan: &PlanData::default(), inputs: &[] };
        (read("content/a.md", "scene/a/index.html", text, &known, &mut found).blocks, found)
    }

    #[test]
    fn places_are_counted_in_letters_in_whatever_order_they_are_asked_for() {
        let text = "訪問<b>a</b>診療\n\n看取り";
        let spots = Spots { file: "a.md", lines: text.lines().collect(), last: Cell::default() };
        let naive = |line: usize, byte: usize| {
            let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            line.char_indices().take_while(|(at, _)| *at < byte.saturating_sub(1)).count() + 1
        };
        let asked = (0..5).flat_map(|line| (0..30).map(move |byte| (line, byte)));
        let asked: Vec<(usize, usize)> = asked.collect();
        for (line, byte) in asked.iter().chain(asked.iter().rev()).chain(asked.iter().step_by(7)) {
            let place = Place::text("a.md", (*line).max(1) as u32, naive(*line, *byte) as u32);
            assert_eq!(spots.place(*line, *byte), place, "{line} {byte}");
        }
        let (_, found) = html("訪問<b>診療</b>です<i>\n");
        let places: Vec<String> =
            found.sorted().iter().map(|one| one.place.as_ref().expect("a place").to_string()).collect();
        assert_eq!(places, ["content/a.md 1行3文字目", "content/a.md 1行8文字目", "content/a.md 1行14文字目"]);
    }

    #[test]
    fn japanese_is_emphasised_and_joined() {
        let (blocks, _) = html("これは**「重要」**です\n次の行\n");
        assert_eq!(blocks, [Block::Html("<p>これは<strong>「重要」</strong>です次の行</p>".into())]);
    }

    #[test]
    fn braces_cut_the_page_and_links_become_relative() {
        let (blocks, found) = html("[一覧](/find/home-visit/)\n\n{{list service=\"home-visit\"}}\n\nあと\n");
        assert!(found.sorted().is_empty(), "{:?}", found.sorted());
        assert_eq!(
            blocks,
            [
                Block::Html("<p><a href=\"../../find/home-visit/index.html\">一覧</a></p>".into()),
                Block::List { service: "home-visit".into(), area: None },
                Block::Html("<p>あと</p>".into()),
            ]
        );
    }

    #[test]
    fn an_unknown_word_in_braces_names_its_line() {
        let (_, found) = html("あ\n\n{{emergancy}}\n");
        let first = found.sorted()[0];
        assert_eq!(first.place.as_ref().map(ToString::to_string).as_deref(), Some("content/a.md 3行1文字目"));
        assert!(first.help.as_deref().is_some_and(|help| help.contains("「emergency」")), "{:?}", first.help);
    }

    #[test]
    fn tags_never_reach_the_page() {
        let (blocks, found) = html("<script>alert(1)</script>\n\n[x](javascript:alert(1))\n");
        assert_eq!(found.count("content-html"), 1);
        assert!(!format!("{blocks:?}").contains("script"), "{blocks:?}");
    }

    #[test]
    fn places_are_counted_in_letters_and_lines_of_one_paragraph_apart() {
        let (_, found) = html("あ\n\nはじめに、\nここで[おうしん](word:)を見ます。\n");
        let first = found.sorted()[0];
        assert_eq!(first.place.as_ref().map(ToString::to_string).as_deref(), Some("content/a.md 4行4文字目"));
    }

    #[test]
    fn braces_that_would_be_read_as_letters_are_found() {
        for text in ["次の{{emergency}}を見ます\n", "{{emergency}}\n{{emergency}}\n", "- {{emergency}} と\n"] {
            let (_, found) = html(text);
            assert!(found.count("content-shortcode") > 0, "{text}");
        }
        assert_eq!(html("{{emergency}}\n\n`{{emergency}}` と書きます。\n").1.count("content-shortcode"), 0);
    }

    #[test]
    fn words_images_and_links_are_placed_when_they_are_wrong() {
        let (blocks, found) = html("[往診](word:)と[頼まれて行く](word:往診)\n");
        assert!(found.sorted().is_empty(), "{:?}", found.sorted());
        assert!(format!("{blocks:?}").matches("words/index.html#w-0").count() == 2, "{blocks:?}");
        for (text, code) in [
            ("あ\n\n[おうしん](word:)\n", "content-word"),
            ("あ\n\n![](/a.png)\n", "content-image-words"),
            ("あ\n\n![写真](/a.png)\n", "content-image"),
            ("あ\n\n[あ](consult/)\n", "content-link"),
            ("あ\n\n{{chart id=\"no\"}}\n", "content-shortcode"),
            ("あ\n\n{{emergency big=\"yes\"}}\n", "content-shortcode"),
        ] {
            let (_, found) = html(text);
            let all = found.sorted();
            let one = all.iter().find(|one| one.code == code).unwrap_or_else(|| panic!("{text}: {all:?}"));
            assert!(one.fatal);
            assert_eq!(one.place.as_ref().map(ToString::to_string).as_deref(), Some("content/a.md 3行1文字目"));
        }
    }
}
