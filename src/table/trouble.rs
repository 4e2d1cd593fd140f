//! Why a file or a cell could not be read, in words for staff.

use crate::diagnostic::Diagnostic;
use crate::place::Place;

/// Why a file cannot be read as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableTrouble {
    /// Nothing in it.
    Empty,
    /// Over [`super::MAX_FILE_BYTES`].
    TooLarge,
    /// Unpacks to more than [`super::MAX_UNPACKED_BYTES`].
    Bomb,
    /// Over [`super::MAX_ROWS`].
    TooManyRows,
    /// Over [`super::MAX_CELLS`].
    TooManyCells,
    /// xls.
    Old,
    /// A workbook with a password.
    Locked,
    /// PDF.
    Pdf,
    /// A web page.
    Html,
    /// Neither text nor a workbook.
    Binary,
    /// A zip of something else, with the names of some files in it.
    ZipOfOthers(Vec<String>),
    /// A workbook that is cut off or damaged.
    Broken,
    /// No sheet of that name; the names there are.
    NoSheet(String, Vec<String>),
}

impl TableTrouble {
    /// ASCII code of the finding.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::TooLarge | Self::Bomb | Self::TooManyRows | Self::TooManyCells => "file-too-large",
            Self::Old | Self::Locked => "file-old-or-locked",
            Self::Pdf | Self::Html | Self::Binary | Self::ZipOfOthers(_) => "file-not-a-table",
            Self::Broken => "file-broken",
            Self::NoSheet(..) => "sheet-missing",
        }
    }

    /// What was found.
    pub fn message(&self) -> String {
        match self {
            Self::Empty => "ファイルに何も書かれていません。".into(),
            Self::TooLarge => "ファイルが大きすぎます（512MBまで）。".into(),
            Self::Bomb => "展開するととても大きくなる（1GBを超えるか、もとの200倍を超える）Excelファイルなので、読みませんでした。".into(),
            Self::TooManyRows => "行が多すぎます（1,048,576行まで）。".into(),
            Self::TooManyCells => "セルが多すぎます。".into(),
            Self::Old => "古い形式（.xlsなど）のファイルです。".into(),
            Self::Locked => "パスワードのかかったExcelファイルです。".into(),
            Self::Pdf => "表ではなくPDFです。".into(),
            Self::Html => "表ではなくWebページ（HTML）です。".into(),
            Self::Binary => "CSVでもExcelでもないファイルです。".into(),
            Self::ZipOfOthers(names) => {
                format!("Excelファイルではなく、ほかのファイルをまとめたzipです（中身: {}）。", names.join("、"))
            }
            Self::Broken => "Excelファイルが途中で切れているか、こわれています。".into(),
            Self::NoSheet(wanted, have) => {
                format!("「{wanted}」というシートがありません（あるのは「{}」）。", have.join("」「"))
            }
        }
    }

    /// What to do.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Empty => "正しいファイルか確かめて、置きなおしてください。",
            Self::TooLarge | Self::TooManyRows | Self::TooManyCells => {
                "必要な地域の行だけにして保存しなおしてください。"
            }
            Self::Bomb => "Excelで開き、要らないシートや図を消して保存しなおしてください。",
            Self::Old => "Excelで開き、「Excelブック（.xlsx）」で保存しなおしてください。",
            Self::Locked => "Excelで開き、パスワードを外して「Excelブック（.xlsx）」で保存しなおしてください。",
            Self::Pdf | Self::Binary => "CSVかExcel（.xlsx）のファイルを置いてください。",
            Self::Html => "公開元のページからファイルそのものをダウンロードしなおしてください。",
            Self::ZipOfOthers(_) => "zipを展開し、中のCSVかExcel（.xlsx）を置いてください。",
            Self::Broken => "ダウンロードしなおすか、Excelで開けるか確かめて保存しなおしてください。",
            Self::NoSheet(..) => "シートの名前か、設定の `sheet` を直してください。",
        }
    }

    /// The finding. It makes the source unusable, which is fatal.
    pub fn diagnostic(&self, place: Place) -> Diagnostic {
        Diagnostic::error(self.code(), self.message()).at(place).help(self.help()).fatal()
    }
}

/// What was wrong with one cell or line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellTrouble {
    /// Row or line, from 1.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    TooLong,
    Damaged(&'static str),
    FormulaError,
    CutOff,
}

impl CellTrouble {
    pub(super) const fn too_long(row: u32, column: u16) -> Self {
        Self { row, column, what: What::TooLong }
    }

    pub(super) const fn damaged(row: u32, encoding: &'static str) -> Self {
        // No column: the line as a whole is named.
        Self { row, column: u16::MAX, what: What::Damaged(encoding) }
    }

    pub(super) const fn cut_off(row: u32) -> Self {
        Self { row, column: u16::MAX, what: What::CutOff }
    }

    pub(super) const fn formula_error(row: u32, column: u16) -> Self {
        Self { row, column, what: What::FormulaError }
    }

    pub(super) fn diagnostic(self, place: Place) -> Diagnostic {
        match self.what {
            What::TooLong => {
                Diagnostic::error("cell-too-long", "1つのセルに32,767文字を超える文字があり、空として扱いました。")
                    .help("CSVなら、引用符「\"」の閉じ忘れで次の行まで続いていないか見てください。")
            }
            What::Damaged(encoding) => Diagnostic::warning(
                "text-damaged",
                format!("文字コード（{encoding}）として読めない文字があり、「\u{fffd}」に置きかえました。"),
            )
            .help("元のファイルを「CSV UTF-8（コンマ区切り）」で保存しなおしてください。"),
            What::FormulaError => Diagnostic::warning("cell-error", "数式がエラーのセルで、空として扱いました。")
                .help("Excelで数式を直すか、値だけを貼りつけてください。"),
            What::CutOff => Diagnostic::warning(
                "file-cut-off",
                "最後の行が途中で終わっています。ファイルが途中で切れているようです。",
            )
            .help("公開元や元のファイルと行の数を見くらべて、ダウンロードしなおすか、保存しなおしてください。"),
        }
        .at(place)
    }
}
