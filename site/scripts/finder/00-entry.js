// A facility as a card, like those that the builder writes. Words only ever go in as text.
(function (ouchi) {
  'use strict';

  /** Positions in a row of the search data. */
  ouchi.AT = {
    id: 0, name: 1, kana: 2, town: 3, area: 4, phone: 5, services: 6, lon: 7, lat: 8, words: 9, filters: 10, week: 11,
    source: 12, kind: 13, reach: 14
  };

  /**
   * Metres in a straight line; flat is exact enough within a prefecture.
   * @param {number[]} from longitude, latitude
   * @param {Array} facility
   * @returns {number|null}
   */
  ouchi.metres = function (from, facility) {
    if (facility[7] === null) { return null; }
    const x = (facility[7] - from[0]) * Math.cos(from[1] * Math.PI / 180);
    return Math.sqrt(x * x + (facility[8] - from[1]) * (facility[8] - from[1])) * 111195;
  };

  /** The town, or on a wide site the municipality, of the country with its prefecture. @param {Array} facility @returns {string} */
  ouchi.placeOf = function (facility) {
    const data = ouchi.search;
    if (facility[3] || !data.shards || facility[4] === null) { return facility[3]; }
    const name = data.areas[facility[4]][1];
    const district = data.districts.filter(function (one) { return facility[4] < one[2]; })[0];
    return district && data.districts.length > 1 && name.indexOf(district[1]) !== 0 ? district[1] + name : name;
  };

  /** @param {number|null} metres */
  ouchi.far = function (metres) {
    return metres === null ? '' : '直線 約' + (metres < 950 ? Math.max(1, Math.round(metres / 100)) * 100 + 'm' : (metres / 1000).toFixed(1) + 'km');
  };

  /**
   * @param {string} number
   * @param {string} name
   */
  ouchi.phone = function (number, name) {
    const phone = ouchi.link('tel:' + number.replace(/[^0-9+*#]/g, '').replace(/#/g, '%23'), 'card__phone number', '');
    const word = ouchi.make('span', '', '電話');
    phone.setAttribute('aria-label', '電話 ' + number + ' ' + name);
    phone.appendChild(word);
    phone.appendChild(document.createTextNode(' ' + number));
    return phone;
  };

  /**
   * @param {Array} facility
   * @param {{number?: number, metres?: number|null}} [more]
   */
  ouchi.card = function (facility, more) {
    const li = ouchi.make('li', 'card');
    li.setAttribute('data-facility', facility[0]);
    const head = ouchi.make('div', 'card__head');
    if (more && more.number) { head.appendChild(ouchi.make('span', 'card__number number', String(more.number))); }
    const name = ouchi.make('h3', 'card__name');
    name.appendChild(ouchi.link(ouchi.root + 'facility/' + facility[0] + '.html', '', facility[1]));
    head.appendChild(name);
    li.appendChild(head);
    const far = more && more.metres !== undefined ? ouchi.far(more.metres) : '';
    li.appendChild(ouchi.make('p', 'card__where', [facility[13], ouchi.placeOf(facility), far].filter(Boolean).join('・')));
    li.appendChild(facility[5] ? ouchi.phone(facility[5], facility[1]) : ouchi.make('p', 'card__nophone', '電話番号の情報がありません'));
    const tags = ouchi.make('ul', 'tags');
    const registered = [];
    facility[6].forEach(function (at) {
      if (at < 0) { registered.push(ouchi.search.services[-1 - at][1]); } else { tags.appendChild(ouchi.make('li', '', ouchi.search.services[at][1])); }
    });
    const rest = ouchi.all('li', tags).slice(6);
    rest.forEach(function (one) { one.remove(); });
    if (rest.length) { tags.appendChild(ouchi.make('li', 'tags__rest', 'ほか' + rest.length)); }
    if (tags.children.length) { li.appendChild(tags); }
    if (registered.length) { li.appendChild(ouchi.make('p', 'card__registered', '届出 ' + registered.join('・') + '（いま応じているかは、電話で確認）')); }
    const week = facility[11] === null ? null : ouchi.search.weeks[facility[11]];
    if (week) {
      const hours = ouchi.make('p', 'card__hours number');
      if (week[1]) { hours.appendChild(ouchi.make('span', 'today__now', ouchi.whole(ouchi.today(week[1], ouchi.now(), ouchi.holidays(), true)))); }
      if (week[0]) { hours.appendChild(document.createTextNode(ouchi.whole(week[0]))); }
      li.appendChild(hours);
    }
    li.appendChild(ouchi.make('p', 'source', ouchi.search.sources[facility[12]]));
    ouchi.keepable(li);
    return li;
  };
})(window.ouchi);
