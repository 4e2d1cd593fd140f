//! A municipality's folder, read whole: settings, sources, content, look, and what earlier builds remembered.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::io::{self, Entry, Odd, Trouble};
use crate::place::Place;
use crate::settings::{self, Settings, SourceSetting};
use crate::source::Input;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file larger than this is not read: no official file comes near it.
pub const LARGEST_FILE: u64 = 512 * 1024 * 1024;

/// The file by which a folder of staff is known.
pub const STAFF_MARK: &str = "SHOKUIN.txt";
/// What may lie in `content/`: texts, and the documents and pictures they show.
const CONTENT: &[&str] = &["md", "toml", "pdf", "xlsx", "docx", "csv", "png", "jpg", "jpeg", "webp"];

/// Everything that was read from a project folder.
#[derive(Debug)]
pub struct Project {
    /// The folder.
    pub root: PathBuf,
    /// `ouchi.toml`.
    pub settings: Settings,
    /// The same as it is written.
    pub text: String,
    /// Care open data.
    pub kaigo: Vec<Input>,
    /// ナビイ open data.
    pub navii: Vec<Input>,
    /// Bureau lists.
    pub bureau: Vec<Input>,
    /// Plain facility lists.
    pub list: Vec<Input>,
    /// Town table.
    pub area: Vec<Input>,
    /// Base map.
    pub base: Vec<Input>,
    /// Files of each `[[survey]]` in its order; `None` when they could not be had (reported).
    pub surveys: Vec<Option<Vec<Input>>>,
    /// Markdown, `services.toml`, `glossary.toml`.
    pub content: Vec<Input>,
    /// Files that stand in for those of the same name in the built-in look.
    pub site: Vec<Input>,
    /// `geodata/holidays`.
    pub holidays: Vec<Input>,
    /// `geodata/address`: points of blocks and towns.
    pub address: Vec<Input>,
    /// `geodata/sources.toml`: what `ouchi fetch` brought.
    pub fetched: Option<Input>,
    /// `geodata/links.csv`: which links live.
    pub links: Option<Input>,
    /// `geodata/ledger.csv`.
    pub ledger: Option<Input>,
    /// `geodata/withhold.csv`.
    pub withhold: Option<Input>,
    /// `geodata/decisions.csv`.
    pub decisions: Option<Input>,
    /// Files of earlier publications, `geodata/published/*.csv` and `*.files`, by path; read when they are needed.
    pub published: Vec<PathBuf>,
}

/// Reads a project folder. `Ok(None)`: it cannot be used, and `diagnostics` says why.
///
/// # Errors
/// When the machine fails.
pub fn load(root: &Path, diagnostics: &mut Diagnostics) -> Result<Option<Project>, Trouble> {
    let settings_path = root.join("ouchi.toml");
    if io::is_folder(&settings_path) || io::is_special(&settings_path) || !io::exists(&settings_path) {
        diagnostics.push(
            Diagnostic::error("setting-missing", "設定のファイル ouchi.toml がありません。")
                .at(Place::whole(settings_path.display().to_string()))
                .help("ouchi.toml のあるフォルダで実行するか、--project でそのフォルダを指定してください。")
                .fatal(),
        );
        return Ok(None);
    }
    let bytes = io::read(&settings_path)?;
    let Ok(text) = String::from_utf8(bytes) else {
        diagnostics.push(
            Diagnostic::error("setting-unreadable", "ouchi.toml の文字コードが UTF-8 ではありません。")
                .at(Place::whole("ouchi.toml"))
                .help("メモ帳などで開き、文字コード「UTF-8」を選んで保存し直してください。")
                .fatal(),
        );
        return Ok(None);
    };
    let settings = match settings::parse("ouchi.toml", &text) {
        Ok(settings) => settings,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            return Ok(None);
        }
    };
    let mut reader = Reader { root, diagnostics };
    let sources = settings.sources.clone();
    let project = Project {
        root: root.to_owned(),
        kaigo: reader.source(sources.kaigo.as_ref(), "geodata/kaigo", &["csv"])?,
        navii: reader.source(sources.navii.as_ref(), "geodata/navii", &["csv"])?,
        bureau: reader.source(sources.bureau.as_ref(), "geodata/bureau", &["xlsx"])?,
        list: reader.source(sources.list.as_ref(), "geodata/list", &["csv", "xlsx"])?,
        area: reader.source(sources.area.as_ref(), "geodata/area", &["csv"])?,
        base: reader.source(sources.base.as_ref(), "geodata/base", &["csv", "geojson", "json"])?,
        holidays: reader.folder("geodata/holidays", &["csv"])?,
        surveys: settings.surveys.iter().map(|survey| reader.survey(&survey.path)).collect::<Result<_, _>>()?,
        content: reader.folder("content", CONTENT)?,
        site: reader.folder("site", &["html", "css", "js"])?,
        address: reader.folder("geodata/address", &["csv"])?,
        fetched: reader.if_there("geodata/sources.toml")?,
        links: reader.if_there("geodata/links.csv")?,
        ledger: reader.if_there("geodata/ledger.csv")?,
        withhold: reader.if_there("geodata/withhold.csv")?,
        decisions: reader.if_there("geodata/decisions.csv")?,
        text,
        published: io::list(&root.join("geodata/published"))?.0.into_iter().map(|entry| entry.path).collect(),
        settings,
    };
    Ok(Some(project))
}

