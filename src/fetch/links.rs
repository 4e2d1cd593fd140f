//! The outward links of a built site: their form always, whether they live over the network.
//!
//! Hosts are asked side by side, each in its own slow pace. What was learnt is kept in `geodata/links.csv`, so that a
//! link is asked again only after some days, and a facility's page that failed on several days can be hidden.

mod collect;
mod form;
mod memory;
mod probe;

pub use collect::{Link, collect};
pub use form::{National, national, trouble as form_trouble};
pub use memory::{LINKS_FILE, Remembered, dead};
pub use probe::Verdict;

use super::{open, report};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::io::{self, Trouble};
use crate::place::Place;
use jiff::civil::Date;
use memory::Memory;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

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
    /// Today.
    pub today: Date,
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
    /// Facility (id) → its links that do not live, with the number of days on which they failed.
    pub facilities: BTreeMap<String, Vec<(String, u32)>>,
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
        let mut out = format!(
            "外へのリンク {} 件（いま確かめた {} 件、つながるとわかっている {} 件）\n",
            self.links, self.asked, self.alive
        );
        for finding in self.diagnostics.sorted() {
            out.push_str(&report::said(finding));
        }
        if !self.facilities.is_empty() {
            out.push_str("\n施設のホームページでつながらないもの:\n");
            for (facility, links) in &self.facilities {
                for (url, failures) in links {
                    out.push_str(&format!("  {facility}  {url}（{failures}回）\n"));
                }
            }
        }
        out
    }

    /// For a machine.
    pub fn json(&self) -> String {
        json!({
            "links": self.links, "asked": self.asked, "alive": self.alive,
            "facilities": self.facilities, "findings": self.diagnostics.sorted(),
        })
        .to_string()
    }
}

/// Checks the links of a site. `watch` is told how many of how many hosts are done.
///
/// # Errors
/// When the machine fails. A dead link is a finding.
pub fn check(options: &LinkOptions, watch: &mut dyn FnMut(usize, usize)) -> Result<LinkReport, Trouble> {
    let mut report = LinkReport::default();
    let Some(settings) = open::settings(&options.project, &mut report.diagnostics)? else { return Ok(report) };
    let links = collect(&options.site, settings.site.url.as_deref())?;
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
        if let Some(facility) = link.facility.as_ref().filter(|_| known.failures > 0) {
            report.facilities.entry(facility.clone()).or_default().push((url.clone(), days));
        }
        report.diagnostics.push(finding.at(place(link)));
    }
}
