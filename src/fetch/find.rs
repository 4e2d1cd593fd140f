//! Where the newest edition is: on the publisher's page, or in a folder that staff filled.

use super::around::Around;
use super::edition::{self, Choice, Label, half_width, newest};
use super::halt::Halt;
use super::index::{self, At, Found};
use super::unpacked;
use super::wanted::Wanted;
use crate::diagnostic::Diagnostic;
use crate::io;
use crate::io::http::{Door, Page, Progress};
use crate::place::Place;
use crate::settings::FetchSetting;
use crate::table::{FileKind, file_kind};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// Bytes a publisher's page may have.
const PAGE: u64 = 16 << 20;

/// Asks the publisher's page.
pub(super) fn on_web(
    wanted: Wanted,
    door: &Door,
    fetch: &FetchSetting,
    around: &Around,
    watch: &mut dyn FnMut(Progress),
) -> Result<Choice, Halt> {
    let page = html(door, wanted.page(&fetch.pages), watch)?;
    let mut choice = match wanted {
        Wanted::Boundary | Wanted::Rail | Wanted::Water => return data_sets(wanted, door, &page, around, watch),
        Wanted::Address => return address(&page, fetch, around),
        _ => newest(index::files(&page), &|name| label(wanted, name, fetch, around)),
    }
    .ok_or_else(|| nothing(wanted, &page))?;
    if wanted == Wanted::Kaigo && choice.as_of.is_none() {
        choice.as_of = told(&index::text(&page));
    }
    Ok(choice)
}

/// Looks through a folder that staff filled.
pub(super) fn in_folder(
    wanted: Wanted,
    folder: &Path,
    fetch: &FetchSetting,
    around: &Around,
) -> Result<Option<Choice>, Halt> {
    let (entries, _) = io::list(folder)?;
    let mut found: Vec<Found> = entries.iter().map(|entry| Found::on_disk(&entry.path)).collect();
    found.retain(|file| label(wanted, &file.name, fetch, around).is_some());
    no_twins(wanted, &found)?;
    found.extend(unpacked::found(wanted, folder, &entries)?);
    let mut choice = newest(found, &|name| label(wanted, name, fetch, around));
    if let Some(choice) = choice.as_mut().filter(|_| wanted == Wanted::Bureau) {
        // A zip and the workbooks that were taken out of it, side by side.
        let packed: Vec<String> = choice
            .files
            .iter()
            .filter(|(_, file)| file.name.ends_with(".zip"))
            .map(|(part, _)| format!("{part}_"))
            .collect();
        choice.files.retain(|(part, _)| !packed.iter().any(|zip| part.starts_with(zip)));
        choice.missing.clear();
    }
    Ok(choice)
}

/// Two downloads of one name that differ: which is the newer one, no name tells.
fn no_twins(wanted: Wanted, found: &[Found]) -> Result<(), Halt> {
    let mut seen: BTreeMap<&str, &Found> = BTreeMap::new();
    for file in found {
        let At::Disk(path) = &file.at else { continue };
        let Some(Found { at: At::Disk(other), .. }) = seen.insert(&file.name, file) else { continue };
        if io::read(path)? != io::read(other)? {
            return Err(Diagnostic::error(
                "fetch-twins",
                format!(
                    "{}: 「{}」と「{}」は同じファイルのはずですが、中身がちがいます。",
                    wanted.title(),
                    other.display(),
                    path.display()
                ),
            )
            .at(Place::whole(path.display().to_string()))
            .help("ダウンロードした日を見て、古いほうをフォルダから出し、もう一度実行してください。前のデータはそのままです。")
            .into());
        }
    }
    Ok(())
}

/// What a file's name says for a source.
fn label(wanted: Wanted, name: &str, fetch: &FetchSetting, around: &Around) -> Option<Label> {
    let prefectures = around.prefectures();
    let prefecture = prefectures.first().map_or("", String::as_str);
    match wanted {
        Wanted::Kaigo => edition::kaigo(name),
        Wanted::Navii => edition::navii(name),
        Wanted::Bureau => edition::bureau(name, &fetch.bureau_files).or_else(|| {
            let ours = |label: &Label| prefectures.iter().any(|code| label.part.ends_with(&format!("_{code}")));
            edition::bureau_workbook(name).filter(ours)
        }),
        Wanted::Holidays => {
            (name == "syukujitsu.csv").then(|| Label { part: "holidays".into(), as_of: None, issue: 0 })
        }
        Wanted::Address => edition::address(name, &address_codes(around)),
        Wanted::Boundary | Wanted::Rail | Wanted::Water => {
            // Each data set has its own years; the newest of each is wanted, so its date decides as an issue.
            wanted.data_sets().iter().find_map(|code| edition::ksj(name, code, prefecture)).map(|label| Label {
                issue: label.as_of.map_or(0, |date| u64::try_from(date.year()).unwrap_or(0) * 10) + label.issue,
                as_of: None,
                ..label
            })
        }
    }
}

/// Codes under which 位置参照情報 has a file: the municipality's, else its prefecture's.
fn address_codes(around: &Around) -> Vec<String> {
    around.codes().iter().cloned().chain(around.prefectures().iter().map(|code| format!("{code}000"))).collect()
}

