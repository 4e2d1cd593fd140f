// Brings the finder when the reader begins to look: until then a page needs none of it. Without it the form leads to
// the page with the whole list, and every filter to a list of its own.
(function (ouchi) {
  'use strict';

  const form = document.querySelector('main form[data-search]');
  const panel = document.querySelector('[data-narrow]');
  if (!document.querySelector('[data-search-results]') || !(form || panel)) { return; }
  const input = form && /** @type {HTMLInputElement} */ (form.querySelector('input[name=q]'));

  /** @returns {Promise<void>} */
  function wake() {
    if (document.body.hasAttribute('data-wide') && !document.body.hasAttribute('data-area')) {
      return Promise.all([ouchi.load('assets/finder.js'), ouchi.load('data/search.js')])
        .then(function () { return ouchi.load('assets/wide.js'); })
        .then(function () { ouchi.startWide(input); });
    }
    return Promise.all([ouchi.load('assets/finder.js'), ouchi.loadSearch()]).then(function () {
      ouchi.startFinder(input, panel);
    });
  }

  function failed() {
    const count = document.querySelector('[data-search-count]');
    if (count) { count.textContent = 'さがす準備ができませんでした。下の一覧からおさがしください。'; }
  }

  if (form && input) {
    input.addEventListener('focus', function () { wake().catch(function () {}); }, { once: true });
    input.addEventListener('input', function () { wake().then(function () { ouchi.finder.typed(); }, failed); });
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      wake().then(function () { ouchi.finder.typed(); }, failed);
    });
  }
  if (panel) {
    panel.addEventListener('toggle', function () { wake().catch(failed); }, { once: true });
    panel.addEventListener('click', function (event) {
      const link = /** @type {Element} */ (event.target).closest('a[data-with]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      const id = link.getAttribute('data-with');
      wake().then(function () { ouchi.finder.toggle(id); }, function () { location.href = /** @type {HTMLAnchorElement} */ (link).href; });
    });
  }
  if (/[?&](q|with|town|area|service)=/.test(location.search)) { wake().then(function () { ouchi.finder.opened(); }, failed); }
})(window.ouchi);
