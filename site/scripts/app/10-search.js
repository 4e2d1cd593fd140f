// Finds facilities, towns and services as one types. Without it the form leads to the page with the whole list.
(function (ouchi) {
  'use strict';

  const AT_ONCE = 30;
  const form = /** @type {HTMLFormElement} */ (
    document.querySelector('main form[data-search]') || document.querySelector('form[data-search]')
  );
  const results = document.querySelector('[data-search-results]');
  const input = form && /** @type {HTMLInputElement} */ (form.querySelector('input[name=q]'));
  if (!form || !input || !results) { return; }
  const count = document.querySelector('[data-search-count]');
  let told = 0;
  let asked = '';

  /** Says how many, but not at every key. @param {string} text */
  function tell(text) {
    clearTimeout(told);
    told = setTimeout(function () { if (count) { count.textContent = text; } }, 300);
  }

  /** Whether any of the words is in a text. @param {string[]} terms @param {string} text */
  function holds(terms, text) {
    return terms.some(function (term) { return text.indexOf(term) >= 0; });
  }

  /** @param {string[]} terms */
  function find(terms) {
    const data = ouchi.search;
    const byService = terms.map(function (term) {
      return data.services.map(function (service) { return service[2].indexOf(term) >= 0; });
    });
    return data.facilities.filter(function (facility) {
      return terms.every(function (term, at) {
        return facility[9].indexOf(term) >= 0
          || facility[6].some(function (service) { return byService[at][service < 0 ? -1 - service : service]; });
      });
    });
  }

  /** One facility of the list, as a card like those of the lists. @param {Array} facility */
  function item(facility) {
    const li = ouchi.make('li', 'card');
    const head = ouchi.make('div', 'card__head');
    const name = ouchi.make('h3', 'card__name');
    const area = facility[4] === null ? '' : ouchi.search.areas[facility[4]][1];
    name.appendChild(ouchi.link(ouchi.root + 'facility/' + facility[0] + '.html', '', facility[1]));
    if (facility[2]) { name.appendChild(ouchi.make('span', 'found__kana', facility[2])); }
    head.appendChild(name);
    li.appendChild(head);
    li.appendChild(ouchi.make('p', 'card__where', [facility[3], area].filter(Boolean).join('・')));
    if (facility[5]) {
      const phone = ouchi.link('tel:' + facility[5].replace(/-/g, ''), 'card__phone number', '');
      const word = ouchi.make('span', '', '電話');
      word.setAttribute('aria-hidden', 'true');
      phone.setAttribute('aria-label', facility[1] + 'に電話する ' + facility[5]);
      phone.appendChild(word);
      phone.appendChild(document.createTextNode(' ' + facility[5]));
      li.appendChild(phone);
    }
    if (facility[6].length) {
      const tags = ouchi.make('ul', 'tags');
      facility[6].forEach(function (at) {
        const service = ouchi.search.services[at < 0 ? -1 - at : at][1];
        tags.appendChild(ouchi.make('li', '', at < 0 ? service + '（届出）' : service));
      });
      li.appendChild(tags);
    }
    return li;
  }

  /** Adds the next facilities and, while there are more, the button for them. @param {Array} found @param {number} from @param {Element} list */
  function more(found, from, list) {
    found.slice(from, from + AT_ONCE).forEach(function (facility) { list.appendChild(item(facility)); });
    const left = found.length - from - AT_ONCE;
    if (left <= 0) { return; }
    const button = ouchi.make('button', 'button button--quiet found__more', 'つぎの' + Math.min(left, AT_ONCE) + '件を見る（あと' + left + '件）');
    button.addEventListener('click', function () {
      const next = list.children.length;
      results.removeChild(button);
      more(found, from + AT_ONCE, list);
      const link = list.children[next] && list.children[next].querySelector('a');
      if (link) { /** @type {HTMLElement} */ (link).focus(); }
    });
    results.appendChild(button);
  }

  /** Services and areas that the words name, as short ways. @param {string[]} terms */
  function ways(terms) {
    const list = ouchi.make('ul', 'found__ways');
    /** @param {string} href @param {string} text */
    function add(href, text) {
      const li = ouchi.make('li');
      li.appendChild(ouchi.link(ouchi.root + href, '', text));
      list.appendChild(li);
    }
    ouchi.search.services.forEach(function (service) {
      if (holds(terms, service[2])) { add('find/' + service[0] + '/index.html', service[1] + 'の一覧を見る'); }
    });
    /** @type {Object<string, string[]>} */
    const towns = {};
    ouchi.search.towns.forEach(function (town) {
      if (town[2] !== null && holds(terms, town[3])) { (towns[town[2]] = towns[town[2]] || []).push(town[0]); }
    });
    Object.keys(towns).forEach(function (at) {
      const area = ouchi.search.areas[Number(at)];
      const names = towns[at].slice(0, 3).join('・') + (towns[at].length > 3 ? 'など' : '');
      add('area/' + area[0] + '/index.html', names + '（' + area[1] + '）の案内と相談窓口');
    });
    return list.children.length && list.children.length <= 8 ? list : null;
  }

  function nothing() {
    const box = ouchi.make('div', 'found__none');
    box.appendChild(ouchi.make('p', '', '見つかりませんでした。ことばを短くするか、ひらがなで、または町の名前でお試しください。'));
    const line = ouchi.make('p', '', 'さがしにくいときは、電話でおたずねください。');
    line.appendChild(ouchi.link(ouchi.root + 'consult/index.html', '', '相談窓口を見る'));
    box.appendChild(line);
    return box;
  }

  function show() {
    const words = input.value.trim();
    if (words === asked) { return; }
    asked = words;
    remember(words);
    results.textContent = '';
    const terms = words.split(/\s+/).map(ouchi.fold).filter(Boolean);
    if (!terms.length) {
      tell('');
      return;
    }
    const found = find(terms);
    const short = ways(terms);
    if (short) { results.appendChild(short); }
    if (found.length) {
      const list = ouchi.make('ul', 'found');
      results.appendChild(list);
      more(found, 0, list);
      tell(found.length + '件見つかりました');
    } else {
      results.appendChild(nothing());
      tell('見つかりませんでした');
    }
  }

  /** Keeps the words in the address, so that the way back leads here again. @param {string} words */
  function remember(words) {
    try {
      const query = words ? '?q=' + encodeURIComponent(words) : '';
      history.replaceState(null, '', location.pathname + query + location.hash);
    } catch (refused) { /* some readers refuse this on file:// */ }
  }

  function start() {
    return ouchi.loadSearch().then(show, function () {
      tell('さがす準備ができませんでした。下の一覧からおさがしください。');
    });
  }

  input.addEventListener('focus', function () { ouchi.loadSearch().catch(function () {}); }, { once: true });
  input.addEventListener('input', start);
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    start();
  });
  const given = /[?&]q=([^&]*)/.exec(location.search);
  if (given) {
    try {
      input.value = decodeURIComponent(given[1].replace(/\+/g, ' '));
    } catch (broken) { /* an address cut in the middle of a character */ }
  }
  if (input.value) { start(); }
})(window.ouchi);
