//! What `ouchi fetch` and `ouchi check --links` left for the build: dates, credits, points of addresses, dead links.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fetch::links::{self, Hidden};
use crate::fetch::{SourceRecord, SourceRecords, Wanted};
use crate::model::{Edition, Facility, SourceKind};
use crate::place::{Source, Sources};
use crate::project::Project;
use crate::settings::SourceSetting;
use crate::source::{AddressBook, Reading};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What was brought; nothing when nothing was, or when the file cannot be read, which is said.
pub(super) fn records(project: &Project, reading: &mut Reading) -> SourceRecords {
    let Some(input) = &project.fetched else { return SourceRecords::default() };
    SourceRecords::read(&input.bytes).unwrap_or_else(|finding| {
        // The record tells dates and credits; a site without them is better than none.
        reading.diagnostics.push(Diagnostic { fatal: false, ..*finding });
        SourceRecords::default()
    })
}

/// A source's settings, with what is known of the files that were brought where they say nothing.
pub(super) fn told(records: &SourceRecords, wanted: &[Wanted], own: SourceSetting) -> SourceSetting {
    let custom =
        |folder: &str| own.paths.is_empty() || own.paths.iter().any(|path| path.trim_end_matches('/') == folder);
    let brought: Vec<&SourceRecord> = wanted
        .iter()
        .filter(|wanted| custom(wanted.folder()))
        .filter_map(|wanted| records.get(wanted.name()))
        .collect();
    let Some(first) = brought.first() else { return own };
    // Several records of one source are the layers of the base map, each with its own credit.
    let all = |text: &dyn Fn(&SourceRecord) -> &str| {
        let mut texts: Vec<&str> = Vec::new();
        for text in brought.iter().map(|record| text(record)).filter(|text| !text.is_empty()) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.join("、")
    };
    SourceSetting {
        as_of: own.as_of.or(brought.iter().filter_map(|record| record.as_of).max()),
        credit: own.credit.or_else(|| Some(all(&|record| &record.credit))),
        licence: own.licence.or_else(|| Some(all(&|record| &record.licence))),
        url: own.url.or_else(|| web(&first.page)),
        paths: own.paths,
    }
}

/// The publisher's page as a link; the record lies among files that anybody may have edited.
fn web(page: &str) -> Option<String> {
    crate::settings::is_web(page).then(|| page.to_owned())
}

/// Credits what stands on no facility's page: points of addresses, and the holidays.
pub(super) fn credit(records: &SourceRecords, project: &Project, reading: &mut Reading) {
    let used = [
        (Wanted::Address, SourceKind::Address, project.address.first()),
        (Wanted::Holidays, SourceKind::Holidays, project.holidays.first()),
    ];
    for (wanted, kind, input) in used {
        let Some((record, input)) = records.get(wanted.name()).zip(input) else { continue };
        let id = reading.sources.add(Source { file: input.path.as_str().into(), sheet: None, headings: [].into() });
        reading.editions.set(
            id,
            Edition {
                kind,
                as_of: record.as_of,
                credit: record.credit.clone(),
                licence: record.licence.clone(),
                url: web(&record.page),
            },
        );
    }
}

/// Points of addresses, read when the first facility without a point of its own asks for them.
pub(super) fn addresses(project: &Project) -> LazyLock<AddressBook, impl FnOnce() -> AddressBook> {
    let here = &project.settings.municipality;
    LazyLock::new(|| AddressBook::read(&project.address, &here.prefecture, &here.name))
}

/// Web addresses that failed on as many days as the settings allow.
pub(super) fn dead_links(project: &Project, facilities: &[Facility]) -> BTreeSet<String> {
    let Some(input) = &project.links else { return BTreeSet::new() };
    let dead = links::dead(&input.bytes, project.settings.fetch.dead_after);
    let urls = facilities.iter().filter_map(|facility| facility.url.as_ref());
    urls.map(|url| &url.value).filter(|url| dead.contains(links::asked(url))).cloned().collect()
}

/// Lists for staff which facilities lose their web address, and where it was read.
pub(super) fn report_dead(
    dead: &BTreeSet<String>,
    facilities: &[Facility],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Hidden> {
    let mut hidden = Vec::new();
    for facility in facilities {
        let Some(url) = facility.url.as_ref().filter(|url| dead.contains(&url.value)) else { continue };
        diagnostics.push(
            Diagnostic::warning(
                "link-dead",
                format!("「{}」のホームページ（{}）は何度もつながらないので、ページから外しました。", facility.name.value, url.value),
            )
            .at(sources.place(url.origin))
            .help("施設か元のデータの担当に新しいアドレスを聞いてください。つながるようになれば、ouchi check --links のあとに作るサイトで戻ります。"),
        );
        hidden.push(Hidden {
            url: links::asked(&url.value).to_owned(),
            facility: facility.id.clone(),
            name: facility.name.value.clone(),
        });
    }
    hidden
}
