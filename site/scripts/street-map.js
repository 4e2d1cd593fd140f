// The street map: loaded only when the reader asks for it (components/map/map.js). The list stays the interface: every pin is
// a line of the list.
(function (ouchi) {
  'use strict';

  const TILES = 'https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png';
  const CREDIT = '<a href="https://maps.gsi.go.jp/development/ichiran.html">地理院タイル</a>';
  const STEP = 160;
  const NEAR = 17;

  /** The number that the list shows. @param {Element} li */
  function written(li) {
    const number = li.querySelector('.card__number, .line__number');
    return number && /\d/.test(number.textContent || '') ? (number.textContent || '').trim() : '';
  }

  /** The facilities of a map in the order of the page's list. @param {Element} section */
  function pins(section) {
    // 'all', the id of an area or of one facility; a word before a colon is allowed for whoever writes by hand.
    const scope = (section.getAttribute('data-scope') || 'all').split(':').pop();
    /** @type {Object<string, Array>} */
    const known = {};
    ouchi.search.facilities.forEach(function (facility) { known[facility[0]] = facility; });
    // What is put out of sight by a narrower list is no part of the map either.
    const listed = known[scope] ? [] : ouchi.all('li[data-facility]').filter(function (li) { return li.getClientRects().length; });
    let chosen;
    if (listed.length || (!known[scope] && document.querySelector('.found__none'))) {
      chosen = listed.map(function (li, at) {
        const number = li.getAttribute('data-number') || written(li) || String(at + 1);
        return { facility: known[li.getAttribute('data-facility') || ''], number: number, li: li };
      });
    } else {
      chosen = ouchi.search.facilities.filter(function (facility) {
        if (known[scope]) { return facility[0] === scope; }
        const area = facility[4] === null ? null : ouchi.search.areas[facility[4]][0];
        return scope === 'all' || area === scope;
      }).map(function (facility) { return { facility: facility, number: '', li: null }; });
    }
    /** @type {Object<string, Array>} */
    const spots = {};
    chosen.forEach(function (pin) {
      if (!pin.facility || pin.facility[7] === null) { return; }
      const key = pin.facility[8] + ',' + pin.facility[7];
      spots[key] = spots[key] || [];
      spots[key].push(pin);
    });
    return Object.keys(spots).map(function (key) { return spots[key]; });
  }

  /** What opens at a pin. @param {Array} spot */
  function card(spot) {
    const box = ouchi.make('div', 'street-map__card');
    spot.forEach(function (pin) {
      const name = (pin.number ? pin.number + ' ' : '') + pin.facility[1];
      box.appendChild(ouchi.link(ouchi.root + 'facility/' + pin.facility[0] + '.html', 'street-map__name', name));
      if (pin.facility[5]) {
        box.appendChild(ouchi.link('tel:' + pin.facility[5].replace(/-/g, ''), 'street-map__phone', pin.facility[5]));
      }
    });
    return box;
  }

  /** The drawn map under the tiles. @param {any} map */
  function ground(map) {
    const L = window.L;
    const base = ouchi.map;
    map.createPane('ground').style.zIndex = '150';
    map.createPane('names').style.zIndex = '160';
    /** @param {string} className @param {boolean} [fill] */
    function look(className, fill) {
      return { pane: 'ground', interactive: false, className: className, fill: Boolean(fill), weight: 2 };
    }
    base.outline.forEach(function (ring) { L.polygon(ring, look('street-map__outline', true)).addTo(map); });
    base.waters.forEach(function (ring) { L.polygon(ring, look('street-map__water', true)).addTo(map); });
    base.rails.forEach(function (rail) { L.polyline(rail.paths, look('street-map__rail')).addTo(map); });
    base.stations.forEach(function (station) {
      const icon = L.divIcon({ className: 'street-map__station', html: ouchi.make('span', '', station[0]), iconSize: [10, 10] });
      L.marker(station[1], { pane: 'names', icon: icon, interactive: false, keyboard: false }).addTo(map);
    });
  }

  /** Buttons of 44 px for all that a finger or a wheel can do. @param {any} map @param {function(): void} close */
  function tools(map, close) {
    const bar = ouchi.make('div', 'street-map__tools');
    /** @param {string} text @param {string} label @param {function(): void} act */
    function add(text, label, act) {
      const button = ouchi.make('button', 'street-map__button', text);
      button.setAttribute('aria-label', label);
      button.addEventListener('click', act);
      bar.appendChild(button);
    }
    add('＋', '地図を大きくする', function () { map.zoomIn(); });
    add('－', '地図を小さくする', function () { map.zoomOut(); });
    add('←', '西へ動かす', function () { map.panBy([-STEP, 0]); });
    add('↑', '北へ動かす', function () { map.panBy([0, -STEP]); });
    add('↓', '南へ動かす', function () { map.panBy([0, STEP]); });
    add('→', '東へ動かす', function () { map.panBy([STEP, 0]); });
    add('とじる', '地図をとじる', close);
    return bar;
  }

  /** @param {Element} section @param {HTMLElement} opener */
  function open(section, opener) {
    const L = window.L;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const wrap = ouchi.make('div', 'street-map');
    wrap.setAttribute('role', 'region');
    wrap.setAttribute('aria-label', '動く地図');
    const canvas = ouchi.make('div', 'street-map__canvas');
    canvas.setAttribute('role', 'group');
    canvas.setAttribute('aria-label', '地図。矢印キーで動き、＋と－で大きさが変わります。Escキーでとじます。');
    const said = ouchi.make('p', 'street-map__said');
    said.setAttribute('role', 'status');
    section.appendChild(wrap);
    section.classList.add('is-open');
    opener.setAttribute('aria-expanded', 'true');

    const map = L.map(canvas, {
      zoomControl: false, attributionControl: false, scrollWheelZoom: false, minZoom: 8, maxZoom: 18, zoomSnap: 0.5,
      fadeAnimation: !still, zoomAnimation: !still, markerZoomAnimation: !still, inertia: !still
    });
    /** Where the focus goes when the map is closed. @type {HTMLElement} */
    let back = opener;
    /** @type {HTMLElement[]} */
    const buttons = [];
    function close() {
      document.removeEventListener('ouchi:listed', draw);
      map.remove();
      section.removeChild(wrap);
      section.classList.remove('is-open');
      opener.setAttribute('aria-expanded', 'false');
      const to = buttons.indexOf(back) >= 0 ? back.parentElement && back.parentElement.querySelector('a') : back;
      buttons.forEach(function (button) { button.remove(); });
      (to || opener).focus();
    }
    wrap.appendChild(tools(map, close));
    wrap.appendChild(canvas);
    wrap.appendChild(said);
    L.control.attribution({ prefix: false }).addTo(map);

    map.invalidateSize();
    map.setView([35.7, 139.7], 10, { animate: false });
    ground(map);

    let drawn = false;
    L.tileLayer(TILES, { maxZoom: 18, attribution: CREDIT })
      .on('tileload', function () {
        drawn = true;
        said.textContent = '';
      })
      .on('tileerror', function () {
        if (!drawn) { said.textContent = '背景の地図を読み込めません。略図で表示しています。'; }
      })
      .addTo(map);

    let shown = false;
    map.on('popupopen', function (event) {
      shown = true;
      const cross = event.popup.getElement().querySelector('.leaflet-popup-close-button');
      if (cross) { cross.setAttribute('aria-label', 'ふきだしをとじる'); }
    });
    map.on('popupclose', function () { setTimeout(function () { shown = false; }); });

    const layer = L.layerGroup().addTo(map);
    /** @type {any[]} */
    let drawnPins = [];
    /** The pins of the list as it is now. */
    function draw() {
      layer.clearLayers();
      drawnPins = [];
      buttons.splice(0).forEach(function (button) { button.remove(); });
      const spots = pins(section);
      const points = spots.map(function (spot) { return [spot[0].facility[8], spot[0].facility[7]]; });
      if (points.length) {
        map.fitBounds(points, { padding: [34, 34], maxZoom: NEAR, animate: false });
      } else if (ouchi.map.bounds) {
        map.fitBounds(ouchi.map.bounds, { animate: false });
      }
      const many = spots.length > 800 ? L.canvas() : null;
      spots.forEach(function (spot, at) {
        const numbers = spot.map(function (pin) { return pin.number; }).filter(Boolean);
        const label = numbers.length > 2 ? numbers[0] + '…' : numbers.join('・');
        let pin;
        if (many) {
          pin = L.circleMarker(points[at], { renderer: many, radius: 7, weight: 2, color: '#fff', fillColor: '#1d5138', fillOpacity: 1 });
        } else {
          const size = label ? (label.length > 2 ? 44 : 32) : 18;
          const icon = L.divIcon({ className: 'street-map__pin', html: ouchi.make('span', '', label), iconSize: [size, label ? 32 : size] });
          pin = L.marker(points[at], { icon: icon, keyboard: false });
        }
        pin.addTo(layer).bindPopup(card(spot), { minWidth: 200, autoPanPadding: [20, 20] });
        if (!many) {
          pin.getElement().tabIndex = -1;
          pin.getElement().setAttribute('aria-hidden', 'true');
          if (label) { drawnPins.push(pin); }
        }
        spot.forEach(function (one) {
          if (!one.li) { return; }
          const button = ouchi.make('button', 'button button--quiet street-map__show', '地図で見る');
          button.setAttribute('aria-label', one.facility[1] + 'を地図で見る');
          button.addEventListener('click', function () {
            back = button;
            map.setView(points[at], Math.max(map.getZoom(), 16), { animate: !still });
            pin.openPopup();
            wrap.scrollIntoView({ block: 'nearest' });
            canvas.focus({ preventScroll: true });
          });
          one.li.appendChild(button);
          buttons.push(button);
        });
      });
      settle();
    }
    /** Where pins would cover each other only the first keeps its number; nearer by, all have room. */
    function settle() {
      /** @type {any[]} */
      const kept = [];
      drawnPins.forEach(function (pin) {
        const at = map.latLngToLayerPoint(pin.getLatLng());
        const free = kept.every(function (other) { return Math.abs(other.x - at.x) > 28 || Math.abs(other.y - at.y) > 28; });
        if (free) { kept.push(at); }
        pin.getElement().classList.toggle('is-small', !free);
        pin.setZIndexOffset(free ? 1000 : 0);
      });
    }
    draw();
    map.on('zoomend', settle);
    document.addEventListener('ouchi:listed', draw);
    wrap.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape') { return; }
      event.stopPropagation();
      if (shown) {
        map.closePopup();
        if (back !== opener) { back.focus(); }
      } else {
        close();
      }
    });
    canvas.addEventListener('click', function () { map.scrollWheelZoom.enable(); });
    canvas.focus({ preventScroll: true });
  }

  ouchi.openMap = open;
})(window.ouchi);