fn html(door: &Door, url: &str, watch: &mut dyn FnMut(Progress)) -> Result<Page, Halt> {
    let page = door.page(url, PAGE, watch)?;
    // A proxy's page of refusal is HTML too, but then no file is on it, which is said later.
    if !matches!(file_kind(&page.bytes), FileKind::Html | FileKind::Text) {
        return Err(Diagnostic::error("fetch-wrong-type", "公開元のページのはずが、ページではないものが届きました。")
            .at(Place::whole(url))
            .help("ブラウザでそのアドレスを開いて確かめ、ouchi.toml の [fetch.pages] のアドレスを直してください。")
            .into());
    }
    Ok(page)
}

fn nothing(wanted: Wanted, page: &Page) -> Halt {
    Diagnostic::error("fetch-not-found", format!("{}: 公開元のページに、知っている名前のファイルがありません。", wanted.title()))
        .at(Place::whole(page.url.as_str()))
        .help("ブラウザでこのページを開き、庁内の機器の「見られません」のページが出ていないか見てください。ファイルがあるなら公開元が名前を変えたようです。ダウンロードして --from で取り込むか、開発元に知らせてください。前のデータはそのまま使えます。")
        .into()
}

/// From 国土数値情報's list to the newest page of each data set, and the newest file on it.
fn data_sets(
    wanted: Wanted,
    door: &Door,
    list: &Page,
    around: &Around,
    watch: &mut dyn FnMut(Progress),
) -> Result<Choice, Halt> {
    let prefectures = around.prefectures();
    let prefecture = prefectures.first().map_or("", String::as_str);
    let mut all = Choice { as_of: None, files: Vec::new(), missing: Vec::new() };
    for code in wanted.data_sets() {
        let mut files = index::files(list);
        let page = newest(files.clone(), &|name| edition::ksj_page(name, code));
        let mut read_on = list.url.to_string();
        if let Some((_, Found { at: At::Web(url), .. })) = page.and_then(|page| page.files.into_iter().next()) {
            let page = html(door, &url, watch)?;
            read_on = page.url.to_string();
            files = index::files(&page);
        }
        let choice = newest(files, &|name| edition::ksj(name, code, prefecture)).ok_or_else(|| {
            Diagnostic::error("fetch-not-found", format!("{}: 国土数値情報の {code} のファイルがページにありません。", wanted.title()))
                .at(Place::whole(read_on))
                .help("公開元がページの作りを変えたようです。ファイルをダウンロードして --from で取り込めます。前のデータはそのまま使えます。")
        })?;
        all.as_of = all.as_of.max(choice.as_of);
        all.files.extend(choice.files);
    }
    Ok(all)
}

/// 位置参照情報: links when the page has them, else the newest editions it names, put into the settings' address.
fn address(page: &Page, fetch: &FetchSetting, around: &Around) -> Result<Choice, Halt> {
    let linked = newest(index::files(page), &|name| edition::address(name, around.codes()));
    if let Some(choice) = linked {
        return Ok(choice);
    }
    let text = index::text(page);
    let mut files = Vec::new();
    for level in ['a', 'b'] {
        let Some(newest) = editions(&text, level) else { continue };
        for code in around.codes() {
            let url = fetch.pages.address_file.replace("{edition}", &newest).replace("{code}", code);
            let name = format!("{code}-{newest}.zip");
            files.push((format!("{code}{level}"), Found { name, at: At::Web(url) }));
        }
    }
    if files.is_empty() {
        return Err(nothing(Wanted::Address, page));
    }
    Ok(Choice { as_of: None, files, missing: Vec::new() })
}

/// The highest edition (`24.0a`) of a level that a text names.
fn editions(text: &str, level: char) -> Option<String> {
    let mut best: Option<(u32, &str)> = None;
    for (at, _) in text.match_indices(&format!(".0{level}")) {
        let before = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
        let word = &text[at - before..at + 3];
        if let Ok(number) = text[at - before..at].parse::<u32>()
            && before <= 2
            && best.is_none_or(|(best, _)| number > best)
        {
            best = Some((number, word));
        }
    }
    best.map(|(_, word)| word.to_owned())
}

/// The newest 「2025年12月末時点」 on a page.
fn told(text: &str) -> Option<Date> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let mut newest = None;
    for (at, _) in text.match_indices("月末") {
        let month: String = text[..at].chars().rev().take_while(char::is_ascii_digit).collect();
        let Some(rest) = text[..at - month.len()].strip_suffix('年') else { continue };
        let year: String = rest.chars().rev().take_while(char::is_ascii_digit).collect();
        let era = rest[..rest.len() - year.len()].ends_with("令和");
        let forward = |digits: String| digits.chars().rev().collect::<String>().parse::<i16>().ok();
        let (Some(year), Some(month)) = (forward(year), forward(month)) else { continue };
        let year = if era { year + 2018 } else { year };
        let day = if month == 6 { 30 } else { 31 };
        if matches!(month, 6 | 12) && year > 2000 {
            newest = newest.max(Date::new(year, i8::try_from(month).unwrap_or(1), day).ok());
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_page_tells_its_date_and_its_editions() {
        assert_eq!(told("令和７年６月末時点 … 2025年 12月末時点"), Some(date(2025, 12, 31)));
        assert_eq!(told("令和8年6月末"), Some(date(2026, 6, 30)));
        assert_eq!(told("10月末"), None);
        assert_eq!(editions("街区 23.0a、24.0a／大字 19.0b", 'a').as_deref(), Some("24.0a"));
        assert_eq!(editions("大字 19.0b", 'b').as_deref(), Some("19.0b"));
        assert_eq!(editions("何もない", 'a'), None);
    }
}
