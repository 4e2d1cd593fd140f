// Hides what has passed. The date stands in words beside it for whoever reads without scripts.
(function (ouchi) {
  'use strict';

  // A day lasts until its end; a moment is written to the minute. Both compare as text.
  const now = ouchi.now().toISOString().slice(0, 16);
  ouchi.all('[data-until]').forEach(function (element) {
    const until = element.getAttribute('data-until') || '';
    if (/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(until) && (until + 'T23:59').slice(0, 16) < now) {
      element.setAttribute('hidden', '');
    }
  });
})(window.ouchi);
