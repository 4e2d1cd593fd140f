//! Editions never share a folder: what is for professionals, or for staff alone, must not be put where others read.

use super::Target;
use crate::diagnostic::Diagnostic;
use crate::io::{self, Trouble};
use crate::model::Audience;
use crate::output::{self, Edition, edition_of_folder, edition_of_zip, partners_mark, staff_mark};
use crate::place::Place;
use crate::project::Project;
use std::path::{Component, Path, PathBuf};

/// The edition that an audience reads.
pub(super) const fn edition_for(audience: Audience) -> Edition {
    match audience {
        Audience::Citizens => Edition::Citizens,
        Audience::Partners => Edition::Partners,
    }
}

/// Refuses a target that is, lies in, or holds another edition; for what is not for citizens, the project's own `dist`
/// too, whether it is built yet or not.
///
/// # Errors
/// When the machine fails.
pub(super) fn refuse(target: &Target, own: Edition, project: &Path) -> Result<Option<Diagnostic>, Trouble> {
    let path = resolved(target.path());
    let dist = resolved(&project.join("dist"));
    let is_folder = matches!(target, Target::Folder(_));
    // What lies in the texts or the look is copied to the citizens' site by the next build.
    let copied = ["content", "site"].map(|folder| resolved(&project.join(folder)));
    let citizens_own = within(&path, &dist)
        || copied.iter().any(|folder| within(&path, folder))
        || (is_folder && within(&dist, &path));
    if own != Edition::Citizens && citizens_own {
        let words = format!(
            "{}は、市民版を書き出すフォルダ（dist）の中や、それを含むところ、文章のフォルダには書けません。",
            word(own)
        );
        return Ok(Some(refused(target, words, own)));
    }
    let above = path.ancestors().skip(usize::from(!is_folder));
    for folder in above {
        if let Some(other) = edition_of_folder(folder)?.filter(|other| *other != own) {
            return Ok(Some(refused(target, found(own, other, folder), own)));
        }
    }
    if is_folder {
        let mark = staff_mark().path;
        let names = [output::LIST, &mark];
        for list in io::named(&path, &names, &[".zip", ".xlsx", ".xlsm"]) {
            let (edition, place) = if names.iter().any(|name| list.ends_with(name)) {
                let folder = list.parent().unwrap_or(&path).to_owned();
                (edition_of_folder(&folder)?, folder)
            } else {
                (edition_of_zip(&list)?, list)
            };
            if let Some(other) = edition.filter(|other| *other != own) {
                return Ok(Some(refused(target, found(own, other, &place), own)));
            }
        }
    } else if let Some(other) = edition_of_zip(&path)?.filter(|other| *other != own) {
        return Ok(Some(refused(target, found(own, other, &path), own)));
    }
    Ok(None)
}

/// Documents among the texts that are not for any site: a workbook or a folder of staff, a professionals' edition.
pub(super) fn closed_documents(project: &Project) -> Vec<Diagnostic> {
    let documents = project.content.iter().filter(|input| output::is_closed(&input.bytes));
    let marks = [staff_mark().path, partners_mark().path];
    let marks: Vec<&str> = marks.iter().map(String::as_str).collect();
    let marked = ["content", "site/templates", "site/components", "site/styles", "site/scripts"]
        .iter()
        .flat_map(|folder| io::named(&project.root.join(folder), &marks, &[]));
    let below = |path: PathBuf| path.strip_prefix(&project.root).unwrap_or(&path).display().to_string();
    documents
        .map(|input| input.path.clone())
        .chain(marked.map(below))
        .map(|path| {
            let words = "職員か関係者だけのファイルが、サイトに載る文章のフォルダにあります。";
            Diagnostic::error("edition-mixed", words)
                .at(Place::whole(path))
                .help("このファイル（フォルダならまるごと）を、content と site の外へ移してください。")
                .fatal()
        })
        .collect()
}

const fn word(edition: Edition) -> &'static str {
    match edition {
        Edition::Citizens => "市民版",
        Edition::Partners => "関係者版",
        Edition::Staff => "職員用のもの",
    }
}

fn found(own: Edition, other: Edition, at: &Path) -> String {
    let (own, other) = (word(own), word(other));
    format!(
        "{other}がここにあります: {}。{own}は、{other}と同じところにも、その中にも、それを含むところにも書けません。",
        at.display()
    )
}

fn refused(target: &Target, message: String, own: Edition) -> Diagnostic {
    let help = match own {
        Edition::Partners => {
            "`--out` に、ほかの版とは別の場所のフォルダか .zip を指定してください。例: --out ../関係者版.zip"
        }
        Edition::Citizens => "そのフォルダやファイルを別の場所へ移すか、`--out` で別のフォルダを指定してください。",
        Edition::Staff => "公表しない答えが入るので、公開するフォルダの外を `--out` などで指定してください。",
    };
    Diagnostic::error("edition-mixed", message).at(Place::whole(target.path().display().to_string())).help(help).fatal()
}

/// Whether a folder is, or holds, another.
pub(super) fn holds(folder: &Path, inner: &Path) -> bool {
    within(&resolved(inner), &resolved(folder))
}

/// Whether a path is a folder or lies in it, whatever the case of its letters: many disks do not tell it apart.
fn within(path: &Path, folder: &Path) -> bool {
    let lower = |path: &Path| -> Vec<String> {
        path.components().map(|part| part.as_os_str().to_string_lossy().to_lowercase()).collect()
    };
    lower(path).starts_with(&lower(folder))
}

/// The path with links resolved as far as it exists, and without `..`.
fn resolved(path: &Path) -> PathBuf {
    let full = if path.is_absolute() {
        path.to_owned()
    } else {
        io::current_folder().map_or_else(|_| path.to_owned(), |here| here.join(path))
    };
    let mut whole = PathBuf::new();
    for part in full.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                whole.push(part);
                if io::exists(&whole) {
                    whole = io::absolute(&whole);
                }
            }
        }
    }
    whole
}
