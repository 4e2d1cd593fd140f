// The page of the shortlist: cards with notes, a numbered map, a table to compare, ways to take it along.
(function (ouchi) {
  'use strict';

  const page = document.querySelector('[data-shortlist]');
  if (!page) { return; }
  /** @type {Object<string, Array>} */
  const known = {};
  const readable = Boolean(ouchi.search && ouchi.card);
  if (readable) { ouchi.search.facilities.forEach(function (facility) { known[facility[0]] = facility; }); }
  const given = /[?&]ids=([a-z0-9,]*)/.exec(location.search);
  /** Ids that somebody sent, as long as the reader has not taken them over. @type {string[]|null} */
  let sent = given ? given[1].split(',').filter(Boolean) : null;
  const status = ouchi.make('p', 'shortlist__said');
  status.setAttribute('role', 'status');

  /** @param {string} text @param {function(): void} act @param {string} [look] */
  function button(text, act, look) {
    const one = ouchi.make('button', 'button ' + (look || 'button--quiet'), text);
    one.addEventListener('click', act);
    return one;
  }

  /** The drawn map with the list's numbers: tiles are never printed. @param {Array[]} rows */
  function map(rows) {
    const base = ouchi.map;
    // Where nothing is drawn, pins alone say nothing.
    if (!base || !(base.outline.length || base.rails.length || base.stations.length)) { return null; }
    const placed = rows.map(function (row, at) { return { row: row, number: at + 1 }; }).filter(function (one) { return one.row[7] !== null; });
    if (!placed.length) { return null; }
    const width = 640;
    const height = 400;
    const lons = placed.map(function (one) { return one.row[7]; });
    const lats = placed.map(function (one) { return one.row[8]; });
    const flat = Math.cos(lats[0] * Math.PI / 180);
    const middle = [(Math.min.apply(null, lons) + Math.max.apply(null, lons)) / 2, (Math.min.apply(null, lats) + Math.max.apply(null, lats)) / 2];
    const spanX = Math.max((Math.max.apply(null, lons) - Math.min.apply(null, lons)) * flat, 0.02);
    const spanY = Math.max(Math.max.apply(null, lats) - Math.min.apply(null, lats), 0.014);
    const scale = Math.min((width - 80) / spanX, (height - 80) / spanY);
    /** @param {number[]} point latitude, longitude */
    function at(point) {
      return [((point[1] - middle[0]) * flat * scale + width / 2).toFixed(1), ((middle[1] - point[0]) * scale + height / 2).toFixed(1)];
    }
    const space = 'http://www.w3.org/2000/svg';
    /** @param {string} tag @param {Object<string, string>} attributes @param {Element} [under] */
    function draw(tag, attributes, under) {
      const one = document.createElementNS(space, tag);
      Object.keys(attributes).forEach(function (key) { one.setAttribute(key, attributes[key]); });
      if (under) { under.appendChild(one); }
      return one;
    }
    const svg = draw('svg', { viewBox: '0 0 ' + width + ' ' + height, class: 'map-svg map-svg--list', role: 'img', 'aria-label': 'えらんだところの略図。番号は一覧の番号と同じです。' });
    draw('rect', { width: String(width), height: String(height), class: 'map-ground', fill: '#fff' }, svg);
    /** @param {number[][]} points @param {boolean} closed */
    function path(points, closed) {
      return points.map(function (point, index) { return (index ? 'L' : 'M') + at(point).join(' '); }).join('') + (closed ? 'z' : '');
    }
    base.outline.forEach(function (ring) { draw('path', { d: path(ring, true), class: 'map-outline', fill: '#f4f2ea', stroke: '#8a8f86' }, svg); });
    base.waters.forEach(function (ring) { draw('path', { d: path(ring, true), class: 'map-water', fill: '#d3e4ee' }, svg); });
    base.rails.forEach(function (rail) {
      rail.paths.forEach(function (line) { draw('path', { d: path(line, false), class: 'map-rail', fill: 'none', stroke: '#6b6f6a', 'stroke-width': '3' }, svg); });
    });
    base.stations.forEach(function (station) {
      const point = at(station[1]);
      draw('circle', { cx: point[0], cy: point[1], r: '5', class: 'map-station', fill: '#fff', stroke: '#222', 'stroke-width': '2' }, svg);
      const text = draw('text', { x: String(Number(point[0]) + 9), y: String(Number(point[1]) + 5), class: 'map-label', 'font-size': '14' }, svg);
      text.textContent = station[0] + '駅';
    });
    /** @type {Object<string, number[]>} */
    const spots = {};
    placed.forEach(function (one) {
      const key = at([one.row[8], one.row[7]]).join();
      spots[key] = spots[key] || [];
      spots[key].push(one.number);
    });
    Object.keys(spots).forEach(function (key) {
      const point = key.split(',');
      const words = spots[key].join('・');
      const half = Math.max(13, words.length * 5 + 6);
      const pin = draw('g', { class: 'map-pin', transform: 'translate(' + point[0] + ' ' + point[1] + ')' }, svg);
      draw('rect', { x: String(-half), y: '-13', width: String(half * 2), height: '26', rx: '13', class: 'map-pin-shape', fill: '#1d5138', stroke: '#fff', 'stroke-width': '1.5' }, pin);
      const text = draw('text', { y: '5', class: 'map-pin-number', 'font-size': '14', 'font-weight': '700', 'text-anchor': 'middle', fill: '#fff' }, pin);
      text.textContent = words;
    });
    return svg;
  }

  /** @param {Array} facility @param {number} number */
  function card(facility, number) {
    const li = ouchi.card(facility, { number: number });
    const id = facility[0];
    const own = li.querySelector('[data-keep]');
    if (own) { own.remove(); }
    if (sent) { return li; }
    const field = ouchi.make('p', 'shortlist__note');
    const label = ouchi.make('label', '', 'メモ（電話で聞いたことなど）');
    const area = /** @type {HTMLTextAreaElement} */ (ouchi.make('textarea'));
    area.id = 'note-' + id;
    area.rows = 2;
    area.value = ouchi.kept.all().notes[id] || '';
    label.setAttribute('for', area.id);
    const printed = ouchi.make('span', 'shortlist__printed', area.value);
    area.addEventListener('input', function () {
      printed.textContent = area.value;
      ouchi.kept.note(id, area.value);
      if (!ouchi.kept.lasting()) { status.textContent = 'このブラウザでは覚えておけません。印刷するか、リンクを送ってください。'; }
    });
    [label, area, printed].forEach(function (part) { field.appendChild(part); });
    li.appendChild(field);
    const drop = button('外す', function () {
      const list = ouchi.kept.all();
      ouchi.kept.set({ ids: list.ids.filter(function (one) { return one !== id; }), notes: list.notes, said: list.said });
      status.textContent = facility[1] + 'を外しました。';
      draw();
    });
    drop.setAttribute('aria-label', facility[1] + 'を外す');
    li.appendChild(drop);
    return li;
  }

  /** Side by side. What nobody answered is asked by phone; no blank is a "no". @param {Array[]} rows */
  function table(rows) {
    const box = ouchi.make('div', 'scroll');
    box.tabIndex = 0;
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', 'くらべる表');
    const grid = ouchi.make('table', 'table compare');
    const head = ouchi.make('thead');
    const line = ouchi.make('tr');
    line.appendChild(ouchi.make('td'));
    rows.forEach(function (row, at) {
      const cell = ouchi.make('th', '', (at + 1) + ' ' + row[1]);
      cell.setAttribute('scope', 'col');
      line.appendChild(cell);
    });
    head.appendChild(line);
    grid.appendChild(head);
    const body = ouchi.make('tbody');
    /** @param {string} name @param {function(Array): string} words */
    function add(name, words) {
      const tr = ouchi.make('tr');
      const th = ouchi.make('th', '', name);
      th.setAttribute('scope', 'row');
      tr.appendChild(th);
      rows.forEach(function (row) { tr.appendChild(ouchi.make('td', '', words(row))); });
      body.appendChild(tr);
    }
    add('電話', function (row) { return row[5] || '情報なし'; });
    add('町', function (row) { return ouchi.placeOf(row) || '情報なし'; });
    add('していること', function (row) {
      return row[6].map(function (at) { return at < 0 ? ouchi.search.services[-1 - at][1] + '（届出）' : ouchi.search.services[at][1]; }).join('、') || '情報なし';
    });
    add('時間', function (row) { return (row[11] !== null && ouchi.search.weeks[row[11]][0]) || '情報なし・電話で確認'; });
    ouchi.search.filters.forEach(function (filter, at) {
      if (!rows.some(function (row) { return row[10].indexOf(at) >= 0; })) { return; }
      add(filter[1], function (row) { return row[10].indexOf(at) >= 0 ? 'はい' : '電話で確認'; });
    });
    add('いつ時点か', function (row) { return ouchi.search.sources[row[12]]; });
    grid.appendChild(body);
    box.appendChild(grid);
    return box;
  }

  /** @param {string} id */
  function said(id) { return ouchi.kept.all().said[id] || ['', '', '']; }

  /** The id of a facility's area. @param {Array} row @returns {string} */
  function areaOf(row) { return row[4] === null ? '' : ouchi.search.areas[row[4]][0]; }

  /** What is sent says, on a wide site, in which municipalities to look. @param {string[]} ids */
  function address(ids) {
    /** @type {string[]} */
    const areas = [];
    ids.forEach(function (id) {
      const area = readable && ouchi.search.shards ? (known[id] ? areaOf(known[id]) : said(id)[2]) : '';
      if (area && areas.indexOf(area) < 0) { areas.push(area); }
    });
    return location.href.split(/[?#]/)[0] + '?ids=' + ids.join(',') + (areas.length ? '&in=' + areas.join(',') : '');
  }

  /** Whether the data that would show a facility was read. @param {string} id */
  function lookedFor(id) {
    return ouchi.brought && readable && (!ouchi.search.shards || Boolean(!sent && ouchi.search.shards[said(id)[2]]));
  }

  /**
   * What the data does not show: its page says what became of it. A number is shown only while nothing newer can be read.
   * @param {string} id
   */
  function missing(id) {
    const li = ouchi.make('li', 'card');
    const words = sent ? ['', '', ''] : said(id);
    const looked = lookedFor(id);
    const name = ouchi.make('h3', 'card__name');
    name.appendChild(ouchi.link(ouchi.root + 'facility/' + id + '.html', '', words[0] || '施設のページを見る'));
    li.appendChild(name);
    if (looked) {
      li.appendChild(ouchi.make('p', '', 'いまの一覧には見つかりません。上の名前を押すと、わけがわかることがあります。'));
    } else {
      if (words[1]) {
        const phone = ouchi.link('tel:' + words[1].replace(/-/g, ''), 'card__phone number', '');
        phone.appendChild(ouchi.make('span', '', '電話'));
        phone.appendChild(document.createTextNode(' ' + words[1]));
        phone.setAttribute('aria-label', '電話 ' + words[1] + ' ' + words[0]);
        li.appendChild(phone);
      }
      li.appendChild(ouchi.make('p', 'source', words[1] ? 'えらんだときの番号です。いまのデータは読み込めていません。' : 'くわしいことは、この施設のページにあります。'));
    }
    const note = ouchi.kept.all().notes[id];
    if (note && !sent) { li.appendChild(ouchi.make('p', 'note', 'メモ：' + note)); }
    if (sent) { return li; }
    const drop = button('外す', function () {
      const list = ouchi.kept.all();
      ouchi.kept.set({ ids: list.ids.filter(function (one) { return one !== id; }), notes: list.notes, said: list.said });
      status.textContent = (words[0] || '施設') + 'を外しました。';
      draw();
    });
    drop.setAttribute('aria-label', (words[0] || '施設') + 'を外す');
    li.appendChild(drop);
    return li;
  }

  /** @param {string[]} ids */
  function share(ids) {
    const link = address(ids);
    if (navigator.share) {
      navigator.share({ title: document.title, url: link }).catch(function () {});
      return;
    }
    const field = /** @type {HTMLInputElement} */ (ouchi.make('input', 'shortlist__link'));
    field.value = link;
    field.readOnly = true;
    field.setAttribute('aria-label', '送るリンク');
    status.textContent = '';
    status.appendChild(document.createTextNode('このリンクを送ってください。施設の番号だけが入っていて、メモは入りません。'));
    status.appendChild(field);
    field.select();
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(link).then(function () { status.insertBefore(document.createTextNode('コピーしました。'), status.firstChild); }, function () {});
    }
  }

  function draw() {
    const list = ouchi.kept.all();
    const ids = sent || list.ids;
    const rows = ids.map(function (id) { return known[id]; }).filter(Boolean);
    const lost = ids.filter(function (id) { return !known[id]; });
    if (!sent) { rows.forEach(function (row) { ouchi.kept.tell(row[0], [row[1], row[5], areaOf(row)]); }); }
    page.textContent = '';
    page.appendChild(status);
    if (sent) {
      page.appendChild(ouchi.make('p', 'empty', '送られてきた一覧です。'));
      page.appendChild(button('自分の一覧に加える', function () {
        const mine = ouchi.kept.all();
        const added = (sent || []).filter(function (id) { return known[id] && mine.ids.indexOf(id) < 0; });
        ouchi.kept.set({ ids: mine.ids.concat(added), notes: mine.notes, said: mine.said });
        sent = null;
        try { history.replaceState(null, '', location.pathname); } catch (_refused) { /* file:// */ }
        status.textContent = '加えました。';
        draw();
      }, ''));
    }
    if (!ids.length) {
      page.appendChild(ouchi.make('p', 'empty', 'まだ、えらんでいません。一覧や施設のページで「えらんでおく」を押すと、ここに並びます。'));
      const line = ouchi.make('p', 'more');
      line.appendChild(ouchi.link(ouchi.root + 'find/index.html', '', 'さがす'));
      page.appendChild(line);
      return;
    }
    const tools = ouchi.make('p', 'shortlist__tools');
    tools.appendChild(button('印刷する', function () { window.print(); }, ''));
    if (/^https?:/.test(location.protocol)) { tools.appendChild(button('家族などに送る', function () { share(ids); })); }
    if (!sent) {
      tools.appendChild(button('ぜんぶ消す', function () {
        const before = { ids: list.ids.slice(), notes: Object.assign({}, list.notes), said: Object.assign({}, list.said) };
        ouchi.kept.set({ ids: [], notes: {}, said: {} });
        draw();
        status.textContent = '一覧とメモを、この機械から消しました。';
        const back = button('元にもどす', function () {
          ouchi.kept.set(before);
          status.textContent = 'もどしました。';
          draw();
        });
        status.appendChild(back);
        back.focus();
      }));
    }
    page.appendChild(tools);
    if (!ouchi.kept.lasting()) { page.appendChild(ouchi.make('p', 'note', 'このブラウザでは覚えておけません。閉じると消えるので、印刷するか、リンクを送ってください。')); }
    const svg = map(rows);
    if (svg) {
      const drawn = ouchi.make('div', 'shortlist__map');
      drawn.appendChild(svg);
      page.appendChild(drawn);
    }
    page.appendChild(ouchi.make('h2', 'hidden', 'えらんだところの一覧'));
    const cards = ouchi.make('ol', 'cards');
    rows.forEach(function (row, at) { cards.appendChild(card(row, at + 1)); });
    page.appendChild(cards);
    if (lost.length) {
      page.appendChild(ouchi.make('h2', '', lost.every(lookedFor) ? 'いまの一覧にないところ' : 'いまの一覧で確かめられないところ'));
      const others = ouchi.make('ul', 'cards');
      lost.forEach(function (id) { others.appendChild(missing(id)); });
      page.appendChild(others);
    }
    if (rows.length > 1) {
      page.appendChild(ouchi.make('h2', '', 'くらべる'));
      page.appendChild(ouchi.make('p', 'note', '「電話で確認」は、情報がないという意味です。していないという意味ではありません。'));
      page.appendChild(table(rows));
    }
  }
  draw();
})(window.ouchi);
