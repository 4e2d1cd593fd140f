// Finds as one types and narrows as one chooses. Everything chosen stands in the address.
(function (ouchi) {
  'use strict';

  const AT_ONCE = 30;
  const LISTS = ['with'];
  const WORDS = ['q', 'service', 'area', 'town'];

  /** @typedef {{q: string, service: string, area: string, town: string, with: string[]}} Chosen */

  /** @param {string} query @returns {Object<string, string>} */
  function asked(query) {
    /** @type {Object<string, string>} */
    const found = {};
    query.replace(/^\?/, '').split('&').forEach(function (pair) {
      const at = pair.indexOf('=');
      if (at < 1) { return; }
      try {
        found[pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1).replace(/\+/g, ' '));
      } catch (_broken) { /* an address cut in the middle of a character */ }
    });
    return found;
  }

  /**
   * What every word of the query leads to.
   * @param {string} q
   * @returns {Array<{text: string, services: boolean[], towns: Object<string, boolean>, filters: boolean[]}>}
   */
  ouchi.terms = function (q) {
    const data = ouchi.search;
    return q.trim().split(/\s+/).map(ouchi.fold).filter(Boolean).map(function (term) {
      /** @type {Object<string, boolean>} */
      const towns = {};
      data.towns.forEach(function (town) { if (town[3].indexOf(term) >= 0) { towns[town[0]] = true; } });
      return {
        text: term,
        services: data.services.map(function (service) { return service[2].indexOf(term) >= 0; }),
        towns: towns,
        filters: data.filters.map(function (filter) { return term.length > 1 && ouchi.fold(filter[1]).indexOf(term) >= 0; })
      };
    });
  };

  /** Whether one word leads to a facility. @param {any} term @param {Array} facility */
  function leads(term, facility) {
    return facility[9].indexOf(term.text) >= 0
      || term.towns[facility[3]] === true
      || facility[6].some(function (at) { return term.services[at < 0 ? -1 - at : at]; })
      || facility[10].some(function (at) { return term.filters[at]; });
  }

  /** @param {Array} all rows of the data or of the list @param {string} id */
  function position(all, id) {
    for (let at = 0; at < all.length; at += 1) { if (all[at][0] === id) { return at; } }
    return -1;
  }

  /**
   * Who fits what was chosen: those that offer it, then those that only registered it.
   * @param {Chosen} chosen
   * @returns {{offers: Array, registered: Array}}
   */
  ouchi.find = function (chosen) {
    const data = ouchi.search;
    const terms = ouchi.terms(chosen.q);
    const service = chosen.service ? position(data.services, chosen.service) : null;
    const area = chosen.area ? position(data.areas, chosen.area) : null;
    const filters = chosen.with.map(function (id) { return position(data.filters, id); });
    /** @type {Array} */
    const offers = [];
    /** @type {Array} */
    const registered = [];
    data.facilities.forEach(function (facility) {
      if (area !== null && facility[4] !== area) { return; }
      for (let at = 0; at < filters.length; at += 1) { if (facility[10].indexOf(filters[at]) < 0) { return; } }
      let list = offers;
      if (service !== null) {
        if (facility[6].indexOf(service) < 0) {
          if (facility[6].indexOf(-1 - service) < 0) { return; }
          list = registered;
        }
      }
      for (let at = 0; at < terms.length; at += 1) { if (!leads(terms[at], facility)) { return; } }
      list.push(facility);
    });
    return { offers: offers, registered: registered };
  };

  let started = false;

  /**
   * @param {HTMLInputElement|null} input
   * @param {Element|null} panel
   */
  ouchi.startFinder = function (input, panel) {
    if (started) { return; }
    started = true;
    const data = ouchi.search;
    const results = /** @type {Element} */ (document.querySelector('[data-search-results]'));
    const count = document.querySelector('[data-search-count]');
    const still = ouchi.all('[data-static]');
    const given = panel || results;
    /** @type {Chosen} */
    const home = {
      q: '', town: '', service: given.getAttribute('data-service') || '', area: given.getAttribute('data-area') || '',
      with: [given.getAttribute('data-with') || ''].filter(Boolean)
    };
    /** @type {Chosen} */
    const chosen = { q: '', town: '', service: home.service, area: home.area, with: home.with.slice() };
    let told = 0;

    /** Says how many, but not at every key. @param {string} text */
    function tell(text) {
      clearTimeout(told);
      told = window.setTimeout(function () { if (count) { count.textContent = text; } }, 250);
    }

    function query() {
      const parts = WORDS.filter(function (key) { return chosen[key] !== home[key]; }).map(function (key) {
        return key + '=' + encodeURIComponent(chosen[key] || 'all');
      });
      LISTS.forEach(function (key) {
        if (chosen[key].join() !== home[key].join()) { parts.push(key + '=' + chosen[key].map(encodeURIComponent).join(',')); }
      });
      return parts.length ? '?' + parts.join('&') : '';
    }

    /** Keeps what was chosen in the address, so that the way back leads here again and the page can be sent on. */
    function remember() {
      const text = query();
      try {
        history.replaceState(null, '', location.pathname + text + location.hash);
      } catch (_refused) { /* some readers refuse this on file:// */ }
      // The same list by area keeps what was chosen.
      ouchi.all('.choices a').forEach(function (link) {
        const bare = (link.getAttribute('href') || '').split('?')[0];
        const own = WORDS.filter(function (key) { return key !== 'area' && key !== 'service' && chosen[key]; })
          .map(function (key) { return key + '=' + encodeURIComponent(chosen[key]); });
        if (chosen.with.join() !== home.with.join()) { own.push('with=' + chosen.with.join(',')); }
        link.setAttribute('href', bare + (own.length ? '?' + own.join('&') : ''));
      });
    }

    /** Services, areas and towns that the words name, as short ways. */
    function ways() {
      const terms = ouchi.terms(chosen.q);
      const list = ouchi.make('ul', 'found__ways');
      /** @param {string} href @param {string} text */
      function add(href, text) {
        const li = ouchi.make('li');
        li.appendChild(ouchi.link(ouchi.root + href, '', text));
        list.appendChild(li);
      }
      data.services.forEach(function (service, at) {
        if (terms.some(function (term) { return term.services[at]; })) { add('find/' + service[0] + '/index.html', service[1] + 'の一覧を見る'); }
      });
      /** @type {Object<string, string[]>} */
      const towns = {};
      data.towns.forEach(function (town) {
        if (town[2] !== null && terms.some(function (term) { return term.towns[town[0]]; })) {
          towns[town[2]] = towns[town[2]] || [];
          towns[town[2]].push(town[0]);
        }
      });
      Object.keys(towns).forEach(function (at) {
        const area = data.areas[Number(at)];
        const names = towns[at].slice(0, 3).join('・') + (towns[at].length > 3 ? 'など' : '');
        add('area/' + area[0] + '/index.html', names + '（' + area[1] + '）の案内と相談窓口');
        add('visit/' + area[0] + '.html?town=' + encodeURIComponent(towns[at][0]), towns[at][0] + 'に来てくれるところ');
      });
      return list.children.length && list.children.length <= 8 ? list : null;
    }

    function nothing() {
      const box = ouchi.make('div', 'found__none');
      box.appendChild(ouchi.make('p', '', chosen.with.length > home.with.length
        ? 'あてはまるところが載っていません。条件を1つ減らしてみてください。載っていないだけで、応じているところがあるかもしれません。'
        : '見つかりませんでした。ことばを短くするか、ひらがなで、または町の名前でお試しください。'));
      box.appendChild(ouchi.make('p', '', 'さがしにくいときは、相談窓口に電話でおたずねください。'));
      const town = data.towns.filter(function (one) { return one[0] === chosen.town; })[0];
      const own = chosen.area ? position(data.areas, chosen.area) : (town && town[2] !== null ? town[2] : -1);
      data.areas.forEach(function (area, at) {
        if (!area[2] || (own >= 0 && own !== at)) { return; }
        box.appendChild(ouchi.make('p', 'found__desk', area[2][0]));
        if (area[2][1]) { box.appendChild(ouchi.phone(area[2][1], area[2][0])); }
      });
      const line = ouchi.make('p', 'more');
      line.appendChild(ouchi.link(ouchi.root + 'consult/index.html', '', '相談窓口を見る'));
      box.appendChild(line);
      return box;
    }

    /**
     * Adds the next facilities and, while there are more, the button for them.
     * @param {Array<{facility: Array, metres: number|null|undefined}>} found @param {number} from @param {Element} list
     * @param {number} before how many stand in the list above: numbers go on, since the map shows both
     */
    function more(found, from, list, before) {
      found.slice(from, from + AT_ONCE).forEach(function (one, at) {
        list.appendChild(ouchi.card(one.facility, { number: before + from + at + 1, metres: one.metres }));
      });
      document.dispatchEvent(new Event('ouchi:listed'));
      const left = found.length - from - AT_ONCE;
      if (left <= 0) { return; }
      const button = ouchi.make('button', 'button button--quiet found__more', 'つぎの' + Math.min(left, AT_ONCE) + '件を見る（あと' + left + '件）');
      button.addEventListener('click', function () {
        const next = list.children.length;
        button.remove();
        more(found, from + AT_ONCE, list, before);
        const link = list.children[next] && list.children[next].querySelector('a');
        if (link) { /** @type {HTMLElement} */ (link).focus(); }
      });
      list.insertAdjacentElement('afterend', button);
    }

    /** @param {Array} facilities */
    function nearest(facilities) {
      const town = data.towns.filter(function (one) { return one[0] === chosen.town; })[0];
      const from = town && town[4];
      if (!from) { return facilities.map(function (facility) { return { facility: facility, metres: undefined }; }); }
      return facilities.map(function (facility, at) { return { facility: facility, metres: ouchi.metres(from, facility), at: at }; })
        .sort(function (a, b) {
          if (a.metres === null || b.metres === null) { return (a.metres === null ? 1 : 0) - (b.metres === null ? 1 : 0) || a.at - b.at; }
          return a.metres - b.metres || a.at - b.at;
        });
    }

    function show() {
      remember();
      results.textContent = '';
      const idle = !query();
      still.forEach(function (part) { /** @type {HTMLElement} */ (part).hidden = !idle; });
      const found = ouchi.find(chosen);
      if (panel) { press(found.offers); }
      if (idle) {
        tell('');
        document.dispatchEvent(new Event('ouchi:listed'));
        return;
      }
      const total = found.offers.length + found.registered.length;
      const short = chosen.q && !panelOpen() ? ways() : null;
      if (short) { results.appendChild(short); }
      if (!total) {
        results.appendChild(nothing());
        document.dispatchEvent(new Event('ouchi:listed'));
        tell('見つかりませんでした（0件）');
        return;
      }
      results.appendChild(ouchi.make('h2', 'hidden', '見つかったところ'));
      const list = ouchi.make('ol', 'cards found');
      results.appendChild(list);
      more(nearest(found.offers), 0, list, 0);
      if (found.registered.length) {
        const box = ouchi.make('section', 'registered-list');
        box.appendChild(ouchi.make('h2', '', '届出があるところ ' + found.registered.length + '件'));
        box.appendChild(ouchi.make('p', '', '国の機関への届出があるところです。いま応じているかどうかは、電話で確認してください。'));
        const under = ouchi.make('ol', 'cards found');
        box.appendChild(under);
        results.appendChild(box);
        more(nearest(found.registered), 0, under, found.offers.length);
      }
      results.appendChild(ouchi.make('p', 'order', chosen.town
        ? '「' + chosen.town + '」のまん中から近い順です（直線の距離）。道のりはもっと長くなります。'
        : '並びは地区と町名の順です。優劣ではありません。'));
      tell((found.offers.length ? found.offers.length + '件見つかりました' : '') + (found.registered.length ? (found.offers.length ? '。ほかに' : '') + '届出 ' + found.registered.length + '件' : ''));
    }

    function panelOpen() { return panel && panel.hasAttribute('open'); }

    /** Buttons of the panel say whether they are pressed and how many would remain. */
    /** @param {Array} found */
    function press(found) {
      ouchi.all('[data-with]', panel || undefined).forEach(function (button) {
        if (button.tagName !== 'BUTTON') { return; }
        const id = button.getAttribute('data-with') || '';
        const at = position(data.filters, id);
        const on = chosen.with.indexOf(id) >= 0;
        button.setAttribute('aria-pressed', String(on));
        const left = found.filter(function (facility) { return facility[10].indexOf(at) >= 0; }).length;
        const note = button.querySelector('.number');
        if (note) { note.textContent = left + '件'; }
      });
    }

    /** A choice out of many, as a select. @param {string} key @param {string} label @param {Array<[string, string]>} options @param {string} none */
    function select(key, label, options, none) {
      const line = ouchi.make('p', 'narrow__select');
      const name = ouchi.make('label', '', label);
      const field = /** @type {HTMLSelectElement} */ (ouchi.make('select'));
      field.id = 'narrow-' + key;
      name.setAttribute('for', field.id);
      [['', none]].concat(options).forEach(function (one) {
        const option = /** @type {HTMLOptionElement} */ (ouchi.make('option', '', one[1]));
        option.value = one[0];
        field.appendChild(option);
      });
      field.value = chosen[key];
      field.addEventListener('change', function () {
        chosen[key] = field.value;
        show();
      });
      line.appendChild(name);
      line.appendChild(field);
      return line;
    }

    /** Links become buttons that combine; what needs a list of its own becomes a select. */
    function build() {
      if (!panel) { return; }
      const focus = document.activeElement && document.activeElement.getAttribute('data-with');
      ouchi.all('a[data-with]', panel).forEach(function (link) {
        const button = ouchi.make('button', 'choice');
        while (link.firstChild) { button.appendChild(link.firstChild); }
        button.setAttribute('data-with', link.getAttribute('data-with') || '');
        button.addEventListener('click', function () { ouchi.finder.toggle(button.getAttribute('data-with')); });
        link.replaceWith(button);
        if (focus === button.getAttribute('data-with')) { button.focus(); }
      });
      const row = ouchi.make('div', 'narrow__selects');
      if (!home.service) {
        row.appendChild(select('service', '必要なこと', data.services.map(function (one) { return [one[0], one[1]]; }), 'すべて'));
      }
      if (!home.area && data.areas.length > 1) {
        row.appendChild(select('area', '地区', data.areas.map(function (one) { return [one[0], one[1]]; }), 'すべて'));
      }
      const towns = data.towns.filter(function (town) { return town[4]; });
      if (towns.length && towns.length <= 2000) {
        const order = towns.slice().sort(function (a, b) { return (a[1] || '\uffff') < (b[1] || '\uffff') ? -1 : 1; });
        row.appendChild(select('town', 'お住まいの町（近い順にします）', order.map(function (one) {
          return [one[0], one[0] + (one[1] ? '（' + one[1] + '）' : '')];
        }), '選ばない'));
      }
      const body = panel.querySelector('.narrow__body') || panel;
      body.insertBefore(row, body.firstChild);
      const clear = ouchi.make('button', 'button button--quiet', '条件を元にもどす');
      clear.addEventListener('click', function () {
        WORDS.forEach(function (key) { chosen[key] = home[key]; });
        chosen.with = home.with.slice();
        if (input) { input.value = ''; }
        ouchi.all('select', row).forEach(function (field) {
          const one = /** @type {HTMLSelectElement} */ (field);
          one.value = chosen[one.id.replace('narrow-', '')];
        });
        show();
      });
      body.appendChild(clear);
    }

    /** What the address asks for. */
    function opened() {
      const from = asked(location.search);
      WORDS.forEach(function (key) { if (from[key] !== undefined) { chosen[key] = from[key] === 'all' ? '' : from[key]; } });
      if (from.with !== undefined) {
        chosen.with = from.with.split(',').filter(function (id) { return position(data.filters, id) >= 0; });
      }
      if (input) { input.value = chosen.q; }
      ouchi.all('.narrow__select select').forEach(function (field) {
        const one = /** @type {HTMLSelectElement} */ (field);
        one.value = chosen[one.id.replace('narrow-', '')];
      });
      if (panel && (chosen.with.length > home.with.length || chosen.town)) { panel.setAttribute('open', ''); }
      show();
    }

    ouchi.finder = {
      typed: function () {
        const words = input ? input.value.trim() : '';
        if (words === chosen.q) { return; }
        chosen.q = words;
        show();
      },
      /** @param {string|null} id */
      toggle: function (id) {
        if (!id) { return; }
        const at = chosen.with.indexOf(id);
        if (at >= 0) { chosen.with.splice(at, 1); } else { chosen.with.push(id); }
        show();
      },
      opened: opened
    };
    build();
  };
})(window.ouchi);
