// Joined in the order of their names into assets/app.js, a classic script: modules and fetch() fail on file://.
// Nothing here is needed to read a page.
window.ouchi = window.ouchi || {};

(function (ouchi) {
  'use strict';

  /** Where the site begins, seen from this page: '' or '../'. */
  ouchi.root = document.body.getAttribute('data-root') || '';

  /** @type {Object<string, Promise<void>>} */
  const loading = {};

  /** Loads a classic script once. @param {string} path from the site's root @returns {Promise<void>} */
  ouchi.load = function (path) {
    loading[path] = loading[path] || new Promise(function (done, fail) {
      const script = document.createElement('script');
      script.src = ouchi.root + path;
      script.onload = function () { done(); };
      script.onerror = function () {
        delete loading[path];
        fail(new Error(path));
      };
      document.head.appendChild(script);
    });
    return loading[path];
  };

  /** The search data; of a wide site that of some areas or the page's own. @param {string[]} [areas] @returns {Promise<void>} */
  ouchi.loadSearch = function (areas) {
    return ouchi.load('data/search.js').then(function () {
      const shards = ouchi.search.shards;
      const own = areas || [document.body.getAttribute('data-area') || ''].filter(Boolean);
      const ranges = shards ? own.map(function (id) { return shards[id]; }).filter(Boolean) : [[2, ouchi.search.parts]];
      if (shards && !areas && !ranges.length) { throw new Error(); }
      let chain = Promise.resolve();
      ranges.forEach(function (range) {
        for (let part = range[0]; part <= range[1]; part += 1) {
          chain = chain.then(function () { return ouchi.load('data/search-' + part + '.js'); });
        }
      });
      return chain;
    });
  };

  /** Called by a part of it. @param {Array} weeks @param {string[]} sources @param {Array[]} rows */
  ouchi.rows = function (weeks, sources, rows) {
    const data = ouchi.search;
    rows.forEach(function (row) {
      if (row[11] !== null) { row[11] += data.weeks.length; }
      row[12] += data.sources.length;
      data.facilities.push(row);
    });
    data.weeks = data.weeks.concat(weeks);
    data.sources = data.sources.concat(sources);
  };

  /**
   * An element with a class and words. Words only ever go in as text, so nothing in the data can become markup.
   * @param {string} tag
   * @param {string} [className]
   * @param {string} [text]
   * @returns {HTMLElement}
   */
  ouchi.make = function (tag, className, text) {
    const element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text) { element.textContent = text; }
    if (tag === 'button') { element.setAttribute('type', 'button'); }
    return element;
  };

  /** A link. @param {string} href @param {string} className @param {string} text @returns {HTMLElement} */
  ouchi.link = function (href, className, text) {
    const link = ouchi.make('a', className, text);
    link.setAttribute('href', href);
    return link;
  };

  /** Every element of a selector, as an array. @param {string} selector @param {ParentNode} [within] @returns {Element[]} */
  ouchi.all = function (selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  };

  /** Now in Japan, wherever the reader's clock is set; read it with the getUTC… methods. @returns {Date} */
  ouchi.now = function () {
    return new Date(Date.now() + 9 * 3600 * 1000);
  };
})(window.ouchi);
