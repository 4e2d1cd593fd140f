//! Markdown → blocks of HTML, with the few words in braces that stand for parts of the site.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Services;
use crate::place::Place;
use crate::settings::nearest;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};
use std::borrow::Cow;

/// A part of a written page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Text, as HTML that came from Markdown alone.
    Html(String),
    /// `{{list service="home-visit" area="north"}}`: how many, the first few, and where the whole list is.
    List {
        /// Service.
        service: String,
        /// Only of an area.
        area: Option<String>,
    },
    /// `{{emergency}}`: the numbers to call at once.
    Emergency,
    /// `{{desks}}`: the desks of the areas.
    Desks,
    /// `{{map}}`: the overview map.
    Map,
    /// `{{services}}`: every service by group.
    Services,
    /// `{{card}}`: the emergency card, filled in and printed in the browser.
    Card,
}

/// Markdown that was read.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Parts in order.
    pub blocks: Vec<Block>,
    /// Its text without marks, in which words of the glossary are looked for.
    pub plain: String,
}

const NAMES: [&str; 6] = ["list", "emergency", "desks", "map", "services", "card"];
/// Stands in the HTML where a block was cut out; cannot come from a text, which has no control characters.
const CUT: char = '\u{1}';

/// Reads Markdown. `path` is the page's path from the site's root: links beginning with `/` are made relative to it.
pub(super) fn read(file: &str, path: &str, text: &str, services: &Services, found: &mut Diagnostics) -> Document {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let arena = Arena::new();
    let root = parse_document(&arena, &text, &options);
    let up = "../".repeat(path.matches('/').count());
    let mut blocks: Vec<Block> = Vec::new();
    let mut plain = String::new();
    // Collected first: nodes are detached on the way.
    for node in root.descendants().collect::<Vec<_>>() {
        let line = u32::try_from(node.data.borrow().sourcepos.start.line).unwrap_or(0);
        let place = || Place::text(file, line.max(1), 1);
        let shortcode = match &node.data.borrow().value {
            NodeValue::Paragraph => braces(node),
            _ => None,
        };
        if let Some(inside) = shortcode {
            match block(&inside, services) {
                Ok(block) => {
                    blocks.push(block);
                    for child in node.children().collect::<Vec<_>>() {
                        child.detach();
                    }
                    node.data.borrow_mut().value = NodeValue::Raw(CUT.to_string());
                }
                Err((message, help)) => {
                    found.push(Diagnostic::error("content-shortcode", message).at(place()).help(help).fatal())
                }
            }
            continue;
        }
        let beside_ascii = beside_ascii(node);
        match &mut node.data.borrow_mut().value {
            NodeValue::Text(words) => plain.push_str(words),
            // Japanese lines are joined without a space.
            value @ NodeValue::SoftBreak if !beside_ascii => *value = NodeValue::Text(Cow::Borrowed("")),
            NodeValue::Link(link) | NodeValue::Image(link) => link.url = relative(&link.url, &up),
            NodeValue::Heading(heading) if heading.level == 1 => {
                heading.level = 2;
                found.push(
                    Diagnostic::note("content-heading", "「# 」の見出しは、題名（title）のほかには使いません。")
                        .at(place())
                        .help("「## 」から始めてください。ページでは「## 」として出します。"),
                );
            }
            NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => found.push(
                Diagnostic::warning("content-html", "HTMLのタグは使えません。ページには出しません。")
                    .at(place())
                    .help("Markdown の書き方に直してください。"),
            ),
            _ => {}
        }
    }
    let mut html = String::new();
    // Writing into a string cannot fail.
    let _ = format_html(root, &options, &mut html);
    let html = tidy(&html);
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
    Document { blocks: out, plain }
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

fn block(inside: &str, services: &Services) -> Result<Block, (String, String)> {
    let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    let mut rest = rest.trim();
    while !rest.is_empty() {
        let broken =
            || (format!("「{{{{{inside}}}}}」の書き方がちがいます。"), "名前=\"値\" の形で書いてください。".to_owned());
        let (key, after) = rest.split_once("=\"").ok_or_else(broken)?;
        let (value, after) = after.split_once('"').ok_or_else(broken)?;
        pairs.push((key.trim(), value));
        rest = after.trim();
    }
    let value = |key: &str| pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned());
    match name {
        "list" => {
            let ids: Vec<&str> = services.services.iter().map(|service| service.id.as_str()).collect();
            let service = value("service").unwrap_or_default();
            if services.get(&service).is_none() {
                let near =
                    nearest(&service, &ids).map(|near| format!("「{near}」ではありませんか。")).unwrap_or_default();
                return Err((
                    format!("「{service}」というサービスはありません。"),
                    format!("{near}content/services.toml の id を書いてください。"),
                ));
            }
            Ok(Block::List { service, area: value("area") })
        }
        "emergency" => Ok(Block::Emergency),
        "desks" => Ok(Block::Desks),
        "map" => Ok(Block::Map),
        "services" => Ok(Block::Services),
        "card" => Ok(Block::Card),
        _ => {
            let near = nearest(name, &NAMES).map(|near| format!("「{near}」ではありませんか。")).unwrap_or_default();
            Err((format!("「{{{{{name}}}}}」は使えません。"), format!("{near}使えるのは {} です。", NAMES.join("、"))))
        }
    }
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
        .replace("<table>", "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"表\"><table>")
        .replace("<th></th>", "<td></td>")
        .replace("</table>", "</table></div>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> (Vec<Block>, Diagnostics) {
        let mut found = Diagnostics::new();
        let services = Services {
            groups: Vec::new(),
            services: vec![
                crate::settings::parse_toml(
                    "s",
                    "id='home-visit'\nname='訪問診療'\nreading='ほうもん'\ngroup='g'\ntext=''",
                )
                .expect("a service"),
            ],
        };
        (read("content/a.md", "scene/a/index.html", text, &services, &mut found).blocks, found)
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
}
