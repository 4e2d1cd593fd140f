//! What readers take along: the shortlist, the booklet of sheets, the page without a network.

use super::frame::Frame;
use super::place::{self, SheetView};
use super::site::SiteData;
use super::{Page, View};
use serde::Serialize;

/// The shortlist: the script fills it, and nothing of it leaves the reader's device.
#[derive(Debug, Serialize)]
pub struct Shortlist {
    /// How many facilities there are to choose from.
    pub count: usize,
}

/// `shortlist/index.html`
pub(crate) fn shortlist(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "shortlist/index.html", "えらんだところ")
        .description("えらんだ施設をくらべ、メモを書き、印刷したり家族に送ったりできます。")
        .under("find/index.html", "さがす");
    Page::new("shortlist.html", frame, View::Shortlist(Shortlist { count: site.parts.facilities.len() }))
}

/// Every sheet, one after another.
#[derive(Debug, Serialize)]
pub struct Booklet {
    /// Sheets in the order of the areas.
    pub sheets: Vec<SheetView>,
}

/// `print/booklet.html`
pub(crate) fn booklet(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "print/booklet.html", "地図と一覧の冊子")
        .description("すべての地区の、番号つきの地図と一覧を続けて印刷できます。")
        .under("print/index.html", "印刷用の地図");
    let sheets = site.parts.sheets.iter().map(|sheet| place::sheet_view(site, sheet)).collect();
    Page::new("booklet.html", frame, View::Booklet(Box::new(Booklet { sheets })))
}

/// `offline.html`: shown by the service worker when a page is neither reachable nor kept.
pub(crate) fn offline(site: &SiteData<'_>) -> Page {
    let frame = Frame::new(site, "offline.html", "いま、つながっていません")
        .description("電波のないところでは、前に見たページと、下の電話番号が使えます。");
    Page::new("offline.html", frame, View::Offline(Shortlist { count: site.parts.facilities.len() }))
}
