//! The two editions never share a folder: what is for professionals must not be put where citizens read.

use super::Target;
use crate::diagnostic::Diagnostic;
use crate::io::{self, Trouble};
use crate::model::Audience;
use crate::output::{Edition, edition_of_folder, edition_of_zip};
use crate::place::Place;
use std::path::{Component, Path, PathBuf};

/// Refuses a target that is, lies in, or holds the other audience's edition; for professionals, the project's own
/// `dist` too, whether it is built yet or not.
///
/// # Errors
/// When the machine fails.
pub(super) fn refuse(target: &Target, audience: Audience, project: &Path) -> Result<Option<Diagnostic>, Trouble> {
    let other = match audience {
        Audience::Citizens => Edition::Partners,
        Audience::Partners => Edition::Citizens,
    };
    let path = resolved(target.path());
    let dist = resolved(&project.join("dist"));
    let is_folder = matches!(target, Target::Folder(_));
    // What lies in the texts or the look is copied to the citizens' site by the next build.
    let copied = ["content", "site"].map(|folder| resolved(&project.join(folder)));
    let citizens_own = within(&path, &dist)
        || copied.iter().any(|folder| within(&path, folder))
        || (is_folder && within(&dist, &path));
    if audience == Audience::Partners && citizens_own {
        return Ok(Some(refused(
            target,
            "関係者版は、市民版を書き出すフォルダ（dist）の中や、それを含むところには書けません。".to_owned(),
            audience,
        )));
    }
    let above = path.ancestors().skip(usize::from(!is_folder));
    for folder in above {
        if edition_of_folder(folder)? == Some(other) {
            return Ok(Some(refused(target, found(other, folder), audience)));
        }
    }
    if is_folder {
        for list in io::named(&path, &[crate::output::LIST], ".zip") {
            let (edition, place) = if list.ends_with(crate::output::LIST) {
                let folder = list.parent().unwrap_or(&path).to_owned();
                (edition_of_folder(&folder)?, folder)
            } else {
                (edition_of_zip(&list)?, list)
            };
            if edition == Some(other) {
                return Ok(Some(refused(target, found(other, &place), audience)));
            }
        }
    } else if edition_of_zip(&path)? == Some(other) {
        return Ok(Some(refused(target, found(other, &path), audience)));
    }
    Ok(None)
}

fn found(edition: Edition, at: &Path) -> String {
    let what = match edition {
        Edition::Citizens => "市民版",
        Edition::Partners => "関係者版",
    };
    format!("{what}がここにあります: {}。市民版と関係者版は、同じところにも、一方の中にも書けません。", at.display())
}

fn refused(target: &Target, message: String, audience: Audience) -> Diagnostic {
    let help = match audience {
        Audience::Partners => {
            "`--out` に、市民版とは別の場所のフォルダか .zip を指定してください。例: --out ../関係者版.zip"
        }
        Audience::Citizens => "関係者版を別の場所へ移すか、`--out` で別のフォルダを指定してください。",
    };
    Diagnostic::error("edition-mixed", message).at(Place::whole(target.path().display().to_string())).help(help).fatal()
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
