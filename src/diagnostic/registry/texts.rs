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
        "content-draft",
        Note,
        [
            "まだ載せない文章（下書き、載せる日が先のもの）があるか。",
            "載せたつもりの文章が、載っていないことがあります。",
            "draft = true と書いたままの催し",
            "載せるときは draft の行を消します。日を決めて載せるときは publish_on = 2026-12-01 と書きます。",
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
        "content-heading-id",
        Error,
        [
            "見出しに付けた名前が、アドレスに使え、そのページに1つだけか。",
            "その見出しへのリンクが、ほかのところへ行ってしまいます。",
            "同じ文章に「## 準備 {#junbi}」と「## 持ちもの {#junbi}」がある。",
            "「{#」と「}」の間の名前を、半角の小文字・数字・ハイフンで、ほかにない名前にします。",
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
        "content-month",
        Error,
        [
            "文章の month が、年4けたと月2けたか。",
            "催しがいつのものかわからず、並べられません。",
            "month = \"2026年11月\"",
            "month = \"2026-11\" のように書きます。",
        ],
    ),
    entry(
        "content-event",
        Error,
        [
            "催しと急ぎのお知らせに、いつからいつまでかが書いてあるか。",
            "いつのものかわからず、終わっても出たままになります。",
            "催しに start も month もない。お知らせに end がない。end が start より前。",
            "start と end に、日付と時刻を書きます。日がわからない催しは month を書きます。",
        ],
    ),
    entry(
        "content-address",
        Error,
        [
            "申し込みのページや動画のアドレスが、https:// から始まるか。",
            "押しても開けないボタンができます。",
            "video = \"www.example.jp/douga\"",
            "https:// から始まるアドレスを書きます。",
        ],
    ),
    entry(
        "content-summary",
        Error,
        [
            "PDFなどの資料に、中身を書いた文章があるか。",
            "PDFを開けない方や、音声で聞く方に、何の資料か伝わりません。",
            "「+++」の下が空の、情報紙のページ。",
            "「+++」の下に、短い文章で中身を書きます。",
        ],
    ),
    entry(
        "content-scene",
        Error,
        [
            "文章の scenes が、4つの場面のどれかか。",
            "その場面のページに出ません。",
            "scenes = [\"dayly\"]",
            "daily、discharge、emergency、endoflife のどれかを書きます。",
        ],
    ),
    entry(
        "content-word",
        Error,
        [
            "ことばの説明へのリンクの先に、そのことばがあるか。",
            "読んでいる人が、説明を見つけられません。",
            "[おうしん](word:)",
            "content/glossary.toml にことばを足すか、書き方を直します。",
        ],
    ),
    entry(
        "content-link",
        Error,
        [
            "文章の中のリンクの先に、ページやファイル、「#」で指した見出しがあるか。",
            "読んでいる人が行き止まりになります。",
            "[相談する](/consalt/)",
            "ページの名前を確かめ、「/」から書きます。",
        ],
    ),
    entry(
        "content-image",
        Error,
        [
            "文章の中の絵や写真のファイルがあるか。",
            "絵のあるはずのところが空になります。",
            "![外観](/photo.png)",
            "ファイルを content の下に置くか、書き方を直します。",
        ],
    ),
    entry(
        "content-image-words",
        Error,
        [
            "絵や写真に、見えない方のための説明があるか。",
            "読み上げソフトを使う方に、何の絵か伝わりません。",
            "![](/photo.png)",
            "![何が写っているか](/photo.png) のように書きます。",
        ],
    ),
    entry(
        "content-file",
        Error,
        [
            "配る資料や様式のファイルがあるか。",
            "押しても開けないボタンができます。",
            "file = \"/library/files/ない.pdf\"",
            "ファイルを content の下に置くか、書き方を直します。",
        ],
    ),
    entry(
        "content-file-large",
        Error,
        [
            "配る資料や様式が、10MBまでの大きさか。",
            "スマートフォンで開くのに、時間とお金がかかります。",
            "スキャンしたままの 40MB のPDF。",
            "PDFを「最小サイズ」で保存し直します。",
        ],
    ),
    entry(
        "page-orphan",
        Error,
        [
            "どのページも、はじめのページからたどり着けるか。",
            "作っても、だれにも見つけてもらえません。",
            "content/find/extra.md",
            "ほかのページの文章の中に、そのページへのリンクを書きます。",
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
            "サイトの中のリンクの先に、ページと、「#」で指した場所があるか。",
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
