//! Texts of the site, its look, and the files that are written.

use crate::diagnostic::Severity::{Error, Note, Warning};
use crate::diagnostic::{Entry, entry};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        "content-head",
        Error,
        [
            "文章のファイルが「+++」ではさんだ題名などから始まるか。",
            "題名のないページは、見出しもリンクの名前も作れません。",
            "title の行を消した。",
            "1行目に +++、次に title = \"…\"、そのあとに +++ の行を書きます。",
        ],
    ),
    entry(
        "content-name",
        Error,
        [
            "文章のファイルの名前が、アドレスに使えるか。",
            "日本語や空白のアドレスは、メールや印刷で切れます。",
            "content/ご案内.md",
            "半角の小文字・数字・ハイフンだけの名前にします。",
        ],
    ),
    entry(
        "content-not-utf8",
        Error,
        [
            "文章のファイルの文字コードが UTF-8 か。",
            "文字が化けて読めません。",
            "古いメモ帳で Shift_JIS のまま保存した。",
            "文字コードに UTF-8 を選んで保存しなおします。",
        ],
    )
    .machine("L3-08"),
    entry(
        "content-twice",
        Error,
        [
            "2つの文章が同じページにならないか。",
            "どちらか一方が消えてしまいます。",
            "consult.md と consult/index.md",
            "どちらかの名前を変えます。",
        ],
    ),
    entry(
        "content-heading",
        Note,
        [
            "文章の中で「# 」の見出しを使っていないか。",
            "ページの題名と同じ大きさになり、読み上げの順もくずれます。",
            "「# はじめに」",
            "「## 」から始めます（ページでは「## 」として出します）。",
        ],
    ),
    entry(
        "content-html",
        Warning,
        [
            "文章の中に HTML のタグがないか。",
            "安全のため、ページには出していません。",
            "<br> や <font color=\"red\">",
            "Markdown の書き方に直します。",
        ],
    ),
    entry(
        "content-shortcode",
        Error,
        [
            "文章の中の「{{ … }}」の部品が、決まった名前と書き方か。",
            "部品が出ないか、そのままの文字で出てしまいます。",
            "{{ emergncy }}",
            "示された書き方に直します。",
        ],
    ),
    entry(
        "service-id",
        Error,
        [
            "content/services.toml の id が、アドレスに使えるか。",
            "そのサービスのページが作れません。",
            "id = \"訪問看護\"",
            "半角の小文字・数字・ハイフンだけにします。",
        ],
    ),
    entry(
        "service-group-unknown",
        Error,
        [
            "サービスの group が、[[group]] のどれかか。",
            "どの見出しの下にも並ばず、たどり着けません。",
            "group = \"docter\"",
            "[[group]] にある id を書きます。",
        ],
    ),
    entry(
        "link-broken",
        Error,
        [
            "サイトの中のリンクの先に、ページがあるか。",
            "読んでいる人が行き止まりになります。",
            "消したページへのリンクが文章に残っている。",
            "文章の中のリンクなら content の該当ページを、それ以外なら site のテンプレートを直します。",
        ],
    ),
    entry(
        "path-twice",
        Error,
        [
            "2つのものが同じ名前のファイルにならないか。",
            "どちらか一方が消えてしまいます。",
            "文章に付けたファイルが、作られるデータと同じ名前だった。",
            "content か site の中の、同じ名前になるファイルを1つにします。",
        ],
    ),
    entry(
        "path-unsafe",
        Error,
        [
            "書くファイルの名前に、パソコンやサーバーで使えない記号がないか。",
            "Windows やサーバーに置けません。",
            "content/a:b.pdf",
            "ファイルの名前から記号を取ります。",
        ],
    ),
];
