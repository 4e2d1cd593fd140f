// Offers the street map and brings it when asked: its library is larger than everything else together.
(function (ouchi) {
  'use strict';

  /** The library's styles go before the page's own, which then win. @returns {Promise<void>} */
  function style() {
    return new Promise(function (done) {
      if (document.querySelector('link[data-leaflet]')) { return done(); }
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = ouchi.root + 'assets/leaflet/leaflet.css';
      link.setAttribute('data-leaflet', '');
      link.onload = link.onerror = function () { done(); };
      document.head.insertBefore(link, document.head.querySelector('link[rel=stylesheet]'));
    });
  }

  ouchi.all('[data-open-map]').forEach(function (button) {
    const section = button.closest('[data-map]');
    if (!section) { return; }
    button.removeAttribute('hidden');
    button.setAttribute('aria-expanded', 'false');
    let busy = false;
    button.addEventListener('click', function () {
      if (busy || section.classList.contains('is-open')) { return; }
      busy = true;
      const scripts = ['assets/leaflet/leaflet.js', 'assets/street-map.js', 'data/map.js'].map(ouchi.load);
      Promise.all(scripts.concat(style(), ouchi.loadSearch()))
        .then(function () { ouchi.openMap(section, button); })
        .catch(function () {
          const failed = section.querySelector('.street-map__failed') || ouchi.make('p', 'street-map__failed');
          failed.setAttribute('role', 'status');
          failed.textContent = '動く地図をひらけませんでした。下の一覧と略図をお使いください。';
          section.appendChild(failed);
        })
        .then(function () { busy = false; });
    });
  });
})(window.ouchi);
