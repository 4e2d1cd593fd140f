// Looking on a wide site where no municipality was chosen yet. Words that name municipalities lead there, and what stands
// beside them is looked for inside; without a place, names are found by their beginning in the few files where they can be.
(function (ouchi) {
  'use strict';

  const AT_ONCE = 30;
  const MOST_FILES = 3;
  const MOST_PLACES = 3;
  const MOST_WAYS = 12;

  /** Files of names that were brought: key and row. @type {Object<string, Array<[string, Array]>>} */
  const brought = {};

  /**
   * What a file of names calls. Its lines become rows like those of the search data, without what only these hold.
   * @param {number} part @param {string[]} sources @param {Array[]} lines
   */
  ouchi.names = function (part, sources, lines) {
    const from = ouchi.search.sources.length;
    ouchi.search.sources = ouchi.search.sources.concat(sources);
    brought[part] = lines.map(function (line) {
      return [line[0], [line[1], line[2], '', '', line[3], line[4], [], null, null, line[0], [], null, from + line[6], line[5], null]];
    });
  };

  /** Whether a text comes before another, by code points, as the builder put them in order. @param {string} a @param {string} b */
  function before(a, b) {
    const left = Array.from(a);
    const right = Array.from(b);
    for (let at = 0; at < left.length && at < right.length; at += 1) {
      if (left[at] !== right[at]) { return Number(left[at].codePointAt(0)) < Number(right[at].codePointAt(0)); }
    }
    return left.length < right.length;
  }

  /**
   * The files in which a name that begins so can stand, from 1.
   * @param {string} beginning @param {string[]} borders the least beginning of each
   * @returns {number[]}
   */
  ouchi.nameParts = function (beginning, borders) {
    /** @type {number[]} */
    const parts = [];
    borders.forEach(function (border, at) {
      const starts = border.indexOf(beginning) === 0 || !before(beginning, border);
      if (starts && (at + 1 === borders.length || !before(borders[at + 1], beginning))) { parts.push(at + 1); }
    });
    return parts;
  };

  /** The prefecture of an area, by their positions. @param {number} at */
  function districtOf(at) {
    return ouchi.search.districts.filter(function (one) { return at < one[2]; })[0];
  }

  /** Names of areas and districts, folded: whole, without the district in front, and without 市, 区, 町 or 村. */
  let folded = null;
  function places() {
    /** @param {string} name */
    function forms(name) {
      const whole = ouchi.fold(name);
      return [whole, whole.replace(/[都道府県市区町村]$/, '')];
    }
    folded = folded || {
      areas: ouchi.search.areas.map(function (area, at) {
        const district = districtOf(at);
        const short = district && area[1].indexOf(district[1]) === 0 ? area[1].slice(district[1].length) : area[1];
        return forms(area[1]).concat(forms(short), forms(short.replace(/^.+郡(?=.)/, '')));
      }),
      districts: ouchi.search.districts.map(function (one) { return forms(one[1]); })
    };
    return folded;
  }

  /** Positions of what a word names: exactly, or else by its beginning, when that is no single character. @param {string[][]} all @param {string} term */
  function named(all, term) {
    /** @param {function(string): boolean} fits */
    function where(fits) {
      /** @type {number[]} */
      const found = [];
      all.forEach(function (forms, at) { if (forms.some(fits)) { found.push(at); } });
      return found;
    }
    const exact = where(function (form) { return form === term; });
    return exact.length || term.length < 2 ? exact : where(function (form) { return form.indexOf(term) === 0; });
  }

  /**
   * What the words of a query say.
   * @param {string} q
   */
  ouchi.wideQuery = function (q) {
    const terms = q.trim().split(/\s+/).map(ouchi.fold).filter(Boolean).map(function (text) {
      const services = ouchi.search.services.filter(function (service) { return text.length > 1 && service[2].indexOf(text) >= 0; });
      return { text: text, areas: named(places().areas, text), districts: named(places().districts, text), services: services };
    });
    /** @param {any} term */
    function isPlace(term) { return term.areas.length > 0 || term.districts.length > 0; }
    const where = terms.filter(isPlace);
    const rest = terms.filter(function (term) { return !isPlace(term); });
    // 「○○県 ○○」: what one word leaves open another may decide.
    let areas = null;
    where.forEach(function (term) {
      /** @type {number[]} */
      const own = term.areas.slice();
      term.districts.forEach(function (at) {
        const until = ouchi.search.districts[at][2];
        for (let area = at ? ouchi.search.districts[at - 1][2] : 0; area < until; area += 1) { if (own.indexOf(area) < 0) { own.push(area); } }
      });
      areas = areas === null ? own : areas.filter(function (at) { return own.indexOf(at) >= 0; });
    });
    return { terms: terms, rest: rest, areas: areas };
  };

  let started = false;

  /** @param {HTMLInputElement} input */
  ouchi.startWide = function (input) {
    if (started) { return; }
    started = true;
    const results = /** @type {Element} */ (document.querySelector('[data-search-results]'));
    const count = document.querySelector('[data-search-count]');
    let shown = '';
    let turn = 0;
    let told = 0;

    /** @param {string} text */
    function tell(text) {
      clearTimeout(told);
      told = window.setTimeout(function () { if (count) { count.textContent = text; } }, 250);
    }

    /** @param {any} query */
    function ways(query) {
      const list = ouchi.make('ul', 'found__ways');
      /** @type {Object<string, boolean>} */
      const seen = {};
      /** @param {string} path @param {string} text */
      function add(path, text) {
        if (seen[path] || list.children.length >= MOST_WAYS) { return; }
        seen[path] = true;
        const li = ouchi.make('li');
        li.appendChild(ouchi.link(ouchi.root + path, '', text));
        list.appendChild(li);
      }
      const only = query.areas && query.areas.length <= MOST_WAYS ? query.areas : [];
      only.forEach(function (at) { add('area/' + ouchi.search.areas[at][0] + '/index.html', ouchi.placeOf([0, 0, 0, '', at]) + 'の案内と一覧'); });
      query.terms.forEach(function (term) {
        term.districts.forEach(function (at) {
          const district = ouchi.search.districts[at];
          add('area/' + district[0] + '/index.html', district[1] + 'の市区町村から選ぶ');
        });
        term.services.forEach(function (service) { add('find/' + service[0] + '/index.html', '「' + service[1] + '」の一覧を、場所から選ぶ'); });
      });
      return list.children.length ? list : null;
    }

    /** @param {Array[]} found @param {number} from @param {Element} list */
    function more(found, from, list) {
      found.slice(from, from + AT_ONCE).forEach(function (facility, at) {
        const card = ouchi.card(facility, { number: from + at + 1 });
        if (facility[4] !== null) { card.setAttribute('data-in', ouchi.search.areas[facility[4]][0]); }
        list.appendChild(card);
      });
      const left = found.length - from - AT_ONCE;
      if (left <= 0) { return; }
      const button = ouchi.make('button', 'button button--quiet found__more', 'つぎの' + Math.min(left, AT_ONCE) + '件を見る（あと' + left + '件）');
      button.addEventListener('click', function () {
        const next = list.children.length;
        button.remove();
        more(found, from + AT_ONCE, list);
        const link = list.children[next] && list.children[next].querySelector('a');
        if (link) { /** @type {HTMLElement} */ (link).focus(); }
      });
      list.insertAdjacentElement('afterend', button);
    }

    /** @param {any} query @param {Array[]|null} found `null`: too many files @param {string} said */
    function paint(query, found, said) {
      results.textContent = '';
      const list = ways(query);
      if (list) { results.appendChild(list); }
      if (found && found.length) {
        results.appendChild(ouchi.make('h2', 'hidden', '見つかったところ'));
        const cards = ouchi.make('ol', 'cards found');
        results.appendChild(cards);
        more(found, 0, cards);
        results.appendChild(ouchi.make('p', 'order', '並びは市区町村と名前の順です。優劣ではありません。'));
      } else if (!found || !list) {
        const box = ouchi.make('div', 'found__none');
        box.appendChild(ouchi.make('p', '', found
          ? '見つかりませんでした。名前のはじめの文字から、ひらがなでもお試しください。市区町村の名前を足すと、その中を名前・住所・ことばでさがせます（例：○○市 クリニック）。'
          : 'あてはまるところが多すぎます。続きの文字か、市区町村の名前を足してください（例：○○市 クリニック）。'));
        const line = ouchi.make('p', 'more');
        line.appendChild(ouchi.link(ouchi.root + 'area/index.html', '', '市区町村から選ぶ'));
        box.appendChild(line);
        results.appendChild(box);
      }
      tell(found && found.length ? said + found.length + '件見つかりました' : (list ? '場所やサービスのページがあります' : (found ? '見つかりませんでした' : 'あてはまるところが多すぎます')));
    }

    /** Rows without those that a part brought twice. @param {Array[]} rows */
    function once(rows) {
      /** @type {Object<string, boolean>} */
      const seen = {};
      const all = rows.filter(function (row) {
        const first = !seen[row[0]];
        seen[row[0]] = true;
        return first;
      });
      return all.sort(function (a, b) {
        const left = a[4] === null ? Infinity : a[4];
        const right = b[4] === null ? Infinity : b[4];
        return left === right ? (a[9] < b[9] ? -1 : 1) : left - right;
      });
    }

    /** @param {any} query */
    function inside(query) {
      const ids = query.areas.map(function (at) { return ouchi.search.areas[at][0]; });
      return ouchi.loadSearch(ids).then(function () {
        const words = query.rest.map(function (term) { return term.text; }).join(' ');
        /** @type {Array[]} */
        let found = [];
        ids.forEach(function (id) {
          const here = ouchi.find({ q: words, service: '', area: id, town: '', with: [] });
          found = found.concat(here.offers, here.registered);
        });
        return found;
      });
    }

    /** @param {any} query */
    function byName(query) {
      const terms = (query.rest.length ? query.rest : query.terms).slice().sort(function (a, b) { return b.text.length - a.text.length; });
      const first = terms[0].text;
      const others = terms.slice(1);
      const parts = ouchi.nameParts(first, ouchi.search.names);
      if (parts.length > MOST_FILES) { return Promise.resolve(null); }
      return Promise.all(parts.map(function (part) { return ouchi.load('data/names-' + part + '.js'); })).then(function () {
        /** @type {Array[]} */
        const found = [];
        parts.forEach(function (part) {
          brought[part].forEach(function (one) {
            const row = one[1];
            if (one[0].indexOf(first) !== 0) { return; }
            if (query.rest.length && query.areas && query.areas.indexOf(row[4]) < 0) { return; }
            const name = ouchi.fold(row[1]) + '|' + one[0];
            if (others.every(function (term) { return name.indexOf(term.text) >= 0 || term.areas.indexOf(row[4]) >= 0; })) { found.push(row); }
          });
        });
        return once(found);
      });
    }

    /** Keeps the words in the address, so that the way back leads here again. @param {string} q */
    function remember(q) {
      try {
        history.replaceState(null, '', location.pathname + (q ? '?q=' + encodeURIComponent(q) : '') + location.hash);
      } catch (_refused) { /* some readers refuse this on file:// */ }
    }

    /** @param {string} q */
    function show(q) {
      shown = q;
      turn += 1;
      const own = turn;
      remember(q);
      if (!q) {
        results.textContent = '';
        tell('');
        return Promise.resolve();
      }
      const query = ouchi.wideQuery(q);
      if (!query.terms.length) { return Promise.resolve(); }
      const places = query.areas ? query.areas.length : 0;
      const within = query.rest.length > 0 && places > 0 && places <= MOST_PLACES;
      return (within ? inside(query) : byName(query)).then(function (found) {
        // Slow files of an earlier word must not paint over a later one.
        if (own === turn) { paint(query, found, within ? '' : '名前が合うところが '); }
      });
    }

    ouchi.finder = {
      typed: function () {
        const q = input.value.trim();
        if (q !== shown) { show(q).catch(function () { tell('読み込めませんでした。もう一度お試しください。'); }); }
      },
      toggle: function () {},
      opened: function () {
        const given = /[?&]q=([^&#]*)/.exec(location.search);
        try {
          input.value = given ? decodeURIComponent(given[1].replace(/\+/g, ' ')) : '';
        } catch (_broken) { input.value = ''; }
        ouchi.finder.typed();
      }
    };
  };
})(window.ouchi);
