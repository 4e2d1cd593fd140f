// Folds what is typed as the builder folded the data (src/text/fold.rs). tests/fold_cases.txt keeps the two together.
(function (ouchi) {
  'use strict';

  // Pairs: the variant, then the usual one.
  const VARIANTS = '邊辺邉辺髙高﨑崎嵜崎碕崎齋斎齊斎斉斎櫻桜澤沢濱浜濵浜廣広國国圀国嶋島嶌島德徳惠恵會会學学醫医藥薬榮栄圓円驛駅龍竜瀧滝瀨瀬禮礼彌弥眞真淵渕渊渕萬万與与鷗鴎條条藏蔵壽寿黑黒增増靑青淸清曾曽冨富峯峰舘館檜桧籠篭冲沖籔薮藪薮緖緒龜亀寬寛祿禄實実聰聡辨弁瓣弁辯弁傳伝ヴブァアィイゥウェエォオッツャヤュユョヨヮワヵカヶケガケ';
  const DROPPED = new RegExp('[\\s\\u0000-\\u001f\\u007f-\\u009f' // spaces and controls
    + '\\-\\u2010-\\u2015\\u2212\\u2500\\u2501ーｰ\\uff0d\\ufe63\\ufe58' // dashes
    + '\\u0300-\\u036f\\u302a-\\u302f\\u3099\\u309a\\u20d0-\\u20f0\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}' // combining
    + '()\\[\\]{}<>「」『』【】〈〉《》〔〕・･.,、。\'"’‘“”~〜/&＆:;]', 'gu');
  const DIGITS = '〇一二三四五六七八九';
  const OTHER_DIGITS = { 零: 0, 壱: 1, 弐: 2, 参: 3 };
  const UNITS = { 十: 10, 百: 100, 千: 1000 };
  /** @type {Object<string, string>} */
  const usual = {};
  for (let i = 0; i < VARIANTS.length; i += 2) { usual[VARIANTS[i]] = VARIANTS[i + 1]; }

  /** @param {string} text */
  function number(text) {
    let total = 0;
    let current = null;
    let positional = true;
    if (text.length > 8) { return null; }
    for (const c of text) {
      const digit = c in OTHER_DIGITS ? OTHER_DIGITS[c] : DIGITS.indexOf(c);
      if (c in UNITS) {
        positional = false;
        total += (current === null ? 1 : current) * UNITS[c];
        current = null;
      } else if (current === null) {
        current = digit;
      } else if (positional) {
        current = current * 10 + digit;
      } else {
        return null;
      }
    }
    return total + (current || 0);
  }

  /** @param {string} text */
  function once(text) {
    const kept = text.normalize('NFKC').toLowerCase().normalize('NFKC').replace(DROPPED, '');
    const folded = kept.replace(/[ぁ-ゖ]/g, function (c) {
      return String.fromCharCode(c.charCodeAt(0) + 0x60);
    });
    return Array.from(folded, function (c) { return usual[c] || c; }).join('')
      .replace(/([〇零一壱二弐三参四五六七八九十百千]+)丁目/g, function (all, kanji) {
        const value = number(kanji);
        return value === null ? all : value + '丁目';
      });
  }

  /**
   * @param {string} text
   * @returns {string}
   */
  ouchi.fold = function (text) {
    let folded = once(text);
    for (let again = 0; again < 3; again += 1) { folded = once(folded); }
    return folded;
  };
})(window.ouchi);
