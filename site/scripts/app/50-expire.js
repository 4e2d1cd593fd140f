// Hides what has passed. The date stands in words beside it for whoever reads without scripts.
(function (ouchi) {
  'use strict';

  const today = ouchi.now().toISOString().slice(0, 10);
  ouchi.all('[data-until]').forEach(function (element) {
    const until = element.getAttribute('data-until') || '';
    if (/^\d{4}-\d\d-\d\d$/.test(until) && until < today) { element.setAttribute('hidden', ''); }
  });
})(window.ouchi);
