//! Files that lie beside the written pages: found, weighed, named.

use super::content::FileFact;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::place::Place;
use crate::source::Input;

/// Larger files keep people on phones waiting; a scanned booklet is under this when saved for the web.
const LARGEST: usize = 10 * 1024 * 1024;

/// Whether a path from the site's root is a file under `content/`.
pub(super) fn beside<'a>(inputs: &'a [Input], path: &str) -> Option<&'a Input> {
    inputs.iter().find(|input| {
        !input.path.ends_with(".md") && input.path.strip_prefix("content/").unwrap_or(&input.path) == path
    })
}

/// A file that a page offers; missing ones and heavy ones are findings.
pub(super) fn offered(
    inputs: &[Input],
    title: &str,
    href: &str,
    place: Place,
    found: &mut Diagnostics,
) -> Option<FileFact> {
    if href.starts_with("https://") || href.starts_with("http://") {
        return Some(FileFact { title: title.to_owned(), href: href.to_owned(), note: String::new() });
    }
    let path = href.trim_start_matches('/');
    let Some(input) = beside(inputs, path) else {
        found.push(
            Diagnostic::error("content-file", format!("ファイル「{href}」がありません。"))
                .at(place)
                .help(format!("content/{path} に置くか、書き方を直してください。"))
                .fatal(),
        );
        return None;
    };
    if input.bytes.len() > LARGEST {
        found.push(
            Diagnostic::error("content-file-large", format!("「{href}」は {} です。", size(input.bytes.len())))
                .at(place)
                .help(format!(
                    "{} までにしてください。PDFは「最小サイズ」で保存し直すと小さくなります。",
                    size(LARGEST)
                ))
                .fatal(),
        );
    }
    let ending = path.rsplit('.').next().unwrap_or_default().to_uppercase();
    let kind = match ending.as_str() {
        "XLSX" => "Excel",
        "DOCX" => "Word",
        other => other,
    };
    Some(FileFact {
        title: title.to_owned(),
        href: path.to_owned(),
        note: format!("{kind}、{}", size(input.bytes.len())),
    })
}

/// 「1.2MB」, 「34KB」.
fn size(bytes: usize) -> String {
    if bytes >= 1024 * 1024 {
        let tenths = bytes * 10 / (1024 * 1024);
        format!("{}.{}MB", tenths / 10, tenths % 10)
    } else {
        format!("{}KB", bytes.div_ceil(1024))
    }
}
