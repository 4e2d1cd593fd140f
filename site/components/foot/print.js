// Offers what only a script can do with paper: the button that prints.
(function (ouchi) {
  'use strict';

  ouchi.all('[data-print]').forEach(function (button) {
    button.removeAttribute('hidden');
    button.addEventListener('click', function () { window.print(); });
  });
})(window.ouchi);
