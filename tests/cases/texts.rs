//! Texts of the site, its look, and the files that are written.

use super::{Case, does, swap};
use crate::clean::Clean;

const ABOUT: &str = "content/about.md";
const SERVICES: &str = "content/services.toml";

fn text(clean: &Clean, body: &str) {
    clean.write("content/extra.md", &format!("+++\ntitle = \"見本\"\n+++\n{body}\n"));
    clean.append(ABOUT, "\n\n[見本](/extra/)\n");
}

/// A template of the project's own, with a link.
fn look(to: &str) -> String {
    format!(
        "{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ page.heading }}}}</h1>\
         <a href=\"{{{{ root }}}}{to}\">先</a>{{% endblock %}}"
    )
}

/// A document with a line more in its head.
fn head(clean: &Clean, line: &str) {
    clean.write("content/library/extra.md", &format!("+++\ntitle = \"見本\"\n{line}\n+++\n見本\n"));
}

pub(super) const CASES: &[Case] = &[
    swap("content-head", ABOUT, ["+++\ntitle", "title", "+++\n\ntitle"]),
    does(
        "content-name",
        |clean| clean.write("content/ご案内.md", "+++\ntitle = \"見本\"\n+++\n"),
        |clean| clean.write("content/go-annai.md", "+++\ntitle = \"見本\"\n+++\n"),
    ),
    does(
        "content-not-utf8",
        |clean| clean.write_bytes("content/extra.md", b"+++\ntitle = \"\x8c\xa9\"\n+++\n"),
        |clean| text(clean, "見本"),
    ),
    does("content-draft", |clean| head(clean, "draft = true"), |clean| head(clean, "publish_on = 2026-01-01")),
    does(
        "content-twice",
        |clean| {
            text(clean, "1つめ");
            clean.write("content/extra/index.md", "+++\ntitle = \"見本\"\n+++\n");
        },
        |clean| {
            text(clean, "1つめ");
            clean.write("content/extra2.md", "+++\ntitle = \"見本\"\n+++\n");
        },
    ),
    does("content-heading", |clean| text(clean, "# はじめに"), |clean| text(clean, "## はじめに")),
    does(
        "content-heading-id",
        |clean| text(clean, "## 準備 {#a}\n\n## 持ちもの {#a}"),
        |clean| text(clean, "## 準備 {#a}\n\n## 持ちもの {#b}"),
    ),
    does("content-html", |clean| text(clean, "<b>太字</b>"), |clean| text(clean, "**太字**と 1 < 2")),
    does("content-shortcode", |clean| text(clean, "{{ emergncy }}"), |clean| text(clean, "{{ emergency }}")),
    swap("service-id", SERVICES, ["[[service]]\nid = \"", "[[service]]\nid = \"訪問", "[[service]]\nid = \"x-"]),
    swap("service-group-unknown", SERVICES, ["[[group]]\nid = \"", "[[group]]\nid = \"other-", "[[group]]\n  id = \""]),
    does(
        "link-broken",
        |clean| clean.write("site/templates/missing.html", &look("nowhere.html")),
        |clean| clean.write("site/templates/missing.html", &look("index.html")),
    ),
    does(
        "path-twice",
        |clean| clean.write("content/csv/122203_care_service.csv", "a\n"),
        |clean| clean.write("content/csv/another.csv", "a\n"),
    ),
    does(
        "path-unsafe",
        |clean| clean.write("content/library/a:b.pdf", "%PDF-1.7"),
        |clean| clean.write("content/library/a-b.pdf", "%PDF-1.7"),
    ),
    does(
        "content-file",
        |clean| head(clean, "file = \"/library/not-there.pdf\""),
        |clean| {
            clean.write("content/library/there.pdf", "%PDF-1.7");
            head(clean, "file = \"/library/there.pdf\"");
        },
    ),
    does(
        "content-file-large",
        |clean| {
            clean.write_bytes("content/library/there.pdf", &vec![b' '; 64 << 20]);
            head(clean, "file = \"/library/there.pdf\"");
        },
        |clean| {
            clean.write("content/library/there.pdf", "%PDF-1.7");
            head(clean, "file = \"/library/there.pdf\"");
        },
    ),
    does(
        "content-image",
        |clean| text(clean, "![写真](/not-there.png)"),
        |clean| {
            clean.write("content/there.png", "PNG");
            text(clean, "![写真](/there.png)");
        },
    ),
    does(
        "content-image-words",
        |clean| {
            clean.write("content/there.png", "PNG");
            text(clean, "![](/there.png)");
        },
        |clean| {
            clean.write("content/there.png", "PNG");
            text(clean, "![写真](/there.png)");
        },
    ),
    does("content-link", |clean| text(clean, "[相談](consult/)"), |clean| text(clean, "[相談](/consult/)")),
    does("content-month", |clean| head(clean, "month = \"11月\""), |clean| head(clean, "month = \"2026-11\"")),
    does(
        "content-event",
        |clean| head(clean, "kind = \"event\""),
        |clean| head(clean, "kind = \"event\"\nmonth = \"2026-12\""),
    ),
    does(
        "content-address",
        |clean| head(clean, "video = \"www.example.jp/douga\""),
        |clean| head(clean, "video = \"https://www.example.jp/douga\""),
    ),
    does(
        "content-summary",
        |clean| {
            clean.write("content/library/there.pdf", "%PDF-1.7");
            clean.write("content/library/extra.md", "+++\ntitle = \"見本\"\nfile = \"/library/there.pdf\"\n+++\n");
        },
        |clean| {
            clean.write("content/library/there.pdf", "%PDF-1.7");
            head(clean, "file = \"/library/there.pdf\"");
        },
    ),
    does("content-scene", |clean| head(clean, "scenes = [\"dayly\"]"), |clean| head(clean, "scenes = [\"daily\"]")),
    does("content-word", |clean| text(clean, "[ない言葉](word:)"), |clean| text(clean, "[往診](word:)")),
    does(
        "page-orphan",
        |clean| clean.write("content/find/extra.md", "+++\ntitle = \"見本\"\n+++\n"),
        |clean| {
            clean.write("content/find/extra.md", "+++\ntitle = \"見本\"\n+++\n");
            text(clean, "[見本](/find/extra/)");
        },
    ),
];
