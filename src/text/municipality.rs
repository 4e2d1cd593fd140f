//! Prefecture and municipality in front of an address.

use std::collections::HashSet;

/// The prefectures in the order of their codes, 1 to 47.
pub const PREFECTURES: [&str; 47] = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

/// Characters within which a municipality's name ends.
const WITHIN: usize = 12;

/// The prefecture's code (1 to 47) in front of a text, and the rest.
pub fn prefecture(text: &str) -> (u8, &str) {
    let text = text.trim_start();
    (1_u8..)
        .zip(PREFECTURES)
        .find_map(|(code, name)| text.strip_prefix(name).map(|rest| (code, rest.trim_start())))
        .unwrap_or((0, text))
}

/// The municipality in front of a text that follows a prefecture, by its ending: 郡 and 町 or 村, else 市, 区, 町, 村.
///
/// A designated city keeps its ward: 見本市中央区.
pub fn guess(text: &str) -> Option<&str> {
    let chars: Vec<(usize, char)> = text.char_indices().take(WITHIN).collect();
    let end = |at: usize| chars[at].0 + chars[at].1.len_utf8();
    let stop = chars.iter().position(|(_, c)| c.is_ascii_digit() || *c == ' ').unwrap_or(chars.len());
    let first = |from: usize, wanted: &[char]| (from..stop).find(|at| wanted.contains(&chars[*at].1));
    if let Some(county) = first(1, &['郡']) {
        // 蒲郡市 and 大和郡山市 hold the character; 上市町 holds the other one.
        let city_first = first(county + 1, &['市'])
            .is_some_and(|at| !chars.get(at + 1).is_some_and(|(_, c)| matches!(c, '町' | '村')));
        if let Some(town) = first(county + 2, &['町', '村']).filter(|_| !city_first) {
            return text.get(..end(town));
        }
    }
    if let Some(mut at) = first(1, &['市']) {
        // 四日市市, 野々市市: the name itself ends in 市; 市川市市川 is a town that begins with it.
        if matches!(chars[at - 1].1, '日' | '々') && chars.get(at + 1).is_some_and(|(_, c)| *c == '市') {
            at += 1;
        }
        let ward = first(at + 2, &['区']).filter(|ward| *ward <= at + 4);
        return text.get(..end(ward.unwrap_or(at)));
    }
    first(1, &['区']).or_else(|| first(1, &['町', '村'])).and_then(|at| text.get(..end(at)))
}

/// Names of municipalities that were met, by which an address without a prefecture is understood.
#[derive(Debug, Clone, Default)]
pub struct Known(HashSet<String>);

impl Known {
    /// Takes a name in: with its county and ward, and without.
    pub fn learn(&mut self, name: &str) {
        let name = name.trim();
        if name.is_empty() || self.0.contains(name) {
            return;
        }
        self.0.insert(name.to_owned());
        self.0.insert(without_county(name).to_owned());
        self.0.insert(city(name).to_owned());
    }

    /// Takes in what another has.
    pub fn absorb(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The longest known name in front of a text.
    pub fn find<'a>(&self, text: &'a str) -> Option<&'a str> {
        let mut found = None;
        for (at, c) in text.char_indices().take(WITHIN) {
            if matches!(c, '市' | '区' | '町' | '村') {
                let name = &text[..at + c.len_utf8()];
                if self.0.contains(name) {
                    found = Some(name);
                }
            }
        }
        found
    }
}

/// 印旛郡見本町 → 見本町; a city whose name holds 郡 stays.
pub fn without_county(name: &str) -> &str {
    if !name.ends_with(['町', '村']) {
        return name;
    }
    match name.char_indices().skip(1).find(|(_, c)| *c == '郡') {
        Some((at, c)) if name[at + c.len_utf8()..].chars().count() > 1 => &name[at + c.len_utf8()..],
        _ => name,
    }
}

/// 見本市中央区 → 見本市; everything else stays.
pub fn city(name: &str) -> &str {
    if !name.ends_with('区') {
        return name;
    }
    match name.char_indices().skip(1).filter(|(_, c)| *c == '市').last() {
        Some((at, c)) => &name[..at + c.len_utf8()],
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefectures_are_told() {
        assert_eq!(prefecture("千葉県流山市中1"), (12, "流山市中1"));
        assert_eq!(prefecture("京都府京都市"), (26, "京都市"));
        assert_eq!(prefecture("流山市中1"), (0, "流山市中1"));
    }

    #[test]
    fn municipalities_end_where_they_end() {
        for (text, name) in [
            ("流山市南流山1", "流山市"),
            ("市川市市川1", "市川市"),
            ("四日市市諏訪町1", "四日市市"),
            ("東村山市本町1", "東村山市"),
            ("十日町市本町1", "十日町市"),
            ("千葉市中央区中央港1", "千葉市中央区"),
            ("印旛郡栄町安食1", "印旛郡栄町"),
            ("余市郡余市町黒川町1", "余市郡余市町"),
            ("郡山市中町1", "郡山市"),
            ("大和郡山市北郡山町1", "大和郡山市"),
            ("世田谷区三軒茶屋1", "世田谷区"),
            ("町田市原町田1", "町田市"),
        ] {
            assert_eq!(guess(text), Some(name), "{text}");
        }
        assert_eq!(without_county("印旛郡栄町"), "栄町");
        assert_eq!(city("千葉市中央区"), "千葉市");
        assert_eq!(city("世田谷区"), "世田谷区");
    }

    #[test]
    fn known_names_are_found_without_a_prefecture() {
        let mut known = Known::default();
        known.learn("印旛郡栄町");
        known.learn("流山市");
        assert_eq!(known.find("栄町安食1"), Some("栄町"));
        assert_eq!(known.find("流山市栄町1"), Some("流山市"));
        assert_eq!(known.find("本町1"), None);
    }
}
