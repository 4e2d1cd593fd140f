// Narrows the page of an area to one town: who declared only other towns goes, and the nearest come first.
(function (ouchi) {
  'use strict';

  const page = document.querySelector('[data-visit]');
  const given = /[?&]town=([^&]*)/.exec(location.search);
  if (!page || !given) { return; }
  let name = '';
  try {
    name = decodeURIComponent(given[1].replace(/\+/g, ' '));
  } catch (_broken) { return; }
  const towns = ouchi.search.towns;
  const at = towns.findIndex(function (town) { return town[0] === name; });
  if (at < 0) { return; }
  const town = towns[at];
  /** @type {Object<string, Array>} */
  const known = {};
  ouchi.search.facilities.forEach(function (facility) { known[facility[0]] = facility; });

  const title = document.querySelector('h1');
  if (title) { title.textContent = name + 'に来てくれるところ'; }
  document.title = name + 'に来てくれるところ — ' + document.title.split(' — ').pop();
  ouchi.all('[data-visit-group]', page).forEach(function (list) {
    const declared = list.getAttribute('data-visit-group') === 'declared';
    const rows = ouchi.all('li[data-facility]', list).map(function (li, order) {
      const facility = known[li.getAttribute('data-facility') || ''];
      const metres = facility && town[4] ? ouchi.metres(town[4], facility) : null;
      if (declared && facility && facility[14]) {
        const covers = facility[14].some(function (place) { return place === -1 || place === at || (town[2] !== null && place === -2 - town[2]); });
        /** @type {HTMLElement} */ (li).hidden = !covers;
      }
      const where = li.querySelector('.card__where, .line__where');
      const far = ouchi.far(metres);
      if (where && far) { where.appendChild(ouchi.make('span', 'dot number', far)); }
      return { li: li, metres: metres === null ? Infinity : metres, order: order };
    });
    rows.sort(function (a, b) { return a.metres === b.metres ? a.order - b.order : a.metres - b.metres; });
    rows.forEach(function (row) { list.appendChild(row.li); });
    const left = rows.filter(function (row) { return !(/** @type {HTMLElement} */ (row.li).hidden); }).length;
    const heading = list.previousElementSibling && list.previousElementSibling.querySelector('.count');
    if (heading) { heading.textContent = left + '件'; }
    if (declared && !left) { list.insertAdjacentElement('afterend', ouchi.make('p', 'note', 'この町に来ると答えたところは、載っていません。')); }
  });
  const order = document.querySelector('[data-visit-order]');
  if (order) { order.textContent = '「' + name + '」のまん中から近い順です（直線の距離）。優劣ではありません。'; }
})(window.ouchi);
