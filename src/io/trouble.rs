//! What the machine says, in words that a clerk can act on.

use std::io::{Error, ErrorKind};

/// Windows: another program has the file open, or a part of it locked.
const SHARED: [i32; 2] = [32, 33];

/// The machine's own words stand behind, for whoever is asked for help.
pub(super) fn words(error: &Error) -> String {
    let plain = if in_use(error) {
        "ほかのプログラムが開いています。Excel などを閉じて、もう一度実行してください"
    } else {
        match error.kind() {
            ErrorKind::PermissionDenied => {
                "許されていません。Excel などで開いていたら閉じ、読み取り専用になっていないか、フォルダに書き込めるかを確かめてください"
            }
            ErrorKind::ReadOnlyFilesystem => "書き込めない場所です。別の場所を指定してください",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "ディスクがいっぱいです。空きを作ってください",
            ErrorKind::FileTooLarge => "ファイルが大きくなりすぎて、この場所には書けません",
            ErrorKind::NotFound => "ありません。名前と場所を確かめてください",
            ErrorKind::NotADirectory => "フォルダのはずの場所にファイルがあります",
            ErrorKind::IsADirectory => "ファイルのはずの場所にフォルダがあります",
            ErrorKind::InvalidFilename => "この名前は長すぎるか、使えない文字があります",
            ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
                "共有フォルダにつながりません。ネットワークを確かめてください"
            }
            _ => return error.to_string(),
        }
    };
    format!("{plain}。{error}")
}

/// Whether another program has the file. Windows says so by number, others by kind.
fn in_use(error: &Error) -> bool {
    let by_number = cfg!(windows) && error.raw_os_error().is_some_and(|code| SHARED.contains(&code));
    by_number || matches!(error.kind(), ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_every_day_is_said_in_plain_words() {
        let said = |kind: ErrorKind| words(&Error::from(kind));
        assert!(said(ErrorKind::ResourceBusy).starts_with("ほかのプログラムが開いています"));
        assert!(said(ErrorKind::PermissionDenied).contains("読み取り専用"));
        assert!(said(ErrorKind::StorageFull).contains("空きを作って"));
        assert!(said(ErrorKind::ReadOnlyFilesystem).contains("別の場所"));
        let own = Error::other("something new");
        assert_eq!(words(&own), "something new");
    }

    #[test]
    #[cfg(windows)]
    fn a_workbook_open_in_excel_is_told_by_its_number() {
        assert!(words(&Error::from_raw_os_error(32)).starts_with("ほかのプログラムが開いています"));
    }
}
