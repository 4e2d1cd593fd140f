// Finds written pages beside the facilities, in a list of its own above them.
(function (ouchi) {
  'use strict';

  const MOST = 6;
  const results = document.querySelector('[data-search-results]');
  const input = /** @type {HTMLInputElement} */ (document.querySelector('main form[data-search] input[name=q]'));
  if (!results || !input) { return; }
  const box = ouchi.make('div', 'found__pages');
  results.parentNode.insertBefore(box, results);

  function show() {
    const terms = input.value.trim().split(/\s+/).map(ouchi.fold).filter(Boolean);
    box.textContent = '';
    if (!terms.length) { return; }
    const found = ouchi.pages.filter(function (page) {
      return terms.every(function (term) { return page[3].indexOf(term) >= 0; });
    });
    // A title that holds the words comes before a text that does.
    const titled = found.filter(function (page) { return terms.every(function (term) { return ouchi.fold(page[1]).indexOf(term) >= 0; }); });
    const rest = found.filter(function (page) { return titled.indexOf(page) < 0; });
    const list = ouchi.make('ul', 'shelves');
    titled.concat(rest).slice(0, MOST).forEach(function (page) {
      const item = ouchi.make('li', 'shelf');
      item.appendChild(ouchi.make('p', 'shelf__kind', 'ページ'));
      const title = ouchi.make('p', 'shelf__title');
      title.appendChild(ouchi.link(ouchi.root + page[0], '', page[1]));
      item.appendChild(title);
      item.appendChild(ouchi.make('p', '', page[2]));
      list.appendChild(item);
    });
    if (list.children.length) { box.appendChild(list); }
  }

  function start() { ouchi.load('data/pages.js').then(show, function () {}); }

  input.addEventListener('input', start);
  if (input.form) { input.form.addEventListener('submit', start); }
  if (input.value) { start(); }
})(window.ouchi);
