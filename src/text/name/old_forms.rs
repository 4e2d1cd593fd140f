//! Old and rare forms of kanji in names.

use crate::text::fold;
use std::sync::LazyLock;

/// Old and rare forms in names, each before the usual one. Searching leaves them alone; comparing names does not.
const OLD_FORMS: &str = "\
    關関靏鶴靍鶴鹽塩澁渋蘆芦槇槙遙遥栁柳𠮷吉舩船邨村莊荘稻稲團団寶宝應応戶戸數数氣気濟済當当縣県總総舊旧號号螢蛍豐豊賴頼鄕郷郞郎釋釈鎭鎮鐵鉄靜静顯顕黃黄齡齢麥麦壯壮\
    將将專専彥彦曉暁步歩每毎淺浅溫温滿満燒焼獨独禪禅絲糸繩縄舍舎藝芸處処裝装覺覚觀観讓譲貳弐轉転錄録隱隠雙双靈霊驒騨點点邇迩翆翠峽峡巖巌曻昇嵓岩桒桑濶闊鉅巨髮髪變変\
    發発驗験體体齒歯來来乘乗佛仏假仮價価儉倹兒児兩両劍剣勳勲區区卷巻參参噓嘘埜野塲場墻牆壤壌壘塁姬姫孃嬢寢寝對対帶帯廢廃廳庁弉奘彈弾徑径戀恋戰戦戲戯拔抜擇択擔担據拠\
    攝摂收収敎教晝昼晚晩朖朗棧桟檢検歐欧歸帰毆殴沒没淨浄灣湾爐炉爭争犧犠狀状甁瓶畫画疊畳癡痴皐皋盃杯礪砺祕秘稱称穗穂竝並筝箏粹粋經経續続纖繊缺欠罐缶聽聴肅粛脅脇臟臓\
    荅答萠萌葢蓋蘂蕊\
    ";

/// The usual form of a character in a name.
pub(in crate::text) fn unified(c: char) -> char {
    let usual = fold::usual(c);
    if usual < '\u{4e00}' {
        return usual;
    }
    OLD.binary_search_by_key(&usual, |(old, _)| *old).map_or(usual, |at| OLD[at].1)
}

static OLD: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let chars: Vec<char> = OLD_FORMS.chars().filter(|c| !c.is_whitespace()).collect();
    let mut all: Vec<(char, char)> = chars.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    all.sort_unstable();
    all
});
