//! The outward links of a built site: their form always, whether they live over the network.
//!
//! Hosts are asked side by side, each in its own slow pace. What was learnt is kept in `geodata/links.csv`, so that a
//! link is asked again only after some days, and a facility's page that failed on several days can be hidden.

mod collect;
mod form;
mod memory;
mod probe;

pub use collect::{Link, asked, collect};
pub use form::{National, national, trouble as form_trouble};
pub use memory::{LINKS_FILE, Remembered, dead};
pub use probe::Verdict;

use super::{open, report};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::io::{self, Trouble};
use crate::place::Place;
use jiff::civil::Date;
use memory::Memory;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Pages and facilities that are listed on the terminal.
const LISTED: usize = 50;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct LinkOptions {
    /// Folder of `ouchi.toml`.
    pub project: PathBuf,
    /// The built site.
    pub site: PathBuf,
    /// Whether links are asked for over the network; else only their form is looked at.
    pub network: bool,
    /// Whether the deep links into ナビイ and 介護事業所検索 are asked for too.
    pub national: bool,
    /// Links that the site left out because they did not live: they are asked again, so that they may come back.
    pub hidden: Vec<Hidden>,
    /// Today.
    pub today: Date,
}

/// A facility's web address that is left out of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// The address.
    pub url: String,
    /// The facility's id.
    pub facility: String,
    /// Its name.
    pub name: String,
}

/// A link that does not live, as one page or one facility has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failing {
    /// The address.
    pub url: String,
    /// What is wrong with it, in words.
    pub what: String,
    /// Days on which it failed.
    pub failures: u32,
    /// Whether it is left out of the facility's page by now.
    pub hidden: bool,
}

/// What became of the links.
#[derive(Debug, Default)]
pub struct LinkReport {
    /// Different addresses on the site.
    pub links: usize,
    /// Of them asked for now.
    pub asked: usize,
    /// Of them known to live, now or from an earlier run.
    pub alive: usize,
    /// Page → its links that do not live or have a wrong form.
    pub pages: BTreeMap<String, Vec<Failing>>,
    /// Facility (id) → its links that do not live.
    pub facilities: BTreeMap<String, Vec<Failing>>,
    /// Names of those facilities.
    pub names: BTreeMap<String, String>,
    /// What was found.
    pub diagnostics: Diagnostics,
}

impl LinkReport {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.diagnostics.counts().values().all(|(severity, _)| *severity == crate::diagnostic::Severity::Note)
    }

    /// For a clerk.
    pub fn text(&self) -> String {
        let mut out = self.summary();
        for finding in self.diagnostics.sorted() {
            out.push_str(&report::said(finding));
        }
        out
    }

    /// Counts, and the links that do not live by facility and by page.
    pub fn summary(&self) -> String {
        let mut out = format!(
            "外へのリンク {} 件（いま確かめた {} 件、つながるとわかっている {} 件）\n",
            self.links, self.asked, self.alive
        );
        let mut list = |title: &str, of: &BTreeMap<String, Vec<Failing>>, shown: &dyn Fn(&str) -> String| {
            if of.is_empty() {
                return;
            }
            out.push_str(&format!("\n{title}\n"));
            for (key, links) in of.iter().take(LISTED) {
                out.push_str(&format!("  {}\n", shown(key)));
                for link in links {
                    let hidden = if link.hidden { "、ページから外しています" } else { "" };
                    out.push_str(&format!("    {}（{}{hidden}）\n", link.url, link.what));
                }
            }
            if of.len() > LISTED {
                out.push_str(&format!("  ほか {} 件（--json ですべて出ます）\n", of.len() - LISTED));
            }
        };
        list("つながらないホームページ（施設ごと）", &self.facilities, &|id| {
            self.names.get(id).map_or_else(|| id.to_owned(), |name| format!("{name}（facility/{id}.html）"))
        });
        list("つながらないリンク（ページごと）", &self.pages, &str::to_owned);
        out
    }

    /// For a machine.
    pub fn value(&self) -> Value {
        json!({
            "links": self.links, "asked": self.asked, "alive": self.alive, "pages": self.pages,
            "facilities": self.facilities, "names": self.names, "findings": self.diagnostics.sorted(),
        })
    }
}

