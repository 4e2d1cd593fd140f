// The shortlist: kept on this device alone. Where a browser refuses to keep anything, it lasts as long as the page.
(function (ouchi) {
  'use strict';

  const KEY = 'ouchi:' + new URL(ouchi.root || '.', location.href).href.replace(/[^/]*$/, '');
  // `said`: name, phone, area as chosen.
  /** @typedef {{ids: string[], notes: Object<string, string>, said: Object<string, string[]>}} Kept @type {Kept} */
  let kept = { ids: [], notes: {}, said: {} };
  let lasting = true;

  function read() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || 'null');
      if (found && Array.isArray(found.ids)) { kept = { ids: found.ids.map(String), notes: found.notes || {}, said: found.said || {} }; }
    } catch (_refused) { lasting = false; }
  }

  function write() {
    try {
      if (kept.ids.length) { localStorage.setItem(KEY, JSON.stringify(kept)); } else { localStorage.removeItem(KEY); }
    } catch (_refused) { lasting = false; }
    count();
  }

  function count() {
    ouchi.all('[data-kept]').forEach(function (link) {
      /** @type {HTMLElement} */ (link).hidden = !kept.ids.length;
      const number = link.querySelector('.number');
      if (number) { number.textContent = String(kept.ids.length); }
    });
  }

  ouchi.kept = {
    all: function () { return kept; },
    lasting: function () { return lasting; },
    /** @param {Kept} list */
    set: function (list) {
      kept = { ids: list.ids.slice(), notes: Object.assign({}, list.notes), said: {} };
      kept.ids.forEach(function (id) { if (list.said[id]) { kept.said[id] = list.said[id]; } });
      write();
    },
    /** @param {string} id @param {string[]} said name, phone, area */
    tell: function (id, said) {
      if (kept.ids.indexOf(id) < 0 || String(kept.said[id]) === String(said)) { return; }
      kept.said[id] = said;
      write();
    },
    /** @param {string} id @param {string} words */
    note: function (id, words) {
      if (words) { kept.notes[id] = words; } else { delete kept.notes[id]; }
      write();
    }
  };

  /** Gives a card, or a facility's page, its button. @param {Element} box */
  ouchi.keepable = function (box) {
    const id = box.getAttribute('data-facility');
    const name = box.querySelector('h1, .card__name');
    if (!id || !name || box.querySelector('[data-keep]')) { return; }
    const button = ouchi.make('button', 'keep');
    button.setAttribute('data-keep', id);
    function say() {
      const on = kept.ids.indexOf(id) >= 0;
      button.setAttribute('aria-pressed', String(on));
      button.textContent = on ? 'えらんでいます' : 'えらんでおく';
      button.setAttribute('aria-label', (name ? name.textContent : '') + 'を' + (on ? 'えらんでいます。押すと外します' : 'えらんでおく'));
    }
    button.addEventListener('click', function () {
      const at = kept.ids.indexOf(id);
      if (at >= 0) {
        kept.ids.splice(at, 1);
        delete kept.said[id];
      } else {
        const phone = box.querySelector('a[href^="tel:"]');
        const number = phone && /[0-9][0-9-]+/.exec(phone.textContent || '');
        const area = box.getAttribute('data-in') || document.body.getAttribute('data-area') || '';
        kept.ids.push(id);
        kept.said[id] = [(name && name.textContent || '').trim(), number ? number[0] : '', area];
      }
      write();
      say();
    });
    say();
    const room = box.querySelector('.keep-room');
    (room || box).appendChild(button);
  };

  read();
  count();
  ouchi.all('li.card[data-facility], .sides[data-facility]').forEach(ouchi.keepable);
  if (document.querySelector('[data-shortlist]')) {
    const sent = /[?&]in=([a-z0-9,]*)/.exec(location.search);
    const areas = (sent ? sent[1].split(',') : []).concat(kept.ids.map(function (id) { return (kept.said[id] || [])[2]; }));
    const map = ouchi.load('data/map.js').catch(function () {});
    Promise.all([ouchi.load('assets/finder.js'), ouchi.loadSearch(areas.filter(Boolean)), map])
      .then(function () { ouchi.brought = true; }, function () {})
      .then(function () { return ouchi.load('assets/shortlist.js'); })
      .catch(function () {});
  }
  if (document.querySelector('[data-visit]') && /[?&]town=/.test(location.search)) {
    Promise.all([ouchi.load('assets/finder.js'), ouchi.loadSearch()])
      .then(function () { return ouchi.load('assets/visit.js'); })
      .catch(function () {});
  }
  if (document.body.hasAttribute('data-offline') && 'serviceWorker' in navigator && /^https?:/.test(location.protocol)) {
    window.addEventListener('load', function () {
      navigator.serviceWorker.register(ouchi.root + 'sw.js').catch(function () { /* the site works without it */ });
    });
  }
})(window.ouchi);
