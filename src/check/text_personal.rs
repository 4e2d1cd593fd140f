//! Names, mobile numbers and mail addresses of persons in texts that everybody sees.

use super::{Checked, Findings, Rule};
use crate::diagnostic::{Severity, entry};
use crate::model::Answer;
use crate::text::width;

pub(super) const RULE: Rule = Rule {
    entry: entry(
        "text-personal",
        Severity::Warning,
        [
            "だれでも見る文（自由な答え、休みの説明、名称、住所）に、人の名前・携帯電話・メールアドレスらしいものがないか。",
            "個人の情報を公開してしまうと、取り消せません。",
            "「その他」に「担当 見本太郎 090-0000-0001」",
            "元の表から取ります。調査の答えなら、専門職向けの「連絡の担当」の列に移します。",
        ],
    )
    .machine("L2-05"),
    check,
};

fn check(of: &Checked<'_>, found: &mut Findings<'_>) {
    for facility in of.facilities {
        // The questions about whom to contact are for professionals, and ask for a name.
        let answers = facility.answers.iter().filter(|one| !one.question.starts_with("contact-"));
        for one in answers {
            let (Answer::Text(text) | Answer::YesWith(text)) = &one.answer else { continue };
            if let Some((what, _)) = personal(text) {
                // An answer's words are between who answered and the staff: the cell is enough.
                found.at(one.origin, || format!("「{}」の答えの文に{what}らしいものがあります。", facility.called()));
            }
        }
        for hours in &facility.hours {
            if let Some((what, part)) = hours.note.as_deref().and_then(personal) {
                found.at(hours.origin, || format!("「{}」の文に{what}らしい「{part}」があります。", facility.called()));
            }
        }
        // A clinic may bear its doctor's name; a number or a mail address stands in no name and no address.
        let facts =
            [Some(&facility.name), facility.address.as_ref(), facility.building.as_ref(), facility.operator.as_ref()];
        for fact in facts.into_iter().flatten() {
            if let Some((what, part)) = number_or_mail(&width::clean(&fact.value)) {
                found.at(fact.origin, || {
                    let part = facility.quoted(&part);
                    format!("「{}」の名称か住所に{what}らしいもの{part}があります。", facility.called())
                });
            }
        }
    }
}

/// Words after which a person's name is written.
const ROLES: [&str; 7] = ["担当者", "担当", "管理者", "代表者", "院長", "所長", "窓口担当"];
/// What is called 様 or さん without being a person's name.
const NOBODY: [&str; 10] = ["患者", "利用者", "皆", "客", "家族", "本人", "相談者", "事業者", "お子", "子ども"];

/// What kind of personal fact a text seems to hold, and which part of it.
fn personal(text: &str) -> Option<(&'static str, String)> {
    let clean = width::clean(text);
    let name = || after_role(&clean).or_else(|| before_title(&clean)).map(|name| ("人の名前", name));
    number_or_mail(&clean).or_else(name)
}

fn number_or_mail(clean: &str) -> Option<(&'static str, String)> {
    let mail = || {
        let mut words = clean.split([' ', '、', '。', '(', ')', ',']);
        words.find(|word| word.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.')))
    };
    let number = mobile(clean).map(|number| ("携帯電話の番号", number));
    number.or_else(|| mail().map(|mail| ("メールアドレス", mail.to_owned())))
}

fn mobile(text: &str) -> Option<String> {
    text.match_indices('0').find_map(|(at, _)| {
        let rest: String = text[at..].chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
        let begins_fresh = !text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '-');
        (begins_fresh && crate::text::phone::is_mobile(&rest)).then_some(rest)
    })
}

/// 「担当 見本太郎」「担当者:見本」: kanji after a role and a mark or space.
fn after_role(text: &str) -> Option<String> {
    ROLES.iter().find_map(|role| {
        let (_, rest) = text.split_once(role)?;
        let marked = rest.trim_start_matches([' ', ':', '・', '=', '(']);
        let name: String = marked.chars().take_while(|c| width::is_kanji(*c)).collect();
        let length = name.chars().count();
        (marked.len() < rest.len() && (2..=6).contains(&length) && !is_common(&name)).then_some(name)
    })
}

/// 「見本様」「見本さん」: kanji before a title.
fn before_title(text: &str) -> Option<String> {
    ["様", "さん", "先生"].iter().find_map(|title| {
        text.match_indices(title).find_map(|(at, _)| {
            let before: Vec<char> = text[..at].chars().rev().take_while(|c| width::is_kanji(*c)).collect();
            let name: String = before.into_iter().rev().collect();
            let named = (2..=5).contains(&name.chars().count()) && !is_common(&name);
            named.then(|| format!("{name}{title}"))
        })
    })
}

/// Words of the trade that are no names.
fn is_common(word: &str) -> bool {
    const TRADE: [&str; 12] =
        ["医師", "看護", "職員", "不在", "変更", "相談", "地域", "連携", "電話", "主治", "訪問", "診療"];
    NOBODY.iter().any(|nobody| word.ends_with(nobody)) || TRADE.iter().any(|trade| word.contains(trade))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_seen_and_the_trade_is_not() {
        for text in [
            "担当 見本太郎 まで",
            "担当者：見本",
            "見本様あて",
            "夜間は０９０－００００－０００１へ",
            "ouchi@example.jp に連絡",
            "院長（山田太郎）",
        ] {
            assert!(personal(text).is_some(), "{text}");
        }
        for text in [
            "患者様のご家族",
            "利用者さんのみ",
            "担当医師が不在の日は休診",
            "担当は地域連携室",
            "04-0000-0001 へ電話",
            "主治医の先生と相談",
            "院長不在のときは休診",
            "担当 地域連携室",
        ] {
            assert_eq!(personal(text), None, "{text}");
        }
    }
}