/// Checks the links of a site. `watch` is told how many of how many hosts are done.
///
/// # Errors
/// When the machine fails. A dead link is a finding.
pub fn check(options: &LinkOptions, watch: &mut dyn FnMut(usize, usize)) -> Result<LinkReport, Trouble> {
    let mut report = LinkReport::default();
    let Some(settings) = open::settings(&options.project, &mut report.diagnostics)? else { return Ok(report) };
    let mut links = collect(&options.site, settings.site.url.as_deref())?;
    for hidden in &options.hidden {
        report.names.insert(hidden.facility.clone(), hidden.name.clone());
        if !links.iter().any(|link| link.url == hidden.url) {
            links.push(Link {
                url: hidden.url.clone(),
                pages: vec![format!("facility/{}.html", hidden.facility)],
                facility: Some(hidden.facility.clone()),
                name: Some(hidden.name.clone()),
            });
        }
    }
    report.links = links.len();
    if !io::is_folder(&options.site) {
        report.diagnostics.push(
            Diagnostic::error("site-missing", format!("サイトのフォルダ「{}」がありません。", options.site.display()))
                .help("先に ouchi build を実行してください。")
                .fatal(),
        );
        return Ok(report);
    }
    for link in &links {
        if let Some(trouble) = form_trouble(&link.url) {
            let finding = Diagnostic::error("link-form", format!("リンク「{}」は{trouble}。", link.url));
            report
                .diagnostics
                .push(finding.at(place(link)).help("元のデータか設定のアドレスを直してください。".to_owned()));
            let failing = Failing { url: link.url.clone(), what: trouble, failures: 0, hidden: false };
            for page in &link.pages {
                report.pages.entry(page.clone()).or_default().push(failing.clone());
            }
        }
    }
    let path = options.project.join(LINKS_FILE);
    let mut memory = io::read_if_there(&path)?.map(|bytes| Memory::read(&bytes)).unwrap_or_default();
    if options.network {
        let door = match open::door(&options.project, &settings.fetch, false)? {
            Ok(door) => door,
            Err(finding) => {
                report.diagnostics.push(finding.fatal());
                return Ok(report);
            }
        };
        let due: Vec<&Link> = links
            .iter()
            .filter(|link| form_trouble(&link.url).is_none())
            .filter(|link| options.national || national(&link.url).is_none())
            .filter(|link| memory.is_due(&link.url, options.today, settings.fetch.link_days))
            .collect();
        let urls: Vec<&str> = due.iter().map(|link| link.url.as_str()).collect();
        let verdicts = probe::probe(&door, &urls, watch);
        report.asked = verdicts.len();
        let reached = verdicts.iter().any(|(_, verdict)| !matches!(verdict, Verdict::Unreachable | Verdict::Offline));
        if !verdicts.is_empty() && !reached {
            // Then it is the city hall's network that is down, not every page of the world.
            report.diagnostics.push(
                Diagnostic::error("link-no-network", "どのリンクにもつながりません。インターネットにつながっていないようです。")
                    .help("ブラウザでどれか1つを開いてみてください。庁内のネットワークでは ouchi.toml の [fetch] の proxy が要ることがあります。結果は記録していません。"),
            );
        } else {
            for (url, verdict) in &verdicts {
                memory.note(url, verdict, options.today);
            }
            memory.keep_only(&links);
            io::write_if_changed(&path, &memory.bytes())?;
        }
    }
    tell(&links, &memory, settings.fetch.dead_after, &mut report);
    Ok(report)
}

fn place(link: &Link) -> Place {
    let more =
        if link.pages.len() > 1 { format!("（ほか {} ページ）", link.pages.len() - 1) } else { String::new() };
    Place::whole(format!("{}{more}", link.pages.first().map_or("", String::as_str)))
}

/// What is remembered of each link, as findings by page and by facility.
fn tell(links: &[Link], memory: &Memory, dead_after: u32, report: &mut LinkReport) {
    for link in links {
        let Some(known) = memory.get(&link.url) else { continue };
        let (url, days) = (&link.url, known.failures);
        let finding = match &known.verdict {
            Verdict::Alive => {
                report.alive += 1;
                continue;
            }
            Verdict::Moved(to) => {
                report.alive += 1;
                Diagnostic::note("link-moved", format!("リンク「{url}」は「{to}」に移りました。"))
                    .help("新しいアドレスで開けることを確かめて、元のデータを直してください。")
            }
            Verdict::Unsure(status) => {
                Diagnostic::note("link-unsure", format!("リンク「{url}」は、機械では確かめられません（{status}）。"))
                    .help("ブラウザで開けるか、ときどき確かめてください。")
            }
            Verdict::Offline => continue,
            Verdict::Gone(_) | Verdict::Unreachable | Verdict::Untrusted => {
                let hidden = link.facility.is_some() && days >= dead_after;
                let (code, end) = if hidden {
                    ("link-dead", format!("{days}回続けてつながらないので、次に作るサイトの施設のページには出ません"))
                } else {
                    ("link-failing", format!("つながりません（{days}回目、{}）", known.verdict.words()))
                };
                Diagnostic::warning(code, format!("リンク「{url}」は{end}。"))
                    .help("ブラウザで確かめ、開けないなら、施設か元のデータの担当に新しいアドレスを聞いてください。")
            }
        };
        if known.failures > 0 {
            let what = format!("{days}回、{}", known.verdict.words());
            let hidden = link.facility.is_some() && days >= dead_after;
            let failing = Failing { url: url.clone(), what, failures: days, hidden };
            if let Some(facility) = &link.facility {
                report.facilities.entry(facility.clone()).or_default().push(failing.clone());
                report.names.extend(link.name.clone().map(|name| (facility.clone(), name)));
            }
            for page in &link.pages {
                report.pages.entry(page.clone()).or_default().push(failing.clone());
            }
        }
        report.diagnostics.push(finding.at(place(link)));
    }
}
