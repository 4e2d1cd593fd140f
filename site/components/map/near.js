// Beside a list, the drawn map shows which number the reader is at.
(function (ouchi) {
  'use strict';

  const map = document.querySelector('.list__map');
  if (!map) { return; }
  /** @type {Object<string, Element>} */
  const pins = {};
  ouchi.all('.map-pin-number', map).forEach(function (number) { pins[number.textContent || ''] = /** @type {Element} */ (number.parentNode); });
  /** @type {Element|null} */
  let near = null;

  /** @param {Event} event */
  function at(event) {
    const card = /** @type {Element} */ (event.target).closest('li.card');
    const number = card && card.querySelector('.card__number');
    const pin = number ? pins[(number.textContent || '').trim()] || null : null;
    if (pin === near) { return; }
    if (near) { near.classList.remove('is-near'); }
    near = pin;
    if (near) {
      near.classList.add('is-near');
      // Above those around it.
      near.parentNode.appendChild(near);
    }
  }
  ['pointerover', 'focusin'].forEach(function (kind) { document.addEventListener(kind, at); });
})(window.ouchi);