impl Project {
    /// Takes out the bytes of the tables, which nobody needs once they are understood.
    pub fn take_tables(&mut self) -> Vec<Input> {
        let own = [&mut self.kaigo, &mut self.navii, &mut self.bureau, &mut self.list];
        let mut all: Vec<Input> = own.into_iter().flat_map(std::mem::take).collect();
        all.extend(self.surveys.iter_mut().filter_map(Option::as_mut).flat_map(std::mem::take));
        all
    }
}

/// Where a project's files lie, each with whether all below it belongs to it: by custom, and where the settings say.
pub fn places(root: &Path) -> BTreeMap<PathBuf, bool> {
    let mut places = BTreeMap::from([(root.to_owned(), false), (root.join("site"), false)]);
    // Not the whole of `site/`: packages that other tools brought there are many.
    let own = ["content", "geodata", "site/templates", "site/components", "site/styles", "site/scripts"];
    places.extend(own.map(|name| (root.join(name), true)));
    let text = io::read_if_there(&root.join("ouchi.toml")).ok().flatten().unwrap_or_default();
    if let Ok(settings) = settings::parse("ouchi.toml", &String::from_utf8_lossy(&text)) {
        let sources = &settings.sources;
        let own = [&sources.kaigo, &sources.navii, &sources.bureau, &sources.list, &sources.area, &sources.base];
        let named = own.into_iter().flatten().flat_map(|source| &source.paths);
        for path in named.chain(settings.surveys.iter().map(|survey| &survey.path)) {
            let full = root.join(path);
            if !full.starts_with(root.join("geodata")) {
                // A file that is saved anew is another file: its folder tells of it.
                let deep = io::is_folder(&full);
                places.insert(if deep { full } else { full.parent().unwrap_or(root).to_owned() }, deep);
            }
        }
    }
    places
}

/// What lies at a path and cannot be read as a file.
fn unreadable(path: &Path) -> Option<Odd> {
    if io::is_special(path) {
        Some(Odd::Special(path.to_owned()))
    } else {
        io::is_broken_link(path).then(|| Odd::Broken(path.to_owned()))
    }
}

