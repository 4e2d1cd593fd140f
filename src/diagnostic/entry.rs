//! What is said of a finding's code beyond one finding: what is checked, why it matters, an example, how to mend it.

use super::Severity;

/// The page of one code. Texts are plain Japanese; headings are the same for every code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// ASCII kebab-case, as in [`super::Diagnostic::code`].
    pub code: &'static str,
    /// How bad, by definition.
    pub severity: Severity,
    /// 何を調べるか.
    pub checks: &'static str,
    /// なぜ困るか.
    pub why: &'static str,
    /// 例.
    pub example: &'static str,
    /// 直し方.
    pub mend: &'static str,
    /// Number of the rule of 行政データの機械可読性に関するルール that it serves: `L1-07`.
    pub machine: Option<&'static str>,
}

/// An entry: what is checked, why it matters, an example, how to mend it.
pub const fn entry(code: &'static str, severity: Severity, texts: [&'static str; 4]) -> Entry {
    let [checks, why, example, mend] = texts;
    Entry { code, severity, checks, why, example, mend, machine: None }
}

impl Entry {
    /// Names the rule of 行政データの機械可読性に関するルール.
    #[must_use]
    pub const fn machine(mut self, rule: &'static str) -> Self {
        self.machine = Some(rule);
        self
    }
}

/// Rules of 「行政データの機械可読性に関するルール」 (31 March 2026) that findings serve, with their names as in the list
/// that デジタル庁 publishes (`machine-readability-rules.csv`).
pub const MACHINE_RULES: &[(&str, &str)] = &[
    ("L1-01", "ファイル形式は機械が直接読み取れるExcelやCSV等となっているか"),
    ("L1-05", "すべての列に意味が推測できる項目名が存在するか"),
    ("L1-06", "スペースや改行等で体裁を整えていないか"),
    ("L1-07", "１セル１データとなっているか"),
    ("L1-08", "機種依存文字を使用していないか"),
    ("L1-09", "空白とゼロが明確に区別されているか"),
    ("L1-14", "【CSV】１行１データで表現されているか"),
    ("L2-01", "数値データは数値属性とし、文字列を含まないこと"),
    ("L2-02", "データ内での項目名等の省略をしていないか"),
    ("L2-04", "選択肢回答が標準化されているか"),
    ("L2-05", "選択肢列と「その他」の詳細記入が分離されているか"),
    ("L2-06", "【Excel】数式を使用している場合は、数値データに修正しているか"),
    ("L3-02", "回答のコード表が別添されているか"),
    ("L3-05", "時間軸の表記が標準化されているか"),
    ("L3-06", "地域コード又は正式な地域名称が表記されているか"),
    ("L3-08", "データの定義や更新履歴が記載されているか"),
];

/// The name of a rule of 行政データの機械可読性に関するルール.
pub fn machine_rule(number: &str) -> Option<&'static str> {
    MACHINE_RULES.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
}
