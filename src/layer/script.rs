//! Data for classic scripts, which work from `file://` where fetching does not.

use serde::Serialize;

/// JSON that may stand inside a script element and in any old script reader.
pub(super) fn json(value: &impl Serialize) -> String {
    // Lists, texts and numbers cannot fail.
    let text = serde_json::to_string(value).unwrap_or_default();
    // Inside JSON these characters only occur in strings, so escaping them keeps the meaning.
    if !text.contains(['<', '\u{2028}', '\u{2029}']) {
        return text;
    }
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Five decimals: about a metre, which is what a pin needs.
pub(super) fn degrees(value: f64) -> f64 {
    (value * 1e5).round() / 1e5
}