struct Reader<'a> {
    root: &'a Path,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// The files of one source: what the settings name, or the folder that the source has by custom.
    fn source(
        &mut self,
        setting: Option<&SourceSetting>,
        custom: &str,
        endings: &[&str],
    ) -> Result<Vec<Input>, Trouble> {
        let Some(setting) = setting else { return self.folder(custom, endings) };
        let mut inputs = Vec::new();
        for path in &setting.paths {
            let full = self.root.join(path);
            if io::is_folder(&full) {
                inputs.extend(self.folder(path, endings)?);
            } else {
                inputs.extend(self.one(path)?);
            }
        }
        Ok(inputs)
    }

    /// Files of a folder with one of the endings. Others are left alone; what looks like data and is not, is reported.
    fn folder(&mut self, folder: &str, endings: &[&str]) -> Result<Vec<Input>, Trouble> {
        let (entries, odd) = io::list(&self.root.join(folder))?;
        for odd in odd {
            self.report(&odd);
        }
        let mut inputs = Vec::new();
        for entry in entries {
            let shown = format!("{}/{}", folder.trim_end_matches('/'), entry.name);
            if shown.contains("/node_modules/") {
                continue;
            }
            let ending = entry.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
            if endings.contains(&ending.as_str()) {
                inputs.extend(self.read(&entry, shown)?);
            } else if ["csv", "xlsx", "xls", "xlsm", "zip", "pdf", "tsv"].contains(&ending.as_str()) {
                let message = format!("この種類のファイル（.{ending}）はここでは読めません。");
                let help = if ending == "zip" {
                    "zip は開いて、中のファイルを置いてください。".to_owned()
                } else {
                    format!("ここに置けるのは {} です。", endings.join("、"))
                };
                self.diagnostics.push(Diagnostic::warning("file-ignored", message).at(Place::whole(shown)).help(help));
            }
        }
        Ok(inputs)
    }

    /// A survey's file, or every file of its folder: what is no sheet is told apart by who reads it.
    fn survey(&mut self, path: &str) -> Result<Option<Vec<Input>>, Trouble> {
        let folder = self.root.join(path);
        if !io::is_folder(&folder) {
            return Ok(self.one(path)?.map(|input| vec![input]));
        }
        let (entries, odd) = io::list(&folder)?;
        for odd in odd {
            self.report(&odd);
        }
        let mut inputs = Vec::new();
        for entry in entries {
            // What `ouchi forms` lays beside its sheets, in folders that came back whole.
            if entry.name == STAFF_MARK {
                continue;
            }
            let shown = format!("{}/{}", path.trim_end_matches('/'), entry.name);
            inputs.extend(self.read(&entry, shown)?);
        }
        Ok(Some(inputs))
    }

    /// A file that the settings name.
    fn one(&mut self, path: &str) -> Result<Option<Input>, Trouble> {
        let full = self.root.join(path);
        let trouble = if io::is_folder(&full) {
            "ファイルのはずの場所にフォルダがあります。"
        } else if !io::exists(&full) {
            "設定に書かれたファイルがありません。"
        } else if let Some(odd) = unreadable(&full) {
            self.report(&odd);
            return Ok(None);
        } else {
            let size = 0;
            return self.read(&Entry { path: full, name: path.to_owned(), size }, path.to_owned());
        };
        self.diagnostics.push(
            Diagnostic::error("file-missing", trouble)
                .at(Place::whole(path))
                .help("ファイルを置くか、ouchi.toml の場所の書き方を直してください。")
                .fatal(),
        );
        Ok(None)
    }

    fn if_there(&mut self, path: &str) -> Result<Option<Input>, Trouble> {
        let full = self.root.join(path);
        if io::is_folder(&full) {
            return self.one(path);
        }
        // A withhold list behind a broken link is not the same as no withhold list.
        if let Some(odd) = unreadable(&full) {
            self.report(&odd);
            return Ok(None);
        }
        Ok(io::read_if_there(&full)?.map(|bytes| Input { path: path.to_owned(), bytes }))
    }

    fn read(&mut self, entry: &Entry, shown: String) -> Result<Option<Input>, Trouble> {
        if entry.size > LARGEST_FILE {
            self.diagnostics.push(
                Diagnostic::error("file-too-large", format!("ファイルが大きすぎます（{} MB）。", entry.size >> 20))
                    .at(Place::whole(shown))
                    .help(format!("{} MB までのファイルを置いてください。", LARGEST_FILE >> 20))
                    .fatal(),
            );
            return Ok(None);
        }
        if io::is_open_elsewhere(&entry.path) {
            self.diagnostics.push(
                Diagnostic::note(
                    "file-open",
                    "このファイルは、Excel などで開かれているようです。最後に保存した内容で作りました。",
                )
                .at(Place::whole(shown.as_str()))
                .help("直しているところなら、保存して閉じてから、もう一度実行してください。"),
            );
        }
        Ok(Some(Input { bytes: io::read(&entry.path)?, path: shown }))
    }

    fn report(&mut self, odd: &Odd) {
        let (path, message, help) = match odd {
            Odd::Cycle(path) => {
                (path, "リンクが自分の上のフォルダを指していて、終わりがありません。", "このリンクを消してください。")
            }
            Odd::Broken(path) => {
                (path, "リンクの先がありません。", "リンクを消すか、ファイルそのものを置いてください。")
            }
            Odd::FolderNamedLikeFile(path) => (
                path,
                "ファイルのはずの場所にフォルダがあります。",
                "フォルダの名前を変えるか、ファイルを置いてください。",
            ),
            Odd::Special(path) => (
                path,
                "ふつうのファイルではありません（名前つきパイプや装置）。読むと終わらないので、読みませんでした。",
                "消して、ファイルそのものを置いてください。",
            ),
        };
        let shown = path.strip_prefix(self.root).unwrap_or(path).display().to_string();
        self.diagnostics.push(Diagnostic::error("file-not-a-file", message).at(Place::whole(shown)).help(help).fatal());
    }
}
